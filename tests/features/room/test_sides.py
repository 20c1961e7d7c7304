"""What a feature has in a room fits together: its tables, the rows that folders hand over, and the ids in these."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.reprints import room as reprints
from reader.features.room.sides import HandedTable, RoomSide, _as_loaded, sides
from reader.features.room.texts import as_stored

SIDES = [*sides()]
TABLES = [(side, table) for side in SIDES for table in side.handed]
each_table = pytest.mark.parametrize(("side", "table"), TABLES, ids=[table.name for _, table in TABLES])


def definition(side: RoomSide, name: str) -> str:
    """The SQL between the brackets of a table."""
    found = re.search(rf"CREATE TABLE {name} \((.*?)\n\)", side.tables, re.DOTALL)
    assert found is not None
    return found[1]


def columns(table: HandedTable) -> list[str]:
    return table.columns.split(", ")


def test_the_side_of_reprints_is_among_those_of_all_features() -> None:
    assert reprints.SIDE in SIDES
    assert [table.name for table in reprints.SIDE.handed] == ["reprint", "series_part", "standing"]


@each_table
def test_a_row_has_a_value_for_each_column(side: RoomSide, table: HandedTable) -> None:
    assert len(get_args(table.kind)) == len(columns(table))
    for column in columns(table):
        assert re.search(rf"^\s+{column} ", definition(side, table.name), re.MULTILINE), column


@each_table
def test_the_first_columns_are_ids_of_articles_and_others_are_none(
    side: RoomSide, table: HandedTable
) -> None:
    of_articles = [
        bool(re.search(rf"{column} bigint NOT NULL REFERENCES article", definition(side, table.name)))
        for column in columns(table)
    ]
    assert of_articles == [True] * table.ids + [False] * (len(columns(table)) - table.ids)
    assert all(kind is int for kind in get_args(table.kind)[: table.ids])


@each_table
def test_a_row_is_one_of_a_holding_by_its_keys(side: RoomSide, table: HandedTable) -> None:
    keys = columns(table)[: table.keys]
    assert table.keys >= table.ids
    (primary,) = re.findall(r"PRIMARY KEY \((.*?)\)", definition(side, table.name))
    assert primary.split(", ") == [*keys, "holding_id"]


@pytest.mark.parametrize("side", [side for side in SIDES if side.tables])
def test_the_first_statement_makes_a_table_that_only_this_side_has(side: RoomSide) -> None:
    first = side.tables.split(";")[0].split()[:3]
    assert first[:2] == ["CREATE", "TABLE"]
    others = "".join(other.tables for other in SIDES if other is not side)
    assert f"CREATE TABLE {first[2]} " not in others


# -- as rows are loaded

TABLE = HandedTable("t", "first_id, second_id, words, number", 2, 2, tuple[int, int, str, int], lambda _: ())
NUMBERS = {1: 30, 2: 10, 3: 20}


@given(st.sampled_from([*NUMBERS]), st.sampled_from([*NUMBERS]), st.text(), st.integers())
def test_a_row_has_the_ids_of_the_room_the_lesser_first(
    first: int, second: int, words: str, number: int
) -> None:
    loaded = _as_loaded(TABLE, (first, second, words, number), NUMBERS)
    assert loaded[:2] == tuple(sorted((NUMBERS[first], NUMBERS[second])))
    assert loaded[2:] == (as_stored(words)[0], number)


@pytest.mark.parametrize("words", ["渡\0口", "渡\ud800口"])
def test_a_text_that_no_server_keeps_is_loaded_with_a_stand_in(words: str) -> None:
    _, _, loaded, _ = _as_loaded(TABLE, (1, 2, words, 0), NUMBERS)
    assert loaded != words
    assert len(loaded) == len(words)
    loaded.encode()
    assert "\0" not in loaded
