import json
from itertools import pairwise

import pytest

from shared.domain.catalog import FINANCE, OWNER, PRODUCTS, ROLES
from shared.domain.permissions import FEATURES_FILE, PERMISSIONS, features_of, permission_matrix, permissions_of

EVERY_ROLE = [(product, role) for product in PRODUCTS for role in ROLES[product]]


def may(product: str, role: str, feature: str) -> list[str]:
    return permissions_of(product, role).get(feature, [])


def test_there_are_at_most_sixty_features() -> None:
    assert sum(len(features_of(product)) for product in PRODUCTS) <= 60


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_file_names_only_what_there_is(product: str) -> None:
    rows = json.loads(FEATURES_FILE.read_text("utf-8"))[product]
    assert len({row["feature"] for row in rows}) == len(rows)
    for row in rows:
        assert row["adds"] and set(row["adds"]) <= set(ROLES[product])
        assert all(adds and set(adds) <= set(PERMISSIONS) for adds in row["adds"].values())


@pytest.mark.parametrize("product", PRODUCTS)
def test_nothing_is_added_that_is_inherited_already(product: str) -> None:
    for row in json.loads(FEATURES_FILE.read_text("utf-8"))[product]:
        added = [permission for adds in row["adds"].values() for permission in adds]
        assert len(set(added)) == len(added), row["feature"]


@pytest.mark.parametrize("product", PRODUCTS)
def test_each_role_has_all_that_the_ones_below_it_have(product: str) -> None:
    for feature in features_of(product):
        for lower, higher in pairwise(ROLES[product]):
            assert set(feature.granted[lower]) <= set(feature.granted[higher])


@pytest.mark.parametrize("product", PRODUCTS)
def test_each_role_adds_something_and_whoever_may_alter_may_read(product: str) -> None:
    for lower, higher in pairwise(ROLES[product]):
        assert permissions_of(product, lower) != permissions_of(product, higher)
    for feature in features_of(product):
        assert all(not granted or "read" in granted for granted in feature.granted.values())


@pytest.mark.parametrize(("product", "role"), EVERY_ROLE)
def test_everybody_reads_themselves_and_the_roles(product: str, role: str) -> None:
    assert may(product, role, "Own profile") == ["read"]
    assert may(product, role, "Roles and permissions") == ["read"]


ACCOUNT = ("Licenses", "License contracts", "License billing", "License utilization", "Company details", "Activity log")


@pytest.mark.parametrize(("product", "role"), EVERY_ROLE)
@pytest.mark.parametrize("feature", [*ACCOUNT, "Users"])
def test_the_account_is_for_owners_and_finance(product: str, role: str, feature: str) -> None:
    assert bool(may(product, role, feature)) == (role in {OWNER, FINANCE})


@pytest.mark.parametrize(("product", "role"), EVERY_ROLE)
@pytest.mark.parametrize("feature", ["Users", "Roles and licenses of users"])
def test_owners_alone_write_users(product: str, role: str, feature: str) -> None:
    assert bool(set(may(product, role, feature)) - {"read"}) == (role == OWNER)


FROM_THE_PRODUCT = [
    ("jobs", "engineer", "Assigned jobs", ["read", "update"]),
    ("jobs", "engineer", "Own diary", ["read"]),
    ("jobs", "engineer_with_diary", "Own diary", ["read", "write", "update", "delete"]),
    ("jobs", "engineer_with_diary", "Invoices for own jobs", []),
    ("jobs", "engineer_with_invoice", "Invoices for own jobs", ["read", "write"]),
    ("jobs", "engineer_with_invoice", "Everyone's diary", []),
    ("jobs", "senior_engineer", "Everyone's diary", ["read", "write", "update", "delete"]),
    ("jobs", "senior_engineer", "All jobs", []),
    ("jobs", "office_staff", "All jobs", ["read", "write", "update", "delete"]),
    ("jobs", "office_staff", "Financial reports", []),
    ("jobs", "financial_office_staff", "Financial reports", ["read", "write"]),
    ("sales", "sales_support", "Proposals", ["read", "update"]),
    ("sales", "sales_support", "Opportunities", ["read"]),
    ("sales", "sales_support", "Opportunities dashboard", []),
    ("sales", "sales_person", "Opportunities dashboard", ["read"]),
    ("sales", "sales_person", "Financial breakdown of proposals", []),
    ("sales", "senior_sales_person", "Financial breakdown of proposals", ["read"]),
    ("sales", "senior_sales_person", "Sequences", []),
    ("sales", "sales_manager", "Sequences", ["read", "write", "update", "delete"]),
    ("sales", "sales_manager", "Application settings", []),
    ("sales", "sales_director", "Application settings", ["read", "write", "update", "delete"]),
    ("sales", "sales_director", "Licenses", []),
]


@pytest.mark.parametrize(("product", "role", "feature", "granted"), FROM_THE_PRODUCT)
def test_the_roles_are_those_of_the_product(product: str, role: str, feature: str, granted: list[str]) -> None:
    assert may(product, role, feature) == granted


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_owner_may_do_everything_that_anybody_may(product: str) -> None:
    for row in json.loads(FEATURES_FILE.read_text("utf-8"))[product]:
        assert set(may(product, OWNER, row["feature"])) == {one for adds in row["adds"].values() for one in adds}


def test_the_matrix_lists_every_role_for_every_feature() -> None:
    jobs, sales = permission_matrix()["products"]
    assert (jobs["product"], sales["product"]) == ("jobs", "sales")
    for product in (jobs, sales):
        assert product["roles"] == list(ROLES[product["product"]])
        assert all(list(row["permissions"]) == product["roles"] for row in product["features"])
    (own_diary,) = (row for row in jobs["features"] if row["feature"] == "Own diary")
    assert own_diary["permissions"]["engineer"] == ["read"]
