"""Waiting for a server so that one can leave: what is asked goes on, on a thread of its own, and nobody hears it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Leavable(Generic[_T]):
    """The outcome of `ask`, which is called on a thread of its own, as its argument with what tells it to give up."""

    def __init__(self, ask: Callable[[Callable[[], bool]], _T]) -> None:
        self._ended = threading.Event()
        self._left = threading.Event()
        self._found: list[_T] = []
        self._error: BaseException | None = None
        threading.Thread(target=self._run, args=(ask,), name="room", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait for so long at most; return whether there is an outcome."""
        return self._ended.wait(seconds)

    def leave(self) -> None:
        """Want it no more."""
        self._left.set()

    def outcome(self) -> _T:
        """Return what was found, or raise what `ask` raised."""
        if self._error is not None:
            raise self._error
        return self._found[0]

    def _run(self, ask: Callable[[Callable[[], bool]], _T]) -> None:
        try:
            self._found.append(ask(self._left.is_set))
        except BaseException as error:
            self._error = error
        self._ended.set()
