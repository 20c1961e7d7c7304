"""Searching while a person types: each query cancels the one before, whose results are never shown."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from reader import do_nothing
from reader.library.answers import SameTexts
from reader.library.library import Library, LibraryError
from reader.library.searcher import ByShape, Results
from reader.plugs import answering, plugs
from reader.search.documents import IndexDamaged, Order, SearchCancelled
from reader.storage.catalogue import CatalogueDamaged
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets.background_tasks import TaskQueue, report_fault

if TYPE_CHECKING:
    from reader.library.answers import Estimate, NoEstimate
    from reader.library.article_set import ArticleSet, LeftOutUnknown, Shapes
    from reader.library.search_hits import SeamHit, SearchHit
    from reader.library.searcher import ByShape, RungResults
    from reader.search.answering.ladder import Rung
    from reader.search.query import Query
    from reader.storage.issue_table import KnownMasthead


_Found = TypeVar("_Found")

PAGE = 50
COUNTED_EVERY = 0.15
"""The interval between two updates of a running count, in seconds."""


_PAUSE_MS = 300
"""The pause in typing after which the rungs of the query are read, in milliseconds."""


class Searching(QObject):
    """Searches on other threads: the first page at once, then exact counts, further pages and visible rows."""

    answered = Signal(Results)
    rungsFound = Signal(list)
    """Emitted with the `RungResults` of the query, after its results are counted."""
    queryChanged = Signal()
    """Emitted when another `query` is shown, or none."""

    def __init__(
        self,
        library: Library,
        frame: WindowLayout,
        opened: Callable[[Rung, Results], object],
        counted: Callable[[], object],
        completed: Callable[[], object],
        failed: Callable[[str], object],
        parent: QObject,
    ) -> None:
        """Make it without a query.

        Args:
            library: What is searched.
            frame: Its list shows the answers.
            opened: Called with the first page of a rung that was opened in place of the results.
            counted: Called when their number is known better.
            completed: Called when also the rows that are no articles are known.
            failed: Called with a message if the query can't be answered before the library's next update.
            parent: The parent.
        """
        super().__init__(parent)
        self._library = library
        self._frame = frame
        self._on_opened = opened
        self._on_counted = counted
        self._on_completed = completed
        self._on_failed = failed
        self._answers = TaskQueue(self, unexpected=self._break_off)
        # queues of their own, so that a long count delays neither the first page nor the visible rows
        self._counts = TaskQueue(self)
        self._rows = TaskQueue(self)
        self._seams = TaskQueue(self)
        self._token = threading.Event()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(lambda: self._find_rungs(self._token, 0, do_nothing))
        self.has_all_shapes = True
        """Whether words without quotation marks match in all their shapes, simplified, traditional and old ones."""
        self._among: frozenset[int] | None = None
        """The only articles to search, if not None."""
        self.text = ""
        """The query as typed; "" if there is none."""
        self._typed_query: Query | None = None
        self._query: Query | None = None
        self._asked: ArticleSet | None = None
        """What is asked for, with the dossier that it names; None while that is not known."""
        self._rungs: dict[Rung, Results] = {}
        self._opened: Rung | None = None
        """The rung that is shown in place of the exact results."""
        self._order = Order.RELEVANCE
        self._pages_requested: set[int] = set()

    @property
    def query(self) -> Query:
        """The query whose results are shown, the one asked or a rung of it; without parts if there is none."""
        from reader.search.query import Query

        return self._query or Query()

    @property
    def typed_query(self) -> Query:
        from reader.search.query import Query

        return self._typed_query or Query()

    @property
    def shapes(self) -> Shapes:
        """Which shapes of the strings typed match."""
        from reader.library.article_set import Shapes

        if self.has_all_shapes:
            return Shapes.OF_WORDS
        return Shapes.AS_PRINTED

    @property
    def articles(self) -> ArticleSet:
        """The articles that are shown: those of `query`."""
        from reader.library.article_set import ArticleSet

        if self._asked is not None:
            return replace(self._asked, query=self.query)
        return ArticleSet(self.query, self.text, self.typed_query, self.shapes)

    def needles(self, article_id: int | None = None) -> tuple[str, ...]:
        from reader.search import query as queries

        return queries.needles(self.query, article_id)

    def prepare(self) -> None:
        def load() -> None:
            import_module("reader.ui.search.result_list")
            self._library.searcher.prepare_search()

        self._answers.run(load, do_nothing)

    def search(
        self, text: str, order: Order, *, at_least: int = 0, among: frozenset[int] | None = None
    ) -> None:
        """Search for a query in place of any other.

        The first page has `at_least` that many ids, if there are so many; only articles in `among` are searched, if
        given. An opened rung stays open if the query is the same and the rung still has results.
        """
        opened = self._opened if text == self.text else None
        if text != self.text:
            # misread forms were closed for the previous query only
            self._library.searcher.closed_forms.clear()
        token = self._begin(text, order)
        self._among = among
        self._typed_query = self._library.searcher.understand(text)
        if opened is None:
            self._ask(token, self._typed_query, at_least, self._answer)
        else:
            self._climb_to(opened, token, at_least)

    def search_again(self, order: Order, *, at_least: int = 0) -> None:
        self.search(self.text, order, at_least=at_least, among=self._among)

    def rungs_below(self) -> Mapping[Rung, int]:
        """Return the number of articles on each rung below the exact results that has any, as far as known."""
        return {rung: results.total for rung, results in self._rungs.items() if results.total}

    def open_rung(self, rung: Rung) -> None:
        from reader.search.answering.ladder import Rung

        text = self.text
        typed_query = self._typed_query
        rungs = self._rungs
        if typed_query is None or not (rung is Rung.EXACT or rung in rungs):
            return
        token = self._begin(text, self._order)
        self._typed_query = typed_query
        self._rungs = rungs
        if rung is Rung.EXACT:
            self._ask(token, typed_query, 0, self._open_exact)
        else:
            self._open(rung)

    def _open(self, rung: Rung) -> None:
        results = self._rungs[rung]
        self._opened = rung
        self._query = results.query
        self._show_rung(rung, results)

    def _open_exact(self, token: threading.Event, results: Results) -> None:
        from reader.search.answering.ladder import Rung

        self._show_rung(Rung.EXACT, results)
        self._complete(token, results)

    def _show_rung(self, rung: Rung, results: Results) -> None:
        self._on_opened(rung, results)
        self.queryChanged.emit()

    def _ask(
        self,
        token: threading.Event,
        query: Query,
        at_least: int,
        answer: Callable[[threading.Event, Results], None],
    ) -> None:
        self._query = query
        order = self._order
        among = self._among
        text = self.text
        shapes = self.shapes
        sets = self._library.sets
        searcher = self._library.searcher
        limit = max(PAGE, at_least)

        def ask() -> tuple[ArticleSet, Results]:
            articles = sets.of_query(query, text, shapes, token.is_set)
            searched = articles
            if among is not None:
                searched = sets.narrowed(articles, among=among)
            results = searcher.search(
                searched, order, limit=limit, with_suggestions=False, cancelled=token.is_set
            )
            return articles, self._folded(results)

        def done(set_and_results: tuple[ArticleSet, Results]) -> None:
            articles, results = set_and_results
            self._asked = articles
            self._typed_query = articles.typed
            self._query = results.query
            answer(token, results)

        self._run(self._answers, ask, done, token)

    def _answer(self, token: threading.Event, results: Results) -> None:
        from reader.search.query import editing

        self.answered.emit(results)
        self.queryChanged.emit()
        if self._among is not None:  # articles only, and none of them is on a rung
            self._show_others([], [], results.query)
            self._show_rungs([])
            return
        self._complete(token, results)
        if editing.is_of_days(results.query):
            self._request_months(token, results.query)
        if not results.total:
            self._suggest(token)
        # rungs take many searches, and are not worth it while somebody types
        self._pause.start()

    def _complete(self, token: threading.Event, results: Results) -> None:
        self._look_at_seams(token, results.query)
        # also where the total is exact: it is not counted yet by editions and values, nor what the dates leave out
        self._count(token)

    def is_idle(self) -> bool:
        return not self._pause.isActive() and all(
            queue.is_idle() for queue in (self._answers, self._counts, self._rows, self._seams)
        )

    def stop(self) -> None:
        self._begin("", self._order)
        self.queryChanged.emit()

    def want_page(self, offset: int, number: int = 0) -> None:
        """Add `number` further ids to the results, 0 for a page."""
        if offset in self._pages_requested:
            return
        # a view asks again with every scroll step until the page is there
        self._pages_requested.add(offset)
        token = self._token
        query = self.query
        order = self._order

        def search() -> Results:
            limit = number or PAGE
            searcher = self._library.searcher
            page = searcher.search(query, order, limit=limit, offset=offset, cancelled=token.is_set)
            return self._folded(page)

        self._run(self._answers, search, partial(self._frame.results.add_page, offset), token)

    def _folded(self, results: Results) -> Results:
        same_texts = answering(SameTexts, plugs())(self._library.derived)
        analysed = same_texts.analysed()
        return replace(results, folds=same_texts.folds(results.ids, results.query), analysed=analysed)

    def want_rows(self, ids: Sequence[int], query: Query) -> None:
        token = self._token
        row_ids = tuple(ids)

        def read() -> list[SearchHit]:
            if token.is_set():
                return []
            return self._library.searcher.hits(row_ids, query)

        def show(hits: list[SearchHit]) -> None:
            self._frame.results.model.set_hits(hits)

        self._rows.run(read, show, over=token)

    def finish(self) -> None:
        self._token.set()

    def _run(
        self,
        queue: TaskQueue,
        task: Callable[[], _Found],
        done: Callable[[_Found], object],
        token: threading.Event,
    ) -> None:
        queue.run(task, done, self._fail, (SearchCancelled, LibraryError), token)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, LibraryError):
            self._on_failed(str(error))

    def _break_off(self, error: BaseException) -> None:
        """Show that there is no answer, and report why; after damage, which is mended, it is asked again by itself."""
        if not isinstance(error, CatalogueDamaged | IndexDamaged):
            self._frame.results.fail("")
        report_fault(error)

    def _begin(self, text: str, order: Order) -> threading.Event:
        self._token.set()
        self._pause.stop()
        self._token = threading.Event()
        self.text = text
        self._typed_query = None
        self._query = None
        self._asked = None
        self._order = order
        self._rungs = {}
        self._opened = None
        self._among = None
        self._pages_requested = set()
        return self._token

    def _look_at_seams(self, token: threading.Event, query: Query) -> None:
        order = self._order

        def look() -> tuple[list[SeamHit], list[KnownMasthead]]:
            if token.is_set():
                return [], []
            return self._library.searcher.seam_hits(query, order), self._library.searcher.mastheads_found(
                query, order
            )

        self._seams.run(
            look,
            lambda seams_and_mastheads: self._show_others(*seams_and_mastheads, query),
            self._fail,
            (LibraryError,),
            token,
        )

    def _show_others(self, seams: list[SeamHit], heads: list[KnownMasthead], query: Query) -> None:
        self._frame.results.set_others(seams, heads, query)
        self._on_completed()

    def _show_rungs(self, rungs: list[RungResults]) -> None:
        self._frame.results.header.show_rungs(rungs)
        self.rungsFound.emit(rungs)

    def _suggest(self, token: threading.Event) -> None:
        query = self.query
        order = self._order

        def done(results: Results) -> None:
            if results.suggestions:
                self.answered.emit(results)

        self._run(
            self._counts,
            lambda: self._library.searcher.search(query, order, limit=1, cancelled=token.is_set),
            done,
            token,
        )

    def _count(self, token: threading.Event) -> None:
        query = self.query
        typed_query = self.typed_query
        is_of_rung = self._opened is not None
        searcher = self._library.searcher

        from reader.library.article_set import left_out_unknown

        def count() -> tuple[Results, tuple[LeftOutUnknown, ...]]:
            shown_at = time.monotonic()
            for results in searcher.count(query, token.is_set):
                if not results.total_is_exact and time.monotonic() - shown_at > COUNTED_EVERY:
                    shown_at = time.monotonic()
                    self._counts.tell(token, self._report_count, token, results)
            if is_of_rung or not results.left_out:
                return results, ()
            return results, left_out_unknown(results.left_out, searcher.counts.left_out_as(typed_query))

        def done(counted: tuple[Results, tuple[LeftOutUnknown, ...]]) -> None:
            results, left_out = counted
            self._report_count(token, results)
            self._frame.results.header.hints.show_left_out(left_out)

        self._run(self._counts, count, done, token)

    def _report_count(self, token: threading.Event, results: Results) -> None:
        self._frame.results.show_numbers(results)
        self._on_counted()
        if results.total_is_exact and results.total:
            self._estimate(token, results)

    def _estimate(self, token: threading.Event, results: Results) -> None:
        typed_query = self.typed_query
        searcher = self._library.searcher

        def estimate() -> Estimate | NoEstimate | None:
            if token.is_set():
                return None
            return searcher.estimate(typed_query, results)

        self._run(self._counts, estimate, self._frame.results.header.show_estimate, token)

    def _climb_to(self, rung: Rung, token: threading.Event, at_least: int) -> None:
        """Open a rung as soon as it is known; if it has no results, show those of the query."""

        def found() -> None:
            if rung in self._rungs and self._rungs[rung].total:
                self._open(rung)
            else:
                self._ask(token, self.typed_query, at_least, self._answer)

        self._find_rungs(token, at_least, found)

    def _find_rungs(self, token: threading.Event, at_least: int, then: Callable[[], object]) -> None:
        query = self.typed_query
        order = self._order
        has_all_shapes = self.has_all_shapes
        sets = self._library.sets
        searcher = self._library.searcher
        limit = max(PAGE, at_least)

        def find() -> tuple[list[RungResults], ByShape]:
            typed_query = sets.with_dossiers(query)
            below = searcher.ladder(
                typed_query, order, limit=limit, with_shapes=has_all_shapes, cancelled=token.is_set
            )
            return list(below), searcher.count_by_shape(typed_query, token.is_set) if has_all_shapes else {}

        def done(both: tuple[list[RungResults], ByShape]) -> None:
            rungs, by_shape = both
            self._rungs = {rung.rung: rung.results for rung in rungs}
            self._frame.results.header.chips.show_shapes(by_shape)
            self._show_rungs(rungs)
            then()

        self._run(self._counts, find, done, token)

    def _request_months(self, token: threading.Event, query: Query) -> None:
        from reader.search.query import Period, editing

        of_all_days = editing.narrowed(query, Period, None)
        if of_all_days.root is None:
            return

        def count() -> Results:
            return next(self._library.searcher.count(of_all_days, token.is_set))

        def show(results: Results) -> None:
            self._frame.results.header.show_months(results.by_month)

        self._run(self._counts, count, show, token)
