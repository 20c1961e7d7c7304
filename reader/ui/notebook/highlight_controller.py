"""The controller of highlights and notes on a page: making, recolouring, annotating and removing them."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.newspaper.note_draft import NoteDraft
from reader.newspaper.passage import MarkColor, Passage
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.color_swatch import add_swatches
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.note_writing import NoteWriting
from reader.ui.page.page_pane import PagePane
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import IconButton


class HighlightBar(QWidget):
    """A bar that closes by itself, as a menu does: on a choice, a click elsewhere, or Esc."""

    colorChosen = Signal(MarkColor)
    noteWanted = Signal()
    removeWanted = Signal()

    def __init__(self, parent: QWidget, bookmark: Bookmark) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("highlightBar")
        self.setAccessibleName(" ".join(bookmark.passage.exact.split())[:40] if bookmark.passage else "")
        theme.tint(self, "raised")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(2)
        self.swatches = add_swatches(row, self._choose)
        for swatch in self.swatches:
            swatch.set_current(bookmark.passage is not None and swatch.color is bookmark.passage.color)
        self.note_button = IconButton("note", say("改批注") if bookmark.note else say("写批注"))
        self.remove_button = IconButton("remove", say("删除标记"))
        self.note_button.clicked.connect(self.close)
        self.note_button.clicked.connect(self.noteWanted)
        self.remove_button.clicked.connect(self.close)
        self.remove_button.clicked.connect(self.removeWanted)
        row.addWidget(self.note_button)
        row.addWidget(self.remove_button)

    def open_below(self, place: QPoint) -> None:
        """Show the bar below a place of the screen, the first swatch with the focus."""
        size = self.sizeHint()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        bounds = screen.availableGeometry()
        left = min(max(place.x() - size.width() // 2, bounds.left()), bounds.right() - size.width())
        top = place.y() + 14
        if top + size.height() > bounds.bottom():
            top = place.y() - size.height() - 14
        self.move(left, top)
        self.show()
        self.swatches[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, color: MarkColor) -> None:
        self.close()
        self.colorChosen.emit(color)

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 0, "raised", "rule2")


class HighlightController(QObject):
    """Connects a pane, in which words are selected, with the bookmarks, which store them as highlights."""

    def __init__(self, pane: ArticlePane | PagePane, bookmarking: BookmarkController) -> None:
        super().__init__(pane)
        self._pane = pane
        self._bookmarking = bookmarking
        self.writing = NoteWriting(pane.notes, bookmarking, pane)
        pane.passageMarked.connect(self._mark)
        pane.highlightActivated.connect(self._open_bar)
        pane.notes.noteActivated.connect(self.edit_note)
        bookmarking.changed.connect(pane.set_bookmarks)

    def highlight(self) -> None:
        """Highlight the selected words."""
        self._pane.mark_selection()

    def write_note(self) -> None:
        """Open the note of the selected words; else that of the shown article."""
        if self._pane.mark_selection(with_note=True):
            return
        stored = self._pane.article()
        if stored is not None:
            known = self._bookmarking.of(stored.anchor)
            if known is not None:
                self.writing.open(NoteDraft.of_bookmark(known))
            elif stored.id:
                self._write(NoteDraft.on_article(stored))

    def edit_note(self, uuid: str) -> None:
        """Open the note of a bookmark in its place on the page."""
        bookmark = self._bookmarking.by_uuid(uuid)
        if bookmark is not None:
            self.writing.open(NoteDraft.of_bookmark(bookmark))

    def _mark(self, article_id: int, passage: Passage, with_note: bool) -> None:
        if not with_note:
            self._bookmarking.mark(article_id, passage)
            return
        stored = next((part for part in self._pane.parts() if part.id == article_id), None)
        if stored is None:
            return
        draft = NoteDraft.on_article(stored, passage)
        known = self._bookmarking.marked(draft)
        self._write(draft) if known is None else self.edit_note(known.uuid)

    def _write(self, draft: NoteDraft) -> None:
        """Open the editor of a new note, with the words of one that was removed lately: they would come back."""
        removed = self._bookmarking.removed_like(draft)
        self.writing.open(draft if removed is None else draft.with_words_of(removed))

    def _open_bar(self, uuid: str, place: QPoint) -> None:
        """Open the bar of a highlight below it."""
        bookmark = self._bookmarking.by_uuid(uuid)
        if bookmark is None or bookmark.passage is None:
            return
        bar = HighlightBar(self._pane, bookmark)
        bar.colorChosen.connect(partial(self._bookmarking.color, bookmark))
        bar.noteWanted.connect(partial(self.edit_note, uuid))
        bar.removeWanted.connect(partial(self._bookmarking.remove, bookmark))
        bar.open_below(place)
