"""The strip of ticks beside the scroll bar: the places of the hits in the page."""

from typing import Protocol

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.ui.widgets import theme


class Ticked(Protocol):
    """A page whose hits the strip shows."""

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
        """Place the strip right of a viewport; inside the viewport it would scroll with the text."""
        self.setGeometry(view.right() + 1, view.y(), self.WIDTH, view.height())

    def forget(self) -> None:
        """Discard the heights of the ticks because the page was laid out again."""
        self._heights = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._heights is None:
            self._heights = self._page.tick_heights()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("paper"))
        current = self._page.current_hit()
        tops = [height * self.height() for height in self._heights]
        is_current = 0 <= current < len(tops)
        others = tops[:current] + tops[current + 1 :] if is_current else tops
        for top in {round(top): top for top in others}.values():  # several hits may have the same height
            self._paint_tick(painter, top, theme.color("hit_edge"))
        if is_current:
            self._paint_tick(painter, tops[current], theme.color("accent"))

    def _paint_tick(self, painter: QPainter, top: float, color: QColor) -> None:
        painter.fillRect(QRectF(2, top, 6, 3), color)
