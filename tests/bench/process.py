"""What one function costs in a process of its own, run by path beside built code: `process.py MODULE [CALL ROUNDS]`.

Imports nothing of this repository but the function. Tells CPU milliseconds as JSON on standard error: of the import, of
the first request after it, then of a warm request and of one bare GetItem, medians of turns. CALL is a pickle of the
event and of AWS's answers to it.
"""

import importlib
import io
import json
import pickle
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

FOUND = {"Item": {
    "pk": {"S": "SUBJECT#sub-01M89Z5B9G2KV89W7BWJQEVQ01"}, "sk": {"S": "SUBJECT"}, "status": {"S": "active"},
    "account_id": {"S": "01M89Z5B9G2KV89W7BWJQEVQ01"}, "user_id": {"S": "01M89Z5B9G2KV89W7BWJQEVQ02"},
    "roles": {"L": [{"S": "owner_manager"}]},
}}  # fmt: skip
KEY = {name: FOUND["Item"][name] for name in ("pk", "sk")}


class Context:
    """What a function is told of itself."""

    function_name, memory_limit_in_mb, aws_request_id = "bench", 512, "request"
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:bench"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 10_000


def main(module: str, call: str = "", rounds: str = "0") -> dict[str, float]:
    begun = time.process_time()
    function = importlib.import_module(module)
    told = {"import": 1000 * (time.process_time() - begun)}
    if not call:
        return told
    from botocore.client import BaseClient

    send = BaseClient._make_api_call
    event, answers = pickle.loads(Path(call).read_bytes())  # noqa: S301 - written by the bench
    waiting = _canned(BaseClient)

    def request() -> None:
        waiting[:] = reversed(answers)
        answer = function.handler(event, Context)
        assert answer["statusCode"] < 300, answer

    told["first"] = _cpu(request)
    if int(rounds):
        get_item = _bare_get_item(send)
        request(), get_item()
        turns = [(_cpu(request), _cpu(get_item)) for _ in range(int(rounds))]
        told["warm"], told["get_item"] = (median(side) for side in zip(*turns, strict=True))
    return told


def _canned(client_kind: Any) -> list[Any]:
    """Requests are answered without being made, from the end of the list returned."""
    waiting: list[Any] = []

    def answer(*_: Any) -> Any:
        found = waiting.pop()
        if isinstance(found, Exception):
            raise found
        return found | {"Body": io.BytesIO(found["Body"])} if "Body" in found else found

    client_kind._make_api_call = answer
    return waiting


def _bare_get_item(send: Callable[..., Any]) -> Callable[[], Any]:
    """One GetItem through all of the SDK, answered where it would leave the process."""
    from botocore.awsrequest import AWSResponse
    from botocore.session import get_session

    body = json.dumps(FOUND).encode()
    headers = {"content-type": "application/x-amz-json-1.0", "x-amz-crc32": str(zlib.crc32(body))}

    class Sent:
        @staticmethod
        def stream(**_: Any) -> Iterator[bytes]:
            yield body

    client = get_session().create_client("dynamodb")
    client.meta.events.register(
        "before-send.dynamodb", lambda request, **_: AWSResponse(request.url, 200, headers, Sent)
    )
    wanted = {"TableName": "Users", "Key": KEY, "ConsistentRead": True}
    return lambda: send(client, "GetItem", wanted)


def _cpu(do: Callable[[], Any]) -> float:
    begun = time.process_time_ns()
    do()
    return (time.process_time_ns() - begun) / 1e6


if __name__ == "__main__":
    sys.stderr.write(json.dumps(main(*sys.argv[1:])))
