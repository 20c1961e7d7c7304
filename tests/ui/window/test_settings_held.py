"""The window waits for nobody who holds the settings file: it is read at the start, and written on another thread."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from reader import app
from reader.storage import settings
from reader.ui.widgets.dialog import Files, ask_to_open
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, open_on, press, settle, show_library, write_issues


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return open_on(qtbot, write_issues(tmp_path / "报"))


@pytest.fixture
def threads(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> set[threading.Thread]:
    """The threads on which the settings file is read or written, once the window is open."""
    read = settings._text_of
    threads = set()

    def noted(path: Path) -> str:
        threads.add(threading.current_thread())
        return read(path)

    monkeypatch.setattr(settings, "_text_of", noted)
    return threads


def choose(monkeypatch: pytest.MonkeyPatch, parent: QWidget, path: Path) -> Path:
    """Chooses a file in a dialog; gives the folder that was proposed."""
    proposed = []

    def choosing(_: QWidget, __: str, place: str, *___: str) -> tuple[str, str]:
        proposed.append(Path(place))
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choosing)
    ask_to_open(parent, "打开资料包", Files.PACKS, "")
    (folder,) = proposed
    return folder


def test_a_chosen_folder_is_proposed_again_and_kept_without_the_window_waiting_for_the_file(
    qtbot: QtBot,
    window: MainWindow,
    threads: set[threading.Thread],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = tmp_path / "某处" / "a.yuebao"
    chosen.parent.mkdir()
    choose(monkeypatch, window, chosen)
    assert choose(monkeypatch, window, chosen) == chosen.parent
    assert threads == set()
    window.settings.save()
    qtbot.waitUntil(window.settings.is_idle)
    assert threading.main_thread() not in threads
    assert settings.load().settings.folders == {Files.PACKS: str(chosen.parent)}


def test_what_a_person_does_meanwhile_reads_and_writes_no_settings_on_the_thread_of_the_window(
    qtbot: QtBot,
    window: MainWindow,
    threads: set[threading.Thread],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another window, another library, the language, a search that is forgotten."""
    choose(monkeypatch, window, tmp_path / "a.yuebao")
    press(Qt.Key.Key_N, CTRL)
    another = app._windows[-1]
    settle(qtbot, another)
    forget = window.findChild(QAction, "forget_searches")
    assert forget is not None
    forget.trigger()
    show_library(qtbot, window, write_issues(tmp_path / "另一份报"))
    window.speak("en")
    qtbot.waitUntil(window.opener.is_idle)
    window.speak("zh")
    qtbot.waitUntil(window.opener.is_idle)
    qtbot.waitUntil(window.settings.is_idle)
    assert threads
    assert threading.main_thread() not in threads
    another.close()


def test_the_window_answers_while_the_settings_are_held(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    save = settings._save

    def held(*words: settings.Settings | None) -> None:
        released.wait()
        save(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(settings, "_save", held)
    window.settings.save()
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    try:
        loop.exec()
        assert not window.settings.is_idle()
    finally:
        released.set()
    qtbot.waitUntil(window.settings.is_idle)


def test_another_window_knows_what_was_changed_in_the_first_a_moment_before(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.settings.choose("reduced_motion", True)
    press(Qt.Key.Key_N, CTRL)
    another = app._windows[-1]
    settle(qtbot, another)
    assert another.settings.value("reduced_motion") is True
    another.close()
