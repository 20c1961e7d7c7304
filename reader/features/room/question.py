"""A query sent to a room: pages of its matches in order, and their counts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple, TypeAlias, TypeVar

from msgspec.structs import replace
from whoosh.query import And, Or
from whoosh.query import Query as Node

from reader import never
from reader.features.room import counts
from reader.features.room.catalogue import article_of
from reader.features.room.common_grams import ALL, COMMON, Year, stored_counts, years_with
from reader.features.room.conditions import (
    ALWAYS,
    HEADLINE,
    VALUES,
    Condition,
    all_of,
    by_index,
    by_text,
    days_by_index,
    days_with_grams,
    difference,
    grams_of,
    has_column,
    holds_grams,
    index_decides,
    strings_in,
    text_decides,
    together,
    union,
)
from reader.features.room.connections import RoomConnections, reporting_nonsense
from reader.features.room.counts import CountRow, YearCounts
from reader.features.room.lots import articles_named, articles_with, in_lots
from reader.features.room.texts import as_it_is
from reader.newspaper.holdings import Document
from reader.search.documents import Found, Order, date_of, day_number, month_number
from reader.search.query import Exact, Near, Newspaper, Period, Query, matches, strings
from reader.search.ranking import RankedTerm, best_first, page_place, ranked_terms

ByYear: TypeAlias = dict[int, YearCounts]


class IndexCounts:
    """Counts articles of a room. `years` are all of its years, with the stored counts of the query's grams."""

    def __init__(
        self,
        connections: RoomConnections,
        newspapers: Sequence[str],
        years: Sequence[Year],
        cancelled: Cancelled,
    ) -> None:
        self._connections = connections
        self._newspapers = newspapers
        self._years = {year.year: year for year in years if year.articles}
        self._cancelled = cancelled

    @property
    def years(self) -> list[int]:
        return [*self._years]

    def of(self, node: Node | None, years: Sequence[int]) -> ByYear:
        """Return the counts, in some years, of the articles that may match; with None, of all articles."""
        if not years:
            return {}
        match node:
            case None:
                return self._stored_or(ALL, node, years)
            case Exact() if index_decides(node):
                return self._stored_or(node.needle, node, years)
            case And(subqueries=parts) if any(isinstance(part, Period) for part in parts):
                return self._in_periods(node, years)
            case Or(subqueries=parts):
                return self._of_any(parts, years)
            case _:
                return self._counted(node, years)

    def _in_periods(self, node: And, years: Sequence[int]) -> ByYear:
        """Return the counts of the articles that may match all parts, periods among them.

        Stored counts are of whole years, so years that a period cuts have to be counted.
        """
        periods = [part for part in node.subqueries if isinstance(part, Period)]
        rest = [part for part in node.subqueries if not isinstance(part, Period)]
        whole_years = []
        cut_years = []
        for year in years:
            if not all(_has_any_of(period, year) for period in periods):
                continue
            if all(_has_all_of(period, year) for period in periods):
                whole_years.append(year)
            else:
                cut_years.append(year)
        in_whole_years = self.of(together(rest, And) if rest else None, whole_years)
        return in_whole_years | self._counted(node, cut_years)

    def _of_any(self, parts: Sequence[Node], years: Sequence[int]) -> ByYear:
        """Return the counts of the articles that may match any part.

        In years with stored counts of one part, where the others are rarer, the index counts only these and the
        articles with both.
        """
        most = max(parts, key=self._articles_stored)
        others = [part for part in parts if part is not most]
        inside = [year for year in years if self._are_fewer(others, most, self._years.get(year))]
        if not inside:
            return self._counted(Or(parts), years)
        both = Or([And([most, other]) for other in others])
        either = (self.of(most, inside), self.of(together(others, Or), inside))
        # |A or B| = |A| + |B| - |A and B|, where the first is stored and the other two are small
        joined_counts = counts.less(counts.sum_of(either), self._counted(both, inside))
        return joined_counts | self._counted(Or(parts), [year for year in years if year not in inside])

    def _articles_stored(self, part: Node) -> int:
        return sum(_stored_count(part, year) for year in self._years.values())

    def _are_fewer(self, others: Sequence[Node], most: Node, year: Year | None) -> bool:
        return year is not None and 0 < sum(articles_named(other, year) for other in others) <= _stored_count(
            most, year
        )

    def _stored_or(self, gram: str, node: Node | None, years: Sequence[int]) -> ByYear:
        stored = {
            year: counts
            for year, counts in stored_counts(self._connections, gram, self._cancelled).items()
            if year in years
        }
        return stored | self._counted(node, [year for year in years if year not in stored])

    def _counted(self, node: Node | None, years: Sequence[int]) -> ByYear:
        if node is None:
            condition = ALWAYS
        else:
            condition = by_index(node, self._newspapers)
        if node is not None and condition == ALWAYS:
            return self.of(None, years)
        return self.counted(condition, years)

    def counted(self, condition: Condition, years: Sequence[int]) -> ByYear:
        """Return the counts of the articles that meet a condition, in some years."""
        if not years:
            return {}
        if self._years.keys() <= set(years):
            days = ALWAYS
        else:
            days = _in_any(sorted(years))
        full_condition = all_of((days, condition))
        sql = counts.SELECTED.format(condition=full_condition.sql)
        return counts.by_year(self._connections.rows(CountRow, sql, full_condition.values, self._cancelled))


