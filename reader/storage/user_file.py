"""The file of the user's data: created atomically, opened for one transaction at a time, repaired.

SQLite with a rollback journal and `synchronous=EXTRA`, never WAL, so that it may be on a network drive or in a folder
that is copied between machines. The folder may come from anybody: files are checked before SQLite opens them.
"""

import datetime as dt
import os
import sqlite3
import stat
import struct
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from msgspec import Struct

from reader import held_files
from reader.i18n import say
from reader.storage import regular_file
from reader.storage.act_recording import recording
from reader.storage.disk_errors import DiskError, disk_error_of, system_words
from reader.storage.folder import OWN_FOLDER
from reader.storage.foreign_database import (
    JOURNAL,
    LOG,
    MAP,
    SIDE_SUFFIXES,
    Row,
    guard,
    limit_steps,
    names_super_journal,
    side_file,
    side_files,
)
from reader.storage.platform_folders import restrict_access
from reader.storage.regular_file import RefusedFile, part_of, place_without_replacing, read_file
from reader.storage.user_schema import SCHEMA_VERSION, create, is_ours, migrate, version_of

# Journals and logs beside the user's file that belong to another file: a sync client copied them there, or left
# them.
#
# SQLite rolls back any journal that it finds beside a file: pages of another machine's file would be written into
# this one. But the journal of a writer that was killed has to be rolled back. The two are told apart by their
# content ("Database File Format", sections 1.3 and 3), and by when they were written here.


_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEADER = struct.Struct(">8sIIIII")
"""Magic, number of records, nonce, pages that the file had, bytes of a sector and of a page."""
_ALL = 0xFFFFFFFF
"""In place of the number of records: all that follow."""
_COUNTER = slice(24, 28)
"""The change counter in the first page."""
_WRITE_VERSION = slice(18, 20)
_WITHOUT_LOG = b"\x01\x01"
_PATIENCE = 0.3
"""Seconds for which both files must not change; if they do, somebody is writing."""


def strays_of(path: Path) -> list[Path]:
    """Return the journal, log and map beside a file that do not belong to it. Raises OSError, RefusedFile.

    Those of a writer that is at work, or that was killed, do belong to it.
    """
    strays = []
    journal = side_file(path, JOURNAL)
    if journal.exists() and _is_stray(path, journal):
        # a journal that is just being written may look like a stray one, so both files must stay unchanged
        # for a while
        before = _stamps(path, journal)
        time.sleep(_PATIENCE)
        if before == _stamps(path, journal) and _is_stray(path, journal):
            strays.append(journal)
    log = side_file(path, LOG)
    if log.exists() and _head_of(path)[_WRITE_VERSION] == _WITHOUT_LOG:  # WAL mode is in the header
        strays += [stray for stray in (log, side_file(path, MAP)) if stray.exists()]
    return strays


