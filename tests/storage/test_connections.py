"""Connections are lent: threads come and go, files are replaced."""

import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from reader.storage.connections import KEPT, Connections


@pytest.fixture
def opened() -> list[sqlite3.Connection]:
    return []


@pytest.fixture
def connections(tmp_path: Path, opened: list[sqlite3.Connection]) -> Connections:
    def prepare(connection: sqlite3.Connection) -> None:
        opened.append(connection)
        connection.execute("CREATE TABLE IF NOT EXISTS t (n)")

    return Connections(tmp_path / "cache" / "t.sqlite", prepare)


def is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


def test_any_number_of_threads_leaves_few_connections(
    connections: Connections, opened: list[sqlite3.Connection]
) -> None:
    for _ in range(50):
        threads = [threading.Thread(target=connections.rows, args=("SELECT * FROM t",)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(map(is_open, opened)) <= KEPT
    connections.close()
    assert not any(map(is_open, opened))


def test_within_a_transaction_its_own_writes_are_seen_and_others_see_none(connections: Connections) -> None:
    seen: list[object] = []
    with connections.transaction("IMMEDIATE") as connection:
        connection.execute("INSERT INTO t VALUES (1)")
        assert connections.rows("SELECT n FROM t") == [(1,)]
        other = threading.Thread(target=lambda: seen.extend(connections.rows("SELECT n FROM t")))
        other.start()
        other.join()
    assert seen == []
    assert connections.rows("SELECT n FROM t") == [(1,)]


@pytest.mark.parametrize("statement", ["SELECT * FROM nowhere", "ROLLBACK"])
def test_what_fails_is_undone_and_the_next_transaction_can_begin(
    connections: Connections, statement: str
) -> None:
    """As after ROLLBACK the transaction is over when a disk is full: SQLite has ended it."""

    def fail() -> None:
        with connections.transaction("IMMEDIATE") as connection:
            connection.execute("INSERT INTO t VALUES (1)")
            connection.execute(statement)
            raise sqlite3.OperationalError("no such table")

    for _ in range(2):
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            fail()
    assert connections.rows("SELECT n FROM t") == []


@pytest.mark.skipif(sys.platform == "win32", reason="what is open can't be deleted there")
def test_a_file_that_was_replaced_is_opened_anew(connections: Connections, tmp_path: Path) -> None:
    with connections.transaction("IMMEDIATE") as connection:
        connection.execute("INSERT INTO t VALUES (1)")
    (tmp_path / "cache" / "t.sqlite").unlink()
    assert connections.rows("SELECT n FROM t") == []


def test_one_that_is_lent_when_all_are_closed_closes_when_it_comes_back(
    connections: Connections, opened: list[sqlite3.Connection]
) -> None:
    with connections.transaction("DEFERRED"):
        connections.close()
        assert connections.rows("SELECT n FROM t") == []
    assert not any(map(is_open, opened))


def test_one_that_cannot_be_prepared_is_closed(tmp_path: Path, opened: list[sqlite3.Connection]) -> None:
    def prepare(connection: sqlite3.Connection) -> None:
        opened.append(connection)
        raise sqlite3.DatabaseError("malformed")

    def is_ready(connection: sqlite3.Connection) -> bool:
        opened.append(connection)
        return False

    path = tmp_path / "t.sqlite"
    sqlite3.connect(path).close()
    path.write_bytes(b"\0")
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        Connections(path, prepare, is_ready).rows("SELECT 1")

    def refuse(connection: sqlite3.Connection) -> None:
        opened.append(connection)
        raise sqlite3.OperationalError("unable to open database file")

    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        Connections(path, refuse, is_ready).rows("SELECT 1")
    assert len(opened) == 3
    assert not any(map(is_open, opened))


def test_what_is_read_as_it_stands_is_read_and_not_written(tmp_path: Path) -> None:
    def refuse(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    path = tmp_path / "t.sqlite"
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE t AS SELECT 1 AS n")
    connections = Connections(path, refuse)
    assert connections.rows("SELECT n FROM t") == [(1,)]
    with connections.transaction("DEFERRED") as connection:
        assert connection.execute("SELECT n FROM t").fetchall() == [(1,)]
    with pytest.raises(sqlite3.OperationalError, match="readonly"), connections.transaction("IMMEDIATE"):
        pytest.fail("a file that can't be written was lent for writing")


def test_a_pool_that_nobody_has_any_more_closes_its_connections(
    tmp_path: Path, opened: list[sqlite3.Connection]
) -> None:
    pool = Connections(tmp_path / "t.sqlite", opened.append)
    pool.rows("SELECT 1")
    assert any(map(is_open, opened))
    del pool
    assert not any(map(is_open, opened))
