"""Each repair of the embedded AWS that shows without a restart; the name in each test's mark is the repair's."""

import json
import re
import time
from timeit import timeit

import pytest
from botocore.exceptions import ClientError

from infra.local.stack import ROOT, Stack
from tests.local import spike as spikes
from tests.local.spike import invoke, item, log_in, messages, write
from tests.support.eventually import eventually
from tests.support.http import call

SCHEDULED_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00Z")


@pytest.fixture(scope="session", autouse=True)
def users(spike: Stack) -> None:
    for username in ("bob", "refused"):
        spikes.add_user(spike, username)


@pytest.mark.repair("quiet_handlers")
def test_a_handler_that_logs_nothing_answers_at_once(spike: Stack) -> None:
    client, took = spike.client("lambda"), []
    for _ in range(20):
        started = time.perf_counter()
        client.invoke(FunctionName=spike.outputs["Quiet"])
        took.append(time.perf_counter() - started)
    assert min(took) < 0.04


@pytest.mark.repair("forked_workers")
def test_a_function_starts_with_the_libraries_imported_and_finds_nothing_of_ours(spike: Stack) -> None:
    found = invoke(spike, "Fresh")
    assert found["are_there"]
    assert not [path for path in found["path"] if path in (str(ROOT), str(ROOT / "infra/local"))]


@pytest.mark.repair("post_authentication")
def test_a_sign_in_calls_the_trigger_and_a_refresh_does_not(spike: Stack) -> None:
    tokens = log_in(spike, "bob")
    assert item(spike, "LOGIN#bob") == {"pk": {"S": "LOGIN#bob"}, "client": {"S": spike.outputs["DesktopClientId"]}}
    spike.client("dynamodb").delete_item(TableName=spike.outputs["Table"], Key={"pk": {"S": "LOGIN#bob"}})
    refreshed = spike.client("cognito-idp").initiate_auth(
        ClientId=spike.outputs["DesktopClientId"],
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]},
    )
    assert refreshed["AuthenticationResult"]["AccessToken"]
    assert item(spike, "LOGIN#bob") is None


@pytest.mark.repair("post_authentication")
def test_a_trigger_that_raises_refuses_the_sign_in(spike: Stack) -> None:
    with pytest.raises(ClientError, match=r"UserLambdaValidationException.*not today"):
        log_in(spike, "refused")


@pytest.mark.repair("http_api_body")
def test_a_route_is_open_only_with_a_valid_token(spike: Stack) -> None:
    url = f"{spike.api_url}/hello/world"
    token = log_in(spike, "bob")["AccessToken"]
    assert call("GET", url).status == 401
    assert call("GET", url, headers={"Authorization": f"Bearer {token[:-4]}AAAA"}).status == 401
    answer = call("GET", url, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status, answer.json["jwt"]["claims"]["token_use"]) == (200, "access")


@pytest.mark.repair("http_api_body")
def test_a_route_without_authorizer_needs_no_token_and_an_unknown_one_is_not_found(spike: Stack) -> None:
    assert call("GET", f"{spike.api_url}/open").status == 200
    assert call("GET", f"{spike.api_url}/unknown").status == 404
    preflight = {"Origin": "https://example.com", "Access-Control-Request-Method": "GET"}
    allowed = call("OPTIONS", f"{spike.api_url}/open", headers=preflight)
    assert allowed.headers["access-control-allow-origin"] == "https://example.com"


@pytest.mark.repair("ttl_and_object_lock")
def test_the_tables_ttl_and_the_buckets_lock_are_set(spike: Stack) -> None:
    ttl = spike.client("dynamodb").describe_time_to_live(TableName=spike.outputs["Table"])["TimeToLiveDescription"]
    assert ttl == {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}
    s3, bucket = spike.client("s3"), spike.outputs["LockedBucket"]
    version = s3.put_object(Bucket=bucket, Key="locked", Body=b"kept")["VersionId"]
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key="locked", VersionId=version)


