"""What the program could not do is shown in a window where no terminal shows what it prints."""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TextIO

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader import __main__, app, cli, own_process
from reader.ui.window.failure_notice import FailureNotice

LINK = "yuebao:article/aaaaaaaaaaaaaaaa"
"""A link that is well formed."""


@contextmanager
def nothing() -> Iterator[TextIO | None]:
    """What a program for Windows has that no console started."""
    yield None


@contextmanager
def the_null_device() -> Iterator[TextIO | None]:
    with Path(os.devnull).open("w", encoding="utf-8") as stream:
        yield stream


@contextmanager
def a_log_of_the_desktop() -> Iterator[TextIO | None]:
    ours, theirs = socket.socketpair()
    with ours, theirs, ours.makefile("w", encoding="utf-8") as made:
        yield made


UNREAD = [
    nothing,
    the_null_device,
    pytest.param(
        a_log_of_the_desktop,
        marks=pytest.mark.skipif(sys.platform == "win32", reason="sockets are no files there"),
    ),
]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was shown in a window of its own."""
    shown: list[str] = []
    monkeypatch.setattr(app, "show_failure", shown.append)
    # what is made ready for a whole process
    monkeypatch.setattr(cli, "prepare_streams", lambda: None)
    monkeypatch.setattr(own_process, "settle_environment", lambda: None)
    return shown


@pytest.mark.parametrize("stream", UNREAD)
def test_a_malformed_link_is_shown_where_nobody_reads_what_is_printed(
    monkeypatch: pytest.MonkeyPatch,
    shown: list[str],
    stream: Callable[[], AbstractContextManager[TextIO | None]],
) -> None:
    monkeypatch.setattr(sys, "argv", ["yuebao", "yuebao:junk"])
    with stream() as unread:
        monkeypatch.setattr(sys, "stderr", unread)
        assert __main__.window() == 2
    (words,) = shown
    assert words.startswith("这不是阅报的链接，什么也没有打开：yuebao:junk")


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are no files there")
def test_what_is_shown_stands_in_the_log_of_the_desktop_too(
    monkeypatch: pytest.MonkeyPatch, shown: list[str]
) -> None:
    """Without a display the log alone tells it."""
    monkeypatch.setattr(sys, "argv", ["yuebao", "yuebao:junk"])
    ours, theirs = socket.socketpair()
    with ours:
        with theirs, theirs.makefile("w", encoding="utf-8") as log:
            monkeypatch.setattr(sys, "stderr", log)
            assert __main__.window() == 2
        logged = ours.recv(1 << 16).decode()
    assert [logged.strip()] == shown


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([LINK, LINK], "命令行不对"),
        ([LINK, "--library", "/nowhere"], "命令行不对"),
        (["--library", "/nowhere", "open", "yuebao:junk"], "这不是阅报的链接"),
        (["serch", "渡口"], "命令行不对"),
    ],
)
@pytest.mark.parametrize("start", [__main__.frozen, __main__.window])
def test_whatever_it_is_started_with_wrongly_is_shown(
    monkeypatch: pytest.MonkeyPatch, shown: list[str], words: list[str], told: str, start: Callable[[], int]
) -> None:
    monkeypatch.setattr(sys, "argv", ["yuebao", *words])
    monkeypatch.setattr(sys, "stderr", None)
    assert start() == 2
    (said,) = shown
    assert said.startswith(told)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RuntimeError("塌了"), "阅报出错了，这是程序的问题"),
        (PermissionError(13, "denied", "settings.json"), "settings.json"),
    ],
)
def test_a_start_that_an_error_ends_is_shown(
    monkeypatch: pytest.MonkeyPatch, shown: list[str], error: Exception, told: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(app, "run", fail)
    monkeypatch.setattr(sys, "argv", ["yuebao"])
    monkeypatch.setattr(sys, "stderr", None)
    assert __main__.window() == 1
    (words,) = shown
    assert told in words


def test_what_a_terminal_a_pipe_or_a_file_shows_is_shown_there_alone(
    monkeypatch: pytest.MonkeyPatch, shown: list[str], tmp_path: Path
) -> None:
    """In UTF-8, as commands print, whatever the system's own encoding."""
    monkeypatch.setattr(sys, "argv", ["yuebao", "yuebao:junk"])
    log = tmp_path / "log"
    with log.open("w", encoding="gbk") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        assert __main__.window() == 2
    assert "这不是阅报的链接" in log.read_text(encoding="utf-8")
    assert shown == []


def test_what_ends_well_shows_nothing(monkeypatch: pytest.MonkeyPatch, shown: list[str]) -> None:
    monkeypatch.setattr(app, "run", lambda *_: print("a remark", file=sys.stderr) or 0)
    monkeypatch.setattr(sys, "argv", ["yuebao"])
    monkeypatch.setattr(sys, "stderr", None)
    assert __main__.window() == 0
    assert shown == []


@pytest.mark.parametrize("word", ["渡口 没有了", "没有了.yuebao"])
def test_a_path_that_is_gone_is_opened_and_not_another_library(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, word: str
) -> None:
    """The window says of it that it is not there."""
    asked: list[Path | None] = []

    def run(root: Path | None, document: Path | None = None) -> int:
        asked.append(root)
        return 0

    monkeypatch.setattr(app, "run", run)
    monkeypatch.setattr(sys, "argv", ["yuebao", str(tmp_path / word)])
    assert __main__.window() == 0
    assert asked == [tmp_path / word]


def test_the_words_stand_in_a_window_that_ends_the_program_when_it_is_closed(qtbot: QtBot) -> None:
    words = "这不是阅报的链接，什么也没有打开。" * 40
    read: list[str] = []

    def look() -> None:
        (notice,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, FailureNotice))
        read.append(notice.words.toPlainText())
        notice.close_button.click()

    QTimer.singleShot(0, look)
    app.show_failure(words)
    assert read == [words]
