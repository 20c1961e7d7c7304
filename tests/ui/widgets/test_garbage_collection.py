"""Reference cycles are collected by the window's thread alone."""

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from reader.ui.widgets.background_tasks import THRESHOLDS, collect_garbage


@pytest.fixture(autouse=True)
def automatic_collection() -> Iterator[None]:
    """Python's own collection, as a program begins with."""
    gc.enable()
    yield
    gc.disable()


def test_given_a_cycle_with_an_object_of_qt_when_another_thread_allocates_then_the_windows_thread_frees_it(
    qtbot: QtBot,
) -> None:
    parent = QObject()
    collect_garbage(parent)
    freed_by: list[int] = []
    _leave_a_cycle(freed_by)

    allocated: list[list[int]] = []
    many = 20 * THRESHOLDS[0] * THRESHOLDS[1]
    thread = threading.Thread(target=lambda: allocated.extend([number] for number in range(many)))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(freed_by))
    assert freed_by == [threading.get_ident()]


def _leave_a_cycle(freed_by: list[int]) -> None:
    one = QObject()
    one.itself = one  # type: ignore[attr-defined]
    weakref.finalize(one, lambda: freed_by.append(threading.get_ident()))
    assert one.thread() is QThread.currentThread()


MADE_AT_ONCE = """
import gc
gc.disable()
from reader.ui.widgets import background_tasks
looked_through = []
gc.callbacks.append(lambda phase, told: looked_through.append(told["generation"]) if phase == "start" else None)
at_once = [[number] for number in range(30_000)]
background_tasks.collect()
print(looked_through, gc.get_count()[0] < 1000, len(gc.get_objects(2)) > 30_000)
few = [[number] for number in range(3_000)]
background_tasks.collect()
background_tasks.collect_if_grown()
background_tasks.collect_if_grown()
print(looked_through)
"""


def test_what_was_made_at_once_becomes_old_and_the_oldest_are_looked_through_when_there_are_more() -> None:
    """In a process of its own: here, tests are excluded from the collection."""
    told = subprocess.run([sys.executable, "-c", MADE_AT_ONCE], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == ["[] True True", "[0, 2, 1]"]
