"""Riffling through a newspaper: a key that is held, a drag along the years, and the issue that is opened."""

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.calendar.ui.riffle_view import HeadlineCache, RiffleView
from reader.library.contents import Contents
from reader.newspaper.holdings import ArticleRow
from reader.ui.frame import Tab
from reader.ui.widgets.background_tasks import finish_all
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, focused, headline, press

DAYS = tuple(dt.date(1987, month, 5) for month in range(1, 13))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """雁桥日报 on the fifth of each month of 1987."""
    return a_window.write_issues(tmp_path / "旧报", DAYS)


def opened(qtbot: QtBot, window: MainWindow, press_key: Callable[[], None]) -> RiffleView:
    press_key()
    view = window.findChild(RiffleView)
    assert isinstance(view, RiffleView)
    assert view.isVisible()
    qtbot.waitUntil(lambda: view.issue_id() is not None)
    return view


def key(view: RiffleView, kind: QEvent.Type, pressed: Qt.Key, *, repeats: bool = False, at: int = 0) -> None:
    event = QKeyEvent(kind, pressed, Qt.KeyboardModifier.NoModifier, "", repeats)
    event.setTimestamp(at)
    QApplication.sendEvent(view, event)


def month(view: RiffleView) -> int:
    assert view._reel is not None
    return view._reel.issues[view.place].date.month


def frames(view: RiffleView, number: int) -> None:
    """So many frames go by, without the clock."""
    assert view.frames.isActive()
    for _ in range(number):
        view.frames.timeout.emit()


