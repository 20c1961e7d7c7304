"""The twelve months of a year, and the legend of what their days say."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import say
from reader.issue_dating.coverage import Coverage, Day, last_day
from reader.ui.calendar.month_table import A_MONDAY, SMALL, MonthTable, draw_day_box, draw_dot
from reader.ui.calendar.year_list import tally_words
from reader.ui.widgets import fonts, text_painting, theme, wording
from reader.ui.widgets.controls import LINK_PADDING, LinkButton
from reader.ui.widgets.labels import Label
from reader.ui.widgets.plain_text import plain

_MONTH_WIDTH = SMALL.width() * 7 + LINK_PADDING


MARGIN = 24


class _MonthBlock(QWidget):
    """A month among the twelve: its name, which opens it large; what is held of it; its days."""

    def __init__(self, open_large: Callable[[], None]) -> None:
        super().__init__()
        self._name = LinkButton("", quiet=True, px=14)
        self._name.clicked.connect(open_large)
        self._name.setFont(fonts.serif(15, 700))
        self._held = Label("", fonts.sans(12), "ink3")
        self._missing = Label("", fonts.sans(12), "warn")
        self.table = MonthTable()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 2, 0)
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(self._held)
        head.addWidget(self._missing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        days = QVBoxLayout()
        days.setContentsMargins(
            LINK_PADDING - 1, 0, 0, 0
        )  # so that the name stands above the first day's frame
        days.setSpacing(2)
        days.addWidget(_Weekdays(SMALL.width()))
        days.addWidget(self.table)
        column.addLayout(days)
        self.setFixedWidth(_MONTH_WIDTH)

    def show_month(self, year: int, month: int, held: Coverage) -> None:
        self.table.show_month(year, month, held)
        self._name.setText(wording.month(month))
        self._name.setAccessibleName(say("放大{year}年{month}", year=year, month=wording.month(month)))
        tally = held.tally(dt.date(year, month, 1), last_day(year, month))
        both = say("{n} 期　缺 {missing}", n=tally.held, missing=tally.missing)
        self._held.setText(wording.issues(tally.held) if tally.held and not tally.missing else "")
        self._missing.setText(both if tally.missing else "")
        for label in (self._held, self._missing):
            label.setToolTip(plain(tally_words(tally)))


class _Weekdays(QWidget):
    """一 二 三 四 五 六 日 above the columns, which are `width` wide, or share the whole of it."""

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


class YearPage(QScrollArea):
    """Twelve months in as many columns as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._months: list[QWidget] = []
        self._columns = 0
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(MARGIN, 18, MARGIN, 18)
        self._grid.setHorizontalSpacing(MARGIN)
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
        self._place(len(self._months), month)
        self._months.append(month)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(max(1, min(4, (self.viewport().width() - MARGIN) // (_MONTH_WIDTH + MARGIN))))

    def minimumSizeHint(self) -> QSize:
        return QSize(_MONTH_WIDTH + 2 * MARGIN, 200)

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


def month_page(sheet: MonthTable) -> QWidget:
    page = QScrollArea()
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 12, 24, 16)
    column.setSpacing(2)
    column.addWidget(_Weekdays())
    column.addWidget(sheet, 1)
    column.addStretch(0)
    page.setWidget(body)
    page.setWidgetResizable(True)
    page.setFrameShape(QFrame.Shape.NoFrame)
    theme.slim(page)
    page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    theme.tint(page, "paper")
    body.setAutoFillBackground(False)
    return page


@dataclass(frozen=True, slots=True)
class _Sign:
    day: Day
    words: str


class Legend(QWidget):
    """What the signs of the days mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(38)
        self._signs = (
            _Sign(Day.HELD, say("有报")),
            _Sign(Day.MISSING, say("缺期")),
            _Sign(Day.MISSING_PERHAPS, say("可能缺期")),
            _Sign(Day.NO_PAPER, say("休刊")),
            _Sign(Day.UNKNOWN, say("无从知道")),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 24.0, self.height() / 2
        font = fonts.sans(12)
        taken = sum(24 + text_painting.width_of(sign.words, font) for sign in self._signs)
        gap = max(10.0, min(24.0, (self.width() - x - 8 - taken) / (len(self._signs) - 1)))
        for sign in self._signs:
            box = QRectF(x, middle - 8, 16, 16)
            draw_day_box(painter, box, sign.day)
            if sign.day is Day.NO_PAPER:
                draw_dot(painter, box)
            elif sign.day is Day.UNKNOWN:
                text_painting.draw_words(painter, box, "1", fonts.sans(12), "ink3", text_painting.CENTER)
            width = text_painting.width_of(sign.words, font)
            area = QRectF(x + 24, 0, width + 2, self.height())
            text_painting.draw_words(painter, area, sign.words, font, "ink2")
            x += 24 + width + gap
