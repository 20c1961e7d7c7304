"""A server that takes no more connections: each question waits for a place, and nothing is told to be lost."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from typing import NamedTuple

import psycopg
import pytest

from reader.features.room import connections, prompt_answers
from reader.features.room.connections import RoomConnections
from reader.features.room.engine import RoomEngine
from reader.features.room.prompt_answers import PromptConnections
from reader.search.query import parse_query
from tests.features.room.clusters import Cluster, cluster
from tests.features.room.spread import Spread, spread_over_two

pytestmark = pytest.mark.slow

PLACES, READERS = 10, 8


class Number(NamedTuple):
    number: int


@pytest.fixture(scope="module")
def small() -> Iterator[Cluster]:
    """A server that takes few connections."""
    with cluster(max_connections=str(PLACES + 3)) as made:
        made.room("small")
        yield made


def taken(of: Cluster, database: str) -> ExitStack:
    """Return all places of a server, which are free again when it is closed."""
    held = ExitStack()
    try:
        while True:
            held.enter_context(psycopg.connect(of.typed(database)))
    except psycopg.OperationalError:
        return held


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Return what each returns or raises, all being called at one instant."""
    told: list[object] = [None] * len(acts)
    begin = threading.Barrier(len(acts))

    def do(at: int) -> None:
        begin.wait()
        try:
            told[at] = acts[at]()
        except Exception as error:
            told[at] = error

    threads = [threading.Thread(target=do, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_questions_of_many_readers_at_once_are_all_answered(
    small: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is a place for each reader, not for each question; nobody keeps more than one for long."""
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0.3)
    with ExitStack() as stack:
        rooms = [
            stack.enter_context(closing(RoomConnections(small.address("small")))) for _ in range(READERS)
        ]

        def asked(room: RoomConnections) -> list[Number]:
            return room.rows(Number, "SELECT 1::int FROM pg_sleep(0.05)")

        told = at_once([partial(asked, room) for room in rooms for _ in range(4)])
        assert told == [[(1,)]] * (4 * READERS)
        assert any(room.places.are_rare for room in rooms)


def test_who_found_no_place_keeps_no_more_than_one(small: Cluster) -> None:
    with closing(RoomConnections(small.address("small"))) as room:
        some = [room._connected() for _ in range(2)]
        room.places.note_refused()
        for each in some:
            room._given_back(each)
        assert [each.closed for each in some] == [True, False]


def test_a_window_is_not_told_that_a_full_server_is_lost(
    small: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompt_answers, "SILENT_SECONDS", 0.05)
    held = taken(small, "small")
    with held, closing(PromptConnections(small.address("small"))) as room:
        room.be_prompt(lambda: None)
        end = time.monotonic() + 120
        while not room.places.are_waited_for and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.3)
        assert (room.trouble, room.places.are_waited_for) == ("", True)
        held.close()
        while not room.known_generation and time.monotonic() < end:
            time.sleep(0.01)
        assert (room.trouble, room.known_generation) == ("", 1)


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spread]:
    with spread_over_two("full_spread", tmp_path_factory.mktemp("local")) as made:
        yield made


def test_years_whose_server_is_full_are_waited_for_and_not_missing(spread: Spread) -> None:
    query = parse_query("渡口添了")
    local = spread.local.search(query, exact=True)
    held = taken(spread.second, "rooms")
    with held, closing(RoomConnections(spread.first.address("full_spread"))) as fresh:
        engine = RoomEngine(fresh.address, fresh)
        threading.Timer(0.3, held.close).start()
        assert engine.search(query, exact=True) == local
        held_again = taken(spread.second, "rooms")
        fresh.far.look().wait()
        assert not fresh.far.missing
        held_again.close()
