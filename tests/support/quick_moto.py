"""Moto, spared work that no test looks at: its tables answer the same in a fraction of the time."""

import copy
from collections import defaultdict
from functools import cache
from itertools import count
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.kms import utils as kms_utils

_serialize_structure = BaseJSONSerializer._serialize_type_structure
_update_item = DynamoDBBackend.update_item


def spare_work() -> None:
    """In this process, from now on."""
    BaseJSONSerializer._serialize_type_structure = _attributes_as_they_are
    Table.__deepcopy__ = _with_the_same_items
    DynamoDBBackend.update_item = _updated_as_a_copy
    Item.__init__ = _measured_once
    kms_utils.rsa = KeptKeys


def _attributes_as_they_are(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """Attributes are JSON already, but for bytes; moto looks for each of ten types under eight names."""
    if shape.name == "AttributeValue" and type(value) is dict and not _has_bytes(value):
        self._default_serialize(serialized, value, shape, key)
    else:
        _serialize_structure(self, serialized, value, shape, key)


def _has_bytes(attribute: dict[str, Any]) -> bool:
    ((kind, value),) = attribute.items()
    if kind in ("M", "L"):
        return any(map(_has_bytes, value.values() if kind == "M" else value))
    return kind in ("B", "BS")


def _with_the_same_items(self: Table, memo: dict[int, Any]) -> Table:
    """What a transaction goes back to. Moto copies every item of the table for each one that is written."""
    kept = copy.copy(self)
    kept.items = defaultdict(dict, {pk: dict(items) for pk, items in self.items.items()})
    memo[id(self)] = kept
    return kept


def _updated_as_a_copy(self: DynamoDBBackend, table_name: str, key: dict[str, Any], *args: Any, **more: Any) -> Item:
    """So that what is kept of a table never changes."""
    table = self.get_table(table_name)
    pk, sk = (DynamoType(key[name]) for name in table.table_key_attrs)
    if stored := table.get_item(pk, sk):
        table.items[pk][sk] = copy.deepcopy(stored)
    return _update_item(self, table_name, key, *args, **more)


def _measured_once(self: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]) -> None:
    """Moto measures what it has of an item before each attribute that comes to it."""
    self.hash_key, self.range_key, self.attrs = hash_key, range_key, LimitedSizeDict()
    self.attrs.update({name: DynamoType(value) for name, value in attrs.items()})
    for name in list(attrs)[-1:]:
        self.attrs[name] = self.attrs.pop(name)


class KeptKeys:
    """Making a key takes as long as a test: each AWS has the same ones, in the same order."""

    _numbers = count()

    @classmethod
    def begin_anew(cls) -> None:
        cls._numbers = count()

    @classmethod
    def generate_private_key(cls, public_exponent: int, key_size: int) -> rsa.RSAPrivateKey:
        return _key(next(cls._numbers), public_exponent, key_size)


@cache
def _key(_: int, public_exponent: int, key_size: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent, key_size)
