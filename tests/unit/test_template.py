"""The template: rights, encryption, dead letters, alarms, retention, as the operations page promises."""

import json
from typing import Any

import pytest

from tests.support.template import functions, resources


def of_kind(kind: str) -> dict[str, Any]:
    return {name: each["Properties"] for name, each in resources().items() if each["Type"] == kind}


def statements(function: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for policy in function.get("Policies", []) for each in policy["Statement"]]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_function_says_its_limits_and_where_it_logs(name: str) -> None:
    function = functions()[name]
    assert {"MemorySize", "Timeout", "LoggingConfig"} <= set(function)
    assert resources()[f"{name}Logs"]["Properties"]["RetentionInDays"] > 0


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_function_has_a_role_of_its_own_without_wildcards(name: str) -> None:
    function = functions()[name]
    assert "Role" not in function
    for statement in statements(function):
        assert not [action for action in listed(statement["Action"]) if "*" in action]
        assert "*" not in listed(statement["Resource"])


@pytest.mark.parametrize("name", sorted(functions()))
def test_no_function_may_scan(name: str) -> None:
    actions = [action for each in statements(functions()[name]) for action in listed(each["Action"])]
    assert "dynamodb:Scan" not in actions


@pytest.mark.parametrize("name", sorted(functions()))
def test_errors_of_a_function_raise_an_alarm(name: str) -> None:
    assert resources()[f"{name}Alarm"]["Properties"]["MetricName"] == "Errors"


def test_every_alarm_tells_somebody() -> None:
    alarms = of_kind("AWS::CloudWatch::Alarm")
    assert len(alarms) > len(functions())
    assert all(alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}] for alarm in alarms.values())
    assert all("docs/operations.md" in alarm["AlarmDescription"] for alarm in alarms.values())


def test_every_queue_that_is_worked_off_has_dead_letters_with_an_alarm() -> None:
    queues = of_kind("AWS::SQS::Queue")
    watched = json.dumps(of_kind("AWS::CloudWatch::Alarm"))
    for name in queues:
        if name.endswith("Queue"):
            dead = name.removesuffix("Queue") + "DeadLetters"
            assert queues[name]["RedrivePolicy"]["deadLetterTargetArn"] == {"GetAtt": f"{dead}.Arn"}
        else:
            assert f"{name}.QueueName" in watched


def test_everything_that_keeps_data_encrypts_it() -> None:
    assert all(queue["SqsManagedSseEnabled"] for queue in of_kind("AWS::SQS::Queue").values())
    assert all(table["SSESpecification"]["SSEEnabled"] for table in of_kind("AWS::DynamoDB::Table").values())
    for bucket in of_kind("AWS::S3::Bucket").values():
        assert bucket["BucketEncryption"]
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert all(topic["KmsMasterKeyId"] for topic in of_kind("AWS::SNS::Topic").values())


def test_tables_have_one_due_index_and_can_be_restored() -> None:
    for table in of_kind("AWS::DynamoDB::Table").values():
        assert [index["IndexName"] for index in table["GlobalSecondaryIndexes"]] == ["Due"]
        assert table["GlobalSecondaryIndexes"][0]["Projection"] == {"ProjectionType": "KEYS_ONLY"}
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_contracts_are_locked_and_versioned() -> None:
    bucket = of_kind("AWS::S3::Bucket")["ContractsBucket"]
    assert bucket["ObjectLockEnabled"] is True
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}


def test_consumers_report_what_they_could_not_do() -> None:
    for function in functions().values():
        for event in function.get("Events", {}).values():
            if event["Type"] in ("SQS", "DynamoDB"):
                assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
            if event["Type"] == "ScheduleV2":
                assert event["Properties"]["DeadLetterConfig"]
                assert "<aws.scheduler.scheduled-time>" in event["Properties"]["Input"]


@pytest.mark.parametrize("name", ["Contracts", "Drafts", "Files"])
def test_a_bucket_is_reached_over_tls_only(name: str) -> None:
    policy = resources()[f"{name}OverTlsOnly"]["Properties"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert policy["Bucket"] == {"Ref": f"{name}Bucket"}
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
