"""Pages that are a table of articles, a row each, whose columns are named, among them those of headline and text."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from reader.formats.markup import WebPage
from reader.formats.several_heads import BREAK, articles_in_rows
from reader.formats.web_lines import LONGEST_MERGED, lines_of, number_of
from reader.newspaper.article import SourceText

_MOST_CELLS = 50_000
"""Maximum number of cells of a table, with those that others go on into."""
_CELLS = ("td", "th")


def articles_in_tables(page: WebPage) -> SourceText | None:
    """Return the articles in the only table of a page that has no other one in it; None if it is none of articles.

    Raises SeveralDays if they are of several issues.
    """
    tables = page.tree.css("table")
    if len(tables) != 1:
        return None
    rows = _rows_of(tables[0])
    printed = {text for row in rows for text in row}
    around = [line.text for line in lines_of(page.tree.body) if line.text]
    inside = {line.text for line in lines_of(tables[0])}
    return articles_in_rows(
        page.name, page.encoding, rows, [text for text in around if text not in inside | printed]
    )


def _rows_of(table: LexborNode) -> list[list[str]]:
    """Return the cells of each row; one that goes on into rows below is in these, too."""
    rows: list[list[str]] = []
    rows_below: dict[int, int] = {}
    words: dict[int, str] = {}
    count = 0
    for row in table.css("tr"):
        cells: list[str] = []
        for cell in _cells_of(row):
            _go_on(cells, rows_below, words)
            text = BREAK.join(line.text for line in lines_of(cell) if line.text)
            if len(text) <= LONGEST_MERGED:
                rows_below[len(cells)] = number_of(cell, "rowspan") - 1
                words[len(cells)] = text
            cells += [text, *[""] * (number_of(cell, "colspan") - 1)]
        _go_on(cells, rows_below, words)
        count += len(cells)
        if count > _MOST_CELLS:
            return []
        rows.append(cells)
    return rows


def _go_on(cells: list[str], rows_below: dict[int, int], words: dict[int, str]) -> None:
    """Add the cells of rows above that go on into the next columns of a row."""
    while rows_below.get(len(cells), 0) > 0:
        rows_below[len(cells)] -= 1
        cells.append(words[len(cells)])


def _cells_of(row: LexborNode) -> Iterator[LexborNode]:
    cell = row.first_child
    while cell is not None:
        if cell.tag in _CELLS:
            yield cell
        cell = cell.next
