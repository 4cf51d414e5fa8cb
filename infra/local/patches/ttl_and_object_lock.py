"""A table's TTL and a bucket's Object Lock, which the embedded CloudFormation drops, are applied."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring  # nosec B405 # writes XML, reads none

from ministack.services import dynamodb, s3
from ministack.services.cloudformation import provisioners

PRIVATE_NAMES = (
    "ministack.services.cloudformation.provisioners:_RESOURCE_HANDLERS",
    "ministack.services.dynamodb:_update_ttl",
    "ministack.services.s3:_put_object_lock_configuration",
)

Apply = Callable[[str, dict[str, Any]], None]


class NotApplied(Exception):
    """The service refused the setting."""


def apply() -> None:
    after("AWS::DynamoDB::Table", set_ttl)
    after("AWS::S3::Bucket", set_object_lock)


def after(resource_type: str, then: Apply) -> None:
    """Have `then(physical_id, properties)` follow the type's create and update."""
    handlers = provisioners._RESOURCE_HANDLERS[resource_type]
    create, update = handlers["create"], handlers["update"]

    def create_then(logical_id: str, properties: dict[str, Any], stack_name: str) -> Any:
        created = create(logical_id, properties, stack_name)
        then(created[0], properties)
        return created

    def update_then(physical_id: str, old: dict[str, Any], new: dict[str, Any], *more: Any, **named: Any) -> Any:
        updated = update(physical_id, old, new, *more, **named)
        then(updated[0], new)
        return updated

    handlers["create"], handlers["update"] = create_then, update_then


def set_ttl(table: str, properties: dict[str, Any]) -> None:
    specification = properties.get("TimeToLiveSpecification")
    if specification:
        enabled = str(specification.get("Enabled")).lower() == "true"
        settings = {"AttributeName": specification["AttributeName"], "Enabled": enabled}
        check(dynamodb._update_ttl({"TableName": table, "TimeToLiveSpecification": settings}))


def set_object_lock(bucket: str, properties: dict[str, Any]) -> None:
    if str(properties.get("ObjectLockEnabled")).lower() != "true":
        return
    # A bucket with Object Lock is versioned, whether or not the template says so.
    s3._bucket_versioning[bucket] = "Enabled"
    body = object_lock_document(properties.get("ObjectLockConfiguration") or {})
    check(s3._put_object_lock_configuration(bucket, body))


def object_lock_document(configuration: dict[str, Any]) -> bytes:
    root = Element("ObjectLockConfiguration")
    SubElement(root, "ObjectLockEnabled").text = "Enabled"
    retention = (configuration.get("Rule") or {}).get("DefaultRetention")
    if retention:
        default = SubElement(SubElement(root, "Rule"), "DefaultRetention")
        for name, value in retention.items():
            SubElement(default, name).text = str(value)
    document: bytes = tostring(root)
    return document


def check(answer: tuple[int, dict[str, str], bytes]) -> None:
    if answer[0] >= 300:
        raise NotApplied(answer[2].decode())
