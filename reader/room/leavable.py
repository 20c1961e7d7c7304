"""Calls that whoever waits for them can leave: the call ends on its own thread, and its outcome is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Leavable(Generic[_T]):
    """The outcome of `ask`, which runs on its own thread; its argument returns whether the call was left."""

    def __init__(self, ask: Callable[[Callable[[], bool]], _T]) -> None:
        self._ended = threading.Event()
        self._left = threading.Event()
        self._found: list[_T] = []
        self._error: BaseException | None = None
        threading.Thread(target=self._run, args=(ask,), name="room", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait for at most `seconds`; return whether there is an outcome."""
        return self._ended.wait(seconds)

    def leave(self) -> None:
        """Drop the outcome, and tell `ask` to give up."""
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
