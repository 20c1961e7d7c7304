"""An hour of work makes the window no larger: searches, articles, tabs, dialogs, again and again."""

import os
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.frame import place_by_face
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import ALT, CTRL, press
from tests.ui.test_window_search import ask

QUERIES = ("渡口", "隔着水 喊话", '"雁桥" -灯', "灯 OR 船", "没有的词", "3日渡口")
ROUNDS, SETTLED = 100, 20
# From round `SETTLED` to the last one: the share, or the number: a pool may have a thread more at work just then.
MOST_GROWTH, PASSING = 0.1, 1


def state() -> dict[str, int]:
    """What a window may take more and more of: widgets, threads, descriptors, memory (in KB)."""
    process = Path("/proc/self")
    return {
        "top-level widgets": len(QApplication.topLevelWidgets()),
        "widgets": len(QApplication.allWidgets()),
        "threads": len(list((process / "task").iterdir())),
        "descriptors": len(list((process / "fd").iterdir())),
        "memory": int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024,
    }


def kinds() -> Counter[str]:
    return Counter(
        f"{type(each).__name__} {each.accessibleName()}" for each in QApplication.topLevelWidgets()
    )


@pytest.fixture(autouse=True)
def others(qapp: QApplication) -> list[QWidget]:
    """The widgets that tests before have left."""
    return QApplication.topLevelWidgets()


def round_of_work(qtbot: QtBot, window: MainWindow, layout: WindowLayout, number: int) -> None:
    ask(qtbot, window, QUERIES[number % len(QUERIES)])
    press(Qt.Key.Key_Return)
    await_reading()
    press(Qt.Key.Key_F3, times=3)
    for tab in place_by_face():
        window.controller.layout.show_tab(tab)
    press(Qt.Key.Key_Left, ALT)
    await_reading()
    press(Qt.Key.Key_Right, ALT)
    await_reading()
    press(Qt.Key.Key_B)
    qtbot.waitUntil(window.controller.features.searching.is_idle)
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: not window.controller.features.searching.text)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux tells what a process holds")
def test_a_hundred_rounds_of_work_take_no_more_than_twenty(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout
) -> None:
    before, of_kind = state(), kinds()
    for number in range(1, ROUNDS + 1):
        round_of_work(qtbot, window, layout, number)
        if number == SETTLED:
            before, of_kind = state(), kinds()
    after = state()
    grown = {
        name: (before[name], count)
        for name, count in after.items()
        if count > before[name] + max(MOST_GROWTH * before[name], PASSING)
    }
    assert not grown, kinds() - of_kind


def test_every_widget_is_in_a_window(
    qtbot: QtBot, others: list[QWidget], window: MainWindow, layout: WindowLayout
) -> None:
    assert a_window.strays(others) == []
    for number in range(2):
        round_of_work(qtbot, window, layout, number)
    assert a_window.strays(others) == []
