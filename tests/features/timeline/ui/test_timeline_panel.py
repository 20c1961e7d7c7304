"""Lines over the results: no data is hatched, shares are of what is held, others are compared, a choice is undone."""

import datetime as dt
from collections.abc import Sequence

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from reader.export.timeline import NOTHING, Measure, Point, Step, Timeline, TimelineSeries
from reader.features.timeline.ui.timeline_part import TimelinePanel
from reader.features.timeline.ui.year_bars import YearBars
from reader.search.query import Period
from reader.ui.widgets import theme
from reader.ui.widgets.application import tell_widgets

FIRST = 1980 * 12


def line(name: str, **points: Point) -> TimelineSeries:
    """A line over the ten years from 1980 on; points are given as `y1983`, in July of the year."""
    known = {(int(year[1:]) - 1980) * 12 + 6: point for year, point in points.items()}
    return TimelineSeries(name, name, tuple(known.get(month, NOTHING) for month in range(120)), 0)


FERRY = line(
    "渡口",
    y1981=Point(4, 40, 8, 400),
    y1982=Point(0, 0, 10, 900),
    y1985=Point(6, 90, 60, 100),
    y1988=Point(1, 9, 9, 90),
)
CART = line(
    "板车",
    y1981=Point(2, 20, 8, 400),
    y1982=Point(5, 50, 10, 900),
    y1985=Point(0, 0, 60, 100),
    y1988=Point(9, 90, 9, 90),
)


def timeline(*lines: TimelineSeries) -> Timeline:
    return Timeline(Step.MONTH, tuple(range(FIRST, FIRST + 120)), lines)


@pytest.fixture
def compared() -> list[Sequence[str]]:
    return []


@pytest.fixture
def panel(qtbot: QtBot, compared: list[Sequence[str]]) -> TimelinePanel:
    panel = TimelinePanel()
    panel.compare = compared.append
    qtbot.addWidget(panel)
    panel.resize(450, 170)
    panel.show_timeline(timeline(FERRY))
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


@pytest.fixture
def bars(panel: TimelinePanel) -> YearBars:
    return panel.bars


@pytest.fixture
def chosen(bars: YearBars) -> list[Period | None]:
    periods: list[Period | None] = []
    bars.chosen.connect(periods.append)
    return periods


def place(bars: YearBars, year: int) -> QPoint:
    return QPoint(round(bars.bar(year).center().x()), 40)


def test_numbers_and_shares_of_articles_and_of_characters(bars: YearBars) -> None:
    assert [bars.drawn.value(year) for year in (1981, 1982, 1983, 1985)] == [4, 0, None, 6]
    bars.show_measure(Measure.ARTICLES)
    assert [bars.drawn.value(year) for year in (1981, 1982, 1983, 1985)] == [0.5, 0.0, None, 0.1]
    assert bars.bar(1981).height() > bars.bar(1985).height()
    bars.show_measure(Measure.CHARACTERS)
    assert [bars.drawn.value(year) for year in (1981, 1982, 1983, 1985)] == [0.1, 0.0, None, 0.9]


def test_the_scale_is_told(panel: TimelinePanel) -> None:
    assert panel.highest.text() == "最高 6"
    panel.bars.show_measure(Measure.ARTICLES)
    assert panel.highest.text() == "最高 50%"
    panel.bars.show_wanted(Period(dt.date(1985, 1, 1), dt.date(1985, 12, 31)))
    assert panel.highest.text() == "最高 10%"


def test_only_what_nothing_is_held_of_is_hatched(bars: YearBars) -> None:
    image = bars.grab().toImage()

    def is_hatched(year: int) -> bool:
        left = round(bars.bar(year).left())
        colors = {image.pixelColor(left + x, 4 + y).name() for x in range(12) for y in range(12)}
        return theme.color("rule2").name() in colors

    assert [is_hatched(year) for year in (1982, 1983, 1984, 1986, 1988)] == [False, True, True, True, False]


def test_n_is_told_to_everybody(bars: YearBars) -> None:
    assert bars.accessibleDescription().startswith(
        "1981：4 篇，共有 8 篇，1982：0 篇，共有 10 篇，1983：无资料，"
    )
    bars.show_measure(Measure.ARTICLES)
    assert "1985：10%，6 篇，共有 60 篇" in bars.accessibleDescription()


def test_a_screen_reader_meets_a_chart_with_its_values(bars: YearBars, qapp: QApplication) -> None:
    tell_widgets(qapp)
    chart = QAccessible.queryAccessibleInterface(bars)
    assert chart.role() == QAccessible.Role.Chart
    assert chart.text(QAccessible.Text.Name) == "按年分布"
    assert chart.text(QAccessible.Text.Description).startswith("1981：4 篇，共有 8 篇，")


def test_the_tools_stand_above_the_bars_which_can_be_clicked_to_their_end(
    panel: TimelinePanel, bars: YearBars
) -> None:
    panel.resize(300, 300)
    QApplication.processEvents()
    for tool in (panel.highest, panel.compare_button, panel.measure_chip, panel.export_chip):
        assert tool.isVisible()
        assert tool.mapTo(panel, QPoint(0, tool.height())).y() <= bars.y()
    assert panel.childAt(bars.mapTo(panel, place(bars, 1988))) is bars


