"""What each role may do, feature by feature: the features say what a role adds, the rest is inherited (DESIGN 2)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.domain.catalog import PRODUCTS, ROLES

PERMISSIONS = ("read", "write", "update", "delete")
"""In this order everywhere; `write` makes something new, `update` alters what is there."""

FEATURES_FILE = Path(__file__).with_name("features.json")


@dataclass(frozen=True)
class Feature:
    """One row of the matrix. `granted` holds every role of the product, lowest first, with all it may do."""

    name: str
    granted: dict[str, tuple[str, ...]]


def features_of(product: str) -> tuple[Feature, ...]:
    """The features of a product, in the order in which they are shown."""
    return _features()[product]


def permissions_of(product: str, role: str) -> dict[str, list[str]]:
    """What one role may do, features it cannot open left out."""
    granted = {feature.name: feature.granted[role] for feature in features_of(product)}
    return {name: list(permissions) for name, permissions in granted.items() if permissions}


def permission_matrix() -> dict[str, Any]:
    """All products, roles and features, as `GET /v1/roles` shows them."""
    return {"products": [_product_matrix(product) for product in PRODUCTS]}


def _product_matrix(product: str) -> dict[str, Any]:
    features = [
        {"feature": feature.name, "permissions": {role: list(granted) for role, granted in feature.granted.items()}}
        for feature in features_of(product)
    ]
    return {"product": product, "roles": list(ROLES[product]), "features": features}


@cache
def _features() -> dict[str, tuple[Feature, ...]]:
    rows = json.loads(FEATURES_FILE.read_text("utf-8"))
    return {
        product: tuple(Feature(row["feature"], _inherited(ROLES[product], row["adds"])) for row in rows[product])
        for product in PRODUCTS
    }


def _inherited(roles: tuple[str, ...], adds: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    held: set[str] = set()
    granted = {}
    for role in roles:
        held |= set(adds.get(role, ()))
        granted[role] = tuple(permission for permission in PERMISSIONS if permission in held)
    return granted
