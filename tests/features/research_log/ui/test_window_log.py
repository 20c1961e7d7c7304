"""The research log in the window: off at first, what was meant and read, saved, cleared and put back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reader.features.research_log import ui
from reader.features.research_log.log_file import log_of
from reader.features.research_log.ui import LogDialog, ResearchLogPart
from reader.storage.platform_folders import places
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, press, type_text


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui, "READ_MS", 50)


def do(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert isinstance(action, QAction)
    action.trigger()


def part_of(window: MainWindow) -> ResearchLogPart:
    return window.controller.features.parts.of(ResearchLogPart)


def logged(window: MainWindow) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in log_of(window.controller.library).entries()]


def search(window: MainWindow, qtbot: QtBot, text: str) -> None:
    press(Qt.Key.Key_K, CTRL)
    window.controller.layout.search.set_text("")
    type_text(text)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.features.searching.text == text)
    qtbot.waitUntil(window.controller.features.searching.is_idle)
    qtbot.waitUntil(part_of(window).is_idle)


def dialog_of(window: MainWindow, qtbot: QtBot) -> LogDialog:
    do(window, "research_log")
    dialog = window.findChild(LogDialog)
    assert isinstance(dialog, LogDialog)
    assert dialog.isVisible()
    qtbot.waitUntil(part_of(window).is_idle)
    return dialog


def test_what_was_meant_and_read_is_logged_once_it_is_wanted_saved_cleared_and_put_back(
    window: MainWindow, qtbot: QtBot, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search(window, qtbot, "木桶")
    assert logged(window) == []
    assert not (places().data / "log").exists()
    dialog = dialog_of(window, qtbot)
    assert "没有在记" in dialog.text.toPlainText()
    assert not dialog.clear_button.isEnabled()
    dialog.accept()
    a_window.come_back(qtbot, window)

    part_of(window).turn(on=not part_of(window).is_on())
    qtbot.waitUntil(part_of(window).is_idle)
    search(window, qtbot, "船校")
    search(window, qtbot, "船校")
    assert [kind for kind, _ in logged(window)] == ["query", "article"]
    assert logged(window)[0] == ("query", "船校")
    assert "船校[N]. 雁桥日报" in logged(window)[1][1]
    assert log_of(window.controller.library).entries()[0].total == 3
    assert not list(root.rglob("*log*"))
    press(Qt.Key.Key_K, CTRL)
    window.controller.layout.search.set_text("")
    type_text("木")
    qtbot.waitUntil(lambda: window.controller.features.searching.text == "木")
    qtbot.waitUntil(window.controller.features.searching.is_idle)
    assert len(logged(window)) == 2
    part_of(window).turn(on=not part_of(window).is_on())
    qtbot.waitUntil(part_of(window).is_idle)
    search(window, qtbot, "木桶")
    assert len(logged(window)) == 2

    part_of(window).turn(on=not part_of(window).is_on())
    qtbot.waitUntil(part_of(window).is_idle)
    dialog = dialog_of(window, qtbot)
    assert dialog.switch.isChecked()
    assert "搜索  船校 · 3 篇" in dialog.text.toPlainText()
    target = tmp_path / "日志.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    click(dialog.save_button)
    qtbot.waitUntil(target.exists)
    assert target.read_text(encoding="utf-8").startswith("# 研究日志：旧报\n\n## ")
    click(dialog.clear_button)
    qtbot.waitUntil(lambda: dialog.clear_button.text() == "恢复 2 条")
    assert logged(window) == []
    click(dialog.clear_button)
    qtbot.waitUntil(lambda: dialog.clear_button.text() == "全部清除")
    assert len(logged(window)) == 2
    click(dialog.clear_button)
    qtbot.waitUntil(lambda: "恢复" in dialog.clear_button.text())
    dialog.accept()
    assert logged(window) == []


def test_the_switch_is_that_of_every_window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    other = a_window.open_on(qtbot, a_window.write_issues(tmp_path / "另一份"))
    part_of(window).turn(on=not part_of(window).is_on())
    qtbot.waitUntil(part_of(window).is_idle)
    search(other, qtbot, "木桶")
    assert logged(other)[0] == ("query", "木桶")
    assert part_of(other).is_on()
    assert logged(window) == []
