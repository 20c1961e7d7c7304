"""Bookmarks outside their list: stars, passages that are opened, drafts that are offered again, results of a search."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QMenu

from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark
from reader.newspaper.note_draft import NoteDraft
from reader.ui.article.article_pane import ArticlePane
from reader.ui.frame.frame import Tab
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.bookmark_list import BookmarkPane, BookmarkView
from reader.ui.notebook.dossier_list import DossierPane
from reader.ui.notebook.highlight_controller import HighlightController
from reader.ui.search.results_controller import ResultsController
from reader.ui.search.search_frame import SearchFrame
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Handlers, Services

if TYPE_CHECKING:
    from reader.library.note_search import NoteHit
    from reader.ui.search.result_list import ResultPane


class NotebookFrame(SearchFrame, Protocol):
    @property
    def bookmarks(self) -> BookmarkPane: ...

    @property
    def dossiers(self) -> DossierPane: ...


class BookmarkDisplay(Feature):
    """Shows which articles are bookmarked in tree, lists and panes, and opens bookmarks."""

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
        """Add a bookmark to the active article, or remove its bookmark."""
        self.toggle(self._frame.area.active_pane())

    def toggle(self, pane: ArticlePane) -> None:
        """Add a bookmark to the article in a pane, or remove its bookmark."""
        stored = pane.article()
        if stored is not None:
            self._bookmarking.toggle(stored.anchor)

    def open(self, uuid: str) -> None:
        """Open the article of a bookmark at its passage; do nothing if the bookmark is gone."""
        if (bookmark := self._bookmarking.by_uuid(uuid)) is not None:
            self._reading.open_bookmark(bookmark)
            self._frame.pane.notes.go_to(uuid)

    def _show_place(self, bookmarks: list[Bookmark]) -> None:
        """Show changed bookmarks: in their list if it is visible or if they are several, else on the page."""
        listed = self._frame.bookmarks
        printing = bookmarks[0].printing if len(bookmarks) == 1 else None
        if printing is None or listed.isVisibleTo(self._frame.widget()):
            if not listed.isVisibleTo(self._frame.widget()):
                self._frame.show_tab(Tab.BOOKMARKS)
            for bookmark in bookmarks:
                listed.reveal(bookmark.uuid)
        elif not any(pane.notes.shows(printing) for pane in self._frame.shown_panes()):
            self._reading.open_bookmark(bookmarks[0])

    def _show(self, bookmarks: list[Bookmark]) -> None:
        whole = frozenset(bookmark.article_id for bookmark in bookmarks if bookmark.passage is None)
        noted = frozenset(bookmark.article_id for bookmark in bookmarks if bookmark.note)
        self._frame.tree.set_bookmarked(whole, noted)
        self._frame.issues.set_bookmarked(whole, noted)
        stored = self._reading.article
        if stored is not None:
            self._frame.pane.set_bookmarked(self._bookmarking.of(stored.anchor) is not None)


_BEGINNING = 12
"""The number of characters of a note quoted in a message."""


class DraftController(Feature):
    """Connects the note editors of the panes with the storage of notes."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: NotebookFrame,
        bookmarking: BookmarkController,
        reading: ReadingController,
        markings: Sequence[HighlightController],
        parent: QObject,
    ) -> None:
        """Connect the bookmark pane and the panes of `markings`, of which the first is the main article pane."""
        super().__init__(services, parent)
        self._library = library
        self._frame = frame
        self._bookmark_pane = bookmark_pane = frame.bookmarks
        self._bookmarking = bookmarking
        self._reading = reading
        self._markings = markings
        bookmark_pane.editorOpened.connect(self._show_list)
        bookmark_pane.colorWanted.connect(bookmarking.color_of)
        bookmark_pane.noteSaved.connect(bookmarking.write)
        bookmark_pane.noteDrafted.connect(bookmarking.keep_draft)
        bookmark_pane.noteCancelled.connect(self._cancel_in_list)
        bookmarking.writeFailed.connect(bookmark_pane.try_again)
        bookmarking.draftsFound.connect(self._offer)
        once = Qt.ConnectionType.SingleShotConnection
        reading.shown.connect(lambda _: bookmarking.read_drafts(), once)

    def finish(self) -> None:
        """Store the unfinished notes of all editors."""
        self._bookmark_pane.finish()
        for marking in self._markings:
            marking.writing.finish()

    def _show_list(self) -> None:
        if not self._bookmark_pane.isVisible():
            self._frame.show_tab(Tab.BOOKMARKS)

    def _cancel_in_list(self, draft: NoteDraft, is_written: bool) -> None:
        if is_written:
            self._bookmarking.cancel(draft, self._bookmark_pane.write_on)
        else:
            self._bookmarking.drop_draft(draft)

    def _offer(self, drafts: list[NoteDraft]) -> None:
        """Reopen the unfinished notes on the article shown; offer the last of the others in a message."""
        others = self._markings[0].writing.wait_for(drafts)
        if others:
            draft = others[0]
            words = " ".join(draft.note.split())
            begun = words[:_BEGINNING] + ("…" if len(words) > _BEGINNING else "")
            message = say("上次有一条批注没写完：“{words}”", words=begun)
            self._services.task(message, say("接着写"), partial(self._go_on, draft))

    def _go_on(self, draft: NoteDraft) -> None:
        article_id = self._library.articles.printings.article_of(draft.printing)
        if article_id is not None:
            self._markings[0].writing.go_on(draft)
            self._reading.open_article(article_id)
        else:
            self._bookmark_pane.write_on(draft)