def _stored_count(part: Node, year: Year) -> int:
    """Return the stored count of a part in a year; 0 if none is stored."""
    if isinstance(part, Exact) and index_decides(part):
        return year.common.get(part.needle, 0)
    return 0


def _has_any_of(period: Period, year: int) -> bool:
    first = period.first
    last = period.last
    return year > 0 and (not first or first.year <= year) and (not last or year <= last.year)


def _has_all_of(period: Period, year: int) -> bool:
    first = period.first
    last = period.last
    begins = not first or first.year < year or (first.year, first.month, first.day) == (year, 1, 1)
    ends = not last or last.year > year or (last.year, last.month, last.day) == (year, 12, 31)
    return begins and ends


def _in_any(years: Sequence[int]) -> Condition:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return all_of((days_by_index(first << 9, (last + 1) << 9) for first, last in runs), " OR ")


# Upper bounds of a query's counts without the index: the stored counts of its rarest gram, year by year.
#
# For two common grams, the index counts by looking at each article that has both, which takes longer the more there
# are. The bound takes as long for a million articles as for a hundred.


SOON_COUNTED = 20_000
"""The number of articles up to which the index counts fast enough for the first numbers."""

_MANY = 0.25
"""Where some alternatives of an OR have no stored counts, and the counts of the others add up to more than this share
of a year's articles, all articles of the year are the bound."""


def bounding_grams(root: Node, years: Sequence[Year]) -> dict[int, tuple[str, ...]]:
    """Return for each year the grams whose stored counts, added up, are an upper bound of the year's count.

    Years without such grams are left out; all are, where the index counts all years fast enough (`SOON_COUNTED`).
    Conditions on newspaper or page do not tighten the bound.
    """
    count_by_year = {year.year: min(articles_named(root, year), year.articles) for year in years}
    if sum(count_by_year.values()) <= SOON_COUNTED:
        return {}
    grams_by_year = {year.year: _bounding(root, year) for year in years if count_by_year[year.year] >= COMMON}
    return {year: grams for year, grams in grams_by_year.items() if grams}


def _bounding(node: Node, year: Year) -> tuple[str, ...]:
    """Return grams of which every match has at least one; none where no counts of them are stored."""
    parts: list[tuple[str, ...]]
    match node:
        case Exact():
            parts = [(gram,) for gram in grams_of(node.needle) if gram in year.common]
        case Near(first, second):
            parts = [_bounding(first, year), _bounding(second, year)]
        case And(subqueries=nodes):
            parts = [_bounding(subquery, year) for subquery in nodes]
        case Or(subqueries=nodes):
            each_of = [_bounding(subquery, year) for subquery in nodes]
            together = tuple(chain.from_iterable(each_of))
            most = year.articles if all(each_of) else _MANY * year.articles
            if _number(together, year) > most:
                return (ALL,)
            if all(each_of):
                return together
            return ()
        case _:
            return ()
    return min(filter(None, parts), key=lambda grams: _number(grams, year), default=())


def _number(grams: Sequence[str], year: Year) -> int:
    number = 0
    for gram in grams:
        if gram == ALL:
            number += year.articles
        else:
            number += year.common[gram]
    return number


Cancelled: TypeAlias = Callable[[], bool]

SCORED = 400
"""Candidates whose texts are read to order by relevance: the newest with a needle in the headline, then the newest. All
others come behind them, the newest first."""
# Candidates that are read together where their texts have to be.
_LEAST = 256
_MOST = 1024
MOST_COUNTED = 10_000
"""The maximum number of articles that the index counts to estimate how rare a needle is."""


