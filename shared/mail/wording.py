"""Values as people read them in a mail; filters of the templates."""

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from shared.documents.words import day, money, rate, sku_short_name
from shared.domain.catalog import GIGABYTE, SKUS
from shared.domain.money import round_half_up

PRODUCTS = {"jobs": "Jobs", "sales": "Sales"}


def gigabytes(count: int) -> str:
    """Bytes to a tenth of a gigabyte, `12.3 GB`; less than that in full."""
    if count < GIGABYTE // 10:
        return f"{count:,} byte{'' if count == 1 else 's'}"
    whole, tenth = divmod(round_half_up(Fraction(count * 10, GIGABYTE)), 10)
    return f"{whole:,}.{tenth} GB"


def days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def per(sku: str) -> str:
    """What the price of a SKU is for."""
    return "per used day" if SKUS[sku].is_daily else "per month"


def day_text(text: str) -> str:
    """A date as events hold it, `3 February 2027`."""
    return day(date.fromisoformat(text))


@pass_context
def moment(context: Context, text: str) -> str:
    """An instant as events hold it, on the company's clock: `3 February 2027, 09:05 (Europe/London)`."""
    zone = context["zone"]
    local = datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M} ({zone})"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day_text, "days": days, "gigabytes": gigabytes, "moment": moment, "money": money, "per": per,
    "product": PRODUCTS.__getitem__, "rate": rate, "sku": sku_short_name,
}  # fmt: skip
