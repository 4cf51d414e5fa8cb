"""The template: rights, encryption, dead letters, alarms, retention, as the operations page promises."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.template import functions, resources, template


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


def test_no_queue_lets_go_of_what_waits_before_it_must() -> None:
    """Fourteen days are the longest that a queue keeps anything; of itself it is four."""
    for name, queue in of_kind("AWS::SQS::Queue").items():
        assert queue.get("MessageRetentionPeriod") == 14 * 24 * 3600, name


def test_usage_that_waits_raises_an_alarm() -> None:
    alarm = resources()["UsageAgeAlarm"]["Properties"]
    assert (alarm["MetricName"], alarm["Threshold"]) == ("ApproximateAgeOfOldestMessage", 3600)
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": {"GetAtt": "UsageQueue.QueueName"}}]


def test_a_pile_of_messages_leaves_others_their_concurrency() -> None:
    scaled = {name: event["ScalingConfig"] for name, event in events_of("SQS") if "ScalingConfig" in event}
    at_once = {name: scaling["MaximumConcurrency"] for name, scaling in scaled.items()}
    assert at_once == {"SendMail": 2, "AdvanceAccount": 8, "ProvisionLogin": 10, "RecordUsage": 100}


ENCRYPTED: dict[str, Callable[[dict[str, Any]], bool]] = {
    "AWS::SQS::Queue": lambda queue: queue["SqsManagedSseEnabled"] is True,
    "AWS::DynamoDB::Table": lambda table: table["SSESpecification"] == {"SSEEnabled": True},
    "AWS::S3::Bucket": lambda bucket: bool(bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]),
    "AWS::SNS::Topic": lambda topic: topic["KmsMasterKeyId"] == {"Ref": "AlarmKey"},
}
ENCRYPTED_BY_AWS = {
    "AWS::Cognito::UserPool", "AWS::Events::EventBus", "AWS::Logs::LogGroup", "AWS::Serverless::Function",
    "AWS::Serverless::LayerVersion",
}  # fmt: skip
"""What AWS encrypts at rest whether it is asked to or not."""
KEEPS_NOTHING = {
    "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::Cognito::UserPoolClient", "AWS::Events::Rule",
    "AWS::IAM::Policy", "AWS::KMS::Key", "AWS::Lambda::Permission", "AWS::S3::BucketPolicy", "AWS::SES::EmailIdentity",
    "AWS::SNS::Subscription", "AWS::SQS::QueuePolicy", "AWS::Serverless::HttpApi",
}  # fmt: skip


def test_everything_that_keeps_data_encrypts_it() -> None:
    for name, resource in resources().items():
        kind = resource["Type"]
        if kind in ENCRYPTED:
            assert ENCRYPTED[kind](resource["Properties"]), name
        else:
            assert kind in ENCRYPTED_BY_AWS | KEEPS_NOTHING, f"{name}: is {kind} encrypted?"


def test_no_file_is_public() -> None:
    for bucket in of_kind("AWS::S3::Bucket").values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}


def test_tables_have_one_due_index_and_can_be_restored() -> None:
    for table in of_kind("AWS::DynamoDB::Table").values():
        assert [index["IndexName"] for index in table["GlobalSecondaryIndexes"]] == ["Due"]
        assert table["GlobalSecondaryIndexes"][0]["Projection"] == {"ProjectionType": "KEYS_ONLY"}
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_contracts_are_locked_and_versioned() -> None:
    bucket = of_kind("AWS::S3::Bucket")["ContractsBucket"]
    assert bucket["ObjectLockEnabled"] is True
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}


def events_of(kind: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, event["Properties"]) for name, function in functions().items()
        for event in function.get("Events", {}).values() if event["Type"] == kind
    ]  # fmt: skip


def test_consumers_report_what_they_could_not_do() -> None:
    for _, event in events_of("SQS") + events_of("DynamoDB"):
        assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_what_a_consumer_cannot_do_goes_aside() -> None:
    for _, event in events_of("SQS"):
        queue = resources()[event["Queue"]["GetAtt"].removesuffix(".Arn")]["Properties"]
        assert queue["RedrivePolicy"]["maxReceiveCount"] == 5
    for _, event in events_of("DynamoDB"):
        assert event["DestinationConfig"]["OnFailure"] == {
            "Type": "SQS", "Destination": {"GetAtt": "RefusedRecords.Arn"}
        }  # fmt: skip


def test_a_job_that_cannot_be_started_or_fails_goes_aside_and_one_that_is_missed_raises_an_alarm() -> None:
    jobs = events_of("ScheduleV2")
    assert len(jobs) == 5
    for name, event in jobs:
        aside = {"GetAtt": "SchedulesDeadLetters.Arn"}
        assert event["DeadLetterConfig"] == {"Arn": aside}
        # A schedule hands its event over and goes; what the function then fails at, AWS tries twice more.
        assert functions()[name]["DeadLetterQueue"] == {"Type": "SQS", "TargetArn": aside}
        assert "<aws.scheduler.scheduled-time>" in event["Input"]
        alarm = resources()[f"{name}MissedAlarm"]["Properties"]
        assert (alarm["MetricName"], alarm["TreatMissingData"]) == ("Invocations", "breaching")
        assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": name}}]


def test_no_job_starts_while_a_day_is_ending_somewhere() -> None:
    # Zones are quarters of an hour apart: a seat given in the last instant of a day is written by when it is charged.
    crons = [event["ScheduleExpression"] for _, event in events_of("ScheduleV2")]
    minutes = [int(cron.removeprefix("cron(").split()[0]) for cron in crons if cron.startswith("cron(")]
    assert len(minutes) == 4
    assert all(minute % 15 >= 5 for minute in minutes)


def test_what_the_bus_cannot_send_to_a_queue_waits_beside_it() -> None:
    allowed = resources()["BusMaySend"]["Properties"]
    for rule in of_kind("AWS::Events::Rule").values():
        (target,) = rule["Targets"]
        queue = target["Arn"]["GetAtt"].removesuffix("Queue.Arn")
        assert target["DeadLetterConfig"] == {"Arn": {"GetAtt": f"{queue}DeadLetters.Arn"}}
        for name in (f"{queue}Queue", f"{queue}DeadLetters"):
            assert {"Ref": name} in allowed["Queues"]
            assert {"GetAtt": f"{name}.Arn"} in allowed["PolicyDocument"]["Statement"][0]["Resource"]


def test_every_function_is_started_by_what_has_been_looked_at() -> None:
    kinds = {event["Type"] for function in functions().values() for event in function.get("Events", {}).values()}
    assert kinds == {"HttpApi", "SQS", "DynamoDB", "ScheduleV2"}
    # The user pool waits for its answer.
    assert [name for name, function in functions().items() if not function.get("Events")] == ["ReportLogin"]


def test_production_cannot_be_deleted_and_asks_for_a_second_factor() -> None:
    for table in of_kind("AWS::DynamoDB::Table").values():
        assert table["DeletionProtectionEnabled"] == {"If": ["IsProd", True, False]}
    pool = of_kind("AWS::Cognito::UserPool")["UserPool"]
    assert pool["DeletionProtection"] == {"If": ["IsProd", "ACTIVE", "INACTIVE"]}
    # Of everybody, so of owners and of finance too.
    assert pool["MfaConfiguration"] == {"If": ["IsProd", "ON", "OFF"]}
    for name in ("LicensesTable", "UsersTable", "BillingTable", "UserPool", "ContractsBucket", "SealKey"):
        assert resources()[name]["DeletionPolicy"] == "RetainExceptOnCreate"
        assert resources()[name]["UpdateReplacePolicy"] == "Retain"


def test_production_is_not_deployed_without_a_lock_that_nobody_lifts_for_years() -> None:
    rule = template()["Rules"]["ProductionIsLocked"]
    assert rule["RuleCondition"] == {"Equals": [{"Ref": "Stage"}, "prod"]}
    mode, days, *_ = (each["Assert"] for each in rule["Assertions"])
    assert mode == {"Equals": [{"Ref": "LockMode"}, "COMPLIANCE"]}
    assert days == {"Not": [{"Equals": [{"Ref": "LockDays"}, str(template()["Parameters"]["LockDays"]["Default"])]}]}
    bucket = of_kind("AWS::S3::Bucket")["ContractsBucket"]
    retention = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert retention == {"Mode": {"Ref": "LockMode"}, "Days": {"Ref": "LockDays"}}


def test_production_is_not_deployed_as_nobody() -> None:
    """Neither contracts of a made-up vendor nor mails from an address of nobody's."""
    asserted = [each["Assert"] for each in template()["Rules"]["ProductionIsLocked"]["Assertions"]]
    for name in ("VendorName", "MailFrom"):
        default = template()["Parameters"][name]["Default"]
        assert {"Not": [{"Equals": [{"Ref": name}, default]}]} in asserted


