"""Starting the program itself as a child process: from a checkout, a wheel, or a frozen bundle (which has no Python).

A child is this program with other arguments: a command (`sync`), or a worker, which `__main__` runs before it imports
anything else.
"""

import io
import locale
import os
import site
import sys
import time
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

OWN_WORDS = "READER_OWN_WORDS"
"""The environment variable with the reader's own words, or the path of their file (`language.own_words`)."""
WORKER = "--worker"
"""The argument before a worker's name; not for people, so no help text mentions it."""


class Worker(StrEnum):
    """The worker programs: those in `reader.workers`, and the children of a `worker_pool.WorkerPool`."""

    PDF = "pdf"
    PICTURE = "picture"
    POOL = "pool"


def command(*words: str) -> list[str]:
    """Return the command line of a child process that runs the program with the arguments `words`.

    The child is isolated from the current folder, PYTHONPATH and the like. The user site folder stays enabled if it is
    now: the program may be installed there.
    """
    return [*_program(), *words]


def worker_command(worker: Worker, *words: str) -> list[str]:
    return command(WORKER, worker, *words)


def is_frozen() -> bool:
    """Return whether the program runs from a frozen bundle."""
    return bool(getattr(sys, "frozen", False))


def was_replaced() -> bool:
    """Return whether the program's files were replaced since it started, so that imports or children may not fit any
    more.
    """
    try:
        return _identity() != _AT_START
    except PermissionError:  # of a process that has given up its rights since it started
        return False


def _identity() -> tuple[int, int, int] | None:
    """Return inode, size and time of the program's own file, which differ between versions; None if the file is gone.

    Raises PermissionError.
    """
    try:
        stated = (Path(sys.executable) if is_frozen() else Path(__file__).with_name("__init__.py")).stat()
    except PermissionError:
        raise
    except OSError:
        return None
    return stated.st_ino, stated.st_size, stated.st_mtime_ns


_AT_START = _identity()


def _program() -> list[str]:
    if is_frozen():
        # the window's program has no terminal on Windows; the one beside it has
        return [str(Path(sys.executable).with_name(f"reader{'.exe' if sys.platform == 'win32' else ''}"))]
    own_site = [] if site.ENABLE_USER_SITE else ["-s"]
    utf8 = ["-X", "utf8"] if sys.flags.utf8_mode else []
    return [sys.executable, "-P", "-E", *own_site, *utf8, str(Path(__file__).with_name("__main__.py"))]


def settle_arguments() -> None:
    """Replace `file:///…` URLs in the arguments, which desktops pass, by paths."""
    for at, word in enumerate(sys.argv):
        if at and word.lower().startswith("file:///"):
            from urllib.parse import urlsplit
            from urllib.request import url2pathname

            sys.argv[at] = url2pathname(urlsplit(word).path)


def settle_environment() -> None:
    """Restore the user's library path for other programs (a browser, a file manager), instead of that of the bundle.

    Children of our own find the bundle's libraries nevertheless: PYINSTALLER_RESET_ENVIRONMENT makes PyInstaller treat
    them as independent programs.
    """
    if sys.platform == "linux":
        _settle_locale()
        os.environ.setdefault("MALLOC_ARENA_MAX", str(_ARENAS))  # for children
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    library_path = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if library_path is not None:
        os.environ["LD_LIBRARY_PATH"] = library_path
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


IN_BACKGROUND = 10
"""The niceness of a process that works in the background of a window."""


def give_memory_back() -> None:
    """Make this process return the memory of large objects to the system as soon as they are freed.

    By default glibc raises its threshold and keeps freed memory in pieces: a process that has read a few large files
    would take half as much memory again. A few megabytes that have just been freed stay, as they are needed again at
    once: to be given them anew costs a tenth of the time in which names are recognised.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # another C library
            library = ctypes.CDLL(None)
            library.mallopt(_MMAP_THRESHOLD, _LARGE)
            library.mallopt(_TRIM_THRESHOLD, _KEPT)


def give_freed_memory_back() -> None:
    """Return to the system what is freed in pieces, as after one kind of work and before another; some milliseconds."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def share_arenas() -> None:
    """Make the threads of this process share two of glibc's arenas.

    By default each thread gets one of its own, which keeps what the thread has freed: 50 MB after an hour of searching.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)


# M_MMAP_THRESHOLD of `malloc.h`, and its value in bytes: larger objects get memory of their own.
_MMAP_THRESHOLD = -3
_LARGE = 1 << 21
# M_TRIM_THRESHOLD, and its value: so much free memory is kept at the end of the heap.
_TRIM_THRESHOLD = -1
_KEPT = 1 << 22
# M_ARENA_MAX, and its value: that of the main thread, and one for all others.
_ARENA_MAX = -8
_ARENAS = 2


def _settle_locale() -> None:
    """Set the character encoding to UTF-8 if the locale is missing or names none, because Qt complains otherwise.

    Python does that itself, but not in a bundle. The language in `LC_ALL` or `LC_CTYPE` is kept.
    """
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")
    if locale.setlocale(locale.LC_CTYPE) in ("C", "POSIX"):
        stated = os.environ.pop("LC_ALL", "")
        if stated:
            os.environ["LANG"] = os.environ["LC_MESSAGES"] = stated
        os.environ.setdefault("LANG", os.environ.get("LC_CTYPE", ""))
        os.environ["LC_CTYPE"] = "C.UTF-8"
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")


_PAUSES = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Seconds between the attempts to read a pipe that could not be read."""


class PatientInput(io.RawIOBase):
    """A pipe from the parent process, of which only the end is an end.

    Under some systems a read fails while another thread asks for the status of the same pipe. It is tried again; an
    error that stays is raised as OSError.
    """

    def __init__(self, file: io.FileIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        for pause in _PAUSES:
            try:
                return self._file.readinto(buffer)
            except OSError:
                time.sleep(pause)
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


def input_of_parent(number: int = 0) -> PatientInput:
    """Return what the parent writes, unbuffered; `number` is the descriptor of standard input.

    A thread that is blocked while it holds a buffered stream's lock would make Python abort at exit.
    """
    return PatientInput(io.FileIO(os.dup(number), "rb"))