def _is_stray(path: Path, journal: Path) -> bool:
    with suppress(FileNotFoundError):
        content = _Journal.of(read_file(journal))
        if content is None:
            return False  # SQLite ignores it
        written = read_file(path)
        if content.is_cut_off:
            return True  # a writer's records are on the disk before their number
        if 1 in content.pages:
            began, stands = (int.from_bytes(page[_COUNTER]) for page in (content.pages[1], written[:100]))
            if stands not in (began, (began + 1) & _ALL):
                return True
        size = content.page_size
        if not content.pages:
            return len(written) != content.had * size  # else nothing was written yet
        if _written_at(path) >= _written_at(journal):
            return False  # as a killed writer leaves them
        if all(written[(n - 1) * size : n * size] == page for n, page in content.pages.items()):
            return len(written) < content.had * size
        # a database is sound without its journal
        with tempfile.TemporaryDirectory(prefix="yuebao-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / "copy.sqlite"
            copy.write_bytes(written)
            try:
                with closing(sqlite3.connect(copy)) as connection:
                    return is_whole(connection)
            except sqlite3.Error:
                return False
    return False


class _Journal(Struct, frozen=True):
    """The content of a journal: how many pages the file had, and the former content of those that were to be changed.

    `is_cut_off`: it has fewer records than its header says.
    """

    had: int
    page_size: int
    pages: Mapping[int, bytes]
    is_cut_off: bool

    @classmethod
    def of(cls, data: bytes) -> "_Journal | None":
        """Return the content of a journal file, which has one or several headers; None if it has no valid header."""
        at = 0
        had = 0
        page_size = 0
        is_cut_off = False
        pages: dict[int, bytes] = {}
        while at + _HEADER.size <= len(data):
            magic, records, _, first, sector, size = _HEADER.unpack_from(data, at)
            if magic != _MAGIC or not 512 <= size <= 65536 or not 32 <= sector <= 65536:
                break
            if not at:
                had = first
                page_size = size
            at += sector
            while records and at + 8 + size <= len(data):
                pages.setdefault(int.from_bytes(data[at : at + 4]), data[at + 4 : at + 4 + size])
                at += 8 + size
                records -= records != _ALL
            is_cut_off |= records not in (0, _ALL)
            at = -(-at // sector) * sector
        if page_size:
            return cls(had, page_size, pages, is_cut_off)
        return None


def _written_at(path: Path) -> int:
    """Return when a file was written or put here. Its time of last change does not show this: it may be from another
    machine.
    """
    status = path.stat()
    if os.name == "nt":
        return max(status.st_ctime_ns, status.st_mtime_ns)
    return status.st_ctime_ns


def _stamps(*paths: Path) -> list[tuple[int, int, int]]:
    with suppress(FileNotFoundError):
        statuses = [path.stat() for path in paths]
        return [(status.st_ino, status.st_size, status.st_mtime_ns) for status in statuses]
    return []


def _head_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except FileNotFoundError as error:
        raise RefusedFile(str(path)) from error


Stamp = tuple[int, int, int]
"""A file's inode, size in bytes and time of last change in ns: if they are equal, it counts as unchanged."""


def stamp_of(path: Path) -> Stamp | None:
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


class Changed(NamedTuple):
    """A row that a transaction has changed: its present content, None if it was deleted."""

    library: str
    table: str
    row_id: str
    row: Row | None


class Keeper(Protocol):
    """Keeps a copy of everything that is written (`mirror.Mirror`)."""

    def begin(self, connection: sqlite3.Connection, stamp: Stamp | None) -> None:
        """Prepare for a writing transaction that has just begun; `stamp` is that of the file before it."""

    def changes(self, connection: sqlite3.Connection) -> Sequence[Changed]:
        """Return the changes made by the transaction. To be called just before the commit."""

    def keep(self, changes: Sequence[Changed], before: Stamp | None, after: Stamp | None) -> None:
        """Store these changes in the copy. To be called just after the commit, with the file's stamps
        before and after.
        """


# The names of the folders of backups, and of drafts of notes, beside the file.
BACKUPS = "backups"
DRAFTS = "drafts"

_WRITTEN_WITH_A_LOG = b"\x02"
"""Bytes 18 and 19 of a file in WAL mode ("Database File Format", section 1.3)."""


_MOST_STEPS = 2_000_000_000
"""Maximum steps of SQLite's virtual machine in a transaction. They take minutes; only a circular tree needs more."""


class UserDataError(Exception):
    """Reading or writing failed; nothing was changed. The message says why and what to do."""


class _Damaged(Exception):
    """The file is not a readable file of the user's data."""


class _Act(threading.local):
    """The transaction that `UserFile.whole` makes of several, of one thread: what ends it, and its connection."""

    ending: ExitStack | None = None
    connection: sqlite3.Connection | None = None
    is_keeping = False
    held: tuple[sqlite3.Connection, Stamp] | None = None
    """What this thread reads with in a block of `keeping_open`, and the stamp of the file that it was opened for."""

    def take(self) -> ExitStack:
        """Return what ends the transaction, which is then none of this thread's any more."""
        ending = self.ending
        self.ending = None
        self.connection = None
        assert ending is not None
        return ending


@contextmanager
def _part_of(connection: sqlite3.Connection) -> Iterator[None]:
    """Take back what the block has written if it raises. Raises sqlite3.Error."""
    if not connection.in_transaction:
        raise sqlite3.OperationalError("the transaction was rolled back")
    connection.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk may have ended it
            connection.execute("ROLLBACK TO part")
        raise
    connection.execute("RELEASE part")


class UserFile:
    """`user.sqlite` in `folder`; both are created when they are first needed, and not again.

    If they are gone later, a drive may have been removed, and a new file would hide the old one when it comes back.
    Nothing is kept open between two calls, so that a drive may be removed and a folder copied at any time; only within
    `keeping_open`, which is short.
    """

    def __init__(self, folder: Path, now: Callable[[], dt.datetime]) -> None:
        self.folder = folder
        self.path = folder / "user.sqlite"
        self._side_files = side_files(self.path)
        self.was_written = False
        """Whether this object has written something since the last backup."""
        self.keeper: Keeper | None = None
        self._now = now
        self._was_there = False
        self._left: Stamp | None = None
        """The file's stamp after the last transaction of this object."""
        self._checked: Stamp | None = None
        """The stamp with which the file's tables were last found to be valid."""
        self._met_foreign = False
        self._act = _Act()
        self._leaving = threading.Lock()
        """Held during a commit, so that no other thread mistakes the new stamp for a change by another process."""

    @contextmanager
    def opened(self, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
        """Yield a connection in a transaction, which is committed at the end if `writing`. Raises UserDataError.

        The changes are then on the disk, and were handed to the keeper; within `whole`, at the end of that.
        """
        act = self._act
        if writing and act.ending is not None and act.connection is None:
            act.connection = act.ending.enter_context(self._transaction(writing=True))
        if act.connection is None:
            with self._transaction(writing=writing) as connection:
                yield connection
        else:
            with _part_of(act.connection):
                yield act.connection

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Make one transaction of all those that this thread opens in the block, from the first that writes.

        Raises UserDataError; then, and if the block raises, nothing was written.
        """
        act = self._act
        if act.ending is not None:
            yield
            return
        mine = ExitStack()
        act.ending = mine
        try:
            yield
        except BaseException:
            if act.ending is not mine or not act.take().__exit__(*sys.exc_info()):
                raise
        else:
            if act.ending is mine:
                act.take().close()

    def commit(self) -> None:
        """End `whole`, if the caller is in one, by committing what was written: what follows is no part of it.

        Raises UserDataError.
        """
        if self._act.ending is not None:
            self._act.take().close()

    @contextmanager
    def _transaction(self, *, writing: bool) -> Iterator[sqlite3.Connection]:
        # not blocking: another thread's commit may be waiting for a read transaction of this one
        if self._leaving.acquire(blocking=False):
            self._notice()
            self._leaving.release()
        try:
            before = stamp_of(self.path)
            with self._lent(before, writing=writing) as connection:
                # IMMEDIATE locks at once: a transaction that has read first can't get the lock if another
                # process has written since
                connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
                if writing:
                    # only before a write, so that a read-only file of an earlier version stays readable
                    migrate(connection)
                    if self.keeper is not None:
                        with recording(None):  # what is merged back is no act of a person's
                            self.keeper.begin(connection, before)
                yield connection
                if writing:
                    with recording(None):
                        changes = self.keeper.changes(connection) if self.keeper is not None else ()
                    with self._leaving:
                        connection.execute("COMMIT")  # without it, closing rolls back
                        after = stamp_of(self.path)
                        self._left = after
                    self.was_written = True
                    if self.keeper is not None:
                        self.keeper.keep(changes, before, after)
            if self._left is None:
                self._left = stamp_of(self.path)
        except (_Damaged, RefusedFile) as error:
            raise UserDataError(_damage(self.path)) from error
        except (sqlite3.Error, OSError) as error:
            if is_damage(error):
                raise UserDataError(_damage(self.path)) from error
            raise UserDataError(explain(error, self.path)) from error

    @contextmanager
    def keeping_open(self) -> Iterator[None]:
        """Keep a connection within the block, or until `let_go`, in which this thread reads several times."""
        self._act.is_keeping = True
        try:
            yield
        finally:
            self.let_go()

    def let_go(self) -> None:
        """End `keeping_open`, if the thread is in one."""
        self._act.is_keeping = False
        self._close_held()

    def _close_held(self) -> None:
        connection_and_stamp = self._act.held
        self._act.held = None
        if connection_and_stamp is not None:
            connection_and_stamp[0].close()

    @contextmanager
    def _lent(self, stamp: Stamp | None, *, writing: bool) -> Iterator[sqlite3.Connection]:
        """Yield a connection to the file, which has this stamp."""
        act = self._act
        if writing or stamp is None or not act.is_keeping:
            with closing(self._connection()) as connection:
                yield connection
            return
        connection_and_stamp = act.held
        act.held = None
        if connection_and_stamp is not None and (connection_and_stamp[1] != stamp or self._has_side_files()):
            connection_and_stamp[0].close()  # a file that has changed is checked when it is opened
            connection_and_stamp = None
        connection, _ = connection_and_stamp = connection_and_stamp or (self._connection(), stamp)
        with ExitStack() as ending:
            ending.callback(connection.close)
            yield connection
            connection.rollback()
            if act.is_keeping and act.held is None:
                act.held = connection_and_stamp
                ending.pop_all()

    def take_foreign(self) -> bool:
        """Return whether anybody else has changed the file since the last call."""
        with self._leaving:
            self._notice()
            met = self._met_foreign
            self._met_foreign = False
            self._left = stamp_of(self.path)
            return met

    def _notice(self) -> None:
        self._met_foreign |= self._left is not None and stamp_of(self.path) != self._left

    def set_foreign_files_aside(self) -> list[str]:
        """Rename files that SQLite must not open, and links that must not be written through; return messages about
        them.

        Raises UserDataError.
        """
        messages = []
        try:
            for path in (self.path, *side_files(self.path)):
                if path.is_symlink() or path.exists():
                    kind = regular_file.kind_of(path)
                    messages += [] if kind is None else [self._aside(path, kind)]
            journal = side_file(self.path, JOURNAL)
            if journal.exists() and names_super_journal(journal):
                aside = regular_file.set_aside(journal, self._now())
                messages.append(
                    say(
                        "{path} 会让数据库删除别处的文件，没有使用，已改名为 {aside}。",
                        path=journal,
                        aside=aside.name,
                    )
                )
            messages += self._set_strays_aside()
            messages += self._aside_unless_folder(self.folder / BACKUPS)
        except (OSError, RefusedFile) as error:
            raise UserDataError(
                str(error) if isinstance(error, RefusedFile) else explain(error, self.path)
            ) from error
        return messages

    def _set_strays_aside(self) -> list[str]:
        """Rename journals and logs that belong to another file; return messages about them.

        Raises OSError and RefusedFile.
        """
        if not self._has_side_files():
            return []
        return [
            say(
                "{path} 不是这个收藏文件的，大概是同步软件留下的，没有使用，已改名为 {aside}。",
                path=stray.name,
                aside=regular_file.set_aside(stray, self._now()).name,
            )
            for stray in strays_of(self.path)
        ]

    def restrict_access(self) -> None:
        """Remove other users' permissions on the file and its backups.

        If a group may write the folder, it is shared on purpose, and nothing is changed.
        """
        with suppress(OSError):
            if self.folder.stat().st_mode & stat.S_IWGRP:
                return
            for path in (
                self.folder,
                self.path,
                self.folder / BACKUPS,
                *self.folder.glob(f"{BACKUPS}/*.sqlite"),
            ):
                restrict_access(path)

    def set_damaged_aside(self) -> Path | None:
        """Rename a file that is damaged, or has an unknown schema. Return the new name.

        A new one may then be created. Raises UserDataError.
        """
        self._was_there = False
        if not self.path.exists() or self._is_sound():
            return None
        return self.set_aside("damaged")

    def set_aside(self, reason: str) -> Path:
        """Rename the file, with `reason` in its new name, which is returned. Raises UserDataError."""
        self._was_there = False
        self._close_held()  # Windows renames no file that is open
        aside = self.folder / f"user.{reason}-{self._now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}.sqlite"
        try:
            held_files.replace(self.path, aside)
            try:
                for suffix in SIDE_SUFFIXES:  # they belong to that file, and would damage the next one
                    with suppress(FileNotFoundError):
                        held_files.replace(side_file(self.path, suffix), side_file(aside, suffix))
            except OSError:
                held_files.rename(aside, self.path)
                raise
        except OSError as error:
            raise UserDataError(explain(error, self.path)) from error
        return aside

    def damaged_copies(self) -> list[Path]:
        """Return the renamed damaged files, the oldest first."""
        return sorted(self.folder.glob("user.damaged-*.sqlite"))

    def _aside_unless_folder(self, path: Path) -> list[str]:
        if not path.is_symlink() and (path.is_dir() or not path.exists()):
            return []
        return [self._aside(path, regular_file.kind_of(path) or say("普通文件"))]

    def _aside(self, path: Path, kind: str) -> str:
        aside = regular_file.set_aside(path, self._now())
        return say("{path} 是{kind}，没有使用，已改名为 {aside}。", path=path, kind=kind, aside=aside.name)

    def _has_side_files(self) -> bool:
        return any(map(os.path.lexists, self._side_files))

    def _connection(self) -> sqlite3.Connection:
        if not self.path.exists():
            if self._was_there:
                raise UserDataError(
                    say(
                        "收藏文件 {path} 不见了。如果是磁盘没有接上，请接上后再试；"
                        "否则更新一次资料库，就会自动恢复。",
                        path=self.path,
                    )
                )
            in_library = self.folder.name == OWN_FOLDER
            # the folder of a library that is away is not created again
            self.folder.mkdir(mode=0o700, parents=not in_library, exist_ok=True)
            # create the file, first under another name, so that no process ever sees an incomplete file
            part = part_of(self.path)
            try:
                # created first, since SQLite would create it readable for other users
                os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
                with closing(sqlite3.connect(part)) as connection:
                    _write_through(connection)
                    create(connection)
                with suppress(FileExistsError):  # another program was faster
                    place_without_replacing(part, self.path)
                regular_file.sync_folder(self.folder)
            finally:
                delete(part)
        # taken before the checks: a file that replaces this one during them is then checked, too
        stamp = stamp_of(self.path)
        self._set_strays_aside()
        size = self._checked_size()
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        try:
            guard(connection)
            limit_steps(connection.set_progress_handler, _MOST_STEPS + size)
            _write_through(connection)
            if stamp is None or stamp != self._checked:
                if version_of(connection) > SCHEMA_VERSION:
                    raise UserDataError(
                        say(
                            "收藏文件 {path} 是由更新版本的阅报写的，这一版无法读取，也没有改它。请升级阅报。",
                            path=self.path,
                        )
                    )
                if not is_ours(connection):
                    raise _Damaged
                self._checked = stamp
        except UnicodeDecodeError as error:  # SQLite's message quotes a name that is not UTF-8
            connection.close()
            raise _Damaged from error
        except BaseException:
            connection.close()
            raise
        self._was_there = True
        return connection

    def _checked_size(self) -> int:
        """Return the file's size in bytes if SQLite may open it. Raises _Damaged and RefusedFile if not, OSError."""
        if self._has_side_files():
            for path in self._side_files:
                with suppress(FileNotFoundError):
                    if regular_file.kind_of(path) is not None:
                        raise _Damaged
            with suppress(FileNotFoundError):
                if names_super_journal(side_file(self.path, JOURNAL)):
                    raise _Damaged
            if side_file(self.path, LOG).exists():
                raise _Damaged  # SQLite believes a log whatever the header says
        with regular_file.open_file(self.path) as file:
            header = file.read(20)
            size = os.fstat(file.fileno()).st_size
        if len(header) < 20 or _WRITTEN_WITH_A_LOG in (header[18:19], header[19:20]):
            raise _Damaged  # SQLite would take an empty one for a new one
        return size

    def _is_sound(self) -> bool:
        """Return whether the file has our schema and can be read completely; one that is busy counts as sound."""
        try:
            with closing(self._connection()) as connection:
                return is_whole(connection)
        except UserDataError:
            return True  # a later version's
        except (_Damaged, RefusedFile):
            return False
        except (sqlite3.Error, OSError) as error:
            return not is_damage(error)


def _write_through(connection: sqlite3.Connection, for_system: str = sys.platform) -> None:
    """Have what is confirmed be on the disk itself, whatever the system: see `regular_file.write_through`."""
    # EXTRA also flushes the folder after the journal is deleted: otherwise a power cut could bring
    # the journal back, and with it undo a confirmed write (docs/decisions/0008)
    connection.execute("PRAGMA synchronous = EXTRA")
    if for_system == "darwin":
        connection.execute("PRAGMA fullfsync = ON")


def copy_of(file: UserFile, target: Path) -> None:
    """Copy the database to `target`, which must not exist. Raises UserDataError, OSError and sqlite3.Error."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    # with a connection of its own: one that is writing would wait for itself
    with file._transaction(writing=False) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
    with target.open("rb+") as written:
        regular_file.write_through(written.fileno())


def is_whole(connection: sqlite3.Connection) -> bool:
    """Return whether SQLite finds no damage in a database."""
    return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")


def is_damage(error: Exception) -> bool:
    """Return whether the error is about the file itself, and not about the disk or a lock."""
    words = (
        "malformed",
        "not a database",
        "no such table",
        "no such column",
        # a query that exceeds `limit_steps`, as on a circular tree
        "interrupted",
        "too big",
        "orphan index",
        "unsupported file format",
    )
    return isinstance(error, sqlite3.DatabaseError) and any(word in str(error) for word in words)


def delete(path: Path) -> None:
    """Delete a database of the program's own, and the files that SQLite has left next to it."""
    for file_path in (path, *side_files(path)):
        with suppress(OSError):
            held_files.remove(file_path)


def _damage(path: Path) -> str:
    return say("收藏文件 {path} 损坏了。更新一次资料库，就会自动恢复。", path=path)


def is_by_full_disk(error: Exception, path: Path) -> bool:
    """Return whether an error of a file, or the one that it was raised from, is that its disk is full."""
    cause = error if isinstance(error, OSError) else error.__cause__
    return isinstance(cause, OSError | sqlite3.Error) and disk_error_of(cause, path) is DiskError.FULL


def explain(error: sqlite3.Error | OSError, path: Path) -> str:
    """Return a message on what happened to the file, and on what can be done."""
    match disk_error_of(error, path):
        case DiskError.FULL:
            return say("磁盘满了，收藏文件 {path} 写不下去。请腾出空间后再试。", path=path)
        case DiskError.READ_ONLY:
            return say("收藏文件 {path} 不能读写。请检查文件夹的权限。", path=path)
        case DiskError.BUSY:
            return say("另一个程序正占用收藏文件 {path}，请稍后再试。", path=path)
        case DiskError.OTHER:
            return say("收藏文件 {path} 读写出错：{reason}", path=path, reason=system_words(error))
