"""HTTP over one connection that is kept, as a client of an API keeps it; errors as answers."""

import http.client
import urllib.parse

from tests.support.http import Answer


class Connection:
    """To one server, for one thread."""

    def __init__(self, url: str, *, timeout: float) -> None:
        self._base = urllib.parse.urlsplit(url)
        self._kept = http.client.HTTPConnection(self._base.netloc, timeout=timeout)

    def call(self, method: str, path: str, *, headers: dict[str, str], body: bytes | None = None) -> Answer:
        """OSError when no answer came in time or the connection broke; the next call opens it anew."""
        try:
            self._kept.request(method, self._base.path + path, body=body, headers=headers)
            answer = self._kept.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        except (OSError, http.client.HTTPException) as broken:
            self._kept.close()
            raise ConnectionError(str(broken)) from broken
