"""The page of a year in the calendar: twelve small months, each with the numbers of its issues."""

import datetime as dt
from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from reader.i18n import say
from reader.issue_dating.coverage import Coverage, DayCounts, last_day
from reader.ui.calendar.month_table import A_MONDAY, SMALL, MonthTable
from reader.ui.calendar.year_list import missing_number, tally_words
from reader.ui.widgets import fonts, text_painting, theme, wording
from reader.ui.widgets.controls import LINK_PADDING, Label, LinkButton, Wide, column_layout, plain, row_layout


class WeekdayRow(QWidget):
    """The header 一 二 三 四 五 六 日 above seven columns of `width` pixels each; with 0 they share the whole width."""

    def __init__(self, width: int = 0) -> None:
        super().__init__()
        self._width = width
        self.setFixedHeight(22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self._width or self.width() / 7
        for column in range(7):
            cell = QRectF(column * width, 0, width, self.height())
            name = wording.short_weekday(A_MONDAY + dt.timedelta(days=column)).removeprefix("周")[:2]
            text_painting.draw_words(painter, cell, name, fonts.sans(12), "ink3", text_painting.CENTER)


MONTH_WIDTH = SMALL.width() * 7 + LINK_PADDING
_MARGIN = 24
_GAP = 8


class MonthBlock(QWidget):
    """A month of the year: its name as a link that calls `open_large`, the numbers of its issues, and its days."""

    def __init__(self, open_large: Callable[[], None]) -> None:
        super().__init__()
        self._name = LinkButton("", quiet=True, px=14, act=open_large)
        self._name.setFont(fonts.serif(15, 700))
        self._held = Label("", _held_font(), "ink2")
        self._missing = Label("", _missing_font(), "ink3")
        self.table = MonthTable()
        head = row_layout(self._name, Wide(), self._held, self._missing, margins=(0, 0, 2, 0), spacing=_GAP)
        days = column_layout(
            WeekdayRow(SMALL.width()), self.table, margins=(LINK_PADDING - 1, 0, 0, 0), spacing=2
        )
        column_layout(head, days, of=self, spacing=2)
        self.setFixedWidth(MONTH_WIDTH)

    def show_month(
        self, year: int, month: int, held: Coverage, hits: Mapping[dt.date, int] | None = None
    ) -> None:
        """Show the days of a month with their matches, and the numbers of its present and missing issues."""
        self.table.show_month(year, month, held, hits)
        self._name.setAccessibleName(say("放大{year}年{month}", year=year, month=wording.month(month)))
        tally = held.tally(dt.date(year, month, 1), last_day(year, month))
        number = missing_number(tally)
        missing = say("缺 {missing}", missing=number) if number else ""
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
        """Show the full name of the month, or the short one if it does not fit into `width` pixels."""
        names = (wording.month(month), wording.short_month(month))
        fitting = text_painting.fitting(names, self._name.font(), width - 2 * LINK_PADDING - 10)
        self._name.setText(fitting or names[-1])
        self._name.setMinimumWidth(self._name.sizeHint().width())


def _held_font() -> QFont:
    return fonts.sans(12, 700)


def _missing_font() -> QFont:
    return fonts.sans(12)


def _held_words(tally: DayCounts, width: float) -> str:
    """Return the number of present issues in words, or as a number only if that does not fit; "" for none."""
    if not tally.held:
        return ""
    return text_painting.fitting([wording.issues(tally.held)], _held_font(), width) or str(tally.held)


class YearPage(QScrollArea):
    """The months of a year, in as many columns as fit, at most four."""

    def __init__(self) -> None:
        super().__init__()
        self._months: list[QWidget] = []
        self._columns = 0
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(_MARGIN, 18, _MARGIN, 18)
        self._grid.setHorizontalSpacing(_MARGIN)
        self._grid.setVerticalSpacing(22)
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
        """Append a month."""
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