@pytest.mark.parametrize("client", ["DesktopClient", "MobileClient"])
def test_nobody_changes_their_address_past_the_owner(client: str) -> None:
    assert resources()[client]["Properties"]["WriteAttributes"] == ["locale"]


def test_calls_are_traced() -> None:
    assert template()["Globals"]["Function"]["Tracing"] == "Active"


@pytest.mark.parametrize("name", ["Seal", "DrawInvoice"])
def test_what_writes_a_locked_file_may_find_the_one_that_it_wrote_before_it_was_killed(name: str) -> None:
    rights = [(action, each["Resource"]) for each in statements(functions()[name]) for action in listed(each["Action"])]
    assert ("s3:ListBucketVersions", {"GetAtt": "ContractsBucket.Arn"}) in rights


@pytest.mark.parametrize("name", ["Contracts", "Drafts", "Files"])
def test_a_bucket_is_reached_over_tls_only(name: str) -> None:
    policy = resources()[f"{name}OverTlsOnly"]["Properties"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert policy["Bucket"] == {"Ref": f"{name}Bucket"}
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


APART_BY_ACCOUNT_ALONE = ("Name", "BucketName", "QueueName", "TableName", "TopicName", "LogGroupName", "DashboardName")


def test_two_stacks_fit_into_one_account() -> None:
    """As those of `samconfig.toml`: one to try things out, and production."""
    for name, each in resources().items():
        for key in APART_BY_ACCOUNT_ALONE:
            given = each.get("Properties", {}).get(key)
            assert given is None or "AWS::StackName" in json.dumps(given), f"{name}.{key}"
    # SAM names a schedule after function and event where nothing else is said: the same in every stack.
    names = {event["Name"]["Sub"] for _, event in events_of("ScheduleV2") if "Name" in event}
    assert len(names) == len(events_of("ScheduleV2"))
    assert all(name.startswith("${AWS::StackName}-") for name in names)
