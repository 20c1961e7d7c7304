"""Tables for spreadsheet programs: CSV and XLSX.

An XLSX file is a ZIP with a sheet and five other short parts (ECMA-376). It is written row by row with the standard
library. Texts get the cell type text, which no program takes for a formula. XlsxWriter (3.3.1 was tried) is not used:
it puts a cell `<r>&</r>` into the XML unescaped, so that the file cannot be opened. When writing row by row it also
needs a temporary file, which is left behind if the rows raise an error, and takes twice as long.

CSV has no cell types: a cell that a spreadsheet would take for a formula, or would display as a different number or
date, is prefixed with an apostrophe.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from tempfile import SpooledTemporaryFile
from typing import IO

from msgspec import Struct

from reader.export.headings import are_names
from reader.i18n import say
from reader.language.forms import on_one_line
from reader.language.patterns import pattern
from reader.storage.disk_errors import LibraryError

Cell = str | int | float | None
"""A cell of the table; an int or float is written as a number, None is an empty cell."""


class Table(Struct, frozen=True):
    """A table; the columns with the indexes `right` are right-aligned in XLSX.

    `heading` are the words above the columns, `names` the columns' names, which never change.
    """

    heading: Sequence[str]
    names: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    right: Sequence[int] = ()

    def heads(self) -> Sequence[str]:
        if are_names():
            return self.names
        return self.heading


BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel reads a CSV file in the legacy encoding of the system."""

MOST_ROWS = (1 << 20) - 1
"""Maximum number of rows in a sheet of XLSX below the heading."""
MOST_UNITS = 32_767
"""Maximum number of UTF-16 units in a cell of XLSX; Excel reports a file with a longer one as damaged."""
_FORMULA = pattern(r"\s*['\"]?[=+\-@＝＋－＠]")
_OTHERWISE = pattern(
    r"0\d+(?:\.\d+)?|\d{16,}"  # a number loses its zeros and what is beyond 15 digits
    r"|\d*\.\d*0|\.\d+|\d+\.|\d+(?:\.\d*)?e[+-]?\d+|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?%"
    r"|\d{1,4}[-/]\d{1,4}|\d{1,4}([-/.])\d{1,4}\1\d{1,4}|\d{1,2}(?::\d{1,2}){1,2}"
    r"|\d{2,4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|true|false",
    re.IGNORECASE | re.ASCII,
)
_DAY = pattern("[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
"""A date or month as this program writes it; spreadsheets may recognize these as dates."""
_ESCAPE = pattern("_(?=x[0-9A-Fa-f]{4}_)")
_NO_XML = pattern("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDTHS = {True: 44, False: 16}


def csv_file(table: Table) -> Iterator[str]:
    """Yield the lines of a table as CSV that Excel opens directly: with a byte order mark, and CR LF as line ends."""
    yield BYTE_ORDER_MARK + _csv_line(table.heads())
    yield from map(_csv_line, table.rows)


def _csv_line(cells: Iterable[Cell]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(map(_harmless, cells))
    return out.getvalue().encode("utf-8", "replace").decode()  # a path may have what is no character


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return harmless(cell)
    return cell


def harmless(words: str) -> str:
    """Return the text for a cell of CSV, on one line, so that a spreadsheet does not evaluate or reformat it.

    It gets an apostrophe in front if a spreadsheet would take it for a formula, or display it as a different number or
    date.
    """
    line = on_one_line(words)
    is_changed = _OTHERWISE.fullmatch(line) and not _DAY.fullmatch(line)
    if is_changed or _FORMULA.match(line):
        return f"'{line}"
    return line


_IN_MEMORY = 16 << 20
"""The maximum size of a workbook that is made in memory, in bytes."""


def xlsx_file(table: Table) -> Iterator[bytes]:
    """Yield the pieces of a workbook with one sheet, whose heading stays visible when scrolling.

    Right-aligned columns are wide. The second column after each of them is wide, too: in a concordance, these are the
    texts before and after a match.

    Raises:
        LibraryError: The table has more than `MOST_ROWS` rows.
    """
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        _write_xlsx(file, table.heads(), table.rows, table.right)
        file.seek(0)
        while piece := file.read(1 << 20):
            yield piece


def _write_xlsx(
    file: IO[bytes], heading: Sequence[str], rows: Iterable[Sequence[Cell]], right: Sequence[int]
) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in _PARTS.items():
            book.writestr(name, _XML + part)
        # the size is not known before, and may exceed 4 GB
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            wide = {*right, *(column + 2 for column in right)}
            columns = (
                f'<col min="{n + 1}" max="{n + 1}" width="{_WIDTHS[n in wide]}" customWidth="1"/>'
                for n in range(len(heading))
            )
            sheet.write((_XML + _SHEET_BEGIN + (f"<cols>{''.join(columns)}</cols>") + "<sheetData>").encode())
            sheet.write(_row(heading, 2, ()).encode())
            # rows come one by one from a search, and are not all in memory
            for number, row in enumerate(rows):
                if number == MOST_ROWS:
                    raise LibraryError(
                        say("Excel 的一张表最多 {rows} 行，这里不止。请存成 CSV。", rows=f"{MOST_ROWS:,}")
                    )
                sheet.write(_row(row, 0, right).encode())
            sheet.write(b"</sheetData></worksheet>")


def _row(cells: Sequence[Cell], style: int, right: Sequence[int]) -> str:
    written = []
    for column, cell in enumerate(cells):
        cell_style = 1 if column in right else style
        written.append(_cell(cell, cell_style))
    return f"<row>{''.join(written)}</row>"


def _cell(cell: Cell, style: int) -> str:
    if cell is None:
        return f'<c s="{style}"/>'
    if isinstance(cell, int | float):
        return f'<c s="{style}"><v>{cell}</v></c>'
    # Excel reads _x0041_ as a character, so an underscore that looks like the beginning of one is escaped
    # itself
    text = escape(_ESCAPE.sub("_x005F_", _shortened(_NO_XML.sub("", on_one_line(cell)))), quote=False)
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _shortened(text: str) -> str:
    """Return the text, cut to `MOST_UNITS` with an ellipsis if it is longer."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_UNITS:
        return text
    return units[: 2 * (MOST_UNITS - 1)].decode("utf-16-le", "ignore") + "…"


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET_BEGIN = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}">'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
        '<alignment horizontal="right"/></xf>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
"""All parts except the sheet. Styles: 0 plain, 1 right-aligned, 2 bold."""
