"""Backups of the user's data, in `backups/` next to the file. A backup is never overwritten.

The reader's own ones, and those made before an update, stay until the reader removes them. Automatic ones rotate.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from reader import held_files
from reader.i18n import say
from reader.storage import regular_file, user_schema
from reader.storage.disk_errors import explain
from reader.storage.foreign_database import DAMAGE, opened_copy
from reader.storage.regular_file import part_of, place_without_replacing
from reader.storage.user_file import BACKUPS, UserDataError, UserFile, copy_of, delete, is_whole

if TYPE_CHECKING:
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_records import Records
    from reader.storage.user_tables import UserTables

MOST_AUTOMATIC = 60
FIRSTS_KEPT = (("%Y%m%d%H", 20), ("%Y%m%d", 12), ("%G%V", 8), ("%Y%m", 10))
"""The first backup is kept of each of the newest hours, days, weeks and months that have one: at most 50."""

_TRIES = 5
_FORM = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"(auto|made|update)-((\d{8}-\d{6})-(\d{1,9}))\.sqlite")
"""The kind, the time in UTC, and a number that grows with each backup: clocks go back and forth.

None begins with `user-`: earlier versions of the program delete some of the files that are named like theirs."""
_EARLIER_NAME = re.compile(r"user-(\d{8})(?:-(\d{4}))?\.sqlite")


class BackupKind(StrEnum):
    """Why a backup was made; only automatic ones are ever deleted by the program."""

    AUTOMATIC = "auto"
    MADE = "made"
    UPDATE = "update"


class Backup(Struct, frozen=True):
    """A backup file; it is later than all with a lower `number`. `made` is in UTC. The reader chooses it by `name`."""

    path: Path
    kind: BackupKind
    name: str
    made: dt.datetime
    number: int


def backups_of(file: UserFile) -> list[Backup]:
    """Return the backups, the newest first, without checking whether they can be read."""
    backups = list(filter(None, map(_backup, (file.folder / BACKUPS).glob("*.sqlite"))))
    numbered = [numbered_backup for numbered_backup in backups if numbered_backup.number]

    def order(backup: Backup) -> tuple[int, dt.datetime]:
        """One of an earlier version of the program has no number: it stands behind those made before it."""
        before = (
            numbered_backup.number for numbered_backup in numbered if numbered_backup.made <= backup.made
        )
        return backup.number or max(before, default=0), backup.made

    return sorted(backups, key=order, reverse=True)


def is_sound_copy(path: Path) -> bool:
    """Return whether a backup can be read completely; it is only read.

    Raises OSError while another program holds it: then that is not known.
    """
    try:
        with opened_copy(path) as copy:
            return copy.has("bookmark") and is_whole(copy.connection)
    except (*DAMAGE, regular_file.RefusedFile):
        return False
    except OSError as error:
        if held_files.is_held(error):
            raise
        return False


class NewestBackup(Struct, frozen=True):
    """The newest backup that can be read completely, if there is one, and newer ones that another program holds."""

    sound: Backup | None
    in_use: tuple[Backup, ...]


def newest_backup_of(file: UserFile) -> NewestBackup:
    """Return the newest backup that can be read completely, and the newer ones of which that can't be told now."""
    in_use: list[Backup] = []
    for backup in backups_of(file):
        try:
            if is_sound_copy(backup.path):
                return NewestBackup(backup, tuple(in_use))
        except OSError:
            in_use.append(backup)
    return NewestBackup(None, tuple(in_use))


def records_of(backup: Backup) -> Records:
    """Return the records of a backup. Raises UserDataError if it is held, damaged, or a later version's."""
    from reader.storage import foreign_records

    try:
        is_sound = is_sound_copy(backup.path)
    except OSError as error:
        raise UserDataError(explain(error, backup.path)) from error
    if not is_sound:
        raise UserDataError(say("备份 {path} 无法读取：损坏了，或已经不在。未作任何改动。", path=backup.path))
    theirs = foreign_records.records_of_file(backup.path, is_own=True)
    if theirs.version > user_schema.SCHEMA_VERSION:
        raise UserDataError(
            say(
                "备份 {path} 是更新版本的阅报做的，这一版读不全。请先升级阅报。未作任何改动。",
                path=backup.path,
            )
        )
    return theirs.records


