"""A pack made by an earlier version of the program: it is read from an upgraded copy in the cache."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from reader import do_nothing, held_files
from reader.features.packs.pack_file import CATALOGUE, PackFile
from reader.features.packs.packed_connections import PackedConnections, schema_of, tables_and_indexes
from reader.features.packs.packed_library import PackedLibrary, PackedStitches
from reader.i18n import say
from reader.library.derived_data import DerivedData, only_writer
from reader.library.sync_events import Progress, ProgressCounter, SyncReport
from reader.search import STAMP
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_version import PAGE_SIZE, VERSION
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.issue_table import renew_search_form
from reader.storage.packing import packed_record
from reader.storage.platform_folders import make_private

_LEAST_ROW = 4
"""Minimum bytes of a row. If a table yields more rows than the catalogue's size allows, its b-tree is circular."""
_MOST_GROWTH = 4
"""Maximum bytes of all values, as a multiple of the size of the pack's catalogue, where no values share bytes."""


def make_catalogue(pack: PackFile, target: Path, progress: Callable[[int, int], object] = do_nothing) -> None:
    """Create a catalogue of this version in `target`, which must not exist, from that of an earlier version in a pack.

    `progress` is called with the number of tables that are done and of all, and may raise. Raises PackUnreadable,
    OSError, and sqlite3.OperationalError where the disk is full.
    """
    with closing(PackedConnections(pack)) as packed_tables, _reporting_bad_rows(pack):
        version = packed_tables.version()
        tables, indexes = tables_and_indexes(schema_of(version))
        with closing(sqlite3.connect(target, isolation_level=None)) as connection:
            # a copy that is cut off is thrown away and made again, so it need not survive a crash
            for pragma in (f"page_size = {PAGE_SIZE}", "journal_mode = OFF", "synchronous = OFF"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            rows = _Bounded(pack)
            for done, statement in enumerate(tables):
                progress(done, len(tables))
                connection.execute(statement)
                table = statement.split()[2]
                for first in (table_rows := rows.of(packed_tables.each(f"SELECT * FROM {table}"))):
                    sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
                    connection.executemany(sql, chain([first], table_rows))
            for statement in indexes:
                connection.execute(statement)
            # as in a new catalogue: later than all that was shown before
            connection.execute(
                "UPDATE meta SET value = ? WHERE key = 'generation'", (time.time_ns() // 1000,)
            )
            connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("COMMIT")
        Catalogue(target).close()  # opening it upgrades it


class _Bounded:
    """Passes rows on; raises an error for more, or longer ones, than a catalogue of its size can contain."""

    def __init__(self, pack: PackFile) -> None:
        self._pack = pack
        size = pack.member(CATALOGUE).size
        self._rows_left = size // _LEAST_ROW
        self._bytes_left = size * _MOST_GROWTH

    def of(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for row in rows:
            self._rows_left -= 1
            self._bytes_left -= sum(len(value) for value in row if isinstance(value, str | bytes))
            if self._rows_left < 0 or self._bytes_left < 0:
                raise self._pack.damage()
            yield row


@contextmanager
def _reporting_bad_rows(pack: PackFile) -> Iterator[None]:
    """Within the block, turn errors of inserting rows and of upgrading tables into PackUnreadable."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "readonly" in str(error) or "I/O" in str(error):
            raise
        raise pack.damage() from error
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise pack.damage() from error


_FOLDER = "older-"
_MADE = "made"
_PART = "part.sqlite"
_READ_AT_ONCE = 500


class OlderPack(PackedLibrary):
    """A library in a pack whose catalogue or index is of an earlier version. `sync` makes the copy."""

    def is_ready(self) -> bool:
        return self._copy.is_made()

    def generation(self) -> int:
        return self._copy.catalogue.generation()

    def wants_sync(self) -> bool:
        return not self.is_ready()

    def why_unready(self) -> str:
        return say("这个资料包是旧版阅报做的，第一次打开要在本机整理一遍；包本身不动。")

    def sync(
        self,
        progress: Callable[[Progress], None] = do_nothing,
        *,
        accept_missing: bool = False,
        by_names: bool = False,
        workers: int = 0,
        searchable: Callable[[SyncReport], object] = do_nothing,
    ) -> SyncReport:
        """Make the copy in this process, if it is not there.

        Raises LibraryBusy, LibraryError, and what `progress` raises.
        """
        from reader.library import sync

        if self._copy.is_made():
            raise LibraryError(self.why_unchangeable())
        try:
            with only_writer(self._copy.lock):
                self._copy.make(ProgressCounter(progress))
            report = sync.apply("made elsewhere", *self._own(self.local), progress, self._is_given())
            (self._copy.folder / _MADE).touch()
        except (OSError, sqlite3.OperationalError) as error:
            raise LibraryError(explain(error, self._copy.folder)) from error
        searchable(report)
        return report

    def tidy(self, pause: Callable[[], object] = do_nothing) -> None:
        """Do nothing: the copy's index is made in one step."""

    def problems(self) -> list[str]:
        return self._file.check() or super(PackedLibrary, self).problems()

    def show_decided(self) -> None:
        if self.is_ready():
            super().show_decided()

    def _lay_over(self) -> None:
        from reader.library import sync

        with self._laying:
            sync.apply("characters", *self._own(self.local), is_given=self._is_given())

    def _is_given(self) -> Callable[[str], bool]:
        """Return a predicate on UUIDs: whether a decision about a character is the giver's."""
        mine = {decision.uuid for decision in self._decided()}

        def is_given(uuid: str) -> bool:
            return uuid not in mine

        return is_given

    def _open_derived(self, cache: Path) -> DerivedData:
        return _Copy(self._file, cache)

    @property
    def _copy(self) -> _Copy:
        assert isinstance(self.derived, _Copy)
        return self.derived


class _CopiedCatalogue(Catalogue):
    """A catalogue copied from a pack. It lacks the digests with which a library checks its articles."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.stitches = PackedStitches(self._rows, self._texts.unpacker)

    def problems(self) -> list[str]:
        return [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]


class _Copy(DerivedData):
    def __init__(self, pack: PackFile, cache: Path) -> None:
        self._pack = pack
        self.folder = cache / f"{_FOLDER}{pack.digest.hex()[:20]}"
        make_private(cache)
        make_private(self.folder)
        super().__init__(self.folder)

    def _open_catalogue(self) -> Catalogue:
        return _CopiedCatalogue(self.catalogue_file)

    def is_made(self) -> bool:
        return (self.folder / _MADE).exists()

    def make(self, progress: ProgressCounter) -> None:
        """Create the catalogue; a later step builds the index from it. The caller holds the lock."""
        for former in self.folder.parent.glob(f"{_FOLDER}*"):
            if former != self.folder:
                shutil.rmtree(former, ignore_errors=True)
        part = self.folder / _PART
        Catalogue.throw_away(part)
        make_catalogue(self._pack, part, partial(progress.report, path=self._pack.path.name))
        if self._pack.index != STAMP:
            _search_as_now(part, progress)
        self.catalogue.close()
        Catalogue.throw_away(self.catalogue_file)
        held_files.replace(part, self.catalogue_file)
        self.catalogue = self._open_catalogue()


def _search_as_now(path: Path, progress: ProgressCounter) -> None:
    """Replace the stored search texts by those of this program version: with others a search might miss articles."""
    catalogue = Catalogue(path)
    try:
        ids = catalogue.article_ids()
        for at in range(0, len(ids), _READ_AT_ONCE):
            progress.report(at, len(ids))
            stored = catalogue.stored(ids[at : at + _READ_AT_ONCE]).values()
            with catalogue.writing() as writer:
                for stored_article in stored:
                    text = search_text(stored_article.article)
                    writer.texts.put_packed(
                        stored_article.id, text, packed_record(stored_article.article, text)
                    )
        with catalogue.writing() as writer:
            renew_search_form(writer.connection)
    finally:
        catalogue.close()


def open_pack(path: Path) -> PackedLibrary:
    """Open the library in a pack. Raises what `PackedLibrary` raises."""
    file = PackFile(path)
    try:
        with closing(PackedConnections(file)) as connections:
            is_of_now = connections.version() == VERSION and file.index == STAMP
    except BaseException:
        file.close()
        raise
    if is_of_now:
        return PackedLibrary(file)
    return OlderPack(file)
