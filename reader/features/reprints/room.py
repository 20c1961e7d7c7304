"""The reprints, parts of series and standing texts of a room, as each folder found them among its own articles."""

from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec.structs import astuple

from reader.features.reprints.reprint_table import COLUMNS, TABLES, ReprintTable
from reader.features.room.sides import HandedTable, RoomSide
from reader.storage.analysis_tables import Rows
from reader.storage.hand_over import HandOver
from reader.storage.text_table import MakeRows

_OF_ROOM = """
CREATE TABLE reprint (
    first_id bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    second_id bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    holding_id int NOT NULL REFERENCES holding ON DELETE CASCADE,
    share float8 NOT NULL,
    whole_share float8 NOT NULL,
    likeness float8 NOT NULL,
    PRIMARY KEY (first_id, second_id, holding_id)
);
CREATE INDEX reprint_by_second ON reprint (second_id);
CREATE TABLE series_part (
    article_id bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    holding_id int NOT NULL REFERENCES holding ON DELETE CASCADE,
    title text COLLATE "C" NOT NULL,
    number bigint,
    PRIMARY KEY (article_id, holding_id)
);
CREATE INDEX series_part_by_title ON series_part (title);
CREATE TABLE standing (
    article_id bigint NOT NULL REFERENCES article ON DELETE CASCADE,
    holding_id int NOT NULL REFERENCES holding ON DELETE CASCADE,
    PRIMARY KEY (article_id, holding_id)
)
"""
"""Reprints and series, as each folder (`holding_id`) found them among its own articles."""


def _all_standing(rows: Rows, _: MakeRows) -> list[tuple[int]]:
    return TABLES.if_made(rows, rows)("SELECT article_id FROM shingled WHERE is_standing")


def _reprint_rows(given: HandOver) -> Iterator[tuple[object, ...]]:
    return map(astuple, given.table(ReprintTable).all())


def _standing_rows(given: HandOver) -> Iterable[tuple[int]]:
    return given.table(_all_standing)


def _series_rows(given: HandOver) -> Iterator[tuple[int, str, int | None]]:
    for part in chain.from_iterable(given.table(ReprintTable).all_parts()):
        yield part.article_id, part.mark.title, part.mark.number


_HANDED = (
    HandedTable(
        "reprint",
        COLUMNS,
        2,
        2,
        tuple[int, int, float, float, float],
        _reprint_rows,
    ),
    HandedTable(
        "series_part",
        "article_id, title, number",
        1,
        1,
        tuple[int, str, int | None],
        _series_rows,
    ),
    HandedTable("standing", "article_id", 1, 1, tuple[int], _standing_rows),
)
SIDE = RoomSide(_OF_ROOM, _HANDED)
