"""The file of the user's data: made whole or not at all, opened for one transaction at a time, backed up, mended.

SQLite with a rollback journal and `synchronous=FULL`, never WAL, so that it may lie on a network drive or in a
folder that is copied between machines.
"""

import datetime as dt
import json
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from reader.messages import say
from reader.storage.faults import Fault, explain, fault_of
from reader.storage.folder import OWN_FOLDER, place_without_replacing

BACKUPS_KEPT = 30

_FIRST_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS bookmark (
    uuid TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    newspaper TEXT NOT NULL,
    date TEXT,
    month_day TEXT,
    number INTEGER,
    page TEXT,
    path TEXT NOT NULL,
    article TEXT NOT NULL,
    note TEXT NOT NULL,
    tags TEXT NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    deleted TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS bookmark_by_key ON bookmark (key);
CREATE TABLE IF NOT EXISTS alias (
    old_key TEXT PRIMARY KEY,
    new_key TEXT NOT NULL,
    modified TEXT NOT NULL
) STRICT;
PRAGMA user_version = 1;
"""


class Migration(NamedTuple):
    """A step from one version of the schema to the next: what it brings, and how."""

    name: str
    sql: str


MIGRATIONS = (
    Migration(
        "corrections",
        """
        CREATE TABLE correction (
            uuid TEXT PRIMARY KEY,
            path TEXT NOT NULL,
            quote TEXT NOT NULL,
            line_before TEXT NOT NULL,
            line_after TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            claim TEXT NOT NULL,
            created TEXT NOT NULL,
            modified TEXT NOT NULL,
            deleted TEXT
        ) STRICT
        """,
    ),
    Migration("passages", "ALTER TABLE bookmark ADD COLUMN passage TEXT"),
)
"""From version 1 on; a file is brought up to date with the first write, so that one that can't be written stays
readable."""

SCHEMA_VERSION = 1 + len(MIGRATIONS)


class UserDataError(Exception):
    """It could not be read or written; nothing was changed. The message says why and what to do."""


class _Damaged(Exception):
    """The file is no database that can be read."""


class UserFile:
    """`user.sqlite` in `folder`; both are made when they are first needed, and never again: where they are gone later
    a drive may have been taken away, and another in its place would be hidden when it comes back.

    Nothing of it is held between two calls, so that a drive may be taken away and a folder copied at any time.
    """

    def __init__(self, folder: Path, now: Callable[[], dt.datetime]) -> None:
        self.folder = folder
        self.path = folder / "user.sqlite"
        self._now = now
        self._was_there = False

    @contextmanager
    def opened(self, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction, committed and closed at the end. Raises UserDataError."""
        try:
            with closing(self._connection()) as connection:
                connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
                if writing:
                    _migrate(connection)
                yield connection
                connection.execute("COMMIT")  # what does not come to this is undone when it closes
        except _Damaged as error:
            raise UserDataError(_damage(self.path)) from error
        except (sqlite3.Error, OSError) as error:
            if _is_damage(error):
                raise UserDataError(_damage(self.path)) from error
            raise UserDataError(_explain(error, self.path)) from error

    def set_damaged_aside(self) -> str | None:
        """Keeps a file that is damaged under another name, and says so; `remains` has what can be saved. One that is
        not there may be made anew."""
        self._was_there = False
        if not self.path.exists():
            lost = bool(self._backups())
            return say("书签文件 {path} 不见了，已恢复备份。", path=self.path) if lost else None
        if is_sound(self.path):
            return None
        aside = self.folder / f"user.damaged-{self._now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}.sqlite"
        try:
            self.path.replace(aside)
            with suppress(
                FileNotFoundError
            ):  # it belongs to that file, and would spoil the one that comes after
                _journal(self.path).replace(_journal(aside))
        except OSError as error:
            raise UserDataError(_explain(error, self.path)) from error
        backup = next(iter(self._sound_backups()), None)
        if backup is None:
            return say("书签文件损坏，已改名为 {aside} 保留；没有找到备份。", aside=aside.name)
        return say(
            "书签文件损坏，已改名为 {aside} 保留，并恢复了 {backup} 的备份。",
            aside=aside.name,
            backup=backup.name,
        )

    def remains(self) -> list[Path]:
        """The newest sound backup, and what was put aside; nothing where nothing was ever damaged or lost."""
        damaged = sorted(self.folder.glob("user.damaged-*.sqlite"))
        is_lost = not self.path.exists()
        return [*islice(self._sound_backups(), 1), *damaged] if damaged or is_lost else []

    def back_up(self) -> Path | None:
        """Copies the file into `backups/`, one a day, and keeps the newest thirty; None when today's is up to date."""
        target = self.folder / "backups" / f"user-{self._now():%Y%m%d}.sqlite"
        if not self.path.exists() or _is_newer(target, self.path) or not is_sound(self.path):
            return None
        part = target.with_suffix(f".{uuid.uuid4()}.part")
        try:
            target.parent.mkdir(exist_ok=True)
            try:
                _copy(self.path, part)
                part.replace(target)
            finally:
                _delete(part)
            for old in self._backups()[BACKUPS_KEPT:]:
                old.unlink(missing_ok=True)
        except (OSError, sqlite3.Error) as error:
            raise UserDataError(say("没能备份书签。{why}", why=explain(error, target.parent))) from error
        return target

    def _backups(self) -> list[Path]:
        """The newest first."""
        return sorted((self.folder / "backups").glob("user-????????.sqlite"), reverse=True)

    def _sound_backups(self) -> Iterator[Path]:
        return filter(is_sound, self._backups())

    def _connection(self) -> sqlite3.Connection:
        if not self.path.exists():
            if self._was_there:
                raise UserDataError(
                    say(
                        "书签文件 {path} 不见了。如果是磁盘没有接上，请接上后再试；"
                        "否则更新一次资料库，就会自动恢复。",
                        path=self.path,
                    )
                )
            in_library = self.folder.name == OWN_FOLDER
            # a library that is away is not begun anew
            self.folder.mkdir(parents=not in_library, exist_ok=True)
            self._make()
        elif not self.path.stat().st_size:
            raise _Damaged  # SQLite would take it for a new one
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > SCHEMA_VERSION:
                raise UserDataError(
                    say("书签文件 {path} 是由更新版本的阅报写的，请先升级阅报。", path=self.path)
                )
        except BaseException:
            connection.close()
            raise
        self._was_there = True
        return connection

    def _make(self) -> None:
        """Makes the file beside its place first, so that nobody ever sees half of it."""
        part = self.path.with_name(f"user-{uuid.uuid4()}.part")
        try:
            with closing(sqlite3.connect(part)) as connection:
                connection.execute("PRAGMA synchronous = FULL")
                connection.executescript(_FIRST_SCHEMA)
                _migrate(connection)
            with suppress(FileExistsError):  # another program was faster
                place_without_replacing(part, self.path)
        finally:
            _delete(part)


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for number, migration in enumerate(MIGRATIONS, 2):
        if number > version:
            connection.execute(migration.sql)
            connection.execute(f"PRAGMA user_version = {number}")


def _is_newer(path: Path, other: Path) -> bool:
    return path.exists() and path.stat().st_mtime_ns >= other.stat().st_mtime_ns


def is_sound(path: Path) -> bool:
    """Whether it is a file of user data that can be read from end to end; a file that is busy counts as sound."""
    try:
        if not path.stat().st_size:
            return False
        with closing(sqlite3.connect(path, timeout=10)) as connection:
            connection.execute("SELECT count(*) FROM bookmark").fetchone()
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except (sqlite3.Error, OSError) as error:
        return not _is_damage(error)


def _is_damage(error: Exception) -> bool:
    return isinstance(error, sqlite3.DatabaseError) and any(
        words in str(error) for words in ("malformed", "not a database", "no such table", "no such column")
    )


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(target)) as copy:
        whole.backup(copy)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _delete(path: Path) -> None:
    for each in (path, _journal(path)):
        with suppress(OSError):
            each.unlink()


