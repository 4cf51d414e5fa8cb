"""A GET by version id keeps the file name and content type that its link asks for."""

from typing import Any

from ministack.services import s3

PRIVATE_NAMES = ("ministack.services.s3:_get_object", "ministack.services.s3:_apply_response_overrides")


def apply() -> None:
    get_object = s3._get_object

    def get_object_as_named(bucket: str, key: str, headers: dict[str, str], query: dict[str, Any] | None = None) -> Any:
        answer = get_object(bucket, key, headers, query)
        if query and query.get("versionId") and answer[0] in (200, 206):
            s3._apply_response_overrides(answer[1], query)
        return answer

    s3._get_object = get_object_as_named
