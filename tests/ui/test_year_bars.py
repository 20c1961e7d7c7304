"""Bars by year, and the brush over those that are wanted."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.ui import theme
from reader.ui.year_bars import YearBars, Years

COUNTS = {0: 7, 1980: 1, 1984: 20, 1987: 46, 1991: 12}


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
def chosen(bars: YearBars) -> list[Years | None]:
    years: list[Years | None] = []
    bars.chosen.connect(years.append)
    return years


def place(bars: YearBars, year: int) -> QPoint:
    return QPoint(round(bars.bar(year).center().x()), 40)


def test_bars_are_as_high_as_their_years_have_articles(bars: YearBars) -> None:
    assert bars.span() == Years(1980, 1991)
    assert bars.bar(1987).height() == 66
    assert bars.bar(1984).height() == pytest.approx(66 * 20 / 46)
    assert bars.bar(1980).height() == 2, "one article of many is seen"
    assert bars.bar(1985).height() == 0
    assert bars.bar(1980).left() >= 0
    assert bars.bar(1991).right() <= 480


def test_they_are_told_to_those_who_do_not_see_them(bars: YearBars) -> None:
    bars.show_wanted(Years(1984, 1987))
    assert bars.accessibleDescription() == (
        "选中 1984–1987，1980 年：1 篇，1984 年：20 篇，1987 年：46 篇，1991 年：12 篇"
    )


def test_a_click_wants_a_year_and_the_same_again_all_of_them(
    bars: YearBars, chosen: list[Years | None]
) -> None:
    for _ in range(2):
        QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1986))
    assert chosen == [Years(1986, 1986), None]


def test_a_brush_is_drawn_and_its_ends_are_moved(bars: YearBars, chosen: list[Years | None]) -> None:
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1989))
    QTest.mouseMove(bars, place(bars, 1984))
    assert chosen == []
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1984))
    left_end = QPoint(round(480 / 12 * 4), 40)
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=left_end)
    QTest.mouseMove(bars, place(bars, 1986))
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1986))
    assert chosen == [Years(1984, 1989), Years(1986, 1989)]


def test_arrows_move_the_end_and_with_shift_the_beginning(
    qtbot: QtBot, bars: YearBars, chosen: list[Years | None]
) -> None:
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bars, Qt.Key.Key_Left)
    QTest.keyClick(bars, Qt.Key.Key_Left)
    QTest.keyClick(bars, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert chosen == []
    qtbot.waitUntil(lambda: chosen == [Years(1981, 1989)])
    QTest.keyClick(bars, Qt.Key.Key_Delete)
    assert chosen[-1] is None


def test_what_lies_outside_the_brush_is_faint(bars: YearBars) -> None:
    bars.show_wanted(Years(1984, 1988))
    image = bars.grab().toImage()

    def colour(year: int) -> str:
        middle = bars.bar(year).center()
        return image.pixelColor(round(middle.x()), round(middle.y())).name()

    assert colour(1987) == theme.color("accent").name()
    assert colour(1991) == theme.color("bar").name()


def test_while_a_brush_is_drawn_an_answer_does_not_take_it_away(
    bars: YearBars, chosen: list[Years | None]
) -> None:
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1984))
    bars.show_wanted(None)
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1984))
    assert chosen == [Years(1984, 1984)]


@pytest.mark.parametrize(
    ("counts", "has_choice"), [({}, False), ({0: 3}, False), ({1987: 3}, False), (COUNTS, True)]
)
def test_there_is_a_choice_between_years_only(
    bars: YearBars, counts: dict[int, int], has_choice: bool
) -> None:
    bars.show_counts(counts)
    assert bars.has_choice() is has_choice
    bars.grab()
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.keyClick(bars, Qt.Key.Key_Left)
