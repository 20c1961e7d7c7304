"""SQLite on a member of a pack: read-only connections to a database from an untrusted source.

It uses apsw, because Python's sqlite3 can't read a database that is inside another file. The database is restricted: no
other file can be opened, the schema must be exactly that of this program's catalogues, and the steps of a query are
limited in proportion to the size of the catalogue.

The schema is that of a library without what only writing needs, with tables sorted by key. `resources/pack_schemas` has
the tables of every version, so that packs can always be opened, also where a feature whose tables are in them is
absent. A pack of an earlier version is copied, and the copy upgraded as a library's catalogue is
(`storage.schema.UPGRADES`).
"""

import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import apsw
from msgspec import Struct

from reader import assets, do_nothing
from reader.features.packs.pack_file import CATALOGUE, PackFile, PackMember
from reader.newspaper.article import Article
from reader.storage import text_table
from reader.storage.catalogue_version import PAGE_SIZE, VERSION
from reader.storage.foreign_database import limit_steps
from reader.storage.packing import Packer, packed_record
from reader.storage.reading_table import Reading, row_of

_LEFT_OUT = ("shingle_run", "trait", "told")
"""Tables that stay empty: they are needed only to compare later articles, or issues, with earlier ones."""
_COLUMNS_LEFT_OUT = {
    ("article", "digest"): "x''",
    ("source", "state"): "'present'",
    ("source", "message"): "CASE state WHEN 'present' THEN message END",
}
_ROWS_LEFT_OUT = {
    "source": "issue_id IS NULL",
    "trait_text": "kind IS NULL",
    "trait_count": "text_id IN (SELECT id FROM library.trait_text WHERE kind IS NULL)",
}
"""The condition of rows that are left out: files without an issue, which are of no use by themselves, and
lines that tell nothing about others."""


FIRST = 19
"""The first schema version that made packs."""
KNOWN = range(FIRST, VERSION + 1)


def schema_of(version: int) -> list[str]:
    """Return the statements that make the tables and indexes of a version in which packs were made."""
    text = assets.resource(f"pack_schemas/{version}.sql").read_text(encoding="utf-8")
    return [statement.strip() for statement in text.split(";") if statement.strip()]


def tables_and_indexes(statements: list[str]) -> tuple[list[str], list[str]]:
    tables = [statement for statement in statements if statement.startswith("CREATE TABLE")]
    return tables, [statement for statement in statements if statement not in tables]


@cache
def entries_expected(version: int) -> frozenset[tuple[str, str, str, str]]:
    """Return the rows of `sqlite_schema` that a pack's catalogue of this version must have, no more and no fewer."""
    with closing(sqlite3.connect(":memory:")) as reference:
        for statement in schema_of(version):
            reference.execute(statement)
        return _entries(reference)


def _entries(connection: sqlite3.Connection | apsw.Connection) -> frozenset[tuple[str, str, str, str]]:
    rows = connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master")
    return frozenset((str(kind), str(name), str(table), str(text)) for kind, name, table, text in rows)


def copy_catalogue(catalogue: Path, target: Path, progress: Callable[[float], object] = do_nothing) -> None:
    """Write a pack's catalogue to `target`: a copy of a library's `catalogue`, which is only read.

    `progress` is called with the share that is done, and may raise. Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(target, isolation_level=None, uri=True)) as connection:
        for pragma in (f"page_size = {PAGE_SIZE}", "journal_mode = OFF", "synchronous = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("ATTACH ? AS library", (f"{catalogue.absolute().as_uri()}?mode=ro",))
        connection.execute("BEGIN")
        tables, indexes = tables_and_indexes(schema_of(VERSION))
        for done, statement in enumerate((*tables, *indexes)):
            progress(done / len((*tables, *indexes)))
            connection.execute(statement)
            if done < len(tables):
                _copy_rows(connection, statement.split()[2])
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")


def _copy_rows(connection: sqlite3.Connection, table: str) -> None:
    is_made = connection.execute("SELECT 1 FROM library.sqlite_master WHERE name = ?", (table,)).fetchone()
    if table in _LEFT_OUT or not is_made:  # tables of an analysis are made when it is first done
        return
    columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
    chosen = ", ".join(_COLUMNS_LEFT_OUT.get((table, column), column) for column in columns)
    if table in _ROWS_LEFT_OUT:
        condition = f" WHERE NOT ({_ROWS_LEFT_OUT[table]})"
    else:
        condition = ""
    connection.execute(
        f"INSERT INTO main.{table} ({', '.join(columns)}) SELECT {chosen} FROM library.{table}{condition}"
    )


_TEXTS = """
CREATE TEMP TABLE own_text (article_id INTEGER PRIMARY KEY, dictionary, search, record);
CREATE TEMP TABLE own_reading (article_id, uuid, modified, place);
CREATE TEMP VIEW article_text AS
    SELECT given.article_id, coalesce(own.dictionary, given.dictionary) AS dictionary,
        coalesce(own.search, given.search) AS search, coalesce(own.record, given.record) AS record
    FROM main.article_text given LEFT JOIN own_text own ON own.article_id = given.article_id;
