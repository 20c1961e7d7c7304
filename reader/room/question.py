"""One query, asked of a room: pages of matches in order, and counts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from reader.room import counts
from reader.room.conditions import (
    ALWAYS,
    Condition,
    all_of,
    by_index,
    by_text,
    holds_grams,
    index_decides,
    text_decides,
)
from reader.room.connections import RoomConnections, nonsense_told
from reader.room.counts import CountRow, YearCounts
from reader.room.stored_text import as_it_is
from reader.search.day_numbers import date_of, day_number, month_number
from reader.search.engine import Document, Found, Order
from reader.search.page_places import page_place
from reader.search.query import Newspaper, Query, matches, strings
from reader.search.ranking import RankedTerm, best_first, weight

Cancelled: TypeAlias = Callable[[], bool]

SCORED = 400
"""Candidates whose texts are read to order by relevance: the newest with a needle in the headline, then the newest. All
others come behind them, the newest first."""
_LEAST, _MOST = 64, 1024
"""Candidates that are read together where their texts have to be."""
MOST_COUNTED = 50_000
"""A needle that is in more articles is taken to be in so many, where it is only weighed."""

_DOCUMENT = "id, day, newspaper, page, search, beside"


class TextRow(NamedTuple):
    """A row of `article_text`, as the text decides on it."""

    id: int
    day: int
    newspaper: str
    page: str | None
    search: str
    beside: bytes | None

    def document(self) -> Document:
        """Return it as the tests of a query take it. Raises RoomError where it is none."""
        with nonsense_told():
            text = as_it_is(self.search, self.beside)
            return Document(self.id, self.newspaper, date_of(self.day), self.page, text)


class _Name(NamedTuple):
    name: str


class _Number(NamedTuple):
    number: int


class _Key(NamedTuple):
    """What the order of a date is made of."""

    day: int
    place: int
    id: int


class _PlacedText(NamedTuple):
    """A row of `article_text`, with its place in the order of dates."""

    place: int
    id: int
    day: int
    newspaper: str
    page: str | None
    search: str
    beside: bytes | None

    def document(self) -> Document:
        return TextRow(*self[1:]).document()

    def key(self) -> _Key:
        return _Key(self.day, self.place, self.id)


class Question:
    """Several threads may ask it at once. Everything raises RoomError, and SearchCancelled."""

    def __init__(self, query: Query, connections: RoomConnections, cancelled: Cancelled) -> None:
        assert query.root is not None
        self._query = query
        self._root = query.root
        self._connections = connections
        asks_names = any(isinstance(leaf, Newspaper) for leaf in query.root.leaves())
        self._newspapers = newspapers(connections, cancelled) if asks_names else []
        self._text = by_text(query.root, self._newspapers)
        self._decides = text_decides(query.root)
        self.is_sure = index_decides(query.root)

    def estimate(self, cancelled: Cancelled) -> dict[int, YearCounts]:
        """Return bounds from above of the counts, by the index alone; the counts where it `is_sure`."""
        return self._counted(by_index(self._root, self._newspapers), cancelled)

    def counts_of(self, years: Sequence[int] | None, cancelled: Cancelled) -> dict[int, YearCounts]:
        """Return the counts of some years, or of all."""
        within = ALWAYS if years is None else _within(years)
        condition = all_of((within, self._text))
        if self._decides:
            return self._counted(condition, cancelled)
        found: dict[int, YearCounts] = {}
        for row in self._matching(Order.NEWEST, condition, None, _MOST, cancelled):
            month = month_number(date_of(row.day))
            found.setdefault(row.day >> 9, YearCounts()).add(month, row.page or "", row.newspaper)
        return found

    def ids(self, cancelled: Cancelled) -> list[int]:
        """Return the ids of all matches, in no order."""
        if self._decides:
            sql = f"SELECT id FROM article_text WHERE {self._text.sql}"
            return [row.number for row in self._connections.rows(_Number, sql, self._text.values, cancelled)]
        return [row.id for row in self._matching(Order.NEWEST, self._text, None, _MOST, cancelled)]

    def in_order(self, order: Order, wanted: int, cancelled: Cancelled) -> Iterator[int]:
        """Yield the ids of the matches, as many at once as are `wanted`."""
        if order is Order.RELEVANCE and any(strings(self._query)):
            scored = self._best_first(cancelled)
            yield from scored
            seen = set(scored)
            rest = self._by_date(Order.NEWEST, wanted + len(seen), cancelled) if len(scored) == SCORED else ()
            yield from (each for each in rest if each not in seen)
        else:
            yield from self._by_date(order, wanted, cancelled)

    # -- by date

    def _by_date(self, order: Order, wanted: int, cancelled: Cancelled) -> Iterator[int]:
        if order is not Order.OLDEST:
            yield from self._ids_by_date(order, self._text, wanted, cancelled)
            return
        for of_day in ("day > 0", "day = 0"):
            yield from self._ids_by_date(order, all_of((Condition(of_day), self._text)), wanted, cancelled)

    def _ids_by_date(
        self, order: Order, condition: Condition, wanted: int, cancelled: Cancelled
    ) -> Iterator[int]:
        if not self._decides:
            for row in self._matching(order, condition, None, _LEAST, cancelled):
                yield row.id
            return
        last: _Key | None = None
        while True:
            sql, values = _sorted("day, place, id", order, condition, last, wanted)
            keys = self._connections.rows(_Key, sql, values, cancelled)
            yield from (key.id for key in keys)
            if len(keys) < wanted:
                return
            last = keys[-1]

    def _matching(
        self, order: Order, condition: Condition, last: _Key | None, size: int, cancelled: Cancelled
    ) -> Iterator[_PlacedText]:
        """Yield the rows that match, decided by their texts here, read a few at a time."""
        while True:
            sql, values = _sorted(f"place, {_DOCUMENT}", order, condition, last, size)
            rows = self._connections.rows(_PlacedText, sql, values, cancelled)
            for row in rows:
                if matches(self._query, row.document()):
                    yield row
            if len(rows) < size:
                return
            last = rows[-1].key()
            size = min(2 * size, _MOST)

    # -- by relevance

    def _best_first(self, cancelled: Cancelled) -> list[int]:
        needles = list(dict.fromkeys(each.needle for each in strings(self._query)))
        in_headline = all_of((holds_grams(each, "headline_grams") for each in needles), " OR ")
        documents: dict[int, Document] = {}
        for condition in (all_of((in_headline, self._text)), self._text):
            for document in self._newest(condition, cancelled):
                if len(documents) < SCORED:
                    documents.setdefault(document.id, document)
        sought = self._weighed(needles, cancelled)
        some = sorted(documents.values(), key=_newest_first)
        return [some[at].id for at in best_first(some, sought)]

    def _newest(self, condition: Condition, cancelled: Cancelled) -> Iterator[Document]:
        if not self._decides:
            matching = self._matching(Order.NEWEST, condition, None, _LEAST, cancelled)
            for _, row in zip(range(SCORED), matching, strict=False):
                yield row.document()
            return
        sql, values = _sorted(_DOCUMENT, Order.NEWEST, condition, None, SCORED)
        for each in self._connections.rows(TextRow, sql, values, cancelled):
            yield each.document()

    def _weighed(self, needles: Sequence[str], cancelled: Cancelled) -> list[RankedTerm]:
        if len(needles) == 1:
            return [RankedTerm(needles[0], 1.0)]
        total = size(self._connections)
        found = frequencies(self._connections, needles, cancelled)
        return [RankedTerm(needle, weight(n, total)) for needle, n in zip(needles, found, strict=True)]

    def _counted(self, condition: Condition, cancelled: Cancelled) -> dict[int, YearCounts]:
        sql = counts.SELECTED.format(condition=condition.sql)
        return counts.by_year(self._connections.rows(CountRow, sql, condition.values, cancelled))


class Answer:
    """The matches of a question in an order, as far as they were asked for."""

    def __init__(self, question: Question, order: Order) -> None:
        self._question = question
        self._order = order
        self._ids: list[int] = []
        self._rest: Iterator[int] | None = None
        self._is_cancelled: Cancelled = lambda: False
        self._lock = threading.Lock()
        self.is_whole = False

    def page(self, offset: int, limit: int, cancelled: Cancelled) -> tuple[int, ...]:
        """Return the matches from the `offset`-th on."""
        with self._lock:
            self._is_cancelled = cancelled
            if self._rest is None:
                self._rest = self._question.in_order(
                    self._order, offset + limit + 1, lambda: self._is_cancelled()
                )
            try:
                while len(self._ids) < offset + limit and not self.is_whole:
                    following = next(self._rest, None)
                    if following is None:
                        self.is_whole = True
                    else:
                        self._ids.append(following)
            except BaseException:
                self._rest, self._ids = None, []  # an iterator that was cut off has no more
                raise
            return tuple(self._ids[offset : offset + limit])


def newspapers(connections: RoomConnections, cancelled: Cancelled = lambda: False) -> list[str]:
    """Return the names of the newspapers that articles are of."""
    return [
        row.name for row in connections.rows(_Name, "SELECT name FROM newspaper ORDER BY name", (), cancelled)
    ]


def size(connections: RoomConnections) -> int:
    """Return the number of articles."""
    ((number,),) = connections.rows(_Number, "SELECT coalesce(sum(articles), 0)::bigint FROM year")
    return number


def frequencies(connections: RoomConnections, needles: Sequence[str], cancelled: Cancelled) -> list[int]:
    """Return how many articles may hold each needle, `MOST_COUNTED` for more."""
    found: list[int] = []
    for needle in needles:
        condition = holds_grams(needle)
        sql = f"SELECT count(*) FROM (SELECT FROM article_text WHERE {condition.sql} LIMIT {MOST_COUNTED}) AS held"
        found += [row.number for row in connections.rows(_Number, sql, condition.values, cancelled)]
    return found


def _within(years: Sequence[int]) -> Condition:
    """Return the condition of being of these years, which follow one another."""
    return Condition("day >= %s AND day < %s", (min(years) << 9, (max(years) + 1) << 9))


def _sorted(
    columns: str, order: Order, condition: Condition, last: _Key | None, limit: int
) -> tuple[str, tuple[object, ...]]:
    """Return SQL for rows by date, page and id, those behind the `last`, with its values."""
    turn, sign = ("ASC", ">") if order is Order.OLDEST else ("DESC", "<")
    behind = Condition("true")
    if last is not None:
        behind = Condition(
            f"day {sign}= %s AND (day {sign} %s OR (place, id) > (%s, %s))",
            (last.day, last.day, last.place, last.id),
        )
    whole = all_of((behind, condition))
    sql = f"SELECT {columns} FROM article_text WHERE {whole.sql} ORDER BY day {turn}, place, id LIMIT {limit}"
    return sql, whole.values


def _newest_first(document: Document) -> tuple[int, int, int]:
    return -day_number(document.date), page_place(document.page or ""), document.id


def answered(years: dict[int, YearCounts], *, is_exact: bool, ids: Sequence[int] = ()) -> Found:
    return counts.found(years.values(), is_exact=is_exact, ids=ids)
