"""Background tasks: long work on another thread, whose result comes back to the window's thread."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

T = TypeVar("T")


class _Outcome(QObject):
    """Passes a result on to the thread that it was made in."""

    arrived = Signal(object, object)


class _Run(QRunnable, Generic[T]):
    def __init__(self, work: Callable[[], T], outcome: _Outcome) -> None:
        super().__init__()
        self._work = work
        self._outcome = outcome

    def run(self) -> None:
        """Run `work` on the thread of the queue.

        Args:
            work: What is run there; it must not touch a widget.
            done: Called with the result, in the caller's thread.
            failed: Called with an exception of the `expected` kinds, in the caller's thread.
            expected: The kinds of exceptions that are not faults of the program; others are emitted by `errorOccurred`.
        """
        try:
            result, error = self._work(), None
        except Exception as caught:
            result, error = None, caught
        with suppress(RuntimeError):  # the window was closed meanwhile
            self._outcome.arrived.emit(result, error)


class TaskQueue(QObject):
    """Tasks that run one after another, on a thread of their own."""

    #: an exception of a kind that was not expected
    errorOccurred = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting: set[_Outcome] = set()

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        expected: tuple[type[Exception], ...] = (),
    ) -> None:
        """`done` is called with the result, or `failed` with an exception of the `expected` kinds, in this thread."""
        outcome = _Outcome(self)

        @Slot(object, object)
        def arrive(result: Any, error: Exception | None) -> None:
            self._waiting.discard(outcome)
            outcome.deleteLater()
            if error is None:
                done(result)
            elif isinstance(error, expected):
                if failed is not None:
                    failed(error)
            else:
                self.errorOccurred.emit(error)

        outcome.arrived.connect(arrive)
        self._waiting.add(outcome)
        self._pool.start(_Run(work, outcome))

    def is_idle(self) -> bool:
        return not self._waiting

    def finish(self) -> None:
        """Wait for the task that runs; those that have not begun are dropped."""
        self._pool.clear()
        self._pool.waitForDone()
