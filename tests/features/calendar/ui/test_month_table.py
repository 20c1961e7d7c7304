"""The table of a month: its days, what they say, and where the keys lead."""

import calendar
import datetime as dt
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui import month_table
from reader.features.calendar.ui.month_table import (
    DATE_ROLE,
    HEAT,
    Cell,
    DayActs,
    MonthModel,
    MonthTable,
    YearPage,
    months_on,
)
from reader.newspaper.coverage import Coverage, Day, HeldIssue

NOTHING_HELD = Coverage([])
HELD = Coverage([HeldIssue(day, dt.date(1987, 6, day), 4168 + day) for day in (1, 3, 4)])


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_is_that_of_the_calendar(qapp: object, year: int, month: int) -> None:
    model = MonthModel()
    model.show_month(year, month, NOTHING_HELD)
    weeks = calendar.Calendar().monthdayscalendar(year, month)
    cells = [[model.cell(model.index(week, day)) for day in range(7)] for week in range(6)]
    shown = [[cell.date.day if cell else 0 for cell in week] for week in cells]
    assert shown == weeks + [[0] * 7] * (6 - len(weeks))
    assert model.weeks() == len(weeks)
    dates = [cell.date for week in cells for cell in week if cell]
    assert [model.index_of(date).data(DATE_ROLE) for date in dates] == dates
    assert [model.index_of(date).data() for date in dates] == [str(date.day) for date in dates]
    assert {(date.year, date.month) for date in dates} == {(year, month)}
    enabled = [bool(model.flags(model.index(week, day)).value) for week in range(6) for day in range(7)]
    assert enabled == [cell is not None for week in cells for cell in week]


def test_days_of_other_months_are_nowhere(qapp: object) -> None:
    model = MonthModel()
    assert model.weeks() == 0
    model.show_month(1987, 6, HELD)
    assert not model.index_of(dt.date(1987, 5, 31)).isValid()
    assert model.cell(QModelIndex()) is None
    below = model.index(0, 0)
    assert (model.rowCount(), model.columnCount(), model.rowCount(below), model.columnCount(below)) == (
        6,
        7,
        0,
        0,
    )
    heads = [model.headerData(day, Qt.Orientation.Horizontal) for day in range(7)]
    assert heads == ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_only_days_that_have_changed_are_drawn_anew(qapp: object) -> None:
    model = MonthModel()
    model.show_month(1987, 6, HELD)
    changed: list[object] = []
    resets: list[None] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.data(), last.data())))
    model.modelReset.connect(lambda: resets.append(None))
    model.show_month(1987, 6, HELD)
    assert changed == []
    model.show_month(1987, 6, Coverage([*HELD.issues, HeldIssue(9, dt.date(1987, 6, 5), None)]))
    assert changed == [("5", "5")]
    assert not resets
    model.show_month(1987, 7, HELD)
    assert len(resets) == 1