CREATE TEMP TABLE own_article (article_id INTEGER PRIMARY KEY, kicker, title, lead, names, length);
CREATE TEMP VIEW article AS
    SELECT given.id, given.issue_id, given.key, given.digest, given.kind, given.page, given.page_order,
        coalesce(own.kicker, given.kicker) AS kicker, coalesce(own.title, given.title) AS title,
        coalesce(own.lead, given.lead) AS lead, coalesce(own.names, given.names) AS names,
        coalesce(own.length, given.length) AS length
    FROM main.article given LEFT JOIN own_article own ON own.article_id = given.id;
CREATE TEMP VIEW reading AS
    SELECT * FROM main.reading WHERE article_id NOT IN (SELECT article_id FROM own_text)
    UNION ALL SELECT * FROM own_reading
"""
"""The joins are flattened by SQLite, so that a query for an article still uses its id."""


class OwnText(Struct, frozen=True):
    """An article with the user's corrections, its search text, and the decisions about its characters."""

    article_id: int
    article: Article
    text: str
    readings: tuple[Reading, ...]


class LaidOver:
    """The rows that replace those of a pack."""

    def __init__(self, texts: Iterable[OwnText] = ()) -> None:
        packer = Packer(None)
        self._texts: list[tuple[int, int, bytes, bytes]] = []
        self._rows: list[tuple[int, str | None, str, str, str, int]] = []
        self._readings: list[tuple[int, str, str, str | None]] = []
        for own_text in texts:
            text = packer.text(own_text.text)
            record = packed_record(own_text.article, own_text.text)
            self._texts.append((own_text.article_id, packer.dictionary, text, record))
            row = text_table.of(own_text.article, own_text.text)
            self._rows.append((own_text.article_id, row.kicker, row.title, row.lead, row.names, row.length))
            self._readings += map(row_of, own_text.readings)

    def lay_over(self, connection: apsw.Connection) -> None:
        """Create the temporary tables and views in a connection, which must still be writable."""
        if self._texts:
            connection.execute(_TEXTS)
            connection.executemany("INSERT INTO own_text VALUES (?, ?, ?, ?)", self._texts)
            connection.executemany("INSERT INTO own_article VALUES (?, ?, ?, ?, ?, ?)", self._rows)
            connection.executemany("INSERT INTO own_reading VALUES (?, ?, ?, ?)", self._readings)


KEPT = 4
"""Maximum number of idle connections."""

_STEPS_A_BYTE = 20
_LEAST_STEPS = 20_000_000
_LONGEST = 64 << 20
"""Maximum bytes of a value. An article of the largest file that the program reads takes less."""
_PAGE_CACHE = "-4000"
_DAMAGE = (
    apsw.CantOpenError,
    apsw.CorruptError,
    apsw.FormatError,
    apsw.IOError,
    apsw.InterruptError,
    apsw.MismatchError,
    apsw.NoMemError,
    apsw.NotADBError,
    apsw.SchemaChangeError,
    apsw.TooBigError,
    UnicodeDecodeError,
)
"""The errors that the bytes of a catalogue can cause."""
_OF_VALUES = "malformed JSON", "integer overflow", "bad JSON path"
"""Parts of SQLite's messages on values that this program never wrote; any other `SQLError` of a query is its own."""


