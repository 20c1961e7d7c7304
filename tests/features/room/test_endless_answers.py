"""What never ends ends in a sentence, in every command, whatever it is that a server goes on to say."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from reader.features.people.people import people_of
from reader.features.room import answers, rights
from reader.features.room.address import RoomAddress, parse_address
from reader.features.room.answers import Flow
from reader.features.room.checking import state_of
from reader.features.room.connections import RoomConnections, RoomError, connect, reporting_errors
from reader.features.room.loading import check, load
from reader.features.room.reading_room import ReadingRoom
from reader.features.room.schema import create_room
from reader.language.forms import made_visible
from reader.library.library import Library
from tests import corpus, homes, rotation
from tests.features.room.altering_server import altering
from tests.features.room.clusters import shared

pytestmark = pytest.mark.slow

SECONDS = 0.25
"""What an answer may take here, instead of `answers.FLOW_SECONDS`."""
ENDLESS = [
    "endless",
    "trickle",
    "row",
    "notices",
    "notices slowly",
    "parameters",
    "parameters slowly",
    "notifications",
]
ROOM = "altered"


@pytest.fixture(autouse=True)
def ended(monkeypatch: pytest.MonkeyPatch) -> list[Flow]:
    """The answers that were waited for until their time was over, each of which has taken `SECONDS`."""
    found = list[Flow]()
    is_over = Flow.is_over

    def noted(flow: Flow) -> bool:
        if is_over(flow):
            found.append(flow)
        return is_over(flow)

    monkeypatch.setattr(answers, "FLOW_SECONDS", SECONDS)
    monkeypatch.setattr(Flow, "is_over", noted)
    return found


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library, which a room has already."""
    folder = tmp_path_factory.mktemp("报")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        corpus.write_library(folder, 2, articles=2)
        with closing(Library.open(folder)) as opened:
            opened.sync()
            load(opened.local.catalogue.hand_over, "报", shared().room(ROOM))
            yield opened


def read(address: RoomAddress, ask: Callable[[ReadingRoom], object]) -> None:
    with closing(ReadingRoom(address)) as room:
        ask(room)


def show(room: ReadingRoom) -> None:
    issue = room.contents.newest_issue()
    assert issue is not None
    stored = room.articles.article(room.contents.articles(issue.id)[0].id)
    assert stored is not None
    room.articles.chain(stored.id)


WAYS: dict[str, Callable[[RoomAddress, Library], object]] = {
    "search": lambda address, _: read(address, lambda room: room.searcher.search("的")),
    "show": lambda address, _: read(address, show),
    "people": lambda address, _: read(address, lambda room: people_of(room).rows("", limit=10)),
    "check": lambda address, _: state_of(address),
    "rights": lambda address, _: rights.brought(address),
    "add": lambda address, library: load(library.local.catalogue.hand_over, "报", address),
    "add more": lambda address, library: load(library.local.catalogue.hand_over, uuid4().hex, address),
    "begin": lambda address, _: check(address),
    "create": lambda address, _: create_room(address),
}


def refused(way: str, how: str, first: int, library: Library) -> None:
    """Check that a command ends in a sentence when the answers from the first on never end."""
    with altering(shared().folder / ".s.PGSQL.5432", how, first, pause=0.05) as altered:
        with pytest.raises(RoomError) as caught:
            WAYS[way](parse_address(altered.address(ROOM, shared().user)), library)
        assert altered.number > first
    assert made_visible(str(caught.value)) == str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("how", ENDLESS)
def test_one_question_ends(how: str, ended: list[Flow]) -> None:
    """Also where psycopg itself would wait for the rest."""
    of_login = 1
    first = 0 if how in ("endless", "trickle", "row") else of_login
    with altering(shared().folder / ".s.PGSQL.5432", how, first, pause=0.05) as altered:
        address = parse_address(altered.address("postgres", shared().user))
        with (
            pytest.raises(RoomError, match=r"没完没了|答了太多"),
            reporting_errors(address),
            connect(address, is_reader=True) as connection,
        ):
            answers.few(connection, "SELECT 1")
        assert len(ended) <= 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("how", rotation.in_turn(["endless", "trickle", "notices", "digits"], days=2))
