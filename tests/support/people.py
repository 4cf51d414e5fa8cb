"""People on the running stack: log in, call over HTTP, open companies of their own through the operator."""

import base64
import io
import json
import subprocess
import sys
import urllib.parse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from unittest.mock import patch

from infra.local.stack import Stack
from infra.operator.__main__ import main as operator
from shared.ids import new_id
from tests.support.http import Answer, call
from tests.support.sample import signature_body

PASSWORD = "Sample-Password-1"
T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """Somebody with a log-in."""

    stack: Stack
    username: str
    token: str

    @property
    def sub(self) -> str:
        """The subject of the token."""
        claims: dict[str, str] = json.loads(base64.urlsafe_b64decode(self.token.split(".")[1] + "=="))
        return claims["sub"]

    def call(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, query: dict[str, str] | None = None
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        url = self.stack.api_url + path + (f"?{urllib.parse.urlencode(query)}" if query else "")
        return call(method, url, headers=headers, body=json.dumps(body).encode() if body is not None else None)

    def get(self, path: str) -> Any:
        answer = self.call("GET", path)
        assert answer.status == 200, answer.body
        return answer.json

    def buy(self, sku: str, quantity: int) -> Any:
        """Quote, and order with a signature; the order."""
        quote = self.call("POST", "/v1/licenses/quotes", {"sku": sku, "quantity": quantity}).json
        body = {"quote_id": quote["quote_id"], "signature": signature_body(quote["document_sha256"])}
        answer = self.call("POST", "/v1/licenses/orders", body)
        assert answer.status == 201, answer.body
        return answer.json

    def add(self, name: str, **seat: str) -> str:
        """Add a person, with a seat if `sku` and `role` are given; the user's id."""
        body = {"username": f"{name}-{new_id().lower()}", "name": name.title(), "email": f"{name}@example.com"}
        answer = self.call("POST", "/v1/users", body | ({"licenses": [seat]} if seat else {}))
        assert answer.status == 201, answer.body
        return str(answer.json["user_id"])

    def pool(self, sku: str) -> dict[str, int]:
        products = self.get("/v1/licenses")["products"]
        found: dict[str, int] = next(p for product in products for p in product["pools"] if p["sku"] == sku)
        return found


def log_in(stack: Stack, username: str, password: str = PASSWORD, client: str = "DesktopClientId") -> Person:
    """Log in with a password; as is, an access token is kept."""
    answer = stack.client("cognito-idp").initiate_auth(
        ClientId=stack.outputs[client], AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": password},
    )  # fmt: skip
    return Person(stack, username, answer["AuthenticationResult"]["AccessToken"])


def operate(*words: str) -> tuple[int, Any]:
    """Run an operator command; its exit code and what it printed. In this process: one of its own takes a second."""
    printed = io.StringIO()
    with patch.object(sys, "argv", ["operator", *words]), redirect_stdout(printed), redirect_stderr(io.StringIO()):
        code = operator()
    return code, json.loads(printed.getvalue())


def operate_by_command(*words: str) -> tuple[int, Any]:
    """The same as people run it, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "infra.operator", *words], capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.stdout, ran.stderr
    return ran.returncode, json.loads(ran.stdout)


def operate_file(command: str, content: Any) -> tuple[int, Any]:
    """Run an operator command on a file of its own."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "file.json"
        path.write_text(json.dumps(content))
        return operate(command, str(path))


def open_company(stack: Stack, **changes: Any) -> tuple[str, Person]:
    """Open an account through the operator; its id, and its owner logged in."""
    username = f"owner-{new_id().lower()}"
    described = {
        "name": "Brook & Vale Ltd", "email": "office@brookvale.example", "address": "1 Mill Lane\nLeeds",
        "time_zone": "Europe/London", "currency": "GBP", "tax_rate_bp": 0,
        "plans": {"jobs": "go_paperless", "sales": "starter"},
        "owner": {"username": username, "name": "Ana Pop", "email": "ana@brookvale.example", "password": PASSWORD},
        "first_order": {"sku": "jobs-contracted", "quantity": 1, "reference": "PO-1"},
    }  # fmt: skip
    code, opened = operate_file("open-account", described | changes)
    assert code == 0, opened
    return opened["account_id"], log_in(stack, username)


def at_once(count: int, do: Callable[[int], T]) -> list[T]:
    """Do something so many times, on 16 threads."""
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(do, range(count)))


def settled(answer: Callable[[], Answer], tries: int = 6) -> Answer:
    """What a call ends in, asking again while it answers 503."""
    for _ in range(tries):
        found = answer()
        if found.status != 503:
            return found
        assert "retry-after" in found.headers
    return found
