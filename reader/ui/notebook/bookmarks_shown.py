"""Bookmarks outside their list: stars and notes on rows and pages, and opening the passage of a bookmark."""

from functools import partial

from PySide6.QtCore import QObject

from reader.newspaper.holdings import Bookmark
from reader.ui.article.article_pane import ArticlePane
from reader.ui.frame.frame import Tab
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.notebook_frame import NotebookFrame
from reader.ui.widgets.services import Feature, Handlers, Services


class BookmarksShown(Feature):
    """Shows which articles are bookmarked, and opens bookmarks."""

    def __init__(
        self,
        services: Services,
        frame: NotebookFrame,
        reading: ReadingController,
        bookmarking: BookmarkController,
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._frame = frame
        self._reading = reading
        self._bookmarking = bookmarking
        bookmarking.changed.connect(frame.bookmarks.set_bookmarks)
        bookmarking.changed.connect(self._show)
        bookmarking.placeWanted.connect(self._show_place)
        frame.bookmarks.bookmarkActivated.connect(self.open)
        frame.bookmarks.removeRequested.connect(bookmarking.remove_all)
        for pane in (frame.pane, frame.second):
            pane.bookmarkToggled.connect(partial(self.toggle, pane))

    def handlers(self) -> Handlers:
        return {
            "bookmark": self.toggle_active,
        }

    def toggle_active(self) -> None:
        """Add a bookmark to the active article, or remove it."""
        self.toggle(self._frame.area.active_pane())

    def toggle(self, pane: ArticlePane) -> None:
        """Add a bookmark to the article in a pane, or remove it."""
        stored = pane.article()
        if stored is not None:
            self._bookmarking.toggle(stored.anchor)

    def open(self, uuid: str) -> None:
        """Open the article of a bookmark at its passage; do nothing if the bookmark is gone."""
        if (bookmark := self._bookmarking.by_uuid(uuid)) is not None:
            self._reading.open_bookmark(bookmark)
            self._frame.pane.show_passage(uuid)

    def _show_place(self, bookmarks: list[Bookmark]) -> None:
        """Show where bookmarks were changed: in their list if that is in front or there are many; else on the page."""
        listed = self._frame.bookmarks
        printing = bookmarks[0].printing if len(bookmarks) == 1 else None
        if printing is None or listed.isVisibleTo(self._frame.widget()):
            if not listed.isVisibleTo(self._frame.widget()):
                self._frame.show_tab(Tab.BOOKMARKS)
            for bookmark in bookmarks:
                listed.reveal(bookmark.uuid)
        elif not any(pane.notes.holds(printing) for pane in self._frame.shown_panes()):
            self._reading.open_bookmark(bookmarks[0])

    def _show(self, bookmarks: list[Bookmark]) -> None:
        whole = frozenset(bookmark.article_id for bookmark in bookmarks if bookmark.passage is None)
        noted = frozenset(bookmark.article_id for bookmark in bookmarks if bookmark.note)
        self._frame.tree.set_bookmarked(whole, noted)
        self._frame.issues.set_bookmarked(whole, noted)
        stored = self._reading.article
        if stored is not None:
            self._frame.pane.set_bookmarked(self._bookmarking.of(stored.anchor) is not None)
