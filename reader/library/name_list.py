"""A list of names searched for at once: each with its exact count, what stands on its rungs, its first and last day."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.formats.decoding import as_lines, decoded
from reader.i18n import say
from reader.language.control_characters import on_one_line
from reader.language.forms import search_form
from reader.search.ladder import Rung, rung_words
from reader.search.needles import needle_of
from reader.search.query import Exact, Query
from reader.storage.disk_errors import LibraryError

if TYPE_CHECKING:
    from reader.export.tables import Cell
    from reader.library.library import Library

MOST_BYTES = 4 << 20
_LONGEST_LINE = 20_000
"""Characters of a line: what the module csv takes at once is limited, too."""
LONGEST = 60
"""Characters of a name; a longer line is none."""
RUNGS_BELOW: tuple[Rung, ...] = tuple(rung for rung in Rung if rung is not Rung.EXACT)
_HEADINGS = frozenset({"姓名", "名字", "人名", "人物", "名", "name", "names", "fullname"})
_BETWEEN = re.compile("[\t,;，；、]")


@dataclass(frozen=True, slots=True)
class NameCount:
    """How many articles have a name printed exactly so, and how many stand on each rung below; the first and last day.

    The days are those of the exact articles that have one.
    """

    name: str
    articles: int
    rungs: Mapping[Rung, int]
    first: dt.date | None
    last: dt.date | None


def names_in(text: str) -> list[str]:
    """Return the names in a text, each once: one a line, or a column of a table.

    Of a table it is the column under a heading as “姓名”, else the first one that has words in most of its rows. A
    line of names with 、 or commas between them, which stands alone, is a list, too.
    """
    lines = [line[:_LONGEST_LINE] for line in as_lines(text.lstrip("\ufeff")) if line.strip()]
    cells = re.split(_BETWEEN, lines[0]) if len(lines) == 1 else _column(_rows(lines))
    names: dict[str, str] = {}
    for cell in cells:
        name = on_one_line(cell).strip().removeprefix("'").strip()
        form = search_form(name)
        if form and len(name) <= LONGEST and not (form in _HEADINGS and cell is cells[0]):
            names.setdefault(form, name)
    return list(names.values())


def _rows(lines: Sequence[str]) -> list[list[str]]:
    """Return the cells of each line; a sign parts the cells only if it stands in most of the lines."""
    for sign in "\t,;，；":
        if 2 * sum(sign in line for line in lines) > len(lines):
            # Each line by itself: a quotation mark that is never closed would take all that follow.
            return [row for line in lines for row in csv.reader([line], delimiter=sign) if row]
    return [[line] for line in lines]


def _column(rows: Sequence[Sequence[str]]) -> list[str]:
    width = max(map(len, rows), default=0)
    columns = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
    for column in columns:
        if search_form(column[0]) in _HEADINGS:
            return column[1:]
    for column in columns:
        if 2 * sum(any(map(str.isalpha, cell)) for cell in column) > len(column):
            return column
    return columns[0] if columns else []


def names_of_file(path: Path) -> list[str]:
    """Return the names in a file, as `names_in`; UTF-8, GB18030 or UTF-16. Raises LibraryError where it is no text."""
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise LibraryError(say("{path} 太大了，不像名单。", path=path.name))
    known = decoded(data)
    if known is None:
        raise LibraryError(say("{path} 不是文字，读不出名单。", path=path.name))
    return names_in(known.text)


def query_of(name: str) -> Query:
    """Return the query for a name exactly as it is printed, whatever signs it has."""
    return Query(Exact(name, needle_of(name)))


def counts(
    library: Library,
    names: Iterable[str],
    cancelled: Callable[[], bool] = lambda: False,
    *,
    with_rungs: bool = True,
) -> Iterator[NameCount]:
    """Yield the counts of each name, in order. Raises what `Searcher.search` raises."""
    for name in names:
        query = query_of(name)
        extent = library.timelines.extent(query, cancelled)
        rungs: dict[Rung, int] = dict.fromkeys(RUNGS_BELOW, 0)
        if with_rungs:
            for each in library.searcher.ladder(query, limit=0, cancelled=cancelled):
                rungs[each.rung] = each.results.total
        yield NameCount(name, extent.articles, rungs, extent.first, extent.last)


def heading() -> tuple[str, ...]:
    """Return the heading of a table of counts."""
    return (
        say("姓名"),
        rung_words(Rung.EXACT),
        *map(rung_words, RUNGS_BELOW),
        say("最早"),
        say("最晚"),
    )


def cells_of(counted: NameCount) -> tuple[Cell, ...]:
    """Return a row of the table: days as 1987-06-12, "" where there is none."""
    return (
        counted.name,
        counted.articles,
        *(counted.rungs[rung] for rung in RUNGS_BELOW),
        counted.first.isoformat() if counted.first else "",
        counted.last.isoformat() if counted.last else "",
    )


def as_object(counted: NameCount) -> dict[str, object]:
    """Return the counts of a name for JSON."""
    return {
        "name": counted.name,
        "articles": counted.articles,
        "rungs": {rung.value: count for rung, count in counted.rungs.items()},
        "first": counted.first.isoformat() if counted.first else None,
        "last": counted.last.isoformat() if counted.last else None,
    }
