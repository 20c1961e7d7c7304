"""Months as tables of days: small as the twelve of a year, or a large one with lunar days and festivals."""

import calendar
import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from reader.features.calendar.ui.year_list import missing_number, tally_words
from reader.i18n import count, language, say
from reader.language.dates.calendar import Days, festivals_of_year, lunar_date, lunar_day
from reader.newspaper.coverage import Coverage, Day, DayCounts, HeldIssue, last_day
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    LINK_PADDING,
    Label,
    LinkButton,
    Wide,
    column_layout,
    plain,
    row_layout,
)
from reader.ui.widgets.text_painting import Painted


class Place(Struct, frozen=True):
    newspaper: str
    day: dt.date | None = None


def place_to_show(
    papers: Mapping[str, Coverage], new_place: Place | None, old_place: Place | None
) -> Place | None:
    """Return the place at which the calendar opens: `new_place`, else `old_place`, else the newest issue of a
    newspaper.

    A place without a day gets the shown day of the same newspaper, or that of its newest issue. Return None if no
    newspaper has a dated issue.
    """
    for place in (new_place, old_place):
        if place is not None and place.newspaper in papers:
            if old_place and old_place.newspaper == place.newspaper:
                shown_day = old_place.day
            else:
                shown_day = None
            day = place.day or shown_day or papers[place.newspaper].last
            if day is not None:
                return Place(place.newspaper, day)
    dated = (Place(name, coverage.last) for name, coverage in papers.items() if coverage.last)
    return next(dated, None)


def papers_with(papers: Mapping[str, Coverage], first: dt.date, last: dt.date) -> list[str]:
    return [name for name, coverage in papers.items() if coverage.dates_within(first, last)]


HEAT = (1, 2, 4, 8)
"""The minimum number of matches of each degree of heat."""


def heat_of(hits: int | None) -> int:
    """Return the degree of heat of a number of matches, 1 to 4; 0 for none."""
    return bisect_right(HEAT, hits or 0)


def draw_dot(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("ink3"))
    painter.drawEllipse(QPointF(rect.center()), 2, 2)


def draw_day_box(painter: QPainter, rect: QRectF, day: Day, hits: int | None = None) -> None:
    """Paint the box of a day: filled if there is an issue, dashed if it is missing, a dotted line if it may be missing,
    hatched if files of around it are not read yet.

    With `hits`, while matches are shown, the fill of a day with an issue is only its degree of heat, which a small box
    has also as that many ticks at its foot: degrees are not told apart by colour alone.
    """
    if day is Day.HELD:
        heat = heat_of(hits)
        if heat:
            fill = f"heat{heat}"
        elif hits is None:
            fill = "sel"
        else:
            fill = "raised"
        text_painting.draw_box(painter, rect, 3, fill, "rule2")
        if rect.width() <= SMALL.width():
            for at in range(heat):
                left = rect.center().x() + 3.5 * (at - (heat - 1) / 2) - 1
                tick = QRectF(left, rect.bottom() - 4, 2, 2)
                painter.fillRect(tick, theme.color(_ink_on(heat, "ink")))
        return
    if day is Day.UNREAD:
        text_painting.draw_hatch(painter, rect)
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


Index = QModelIndex | QPersistentModelIndex
DATE_ROLE = Qt.ItemDataRole.UserRole
_TOP = QModelIndex()
A_MONDAY = dt.date(2024, 1, 1)
_WEEKS = 6

SMALL = QSize(26, 26)
_LARGE = (96, 134)
"""The minimum and maximum height of a week in the large month, in pixels."""

_NAME_PITCH = 15

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


class Cell(Struct, frozen=True):
    """The content of a day's cell; `names` are its festivals, `hits` the number of matches, None for no query."""

    date: dt.date
    day: Day
    issues: tuple[HeldIssue, ...]
    names: tuple[str, ...]
    hits: int | None = None


def lunar_words(date: dt.date) -> tuple[str, ...]:
    """Return the variants of the lunar day, from which the first that fits is shown; () outside the tables.

    In Chinese the day, “十三”, or on the first of a lunar month its name, “正月”; in English lunar 13 or lunar month 1,
    and 1/13 as the short variant.
    """
    lunar = lunar_day(date)
    printed = lunar_date(date)
    if lunar is None or printed is None:
        return ()
    if language() != "zh":
        first = say("农历{month}月", month=lunar.month)
        if lunar.day == 1:
            counted = first
        else:
            counted = say("农历{day}日", day=lunar.day)
        return counted, f"{lunar.month}/{lunar.day}"
    month, _, day = printed.partition("年")[2].partition("月")
    return (f"{month}月" if day == "初一" else day,)


