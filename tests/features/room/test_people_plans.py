"""Lists of people and cards are looked up in indexes, as the server's own plans tell: nothing is read through."""

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from reader.features.people.name_table import key_of
from reader.features.people.name_writer import spelled
from reader.features.people.people import People
from reader.features.people.person import PersonOrder
from reader.features.people.room.loading import PeopleLoad
from reader.features.room.catalogue import RoomCatalogue
from reader.features.room.connections import connect
from reader.features.room.missing_years import NOTHING_MISSING
from reader.storage.hand_over import HandOver
from reader.storage.user_data import UserData
from tests.features.room.clusters import shared
from tests.features.room.test_plans import Explained, nodes
from tools.benchmarks.crowded_catalogue import some_names

pytestmark = pytest.mark.slow

NAMES, ARTICLES, PAGE = 4000, 1000, 30


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[People, Explained]]:
    """A room with many names: each in an article, a few in many; and in no article one that a load has left."""
    address = shared().room("crowd")
    with connect(address, is_reader=False) as connection, connection.transaction():
        with connection.cursor().copy(
            "COPY name (form, text, key, pinyin, spelled, initials, mixed, other_spelled, other_initials,"
            " other_mixed) FROM STDIN"
        ) as copy:
            for name in some_names(NAMES):
                key = key_of(name)
                copy.write_row((name, name, key, *spelled(name)))
        connection.execute(
            "INSERT INTO naming SELECT DISTINCT id * nth * nth %% %s + 1, id, 20240131, 0, 0, 0, 'office', '市长'"
            " FROM name, generate_series(1, 4 + 400 / id) nth",
            (ARTICLES,),
        )
        connection.execute("INSERT INTO name_due SELECT id FROM name; ANALYZE")
        nobody = HandOver(_nothing, lambda *_: [], lambda: cast(Any, None))
        PeopleLoad(connection, nobody, 1, NOTHING_MISSING).end()
    shared().run("VACUUM ANALYZE yuebao.name; ", "crowd")
    connections = Explained(address)
    connections.plans = []
    derived = SimpleNamespace(catalogue=RoomCatalogue(connections))
    yield People(cast(Any, derived), UserData(tmp_path_factory.mktemp("nobody"))), connections
    connections.close()


def _nothing(sql: str, *_: object) -> list[Any]:
    """The answer of a catalogue without articles."""
    return [(0,)] if "count(" in sql else []


def scans_of(crowd: tuple[People, Explained], ask: Callable[[People], object]) -> list[dict[str, Any]]:
    """Return the nodes of all plans that read a table."""
    people, connections = crowd
    connections.plans.clear()
    ask(people)
    found = [node for plan in connections.plans for node in nodes(json.loads(plan))]
    return [node for node in found if "Scan" in node["Node Type"] and "name" in str(node)]


def rows_read(node: dict[str, Any]) -> int:
    """Return how many rows a node has looked at."""
    removed = sum(value for key, value in node.items() if key.startswith("Rows Removed"))
    return int((node["Actual Rows"] + removed) * node["Actual Loops"])


@pytest.mark.parametrize("typed", ["", "陈", "陈守", "明", "c", "cht", "chenht", "wang", "xyz"])
@pytest.mark.parametrize("by", PersonOrder)
def test_a_page_of_a_list_reads_what_it_shows_and_what_begins_so(
    crowd: tuple[People, Explained], typed: str, by: PersonOrder
) -> None:
    people, _ = crowd
    typed_so = people.count(typed)
    scans = scans_of(crowd, lambda people: people.rows(typed, by=by, limit=PAGE))
    assert scans
    for node in scans:
        assert node["Node Type"] != "Seq Scan"
        assert rows_read(node) <= 4 * PAGE + (2 * typed_so if typed else 0), node


def test_a_card_reads_the_places_of_its_own_names_and_articles(crowd: tuple[People, Explained]) -> None:
    people, _ = crowd
    rare = people.rows(limit=1, offset=people.count() // 2)[0]
    for node in scans_of(crowd, lambda people: people.card(rare.name)):
        assert node["Node Type"] != "Seq Scan"
        if node.get("Relation Name") == "naming":
            assert "name_id" in str(node) or "article_id" in str(node)
            assert rows_read(node) < 200 * rare.articles
