"""Whatever a server says, the program tells it in a sentence, within its bounds, and shows nothing that steers."""

import itertools
import random
import resource
import struct
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import pytest

from reader.features.room import connections as asking
from reader.features.room import watch
from reader.features.room.address import parse_address
from reader.features.room.connections import RoomConnections, RoomError
from reader.language.forms import made_visible
from tests.features.room.clusters import empty_room, shared
from tests.features.room.fake_server import (
    READY,
    WELCOME,
    answer,
    authentication,
    fake_server,
    message,
    parameter,
    recorded,
    row,
    told,
)

pytestmark = pytest.mark.slow

MUTATIONS = 500
STEERS = "\x1b]0;甲\x07\x1b[31m\u202e乙\u2066\r\b\x9b2J<b>丙</b>"


class Words(NamedTuple):
    words: str


@pytest.fixture(autouse=True)
def short_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "ANSWER_SECONDS", 0.5)


def ask(address: str) -> list[Words]:
    with closing(RoomConnections(parse_address(address))) as connections:
        return connections.rows(Words, "SELECT words FROM somewhere")


def refused(address: str) -> str:
    """Return in which sentence an answer is refused."""
    with pytest.raises(RoomError) as caught:
        ask(address)
    words = str(caught.value)
    assert made_visible(words) == words
    assert len(words) < 800
    return words


def test_a_sound_answer_is_taken() -> None:
    with fake_server([WELCOME, answer(row("渡口".encode()))]) as server:
        assert ask(server.address) == [("渡口",)]


@pytest.mark.parametrize("number", [3, 2, 5, 6, 7, 9, 10, 99])
def test_a_password_is_shown_to_nobody_who_does_not_prove_to_know_it(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "geheim-geheim")
    more = {5: b"salt", 10: b"NONE\0\0"}.get(number, b"")
    with fake_server([authentication(number, more), told(b"E", "no")], holds=False) as server:
        refused(server.address)
        assert b"geheim" not in server.heard