class Backups(Struct, frozen=True):
    """The backups of one file of user data. Methods raise UserDataError."""

    _file: UserFile
    _now: Callable[[], dt.datetime]

    def all(self) -> list[Backup]:
        """Return the backups, the newest first."""
        return backups_of(self._file)

    def make(self, kind: BackupKind = BackupKind.AUTOMATIC) -> Backup | None:
        """Copy the file, and delete automatic backups beyond those that rotate. Return the backup.

        None if none was made: an automatic one is not if the newest backup is up to date, and none is of a file that is
        missing or damaged.
        """
        file = self._file
        folder = self._file.folder / BACKUPS
        try:
            if not file.path.exists():
                return None
            earlier_backups = self.all()
            # before it is copied, so that a change meanwhile calls for another backup
            state = _state_of(file.path)
            if (
                kind is BackupKind.AUTOMATIC
                and earlier_backups
                and _state_of(earlier_backups[0].path) == state
            ):
                return None
            folder.mkdir(mode=0o700, exist_ok=True)
            new_backup = _copied(file, folder, kind, self._now(), earlier_backups)
            if new_backup is None:
                return None
            os.utime(new_backup.path, ns=(state[0], state[0]))
            for old in outdated([new_backup, *earlier_backups]):
                held_files.discard(old.path)  # one that is held is outdated the next time, too
        except (OSError, sqlite3.Error) as error:
            raise UserDataError(say("没能备份收藏。{why}", why=explain(error, folder))) from error
        file.was_written = False
        return new_backup

    def make_of_changes(self) -> Backup | None:
        """Back up if this object has written something since the last backup."""
        if self._file.was_written:
            return self.make()
        return None

    def make_before_update(self, to: str) -> Backup | None:
        """Make a backup that stays before a new version of the program, `to`, changes something; once for each.

        Return None if it was made before, if there is nothing to keep, or if the file can't be read, so that nothing in
        it will be changed.
        """
        mark = ("backed up before", to)
        try:
            if not self._file.path.exists():
                return None
            with self._file.opened() as connection:
                done = connection.execute("SELECT 1 FROM meta WHERE key = ? AND value = ?", mark).fetchone()
                if done or not user_schema.has_records(connection):
                    return None
        except UserDataError:
            return None
        new_backup = self.make(BackupKind.UPDATE)
        with self._file.opened(writing=True) as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", mark)
        return new_backup

    def remove(self, backup: Backup) -> None:
        """Delete a backup, as the reader wants it."""
        try:
            held_files.remove(backup.path, missing_ok=True)
        except OSError as error:
            raise UserDataError(explain(error, backup.path)) from error

    def plan_restore(self, backup: Backup) -> MergePlan:
        """Return what `restore` would change. Raises UserDataError, too, if the backup can't be read."""
        then = records_of(backup)
        with self._file.opened() as connection:
            return self._plan(self._tables(connection), then)

    def restore(self, backup: Backup) -> MergePlan:
        """Restore all records from the backup, as a step that can be undone. Return what was done.

        All is restored, or nothing; the present state is backed up before. If nothing differs, nothing is written.
        """
        then = records_of(backup)
        with self._file.opened() as connection:
            plan = self._plan(self._tables(connection), then)
        if not plan.size:
            return plan
        self.make()
        with self._file.opened(writing=True) as connection:
            tables = self._tables(connection)
            plan = self._plan(tables, then)
            tables.write(plan, self._now())
            tables.note_step(plan, "restore", backup.name, self._now())
        return plan

    def _plan(self, tables: UserTables, then: Records) -> MergePlan:
        from reader.storage import user_merge

        return user_merge.plan_restore(tables.records(), then, self._now())

    def _tables(self, connection: sqlite3.Connection) -> UserTables:
        from reader.storage.user_tables import UserTables

        return UserTables(connection, self._file.path.name)


def outdated(backups: Sequence[Backup]) -> Iterator[Backup]:
    """Yield the automatic ones of these backups, the newest first, that are not kept; never the newest one.

    All are kept up to MOST_AUTOMATIC, then the first of each period (FIRSTS_KEPT), and of the others those whose state
    lasted longest in proportion to its age: many changes within minutes don't replace the state before them.
    """
    automatic = [backup for backup in backups if backup.kind is BackupKind.AUTOMATIC]
    if len(automatic) <= MOST_AUTOMATIC:
        return
    staying = automatic[:1]
    for form, most in FIRSTS_KEPT:
        firsts = {
            f"{automatic_backup.made.astimezone():{form}}": automatic_backup for automatic_backup in automatic
        }
        staying += list(firsts.values())[:most]
    chosen = {staying_backup.path for staying_backup in staying}

    def share(at: int) -> float:
        newest = automatic[0].made
        then = automatic[at].made
        age = abs(newest - then)
        lasted = abs(automatic[at - 1].made - then)
        if age:
            return lasted / age
        return 0

    others = [at for at in reversed(range(len(automatic))) if automatic[at].path not in chosen]
    others.sort(key=share, reverse=True)
    yield from (automatic[at] for at in others[max(0, MOST_AUTOMATIC - len(chosen)) :])


def _copied(
    file: UserFile, folder: Path, kind: BackupKind, now: dt.datetime, earlier_backups: Sequence[Backup]
) -> Backup | None:
    """Return a new backup; None if the copy can't be read. Raises UserDataError, OSError and sqlite3.Error."""
    first = earlier_backups[0].number + 1 if earlier_backups else 1
    for number in range(first, first + _TRIES):
        name = f"{now:{_FORM}}-{number}"
        target = folder / f"{kind}-{name}.sqlite"
        part = part_of(target)
        try:
            copy_of(file, part)
            if not is_sound_copy(part):
                return None
            place_without_replacing(part, target)
        except FileExistsError:  # another process makes one at this moment
            continue
        finally:
            delete(part)
        regular_file.sync_folder(folder)
        return Backup(target, kind, name, now.replace(microsecond=0), number)
    raise FileExistsError(folder)


def _state_of(path: Path) -> tuple[int, int]:
    """Return a file's time of change and size; a backup has those of the file that was copied."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _backup(path: Path) -> Backup | None:
    name = _NAME.fullmatch(path.name)
    earlier = _EARLIER_NAME.fullmatch(path.name)
    if not (name or earlier) or regular_file.kind_of(path) is not None:
        return None
    try:
        if name:
            return Backup(path, BackupKind(name[1]), name[2], _time(name[3]), int(name[4]))
        assert earlier
        made_at = _time(f"{earlier[1]}-{earlier[2] or '0000'}00")
        return Backup(path, BackupKind.AUTOMATIC, path.stem.removeprefix("user-"), made_at, 0)
    except ValueError:
        return None


def _time(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, _FORM).replace(tzinfo=dt.UTC)
