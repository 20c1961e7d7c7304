"""A database that anybody may have made is read in a copy; of a damaged one, all that can be read comes back."""

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reader.storage.foreign_database import (
    as_text,
    guard,
    limit_steps,
    names_super_journal,
    opened_copy,
    side_file,
)
from reader.storage.regular_file import RefusedFile

SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")
PAGE = 4096


def make(path: Path, count: int, more: str = "") -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA page_size = {PAGE}")
        connection.execute("CREATE TABLE bookmark (uuid TEXT, note TEXT)")
        connection.executemany(
            "INSERT INTO bookmark VALUES (?, ?)", ((f"{n}", "字" * 100) for n in range(1, count + 1))
        )
        connection.executescript(more)
    return path


def numbers(path: Path) -> list[int]:
    with opened_copy(path) as database:
        return [int(str(row["uuid"])) for row in database.rows("bookmark", ["uuid", "note"])]


def leaves(path: Path) -> list[int]:
    """The pages that hold rows, in the order of the file."""
    data = path.read_bytes()
    return [at for at in range(1, len(data) // PAGE) if data[at * PAGE] == 0x0D]


def spoil(path: Path, pages: list[int]) -> None:
    data = bytearray(path.read_bytes())
    for page in pages:
        data[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    path.write_bytes(data)


def test_a_whole_file_gives_each_row_once_in_order(tmp_path: Path) -> None:
    assert numbers(make(tmp_path / "a.sqlite", 500)) == list(range(1, 501))


@pytest.mark.parametrize("spoilt", [[5], [0], [-1], [5, 20], [5, 6, 7], [0, -1]])
def test_of_a_damaged_file_all_rows_but_those_of_the_spoilt_pages_come_back_once(
    tmp_path: Path, spoilt: list[int]
) -> None:
    path = make(tmp_path / "a.sqlite", 500)
    pages = leaves(path)
    assert len(pages) > 30
    spoil(path, [pages[at] for at in spoilt])
    found = numbers(path)
    assert len(set(found)) == len(found)
    per_page = 12
    assert len(found) >= 500 - len(spoilt) * (per_page + 1)
    assert 1 in found or 0 in spoilt
    assert 500 in found or -1 in spoilt


def test_behind_a_long_damage_the_rows_to_the_end_come_back(tmp_path: Path) -> None:
    path = make(tmp_path / "a.sqlite", 2000)
    pages = leaves(path)
    spoil(path, pages[20:90])
    found = set(numbers(path))
    assert {1, 100, 1500, 2000} <= found
    assert len(found) >= 2000 - 71 * 13


def test_a_text_that_is_no_text_spoils_only_itself(tmp_path: Path) -> None:
    path = make(tmp_path / "a.sqlite", 1, "INSERT INTO bookmark VALUES ('2', CAST(x'e5ad97ff' AS TEXT))")
    with opened_copy(path) as database:
        rows = list(database.rows("bookmark", ["uuid", "note"]))
        assert database.connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
    assert [row["note"] for row in rows] == ["字" * 100, "字\udcff"]


def test_rows_behind_a_long_gap_of_numbers_come_back_too(tmp_path: Path) -> None:
    path = make(tmp_path / "a.sqlite", 500, "DELETE FROM bookmark WHERE rowid BETWEEN 200 AND 260")
    pages = leaves(path)
    spoil(path, [pages[4], pages[-3]])
    found = numbers(path)
    assert {199, 261} <= set(found)
    assert len(found) >= 500 - 61 - 2 * 13


@pytest.mark.parametrize(
    ("definition", "columns"),
    [
        ("CREATE TABLE t (uuid TEXT, note TEXT)", ["uuid", "note"]),
        ("CREATE TABLE t (UUID TEXT, other TEXT)", ["uuid"]),
        ("CREATE TABLE t (uuid TEXT, note TEXT AS (uuid || 'x'))", ["uuid"]),
        ("CREATE TABLE t (uuid TEXT PRIMARY KEY, note TEXT) WITHOUT ROWID", ["uuid", "note"]),
        ("CREATE TABLE t (other TEXT)", []),
        ("CREATE VIEW t AS SELECT 1 AS uuid, 2 AS note", []),
        ("CREATE VIRTUAL TABLE t USING fts5 (uuid, note)", []),
    ],
)
def test_only_columns_that_are_stored_in_a_table_are_asked_for(
    tmp_path: Path, definition: str, columns: list[str]
) -> None:
    path = make(tmp_path / "a.sqlite", 1, definition)
    if columns:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("INSERT INTO t (uuid) VALUES ('a')")
    with opened_copy(path) as database:
        assert database.has("t") == ("VIEW" not in definition and "VIRTUAL" not in definition)
        rows = list(database.rows("t", ["uuid", "note"]))
        assert [list(row) for row in rows] == ([columns] if columns else [])
        assert not database.has("nowhere")
        assert list(database.rows("nowhere", ["uuid"])) == []


def test_what_is_in_the_journal_or_log_beside_it_is_read_too_and_nothing_is_written(tmp_path: Path) -> None:
    path = make(tmp_path / "a.sqlite", 3)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("INSERT INTO bookmark VALUES ('4', '')")
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir() if not each.name.endswith("-shm")}
    assert numbers(path) == [1, 2, 3, 4]
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    connection.close()


def test_a_transaction_that_was_cut_off_is_undone_in_the_copy(tmp_path: Path) -> None:
    path = make(tmp_path / "a.sqlite", 500)
    cut = tmp_path / "cut"
    cut.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 5")
        connection.execute("BEGIN")
        connection.execute("UPDATE bookmark SET uuid = 1000 + uuid")
        for each in tmp_path.glob("a.sqlite*"):
            (cut / each.name).write_bytes(each.read_bytes())
        connection.execute("ROLLBACK")
    assert (cut / "a.sqlite").read_bytes() != path.read_bytes(), "half of it was written already"
    before = {each.name: each.read_bytes() for each in cut.iterdir()}
    assert numbers(cut / "a.sqlite") == list(range(1, 501))
    assert {each.name: each.read_bytes() for each in cut.iterdir()} == before


def test_an_entry_that_cannot_be_understood_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    path = make(tmp_path / "a.sqlite", 3)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, 'CREATE RUBBISH')")
    assert numbers(path) == [1, 2, 3]


@pytest.mark.parametrize(
    ("journal", "is_named"),
    [
        (b"", False),
        (b"\x00" * 600, False),
        (SUPER_JOURNAL, True),
        (b"\x00" * 600 + SUPER_JOURNAL, True),
        (SUPER_JOURNAL + b"\x00", False),
        (SUPER_JOURNAL[1:], False),
    ],
)
def test_a_journal_that_names_another_file_is_told_by_its_end(
    tmp_path: Path, journal: bytes, is_named: bool
) -> None:
    path = side_file(make(tmp_path / "a.sqlite", 3), "-journal")
    path.write_bytes(journal)
    assert names_super_journal(path) == is_named
    if is_named:
        assert numbers(tmp_path / "a.sqlite") == [1, 2, 3]


@pytest.mark.skipif(sys.platform == "win32", reason="links of another kind there")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    make(tmp_path / "a.sqlite", 3)
    link = tmp_path / "link.sqlite"
    link.symlink_to("a.sqlite")
    with pytest.raises(RefusedFile, match="链接"):
        numbers(link)


def test_a_query_that_never_ends_is_ended() -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with closing(sqlite3.connect(":memory:")) as connection:
        limit_steps(connection.set_progress_handler, 50_000)
        assert connection.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            connection.execute(endless).fetchone()


def guarded(run: Callable[[sqlite3.Connection], object]) -> object:
    with closing(sqlite3.connect(":memory:")) as connection:
        guard(connection)
        return run(connection)


def test_a_guarded_connection_trusts_no_schema_and_reads_any_text() -> None:
    assert guarded(lambda c: c.execute("PRAGMA trusted_schema").fetchone()) == (0,)
    assert guarded(lambda c: c.execute("PRAGMA cell_size_check").fetchone()) == (1,)
    assert guarded(lambda c: c.execute("SELECT CAST(x'e5ad97ff' AS TEXT)").fetchone()) == ("字\udcff",)


@pytest.mark.parametrize(
    ("row", "content"),
    [
        ({"note": "渡口", "number": 3, "date": None}, {"note": "渡口", "number": 3, "date": None}),
        ({"note": b"\x00\xff"}, {"note": {"hex": "00ff"}}),
        ({"note": "渡\udcff"}, {"note": "渡\udcff"}),
    ],
)
def test_a_row_is_written_down_whatever_it_holds(row: dict[str, object], content: dict[str, object]) -> None:
    text = as_text(row)  # type: ignore[arg-type]
    assert text.encode()
    assert json.loads(text) == content
    assert ("\\u" in text) == (row["note"] == "渡\udcff"), "people can read it, where it can be encoded"