@pytest.mark.repair("stream_failures")
def test_a_failed_record_of_a_stream_is_tried_again_put_aside_and_holds_up_no_other(spike: Stack) -> None:
    for key in ("EVENT#1", "EVENT#2-poison", "EVENT#3", "EVENT#4-crash", "EVENT#5"):
        write(spike, key)
    for key in ("EVENT#1", "EVENT#3", "EVENT#5"):
        assert eventually(lambda key=key: item(spike, f"RECEIVED#{key}"))
    aside = eventually(lambda: len(found := messages(spike, "RefusedRecordsUrl")) == 2 and found)
    assert {record["requestContext"]["condition"] for record in aside} == {"RetryAttemptsExhausted"}
    assert {record["DDBStreamBatchInfo"]["batchSize"] for record in aside} == {1}


@pytest.mark.repair("version_downloads")
def test_a_version_is_downloaded_under_the_name_its_link_asks_for(spike: Stack) -> None:
    s3, bucket = spike.client("s3"), spike.outputs["LockedBucket"]
    version = s3.put_object(Bucket=bucket, Key="contract", Body=b"signed")["VersionId"]
    asked = {"ResponseContentDisposition": 'attachment; filename="c.pdf"', "ResponseContentType": "application/pdf"}
    link = s3.generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": "contract", "VersionId": version, **asked}
    )
    answer = call("GET", link)
    assert answer.body == b"signed"
    assert answer.headers["content-disposition"] == asked["ResponseContentDisposition"]
    assert answer.headers["content-type"] == "application/pdf"


@pytest.mark.repair("sender_rights")
def test_a_mail_may_be_sent_from_the_identity_that_the_right_names_and_no_other(spike: Stack) -> None:
    client, function = spike.client("lambda"), spike.outputs["SendMail"]
    sent = client.invoke(FunctionName=function, Payload=b'{"sender": "billing@example.com"}')
    assert "FunctionError" not in sent
    refused = json.load(client.invoke(FunctionName=function, Payload=b'{"sender": "other@example.com"}')["Payload"])
    assert "AccessDenied" in refused["errorMessage"]


@pytest.mark.repair("sender_rights")
def test_a_mail_that_is_handed_over_whole_takes_the_right_to_the_older_call(spike: Stack) -> None:
    event = b'{"sender": "billing@example.com", "whole": true}'
    answer = spike.client("lambda").invoke(FunctionName=spike.outputs["SendMail"], Payload=event)
    assert "ses:SendRawEmail" in json.load(answer["Payload"])["errorMessage"]


@pytest.mark.repair("batch_rights")
def test_who_may_send_a_message_may_send_several_at_once(spike: Stack) -> None:
    assert invoke(spike, "SendMany") == {"sent": 2}


@pytest.mark.repair("quick_conditions")
def test_a_long_partition_is_queried_quickly(spike: Stack) -> None:
    client, table = spike.client("dynamodb"), spike.outputs["LongTable"]
    for first in range(0, 3000, 25):
        keys = ({"pk": {"S": "LONG"}, "sk": {"S": f"{number:05}"}} for number in range(first, first + 25))
        client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": key}} for key in keys]})
    values, took, own = {":pk": {"S": "LONG"}, ":from": {"S": "00010"}, ":to": {"S": "00020"}}, [], []
    for _ in range(10):
        own.append(timeit(lambda: [len(str(number)) for number in range(200_000)], number=1))
        started = time.perf_counter()
        client.query(
            TableName=table, KeyConditionExpression="pk = :pk AND sk BETWEEN :from AND :to", Limit=5,
            ExpressionAttributeValues=values,
        )  # fmt: skip
        took.append(time.perf_counter() - started)
    # Against work of this process, for a busy machine is slow at both: 2 to 3, and 6 to 7 without the repair.
    assert min(took) < 4.5 * min(own)


@pytest.mark.repair("lower_case_names")
def test_a_user_signs_in_with_any_case_of_the_name(spike: Stack) -> None:
    assert log_in(spike, "BoB")["AccessToken"]


@pytest.mark.repair("clean_environment")
def test_functions_see_nothing_of_the_environment_the_server_was_started_in(spike: Stack) -> None:
    assert not {name for name in invoke(spike, "Environment") if name.startswith("SEATKEEPER")}


@pytest.mark.repair("scheduled_time")
def test_a_schedule_tells_its_function_the_time_it_was_scheduled_for(spike: Stack) -> None:
    noted = eventually(lambda: item(spike, "JOB"), within=15)
    assert SCHEDULED_TIME.fullmatch(noted["now"]["S"])
