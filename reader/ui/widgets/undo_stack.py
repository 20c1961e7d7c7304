"""The undo stack of the window: the acts of the user on their data, of all features, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from reader import do_nothing
from reader.i18n import count, say
from reader.library.acts import Acts, Turn, Turned
from reader.storage.act_recording import Recording
from reader.storage.disk_errors import LibraryError
from reader.storage.user_data import UserDataError
from reader.ui.widgets.background_tasks import TaskQueue, report_fault, while_open
from reader.ui.widgets.services import Feature, Handlers, Services

FAULTS = (UserDataError, LibraryError)

_Result = TypeVar("_Result")
_MOST = 500
"""The maximum number of acts that can be undone."""


class Act(Struct, frozen=True):
    """An entry of the stack.

    Attributes:
        words: what was done, for messages.
        turn: undoes the act, or redoes it if it is undone.
        show: shows the place in the window that the act has changed.
    """

    words: str
    turn: Turn
    show: Callable[[], object]


class UndoStack(Feature):
    """Carries out acts on a thread, one after another, so that `undo` always means the last one that was begun.

    Signals: `superseded` when an act begins, so that an undo button shown before would undo the wrong act;
    `notApplied` when the result of undoing will be visible only after a sync.
    """

    superseded = Signal()
    notApplied = Signal()

    def __init__(self, services: Services, acts: Acts, parent: QObject) -> None:
        super().__init__(services, parent)
        self._acts = acts
        self._done: deque[Act] = deque(maxlen=_MOST)
        self._undone: deque[Act] = deque(maxlen=_MOST)
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_busy = False
        self._tasks = TaskQueue(self, writes=True, unexpected=self._break)

    def handlers(self) -> Handlers:
        return {
            "undo": self.undo,
            "redo": self.redo,
        }

    def act(
        self,
        words: str | Callable[[_Result], str],
        work: Callable[[], _Result],
        done: Callable[[_Result], None] = do_nothing,
        show: Callable[[_Result], object] = do_nothing,
        failed: Callable[[Exception], None] | None = None,
        expected: tuple[type[Exception], ...] = FAULTS,
        turn: Callable[[_Result], Turn | None] | None = None,
        into: Recording | None = None,
        waits: QObject | None = None,
    ) -> None:
        """Carry out an act of the user; what it writes to the user's data can be undone.

        Args:
            words: What is done, without a full stop, to follow 已撤销：; or a function that returns it for the result.
            work: Carries out the act, on another thread.
            done: Called with the result.
            show: Called with the result after the act was undone or redone, to show what has changed.
            failed: Called with an exception of the `expected` kinds, instead of showing it; nothing was changed then.
            expected: The kinds of exceptions that are not faults of the program.
            turn: Returns what undoes the act, instead of reverting what it wrote; None if it can't be undone.
            into: The recording of the parts of the act that `run` has carried out before; they are undone with it.
            waits: The widget that waits for the outcome. Once it is deleted, `done` and `show` are not called any more,
                and an exception is shown by the window.
        """
        failed = failed or self._services.error
        if waits is not None:
            done = while_open(waits, done)
            show = while_open(waits, show)
            failed = while_open(waits, failed, self._services.error)

        def end(outcome: tuple[_Result, Turn | None]) -> None:
            result, back = outcome
            if turn is not None:
                back = turn(result)
            if back is not None:
                if isinstance(words, str):
                    act_words = words
                else:
                    act_words = words(result)
                self._done.append(Act(act_words, back, partial(show, result)))
                self._undone.clear()
            done(result)

        self.superseded.emit()
        carry_out = partial(self._acts.carried_out, work, into)
        self._queue(partial(self._start, carry_out, end, failed, expected))

    def run(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], None] = do_nothing,
        failed: Callable[[Exception], None] = do_nothing,
        into: Recording | None = None,
    ) -> None:
        """Carry out a part of an act, after the acts before it, without an entry in the stack."""
        part = Recording() if into is None else into

        def carry_out() -> _Result:
            result, _ = self._acts.carried_out(work, part)
            return result

        self._queue(partial(self._start, carry_out, done, failed, FAULTS))

    def undo(self) -> None:
        """Undo the last act, after those still under way; show a message and the place that has changed."""

        def succeeded(act: str) -> str:
            return say("已撤销：{act}", act=act)

        def refused(act: str) -> str:
            return say("没有撤销：{act}", act=act)

        again = (say("重做"), self.redo)
        self._turn(self._done, self._undone, say("没有可以撤销的。"), succeeded, refused, again)

    def redo(self) -> None:
        """Redo the act that was undone last, unless a new act was carried out since; otherwise like `undo`."""

        def succeeded(act: str) -> str:
            return say("已重做：{act}", act=act)

        def refused(act: str) -> str:
            return say("没有重做：{act}", act=act)

        again = (say("撤销"), self.undo)
        self._turn(self._undone, self._done, say("没有可以重做的。"), succeeded, refused, again)

    def is_superseded(self) -> bool:
        """Return whether another act is waiting, so that an undo button would undo the wrong one."""
        return bool(self._waiting)

    def is_idle(self) -> bool:
        return not self._is_busy and self._tasks.is_idle()

    def _turn(
        self,
        source: deque[Act],
        target: deque[Act],
        nothing: str,
        succeeded: Callable[[str], str],
        refused: Callable[[str], str],
        offer: tuple[str, Callable[[], None]],
    ) -> None:
        """Undo or redo the last act of `source` and move it to `target`; if that fails, it stays in `source`."""

        def begin() -> None:
            if not source:
                self._services.message(nothing)
                self._go_on()
                return
            act = source.pop()

            def end(turned: Turned) -> None:
                if turned.changed_since:
                    since = count(turned.changed_since, "{n} 条后来又改过，没有动")
                else:
                    since = ""
                if since and turned.back is None:
                    self._services.message(_joined(refused(act.words), since))
                    return
                if turned.back is not None:
                    target.append(replace(act, turn=turned.back))
                act.show()
                words = _joined(succeeded(act.words), since)
                if turned.back is None or self.is_superseded():
                    self._services.message(words)
                else:
                    self._services.step(words, *offer)
                if not turned.is_applied:
                    self.notApplied.emit()

            def failed(error: Exception) -> None:
                source.append(act)
                self._services.message(_joined(refused(act.words), str(error)))

            self._start(act.turn, end, failed, FAULTS)

        self.superseded.emit()
        self._queue(begin)

    # -- one after another

    def _queue(self, begin: Callable[[], None]) -> None:
        self._waiting.append(begin)
        if not self._is_busy:
            self._go_on()

    def _go_on(self) -> None:
        self._is_busy = bool(self._waiting)
        if self._waiting:
            self._waiting.popleft()()

    def _start(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], None],
        failed: Callable[[Exception], None],
        expected: tuple[type[Exception], ...],
    ) -> None:
        self._tasks.run(work, self._ending(done), self._ending(failed), expected)

    def _ending(self, handle: Callable[[_Result], None]) -> Callable[[_Result], None]:
        """Return a function that calls `handle` and then, even if that fails, begins the next act."""

        def end(outcome: _Result) -> None:
            try:
                handle(outcome)
            finally:
                self._go_on()

        return end

    def _break(self, error: BaseException) -> None:
        report_fault(error)
        self._go_on()


def _joined(words: str, more: str) -> str:
    if more:
        return say("{words}。{more}", words=words, more=more)
    return words
