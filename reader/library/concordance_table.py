"""A concordance as a table for spreadsheet programs: a row a place, each with its citation; or its groups."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from reader.export.citation import Style, cite
from reader.export.tables import Cell, write_csv, write_xlsx
from reader.i18n import say
from reader.library.concordance import Concordance, ConcordanceRow
from reader.search.concordance.place_table import Group

ROWS_AT_ONCE = 200
LEFT = 0
"""The right-aligned column, left of the match."""
SUFFIXES = (".xlsx", ".csv")

Table = tuple[Sequence[str], Iterable[Sequence[Cell]]]
"""The heading and the rows."""
Writer = Callable[[BinaryIO, Table], None]


def writer_for(suffix: str) -> Writer | None:
    """Return the writer for files with this ending; None if there is none."""
    match suffix.lower():
        case ".csv":
            return lambda file, table: write_csv(file, *table)
        case ".xlsx":
            return lambda file, table: write_xlsx(file, *table, right=(LEFT,))
    return None


def as_file(suffix: str, table: Table) -> bytes:
    """Return the bytes of a file with this ending, one of `SUFFIXES`."""
    file, write = io.BytesIO(), writer_for(suffix)
    assert write is not None, suffix
    write(file, table)
    return file.getvalue()


def rows(concordance: Concordance, numbers: Iterable[int], width: int) -> Iterator[ConcordanceRow]:
    """Yield the rows of places, reading each on demand."""
    left = iter(numbers)
    same = concordance.table.same_text().tolist()
    while some := list(islice(left, ROWS_AT_ONCE)):
        yield from concordance.rows(some, width, same)


def table_of_places(found: Iterable[ConcordanceRow]) -> Table:
    """Return the table of places."""
    heading = (
        say("左边"), say("找到的"), say("右边"), say("日期"), say("报纸"), say("版面"), say("标题"), say("同文处数"),
        say("引文"), say("编号"),
    )  # fmt: skip
    return heading, map(_cells, found)


def table_of_groups(groups: Iterable[Group]) -> Table:
    """Return the table of groups with their numbers of places."""
    return (say("左边或右边、年份"), say("处数")), ((group.key, group.count) for group in groups)


def _cells(row: ConcordanceRow) -> Sequence[Cell]:
    stored = row.stored
    return (
        row.context.left,
        row.context.node,
        row.context.right,
        stored.issue.date.isoformat() if stored.issue.date else "",
        stored.issue.newspaper,
        stored.article.page or "",
        stored.article.title(),
        row.same,
        cite(stored, Style.GB2015),
        stored.article.key,
    )
