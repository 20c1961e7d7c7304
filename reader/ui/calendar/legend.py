"""The legend below the calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.i18n import say
from reader.issue_dating.coverage import Day
from reader.ui.calendar.month_table import HEAT, draw_day_box, draw_dot
from reader.ui.widgets import fonts, text_painting, wording


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of the legend, and what it means; `heat` is its degree of warmth."""

    day: Day
    words: str
    heat: int = 0


class Legend(QWidget):
    """The meaning of the signs that days have in the calendar, and of their warmth while something is looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(38)
        self._absent = (
            _Sign(Day.MISSING, say("缺期")),
            _Sign(Day.MISSING_PERHAPS, say("可能缺期")),
            _Sign(Day.NO_PAPER, say("休刊")),
            _Sign(Day.UNKNOWN, say("无从知道")),
        )
        self._signs: Sequence[_Sign] = ()
        self.show_heat(False)

    def show_heat(self, has_hits: bool) -> None:
        """Explain the degrees of warmth, too, or no more."""
        if not has_hits:
            self._signs = (_Sign(Day.HELD, say("有报")), *self._absent)
        else:
            degrees = [_Sign(Day.HELD, words, heat) for heat, words in enumerate(_degrees(), 1)]
            self._signs = (_Sign(Day.HELD, say("有报，无命中")), *degrees, *self._absent)
        self.setAccessibleName(wording.listed(sign.words for sign in self._signs))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 24.0, self.height() / 2
        font = fonts.sans(12)
        taken = sum(24 + text_painting.width_of(sign.words, font) for sign in self._signs)
        gap = max(10.0, min(24.0, (self.width() - x - 8 - taken) / (len(self._signs) - 1)))
        for sign in self._signs:
            box = QRectF(x, middle - 8, 16, 16)
            draw_day_box(painter, box, sign.day, sign.heat)
            if sign.day is Day.NO_PAPER:
                draw_dot(painter, box)
            elif sign.day is Day.UNKNOWN:
                text_painting.draw_words(painter, box, "1", fonts.sans(12), "ink3", text_painting.CENTER)
            width = text_painting.width_of(sign.words, font)
            area = QRectF(x + 24, 0, width + 2, self.height())
            text_painting.draw_words(painter, area, sign.words, font, "ink2")
            x += 24 + width + gap


def _degrees() -> Iterator[str]:
    """Yield the degrees of warmth in words: 1, 2–3, 4–7, 8 篇以上."""
    for fewest, next_fewest in pairwise(HEAT):
        yield str(fewest) if next_fewest == fewest + 1 else f"{fewest}–{next_fewest - 1}"
    yield say("{n} 篇以上", n=HEAT[-1])