class NoteResults(Feature):
    """Searches highlights, notes and tags for the query; a chip in the header of the results shows what it found.

    Signals: `opened` has the uuid of the chosen bookmark; `menuOpening` a context menu and its bookmark.
    """

    opened = Signal(str)
    menuOpening = Signal(QMenu, object)

    def __init__(
        self,
        services: Services,
        frame: NotebookFrame,
        results: ResultsController,
        bookmarking: BookmarkController,
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._frame = frame
        self._results = results
        self._bookmarking = bookmarking
        self._request = 0
        self._has_hits = False
        self._tasks = TaskQueue(self)
        self.view = view = BookmarkView(say("笔记里的结果"), "list", margin=20)
        view.setObjectName("noteResultList")
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.opened.connect(self._open)
        view.editWanted.connect(self._edit)
        view.removeWanted.connect(self._remove)
        view.menuOpening.connect(self._offer)
        results.searching.answered.connect(self._look)
        bookmarking.changed.connect(self._look)
        frame.resultsMade.connect(self._connect_list)

    def finish(self) -> None:
        self.view.deleteLater()

    def _connect_list(self, results: ResultPane) -> None:
        results.header.notes_chip.toggled.connect(self._turn)

    def _look(self) -> None:
        self._request += 1
        request, searching = self._request, self._results.searching
        if not searching.text or not self._frame.has_results():
            return
        bookmarks, query, all_shapes = self._bookmarking.bookmarks, searching.asked, searching.has_all_shapes

        def find() -> list[NoteHit]:
            from reader.library.note_search import notes_found

            is_superseded = request != self._request
            return [] if is_superseded else notes_found(bookmarks, query, all_shapes=all_shapes)

        def show(hits: list[NoteHit]) -> None:
            if request == self._request and searching.text:
                if hits or self._has_hits:
                    self.view.show_hits(hits)
                self._has_hits = bool(hits)
                self._frame.results.show_notes(len(hits))

        self._tasks.run(find, show)

    def _turn(self, are_notes: bool) -> None:
        """Show the results in the notes instead of the articles, or the articles again."""
        self._frame.results.show_instead(self.view if are_notes else None)
        self._results.together.compare()

    def _open(self, bookmark: Bookmark) -> None:
        self._results.settle()
        self.opened.emit(bookmark.uuid)

    def _edit(self) -> None:
        if bookmark := self.view.current():
            self._frame.bookmarks.edit(bookmark.uuid)

    def _remove(self) -> None:
        if bookmark := self.view.current():
            self._bookmarking.remove(bookmark)

    def _offer(self, menu: QMenu, index: QModelIndex) -> None:
        bookmark = self.view.row_model.row(index)
        menu.addAction(say("打开"), lambda: self._open(bookmark))
        self.menuOpening.emit(menu, bookmark)
        menu.addAction(say("批注与标签") + "\tF2", lambda: self._frame.bookmarks.edit(bookmark.uuid))
        menu.addAction(say("删除书签"), lambda: self._bookmarking.remove(bookmark))