def test_a_key_that_is_held_runs_along_the_issues_and_letting_go_opens_the_one_on_top(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.controller.layout.pane.page.setFocus()
    before = window.controller.reading.article
    view = opened(qtbot, window, lambda: press(Qt.Key.Key_G, CTRL))
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_Home)
    assert month(view) == 1
    press(Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert window.controller.reading.article == before
    view = opened(qtbot, window, lambda: press(Qt.Key.Key_G, CTRL))
    key(view, QEvent.Type.KeyPress, Qt.Key.Key_P)
    assert month(view) == 11, "the first press goes one issue back"
    key(view, QEvent.Type.KeyPress, Qt.Key.Key_P, repeats=True)
    assert view.frames.interval() == 50
    view.frames.setInterval(1_000_000)
    frames(view, 4)
    key(view, QEvent.Type.KeyRelease, Qt.Key.Key_P, repeats=True)
    assert view.isVisible(), "a release that a key's repetition makes is none"
    key(view, QEvent.Type.KeyRelease, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not view.isVisible())
    assert not view.frames.isActive()
    headline(window)
    stored = window.controller.reading.article
    assert stored is not None
    assert stored.issue.date == dt.date(1987, 7, 5)
    assert focused() is window.controller.layout.pane.page


def test_repetitions_run_on_to_the_last_issue_however_they_come_and_taps_are_none(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = opened(qtbot, window, lambda: press(Qt.Key.Key_G, CTRL))
    for moment in (500, 530):
        key(view, QEvent.Type.KeyPress, Qt.Key.Key_P, at=moment)
        key(view, QEvent.Type.KeyRelease, Qt.Key.Key_P, at=moment + 20)
    assert (month(view), view.frames.isActive()) == (10, False)
    press(Qt.Key.Key_Home)
    view.frames.setInterval(1_000_000)
    key(view, QEvent.Type.KeyPress, Qt.Key.Key_Right, at=700)
    key(view, QEvent.Type.KeyPress, Qt.Key.Key_Right, repeats=True, at=740)
    frames(view, 30)
    assert month(view) == 12
    key(view, QEvent.Type.KeyRelease, Qt.Key.Key_Right, at=800)
    qtbot.waitUntil(lambda: not view.isVisible())
    headline(window)
    view = opened(qtbot, window, lambda: press(Qt.Key.Key_G, CTRL))
    view.frames.setInterval(1_000_000)
    key(view, QEvent.Type.KeyPress, Qt.Key.Key_P, at=1000)
    for moment in (1040, 1080):
        key(view, QEvent.Type.KeyRelease, Qt.Key.Key_P, at=moment)
        key(view, QEvent.Type.KeyPress, Qt.Key.Key_P, at=moment)
    frames(view, 2)
    assert month(view) == 9
    key(view, QEvent.Type.KeyRelease, Qt.Key.Key_P, at=1100)
    qtbot.waitUntil(lambda: not view.isVisible())


def test_a_tap_goes_one_issue_and_enter_opens_it_and_headlines_are_not_read_on_the_windows_thread(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[threading.Thread] = set()
    read = Contents.articles

    def watched(contents: Contents, issue_id: int) -> list[ArticleRow]:
        threads.add(threading.current_thread())
        return read(contents, issue_id)

    monkeypatch.setattr(Contents, "articles", watched)
    view = opened(qtbot, window, lambda: press(Qt.Key.Key_G, CTRL))
    press(Qt.Key.Key_Left, times=2)
    assert (month(view), view.isVisible(), view.frames.isActive()) == (10, True, False)
    issue_id = view.issue_id()
    assert issue_id is not None
    qtbot.waitUntil(lambda: view._headlines.of(issue_id) is not None)
    assert threading.main_thread() not in threads
    assert view.in_words() == (
        "雁桥日报，1987年10月5日，5日渡口的灯亮到后半夜，5日一口井淘出三只木桶，5日瓦匠的女儿考上了船校"
    )
    press(Qt.Key.Key_Return)
    assert headline(window).startswith("5日")
    stored = window.controller.reading.article
    assert stored is not None
    assert stored.issue.date == dt.date(1987, 10, 5)


def test_from_the_calendar_a_drag_along_the_years_opens_what_it_ends_on(
    qtbot: QtBot, window: MainWindow
) -> None:
    press(Qt.Key.Key_2, CTRL)
    calendar = window.controller.features.parts.of(CalendarPart).pane
    qtbot.waitUntil(lambda: calendar.chosen is not None)
    calendar.choose(dt.date(1987, 6, 1))
    view = opened(qtbot, window, lambda: click(calendar.header.riffle_button))
    assert month(view) == 6, "the next issue of the day that is chosen"
    strip = view._strip()
    start = QPoint(round(strip.x() + 2), round(strip.center().y()))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    assert month(view) == 1
    a_window.pull(view, start, QPoint(round(strip.width() / 2), 0))
    assert not view.isVisible()
    assert window.controller.layout.tab == Tab.PAPERS
    headline(window)
    stored = window.controller.reading.article
    assert stored is not None
    assert stored.issue.date in (dt.date(1987, 6, 5), dt.date(1987, 7, 5))


def test_what_was_wanted_before_is_read_no_more(qtbot: QtBot) -> None:
    """However far one drags, no more than a batch is read that nobody will see."""
    may_go_on, asked = threading.Event(), []

    def read(issue_id: int) -> list[ArticleRow]:
        asked.append(issue_id)
        may_go_on.wait(120)
        return []

    parent = QObject()
    supply = HeadlineCache(read, parent)
    supply.want(range(1000))
    supply.want(range(1000, 2000))
    supply.want([5000])
    may_go_on.set()
    qtbot.waitUntil(lambda: supply.of(5000) is not None)
    finish_all(supply)
    assert len(asked) <= 13


def test_what_is_far_is_read_in_batches_and_what_is_near_at_once(qtbot: QtBot) -> None:
    """While a key is held, another issue is wanted with every frame."""
    asked: list[int] = []

    def read(issue_id: int) -> list[ArticleRow]:
        asked.append(issue_id)
        return []

    parent = QObject()
    supply = HeadlineCache(read, parent)
    loaded: list[set[int]] = []
    supply.loaded.connect(loaded.append)
    for first, known in ((0, 60), (3, 60), (4, 72), (5, 72), (64, 132), (200, 260)):
        supply.want(range(first, first + 68))
        qtbot.waitUntil(supply._queue.is_idle)
        assert asked[-1] == known - 1
    supply.want([5000, *range(200, 260)])
    qtbot.waitUntil(lambda: supply.of(5000) is not None)
    assert loaded[-1] == {5000}
    assert sorted(asked) == sorted(set[int]().union(*loaded))


def test_where_nothing_has_a_date_it_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    (tmp_path / "空" / "无题.txt").write_text(
        "# 一篇\n\n本报讯 没有日期的文章，写的是渡口。\n", encoding="utf-8"
    )
    window = a_window.open_on(qtbot, tmp_path / "空")
    press(Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: window.toast.label.text() == "还没有知道日期的报纸可翻。")
    view = window.findChild(RiffleView)
    assert isinstance(view, RiffleView)
    assert not view.isVisible()
