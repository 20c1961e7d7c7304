"""Counting the articles of each name of a list: exact matches, matches on each lower rung, first and last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import tee
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.search.answering.ladder import Rung, rung_words
from reader.search.needles import needle_of
from reader.search.query import Exact, Query

if TYPE_CHECKING:
    from reader.export.tables import Cell
    from reader.library.library import Library

_NOT_LISTED = Rung.EXACT, Rung.EVERYWHERE, Rung.INSIDE
RUNGS_BELOW: tuple[Rung, ...] = tuple(rung for rung in Rung if rung not in _NOT_LISTED)


class NameCount(Struct, frozen=True):
    """The number of articles with a name exactly as given, those on each lower rung, and the first and last day.

    The days are those of the exact matches; None if none of these has a date. `rungs` is None if only exact matches
    were counted.
    """

    name: str
    articles: int
    rungs: Mapping[Rung, int] | None
    first: dt.date | None
    last: dt.date | None


def query_of(name: str) -> Query:
    """Return the query for a name as an exact string, even if it contains characters of the query language."""
    return Query(Exact(name, needle_of(name)))


def exact_counts(
    library: Library, names: Iterable[str], cancelled: Callable[[], bool] = lambda: False
) -> Iterator[NameCount]:
    """Yield the exact counts of each name, in order. Raises like `Searcher.search`."""
    for name in names:
        extent = library.timelines.extent(query_of(name), cancelled)
        yield NameCount(name, extent.articles, None, extent.first, extent.last)


def counts(
    library: Library, names: Iterable[str], cancelled: Callable[[], bool] = lambda: False
) -> Iterator[NameCount]:
    """Yield all counts of each name, in order; ten times slower than `exact_counts`. Raises like `Searcher.search`."""
    asked, looked_up = tee(names)
    rungs = library.searcher.rung_totals(map(query_of, asked), cancelled)
    for exact, of_rungs in zip(exact_counts(library, looked_up, cancelled), rungs, strict=True):
        yield replace(exact, rungs={rung: of_rungs.get(rung, 0) for rung in RUNGS_BELOW})


def heading() -> tuple[str, ...]:
    return (
        say("姓名"),
        rung_words(Rung.EXACT),
        *map(rung_words, RUNGS_BELOW),
        say("最早"),
        say("最晚"),
    )


def cells_of(counted: NameCount) -> tuple[Cell, ...]:
    """Return a row of the table; days are written as 1987-06-12, missing days and counts as ""."""
    return (
        counted.name,
        counted.articles,
        *(counted.rungs[rung] if counted.rungs else "" for rung in RUNGS_BELOW),
        counted.first.isoformat() if counted.first else "",
        counted.last.isoformat() if counted.last else "",
    )


def as_object(counted: NameCount) -> dict[str, object]:
    return {
        "name": counted.name,
        "articles": counted.articles,
        "rungs": counted.rungs and {rung.value: count for rung, count in counted.rungs.items()},
        "first": counted.first.isoformat() if counted.first else None,
        "last": counted.last.isoformat() if counted.last else None,
    }
