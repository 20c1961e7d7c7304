"""A library whose catalogue has many more issues than its folder has files: copies of those that were read."""

import sqlite3
from collections.abc import Mapping

from reader.library.derived_data import only_writer
from reader.library.doubt_renewal import renew_doubts
from reader.library.library import Library

_OLD = """
CREATE TEMP TABLE original AS
    SELECT row_number() OVER (ORDER BY s.id) - 1 AS place, s.id AS source_id, s.issue_id, p.article_id
    FROM source s JOIN appearance p ON p.source_id = s.id AND p.position = 0
    JOIN issue i ON i.id = s.issue_id WHERE i.date IS NULL
"""
_COPIES = """
CREATE TEMP TABLE copy AS
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
    SELECT n, original.* FROM number JOIN original ON place = n % (SELECT count(*) FROM original)
"""


def multiply(library: Library, number: int) -> None:
    """Add so many copies of the undated issues to the catalogue of a library, each with its file and first article."""
    with only_writer(library.local.lock):
        with library.local.catalogue.writing() as writer:
            _multiply(writer.connection, number)
        with library.local.catalogue.writing() as writer:
            renew_doubts(library.local.catalogue, writer)


def _multiply(connection: sqlite3.Connection, number: int) -> None:
    connection.execute(_OLD)
    connection.execute(_COPIES, (number,))
    issue = f"copy.n + {_last(connection, 'issue')}"
    source = f"copy.n + {_last(connection, 'source')}"
    article = f"copy.n + {_last(connection, 'article')}"
    identity = f"json_set(row.identity, '$[3]', printf('%064d', {issue}))"
    path = f"row.folder || '又一份' || printf('%06d', {source}) || '.txt'"
    _copy(connection, "issue", "row.id = copy.issue_id", {"id": issue, "identity": identity})
    of_source = {"id": source, "issue_id": issue, "path": path}
    _copy(connection, "source", "row.id = copy.source_id", of_source)
    _copy(connection, "article", "row.id = copy.article_id", {"id": article, "issue_id": issue})
    of_appearance = {"source_id": source, "article_id": article}
    _copy(connection, "appearance", "row.source_id = copy.source_id AND row.position = 0", of_appearance)
    for table in ("original", "copy"):
        connection.execute(f"DROP TABLE temp.{table}")


def _last(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0])


def _copy(connection: sqlite3.Connection, table: str, condition: str, others: Mapping[str, str]) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = [others.get(column, f"row.{column}") for column in columns]
    connection.execute(
        f"INSERT INTO main.{table} ({', '.join(columns)})"
        f" SELECT {', '.join(values)} FROM copy JOIN main.{table} row ON {condition}"
    )
