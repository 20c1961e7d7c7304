"""Some years on a second server, as the administrator's page says: asked as one, and what is left to the second."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.room import counts
from reader.room.connections import RoomConnections, RoomLost, connect
from reader.room.engine import RoomEngine
from reader.search.engine import Document, Order
from reader.search.query import parse_query
from reader.search.whoosh_engine import WhooshEngine
from tests.room.clusters import Cluster, cluster, shared
from tests.room.test_plans import nodes
from tests.search.library_of_texts import TextTable, a_document

PAGE = Path(__file__).parents[2] / "docs" / "reading-room.md"
OLDER, NEWER = (1986, 1987), (1988, 1989)


@dataclass(frozen=True, slots=True)
class Spread:
    """A room over two servers, and the local engine with the same articles."""

    first: Cluster
    room: RoomEngine
    local: WhooshEngine
    second: Cluster


def documents() -> Iterator[Document]:
    for number in range(240):
        year = (*OLDER, *NEWER)[number % 4]
        day = dt.date(year, 1, 1) + dt.timedelta(days=number)
        said = "渡口添了一条长凳" if number % 5 == 0 else "渡口的长凳还没有添"
        yield a_document(number + 1, day.isoformat(), str(number % 3 + 1), body=[said, f"第{number}号"])


def as_told(second: Cluster) -> tuple[str, str]:
    """Return the SQL of the page for the second and the first server, with the names of these."""
    blocks = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    of_second, of_first = (block.replace("1950..1979", f"{OLDER[0]}..{OLDER[-1]}") for block in blocks)
    of_first = of_first.replace("second.example", str(second.folder))
    return of_second, re.sub("password 'PASSWORD'", "password_required 'false'", of_first)


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spread]:
    first = shared()
    folder = tmp_path_factory.mktemp("local")
    with cluster() as second:
        address = first.room("spread")
        second.room("rooms")
        second.run(
            "CREATE ROLE carrier LOGIN IN ROLE yuebao_librarian; CREATE ROLE looker LOGIN IN ROLE yuebao_reader"
        )
        of_second, of_first = as_told(second)
        second.run(of_second, "rooms")
        first.run(of_first, "spread")
        table = TextTable(folder / "texts.sqlite")
        local, room = WhooshEngine(folder / "index", table), RoomEngine(address, RoomConnections(address))
        table.put(documents())
        for engine in (local, room):
            engine.update(documents())
        yield Spread(first, room, local, second)
        local.close()
        room.close()


def test_the_years_lie_where_they_were_put(spread: Spread) -> None:
    assert spread.second.run("SELECT count(*) FROM yuebao.article_text", "rooms") == [(120,)]
    assert spread.first.run("SELECT count(*) FROM yuebao.article_text", "spread") == [(240,)]


@pytest.mark.parametrize(
    "typed", ["渡口添了", "长凳 -渡口添", "标题:雁桥", "长凳 /3 渡口", "版:2", "日期:1987..1988", "号"]
)
def test_answers_are_those_of_one_library(spread: Spread, typed: str) -> None:
    query = parse_query(typed)
    for order in (Order.NEWEST, Order.OLDEST):
        assert spread.room.search(query, order, exact=True, limit=300) == spread.local.search(
            query, order, exact=True, limit=300
        )
    assert list(spread.room.count(query))[-1] == list(spread.local.count(query))[-1]


def plan(server: Cluster, sql: str, database: str) -> list[dict[str, Any]]:
    """Return the nodes of the plan of a query, as a room's connections have it."""
    with connect(server.address(database), is_reader=True) as connection:
        told = connection.execute(f"EXPLAIN (VERBOSE, FORMAT JSON) {sql}".encode()).fetchall()
    return list(nodes(told[0][0]))


def asked_of_the_second(spread: Spread, sql: str) -> list[str]:
    """Return what the first server asks of the second, for each of its years."""
    remote = [node["Remote SQL"] for node in plan(spread.first, sql, "spread") if "Remote SQL" in node]
    assert len(remote) == len(OLDER)
    return remote


def test_grams_and_strings_are_looked_for_on_the_second_server(spread: Spread) -> None:
    sql = (
        "SELECT id FROM article_text WHERE grams(search) @> '{渡口,口添}' AND strpos(search, '渡口添了') > 0"
    )
    remote = asked_of_the_second(spread, sql)
    assert all("regexp_replace(search" in each and "strpos(search" in each for each in remote)
    assert any(node.get("Async Capable") for node in plan(spread.first, sql, "spread"))
    there = plan(spread.second, remote[0], "rooms")
    (index,) = [node["Index Name"] for node in there if node["Node Type"] == "Bitmap Index Scan"]
    assert index.endswith("_grams_idx")


def test_the_second_server_counts_what_it_has(spread: Spread) -> None:
    sql = counts.SELECTED.format(condition="grams(search) @> '{渡口}'")
    assert all(
        "count(*)" in each and "GROUP BY" in each and "regexp_replace(search" in each
        for each in asked_of_the_second(spread, sql)
    )


def test_without_the_second_server_newer_years_go_on(spread: Spread) -> None:
    spread.first.run("ALTER SERVER older OPTIONS (SET host '/nowhere')", "spread")
    address = spread.first.address("spread")
    room = RoomEngine(address, RoomConnections(address))
    try:
        newest = parse_query("渡口添了 日期:1988..")
        assert room.search(newest, exact=True) == spread.local.search(newest, exact=True)
        with pytest.raises(RoomLost):
            room.search(parse_query("渡口添了"), exact=True)
    finally:
        room.close()
        spread.first.run(f"ALTER SERVER older OPTIONS (SET host '{spread.second.folder}')", "spread")
    assert spread.room.search(parse_query("渡口添了"), exact=True).total == 48
