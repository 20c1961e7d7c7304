"""The lines of a timeline, each with its own colour, dash pattern and mark, so that none is told by colour alone."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from reader.ui.widgets import theme

_TOKENS = ("accent", "focus", "ok", "warn", "ink")
_DASHES: tuple[Sequence[float], ...] = ((), (4, 2), (1, 2), (6, 2, 1, 2), (3, 1, 1, 1))
_MOST_MARKS = 60
_SHAPES: dict[int, tuple[tuple[float, float], ...]] = {
    1: ((-2.4, -2.4), (2.4, -2.4), (2.4, 2.4), (-2.4, 2.4)),
    2: ((0, -3.2), (3, 2.4), (-3, 2.4)),
    3: ((0, -3.4), (3.4, 0), (0, 3.4), (-3.4, 0)),
}
"""The corners of the marks that are polygons."""


def draw_run(painter: QPainter, line: int, places: Sequence[QPointF]) -> None:
    """Paint successive points of a line; a single point is painted as its mark."""
    if not places:
        return
    pen = QPen(theme.color(_TOKENS[line]), 1.6)
    if _DASHES[line]:
        pen.setDashPattern(_DASHES[line])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(list(places)))
    if len(places) <= _MOST_MARKS:
        for place in places:
            draw_mark(painter, line, place)


def draw_mark(painter: QPainter, line: int, place: QPointF) -> None:
    """Paint the mark of a line: disc, square, triangle, diamond, ring."""
    color = theme.color(_TOKENS[line])
    painter.setPen(QPen(color, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush if line == 4 else color)
    x, y = place.x(), place.y()
    if line in (0, 4):
        painter.drawEllipse(place, 2.6, 2.6)
        return
    painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in _SHAPES[line]]))
