"""The window while files are read: the strip's buttons, other processes, and the end of the child."""

import contextlib
import datetime as dt
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader import app
from reader.library import sync
from reader.library.library import Library
from reader.library.sync_events import Progress, SyncCancelled
from reader.ui.sync.progress_strip import Phase, ProgressStrip
from reader.ui.window.window import MainWindow
from tests.corpus import write_library
from tests.ui import a_window
from tests.ui.a_window import click, headline, press

pytestmark = [pytest.mark.child, pytest.mark.slow]

MANY = 120
T = TypeVar("T")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More issues than are read in a moment."""
    write_library(tmp_path / "许多", MANY, articles=5)
    return tmp_path / "许多"


@pytest.fixture
def busy(qtbot: QtBot, many: Path) -> MainWindow:
    """A window whose first issues are there, and whose others are being read."""
    window = app.open_window(many)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: 0 < window.controller.library.contents.counts().issues < MANY)
    qtbot.waitUntil(lambda: headline(window) != "")
    return window


def issues(window: MainWindow) -> int:
    return window.controller.library.contents.counts().issues


def test_an_update_that_goes_on_after_a_restart_does_not_begin_at_nothing(
    qtbot: QtBot, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.closing(Library.open(many)) as library:

        def stop(now: Progress) -> None:
            if now.path and now.done > MANY // 2 + 40:
                raise SyncCancelled

        monkeypatch.setattr(sync, "BATCH_CHARACTERS", 20_000)
        with pytest.raises(SyncCancelled):
            library.sync(stop)
    told: list[str] = []
    show = ProgressStrip.show_running

    def listen(strip: ProgressStrip, done: int, total: int, path: str = "", *more: Any) -> None:
        show(strip, done, total, path, *more)
        if path:
            told.append(strip.accessibleName())

    monkeypatch.setattr(ProgressStrip, "show_running", listen)
    window = app.open_window(many)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: bool(told))
    shares = [int(found[1]) for words in told if (found := re.search(r"，([0-9]+)%", words))]
    assert shares
    assert min(shares) >= 50


def test_while_issues_are_read_then_the_first_can_be_read_and_searched(
    busy: MainWindow, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_J)
    assert busy.controller.reading.position()[0].startswith("第 2 篇")
    busy.controller.features.results.enter_query("说")
    qtbot.waitUntil(lambda: busy.controller.layout.results.row_count() > 0)
    assert busy.controller.sync.process.is_running()


@pytest.mark.slow
def test_when_the_reading_is_paused_then_it_stands_still_and_goes_on_where_it_stopped(
    busy: MainWindow, qtbot: QtBot
) -> None:
    strip = busy.controller.layout.strip
    qtbot.waitUntil(lambda: strip.phase is Phase.RUNNING)
    click(strip.pause_button)
    assert strip.label.text() == "已暂停；读入的部分可搜"
    qtbot.wait(700)
    paused_at = issues(busy)
    qtbot.wait(500)
    assert issues(busy) == paused_at < MANY
    click(strip.pause_button)
    qtbot.waitUntil(lambda: not busy.controller.sync.process.is_running())
    assert issues(busy) == MANY


@pytest.mark.slow
def test_when_the_reading_is_cancelled_then_what_was_read_stays_and_f5_reads_the_rest(
    busy: MainWindow, qtbot: QtBot
) -> None:
    strip = busy.controller.layout.strip
    qtbot.waitUntil(lambda: strip.phase is Phase.RUNNING)
    click(strip.cancel_button)
    qtbot.waitUntil(lambda: not busy.controller.sync.process.is_running())
    assert "已取消" in strip.label.text()
    assert strip.phase is Phase.IDLE
    stopped_at = issues(busy)
    assert 0 < stopped_at < MANY
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, busy)
    assert issues(busy) == MANY


def test_when_the_window_is_closed_then_the_child_has_ended(busy: MainWindow) -> None:
    assert busy.controller.sync.process.is_running()
    busy.close()
    assert not busy.controller.sync.process.is_running()


def test_when_another_library_is_opened_then_the_first_ones_child_ends_meanwhile(
    busy: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    before = busy.controller.sync.process
    a_window.show_library(qtbot, busy, a_window.write_issues(tmp_path / "旧报"))
    assert not before.is_running()
    a_window.settle(qtbot, busy)
    assert headline(busy) == "3日渡口的灯亮到后半夜"
    assert issues(busy) == 3


def test_when_another_process_reads_new_issues_then_the_window_follows(qtbot: QtBot, tmp_path: Path) -> None:
    root = a_window.write_issues(tmp_path / "旧报")
    window = a_window.open_on(qtbot, root)
    a_window.write_issues(root, [dt.date(1987, 7, 10)])
    command = [sys.executable, "-m", "reader", "sync", "--library", str(root)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    qtbot.waitUntil(window.controller.layout.issues.next_button.isEnabled)
    assert headline(window) == "3日渡口的灯亮到后半夜"
    press(Qt.Key.Key_N)
    assert headline(window) == "10日渡口的灯亮到后半夜"


def test_given_a_second_window_while_the_first_reads_then_it_says_so_and_reads_along(
    busy: MainWindow, qtbot: QtBot, many: Path
) -> None:
    second = app.open_window(many)
    assert isinstance(second, MainWindow)
    qtbot.addWidget(second)
    qtbot.waitUntil(lambda: "另一个窗口" in second.controller.layout.strip.label.text())
    assert issues(second) > 0
    qtbot.waitUntil(lambda: issues(second) == MANY)
    second.close()
    busy.close()


PROGRAM = """
import sys
from pathlib import Path
from reader import app
window = app.open_window(Path(sys.argv[1]))
from PySide6.QtWidgets import QApplication
QApplication.exec()
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are looked up in Linux's /proc")
def test_when_the_window_is_killed_then_the_child_ends_by_itself(many: Path) -> None:
    window = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(many)], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    try:
        child = _wait_for(lambda: _children(window.pid))[0]
    finally:
        window.kill()
        window.wait()
    _wait_for(lambda: not _is_alive(child))


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, listed.read_text().split())
    return found


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _wait_for(what: Callable[[], T]) -> T:
    """What it gives as soon as it is something; for at most half a minute."""
    end = time.monotonic() + 120
    while not (found := what()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found
