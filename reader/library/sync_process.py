"""The sync as a child process: its command line, its events (JSON lines on stdout), its commands (words on stdin).

Recognising pictures has the same events and commands (`recognition_process`). The child ends
when its stdin is closed, so that it does not outlive the window that started it.
"""

import json
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import IO, Any

from msgspec import Struct, convert, to_builtins

from reader import own_process
from reader.i18n import say
from reader.language.forms import escaped_in_json
from reader.library.library import Library, LibraryError
from reader.library.sync_events import (
    Copy,
    Failure,
    LibraryBusy,
    PassedOver,
    Progress,
    RecognitionProgress,
    RecognitionReport,
    SyncCancelled,
    SyncReport,
    TooManyLost,
)
from reader.own_process import IN_BACKGROUND, PatientInput
from reader.plugs import all_plugs, answering
from reader.search.documents import IndexDamaged
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import explain_derived
from reader.storage.folder import FolderError
from reader.storage.platform_folders import places
from reader.storage.user_data import UserDataError

PAUSE = "pause"
RESUME = "resume"
CANCEL = "cancel"
GRACE_SECONDS = 5.0
"""Time that a cancelled child has to end by itself before it is killed."""
PROGRESS_SECONDS = 0.1
"""Minimum time between two progress events."""
LISTED = 100
"""Maximum number of items per list in the report to a window, which reads more of them from the library."""


def command(root: Path, *, accept_missing: bool = False, by_names: bool = False) -> list[str]:
    """Return the program and arguments of a child that syncs the library at `root`."""
    extra = ["--accept-missing"] * accept_missing + ["--by-names"] * by_names
    return own_process.command("sync", "--library", str(root), "--progress-jsonl", "--obey-stdin", *extra)


# -- the events


class CatalogueGrown(Struct, frozen=True):
    """A batch was stored, so that the catalogue has more articles."""


class Analysed(Struct, frozen=True):
    """What is derived from the articles is up to date; told to a window, a while after the report."""


class MissingFilesQuestion(Struct, frozen=True):
    """More than a tenth of the files are gone; nothing was changed, and the reader has to confirm the loss."""

    lost: int
    known: int
    message: str


class Failed(Struct, frozen=True):
    """The child did nothing; `is_busy` is whether the reason is that another process is syncing."""

    message: str
    is_busy: bool = False


class Cancelled(Struct, frozen=True):
    """The sync was cancelled; what was already stored stays."""


Event = (
    Progress
    | CatalogueGrown
    | SyncReport
    | Analysed
    | MissingFilesQuestion
    | Failed
    | Cancelled
    | RecognitionProgress
    | RecognitionReport
)

_NAMES: Mapping[str, type[Any]] = {
    "progress": Progress,
    "stored": CatalogueGrown,
    "report": SyncReport,
    "analysed": Analysed,
    "asked": MissingFilesQuestion,
    "failed": Failed,
    "cancelled": Cancelled,
    "page": RecognitionProgress,
    "recognized": RecognitionReport,
}

_PARTS: Mapping[type[Any], Mapping[str, type[Any]]] = {
    SyncReport: {"failed": Failure, "damaged": Failure, "passed_over": PassedOver, "copies": Copy},
    RecognitionReport: {"failed": Failure},
}
"""The types of the items in the lists of events; lists that are not named here contain strings."""


def to_line(event: Event) -> str:
    name = next(name for name, kind in _NAMES.items() if isinstance(event, kind))
    return escaped_in_json(json.dumps({"event": name} | to_builtins(event), ensure_ascii=False))


def from_line(line: str) -> Event | None:
    """Return the event in a line; None for other lines, such as warnings of libraries or an incomplete line."""
    try:
        data = json.loads(line)
        kind = _NAMES[data.pop("event")]
        for name, part in _PARTS.get(kind, {}).items():
            data[name] = [convert(item, part) for item in data[name]]
        event: Event = kind(**data)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return event


# -- the child process


class CommandReader:
    """Reads the commands on stdin in a thread; the end of stdin cancels the sync.

    An error is not the end: a sync whose commands can't be read says so, and goes on without them.
    """

    def __init__(self, words: PatientInput) -> None:
        self._may_run = threading.Event()
        self._may_run.set()
        self._stop = False
        threading.Thread(target=self._listen, args=(words,), daemon=True).start()

    def _listen(self, words: PatientInput) -> None:
        try:
            self._obey_until_cancelled(words)
        except (OSError, ValueError) as error:
            self._may_run.set()
            print(say("收不到窗口的话，这一次会读到底：{reason}", reason=error), file=sys.stderr)
            return
        self._stop = True
        self._may_run.set()
        time.sleep(GRACE_SECONDS)
        os._exit(1)  # this is safe, as every step of a sync may be interrupted

    def _obey_until_cancelled(self, words: PatientInput) -> None:
        """Pause and go on as told, until the sync is cancelled or the stream ends. Raises OSError, ValueError."""
        for line in words:
            word = line.strip().decode("ascii", "replace")
            if word == PAUSE:
                self._may_run.clear()
            elif word == RESUME:
                self._may_run.set()
            elif word == CANCEL:
                return

    def wait_while_paused(self) -> None:
        """Wait while the sync is paused. Raises SyncCancelled if it was cancelled."""
        self._may_run.wait()
        if self._stop:
            raise SyncCancelled


