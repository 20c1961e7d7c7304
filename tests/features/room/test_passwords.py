"""The password of a room: asked for once, held for all connections, sent to nobody else, standing nowhere."""

import io
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from reader import assets
from reader.features.room import passwords, system_keyring
from reader.features.room.address import RoomAddress, parse_address
from reader.features.room.connections import PasswordNeeded, RoomConnections, RoomError, RoomLost
from reader.features.room.passwords import (
    Attempt,
    KnownPassword,
    Origin,
    PasswordPrompt,
    known_password_for,
    login_of,
)
from reader.features.room.system_keyring import KeyringUnusable
from tests.features.room import logins
from tests.features.room.clusters import shared
from tests.features.room.fake_server import authentication, fake_server, told
from tests.features.room.logins import PASSWORD, OwnKeyring, typed
from tests.features.room.slow_line import slow_line

pytestmark = pytest.mark.slow

PLAIN_PART = "Brunnen-7"
"""What stands in the password, and looks the same in bytes."""
SCRAM = authentication(10, b"SCRAM-SHA-256\0\0")


class One(NamedTuple):
    one: int


@pytest.fixture
def keyring() -> OwnKeyring:
    return OwnKeyring()


@pytest.fixture(autouse=True)
def used(keyring: OwnKeyring, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    with logins.keyring_used(monkeypatch, keyring):
        yield


@pytest.fixture
def address() -> RoomAddress:
    return shared().address("postgres", logins.user("rui"))


@pytest.fixture
def connections(address: RoomAddress) -> Iterator[RoomConnections]:
    with closing(RoomConnections(address)) as made:
        yield made


def is_in(connections: RoomConnections) -> bool:
    return connections.rows(One, "SELECT 1") == [(1,)]


def wanted(connections: RoomConnections) -> PasswordPrompt:
    with pytest.raises(PasswordNeeded) as caught:
        connections.rows(One, "SELECT 1")
    return caught.value.wanted


# -- asked, given, held


def test_where_there_is_none_it_is_asked_for(connections: RoomConnections) -> None:
    asked = wanted(connections)
    assert (asked.wrong, asked.login.user, asked.login.server) == (None, "rui", "这台机器")
    assert not asked.keyring_trouble


def test_what_was_typed_holds_for_all_connections(address: RoomAddress, connections: RoomConnections) -> None:
    wanted(connections)
    typed(address)
    assert is_in(connections)
    logins.end_sessions("rui")
    assert is_in(connections)
    with closing(RoomConnections(address)) as others:
        assert is_in(others)
        others.far.look().wait()
        assert not others.far.missing


def test_a_wrong_one_is_tried_once(address: RoomAddress, connections: RoomConnections) -> None:
    wanted(connections)
    before = logins.failures("rui")
    typed(address, "falsch")
    assert [wanted(connections).wrong for _ in range(3)] == [Origin.TYPED] * 3
    assert logins.failures("rui") == before + 1


@pytest.mark.parametrize("odd", ["a\0b", "\udce4"])
def test_one_that_no_server_can_have_is_wrong(
    address: RoomAddress, connections: RoomConnections, odd: str
) -> None:
    wanted(connections)
    typed(address, odd)
    assert wanted(connections).wrong is Origin.TYPED


def test_one_that_was_changed_on_the_server_is_asked_for_once(
    address: RoomAddress, connections: RoomConnections
) -> None:
    wanted(connections)
    typed(address)
    assert is_in(connections)
    logins.change("rui", "anders")
    logins.end_sessions("rui")
    asked: list[PasswordPrompt] = []
    threads = [threading.Thread(target=lambda: asked.append(wanted(connections))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 4
    assert len(set(asked)) == 1
    assert asked[0].wrong is Origin.KNOWN
    typed(address, "anders")
    assert is_in(connections)


def test_a_person_at_a_terminal_is_asked_at_once(
    address: RoomAddress, connections: RoomConnections, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, seen = iter(["falsch", PASSWORD]), []

    def ask(held: KnownPassword, asked: PasswordPrompt) -> bool:
        seen.append(asked.wrong)
        held.give(next(answers), keeps=False)
        return True

    monkeypatch.setattr(passwords, "ask", ask)
    assert is_in(connections)
    assert seen == [None, Origin.TYPED]


def test_who_is_asked_for_it_sees_names_that_steer_nothing() -> None:
    login = login_of(parse_address("postgresql://a%1b%5b2J%E2%80%AE@b%1b.example/rooms"))
    assert "\x1b" not in login.user + login.server
    assert "\u202e" not in login.user


# -- the password file


def test_the_password_file_goes_before(
    connections: RoomConnections, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "pgpass"
    file.write_text("*:*:*:rui:falsch\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    before = logins.failures("rui")
    assert [wanted(connections).wrong for _ in range(3)] == [Origin.FILE] * 3
    assert logins.failures("rui") == before + 1
    file.write_text(f"*:*:*:rui:{PASSWORD}\n", encoding="utf-8")
    known_password_for(connections.address).look_again()
    assert is_in(connections)


def test_a_password_of_the_environment_is_called_by_its_name(
    connections: RoomConnections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "falsch")
    assert "PGPASSWORD" in wanted(connections).reason
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    known_password_for(connections.address).look_again()
    assert is_in(connections)


def test_who_is_told_of_the_password_file_is_told_of_the_environment() -> None:
    catalogue = assets.resource("locale/en/LC_MESSAGES/reader.po").read_bytes()
    words = [
        words
        for each in read_po(io.BytesIO(catalogue))
        for words in (each.id, each.string)
        if re.search(r"\.pgpass|密码文件|password file", str(words))
    ]
    docs = Path(__file__).parents[3] / "docs"
    for name in ("guide.md", "guide.en.md", "reading-room.md"):
        parts = re.split(r"\n\n|\n- ", (docs / name).read_text(encoding="utf-8"))
        words += [part for part in parts if ".pgpass" in part]
    assert len(words) >= 19
    assert [each for each in words if "PGPASSWORD" not in str(each)] == []


# -- the keyring


def place_of(address: RoomAddress) -> str:
    return login_of(address).place


def test_a_remembered_one_is_used_without_asking(
    address: RoomAddress, connections: RoomConnections, keyring: OwnKeyring
) -> None:
    keyring.kept[place_of(address)] = PASSWORD
    assert is_in(connections)
    assert threading.get_ident() not in keyring.threads


def test_one_is_remembered_when_it_holds_and_not_before(
    address: RoomAddress, connections: RoomConnections, keyring: OwnKeyring
) -> None:
    wanted(connections)
    typed(address, "falsch", keeps=True)
    wanted(connections)
    assert not keyring.kept
    typed(address, keeps=True)
    assert is_in(connections)
    assert keyring.kept == {place_of(address): PASSWORD}


def test_one_that_does_not_hold_any_more_is_replaced_or_forgotten(
    address: RoomAddress, connections: RoomConnections, keyring: OwnKeyring
) -> None:
    for keeps, kept in ((True, {place_of(address): PASSWORD}), (False, {})):
        passwords._held.clear()
        keyring.kept[place_of(address)] = "alt"
        asked = wanted(connections)
        assert (asked.wrong, asked.is_remembered) == (Origin.KNOWN, True)
        typed(address, keeps=keeps)
        assert is_in(connections)
        assert keyring.kept == kept
        logins.end_sessions("rui")


def test_forgotten_it_is_asked_for_again(
    address: RoomAddress, connections: RoomConnections, keyring: OwnKeyring
) -> None:
    keyring.kept[place_of(address)] = PASSWORD
    assert is_in(connections)
    assert [known_password_for(address).forget() for _ in range(2)] == [True, False]
    assert is_in(connections), "what is open stays open"
    logins.end_sessions("rui")
    assert wanted(connections).wrong is None


def test_a_keyring_that_does_not_answer_is_waited_for_once_and_counts_when_it_does(
    address: RoomAddress, connections: RoomConnections, keyring: OwnKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_keyring, "ANSWER_SECONDS", 0.05)
    keyring.kept[place_of(address)] = PASSWORD
    keyring.is_open.clear()
    assert "没有应声" in wanted(connections).keyring_trouble
    wanted(connections)
    assert len(keyring.threads) == 1
    call = known_password_for(address)._keyring_call
    keyring.is_open.set()
    assert call is not None
    assert call.wait(120)
    assert is_in(connections)


def test_without_a_keyring_it_is_said_and_nothing_that_it_says_is_repeated(
    address: RoomAddress, connections: RoomConnections, monkeypatch: pytest.MonkeyPatch
) -> None:
    with logins.keyring_used(monkeypatch, None):
        assert wanted(connections).keyring_trouble == "这台机器上没有能用的密码库。"
        typed(address, keeps=True)
        assert is_in(connections)
        complaint = known_password_for(address).take_complaint()
        assert "没有记下" in complaint
        assert PASSWORD not in complaint
        assert not known_password_for(address).take_complaint()
        with pytest.raises(KeyringUnusable):
            known_password_for(address).forget()


# -- to nobody else


def test_it_goes_where_it_was_typed_for_whatever_a_service_file_says_later(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    services, name = tmp_path / "services", logins.user("rui")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    with slow_line(shared().folder / ".s.PGSQL.5432") as line, fake_server([SCRAM]) as other:
        services.write_text(
            f"[archive]\nhost=127.0.0.1\nport={line.port}\nuser={name}\ndbname=postgres\n", encoding="utf-8"
        )
        address = parse_address("postgresql://?service=archive")
        with closing(RoomConnections(address)) as connections:
            assert wanted(connections).login.server == f"127.0.0.1:{line.port}"
            typed(address)
            assert is_in(connections)
            port = dict(parse_address(other.address).parts)["port"]
            services.write_text(f"[archive]\nhost=127.0.0.1\nport={port}\nuser=rui\n", encoding="utf-8")
            logins.end_sessions("rui")
            monkeypatch.setenv("PGHOSTADDR", "127.0.0.2")
            assert is_in(connections)
        assert not other.heard


@pytest.mark.parametrize(
    "other",
    [
        "postgresql://lan@b.example/rooms?sslmode=verify-full",
        "postgresql://kai@a.example/rooms?sslmode=verify-full",
        "postgresql://lan@a.example:5433/rooms?sslmode=verify-full",
        "postgresql://lan@a.example/rooms",
        "postgresql://lan@a.example/rooms?sslmode=verify-full&sslrootcert=/tmp/x.pem",
        "postgresql://lan@a.example,b.example/rooms?sslmode=verify-full",
    ],
)
def test_another_server_user_or_line_has_another_place_in_the_keyring(other: str) -> None:
    one = parse_address("postgresql://lan@a.example/rooms?sslmode=verify-full")
    assert place_of(one) != place_of(parse_address(other))
    assert known_password_for(one) is not known_password_for(parse_address(other))


@pytest.mark.parametrize("number", [3, 5])
def test_a_server_that_wants_it_nearly_in_clear_gets_nothing(number: int) -> None:
    clear = authentication(number, b"salt" if number == 5 else b"")
    with fake_server([SCRAM], holds=False) as server:
        address = parse_address(server.address)
        with closing(RoomConnections(address)) as connections:
            wanted(connections)
            typed(address)
            server.parts = [clear, told(b"E", "no")]
            with pytest.raises(RoomLost, match="scram-sha-256"):
                connections.rows(One, "SELECT 1")
        assert PASSWORD.encode() not in server.heard
        assert b"md5" not in server.heard


# -- nowhere


def refusal(connections: RoomConnections, sql: str) -> RoomError:
    with pytest.raises(RoomError) as caught:
        connections.rows(One, sql)
    return caught.value


def test_nothing_that_is_printed_has_it(
    address: RoomAddress, connections: RoomConnections, keyring: OwnKeyring
) -> None:
    errors = []
    for password in (None, f"{PASSWORD}x", PASSWORD):
        if password is not None:
            typed(address, password)
        errors.append(refusal(connections, "SELECT nothing" if password == PASSWORD else "SELECT 1"))
    held = known_password_for(address)
    attempt = held.attempt()
    assert attempt.settings["password"] == PASSWORD
    told_of = [
        *(
            "".join(traceback.TracebackException.from_exception(e, capture_locals=True).format())
            for e in errors
        ),
        *map(repr, (*errors, held, attempt, address, login_of(address), Attempt(1, {"password": PASSWORD}))),
        repr(os.environ),
        repr(sys.argv),
        place_of(address),
    ]
    assert [words for words in told_of if PLAIN_PART in words] == []


def test_no_error_that_is_passed_on_has_it(connections: RoomConnections) -> None:
    address = shared().address("nirgends", "rui")
    with closing(RoomConnections(address)) as others:
        wanted(others)
        typed(address)
        error: BaseException | None = refusal(others, "SELECT 1")
        assert "没有这个数据库" in str(error)
    while error is not None:
        assert PLAIN_PART not in repr(getattr(error, "pgconn", ""))
        error = error.__cause__ or error.__context__
