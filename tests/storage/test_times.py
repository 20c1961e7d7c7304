"""Times are written as texts that sort as they do; a change of a table comes after all that it has."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from reader.newspaper.logical_clock import LAST_HONEST_TICK, LAST_TICK, Moment, tick_of
from reader.storage.user_schema import next_moment, time_as_written

CHINA = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
TICK = tick_of(NOW)


def test_times_are_written_in_utc_to_the_microsecond_so_that_texts_sort_as_times_do() -> None:
    times = [
        dt.datetime(2027, 1, 1, 7, 59, 59, tzinfo=CHINA),
        dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
        dt.datetime(2027, 1, 1, 8, 0, 0, 1, tzinfo=CHINA),
    ]
    written = [time_as_written(time) for time in times]
    assert written == sorted(written)
    assert written[1] == "2027-01-01T00:00:00.000000+00:00"


@pytest.fixture
def table() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (uuid TEXT PRIMARY KEY, modified TEXT NOT NULL, tick INTEGER)")
        yield connection


@pytest.mark.parametrize(
    ("ticks", "changed", "tick"),
    [
        ({}, [], TICK),
        ({"a": TICK - 5, "b": TICK - 1}, ["a"], TICK),
        ({"a": TICK + 5, "b": TICK - 1}, ["a"], TICK + 6),
        ({"a": TICK - 5, "b": TICK + 7}, ["a"], TICK + 8),
        ({"a": TICK, "b": TICK + 7}, [], TICK + 8),
        ({"a": LAST_TICK - 1, "b": TICK + 7}, ["b"], TICK + 8),
        ({"a": LAST_TICK - 1, "b": TICK + 7}, ["a"], LAST_TICK),
        ({"a": LAST_HONEST_TICK + 1, "b": TICK}, ["b"], TICK + 1),
    ],
    ids=["first", "behind", "ahead", "another", "new", "made up", "made up itself", "beyond all honest ones"],
)
def test_a_change_comes_after_the_record_and_all_others_whose_ticks_are_not_made_up(
    table: sqlite3.Connection, ticks: dict[str, int], changed: list[str], tick: int
) -> None:
    table.executemany(
        "INSERT INTO t VALUES (?, ?, ?)", [(k, time_as_written(NOW), v) for k, v in ticks.items()]
    )
    assert next_moment(table, "t", changed, NOW) == Moment(tick, NOW)


def test_the_time_that_a_reader_sees_is_that_of_the_machine(table: sqlite3.Connection) -> None:
    later = NOW + dt.timedelta(days=11_000)
    table.execute("INSERT INTO t VALUES ('a', ?, ?)", (time_as_written(later), tick_of(later)))
    assert next_moment(table, "t", ["a"], NOW) == Moment(tick_of(later) + 1, NOW)


def test_a_record_without_a_time_hinders_no_change(table: sqlite3.Connection) -> None:
    table.execute("INSERT INTO t VALUES ('a', 'gestern', ?)", (TICK + 9,))
    assert next_moment(table, "t", ["a"], NOW).time == NOW
