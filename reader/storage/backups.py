"""Backups of the user's data, in `backups/` next to the file: one for every five minutes with a change.

The newest twelve are kept, and the last one of each of the newest thirty days.
"""

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from reader.i18n import say
from reader.storage import regular_file
from reader.storage.atomic_write import part_of
from reader.storage.disk_errors import explain
from reader.storage.user_file import BACKUPS, UserDataError, UserFile, copy_of, delete, is_sound_copy

# an hour of changes every five minutes, then one for each day of a month
NEWEST_KEPT = 12
DAYS_KEPT = 30
MINUTES_OF_ONE = 5

_NAME = re.compile(r"user-(\d{8})(?:-(\d{4}))?\.sqlite")
"""The time in the name is UTC. Earlier versions made one backup a day, and had only the date in the name."""


class Backup(Struct, frozen=True):
    """A backup file. `made` is the beginning of its five minutes, UTC."""

    path: Path
    made: dt.datetime

    @property
    def name(self) -> str:
        """Return the name by which the reader chooses it: 20260209-1530."""
        return self.path.stem.removeprefix("user-")


def backups_of(file: UserFile) -> list[Backup]:
    """Return the backups, the newest first, without checking whether they can be read."""
    found = filter(None, map(_backup, (file.folder / BACKUPS).glob("user-*.sqlite")))
    return sorted(found, key=lambda backup: backup.made, reverse=True)


def sound_backups_of(file: UserFile) -> Iterator[Backup]:
    """Yield the backups that can be read completely, the newest first."""
    return (backup for backup in backups_of(file) if is_sound_copy(backup.path))


def back_up(file: UserFile, now: dt.datetime) -> Path | None:
    """Copy the file. Return the backup, or None if none was made.

    None is made if the newest backup is up to date, or the file itself can't be read. Raises UserDataError.
    """
    newest = next(iter(backups_of(file)), None)
    if not file.path.exists() or (newest is not None and _is_newer(newest.path, file.path)):
        return None
    slot = now.astimezone(dt.UTC)
    slot -= dt.timedelta(minutes=slot.minute % MINUTES_OF_ONE)
    target = file.folder / BACKUPS / f"user-{slot:%Y%m%d-%H%M}.sqlite"
    part = part_of(target)
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            copy_of(file, part)
            if not is_sound_copy(part):
                return None
            part.replace(target)
            regular_file.sync_folder(target.parent)
        finally:
            delete(part)
        for old in _outdated(backups_of(file)):
            old.path.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise UserDataError(say("没能备份书签。{why}", why=explain(error, target.parent))) from error
    file.was_written = False
    return target


def _outdated(backups: Sequence[Backup]) -> Iterator[Backup]:
    by_day = groupby(backups, key=lambda backup: backup.made.date())
    last_of_days = [next(group).path for _, group in by_day][:DAYS_KEPT]
    return (each for each in backups[NEWEST_KEPT:] if each.path not in last_of_days)


def _backup(path: Path) -> Backup | None:
    if (name := _NAME.fullmatch(path.name)) is None or regular_file.kind_of(path) is not None:
        return None
    try:
        made = dt.datetime.strptime(name[1] + (name[2] or "0000"), "%Y%m%d%H%M").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return Backup(path, made)


def _is_newer(path: Path, other: Path) -> bool:
    return path.stat().st_mtime_ns >= other.stat().st_mtime_ns
