"""Searching a library: understanding and completing queries, and returning results page by page."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from reader import never
from reader.library.derived_data import Derived, reporting_damaged_data
from reader.plugs import all_plugs, answering
from reader.search.documents import DateRange, Found, IndexDamaged, Order, SearchCancelled, years_from
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError

if TYPE_CHECKING:
    from reader.export.records import Record
    from reader.library.answers import Estimate, Misread, NoEstimate, PersonNames
    from reader.library.article_set import ArticleSet
    from reader.library.result_counts import ResultCounts
    from reader.library.search_hits import SeamHit, SearchHit
    from reader.search.answering.ladder import Rung, RungQuery
    from reader.search.engine import Engine
    from reader.search.noisy_channel import NoisyChannel
    from reader.search.query import Choice, Query, Unknown
    from reader.search.query.nodes import QueryRemark
    from reader.storage.issue_table import KnownMasthead
    from reader.storage.reading_table import Reading


ANY_OTHER = ""
"""In place of the rejected character: any character, because a corrected character is no misreading of
any other one.
"""


SettledPlaces = Mapping[tuple[str, str], Mapping[int, set[int]]]
"""The offsets of characters of which the reader has decided whether they are misread, by article id, for each pair of
printed and rejected character; the rejected one is `ANY_OTHER` if the reader has said what the character is.
"""

ByShape = Mapping[str, Mapping[str, int]]
"""For each word, the number of articles with each of its forms."""


class IndexStatistics(Struct, frozen=True):
    """Implements `ladder.Statistics` with an engine."""

    engine: Engine
    cancelled: Callable[[], bool]
    settled_places: Callable[[], SettledPlaces]
    misread_rate: Callable[[], float]
    certainty: Callable[[int], str]

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        """Return for each needle an upper bound of the number of articles that contain it."""
        if self.cancelled():
            raise SearchCancelled
        return self.engine.frequencies(needles)

    def count(self, query: Query, at_most: int) -> int:
        """Return the number of articles that a query finds, or `at_most` if there are more."""
        return len(self.engine.page(query, limit=at_most, cancelled=self.cancelled))

    def settled(self, printed: str, read_as: str) -> Mapping[int, set[int]]:
        """Return the offsets by article at which the reader has decided if `printed` is a misreading of `read_as`."""
        of_pair = self.settled_places()
        places_by_article = dict(of_pair.get((printed, read_as), {}))
        for article_id, places in of_pair.get((printed, ANY_OTHER), {}).items():
            places_by_article[article_id] = places_by_article.get(article_id, set()) | places
        return places_by_article

    def channel(self) -> NoisyChannel:
        from reader.search.noisy_channel import NoisyChannel

        return NoisyChannel(self.frequencies, len(self.engine), self.misread_rate())


def settled_places(readings: Iterable[Reading]) -> SettledPlaces:
    of_pair: dict[tuple[str, str], dict[int, set[int]]] = {}
    for reading in readings:
        place = reading.place
        if place is None:
            continue
        if place.is_certain:
            read_as = ANY_OTHER
        elif len(place.read_as) == 1:
            read_as = place.read_as
        else:
            continue
        of_article = of_pair.setdefault((place.printed, read_as), {})
        of_article.setdefault(reading.article_id, set()).update(place.at)
    return of_pair


MOST_READINGS = 3
"""Maximum number of other readings of a query that are returned."""

ALIKE_TRIED = 2
"""Number of similar words of the library that are tried if a word is not found."""
_ALL = 2**31 - 1
"""A number of results that is more than there can be."""
MOST_LISTED = 2000
"""Maximum number of articles of a rung that are searched for misreadings."""
_MANY = 6
"""How many times more words than needed are requested from the index, as those that are names are removed."""


class Results(Struct, frozen=True):
    """The result of a search: the ids of the articles in order, and counts.

    `total` is an upper bound unless `total_is_exact`. The counts are by month (as in `Found`; 0 for undated articles),
    by page ("" for articles without one) and by newspaper. `missing_dates` are as in `Found`.
    """

    query: Query
    understood_as: str
    ids: tuple[int, ...]
    total: int
    total_is_exact: bool
    by_month: Mapping[int, int]
    by_page: Mapping[str, int]
    by_newspaper: Mapping[str, int]
    missing_dates: tuple[DateRange, ...]
    suggestions: tuple[str, ...]
    """Other queries to try, as text to type: first the readings of parts that are not understood."""
    seconds: float
    next_step: str = ""
    """If nothing is found, a sentence that says what to try."""
    by_edition: Mapping[str, int] = field(default_factory=dict)
    """The counts by edition, "" for the ordinary one; empty if the library has only that, or the total is not exact."""
    by_value: Mapping[Choice, int] | None = field(default_factory=dict)
    """The counts by the values that features tell of articles; None if these are not known of all, or the total is not
    exact.
    """
    folds: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """All results with the same text, by id, for the ids for which they were requested (`Similar.folds`)."""
    analysed: float = 1.0
    """The share of the articles that were compared for `folds`; the others may have more of them."""
    left_out: Mapping[Unknown, int] = field(default_factory=dict)
    """The number of articles that the query may mean and leaves out, by what is not known of them; empty while the
    total is not exact.
    """

    @property
    def by_year(self) -> Mapping[int, int]:
        return years_from(self.by_month)


class RungResults(Struct, frozen=True):
    """The results on one rung of a ladder.

    `forms` are the strings that were searched there. `unseen` is the number of its articles that are on no rung above.
    `analysed` is the share of the articles that are known to the rung; in the others there may be more.
    """

    rung: Rung
    forms: tuple[str, ...]
    results: Results
    unseen: int
    analysed: float = 1.0


def _no_certainty(_article_id: int) -> str:
    return ""


class Searcher(Struct, dict=True):
    """The search of a library. Every method may be called from any thread."""

    _derived: Derived
    _person_names: Callable[[], PersonNames]
    _known_places: tuple[int, SettledPlaces] | None = None
    closed_forms: set[str] = set()
    """Forms that `in_all_shapes` leaves out, although an issue certainly prints them everywhere for a word."""

    def _statistics(self, cancelled: Callable[[], bool] = never) -> IndexStatistics:
        readings = self._derived.catalogue.readings
        # most libraries have none, and one search asks for it in thousands of places
        certainty = readings.certainty if readings.has_certainty() else _no_certainty
        return IndexStatistics(
            self._derived.engine, cancelled, self._settled_places, self._misread.rate, certainty
        )

    def _settled_places(self) -> SettledPlaces:
        generation = self._derived.catalogue.generation()
        cached_places = self._known_places
        if cached_places is None or cached_places[0] != generation:
            places = settled_places(self._derived.catalogue.readings.all())
            cached_places = generation, places
            self._known_places = cached_places
        return cached_places[1]

    @cached_property
    def counts(self) -> ResultCounts:
        from reader.library.result_counts import ResultCounts

        return ResultCounts(self._derived)

    def prepare_search(self) -> None:
        """Run a search in advance, to load modules and open the index, which takes a third of a second.

        Neither the order by date nor a search without suggestions needs the dictionary of words: it may not exist yet,
        and would have to be built. If the index is damaged, the next search will report it.
        """
        with suppress(LibraryError, IndexDamaged, CatalogueDamaged, sqlite3.Error, OSError):
            for are_names in (True, False):
                self.known_words("的", 1, are_names)
            results = self.search("的", Order.NEWEST, limit=1, with_suggestions=False)
            self.hits(results.ids, self.understand("的"))

    def understand(self, text: str) -> Query:
        """Return the query for a typed text, for `search`.

        A date without a year means the last such date up to the newest issue.
        """
        from reader.search import query as queries

        understood = queries.parse_query(text)
        leaves = understood.root.leaves() if understood.root is not None else ()
        if not any(isinstance(leaf, queries.Period) for leaf in leaves):
            return understood  # only dates depend on the newest issue
        return queries.parse_query(text, near=self.newest_day())

    def remark(self) -> QueryRemark | None:
        """Return a remark on what is searched, which is true of all its answers; None if there is none."""
        with reporting_damaged_data():
            return self._remark()

    def _remark(self) -> QueryRemark | None:
        of_index = self._derived.engine.remark()
        if of_index is None and self._derived.catalogue.stitches.is_former():
            from reader.search.query import IgnoredPart, QueryRemark

            return QueryRemark(IgnoredPart.FORMER_CUTS, "")
        return of_index

    def known_words(self, typed: str, limit: int, are_names: bool) -> list[str]:
        """Return the most frequent words that begin with `typed`: names of people, or only other words.

        Raises IndexDamaged or CatalogueDamaged.
        """
        if are_names:
            return self._person_names().beginning_with(typed, limit)
        words = self._derived.engine.words_beginning_with(typed, _MANY * limit)
        return self._without_names(words)[:limit]

    def newest_day(self) -> dt.date | None:
        with suppress(CatalogueDamaged, LibraryError):  # searching reports it
            newest = self._derived.catalogue.tree.newest_issue()
            if newest is not None:
                return newest.date
        return None

    @cached_property
    def _misread(self) -> Misread:
        from reader.library.answers import Misread

        return answering(Misread, all_plugs())(self._derived)

    def search(
        self,
        question: ArticleSet | Query | str,
        order: Order = Order.RELEVANCE,
        *,
        limit: int = 50,
        offset: int = 0,
        exact: bool = False,
        with_suggestions: bool = True,
        cancelled: Callable[[], bool] = never,
    ) -> Results:
        """Return one page of the articles that are asked for, with other readings of the query.

        A string is parsed by `understand`, and asked as it is. If nothing is found and `with_suggestions` is set,
        suggested are parts of the query that do find something (about ten further searches).

        Raises SearchCancelled when `cancelled()` is true, LibraryError if the index is damaged (a sync rebuilds it).
        """
        began = time.perf_counter()
        query = self._query_of(question)
        with reporting_damaged_data():
            search_answer = self._answer(query, order, limit, offset, exact, cancelled)
            hints: tuple[str, ...] = ()
            remark = self._remark()
            if search_answer.total:
                hints = self._other_readings(query)
            elif with_suggestions:
                hints = self._suggestions(query, cancelled)
            counts: dict[str, Any] = {}
            if exact:
                counts = self.counts.of_results(query, search_answer.total, cancelled)
        readings = tuple(dict.fromkeys((*readings_of(query), *hints)))
        results = replace(_results(query, search_answer, readings, began, remark), **counts)
        if search_answer.total:
            return results
        return replace(results, next_step=self.next_step(query))

    def _answer(
        self,
        query: Query,
        order: Order,
        limit: int,
        offset: int,
        exact: bool,
        cancelled: Callable[[], bool],
    ) -> Found:
        engine = self._derived.engine
        by_quality = order in (Order.SUREST, Order.LEAST_SURE) and limit > 0
        listed = _listed(query) if order is Order.RELEVANCE and limit > 0 else ()
        if listed:
            search_answer = engine.search(query, Order.NEWEST, limit=_ALL, exact=exact, cancelled=cancelled)
            ids = _in_order_of(listed, search_answer.ids)
            return replace(search_answer, ids=ids[offset : offset + limit])
        if not by_quality:
            return engine.search(query, order, limit=limit, offset=offset, exact=exact, cancelled=cancelled)
        search_answer = engine.search(query, Order.NEWEST, limit=_ALL, exact=exact, cancelled=cancelled)
        ids = _by_quality(search_answer.ids, order, self._derived.catalogue.confidences(search_answer.ids))
        return replace(search_answer, ids=ids[offset : offset + limit])

    def _other_readings(self, query: Query) -> tuple[str, ...]:
        from reader.library import answers
        from reader.search import query as queries

        others = answering(answers.other_readings, all_plugs())(query, self.newspapers)
        return tuple(map(queries.as_typed, islice(others, MOST_READINGS)))

    def _suggestions(self, query: Query, cancelled: Callable[[], bool]) -> tuple[str, ...]:
        from reader.library import answers

        def finds(other: Query) -> bool:
            return self._derived.engine.page(other, Order.NEWEST, limit=1, cancelled=cancelled) != ()

        return answering(answers.suggestions, all_plugs())(
            query, finds, newspapers=self.newspapers, similar=self._alike
        )

    def next_step(self, query: Query) -> str:
        """Return a sentence that says what to try where a query finds nothing."""
        from reader.library import answers

        with reporting_damaged_data():
            is_whole = self._derived.read_so_far().is_whole
            step_after = answering(answers.next_step, all_plugs())
            return step_after(query, self._derived.catalogue, is_whole=is_whole)

    def _query_of(self, question: ArticleSet | Query | str) -> Query:
        from reader.search.query import Query

        if isinstance(question, str):
            return self.understand(question)
        if isinstance(question, Query):
            return question
        return question.query

    def count(
        self, question: ArticleSet | Query | str, cancelled: Callable[[], bool] = never
    ) -> Iterator[Results]:
        """Yield results without ids, with ever more exact counts. Raises like `search`.

        The first counts are bounds from the index. They improve while texts are read, the newest first; the last ones
        are exact.
        """
        began = time.perf_counter()
        query = self._query_of(question)
        with reporting_damaged_data():
            remark = self._remark()
            for search_answer in self._derived.engine.count(query, cancelled):
                results = _results(query, search_answer, (), began, remark)
                if search_answer.total_is_exact:
                    results = replace(
                        results, **self.counts.of_results(query, search_answer.total, cancelled)
                    )
                yield results

    def estimate(self, typed: Query, results: Results) -> Estimate | NoEstimate:
        """Return an estimate of how many articles would be found if nothing were misread, or why there is none.

        `results` are those of `typed`, or of `typed` in all shapes, with an exact total. Raises like `search`.
        """
        with reporting_damaged_data():
            return self._misread.estimate(typed, results.query, results.total)

    def ladder(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        with_shapes: bool = False,
        cancelled: Callable[[], bool] = never,
    ) -> Iterator[RungResults]:
        """Yield the results of other forms of a query, rung by rung, each with exact counts.

        With `with_shapes`, the results above the ladder are those of `in_all_shapes`. Raises like `search`.
        """
        from reader.search.answering import ladder

        def climbed(rung: RungQuery) -> RungResults:
            results = self.search(
                rung.query, order, limit=limit, exact=True, with_suggestions=False, cancelled=cancelled
            )
            if results.total:
                unseen = self.counts.number(rung.unseen, cancelled)
            else:
                unseen = 0
            return RungResults(rung.rung, rung.forms, replace(results, suggestions=()), unseen)

        with reporting_damaged_data():
            statistics = self._statistics(cancelled)
            above = [query]
            certain = self._misread.forms
            closed = self.closed_forms
            if with_shapes:
                above.append(ladder.with_shapes(query, statistics, certain, closed))
            for rung in ladder.rungs(
                query, statistics, with_shapes=with_shapes, systematic=certain, closed=closed
            ):
                above.append(rung.query)
                yield climbed(rung)
            analysed = self._person_names().analysed()
            naming = self._person_names().namings(query, statistics, cancelled)
            if naming is not None:
                naming_results = climbed(replace(naming, unseen=ladder.unseen_below(naming, above)))
                yield replace(naming_results, analysed=analysed)

    def not_taken(self, query: Query, *, with_shapes: bool) -> list[RungResults]:
        """Return what an answer leaves out on purpose, without ids: other shapes of strings, a word inside longer ones.

        `with_shapes` as in `ladder`. Raises like `search`.
        """
        from reader.search.answering.ladder import Rung

        above = Rung.EVERYWHERE, Rung.SHAPES, Rung.INSIDE
        not_taken = []
        for results in self.ladder(query, limit=0, with_shapes=with_shapes):
            if results.rung not in above:
                break
            if results.rung is not Rung.EVERYWHERE and results.unseen:
                not_taken.append(results)
        return not_taken

    def rung_totals(
        self, queries: Iterable[Query], cancelled: Callable[[], bool] = never
    ) -> Iterator[dict[Rung, int]]:
        """Yield for each query the number of articles on each rung of its ladder. Raises like `search`."""
        from reader.search.answering import ladder

        names = self._person_names()
        statistics = self._statistics(cancelled)
        with reporting_damaged_data():
            for query in queries:
                naming = names.namings(query, statistics, cancelled)
                rungs = [*ladder.rungs(query, statistics), *([naming] if naming else [])]
                yield {rung.rung: self.counts.number(rung.query, cancelled) for rung in rungs}

    def ids(
        self, query: Query, order: Order = Order.OLDEST, cancelled: Callable[[], bool] = never
    ) -> tuple[int, ...]:
        """Return the ids of all articles that a query finds. Raises like `search`."""
        with reporting_damaged_data():
            return self._derived.engine.page(query, order, limit=_ALL, cancelled=cancelled)

    def most_relevant(
        self, query: Query, limit: int, cancelled: Callable[[], bool] = never
    ) -> tuple[int, ...]:
        """Return the ids of the `limit` articles that have most of a query's strings, rare ones first; none is counted.

        Raises like `search`.
        """
        with reporting_damaged_data():
            return self._derived.engine.page(query, Order.RELEVANCE, limit=limit, cancelled=cancelled)

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        """Return for each string in search form an upper bound of the number of its articles. Raises like `search`."""
        with reporting_damaged_data():
            return self._derived.engine.frequencies(needles)

    def ids_on(self, query: Query) -> tuple[int, ...]:
        """Return the ids of up to `MOST_LISTED` articles that a query finds, the newest first. Raises like `search`."""
        with reporting_damaged_data():
            return self._derived.engine.page(query, Order.NEWEST, limit=MOST_LISTED)

    def in_all_shapes(self, query: Query, cancelled: Callable[[], bool] = never) -> Query:
        """Return the query with all shapes of its words: simplified, traditional and old characters.

        Forms that issues certainly misread everywhere are included, except `closed_forms`. Strings in quotation marks
        are not changed. Raises like `search`.
        """
        from reader.search.answering import ladder

        with reporting_damaged_data():
            statistics = self._statistics(cancelled)
            return ladder.with_shapes(query, statistics, self._misread.forms, self.closed_forms)

    def count_by_shape(self, query: Query, cancelled: Callable[[], bool] = never) -> ByShape:
        """Return for each word with several forms the number of articles of `in_all_shapes` with each form. Raises like
        `search`.
        """
        from reader.search.answering import ladder

        with reporting_damaged_data():
            statistics = self._statistics(cancelled)
            forms = ladder.in_each_shape(query, statistics, self._misread.forms, self.closed_forms)
            counts: dict[str, dict[str, int]] = {}
            for word, queries in forms.items():
                counts[word] = {form: self.counts.number(query, cancelled) for form, query in queries.items()}
            return counts

    def among(self, query: Query, article_ids: Iterable[int]) -> Query:
        """Return a query for those matches of `query` that are among the given articles."""
        from reader.search.query import Among, Query, all_of

        if query.root:
            return Query(all_of([query.root, Among(article_ids)]))
        return query

    def newspapers(self) -> list[str]:
        return [newspaper.title for newspaper in self._derived.catalogue.tree.newspapers()]

    def _alike(self, typed: str) -> list[str]:
        words = self._derived.engine.words_alike(typed, _MANY * ALIKE_TRIED)
        names = self._person_names().alike(typed, ALIKE_TRIED)
        return [*names, *self._without_names(words)][:ALIKE_TRIED]

    def _without_names(self, words: Sequence[str]) -> list[str]:
        person_names = self._person_names().among(words)
        return [word for word in words if word not in person_names]

    def hits(self, article_ids: Sequence[int], query: Query) -> list[SearchHit]:
        """Return the rows of these articles, in the order given, without those that no longer exist."""
        from reader.library import search_hits

        return search_hits.hits(self._derived.catalogue, article_ids, query)

    def records(
        self,
        article_ids: Sequence[int],
        query: Query,
        rung: Rung | None = None,
        *,
        is_recognised: bool = False,
    ) -> Iterator[Record]:
        """Yield the records of these articles for export, in the order given; articles are read on demand.

        Snippets are as recognised if `is_recognised`. Raises LibraryError if the catalogue is damaged.
        """
        from reader.library import search_hits

        with reporting_damaged_data():
            yield from search_hits.records(
                self._derived.catalogue, article_ids, query, rung, is_recognised=is_recognised
            )

    def seam_hits(self, query: Query, order: Order = Order.NEWEST) -> list[SeamHit]:
        """Return the matches across the seams of stories, the newest first unless the order is OLDEST.

        They are in no single article, and therefore not among the results of `search`. Raises LibraryError if the
        catalogue is damaged.
        """
        from reader.library import search_hits

        with reporting_damaged_data():
            return search_hits.seam_hits(self._derived.catalogue, query, order)

    def mastheads_found(self, query: Query, order: Order = Order.NEWEST) -> list[KnownMasthead]:
        """Return the files whose mastheads match the query, the newest first unless the order is OLDEST.

        Mastheads are in no article, and therefore not among the results of `search`. Raises LibraryError if the
        catalogue is damaged.
        """
        from reader.library import search_hits

        with reporting_damaged_data():
            return search_hits.mastheads_found(self._derived.catalogue, query, order)


def _listed(query: Query) -> tuple[int, ...]:
    """Return the ids of the articles of a dossier in its order, for a query with no string by which they are ranked."""
    from reader.search.query import dossier_in, strings

    dossier = dossier_in(query)
    if dossier is None or any(strings(query)):
        return ()
    return dossier.listed


def _in_order_of(listed: Sequence[int], ids: Sequence[int]) -> tuple[int, ...]:
    """Return the ids in the order of a list."""
    id_set = {*ids}
    return tuple(listed_id for listed_id in listed if listed_id in id_set)


def _by_quality(ids: Sequence[int], order: Order, confidences: Mapping[int, float]) -> tuple[int, ...]:
    """Return the ids in the order of how sure their characters are; those of which it isn't known are last."""
    sign = -1 if order is Order.SUREST else 1

    def place(article_id: int) -> float:
        if article_id in confidences:
            return sign * confidences[article_id]
        return 2.0

    return tuple(sorted(ids, key=place))


def readings_of(query: Query) -> tuple[str, ...]:
    """Return what the parts of a query may mean that are not understood: other queries, as text to type."""
    return tuple(dict.fromkeys(chain.from_iterable(remark.readings for remark in query.remarks)))


def _results(
    query: Query, search_answer: Found, hints: tuple[str, ...], began: float, remark: QueryRemark | None
) -> Results:
    from reader.search import query as queries

    if remark is not None:
        query = replace(query, remarks=(*query.remarks, remark))
    return Results(
        query,
        queries.understood_as(query),
        search_answer.ids,
        search_answer.total,
        search_answer.total_is_exact,
        search_answer.by_month,
        search_answer.by_page,
        search_answer.by_newspaper,
        search_answer.missing_dates,
        hints,
        time.perf_counter() - began,
    )