class SearchedRow(NamedTuple):
    """A row of `article_text`, with the columns that decide whether it matches, and the article's length."""

    id: int
    day: int
    newspaper: str
    page: str | None
    search: str
    beside: bytes | None
    length: int | None
    month_day: str | None
    edition: str | None
    year: int | None

    def document(self) -> Document:
        """Return the document that queries are matched against. Raises RoomError if the row is invalid."""
        with reporting_nonsense():
            text = as_it_is(self.search, self.beside)
            values = {
                "length": self.length,
                "edition": self.edition,
                "month_day": self.month_day,
                "year": self.year,
            }
            return Document(self.id, self.newspaper, date_of(self.day), self.page, text, values)


class _Key(NamedTuple):
    """The sort key of the order by date."""

    day: int
    place: int
    id: int


class _TextRow(NamedTuple):
    """A row of `article_text` with its sort key by date; key and record of the article only where they are needed."""

    place: int
    id: int
    day: int
    newspaper: str
    page: str | None
    search: str
    beside: bytes | None
    length: int | None
    month_day: str | None
    edition: str | None
    year: int | None
    article_key: str | None
    record: bytes | None

    def document(self) -> Document:
        document = SearchedRow(*self[1:-2]).document()
        if self.article_key is None or self.record is None:
            return document
        with reporting_nonsense():
            article = article_of(self.article_key, self.record, document.text)
        return replace(document, article=lambda: article)


_Row = TypeVar("_Row", _Key, _TextRow)


