"""The offices of a body as bars over time: which bars share a lane, and how a lane and the axis above are painted."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from heapq import heappush, heapreplace

from msgspec import Struct
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from reader.features.offices.offices import Body, Office
from reader.i18n import say
from reader.library.answers import SeenInOffice
from reader.ui.widgets import text_painting, theme

NAMES = 112
"""The width of the names of offices, left of the bars, in pixels."""
_BAR = 28
_TICK = 3
_BETWEEN = 8
_LEAST_YEAR = 44
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_FEW = 3
"""The number of articles from which on a bar is filled."""


class Lane(Struct, frozen=True):
    """Bars of an office that do not touch, those of no date first; the first lane of an office has its name."""

    office: Office
    number: int
    bars: Sequence[SeenInOffice]


class Scale:
    """Where the days of a body's chart stand, on an axis of some pixels; `held` are the months with issues."""

    def __init__(self, body: Body, held: Collection[dt.date], width: float) -> None:
        first_years = [holder.first.year for holder in body.holders if holder.first]
        last_years = [holder.last.year for holder in body.holders if holder.first and holder.last]
        self.years = range(min(first_years, default=1), max(last_years, default=1) + 1)
        self.width = width
        self.conflicts = body.conflicts
        self._begin = dt.date(self.years.start, 1, 1).toordinal()
        self._days = (self.years.stop - self.years.start) * 365.25
        first = dt.date(self.years.start, 1, 1)
        last = dt.date(self.years.stop - 1, 12, 1)
        self._held = sorted(day for day in held if first <= day <= last)

    def x(self, day: dt.date) -> float:
        return min(self.width, (day.toordinal() - self._begin) * self.width / self._days)

    @cached_property
    def held(self) -> Sequence[tuple[float, float]]:
        """From where to where issues are held, by months."""
        spans: list[tuple[float, float]] = []
        for month in self._held:
            begin = self.x(month)
            end = self.x(month + dt.timedelta(31))
            if spans and begin <= spans[-1][1] + 1:
                spans[-1] = spans[-1][0], end
            else:
                spans.append((begin, end))
        return spans

    def labelled(self) -> Iterator[tuple[int, float]]:
        """Yield the years that have their number on the axis, with their place."""
        room = self.width / len(self.years)
        step = next((year_step for year_step in _STEPS if year_step * room >= _LEAST_YEAR), _STEPS[-1])
        for year in self.years:
            if not year % step or step == 1:
                yield year, self.x(dt.date(year, 1, 1))

    def bar(self, holder: SeenInOffice) -> tuple[float, float]:
        if not (holder.first and holder.last):
            return 0, 0
        begin = self.x(holder.first)
        end = self.x(holder.last)
        return min(begin, self.width - 4), max(end, begin + 4)

    def extent(self, holder: SeenInOffice) -> tuple[float, float]:
        """Return from where to where a bar and its words reach."""
        begin, end = self.bar(holder)
        words = _words_width(holder)
        if words <= end - begin:
            return begin, end
        if end + words <= self.width:
            return (begin, end + words)
        return (max(0.0, begin - words), end)


def lanes(body: Body, scale: Scale) -> Iterator[Lane]:
    """Yield the lanes of all offices: each bar is in the lane that is free for the longest time, else in a new one."""
    for office in body.offices:
        packed: list[list[SeenInOffice]] = []
        ends: list[tuple[float, int]] = []
        for holder in sorted(office.holders, key=lambda other_holder: scale.extent(other_holder)[0]):
            begin, end = scale.extent(holder)
            if ends and ends[0][0] + _BETWEEN <= begin:
                lane = ends[0][1]
                heapreplace(ends, (end, lane))
                packed[lane].append(holder)
            else:
                heappush(ends, (end, len(packed)))
                packed.append([holder])
        for number, bars in enumerate(packed):
            yield Lane(office, number, bars)


def _words(holder: SeenInOffice) -> str:
    if holder.first:
        return holder.in_words
    return say("{person}，日期不详", person=holder.in_words)


def _words_width(holder: SeenInOffice) -> float:
    words = text_painting.width_of(_words(holder), theme.serif(13))
    return words + text_painting.width_of(f"{len(holder.days):,}", theme.sans(12)) + 24