class _EventWriter(Struct):
    """Writes the events of a sync, with limited frequency, and obeys commands in between."""

    _out: IO[str]
    _commands: CommandReader | None
    has_reported: bool = False
    _written_at: float = -PROGRESS_SECONDS
    _stored_written: int = 0

    def write(self, event: Event) -> None:
        """Write an event. Raises SyncCancelled if the output was closed."""
        try:
            print(to_line(event), file=self._out, flush=True)
        except BrokenPipeError as error:
            raise SyncCancelled from error

    def report(self, report: SyncReport) -> None:
        """Write the report, once all can be searched, shortened for a window; no progress is written from then on."""
        if not self.has_reported:
            self.has_reported = True
            self.write(report.shortened(LISTED) if self._commands is not None else report)

    def progress(self, now: Progress) -> None:
        """Write the progress if enough time has passed since the last event, and obey commands."""
        if self.has_reported:
            self.obey()
            return
        if now.stored > self._stored_written:
            self._stored_written = now.stored
            self.write(CatalogueGrown())
        if now.done == now.total or time.monotonic() - self._written_at > PROGRESS_SECONDS:
            self._written_at = time.monotonic()
            self.write(now)
        self.obey()

    def obey(self) -> None:
        if self._commands is not None:
            self._commands.wait_while_paused()


def serve(
    root: Path,
    out: IO[str],
    words: PatientInput | None,
    *,
    accept_missing: bool = False,
    by_names: bool = False,
) -> int:
    """Sync the library at `root`, write events to `out`, and obey the commands read from `words`, if given.

    Return the exit code. Raises BrokenPipeError if `out` was closed.
    """
    from reader.worker_pool import processors  # a window, which starts this process, does not need it

    commands = CommandReader(words) if words is not None else None
    if commands is not None:
        lower_priority()
    events = _EventWriter(out, commands)
    try:
        library = Library.open(root)
    except LibraryError as error:
        return _ended(Failed(str(error)), out)
    # one processor stays free for the window
    workers = processors() - (commands is not None)
    with closing(library):
        sync = partial(library.sync, accept_missing=accept_missing, by_names=by_names, workers=workers)
        event = _outcome(sync, events)
        if event == Analysed() and commands is None:
            return 0
        if event == Cancelled() and events.has_reported:
            return 0  # what may wait is done by the next sync
        code = _ended(event, out)
        if code == 0 and commands is not None:
            _tidy(library, commands)
    return code


def _ended(event: Event, out: IO[str]) -> int:
    print(to_line(event), file=out, flush=True)
    if isinstance(event, Analysed):
        return 0
    return 1


def _outcome(sync: Callable[..., SyncReport], events: _EventWriter) -> Event:
    """Sync, write the report as soon as everything can be searched, and return the last event."""
    try:
        sync(events.progress, searchable=events.report)
        return Analysed()
    except SyncCancelled:
        return Cancelled()
    except TooManyLost as error:
        return MissingFilesQuestion(error.lost, error.known, str(error))
    except LibraryBusy as error:
        return Failed(str(error), is_busy=True)
    except (FolderError, LibraryError, UserDataError) as error:
        return Failed(str(error))
    except (CatalogueDamaged, IndexDamaged) as error:
        return Failed(say("资料库的目录或索引修不好：{reason}。请运行 reader check --repair。", reason=error))
    except (sqlite3.Error, OSError) as error:
        return Failed(explain_derived(error, places().cache))


def _tidy(library: Library, commands: CommandReader) -> None:
    """Do what may wait after the report was written; this may be interrupted."""
    from reader.library.answers import Misread  # a window does not need it

    with suppress(SyncCancelled, LibraryError, CatalogueDamaged, IndexDamaged, sqlite3.Error, OSError):
        library.tidy(commands.wait_while_paused)
        answering(Misread, all_plugs())(library.derived).look(commands.wait_while_paused)


def lower_priority() -> None:
    """Lower the priority of this process, so that it does not slow down the window."""
    if sys.platform == "win32":
        import ctypes

        below_normal = 0x4000
        kernel = ctypes.windll.kernel32
        kernel.GetCurrentProcess.restype = ctypes.c_void_p  # a handle is wider than an int
        kernel.SetPriorityClass.argtypes = ctypes.c_void_p, ctypes.c_uint32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal)
    else:
        os.nice(IN_BACKGROUND)
