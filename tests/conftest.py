"""Options of the test run."""

import gc
import itertools
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import TimeoutError as QtTimeoutError
from pytestqt.qtbot import QtBot, _WaitWidgetContextManager
from pytestqt.wait_signal import SignalBlocker

from reader import worker_pool
from reader.ui.widgets import background_tasks
from tests import compiled, homes, laws, modules, rotation
from tests.not_on_windows import IMPORTS_POSIX

# What is said in a test is said in Chinese, whatever the machine speaks.
os.environ.setdefault("READER_LANGUAGE", "zh")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("READER_HOME", None)

laws.register_profiles()
rotation.begin()


# Pauses between two looks at what is waited for: at first, a part of the time waited so far, and at most, which is
# shorter than what passes on its own is to be seen (`a_window.BEGUN_MS`).
_FIRST_PAUSE_MS = 1
_LOOKS = 10
_LONGEST_PAUSE_MS = 3
_LONGEST_PAUSE_FOR_CHILD_MS = 50
"""A sync that is a process of its own takes longer, and wants the processor."""
PATIENCE_MS = 120_000
MOST_SECONDS = 30
"""Of the processor, for a test of the quick run: three times what the longest takes on a machine with other work."""


def pytest_configure(config: pytest.Config) -> None:
    # All tests without more: those that are slow come after them, by `-m slow`. Tests that are named are run.
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        config.option.markexpr = rotation.without_rotated(config.option.markexpr)
    if sys.platform == "win32":
        # said by Qt of a screen whose maker can't be asked for, as Wine's
        config.addinivalue_line("qt_log_ignore", "Unable to open monitor interface to")
    homes.keep_files_in_memory()
    # The runs of mutants have none: a mutant may be as long and as old as the next.
    if config.pluginmanager.hasplugin("cacheprovider"):
        compiled.keep_in(config.cache.mkdir("compiled"))
    gc.disable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out, of a run of all that is slow, the files that have nothing of that: six in seven, in each process.

    On Windows those are left out that are about terminals, accounts and limits of POSIX.
    """
    if sys.platform == "win32" and collection_path.name.startswith("test_"):
        text = collection_path.read_text(encoding="utf-8")
        if IMPORTS_POSIX.search(text):
            return True
    is_of_slow = config.option.markexpr == rotation.without_rotated("slow")
    if not is_of_slow or not collection_path.name.startswith("test_"):
        return None
    return _MAY_BE_SLOW.search(collection_path.read_text(encoding="utf-8")) is None or None


_MAY_BE_SLOW = re.compile("slow|rotat")


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    # What a whole run has left is not looked through at its end: gigabytes, in each of its processes.
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are processors, as windows wait; for those that are slow two: servers and children."""
    return worker_pool.processors() + (2 if config.option.markexpr.startswith("slow") else 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests of how the program is written: one process reads its modules, not each of a run."""
    items.sort(key=lambda item: not (isinstance(item, pytest.Function) and _reads_modules(item.module)))


@lru_cache(None)
def _reads_modules(of_test: ModuleType) -> bool:
    """Whether a module of tests has `modules`, or anything of it."""
    return any(
        each is modules or getattr(each, "__module__", "") == modules.__name__
        for each in vars(of_test).values()
    )


def pytest_collection_finish() -> None:
    # Thousands of collected tests stay until the end: looked through after each of them they take a minute of a run.
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect garbage on the thread of the tests alone, as the window does on its own."""
    background_tasks.garbage.collect()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew instead of comparing"
    )
    parser.addoption(
        "--marks", type=int, default=500, help="how many marks in changed articles are looked for"
    )


@pytest.fixture(autouse=True)
def is_quick(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that takes long is marked `slow`, or tries fewer things in a day (`tests/rotation.py`)."""
    began = _processor_seconds()
    yield
    taken = _processor_seconds() - began
    marks = {mark.name for mark in request.node.iter_markers()}
    assert taken < MOST_SECONDS or marks & {"slow", "rotated"}, f"{taken:.1f} seconds of the processor"


def _processor_seconds() -> float:
    """Return what this process and its children that have ended have used: waiting and other work do not count."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@pytest.fixture(scope="session")
def homes_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A place for each home that is asked for."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def home(homes_of_tests: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of a test is kept where a person's own things stand, unless several share a home already."""
    if "READER_HOME" not in os.environ:
        homes.use(monkeypatch, next(homes_of_tests))


class PromptBot(QtBot):
    """pytest-qt's, which looks every 10 ms for what a test waits for: a third of the time of a window's test.

    It waits longer than any busy machine needs: what is never so fails, what is late doesn't.
    """

    def waitSignal(self, signal: SignalInstance, **more: Any) -> SignalBlocker:
        return super().waitSignal(signal, **{"timeout": PATIENCE_MS} | more)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> _WaitWidgetContextManager:
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> _WaitWidgetContextManager:
        return super().waitExposed(widget, timeout=timeout)

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        began = time.monotonic()
        while True:
            failed = None
            try:
                if callback() is not False:
                    return
            except AssertionError as error:
                failed = error
            waited_ms = 1000 * (time.monotonic() - began)
            if waited_ms > timeout:
                raise QtTimeoutError(f"waited for {timeout} ms") from failed
            self.wait(round(min(max(waited_ms / _LOOKS, _FIRST_PAUSE_MS), self._longest_pause_ms())))

    def _longest_pause_ms(self) -> int:
        if self._request.node.get_closest_marker("child"):
            return _LONGEST_PAUSE_FOR_CHILD_MS
        return _LONGEST_PAUSE_MS


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PromptBot(request)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
