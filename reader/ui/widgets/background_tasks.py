"""Background tasks: long work on another thread, whose result comes back to the window's thread."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal

T = TypeVar("T")


@dataclass(frozen=True)
class _Task:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    expected: tuple[type[Exception], ...]


class _Run(QRunnable):
    """Does the work of a task on the thread of the pool and emits `ended` with what came of it."""

    def __init__(self, number: int, task: _Task, queue: "TaskQueue") -> None:
        super().__init__()
        self._number, self._queue = number, queue
        self._work: Callable[[], Any] | None = task.work

    def run(self) -> None:
        assert self._work is not None
        result, error = None, None
        try:
            result = self._work()
        except Exception as caught:
            error = caught
        # What the work refers to may be objects of Qt: they are to be freed by the caller's thread, never by this one.
        self._work = None
        with suppress(RuntimeError):  # the window was closed meanwhile
            self._queue._ended.emit(self._number, result, error)


class TaskQueue(QObject):
    """Tasks that run one after another, on a thread of their own."""

    #: an exception of a kind that was not expected
    errorOccurred = Signal(object)

    _ended = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._numbers = itertools.count()
        self._tasks: dict[int, _Task] = {}
        self._is_over = False
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        expected: tuple[type[Exception], ...] = (),
    ) -> None:
        """Run `work` on the thread of the queue.

        Args:
            work: What is run there; it must not touch a widget.
            done: Called with the result, in the caller's thread.
            failed: Called with an exception of the `expected` kinds, in the caller's thread.
            expected: The kinds of exceptions that are not faults of the program; others are emitted by `errorOccurred`.
        """
        if self._is_over:
            return
        number, task = next(self._numbers), _Task(work, done, failed, expected)
        self._tasks[number] = task
        self._pool.start(_Run(number, task, self))

    def _end(self, number: int, result: Any, error: Exception | None) -> None:
        task = self._tasks.pop(number, None)
        if task is None:
            return
        if error is None:
            task.done(result)
        elif not isinstance(error, task.expected):
            self.errorOccurred.emit(error)
        elif task.failed is not None:
            task.failed(error)

    def is_idle(self) -> bool:
        return not self._tasks

    def finish(self, *, drops: bool = True) -> None:
        """End the thread: wait for the task that runs; all others, and all results, are dropped.

        Without `drops`, for what writes: wait for all tasks, and tell their results at once. What would show a result
        may be gone afterwards, and nothing is run any more.
        """
        if drops:
            self._pool.clear()
            self._pool.waitForDone()
            self._tasks.clear()
        while self._tasks:
            self._pool.waitForDone()
            QCoreApplication.sendPostedEvents(self)
        self._is_over = True
