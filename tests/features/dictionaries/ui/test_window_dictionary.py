"""Looking up a word of the page: which word, what the dictionary program is started with, and where it is chosen."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDesktopServices
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from reader.storage import settings
from reader.storage.settings import Settings
from reader.ui.controllers.preferences import SettingsWindow
from reader.ui.page.page_layout import PageSelection
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import actions_of, press, type_text

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the programs of this test are scripts")
Told = Callable[[], list[str]]


def put_program(folder: Path, name: str) -> Path:
    """A program that writes its arguments, a line each, to a file beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    program, told = folder / name, folder / f"{name}.told"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{told}.part'\n/bin/mv '{told}.part' '{told}'\n")
    program.chmod(0o755)
    return told


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


@pytest.fixture
def told(qtbot: QtBot, path: Path) -> Told:
    """GoldenDict is installed; what it was started with."""
    file = put_program(path, "goldendict")

    def arguments() -> list[str]:
        qtbot.waitUntil(file.exists)
        said = file.read_text(encoding="utf-8").splitlines()
        file.unlink()
        return said

    return arguments


@pytest.fixture
def reader(window: MainWindow) -> MainWindow:
    window.controller.layout.pane.page.setFocus()
    return window


def put_cursor(window: MainWindow, words: str, *, selects: bool = False) -> None:
    page = window.controller.layout.pane.page
    cursor = page.document().find(words)
    assert cursor.hasSelection()
    if not selects:
        cursor.setPosition(cursor.selectionStart())
    page.setTextCursor(cursor)


def shown_settings(qtbot: QtBot, window: MainWindow) -> SettingsWindow:
    (dialog,) = [each for each in window.findChildren(SettingsWindow) if each.isVisible()]
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def leave(qtbot: QtBot, window: MainWindow, dialog: SettingsWindow) -> None:
    dialog.accept()
    qtbot.waitUntil(window.isActiveWindow)
    window.controller.layout.pane.page.setFocus()


def test_the_word_at_the_cursor_or_pointed_at_or_the_selected_words_are_handed_over(
    qtbot: QtBot, reader: MainWindow, told: Told, path: Path
) -> None:
    put_cursor(reader, "渡口的灯")
    press(Qt.Key.Key_F8)
    assert told() == ["渡口"]
    qtbot.waitUntil(lambda: reader.toast.label.text() == "“渡口”交给了GoldenDict-ng。")

    put_cursor(reader, "老船工", selects=True)
    press(Qt.Key.Key_F8)
    assert told() == ["老船工"]

    page = reader.controller.layout.pane.page
    page.clear_selection()
    cursor = page.document().find("渡口的灯")
    cursor.setPosition(cursor.selectionStart())
    place = page.cursorRect(cursor).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.viewport().mapToGlobal(place))
    QApplication.sendEvent(page.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (action,) = [each for each in actions_of(menu) if each.text().startswith("查词典")]
    action.trigger()
    menu.close()
    assert told() == ["渡口"]

    # which can't be started any more
    a_window.come_back(qtbot, reader)
    (path / "goldendict").write_text("#!/nowhere/sh\n")
    put_cursor(reader, "老船工", selects=True)
    press(Qt.Key.Key_F8)
    assert reader.toast.label.text() == "GoldenDict-ng没有打开。装上它，或在设置里另选一个词典程序。"

    # on a whole page
    put_program(path, "goldendict")
    press(Qt.Key.Key_V)
    layout = reader.controller.layout
    view = layout.area.page.view
    qtbot.waitUntil(lambda: layout.area.is_page_shown() and view.is_set())
    press(Qt.Key.Key_F8)
    assert reader.toast.label.text() == "把光标放在一个词上，或选中要查的词，再按 F8。"
    block, at = next(
        (n, b.text.index("船工")) for n, b in enumerate(view.articles()[0].blocks) if "船工" in b.text
    )
    view.select(PageSelection(0, (block, at), (block, at + 2)))
    press(Qt.Key.Key_F8)
    assert told() == ["船工"]


@pytest.mark.usefixtures("path")
def test_without_a_program_it_is_said_what_to_do_and_the_choice_is_kept(
    qtbot: QtBot, reader: MainWindow, tmp_path: Path
) -> None:
    put_cursor(reader, "老船工", selects=True)
    press(Qt.Key.Key_F8)
    assert reader.toast.label.text() == "这台电脑上没有找到 GoldenDict-ng。装上它，或在设置里选一个词典程序。"
    reader.toast.action_button.click()
    dialog = shown_settings(qtbot, reader)
    assert any(each.hasFocus() for each in dialog.rows["dictionary"]._stops())
    dialog.rows["dictionary"].choose("own")
    leave(qtbot, reader, dialog)

    press(Qt.Key.Key_F8)
    assert reader.toast.label.text() == "还没有写用什么命令查词。"
    reader.toast.action_button.click()
    dialog = shown_settings(qtbot, reader)
    field = dialog.rows["dictionary_command"].control
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    type_text("mine --word={word}")
    leave(qtbot, reader, dialog)
    press(Qt.Key.Key_F8)
    assert reader.toast.label.text() == "没有找到“mine --word={word}”要运行的程序。"

    file = put_program(tmp_path / "bin", "mine")
    press(Qt.Key.Key_F8)
    qtbot.waitUntil(file.exists)
    assert file.read_text(encoding="utf-8") == "--word=老船工\n"
    assert reader.toast.label.text() == "“老船工”交给了mine。"
    reader.settings.save_now()
    kept = settings.load().settings.declared
    assert (kept["dictionary"], kept["dictionary_command"]) == ("own", "mine --word={word}")


def test_an_address_is_opened_and_told_where_nothing_opens_it(
    qtbot: QtBot, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    opens = [True, False]

    def open_url(url: QUrl) -> bool:
        opened.append(bytes(url.toEncoded().data()).decode())
        return opens.pop(0)

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    settings.save(Settings(declared={"dictionary": "eudic"}))
    window = a_window.open_on(qtbot, root)
    window.controller.layout.pane.page.setFocus()
    put_cursor(window, "老船工", selects=True)
    press(Qt.Key.Key_F8)
    assert opened == ["eudic://dict/%E8%80%81%E8%88%B9%E5%B7%A5"]
    assert window.toast.label.text() == "“老船工”交给了欧路词典。"
    press(Qt.Key.Key_F8)
    assert window.toast.label.text() == "欧路词典没有打开。装上它，或在设置里另选一个词典程序。"


def test_a_program_of_another_platform_in_the_settings_means_the_automatic_one(
    qtbot: QtBot, root: Path, told: Told
) -> None:
    settings.save(Settings(declared={"dictionary": "macos"}))
    window = a_window.open_on(qtbot, root)
    window.controller.layout.pane.page.setFocus()
    put_cursor(window, "老船工", selects=True)
    press(Qt.Key.Key_F8)
    assert told() == ["老船工"]
