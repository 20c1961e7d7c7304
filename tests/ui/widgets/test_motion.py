"""Nothing moves by itself where a person wishes so, after a restart too."""

from pathlib import Path

from PySide6.QtCore import QAbstractAnimation, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.ui.window.window import MainWindow
from tests.ui import a_window


def test_menus_come_at_once_and_the_caret_stands_still(
    qtbot: QtBot, window: MainWindow, root: Path, qapp: QApplication
) -> None:
    before = QApplication.cursorFlashTime()
    window.settings.reduce_motion(True)
    assert QApplication.cursorFlashTime() == 0
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
    window.close()
    again = a_window.open_on(qtbot, root)
    assert QApplication.cursorFlashTime() == 0
    again.settings.reduce_motion(False)
    assert QApplication.cursorFlashTime() == before > 0


def test_the_window_has_no_animations_of_its_own(window: MainWindow) -> None:
    for act in ("toggle_sidebar", "show_bookmarks", "show_calendar", "full_screen", "palette"):
        window._actions[act].trigger()
        assert not window.controller.layout.tree.isAnimated()
        assert [each for each in window.findChildren(QAbstractAnimation) if each.state().value] == []
