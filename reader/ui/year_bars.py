"""How many articles of an answer are of which year: a bar a year, and a brush over those that are wanted."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reader.messages import say
from reader.ui import fonts, painting, theme, words

HEIGHT = 92
PAUSE = 300
"""How long the arrow keys rest before the years they lead to are asked for, in milliseconds."""
_TOP, _LABELS = 6, 20
_GRIP = 6


@dataclass(frozen=True, slots=True)
class Years:
    """From `first` to `last`, both included."""

    first: int
    last: int

    @classmethod
    def between(cls, one: int, other: int) -> "Years":
        return cls(min(one, other), max(one, other))


class YearBars(QWidget):
    """`chosen` gives the `Years` that a person wants, or None for all of them."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(say("按年分布"))
        self._counts: dict[int, int] = {}
        self._wanted: Years | None = None
        self._brush: Years | None = None
        """What is wanted, or is just being drawn."""
        self._anchor: int | None = None
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(lambda: self._choose(self._brush))

    def show_counts(self, by_year: Mapping[int, int]) -> None:
        """Articles by year; the undated ones, under 0, have no bar."""
        self._counts = {year: n for year, n in sorted(by_year.items()) if year and n}
        self._describe()

    def show_wanted(self, wanted: Years | None) -> None:
        if self._anchor is None and not self._soon.isActive():
            self._wanted = self._brush = wanted
            self._describe()

    def span(self) -> Years | None:
        """The years that have a bar, and those between."""
        known = [
            *self._counts,
            *((self._wanted.first, self._wanted.last) if self._wanted and self._counts else ()),
        ]
        return Years(min(known), max(known)) if known else None

    def has_choice(self) -> bool:
        """Whether there is more than one year, so that something can be chosen."""
        span = self.span()
        return span is not None and span.first < span.last

    def bar(self, year: int) -> QRectF:
        """Where the bar of a year stands."""
        left, width = self._column(year)
        room = self.height() - _TOP - _LABELS
        most = max(self._counts.values(), default=1)
        count = self._counts.get(year, 0)
        height = max(2.0, room * count / most) if count else 0.0
        gap = min(3.0, width * 0.2)
        return QRectF(left + gap / 2, _TOP + room - height, width - gap, height)

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
        for year in self._counts:
            is_in = self._brush is None or self._brush.first <= year <= self._brush.last
            painter.fillRect(self.bar(year), theme.color("accent" if is_in else "bar"))
        painter.fillRect(QRectF(0, base, self.width(), 1), theme.color("rule2"))
        if self._brush:
            for x in self._ends(self._brush):
                painter.fillRect(QRectF(x - 1, 0, 2, base), theme.color("accent"))
                painting.draw_box(painter, QRectF(x - 3.5, base / 2 - 8, 7, 16), 3, "accent", None)
        self._paint_labels(painter, span)
        if self.hasFocus():
            painting.draw_focus(painter, QRectF(self.rect()), 4)

    def _paint_labels(self, painter: QPainter, span: Years) -> None:
        """The years at the ends of the brush, then those at the ends, then round ones, where there is room."""
        taken: list[QRectF] = []
        ends = [self._brush.first, self._brush.last] if self._brush else []
        count = span.last - span.first + 1
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if count / step <= 12)
        rounds = [year for year in range(span.first, span.last + 1) if year % step == 0]
        for year in [*ends, span.first, span.last, *rounds]:
            font = fonts.sans(12, 700 if year in ends else 400)
            width = painting.width_of(str(year), font) + 2
            left, of_column = self._column(year)
            x = min(max(left + of_column / 2 - width / 2, 0), self.width() - width)
            place = QRectF(x, self.height() - _LABELS + 3, width, 16)
            if not any(place.adjusted(-6, 0, 6, 0).intersects(other) for other in taken):
                taken.append(place)
                token = "ink" if year in ends else "ink3"
                painting.draw_words(painter, place, str(year), font, token, painting.CENTER)

    def _column(self, year: int) -> tuple[float, float]:
        """The left edge and the width of a year's column."""
        span = self.span() or Years(year, year)
        width = self.width() / (span.last - span.first + 1)
        return (year - span.first) * width, width

    def _ends(self, years: Years) -> tuple[float, float]:
        """The edges of the brush over some years."""
        left, _ = self._column(years.first)
        right, width = self._column(years.last)
        return max(left, 1.0), min(right + width, self.width() - 1.0)

    # -- choosing

    def year_at(self, place: QPointF) -> int | None:
        span = self.span()
        if span is None:
            return None
        count = span.last - span.first + 1
        return span.first + min(max(int(place.x() / self.width() * count), 0), count - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        year = self.year_at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or year is None:
            return
        self._soon.stop()
        if self._brush and (other := self._other_end(event.position().x())) is not None:
            self._anchor = other
        else:
            self._anchor = year
            self._brush = Years(year, year)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        year = self.year_at(event.position())
        if self._anchor is not None and year is not None:
            self._brush = Years.between(self._anchor, year)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._anchor is None:
            return
        self._anchor = None
        is_again = self._brush == self._wanted and self._brush and self._brush.first == self._brush.last
        self._choose(None if is_again or self._brush == self.span() else self._brush)

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

    def _move(self, by: int, modifiers: Qt.KeyboardModifier, span: Years) -> None:
        """The end of the brush goes a year on, with Shift its beginning."""
        brush = self._brush or span
        first, last = brush.first, brush.last
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            first = min(max(first + by, span.first), last)
        else:
            last = min(max(last + by, first), span.last)
        self._brush = Years(first, last)
        self._describe()
        self._soon.start()

    def _other_end(self, x: float) -> int | None:
        """Where an end of the brush was taken hold of, the other end."""
        assert self._brush
        left, right = self._ends(self._brush)
        if abs(x - right) <= _GRIP:
            return self._brush.first
        return self._brush.last if abs(x - left) <= _GRIP else None

    def _choose(self, years: Years | None) -> None:
        self._soon.stop()
        if years == self.span():
            years = None
        self._brush = years
        if years != self._wanted:
            self._wanted = years
            self.chosen.emit(years)
        self._describe()

    # -- telling

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            year = self.year_at(QPointF(event.pos()))
            if year is not None:
                QToolTip.showText(event.globalPos(), self._in_words(year), self)
            return True
        return super().event(event)

    def _in_words(self, year: int) -> str:
        return say("{year} 年：{articles}", year=year, articles=words.articles(self._counts.get(year, 0)))

    def _describe(self) -> None:
        brush = self._brush
        wanted = [say("选中 {first}–{last}", first=brush.first, last=brush.last)] if brush else []
        self.setAccessibleDescription(words.listed([*wanted, *map(self._in_words, self._counts)]))
        self.update()
