"""Deleting licenses: rolling and daily only, by number, never below what people hold (DESIGN 3, Deleting)."""

from dataclasses import replace

from shared.account.change import Answer, Call, Change, carry_out
from shared.account.storage_watch import watch_storage
from shared.domain.activity import Actor
from shared.domain.catalog import SKUS
from shared.domain.pool import Pool
from shared.errors import Impossible, Unknown
from shared.store.pools import change_owned


def delete_licenses(call: Call, sku_name: str, quantity: int) -> Answer:
    """Delete licenses. Impossible `contracted_not_deletable` or `not_enough_available`."""
    if sku_name not in SKUS:
        raise Unknown("SKU")
    if SKUS[sku_name].is_contracted:
        raise Impossible(
            "contracted_not_deletable", "Contracted licenses run to the end of their term; lower the renewal number."
        )

    def attempt(change: Change) -> Answer:
        change.read(due_first=True)
        pool = change.books.pool(sku_name)
        if pool.available < quantity:
            told = f"{sku_name}: {pool.owned} owned, {pool.assigned} held, {pool.available} free."
            raise Impossible("not_enough_available", f"{told} {_advice(pool, quantity)}")
        after = replace(
            pool, owned=pool.owned - quantity, available=pool.available - quantity, version=pool.version + 1
        )
        change_owned(change.transaction, call.account_id, pool, after)
        if SKUS[sku_name].carries_storage:
            by, owned = Actor("user", call.caller.user_id), {sku_name: after.owned}
            watch_storage(change.transaction, change.books, SKUS[sku_name].product, by=by, owned=owned)
        change.note(
            "licenses.deleted", f"pool/{sku_name}",
            before={"owned": pool.owned}, sku=sku_name, quantity=quantity, owned=after.owned,
        )  # fmt: skip
        return change.finish(
            Answer(
                200, {"sku": sku_name, "owned": after.owned, "assigned": pool.assigned, "available": after.available}
            )
        )

    return carry_out(call, attempt)


def _advice(pool: Pool, quantity: int) -> str:
    most = f"Delete at most {pool.available}" if pool.available else ""
    back = "take seats back first" if pool.assigned else ""
    advice = ", or ".join(part for part in (most, back) if part)
    too_many = "There are not so many." if quantity > pool.owned else ""
    return " ".join(part for part in (too_many, f"{advice[:1].upper()}{advice[1:]}." if advice else "") if part)
