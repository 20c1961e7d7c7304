"""Some years on a second server, as the administrator's page says: asked as one, and what is left to the second."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.sql import Literal

from reader.features.room import counts
from reader.features.room.conditions import by_text
from reader.features.room.connections import connect
from reader.search.documents import Order
from reader.search.query import Exact, parse_query
from reader.search.terms import ANY
from tests.features.room.clusters import Cluster
from tests.features.room.spread import OLDER, Spread, spread_over_two
from tests.features.room.test_plans import nodes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spread]:
    with spread_over_two("spread", tmp_path_factory.mktemp("local")) as made:
        yield made


def test_the_years_lie_where_they_were_put(spread: Spread) -> None:
    assert spread.second.run("SELECT count(*) FROM yuebao.article_text", "rooms") == [(120,)]
    assert spread.first.run("SELECT count(*) FROM yuebao.article_text", "spread") == [(240,)]


@pytest.mark.parametrize(
    "typed",
    ["渡口添了", "长凳 -渡口添", "标题:雁桥", "长凳 /3 渡口", "版:2", "日期:1987..1988", "号", "渡?添了"],
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


def test_the_second_server_looks_for_open_characters_and_counts(spread: Spread) -> None:
    condition = by_text(Exact("", f"渡{ANY}添了"), ())
    sql = counts.SELECTED.format(condition=condition.sql)
    for value in condition.values:
        sql = sql.replace("%s", Literal(value).as_string(None), 1)
    remote = asked_of_the_second(spread, sql)
    assert all("count(*)" in each and " ~~ " in each and " ~ " in each for each in remote)


def settings_of_the_second(spread: Spread) -> list[tuple[str, str]]:
    """Return the settings with which the page has the first server ask the second."""
    ((options,),) = spread.first.run(
        "SELECT substr(o, 9) FROM pg_foreign_server, unnest(srvoptions) o WHERE o LIKE 'options=%'", "spread"
    )
    return re.findall(r"-c (\w+)=(\S+)", str(options))


def test_the_settings_of_the_page_hold_where_the_first_server_asks_the_second(spread: Spread) -> None:
    spread.first.run(
        "CREATE FOREIGN TABLE told (name text, setting text) SERVER older"
        " OPTIONS (schema_name 'pg_catalog', table_name 'pg_settings')",
        "spread",
    )
    settings = settings_of_the_second(spread)
    told = spread.first.run("SELECT name, setting FROM told", "spread")
    assert {("cursor_tuple_fraction", "1"), ("enable_seqscan", "off"), ("jit", "off")} <= {*settings} & {
        *told
    }
    assert {name for name, _ in settings} <= {name for name, _ in told}


def test_the_second_server_counts_by_the_index_of_grams_also_what_many_articles_have(
    spread: Spread,
) -> None:
    """It is asked by cursors, for which PostgreSQL prefers what has the first rows soon: a walk along the dates."""
    sql = counts.SELECTED.format(condition="grams(search) @> '{长}' AND grams(search) @> '{凳}'")
    remote = asked_of_the_second(spread, sql)[0]
    settings = settings_of_the_second(spread)
    without = [each for each in settings if each[0] != "cursor_tuple_fraction"]
    assert scans_of_many(spread, remote, settings) == ["Bitmap Heap Scan", "Bitmap Index Scan"]
    assert scans_of_many(spread, remote, without) == ["Index Scan"]


def scans_of_many(spread: Spread, remote: str, settings: list[tuple[str, str]]) -> list[str]:
    """Return how the second server would look at a year of 4,000 articles, for a cursor."""
    with (
        connect(spread.second.address("rooms"), is_reader=False) as connection,
        connection.transaction() as undone,
    ):
        connection.execute(
            f"INSERT INTO article_text SELECT 1000 + n, {OLDER[0] << 9} + 32 * (1 + n % 12) + 1 + n % 28, n % 8,"
            " '报', n % 8, n % 8, CASE WHEN n % 2 = 0 THEN '长凳' ELSE '' END || chr(20000 + n)"
            " FROM generate_series(1, 4000) n".encode()
        )
        connection.execute(f"ANALYZE article_text_{OLDER[0]}".encode())
        connection.execute("SELECT set_config('enable_partitionwise_aggregate', 'off', true)")
        for name, value in settings:
            connection.execute("SELECT set_config(%s, %s, true)", (name, value))
        told = connection.execute(
            f"EXPLAIN (FORMAT JSON) DECLARE held CURSOR FOR {remote}".encode()
        ).fetchall()
        raise psycopg.Rollback(undone)
    return [node["Node Type"] for node in nodes(told[0][0]) if "Scan" in node["Node Type"]]
