"""The legend below the calendar."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.i18n import say
from reader.issue_dating.coverage import Day
from reader.ui.calendar.month_table import draw_day_box, draw_dot
from reader.ui.widgets import fonts, text_painting


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of the legend, and what it means."""

    day: Day
    words: str


class Legend(QWidget):
    """The meaning of the signs that days have in the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(38)
        self._signs = (
            _Sign(Day.HELD, say("有报")),
            _Sign(Day.MISSING, say("缺期")),
            _Sign(Day.MISSING_PERHAPS, say("可能缺期")),
            _Sign(Day.NO_PAPER, say("休刊")),
            _Sign(Day.UNKNOWN, say("无从知道")),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 24.0, self.height() / 2
        font = fonts.sans(12)
        taken = sum(24 + text_painting.width_of(sign.words, font) for sign in self._signs)
        gap = max(10.0, min(24.0, (self.width() - x - 8 - taken) / (len(self._signs) - 1)))
        for sign in self._signs:
            box = QRectF(x, middle - 8, 16, 16)
            draw_day_box(painter, box, sign.day)
            if sign.day is Day.NO_PAPER:
                draw_dot(painter, box)
            elif sign.day is Day.UNKNOWN:
                text_painting.draw_words(painter, box, "1", fonts.sans(12), "ink3", text_painting.CENTER)
            width = text_painting.width_of(sign.words, font)
            area = QRectF(x + 24, 0, width + 2, self.height())
            text_painting.draw_words(painter, area, sign.words, font, "ink2")
            x += 24 + width + gap
