"""The floor of a call over HTTP: sends the requests that it was packed with, logs one line and answers.

In the requests {one} and {other} stand for the two words in the path of the call.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import botocore.session

PACKED = Path(__file__).with_name("requests.json")
REQUESTS = PACKED.read_text() if PACKED.exists() else "[]"
client = botocore.session.get_session().create_client("dynamodb")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    begun, words = time.perf_counter(), event["pathParameters"]
    requests = REQUESTS.replace("{one}", words["one"]).replace("{other}", words["other"])
    for method, parameters in json.loads(requests):
        getattr(client, method)(**parameters)
    took = round((time.perf_counter() - begun) * 1000)
    told = {"level": "INFO", "message": "answered", "milliseconds": took, "request": context.aws_request_id}
    sys.stdout.write(json.dumps(told) + "\n")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": "{}"}
