"""The password of a room in a terminal: asked for where a person is, told where none is, printed nowhere."""

import os
import pty
import re
import select
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from reader.features.room.address import parse_address
from reader.features.room.passwords import login_of
from tests.features.room import logins
from tests.features.room.clusters import shared
from tests.features.room.logins import PASSWORD, OwnKeyring
from tests.terminal import Ran, Terminal
from tests.told_types import why_not_of

pytestmark = pytest.mark.slow

QUESTION = "的密码：|\\[y/N\\]"


@pytest.fixture(scope="module")
def room() -> str:
    """The address of a room for one who has a password."""
    shared().room("asked_for")
    name = logins.user("ning")
    shared().run(f"GRANT yuebao_reader TO {name}")
    return shared().typed("asked_for", name)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home", {"PGPASSFILE": "/nowhere"})


def at_terminal(terminal: Terminal, answers: Sequence[str], *words: object) -> Ran:
    """Run a command where its questions are answered, its output going to a file; `err` is what was seen."""
    printed = terminal.home / "printed"
    process, line = pty.fork()
    if not process:
        os.dup2(os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.execve(sys.executable, terminal.command(*words), terminal.environment())
    seen, asked = b"", 0
    while select.select([line], [], [], 60)[0]:
        try:
            data = os.read(line, 4096)
        except OSError:  # it has ended
            break
        if not data:
            break
        seen += data
        while asked < min(len(answers), len(re.findall(QUESTION.encode(), seen))):
            os.write(line, answers[asked].encode() + b"\n")
            asked += 1
    os.close(line)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return Ran(code, printed.read_text(encoding="utf-8"), seen.decode())


def test_a_person_is_asked_until_it_is_right(terminal: Terminal, room: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    ran = at_terminal(terminal, ["falsch", PASSWORD], "--log", log, "room", "check", room)
    assert (ran.code, len(re.findall(QUESTION, ran.err))) == (0, 2), ran
    assert "用户 ning 的密码：" in ran.err
    assert "密码不对" in ran.err
    assert "0 篇" in ran.out
    assert "的密码" not in ran.out
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert log in files
    assert [path for path in files if PASSWORD.encode() in path.read_bytes()] == []
    assert PASSWORD not in ran.err


def test_other_commands_ask_too_and_not_for_ever(terminal: Terminal, room: str) -> None:
    ran = at_terminal(terminal, ["1", "2", "3", "4"], "search", "渡口", "--library", room)
    assert (ran.code, len(re.findall(QUESTION, ran.err))) == (1, 3), ran
    assert "不认用户 ning 的密码" in ran.err
    assert not ran.out


def test_programs_are_told(terminal: Terminal, room: str) -> None:
    ran = at_terminal(terminal, [], "room", "check", room, "--json")
    assert (ran.code, ran.out) == (1, ""), ran
    for told in (ran, terminal.run("search", "渡口", "--library", room, code=1)):
        assert "要密码" in told.err
        assert ".pgpass" in told.err
        assert "PGPASSWORD" in told.err
        assert "Traceback" not in told.err


def test_a_remembered_one_is_used_and_forgotten(
    tmp_path: Path, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    keyring = OwnKeyring()
    terminal = Terminal(tmp_path / "home")
    with logins.keyring_used(monkeypatch, keyring):
        told = terminal.run("room", "forget", room, "--json").json()
        assert not why_not_of(told, "room forget")
        assert not told["forgotten"]
        keyring.kept[login_of(parse_address(room)).place] = PASSWORD
        assert "0 篇" in terminal.run("room", "check", room).out
        assert "忘掉了" in terminal.run("room", "forget", room).out
        assert not keyring.kept
        assert "没有记" in terminal.run("room", "forget", room).out
    with logins.keyring_used(monkeypatch, None):
        assert "没有查密码库" in terminal.run("room", "forget", room, code=1).err
