"""Tables that spreadsheet programs open as they are meant: no cell is a formula, no character breaks the file."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.tables import Cell, write_csv, write_xlsx

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def as_csv(*rows: tuple[Cell, ...]) -> bytes:
    file = io.BytesIO()
    write_csv(file, ("甲", "乙"), rows)
    return file.getvalue()


def as_xlsx(*rows: tuple[Cell, ...]) -> list[list[str | None]]:
    """The cells of the sheet; every part is well-formed."""
    file = io.BytesIO()
    write_xlsx(file, ("甲", "乙"), rows, right=(0,))
    with zipfile.ZipFile(file) as book:
        parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert len(parts) == 6
    return [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def test_csv_has_a_byte_order_mark_and_lines_as_excel_wants_them() -> None:
    assert as_csv(("渡,口", 3)) == '\ufeff甲,乙\r\n"渡,口",3\r\n'.encode()


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", " =1", "\r=1", "＠a"])
def test_nothing_becomes_a_formula(formula: str) -> None:
    [_, [cell, number]] = list(csv.reader(io.StringIO(as_csv((formula, -1)).decode("utf-8-sig"))))
    assert cell.startswith("'")
    assert number == "-1"
    assert (as_xlsx((formula, -1))[1][0] or "").strip() == formula.strip()


@given(st.text(), st.text())
def test_every_text_comes_back_on_one_line(one: str, two: str) -> None:
    [_, cells] = list(csv.reader(io.StringIO(as_csv((one, two)).decode("utf-8-sig"), newline="")))
    assert len(cells) == 2
    assert len(as_xlsx((one, two))) == 2
    if one.isalnum() and one.isprintable():
        assert cells[0] == one
        assert as_xlsx((one, two))[1][0] == one
