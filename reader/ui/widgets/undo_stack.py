"""The stack of what a person has done in the window: over all features, in the order of doing, undone and redone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from reader.i18n import count, say
from reader.library.acts import Acts, Turn, Turned
from reader.storage.act_recording import Recording
from reader.storage.disk_errors import LibraryError
from reader.storage.user_data import UserDataError
from reader.ui.widgets.background_tasks import TaskQueue, report_fault
from reader.ui.widgets.services import Services

FAULTS = (UserDataError, LibraryError)

_Result = TypeVar("_Result")
_MOST = 500
"""The most acts that are remembered."""


@dataclass(frozen=True, slots=True)
class Act:
    """What was done, in words; `turn` undoes it, or redoes it once it is undone; `show` shows what it has changed."""

    words: str
    turn: Turn
    show: Callable[[], None]


def _nothing(*_: object) -> None:
    pass


class UndoStack(QObject):
    """Carries out acts on a thread, one after another, so that undoing always means the last one that was begun.

    Signals: `overtaken` when an offer to undo or redo, made before, is no longer the right one; `notApplied` when what
    was undone will be seen only after a sync.
    """

    overtaken = Signal()
    notApplied = Signal()

    def __init__(self, services: Services, acts: Acts, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._acts = acts
        self._done: deque[Act] = deque(maxlen=_MOST)
        self._undone: deque[Act] = deque(maxlen=_MOST)
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_busy = False
        self._tasks = TaskQueue(self, writes=True, unexpected=self._break)

    def do(
        self,
        words: str | Callable[[_Result], str],
        work: Callable[[], _Result],
        done: Callable[[_Result], None] = _nothing,
        show: Callable[[_Result], None] = _nothing,
        failed: Callable[[Exception], None] | None = None,
        expected: tuple[type[Exception], ...] = FAULTS,
        turn: Callable[[_Result], Turn | None] | None = None,
        into: Recording | None = None,
    ) -> None:
        """Carry out an act of a person; what it writes to the user's data can be undone.

        Args:
            words: What is done, without a full stop, after 已撤销：; or what returns it for the result.
            work: Does it, on the thread.
            done: Called with the result.
            show: Called with the result whenever the act was undone or redone, to show what it has changed.
            failed: Called with an exception of the `expected` kinds, instead of telling it; nothing is changed then.
            expected: The kinds of exceptions that are not faults of the program.
            turn: Returns what undoes the act, if it is not its writing to the user's data; None if nothing does.
            into: What parts of the act, that were `run` before, were recorded into: they are undone with it.
        """

        def end(found: tuple[_Result, Turn | None]) -> None:
            result, back = found[0], found[1] if turn is None else turn(found[0])
            if back is not None:
                named = words if isinstance(words, str) else words(result)
                self._done.append(Act(named, back, lambda: show(result)))
                self._undone.clear()
            done(result)

        self.overtaken.emit()
        self._queue(
            lambda: self._start(
                lambda: self._acts.carried_out(work, into), end, failed or self._tell, expected
            )
        )

    def run(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], None] = _nothing,
        failed: Callable[[Exception], None] = _nothing,
        into: Recording | None = None,
    ) -> None:
        """Run what is no whole act between the acts, in its turn; see `do`."""
        part = Recording() if into is None else into
        self._queue(lambda: self._start(lambda: self._acts.carried_out(work, part)[0], done, failed, FAULTS))

    def undo(self) -> None:
        """Undo the last act, after whatever is still being carried out; say what it was, and show what it changed."""
        self._turn(
            self._done,
            self._undone,
            say("没有可以撤销的。"),
            lambda act: say("已撤销：{act}", act=act),
            lambda act: say("没有撤销：{act}", act=act),
            (say("重做"), self.redo),
        )

    def redo(self) -> None:
        """Redo what was undone last and not overtaken by a new act; otherwise as `undo`."""
        self._turn(
            self._undone,
            self._done,
            say("没有可以重做的。"),
            lambda act: say("已重做：{act}", act=act),
            lambda act: say("没有重做：{act}", act=act),
            (say("撤销"), self.undo),
        )

    def is_overtaken(self) -> bool:
        """Return whether another act has begun already while one is being told."""
        return bool(self._waiting)

    def is_idle(self) -> bool:
        return not self._is_busy and self._tasks.is_idle()

    def _turn(
        self,
        source: deque[Act],
        target: deque[Act],
        nothing: str,
        told: Callable[[str], str],
        refused: Callable[[str], str],
        offer: tuple[str, Callable[[], None]],
    ) -> None:
        """Turn the last act of `source`, which goes over to `target`; one that fails stays where it is."""

        def begin() -> None:
            if not source:
                self._services.message(nothing)
                self._go_on()
                return
            act = source.pop()

            def end(turned: Turned) -> None:
                since = (
                    count(turned.changed_since, "{n} 条后来又改过，没有动") if turned.changed_since else ""
                )
                if since and turned.back is None:
                    self._services.message(_joined(refused(act.words), since))
                    return
                if turned.back is not None:
                    target.append(replace(act, turn=turned.back))
                act.show()
                words = _joined(told(act.words), since)
                if turned.back is None or self.is_overtaken():
                    self._services.message(words)
                else:
                    self._services.step(words, *offer)
                if not turned.is_applied:
                    self.notApplied.emit()

            def failed(error: Exception) -> None:
                source.append(act)
                self._services.message(_joined(refused(act.words), str(error)))

            self._start(act.turn, end, failed, FAULTS)

        self.overtaken.emit()
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

    def _ending(self, tell: Callable[[_Result], None]) -> Callable[[_Result], None]:
        def end(outcome: _Result) -> None:
            try:
                tell(outcome)
            finally:
                self._go_on()

        return end

    def _tell(self, error: Exception) -> None:
        self._services.message(str(error))

    def _break(self, error: BaseException) -> None:
        report_fault(error)
        self._go_on()


def _joined(words: str, more: str) -> str:
    return say("{words}。{more}", words=words, more=more) if more else words
