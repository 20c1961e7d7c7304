"""The number of articles by year or month: a bar each, or lines for compared queries; a brush chooses dates.

Times without held articles are hatched once the held articles are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip

from reader.export.timeline import Measure, Timeline
from reader.features.timeline.ui.drawn_bars import DrawnBars
from reader.features.timeline.ui.time_scale import BarRange
from reader.i18n import say
from reader.library.read_share import ReadSoFar
from reader.ui.search.years import Years
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.application import AS_CHART
from reader.ui.widgets.controls import plain

if TYPE_CHECKING:
    from reader.search.query import Period

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
    if not places:
        return
    pen = QPen(theme.color(_TOKENS[line]), 1.6)
    if _DASHES[line]:
        pen.setDashPattern(_DASHES[line])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(list(places)))
    # with more points the marks would cover the line
    if len(places) <= _MOST_MARKS:
        for place in places:
            draw_mark(painter, line, place)


def draw_mark(painter: QPainter, line: int, place: QPointF) -> None:
    """Paint the mark of a line: disc, square, triangle, diamond, ring."""
    color = theme.color(_TOKENS[line])
    painter.setPen(QPen(color, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush if line == 4 else color)
    x = place.x()
    y = place.y()
    if line in (0, 4):
        painter.drawEllipse(place, 2.6, 2.6)
        return
    painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in _SHAPES[line]]))


HEIGHT = 92
PAUSE = 300
"""The pause after an arrow key before the chosen dates are emitted, in milliseconds."""
# The space above the bars, and that of the labels below them, also in a low strip; pixels.
_MARGINS = (6, 20)
_LOW_MARGINS = (3, 16)
_GRIP = 6
_WIDEST = 28.0
"""The maximum width of a bar, in pixels: of few years bars are drawn, not slabs."""


class YearBars(Years):
    """The bars. Signals: `redrawn` when the bars have changed."""

    redrawn = Signal()

    def __init__(self, height: int = HEIGHT) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setProperty(AS_CHART, True)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.drawn = DrawnBars()
        self._narrowed: tuple[Period | None, Period | None] | None = None
        """The dates chosen last, and those before the choice, to which Esc returns."""
        self._is_focus_shown = False
        self._brush: BarRange | None = None
        """The range that is chosen or being dragged."""
        self._anchor: int | None = None
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(lambda: self._choose(self._brush))
        self._describe()

    def show_counts(self, by_month: Mapping[int, int]) -> None:
        self._draw(replace(self.drawn, by_month=by_month))

    def show_read(self, read: ReadSoFar) -> None:
        self._draw(replace(self.drawn, read=read))

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show lines by month with the held articles; None for the counts of `show_counts`."""
        self._draw(replace(self.drawn, timeline=timeline))

    def show_measure(self, measure: Measure) -> None:
        self.drawn = replace(self.drawn, wanted_measure=measure)
        self._describe()

    def show_wanted(self, period: Period | None) -> None:
        if not self._is_drawing():
            self._draw(replace(self.drawn, period=period))

    def has_choice(self) -> bool:
        span = self.drawn.scale.span
        return span is not None and span.first < span.last

    def bar(self, number: int) -> QRectF:
        left, width = self._column(number)
        top, labels = self._margins()
        space = self.height() - top - labels
        value = self.drawn.value(number) or 0
        if value:
            height = max(2.0, space * value / self.drawn.most)
        else:
            height = 0.0
        wide = min(width - min(3.0, width * 0.2), _WIDEST)
        return QRectF(left + (width - wide) / 2, top + space - height, wide, height)

    def periods(self) -> Iterator[tuple[Period, int]]:
        return self.drawn.with_numbers()

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        span = self.drawn.scale.span
        if span is None:
            return
        painter = QPainter(self)
        base = self.height() - self._margins()[1]
        if self._brush:
            left, right = self._ends(self._brush)
            painter.fillRect(QRectF(left, 0, right - left, base), theme.color("soft"))
        self._paint_gaps(painter, span, base)
        if self.drawn.timeline is not None and len(self.drawn.timeline.lines) > 1:
            for line in range(len(self.drawn.timeline.lines)):
                self._paint_line(painter, span, line)
        else:
            for number in self.drawn.scale.counts:
                is_in = self._brush is None or self._brush.first <= number <= self._brush.last
                painter.fillRect(self.bar(number), theme.color("accent" if is_in else "bar"))
        painter.fillRect(QRectF(0, base, self.width(), 1), theme.color("rule2"))
        if self._brush:
            for x in self._ends(self._brush):
                painter.fillRect(QRectF(x - 1, 0, 2, base), theme.color("accent"))
                text_painting.draw_box(painter, QRectF(x - 3.5, base / 2 - 8, 7, 16), 3, "accent", None)
        self._paint_labels(painter, span)
        if self.hasFocus() and self._is_focus_shown:
            text_painting.draw_focus(painter, QRectF(self.rect()), 4)

    def _margins(self) -> tuple[int, int]:
        if self.height() >= HEIGHT:
            return _MARGINS
        return _LOW_MARGINS

    def _paint_gaps(self, painter: QPainter, span: BarRange, base: int) -> None:
        top = self._margins()[0]
        for number in range(span.first, span.last + 1):
            left, width = self._column(number)
            if not self.drawn.has_data(number) or number in self.drawn.unread:
                text_painting.draw_hatch(painter, QRectF(left, top, width, base - top))
            elif not self.drawn.read.is_whole:
                painter.fillRect(QRectF(left, base, width, 2), theme.color("ok"))

    def _paint_line(self, painter: QPainter, span: BarRange, line: int) -> None:
        places: list[QPointF] = []
        top, labels = self._margins()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # one step beyond the end, which draws the last run
        for number in range(span.first, span.last + 2):
            if number <= span.last:
                value = self.drawn.value(number, line)
            else:
                value = None
            if value is None:
                draw_run(painter, line, places)
                places = []
                continue
            left, width = self._column(number)
            space = self.height() - top - labels
            x = min(max(left + width / 2, _GRIP), self.width() - _GRIP)  # marks are not clipped
            places.append(QPointF(x, top + space * (1 - value / self.drawn.most)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_labels(self, painter: QPainter, span: BarRange) -> None:
        """Paint the labels at the ends of the brush, then at the ends of the scale, then round ones, where they fit."""
        places: list[QRectF] = []
        if self._brush:
            ends = [self._brush.first, self._brush.last]
        else:
            ends = []
        count = span.last - span.first + 1
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if count / step <= 12)
        rounds = [number for number in range(span.first, span.last + 1) if number % step == 0]
        # by importance: a label that overlaps an earlier one is left out
        for number in [*ends, span.first, span.last, *rounds]:
            font = theme.sans(12, 700 if number in ends else 400)
            label = self.drawn.label(number, is_full=number in (*ends, span.first))
            width = text_painting.width_of(label, font) + 2
            left, of_column = self._column(number)
            x = min(max(left + of_column / 2 - width / 2, 0), self.width() - width)
            place = QRectF(x, self.height() - self._margins()[1] + 2, width, 16)
            if not any(place.adjusted(-6, 0, 6, 0).intersects(other) for other in places):
                places.append(place)
                token = "ink" if number in ends else "ink3"
                text_painting.draw_words(painter, place, label, font, token, text_painting.CENTER)

    def _column(self, number: int) -> tuple[float, float]:
        span = self.drawn.scale.span or BarRange(number, number)
        width = self.width() / (span.last - span.first + 1)
        return (number - span.first) * width, width

    def _ends(self, bars: BarRange) -> tuple[float, float]:
        left, _ = self._column(bars.first)
        right, width = self._column(bars.last)
        return max(left, 1.0), min(right + width, self.width() - 1.0)

    # -- choosing

    def bar_at(self, place: QPointF) -> int | None:
        span = self.drawn.scale.span
        if span is None:
            return None
        count = span.last - span.first + 1
        return span.first + min(max(int(place.x() / self.width() * count), 0), count - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.bar_at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or number is None:
            return
        self._soon.stop()
        if self._brush and (other := self._other_end(event.position().x())) is not None:
            self._anchor = other
        else:
            self._anchor = number
            self._brush = BarRange(number, number)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self.bar_at(event.position())
        if self._anchor is not None and number is not None:
            self._brush = BarRange(*sorted((self._anchor, number)))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._anchor is None:
            return
        self._anchor = None
        is_again = (
            self._brush == self.drawn.scale.chosen and self._brush and self._brush.first == self._brush.last
        )
        self._choose(self.drawn.scale.span if is_again else self._brush)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        span = self.drawn.scale.span
        if span is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(1 if key == Qt.Key.Key_Right else -1, event.modifiers(), span)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(None)
        elif key == Qt.Key.Key_Escape and self.can_go_back():
            self.go_back()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._brush)
        else:
            super().keyPressEvent(event)

    def can_go_back(self) -> bool:
        return self._anchor is not None or (
            self._narrowed is not None and self._narrowed[0] == self.drawn.period
        )

    def go_back(self) -> None:
        """Cancel the dragged brush, or restore the dates before the last choice."""
        if self._anchor is not None:
            self._anchor = None
            self._brush = self.drawn.scale.chosen
            self._describe()
        elif self._narrowed is not None:
            period = self._narrowed[1]
            self._narrowed = None
            self._draw(replace(self.drawn, period=period))
            self.chosen.emit(period)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_focus_shown = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def _move(self, by: int, modifiers: Qt.KeyboardModifier, span: BarRange) -> None:
        brush = self._brush or span
        first = brush.first
        last = brush.last
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            first = min(max(first + by, span.first), last)
        else:
            last = min(max(last + by, first), span.last)
        self._brush = BarRange(first, last)
        self._describe()
        # the query follows when the arrow key rests, not at each step
        self._soon.start()

    def _other_end(self, x: float) -> int | None:
        """Return the bar at the end of the brush opposite the grabbed one; None if neither was grabbed."""
        assert self._brush
        left, right = self._ends(self._brush)
        if abs(x - right) <= _GRIP:
            return self._brush.first
        if abs(x - left) <= _GRIP:
            return self._brush.last
        return None

    def _choose(self, bars: BarRange | None) -> None:
        """Choose bars; all of them mean no condition on dates, unless they are only a part."""
        self._soon.stop()
        if bars == self.drawn.scale.span and not self.drawn.scale.is_part:
            bars = None
        self._brush = bars
        if bars != self.drawn.scale.chosen:
            period = self.drawn.scale.period(bars) if bars else None
            self._narrowed = period, self.drawn.period
            self._draw(replace(self.drawn, period=period))
            self.chosen.emit(period)
        self._describe()

    def _is_drawing(self) -> bool:
        return self._anchor is not None or self._soon.isActive()

    def _draw(self, drawn: DrawnBars) -> None:
        """Draw the bars anew, if what they show has changed; each answer of a search shows it several times."""
        if drawn == self.drawn and self._brush == drawn.scale.chosen:
            return
        before = self.drawn.scale.months_a_bar
        self.drawn = drawn
        # new counts do not take the brush out of somebody's hand, unless the bars now mean another time
        if not self._is_drawing() or drawn.scale.months_a_bar != before:
            self._anchor = None
            self._soon.stop()
            self._brush = drawn.scale.chosen
        self._describe()

    # -- tool tips

    def event(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride and self.can_go_back():
            event.accept()  # else Esc would leave the search
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self.bar_at(QPointF(event.pos()))
            if number is not None:
                QToolTip.showText(event.globalPos(), plain(self.drawn.in_words(number)), self)
            return True
        return super().event(event)

    def _describe(self) -> None:
        scale = self.drawn.scale
        if self._brush:
            brush_words = [say("选中 {period}", period=wording.period(scale.period(self._brush)))]
        else:
            brush_words = []
        self.setAccessibleName(say("按年分布") if scale.months_a_bar == 12 else say("按月分布"))
        self.setAccessibleDescription(wording.listed([*brush_words, *self.drawn.all_in_words()]))
        self.update()
        self.redrawn.emit()
