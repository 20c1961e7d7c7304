"""What a thread that must not wait is told of a room: nothing it has to wait for, and soon what it has asked."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

import pytest

from reader.features.room import prompt_answers
from reader.features.room.address import parse_address
from reader.features.room.connections import RoomConnections, RoomError, RoomLost
from reader.features.room.engine import RoomEngine
from reader.features.room.prompt_answers import PromptConnections, Unanswered
from reader.newspaper.holdings import Document
from reader.search.documents import SearchCancelled
from tests import growth
from tests.features.room.clusters import empty_room, shared
from tests.features.room.slow_line import SlowLine, slow_line

pytestmark = pytest.mark.slow


class Number(NamedTuple):
    number: int


class Words(NamedTuple):
    words: str


COUNT = "SELECT count(*) FROM article_text"
MOST_CALLS = 200
"""Of functions, which a question takes that is left to another thread."""


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowLine]:
    monkeypatch.setattr(prompt_answers, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(prompt_answers, "LOOK_SECONDS", 0.05)
    empty_room()
    with slow_line(shared().folder / ".s.PGSQL.5432") as opened:
        yield opened


@pytest.fixture
def news() -> threading.Event:
    return threading.Event()


@pytest.fixture
def connections(line: SlowLine, news: threading.Event) -> Iterator[PromptConnections]:
    address = parse_address(f"postgresql://{shared().user}@127.0.0.1:{line.port}/emptied")
    with closing(PromptConnections(address)) as made:
        made.be_prompt(news.set)
        yield made


def soon(news: threading.Event, is_so: Callable[[], bool]) -> None:
    """Wait until something is so, looking again at any news."""
    end = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < end
        news.wait(0.2)
        news.clear()


def answer(connections: PromptConnections, sql: str = COUNT) -> int | None:
    try:
        ((number,),) = connections.rows(Number, sql)
    except Unanswered:
        return None
    return number


def add_article(number: int) -> None:
    engine = RoomEngine(shared().address("emptied"), RoomConnections(shared().address("emptied")))
    engine.update([Document(number, "报", None, None, "甲\n\n\n\n乙")])
    engine.close()


def test_what_is_not_known_is_asked_meanwhile(connections: PromptConnections, news: threading.Event) -> None:
    answers = list[int | None]()
    assert growth.calls(lambda: answers.append(answer(connections))) < MOST_CALLS
    assert answers == [None]
    soon(news, lambda: answer(connections) == 0)
    assert connections.trouble == ""


def test_other_threads_wait_for_their_answer(connections: PromptConnections) -> None:
    found: list[int] = []
    other = threading.Thread(target=lambda: found.append(connections.rows(Number, COUNT)[0].number))
    other.start()
    other.join()
    assert found == [0]


def test_what_has_become_old_is_told_until_the_room_has_said_how_it_is(
    connections: PromptConnections, news: threading.Event
) -> None:
    soon(news, lambda: answer(connections) == 0)
    before = connections.known_generation
    add_article(1)
    seen: list[int | None] = []

    def is_new() -> bool:
        seen.append(answer(connections))
        return seen[-1] == 1

    soon(news, is_new)
    assert None not in seen
    assert connections.known_generation != before


def test_what_the_room_refuses_is_told_as_it_is(
    connections: PromptConnections, news: threading.Event
) -> None:
    def is_refused() -> bool:
        try:
            connections.rows(Number, "SELECT 'zwei'::text")
        except Unanswered:
            return False
        except RoomError as error:
            return "不是阅览室该答的" in str(error)
        return False

    soon(news, is_refused)
    soon(news, lambda: answer(connections) == 0)


def test_a_lost_server_is_told_and_tried_until_it_is_there_again(
    connections: PromptConnections, line: SlowLine, news: threading.Event
) -> None:
    soon(news, lambda: answer(connections) == 0)
    line.cut()
    soon(news, lambda: "连不上阅览室" in connections.trouble)
    assert answer(connections) == 0
    with pytest.raises(Unanswered, match="连不上阅览室"):
        connections.rows(Number, "SELECT 7::int")
    line.mend()
    soon(news, lambda: not connections.trouble)
    soon(news, lambda: answer(connections, "SELECT 7::int") == 7)


def test_no_more_is_kept_than_has_room(
    connections: PromptConnections, news: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompt_answers, "_MOST_ROWS", 2)
    for number in range(4):
        soon(news, lambda number=number: answer(connections, f"SELECT {number}::int") == number)  # type: ignore[misc]
    assert len(connections._answers) == 2
    assert answer(connections, "SELECT 3::int") == 3


def on_a_thread(act: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """What `act` gives, or the error that it raises, once the thread has ended."""
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(act())
        except RoomError as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


def asked_by_another(connections: PromptConnections, sql: str) -> list[object]:
    thread, outcome = on_a_thread(lambda: connections.rows(Number, sql))
    thread.join()
    return outcome


def test_what_was_answered_to_who_waits_is_told_still_when_the_server_is_lost(
    connections: PromptConnections, line: SlowLine, news: threading.Event
) -> None:
    assert asked_by_another(connections, "SELECT 7::int") == [[(7,)]]
    line.cut()
    soon(news, lambda: bool(connections.trouble))
    assert asked_by_another(connections, "SELECT 7::int") == [[(7,)]]
    (error,) = asked_by_another(connections, "SELECT 8::int")
    assert isinstance(error, RoomLost)


def test_a_stuck_server_is_lost_and_nobody_waits_for_it(
    connections: PromptConnections, line: SlowLine, news: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon(news, lambda: answer(connections) == 0)
    monkeypatch.setattr(prompt_answers, "SILENT_SECONDS", 0.2)
    line.stick()
    waiting, outcome = on_a_thread(lambda: connections.rows(Number, "SELECT 9::int"))
    soon(news, lambda: bool(connections.trouble))
    waiting.join()
    assert isinstance(outcome[0], RoomLost)
    line.mend()
    soon(news, lambda: not connections.trouble)


def test_who_leaves_waits_no_longer_for_a_stuck_server_and_is_told_what_is_known(
    connections: PromptConnections, line: SlowLine
) -> None:
    assert asked_by_another(connections, "SELECT 7::int") == [[(7,)]]
    line.stick()
    waiting, outcome = on_a_thread(lambda: connections.rows(Number, "SELECT 9::int"))
    connections.leave(0)
    waiting.join()
    assert isinstance(outcome[0], RoomLost)
    assert asked_by_another(connections, "SELECT 7::int") == [[(7,)]]


def test_what_is_overtaken_is_not_waited_for(connections: PromptConnections, line: SlowLine) -> None:
    line.stick()
    is_superseded = threading.Event()

    def ask() -> object:
        with pytest.raises(SearchCancelled):
            connections.rows(Number, "SELECT 9::int", (), is_superseded.is_set)
        return "superseded"

    waiting, outcome = on_a_thread(ask)
    is_superseded.set()
    waiting.join()
    assert outcome == ["superseded"]


def test_a_long_text_counts_as_many_rows(
    connections: PromptConnections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompt_answers, "_MOST_ROWS", 100)
    for number in range(3):
        thread, _ = on_a_thread(
            lambda number=number: connections.rows(Words, f"SELECT repeat('字', 30000 + {number})")  # type: ignore[misc]
        )
        thread.join()
    assert len(connections._answers) == 1


@pytest.mark.parametrize(
    ("version", "told"), [("999", "请更新阅报"), ("0", "较早的阅报"), ("neu", "较早的阅报")]
)
def test_a_room_of_another_version_is_refused(
    connections: PromptConnections, news: threading.Event, version: str, told: str
) -> None:
    (before,) = shared().run("SELECT value FROM yuebao.meta WHERE key = 'version'", "emptied")
    shared().run(f"UPDATE yuebao.meta SET value = '{version}' WHERE key = 'version'", "emptied")
    try:
        soon(news, lambda: told in connections.trouble)
        assert connections.is_refused
    finally:
        shared().run(f"UPDATE yuebao.meta SET value = '{before[0]}' WHERE key = 'version'", "emptied")
    soon(news, lambda: not connections.trouble)


def test_who_may_not_see_a_room_is_told_what_the_administrator_can_do(news: threading.Event) -> None:
    address = shared().room("kept_closed")
    shared().run("DROP ROLE IF EXISTS passerby")
    shared().run("CREATE ROLE passerby LOGIN")
    with closing(PromptConnections(shared().address(dict(address.parts)["dbname"], "passerby"))) as made:
        made.be_prompt(news.set)
        soon(news, lambda: bool(made.trouble))
        assert "GRANT yuebao_reader TO passerby" in made.trouble
        assert made.is_refused


def test_a_database_without_a_room_is_told_so(news: threading.Event) -> None:
    with closing(PromptConnections(shared().address("postgres"))) as made:
        made.be_prompt(news.set)
        soon(news, lambda: "reader room create" in made.trouble)
