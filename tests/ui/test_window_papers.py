"""The calendar of a library of two newspapers: it knows which of them is read, and on which day."""

import datetime as dt
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_pane import CalendarPane
from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.calendar.ui.month_table import Place
from reader.storage import settings
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, focused, headline, press, type_text

OTHER_DAYS = (dt.date(1987, 6, 3), dt.date(1987, 6, 12), dt.date(1988, 2, 9))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """雁桥日报 of 5 June, 12 June and 3 July 1987; 江城晚报 of 3 June, 12 June 1987 and 9 February 1988."""
    folder = tmp_path / "旧报"
    a_window.write_issues(folder / "雁桥日报")
    (folder / "江城晚报").mkdir()
    for day in OTHER_DAYS:
        text = a_window.issue_text(day, 700 + day.day, "晚报在此。").replace("雁桥日报", "江城晚报")
        text = text.replace("CN 00-0000", "CN 00-0001")
        (folder / "江城晚报" / f"{day:%Y%m%d}.txt").write_text(text, encoding="utf-8")
    return folder


def read(qtbot: QtBot, window: MainWindow, newspaper: str, day: dt.date) -> None:
    contents = window.controller.library.contents
    (issue,) = [each for each in contents.issues(newspaper, day.year, day.month) if each.date == day]
    window.controller.reading.read_issue(issue.id)
    qtbot.waitUntil(lambda: not window.controller.is_reading())


def calendar(qtbot: QtBot, window: MainWindow, key: Qt.Key = Qt.Key.Key_2) -> CalendarPane:
    press(key, CTRL)
    pane = window.controller.features.parts.of(CalendarPart).pane
    qtbot.waitUntil(lambda: pane.chosen is not None)
    return pane


def stands_at(pane: CalendarPane, place: Place) -> bool:
    return pane.place() == place


def in_header(pane: CalendarPane) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisible() and label.y() < 44]


def go_to(text: str) -> None:
    press(Qt.Key.Key_D, CTRL)
    type_text(text)
    press(Qt.Key.Key_Return)


def test_title_and_calendar_follow_the_paper_and_the_day_that_are_read(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert "江城晚报" in str(window.controller.reading.article)
    for key in (Qt.Key.Key_2, Qt.Key.Key_D):
        for newspaper, day in (("雁桥日报", dt.date(1987, 6, 5)), ("江城晚报", dt.date(1987, 6, 12))):
            read(qtbot, window, newspaper, day)
            assert window.windowTitle() == f"{newspaper} — 旧报 — 阅报"
            pane = calendar(qtbot, window, key)
            qtbot.waitUntil(partial(stands_at, pane, Place(newspaper, day)))
            assert newspaper in in_header(pane)
            years = window.controller.features.parts.of(CalendarPart).years
            assert str(years.currentIndex().data()) == "1987"
            press(Qt.Key.Key_1, CTRL)
    pane = calendar(qtbot, window)
    pane.choose(dt.date(1987, 3, 1))
    press(Qt.Key.Key_D, CTRL)
    window.controller.features.parts.of(CalendarPart).follow("calendar")
    assert pane.chosen == dt.date(1987, 3, 1), "while it is open it stays where one has gone"


def test_a_day_that_is_gone_to_opens_in_the_paper_that_is_read_or_else_in_another_and_it_is_said(
    qtbot: QtBot, window: MainWindow
) -> None:
    read(qtbot, window, "雁桥日报", dt.date(1987, 7, 3))
    pane = calendar(qtbot, window)
    go_to("1987-6-12")
    qtbot.waitUntil(lambda: headline(window).startswith("12日"))
    qtbot.waitUntil(lambda: focused() is window.controller.layout.pane.page)
    stored = window.controller.reading.article
    assert stored is not None
    assert stored.issue.newspaper == "雁桥日报"
    assert not window.toast.isVisible()
    calendar(qtbot, window)
    go_to("1987-6-3")
    qtbot.waitUntil(lambda: headline(window).startswith("3日渡口"))
    stored = window.controller.reading.article
    assert stored is not None
    assert (stored.issue.newspaper, stored.issue.date) == ("江城晚报", dt.date(1987, 6, 3))
    assert window.toast.label.text() == "《雁桥日报》没有1987年6月3日的报，转到了《江城晚报》。"
    calendar(qtbot, window)
    go_to("没有这天")
    press(Qt.Key.Key_Return)
    assert pane.header.date_field.line.text() == "没有这天"
    go_to("1987-6-12")
    press(Qt.Key.Key_Return)
    assert headline(window).startswith("12日")
    assert pane.header.date_field.line.text() == ""


def test_the_papers_stand_in_a_row_and_a_click_shows_the_same_day_of_another(
    qtbot: QtBot, window: MainWindow
) -> None:
    read(qtbot, window, "雁桥日报", dt.date(1987, 6, 12))
    pane = calendar(qtbot, window)
    qtbot.waitUntil(pane.papers.isVisible)
    assert sorted(pane.papers.names) == ["江城晚报", "雁桥日报"]
    assert pane.papers.chips["雁桥日报"].isChecked()
    click(pane.papers.chips["江城晚报"])
    assert pane.place() == Place("江城晚报", dt.date(1987, 6, 12))
    assert not pane.papers.chips["雁桥日报"].isChecked()

    pane.papers.chips["雁桥日报"].click()
    pane.choose(dt.date(1987, 6, 3))
    links = pane.day_panel.findChildren(LinkButton)
    click(next(one for one in links if one.text() == "江城晚报"))  # a day without an issue names who has one
    assert pane.place() == Place("江城晚报", dt.date(1987, 6, 3))
    assert any(one.text() == "打开这一期" for one in pane.day_panel.findChildren(LinkButton))

    pane.show_hits("一只三彩搪瓷脸盆", {})
    window.resize(900, 700)
    press(Qt.Key.Key_Backslash, CTRL)
    qtbot.waitUntil(lambda: pane.width() < 700)
    assert pane.header.title.width() >= pane.header.title.sizeHint().width()
    assert "江城晚报" not in in_header(pane)
    assert pane.header.date_field.width() >= 100
    (chosen,) = [chip for chip in pane.papers.chips.values() if chip.isChecked()]
    assert (chosen.text(), chosen.isVisible()) == ("江城晚报", True)


def test_with_one_paper_there_is_no_row_and_its_name_stands_in_the_header(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = a_window.open_on(qtbot, a_window.write_issues(tmp_path / "一种"))
    pane = calendar(qtbot, window)
    assert "雁桥日报" in in_header(pane)
    assert not pane.papers.isVisible()


def test_a_window_that_begins_in_the_calendar_begins_at_what_was_read_and_its_list_at_the_article(
    qtbot: QtBot, window: MainWindow
) -> None:
    read(qtbot, window, "雁桥日报", dt.date(1987, 6, 12))
    press(Qt.Key.Key_J, times=2)
    calendar(qtbot, window)
    window.close()
    assert settings.load().settings.sidebar_tab == "calendar"
    again = a_window.open_on(qtbot, None)
    assert again.controller.layout.tab == "calendar"
    pane = again.controller.features.parts.of(CalendarPart).pane
    qtbot.waitUntil(lambda: pane.place() == Place("雁桥日报", dt.date(1987, 6, 12)))
    press(Qt.Key.Key_1, CTRL)
    issues = again.controller.layout.issues.view
    qtbot.waitUntil(issues.isVisible)
    assert str(issues.currentIndex().data()) == "12日瓦匠的女儿考上了船校"
