"""The reader's own words are written in the settings, and known as soon as these are closed."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from reader.language import own_words, words
from reader.own_process import OWN_WORDS
from reader.storage import settings
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import type_text

WORD = "水喊话"


@pytest.fixture(autouse=True)
def no_own_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(OWN_WORDS, "")
    words.use_other_own_words()
    yield
    monkeypatch.undo()
    words.use_other_own_words()


def state(qtbot: QtBot, window: MainWindow, typed: str) -> None:
    """Write words into the settings, close these, and wait until the library is opened again with them."""
    before = window.controller
    dialog = window.settings.show("own_words")
    field = dialog.rows["own_words"].control
    assert isinstance(field, QLineEdit)
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    type_text(typed)
    dialog.done(0)
    qtbot.waitUntil(lambda: window.controller is not before)
    assert os.environ[OWN_WORDS] == typed
    a_window.settle(qtbot, window)


def test_what_is_written_there_is_told_known_and_kept(qtbot: QtBot, window: MainWindow) -> None:
    assert WORD not in words.words("隔着水喊话")
    state(qtbot, window, f"{WORD} 渡")
    assert window.toast.label.text() == "用户词典有 1 个词，索引在后台按它重新分词；没有用的有：渡。"
    assert WORD in words.words("隔着水喊话")
    window.settings.save_now()
    assert settings.load().settings.own_words == f"{WORD} 渡"


def test_a_library_that_is_opened_again_has_its_words_cut_anew(qtbot: QtBot, window: MainWindow) -> None:
    state(qtbot, window, WORD)
    library = window.controller.library
    library.tidy()  # as the child does after the sync
    assert WORD in library.local.engine.words_beginning_with("水喊", 9)


def test_the_list_is_not_read_on_the_windows_thread(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = []
    stated_words = own_words.stated_words

    def noted(stated: str) -> own_words.OwnWords:
        readers.append(threading.current_thread())
        return stated_words(stated)

    monkeypatch.setattr(own_words, "stated_words", noted)
    state(qtbot, window, WORD)
    assert readers
    assert threading.main_thread() not in readers


def test_settings_that_are_closed_without_a_change_open_nothing_anew(window: MainWindow) -> None:
    before = window.controller
    window.settings.show("own_words").done(0)
    assert window.controller is before


def test_a_child_knows_the_words_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, window: MainWindow
) -> None:
    window.settings.keep(settings.Settings(own_words=WORD))
    window.settings.save_now()
    monkeypatch.delenv(OWN_WORDS)
    settings.hand_down()
    assert os.environ[OWN_WORDS] == WORD
    monkeypatch.setenv(OWN_WORDS, "别的词")
    settings.hand_down()
    assert os.environ[OWN_WORDS] == "别的词"
