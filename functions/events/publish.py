"""The stream of the Licenses table: every activity event goes onto the bus, in order, until the bus has it."""

from typing import Any

from shared.domain.activity import Event
from shared.events.bus import NotTaken, publish
from shared.logs import logger
from shared.store.attributes import from_attributes
from shared.store.records import from_item


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Publish a batch. The first record that the bus did not take is where the stream starts again."""
    records = [record["dynamodb"] for record in event["Records"] if _is_activity(record)]
    try:
        publish([_event(record) for record in records])
    except NotTaken as refused:
        logger.error("not_published", published=refused.taken, waiting=len(records) - refused.taken, code=refused.code)
        return {"batchItemFailures": [{"itemIdentifier": records[refused.taken]["SequenceNumber"]}]}
    logger.info("published", count=len(records), records=len(event["Records"]))
    return {"batchItemFailures": []}


def _is_activity(record: dict[str, Any]) -> bool:
    # Activity is only ever added. What the table's TTL sweeps or a change rewrites is none.
    return record["eventName"] == "INSERT" and "event_type" in record["dynamodb"].get("NewImage", {})


def _event(record: dict[str, Any]) -> Event:
    return from_item(Event, from_attributes(record["NewImage"]))
