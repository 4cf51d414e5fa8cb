"""What is there again after a clean stop, after a kill, and after whoever started the server was killed."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from infra.local.server import Server
from infra.local.stack import ROOT, Stack, local_client
from tests.local.spike import add_user, deployed_on, item, log_in, server_in, write
from tests.support.eventually import eventually
from tests.support.http import call

End = Callable[[Server], None]


def stop_cleanly(server: Server) -> None:
    assert server.stop()


def kill_after_a_save(server: Server) -> None:
    saved = server.directory / "state" / "dynamodb.json"
    eventually(lambda: saved.exists() and "RECEIVED#EVENT#before" in saved.read_text(), within=15)
    server.process.kill()
    server.process.wait()


def used_and_ended(directory: Path, end: End) -> Stack:
    """Every kind of thing the product keeps, and then the end of the server."""
    with server_in(directory, keeps_state=True) as server:
        stack = deployed_on(server)
        stack.client("s3").put_object(Bucket=stack.outputs["LockedBucket"], Key="contract", Body=b"signed")
        stack.client("ses").send_email(
            Source="billing@example.com",
            Destination={"ToAddresses": ["owner@example.com"]},
            Message={"Subject": {"Data": "kept"}, "Body": {"Text": {"Data": "kept"}}},
        )
        add_user(stack, "ann")
        log_in(stack, "ann")
        write(stack, "EVENT#before")
        eventually(lambda: item(stack, "RECEIVED#EVENT#before"))
        end(server)
    return stack


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, Stack]]:
    """One stack as it was, and as it is after a clean stop."""
    directory = tmp_path_factory.mktemp("restarted")
    before = used_and_ended(directory, stop_cleanly)
    with server_in(directory, keeps_state=True) as server:
        yield before, deployed_on(server)


@pytest.fixture
def restarted(before_and_after: tuple[Stack, Stack]) -> Stack:
    return before_and_after[1]


def assert_all_there(before: Stack, after: Stack) -> None:
    assert after.outputs == before.outputs
    assert item(after, "EVENT#before")
    kept = after.client("s3").get_object(Bucket=after.outputs["LockedBucket"], Key="contract")
    assert kept["Body"].read() == b"signed"
    assert log_in(after, "ann")["AccessToken"]


def test_data_documents_users_and_the_stack_are_there_again(before_and_after: tuple[Stack, Stack]) -> None:
    assert_all_there(*before_and_after)


@pytest.mark.repair("autosave")
def test_they_are_there_again_after_a_kill_too(tmp_path: Path) -> None:
    before = used_and_ended(tmp_path, kill_after_a_save)
    with server_in(tmp_path, keeps_state=True) as server:
        assert_all_there(before, deployed_on(server))


@pytest.mark.repair("kept_retention")
def test_a_locked_document_is_still_locked(restarted: Stack) -> None:
    s3, document = restarted.client("s3"), {"Bucket": restarted.outputs["LockedBucket"], "Key": "contract"}
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(**document, VersionId=s3.head_object(**document)["VersionId"])


@pytest.mark.repair("kept_mails")
def test_sent_mails_are_there_again(restarted: Stack) -> None:
    mails = call("GET", f"{restarted.endpoint_url}/_ministack/ses/messages").body
    assert b"owner@example.com" in mails


@pytest.mark.repair("fixed_queue_urls")
def test_a_queue_still_feeds_its_function_on_another_port(restarted: Stack) -> None:
    body = '{"detail": {"key": "EVENT#queued"}}'
    restarted.client("sqs").send_message(QueueUrl=restarted.outputs["QueueUrl"], MessageBody=body)
    assert eventually(lambda: item(restarted, "RECEIVED#EVENT#queued"), within=5)


@pytest.mark.repair("kept_stream_records")
def test_the_first_records_of_a_stream_are_not_skipped(restarted: Stack) -> None:
    write(restarted, "EVENT#after")
    events = eventually(lambda: item(restarted, "RECEIVED#EVENT#after"), within=5)
    assert events


def test_the_server_stops_cleanly_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    starter = (
        "import sys, time; from pathlib import Path; from infra.local.server import start_server, free_port;"
        "s = start_server(Path(sys.argv[1]), port=free_port(), keeps_state=True);"
        "print(s.process.pid, s.endpoint_url, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        _, endpoint_url = process.stdout.readline().split()
        local_client("sqs", endpoint_url=endpoint_url).create_queue(QueueName="kept")
        process.send_signal(signal.SIGKILL)
    assert eventually(lambda: is_gone(endpoint_url))
    saved = tmp_path / "state" / "sqs.json"
    assert eventually(lambda: saved.exists() and "kept" in saved.read_text(), within=20)


def is_gone(endpoint_url: str) -> bool:
    try:
        call("GET", f"{endpoint_url}/_ministack/ready")
    except OSError:
        time.sleep(0.1)
        return True
    return False
