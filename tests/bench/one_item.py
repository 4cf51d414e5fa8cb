"""As much of DynamoDB as one GetItem needs, over HTTP, in its own process: every answer is the same item."""

import json
import sys
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOUND = json.dumps({"Item": {
    "pk": {"S": "SUB#sub-01M89Z5B9G2KV89W7BWJQEVQ01"}, "sk": {"S": "-"}, "status": {"S": "active"},
    "account_id": {"S": "01M89Z5B9G2KV89W7BWJQEVQ01"}, "user_id": {"S": "01M89Z5B9G2KV89W7BWJQEVQ02"},
    "roles": {"L": [{"S": "owner_manager"}]},
}}).encode()  # fmt: skip


class OneItem(BaseHTTPRequestHandler):
    """The look-up of who calls, answered with the headers of the tables."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(FOUND)))
        self.send_header("x-amzn-RequestId", "Q5A1B2C3D4E5F6G7H8J9K0LMNPVV4KQNSO5AEMVJF66Q9ASUAAJG")
        self.send_header("x-amz-crc32", str(zlib.crc32(FOUND)))
        self.end_headers()
        self.wfile.write(FOUND)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), OneItem)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
