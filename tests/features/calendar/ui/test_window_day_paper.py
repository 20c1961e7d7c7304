"""The paper of a day in the window: the day field opens it, the nearest to it, or those of every year."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_pane import CalendarPane
from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.calendar.ui.month_table import MonthTable
from reader.ui.frame import Tab
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, click, headline, press, type_text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """雁桥日报 of 5 June, 12 June and 3 July 1987, and of 12 June 1990; 江城晚报 of 12 June 1987."""
    days = (dt.date(1987, 6, 5), dt.date(1987, 6, 12), dt.date(1987, 7, 3), dt.date(1990, 6, 12))
    folder = a_window.write_issues(tmp_path / "旧报", days)
    other = a_window.issue_text(dt.date(1987, 6, 12), 712, "晚报在此。").replace("雁桥日报", "江城晚报")
    (folder / "晚报.txt").write_text(other.replace("CN 00-0000", "CN 00-0001"), encoding="utf-8")
    return folder


def go_to(qtbot: QtBot, window: MainWindow, day: str) -> CalendarPane:
    """Type a day by the keys that asked for the paper of a birthday before."""
    a_window.come_back(qtbot, window)
    press(Qt.Key.Key_D, CTRL | SHIFT)
    pane = window.controller.features.parts.of(CalendarPart).pane
    qtbot.waitUntil(lambda: pane.chosen is not None)
    type_text(day)
    press(Qt.Key.Key_Return)
    return pane


def links(pane: CalendarPane) -> list[LinkButton]:
    """The papers that the panel lists, each with its newspaper."""
    of_panel = pane.day_panel.findChildren(LinkButton)
    return [link for link in of_panel if link.text().count("　") > 1 and link.isVisibleTo(pane.day_panel)]


def papers(pane: CalendarPane) -> list[str]:
    return [link.text() for link in links(pane)]


def test_a_day_is_opened_also_by_its_lunar_name(qtbot: QtBot, window: MainWindow) -> None:
    go_to(qtbot, window, "丁卯年五月初十")
    assert headline(window).startswith("5日")
    assert window.controller.layout.tab == Tab.PAPERS


@pytest.mark.parametrize("width", [1440, 760])
def test_of_a_day_without_a_paper_the_nearest_are_listed(
    qtbot: QtBot, window: MainWindow, width: int
) -> None:
    window.resize(width, 640)
    pane = go_to(qtbot, window, "1987-6-30")
    qtbot.waitUntil(lambda: bool(papers(pane)))
    assert papers(pane) == [
        "1987年7月3日　周五　雁桥日报　晚 3 天",
        "1987年6月12日　周五　江城晚报　早 18 天",
    ]
    assert pane.day_panel.isVisible()
    click(links(pane)[0])
    assert headline(window).startswith("3日")
    assert window.controller.layout.tab == Tab.PAPERS


@pytest.mark.parametrize("width", [1440, 760])
@pytest.mark.parametrize(
    ("day", "opened"),
    [("6月12日", "1990年6月12日"), ("1987-6-30", "1987年7月3日")],
    ids=["yearly", "nearest"],
)
def test_the_first_paper_that_is_listed_has_the_focus_and_opens_by_enter(
    qtbot: QtBot, window: MainWindow, width: int, day: str, opened: str
) -> None:
    window.resize(width, 640)
    pane = go_to(qtbot, window, day)
    qtbot.waitUntil(lambda: bool(papers(pane)))
    first = links(pane)[0]
    assert first.text().startswith(opened)
    assert a_window.focused() is first
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.layout.tab == Tab.PAPERS)
    assert headline(window).startswith("12日" if "12日" in opened else "3日")


@pytest.mark.parametrize("width", [1440, 760])
def test_of_a_day_without_a_year_the_papers_of_every_year_are_listed(
    qtbot: QtBot, window: MainWindow, width: int
) -> None:
    window.resize(width, 640)
    pane = go_to(qtbot, window, "6月12日")
    qtbot.waitUntil(lambda: bool(papers(pane)))
    listed = papers(pane)
    assert listed[0] == "1990年6月12日　周二　雁桥日报"
    assert sorted(listed[1:]) == ["1987年6月12日　周五　江城晚报", "1987年6月12日　周五　雁桥日报"]
    assert pane.day_panel.isVisible()

    # Esc leads back to the months; in a narrow window the list has taken their place
    press(Qt.Key.Key_Escape)
    assert window.controller.layout.tab == "calendar"
    assert pane.day_panel.isVisible() == (width > 1000)
    assert papers(pane) == []
    focused = a_window.focused()
    assert isinstance(focused, MonthTable)
    assert focused.isVisible()