@pytest.mark.parametrize("kind", [b"E", b"N"])
def test_words_of_errors_and_notices_steer_nothing(kind: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    begun = WELCOME[: -len(READY)] + told(b"N", STEERS) + READY
    with fake_server([begun, told(kind, STEERS * 50) + told(b"E", STEERS) + READY]) as server:
        assert "甲" in refused(server.address)
    with fake_server([told(kind, STEERS) + told(b"E", STEERS)]) as server:
        refused(server.address)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", [b"G", b"H", b"W"])
def test_a_copy_that_nobody_asked_for_is_refused(kind: bytes) -> None:
    copy = message(b"1") + message(b"2") + message(kind, b"\0\0\1\0\0")
    for more in (b"", message(b"d", b"x" * 1000) + message(b"c") + READY):
        with fake_server([WELCOME, copy + more, b""], holds=True) as server:
            refused(server.address)


@pytest.mark.parametrize(
    ("name", "value"),
    [("client_encoding", "EUC_TW"), ("client_encoding", "x" * 100), ("client_encoding", "MULE_INTERNAL")],
)
def test_another_encoding_is_refused(name: str, value: str) -> None:
    with fake_server([WELCOME, parameter(name, value) + answer(row(b"\xff\xfe\x80"))]) as server:
        refused(server.address)


@pytest.mark.parametrize(
    "said",
    [
        answer(row(b"\xff\xfe")),
        answer(row(b"many"), type_id=23),
        answer(row(b"{1,2"), type_id=1007),
        answer(row(b"2024-99-99"), type_id=1082),
        answer(row(b"a", b"b")),
        answer(row()),
        answer(message(b"D", struct.pack("!h", 30000))),
        answer(message(b"D", struct.pack("!hi", 1, 1 << 30))),
        answer(message(b"D", struct.pack("!hi", 1, -7))),
        message(b"D", struct.pack("!hi", 1, 1) + b"x") * 3,
        b"D" + struct.pack("!i", 0x7FFFFFFF),
        b"D" + struct.pack("!i", -5),
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        bytes(range(256)) * 100,
    ],
)
def test_garbage_is_refused(said: bytes) -> None:
    with fake_server([WELCOME, said]) as server:
        refused(server.address)


@pytest.mark.parametrize("parts", [[b""], [WELCOME, b""], [WELCOME, answer(row(b"x"))[:-9]]])
def test_silence_ends(parts: list[bytes]) -> None:
    with fake_server(parts, holds=True) as server:
        refused(f"{server.address}&connect_timeout=2")


@pytest.mark.parametrize(
    "parts",
    [[authentication(0) + parameter("slow", "x" * 1_000_000)], [WELCOME, answer(row(b"x" * 1_000_000))]],
)
def test_what_comes_byte_by_byte_ends(parts: list[bytes]) -> None:
    with fake_server(parts, pause=0.003) as server:
        refused(f"{server.address}&connect_timeout=2")


def test_rows_without_end_take_no_more_memory_than_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_CHARACTERS", 1 << 20)
    monkeypatch.setattr(watch, "ANSWER_SECONDS", 30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with fake_server([WELCOME, answer(*[row(b"x" * 100_000)] * 1000)]) as server:
        assert "答了太多" in refused(server.address)
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert more < (300 << 10 if sys.platform != "darwin" else 300 << 20)


@pytest.mark.parametrize(
    "said",
    [
        answer(row(b"x"), type_id=23),
        answer(*[row(b"FOR VALUES FROM (0) TO (512)")] * 30_000),
        told(b"E", STEERS) + READY,
        b"\0" * 100,
    ],
)
def test_a_server_that_lies_about_others_is_asked_for_rows_all_the_same(said: bytes) -> None:
    failed = told(b"E", STEERS, "08001") + READY
    with (
        fake_server([WELCOME, failed], patience=5) as server,
        closing(RoomConnections(parse_address(server.address))) as asked,
    ):
        server.parts = [WELCOME, said]
        asked.far.look().wait()
        assert not asked.far.missing
        server.parts = [WELCOME, failed]
        with pytest.raises(RoomError, match="甲"):
            asked.rows(Words, "SELECT words FROM somewhere")


# -- a real conversation, altered


@pytest.fixture(scope="module")
def conversation() -> list[bytes]:
    """What a real server says to two questions, in parts."""
    empty_room()

    def talk(port: int) -> None:
        address = parse_address(f"postgresql://{shared().user}@127.0.0.1:{port}/emptied?sslmode=disable")
        with closing(RoomConnections(address)) as connections:
            assert connections.rows(Words, "SELECT words FROM (VALUES ('渡口'), ('木桶')) AS known (words)")
            connections.rows(Words, "SELECT value FROM meta WHERE key = %s", ("version",))

    return recorded(shared().folder / ".s.PGSQL.5432", talk)


def altered(parts: list[bytes], dice: random.Random) -> Iterator[list[bytes]]:
    """Yield the conversation with some of it changed, again and again."""
    kinds = b"RSKZTDCEN1232sIGHWAVcdtnv"
    while True:
        changed = [bytearray(part) for part in parts]
        for _ in range(dice.choice((1, 1, 2, 5))):
            part = changed[dice.randrange(len(changed))]
            at = dice.randrange(len(part) + 1)
            length = dice.choice((1, 1, 4, 30))
            match dice.randrange(9):
                case 0:
                    part[at : at + 1] = bytes([dice.randrange(256)])
                case 1:
                    del part[at : at + length]
                case 2:
                    part[at:at] = dice.randbytes(length)
                case 3:
                    part[at:at] = part[at : at + 10 * length]
                case 4:
                    del part[at:]
                case 5:
                    part[at : at + 4] = struct.pack("!i", dice.choice((0, -1, 3, 1 << 20, 0x7FFFFFFF)))
                case 6:
                    part[at : at + 1] = bytes([dice.choice(kinds)])
                case 7:
                    part[at:at] = told(
                        dice.choice((b"E", b"N")), STEERS, dice.choice(("08006", "57P01", "42P01"))
                    )
                case 8:
                    dice.shuffle(changed)
        yield [bytes(part) for part in changed]


@pytest.mark.slow
def test_a_conversation_that_is_altered_anywhere_is_told_or_taken(
    conversation: list[bytes], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(watch, "ANSWER_SECONDS", 0.1)
    taken, said = 0, []
    with fake_server(conversation) as server:
        for parts in itertools.islice(altered(conversation, random.Random(7)), MUTATIONS):
            server.parts = parts
            try:
                with closing(RoomConnections(parse_address(server.address))) as connections:
                    for _ in range(2):
                        found = connections.rows(Words, "SELECT words FROM somewhere")
                        assert all(type(words) is str for (words,) in found)
                taken += 1
            except RoomError as error:
                said.append(str(error))
    assert 0 < taken < MUTATIONS
    assert [words for words in said if made_visible(words) != words] == []
    assert capfd.readouterr() == ("", "")
