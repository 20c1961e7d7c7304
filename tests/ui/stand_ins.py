"""Stand-ins for what a part of the window talks to: they note what is asked of them, and do nothing."""

from collections.abc import Callable
from typing import Any


class Heard:
    """A signal that can be emitted by hand."""

    def __init__(self) -> None:
        self._listeners: list[Callable[..., object]] = []

    def connect(self, listener: Callable[..., object], *_: object) -> None:
        self._listeners.append(listener)

    def emit(self, *values: object) -> None:
        for listener in self._listeners:
            listener(*values)


Calls = list[tuple[object, ...]]
"""Calls in their order: the name of each, and its arguments."""


def noted(calls: Calls, **answers: object) -> Any:
    """A part of the window that notes its calls.

    Methods in `answers` return what stands there, `is_…`, `are_…` and `has_…` False, all others None. What is set on it
    stays; `answers` can be changed.
    """
    return _Noted(calls, answers)


class _Noted:
    def __init__(self, calls: Calls, answers: dict[str, object]) -> None:
        self._calls = calls
        self.answers = answers

    def __getattr__(self, name: str) -> Any:
        def call(*values: object, **named: object) -> object:
            self._calls.append((name, *values, *named.values()))
            usual = False if name.startswith(("is_", "are_", "has_")) else None
            return self.answers.get(name, usual)

        return call
