"""This machine's own copy of a library's user data; each change is written to it before success is reported.

The file in the library's folder may be replaced without a conflict copy: by a network drive, a USB stick, a sync client
for which the later file wins, or a person who puts an older one back. Records that the other file lacks are then merged
into it from the copy, as from a conflict copy; what was removed there on purpose has a later tombstone, and stays
removed. The copy has the format of any user's file, and always includes everything that this machine has written and
seen. The list of the copies that this machine has merged is stored next to it.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from reader.newspaper.article import digest_of
from reader.storage import damaged_records
from reader.storage.foreign_database import Row
from reader.storage.platform_folders import make_private, places
from reader.storage.record_tables import GivenUp, counted
from reader.storage.regular_file import NotRegular, TooLarge, open_regular, read_at_most, write_whole
from reader.storage.system_paths import for_system, is_place_there
from reader.storage.user_file import Changed, Stamp, UserDataError, UserFile, explain

if TYPE_CHECKING:
    from reader.storage.damaged_records import DamagedRecord
    from reader.storage.user_merge import MergePlan


# What this machine keeps of a library's user data for itself: copies of it, and which other copies it has merged.
#
# A sync client may replace this machine's file by another machine's (`mirror`). Which copies were merged is not
# noted in the synced file: two machines that note it there would change each other's file for ever.


_FILE = "machine.json"
_LARGEST = 1 << 20
_MOST = 2000
"""Maximum number of merged copies that are remembered."""


class _MachineState(msgspec.Struct):
    merged: dict[str, str] = {}
    folder: str = ""
    library: str | None = None
    replaced: list[str] = []
    """The UUIDs of bookmarks whose text a merge has replaced, and whose former words were not looked at since."""
    overruled: list[str] = []
    """The UUIDs of corrections that were chosen here, where a merge has brought a later choice of another one."""


_DECODER = msgspec.json.Decoder(_MachineState)


class OwnMachine(Struct, frozen=True):
    """This machine's own folder for the user's data of a library. Failed writes are ignored: nothing depends on it.

    What can't be read for a moment is not written anew, for the next time it can be.
    """

    _folder: Path

    @classmethod
    def of(cls, user_folder: Path) -> OwnMachine:
        """Return this machine's own folder for the user's data in `user_folder`."""
        path = os.path.normcase(user_folder.absolute())
        return cls(places().data / "copies" / digest_of(path.encode("utf-8", "surrogateescape"), 10).hex())

    def folders(self) -> list[Path]:
        """Return all folders with files of this machine: this one, and those of the copies in it."""
        return [self._folder, *self._folder.glob("mirror-*")]

    def has_merged(self, copy: Path, mark: str) -> bool:
        """Return whether a copy with this `mark` (size and time) was merged."""
        return self._state().merged.get(str(copy)) == mark

    def note_merged(self, copy: Path, mark: str) -> None:
        with self._changed() as state:
            others = {path: old_mark for path, old_mark in state.merged.items() if path != str(copy)}
            merged = others | {str(copy): mark}
            state.merged = dict(list(merged.items())[-_MOST:])

    def replaced(self) -> frozenset[str]:
        """Return the UUIDs of bookmarks whose text a merge has replaced here, and nobody has looked at since."""
        return frozenset(self._state().replaced)

    def note_replaced(self, uuids: Iterable[str]) -> None:
        with self._changed() as state:
            replaced = dict.fromkeys([*state.replaced, *uuids])
            if len(replaced) > len(state.replaced):
                state.replaced = list(replaced)[-_MOST:]

    def overruled(self) -> frozenset[str]:
        """Return the UUIDs of the corrections chosen here, where a later choice of another machine holds."""
        return frozenset(self._state().overruled)

    def note_merge(self, plan: MergePlan) -> None:
        """Record what a merge has replaced here of what the reader has written and chosen."""
        self.note_replaced(plan.uuids_of_replaced_texts())
        uuids = plan.uuids_of_overruled_choices()
        if not uuids:
            return
        with self._changed() as state:
            overruled = dict.fromkeys([*state.overruled, *uuids])
            state.overruled = list(overruled)[-_MOST:]

    def forget_replaced(self, uuid: str) -> None:
        """Record that the former words of a bookmark were looked at."""
        with self._changed() as state:
            state.replaced = [replaced for replaced in state.replaced if replaced != uuid]

    def mirror(self, library: str) -> Path:
        """Return the folder of the copy of a library's user data; `library` is the UUID."""
        return self._folder / f"mirror-{digest_of(library.encode(), 8).hex()}"

    def note_library(self, user_folder: Path, library: str) -> None:
        """Record whose user data is in the folder."""
        with self._changed() as state:
            state.folder = str(user_folder.absolute())
            state.library = library

    def last_library(self) -> str | None:
        """Return the UUID of the library whose user data was in the folder last."""
        return self._state().library

    def former_mirror(self, library: str) -> Path | None:
        """Return the folder of the copy that was made at the library's former place, before it was moved."""
        name = self.mirror(library).name
        others = [path for path in self._folder.parent.glob(f"*/{name}") if path.parent != self._folder]
        return next((other for other in others if OwnMachine(other.parent)._is_moved_away()), None)

    def _is_moved_away(self) -> bool:
        """Return whether the library is gone but the folder around it exists; if that is gone, too, its drive may be
        away.
        """
        root = Path(self._state().folder).parent
        return is_place_there(root) and not for_system(root).exists()

    def _state(self) -> _MachineState:
        with suppress(OSError):
            return self._read()
        return _MachineState()

    @contextmanager
    def _changed(self) -> Iterator[_MachineState]:
        """Yield the state, and store what has become of it; of one that can't be read now, nothing."""
        try:
            state = self._read()
        except OSError:
            yield _MachineState()
            return
        before = msgspec.json.encode(state)
        yield state
        after = msgspec.json.encode(state)
        if after == before:
            return
        with suppress(OSError):
            make_private(self._folder)
            write_whole(self._folder / _FILE, after, replaces=True)

    def _read(self) -> _MachineState:
        """Return the state; an empty one without a file, and for what is none. Raises OSError where it is held."""
        try:
            return _DECODER.decode(read_at_most(open_regular(self._folder / _FILE), _LARGEST))
        except (FileNotFoundError, NotRegular, TooLarge, ValueError):
            return _MachineState()


