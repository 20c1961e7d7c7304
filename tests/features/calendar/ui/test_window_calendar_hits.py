"""The matches of a search on the calendar: warmth, numbers, the chip that says so, and the way back to the list."""

import datetime as dt

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_pane import CalendarPane
from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.calendar.ui.month_table import MonthTable, heat_of
from reader.ui.frame import Tab
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets import theme
from reader.ui.widgets.controls import LinkButton, SegmentedControl
from reader.ui.window.window import MainWindow
from tests.features.calendar.ui.test_window_calendar import months, spoken
from tests.ui.a_window import CTRL, focused, press
from tests.ui.test_window_search import ask

JUNE_12 = dt.date(1987, 6, 12)
JULY_3 = dt.date(1987, 7, 3)


@pytest.fixture
def calendar(qtbot: QtBot, window: MainWindow) -> CalendarPane:
    """The calendar after a search for what stands in the three articles of 12 June, and in none else."""
    ask(qtbot, window, "12日，老船工")
    press(Qt.Key.Key_2, CTRL)
    pane = window.controller.features.parts.of(CalendarPart).pane
    qtbot.waitUntil(pane.header.hits_chip.isVisible)
    return pane


def fill(table: MonthTable, day: dt.date) -> str:
    """The colour of a day's ground, beside its number."""
    place: QRect = table.visualRect(table.month_model.index_of(day))
    return table.viewport().grab().toImage().pixelColor(place.left() + 5, place.top() + 5).name()


def test_degrees_of_warmth() -> None:
    degrees = {None: 0, 0: 0, 1: 1, 2: 2, 3: 2, 4: 3, 7: 3, 8: 4, 900: 4}
    assert {hits: heat_of(hits) for hits in degrees} == degrees


def test_days_with_matches_are_warm_say_how_many_and_lead_to_them(
    window: MainWindow, layout: WindowLayout, calendar: CalendarPane, qtbot: QtBot
) -> None:
    june = months(calendar)["1987年6月"]
    assert "有报，3 篇命中，第4012期" in spoken(june, JUNE_12)
    assert "命中" not in spoken(june, dt.date(1987, 6, 5))
    assert fill(june, JUNE_12) == theme.color("heat2").name()
    assert fill(june, dt.date(1987, 6, 5)) == theme.color("raised").name()
    assert calendar.legend.accessibleName() == (
        "有报，无命中，1，2–3，4–7，8 篇以上，缺期，可能缺期，不出报，无从知道"
    )
    assert "命中 3 篇" in calendar.header.tally.text()

    scale = calendar.findChild(SegmentedControl)
    assert isinstance(scale, SegmentedControl)
    calendar.choose(JUNE_12)
    scale.segments()[1].click()
    [(name, large)] = months(calendar).items()
    assert name == "1987年6月"
    assert "3 篇命中" in spoken(large, JUNE_12)
    assert fill(large, JUNE_12) == theme.color("heat2").name()

    links = calendar.day_panel.findChildren(LinkButton)
    next(link for link in links if link.text() == "3 篇命中").click()
    qtbot.waitUntil(lambda: layout.are_results_shown() and layout.results.row_count() == 3)
    assert layout.tab == Tab.PAPERS
    assert layout.search.line.text().endswith("日期:1987-06-12")


def test_another_search_warms_other_days_in_all_dates_and_without_one_there_is_no_warmth(
    window: MainWindow, calendar: CalendarPane, qtbot: QtBot
) -> None:
    ask(qtbot, window, "3日，老船工")
    press(Qt.Key.Key_2, CTRL)
    qtbot.waitUntil(lambda: "3日，老船工" in calendar.header.hits_chip.accessibleName())
    assert "3 篇命中" in spoken(months(calendar)["1987年7月"], JULY_3)
    assert "命中" not in spoken(months(calendar)["1987年6月"], JUNE_12)

    ask(qtbot, window, "老船工 日期:1987-07")
    press(Qt.Key.Key_2, CTRL)
    qtbot.waitUntil(lambda: "3 篇命中" in spoken(months(calendar)["1987年6月"], JUNE_12))
    assert "3 篇命中" in spoken(months(calendar)["1987年7月"], JULY_3)
    assert "日期" not in calendar.header.hits_chip.accessibleName()

    window.controller.features.results.leave_search()
    press(Qt.Key.Key_1, CTRL)
    press(Qt.Key.Key_2, CTRL)
    qtbot.waitUntil(lambda: not calendar.header.hits_chip.isVisible())
    assert "命中" not in spoken(months(calendar)["1987年6月"], JUNE_12)


