"""Servers as administrators have them: other encodings and versions, a schema that is no room, full, read-only."""

from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg import errors

from reader.features.room import connections as asking
from reader.features.room.checking import state_of
from reader.features.room.connections import RoomConnections, RoomError, RoomLost, connect, reporting_errors
from reader.features.room.loading import check
from reader.features.room.reading_room import ReadingRoom
from reader.features.room.schema import create, create_room
from tests import homes
from tests.features.room.clusters import empty_room, shared

pytestmark = pytest.mark.slow


class Number(NamedTuple):
    number: int


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        yield


def refused(database: str, user: str = "") -> dict[str, str]:
    """Return in which words each way into a room is refused."""
    address = shared().address(database, user)
    told = {}
    with closing(ReadingRoom(address)) as room:
        ways: dict[str, Any] = {
            "search": lambda: room.searcher.search("渡口"),
            "check": lambda: state_of(address),
            "add": lambda: check(address),
            "create": lambda: create_room(address),
        }
        for name, way in ways.items():
            with pytest.raises(RoomError) as caught:
                way()
            told[name] = str(caught.value)
    return told


@pytest.fixture(scope="module")
def strange() -> str:
    """A room whose tables are none that this version reads."""
    shared().room("strange")
    return "strange"


@pytest.mark.parametrize(("version", "words"), [("1", "较早的阅报建的"), ("99", "要更新的阅报才能看")])
def test_a_room_of_another_version_is_told_whatever_is_asked(strange: str, version: str, words: str) -> None:
    shared().run(f"UPDATE yuebao.meta SET value = '{version}' WHERE key = 'version'", strange)
    told = refused(strange)
    assert all(words in each for each in told.values()), told


def test_who_may_not_read_is_told_so_and_not_that_there_is_no_room(strange: str) -> None:
    with suppress(psycopg.errors.DuplicateObject):
        shared().run("CREATE ROLE stranger LOGIN")
    told = refused(strange, "stranger")
    assert "GRANT yuebao_reader TO stranger" in told["search"]
    assert told["check"] == told["search"]


def test_a_schema_of_that_name_that_is_no_room_is_left_alone() -> None:
    with suppress(psycopg.errors.DuplicateDatabase):
        shared().run("CREATE DATABASE others")
    shared().run(
        "CREATE SCHEMA IF NOT EXISTS yuebao; CREATE TABLE IF NOT EXISTS yuebao.meta (mine int)", "others"
    )
    assert "却不是阅览室" in refused("others")["create"]
    assert shared().run(
        "SELECT relname FROM pg_class WHERE relnamespace = 'yuebao'::regnamespace", "others"
    ) == [("meta",)]


def test_a_room_that_was_restored_without_its_roles_is_told() -> None:
    shared().room("restored")
    shared().run("ALTER SCHEMA yuebao OWNER TO CURRENT_USER", "restored")
    with pytest.raises(RoomError, match="不归 yuebao_librarian"):
        create_room(shared().address("restored"))


def test_a_database_of_bytes_would_find_nothing_and_is_refused() -> None:
    """As where a dump was restored into it."""
    shared().run("DROP DATABASE IF EXISTS of_bytes")
    shared().run("CREATE DATABASE of_bytes ENCODING SQL_ASCII TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    with connect(shared().address("of_bytes"), is_reader=False) as connection:
        create(connection)
    told = refused("of_bytes")
    assert all("SQL_ASCII" in each for each in told.values()), told


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.DiskFull("could not extend file: No space left on device"), "服务器的磁盘满了"),
        (
            errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction"),
            "只读的备用服务器",
        ),
        (errors.LockNotAvailable("canceling statement due to lock timeout"), "正忙着别的改动"),
        (errors.OutOfMemory("out of memory"), "out of memory"),
    ],
)
def test_a_server_that_can_not_do_it_is_not_told_as_lost(error: psycopg.Error, words: str) -> None:
    with pytest.raises(RoomError, match=words) as caught, reporting_errors(shared().address()):
        raise error
    assert not isinstance(caught.value, RoomLost)


def test_what_a_standby_could_not_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read, tries = asking._read, []

    def once_in_conflict(*words: Any) -> list[Any]:
        tries.append(words)
        if len(tries) == 1:
            raise errors.SerializationFailure("canceling statement due to conflict with recovery")
        return read(*words)

    monkeypatch.setattr(asking, "_read", once_in_conflict)
    with closing(RoomConnections(empty_room())) as connections:
        assert connections.rows(Number, "SELECT 1::int") == [(1,)]
    assert len(tries) == 2


def test_connections_that_nobody_needs_any_more_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(RoomConnections(empty_room())) as connections:
        some = [connections._connected() for _ in range(3)]
        for each in some:
            connections._given_back(each)
        connections.rows(Number, "SELECT 1::int")
        assert [each.closed for each in some] == [False] * 3
        monkeypatch.setattr(asking, "IDLE_SECONDS", 0.0)
        connections.rows(Number, "SELECT 1::int")
        assert [each.closed for each in some] == [True, True, False]


def test_where_the_server_is_full_one_waits_for_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(RoomConnections(empty_room())) as connections:
        only = connections._connected()

        def full(*words: object, **more: object) -> None:
            connections._given_back(only)  # who had it is done
            raise psycopg.OperationalError("FATAL:  sorry, too many clients already")

        monkeypatch.setattr(asking, "connect", full)
        assert connections.rows(Number, "SELECT 1::int") == [(1,)]
        connections._drop_idle()
        monkeypatch.setattr(asking, "FULL_SECONDS", 0.0)
        monkeypatch.setattr(connections, "_given_back", lambda connection: None)
        with pytest.raises(RoomLost, match="连上去的人太多了"):
            connections.rows(Number, "SELECT 1::int")


def test_a_terminal_does_not_wait_twice_for_a_server_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def silent(*words: object, **more: object) -> None:
        tries.append(words)
        raise errors.ConnectionTimeout("connection timeout expired")

    monkeypatch.setattr(asking, "connect", silent)
    with closing(ReadingRoom(empty_room())) as room:
        for _ in range(2):
            with pytest.raises(RoomLost, match="没有应声"):
                room.contents.counts()
    assert len(tries) == 1
