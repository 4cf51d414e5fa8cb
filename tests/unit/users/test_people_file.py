"""The file that people are imported from: encodings, delimiters, headers, rows and their lines."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.people_file import COLUMNS, MOST_BYTES, NotAPeopleFile, PersonRow, rows_of

HEADER = ",".join(COLUMNS)
ROW = "bo.lind,Bo Lind,bo@example.com,jobs-rolling,engineer,,"


def read(text: str, encoding: str = "utf-8") -> list[PersonRow]:
    return list(rows_of(text.encode(encoding)))


def refusal(data: bytes) -> str:
    with pytest.raises(NotAPeopleFile) as refused:
        list(rows_of(data))
    return str(refused.value)


def names(rows: list[PersonRow]) -> list[str | None]:
    return [row.cells["name"] if row.cells else None for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_what_spreadsheets_save_is_read(delimiter: str, encoding: str, end: str) -> None:
    quoted = '"Pop, Ana ""Nina"""' if delimiter == "," else '"Pop; Ana ""Nina"""'
    lines = [
        delimiter.join(COLUMNS), delimiter.join(["ana", quoted, "a@example.com", "", "", "", ""]),
        delimiter.join(["bo.lind", "=Łu", "b@example.com", "", "", "", ""]), "", "", "",
    ]  # fmt: skip
    rows = read(end.join(lines), encoding)
    assert [row.line for row in rows] == [2, 3]
    assert names(rows) == [quoted[1:-1].replace('""', '"'), "=Łu"]


def test_big_endian_utf_16_is_read() -> None:
    assert len(list(rows_of(b"\xfe\xff" + f"{HEADER}\n{ROW}\n".encode("utf-16-be")))) == 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_a_gateway_read_as_utf_8_is_mended_or_refused(encoding: str) -> None:
    def through_the_gateway(text: str) -> bytes:
        return f"\ufeff{text}".encode(encoding).decode("utf-8", errors="replace").encode()

    rows = list(rows_of(through_the_gateway(f"{HEADER}\nbo.lind,Łukasz,b@x.com,,,,\n")))
    assert names(rows) == ["Łukasz"]
    assert "application/octet-stream" in refusal(through_the_gateway(f"{HEADER}\nbo.lind,Müller,b@x.com,,,,\n"))


def test_columns_may_stand_in_any_order() -> None:
    rows = read("email,name,username,sales_sku,sales_role,jobs_sku,jobs_role\nb@x.com,Bo,bo.lind,,,jobs-daily,engineer")
    assert rows[0].cells == {
        "username": "bo.lind", "name": "Bo", "email": "b@x.com", "jobs_sku": "jobs-daily", "jobs_role": "engineer",
        "sales_sku": "", "sales_role": "",
    }  # fmt: skip


def test_blank_lines_are_no_rows_but_count_as_lines() -> None:
    rows = read(f"{HEADER}\n\n{ROW}\n,,,,,,\n   \n{ROW}\n\n")
    assert [row.line for row in rows] == [3, 6]


def test_a_row_begins_on_the_line_that_is_told() -> None:
    rows = read(f'{HEADER}\nbo,"Bo\nLind",b@x.com,,,,\n{ROW}')
    assert [row.line for row in rows] == [2, 4]


def test_cells_too_few_or_too_many_fit_no_column() -> None:
    rows = read(f"{HEADER}\nbo,Bo,b@x.com\n{ROW},,\n{ROW},x\n")
    assert [row.cells is None for row in rows] == [True, False, True]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "must begin with the line username,name"),
        (b"\n\n", "must begin"),
        (b"a;b;c\n1;2;3\n", "delimiters are comma, semicolon, tab"),
        (HEADER.replace(",", "|").encode(), "delimiters are comma, semicolon, tab"),
        (HEADER.replace(",email", "").encode(), "lacks email and holds nothing besides"),
        (f"{HEADER},phone".encode(), "lacks nothing and holds phone besides"),
        (HEADER.replace("email", "e-mail").encode(), "lacks email and holds e-mail besides"),
        (HEADER.replace("email", "name").encode(), "lacks email and holds name, name besides"),
        (f"{HEADER}\n{ROW}\nx,M\xfcller,m@x.com,,,,".encode("latin-1"), "not UTF-8 on line 3 (byte 0xfc"),
        (f"{HEADER}\n{ROW}".encode("utf-32"), "is UTF-32"),
        (f"{HEADER}\n{ROW}".encode("utf-16-le"), "without a byte order mark"),
        (f"{HEADER}\n{ROW}".encode("utf-16")[:-1], "UTF-16"),
        (
            f"{HEADER}\nx,M\N{REPLACEMENT CHARACTER}ller,m@x.com,,,,".encode(),
            "was not UTF-8 when it was sent",
        ),
        (f'{HEADER}\n{ROW}\nbo,"Bo" Lind,b@x.com,,,,'.encode(), "quotation mark out of place in the row on line 3"),
        (f'{HEADER}\nbo,"Bo,b@x.com,,,,\n{ROW}'.encode(), "quotation mark out of place in the row on line 2"),
        (
            f"{HEADER}\n{ROW}\nbo,{'x' * 131_073},b@x.com,,,,".encode(),
            "cell of over 131,072 characters in the row on line 3",
        ),
        ((HEADER + "\n" + f"{ROW}\n" * 1001).encode(), "at most 1,000 rows"),
        (HEADER.encode() + b"\n" * MOST_BYTES, "at most 1 MiB"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(data: bytes, told: str) -> None:
    assert told in refusal(data)


def test_a_blank_before_a_quotation_mark_is_none_of_the_cell() -> None:
    (row,) = rows_of(f'{HEADER}\nana, "Pop, Ana", a@x.com,,,,\n'.encode())
    assert row.cells and (row.cells["name"], row.cells["email"]) == ("Pop, Ana", "a@x.com")


characters = st.characters(codec="utf-8", exclude_characters="\0\N{REPLACEMENT CHARACTER}")
cells = st.text(characters, max_size=12).map(str.strip)


@given(
    st.lists(st.tuples(*[cells] * len(COLUMNS)).filter(any), max_size=8),
    st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)  # fmt: skip
def test_what_a_csv_writer_writes_is_read_back(written: list[tuple[str, ...]], delimiter: str, encoding: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([COLUMNS, *written])
    rows = list(rows_of(text.getvalue().encode(encoding)))
    assert [tuple(row.cells.values()) if row.cells else None for row in rows] == written
