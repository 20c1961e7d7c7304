"""Tables that spreadsheet programs open as they are meant: no cell is a formula, no character breaks the file."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.export import tables
from reader.export.headings import Headings, headed_by
from reader.export.tables import MOST_ROWS, Cell, Table, csv_file, xlsx_file
from reader.storage.disk_errors import LibraryError

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def as_csv(*rows: tuple[Cell, ...]) -> bytes:
    return "".join(csv_file(Table(("甲", "乙"), ("a", "b"), rows))).encode()


def as_xlsx(*rows: tuple[Cell, ...]) -> list[list[str | None]]:
    """The cells of the sheet; every part is well-formed."""
    file = io.BytesIO(b"".join(xlsx_file(Table(("甲", "乙"), ("a", "b"), rows, right=(0,)))))
    with zipfile.ZipFile(file) as book:
        parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert len(parts) == 6
    return [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def test_what_is_set_from_the_right_and_what_goes_on_two_columns_behind_it_are_wide() -> None:
    file = io.BytesIO(b"".join(xlsx_file(Table(tuple("甲乙丙丁"), tuple("abcd"), [], right=(1,)))))
    with zipfile.ZipFile(file) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    one, two, three, four = (float(column.attrib["width"]) for column in sheet.iter(f"{MAIN}col"))
    assert one == three < two == four


def test_a_sheet_has_as_many_rows_as_excel_reads_and_more_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert 1 + MOST_ROWS == 1_048_576
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    assert b"".join(xlsx_file(Table(("甲",), ("a",), [("乙",)] * 3)))
    with pytest.raises(LibraryError, match="CSV"):
        list(xlsx_file(Table(("甲",), ("a",), [("乙",)] * 4)))


@given(st.lists(st.one_of(st.text(), st.integers(), st.floats(), st.none()), min_size=2))
def test_a_line_of_csv_is_one_row_of_so_many_cells(cells: list[Cell]) -> None:
    written = as_csv(tuple(cells)).decode("utf-8-sig")
    [_, row] = csv.reader(io.StringIO(written, newline=""), strict=True)
    assert len(row) == len(cells)


def test_csv_has_a_byte_order_mark_and_lines_as_excel_wants_them() -> None:
    assert as_csv(("渡,口", 3)) == '\ufeff甲,乙\r\n"渡,口",3\r\n'.encode()


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", " =1", "\r=1", "＠a"])
def test_nothing_becomes_a_formula(formula: str) -> None:
    [_, [cell, number]] = list(csv.reader(io.StringIO(as_csv((formula, -1)).decode("utf-8-sig"))))
    assert cell.startswith("'")
    assert number == "-1"
    assert (as_xlsx((formula, -1))[1][0] or "").strip() == formula.strip()


NUMBERS = ("007", "00", "1234567890123456789", "1.50", ".5", "1e5", "1,234", "50%")
DAYS = ("3-4", "1/2", "1987.6.12", "1987/6/12", "12:30", "1987年06月12日", "6月01日")


@pytest.mark.parametrize("shown", [*NUMBERS, *DAYS, "TRUE"])
def test_nothing_is_shown_as_another_number_or_day(shown: str) -> None:
    [_, [cell, _]] = list(csv.reader(io.StringIO(as_csv((shown, 1)).decode("utf-8-sig"))))
    assert cell == f"'{shown}"
    assert as_xlsx((shown, 1))[1][0] == shown


@pytest.mark.parametrize(
    "shown", ["1987-06-12", "1987-06", "7", "0", "1987", "1.5", "A4", "第01版", "渡口007", "a-b"]
)
def test_what_a_spreadsheet_shows_as_it_is_has_no_apostrophe(shown: str) -> None:
    [_, [cell, _]] = list(csv.reader(io.StringIO(as_csv((shown, 1)).decode("utf-8-sig"))))
    assert cell == shown


def test_a_cell_is_not_longer_than_excel_takes_and_its_escapes_are_escaped() -> None:
    [_, [cell, _]] = as_xlsx(("𠀀" * 20_000, 1))
    assert len((cell or "").encode("utf-16-le")) == 2 * 32_767
    assert (cell or "").endswith("𠀀…")
    assert as_xlsx(("一" * 32_767, 1))[1][0] == "一" * 32_767
    assert as_xlsx(("_x000D_ _x_ a_x0041_", 1))[1][0] == "_x005F_x000D_ _x_ a_x005F_x0041_"


@pytest.mark.parametrize("markup", ["<r>&</r>", "<r><t>=1</t></r>", "]]>", "&amp;"])
def test_markup_is_text(markup: str) -> None:
    assert as_xlsx((markup, 1))[1] == [markup, "1"]


@given(st.text(), st.text())
@example("00", "")
def test_every_text_comes_back_on_one_line(one: str, two: str) -> None:
    [_, cells] = list(csv.reader(io.StringIO(as_csv((one, two)).decode("utf-8-sig"), newline="")))
    assert len(cells) == 2
    assert len(as_xlsx((one, two))) == 2
    if one.isalnum() and one.isprintable():
        assert cells[0].removeprefix("'") == one  # "00" has one
        assert as_xlsx((one, two))[1][0] == one


def test_names_for_programs_stand_above_the_columns_where_they_are_wanted() -> None:
    table = Table(("甲", "乙"), ("a", "b"), [("1", "2")])
    with headed_by(Headings.NAMES):
        assert "".join(csv_file(table)) == "\ufeffa,b\r\n1,2\r\n"
    assert "".join(csv_file(table)).startswith("\ufeff甲,乙")
