"""Calls on a thread of their own, for which a caller can stop waiting: the result is then dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Leavable(Generic[_T]):
    """The result of `ask`, which runs on its own thread. `ask` is given a function that returns whether to give up."""

    def __init__(self, ask: Callable[[Callable[[], bool]], _T]) -> None:
        self._ended = threading.Event()
        self._left = threading.Event()
        self._found: list[_T] = []
        self._error: BaseException | None = None
        # a daemon, since the call may never return, which must not keep the program from ending
        threading.Thread(target=self._run, args=(ask,), name="room", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait for at most `seconds`; return whether the call has ended."""
        return self._ended.wait(seconds)

    def leave(self) -> None:
        """Drop the result, and tell `ask` to give up."""
        self._left.set()

    def outcome(self) -> _T:
        """Return what `ask` returned, or raise what it raised. To be called when `wait` has returned True."""
        if self._error is not None:
            raise self._error
        return self._found[0]

    def _run(self, ask: Callable[[Callable[[], bool]], _T]) -> None:
        try:
            self._found.append(ask(self._left.is_set))
        except BaseException as error:
            self._error = error
        self._ended.set()
