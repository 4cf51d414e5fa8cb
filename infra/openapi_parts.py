"""What the descriptions of all calls share: refusals with their codes, headers."""

from typing import Any

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable: clients may rely on it"},
        "detail": {"type": "string", "description": "What a person can do about it"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object", "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}  # fmt: skip
REFUSALS = {
    "400": "Unreadable", "401": "No access token", "403": "Not allowed for this person", "404": "Unknown",
    "409": "Not possible as things stand", "412": "Stale version", "415": "Wrong content type", "422": "Invalid",
    "429": "Too many calls", "500": "Our fault", "503": "Try again shortly",
}  # fmt: skip
GATEWAY = {"type": "object", "properties": {"message": {"type": "string"}}}
BY_GATEWAY = {"401", "404", "429", "500", "503"}
CODES = (
    "busy", "contract_not_ready", "contracted_not_deletable", "idempotency_key_reused", "internal_error", "invalid",
    "last_owner", "no_contracts", "no_license_available", "no_price", "not_contracted", "not_enough_available",
    "not_found", "not_signed_in", "not_sold_on_plan", "order_not_pending", "order_outdated", "quote_changed",
    "quote_used", "role_missing", "role_not_allowed", "stale_version", "too_many_lots", "unreadable",
    "user_active", "user_deactivated", "user_inactive", "username_taken", "wrong_content_type",
)  # fmt: skip
KEY = {
    "name": "Idempotency-Key", "in": "header", "description": "The same key with the same body: the first answer again",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}  # fmt: skip
IF_MATCH = {
    "name": "If-Match", "in": "header", "description": "The ETag that this change rests on",
    "schema": {"type": "string"},
}  # fmt: skip
ETAG = {"ETag": {"description": "The version that was read or written", "schema": {"type": "string"}}}
RETRY_AFTER = {"Retry-After": {"description": "Seconds", "schema": {"type": "string"}}}


def problem() -> dict[str, Any]:
    """The schema of a refusal, with the closed list of codes."""
    properties = PROBLEM["properties"] | {"code": {"type": "string", "enum": list(CODES)}}  # type: ignore[operator]
    return PROBLEM | {"properties": properties}


def refusal(status: str, description: str) -> dict[str, Any]:
    """One refusal among the answers of a call."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if status in BY_GATEWAY:
        content["application/json"] = {"schema": {"$ref": "#/components/schemas/GatewayMessage"}}
    headers = {"headers": RETRY_AFTER} if status in ("429", "503") else {}
    return {"description": description, "content": content, **headers}
