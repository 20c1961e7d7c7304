"""Ctrl+C is not lost.

Python raises KeyboardInterrupt between any two steps of the main thread. Where that is a finalizer or a callback, and
each import has some, nobody catches it: it is printed as "Exception ignored", and the program runs on.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_AGAIN_SECONDS = 0.01
"""So much later it is raised once more; a finalizer is over by then, and if not, once more."""


@contextmanager
def kept() -> Iterator[None]:
    """Within the block, what was raised where nobody catches it is raised again. For the main thread."""
    before, again = sys.unraisablehook, list[threading.Timer]()

    def look_at(unraisable: "sys.UnraisableHookArgs") -> None:
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            again.append(threading.Timer(_AGAIN_SECONDS, _interrupt_main_thread))
            again[-1].start()
        else:
            before(unraisable)

    is_main = threading.current_thread() is threading.main_thread()
    if is_main:
        sys.unraisablehook = look_at
    try:
        yield
    finally:
        if is_main:
            sys.unraisablehook = before
        for timer in again:
            timer.cancel()
            timer.join()


def _interrupt_main_thread() -> None:
    """Interrupt it as Ctrl+C does, also where it waits."""
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGINT)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
