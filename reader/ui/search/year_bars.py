"""The numbers of articles by year or month: a bar each, and a brush over those that are wanted."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reader.i18n import say
from reader.search.query import Period
from reader.ui.search.time_scale import BarRange, TimeScale, time_scale
from reader.ui.widgets import fonts, text_painting, theme, wording
from reader.ui.widgets.plain_text import plain

HEIGHT = 92
PAUSE = 300
"""The pause of the arrow keys after which the chosen dates are emitted, in milliseconds."""
_TOP, _LABELS = 6, 20
_GRIP = 6


class YearBars(QWidget):
    """The bars; `chosen` has the `Period` that a person wants, or None for all."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._by_month: Mapping[int, int] = {}
        self._period: Period | None = None
        self._scale = TimeScale()
        self._brush: BarRange | None = None
        """The range that is chosen, or is just being dragged."""
        self._anchor: int | None = None
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(lambda: self._choose(self._brush))
        self._describe()

    def show_counts(self, by_month: Mapping[int, int]) -> None:
        """Show the numbers of articles by month, as `Results` has them."""
        self._by_month = by_month
        self._lay_out()

    def show_wanted(self, period: Period | None) -> None:
        """Show the dates that are wanted."""
        if not self._is_drawing():
            self._period = period
            self._lay_out()

    def span(self) -> BarRange | None:
        """Return the first and the last bar: years, or months."""
        return self._scale.span

    def wanted(self) -> BarRange | None:
        """Return the bars of the dates that are wanted."""
        return self._scale.wanted

    def is_part(self) -> bool:
        """Return whether months are shown of a year that was chosen among others."""
        return self._scale.is_part

    def has_choice(self) -> bool:
        """Return whether there is more than one bar, so that something can be chosen."""
        span = self.span()
        return span is not None and span.first < span.last

    def bar(self, number: int) -> QRectF:
        """Return the rectangle of the bar of a year or a month."""
        left, width = self._column(number)
        space = self.height() - _TOP - _LABELS
        most = max(self._scale.counts.values(), default=1)
        count = self._scale.counts.get(number, 0)
        height = max(2.0, space * count / most) if count else 0.0
        gap = min(3.0, width * 0.2)
        return QRectF(left + gap / 2, _TOP + space - height, width - gap, height)

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        span = self.span()
        if span is None:
            return
        painter = QPainter(self)
        base = self.height() - _LABELS
        if self._brush:
            left, right = self._ends(self._brush)
            painter.fillRect(QRectF(left, 0, right - left, base), theme.color("soft"))
        for number in self._scale.counts:
            is_in = self._brush is None or self._brush.first <= number <= self._brush.last
            painter.fillRect(self.bar(number), theme.color("accent" if is_in else "bar"))
        painter.fillRect(QRectF(0, base, self.width(), 1), theme.color("rule2"))
        if self._brush:
            for x in self._ends(self._brush):
                painter.fillRect(QRectF(x - 1, 0, 2, base), theme.color("accent"))
                text_painting.draw_box(painter, QRectF(x - 3.5, base / 2 - 8, 7, 16), 3, "accent", None)
        self._paint_labels(painter, span)
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), 4)

    def _paint_labels(self, painter: QPainter, span: BarRange) -> None:
        """Paint the labels at the ends of the brush, then at the ends of the scale, then round ones, where they fit."""
        taken: list[QRectF] = []
        ends = [self._brush.first, self._brush.last] if self._brush else []
        count = span.last - span.first + 1
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if count / step <= 12)
        rounds = [number for number in range(span.first, span.last + 1) if number % step == 0]
        for number in [*ends, span.first, span.last, *rounds]:
            font = fonts.sans(12, 700 if number in ends else 400)
            label = self._label(number, is_full=number in (*ends, span.first))
            width = text_painting.width_of(label, font) + 2
            left, of_column = self._column(number)
            x = min(max(left + of_column / 2 - width / 2, 0), self.width() - width)
            place = QRectF(x, self.height() - _LABELS + 3, width, 16)
            if not any(place.adjusted(-6, 0, 6, 0).intersects(other) for other in taken):
                taken.append(place)
                token = "ink" if number in ends else "ink3"
                text_painting.draw_words(painter, place, label, font, token, text_painting.CENTER)

    def _label(self, number: int, *, is_full: bool) -> str:
        """Return the label of a bar: 1987, 1987-06, or 6月 where the year is clear."""
        if self._scale.months_a_bar == 1 and not is_full and number % 12:
            return wording.short_month(number % 12 + 1)
        return wording.period(self._scale.period(BarRange(number, number)))

    def _column(self, number: int) -> tuple[float, float]:
        """Return the left edge and the width of a bar's column."""
        span = self.span() or BarRange(number, number)
        width = self.width() / (span.last - span.first + 1)
        return (number - span.first) * width, width

    def _ends(self, bars: BarRange) -> tuple[float, float]:
        """Return the edges of the brush over some bars."""
        left, _ = self._column(bars.first)
        right, width = self._column(bars.last)
        return max(left, 1.0), min(right + width, self.width() - 1.0)

    # -- choosing

    def bar_at(self, place: QPointF) -> int | None:
        span = self.span()
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
            self._brush = BarRange.between(self._anchor, number)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._anchor is None:
            return
        self._anchor = None
        is_again = self._brush == self.wanted() and self._brush and self._brush.first == self._brush.last
        self._choose(self.span() if is_again else self._brush)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, span = event.key(), self.span()
        if span is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(1 if key == Qt.Key.Key_Right else -1, event.modifiers(), span)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._brush)
        else:
            super().keyPressEvent(event)

    def _move(self, by: int, modifiers: Qt.KeyboardModifier, span: BarRange) -> None:
        """Move the end of the brush by a bar, with Shift its beginning."""
        brush = self._brush or span
        first, last = brush.first, brush.last
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            first = min(max(first + by, span.first), last)
        else:
            last = min(max(last + by, first), span.last)
        self._brush = BarRange(first, last)
        self._describe()
        self._soon.start()

    def _other_end(self, x: float) -> int | None:
        """Return the end of the brush opposite to that which was grabbed."""
        assert self._brush
        left, right = self._ends(self._brush)
        if abs(x - right) <= _GRIP:
            return self._brush.first
        return self._brush.last if abs(x - left) <= _GRIP else None

    def _choose(self, bars: BarRange | None) -> None:
        """Choose bars; all of them are no condition, where there are no others."""
        self._soon.stop()
        if bars == self.span() and not self.is_part():
            bars = None
        self._brush = bars
        if bars != self.wanted():
            self._period = self._scale.period(bars) if bars else None
            self._lay_out()
            self.chosen.emit(self._period)
        self._describe()

    def _is_drawing(self) -> bool:
        return self._anchor is not None or self._soon.isActive()

    def _lay_out(self) -> None:
        before = self._scale.months_a_bar
        self._scale = time_scale(self._by_month, self._period)
        if not self._is_drawing() or self._scale.months_a_bar != before:
            self._anchor = None
            self._soon.stop()
            self._brush = self.wanted()
        self._describe()

    # -- tool tips

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self.bar_at(QPointF(event.pos()))
            if number is not None:
                QToolTip.showText(event.globalPos(), plain(self._in_words(number)), self)
            return True
        return super().event(event)

    def _in_words(self, number: int) -> str:
        when = self._label(number, is_full=True)
        return say(
            "{when}：{articles}", when=when, articles=wording.articles(self._scale.counts.get(number, 0))
        )

    def _describe(self) -> None:
        brush = self._brush
        wanted = [say("选中 {period}", period=wording.period(self._scale.period(brush)))] if brush else []
        self.setAccessibleName(say("按年分布") if self._scale.months_a_bar == 12 else say("按月分布"))
        self.setAccessibleDescription(wording.listed([*wanted, *map(self._in_words, self._scale.counts)]))
        self.update()