def test_every_command_ends(way: str, how: str, library: Library, ended: list[Flow]) -> None:
    """And waits for one answer alone."""
    for first in (1, 2) if how == "notices" else (0, 1):
        refused(way, how, first, library)
        assert len(ended) <= 1
        ended.clear()


def test_a_command_asks_nothing_more_after_an_answer_without_an_end(library: Library) -> None:
    """What it asks for beside what it is for may fail, and is left out: else it would wait for each of them."""
    with altering(shared().folder / ".s.PGSQL.5432", "row", pause=0.05) as altered:
        address = parse_address(altered.address(ROOM, shared().user))
        with closing(ReadingRoom(address)) as room:
            for ask in (room.contents.counts, lambda: room.searcher.search("的"), room.contents.newspapers):
                with pytest.raises(RoomError, match="没完没了"):
                    ask()
        assert altered.number == 1


@pytest.mark.parametrize("first", [3, 7, 11])
@pytest.mark.parametrize("how", ["endless", "digits"])
def test_a_load_ends_wherever_it_is(how: str, first: int, library: Library, ended: list[Flow]) -> None:
    refused("add more", how, first, library)
    assert len(ended) <= 1


def test_a_value_that_is_none_and_rows_without_end_end(ended: list[Flow]) -> None:
    """The rest is not waited for, though it is psycopg that finds the value wrong."""
    with altering(shared().folder / ".s.PGSQL.5432", "endless") as altered:
        address = parse_address(altered.address("postgres", shared().user))
        with (
            pytest.raises(RoomError),
            reporting_errors(address),
            connect(address, is_reader=True) as connection,
        ):
            answers.few(connection, "SELECT '2024-01-01'::date - 1000000")
        assert len(ended) <= 1


def test_what_is_not_read_to_its_end_leaves_no_line_that_waits(ended: list[Flow]) -> None:
    with connect(shared().address(), is_reader=True) as connection:
        found = answers.streamed(connection, "SELECT generate_series(1, 1000000000)")
        assert next(found) == (1,)
        found.close()
        assert connection.closed
        assert len(ended) <= 1


def test_a_transaction_that_was_cut_says_why() -> None:
    with altering(shared().folder / ".s.PGSQL.5432", "notices", 1) as altered:
        address = parse_address(altered.address("postgres", shared().user))
        connection = connect(address, is_reader=True)
        with pytest.raises(answers.AnswerTooLong), connection.transaction():
            answers.run(connection, "SELECT 1")
        assert connection.closed


def test_a_server_that_is_silent_too_long_is_cut() -> None:
    """Though it is there, as it answers on other lines."""
    with (
        closing(RoomConnections(shared().address())) as connections,
        pytest.raises(RoomError, match="很久没有答完"),
    ):
        connections.rows(tuple[int], "SELECT 1 FROM pg_sleep(20)", seconds=SECONDS)


def test_a_slow_answer_that_begins_late_is_waited_for() -> None:
    with connect(shared().address(), is_reader=True) as connection:
        assert answers.few(connection, f"SELECT 1 FROM pg_sleep({3 * SECONDS})") == [(1,)]


@pytest.mark.parametrize("rows", ["VALUES (1), (2)", "SELECT 'x'", "SELECT 1, 2", "SELECT 1 WHERE false"])
def test_a_single_number_is_nothing_else(rows: str) -> None:
    address = shared().address()
    with pytest.raises(RoomError), reporting_errors(address), connect(address, is_reader=True) as connection:
        answers.one(connection, tuple[int], rows)


def test_nothing_but_a_line_talks_to_a_server() -> None:
    """`psycopg.connect` alone would wait for ever, and rows that are fetched together are not bounded."""
    reader = Path(answers.__file__).parents[2]
    texts = {path: path.read_text(encoding="utf-8") for path in reader.rglob("*.py")}
    assert [path for path, text in texts.items() if "psycopg.connect(" in text] == []
    fetching = [path.name for path, text in texts.items() if "psycopg" in text and ".fetch" in text]
    assert fetching == ["own_server.py"]  # which asks the server that it has started
    assert issubclass(answers.BoundedConnection, psycopg.Connection)
