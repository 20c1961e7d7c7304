"""The engine of a room: `search.engine.Engine` on the table of texts of a PostgreSQL server."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from reader.i18n import say
from reader.room import question as asking
from reader.room import texts
from reader.room.address import RoomAddress
from reader.room.connections import LIBRARIAN, RoomConnections, connect, error_told, nonsense_told
from reader.room.counts import in_steps
from reader.room.question import Answer, Question, answered
from reader.search.engine import DateRange, Document, Found, Ids, Order
from reader.search.query import Query

_REMEMBERED = 8


class _Number(NamedTuple):
    number: int


class RoomEngine:
    """The index and the texts are one: what is found is there. Everything raises RoomError."""

    def __init__(self, address: RoomAddress, connections: RoomConnections) -> None:
        self._address = address
        self._connections = connections
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[Query, Order], Answer] = OrderedDict()

    def __len__(self) -> int:
        return asking.size(self._connections)

    def ids(self) -> Ids:
        rows = self._connections.rows(_Number, "SELECT id FROM article_text ORDER BY id")
        return _as_ids([row.number for row in rows])

    def update(self, added: Iterable[Document], removed: Sequence[int] = ()) -> None:
        latest = {document.id: document for document in added}
        with error_told(self._address), connect(self._address, is_reader=False) as connection:
            connection.execute(f"SET ROLE {LIBRARIAN}")
            with connection.transaction():
                texts.put(connection, list(latest.values()), removed)

    def missing_dates(self) -> tuple[DateRange, ...]:
        return ()

    def note_complete(self) -> None:
        """Do nothing: what is committed is complete."""

    def tidy(self, at_most: int | None = None, pause: Callable[[], object] = lambda: None) -> bool:
        """Return False: PostgreSQL tidies by itself."""
        return False

    def search(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        exact: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Found:
        if query.root is None:
            return Found((), 0, True)
        question = Question(query, self._connections, cancelled)
        answer = self._answer(question, query, order, offset)
        ids = answer.page(offset, limit, cancelled) if limit else ()
        if exact or (answer.is_whole and not question.is_sure):
            return answered(question.counts_of(None, cancelled), is_exact=True, ids=ids)
        return answered(question.estimate(cancelled), is_exact=question.is_sure, ids=ids)

    def page(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[int, ...]:
        if query.root is None:
            return ()
        question = Question(query, self._connections, cancelled)
        return self._answer(question, query, order, offset).page(offset, limit, cancelled)

    def count(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Found]:
        if query.root is None:
            yield Found((), 0, True)
            return
        question = Question(query, self._connections, cancelled)
        known = question.estimate(cancelled)
        yield answered(known, is_exact=question.is_sure)
        if question.is_sure:
            return
        lots = list(in_steps(sorted(known, reverse=True)))
        for nth, years in enumerate(lots, 1):
            exact = question.counts_of(years, cancelled)
            known = {year: counts for year, counts in known.items() if year not in years} | exact
            yield answered(known, is_exact=nth == len(lots))
        if not lots:
            yield answered({}, is_exact=True)

    def matches(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Ids:
        if query.root is None:
            return _as_ids([])
        return _as_ids(Question(query, self._connections, cancelled).ids(cancelled))

    def words_beginning_with(self, typed: str, limit: int) -> list[str]:
        """Return nothing: a room knows strings and no words."""
        return []

    def words_alike(self, typed: str, limit: int) -> list[str]:
        """Return nothing, as `words_beginning_with`."""
        return []

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        """Return how many articles may hold each string; those of very common ones are cut off."""
        return asking.frequencies(self._connections, needles, lambda: False)

    def check(self) -> list[str]:
        sql = (
            "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid"
        )
        ((invalid,),) = self._connections.rows(_Number, sql)
        ((stored,),) = self._connections.rows(_Number, "SELECT count(*) FROM article_text")
        problems = [say("{count} 个索引还没有建好。", count=invalid)] if invalid else []
        if stored != len(self):
            problems.append(
                say("按年的篇数不对：记着 {noted} 篇，有 {stored} 篇。", noted=len(self), stored=stored)
            )
        return problems

    def close(self) -> None:
        self._connections.close()

    def _answer(self, question: Question, query: Query, order: Order, offset: int) -> Answer:
        """Return what is known of an answer; the first page of it begins anew, so that it has what was added since."""
        with self._lock:
            answer = self._answers.get((query, order)) if offset else None
            if answer is None:
                answer = self._answers[query, order] = Answer(question, order)
            self._answers.move_to_end((query, order))
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
            return answer


def _as_ids(numbers: Sequence[int]) -> Ids:
    with nonsense_told():
        return np.array(numbers, np.uint32)
