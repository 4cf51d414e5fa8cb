"""Run a command of the operator: read the words, point at a stack, print one JSON object."""

import json
import sys
from datetime import date, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, NoCredentialsError

from infra.operator.target import NoTarget, choose_target
from infra.operator.words import parser
from shared.account.price_book import NoPrice
from shared.errors import Busy, Refusal
from shared.store.transaction import ConditionFailed, Conflict


def main() -> int:
    """Exit 0 when done, 1 when refused or not ok, 2 when the words are off."""
    words = parser().parse_args()
    try:
        choose_target(local=words.local, stack_name=words.stack, tables=getattr(words, "tables", ()))
        answer = words.run(words)
    except Refusal as refusal:
        return _refused(refusal.code, refusal.detail, **refusal.extra)
    except (NoTarget, EndpointConnectionError, NoCredentialsError) as missing:
        return _refused("no_stack", str(missing))
    except (ConditionFailed, Conflict):
        return _refused("busy", Busy().detail)
    except NoPrice as missing:
        return _refused("no_price", f"{missing}: load it, then say this again.")
    except (ClientError, BotoCoreError) as error:
        return _refused("aws", str(error))
    _print(answer)
    return 0 if answer.get("ok", True) else 1


def _refused(code: str, detail: str, **more: Any) -> int:
    _print({"code": code, "detail": detail, **more})
    return 1


def _print(answer: dict[str, Any]) -> None:
    text = json.dumps(answer, default=_plain, ensure_ascii=False, indent=2)
    # Others wrote some of it: what would steer a terminal, or be no text at all, is spelled out.
    sys.stdout.write("".join(each if each.isprintable() or each == "\n" else _escaped(each) for each in text) + "\n")


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


if __name__ == "__main__":
    sys.exit(main())