def test_the_months_of_a_chosen_year_are_lines_of_the_same_kind(
    bars: YearBars, chosen: list[Period | None]
) -> None:
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1985))
    assert chosen == [Period(dt.date(1985, 1, 1), dt.date(1985, 12, 31))]
    assert bars.drawn.value(1985 * 12 + 6) == 6
    assert bars.drawn.value(1985 * 12 + 7) is None
    shown = bars.drawn.shown_timeline()
    assert shown is not None
    assert shown.times == tuple(range(1985 * 12, 1986 * 12))


def test_esc_goes_back_to_the_dates_before_and_then_is_others(
    bars: YearBars, chosen: list[Period | None]
) -> None:
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1985))
    assert bars.hasFocus()
    QTest.keyClick(bars, Qt.Key.Key_Escape)
    assert chosen[1:] == [None]
    assert not bars.can_go_back()
    QTest.keyClick(bars, Qt.Key.Key_Escape)
    assert len(chosen) == 2


def test_esc_gives_up_a_brush_that_is_being_drawn(bars: YearBars, chosen: list[Period | None]) -> None:
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1982))
    QTest.mouseMove(bars, place(bars, 1985))
    QTest.keyClick(bars, Qt.Key.Key_Escape)
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1985))
    assert chosen == []
    assert bars.drawn.scale.chosen is None


def test_dates_that_others_have_set_are_not_taken_back(bars: YearBars, chosen: list[Period | None]) -> None:
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place(bars, 1985))
    bars.show_wanted(Period(dt.date(1981, 1, 1), dt.date(1981, 12, 31)))
    assert not bars.can_go_back()


def legend(panel: TimelinePanel) -> list[QPushButton]:
    return [chip for chip in panel.findChildren(QPushButton) if "篇）" in chip.text() and chip.isVisible()]


def test_queries_are_compared_by_the_keyboard_and_taken_away_again(
    panel: TimelinePanel, compared: list[Sequence[str]]
) -> None:
    panel.compare_button.click()
    assert panel.field.line.hasFocus()
    panel.field.set_text("板车")
    QTest.keyClick(panel.field.line, Qt.Key.Key_Return)
    assert compared == [["板车"]]
    assert not panel.field.isVisible()
    panel.show_timeline(timeline(FERRY, CART))
    first, second = legend(panel)
    assert first.text() == "渡口（11 篇）"
    assert second.accessibleName() == "不再比较 板车（16 篇）"
    assert "1982：渡口 0 篇，共有 10 篇；板车 5 篇，共有 10 篇" in panel.bars.accessibleDescription()
    second.click()
    assert compared[1:] == [[]]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_of_several_queries_that_is_taken_away_which_is_chosen(panel: TimelinePanel, number: int) -> None:
    queries = ["甲", "乙", "丙"]
    for query in queries:
        panel.field.submitted.emit(query)
    panel.show_timeline(timeline(FERRY, *[CART] * 3))
    legend(panel)[0].click()
    assert panel.queries == queries, "that of the results stays"
    legend(panel)[number].click()
    assert panel.queries == [each for each in queries if each != queries[number - 1]]
    assert panel.bars.hasFocus()


def test_esc_closes_the_field_without_a_query(panel: TimelinePanel) -> None:
    panel.compare_button.click()
    QTest.keyClick(panel.field.line, Qt.Key.Key_Escape)
    assert not panel.field.isVisible()
    assert panel.compare_button.hasFocus()
    assert panel.queries == []


def test_five_are_the_most(panel: TimelinePanel) -> None:
    for query in ("甲", "乙", "乙", "丙", "丁"):
        panel.field.submitted.emit(query)
    assert panel.queries == ["甲", "乙", "丙", "丁"]
    assert not panel.compare_button.isVisible()
    panel.show_timeline(timeline(FERRY, *[CART] * 4))
    panel.grab()
    panel.clear()
    assert panel.queries == []


def test_while_it_is_not_known_what_is_held_numbers_are_drawn(panel: TimelinePanel) -> None:
    panel.bars.show_measure(Measure.ARTICLES)
    panel.show_timeline(None)
    panel.bars.show_counts({FIRST: 3, FIRST + 50: 6})
    assert panel.bars.drawn.measure is Measure.COUNT
    assert panel.bars.drawn.value(1980) == 3
    assert not panel.measure_chip.isEnabled()


def test_articles_of_which_only_the_year_is_known_stand_at_years_and_not_at_months(
    panel: TimelinePanel, bars: YearBars
) -> None:
    asked: list[bool] = []
    panel.list_undated = asked.append
    alone = {1983: Point(3, 30, 5, 50), 1991: Point(2, 20, 2, 20)}
    panel.show_timeline(timeline(msgspec.structs.replace(FERRY, undated=9, years_alone=alone)))
    assert [bars.drawn.value(year) for year in (1981, 1983, 1988, 1991)] == [4, 3, 1, 2]
    assert "1991：2 篇，共有 2 篇" in bars.accessibleDescription()
    assert panel.undated_link.text() == "其中 4 篇日期不明，不在图上"
    panel.undated_link.click()
    bars.show_wanted(Period(dt.date(1985, 1, 1), dt.date(1985, 12, 31)))  # shown by month
    assert panel.undated_link.text() == "其中 9 篇日期不明，不在图上"
    panel.undated_link.click()
    assert asked == [True, False]
