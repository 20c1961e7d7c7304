"""Makes sure that Ctrl+C ends the program.

Python raises KeyboardInterrupt between any two bytecodes of the main thread. In a finalizer or a weak reference's
callback, which each import runs, Python doesn't propagate it: it prints "Exception ignored", and the program runs on.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_RETRY_SECONDS = 0.01
"""Seconds until a lost KeyboardInterrupt is raised again: most finalizers have ended by then, else this repeats."""


@contextmanager
def redelivered() -> Iterator[None]:
    """Within the block, raise a KeyboardInterrupt again that was lost in a finalizer.

    No effect outside the main thread.
    """
    before, again = sys.unraisablehook, list[threading.Timer]()

    def look_at(unraisable: "sys.UnraisableHookArgs") -> None:
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            again.append(threading.Timer(_RETRY_SECONDS, _interrupt_main_thread))
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
            # or an interrupt might arrive after the block, where nobody expects it
            timer.cancel()
            timer.join()


def _interrupt_main_thread() -> None:
    """Send the main thread SIGINT, as Ctrl+C does; this also ends a blocking system call."""
    if sys.platform == "win32":
        # Windows has no signals to a thread
        signal.raise_signal(signal.SIGINT)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
