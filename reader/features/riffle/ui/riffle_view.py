"""The view for riffling: the headlines of one issue at a time, and a timeline of years to drag along."""

import datetime as dt
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.issue_dating.coverage import Coverage, HeldIssue
from reader.language.dates.calendar import same_day
from reader.newspaper.article import ArticleKind
from reader.newspaper.holdings import ArticleRow
from reader.ui.widgets import fonts, text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue

_YEAR = 12


class Reel(Struct, frozen=True, dict=True):
    """The dated issues of a newspaper, the oldest first; at least one."""

    newspaper: str
    issues: Sequence[HeldIssue]

    @cached_property
    def _days(self) -> list[int]:
        return [issue.date.toordinal() for issue in self.issues]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {issue.id: place for place, issue in enumerate(self.issues)}

    def place_of(self, issue_id: int | None) -> int:
        """Return the index of an issue; that of the newest for an issue that is not in this reel."""
        return self._places.get(issue_id or 0, len(self.issues) - 1)

    def along(self, place: int) -> float:
        """Return the position of an issue on the timeline, from 0 (the oldest) to 1 (the newest)."""
        return self._along(self._days[place])

    def place_at(self, along: float) -> int:
        """Return the index of the issue nearest to a position on the timeline (0 to 1)."""
        day = self._days[0] + along * self._length
        after = bisect_left(self._days, day)
        if after == len(self._days):
            return after - 1
        if not after:
            return 0
        return after if self._days[after] - day <= day - self._days[after - 1] else after - 1

    def a_year_from(self, place: int, by: int) -> int:
        """Return the index of the issue nearest to the same day `by` years later, another than `place` if possible."""
        try:
            day = same_day(self.issues[place].date, _YEAR * by)
        except ValueError:  # before the year 1, after the year 9999
            return place
        found = self.place_at(self._along(day.toordinal()))
        return found if found != place else min(max(place + by, 0), len(self.issues) - 1)

    def years(self) -> list[tuple[int, float]]:
        """Return the years, each with the position on the timeline at which it begins; the first at 0."""
        first, last = self.issues[0].date.year, self.issues[-1].date.year
        return [
            (year, max(0.0, self._along(dt.date(year, 1, 1).toordinal()))) for year in range(first, last + 1)
        ]

    def ahead_of(self, place: int, direction: int, ahead: int, behind: int) -> list[int]:
        """Return the ids of the issues around an index, in the order in which they are needed in a direction."""
        places = [place + direction * step for step in (*range(ahead + 1), *range(-1, -behind - 1, -1))]
        return [self.issues[each].id for each in places if 0 <= each < len(self.issues)]

    @property
    def _length(self) -> int:
        return max(1, self._days[-1] - self._days[0])

    def _along(self, day: int) -> float:
        return (day - self._days[0]) / self._length


def reel_of(newspaper: str, coverage: Coverage) -> Reel | None:
    """Return the reel of a newspaper; None if it has no dated issue."""
    return Reel(newspaper, coverage.issues) if coverage.issues else None


_MAX_CACHED = 600
"""The maximum number of issues whose headlines are in memory."""
_AT_ONCE = 12
"""The number of issues read in one task; then the requested issues may have changed."""
_SOON = 20
"""Fewer issues than `_AT_ONCE` are read only if one of them is among the first so many that are requested."""
_SHOWN = 80
"""The maximum number of headlines stored of an issue: no window shows more."""


class Headlines(Struct, frozen=True):
    """The headlines of an issue with their pages, and the number of its articles."""

    lines: tuple[tuple[str, str], ...]
    articles: int


def headlines_of(rows: Sequence[ArticleRow]) -> Headlines:
    """Return the headlines of an issue's articles; notices and unplaced text have none."""
    kinds = (ArticleKind.ARTICLE, ArticleKind.CONTINUATION)
    lines = tuple((row.page or "", row.title) for row in rows if row.kind in kinds)
    return Headlines(lines[:_SHOWN], len(rows))


