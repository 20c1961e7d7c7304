"""The marked passages of the article in a pane: finding them on the page, scrolling to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from reader.language.forms import search_form
from reader.newspaper.holdings import Bookmark
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.highlights import Highlight, highlights_on
from reader.ui.article.hit_controller import IN_BACKGROUND, HitController
from reader.ui.article.shown_article import ShownArticle
from reader.ui.widgets.background_tasks import TaskQueue

_ENOUGH = 60
"""The number of characters of a passage by which its portion of a long article is found."""


class PageHighlights(QObject):
    """Marks the passages of the shown article on its page; in a long text on another thread."""

    errorOccurred = Signal(object)

    def __init__(self, page: ArticlePage, hits: HitController) -> None:
        super().__init__(page)
        self._page = page
        self._hits = hits
        self._shown: ShownArticle | None = None
        self._bookmarks: Sequence[Bookmark] = ()
        self._wanted = ""
        self._tasks = TaskQueue(self)
        self._tasks.errorOccurred.connect(self.errorOccurred)

    def set_article(self, shown: ShownArticle | None) -> None:
        """Set the article; `refresh` marks its passages when the page has its blocks."""
        self._shown = shown

    def set_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """Set all bookmarks, and mark the passages of those of the article."""
        self._bookmarks = bookmarks
        self.refresh()

    def refresh(self) -> None:
        """Mark the passages of the article on the page as it is now."""
        parts = self._shown.parts if self._shown else ()
        keys = {part.article.key for part in parts}
        mine = [bookmark for bookmark in self._bookmarks if bookmark.key in keys and bookmark.passage]
        blocks = self._page.blocks()

        def show(found: tuple[Highlight, ...]) -> None:
            if parts == (self._shown.parts if self._shown else ()):
                self._page.set_highlights(found)
                self._show_wanted()

        if mine and sum(len(block.text) for block in blocks) >= IN_BACKGROUND:
            self._tasks.run(lambda: highlights_on(blocks, mine), show)
        else:
            show(highlights_on(blocks, mine))

    def go_to(self, uuid: str) -> None:
        """Scroll to a marked passage as soon as it is on the page."""
        self._wanted = uuid
        self._show_wanted()
        self.go_to_portion_wanted()

    def go_to_portion_wanted(self) -> None:
        """Show the portion of a long article that has the passage to be scrolled to."""
        if self._shown is None or not self._shown.portions:
            return
        key = self._shown.opened.article.key
        wanted = (each for each in self._bookmarks if each.uuid == self._wanted and each.key == key)
        if passage := next((each.passage for each in wanted), None):
            words = search_form(passage.exact[:_ENOUGH].split("\n", 1)[0])
            self._hits.go_to_words((words,) if words else (), self._shown.portions_from(0))

    def _show_wanted(self) -> None:
        if any(highlight.uuid == self._wanted for highlight in self._page.highlights()):
            self._page.show_highlight(self._wanted)
            self._wanted = ""