_TABLES = {
    "bookmark": ("uuid", "modified", "deleted", "note", "tags", "passage"),
    "correction": ("uuid", "modified", "deleted", "claim"),
    "decision": ("uuid", "modified", "deleted", "content"),
    "version": ("id",),
    "alias": ("old_key",),
    "unreadable": ("id",),
}
"""The tables of the copy, with the columns of what the reader has written; the first column is the key."""
_WRITTEN = ("bookmark", "correction", "decision", "version")
"""The tables of which the file must not lack rows; the rows of all others can be computed again."""


class Mirror(Struct):
    """The copy of a user's file, for its library's UUID. If the copy can't be written, the reader's notes are stored
    anyway.
    """

    _original: UserFile
    _machine: OwnMachine
    _now: Callable[[], dt.datetime]
    _left: tuple[Stamp, Sequence[Changed]] | None = None
    """The stamp of the file when this process left it complete, and the last changes; None if it may have changed
    since.
    """
    _last_library: str | None = None
    """The library to which the file belonged when this process last read it."""
    _returned: MergePlan | None = None
    """The records merged back in the current transaction."""
    _is_compared: bool = False
    """Whether the file had everything of the copy when the current transaction began."""
    brought_back: int = 0
    """The number of records merged back and not reported yet."""
    damaged: tuple[DamagedRecord, ...] = ()
    """The records found damaged, which were mended where a sound copy is known, and not reported yet."""

    # -- as a write goes on

    def begin(self, connection: sqlite3.Connection, stamp: Stamp | None) -> None:
        """Merge back the records that the file lacks, and begin to record changes, in a transaction of the file.

        Raises sqlite3.Error, UserDataError.
        """
        # create temporary triggers, for this connection alone, which record the changed rows in
        # `temp.changed`
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("CREATE TEMP TABLE changed (kind TEXT, id TEXT)")
        for table, (name, *_) in _TABLES.items():
            for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
                connection.execute(
                    f"CREATE TEMP TRIGGER {table}_{event}_{row} AFTER {event} ON main.{table}"
                    f" BEGIN INSERT INTO changed VALUES ('{table}', {row}.{name}); END"
                )
        self._returned = None
        library = self._library_in(connection)
        self._is_compared = library is not None
        if library is not None:
            # a new file that has replaced the former one belongs to the same library
            connection.execute("INSERT OR IGNORE INTO meta VALUES ('library', ?)", (library,))
        if library is None or self._is_as_left(connection, stamp):
            return
        if self._held(library) <= _held_in(connection):
            return
        from reader.storage import foreign_records, user_tables

        self._mend(connection, library)
        library_copy = self._copy(library)
        with library_copy.opened() as copy:
            records = foreign_records.records_in(copy, library_copy.path.name)
        tables = user_tables.UserTables(connection, self._original.path.name)
        now = self._now()
        plan = tables.plan(records)
        self._returned = plan
        tables.write(plan, now)
        self.brought_back += plan.size

    def changes(self, connection: sqlite3.Connection) -> Sequence[Changed]:
        """Return the changes made by the transaction. Raises sqlite3.Error.

        Return none if this transaction has given the file its library's UUID, as when a backup was merged: its rows
        would replace those of a copy with which it was not compared. `lacks` then reports the difference, and both are
        merged.
        """
        library = self._library_in(connection)
        if library is None or (not self._is_compared and self._copy(library).path.exists()):
            return ()
        self._keep_overwritten(connection)
        changed = connection.execute("SELECT DISTINCT kind, id FROM temp.changed WHERE id IS NOT NULL")
        return [
            Changed(library, table, row_id, _row(connection, table, row_id))
            for table, row_id in counted(changed.fetchall())
        ]

    def keep(self, changes: Sequence[Changed], before: Stamp | None, after: Stamp | None) -> None:
        """Write the changes to the copy; `before` and `after` are the stamps of the file.

        The file's transaction is committed already. If writing the copy fails or is given up, `take_in` does it later.
        """
        if not changes:
            return
        self._left = None
        try:
            with self._writing(changes[0].library) as copy:
                for change in counted(changes):
                    _put(copy, change)
                damaged_records.store_sums(copy, changes)
        except (UserDataError, GivenUp):
            return
        # the same inode: the file was not replaced during the transaction
        if before is not None and after is not None and before[0] == after[0]:
            self._left = after, changes

    # -- at rest

    def lacks(self) -> tuple[bool, bool]:
        """Return whether the file lacks rows of the copy, and whether the copy lacks rows of the file.

        Raises UserDataError.
        """
        library = self.library()
        if library is None:
            return False, False
        copy_hashes = self._held(library)
        with self._original.opened() as connection:
            file_hashes = _held_in(connection)
        return not copy_hashes <= file_hashes, not file_hashes <= copy_hashes

    def take_in(self) -> None:
        """Merge the records of the file into the copy. Raises UserDataError."""
        from reader.storage import foreign_records, user_tables

        with self._original.opened() as connection:
            library = self._library_in(connection)
            records = foreign_records.records_in(connection, self._original.path.name)
        if library is not None:
            with self._writing(library) as copy:
                tables = user_tables.UserTables(copy, self._original.path.name)
                now = self._now()
                plan = tables.plan(records)
                tables.write(plan, now)
            self._machine.note_merge(plan)

    def mend(self) -> None:
        """Replace records that no program has written by the sound ones, in the file and in the copy.

        Then the file and the copy agree, and the sums that the copy lacks are stored. Raises UserDataError.
        """
        library = self.library()
        if library is None or not self._copy(library).path.exists():
            return
        try:
            with self._original.opened() as connection, self._copy(library).opened() as copy:
                is_damaged = bool(damaged_records.damaged_records(connection, copy))
                lacks_sums = damaged_records.lacks_sums(copy)
        except UserDataError:
            return  # a copy that can't be read is made anew
        if is_damaged:
            with self._original.opened(writing=True) as connection:
                self._mend(connection, library)
        if lacks_sums:
            with self._writing(library) as copy:
                damaged_records.add_missing_sums(copy)

    def _mend(self, connection: sqlite3.Connection, library: str) -> None:
        """Mend the records that are damaged in the file or in the copy, within a transaction of the file.

        First both rows are written to a log: if that is not possible, nothing is mended. Raises UserDataError.
        """
        library_copy = self._copy(library)
        with library_copy.opened() as copy:
            damaged = damaged_records.damaged_records(connection, copy)
        if not damaged:
            return
        try:
            damaged_records.keep_in_log(damaged, library_copy.folder, self._now())
        except OSError:
            return
        with self._writing(library) as copy:
            for record in damaged:
                damaged_records.mend(record, connection, copy)
        self.damaged += tuple(damaged)

    def damage_log(self) -> Path:
        """Return the log with both copies of each damaged record. Raises UserDataError."""
        return self._copy(self.library() or "").folder / damaged_records.LOG_FILE

    def set_damaged_aside(self) -> Path | None:
        """Rename the copy if it is damaged, and return its new name. Raises UserDataError."""
        library = self.library()
        if library is None:
            return None
        return self._copy(library).set_damaged_aside()

    def former(self) -> Path | None:
        """Return the copy that was made at the library's former place, before it was moved; None if it has one here."""
        library = self.library()
        if library is None or self._copy(library).path.exists():
            return None
        folder = self._machine.former_mirror(library)
        if folder is None:
            return None
        return folder / self._original.path.name

    def is_begun(self) -> bool:
        """Return whether this machine has had the file before: it has a copy, here or from where it was before."""
        library = self.library()
        return library is not None and (self._copy(library).path.exists() or self.former() is not None)

    def of_last_library(self) -> Path | None:
        library = self._machine.last_library()
        path = None if library is None else self._copy(library).path
        if path is not None and path.is_file():
            return path
        return None

    def note_library(self) -> Path | None:
        """Record the file's library; return the copy for the library whose file was here before, if
        that was another.
        """
        library = self.library()
        before = self.of_last_library()
        if library is None:
            return None
        self._machine.note_library(self._original.folder, library)
        if before == self._copy(library).path:
            return None
        return before

    def _is_as_left(self, connection: sqlite3.Connection, stamp: Stamp | None) -> bool:
        """Return whether the file is as this process left it. Rows are compared, because two states may have the same
        stamp.
        """
        if self._left is None or self._left[0] != stamp:
            return False
        return all(
            _row(connection, changed_row.table, changed_row.row_id) == changed_row.row
            for changed_row in self._left[1]
        )

    def _keep_overwritten(self, connection: sqlite3.Connection) -> None:
        """Keep the texts that were merged back, but overwritten in the same transaction by a writer who had not seen
        them.
        """
        if self._returned is None:
            return
        from reader.storage import record_tables, user_merge, user_tables

        decided = {decision.uuid: decision for decision in record_tables.decisions_in(connection)}
        pairs = [(change.after, decided[change.after.uuid]) for change in self._returned.decisions]
        aside = (
            text_decision
            for text_decision in user_merge.texts_put_aside(pairs)
            if text_decision.uuid not in decided
        )
        record_tables.put(connection, aside)
        noted = set(record_tables.bookmarks_in(connection))
        lost = [change.after for change in self._returned.bookmarks if change.after not in noted]
        user_tables.UserTables(connection, self._original.path.name).keep_versions(lost, self._now())

    def library(self) -> str | None:
        """Return the UUID of the library that the file belongs to; None for an empty one. Raises UserDataError."""
        if not self._original.path.exists():
            return None
        with self._original.opened() as connection:
            return self._library_in(connection)

    def _library_in(self, connection: sqlite3.Connection) -> str | None:
        """Return the UUID in the file, else the last one seen here, because a new file may have replaced the former
        one.
        """
        row = connection.execute("SELECT value FROM meta WHERE key = 'library'").fetchone()
        if row is not None:
            self._last_library = str(row[0])
        return self._last_library

    def _copy(self, library: str) -> UserFile:
        """Return an object for the copy; it creates the file again if that is gone."""
        return UserFile(self._machine.mirror(library), self._now)

    @contextmanager
    def _writing(self, library: str) -> Iterator[sqlite3.Connection]:
        library_copy = self._copy(library)
        if not library_copy.path.exists():
            try:
                make_private(library_copy.folder.parent)
            except OSError as error:
                raise UserDataError(explain(error, library_copy.path)) from error
        with library_copy.opened(writing=True) as copy:
            copy.execute("INSERT OR IGNORE INTO meta VALUES ('library', ?)", (library,))
            yield copy

    def _held(self, library: str) -> frozenset[int]:
        """Return hashes of the copy's rows; none if it can't be read."""
        library_copy = self._copy(library)
        if library_copy.path.exists():
            with suppress(UserDataError), library_copy.opened() as copy:
                return _held_in(copy)
        return frozenset()


