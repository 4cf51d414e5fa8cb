"""As much of S3 as a copy needs, over HTTP, in its own process: every object is the same bytes, parts are let go."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OBJECT = bytes(range(256)) * 800
"""204,800 bytes, about what a sealed contract has."""
STARTED = b"<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
COMPLETED = b"<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>"


class Objects(BaseHTTPRequestHandler):
    """GET an object; start, feed and complete an upload."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(OBJECT)

    def do_POST(self) -> None:
        self._take()
        self._answer(STARTED if "uploads" in self.path else COMPLETED)

    def do_PUT(self) -> None:
        self._take()
        self._answer(b"")

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""

    def _take(self) -> None:
        # A large part is announced and sent once it is asked for; http.server asks.
        self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"e"')
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Objects)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
