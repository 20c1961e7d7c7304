"""Background tasks: long work on another thread, whose result comes back to the window's thread.

The other thread knows the work and nothing else: no queue, and so no object of Qt. A queue ends with what owns it,
whenever and wherever that is; what comes of a task after that reaches nobody.
"""

import itertools
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

T = TypeVar("T")


def report_fault(error: BaseException) -> None:
    """Report an exception as an uncaught one: the window says it, and its details go to a file."""
    sys.excepthook(type(error), error, error.__traceback__)


_threads = ThreadPoolExecutor(200, thread_name_prefix="task")
"""Of all queues; more than there are queues at work, so that none waits for another. They outlive every queue, and are
joined when the program ends."""


@dataclass(frozen=True)
class _Task:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    expected: tuple[type[Exception], ...]


class _Ended(NamedTuple):
    """What came of a task. The work comes back, too: what it refers to is to be freed by the window's thread."""

    number: int
    work: Callable[[], Any]
    result: Any
    error: BaseException | None


class _Line:
    """The tasks of a queue in their order: all that another thread knows of it."""

    def __init__(self, queue: "TaskQueue") -> None:
        self.queue = weakref.ref(queue)
        """To be asked by the window's thread only."""
        self._courier = _courier()
        self._changed = threading.Condition()
        self._waiting: deque[tuple[int, Callable[[], Any]]] = deque()
        self._ended: deque[_Ended] = deque()
        self._is_worked_off = False

    def add(self, number: int, work: Callable[[], Any]) -> None:
        with self._changed:
            self._waiting.append((number, work))
            if self._is_worked_off:
                return
            self._is_worked_off = True
        _threads.submit(self._work_off)

    def drop(self) -> None:
        """Forget the tasks that have not begun."""
        with self._changed:
            dropped, self._waiting = self._waiting, deque()
        dropped.clear()  # without the lock: what is freed may do anything

    def wait(self, seconds: float | None = None) -> None:
        """Return when there is no task that runs, or has yet to run, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_worked_off, seconds)

    def next_ended(self) -> _Ended | None:
        with self._changed:
            return self._ended.popleft() if self._ended else None

    def _work_off(self) -> None:
        while self._do_next():
            with suppress(RuntimeError):  # the program ends
                self._courier.came.emit(self)

    def _do_next(self) -> bool:
        with self._changed:
            if not self._waiting:
                self._is_worked_off = False
                self._changed.notify_all()
                return False
            number, work = self._waiting.popleft()
        result, error = None, None
        try:
            result = work()
        except BaseException as caught:
            error = caught
        with self._changed:
            self._ended.append(_Ended(number, work, result, error))
            del work, result, error  # before another thread can take it: the last to hold an object frees it
        return True


class _Courier(QObject):
    """Lives in the window's thread, and hands over there what came of tasks, one at a time."""

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def _hand_over(self, line: _Line) -> None:
        queue, ended = line.queue(), line.next_ended()
        if ended is not None and queue is not None and isValid(queue):
            queue.end(ended)


@cache
def _courier() -> _Courier:
    return _Courier()


class TaskQueue(QObject):
    """Tasks that run one after another, on another thread; for as long as `parent` lives.

    What comes of a task that only reads is dropped when the queue is finished or its parent is gone. A queue that
    `writes` does all that it was given in any case.
    """

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        writes: bool = False,
        unexpected: Callable[[BaseException], None] = report_fault,
    ) -> None:
        """Make a queue; `unexpected` is called with an exception of a kind that a task did not expect."""
        super().__init__(parent)
        self._unexpected = unexpected
        self.writes = writes
        self._line = _Line(self)
        self._numbers = itertools.count()
        self._tasks: dict[int, _Task] = {}
        self._is_over = False
        if not writes:
            self.destroyed.connect(self._line.drop)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        expected: tuple[type[Exception], ...] = (),
    ) -> None:
        """Run `work` on another thread.

        Args:
            work: What is run there; it must not touch a widget.
            done: Called with the result, in the caller's thread.
            failed: Called with an exception of the `expected` kinds, in the caller's thread.
            expected: The kinds of exceptions that are not faults of the program.
        """
        if self._is_over:
            return
        number = next(self._numbers)
        self._tasks[number] = _Task(work, done, failed, expected)
        self._line.add(number, work)

    def end(self, ended: _Ended) -> None:
        """Tell what came of a task, unless it was dropped."""
        task = self._tasks.pop(ended.number, None)
        if task is None:
            return
        if ended.error is None:
            task.done(ended.result)
        elif not isinstance(ended.error, task.expected):
            self._unexpected(ended.error)
        elif task.failed is not None:
            task.failed(ended.error)

    def is_idle(self) -> bool:
        return not self._tasks

    def drop(self) -> None:
        """Drop the tasks that have not begun, and what comes of the one that runs, unless the queue writes."""
        if not self.writes:
            self._line.drop()
            self._tasks.clear()

    def settle(self) -> None:
        """Wait for the tasks, and tell at once what came of them."""
        while self._tasks:
            self._line.wait()
            while (ended := self._line.next_ended()) is not None:
                self.end(ended)
        self._line.wait()

    def wait(self, seconds: float) -> None:
        """Wait for the tasks, but not longer, and tell at once what came of those that have ended."""
        self._line.wait(seconds)
        while (ended := self._line.next_ended()) is not None:
            self.end(ended)

    def finish(self) -> None:
        """Drop what only shows something, wait for the rest, and run nothing any more."""
        self.drop()
        self.settle()
        self._is_over = True


def finish_all(*owners: QObject) -> None:
    """End what is still to come to these and all they own: queues are finished, timers stop.

    What queues that write were given is done and told, also what one of them gives another meanwhile.
    """
    queues = [queue for owner in owners for queue in owner.findChildren(TaskQueue)]
    for queue in queues:
        queue.drop()
    writing = [queue for queue in queues if queue.writes]
    while not all(queue.is_idle() for queue in writing):
        for queue in writing:
            queue.settle()
    for queue in queues:
        queue.finish()
    for owner in owners:
        for timer in owner.findChildren(QTimer):
            timer.stop()
