"""Rows of tables: lines of several cells beside each other."""

from collections.abc import Iterator, Sequence

from reader.parsing import western_lines
from reader.parsing.line_features import Line, is_western_text
from reader.parsing.weights import LineFeature

_LONGEST = 240
_LEAST_CELLS = 3
# characters of a cell on average; a heading with spaces between its parts has longer ones
_LONGEST_CELL = 6
NO_CELLS = frozenset(
    {
        LineFeature.MASTHEAD,
        LineFeature.CREDIT_LINE,
        LineFeature.STAFF,
        LineFeature.PAGE_LINE,
        LineFeature.TITLE,
        LineFeature.FRONT_MATTER,
        LineFeature.IMPRINT,
        LineFeature.FURNITURE,
        LineFeature.DATELINE,
        LineFeature.CAPTION,
        LineFeature.KICKER_TAIL,
        LineFeature.ATTENDANCE,
        LineFeature.MARKED,
    }
)
"""Features of lines that are no rows."""


def rows_of_tables(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the indices of table rows: lines of at least three cells next to a line of about as many cells."""
    if is_western_text(lines):
        cells = [_cells_of_western(line) for line in lines]
    else:
        cells = [_cells(line) for line in lines]
    for i, count in enumerate(cells):
        neighbour_cells = (cells[j] for j in (i - 1, i + 1) if 0 <= j < len(cells))
        if count >= _LEAST_CELLS and any(
            other >= _LEAST_CELLS and abs(other - count) <= 1 for other in neighbour_cells
        ):
            yield i


def _cells_of_western(line: Line) -> int:
    """Return the number of cells of a line in Western letters; 0 if it is no row."""
    cells = western_lines.cells(line.text)
    if cells < _LEAST_CELLS or not line.own.isdisjoint(NO_CELLS):
        return 0
    return cells


def _cells(line: Line) -> int:
    """Return the number of words of a line, which are its cells; 0 if it is no row, with too few or as a headline."""
    if len(line.plain) <= _LONGEST:
        cells = len(line.plain.split())
    else:
        cells = 0
    if cells < _LEAST_CELLS or not line.own.isdisjoint(NO_CELLS):
        return 0
    is_headline = line.is_heading_like and len(line.plain) > cells * _LONGEST_CELL
    if is_headline:
        return 0
    return cells
