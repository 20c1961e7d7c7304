"""Background tasks run elsewhere, and what comes of them comes back to the window's thread."""

import contextlib
import subprocess
import sys
import threading
import time
import weakref
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from reader import do_nothing
from reader.ui.widgets import background_tasks
from reader.ui.widgets.background_tasks import TaskQueue, finish_all


class _Late(contextlib.suppress):
    def __exit__(self, *raised: Any) -> bool:
        time.sleep(0.1)
        return super().__exit__(*raised)


@pytest.fixture(autouse=True)
def turns() -> None:
    background_tasks.threads.take_turns = True  # whatever library was open before


@pytest.fixture
def queue() -> TaskQueue:
    return TaskQueue()


def test_tasks_run_one_after_another_on_another_thread_and_end_on_this_one(
    queue: TaskQueue, qtbot: QtBot
) -> None:
    worked: list[tuple[int, int]] = []
    ended: list[tuple[int, int]] = []

    def work(number: int) -> int:
        worked.append((number, threading.get_ident()))
        return number

    def done(result: int) -> None:
        ended.append((result, threading.get_ident()))

    for number in range(20):
        queue.run(partial(work, number), done)
    assert not queue.is_idle()
    qtbot.waitUntil(queue.is_idle)
    here = threading.get_ident()
    assert ended == [(number, here) for number in range(20)]
    assert [number for number, _ in worked] == list(range(20))
    assert here not in {thread for _, thread in worked}


def test_the_tasks_of_all_queues_work_one_at_a_time(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_tasks, "TURN", 30)
    queues, at_work, seen = [TaskQueue() for _ in range(5)], [0], set[int]()

    def work() -> None:
        at_work[0] += 1
        time.sleep(0.01)
        seen.add(at_work[0])
        at_work[0] -= 1
        raise ValueError

    for queue in queues * 2:
        queue.run(work, lambda _: None, expected=(ValueError,))
    qtbot.waitUntil(lambda: all(queue.is_idle() for queue in queues))
    assert seen == {1}


_TURN = 0.02
"""Seconds."""


