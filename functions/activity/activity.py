"""GET /v1/activity: who changed what and when, newest first."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.activity.schemas import ActorOut, EventList, EventOut
from functions.activity.span import span
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.domain.account import Account
from shared.domain.activity import Event
from shared.errors import Invalid
from shared.pages import DEFAULT_LIMIT, Cursor, Limit, cursor_after, sort_key_in
from shared.request import caller_of
from shared.store import dynamodb, keys
from shared.store.activity import Wanted, activity_page, is_activity_cursor
from shared.store.records import from_item

app = new_api()
DAY = "A local date of the account, or an instant with its offset"


@app.get("/v1/activity")
def browse(
    from_: Annotated[str | None, Query(alias="from", max_length=40, description=f"{DAY}; inclusive")] = None,
    to: Annotated[str | None, Query(max_length=40, description=f"{DAY}; exclusive")] = None,
    actor: Annotated[str | None, Query(max_length=64, description="user, operator, job, or a user id")] = None,
    type: Annotated[str | None, Query(max_length=64, description="A type of event, as order.signed")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> EventList:
    """Changes of the account, newest first. With a filter a page may be short, or empty, and still have a next one."""
    account_id = caller_of(app, BUYERS).account_id
    account = from_item(Account, dynamodb.get(keys.account(account_id)) or {})
    since, until = span(account, from_, to)
    after = _sort_key(cursor)
    page = activity_page(account_id, since, until, after=after, limit=limit, wanted=_filter(actor, type))
    shown = [_shown(event) for event in page.records]
    return EventList(items=shown, next_cursor=cursor_after(page.next_sk))


def _shown(event: Event) -> EventOut:
    return EventOut(
        event_id=event.event_id, at=event.at, actor=ActorOut(kind=event.actor.kind, user_id=event.actor.user_id),
        type=event.event_type, subject=event.subject, before=dict(event.before), after=dict(event.after),
    )  # fmt: skip


def _filter(actor: str | None, event_type: str | None) -> Wanted | None:
    if actor is None and event_type is None:
        return None

    def wanted(event: Event) -> bool:
        by = actor in (None, event.actor.kind, event.actor.user_id)
        return by and event_type in (None, event.event_type)

    return wanted


def _sort_key(cursor: str | None) -> str | None:
    sort_key = sort_key_in(cursor)
    if sort_key is not None and not is_activity_cursor(sort_key):
        raise Invalid({"cursor": "is not a cursor of this list"})
    return sort_key


handler = lambda_entry(app)
