"""What moto is spared changes none of its answers."""

import pytest

from shared.store import dynamodb
from shared.store.keys import Key
from shared.store.transaction import ConditionFailed, Transaction, absent, equal

ONE, TWO = Key("Licenses", "A#1", "ONE"), Key("Licenses", "A#1", "TWO")
EVERYTHING = {
    "text": "a", "number": 3, "yes": True, "bytes": b"\x00\xff", "list": [1, "b", [b"c"]],
    "map": {"in": {"deep": [True], "bytes": b"d"}}, "empty": {},
}  # fmt: skip


def test_every_kind_of_attribute_comes_back() -> None:
    transaction = Transaction()
    transaction.put(ONE, EVERYTHING)
    transaction.commit()
    kept = dynamodb.get(ONE)
    assert kept == {"pk": ONE.pk, "sk": ONE.sk, **EVERYTHING}
    assert dynamodb.batch_get([ONE])[ONE] == kept
    assert dynamodb.query("Licenses", ONE.pk).items == [kept]


def test_a_transaction_that_is_refused_leaves_everything_as_it_was() -> None:
    transaction = Transaction()
    transaction.put(ONE, {"count": 1, "map": {"a": 1}})
    transaction.commit()
    before = dynamodb.get(ONE)
    refused = Transaction()
    refused.update(ONE, set={"map": {"a": 2}}, add={"count": 1})
    refused.put(TWO, {"count": 1}, absent())
    refused.check(Key("Licenses", "A#1", "THREE"), equal("count", 1))
    with pytest.raises(ConditionFailed):
        refused.commit()
    assert (dynamodb.get(ONE), dynamodb.get(TWO)) == (before, None)
