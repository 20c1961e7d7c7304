"""The timeline over the results, counted on another thread after a pause in typing, and cancelled by the next query."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reader.export.timeline import Step, Timeline
from reader.library.library import Library, LibraryError
from reader.search.engine import SearchCancelled
from reader.ui.search.search_controller import SearchController
from reader.ui.widgets.background_tasks import TaskQueue

if TYPE_CHECKING:
    from reader.search.query import Query

PAUSE_MS = 300
"""The delay between an answer and the counting of its line, in milliseconds."""


class TimelineController(QObject):
    """Counts the current query and the queries compared with it, by month.

    Signals: `drawn` has a `Timeline`, or None while a new query is not counted.
    """

    drawn = Signal(object)

    def __init__(self, library: Library, searching: SearchController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._searching = searching
        self._compared: Sequence[str] = ()
        self._counted: Query | None = None
        self._token = threading.Event()
        self._queue = TaskQueue(self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._count)
        searching.answered.connect(lambda _: self._begin())
        searching.rungOpened.connect(lambda *_: self._begin())

    def compare(self, queries: Sequence[str]) -> None:
        """Count these queries as well."""
        self._compared = tuple(queries)
        self._token.set()
        self._count()

    def stop(self) -> None:
        """Cancel the counting, and remove the compared queries."""
        self._token.set()
        self._pause.stop()
        self._compared, self._counted = (), None
        self.drawn.emit(None)

    def is_idle(self) -> bool:
        return not self._pause.isActive() and self._queue.is_idle()

    def finish(self) -> None:
        self._token.set()

    def _query(self) -> Query:
        """Return the current query without its condition on dates."""
        from reader.search.query import Period, editing

        query = self._searching.query
        of_all_days = editing.narrowed(query, Period, None)
        return query if of_all_days.root is None else of_all_days

    def _begin(self) -> None:
        self._token.set()
        if self._counted is not None and self._query() != self._counted:
            self._counted = None
            self.drawn.emit(None)
        self._pause.start()

    def _count(self) -> None:
        from reader.search import query as queries

        token = self._token = threading.Event()
        query, compared = self._query(), self._compared
        if query.root is None:
            return

        def count() -> Timeline:
            searcher = self._library.searcher
            asked = [query, *map(searcher.understand, compared)]
            names = [queries.in_words(query), *compared]
            return self._library.timelines.timeline(asked, Step.MONTH, token.is_set, names)

        def done(timeline: Timeline) -> None:
            if not token.is_set():
                self._counted = query
                self.drawn.emit(timeline)

        self._queue.run(count, done, None, (SearchCancelled, LibraryError))