class Question:
    """A query on a room. Thread-safe. Every method raises RoomError and SearchCancelled."""

    def __init__(self, query: Query, connections: RoomConnections, cancelled: Cancelled) -> None:
        assert query.root is not None
        self._query = query
        self._root = query.root
        self._connections = connections
        asks_names = any(isinstance(leaf, Newspaper) for leaf in query.root.leaves())
        if asks_names:
            self._newspapers = newspapers(connections, cancelled)
        else:
            self._newspapers = []
        self._text = by_text(query.root, self._newspapers)
        self._walked = by_text(query.root, self._newspapers, walks=True)
        self._decides = text_decides(query.root)
        self._other_columns = _BESIDE | ({} if all(map(has_column, query.root.leaves())) else _OF_ARTICLE)
        self._known_years: list[Year] | None = None
        self._difference = difference(query.root)
        self._union = union(query.root)
        self.is_sure = index_decides(query.root) or self._difference is not None

    def bounds(self, cancelled: Cancelled) -> dict[int, YearCounts] | None:
        """Return upper bounds of the counts by year, faster and looser than `estimate`;

        None if `estimate` is fast enough.
        """
        if isinstance(self._root, Exact) and self.is_sure:
            return None
        grams_of_year = bounding_grams(self._root, self._years(cancelled))
        if not grams_of_year:
            return None
        needed = sorted(set(chain.from_iterable(grams_of_year.values())))
        stored = {gram: stored_counts(self._connections, gram, cancelled) for gram in needed}
        bounds = {}
        for year, grams in grams_of_year.items():
            if all(year in stored[gram] for gram in grams):  # a load may have taken them back meanwhile
                bounds[year] = counts.together(stored[gram][year] for gram in grams)
        index = self._index(cancelled)
        return bounds | index.of(self._root, [year for year in index.years if year not in bounds])

    def estimate(self, cancelled: Cancelled) -> dict[int, YearCounts]:
        """Return upper bounds of the counts by year, from stored counts or the index; the counts where it `is_sure`."""
        index = self._index(cancelled)
        if self._difference is None:
            return index.of(self._root, index.years)
        full_node, part = self._difference
        return counts.less(index.of(full_node, index.years), index.of(part, index.years))

    def counts_of(self, years: Sequence[int] | None, cancelled: Cancelled) -> dict[int, YearCounts]:
        if self._decides:
            index = self._index(cancelled)
            chosen_years = index.years if years is None else years
            if self._union is None:
                return index.counted(self._text, chosen_years)
            sure, others = self._union
            other_condition = by_text(others, self._newspapers)
            return counts.sum_of((index.of(sure, chosen_years), index.counted(other_condition, chosen_years)))
        counts_by_year: dict[int, YearCounts] = {}
        for row in self._matching(Order.NEWEST, ALWAYS, _MOST, cancelled, years):
            month = month_number(date_of(row.day))
            counts_by_year.setdefault(row.day >> 9, YearCounts()).add(month, row.page or "", row.newspaper)
        return counts_by_year

    def _index(self, cancelled: Cancelled) -> IndexCounts:
        return IndexCounts(self._connections, self._newspapers, self._years(cancelled), cancelled)

    def ids(self, cancelled: Cancelled) -> list[int]:
        """Return the ids of all matches, in no order."""
        if self._decides:
            sql = f"SELECT id FROM article_text WHERE {self._text.sql} ORDER BY id + 0"  # flows when all are found
            return [
                number for (number,) in self._connections.rows(tuple[int], sql, self._text.values, cancelled)
            ]
        return [row.id for row in self._matching(Order.NEWEST, ALWAYS, _MOST, cancelled)]

    def in_order(self, order: Order, article_count: int, cancelled: Cancelled) -> Iterator[int]:
        """Yield the ids of the matches, as many at once as are `article_count`."""
        if order is Order.RELEVANCE and any(strings(self._query)):
            seen = set()
            for article_id in self._best_first(cancelled):
                seen.add(article_id)
                yield article_id
            # fewer than `SCORED` were all matches that there are
            rest = (
                self._by_date(Order.NEWEST, article_count + len(seen), cancelled)
                if len(seen) == SCORED
                else ()
            )
            yield from (article_id for article_id in rest if article_id not in seen)
        else:
            yield from self._by_date(order, article_count, cancelled)

    # -- by date

    def _by_date(self, order: Order, article_count: int, cancelled: Cancelled) -> Iterator[int]:
        if self._decides:
            rows = self._sorted(_Key, order, ALWAYS, article_count, article_count, cancelled)
            yield from (row.id for row in rows)
        else:
            yield from (row.id for row in self._matching(order, ALWAYS, _LEAST, cancelled))

    def _matching(
        self,
        order: Order,
        condition: Condition,
        size: int,
        cancelled: Cancelled,
        years: Sequence[int] | None = None,
    ) -> Iterator[_TextRow]:
        """Yield the rows that match. Their texts, read a few at a time, decide here."""
        for row in self._sorted(_TextRow, order, condition, size, _MOST, cancelled, years):
            if matches(self._query, row.document()):
                yield row

    def _sorted(
        self,
        kind: type[_Row],
        order: Order,
        condition: Condition,
        size: int,
        most: int,
        cancelled: Cancelled,
        years: Sequence[int] | None = None,
    ) -> Iterator[_Row]:
        """Yield the rows that match in SQL and meet the condition, of all or some years, by date, page and id.

        They are read in batches, of `size` rows at first and of `most` at last.
        """
        all_years = self._years(cancelled)
        lacking = size
        if years is None:
            chosen_years = all_years
        else:
            chosen_years = [year for year in all_years if year.year in years]
        for lot in in_lots(self._root, chosen_years, order, size):
            days, decided = (days_by_index, self._walked) if lot.walks else (days_with_grams, self._text)
            full_condition = all_of((days(lot.first, lot.beyond), condition, decided))
            last: _Row | None = None
            while True:
                sql, values = _in_order(
                    kind, order, full_condition, last, lacking, self._other_columns, walks=lot.walks
                )
                rows = self._connections.rows(kind, sql, values, cancelled)
                yield from rows
                if len(rows) < lacking:
                    lacking -= len(rows)
                    break
                last = rows[-1]
                # few rows at first, for the page that is waited for, then fewer round trips
                lacking = size = min(2 * size, most)

    def _years(self, cancelled: Cancelled) -> list[Year]:
        if self._known_years is None:
            needles = []
            for leaf in strings_in(self._root):
                for exact in (leaf.first, leaf.second) if isinstance(leaf, Near) else (leaf,):
                    needles.append(exact.needle)
            grams = set(chain.from_iterable(grams_of(needle) for needle in needles))
            self._known_years = years_with(self._connections, sorted(grams), cancelled)
        return self._known_years

    # -- by relevance

    def _best_first(self, cancelled: Cancelled) -> Iterator[int]:
        """Yield the ids of the matches that are scored, best first.

        Scores are computed lazily, as this is the slowest step.
        """
        needles = list(dict.fromkeys(string.needle for string in strings(self._query)))
        in_headline = all_of((holds_grams(needle, HEADLINE) for needle in needles), " OR ")
        documents: dict[int, Document] = {}
        for condition in (in_headline, ALWAYS):
            if len(documents) < SCORED:
                for document in self._newest(condition, cancelled):
                    documents.setdefault(document.id, document)
        sought = self._weighed(needles, cancelled)
        some = sorted(islice(documents.values(), SCORED), key=_newest_first)
        yield from (some[at].id for at in best_first(some, sought))

    def _newest(self, condition: Condition, cancelled: Cancelled) -> Iterator[Document]:
        if self._decides:
            texts = self._sorted(_TextRow, Order.NEWEST, condition, SCORED, SCORED, cancelled)
            yield from (row.document() for row in islice(texts, SCORED))
        else:
            rows = self._matching(Order.NEWEST, condition, _LEAST, cancelled)
            yield from (row.document() for row in islice(rows, SCORED))

    def _weighed(self, needles: Sequence[str], cancelled: Cancelled) -> list[RankedTerm]:
        # weights matter only relative to each other, and cost queries
        if len(needles) == 1:
            return [RankedTerm(needles[0], 1.0)]
        years = self._years(cancelled)
        total = sum(year.articles for year in years)
        article_counts = frequencies(self._connections, needles, years, cancelled)
        return ranked_terms(dict(zip(needles, article_counts, strict=True)), total)


