"""Opening accounts and loading prices."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.operator.files import AccountFile, PriceRow, read_file
from infra.operator.passwords import check_password
from shared.account.company_fields import checked_fields
from shared.account.logins import provision
from shared.account.open import Opened, Opening, open_account
from shared.account.person_fields import Unfit, fit_email, fit_name, fit_username
from shared.account.price_loading import NewPrice, load_prices
from shared.account.user_pool import AlreadyThere, set_password
from shared.clock import real_now
from shared.config import is_local
from shared.domain.catalog import PLANS, PRODUCTS, SKUS
from shared.domain.money import EXPONENTS
from shared.errors import Impossible, Invalid
from shared.store.transaction import ConditionFailed, Conflict


def open_from_file(path: Path) -> dict[str, Any]:
    """Open the account that a file describes; answers once the owner's log-in is ready."""
    return asdict(open_described(read_file(path, AccountFile)))


def open_described(given: AccountFile) -> Opened:
    """Open an account and make its owner's log-in ready. Invalid names the field; nothing is opened then.

    Impossible `login_not_ready` has the ids of an account that was opened all the same.
    """
    if given.owner.password is not None:
        check_password(given.owner.password, field="owner.password")
    opened = open_account(_opening(given))
    try:
        provision(opened.account_id, opened.user_id, given.owner.password)
    except (ClientError, BotoCoreError, AlreadyThere, ConditionFailed, Conflict) as error:
        raise Impossible("login_not_ready", _NOT_READY.format(type(error).__name__, error), **asdict(opened)) from error
    return opened


_NOT_READY = (
    "The account is open; do not open it again. Its owner's log-in is not ready ({}: {}): it is tried again by itself, "
    "without the password that was given."
)


def load_from_file(path: Path) -> dict[str, Any]:
    """Load the prices of a file."""
    rows: list[PriceRow] = read_file(path, list[PriceRow])
    loaded = load_prices([NewPrice(**row.model_dump()) for row in rows])
    return {"items": [asdict(price) for price in loaded]}


def set_login_password(username: str, password: str) -> dict[str, Any]:
    """Set a person's password, on the local stack only: on AWS people choose their own. Impossible elsewhere."""
    if not is_local():
        raise Impossible("not_local", "On AWS people choose their password themselves: `Forgot password`.")
    set_password(fit_username(username), password)
    return {"username": username, "ok": True}


def _opening(given: AccountFile) -> Opening:
    company = {"name": given.name, "email": given.email, "address": given.address, "time_zone": given.time_zone}
    fields = checked_fields(company | {"tax_id": given.tax_id})
    _check_choices(given)
    owner = _owner(given)
    return Opening(
        name=_text(fields, "name"), email=_text(fields, "email"), address=_text(fields, "address"),
        time_zone=_text(fields, "time_zone"), tax_id=fields["tax_id"], currency=given.currency,
        tax_rate_bp=given.tax_rate_bp, plans=given.plans, owner_username=owner["username"], owner_name=owner["name"],
        owner_email=owner["email"], sku=given.first_order.sku, quantity=given.first_order.quantity,
        reference=given.first_order.reference,
        sandbox_now=(given.sandbox.now or real_now()) if given.sandbox else None,
    )  # fmt: skip


def _check_choices(given: AccountFile) -> None:
    if given.currency not in EXPONENTS:
        raise Invalid({"currency": "is no currency that accounts can have"})
    if given.first_order.sku not in SKUS:
        raise Invalid({"first_order.sku": "is no SKU"})
    for product, plan in given.plans.items():
        if product not in PRODUCTS or plan not in PLANS or PLANS[plan].product != product:
            raise Invalid({f"plans.{product}": "is no plan of that product"})


def _owner(given: AccountFile) -> dict[str, str]:
    fitted = {}
    for field, fit in (("username", fit_username), ("name", fit_name), ("email", fit_email)):
        try:
            fitted[field] = fit(getattr(given.owner, field))
        except Unfit as fault:
            raise Invalid({f"owner.{field}": str(fault)}) from fault
    return fitted


def _text(fields: Mapping[str, str | None], name: str) -> str:
    value = fields[name]
    assert value is not None  # noqa: S101 - these fields were given
    return value
