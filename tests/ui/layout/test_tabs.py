"""The tabs of the sidebar: the focus goes where it belongs, and nobody looks for it in the whole window."""

from collections.abc import Collection

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.frame import place_by_face
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets import tab_ring
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, focused, press

KEYS = [getattr(Qt.Key, f"Key_{number + 1}") for number in range(len(place_by_face()))]


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[QWidget]:
    """The windows whose ring of Tab was walked."""
    walked: list[QWidget] = []
    step = tab_ring.step

    def noted(window: QWidget, is_next: bool, behind: Collection[QWidget] = ()) -> bool:
        walked.append(window)
        return step(window, is_next, behind)

    monkeypatch.setattr(tab_ring, "step", noted)
    return walked


def test_a_change_of_tab_never_walks_the_ring(
    window: MainWindow, layout: WindowLayout, walks: list[QWidget]
) -> None:
    for start in (layout.pane.page, layout.issues.view, layout.tree):
        start.setFocus()
        for key in (*KEYS, *reversed(KEYS)):
            press(key, CTRL)
            assert focused().isVisible()
    assert walks == []


def test_the_focus_of_what_is_hidden_goes_to_the_nearest_pane(
    window: MainWindow, layout: WindowLayout, walks: list[QWidget], qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    layout.area.hide()
    assert focused() in layout.panes()
    layout.area.show()
    press(Qt.Key.Key_4, CTRL)
    layout.bookmarks.hide()
    assert focused() in layout.panes()
    assert walks == []
    layout.bookmarks.show()


def test_tab_itself_walks_it(window: MainWindow, layout: WindowLayout, walks: list[QWidget]) -> None:
    layout.tree.setFocus()
    press(Qt.Key.Key_Tab)
    assert walks == [window]
    assert focused() is not layout.tree
