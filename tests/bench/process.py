"""What one function costs in a process of its own, run by path beside built code: `process.py MODULE [CALL ROUNDS]`.

Imports nothing of this repository but the function. Tells CPU milliseconds as JSON on standard error: of the import, of
the first request after it, then of a warm request and of one bare GetItem, medians of turns. CALL is a pickle of the
event and of AWS's answers to it.
"""

import importlib
import io
import json
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

KEY = {"pk": {"S": "SUB#sub-01M89Z5B9G2KV89W7BWJQEVQ01"}, "sk": {"S": "-"}}


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
        with _bare_get_item(send) as get_item:
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


@contextmanager
def _bare_get_item(send: Callable[..., Any]) -> Iterator[Callable[[], Any]]:
    """One GetItem through all of the SDK, sent and answered over a connection that is kept, as in a warm Lambda."""
    from botocore.session import get_session

    command = [sys.executable, "-S", "-P", str(Path(__file__).with_name("one_item.py"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as tables:
        try:
            assert tables.stdout
            endpoint = f"http://127.0.0.1:{int(tables.stdout.readline())}"
            client = get_session().create_client("dynamodb", endpoint_url=endpoint)
            wanted = {"TableName": "Users", "Key": KEY, "ConsistentRead": True}
            yield lambda: send(client, "GetItem", wanted)
        finally:
            tables.kill()


def _cpu(do: Callable[[], Any]) -> float:
    begun = time.process_time_ns()
    do()
    return (time.process_time_ns() - begun) / 1e6


if __name__ == "__main__":
    sys.stderr.write(json.dumps(main(*sys.argv[1:])))
