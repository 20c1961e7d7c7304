"""Tasks beside the window: on threads of their own, one at a time with progress, in idle moments, in slices."""

import itertools
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from reader.i18n import say

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


FIRST_MS = 800
"""The delay before the first step, in milliseconds: the window is shown and filled by then."""
BETWEEN_MS = 40
"""The pause between two steps, in milliseconds."""


class IdleTasks(QObject):
    """Takes the steps of `work`, each in a turn of the event loop, until there are no more or it is stopped."""

    def __init__(self, work: Iterator[object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._timer = QTimer(self, interval=FIRST_MS)
        self._timer.timeout.connect(self._take_step)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _take_step(self) -> None:
        self._timer.setInterval(BETWEEN_MS)
        try:
            next(self._work)
        except StopIteration:
            self.stop()


SLICE = 0.006
"""The seconds of work between two turns of the event loop."""


class SlicedWork(Protocol):
    """Work that is done a piece at a time."""

    @property
    def is_done(self) -> bool: ...
    def set_next(self) -> None: ...


def set_for(setter: SlicedWork, seconds: float) -> None:
    """Do pieces of work until the time is over, or none are left."""
    end = time.perf_counter() + seconds
    while not setter.is_done and time.perf_counter() < end:
        setter.set_next()


class Going:
    """What the work is told, and tells: whether it was given up, and how far it is (any number, on its own thread)."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._over = threading.Event()
        self._tell = tell

    def is_given_up(self) -> bool:
        return self._over.is_set()

    def tell(self, number: int) -> None:
        self._tell(number)

    def end(self) -> None:
        self._over.set()


class SoleTask(QObject):
    """The work that is done, if any; other work is begun in its place."""

    _cameOn = Signal(object, int)

    def __init__(
        self,
        parent: QObject,
        tell: Callable[[str, str, Callable[[], object]], object],
        unexpected: Callable[[BaseException], None] = report_fault,
    ) -> None:
        """Make it without work.

        `tell` is called with words on how far the work is, the words of a button and what this does; `unexpected` with
        an exception of a kind that the work did not expect.
        """
        super().__init__(parent)
        self._tell = tell
        self.queue = TaskQueue(self, unexpected=unexpected)
        """For what has to be asked before, in its turn."""
        self._going: Going | None = None
        self._in_words: Callable[[int], str] = str
        self._cameOn.connect(self._come_on)

    def run(
        self,
        work: Callable[[Going], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        expected: tuple[type[Exception], ...],
        in_words: Callable[[int], str],
    ) -> None:
        """Begin work in place of what is done; `in_words` says how far it is. The others as of `TaskQueue.run`."""
        self.cancel()
        self._in_words = in_words
        going = self._going = Going(lambda number: self._cameOn.emit(going, number))

        def end(result: T) -> None:
            going.end()  # what is still told of it comes too late
            done(result)

        self.queue.run(partial(work, going), end, failed, expected)

    def is_idle(self) -> bool:
        return self.queue.is_idle()

    def cancel(self) -> None:
        """Give up what is done."""
        if self._going is not None:
            self._going.end()

    def _come_on(self, going: Going, number: int) -> None:
        if not going.is_given_up():
            self._tell(self._in_words(number), say("取消"), self.cancel)
