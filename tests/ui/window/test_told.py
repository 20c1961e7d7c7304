"""What assistive technology is told of the window: one focus, the row in a list, and what a key has done."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets import application
from reader.ui.window.screenshot import search_and_wait
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, focused, headline, press

NAME = QAccessible.Text.Name


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader would have said since."""
    said = list[str]()

    def update(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())
        else:
            said.append(event.accessibleInterface().text(NAME))

    active: Any = SimpleNamespace(
        isActive=lambda: True,
        updateAccessibility=update,
        queryAccessibleInterface=QAccessible.queryAccessibleInterface,
        Event=QAccessible.Event,
    )
    monkeypatch.setattr(application, "QAccessible", active)
    return said


def with_focus(node: QAccessibleInterface) -> Iterator[QWidget]:
    """The widgets that say that they have it; of rows, Qt says so of the current one of each list."""
    if isinstance(widget := node.object(), QWidget) and node.state().focused:
        yield widget
    for number in range(node.childCount()):
        if (child := node.child(number)) is not None and isinstance(child.object(), QWidget):
            yield from with_focus(child)


def test_one_widget_has_the_focus(window: MainWindow, layout: WindowLayout) -> None:
    top = QAccessible.queryAccessibleInterface(window)
    for key in (Qt.Key.Key_F6, Qt.Key.Key_Tab):
        for _ in range(8):
            press(key)
            assert list(with_focus(top)) == [QApplication.focusWidget()]


def test_in_a_list_the_row_is_told(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, told: list[str]
) -> None:
    layout.pane.page.setFocus()
    for view, row in ((layout.issues.view, headline(window)), (layout.tree, "1987")):
        view.setFocus()
        qtbot.waitUntil(lambda row=row: any(row in each for each in told))  # type: ignore[misc]
        told.clear()


def test_what_a_letter_does_is_said_also_where_it_is_seen_alone(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, told: list[str]
) -> None:
    search_and_wait(window, "老船工")
    layout.pane.page.setFocus()
    told.clear()
    press(Qt.Key.Key_J)
    assert told == [headline(window)]
    search_and_wait(window, "渡")
    layout.pane.page.setFocus()
    press(Qt.Key.Key_F3)
    assert "渡" in told[-1]
    assert told[-1] in layout.pane.page.toPlainText()
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: told[-1] == "已收藏")
    assert focused() is layout.pane.page


def search(qtbot: QtBot, window: MainWindow, _target: Path) -> str:
    search_and_wait(window, "老船工")
    return "9 篇"


def update(qtbot: QtBot, window: MainWindow, _target: Path) -> str:
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, window)
    return "没有变化"


def export(qtbot: QtBot, window: MainWindow, target: Path) -> str:
    search_and_wait(window, "老船工")
    with mock.patch.object(QFileDialog, "getSaveFileName", return_value=(str(target), "CSV (*.csv)")):
        press(Qt.Key.Key_E, CTRL | SHIFT)
        qtbot.waitUntil(window.controller.features.export.is_idle)
    return "9 篇"


def check(qtbot: QtBot, window: MainWindow, _target: Path) -> str:
    press(Qt.Key.Key_6, CTRL)
    place = window.controller.features.check.place
    qtbot.waitUntil(lambda: place.doubts is not None and place.is_idle())
    return place.pane.number.text()


@pytest.mark.parametrize("act", [search, update, export, check])
def test_how_much_there_is_at_the_end_is_said(
    qtbot: QtBot,
    window: MainWindow,
    told: list[str],
    tmp_path: Path,
    act: Callable[[QtBot, MainWindow, Path], str],
) -> None:
    told.clear()
    words = act(qtbot, window, tmp_path / "结果.csv")
    assert words
    assert [said for said in told if words in said]
