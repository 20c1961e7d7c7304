"""The controller of highlights on a page: making, recolouring, annotating and removing them."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import MarkColor, Passage
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.highlights import color_words
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.bookmark_list import BookmarkPane
from reader.ui.page.page_pane import PagePane

_SHOWN = 40


class HighlightController(QObject):
    """Connects a pane, in which words are selected, with the bookmarks, which store them as highlights."""

    def __init__(
        self, pane: ArticlePane | PagePane, bookmark_pane: BookmarkPane, bookmarking: BookmarkController
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._bookmark_pane = bookmark_pane
        self._bookmarking = bookmarking
        self._writes_note = False
        self._edit_next: str | None = None
        pane.passageMarked.connect(self._mark)
        pane.highlightActivated.connect(self._open_menu)
        bookmarking.added.connect(self._added)
        bookmarking.changed.connect(self._show)

    def highlight(self) -> None:
        """Highlight the selected words."""
        self._pane.mark_selection()

    def write_note(self) -> None:
        """Open the note of the selected words; else that of the shown article, which is bookmarked first."""
        if self._pane.mark_selection(with_note=True):
            return
        stored = self._pane.article()
        if stored is not None:
            known = self._bookmarking.of(stored.article.key)
            self._writes_note = known is None
            if known is not None:
                self._bookmark_pane.edit(known.uuid)
            else:
                self._bookmarking.toggle(stored.id, stored.article.key)

    def _mark(self, article_id: int, passage: Passage, with_note: bool) -> None:
        self._writes_note = with_note
        self._bookmarking.mark(article_id, passage)

    def _added(self, bookmark: Bookmark) -> None:
        self._edit_next = bookmark.uuid if self._writes_note else None
        self._writes_note = False

    def _show(self, bookmarks: list[Bookmark]) -> None:
        self._pane.set_bookmarks(bookmarks)
        if self._edit_next is not None:
            uuid, self._edit_next = self._edit_next, None
            self._bookmark_pane.edit(uuid)

    def _open_menu(self, uuid: str, place: QPoint) -> None:
        """Open the menu of a highlight beside it."""
        bookmark = self._bookmarking.by_uuid(uuid)
        if bookmark is None or bookmark.passage is None:
            return
        menu = QMenu(self._pane)
        menu.setAccessibleName(bookmark.passage.exact[:_SHOWN])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if bookmark.note:
            note = " ".join(bookmark.note.split())[:_SHOWN]
            menu.addAction(note.replace("&", "&&")).setEnabled(False)
        menu.addAction(say("批注与标签…"), partial(self._bookmark_pane.edit, uuid))
        menu.addSeparator()
        for color in MarkColor:
            action = menu.addAction(say("标为{color}色", color=color_words(color)))
            action.setCheckable(True)
            action.setChecked(color is bookmark.passage.color)
            action.triggered.connect(partial(self._bookmarking.color, bookmark, color))
        menu.addSeparator()
        menu.addAction(say("删除标记"), partial(self._bookmarking.remove, bookmark))
        menu.popup(place)