@pytest.mark.parametrize(
    ("day", "hits", "said"),
    [
        (1, None, "1987年6月1日，星期一，有报，第4169期，丁卯年五月初六，儿童节"),
        (3, {dt.date(1987, 6, 3): 2}, "1987年6月3日，星期三，有报，2 篇命中，第4171期，丁卯年五月初八"),
        (4, {}, "1987年6月4日，星期四，有报，第4172期，丁卯年五月初九"),
    ],
)
def test_a_day_is_spoken_in_words(qapp: object, day: int, hits: dict[dt.date, int] | None, said: str) -> None:
    model = MonthModel()
    model.show_month(1987, 6, HELD, hits)
    index = model.index_of(dt.date(1987, 6, day))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == index.data(Qt.ItemDataRole.ToolTipRole) == said
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_days_with_more_hits_are_painted_darker(qtbot: QtBot) -> None:
    table = MonthTable(DayActs(print, print, print))
    qtbot.addWidget(table)
    day = dt.date(1987, 6, 3)

    def darkness(hits: int) -> int:
        table.month_model.show_month(1987, 6, HELD, {day: hits})
        picture = table.viewport().grab(table.visualRect(table.month_model.index_of(day))).toImage()
        return -picture.pixelColor(picture.width() // 2, 4).lightness()

    assert darkness(0) < darkness(2) < darkness(200)


@pytest.mark.parametrize(
    ("key", "to"),
    [
        (Qt.Key.Key_Left, dt.date(1987, 5, 31)),
        (Qt.Key.Key_Right, dt.date(1987, 6, 2)),
        (Qt.Key.Key_Up, dt.date(1987, 5, 25)),
        (Qt.Key.Key_Down, dt.date(1987, 6, 8)),
        (Qt.Key.Key_PageUp, dt.date(1987, 5, 1)),
        (Qt.Key.Key_PageDown, dt.date(1987, 7, 1)),
    ],
)
def test_a_key_leads_to_another_day(qtbot: QtBot, key: Qt.Key, to: dt.date) -> None:
    wanted: list[dt.date] = []
    extended: list[dt.date] = []
    activated: list[dt.date] = []
    table = MonthTable(DayActs(wanted.append, extended.append, activated.append))
    qtbot.addWidget(table)
    table.show_month(1987, 6, HELD)
    QTest.keyClick(table, key)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert wanted == activated == [], "no day is chosen yet"
    table.choose(dt.date(1987, 6, 1))
    QTest.keyClick(table, key, Qt.KeyboardModifier.KeypadModifier)
    assert wanted == [to]
    if key not in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        QTest.keyClick(table, key, Qt.KeyboardModifier.ShiftModifier)
        assert (wanted, extended) == ([to], [to])
    for enter in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(table, enter)
    assert activated == [dt.date(1987, 6, 1)] * 3


@given(st.dates(), st.integers(-30, 30))
def test_months_on_it_is_the_same_day_or_the_last(date: dt.date, by: int) -> None:
    on = months_on(date, by)
    year, month = date.year, date.month
    for _ in range(abs(by)):
        month += 1 if by > 0 else -1
        if not 1 <= month <= 12:
            year, month = year + (1 if by > 0 else -1), 1 if by > 0 else 12
    if 1 <= year <= 9999:
        assert (on.year, on.month) == (year, month)
        assert on.day == date.day or (on.day < date.day and on.day == calendar.monthrange(year, month)[1])
    else:
        assert on == date


def test_the_pictures_of_all_days_in_all_their_states_are_kept() -> None:
    """Else a calendar that is shown again would paint each of them again, the one after another being forgotten."""
    seen = set()
    for number, state, hits in product(range(1, 32), Day, (None, 0, *HEAT)):
        cell = Cell(dt.date(1987, 1, number), state, (), (), hits)
        if state is Day.HELD or not hits:
            seen.add((number, state, month_table._hits_seen(cell)))
    assert len(seen) <= month_table.SMALL_DAYS


def test_days_that_look_alike_are_painted_once() -> None:
    day = dt.date(1987, 1, 5)
    seen = [month_table._hits_seen(Cell(day, Day.MISSING, (), (), hits)) for hits in (None, 0)]
    assert seen == [None, None]
    held = [month_table._hits_seen(Cell(day, Day.HELD, (), (), hits)) for hits in (None, 0, 1, 5, 7, 900)]
    assert held == [None, 0, 1, 4, 4, 8]


@pytest.mark.parametrize("width", [300, 700, 1000])
def test_the_months_of_a_year_stand_close_however_much_room_there_is(qtbot: QtBot, width: int) -> None:
    page = YearPage()
    qtbot.addWidget(page)
    months = [QWidget() for _ in range(12)]
    for month in months:
        month.setFixedSize(180, 200)
        page.add(month)
    page.resize(width, 4000)
    page.show()
    tops = sorted({month.y() for month in months})
    assert {below - above for above, below in pairwise(tops)} == {222}
