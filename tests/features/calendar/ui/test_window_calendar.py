"""The calendar in the window: what of a paper is held, and the way to a day."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from reader.features.calendar.ui.calendar_pane import CalendarPane
from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.calendar.ui.month_table import MonthTable, draw_day_box
from reader.features.calendar.ui.year_list import (
    UndatedIssues,
    YearList,
    YearRow,
    extent,
    missing_number,
    tally_words,
)
from reader.newspaper.coverage import Day, DayCounts
from reader.ui.frame import Tab
from reader.ui.widgets import theme
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, focused, headline, press, type_text


@pytest.fixture
def calendar(qtbot: QtBot, window: MainWindow) -> CalendarPane:
    """The calendar of 雁桥日报: issues of 5 June, 12 June and 3 July 1987, numbers 4005, 4012 and 4003."""
    press(Qt.Key.Key_2, CTRL)
    pane = window.controller.features.parts.of(CalendarPart).pane
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


def test_the_calendar_opens_at_the_newest_year_and_says_of_each_day_what_is_known(
    window: MainWindow, calendar: CalendarPane
) -> None:
    assert window.controller.layout.tab == "calendar"
    assert calendar.chosen == dt.date(1987, 7, 3)
    assert list(months(calendar)) == [f"1987年{month}月" for month in range(1, 13)]
    assert a_window.texts(window.controller.features.parts.of(CalendarPart).years) == ["雁桥日报", "1987"]
    assert not window.controller.layout.pane.isVisible()

    june = months(calendar)["1987年6月"]
    assert spoken(june, dt.date(1987, 6, 12)) == "1987年6月12日，星期五，有报，第4012期，丁卯年五月十七"
    assert spoken(june, dt.date(1987, 6, 8)) == "1987年6月8日，星期一，缺期，丁卯年五月十三"
    assert spoken(june, dt.date(1987, 6, 20)) == "1987年6月20日，星期六，丁卯年五月廿五"
    table = QAccessible.queryAccessibleInterface(june)
    assert table.text(QAccessible.Text.Name) == "1987年6月"
    cells = [table.child(n) for n in range(table.childCount())]
    assert any("1987年6月12日，星期五，有报" in cell.text(QAccessible.Text.Name) for cell in cells if cell)

    calendar.choose(dt.date(1987, 6, 8))
    assert "前有1987年6月5日第4005期，后有1987年6月12日第4012期，当中 6 期这里都没有。" in told(calendar)
    calendar.choose(dt.date(1987, 6, 20))
    assert any("期号不足以说明" in words for words in told(calendar))
    calendar.choose(dt.date(1987, 12, 1))
    assert "不在已有的报纸之间，无从知道这天有没有报。" in told(calendar)

    years = calendar.window().findChild(YearList)
    assert isinstance(years, YearList)
    row = years.years.row(years.years.index_of("雁桥日报", 1987))
    assert isinstance(row, YearRow)
    assert extent(row.tally) == ("3 期", False)


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


def test_by_keys_one_goes_from_day_to_day_over_the_years_end_and_to_a_day_that_is_named(
    window: MainWindow, calendar: CalendarPane
) -> None:
    assert isinstance(focused(), MonthTable)
    press(Qt.Key.Key_Up, times=3)
    assert calendar.chosen == dt.date(1987, 6, 12)
    assert focused() is months(calendar)["1987年6月"]
    assert "第4012期　3 篇" in told(calendar)
    press(Qt.Key.Key_Return)
    assert headline(window).startswith("12日")
    assert window.controller.layout.tab == Tab.PAPERS
    assert window.controller.layout.pane.isVisible()

    press(Qt.Key.Key_2, CTRL)
    calendar.choose(dt.date(1987, 12, 31))
    press(Qt.Key.Key_Right)
    assert calendar.chosen == dt.date(1988, 1, 1)
    assert "1988年1月" in months(calendar)

    def go_to(said: str) -> None:
        press(Qt.Key.Key_2, CTRL)
        press(Qt.Key.Key_D, CTRL)
        type_text(said)
        press(Qt.Key.Key_Return)

    go_to("哪天都行")
    assert window.toast.label.text().startswith("没看懂“哪天都行”是哪天。")
    assert calendar.isVisible()
    for said, opened in (("1987-6-12", "12日"), ("丁卯年五月初十", "5日"), ("3 July 1987", "3日")):
        go_to(said)
        assert headline(window).startswith(opened)
        assert not calendar.isVisible()
    go_to("1987年6月")
    assert calendar.isVisible()
    assert calendar.chosen == dt.date(1987, 6, 5)
    assert isinstance(focused(), MonthTable)


def test_a_month_is_shown_large_the_focus_stays_on_the_day_and_what_comes_appears(
    qtbot: QtBot, window: MainWindow, root: Path, calendar: CalendarPane
) -> None:
    segments = {each.text(): each for each in calendar.findChildren(QAbstractButton)}
    for scale, shown in (("月", 1), ("年", 12)):
        assert isinstance(focused(), MonthTable)
        a_window.click(segments[scale])
        assert len(months(calendar)) == shown
        assert focused() is months(calendar)["1987年7月"]
        assert calendar.chosen == dt.date(1987, 7, 3)
    name = next(link for link in calendar.findChildren(LinkButton) if link.text() == "6月")
    a_window.click(name)
    assert list(months(calendar)) == ["1987年6月"]
    assert calendar.chosen == dt.date(1987, 6, 5)

    a_window.write_issues(root, [dt.date(1987, 6, 8)])
    window.controller.sync.begin()
    june = months(calendar)["1987年6月"]
    qtbot.waitUntil(lambda: "有报" in spoken(june, dt.date(1987, 6, 8)))

    press(Qt.Key.Key_K, CTRL)
    type_text("木桶")
    qtbot.waitUntil(lambda: window.controller.layout.are_results_shown())
    assert window.controller.layout.tab == Tab.PAPERS
    assert window.controller.layout.results.isVisible()


def ink_of(table: MonthTable, day: dt.date) -> set[int]:
    """The colours in the cell of a day."""
    cell = table.visualRect(table.month_model.index_of(day))
    picture = table.viewport().grab(cell).toImage()
    return {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}


def test_in_every_theme_what_is_held_is_told_louder_than_what_is_missing(calendar: CalendarPane) -> None:
    june = months(calendar)["1987年6月"]
    for name in ("paper", "white", "dark"):
        theme.use(name)
        held, missing = ink_of(june, dt.date(1987, 6, 12)), ink_of(june, dt.date(1987, 6, 8))
        assert theme.color("sel").rgb() in held
        assert theme.color("ink").rgb() in held
        loud = {theme.color(token).rgb() for token in ("sel", "ink", "warn", "accent")}
        assert not missing & loud


def test_a_missing_day_and_one_that_may_be_missing_differ_in_shape() -> None:
    """Not in colour alone: what is painted of the one is not painted of the other, above the number."""
    for name in ("paper", "dark"):
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


def test_what_is_not_known_of_a_year_is_told_as_such() -> None:
    """Two issues of a year, none known to be missing, are not all of it."""
    counts = DayCounts(held=1, missing=13, no_paper=4, unknown=7, undecided=4)
    assert (missing_number(counts), tally_words(counts, "，")) == ("13–17", "1 期，缺 13–17 期，不出报 4 天")
    assert missing_number(DayCounts(held=1, missing=0, no_paper=4, unknown=7)) == ""
    assert extent(DayCounts(held=2, missing=0, no_paper=0, unknown=363)) == ("2 期", False)
    assert extent(DayCounts(held=340, missing=0, no_paper=25, unknown=0)) == ("100%", False)
    assert extent(DayCounts(held=150, missing=150, no_paper=60, unknown=5)) == ("50%", True)


def test_a_calendar_that_was_in_front_when_the_window_was_closed_leads_to_days_in_the_next_one(
    qtbot: QtBot, window: MainWindow, calendar: CalendarPane, root: Path
) -> None:
    window.close()
    again = a_window.open_on(qtbot, root)
    layout = again.controller.layout
    pane = again.controller.features.parts.of(CalendarPart).pane
    qtbot.waitUntil(lambda: pane.isVisible() and pane.chosen is not None)
    pane.open_day(dt.date(1987, 6, 12))
    assert headline(again).startswith("12日")
    assert layout.tab == Tab.PAPERS


def test_issues_of_which_only_the_year_is_known_have_a_row_that_lists_them(
    qtbot: QtBot, tmp_path: Path
) -> None:
    root = a_window.write_issues(tmp_path / "旧报")
    for number in range(2):
        path = root / "1987年" / f"剪报{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"## 马灯渡口旧事{number}\n\n本报讯（记者 温如岚）渡口昨日又来了{number + 3}批人，到天黑才散。\n",
            "utf-8",
        )
    window = a_window.open_on(qtbot, root)
    press(Qt.Key.Key_2, CTRL)
    years = window.controller.features.parts.of(CalendarPart).years
    qtbot.waitUntil(lambda: years.model().rowCount() > 2)
    (row,) = (at for at, entry in enumerate(years.years.rows()) if isinstance(entry, UndatedIssues))
    a_window.click_row(years, years.years.index(row, 0))
    layout = window.controller.layout
    qtbot.waitUntil(lambda: layout.are_results_shown() and layout.results.row_count() == 2)
    assert layout.search.line.text() == "日期:1987 日期:不明 报:不明"
