"""Every row of the table of what is equal goes through every operator, every field and every engine.

What has to be found is told by the table's examples alone: no searching code decides it.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import pytest
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.features.room.connections import RoomConnections
from reader.features.room.engine import RoomEngine
from reader.language.equality import Column, Row, rows
from reader.language.forms import search_form
from reader.newspaper.holdings import Document
from reader.search.answering import ladder
from reader.search.answering.places import places
from reader.search.answering.snippets import shapes_in
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.engine import Engine
from reader.search.needles import occurrence_count
from reader.search.noisy_channel import NoisyChannel
from reader.search.query import Query, needles, parse_query
from reader.search.query.string_nodes import Leaf
from tests import rotation
from tests.features.room.clusters import shared
from tests.search.fts5_engine import Fts5Engine
from tests.search.library_of_texts import TextTable, a_document

COLUMNS = tuple(Column)
PAIRS = [(row, *pair) for column in COLUMNS for row in rows(column) for pair in row.examples]
APART = [(row, *pair) for column in COLUMNS for row in rows(column) for pair in row.different]
FIELDS = ("", "标题:", "栏目:", "记者:")


class Where(NamedTuple):
    """A text that a document has, and the field in which it has it (one of `FIELDS`)."""

    text: str
    field: str


def placed() -> dict[Where, Document]:
    """Return a document for each text of the table and each field."""
    texts = dict.fromkeys(text for _, *pair in (*PAIRS, *APART) for text in pair)
    found: dict[Where, Document] = {}
    for number, where in enumerate((Where(text, field) for text in texts for field in FIELDS), 1):
        line = search_form(f"那里有{where.text}，在渡口。")
        headline, section, credits = (
            line if where.field == field else "" for field in ("标题:", "栏目:", "记者:")
        )
        body = [] if headline or section or credits else [line]
        found[where] = a_document(number, headline=headline, section=section, credits=credits, body=body)
    return found


DOCUMENTS = placed()
EVERYWHERE = frozenset(each.id for each in DOCUMENTS.values())


class Known:
    """`ladder.Statistics` of an engine."""

    def __init__(self, engine: Engine) -> None:
        self.frequencies = engine.frequencies
        self._engine = engine

    def count(self, query: Query, at_most: int) -> int:
        return len(self._engine.page(query, limit=at_most))

    def settled(self, printed: str, read_as: str) -> dict[int, Sequence[int]]:
        return {}

    def certainty(self, article: int) -> str:
        return ""

    def channel(self) -> NoisyChannel:
        return NoisyChannel(self.frequencies, len(DOCUMENTS), 0.05)


class Engines(NamedTuple):
    local: Engine
    others: Sequence[Engine]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    folder = tmp_path_factory.mktemp("engines")
    table = TextTable(folder / "texts.sqlite")
    table.put(DOCUMENTS.values())
    address = shared().room("equality")
    local, room = WhooshEngine(folder / "index", table), RoomEngine(address, RoomConnections(address))
    oracle = Fts5Engine(folder / "oracle", table)
    for engine in (local, room, oracle):
        engine.update(DOCUMENTS.values())
    yield Engines(local, (room, oracle))
    for engine in (local, room, oracle):
        engine.close()


def found(engines: Engines, query: Query, *, in_all: bool = False) -> set[int]:
    """Return what a query finds: by the index and by the texts the same, and `in_all` engines."""
    ids = found_here(engines, query)
    for other in engines.others if in_all else ():
        assert {*other.matches(query).tolist()} == ids
    return {*ids}


@cache
def found_here(engines: Engines, query: Query) -> frozenset[int]:
    ids = frozenset(engines.local.matches(query).tolist())
    assert query.root is not None
    assert ids == told_by_texts(query.root)
    assert engines.local.search(query, exact=True).total == len(ids)
    return ids


@cache
def told_by_texts(node: Node) -> frozenset[int]:
    """Return the documents whose texts hold a node: each string is looked for in them once, whatever asks for it."""
    match node:
        case Leaf():
            return frozenset(each.id for each in DOCUMENTS.values() if node.holds(each))
        case Not(query=part):
            return EVERYWHERE - told_by_texts(part)
        case And(subqueries=parts):
            return EVERYWHERE.intersection(*map(told_by_texts, parts))
        case Or(subqueries=parts):
            return frozenset[int]().union(*map(told_by_texts, parts))
        case _:
            raise TypeError(node)


@cache
def asked(engines: Engines, typed: str) -> Query:
    return ladder.with_shapes(parse_query(typed), Known(engines.local))


def holding(text: str, field: str = "") -> set[int]:
    """Return the documents with a text, in a field or anywhere."""
    return {
        document.id
        for where, document in DOCUMENTS.items()
        if where.text == text and field in ("", where.field)
    }


SHAPES = [pytest.param(*each) for each in PAIRS if each[0].column is Column.SHAPE]


@pytest.mark.parametrize(("row", "one", "other"), rotation.in_turn(SHAPES, days=3))
def test_shapes_find_each_other_with_every_operator_in_every_field(
    engines: Engines, row: Row, one: str, other: str
) -> None:
    operated_field = FIELDS[PAIRS.index((row, one, other)) % len(FIELDS)]
    for typed, text in ((one, other), (other, one)):
        for field in FIELDS:
            equal = holding(one, field) | holding(text, field)
            query = asked(engines, f"{field}{typed}")
            in_all = typed == one and field in ("", "标题:")
            alone = found(engines, query, in_all=in_all)
            assert equal <= alone, (row.name, typed, text, field)
            assert found(engines, asked(engines, f"-{field}{typed}"), in_all=in_all) == EVERYWHERE - alone
            if field not in ("", operated_field):  # each operator goes with each field, but not for each row
                continue
            for operated in (
                f"渡口 {field}{typed}",
                f"({field}{typed} 或 {field}无此词)",
                f"{field}({typed} /9 渡口)",
            ):
                assert found(engines, asked(engines, operated)) >= equal, operated
            with_it, without = (
                found(engines, asked(engines, f"渡口 {sign}{field}{typed}")) for sign in ("", "-")
            )
            assert with_it | without == found(engines, asked(engines, "渡口"))
            assert not with_it & without
            for document in DOCUMENTS.values():
                is_marked = any(occurrence_count(document.text, needle) for needle in needles(query))
                assert (document.id in alone) <= is_marked
                assert bool(places(document.text, query)) == (document.id in alone)
        assert holding(typed) <= found(engines, asked(engines, f'"{typed}"'))
        if search_form(typed) not in search_form(text):
            assert not holding(text) & found(engines, asked(engines, f'"{typed}"'))


@pytest.mark.parametrize(("row", "one", "other"), [each for each in PAIRS if each[0].column is Column.FOLD])
def test_what_folds_is_found_in_quotation_marks_too(engines: Engines, row: Row, one: str, other: str) -> None:
    for typed, text in ((one, other), (other, one)):
        for field in FIELDS:
            equal = holding(one, field) | holding(text, field)
            sought = typed if '"' in search_form(typed) else f'"{typed}"'
            query = parse_query(field + sought)
            alone = found(engines, query, in_all=typed == one and not field)
            assert equal <= alone, (row.name, typed, text, field)
            assert found(engines, parse_query(f"-{field}{sought}")) == EVERYWHERE - alone
            assert all(
                any(occurrence_count(document.text, needle) for needle in needles(query))
                for document in DOCUMENTS.values()
                if document.id in alone
            )


@pytest.mark.parametrize(("row", "one", "other"), APART)
def test_what_only_looks_equal_is_not(engines: Engines, row: Row, one: str, other: str) -> None:
    for typed, text in ((one, other), (other, one)):
        if search_form(typed) not in search_form(text):
            assert not holding(text) & found(engines, asked(engines, typed)), (row.name, typed, text)


@pytest.mark.parametrize(
    ("row", "one", "other"), [each for each in PAIRS if each[0].column is Column.MISREAD]
)
def test_what_may_be_misread_is_offered_and_never_excludes(
    engines: Engines, row: Row, one: str, other: str
) -> None:
    assert not holding(other) & found(engines, asked(engines, one))
    assert holding(other) <= found(engines, asked(engines, f"-{one}"))
    rungs = ladder.rungs(parse_query(one), Known(engines.local), with_shapes=True)
    offered = next(each for each in rungs if each.rung is ladder.Rung.MISREAD)
    assert holding(other) <= {*engines.local.matches(offered.query).tolist()}


@pytest.mark.parametrize(
    ("row", "one", "other"),
    [each for each in PAIRS if each[0].column is Column.SHAPE],
    ids=lambda each: each.name if isinstance(each, Row) else str(each),
)
def test_within_one_text_shapes_are_found_as_in_a_library(row: Row, one: str, other: str) -> None:
    for typed, printed in ((one, other), (other, one)):
        text = search_form(f"那里有{printed}，在渡口。")
        assert any(occurrence_count(text, each) for each in shapes_in(text, typed))
