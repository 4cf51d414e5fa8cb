"""GET /v1/licenses/{sku}/holders: who holds a seat of a SKU, and since when."""

from datetime import datetime

from pydantic import BaseModel

from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.domain.catalog import SKUS
from shared.domain.seat import User
from shared.errors import Unknown
from shared.pages import DEFAULT_LIMIT, Cursor, Limit, cursor_after, sort_key_in
from shared.request import caller_of
from shared.store import keys
from shared.store.filtered import filtered_page

app = new_api()


class Holder(BaseModel):
    """A person who holds a seat of a SKU."""

    user_id: str
    username: str
    name: str
    role: str
    since_at: datetime


class HolderList(BaseModel):
    """A page of holders."""

    items: list[Holder]
    next_cursor: str | None


@app.get("/v1/licenses/<sku>/holders")
def browse(sku: str, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> HolderList:
    """Who holds what, since when."""
    account_id = caller_of(app, BUYERS).account_id
    if sku not in SKUS:
        raise Unknown("SKU")
    pk, prefix = keys.user(account_id, "")[1:]
    page = filtered_page(
        "Users", pk, prefix=prefix, kind=User, limit=limit, after=sort_key_in(cursor, prefix=prefix),
        wanted=lambda user: any(seat.sku == sku for seat in user.seats.values()),
    )  # fmt: skip
    return HolderList(items=[_holder(user, sku) for user in page.records], next_cursor=cursor_after(page.next_sk))


def _holder(user: User, sku: str) -> Holder:
    seat = user.seats[SKUS[sku].product]
    return Holder(user_id=user.user_id, username=user.username, name=user.name, role=seat.role, since_at=seat.since_at)


handler = lambda_entry(app)
