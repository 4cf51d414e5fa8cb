"""Tables, buckets, queues and keys as in template.yaml, on moto."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto import mock_aws

from shared import aws, links
from shared.store import dynamodb
from tests.support.quick_moto import KeptKeys, spare_work
from tests.support.rights import rights_watched, watch
from tests.support.template import resources

spare_work()
REGION = "us-east-1"
TABLES = ("Licenses", "Users", "Billing")
BUCKETS = {"CONTRACTS_BUCKET": "contracts", "DRAFTS_BUCKET": "drafts", "FILES_BUCKET": "files"}
QUEUES = {"ADVANCE_QUEUE_URL": "advance", "IMPORT_QUEUE_URL": "import", "ARCHIVE_QUEUE_URL": "archive"}
SETTINGS = {
    "AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "STAGE": "dev",
    "MAIL_FROM": "billing@seatkeeper.example", "EVENT_BUS": "events", "POWERTOOLS_TRACE_DISABLED": "true",
    "POWERTOOLS_SERVICE_NAME": "seatkeeper",
    **{f"{name.upper()}_TABLE": name for name in TABLES}, **BUCKETS,
}  # fmt: skip


@contextmanager
def stand_in_aws() -> Iterator[None]:
    """An empty account with everything that the template declares and the functions use."""
    before = dict(os.environ)
    os.environ.update(SETTINGS)
    try:
        with mock_aws(), rights_watched():
            watch(aws.session())
            KeptKeys.begin_anew()
            _make_everything()
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def forget_clients() -> None:
    """Clients are kept for a process, and do for each moto; what is put in their place needs this before and after."""
    for kept in (aws.session, aws.client, dynamodb.client, dynamodb.table_name, links.s3):
        kept.cache_clear()


def _make_everything() -> None:
    for name in TABLES:
        aws.client("dynamodb").create_table(TableName=name, **_table(name))
    for bucket in BUCKETS.values():
        locked = bucket == "contracts"
        aws.client("s3").create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=locked)
    for setting, queue in QUEUES.items():
        os.environ[setting] = aws.client("sqs").create_queue(QueueName=queue)["QueueUrl"]
    aws.client("events").create_event_bus(Name="events")
    aws.client("sesv2").create_email_identity(EmailIdentity=SETTINGS["MAIL_FROM"])
    key = aws.client("kms").create_key(KeySpec="RSA_3072", KeyUsage="SIGN_VERIFY")
    os.environ["SEAL_KEY_ID"] = key["KeyMetadata"]["KeyId"]
    os.environ["USER_POOL_ID"] = "us-east-1_people"


def _table(name: str) -> dict[str, Any]:
    properties = resources()[f"{name}Table"]["Properties"]
    copied = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
    return {each: properties[each] for each in copied}
