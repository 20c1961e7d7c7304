"""Bars by year, or by month, and the brush over those that are wanted."""

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.features.timeline.ui.time_scale import BarRange
from reader.features.timeline.ui.year_bars import YearBars
from reader.search.query import Period
from reader.ui.widgets import theme

COUNTS = {0: 7, 1980 * 12: 1, 1984 * 12: 20, 1987 * 12 + 5: 40, 1987 * 12 + 8: 6, 1991 * 12: 12}
JUNE, SEPTEMBER = 1987 * 12 + 5, 1987 * 12 + 8


def years(first: int, last: int) -> Period:
    return Period(dt.date(first, 1, 1), dt.date(last, 12, 31))


def june(year: int = 1987) -> Period:
    return Period(dt.date(year, 6, 1), dt.date(year, 6, 30))


@pytest.fixture
def bars(qtbot: QtBot) -> YearBars:
    bars = YearBars()
    qtbot.addWidget(bars)
    bars.resize(480, 92)
    bars.show_counts(COUNTS)
    with qtbot.waitActive(bars):
        bars.show()
        bars.activateWindow()
    return bars


@pytest.fixture
def chosen(bars: YearBars) -> list[Period | None]:
    periods: list[Period | None] = []
    bars.chosen.connect(periods.append)
    return periods


def place(bars: YearBars, year: int) -> QPoint:
    return QPoint(round(bars.bar(year).center().x()), 40)


def test_bars_are_as_high_as_their_years_have_articles(bars: YearBars) -> None:
    assert bars.drawn.scale.span == BarRange(1980, 1991)
    assert bars.bar(1987).height() == 66
    assert bars.bar(1984).height() == pytest.approx(66 * 20 / 46)
    assert bars.bar(1980).height() == 2, "one article of many is seen"
    assert bars.bar(1985).height() == 0
    assert bars.bar(1980).left() >= 0
    assert bars.bar(1991).right() <= 480


def test_they_are_told_to_those_who_do_not_see_them(bars: YearBars) -> None:
    assert bars.accessibleName() == "按年分布"
    bars.show_wanted(years(1984, 1987))
    assert bars.accessibleDescription() == (
        "选中 1984–1987，1980：1 篇，1984：20 篇，1987：46 篇，1991：12 篇"
    )


def test_a_click_wants_a_year_of_which_the_months_are_shown(
    bars: YearBars, chosen: list[Period | None]
) -> None:
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1987))
    assert chosen == [years(1987, 1987)]
    assert bars.drawn.scale.is_part
    assert bars.drawn.scale.span == BarRange(1987 * 12, 1987 * 12 + 11)
    assert bars.accessibleName() == "按月分布"
    assert bars.accessibleDescription() == "选中 1987，1987-06：40 篇，1987-09：6 篇"
    QTest.keyClick(bars, Qt.Key.Key_Delete)
    assert chosen[1:] == [None]
    assert bars.drawn.scale.span == BarRange(1980, 1991)


def test_a_click_wants_a_month_and_the_same_again_the_whole_year(
    bars: YearBars, chosen: list[Period | None]
) -> None:
    bars.show_wanted(years(1987, 1987))
    for _ in range(2):
        QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place(bars, JUNE))
    assert chosen == [june(), years(1987, 1987)]


def test_what_lies_within_two_years_is_shown_by_month(bars: YearBars, chosen: list[Period | None]) -> None:
    bars.show_counts({JUNE: 3, SEPTEMBER: 1, JUNE + 12: 2})
    assert bars.drawn.scale.span == BarRange(JUNE, JUNE + 12)
    assert not bars.drawn.scale.is_part
    for _ in range(2):
        QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place(bars, JUNE + 12))
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=place(bars, JUNE))
    QTest.mouseMove(bars, place(bars, JUNE + 12))
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=place(bars, JUNE + 12))
    assert chosen == [june(1988), None]


def test_three_years_are_shown_by_year(bars: YearBars) -> None:
    bars.show_wanted(years(1984, 1986))
    assert bars.drawn.scale.span == BarRange(1980, 1991)
    bars.show_wanted(years(1984, 1985))
    assert bars.drawn.scale.span == BarRange(1984 * 12, 1985 * 12 + 11)


def test_bars_of_few_years_are_no_slabs_and_stand_above_their_labels(bars: YearBars) -> None:
    bars.show_counts({1980 * 12: 4, 1982 * 12: 2})
    assert bars.drawn.scale.span == BarRange(1980, 1982)
    assert [bars.bar(year).width() for year in (1980, 1982)] == [28, 28]
    assert [bars.bar(year).center().x() for year in (1980, 1982)] == [80, 400]
    bars.resize(60, 92)
    assert bars.bar(1980).width() == 17


def test_a_brush_is_drawn_and_its_ends_are_moved(bars: YearBars, chosen: list[Period | None]) -> None:
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1989))
    QTest.mouseMove(bars, place(bars, 1984))
    assert chosen == []
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1984))
    left_end = QPoint(round(480 / 12 * 4), 40)
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=left_end)
    QTest.mouseMove(bars, place(bars, 1986))
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1986))
    assert chosen == [years(1984, 1989), years(1986, 1989)]


def test_arrows_move_the_end_and_with_shift_the_beginning(
    qtbot: QtBot, bars: YearBars, chosen: list[Period | None]
) -> None:
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bars, Qt.Key.Key_Left)
    QTest.keyClick(bars, Qt.Key.Key_Left)
    QTest.keyClick(bars, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert chosen == []
    qtbot.waitUntil(lambda: chosen == [years(1981, 1989)])
    QTest.keyClick(bars, Qt.Key.Key_Delete)
    assert chosen[-1] is None


def test_what_lies_outside_the_brush_is_faint(bars: YearBars) -> None:
    bars.show_wanted(years(1984, 1988))
    image = bars.grab().toImage()

    def colour(year: int) -> str:
        middle = bars.bar(year).center()
        return image.pixelColor(round(middle.x()), round(middle.y())).name()

    assert colour(1987) == theme.color("accent").name()
    assert colour(1991) == theme.color("bar").name()


def test_while_a_brush_is_drawn_an_answer_does_not_take_it_away(
    bars: YearBars, chosen: list[Period | None]
) -> None:
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1984))
    bars.show_wanted(None)
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1984))
    assert chosen == [years(1984, 1984)]


@pytest.mark.parametrize(
    ("counts", "has_choice"), [({}, False), ({0: 3}, False), ({JUNE: 3}, False), (COUNTS, True)]
)
def test_there_is_a_choice_between_years_only(
    bars: YearBars, counts: dict[int, int], has_choice: bool
) -> None:
    bars.show_counts(counts)
    assert bars.has_choice() is has_choice
    bars.grab()
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.keyClick(bars, Qt.Key.Key_Left)