class PackedConnections:
    """A pool of connections to the catalogue in a pack, as `connections.Connections` is one to a file.

    Every method raises PackUnreadable. A query that could not be run on a sound catalogue, either, raises apsw.Error.
    """

    def __init__(self, pack: PackFile) -> None:
        self._pack = pack
        self._member = pack.member(CATALOGUE)
        self._vfs = _PackVfs(self._member)
        self._idle: list[apsw.Connection] = []
        self._laid = LaidOver()
        self._lock = threading.Lock()
        self._here = threading.local()
        self._is_closed = False

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a query; inside this thread's `transaction`, in its connection."""
        current: apsw.Connection | None = getattr(self._here, "connection", None)
        with self._reporting_damage():
            if current is not None:
                return current.execute(sql, tuple(values)).fetchall()
            with self._lent() as connection:
                return connection.execute(sql, tuple(values)).fetchall()

    @contextmanager
    def transaction(self, kind: str) -> Iterator[Any]:
        """Yield a connection for this thread's queries. Raises sqlite3.ProgrammingError unless `kind` is "DEFERRED"."""
        if kind != "DEFERRED":
            raise sqlite3.ProgrammingError("a pack is only read")
        with self._reporting_damage(), self._lent() as connection:
            self._here.connection = connection
            try:
                yield connection
            finally:
                self._here.connection = None

    def version(self) -> int:
        """Return the version of the catalogue's schema. Raises PackUnreadable for one that is not known."""
        with self._reporting_damage(), closing(self._bare()) as connection, self._reporting_schema():
            return self._version_of(connection)

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        with self._reporting_damage(), self._lent() as connection:
            yield from connection.execute(sql)

    def lay_over(self, laid: LaidOver) -> None:
        """Use this overlay in all connections that are handed out from now on."""
        with self._lock:
            self._laid = laid
            waiting = self._idle
            self._idle = []
        for connection in waiting:
            connection.close()

    def close(self) -> None:
        """Close the connections; those in use are closed when they are returned."""
        with self._lock:
            waiting = self._idle
            self._idle = []
            self._is_closed = True
        for connection in waiting:
            connection.close()

    def inode(self) -> int:
        """Return a constant: a pack's catalogue is never replaced by another file."""
        return 1

    @contextmanager
    def _reporting_damage(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGE as error:
            raise self._pack.damage() from error
        except apsw.SQLError as error:
            if not any(words in str(error) for words in _OF_VALUES):
                raise
            raise self._pack.damage() from error

    @contextmanager
    def _reporting_schema(self) -> Iterator[None]:
        """Raise PackUnreadable for every error of a schema that is not known to be this program's."""
        try:
            yield
        except apsw.Error as error:
            raise self._pack.damage() from error

    @contextmanager
    def _lent(self) -> Iterator[apsw.Connection]:
        with self._lock:
            laid = self._laid
            lent = self._idle.pop() if self._idle else None
        connection = lent or self._opened(laid)
        # anew for each use, as the limit is meant for one query
        limit_steps(connection.set_progress_handler, max(_LEAST_STEPS, _STEPS_A_BYTE * self._member.size))
        try:
            yield connection
        except BaseException:
            connection.close(True)
            raise
        with self._lock:
            # a connection with an older overlay is not used again
            is_wanted = len(self._idle) < KEPT and not self._is_closed and laid is self._laid
            if is_wanted:
                self._idle.append(connection)
        if not is_wanted:
            connection.close()

    def _opened(self, laid: LaidOver) -> apsw.Connection:
        connection = self._bare()
        try:
            with self._reporting_schema():
                if _entries(connection) != entries_expected(self._version_of(connection)):
                    raise self._pack.damage()
            laid.lay_over(connection)
            # last, since the overlay is written into temporary tables
            connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close(True)
            raise
        return connection

    def _bare(self) -> apsw.Connection:
        # immutable: SQLite neither locks the file nor looks for a journal
        uri = f"file:{CATALOGUE}?immutable=1"
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        connection = apsw.Connection(uri, flags=flags, vfs=self._vfs.name)
        try:
            connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
            connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
            # a stranger's schema runs no code of its own; the overlay's views are temporary, which SQLite still
            # allows
            connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
            connection.config(apsw.SQLITE_DBCONFIG_ENABLE_VIEW, 0)
            connection.limit(apsw.SQLITE_LIMIT_LENGTH, _LONGEST)
            # no other file can be attached
            connection.limit(apsw.SQLITE_LIMIT_ATTACHED, 0)
            with self._reporting_schema():
                for pragma in (
                    "cell_size_check = ON",
                    "temp_store = MEMORY",
                    f"cache_size = {_PAGE_CACHE}",
                ):
                    connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close(True)
            raise
        return connection

    def _version_of(self, connection: apsw.Connection) -> int:
        (version,) = connection.execute("PRAGMA user_version").fetchone() or (0,)
        if version > max(KNOWN):
            raise self._pack.is_newer()
        if version not in KNOWN:
            raise self._pack.damage()
        return int(version)


class _PackVfs(apsw.VFS):
    """An SQLite VFS with a single file, the member; no other can be opened, created or deleted."""

    def __init__(self, member: PackMember) -> None:
        # names of VFSes are global to the process, in which several packs may be open
        self.name = f"yuebao-{uuid.uuid4().hex}"
        self._member = member
        super().__init__(self.name, "")

    def xOpen(  # type: ignore[override] # any object with these methods will do
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> "_PackedDatabase":
        if not flags[0] & apsw.SQLITE_OPEN_MAIN_DB:
            raise apsw.CantOpenError("a pack is one file")
        flags[1] = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_MAIN_DB
        return _PackedDatabase(self._member)

    def xAccess(self, pathname: str, flags: int) -> bool:
        return False

    def xDelete(self, filename: str, syncdir: bool) -> None:
        raise apsw.IOError("a pack is only read")

    def xFullPathname(self, name: str) -> str:
        return name


class _PackedDatabase:
    """The file that SQLite reads; writing raises an error."""

    def __init__(self, member: PackMember) -> None:
        self._member = member

    def xRead(self, amount: int, offset: int) -> bytes:
        return self._member.read(amount, offset)

    def xFileSize(self) -> int:
        return self._member.size

    def xClose(self) -> None:
        pass

    def xLock(self, level: int) -> None:
        pass

    def xUnlock(self, level: int) -> None:
        pass

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, ptr: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return 4096

    def xDeviceCharacteristics(self) -> int:
        return int(apsw.SQLITE_IOCAP_IMMUTABLE)

    def xSync(self, flags: int) -> None:
        pass

    def xTruncate(self, newsize: int) -> None:
        raise apsw.ReadOnlyError("a pack is only read")

    def xWrite(self, data: bytes, offset: int) -> None:
        raise apsw.ReadOnlyError("a pack is only read")
