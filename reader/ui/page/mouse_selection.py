"""Selecting words on a newspaper page with the mouse, and what can be done with them."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from reader.newspaper.passage import MarkColor
from reader.ui.article.selection_bar import SelectionBar
from reader.ui.page.page_selection import PageSelection, Spot
from reader.ui.page.page_view import PageView


class MouseSelection(QObject):
    """Watches the mouse on the page.

    A click chooses an article, as in every list; a drag from its text selects words, and the next click clears the
    selection. A drag across a headline, up or down, or from beside the text drags the article. A second click on the
    same text asks who is named there.
    """

    markWanted = Signal(MarkColor, bool)
    """The selected words are to be marked; the bool says whether a note is to be written on them."""
    copyWanted = Signal()
    highlightActivated = Signal(str, QPoint)
    """A highlight (its uuid) was clicked, and where on the screen."""
    articleReached = Signal(int)
    """Words of the article of this number were selected, or a highlight in it clicked."""
    textDoubleClicked = Signal(int, int, int)
    """Text was double-clicked: the number of the article, the block in it, the character in this."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._pressed = QPoint()
        self._anchor: tuple[int, Spot] | None = None
        self._is_selecting = False
        self._has_cleared = False
        """Whether the press of the button cleared a selection; such a press is not passed on to Qt."""
        self._is_second_click = False
        self._bar = SelectionBar(view.viewport())
        self._bar.colorChosen.connect(lambda color: self.markWanted.emit(color, False))
        self._bar.noteWanted.connect(lambda: self.markWanted.emit(MarkColor.YELLOW, True))
        self._bar.copyWanted.connect(self.copyWanted)
        view.selectionCleared.connect(self._bar.hide)
        view.verticalScrollBar().valueChanged.connect(self._bar.hide)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return whether an event is used up, so that Qt does not choose or drag an article."""
        if not isinstance(event, QMouseEvent):
            return False
        place = event.position().toPoint()
        if event.type() is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            return self._press(place)
        if event.type() is QEvent.Type.MouseButtonDblClick and event.button() is Qt.MouseButton.LeftButton:
            return self._double_click(place)
        if event.type() is QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            return self._move(place)
        if event.type() is QEvent.Type.MouseButtonRelease and event.button() is Qt.MouseButton.LeftButton:
            return self._release(place, event.globalPosition().toPoint())
        return False

    def _press(self, place: QPoint) -> bool:
        self._is_second_click = False
        self._pressed, self._anchor = place, self._view.spot_under(place)
        self._has_cleared = self._view.selection() is not None
        self._view.select(None)
        return self._has_cleared

    def clicked_text(self) -> tuple[int, Spot] | None:
        """Return the article and the spot in its text where the mouse was pressed last; None beside the text."""
        return self._anchor

    def _double_click(self, place: QPoint) -> bool:
        self._anchor = self._view.spot_under(place)
        self._is_second_click = self._anchor is not None
        if self._anchor is not None:
            number, (block, at) = self._anchor
            self.textDoubleClicked.emit(number, block, at)
        return self._is_second_click

    def _move(self, place: QPoint) -> bool:
        if self._anchor is None:
            return self._has_cleared
        way = place - self._pressed
        number, spot = self._anchor
        if not self._is_selecting:
            if way.manhattanLength() < QApplication.startDragDistance():
                return True
            if self._view.is_headline(number, spot) and abs(way.y()) > abs(way.x()):
                self._anchor = None
                return self._has_cleared
        self._is_selecting = True
        self._view.select(PageSelection.between(number, spot, self._view.spot_near(number, place)))
        self._view.scroll_towards(place)
        return True

    def _release(self, place: QPoint, on_screen: QPoint) -> bool:
        was_selecting, self._is_selecting = self._is_selecting, False
        selection = self._view.selection()
        if self._is_second_click:
            self._is_second_click = False
            return True
        if was_selecting:
            if selection is not None and self._view.selected_passage() is not None:
                self._bar.show_beside(self._view.selected_rect())
                self.articleReached.emit(selection.article)
            return True
        mark = self._view.highlight_at(place)
        if mark is not None and not self._has_cleared:
            self.articleReached.emit(mark.article)
            self.highlightActivated.emit(mark.highlight.uuid, on_screen)
            return True
        return self._has_cleared