def state_words(day: Day) -> str:
    """Return in words whether there is an issue of a day; "" if that is unknown."""
    return {
        Day.HELD: say("有报"),
        Day.MISSING: say("缺期"),
        Day.MISSING_PERHAPS: say("可能缺期"),
        Day.NO_PAPER: say("不出报"),
        Day.UNKNOWN: "",
        Day.UNREAD: say("还没读到"),
    }[day]


def spoken(cell: Cell) -> str:
    """Return a day in words: 1987年5月31日，星期日，有报，5 篇命中，第4169期，丁卯年五月初五，端午节."""
    hits = count(cell.hits, "{n} 篇命中") if cell.hits else ""
    numbers = [wording.issue_number(issue.number) for issue in cell.issues if issue.number]
    return wording.listed(
        [
            wording.day(cell.date),
            wording.weekday(cell.date),
            state_words(cell.day),
            hits,
            *numbers,
            wording.lunar(cell.date),
            *(wording.festival(name) for name in cell.names),
        ]
    )


_OF_DAY = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


def _dates(cells: Sequence[Cell | None]) -> list[dt.date | None]:
    return [cell.date if cell else None for cell in cells]


class MonthModel(QAbstractTableModel):
    """A month in seven columns from Monday to Sunday and six weeks; cells of other months are empty."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[Cell | None] = [None] * (7 * _WEEKS)

    def show_month(
        self, year: int, month: int, coverage: Coverage, hits: Mapping[dt.date, int] | None = None
    ) -> None:
        """Show a month; `hits` are the numbers of matches of days, None for no query.

        If the month is shown already, only the cells that have changed are updated.
        """
        first_weekday, days = calendar.monthrange(year, month)
        festivals = festivals_of_year(year)
        before = self._cells
        cells: list[Cell | None] = [None] * first_weekday
        for day in range(1, days + 1):
            date = dt.date(year, month, day)
            hit_count = None if hits is None else hits.get(date, 0)
            day_names = festivals.get(date, ())
            cells.append(Cell(date, coverage.day(date), coverage.issues_on(date), day_names, hit_count))
        cells += [None] * (7 * _WEEKS - len(cells))
        if _dates(before) != _dates(cells):
            self.beginResetModel()
            self._cells = cells
            self.endResetModel()
            return
        self._cells = cells
        for place, (was, cell) in enumerate(zip(before, cells, strict=True)):
            if was != cell:
                index = self.index(place // 7, place % 7)
                self.dataChanged.emit(index, index)

    def cell(self, index: Index) -> Cell | None:
        if index.isValid():
            return self._cells[index.row() * 7 + index.column()]
        return None

    def weeks(self) -> int:
        return max((place // 7 + 1 for place, cell in enumerate(self._cells) if cell), default=0)

    def index_of(self, date: dt.date) -> QModelIndex:
        for place, cell in enumerate(self._cells):
            if cell is not None and cell.date == date:
                return self.index(place // 7, place % 7)
        return QModelIndex()

    def rowCount(self, parent: Index = _TOP) -> int:
        if parent.isValid():
            return 0
        return _WEEKS

    def columnCount(self, parent: Index = _TOP) -> int:
        if parent.isValid():
            return 0
        return 7

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.cell(index):
            return _OF_DAY
        return Qt.ItemFlag.NoItemFlags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return wording.short_weekday(A_MONDAY + dt.timedelta(days=section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if cell is None:
            return None
        if role == DATE_ROLE:
            return cell.date
        if role == Qt.ItemDataRole.DisplayRole:
            return str(cell.date.day)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return spoken(cell)
        return None


class _Delegate(QStyledItemDelegate):
    """Paints the days: those with an issue most prominently, in a filled box and bold.

    A missing one has a faint dashed box, one that may be missing a dotted line below, a day without a paper a dot, so
    that they are not distinguished by colour alone.
    """

    def __init__(self, view: "MonthTable") -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = self._view.month_model.cell(index)
        if cell is None:
            return
        if not self._view.is_large:
            look = painter.device().devicePixelRatio(), theme.current().name
            picture = _small_day(cell.date.day, cell.day, _hits_seen(cell), *look)
            painter.drawPixmap(option.rect.topLeft(), picture)
            if cell.date != self._view.chosen and not self._view.is_inside(cell.date):
                return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        if self._view.is_large:
            draw_day_box(painter, rect, cell.day, cell.hits)
            self._paint_large(painter, rect, cell)
        if cell.date != self._view.chosen and self._view.is_inside(cell.date):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.drawRoundedRect(rect, 4, 4)
        if cell.date == self._view.chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            is_focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(theme.color("focus" if is_focused else "accent"), 2))
            painter.drawRoundedRect(rect, 4, 4)
        painter.restore()

    def _paint_large(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        inner = rect.adjusted(8, 5, -8, -5)
        top = QRectF(inner.x(), inner.y(), inner.width(), 22)
        _paint_number(painter, top, cell.date.day, cell.day, cell.hits, text_painting.LEFT, px=15)
        font = theme.sans(12)
        space = top.width() - text_painting.width_of(str(cell.date.day), theme.sans(15)) - 6
        lunar = text_painting.fitting(lunar_words(cell.date), font, space)
        faint = _ink_on(heat_of(cell.hits), "ink3")
        text_painting.draw_words(painter, top, lunar, font, faint, text_painting.RIGHT)
        below = QRectF(inner.x(), inner.bottom() - 20, inner.width(), 20)
        names = wording.GAP.join(wording.festival(name) for name in cell.names)
        lines = max(1, int((below.top() + 4 - top.bottom()) // _NAME_PITCH))
        text_painting.draw_text(
            painter,
            inner.x(),
            top.bottom(),
            inner.width(),
            names,
            font,
            _ink_on(heat_of(cell.hits), "accent"),
            _NAME_PITCH,
            lines,
        )
        number = next((issue.number for issue in cell.issues if issue.number), None)
        words = (wording.issue_number(number), str(number)) if number else (state_words(cell.day),)
        if cell.hits:
            hits = wording.articles(cell.hits)
            bold = theme.sans(12, 700)
            ink = _ink_on(heat_of(cell.hits), "ink")
            below.setRight(below.right() - text_painting.width_of(hits, bold) - 6)
            place = QRectF(below.right(), below.y(), inner.right() - below.right(), below.height())
            text_painting.draw_words(painter, place, hits, bold, ink, text_painting.RIGHT)
        text_painting.draw_words(
            painter, below, text_painting.fitting(words, font, below.width()), font, faint
        )


_LEAST_OF_HEAT = (0, *HEAT)
SMALL_DAYS = 512
"""So many pictures of days are kept: those of all days of a month, in all their states, in one theme."""


def _hits_seen(cell: Cell) -> int | None:
    """Return the least number of matches with which a small day is painted alike."""
    if cell.hits is None or (cell.day is not Day.HELD and not cell.hits):
        return None
    return _LEAST_OF_HEAT[heat_of(cell.hits)]


@lru_cache(maxsize=SMALL_DAYS)
def _small_day(number: int, day: Day, hits: int | None, ratio: float, _theme: str) -> QPixmap:
    """Return a day as it is shown in a month of the year; to paint 365 of them anew would hold up the window."""
    picture = QPixmap(SMALL * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(theme.color("paper"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = QRectF(1.5, 1.5, SMALL.width() - 3, SMALL.height() - 3)
    draw_day_box(painter, rect, day, hits)
    if day is Day.NO_PAPER:
        draw_dot(painter, rect)
    else:
        _paint_number(painter, rect, number, day, hits, text_painting.CENTER, px=12)
    painter.end()
    return picture


def _paint_number(
    painter: QPainter, rect: QRectF, number: int, day: Day, hits: int | None, align: Qt.AlignmentFlag, px: int
) -> None:
    is_held = day is Day.HELD
    heat = heat_of(hits)
    font = theme.sans(px, 700 if heat > 2 or (is_held and hits is None) else 400)
    ink = _ink_on(heat, "ink" if is_held else "ink3")
    text_painting.draw_words(painter, rect, str(number), font, ink, align)


def _ink_on(heat: int, token: str) -> str:
    if heat == len(HEAT):
        return "on_accent"
    if heat:
        return "ink"
    return token


class DayActs(Struct, frozen=True):
    """What a day is wanted for."""

    want: Callable[[dt.date], object]
    """Chooses a day, maybe of another month."""
    extend: Callable[[dt.date], object]
    """Chooses the days from the one chosen before to a day."""
    open: Callable[[dt.date], object]
    """Opens the issue of a day."""


class MonthTable(QTableView):
    def __init__(self, acts: DayActs, *, is_large: bool = False) -> None:
        super().__init__()
        self._acts = acts
        self.is_large = is_large
        self.chosen: dt.date | None = None
        self.days: Days | None = None
        """The days from one chosen day to another; None for one day."""
        self._extends = False
        """Whether the mouse was pressed with Shift."""
        self.month_model = MonthModel()
        self.setModel(self.month_model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        theme.tint(self, "paper")
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setMinimumSectionSize(SMALL.width())
        if is_large:
            self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        else:
            self.horizontalHeader().setDefaultSectionSize(SMALL.width())
            self.verticalHeader().setDefaultSectionSize(SMALL.height())
            self.setFixedSize(SMALL.width() * 7, SMALL.height() * _WEEKS)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda index: self._activate())

    def show_month(
        self, year: int, month: int, coverage: Coverage, hits: Mapping[dt.date, int] | None = None
    ) -> None:
        self.month_model.show_month(year, month, coverage, hits)
        if self.is_large:
            weeks = self.month_model.weeks()
            for week in range(_WEEKS):
                self.setRowHidden(week, week >= weeks)
            self.setMinimumHeight(_LARGE[0] * weeks)
            self.setMaximumHeight(_LARGE[1] * weeks)
        self.setAccessibleName(say("{year}年{month}", year=year, month=wording.month(month)))

    def choose(self, date: dt.date | None, days: Days | None = None) -> None:
        before = self.currentIndex()
        has_changed = days != self.days
        self.chosen = date
        self.days = days
        self.setCurrentIndex(self.month_model.index_of(date) if date else QModelIndex())
        if has_changed or before.isValid() or self.currentIndex().isValid():
            self.viewport().update()

    def is_inside(self, date: dt.date) -> bool:
        """Return whether a day is one of several chosen ones."""
        return self.days is not None and self.days.first <= date <= self.days.last

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._activate()
        elif step is not None and self.chosen is not None and modifiers == Qt.KeyboardModifier.ShiftModifier:
            self._acts.extend(self.chosen + dt.timedelta(days=step))
        elif step is not None and self.chosen is not None and not modifiers:
            self._acts.want(self.chosen + dt.timedelta(days=step))
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and self.chosen is not None:
            by = -1 if event.key() == Qt.Key.Key_PageUp else 1
            self._acts.want(months_on(self.chosen, by))
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            first = next((cell.date for cell in self._cells() if cell.issues), self._cells()[0].date)
            self._acts.want(first)

    def _cells(self) -> Sequence[Cell]:
        model = self.month_model
        cells = []
        for row in range(_WEEKS):
            for column in range(7):
                cells.append(model.cell(model.index(row, column)))
        return [cell for cell in cells if cell is not None]

    def _clicked(self, index: QModelIndex) -> None:
        cell = self.month_model.cell(index)
        if cell is not None and self._extends:
            self._acts.extend(cell.date)
        elif cell is not None:
            self._acts.want(cell.date)

    def _activate(self) -> None:
        if self.chosen is not None:
            self._acts.open(self.chosen)


def months_on(date: dt.date, by: int) -> dt.date:
    """Return the same day `by` months later, or the last of that month; the date itself before year 1 or after 9999."""
    year, month = divmod(date.year * 12 + date.month - 1 + by, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return date
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def weekday_row(width: int = 0) -> Painted:
    """Return the header 一 二 三 四 五 六 日 above columns of `width` pixels; with 0 they share the whole width."""
    return Painted(22, partial(_paint_weekdays, width))


def _paint_weekdays(width: float, painter: QPainter, rect: QRectF) -> None:
    width = width or rect.width() / 7
    for column in range(7):
        cell = QRectF(column * width, 0, width, rect.height())
        name = wording.short_weekday(A_MONDAY + dt.timedelta(days=column)).removeprefix("周")[:2]
        text_painting.draw_words(painter, cell, name, theme.sans(12), "ink3", text_painting.CENTER)


MONTH_WIDTH = SMALL.width() * 7 + LINK_PADDING
_MARGIN = 24
_GAP = 8
_MONTHS = 12
"""In a single column each month has a row."""


class MonthBlock(QWidget):
    """A month of the year: its name as a link that calls `open_large`, the numbers of its issues, and its days."""

    def __init__(self, open_large: Callable[[], None], acts: DayActs) -> None:
        super().__init__()
        self._name = LinkButton("", quiet=True, px=14, act=open_large)
        self._name.setFont(theme.serif(15, 700))
        self._held = Label("", _held_font(), "ink2")
        self._missing = Label("", _missing_font(), "ink3")
        self.table = MonthTable(acts)
        head = row_layout(self._name, Wide(), self._held, self._missing, margins=(0, 0, 2, 0), spacing=_GAP)
        days = column_layout(
            weekday_row(SMALL.width()), self.table, margins=(LINK_PADDING - 1, 0, 0, 0), spacing=2
        )
        column_layout(head, days, of=self, spacing=2)
        self.setFixedWidth(MONTH_WIDTH)

    def show_month(
        self, year: int, month: int, coverage: Coverage, hits: Mapping[dt.date, int] | None = None
    ) -> None:
        self.table.show_month(year, month, coverage, hits)
        self._name.setAccessibleName(say("放大{year}年{month}", year=year, month=wording.month(month)))
        tally = coverage.tally(dt.date(year, month, 1), last_day(year, month))
        number = missing_number(tally)
        if tally.unread:
            missing = say("还没读到")
        elif number:
            missing = say("缺 {missing}", missing=number)
        else:
            missing = ""
        counted = text_painting.width_of(wording.issues(tally.held) if tally.held else "", _held_font())
        counted += text_painting.width_of(missing, _missing_font())
        self._name_month(month, MONTH_WIDTH - counted - 2 * _GAP - 2)
        space = MONTH_WIDTH - self._name.sizeHint().width() - 2 * _GAP - 2
        self._held.setText(
            _held_words(tally, space - _GAP - text_painting.width_of(missing, _missing_font()))
        )
        self._missing.setText(missing)
        for label in (self._held, self._missing):
            label.setToolTip(plain(tally_words(tally)))
            label.setVisible(bool(label.text()))  # the layout would add spacing for an empty one

    def _name_month(self, month: int, width: float) -> None:
        names = (wording.month(month), wording.short_month(month))
        fitting = text_painting.fitting(names, self._name.font(), width - 2 * LINK_PADDING - 10)
        self._name.setText(fitting or names[-1])
        self._name.setMinimumWidth(self._name.sizeHint().width())


def _held_font() -> QFont:
    return theme.sans(12, 700)


def _missing_font() -> QFont:
    return theme.sans(12)


def _held_words(tally: DayCounts, width: float) -> str:
    if not tally.held:
        return ""
    return text_painting.fitting([wording.issues(tally.held)], _held_font(), width) or str(tally.held)


class YearPage(QScrollArea):
    def __init__(self) -> None:
        super().__init__()
        self._months: list[QWidget] = []
        self._columns = 0
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(_MARGIN, 18, _MARGIN, 18)
        self._grid.setHorizontalSpacing(_MARGIN)
        self._grid.setVerticalSpacing(22)
        self._grid.setRowStretch(_MONTHS, 1)  # what is left over stays below the months
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.tint(self, "paper")
        body.setAutoFillBackground(False)
        self._arrange(4)

    def add(self, month: QWidget) -> None:
        self._place(len(self._months), month)
        self._months.append(month)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(max(1, min(4, (self.viewport().width() - _MARGIN) // (MONTH_WIDTH + _MARGIN))))

    def minimumSizeHint(self) -> QSize:
        return QSize(MONTH_WIDTH + 2 * _MARGIN, 200)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, month in enumerate(self._months):
            self._place(place, month)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _place(self, place: int, month: QWidget) -> None:
        row, column = divmod(place, self._columns)
        self._grid.addWidget(month, row, column, Qt.AlignmentFlag.AlignTop)
