"""The reason for a date that is not printed: a click away in the list's header and in the calendar's panel, beside what
is to be checked; its year refused, and that undone."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_pane import CalendarPane
from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.library.doubts import DoubtKind
from reader.newspaper.holdings import IssueRow
from reader.ui.check.check_place import CheckPlace
from reader.ui.controllers.issue_dialogs import IssueDialog
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, LONG, press

JUNE = [dt.date(1987, 6, day) for day in (1, 2, 3, 5, 6)]
REASON = "没有印日期；推定为 1987年6月4日：第4003期是 1987年6月3日，第4005期是 1987年6月5日。"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """At an issue that prints its number alone, between others of June 1987."""
    folder = a_window.write_issues(tmp_path / "旧报", JUNE)
    (folder / "散页.txt").write_text(
        f"雁桥日报\n第4004期\n\n# 船上失物招领\n\n本报讯　{LONG}\n", encoding="utf-8"
    )
    window = a_window.open_on(qtbot, folder)
    library = window.controller.library
    (issue,) = (row for row in library.contents.issues("雁桥日报", 1987, 6) if row.label == "散页.txt")
    window.controller.reading.open_issue(issue.id)
    await_reading()
    window.controller.reading.open_article(library.contents.articles(issue.id)[0].id)
    await_reading()
    return window


def shown(window: MainWindow) -> IssueRow:
    await_reading()
    stored = window.controller.reading.article
    assert stored is not None
    return stored.issue


def to_check(qtbot: QtBot, window: MainWindow) -> CheckPlace:
    """The place To check, when it stands at the issue's day."""
    place = window.controller.features.check.place
    qtbot.waitUntil(lambda: place.list.current() is not None and place.is_idle())
    doubt = place.list.current()
    assert doubt is not None
    assert (doubt.kind, doubt.path) == (DoubtKind.INFERRED_DAY, "散页.txt")
    assert REASON in place.evidence.text.toPlainText()
    return place


def opened(qtbot: QtBot, window: MainWindow) -> CheckPlace:
    window.controller.layout.issues.date_origin_link.click()
    return to_check(qtbot, window)


def choices(place: CheckPlace) -> list[str]:
    return [chip.text().partition("  ")[2] for chip in place.list.chips if not chip.isHidden()]


def test_the_mark_opens_the_reason_and_a_refused_year_is_undone_by_one_key(
    qtbot: QtBot, window: MainWindow
) -> None:
    menu = QMenu()
    window.controller.layout.tree.calls.offer_corrections(menu, shown(window))
    assert "日期的根据…" in [action.text() for action in menu.actions()]
    assert shown(window).date == dt.date(1987, 6, 4)
    link = window.controller.layout.issues.date_origin_link
    assert (link.isVisible(), link.text(), link.accessibleName()) == (
        True,
        "据其他各期推定",
        "日期据其他各期推定",
    )
    place = opened(qtbot, window)
    assert choices(place) == ["就是 1987年6月4日", "不是 1987 年", "不定"]
    QTest.keyClick(place.list.view, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: shown(window).date is None)
    assert not window.controller.layout.issues.date_origin_link.isVisible()
    assert not window.controller.layout.pane.suggestions.isVisible()
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: shown(window).date == dt.date(1987, 6, 4))
    QTest.keyClick(to_check(qtbot, window).list.view, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: window.findChild(IssueDialog) is not None)


def test_an_issue_that_prints_its_date_has_no_mark(window: MainWindow) -> None:
    library = window.controller.library
    printed = next(row for row in library.contents.issues("雁桥日报", 1987, 6) if row.label != "散页.txt")
    window.controller.reading.open_issue(printed.id)
    await_reading()
    assert not window.controller.layout.issues.date_origin_link.isVisible()


@pytest.fixture
def calendar(qtbot: QtBot, window: MainWindow) -> CalendarPane:
    press(Qt.Key.Key_2, CTRL)
    pane = window.controller.features.parts.of(CalendarPart).pane
    qtbot.waitUntil(lambda: pane.chosen is not None)
    return pane


def reason_link(calendar: CalendarPane) -> LinkButton | None:
    link = calendar.day_panel.findChild(LinkButton, "dateReason")
    return link if isinstance(link, LinkButton) else None


def test_the_calendar_s_panel_opens_the_reason(
    qtbot: QtBot, window: MainWindow, calendar: CalendarPane
) -> None:
    calendar.choose(dt.date(1987, 6, 3))
    qtbot.waitUntil(lambda: reason_link(calendar) is None)
    calendar.choose(dt.date(1987, 6, 4))
    link = reason_link(calendar)
    assert link is not None
    assert link.text() == "日期据其他各期推定：看根据"
    link.click()
    place = to_check(qtbot, window)
    QTest.keyClick(place.list.view, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: shown(window).date is None)
    press(Qt.Key.Key_2, CTRL)
    qtbot.waitUntil(lambda: reason_link(calendar) is None)
    assert calendar.chosen == dt.date(1987, 6, 4)
