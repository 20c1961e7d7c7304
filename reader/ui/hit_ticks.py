"""Where the hits of a page stand in it, as ticks beside the scroll bar."""

from typing import Protocol

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.ui import theme


class Ticked(Protocol):
    """What the strip asks of a page."""

    def tick_heights(self) -> list[float]: ...
    def current_hit(self) -> int: ...


class HitTicks(QWidget):
    """A strip beside the scroll bar with a tick for each hit."""

    WIDTH = 10

    def __init__(self, page: Ticked, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        self._heights: list[float] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def lie_beside(self, view: QRect) -> None:
        """Takes the strip right of a viewport: drawn on that the ticks would scroll with the text."""
        self.setGeometry(view.right() + 1, view.y(), self.WIDTH, view.height())

    def forget(self) -> None:
        """The page has been laid out anew."""
        self._heights = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._heights is None:
            self._heights = self._page.tick_heights()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("paper"))
        for number, height in enumerate(self._heights):
            if number != self._page.current_hit():
                self._paint_tick(painter, height, theme.color("hit_edge"))
        if 0 <= self._page.current_hit() < len(self._heights):
            self._paint_tick(painter, self._heights[self._page.current_hit()], theme.color("accent"))

    def _paint_tick(self, painter: QPainter, height: float, color: QColor) -> None:
        painter.fillRect(QRectF(2, height * self.height(), 6, 3), color)