def test_the_chip_names_the_query_and_takes_the_warmth_away(
    window: MainWindow, calendar: CalendarPane, qtbot: QtBot
) -> None:
    assert "12日，老船工" in calendar.header.hits_chip.accessibleName()
    calendar.header.hits_chip.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Space)
    assert not calendar.header.hits_chip.isVisible()
    assert isinstance(focused(), MonthTable)
    assert "命中" not in spoken(months(calendar)["1987年6月"], JUNE_12)
    assert calendar.legend.accessibleName() == "有报，缺期，可能缺期，不出报，无从知道"
    press(Qt.Key.Key_1, CTRL)
    press(Qt.Key.Key_2, CTRL)
    qtbot.wait(400)
    assert not calendar.header.hits_chip.isVisible()
    assert window.controller.features.searching.text == "12日，老船工"


@pytest.mark.parametrize("has_hits", [False, True])
def test_a_whole_day_is_read_in_its_field_and_nothing_lies_over_it(
    window: MainWindow, calendar: CalendarPane, qtbot: QtBot, has_hits: bool
) -> None:
    if not has_hits:
        calendar.show_hits("", None)
    field = calendar.header.date_field
    field.begin()
    field.line.setText("1987年12月28日")
    qtbot.waitUntil(field.clear_button.isVisible)
    buttons = (
        calendar.header.list_button,
        calendar.header.riffle_button,
        calendar.header.before,
        calendar.header.after,
    )
    parts = (
        calendar.header.paper,
        calendar.header.title,
        *buttons,
        calendar.header.hits_chip,
        calendar.header.scale,
    )
    for width in (640, 700, 780, 900, 1024, 1366):
        window.resize(width, 640)
        QApplication.processEvents()
        words = field.line.fontMetrics().horizontalAdvance(field.line.text())
        assert field.line.width() >= words, width
        others = [part.geometry() for part in parts if part.isVisible()]
        assert not any(field.geometry().intersects(other) for other in others), width
        assert all(other.right() < calendar.width() for other in others), width
        assert calendar.header.hits_chip.isVisible() is has_hits, width


def test_the_number_of_matches_is_told_at_every_width_and_the_calendar_stays_in_the_window(
    window: MainWindow, calendar: CalendarPane, qtbot: QtBot
) -> None:
    tallies = (calendar.header.tally, calendar.header.tally_below)

    def told() -> list[QLabel]:
        return [label for label in tallies if label.isVisible() and "命中 3 篇" in label.text()]

    for width in (640, 700, 780, 840, 900, 960, 1024, 1180, 1366):
        window.resize(width, 640)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: bool(told()))
        shown = [label for label in tallies if label.isVisible() and "命中" in label.text()]
        assert len(shown) == 1, f"it is told once, at {width}"
        assert shown[0].width() >= shown[0].sizeHint().width(), width
        for part in (calendar, calendar.header.scale):
            assert part.mapTo(window, part.rect().topRight()).x() < window.width(), width
        assert calendar.header.hits_chip.width() >= calendar.header.hits_chip.minimumSizeHint().width(), width


@pytest.mark.parametrize("width", [640, 900, 1366])
def test_esc_leads_from_the_calendar_back_to_what_is_read(
    window: MainWindow, layout: WindowLayout, calendar: CalendarPane, width: int
) -> None:
    window.resize(width, 640)
    calendar.focus_day()
    press(Qt.Key.Key_Escape)
    assert not calendar.isVisible()
    assert layout.pane.page.isVisible()
    assert focused().isVisible()
