"""The controller of the page view: showing the page of the current article, and stepping through pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.holdings import ArticleRow, StoredArticle
from reader.ui.controllers.reading_controller import ReadingController
from reader.ui.frame import ReadingArea
from reader.ui.page.page_pane import PrintedPage, printed_page
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Handlers, LibraryFeature, Services


class PageController(LibraryFeature):
    def __init__(
        self, services: Services, library: Library, reading: ReadingController, area: ReadingArea
    ) -> None:
        pane = area.page
        super().__init__(services, library, pane)
        self._area = area
        self._reading = reading
        self._pane = pane
        self._generation = -1
        self._tasks = TaskQueue(self)
        reading.shown.connect(self._follow)
        pane.calls.open_article = lambda i: reading.open_article(i, reading.needles, is_page=False)
        pane.calls.make_current = lambda i: reading.open_article(i, reading.needles, is_page=True)
        pane.calls.switch_page = self.switch
        pane.calls.step_page = self.step

    def handlers(self) -> Handlers:
        return {
            "next_page": partial(self.step, 1),
            "previous_page": partial(self.step, -1),
            "whole_page": self.switch,
        }

    def switch(self) -> None:
        if not self._reading.show_page(not self._reading.is_page):
            self._services.message(say("先选一篇文章，再看它的整版。"))

    def open(self, issue_id: int, label: str | None) -> None:
        """Show a page of an issue; the current article stays the current one if it is on that page."""
        rows = [row for row in self._library.contents.articles(issue_id) if row.shown_page == label]
        if self._reading.awaited.awaits(partial(self.open, issue_id, label)):
            return
        stored = self._reading.article
        if rows:
            current = [row for row in rows if stored is not None and row.id == stored.id]
            needles = self._reading.needles if current else ()  # the query has not found the other page
            self._reading.open_article((current or rows)[0].id, needles, is_page=True)

    def step(self, by: Literal[-1, 1]) -> None:
        """Show the next page of the issue (1) or the previous one (-1), at its end a page of the adjacent issue."""
        if not self._reading.is_idle():
            self._reading.after_reading(partial(self.step, by))
            return
        stored = self._reading.article
        if stored is None:
            return
        rows = self._library.contents.articles(stored.issue.id)
        if self._reading.awaited.awaits(partial(self.step, by)):
            return
        labels = list(dict.fromkeys(row.shown_page for row in rows))
        current = next((labels.index(row.shown_page) for row in rows if row.id == stored.id), None)
        at = -1 if current is None else current + by
        if 0 <= at < len(labels):
            self._open_first(rows, labels[at])
        elif (adjacent := self._library.contents.adjacent_issue(stored.issue.id, by)) is not None:
            rows = self._library.contents.articles(adjacent.id)
            if not self._reading.awaited.awaits(partial(self.step, by)) and rows:
                self._open_first(rows, rows[0 if by > 0 else -1].shown_page)
        elif not self._reading.awaited.awaits(partial(self.step, by)):
            self._services.message(say("已是最后一版。") if by > 0 else say("已是最早一版。"))

    def refresh(self, change: Change) -> None:
        if change is Change.PAPERS:
            self._follow(self._reading.article, stays=True)

    def _open_first(self, rows: Sequence[ArticleRow], label: str | None) -> None:
        first = next(row for row in rows if row.shown_page == label)
        self._reading.open_article(first.id)

    def _follow(self, stored: StoredArticle | None, *, stays: bool = False) -> None:
        """Read the page of an article on another thread and show it; until then the article stays."""
        if stored is None or not stored.id or not self._reading.is_page:
            self._area.show_page(False)
            return
        shown_page = self._pane.page()
        generation = self._library.generation()
        if shown_page is not None and shown_page.holds(stored.id) and generation == self._generation:
            self._show(shown_page)
            return

        def read() -> PrintedPage | None:
            rows = self._library.contents.articles(stored.issue.id)
            row = next((row for row in rows if row.id == stored.id), None)
            if row:
                return printed_page(self._library, stored.issue, row.shown_page)
            return None

        def show(page: PrintedPage | None) -> None:
            if page is not None:
                self._generation = generation
                if not stays or page != shown_page:
                    self._show(page)

        self._tasks.run(read, show)

    def _show(self, page: PrintedPage) -> None:
        stored = self._reading.article
        if stored is None or not self._reading.is_page or not page.holds(stored.id):
            return  # superseded
        self._pane.show_page(page, stored.id, self._reading.needles)
        self._area.show_page(True)
