"""What a server of one's own tells when it runs, whom it asks for passwords, and that it ends when it is asked to."""

import getpass
import json
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from reader.cli.errors import CommandError

if sys.platform == "win32":
    pytest.skip("a server of one's own is for systems with sockets in folders", allow_module_level=True)

from reader.features.room.cli import serving
from reader.features.room.own_server import ServerError, ServerFolder

GOOD = "柳树下的一口老井"
LOCAL = ServerFolder(Path("/报/阅览室"), "", 5433)
ON_NETWORK = ServerFolder(Path("/报/阅览室"), "192.168.1.7, *", 5433)


class Running:
    """A server that runs until it is asked `until` times whether it has ended."""

    is_encrypted = False

    def __init__(self, until: int = 1000) -> None:
        self._until = until
        self.ended = 0

    def await_ready(self) -> None:
        """Be ready at once."""

    def has_ended(self) -> bool:
        self._until -= 1
        return self._until < 0

    def why(self) -> str:
        return "磁盘满了"

    def end(self) -> None:
        self.ended += 1


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Running:
    """A server that is made and asked without PostgreSQL; it ends by itself when it was looked at once."""
    server = Running(0)
    monkeypatch.setattr(serving, "_LOOKED_AGAIN", 0)
    for name in ("checked", "programs_for", "make_database", "create_room"):
        monkeypatch.setattr(serving, name, lambda *_: None)
    monkeypatch.setattr(serving, "running_at", lambda _: None)
    monkeypatch.setattr(serving, "make", lambda *_: True)
    monkeypatch.setattr(serving, "Server", lambda *_: server)
    monkeypatch.setattr(serving, "set_password", lambda *_: True)
    monkeypatch.setattr(serving, "is_terminal", lambda _: True)
    return server


def typed(monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """Type these words at the questions for a password; return the questions."""
    asked: list[str] = []
    answers = iter(words)

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(getpass, "getpass", ask)
    return asked


def told(capsys: pytest.CaptureFixture[str], place: ServerFolder, **more: bool) -> str:
    server: Any = Running()
    server.is_encrypted = more.pop("is_encrypted", False)
    serving._tell(place, server, **({"has_new": True, "is_made": True, "as_json": False} | more))
    return capsys.readouterr().out


def test_a_server_that_ends_by_itself_is_told_with_its_reason_and_cleared_away(
    server: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ServerError, match="磁盘满了"):
        serving.serve(LOCAL.folder, "", 5433, [], as_json=False)
    assert server.ended == 1
    assert "阅览室开着" in capsys.readouterr().out


def test_it_ends_without_a_fault_when_it_is_asked_to(
    server: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server._until = 1000
    monkeypatch.setattr(serving, "_tell", lambda *_, **__: signal.raise_signal(signal.SIGTERM))
    before = signal.getsignal(signal.SIGTERM)
    assert serving.serve(LOCAL.folder, "", 5433, [], as_json=False) == 0
    assert server.ended == 1
    assert signal.getsignal(signal.SIGTERM) == before
    assert "阅览室关了" in capsys.readouterr().err


def test_beside_a_server_that_runs_only_readers_are_added(
    server: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "running_at", lambda place: place)
    with pytest.raises(ServerError, match="已有一个服务器在运行"):
        serving.serve(LOCAL.folder, "", 5433, [], as_json=False)
    typed(monkeypatch, GOOD, GOOD)
    assert serving.serve(LOCAL.folder, "", 5433, ["闻小树"], as_json=False) == 0
    assert server.ended == 0
    assert "读者 闻小树 可以用这个密码看了。" in capsys.readouterr().err


def test_a_name_that_no_login_can_have_is_refused_before_anything_is_asked(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = typed(monkeypatch)
    with pytest.raises(ServerError):
        serving.serve(LOCAL.folder, "", 5433, ["pg_admin"], as_json=False)
    assert asked == []


def test_a_password_is_asked_for_until_it_is_long_enough_and_typed_twice_alike(
    server: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = typed(monkeypatch, "短", GOOD, "柳树下的一口锅", GOOD, GOOD)
    assert serving._password_for("闻小树") == GOOD
    assert len(asked) == 5
    said = capsys.readouterr().err
    assert "密码要有 8 个字符以上。" in said
    assert "两遍不一样。" in said


def test_without_a_terminal_no_password_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = typed(monkeypatch, GOOD, GOOD)
    monkeypatch.setattr(serving, "is_terminal", lambda _: False)
    with pytest.raises(CommandError):
        serving._password_for("闻小树")
    assert asked == []


@pytest.mark.parametrize("is_new", [True, False])
def test_it_is_told_whether_a_reader_is_new_or_has_another_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_new: bool
) -> None:
    monkeypatch.setattr(serving, "set_password", lambda *_: is_new)
    serving._add_readers(LOCAL, {"闻小树": GOOD})
    said = capsys.readouterr().err
    assert ("可以用这个密码看了" in said) is is_new
    assert ("的密码换了" in said) is not is_new
    assert GOOD not in said


def test_a_server_in_its_folder_alone_has_one_address_for_readers() -> None:
    (address,) = serving._addresses_of_readers(LOCAL)
    assert dict(address.parts)["host"] == str(LOCAL.folder)
    assert "NAME@" in address.shown


def test_one_on_the_network_has_an_address_for_each_host_where_all_are_this_machine() -> None:
    hosts = [dict(address.parts)["host"] for address in serving._addresses_of_readers(ON_NETWORK)]
    assert hosts == ["192.168.1.7", socket.gethostname()]


def test_what_is_open_where_is_told_on_one_screen(capsys: pytest.CaptureFixture[str]) -> None:
    words = told(capsys, LOCAL, has_new=False)
    assert "阅览室开着：/报/阅览室" in words
    assert "reader room add" in words
    assert "--reader NAME" in words, "how one lets a reader in"
    assert "没有加密" not in words
    assert "--reader NAME" not in told(capsys, LOCAL)


@pytest.mark.parametrize("is_encrypted", [True, False])
def test_on_the_network_it_is_told_where_nothing_is_encrypted(
    capsys: pytest.CaptureFixture[str], is_encrypted: bool
) -> None:
    assert ("没有加密" in told(capsys, ON_NETWORK, is_encrypted=is_encrypted)) is not is_encrypted


def test_for_programs_it_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(told(capsys, ON_NETWORK, as_json=True, is_made=False))
    assert (answer["folder"], answer["created"], answer["encrypted"]) == (
        str(ON_NETWORK.folder),
        False,
        False,
    )
    assert len(answer["readers"]) == 2
    assert answer["room"].startswith("postgresql://")
