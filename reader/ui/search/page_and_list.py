"""Keeps the article on the page and the list of results in step, or shows that they are not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from reader.i18n import say
from reader.library.library import Library, LibraryError
from reader.search.engine import SearchCancelled
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.search.search_controller import SearchController
from reader.ui.search.search_frame import SearchFrame
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.state_panel import Way

LIST_ISSUE, READ_FIRST, SHOW_RESULTS = "issue", "first", "results"


class PageAndList(QObject):
    """Compares the article on the page with the results, and switches between the results and the issue's list.

    Signals: `changed` when another list is shown.
    """

    changed = Signal()

    def __init__(
        self,
        library: Library,
        frame: SearchFrame,
        reading: ReadingController,
        searching: SearchController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._frame = frame
        self._reading = reading
        self._searching = searching
        self._request = 0
        self._tasks = TaskQueue(self)
        reading.shown.connect(self.compare)
        frame.tree.issueActivated.connect(self.set_results_aside)
        frame.issues.notice.chosen.connect(self.show_results)
        frame.resultsMade.connect(lambda results: results.notice.chosen.connect(self._take_way))

    def is_idle(self) -> bool:
        """Return whether no comparison is running."""
        return self._tasks.is_idle()

    # -- the marks on the page

    def unmark(self) -> None:
        """Remove the marks of the previous query: the edited query has not found this article yet."""
        self._mark(())

    def follow(self, needles: Sequence[str]) -> None:
        """Select the article on the page in the results of an edited query, and mark its matches; else unmark it."""
        stored, results = self._reading.article, self._frame.results
        if stored is not None and results.holds_row_of(stored.id):
            results.show_article(stored.id)
            self._mark(needles)
        else:
            self.unmark()

    def _mark(self, needles: Sequence[str]) -> None:
        if tuple(needles) != self._reading.needles:
            self._reading.mark(needles)
            self._frame.page_pane.mark(needles)

    # -- the list that is shown

    def set_results_aside(self) -> None:
        """Show the issue's list in place of the results, with a button above it that leads back."""
        if self._frame.are_results_shown():
            self._frame.show_results(False)
            words = say("回到“{query}”的结果", query=self._searching.text.strip())
            self._frame.issues.notice.show_notice("", [Way(SHOW_RESULTS, words)])
            self.changed.emit()

    def show_results(self) -> None:
        """Show the results that were set aside."""
        self._frame.show_results(True)
        self.compare()
        self.changed.emit()

    def are_results_aside(self) -> bool:
        """Return whether there is a query whose results are not shown."""
        return bool(self._searching.text) and not self._frame.are_results_shown()

    # -- whether the article is in the results

    def compare(self) -> None:
        """Show above the results whether the article on the page is not one of them."""
        self._request += 1
        frame, stored = self._frame, self._reading.article
        if not frame.has_results():
            return
        if frame.are_results_shown():
            frame.issues.notice.show_notice("")
        query = self._searching.query
        results = frame.results
        is_other_list = results.face() is not results.view
        if stored is None or not results.is_answered() or is_other_list or results.is_found(stored):
            self._show(is_found=True)
            return
        request, article_id, searcher = self._request, stored.id, self._library.searcher

        def show(is_found: bool) -> None:
            if request == self._request:
                self._show(is_found=is_found)

        self._tasks.run(
            lambda: bool(article_id and searcher.ids_on(searcher.among(query, [article_id]))),
            show,
            lambda _: None,
            (SearchCancelled, LibraryError),
        )

    def forget(self) -> None:
        """Remove the marks and the notices: there is no query any more."""
        self._request += 1
        self.unmark()
        self._frame.issues.notice.show_notice("")
        if self._frame.has_results():
            self._show(is_found=True)

    def _show(self, *, is_found: bool) -> None:
        results, stored = self._frame.results, self._reading.article
        if is_found or stored is None:
            results.notice.show_notice("")
            return
        ways = [Way(READ_FIRST, say("读第一条"))] if not results.is_empty() else []
        if stored.id:
            ways.append(Way(LIST_ISSUE, say("列出它那一期"), is_quiet=True))
        results.notice.show_notice(say("正在读的这篇不在这些结果里。"), ways)

    def _take_way(self, key: str) -> None:
        if key == LIST_ISSUE:
            self.set_results_aside()
            self._frame.focus_list()
        elif key == READ_FIRST:
            self._frame.results.open_first()
