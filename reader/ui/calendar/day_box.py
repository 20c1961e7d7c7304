"""The frame of a day in the calendar: what is known of it, and how warm its matches make it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from reader.issue_dating.coverage import Day
from reader.ui.widgets import text_painting, theme

HEAT = (1, 2, 4, 8)
"""The fewest matches of each degree of warmth."""


def heat_of(hits: int | None) -> int:
    """Return the degree of warmth of so many matches, 1 to 4; 0 for none."""
    return sum((hits or 0) >= fewest for fewest in HEAT)


def draw_dot(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("ink3"))
    painter.drawEllipse(QPointF(rect.center()), 2, 2)


def draw_day_box(painter: QPainter, rect: QRectF, day: Day, hits: int | None = None) -> None:
    """Paint the frame of a day: filled where it is held, dashed where it is missing; a dotted line where it may be.

    With `hits`, while something is looked for, a held day is filled by its degree of warmth alone.
    """
    if day is Day.HELD:
        heat = heat_of(hits)
        fill = f"heat{heat}" if heat else "sel" if hits is None else "raised"
        text_painting.draw_box(painter, rect, 3, fill, "rule2")
        return
    if day not in (Day.MISSING, Day.MISSING_PERHAPS):
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if day is Day.MISSING:
        pen = QPen(theme.color("rule2"), 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawRoundedRect(rect, 3, 3)
    else:
        pen = QPen(theme.color("rule2"), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.01, 2.2])
        painter.setPen(pen)
        inset = min(5.0, rect.width() / 5)
        painter.drawLine(
            QPointF(rect.left() + inset, rect.bottom() - 1.5),
            QPointF(rect.right() - inset, rect.bottom() - 1.5),
        )
