"""Some years on a second server, as the administrator's page says: asked as one, and what is left to the second."""

from collections.abc import Iterator

import pytest

from reader.search.engine import Order
from reader.search.query import parse_query
from tests.room.spread import OLDER, Spread, spread_over_two


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spread]:
    with spread_over_two("spread", tmp_path_factory.mktemp("local")) as made:
        yield made


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


def test_grams_and_strings_are_looked_for_on_the_second_server(spread: Spread) -> None:
    plan = spread.first.run(
        "EXPLAIN (VERBOSE) SELECT id FROM yuebao.article_text"
        " WHERE grams @> '{1,2}'::int4[] AND strpos(search, '渡口添了') > 0",
        "spread",
    )
    told = "\n".join(str(row[0]) for row in plan)
    remote = [line for line in told.splitlines() if "Remote SQL" in line]
    assert len(remote) == len(OLDER)
    assert all("grams @>" in line and "strpos(search" in line for line in remote)
    assert "Async Foreign Scan" in told
