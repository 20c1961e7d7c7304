"""The one way to do something long without the window waiting: on another thread, its outcome brought back here."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

T = TypeVar("T")


class _Outcome(QObject):
    """Brings a result to the thread it was made in."""

    arrived = Signal(object, object)


class _Run(QRunnable, Generic[T]):
    def __init__(self, work: Callable[[], T], outcome: _Outcome) -> None:
        super().__init__()
        self._work = work
        self._outcome = outcome

    def run(self) -> None:
        try:
            result, error = self._work(), None
        except Exception as caught:
            result, error = None, caught
        with suppress(RuntimeError):  # the window was closed meanwhile: nobody waits any more
            self._outcome.arrived.emit(result, error)


class TaskQueue(QObject):
    """Operations that run one after another, apart from the window and from other lanes."""

    #: an operation failed in a way nobody had planned for: the exception
    broke = Signal(object)

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
                self.broke.emit(error)

        outcome.arrived.connect(arrive)
        self._waiting.add(outcome)
        self._pool.start(_Run(work, outcome))

    def is_idle(self) -> bool:
        return not self._waiting

    def finish(self) -> None:
        """Waits for what is running; what has not begun is dropped."""
        self._pool.clear()
        self._pool.waitForDone()
