"""The tables of 1,000 seats cost no more than thirty cents a month, by what each item weighs."""

from fractions import Fraction

import pytest

from tests.bench.units import TARGET, Cost, month
from tests.support.item_sizes import item_bytes
from tests.support.metered_tables import Units, metered_aws
from tests.support.sample import load_sample_prices


def test_a_month_of_a_thousand_seats() -> None:
    parts = month()
    assert sum(cost.dollars for cost in parts.values()) <= TARGET
    assert parts["diary events booked"] == Cost(Fraction(4 * 22_000), Fraction(9 * 22_000))
    assert parts["log-ins"] == Cost(Fraction(3 * 22_000), Fraction(4 * 22_000))


@pytest.mark.parametrize(
    ("attribute", "size"),
    [
        ({"S": "Zoë"}, 4), ({"N": "0"}, 1), ({"N": "1500"}, 2), ({"N": "-123"}, 4), ({"BOOL": True}, 1),
        ({"NULL": True}, 1), ({"B": b"12345"}, 5), ({"L": [{"S": "ab"}, {"N": "7"}]}, 9), ({"M": {"k": {"S": "v"}}}, 6),
    ],
)  # fmt: skip
def test_an_attribute_weighs_its_name_and_its_value(attribute: dict[str, object], size: int) -> None:
    assert item_bytes({"name": attribute}) == 4 + size


def test_units_are_rounded_up_for_each_item_and_doubled_in_a_transaction() -> None:
    with metered_aws() as (_, tables):

        def put(size: int, **more: object) -> Units:
            item = {"pk": {"S": "p"}, "sk": {"S": "s"}, "text": {"S": "x" * (size - 10)}, **more}
            before = tables.so_far()
            tables.transact_write_items(TransactItems=[{"Put": {"TableName": "Users", "Item": item}}])
            return tables.so_far() - before

        due = {"due_shard": {"S": "BILL#01"}, "due_at": {"S": "2027"}}
        assert [put(1024).written, put(1025).written, put(100).written] == [2, 4, 4]
        assert [put(100, **due).written, put(100, **due).written, put(100).written] == [3, 2, 3]
        put(4097)
        key = {"pk": {"S": "p"}, "sk": {"S": "s"}}
        before = tables.so_far()
        tables.batch_get_item(
            RequestItems={"Users": {"Keys": [key, key | {"sk": {"S": "none"}}], "ConsistentRead": True}}
        )
        assert (tables.so_far() - before).read == 3


def test_a_price_list_is_read_as_one_small_item() -> None:
    with metered_aws() as (_, tables):
        load_sample_prices()
        assert all(item_bytes(item) < 4096 for item in tables.tables["Licenses"].values())
