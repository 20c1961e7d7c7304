"""The engine of a room: `search.engine.Engine` on the table `article_text` of a PostgreSQL server."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from msgspec.structs import replace

from reader import do_nothing, never
from reader.features.room import question as asking
from reader.features.room import texts
from reader.features.room.address import RoomAddress
from reader.features.room.answers import run
from reader.features.room.connections import (
    LIBRARIAN,
    RoomConnections,
    connect,
    reporting_errors,
    reporting_nonsense,
)
from reader.features.room.counts import in_steps
from reader.features.room.far_servers import LATELY
from reader.features.room.former_texts import IS_FORMER, in_former_form, opened
from reader.features.room.known_years import HAS_KNOWN_YEARS, with_known_years
from reader.features.room.missing_years import MissingYears
from reader.features.room.question import Answer, Question, answered
from reader.features.room.schema import make_years
from reader.i18n import say
from reader.language.library_names import NO_NAMES, LibraryNames
from reader.newspaper.holdings import Document
from reader.search.documents import DateRange, Found, Ids, Order, day_number
from reader.search.query import Query
from reader.search.query.editing import period_of
from reader.search.query.nodes import IgnoredPart, QueryRemark
from reader.worker_pool import Run

_REMEMBERED = 8


class RoomEngine:
    """Index and texts are one table, so that whatever is found is there. Every method raises RoomError."""

    def __init__(self, address: RoomAddress, connections: RoomConnections) -> None:
        self._address = address
        self._connections = connections
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[Query, Order], Answer] = OrderedDict()
        self._may_be_former = True

    def __len__(self) -> int:
        return asking.size(self._connections)

    def ids(self) -> Ids:
        rows = self._connections.rows(tuple[int], "SELECT id FROM article_text ORDER BY id")
        return _as_ids([number for (number,) in rows])

    def begin_with(self, names: Callable[[], Mapping[str, int]]) -> None:
        """Do nothing: a room's texts are cut by the dictionary alone."""

    def go_on_with(self, names: Mapping[str, int]) -> bool:
        """Do nothing, as `begin_with`."""
        return False

    def names(self) -> LibraryNames:
        return NO_NAMES

    def update(self, added: Iterable[Document], removed: Sequence[int] = ()) -> None:
        latest = {document.id: document for document in added}
        with reporting_errors(self._address), connect(self._address, is_reader=False) as connection:
            run(connection, f"SET ROLE {LIBRARIAN}")
            with connection.transaction():
                make_years(connection, {day_number(document.date) >> 9 for document in latest.values()})
                texts.put(connection, list(latest.values()), removed)

    def begin_update(
        self, added: Iterable[Document], removed: Sequence[int], run: Run
    ) -> Callable[[], object]:
        return partial(self.update, list(added), removed)

    def missing_dates(self) -> tuple[DateRange, ...]:
        """Return the years whose server does not answer, or did not within `LATELY` seconds: answers may lack them."""
        return self._connections.far.left_out_since(time.monotonic() - LATELY).dates

    def note_complete(self) -> None:
        """Do nothing: a committed transaction is complete."""

    def tidy(self, at_most: int | None = None, pause: Callable[[], object] = do_nothing) -> bool:
        """Return False: PostgreSQL maintains its indexes itself."""
        return False

    def remark(self) -> QueryRemark | None:
        if self._is_former():
            return QueryRemark(IgnoredPart.FORMER_TEXTS, "")
        return None

    def _is_former(self) -> bool:
        """Return whether articles are in the search form of an earlier version; once none is, this stays so."""
        if self._may_be_former:
            ((holdings,),) = self._connections.rows(tuple[int], IS_FORMER)
            self._may_be_former = holdings > 0
        return self._may_be_former

    def _as_stored(self, query: Query) -> Query:
        if self._is_former():
            return in_former_form(query)
        return query

    def _question(self, query: Query, cancelled: Callable[[], bool]) -> Question:
        return Question(with_known_years(query, self._has_known_years), self._connections, cancelled)

    def _has_known_years(self) -> bool:
        ((has_years,),) = self._connections.rows(tuple[bool], HAS_KNOWN_YEARS)
        return has_years

    def search(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        exact: bool = False,
        cancelled: Callable[[], bool] = never,
    ) -> Found:
        if query.root is None:
            return Found((), 0, True)
        query = self._as_stored(query)
        began = time.monotonic()
        question = self._question(query, cancelled)
        answer = self._answer(question, query, order, offset)
        ids = answer.page(offset, limit, cancelled) if limit else ()
        if exact or (answer.is_whole and not question.is_sure):
            search_answer = answered(question.counts_of(None, cancelled), is_exact=True, ids=ids)
        else:
            search_answer = answered(question.estimate(cancelled), is_exact=question.is_sure, ids=ids)
        return self._with_missing_years(search_answer, query, began)

    def page(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        cancelled: Callable[[], bool] = never,
    ) -> tuple[int, ...]:
        if query.root is None:
            return ()
        query = self._as_stored(query)
        began = time.monotonic()
        question = self._question(query, cancelled)
        ids = self._answer(question, query, order, offset).page(offset, limit, cancelled)
        self._lacked(query, began)
        return ids

    def count(self, query: Query, cancelled: Callable[[], bool] = never) -> Iterator[Found]:
        if query.root is None:
            yield Found((), 0, True)
            return
        query = self._as_stored(query)
        began = time.monotonic()
        for search_answer in self._counts(query, cancelled):
            yield self._with_missing_years(search_answer, query, began)

    def _counts(self, query: Query, cancelled: Callable[[], bool]) -> Iterator[Found]:
        question = self._question(query, cancelled)
        counts_by_year = question.bounds(cancelled)
        if counts_by_year is not None:
            yield answered(counts_by_year, is_exact=False)
        if counts_by_year is None or question.is_sure:
            counts_by_year = question.estimate(cancelled)
            yield answered(counts_by_year, is_exact=question.is_sure)
        if question.is_sure:
            return
        lots = list(in_steps(sorted(counts_by_year, reverse=True)))
        for nth, years in enumerate(lots, 1):
            exact = question.counts_of(years, cancelled)
            counts_by_year = {
                year: counts for year, counts in counts_by_year.items() if year not in years
            } | exact
            yield answered(counts_by_year, is_exact=nth == len(lots))
        if not lots:
            yield answered({}, is_exact=True)

    def matches(self, query: Query, cancelled: Callable[[], bool] = never) -> Ids:
        if query.root is None:
            return _as_ids([])
        query = self._as_stored(query)
        began = time.monotonic()
        ids = self._question(query, cancelled).ids(cancelled)
        self._lacked(query, began)
        return _as_ids(ids)

    def words_beginning_with(self, typed: str, limit: int) -> list[str]:
        """Return nothing: a room indexes strings, not words."""
        return []

    def words_alike(self, typed: str, limit: int) -> list[str]:
        """Return nothing: a room indexes strings, not words."""
        return []

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        """Return about how many articles may hold each string, up to `question.MOST_COUNTED` without stored counts."""
        stored_needles = [*map(opened, needles)] if self._is_former() else needles
        return asking.frequencies(self._connections, stored_needles)

    def check(self) -> list[str]:
        sql = (
            "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid"
        )
        ((invalid,),) = self._connections.rows(tuple[int], sql)
        ((stored,),) = self._connections.rows(tuple[int], "SELECT count(*) FROM article_text")
        years = self._connections.rows(tuple[int, int], "SELECT year, articles FROM year")
        missing = self._connections.far.missing
        noted = sum(articles for year, articles in years if year << 9 not in missing)
        if invalid:
            problems = [say("{count} 个索引还没有建好。", count=invalid)]
        else:
            problems = []
        if stored != noted:
            problems.append(
                say("按年的篇数不对：记着 {noted} 篇，有 {stored} 篇。", noted=noted, stored=stored)
            )
        return problems

    def close(self) -> None:
        self._connections.close()

    def _with_missing_years(self, search_answer: Found, query: Query, began: float) -> Found:
        """Return an answer with the years that it lacks since it `began`; if there are any, its count is not exact."""
        missing = self._lacked(query, began)
        if missing:
            return replace(search_answer, total_is_exact=False, missing_dates=missing.dates)
        return search_answer

    def _lacked(self, query: Query, began: float) -> MissingYears:
        """Return the years that a query asks for and that were missing since it `began` (`time.monotonic`)."""
        missing = self._connections.far.left_out_since(began)
        if missing and (period := period_of(query)) is not None:
            missing = missing.within(period.first, period.last)
        return self._connections.far.lack(missing)

    def _answer(self, question: Question, query: Query, order: Order, offset: int) -> Answer:
        """Return the cached answer to a query, or for its first page a new one, which has the articles added since."""
        with self._lock:
            if offset:
                answer = self._answers.get((query, order))
            else:
                answer = None
            if answer is None:
                answer = Answer(question, order)
                self._answers[query, order] = answer
            self._answers.move_to_end((query, order))
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
            return answer


def _as_ids(numbers: Sequence[int]) -> Ids:
    with reporting_nonsense():
        return np.array(numbers, np.uint32)
