"""Whoosh collectors: for a page of an answer in some order, and for the counts of an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from whoosh.collectors import Collector
from whoosh.query import Query as Node
from whoosh.searching import Results, SearchContext, Searcher

from reader.search.engine import Order
from reader.search.index.article_searcher import ArticleSearcher
from reader.search.query import Query
from reader.search.query_execution import QueryExecution

if TYPE_CHECKING:
    from reader.search.span_answer import CandidateCounts


class _ExecutionCollector(Collector):
    """Collects from the execution of a query, which caches its results; from a new one where none is given."""

    def __init__(
        self, execution: QueryExecution | None = None, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        self._given = execution
        self._cancelled = cancelled

    def prepare(self, top_searcher: Searcher, q: Node, context: SearchContext) -> None:
        super().prepare(top_searcher, q, context)
        if not isinstance(top_searcher, ArticleSearcher):
            raise TypeError(f"{top_searcher!r} knows no texts: open the index by `open_index`")
        self.execution = self._given or QueryExecution(Query(q), top_searcher)

    def collect(self, sub_docnum: int) -> None:
        raise NotImplementedError("whole arrays of documents are collected, not one document")

    def sort_key(self, sub_docnum: int) -> None:
        raise NotImplementedError("the execution of a query has its own order")


class PageCollector(_ExecutionCollector):
    """Collects one page of an answer: `limit` matches from the `offset`-th on; verifies no more than that needs.

    Attributes:
        ids: the ids of the articles, in order.
    """

    def __init__(
        self,
        order: Order = Order.NEWEST,
        offset: int = 0,
        limit: int = 50,
        *,
        execution: QueryExecution | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(execution, cancelled)
        self._order = order
        self._offset = offset
        self._limit = limit
        self.ids: tuple[int, ...] = ()
        self._documents: list[int] = []

    def run(self) -> None:
        try:
            found = self.execution.page(self._order, self._offset, self._limit, self._cancelled)
            self.ids = tuple(match.id for match in found)
            offsets = dict(self.execution.searcher.leaves)
            self._documents = [offsets[match.leaf] + match.document for match in found]
        finally:
            self.finish()

    def results(self) -> Results:
        """Return Whoosh's results; their scores are descending ranks."""
        count = len(self._documents)
        items = [(float(count - rank), document) for rank, document in enumerate(self._documents)]
        return self._results(items, docset=set(self._documents))


class CountCollector(_ExecutionCollector):
    """Counts an answer, the newest articles first."""

    def run(self) -> None:
        try:
            for _ in self.steps():
                pass
        finally:
            self.finish()

    def steps(self) -> Iterator[tuple[CandidateCounts, bool]]:
        """Yield the counts, ever closer to the exact ones, and whether they are exact; first those by the index."""
        yield self.execution.tally(self._cancelled)
        for _ in self.execution.decide(self._cancelled):
            yield self.execution.tally(self._cancelled)

    def count(self) -> int:
        return self.execution.tally(self._cancelled)[0].total

    def results(self) -> Results:
        """Return results without hits; the number is that of `count`."""
        return self._results([])
