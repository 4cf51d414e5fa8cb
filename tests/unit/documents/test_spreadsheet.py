from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from shared.documents.spreadsheet import roles_workbook
from shared.documents.words import ROLE_NAMES
from shared.domain.catalog import ROLES
from shared.domain.permissions import PERMISSIONS, features_of

SHEETS = [("jobs", "Jobs"), ("sales", "Sales")]


@pytest.fixture(scope="module")
def book() -> Any:
    return load_workbook(BytesIO(roles_workbook()))


def test_there_is_a_sheet_for_each_product(book: Any) -> None:
    assert book.sheetnames == ["Jobs", "Sales"]


@pytest.mark.parametrize(("product", "sheet"), SHEETS)
def test_a_row_of_roles_stands_above_a_row_of_permissions(book: Any, product: str, sheet: str) -> None:
    roles, permissions = (list(row) for row in book[sheet].iter_rows(max_row=2, values_only=True))
    assert [role for role in roles[1:] if role] == [ROLE_NAMES[role] for role in ROLES[product]]
    assert permissions == ["Feature", *PERMISSIONS * len(ROLES[product])]


@pytest.mark.parametrize(("product", "sheet"), SHEETS)
def test_each_row_says_yes_where_the_matrix_does(book: Any, product: str, sheet: str) -> None:
    for feature, row in zip(features_of(product), book[sheet].iter_rows(min_row=3, values_only=True), strict=True):
        wanted = ["yes" if one in feature.granted[role] else "no" for role in ROLES[product] for one in PERMISSIONS]
        assert list(row) == [feature.name, *wanted]


@pytest.mark.parametrize(("product", "sheet"), SHEETS)
def test_every_cell_is_a_string(book: Any, product: str, sheet: str) -> None:
    cells = [cell for row in book[sheet].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert len(cells) > 500


@pytest.mark.parametrize(("product", "sheet"), SHEETS)
def test_the_header_stays_and_rows_can_be_filtered(book: Any, product: str, sheet: str) -> None:
    assert book[sheet].freeze_panes == "B3"
    assert book[sheet].auto_filter.ref.startswith("A2:")


def test_yes_and_no_differ_in_color_too(book: Any) -> None:
    cells = [cell for row in book["Jobs"].iter_rows(min_row=3, min_col=2) for cell in row]
    colors = {(cell.value, cell.fill.fgColor.rgb) for cell in cells}
    assert len(colors) == 2


def test_the_same_matrix_gives_the_same_bytes() -> None:
    assert roles_workbook() == roles_workbook()