class Answer:
    """The ids of a question's matches in one order, read as far as pages were requested."""

    def __init__(self, question: Question, order: Order) -> None:
        self._question = question
        self._order = order
        self._ids: list[int] = []
        self._rest: Iterator[int] | None = None
        self._is_cancelled: Cancelled = never
        self._lock = threading.Lock()
        self.is_whole = False

    def page(self, offset: int, limit: int, cancelled: Cancelled) -> tuple[int, ...]:
        """Return the ids of up to `limit` matches, from the `offset`-th on."""
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
                self._rest, self._ids = None, []  # a generator that raised yields no more
                raise
            return tuple(self._ids[offset : offset + limit])


def newspapers(connections: RoomConnections, cancelled: Cancelled = never) -> list[str]:
    sql = "SELECT name FROM newspaper ORDER BY name"
    return [name for (name,) in connections.rows(tuple[str], sql, (), cancelled)]


def size(connections: RoomConnections) -> int:
    ((number,),) = connections.rows(tuple[int], "SELECT coalesce(sum(articles), 0)::bigint FROM year")
    return number


def frequencies(
    connections: RoomConnections,
    needles: Sequence[str],
    years: Sequence[Year] | None = None,
    cancelled: Cancelled = never,
) -> list[int]:
    """Return about how many articles may hold each needle: by stored counts above `MOST_COUNTED`, else by the index."""
    if years is None:
        years = years_with(
            connections,
            sorted(set(chain.from_iterable(grams_of(needle) for needle in needles))),
            cancelled,
        )
    numbers: list[int] = []
    for needle in needles:
        grams = grams_of(needle)
        stored = [year for year in years if year.is_counted and year.common.keys() >= set(grams)]
        stored_count = sum(articles_with(needle, stored_year) for stored_year in stored)
        if stored_count > MOST_COUNTED:
            numbers.append(stored_count)
            continue
        condition = holds_grams(needle)
        sql = f"SELECT count(*) FROM (SELECT FROM article_text WHERE {condition.sql} LIMIT {MOST_COUNTED}) AS held"
        numbers += [number for (number,) in connections.rows(tuple[int], sql, condition.values, cancelled)]
    return numbers


def _in_order(
    kind: type[_Row],
    order: Order,
    condition: Condition,
    last: _Row | None,
    limit: int,
    beside: Mapping[str, str],
    *,
    walks: bool,
) -> tuple[str, tuple[object, ...]]:
    """Return the SQL, with its values, for the rows after `last` in the order of date, page and id.

    `beside` has the SQL for columns that are not in `article_text`.
    """
    turn, sign = ("ASC", ">") if order is Order.OLDEST else ("DESC", "<")
    behind = ALWAYS
    if last is not None:
        day = "day" if walks else "(day + 0)"
        behind = Condition(
            f"{day} {sign}= %s AND (day {sign} %s OR (place, id) > (%s, %s))",
            (last.day, last.day, last.place, last.id),
        )
    full_condition = all_of((behind, condition))
    columns = ", ".join(beside.get(name, name) for name in kind._fields)
    stored = ", ".join(name for name in kind._fields if name not in beside)
    rows = f"SELECT {stored} FROM article_text WHERE {full_condition.sql}"
    if not walks:  # else the planner may walk along the dates, and compute the grams of each text
        rows += " OFFSET 0"
    sql = f"SELECT {columns} FROM ({rows}) AS article_text"
    return f"{sql} ORDER BY day {turn}, place, id LIMIT {limit}", full_condition.values


_BESIDE = {**VALUES, "article_key": "NULL::text", "record": "NULL::bytea"}
"""SQL for columns that are not in `article_text`, where no article is asked for."""
_OF_ARTICLE = {
    "article_key": "(SELECT article.key FROM article WHERE article.id = article_text.id)",
    "record": "(SELECT article.record FROM article WHERE article.id = article_text.id)",
}


def _newest_first(document: Document) -> tuple[int, int, int]:
    return -day_number(document.date), page_place(document.page or ""), document.id


def answered(years: dict[int, YearCounts], *, is_exact: bool, ids: Sequence[int] = ()) -> Found:
    return counts.found(years.values(), is_exact=is_exact, ids=ids)