class HeadlineCache(QObject):
    """Reads headlines on another thread in the order of need. Signal: `loaded` with the ids of the issues."""

    loaded = Signal(set)

    def __init__(self, read: Callable[[int], Sequence[ArticleRow]], parent: QObject) -> None:
        """Make an empty cache; `read` returns the articles of an issue, and is called on another thread."""
        super().__init__(parent)
        self._read = read
        self._wanted: Sequence[int] = ()
        self._known: OrderedDict[int, Headlines] = OrderedDict()
        self._queue = TaskQueue(self)

    def of(self, issue_id: int) -> Headlines | None:
        """Return an issue's headlines; None if they are not read yet."""
        return self._known.get(issue_id)

    def want(self, ids: Sequence[int]) -> None:
        """Read the headlines of these issues, in this order, instead of those requested before."""
        self._wanted = ids
        if self._queue.is_idle():
            self._go_on()

    def _go_on(self) -> None:
        unknown = [each for each in self._wanted if each not in self._known][:_AT_ONCE]
        if unknown and (len(unknown) == _AT_ONCE or unknown[0] in self._wanted[:_SOON]):
            self._queue.run(lambda: [(each, headlines_of(self._read(each))) for each in unknown], self._take)

    def _take(self, found: list[tuple[int, Headlines]]) -> None:
        self._known.update(found)
        while len(self._known) > _MAX_CACHED:
            self._known.popitem(last=False)
        self.loaded.emit({each for each, _ in found})
        self._go_on()


FRAME_MS = 50
"""The time for which each issue is shown while a key is held, in milliseconds."""
# The number of issues whose headlines are read in advance, in the direction of movement and against it.
_AHEAD, _BEHIND = 60, 8
_RELEASE_MS = 40
"""The time after a release event until the key counts as released, in milliseconds.

For each auto-repeat, X11 may send a release and a press at the same moment, which Qt does not always mark as repeats.
"""
_SAME_MOMENT_MS = 2
_SPEAK_MS = 400
"""The time for which an issue is shown before its description for screen readers is set, in milliseconds."""
_MAX_WIDTH, _MARGIN, _HEAD = 880, 40, 132
_LINE, _PAGE_WIDTH, _GUTTER, _TWO_COLUMNS = 30, 46, 36, 640
_FOOT, _STRIP, _TRACK = 116, 36, 6
_LABEL = 44
"""The minimum distance of labelled years on the timeline, in pixels."""

