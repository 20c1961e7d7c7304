"""What the server is left to do, as its own plans tell: the index narrows, the text decides there, old years rest."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import pytest

from reader.features.room.connections import RoomConnections
from reader.features.room.engine import RoomEngine
from reader.features.room.question import SCORED
from reader.features.room.watch import ANSWER_SECONDS
from reader.search.documents import Order
from reader.search.query import parse_query
from tests.features.room.clusters import shared
from tests.search.library_of_texts import a_document

pytestmark = pytest.mark.slow

YEARS, OF_A_YEAR = 4, 400
_Row = TypeVar("_Row")


class Explained(RoomConnections):
    """Connections that ask for the plan of every query, too."""

    plans: list[str]

    def rows(
        self,
        kind: type[_Row],
        sql: str,
        values: Sequence[object] = (),
        cancelled: Callable[[], bool] = lambda: False,
        *,
        seconds: float = ANSWER_SECONDS,
    ) -> list[_Row]:
        told: Any = super().rows(tuple[Any], f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        self.plans.append(json.dumps(told[0][0]))
        return super().rows(kind, sql, values, cancelled)


def various(nth: int) -> str:
    """Return a paragraph of its own characters."""
    return "".join(chr(0x4E00 + (nth * 7 + at * 31) % 900) for at in range(150))


@pytest.fixture(scope="module")
def room() -> Iterator[tuple[RoomEngine, Explained]]:
    address = shared().room("plans")
    connections = Explained(address)
    connections.plans = []
    engine = RoomEngine(address, connections)
    engine.update(
        a_document(
            year * OF_A_YEAR + nth + 1,
            (dt.date(2000 + year, 1, 1) + dt.timedelta(days=nth % 365)).isoformat(),
            body=[
                "雁桥" + "".join(chr(0x4E00 + (nth * 7 + i * 31) % 900) for i in range(150)),
                "渡口的船" if nth == 11 else "没有船",
            ],
        )
        for year in range(YEARS)
        for nth in range(OF_A_YEAR)
    )
    shared().run("VACUUM ANALYZE yuebao.article_text", "plans")
    yield engine, connections
    engine.close()


def nodes(plan: Any) -> Iterator[dict[str, Any]]:
    """Yield all nodes of a plan."""
    if isinstance(plan, list):
        for each in plan:
            yield from nodes(each)
    elif "Plan" in plan:
        yield from nodes(plan["Plan"])
    else:
        yield plan
        yield from nodes(plan.get("Plans", []))


def plan_of(room: tuple[RoomEngine, Explained], act: Callable[[RoomEngine], object]) -> list[dict[str, Any]]:
    engine, connections = room
    connections.plans.clear()
    act(engine)
    return [node for plan in connections.plans for node in nodes(json.loads(plan))]


def test_a_rare_string_is_looked_up_in_the_index_and_decided_by_the_text(
    room: tuple[RoomEngine, Explained],
) -> None:
    found = plan_of(room, lambda engine: engine.matches(parse_query("渡口的船")))
    indexed = [
        node
        for node in found
        if node["Node Type"] == "Bitmap Index Scan" and node["Index Name"].startswith("article_text")
    ]
    assert len(indexed) == YEARS
    assert all("regexp_replace(search" in node["Index Cond"] for node in indexed)
    decided = [node for node in found if "strpos(search" in node.get("Filter", "")]
    assert len(decided) == YEARS
    assert {node["Actual Rows"] for node in decided} == {1}


@pytest.mark.parametrize(
    "typed",
    ["(雁 或 桥) 一", "一 或 丁 或 七", "一 (丁 或 七丁丂)", "(丁 -七) 或 一"],
)
def test_of_two_strings_beside_a_third_no_text_is_made_grams_of(
    room: tuple[RoomEngine, Explained], typed: str
) -> None:
    """The planner would look the third one up, and test the others on each text that has it."""
    found = plan_of(room, lambda engine: list(engine.count(parse_query(typed))))
    assert any("regexp_replace(search" in node.get("Index Cond", "") for node in found)
    assert not [node["Filter"] for node in found if "regexp_replace(search" in node.get("Filter", "")]


def test_a_page_of_the_newest_never_looks_at_older_years(room: tuple[RoomEngine, Explained]) -> None:
    engine, _ = room
    found = plan_of(room, lambda engine: engine.page(parse_query("雁桥"), Order.NEWEST, limit=20))
    scans = [node for node in found if node.get("Relation Name", "").startswith("article_text_")]
    assert {node["Relation Name"] for node in scans if node["Actual Loops"]} == {
        f"article_text_{1999 + YEARS}"
    }
    assert len(engine.page(parse_query("雁桥"), Order.NEWEST, limit=20)) == 20


def test_a_date_leaves_the_other_years_out_of_the_plan(room: tuple[RoomEngine, Explained]) -> None:
    found = plan_of(room, lambda engine: engine.search(parse_query("雁桥 日期:2002"), exact=True))
    names = {node.get("Relation Name", "") for node in found}
    assert {name for name in names if name.startswith("article_text")} == {"article_text_2002"}


@pytest.mark.parametrize("dates", ["日期:2002-01-05..2002-01-09", "日期:2002-02", "日期:2001-12..2002-01"])
def test_the_grams_of_the_texts_of_some_days_are_never_made_anew(
    room: tuple[RoomEngine, Explained], dates: str
) -> None:
    """The planner would: it does not know how dear they are."""
    query = parse_query(f"{various(5)[:1]} {various(5)[1:2]} {dates}")
    found = plan_of(room, lambda engine: (engine.search(query, exact=True), engine.page(query, Order.OLDEST)))
    assert any("regexp_replace(search" in node.get("Index Cond", "") for node in found)
    assert not [node["Filter"] for node in found if "regexp_replace(search" in node.get("Filter", "")]


def test_open_characters_are_looked_for_in_the_texts_of_the_days_of_a_page_alone(
    room: tuple[RoomEngine, Explained],
) -> None:
    """The planner would look in all texts of a year that the index names: it takes a pattern for cheap."""
    opened = f"{various(5)[0]}?{various(5)[2]}"
    found = plan_of(room, lambda engine: engine.page(parse_query(f"{opened} 日期:2002-01-05..2002-01-09")))
    looked_for = [node["Filter"] for node in found if "~~" in node.get("Filter", "")]
    assert looked_for
    assert all(each.index("day + 0") < each.index("~~") for each in looked_for)


def test_by_relevance_no_more_texts_are_read_than_are_weighed(room: tuple[RoomEngine, Explained]) -> None:
    """All headlines hold it, so the newest need not be looked for beside them."""
    engine, connections = room
    connections.plans.clear()
    assert len(engine.page(parse_query("标题:雁桥"), Order.RELEVANCE, limit=20)) == 20
    read = [
        json.loads(plan)[0]["Plan"]["Actual Rows"] for plan in connections.plans if "article_text_" in plan
    ]
    assert sum(read) == SCORED
