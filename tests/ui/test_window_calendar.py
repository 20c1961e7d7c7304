"""The calendar in the window: what of a paper is held, and the way to a day."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from reader.issue_dating.coverage import Day, DayCounts
from reader.ui.calendar.calendar_pane import CalendarPane
from reader.ui.calendar.month_table import MonthTable, draw_day_box
from reader.ui.calendar.year_list import YearList, YearRow, extent, missing_number, tally_words
from reader.ui.frame.frame import Tab
from reader.ui.widgets import theme
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, focused, headline, press, type_text


@pytest.fixture
def calendar(qtbot: QtBot, window: MainWindow) -> CalendarPane:
    """The calendar of 雁桥日报: issues of 5 June, 12 June and 3 July 1987, numbers 4005, 4012 and 4003."""
    press(Qt.Key.Key_2, CTRL)
    pane = window.controller.layout.calendar
    qtbot.waitUntil(lambda: pane.chosen is not None)
    return pane


def months(calendar: CalendarPane) -> dict[str, MonthTable]:
    return {table.accessibleName(): table for table in calendar.findChildren(MonthTable) if table.isVisible()}


def told(calendar: CalendarPane) -> list[str]:
    """The words of the panel of the chosen day."""
    labels = [label.text() for label in calendar.day_panel.findChildren(QLabel)]
    return labels + [link.text() for link in calendar.day_panel.findChildren(LinkButton)]


def spoken(table: MonthTable, day: dt.date) -> str:
    return str(table.month_model.index_of(day).data(Qt.ItemDataRole.AccessibleTextRole))


def test_given_issues_when_the_calendar_opens_then_the_year_of_the_newest_is_shown(
    window: MainWindow, calendar: CalendarPane
) -> None:
    assert window.controller.layout.tab is Tab.CALENDAR
    assert calendar.chosen == dt.date(1987, 7, 3)
    assert list(months(calendar)) == [f"1987年{month}月" for month in range(1, 13)]
    assert a_window.texts(window.controller.layout.years) == ["雁桥日报", "1987"]
    assert not window.controller.layout.pane.isVisible()


def test_each_day_says_what_is_known_of_it(calendar: CalendarPane) -> None:
    june = months(calendar)["1987年6月"]
    assert spoken(june, dt.date(1987, 6, 12)) == "1987年6月12日，星期五，有报，第4012期，丁卯年五月十七"
    assert spoken(june, dt.date(1987, 6, 8)) == "1987年6月8日，星期一，缺期，丁卯年五月十三"
    assert spoken(june, dt.date(1987, 6, 20)) == "1987年6月20日，星期六，丁卯年五月廿五"


def test_a_screen_reader_finds_the_days(calendar: CalendarPane) -> None:
    june = months(calendar)["1987年6月"]
    table = QAccessible.queryAccessibleInterface(june)
    assert table.text(QAccessible.Text.Name) == "1987年6月"
    cells = [table.child(n) for n in range(table.childCount())]
    assert any("1987年6月12日，星期五，有报" in cell.text(QAccessible.Text.Name) for cell in cells if cell)


def test_the_arrow_keys_go_from_day_to_day_and_enter_opens_the_issue(
    window: MainWindow, calendar: CalendarPane
) -> None:
    assert isinstance(focused(), MonthTable)
    press(Qt.Key.Key_Up, times=3)
    assert calendar.chosen == dt.date(1987, 6, 12)
    assert focused() is months(calendar)["1987年6月"]
    assert "第4012期　3 篇" in told(calendar)
    press(Qt.Key.Key_Return)
    assert headline(window).startswith("12日")
    assert window.controller.layout.tab is Tab.PAPERS
    assert window.controller.layout.pane.isVisible()


def test_a_day_between_two_issues_says_what_their_numbers_tell(calendar: CalendarPane) -> None:
    calendar.choose(dt.date(1987, 6, 8))
    assert "前有1987年6月5日第4005期，后有1987年6月12日第4012期，当中 6 期这里都没有。" in told(calendar)
    calendar.choose(dt.date(1987, 6, 20))
    assert any("期号不足以说明" in words for words in told(calendar))
    calendar.choose(dt.date(1987, 12, 1))
    assert "不在已有的报纸之间，无从知道这天有没有报。" in told(calendar)


def test_a_link_that_loses_the_focus_to_another_day_stays_until_the_event_is_over(
    qtbot: QtBot, calendar: CalendarPane
) -> None:
    """Deleted at once it would be gone while Qt still hands the focus over."""
    link = calendar.day_panel.findChildren(LinkButton)[0]
    link.setFocus()
    months(calendar)["1987年2月"].setFocus()
    assert calendar.chosen is not None
    assert calendar.chosen.month == 2
    assert isValid(link)
    qtbot.waitUntil(lambda: not isValid(link))


def test_over_the_years_end_the_next_year_is_shown(calendar: CalendarPane) -> None:
    calendar.choose(dt.date(1987, 12, 31))
    press(Qt.Key.Key_Right)
    assert calendar.chosen == dt.date(1988, 1, 1)
    assert "1988年1月" in months(calendar)


@pytest.mark.parametrize(
    ("said", "opened"),
    [("1987-6-12", "12日"), ("丁卯年五月初十", "5日"), ("1987年6月", None), ("3 July 1987", "3日")],
)
def test_a_day_that_is_named_is_gone_to(
    window: MainWindow, calendar: CalendarPane, said: str, opened: str | None
) -> None:
    press(Qt.Key.Key_D, CTRL)
    type_text(said)
    press(Qt.Key.Key_Return)
    if opened:
        assert headline(window).startswith(opened)
    else:
        assert calendar.chosen == dt.date(1987, 6, 5)
        assert isinstance(focused(), MonthTable)


def test_what_names_no_day_is_said(window: MainWindow, calendar: CalendarPane) -> None:
    press(Qt.Key.Key_D, CTRL)
    type_text("哪天都行")
    press(Qt.Key.Key_Return)
    assert window.toast.words().startswith("没看懂“哪天都行”是哪天。")
    assert calendar.isVisible()


def test_a_month_is_shown_large_with_lunar_days(qtbot: QtBot, calendar: CalendarPane) -> None:
    name = next(link for link in calendar.findChildren(LinkButton) if link.text() == "6月")
    a_window.click(name)
    assert list(months(calendar)) == ["1987年6月"]
    assert calendar.chosen == dt.date(1987, 6, 5)


def test_between_year_and_month_the_focus_stays_on_the_day(calendar: CalendarPane) -> None:
    segments = {each.text(): each for each in calendar.findChildren(QAbstractButton)}
    for scale, shown in (("月", 1), ("年", 12)):
        assert isinstance(focused(), MonthTable)
        a_window.click(segments[scale])
        assert len(months(calendar)) == shown
        assert focused() is months(calendar)["1987年7月"]
        assert calendar.chosen == dt.date(1987, 7, 3)


def test_an_issue_that_comes_while_the_calendar_is_open_appears_in_it(
    qtbot: QtBot, window: MainWindow, root: Path, calendar: CalendarPane
) -> None:
    a_window.write_issues(root, [dt.date(1987, 6, 8)])
    window.controller.updating.begin()
    june = months(calendar)["1987年6月"]
    qtbot.waitUntil(lambda: "有报" in spoken(june, dt.date(1987, 6, 8)))


def test_a_search_leaves_the_calendar(qtbot: QtBot, window: MainWindow, calendar: CalendarPane) -> None:
    press(Qt.Key.Key_K, CTRL)
    type_text("木桶")
    qtbot.waitUntil(lambda: window.controller.layout.are_results_shown())
    assert window.controller.layout.tab is Tab.PAPERS
    assert window.controller.layout.results.isVisible()


def ink_of(table: MonthTable, day: dt.date) -> set[int]:
    """The colours in the cell of a day."""
    cell = table.visualRect(table.month_model.index_of(day))
    picture = table.viewport().grab(cell).toImage()
    return {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}


@pytest.mark.parametrize("name", ["paper", "white", "dark"])
def test_what_is_held_is_told_louder_than_what_is_missing(calendar: CalendarPane, name: str) -> None:
    theme.use(name)
    june = months(calendar)["1987年6月"]
    held, missing = ink_of(june, dt.date(1987, 6, 12)), ink_of(june, dt.date(1987, 6, 8))
    assert theme.color("sel").rgb() in held
    assert theme.color("ink").rgb() in held
    loud = {theme.color(token).rgb() for token in ("sel", "ink", "warn", "accent")}
    assert not missing & loud


@pytest.mark.parametrize("name", ["paper", "dark"])
def test_a_missing_day_and_one_that_may_be_missing_differ_in_shape(calendar: CalendarPane, name: str) -> None:
    """Not in colour alone: what is painted of the one is not painted of the other, above the number."""
    theme.use(name)
    tops = []
    for day in (Day.MISSING, Day.MISSING_PERHAPS):
        picture = QImage(24, 24, QImage.Format.Format_RGB32)
        picture.fill(theme.color("paper"))
        painter = QPainter(picture)
        draw_day_box(painter, QRectF(1, 1, 22, 22), day)
        painter.end()
        tops.append(sum(picture.pixelColor(x, 1) != theme.color("paper") for x in range(24)))
    assert tops[0] > 8
    assert tops[1] == 0


def test_issues_that_may_lack_beside_the_month_are_told_as_such() -> None:
    counts = DayCounts(held=1, missing=13, no_paper=4, unknown=7, undecided=4)
    assert (missing_number(counts), tally_words(counts, "，")) == ("13–17", "1 期，缺 13–17 期，休刊 4 天")
    assert missing_number(DayCounts(held=1, missing=0, no_paper=4, unknown=7)) == ""


def test_beside_a_year_of_which_little_is_known_stands_no_share(calendar: CalendarPane) -> None:
    """Two issues of a year, none known to be missing, are not all of it."""
    assert extent(DayCounts(held=2, missing=0, no_paper=0, unknown=363)) == ("2 期", False)
    assert extent(DayCounts(held=340, missing=0, no_paper=25, unknown=0)) == ("100%", False)
    assert extent(DayCounts(held=150, missing=150, no_paper=60, unknown=5)) == ("50%", True)
    years = calendar.window().findChild(YearList)
    assert isinstance(years, YearList)
    row = years.years.row(years.years.index_of("雁桥日报", 1987))
    assert isinstance(row, YearRow)
    assert extent(row.tally) == ("3 期", False)