_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_N)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_P)
_YEAR_STEPS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class RiffleView(QWidget):
    """The view for riffling, which covers its parent.

    While a key is held, issues run by, and releasing it opens the shown one; a short press moves by one issue. Dragging
    along the timeline does the same. Signals: `chosen` has the id of the issue to open; `left` when none is opened.
    """

    chosen = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget, read: Callable[[int], Sequence[ArticleRow]]) -> None:
        """Make the view, hidden; `read` as for `HeadlineCache`."""
        super().__init__(parent)
        self.setObjectName("riffleView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.tint(self, "window")
        self._headlines = HeadlineCache(read, self)
        self._headlines.loaded.connect(self._show_loaded)
        self._reel: Reel | None = None
        self.place = 0
        self._direction = 1
        self._held: int | None = None
        """The key that is held down; None for none."""
        self._is_dragged = False
        self._released_at = 0
        """The timestamp of the last release event of the held key, in milliseconds; 0 for none."""
        self.release_timer = QTimer(self, singleShot=True, interval=_RELEASE_MS)
        self.release_timer.timeout.connect(self._key_released)
        self.frames = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self.frames.timeout.connect(lambda: self.step(self._direction))
        self._speaking = QTimer(self, singleShot=True, interval=_SPEAK_MS)
        self._speaking.timeout.connect(lambda: self.setAccessibleName(self.in_words()))
        parent.installEventFilter(self)
        self.setAccessibleName(say("按年翻阅"))
        self.hide()

    # -- the shown issue

    def begin(self) -> None:
        """Cover the parent and take the focus; the view is empty until `show_reel`."""
        self._reel, self._held, self._is_dragged = None, None, False
        self._cover_parent()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_reel(self, reel: Reel, place: int) -> None:
        self._reel = reel
        self.go_to(place)

    def issue_id(self) -> int | None:
        """Return the id of the shown issue; None for none."""
        return self._reel.issues[self.place].id if self._reel else None

    def go_to(self, place: int) -> None:
        """Show the issue with an index, limited to the reel."""
        if self._reel is None:
            return
        self.place = min(max(place, 0), len(self._reel.issues) - 1)
        self._headlines.want(self._reel.ahead_of(self.place, self._direction, _AHEAD, _BEHIND))
        self._speaking.start()
        self.update()

    def _show_loaded(self, ids: set[int]) -> None:
        if self.issue_id() in ids:
            self.update()

    def step(self, direction: int) -> None:
        """Show the next (1) or previous (-1) issue."""
        self._direction = direction
        self.go_to(self.place + direction)

    def run(self, direction: int) -> None:
        """Show one issue after another in a direction (1, -1) until `stop`."""
        self._direction = direction
        if not self.frames.isActive():
            self.frames.start()

    def drag_to(self, along: float) -> None:
        """Show the issue nearest to a position on the timeline (0 to 1)."""
        if self._reel is not None:
            place = self._reel.place_at(along)
            self._direction = 1 if place >= self.place else -1
            self.go_to(place)

    def stop(self) -> None:
        self.frames.stop()
        self.release_timer.stop()
        self._released_at = 0
        self._held = None

    def _choose(self) -> None:
        issue_id = self.issue_id()
        self._end()
        if issue_id is None:
            self.left.emit()
        else:
            self.chosen.emit(issue_id)

    def leave(self) -> None:
        """End without opening an issue."""
        self._end()
        self.left.emit()

    def _end(self) -> None:
        self.stop()
        self._speaking.stop()
        self._is_dragged = False
        self.hide()

    def in_words(self) -> str:
        """Return the shown issue in words for a screen reader: its newspaper, day and first headlines."""
        if self._reel is None:
            return say("按年翻阅")
        issue = self._reel.issues[self.place]
        known = self._headlines.of(issue.id)
        titles = [title for _, title in known.lines[:5]] if known else []
        return wording.listed([self._reel.newspaper, wording.day(issue.date), *titles])

    # -- keys and mouse

    def event(self, event: QEvent) -> bool:
        """Accept all keys, so that the shortcuts of the window do nothing while the view is open."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _FORWARD or key in _BACK:
            is_repeated = event.isAutoRepeat() or (
                key == self._held and 0 < event.timestamp() <= self._released_at + _SAME_MOMENT_MS
            )
            self._held = key
            self.release_timer.stop()
            direction = 1 if key in _FORWARD else -1
            if is_repeated:
                self.run(direction)
            elif not self.frames.isActive():
                self.step(direction)
        elif key in _ENTER:
            self._choose()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif self._reel is not None:
            last = len(self._reel.issues) - 1
            ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
            by = _YEAR_STEPS.get(key, 0)
            self.go_to(self._reel.a_year_from(self.place, by) if by else ends.get(key, self.place))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and event.key() == self._held:
            self._released_at = event.timestamp()
            self.release_timer.start()

    def _key_released(self) -> None:
        was_running = self.frames.isActive()
        self.stop()
        if was_running:
            self._choose()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._strip().contains(event.position()):
            self._is_dragged = True
            self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragged:
            self._drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            if self._is_dragged or self._sheet().contains(event.position()):
                self._choose()
            else:
                self.leave()

    def _drag(self, point: QPointF) -> None:
        track = self._strip()
        self.drag_to(min(max((point.x() - track.x()) / track.width(), 0.0), 1.0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if turned := event.angleDelta().y():
            self.step(-1 if turned > 0 else 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop, because the release of the key goes to another widget."""
        super().focusOutEvent(event)
        self.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._cover_parent()
        return False

    def _cover_parent(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())

    # -- painting

    def _sheet(self) -> QRectF:
        width = min(_MAX_WIDTH, self.width() - 2 * _MARGIN)
        return QRectF((self.width() - width) / 2, 28, width, self.height() - 28 - _FOOT)

    def _strip(self) -> QRectF:
        sheet = self._sheet()
        return QRectF(sheet.x(), sheet.bottom() + 22, sheet.width(), _STRIP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = self._sheet()
        text_painting.draw_box(painter, sheet, 4, "paper", "rule")
        if self._reel is not None:
            inner = sheet.adjusted(28, 20, -28, -16)
            self._paint_head(painter, inner, self._reel)
            self._paint_headlines(
                painter, inner.adjusted(0, _HEAD, 0, 0), self._headlines.of(self._reel.issues[self.place].id)
            )
            self._paint_years(painter, self._strip(), self._reel)
        hint = QRectF(sheet.x(), self.height() - 34, sheet.width(), 22)
        words = say("按住 ← → 一期期翻过，或拖动年份；松手打开。PgUp、PgDn 前后一年，Esc 退回")
        text_painting.draw_words(painter, hint, words, fonts.sans(12), "ink3", text_painting.CENTER)

    def _paint_head(self, painter: QPainter, rect: QRectF, reel: Reel) -> None:
        issue = reel.issues[self.place]
        text_painting.draw_words(
            painter, QRectF(rect.x(), rect.y(), rect.width(), 26), reel.newspaper, fonts.serif(15), "ink2"
        )
        number = wording.issue_number(issue.number) if issue.number else ""
        text_painting.draw_words(
            painter, QRectF(rect.x(), rect.y(), rect.width(), 26), number, fonts.sans(13), "ink3",
            text_painting.RIGHT,
        )  # fmt: skip
        day = QRectF(rect.x(), rect.y() + 30, rect.width(), 46)
        text_painting.draw_words(painter, day, wording.day(issue.date), fonts.serif(30, 700), "ink")
        weekday = wording.GAP.join([wording.weekday(issue.date), wording.lunar(issue.date)])
        text_painting.draw_words(
            painter, QRectF(rect.x(), rect.y() + 76, rect.width(), 24), weekday, fonts.sans(13), "ink3"
        )
        text_painting.draw_double_rule(painter, rect.x(), rect.y() + 110, rect.width())

    def _paint_headlines(self, painter: QPainter, rect: QRectF, known: Headlines | None) -> None:
        if known is None:
            return
        columns = 2 if rect.width() >= _TWO_COLUMNS else 1
        rows = max(1, int(rect.height() // _LINE))
        width = (rect.width() - (columns - 1) * _GUTTER) / columns
        fitting = rows * columns
        shown = known.lines if len(known.lines) <= fitting else known.lines[: fitting - 1]
        before, indent = "", _PAGE_WIDTH if any(page for page, _ in shown) else 0
        for number, (page, title) in enumerate(shown):
            left = rect.x() + number // rows * (width + _GUTTER)
            line = QRectF(left, rect.y() + number % rows * _LINE, width, _LINE)
            if page and (page != before or not number % rows):
                text_painting.draw_words(painter, line, wording.page(page), fonts.sans(12), "ink3")
            before = page
            words = line.adjusted(indent, 0, 0, 0)
            text_painting.draw_words(painter, words, title, fonts.serif(16, 700), "ink")
        if len(shown) < len(known.lines):
            more = QRectF(rect.right() - width + indent, rect.y() + (rows - 1) * _LINE, width, _LINE)
            words_of_more = count(len(known.lines) - len(shown), "还有 {n} 篇")
            text_painting.draw_words(painter, more, words_of_more, fonts.sans(13), "ink3")

    def _paint_years(self, painter: QPainter, rect: QRectF, reel: Reel) -> None:
        track = QRectF(rect.x(), rect.y() + 4, rect.width(), _TRACK)
        painter.fillRect(track, theme.color("track"))
        at = rect.x() + reel.along(self.place) * rect.width()
        painter.fillRect(QRectF(track.x(), track.y(), at - track.x(), _TRACK), theme.color("bar"))
        free_from = rect.x()
        for year, along in reel.years():
            x = rect.x() + along * rect.width()
            painter.fillRect(QRectF(x, track.y(), 1, _TRACK + 4), theme.color("rule2"))
            if x >= free_from and x + _LABEL - 8 <= rect.right() + 4:
                place = QRectF(x, track.bottom() + 4, _LABEL, 20)
                text_painting.draw_words(painter, place, str(year), fonts.sans(12), "ink3")
                free_from = x + _LABEL
        grip = QRectF(at - 5, rect.y() - 3, 10, 20)
        text_painting.draw_box(painter, grip, 3, "accent", None)
