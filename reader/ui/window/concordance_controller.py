"""The concordance in the window: in the place of the article, of the query that is searched for."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import StoredArticle
from reader.search.engine import SearchCancelled
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.search.search_controller import SearchController
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.window.layout import WindowLayout

if TYPE_CHECKING:
    from reader.library.concordance import Concordance, ConcordanceRow
    from reader.search.concordance.place_table import Numbers
    from reader.search.query import Query
    from reader.ui.search.concordance_pane import ConcordancePane

_SHOWN_EVERY = 0.2
"""The seconds between two numbers while places are read."""


class ConcordanceController(QObject):
    """Reads the places of the query on another thread and shows them as they come."""

    errorOccurred = Signal(object)
    _grown = Signal(object, object, int, int)

    def __init__(
        self,
        library: Library,
        layout: WindowLayout,
        reading: ReadingController,
        searching: SearchController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._layout = layout
        self._reading = reading
        self._searching = searching
        self._places = TaskQueue(self)
        self._rows = TaskQueue(self)
        for queue in (self._places, self._rows):
            queue.errorOccurred.connect(self.errorOccurred)
        self._token = threading.Event()
        self._query: Query | None = None
        self._generation: object = None
        self._concordance: Concordance | None = None
        self._same: Sequence[int] | Numbers = ()
        self._opening: ConcordanceRow | None = None
        self._last_shown: int | None = None
        self._grown.connect(self._show_some)
        searching.answered.connect(self._follow)
        layout.search.queryEdited.connect(lambda text: None if text.strip() else self._follow())
        reading.shown.connect(self._article_shown)

    def finish(self) -> None:
        """End the threads."""
        self._token.set()
        self._places.finish()
        self._rows.finish()

    def is_idle(self) -> bool:
        return self._places.is_idle() and self._rows.is_idle()

    def toggle(self) -> None:
        """Show the places of the query in place of the article, or the article again."""
        if not self.close():
            self._layout.leave_calendar()
            self._layout.area.show_concordance(self._pane())
            self._read()
            self._layout.close_drawer()
            self._pane().face().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close(self) -> bool:
        """Show the article again; return whether the concordance was shown."""
        was_shown = self._layout.area.is_concordance_shown()
        if was_shown:
            self._layout.area.show_concordance(None)
            self._layout.area.first_view().setFocus(Qt.FocusReason.OtherFocusReason)
        return was_shown

    def _pane(self) -> ConcordancePane:
        pane, is_new = self._layout.area.concordance()
        if is_new:
            pane.placeActivated.connect(self._open)
            pane.sortChosen.connect(self._sort_again)
            pane.closed.connect(self.close)
            pane.rowsWanted.connect(self._read_rows)
        return pane

    def _follow(self) -> None:
        """List the places of another query, or of this one in a library that has changed."""
        if self._layout.area.is_concordance_shown():
            self._read()

    def _read(self) -> None:
        query, generation = self._searching.query, self._library.generation()
        if (query, generation) == (self._query, self._generation) and query.root is not None:
            return
        self._token.set()
        self._token = token = threading.Event()
        self._query, self._generation = query, generation
        self._same = ()
        pane = self._pane()
        if query.root is None:
            self._concordance = None
            pane.show_no_query()
            return
        pane.begin()
        self._concordance = concordance = self._library.searcher.concordance(query)

        def read() -> None:
            shown_at, listed = 0.0, 0
            table = concordance.table
            for places in concordance.read(token.is_set):
                if time.monotonic() - shown_at > _SHOWN_EVERY:
                    shown_at = time.monotonic()
                    # The rows so far are put in order again when they are twice as many: that takes ever longer.
                    goes_on = places >= 2 * listed and places > 0
                    listed = places if goes_on else listed
                    self._grown.emit(token, table.ordered() if goes_on else None, places, table.articles)

        self._places.run(
            read,
            lambda _: self._sort(token),
            lambda error: self._fail(token, error),
            (SearchCancelled, LibraryError),
        )

    def _show_some(self, token: threading.Event, numbers: Numbers | None, places: int, articles: int) -> None:
        if not token.is_set():
            self._pane().show_progress(numbers, places)

    def _fail(self, token: threading.Event, error: Exception) -> None:
        if not token.is_set():
            self._pane().show_failure(str(error))

    def _sort(self, token: threading.Event, *, is_new: bool = True) -> None:
        """Show all places in the chosen order."""
        concordance, sort = self._concordance, self._pane().sort()
        if token.is_set() or concordance is None:
            return
        table = concordance.table

        def done(found: tuple[Numbers, Numbers]) -> None:
            if token.is_set():
                return
            numbers, self._same = found
            pane = self._pane()
            pane.show_places(numbers, len(table), table.articles, is_full=table.is_full)
            if is_new:
                pane.model.forget_rows()
            else:
                pane.to_top()

        self._places.run(lambda: (table.ordered(sort), table.same_text()), done)

    def _sort_again(self) -> None:
        """Show the places in another order; those that are still read will be shown in it."""
        if self._places.is_idle():
            self._sort(self._token, is_new=False)

    def _read_rows(self, numbers: list[int]) -> None:
        from reader.ui.search.concordance_pane import WIDTH

        concordance, token, same = self._concordance, self._token, self._same
        if concordance is None:
            return

        def done(rows: list[ConcordanceRow]) -> None:
            if not token.is_set():
                self._pane().set_rows(rows)

        self._rows.run(lambda: concordance.rows(numbers, WIDTH, same), done)

    # -- the article of a row

    def _open(self, row: ConcordanceRow) -> None:
        """Open the article of a place at the place; it takes the place of the concordance when it is there."""
        self._opening = row
        self._reading.open_article(row.stored.id, self._searching.needles())

    def _article_shown(self, stored: StoredArticle | None) -> None:
        row, self._opening = self._opening, None
        if stored is None:
            return
        if row is not None and row.stored.id == stored.id:
            self.close()
            if row.context.shown_in is not None:
                self._layout.pane.show_hit_in(row.context.shown_in, row.context.at)
        elif stored.id != self._last_shown:
            self.close()
        self._last_shown = stored.id
