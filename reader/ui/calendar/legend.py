"""The legend below the calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from reader.i18n import say
from reader.issue_dating.coverage import Day
from reader.ui.calendar.day_box import HEAT, draw_day_box, draw_dot
from reader.ui.widgets import fonts, text_painting, wording

_HEIGHT, _PITCH = 38, 24
"""The height of one row of signs, and of each further one, in pixels."""
_LEFT, _RIGHT, _LEAST_GAP = 24.0, 16.0, 10.0


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of the legend, and what it means; `hits` are those of a day with it (None: nothing is looked for)."""

    day: Day
    words: str
    hits: int | None = None


class Legend(QWidget):
    """The meaning of the signs that days have in the calendar, and of their warmth while something is looked for."""

    def __init__(self) -> None:
        super().__init__()
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
            degrees = [_Sign(Day.HELD, words, least) for least, words in zip(HEAT, _degrees(), strict=True)]
            self._signs = (_Sign(Day.HELD, say("有报，无命中"), 0), *degrees, *self._absent)
        self.setAccessibleName(wording.listed(sign.words for sign in self._signs))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = fonts.sans(12)
        for number, row in enumerate(self._rows()):
            middle = _HEIGHT / 2 + number * _PITCH
            taken = sum(map(_width_of, row))
            gap = max(_LEAST_GAP, min(24.0, (self.width() - _LEFT - _RIGHT - taken) / max(1, len(row) - 1)))
            x = _LEFT
            for sign in row:
                box = QRectF(x, middle - 8, 16, 16)
                draw_day_box(painter, box, sign.day, sign.hits)
                if sign.day is Day.NO_PAPER:
                    draw_dot(painter, box)
                elif sign.day in (Day.UNKNOWN, Day.MISSING_PERHAPS):
                    text_painting.draw_words(painter, box, "1", font, "ink3", text_painting.CENTER)
                area = QRectF(x + 24, middle - _PITCH / 2, _width_of(sign) - 22, _PITCH)
                text_painting.draw_words(painter, area, sign.words, font, "ink2")
                x += _width_of(sign) + gap

    def _rows(self) -> list[list[_Sign]]:
        """Return the signs of each row, as many as fit."""
        rows: list[list[_Sign]] = [[]]
        x = _LEFT
        for sign in self._signs:
            if rows[-1] and x + _width_of(sign) > self.width() - _RIGHT:
                rows.append([])
                x = _LEFT
            rows[-1].append(sign)
            x += _width_of(sign) + _LEAST_GAP
        return rows

    def _fit(self) -> None:
        """Take the height of the rows."""
        self.setFixedHeight(_HEIGHT + (len(self._rows()) - 1) * _PITCH)


def _width_of(sign: _Sign) -> float:
    return 24 + text_painting.width_of(sign.words, fonts.sans(12))


def _degrees() -> Iterator[str]:
    """Yield the degrees of warmth in words: 1, 2–3, 4–7, 8 篇以上."""
    for fewest, next_fewest in pairwise(HEAT):
        yield str(fewest) if next_fewest == fewest + 1 else f"{fewest}–{next_fewest - 1}"
    yield say("{n} 篇以上", n=HEAT[-1])
