"""A file that is chosen by one button is opened by what it is: a document, a library, or an issue in its library."""

import datetime as dt
import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from reader.ui.layout.recent_list import OpenDialog
from reader.ui.widgets.dialog import Question
from reader.ui.window import given_files
from reader.ui.window.given_files import is_of_papers, library_around
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, press


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the dialog of files gives, "" for cancelled; what it had offered is taken away."""
    answers: list[str] = []

    def choose(_parent: object, _title: str, _folder: str, kinds: str) -> tuple[str, str]:
        assert kinds.startswith("所有文件 (*);;"), "no file is hidden at first"
        assert "*.yuebao-evidence" in kinds
        return answers.pop(), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    return answers


def choose_in_bar(window: MainWindow) -> None:
    click(window.controller.layout.top.open_button)


def day(window: MainWindow) -> object:
    stored = window.controller.reading.article
    assert stored is not None
    return stored.issue.date


def is_told(window: MainWindow, words: str) -> bool:
    return window.toast.label.text() == words


def test_an_issue_of_the_open_library_is_shown_in_it(
    qtbot: QtBot, window: MainWindow, asked: list[str]
) -> None:
    root = window.controller.library.root
    asked.append(str(root / "19870605.txt"))
    choose_in_bar(window)
    qtbot.waitUntil(lambda: day(window) == dt.date(1987, 6, 5))
    assert window.controller.library.root == root


def test_an_issue_of_another_folder_is_shown_when_it_is_read(
    qtbot: QtBot, window: MainWindow, asked: list[str], tmp_path: Path
) -> None:
    other = a_window.write_issues(tmp_path / "别处", [dt.date(1990, 2, 3), dt.date(1990, 2, 10)])
    before = window.controller.library.root
    asked.append(str(other / "19900203.txt"))
    choose_in_bar(window)
    qtbot.waitUntil(lambda: window.findChild(Question, "newLibrary") is not None)
    question = window.findChild(Question, "newLibrary")
    assert isinstance(question, Question)
    assert "“19900203.txt”所在的文件夹还不是资料库" in question.explanation
    assert window.controller.library.root == before
    assert not (other / ".reader").exists(), "nothing is written before it is agreed to"
    (button,) = (each for each in question.findChildren(QPushButton) if each.text() == "打开这个文件夹")
    click(button)
    qtbot.waitUntil(lambda: window.controller.library.root == other)
    a_window.settle(qtbot, window)
    qtbot.waitUntil(lambda: day(window) == dt.date(1990, 2, 3))


def test_it_is_said_what_is_no_paper_and_what_has_no_article(
    qtbot: QtBot, window: MainWindow, asked: list[str], tmp_path: Path
) -> None:
    root = window.controller.library.root
    song = tmp_path / "歌.mp3"
    song.write_bytes(b"ID3")
    empty = root / "新来的.txt"
    empty.write_text("", encoding="utf-8")
    for path, words in (
        (song, "“歌.mp3”不是报纸，也不是阅报自己的文件。"),
        (empty, "“新来的.txt”里没有读到文章。"),
    ):
        asked.append(str(path))
        choose_in_bar(window)
        qtbot.waitUntil(partial(is_told, window, words))
    assert window.controller.library.root == root


def test_nothing_is_opened_where_none_was_chosen_also_from_the_dialog(
    window: MainWindow, asked: list[str]
) -> None:
    before = day(window)
    press(Qt.Key.Key_O, CTRL)
    dialog = window.findChild(OpenDialog)
    assert isinstance(dialog, OpenDialog)
    asked.append("")
    (button,) = (each for each in dialog.findChildren(QPushButton) if each.text() == "文件…")
    click(button)
    assert not asked
    assert day(window) == before


def test_a_far_disk_does_not_hold_the_window(
    qtbot: QtBot, window: MainWindow, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folders above a file are looked at on another thread."""
    looked = []

    def look(path: Path, roots: Iterable[Path]) -> Path | None:
        looked.append(threading.current_thread() is threading.main_thread())
        return library_around(path, roots)

    monkeypatch.setattr(given_files, "library_around", look)
    asked.append(str(window.controller.library.root / "19870605.txt"))
    choose_in_bar(window)
    qtbot.waitUntil(lambda: day(window) == dt.date(1987, 6, 5))
    assert looked == [False]


def test_the_innermost_library_around_a_file_is_its_library() -> None:
    roots = [Path("/报"), Path("/报/晚报"), Path("/别的")]
    assert library_around(Path("/报/晚报/1987/a.txt"), roots) == Path("/报/晚报")
    assert library_around(Path("/报/a.txt"), roots) == Path("/报")
    assert library_around(Path("/新/1987/a.txt"), roots) is None


def test_a_folder_is_a_library_by_what_stands_in_it(tmp_path: Path) -> None:
    (tmp_path / "报" / ".reader").mkdir(parents=True)
    assert library_around(tmp_path / "报" / "1987" / "a.txt", []) == tmp_path / "报"
    assert library_around(tmp_path / "a.txt", []) is None


@pytest.mark.parametrize(("name", "is_paper"), [("a.txt", True), ("版.jpg", True), ("歌.mp3", False)])
def test_issues_and_their_pictures_are_of_papers(name: str, is_paper: bool) -> None:
    assert is_of_papers(Path(name)) is is_paper
