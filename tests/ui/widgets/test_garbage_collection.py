"""Reference cycles are collected by the window's thread alone."""

import gc
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from reader.ui.widgets.background_tasks import THRESHOLDS, Garbage, collect_garbage


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


def test_a_tuple_grows_in_another_thread_while_objects_are_counted() -> None:
    many = [[number] for number in range(300_000)]  # so that counting takes longer than collecting
    garbage = Garbage()
    garbage.collect_if_grown()
    may_end = threading.Event()
    faults: list[SystemError] = []

    def build() -> None:
        try:
            while not may_end.is_set():
                tuple(_numbers_among_others())
        except SystemError as error:
            faults.append(error)

    thread = threading.Thread(target=build)
    thread.start()
    try:
        for _ in range(200):
            garbage.collect_if_grown()
    finally:
        may_end.set()
    thread.join()
    assert faults == []
    assert many


def _numbers_among_others() -> Iterator[int]:
    """Numbers between which other threads have their turn, each time the tuple of them is to grow, too."""
    for number in range(30):
        time.sleep(0)
        yield number


HEAD = """
import gc
gc.disable()
from reader.ui.widgets import background_tasks
garbage = background_tasks.garbage
looked_through = []
gc.callbacks.append(lambda phase, told: looked_through.append(told["generation"]) if phase == "start" else None)
class Cycle:
    living = 0
    def __init__(self):
        self.itself = self
        Cycle.living += 1
    def __del__(self):
        Cycle.living -= 1
"""
OPENED = """
at_once = [[number] for number in range(30_000)]
garbage.collect()
print(looked_through, gc.get_freeze_count() > 30_000, gc.get_count()[0] < 1000)
few = [[number] for number in range(1_500)]
garbage.keep_what_stays()
print(looked_through, len(gc.get_objects()) < 100)
later = [[number] for number in range(30_000)]
garbage.collect()
print(looked_through)
garbage.collect_if_grown()
garbage.collect_if_grown()
print(looked_through)
"""
CLOSED = """
library = Cycle()
garbage.keep_what_stays()
del library
gc.collect()
print(Cycle.living)
garbage.let_go()
more = [Cycle() for _ in range(3_000)]
del more
garbage.collect()
print(Cycle.living > 0)
background_tasks._SECONDS_TO_CLOSE = 0
garbage.collect()
print(Cycle.living, gc.get_freeze_count() > 10_000)
"""
USED = """
garbage.keep_what_stays()
kept = []
told = []
for _ in range(2_000):
    kept.append([[number] for number in range(2_100)])
    if len(kept) > 10:
        kept.clear()
    told.append(garbage.collect())
    if told[-1]:
        break
print(looked_through.count(0) > 50, looked_through.count(1) > 5, told.count(True))
"""
EXCLUDED_BY_OTHERS = """
gc.freeze()
before = gc.get_freeze_count()
at_once = [[number] for number in range(30_000)]
garbage.collect()
garbage.keep_what_stays()
garbage.let_go()
garbage.keep_what_stays()
print(gc.get_freeze_count() == before)
"""


def said(code: str) -> list[str]:
    """Run it in a process of its own: here, tests are excluded from the collection."""
    told = subprocess.run([sys.executable, "-c", HEAD + code], capture_output=True, text=True, check=True)
    return told.stdout.splitlines()


def test_what_is_made_while_a_library_is_opened_is_not_looked_through_and_what_comes_later_is() -> None:
    assert said(OPENED) == ["[] True True", "[] True", "[0]", "[0, 1, 2]"]


def test_when_a_library_was_closed_then_all_is_looked_through_once_a_moment_later() -> None:
    assert said(CLOSED) == ["1", "True", "0 True"]


def test_after_much_use_it_is_told_that_memory_may_be_given_back() -> None:
    assert said(USED) == ["True True 1"]


def test_what_somebody_else_has_excluded_stays_so() -> None:
    assert said(EXCLUDED_BY_OTHERS) == ["True"]
