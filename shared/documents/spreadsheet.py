"""The permission breakdown as a spreadsheet: a sheet a product, a row a feature, four columns a role."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from shared.documents.words import ROLE_NAMES
from shared.domain.catalog import PRODUCTS, ROLES
from shared.domain.permissions import PERMISSIONS, Feature, features_of

SHEET_NAMES = {"jobs": "Jobs", "sales": "Sales"}
YES, NO = "yes", "no"
MADE_AT = datetime(2020, 1, 1, tzinfo=UTC)
"""A fixed one, so that the same matrix gives the same bytes."""

HEADER_ROWS = 2
LINE = {"border": 1, "border_color": "#C9D0D9"}
HEADER = {**LINE, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F", "align": "center"}
LOOKS: dict[str, dict[str, Any]] = {
    "corner": {**HEADER, "align": "left"},
    "role": {**HEADER, "left": 2},
    "permission": {**HEADER, "bg_color": "#3C5A80", "bold": False},
    "feature": {**LINE, "bold": True},
    YES: {**LINE, "font_color": "#0B5D1E", "bg_color": "#DDF3E0", "align": "center"},
    NO: {**LINE, "font_color": "#8A1C1C", "bg_color": "#FBE9E7", "align": "center"},
}


class RolesSheet:
    """One product's sheet while it is filled."""

    def __init__(self, book: Workbook, product: str, looks: dict[str, Any]) -> None:
        self._sheet = book.add_worksheet(SHEET_NAMES[product])
        self._roles = ROLES[product]
        self._looks = looks

    def fill(self, features: tuple[Feature, ...]) -> None:
        self._head()
        for row, feature in enumerate(features, HEADER_ROWS):
            self._feature(row, feature)
        last_row, last_column = HEADER_ROWS + len(features) - 1, len(self._roles) * len(PERMISSIONS)
        self._sheet.autofilter(HEADER_ROWS - 1, 0, last_row, last_column)
        self._lay_out(last_column)

    def _head(self) -> None:
        self._sheet.write_string(0, 0, "Role", self._looks["corner"])
        self._sheet.write_string(1, 0, "Feature", self._looks["corner"])
        for index, role in enumerate(self._roles):
            left = 1 + index * len(PERMISSIONS)
            self._sheet.merge_range(0, left, 0, left + len(PERMISSIONS) - 1, ROLE_NAMES[role], self._looks["role"])
            for offset, permission in enumerate(PERMISSIONS):
                self._sheet.write_string(1, left + offset, permission, self._looks["permission"])

    def _feature(self, row: int, feature: Feature) -> None:
        self._sheet.write_string(row, 0, feature.name, self._looks["feature"])
        marks = (YES if one in feature.granted[role] else NO for role in self._roles for one in PERMISSIONS)
        for column, mark in enumerate(marks, 1):
            self._sheet.write_string(row, column, mark, self._looks[mark])

    def _lay_out(self, last_column: int) -> None:
        self._sheet.freeze_panes(HEADER_ROWS, 1)
        self._sheet.set_column(0, 0, 34)
        self._sheet.set_column(1, last_column, 9)
        self._sheet.set_landscape()
        self._sheet.set_paper(8)  # A3
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0, HEADER_ROWS - 1)


def roles_workbook() -> bytes:
    """The .xlsx file. Every cell is a string."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "Roles and what they may do", "created": MADE_AT})
        looks = {name: book.add_format(look) for name, look in LOOKS.items()}
        for product in PRODUCTS:
            RolesSheet(book, product, looks).fill(features_of(product))
    return out.getvalue()
