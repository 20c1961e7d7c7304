"""The schema of a pack's catalogue: that of a library without what only writing needs, with tables sorted by key.

`resources/pack_schemas` has the tables of every version, so that packs can always be opened, also where a feature whose
tables are in them is absent. A pack of an earlier version is copied, and the copy upgraded as a library's catalogue is
(`storage.schema.UPGRADES`).
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

from reader import assets
from reader.storage.catalogue_version import PAGE_SIZE, VERSION

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
    return [each.strip() for each in text.split(";") if each.strip()]


def tables_and_indexes(statements: list[str]) -> tuple[list[str], list[str]]:
    tables = [each for each in statements if each.startswith("CREATE TABLE")]
    return tables, [each for each in statements if each not in tables]


@cache
def entries_expected(version: int) -> frozenset[tuple[str, str, str, str]]:
    """Return the rows of `sqlite_schema` that a pack's catalogue of this version must have, no more and no fewer."""
    with closing(sqlite3.connect(":memory:")) as reference:
        for statement in schema_of(version):
            reference.execute(statement)
        sql = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
        return frozenset(
            (str(kind), str(name), str(table), str(text))
            for kind, name, table, text in reference.execute(sql)
        )


def copy_catalogue(
    catalogue: Path, target: Path, progress: Callable[[float], object] = lambda share: None
) -> None:
    """Write a pack's catalogue to `target`: a copy of a library's `catalogue`, which is only read.

    `progress` is called with the share that is done, and may raise. Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(target, isolation_level=None, uri=True)) as made:
        for pragma in (f"page_size = {PAGE_SIZE}", "journal_mode = OFF", "synchronous = OFF"):
            made.execute(f"PRAGMA {pragma}")
        made.execute("ATTACH ? AS library", (f"{catalogue.absolute().as_uri()}?mode=ro",))
        made.execute("BEGIN")
        tables, indexes = tables_and_indexes(schema_of(VERSION))
        for done, statement in enumerate((*tables, *indexes)):
            progress(done / len((*tables, *indexes)))
            made.execute(statement)
            if done < len(tables):
                _copy_rows(made, statement.split()[2])
        made.execute(f"PRAGMA user_version = {VERSION}")
        made.execute("COMMIT")


def _copy_rows(made: sqlite3.Connection, table: str) -> None:
    is_made = made.execute("SELECT 1 FROM library.sqlite_master WHERE name = ?", (table,)).fetchone()
    if table in _LEFT_OUT or not is_made:  # tables of an analysis are made when it is first done
        return
    columns = [row[1] for row in made.execute(f"PRAGMA main.table_info({table})")]
    chosen = ", ".join(_COLUMNS_LEFT_OUT.get((table, column), column) for column in columns)
    kept = f" WHERE NOT ({_ROWS_LEFT_OUT[table]})" if table in _ROWS_LEFT_OUT else ""
    made.execute(
        f"INSERT INTO main.{table} ({', '.join(columns)}) SELECT {chosen} FROM library.{table}{kept}"
    )
