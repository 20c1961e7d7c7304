"""The results of a search in the reader's own notes: a list shown instead of that of the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QAbstractItemView, QMenu

from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.bookmark_display import NotebookFrame
from reader.ui.notebook.bookmark_rows import BookmarkView
from reader.ui.search.results_controller import ResultsController
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Services

if TYPE_CHECKING:
    from reader.library.note_search import NoteHit
    from reader.ui.search.result_list import ResultPane


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
        bookmarks, query, all_shapes = self._bookmarking.all(), searching.asked, searching.has_all_shapes

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
