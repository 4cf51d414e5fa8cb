"""How long an object is locked is kept with the bucket's other settings: a restart must not unlock it."""

from ministack.services import s3

PRIVATE_NAMES = (
    "ministack.services.s3:_PERSISTED_BUCKET_DICTS",
    "ministack.services.s3:_object_retention",
    "ministack.services.s3:_object_legal_hold",
)


def apply() -> None:
    s3._PERSISTED_BUCKET_DICTS["object_retention"] = s3._object_retention
    s3._PERSISTED_BUCKET_DICTS["object_legal_hold"] = s3._object_legal_hold
