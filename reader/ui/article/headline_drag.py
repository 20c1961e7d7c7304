"""Dragging an article by its folio or its headline."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from reader.export.article_text import PageBlockKind
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.article_painting import FOLIO_HEIGHT
from reader.ui.widgets.drag_data import drag


class HeadlineDrag(QObject):
    """Handles mouse moves on the page: along a headline they select words, up or down they drag the article."""

    def __init__(self, page: ArticlePage, taken: Callable[[], QMimeData], title: Callable[[], str]) -> None:
        super().__init__(page)
        self._page = page
        self._taken = taken
        self._title = title
        self._pressed: QPoint | None = None
        self._is_folio = False
        self._has_dragged = False
        """Whether the article was dragged since the button was pressed; until the release, moves select nothing."""
        page.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        place = event.position().toPoint()
        if event.type() is QEvent.Type.MouseButtonPress:
            self._has_dragged = False
            self._press(event, place)
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self._pressed = None
        elif self._has_dragged:
            return bool(event.buttons())
        elif self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            return self._drag(place - self._pressed)
        return False

    def _press(self, event: QMouseEvent, place: QPoint) -> None:
        self._is_folio = place.y() + self._page.verticalScrollBar().value() < FOLIO_HEIGHT
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = place if is_left and (self._is_folio or self._is_headline(place)) else None

    def _is_headline(self, place: QPoint) -> bool:
        cursor = self._page.cursorForPosition(place)
        block = self._page.block_of(cursor)
        near = self._page.cursorRect(cursor).adjusted(-60, 0, 60, 0)
        return block is not None and block.kind is PageBlockKind.HEADLINE and near.contains(place)

    def _drag(self, way: QPoint) -> bool:
        """Start dragging if the mouse has moved far enough; return whether the move was consumed."""
        if way.manhattanLength() < QApplication.startDragDistance():
            return self._is_folio
        self._pressed = None
        if not self._is_folio and abs(way.x()) >= abs(way.y()):
            return False
        self._has_dragged = True
        self._page.clear_selection()
        drag(self._page, self._taken(), self._title())
        return True