def _damage(path: Path) -> str:
    return say("书签文件 {path} 损坏了。更新一次资料库，就会自动恢复。", path=path)


def _explain(error: sqlite3.Error | OSError, path: Path) -> str:
    match fault_of(error):
        case Fault.FULL:
            return say("磁盘满了，书签文件 {path} 写不下去。请腾出空间后再试。", path=path)
        case Fault.READ_ONLY:
            return say("书签文件 {path} 不能读写。请检查文件夹的权限。", path=path)
        case Fault.BUSY:
            return say("另一个程序正占用书签文件 {path}，请稍后再试。", path=path)
        case Fault.OTHER:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            return say("书签文件 {path} 读写出错：{reason}", path=path, reason=reason)


def time_of_change(
    connection: sqlite3.Connection, table: str, uuids: Iterable[str], now: dt.datetime
) -> dt.datetime:
    """`now`; just after the last change of these rows where the clock was set back since: of two copies the later
    change holds, and no other may pass for it. Raises sqlite3.Error."""
    changed = f"SELECT max(modified) FROM {table} WHERE uuid IN (SELECT value FROM json_each(?))"
    (last,) = connection.execute(changed, (json.dumps(list(uuids)),)).fetchone()
    now = now.astimezone(dt.UTC)
    return max(now, dt.datetime.fromisoformat(last) + dt.timedelta(microseconds=1)) if last else now