def test_a_task_that_waits_holds_up_the_others_for_one_turn_in_all(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = 0
    monkeypatch.setattr(background_tasks, "TURN", _TURN)
    monkeypatch.setattr(background_tasks, "time", SimpleNamespace(monotonic=lambda: turns * _TURN))
    waiting = TaskQueue()
    queues = [TaskQueue() for _ in range(20)]
    ended = list[int]()
    may_end = threading.Event()
    has_begun = threading.Event()

    def wait() -> None:
        has_begun.set()
        may_end.wait(120)

    waiting.run(wait, lambda _: None)
    has_begun.wait()
    for number, queue in enumerate(queues):
        queue.run(partial(int, number), ended.append)
    qtbot.wait(round(4000 * _TURN))
    assert ended == []
    turns += 1
    qtbot.waitUntil(lambda: len(ended) == len(queues))
    assert turns == 1
    may_end.set()
    waiting.finish()
    queues[0].run(do_nothing, do_nothing)
    qtbot.waitUntil(queues[0].is_idle)


def test_tasks_that_wait_for_a_server_work_side_by_side(qtbot: QtBot) -> None:
    queues, all_at_work = [TaskQueue() for _ in range(3)], threading.Barrier(3)
    background_tasks.threads.take_turns = False
    for queue in queues:
        queue.run(lambda: all_at_work.wait(120), lambda _: None)
    qtbot.waitUntil(lambda: all(queue.is_idle() for queue in queues))


def test_a_task_that_ends_late_does_not_end_the_turn_of_another(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, other, third = TaskQueue(), TaskQueue(), TaskQueue()
    late_begun, other_begun, third_begun = threading.Event(), threading.Event(), threading.Event()
    late_may_end, other_may_end = threading.Event(), threading.Event()

    def wait(begun: threading.Event, may_end: threading.Event) -> None:
        begun.set()
        may_end.wait(120)

    monkeypatch.setattr(background_tasks, "TURN", 0)
    late.run(partial(wait, late_begun, late_may_end), lambda _: None)
    assert late_begun.wait(120)
    monkeypatch.setattr(background_tasks, "TURN", 30)
    other.run(partial(wait, other_begun, other_may_end), lambda _: None)
    assert other_begun.wait(120)
    late_may_end.set()
    qtbot.waitUntil(late.is_idle)
    third.run(third_begun.set, lambda _: None)
    assert not third_begun.wait(0.05)
    other_may_end.set()
    assert third_begun.wait(120)
    qtbot.waitUntil(lambda: other.is_idle() and third.is_idle())


def test_many_queues_take_few_threads_which_are_kept(qtbot: QtBot) -> None:
    queues, at_work = [TaskQueue() for _ in range(40)], set[int]()
    for queue in queues * 3:
        queue.run(lambda: at_work.add(threading.get_ident()), lambda _: None)
    qtbot.waitUntil(lambda: all(queue.is_idle() for queue in queues))
    assert len(at_work) <= 3
    queues[0].run(threading.get_ident, at_work.add)
    qtbot.waitUntil(queues[0].is_idle)
    assert len(at_work) <= 3


def test_threads_of_tasks_that_waited_side_by_side_end_with_them(qtbot: QtBot) -> None:
    queues, all_at_work = [TaskQueue() for _ in range(12)], threading.Barrier(12)
    background_tasks.threads.take_turns = False
    for queue in queues:
        queue.run(lambda: all_at_work.wait(120), lambda _: None)
    qtbot.waitUntil(lambda: all(queue.is_idle() for queue in queues))
    qtbot.waitUntil(lambda: sum(each.name == "task" for each in threading.enumerate()) <= 3)


@pytest.mark.parametrize(
    ("raised", "goes_to"), [(FileNotFoundError("weg"), "failed"), (ValueError("fault"), "sys.excepthook")]
)
def test_an_error_goes_to_the_caller_if_it_was_expected_and_is_reported_if_not(
    queue: TaskQueue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, raised: Exception, goes_to: str
) -> None:
    ended: list[tuple[str, object]] = []
    monkeypatch.setattr(sys, "excepthook", lambda _, error, __: ended.append(("sys.excepthook", error)))

    def work() -> None:
        raise raised

    queue.run(
        work,
        done=lambda result: ended.append(("done", result)),
        failed=lambda error: ended.append(("failed", error)),
        expected=(OSError,),
    )
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [(goes_to, raised)]


def test_what_the_work_alone_refers_to_is_freed_by_the_thread_that_asked(
    queue: TaskQueue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The other thread is held up where it has told of the end and is not yet through.
    monkeypatch.setattr(background_tasks, "suppress", _Late)
    freed_by: list[int] = []

    def ask() -> None:
        held = QObject()
        weakref.finalize(held, lambda: freed_by.append(threading.get_ident()))
        queue.run(lambda: held.objectName(), lambda _: None)

    ask()
    qtbot.waitUntil(lambda: queue.is_idle() and bool(freed_by))
    assert freed_by == [threading.get_ident()]


def test_given_tasks_that_have_not_begun_when_it_is_finished_then_they_are_dropped(queue: TaskQueue) -> None:
    begun, may_end = threading.Event(), threading.Event()
    ran: list[int] = []

    def first() -> None:
        begun.set()
        may_end.wait(120)
        ran.append(0)

    queue.run(first, lambda _: None)
    queue.run(lambda: ran.append(1), lambda _: None)
    assert begun.wait(120)
    threading.Timer(0.05, may_end.set).start()
    queue.finish()
    assert ran == [0]


def test_given_a_finished_queue_then_no_result_is_told_and_nothing_is_begun(
    queue: TaskQueue, qtbot: QtBot
) -> None:
    told: list[int] = []
    queue.run(lambda: 1, told.append)
    queue.finish()
    queue.run(lambda: 2, told.append)
    assert queue.is_idle()
    qtbot.wait(20)
    assert told == []


def test_given_tasks_that_write_when_it_is_finished_then_all_are_done_and_told() -> None:
    queue = TaskQueue(writes=True)
    written: list[int] = []
    told: list[int] = []

    def write(number: int) -> int:
        written.append(number)
        return number

    queue.run(partial(write, 1), lambda number: queue.run(partial(write, 3), told.append))
    queue.run(partial(write, 2), told.append)
    queue.finish()
    assert written == [1, 2, 3]
    assert told == [2, 3]
    queue.run(partial(write, 4), told.append)
    assert written == [1, 2, 3]
    assert queue.is_idle()


_DROPPED = """
import threading, time, weakref
from PySide6.QtCore import QCoreApplication
from reader import do_nothing
from reader.ui.widgets.background_tasks import TaskQueue

app = QCoreApplication([])
queue = TaskQueue()
freed_by = []
weakref.finalize(queue, lambda: freed_by.append(threading.current_thread() is threading.main_thread()))
begun = threading.Event()
may_end = threading.Event()
queue.run(lambda: (begun.set(), may_end.wait(60)), print)
begun.wait(60)
del queue
may_end.set()
other = TaskQueue()
told = []
other.run(do_nothing, told.append)
until = time.monotonic() + 60
while not (told and freed_by) and time.monotonic() < until:
    app.processEvents()
for _ in range(100):
    app.processEvents()
print("told", len(told))
print("freed by the window's thread:", freed_by)
"""


def test_a_queue_whose_last_reference_is_dropped_while_it_works_is_freed_where_it_lives() -> None:
    # In a process of its own: what waits for itself waits for ever.
    done = subprocess.run(
        [sys.executable, "-c", _DROPPED], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split("\n") == ["told 1", "freed by the window's thread: [True]", ""]


@pytest.mark.parametrize(("seconds", "times"), [(-1.0, 1), (3600.0, 0)])
def test_what_a_long_task_has_freed_is_given_back_by_its_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, seconds: float, times: int
) -> None:
    queue = TaskQueue()
    given_by: list[int] = []
    worked_by: list[int] = []
    monkeypatch.setattr(background_tasks, "_LONG", seconds)
    monkeypatch.setattr(
        background_tasks, "give_freed_memory_back", lambda: given_by.append(threading.get_ident())
    )
    queue.run(lambda: worked_by.append(threading.get_ident()), lambda _: None)
    qtbot.waitUntil(queue.is_idle)
    qtbot.waitUntil(lambda: len(given_by) == times)
    assert given_by == worked_by[:times]


class Heard(QObject):
    """An object that hears what came of a task, as a dialog does."""

    def __init__(self) -> None:
        super().__init__()
        self.outcomes: list[object] = []

    def hear(self, outcome: object) -> None:
        self.outcomes.append(outcome)


def test_what_comes_of_a_task_is_told_to_no_object_that_was_deleted_meanwhile(qtbot: QtBot) -> None:
    queue = TaskQueue()
    closed = Heard()
    still_open = Heard()
    may_end = threading.Event()

    def fail() -> None:
        raise ValueError

    queue.run(lambda: may_end.wait(120), closed.hear)
    queue.run(fail, closed.hear, closed.hear, (ValueError,))
    queue.run(lambda: 1, still_open.hear)
    delete(closed)
    may_end.set()
    qtbot.waitUntil(queue.is_idle)
    assert closed.outcomes == []
    assert still_open.outcomes == [1]


@pytest.mark.parametrize("raises", [False, True])
def test_what_comes_of_a_task_reaches_nobody_when_the_owner_is_gone(qtbot: QtBot, raises: bool) -> None:
    owner, has_begun, may_end, has_ended = QObject(), *(threading.Event() for _ in range(3))
    told: list[object] = []
    queue = TaskQueue(owner, unexpected=told.append)

    def work() -> None:
        has_begun.set()
        may_end.wait(120)
        has_ended.set()
        if raises:
            raise ValueError

    queue.run(work, told.append)
    queue.run(lambda: told.append("begun after that"), told.append)
    assert has_begun.wait(120)
    delete(owner)
    may_end.set()
    assert has_ended.wait(120)
    qtbot.wait(50)
    assert told == []


def test_a_queue_that_writes_does_all_it_was_given_though_its_owner_is_gone(qtbot: QtBot) -> None:
    owner, written = QObject(), list[int]()
    queue = TaskQueue(owner, writes=True)
    for number in range(20):
        queue.run(partial(written.append, number), lambda _: None)
    delete(owner)
    qtbot.waitUntil(lambda: written == list(range(20)))


def test_when_all_is_finished_what_writes_may_still_hand_on_to_what_else_writes(qtbot: QtBot) -> None:
    owner = QObject()
    part = QObject(owner)
    first, second = TaskQueue(owner, writes=True), TaskQueue(part, writes=True)
    reading, timer = TaskQueue(part), QTimer(part, interval=0)
    done: list[str] = []
    timer.timeout.connect(lambda: done.append("timer"))
    timer.start()
    reading.run(lambda: done.append("read"), lambda _: done.append("read told"))
    second.run(
        lambda: None,
        lambda _: first.run(lambda: done.append("written"), lambda _: done.append("written told")),
    )
    finish_all(owner)
    first.run(lambda: done.append("too late"), lambda _: None)
    qtbot.wait(20)
    assert [each for each in done if each != "read"] == ["written", "written told"]


_READS_ON_TWO_THREADS = """
import threading, time
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from reader.ui.widgets.background_tasks import load_picture_readers

is_told = threading.Event()

class SlowToBeTold(QApplication):
    def notify(self, told, event):
        if threading.current_thread() is not threading.main_thread():
            is_told.set()
            time.sleep(0.2)
        return super().notify(told, event)

application = SlowToBeTold([])
PREPARE
image = QImage(8, 8, QImage.Format.Format_RGB32)
image.fill(0)
buffer = QBuffer()
buffer.open(QIODevice.OpenModeFlag.WriteOnly)
assert image.save(buffer, "BMP")
data = bytes(buffer.data().data())
task = threading.Thread(target=lambda: QImage.fromData(data), daemon=True)
task.start()
is_told.wait(0.5)
assert not QImage.fromData(data).isNull()
task.join()
"""


def test_pictures_are_read_on_two_threads_at_once_after_what_reads_them_is_loaded() -> None:
    """Without that, the second thread waits for the first, and the first for Python's lock, which the second has."""
    program = _READS_ON_TWO_THREADS.replace("PREPARE", "load_picture_readers()")
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
