"""GET /v1/openapi.json and /v1/docs: the API's description, generated from the code; no token needed."""

from functools import cache
from pathlib import Path

from aws_lambda_powertools.event_handler import Response

from shared.api import lambda_entry, new_api
from shared.errors import Unknown

app = new_api()
DOCUMENT = Path(__file__).with_name("openapi.json")
PAGE = Path(__file__).with_name("docs.html")


@app.get("/v1/openapi.json")
def openapi() -> Response[str]:
    """The OpenAPI document."""
    return Response(200, "application/json", _text(DOCUMENT))


@app.get("/v1/docs")
def docs() -> Response[str]:
    """The same, for people to read."""
    return Response(200, "text/html; charset=utf-8", _text(PAGE))


@cache
def _text(path: Path) -> str:
    if not path.exists():
        raise Unknown("document in this build")
    return path.read_text("utf-8")


handler = lambda_entry(app)
