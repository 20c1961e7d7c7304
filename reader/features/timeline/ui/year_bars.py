"""The number of articles by year or month: a bar each, or lines for compared queries; a brush chooses dates.

Times without held articles are hatched once the held articles are known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field
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

from reader.export.timeline import Measure, Point, Timeline, between, by_year, in_words
from reader.i18n import say
from reader.library.read_share import WHOLE, ReadSoFar, so_far
from reader.search.documents import month_number
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


MONTHS_WITHIN = 2
"""The maximum number of years shown by month."""


class BarRange(Struct, frozen=True):
    first: int
    last: int


class TimeScale(Struct, frozen=True):
    """The bars shown (`span`), and those of the query's dates (`wanted`).

    Bars are numbered by year, or as by `month_number`. `is_part`: other dates would show other bars.
    """

    months_a_bar: int = 12
    counts: Mapping[int, int] = field(default_factory=dict)
    span: BarRange | None = None
    wanted: BarRange | None = None
    is_part: bool = False

    def period(self, bars: BarRange) -> Period:
        from reader.search.query import Period

        end = (bars.last + 1) * self.months_a_bar
        if end >= 12 * 10_000:
            last = dt.date.max
        else:
            last = _first_day(end) - dt.timedelta(days=1)
        return Period(_first_day(bars.first * self.months_a_bar), last)


def time_scale(
    by_month: Mapping[int, int],
    period: Period | None,
    beside: Sequence[int] = (),
    years_alone: Mapping[int, int] = MappingProxyType({}),
) -> TimeScale:
    """Return the scale for the number of articles by month, with the bars of a period as the wanted ones.

    Undated articles, under 0, have no bar; an open end reaches as far as the articles, and the months `beside`. Where
    the bars are years, they have the articles of `years_alone`, too, of which no more is known.
    """
    count_by_month = {month: count for month, count in sorted(by_month.items()) if month and count}
    ends = [*count_by_month, *beside]
    if not ends and years_alone:
        return _scale_of_years_alone(years_alone, period)
    if not ends:
        return TimeScale()
    full_range = BarRange(min(ends), max(ends))
    chosen_range = _months_of(period, full_range) if period else None
    if chosen_range:
        span = BarRange(min(full_range.first, chosen_range.first), max(full_range.last, chosen_range.last))
    else:
        span = full_range
    if _years(span) <= MONTHS_WITHIN:
        return TimeScale(1, count_by_month, span, chosen_range)
    # the months of the whole years, so that a neighbouring month can be chosen
    if chosen_range and _years(chosen_range) <= MONTHS_WITHIN:
        years = BarRange(chosen_range.first // 12 * 12, chosen_range.last // 12 * 12 + 11)
        inside = {
            month: count for month, count in count_by_month.items() if years.first <= month <= years.last
        }
        return TimeScale(1, inside, years, chosen_range, is_part=True)
    by_year: dict[int, int] = {}
    for month, count in count_by_month.items():
        by_year[month // 12] = by_year.get(month // 12, 0) + count
    for year, count in years_alone.items():
        by_year[year] = by_year.get(year, 0) + count
    all_years = _in_years(span)
    first = min([all_years.first, *years_alone])
    last = max([all_years.last, *years_alone])
    return TimeScale(12, by_year, BarRange(first, last), _in_years(chosen_range) if chosen_range else None)


def _scale_of_years_alone(years_alone: Mapping[int, int], period: Period | None) -> TimeScale:
    """Return the scale of articles of which nothing but the year is known."""
    years = BarRange(min(years_alone), max(years_alone))
    if period is None:
        return TimeScale(12, years_alone, years, None)
    chosen_years = _in_years(_months_of(period, BarRange(years.first * 12, years.last * 12 + 11)))
    first = min(years.first, chosen_years.first)
    last = max(years.last, chosen_years.last)
    return TimeScale(12, years_alone, BarRange(first, last), chosen_years)


def _months_of(period: Period, full_range: BarRange) -> BarRange:
    first = month_number(period.first)
    last = month_number(period.last)
    first = first or min(full_range.first, last)
    return BarRange(first, last or max(full_range.last, first))


def _years(months: BarRange) -> int:
    return months.last // 12 - months.first // 12 + 1


def _in_years(months: BarRange) -> BarRange:
    return BarRange(months.first // 12, months.last // 12)


def _first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


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
        self._by_month: Mapping[int, int] = {}
        self._timeline: Timeline | None = None
        self._measure = Measure.COUNT
        self._read = WHOLE
        self.unread: frozenset[int] = frozenset()
        """The bars of whose time files are not read yet, or some of which the path tells no time."""
        self._points: Mapping[int, tuple[Point, ...]] = {}
        """The points of the lines at each bar shown; empty while the held articles are not known."""
        self._values: Mapping[int, Sequence[float | None]] = {}
        """The values of the points in the measure drawn, so that painting computes none."""
        self._narrowed: tuple[Period | None, Period | None] | None = None
        """The dates chosen last, and those before the choice, to which Esc returns."""
        self._is_focus_shown = False
        self.most = 1.0
        """The value at the top of the scale."""
        self._period: Period | None = None
        self._laid_out: tuple[object, ...] = ()
        """The numbers, lines, dates and files read that the bars were laid out for."""
        self.scale = TimeScale()
        self._labels: dict[int, str] = {}
        """The periods of bars in words: painting them anew each time would take longer than all else."""
        self._brush: BarRange | None = None
        """The range that is chosen or being dragged."""
        self._anchor: int | None = None
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(lambda: self._choose(self._brush))
        self._describe()

    def show_counts(self, by_month: Mapping[int, int]) -> None:
        self._by_month = by_month
        self._lay_out()

    def show_read(self, read: ReadSoFar) -> None:
        if read != self._read:
            self._read = read
            self._lay_out()

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show lines by month with the held articles; None for the counts of `show_counts`."""
        self._timeline = timeline
        self._lay_out()

    def show_measure(self, measure: Measure) -> None:
        self._measure = measure
        self._describe()

    def measure(self) -> Measure:
        """Return the measure drawn: counts as long as the held articles are not known."""
        if self._timeline:
            return self._measure
        return Measure.COUNT

    def shown_timeline(self) -> Timeline | None:
        """Return the lines at the bars shown; None while they are not known."""
        span = self.scale.span
        if self._timeline is None or span is None:
            return None
        if self.scale.months_a_bar == 12:
            timeline = by_year(self._timeline)
        else:
            timeline = self._timeline
        return between(timeline, span.first, span.last)

    def show_wanted(self, period: Period | None) -> None:
        if not self._is_drawing():
            self._period = period
            self._lay_out()

    def has_choice(self) -> bool:
        span = self.scale.span
        return span is not None and span.first < span.last

    def bar(self, number: int) -> QRectF:
        left, width = self._column(number)
        top, labels = self._margins()
        space = self.height() - top - labels
        value = self.value(number) or 0
        if value:
            height = max(2.0, space * value / self.most)
        else:
            height = 0.0
        wide = min(width - min(3.0, width * 0.2), _WIDEST)
        return QRectF(left + (width - wide) / 2, top + space - height, wide, height)

    def value(self, number: int, line: int = 0) -> float | None:
        """Return the value of a line at a bar; None without held articles."""
        if self._timeline is None:
            return self.scale.counts.get(number, 0)
        values = self._values.get(number)
        if values:
            return values[line]
        return None

    def has_data(self, number: int) -> bool:
        points = self._points.get(number, ())
        return self._timeline is None or any(point.held for point in points)

    def periods(self) -> Iterator[tuple[Period, int]]:
        """Yield the period of each bar with its number of articles, the newest first."""
        for number in sorted(self.scale.counts, reverse=True):
            yield self.scale.period(BarRange(number, number)), self.scale.counts[number]

    def _unread_bars(self) -> Iterator[int]:
        span = self.scale.span
        months = self.scale.months_a_bar
        if span is not None and self._read.has_undated():
            yield from range(span.first, span.last + 1)
        elif span is not None:
            for first, last in self._read.unread_months():
                yield from range(max(first // months, span.first), min(last // months, span.last) + 1)

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        span = self.scale.span
        if span is None:
            return
        painter = QPainter(self)
        base = self.height() - self._margins()[1]
        if self._brush:
            left, right = self._ends(self._brush)
            painter.fillRect(QRectF(left, 0, right - left, base), theme.color("soft"))
        self._paint_gaps(painter, span, base)
        if self._timeline is not None and len(self._timeline.lines) > 1:
            for line in range(len(self._timeline.lines)):
                self._paint_line(painter, span, line)
        else:
            for number in self.scale.counts:
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
            if not self.has_data(number) or number in self.unread:
                text_painting.draw_hatch(painter, QRectF(left, top, width, base - top))
            elif not self._read.is_whole:
                painter.fillRect(QRectF(left, base, width, 2), theme.color("ok"))

    def _paint_line(self, painter: QPainter, span: BarRange, line: int) -> None:
        places: list[QPointF] = []
        top, labels = self._margins()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # one step beyond the end, which draws the last run
        for number in range(span.first, span.last + 2):
            if number <= span.last:
                value = self.value(number, line)
            else:
                value = None
            if value is None:
                draw_run(painter, line, places)
                places = []
                continue
            left, width = self._column(number)
            space = self.height() - top - labels
            x = min(max(left + width / 2, _GRIP), self.width() - _GRIP)  # marks are not clipped
            places.append(QPointF(x, top + space * (1 - value / self.most)))
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
            label = self._label(number, is_full=number in (*ends, span.first))
            width = text_painting.width_of(label, font) + 2
            left, of_column = self._column(number)
            x = min(max(left + of_column / 2 - width / 2, 0), self.width() - width)
            place = QRectF(x, self.height() - self._margins()[1] + 2, width, 16)
            if not any(place.adjusted(-6, 0, 6, 0).intersects(other) for other in places):
                places.append(place)
                token = "ink" if number in ends else "ink3"
                text_painting.draw_words(painter, place, label, font, token, text_painting.CENTER)

    def _label(self, number: int, *, is_full: bool) -> str:
        """Return the label of a bar: 1987, 1987-06, or 6月 if the year is clear."""
        if self.scale.months_a_bar == 1 and not is_full and number % 12:
            return wording.short_month(number % 12 + 1)
        if number not in self._labels:
            self._labels[number] = wording.period(self.scale.period(BarRange(number, number)))
        return self._labels[number]

    def _column(self, number: int) -> tuple[float, float]:
        span = self.scale.span or BarRange(number, number)
        width = self.width() / (span.last - span.first + 1)
        return (number - span.first) * width, width

    def _ends(self, bars: BarRange) -> tuple[float, float]:
        left, _ = self._column(bars.first)
        right, width = self._column(bars.last)
        return max(left, 1.0), min(right + width, self.width() - 1.0)

    # -- choosing

    def bar_at(self, place: QPointF) -> int | None:
        span = self.scale.span
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
        is_again = self._brush == self.scale.wanted and self._brush and self._brush.first == self._brush.last
        self._choose(self.scale.span if is_again else self._brush)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        span = self.scale.span
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
        return self._anchor is not None or (self._narrowed is not None and self._narrowed[0] == self._period)

    def go_back(self) -> None:
        """Cancel the dragged brush, or restore the dates before the last choice."""
        if self._anchor is not None:
            self._anchor = None
            self._brush = self.scale.wanted
            self._describe()
        elif self._narrowed is not None:
            self._period = self._narrowed[1]
            self._narrowed = None
            self._lay_out()
            self.chosen.emit(self._period)

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
        if bars == self.scale.span and not self.scale.is_part:
            bars = None
        self._brush = bars
        if bars != self.scale.wanted:
            before = self._period
            self._period = self.scale.period(bars) if bars else None
            self._narrowed = self._period, before
            self._lay_out()
            self.chosen.emit(self._period)
        self._describe()

    def _is_drawing(self) -> bool:
        return self._anchor is not None or self._soon.isActive()

    def _lay_out(self) -> None:
        """Lay out the bars anew, if what they show has changed; each answer of a search shows it several times."""
        shows = self._by_month, self._timeline, self._period, self._read
        if shows == self._laid_out and self._brush == self.scale.wanted:
            return
        self._laid_out = shows
        before = self.scale.months_a_bar
        self.scale = time_scale(
            self._counts(), self._period, [*self._months_without_result()], self._years_alone()
        )
        self._labels = {}
        self.unread = frozenset(self._unread_bars())
        timeline = self.shown_timeline()
        if timeline:
            self._points = {
                time: tuple(line.points[at] for line in timeline.lines)
                for at, time in enumerate(timeline.times)
            }
        else:
            self._points = {}
        # new counts do not take the brush out of somebody's hand, unless the bars now mean another time
        if not self._is_drawing() or self.scale.months_a_bar != before:
            self._anchor = None
            self._soon.stop()
            self._brush = self.scale.wanted
        self._describe()

    def _months_without_result(self) -> Iterator[int]:
        """Yield months that have a bar without a result: while files are read, all that are held or not read yet."""
        if self._read.is_whole:
            return
        yield from chain.from_iterable(
            (period.first, period.last) for period in self._read.unread if period.last
        )
        if self._timeline is not None:
            times_and_points = zip(self._timeline.times, self._timeline.lines[0].points, strict=True)
            yield from (time for time, point in times_and_points if time and point.held)

    def _counts(self) -> Mapping[int, int]:
        if self._timeline is None:
            return self._by_month
        times = enumerate(self._timeline.times)
        return {time: sum(line.points[at].count for line in self._timeline.lines) for at, time in times}

    def _years_alone(self) -> dict[int, int]:
        """Return by year the articles of all lines of which only the year is known."""
        counts: dict[int, int] = {}
        for line in self._timeline.lines if self._timeline else ():
            for year, point in line.years_alone.items():
                if point.count:
                    counts[year] = counts.get(year, 0) + point.count
        return counts

    def has_years_alone(self) -> bool:
        """Return whether articles of which only the year is known stand at a bar."""
        return self.scale.months_a_bar == 12 and self.scale.span is not None and bool(self._years_alone())

    def undated(self) -> int:
        """Return the number of the articles found that are at no bar, as their day is not known."""
        if self._timeline is None or not self._timeline.lines:
            return 0
        line = self._timeline.lines[0]
        if self.has_years_alone():
            return line.undated - sum(point.count for point in line.years_alone.values())
        return line.undated

    # -- tool tips

    def event(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride and self.can_go_back():
            event.accept()  # else Esc would leave the search
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self.bar_at(QPointF(event.pos()))
            if number is not None:
                QToolTip.showText(event.globalPos(), plain(self._in_words(number)), self)
            return True
        return super().event(event)

    def _in_words(self, number: int) -> str:
        when = self._label(number, is_full=True)
        hit_count = self.scale.counts.get(number, 0)
        if number in self.unread:
            if hit_count:
                articles = so_far(self._read, wording.articles(hit_count))
            else:
                articles = say("还没读到")
            return say("{when}：{articles}", when=when, articles=articles)
        if self._timeline is None:
            articles = wording.articles(hit_count)
            return say("{when}：{articles}", when=when, articles=articles)
        if not self.has_data(number):
            return say("{when}：{articles}", when=when, articles=say("无资料"))
        points = zip(self._timeline.lines, self._points[number], strict=True)
        described = [self._point_in_words(line.query, point) for line, point in points]
        return say("{when}：{articles}", when=when, articles=say("；").join(described))

    def _point_in_words(self, query: str, point: Point) -> str:
        """Return a point in words, with its count: 渡口 3.4%，46 篇，共有 1,204 篇."""
        assert self._timeline is not None
        name = query if len(self._timeline.lines) > 1 else ""
        measure = self.measure()
        if not point.held:
            return " ".join(filter(None, [name, say("无资料")]))
        if measure is Measure.COUNT:
            share = ""
        else:
            share = in_words(point.value(measure), measure)
        total_words = say("共有 {articles}", articles=wording.articles(point.held))
        return " ".join(
            filter(None, [name, wording.listed([share, wording.articles(point.count), total_words])])
        )

    def _describe(self) -> None:
        brush = self._brush
        measure = self.measure()
        self._values = {at: [point.value(measure) for point in points] for at, points in self._points.items()}
        if self._timeline is None:
            self.most = max(self.scale.counts.values(), default=1)
        else:
            self.most = (
                max((value or 0 for values in self._values.values() for value in values), default=0) or 1
            )
        if brush:
            brush_words = [say("选中 {period}", period=wording.period(self.scale.period(brush)))]
        else:
            brush_words = []
        self.setAccessibleName(say("按年分布") if self.scale.months_a_bar == 12 else say("按月分布"))
        bars = sorted({*(self._points if self._timeline else self.scale.counts), *self.unread})
        self.setAccessibleDescription(wording.listed([*brush_words, *map(self._in_words, bars)]))
        self.update()
        self.redrawn.emit()