def _held_in(connection: sqlite3.Connection) -> frozenset[int]:
    """Return hashes of the rows of a file; one of an earlier version has fewer tables and columns."""
    hashes = set()
    for table in _WRITTEN:
        stored_columns = {str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")}
        if stored_columns:
            columns = [name if name in stored_columns else "NULL" for name in _TABLES[table]]
            rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}")
            hashes |= {hash((table, *row)) for row in counted(rows)}
    return frozenset(hashes)


def _row(connection: sqlite3.Connection, table: str, row_id: str) -> Row | None:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {_TABLES[table][0]} = ?", (row_id,))
    values = cursor.fetchone()
    if values is None:
        return None
    return dict(zip((column[0] for column in cursor.description), values, strict=True))


def _put(copy: sqlite3.Connection, change: Changed) -> None:
    """Write a row to the copy. If two processes write the same record, the later change wins, whatever the order of
    writing.
    """
    name = _TABLES[change.table][0]
    if change.row is None:
        copy.execute(f"DELETE FROM {change.table} WHERE {name} = ?", (change.row_id,))
        return
    settled = ", ".join(f"{column} = excluded.{column}" for column in change.row)
    order = "({0}.tick, {0}.modified)"
    is_later = f"{order.format('excluded')} >= {order.format(change.table)}"
    later = f" WHERE {is_later}" if "tick" in change.row else ""
    copy.execute(
        f"INSERT INTO {change.table} ({', '.join(change.row)}) VALUES ({', '.join('?' * len(change.row))})"
        f" ON CONFLICT ({name}) DO UPDATE SET {settled}{later}",
        list(change.row.values()),
    )
