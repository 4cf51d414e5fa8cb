"""GET /v1/openapi.json and /v1/docs: the API's description, generated from the code; no token needed."""

from functools import cache
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response

from shared.api import lambda_entry, new_api
from shared.errors import Unknown

app = new_api()
JSON: Any = {200: {"description": "The document", "content": {"application/json": {"schema": {"type": "object"}}}}}
HTML: Any = {200: {"description": "The page", "content": {"text/html": {"schema": {"type": "string"}}}}}
DOCUMENT = Path(__file__).with_name("openapi.json")
PAGE = Path(__file__).with_name("docs.html")


@app.get("/v1/openapi.json", responses=JSON)
def openapi() -> Response[str]:
    """The OpenAPI document."""
    return Response(200, "application/json", _text(DOCUMENT))


@app.get("/v1/docs", responses=HTML)
def docs() -> Response[str]:
    """This description, for people to read."""
    return Response(200, "text/html; charset=utf-8", _text(PAGE))


@cache
def _text(path: Path) -> str:
    if not path.exists():
        raise Unknown("document in this build")
    return path.read_text("utf-8")


handler = lambda_entry(app)
