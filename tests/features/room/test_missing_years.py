"""Years whose server is away: the rest answers as if they were not there, and what is missing is said."""

import datetime as dt
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import pytest

from reader.features.room import common_grams, far_servers, watch
from reader.features.room.address import parse_address
from reader.features.room.checking import state_of
from reader.features.room.connections import LIBRARIAN, RoomConnections, RoomLost, connect
from reader.features.room.engine import RoomEngine
from reader.features.room.missing_years import FarYears, MissingYears, far_years
from reader.search.documents import DateRange, Order
from reader.search.engine import Engine
from reader.search.query import parse_query
from tests.features.room.clusters import Cluster, shared
from tests.features.room.spread import NEWER, OLDER, Spread, local_engine, spread_over_two

pytestmark = pytest.mark.slow

AWAY = (DateRange(dt.date(1986, 1, 1), dt.date(1987, 12, 31), is_away=True),)
QUERIES = (
    *(
        "渡口添了",
        "长凳 -渡口添",
        "标题:雁桥",
        "长凳 /3 渡口",
        "版:2",
        "日期:1987..1988",
        "号",
        "-长凳",
        "没有这串",
    ),
    *("长?", "渡口添了 或 第7号", "日期:1986"),
)


class Number(NamedTuple):
    number: int


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spread]:
    """What the years have of every string is kept, too."""
    with spread_over_two("missing_years", tmp_path_factory.mktemp("local")) as made:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(common_grams, "COMMON", 1)
            with connect(made.first.address("missing_years"), is_reader=False) as connection:
                connection.execute(f"SET ROLE {LIBRARIAN}")
                common_grams.count_common(connection)
        yield made


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The local engine with the articles of the first server alone."""
    with closing(local_engine(tmp_path_factory.mktemp("others"), NEWER)) as engine:
        yield engine


@pytest.fixture(autouse=True)
def looked_at_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "FIRST_LOOK", 0.2)
    monkeypatch.setattr(far_servers, "LOOK_SECONDS", 1)
    monkeypatch.setattr(far_servers, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(far_servers, "LONGEST_PAUSE", 0.2)


@pytest.fixture
def second(spread: Spread) -> Iterator[Cluster]:
    """The second server, which is there again after the test."""
    yield spread.second
    spread.second.bring_back()


@pytest.fixture
def room(spread: Spread) -> Iterator[RoomEngine]:
    """An engine that has asked both servers before."""
    connections = RoomConnections(spread.first.address("missing_years"))
    with closing(RoomEngine(spread.first.address("missing_years"), connections)) as engine:
        assert engine.search(parse_query("长凳"), exact=True).total == 240
        yield engine


def go_away(second: Cluster, how: str) -> None:
    match how:
        case "stopped":
            second.stop(signal.SIGINT)
        case "killed":
            second.stop(signal.SIGKILL)
        case "silent":
            second.pause()


def soon_whole(engine: Engine, typed: str = "渡口添了") -> None:
    end = time.monotonic() + 120
    while engine.search(parse_query(typed)).missing_dates:
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("how", ["stopped", "killed", "silent"])
def test_without_the_second_server_answers_are_exactly_those_of_the_other_years(
    spread: Spread, room: RoomEngine, others: Engine, second: Cluster, how: str
) -> None:
    go_away(second, how)
    for typed in QUERIES:
        query = parse_query(typed)
        for order in (Order.NEWEST, Order.OLDEST):
            there, here = (engine.search(query, order, exact=True, limit=300) for engine in (room, others))
            assert (there.ids, there.total) == (here.ids, here.total)
            assert (there.by_month, there.by_page) == (here.by_month, here.by_page)
            assert not there.total_is_exact
            assert there.missing_dates
            assert room.page(query, order, limit=7, offset=5) == others.page(query, order, limit=7, offset=5)
        assert [found.total_is_exact for found in room.count(query)][-1] is False
        assert sorted(room.matches(query).tolist()) == sorted(others.matches(query).tolist())
    assert room.search(parse_query("渡口添了")).missing_dates == AWAY
    second.bring_back()
    soon_whole(room)
    for typed in QUERIES:
        query = parse_query(typed)
        assert room.search(query, exact=True, limit=300) == spread.local.search(query, exact=True, limit=300)


@pytest.mark.parametrize("typed", ["号", "长凳", "-报:没有这家"])
def test_what_is_kept_of_missing_years_is_in_no_number(
    room: RoomEngine, others: Engine, second: Cluster, typed: str
) -> None:
    query = parse_query(typed)
    assert next(room.count(query)).total == 240
    go_away(second, "stopped")
    assert room.page(query, limit=300) == others.page(query, limit=300)
    there, here = next(room.count(query)), others.search(query, exact=True)
    assert (there.total, there.by_month, there.by_page) == (here.total, here.by_month, here.by_page)
    assert not there.total_is_exact


@pytest.mark.parametrize("how", ["stopped", "silent"])
def test_what_asks_for_no_missing_year_is_whole_and_exact(
    room: RoomEngine, others: Engine, second: Cluster, how: str
) -> None:
    go_away(second, how)
    assert room.search(parse_query("渡口添了")).missing_dates
    newest = parse_query("渡口添了 日期:1988..")
    assert room.search(newest, exact=True) == others.search(newest, exact=True)
    some = room.search(parse_query("渡口添了 日期:1987..1988"), exact=True)
    assert some.missing_dates == (DateRange(dt.date(1987, 1, 1), dt.date(1987, 12, 31), is_away=True),)


def test_a_server_that_is_killed_under_a_query_is_left_out(room: RoomEngine, second: Cluster) -> None:
    second.pause()
    threading.Timer(0.1, lambda: second.stop(signal.SIGKILL)).start()
    found = room.search(parse_query("渡口添了"), exact=True)
    assert (found.total, found.missing_dates) == (24, AWAY)


def test_a_server_that_never_answers_keeps_one_waiting_once(
    room: RoomEngine, second: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far_servers, "FIRST_PAUSE", 60)
    second.pause()
    assert room.search(parse_query("渡口添了"), exact=True).total == 24
    looks: list[str] = []
    monkeypatch.setattr(far_servers.FarServers, "look", lambda self: looks.append("at all servers"))
    for typed in QUERIES:
        room.search(parse_query(typed), exact=True)
    assert not looks


def test_a_page_that_is_asked_for_later_goes_on_where_the_first_ended(
    spread: Spread, room: RoomEngine, others: Engine, second: Cluster
) -> None:
    query = parse_query("长凳")
    first = room.page(query, Order.OLDEST, limit=10)
    assert first == spread.local.page(query, Order.OLDEST, limit=10)
    go_away(second, "stopped")
    rest = [*room.page(query, Order.OLDEST, limit=230, offset=10)]
    assert set(others.matches(query).tolist()) <= {*first, *rest}
    assert len({*first, *rest}) == len(first) + len(rest)


def test_the_main_server_that_never_answers_is_lost(second: Cluster, room: RoomEngine) -> None:
    second.pause()
    alone = RoomConnections(parse_address(f"{second.typed('rooms')}&connect_timeout=2"))
    with closing(alone), pytest.raises(RoomLost):
        alone.rows(Number, "SELECT 1::int")


def test_check_tells_which_server_is_away(spread: Spread, second: Cluster) -> None:
    spread.first.run("ALTER SERVER older OPTIONS (DROP connect_timeout)", "missing_years")
    try:
        assert [
            each for each in state_of(spread.first.address("missing_years")).problems if "older" in each
        ] == ["服务器 older 没有设 connect_timeout：它不应答时，读者要多等（docs/reading-room.md）。"]
    finally:
        spread.first.run("ALTER SERVER older OPTIONS (ADD connect_timeout '2')", "missing_years")
    second.stop()
    told = state_of(spread.first.address("missing_years")).problems
    assert "1986–1987 年所在的服务器 older 没有应答。这些年份读者搜不到，也没有查。" in told
    assert not [each for each in told if "按年的篇数不对" in each]


def test_what_is_no_partition_of_ours_is_passed_over() -> None:
    assert far_years("FOR VALUES FROM (998400) TO (998912)", "older", "article_text_1950") == FarYears(
        998400, 998912, "older", "article_text_1950"
    )
    for strange in ("DEFAULT", "FOR VALUES FROM (MINVALUE) TO (5)", "FOR VALUES FROM (9) TO (9)", "x" * 100):
        assert far_years(strange, "older", "t") is None


def years(*each: int) -> MissingYears:
    return MissingYears.of_years(each)


def test_years_beside_each_other_are_told_together_and_the_undated_alone() -> None:
    told = years(0, 1, 1950, 1951, 1955).dates
    assert [(each.first and each.first.year, each.last and each.last.year) for each in told] == [
        (None, None),
        (1, 1),
        (1950, 1951),
        (1955, 1955),
    ]


@pytest.mark.parametrize(
    "missing", [years(0), years(0, 1950), years(1950, 1951), years(1950, 1960), years(9999)]
)
def test_the_condition_is_true_of_the_other_days_alone(missing: MissingYears) -> None:
    numbers = [0, 1 << 9, (1950 << 9) - 1, 1950 << 9, 1951 << 9, 1952 << 9, 1960 << 9 | 400, 9999 << 9 | 400]
    values = ", ".join(f"({number})" for number in numbers)
    rows = shared().run(f"SELECT day FROM (VALUES {values}) AS known (day) WHERE {missing.present}")
    assert [day for (day,) in rows] == [number for number in numbers if number not in missing]


def test_a_query_that_begins_with_a_part_of_its_own_is_left_whole() -> None:
    missing = years(1950)
    assert missing.left_out("SELECT 1 FROM issue") == "SELECT 1 FROM issue"
    assert missing.left_out("WITH a AS (SELECT 1) SELECT id FROM article_text, a").startswith(
        "WITH article_text"
    )
    assert ", a AS (SELECT 1) SELECT id" in missing.left_out(
        "WITH a AS (SELECT 1) SELECT id FROM article_text, a"
    )
    assert years(*OLDER).covers(years(1986))
    assert not years(1986).covers(years(*OLDER))
