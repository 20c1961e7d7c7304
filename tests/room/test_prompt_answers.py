"""What a thread that must not wait is told of a room: nothing it has to wait for, and soon what it has asked."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

import pytest

from reader.room import prompt_answers
from reader.room.address import parse_address
from reader.room.connections import RoomConnections, RoomError
from reader.room.engine import RoomEngine
from reader.room.prompt_answers import PromptConnections, Unanswered
from reader.search.engine import Document
from tests.room.clusters import empty_room, shared
from tests.room.slow_line import SlowLine, slow_line


class Number(NamedTuple):
    number: int


COUNT = "SELECT count(*) FROM article_text"


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
    end = time.monotonic() + 20
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
    began = time.thread_time()
    assert answer(connections) is None
    assert time.thread_time() - began < 0.02
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
