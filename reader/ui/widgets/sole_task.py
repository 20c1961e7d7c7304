"""Long work on another thread, of which one at a time is done, told how far it is, and can be given up."""

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from reader.i18n import say
from reader.ui.widgets.background_tasks import TaskQueue, report_fault

T = TypeVar("T")


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