def paint_lane(
    painter: QPainter, rect: QRectF, lane: Lane, scale: Scale, chosen: SeenInOffice | None
) -> None:
    """Paint the name of the office and the bars; where nobody is seen in it, what is held is hatched."""
    if not lane.number:
        name = QRectF(rect.left(), rect.top(), NAMES - _BETWEEN, rect.height())
        text_painting.draw_free(painter, name, lane.office.name, theme.serif(14, 700), "ink")
    left = rect.left() + NAMES
    top = rect.center().y() - _BAR / 2
    for _, x in scale.labelled():
        painter.fillRect(QRectF(left + x, rect.top(), 1, rect.height()), theme.color("rule"))
    for first, last in lane.office.gaps if not lane.number else ():
        for begin, end in scale.held:
            begin = max(begin, scale.x(first))
            end = min(end, scale.x(last))
            if begin < end:
                text_painting.draw_hatch(painter, QRectF(left + begin, top + 4, end - begin, _BAR - 8))
    for holder in lane.bars:
        _paint_bar(painter, left, top, holder, scale, is_chosen=holder is chosen)


def _fill(*, is_chosen: bool, is_full: bool) -> str:
    if is_chosen:
        return "accent"
    if is_full:
        return "soft"
    return "paper"


def _paint_bar(
    painter: QPainter, left: float, top: float, holder: SeenInOffice, scale: Scale, *, is_chosen: bool
) -> None:
    """Paint a bar with its ends, a tick for each month with an article, and a dashed box around a conflict."""
    begin, end = scale.bar(holder)
    bar = QRectF(left + begin, top, end - begin, _BAR)
    if holder.first:
        is_full = len(holder.days) >= _FEW and not holder.office.is_former and not holder.office.is_acting
        fill = _fill(is_chosen=is_chosen, is_full=is_full)
        border = None if is_full else "accent"
        text_painting.draw_box(painter, bar, 0, fill, border)
        ticks = {
            max(begin, scale.x(dt.date(day // 10_000, day // 100 % 100, 1))) for day in holder.days if day
        }
        for x in ticks:
            tick = QRectF(left + min(x, end - 2), bar.bottom() - _TICK, 2, _TICK)
            painter.fillRect(tick, theme.color("on_accent" if is_chosen else "accent"))
        for edge in (bar.left(), bar.right() - 2):
            painter.fillRect(QRectF(edge, top, 2, _BAR), theme.color("ink" if is_chosen else "accent"))
    first, last = scale.extent(holder)
    is_inside = (first, last) == (begin, end)
    if is_inside:
        place = bar
    else:
        place = QRectF(left + (end if last > end else first), top, last - first - end + begin, _BAR)
    if not is_inside:
        painter.fillRect(place, theme.color("raised" if is_chosen else "paper"))
    if is_chosen and is_inside:
        token = "on_accent"
    elif is_chosen:
        token = "accent"
    else:
        token = "ink"
    place.adjust(8, 0, -8, -_TICK)
    text_painting.draw_words(
        painter, place, _words(holder), theme.serif(13, 700 if is_chosen else 400), token
    )
    text_painting.draw_words(
        painter, place, f"{len(holder.days):,}", theme.sans(12), token, text_painting.RIGHT
    )
    painter.setPen(QPen(theme.color("warn"), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for conflict in scale.conflicts:
        if any(other_holder is holder for other_holder in conflict.between):
            first = scale.x(conflict.first)
            last = scale.x(conflict.last)
            painter.drawRect(QRectF(left + first - 2, top - 3, max(last - first, 2) + 4, _BAR + 6))


def paint_axis(painter: QPainter, rect: QRectF, scale: Scale) -> None:
    """Paint the years, and below them the months of which issues are held; what is missing between is told apart."""
    left = rect.left() + NAMES
    middle = rect.center().y()
    for year, x in scale.labelled():
        place = QRectF(left + x - _LEAST_YEAR / 2, rect.top(), _LEAST_YEAR, rect.height() / 2)
        text_painting.draw_words(painter, place, str(year), theme.sans(12), "ink2", text_painting.CENTER)
    below = QRectF(rect.left(), middle, NAMES, rect.height() / 2)
    text_painting.draw_words(painter, below, say("藏报"), theme.sans(12), "ink2")
    y = below.center().y()
    painter.fillRect(QRectF(left, y - 1, scale.width, 2), theme.color("warn"))
    for begin, end in scale.held:
        painter.fillRect(QRectF(left + begin, y - 3, end - begin, 6), theme.color("bar"))
