"""What was looked up of characters in articles, and how certain an OCR program was of them, as the catalogue has it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from reader.newspaper.article import FAINT, SURE
from reader.newspaper.holdings import Proofread
from reader.storage import reading_table
from reader.storage.reading_table import CERTAINTY, TABLE, Reading, ReadingTable, SettledPlace

_OTHERS = """
CREATE TABLE article (id INTEGER PRIMARY KEY);
CREATE TABLE source (id INTEGER PRIMARY KEY, path TEXT);
CREATE TABLE appearance (source_id INTEGER, position INTEGER, article_id INTEGER);
"""


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(f"{_OTHERS};{TABLE};{CERTAINTY}")
        yield connection


@pytest.fixture
def table(connection: sqlite3.Connection) -> ReadingTable:
    def made(make: Callable[..., Any], query: str, *values: object) -> list[Any]:
        return [make(row) for row in connection.execute(query, values)]

    return ReadingTable(made)


def a_reading(article_id: int, *at: int, uuid: str = "u", is_corrected: bool = True) -> Reading:
    return Reading(article_id, uuid, "2024-05-01", SettledPlace(at, "灯", "登", is_corrected))


def lost(article_id: int, uuid: str = "v") -> Reading:
    return Reading(article_id, uuid, "2024-05-01", None)


def marks(text: str) -> str:
    """Marks of characters: `?` stands for one of which the program was not certain."""
    return "".join(FAINT if character == "?" else SURE for character in text)


def test_readings_come_back_as_they_were_put(connection: sqlite3.Connection, table: ReadingTable) -> None:
    first = [a_reading(1, 3, 9), lost(1)]
    second = [a_reading(2, 0, is_corrected=False)]
    reading_table.put(connection, 2, second)
    reading_table.put(connection, 1, first)
    assert table.all() == [*first, *second]
    assert table.all([2]) == second
    assert table.all([]) == []


def test_what_is_put_replaces_what_was_put_of_the_same_article(
    connection: sqlite3.Connection, table: ReadingTable
) -> None:
    reading_table.put(connection, 1, [a_reading(1, 3), lost(1)])
    reading_table.put(connection, 2, [a_reading(2, 3)])
    reading_table.put(connection, 1, [lost(1)])
    assert table.all() == [lost(1), a_reading(2, 3)]


@pytest.mark.parametrize(
    ("printed", "read_as", "is_corrected", "is_certain"),
    [("灯", "登", True, True), ("灯", "灯", False, True), ("灯", "登", False, False)],
)
def test_a_place_is_certain_where_a_reader_said_what_the_character_is(
    printed: str, read_as: str, is_corrected: bool, is_certain: bool
) -> None:
    assert SettledPlace((1,), printed, read_as, is_corrected).is_certain is is_certain


def test_certainty_is_that_of_the_article_and_none_where_nothing_is_known(
    connection: sqlite3.Connection, table: ReadingTable
) -> None:
    assert not table.has_certainty()
    assert table.certainty(1) == ""
    reading_table.put_certainty(connection, 1, marks("甲?乙"))
    assert table.has_certainty()
    assert table.certainty(1) == marks("甲?乙")
    assert table.certainty(2) == ""
    assert list(table.faint(None)) == list(table.faint([1, 2])) == [(1, marks("甲?乙"))]
    assert list(table.faint([])) == list(table.faint([2])) == []


def test_a_file_that_tells_no_certainty_leaves_that_of_another_file_of_the_article(
    connection: sqlite3.Connection, table: ReadingTable
) -> None:
    reading_table.put_certainty(connection, 1, marks("?"))
    connection.execute("INSERT INTO appearance VALUES (1, 0, 1)")
    reading_table.put_certainty(connection, 1, "")
    assert table.certainty(1) == marks("?")
    connection.execute("DELETE FROM appearance")
    connection.execute("INSERT INTO appearance VALUES (1, 0, 2)")
    reading_table.put_certainty(connection, 1, "")
    assert table.certainty(1) == ""


def test_an_article_is_proofread_by_its_faint_characters_that_were_decided(
    connection: sqlite3.Connection, table: ReadingTable
) -> None:
    for article_id, text in {1: "??甲", 2: "?甲", 3: "甲乙", 4: "?"}.items():
        reading_table.put_certainty(connection, article_id, marks(text))
    reading_table.put(
        connection, 1, [a_reading(1, 0, 2), a_reading(1, 0, uuid="w"), a_reading(1, 9, uuid="x"), lost(1)]
    )
    reading_table.put(connection, 2, [a_reading(2, 0)])
    reading_table.put(connection, 3, [a_reading(3, 0)])
    reading_table.put(connection, 4, [a_reading(4, 0, is_corrected=False)])
    reading_table.put(connection, 5, [a_reading(5, 0)])
    proofread = {1: Proofread(2, 1), 2: Proofread(1, 1), 3: Proofread(0, 0), 4: Proofread(1, 0)}
    assert table.proofread() == proofread
    assert table.proofread([2, 5]) == {2: proofread[2]}
    whole = table.proofread_whole()
    assert 2 in whole
    assert not whole & {1, 4, 5}


def test_a_copy_of_an_article_has_its_readings_and_its_certainty(
    connection: sqlite3.Connection, table: ReadingTable
) -> None:
    reading_table.put(connection, 1, [a_reading(1, 3), lost(1)])
    reading_table.put_certainty(connection, 1, marks("?甲"))
    reading_table.copy(connection, 1, 7)
    assert table.all([7]) == [a_reading(7, 3), lost(7)]
    assert table.certainty(7) == table.certainty(1) == marks("?甲")
    reading_table.copy_certainty(connection, 1, 8)
    assert table.all([8]) == []
    assert table.certainty(8) == marks("?甲")


def test_articles_are_found_by_their_files_in_the_order_in_which_they_stand(
    connection: sqlite3.Connection, table: ReadingTable
) -> None:
    connection.executescript(
        "INSERT INTO source VALUES (1, 'b.txt'), (2, 'a.txt'), (3, 'c.txt');"
        "INSERT INTO appearance VALUES (1, 1, 10), (1, 0, 11), (2, 0, 12), (3, 0, 13)"
    )
    assert table.ids_in_files(["b.txt", "a.txt"]) == [("a.txt", 12), ("b.txt", 11), ("b.txt", 10)]
    assert table.ids_in_files([]) == []
