"""Hands for tests of windows, which wait no longer than they must."""

import itertools
import time
from collections.abc import Callable

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
from pytestqt.qtbot import QtBot

_LOOK_MS = 10
"""What is waited for may come without an event."""


class PromptBot(QtBot):
    """Looks at what is waited for after each turn of Qt's loop, where pytest-qt looks every ten milliseconds."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 5000) -> None:
        __tracebackhide__ = True
        end = time.monotonic() + timeout / 1000
        while True:
            complaint = None
            try:
                told = callback()
            except AssertionError as error:
                told, complaint = False, error
            if told not in (None, True, False):
                raise ValueError(
                    f"what is waited for is told by True, False or an assertion, not by {told!r}"
                )
            if told is not False:
                return
            if time.monotonic() > end:
                raise self.TimeoutError(f"has not come in {timeout} milliseconds") from complaint
            _turn()


def _turn() -> None:
    """Have Qt's loop wait for something to do, and do it."""
    dispatcher = QAbstractEventDispatcher.instance()
    assert dispatcher is not None
    loop, times = QEventLoop(), itertools.count()

    def is_about_to_wait() -> None:
        if next(times):
            loop.quit()

    QTimer.singleShot(_LOOK_MS, loop, loop.quit)
    dispatcher.aboutToBlock.connect(is_about_to_wait)
    try:
        loop.exec()
    finally:
        dispatcher.aboutToBlock.disconnect(is_about_to_wait)
