"""`reader room serve`: PostgreSQL on a folder of one's own, as a process, with the real programs."""

import getpass
import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from reader.features.room import own_server
from reader.features.room.own_server import (
    MARK,
    Programs,
    ServerError,
    ServerFolder,
    checked,
    name_checked,
    programs_for,
)
from tests import corpus
from tests.features.room.as_ordinary_user import USER
from tests.features.room.clusters import programs
from tests.terminal import Terminal
from tests.told_types import why_not_of

pytestmark = pytest.mark.slow

PASSWORD = "柳树下的一口井-7"


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A folder of the user as whom the server runs."""
    programs()
    folder = Path(tempfile.mkdtemp(prefix="serve-", dir="/tmp"))
    try:
        corpus.write_library(folder / "报", 2, articles=2)
        owned(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def owned(folder: Path) -> None:
    """Give a folder with all in it to the user as whom the server runs."""
    if os.geteuid() == 0:
        for each in (folder, *folder.rglob("*")):
            shutil.chown(each, USER, USER)


@pytest.fixture(scope="module")
def room(home: Path) -> Path:
    """A folder with a room, of which the server was ended."""
    with served(home, home / "room"):
        pass
    with (home / "room" / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write("fsync = off\n")  # the tests end it often
    return home / "room"


@pytest.fixture(scope="module")
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "tests.features.room.as_ordinary_user", *map(str, words)]


def environment(home: Path) -> dict[str, str]:
    known = Terminal(home / "reader").environment()
    owned(home / "reader")
    return known | {"HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])}


def run(home: Path, *words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command(*words),
        env=environment(home),
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == code, done
    return done


@contextmanager
def served(home: Path, folder: Path, *words: object, end: int = signal.SIGINT) -> Iterator[dict[str, Any]]:
    """Run the command until the block ends; gives what it tells when the room is open."""
    process = subprocess.Popen(
        command("room", "serve", folder, "--json", *words),
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        told = process.stdout.readline()
        assert told, process.communicate()
        assert not why_not_of(json.loads(told), "room serve")
        yield json.loads(told)
    finally:
        process.send_signal(end)
        _, said = process.communicate(timeout=240)
    assert (process.returncode, said.strip()[-3:]) == (0, "就开。"), said


def test_a_room_is_made_loaded_searched_ended_and_opened_again(
    home: Path, room: Path, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(tmp_path, {"PGPASSWORD": PASSWORD})
    address = f"postgresql://kai@127.0.0.1:{port}/rooms"
    with served(home, room, "--listen", "127.0.0.1", "--port", port) as told:
        assert (told["folder"], told["created"]) == (str(room), False)
        assert told["readers"] == [f"postgresql://NAME@127.0.0.1:{port}/rooms"]
        as_owner(told["room"], f"CREATE ROLE kai LOGIN IN ROLE yuebao_librarian PASSWORD '{PASSWORD}'")
        assert "2 天" in terminal.run("room", "add", address, home / "报").out
        assert not terminal.run("room", "check", address).err
    assert not (room / "data" / "postmaster.pid").exists()
    with served(home, room, "--listen", "127.0.0.1", "--port", port, end=signal.SIGTERM):
        assert terminal.run("room", "check", address, "--json").json()["issues"] == 2


def as_owner(address: str, sql: str) -> None:
    """Run SQL as the user whose server it is."""
    other = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.geteuid() == 0 else []
    subprocess.run(
        [*other, programs() / "psql", "-d", address, "-c", sql], check=True, capture_output=True, cwd="/"
    )


def test_a_reader_gets_a_password_that_stands_nowhere_in_clear(home: Path, room: Path, port: int) -> None:
    with served(home, room, "--listen", "127.0.0.1", "--port", port):
        said, code = typed(home, room, [PASSWORD, PASSWORD])
        assert (code, PASSWORD in said, "可以用这个密码看了" in said) == (0, False, True)
        at_room = f"host=127.0.0.1 port={port} user=lan dbname="
        with psycopg.connect(f"{at_room}rooms", password=PASSWORD) as connection:
            known = connection.execute("SELECT key FROM yuebao.meta").fetchall()
            assert {("version",), ("generation",), ("identity",)} <= {*known}
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("DELETE FROM yuebao.issue")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"{at_room}rooms", password="geraten-geraten")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"{at_room}postgres", password=PASSWORD)
        said, code = typed(
            home, room, ["kurz", "lang genug eins", "lang genug zwei", "neu-neu-neu", "neu-neu-neu"]
        )
        assert (code, "两遍不一样" in said, "的密码换了" in said) == (0, True, True)
        psycopg.connect(f"{at_room}rooms", password="neu-neu-neu").close()
        assert "要在终端里问" in run(home, "room", "serve", room, "--reader", "lan", code=1).stderr
        assert "已有一个服务器在运行" in run(home, "room", "serve", room, code=1).stderr
    assert PASSWORD not in (room / "server.log").read_text(encoding="utf-8")


def typed(home: Path, room: Path, answers: list[str]) -> tuple[str, int]:
    """Run `--reader lan` in a terminal, where its questions are answered; return what was seen, and the code."""
    process, line = pty.fork()
    if not process:
        os.execve(sys.executable, command("room", "serve", room, "--reader", "lan"), environment(home))
    said, asked = b"", 0
    while True:
        if not select.select([line], [], [], 60)[0]:
            raise TimeoutError(said)
        try:
            data = os.read(line, 4096)
        except OSError:  # it has ended
            break
        if not data:
            break
        said += data
        questions = len(re.findall("的密码：|再输一遍：".encode(), said))
        if questions > asked and asked < len(answers):
            os.write(line, answers[asked].encode() + b"\n")
            asked += 1
    os.close(line)
    return said.decode(errors="replace"), os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_a_port_that_is_taken_is_told(home: Path, room: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        words = ("room", "serve", room, "--listen", "127.0.0.1", "--port", number)
        assert f"端口 {number} 已有别的程序在用" in run(home, *words, code=1).stderr


def test_a_server_that_falls_is_told(home: Path, room: Path) -> None:
    process = subprocess.Popen(
        command("room", "serve", room, "--json"),
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline()
    os.kill(int((room / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0]), signal.SIGQUIT)
    _, said = process.communicate(timeout=240)
    assert process.returncode == 1
    assert "PostgreSQL 没有运行" in said.decode()
    assert b"Traceback" not in said


# -- what is told before anything is written


def place(folder: Path) -> ServerFolder:
    return ServerFolder(folder, "", 5432)


def state_of(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.fixture
def ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(ServerError) as told:
        act()
    return str(told.value)


@pytest.mark.parametrize("name", ["旧报.txt", ".hidden", "data/PG_VERSION"])
@pytest.mark.usefixtures("ordinary")
def test_a_folder_with_other_things_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("15\n", encoding="utf-8")
    before = state_of(tmp_path)
    assert "没有动它" in refused(lambda: checked(place(tmp_path)))
    assert state_of(tmp_path) == before


@pytest.mark.usefixtures("ordinary")
def test_a_file_and_a_path_that_is_too_long_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "不是文件夹" in refused(lambda: checked(place(tmp_path / "file")))
    assert "太长" in refused(lambda: checked(place(tmp_path / ("长" * 40))))
    checked(place(tmp_path / "new"))


def test_root_is_told_to_be_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "root" in refused(lambda: checked(place(tmp_path / "new")))
    assert not (tmp_path / "new").exists()


def test_where_postgresql_is_not_installed_it_is_said_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_server, "_FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt install postgresql" in refused(lambda: programs_for(place(tmp_path)))


@pytest.mark.parametrize(("made", "installed", "told"), [("14", (15, 17), "15、17"), ("99", (), "没有")])
def test_a_folder_of_another_version_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str, installed: tuple[int, ...], told: str
) -> None:
    monkeypatch.setattr(
        own_server, "_installed", lambda: iter([Programs(tmp_path, each) for each in installed])
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text(f"{made}\n", encoding="utf-8")
    words = refused(lambda: programs_for(place(tmp_path)))
    assert f"PostgreSQL {made} 建的" in words
    assert told in words


def test_programs_of_the_folders_version_are_taken_else_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        own_server, "_installed", lambda: iter([Programs(tmp_path, each) for each in (17, 15)])
    )
    assert programs_for(place(tmp_path)).version == 17
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text("15\n", encoding="utf-8")
    assert programs_for(place(tmp_path)).version == 15


def test_what_was_cut_off_while_it_was_made_is_left_and_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin = tmp_path / "bin"
    bin.mkdir()
    script = bin / "initdb"
    script.write_text(
        '#!/bin/sh\nmkdir -p "$2"\necho 15 > "$2/half"\necho \'initdb: error: could not write to file'
        ' "x": No space left on device\' >&2\nexit 1\n',
        encoding="utf-8",
    )
    script.chmod(0o755)
    own = place(tmp_path / "room")
    monkeypatch.setattr(own_server, "owner", getpass.getuser)
    assert "磁盘满了" in refused(lambda: own_server.make(own, Programs(bin, 15)))
    assert (own.folder / MARK).exists()
    assert not own.data.exists()
    assert len(list(own.folder.glob("data-*/half"))) == 1


@pytest.mark.parametrize("name", ["pg_x", "", "a b", "a;b", "x" * 64, "1a", 'a"b', "public"])
def test_names_that_no_reader_can_have_are_refused(name: str) -> None:
    with pytest.raises(ServerError):
        name_checked(name)


@pytest.mark.parametrize("name", ["lan", "阿兰", "o.reader-2"])
def test_names_that_a_reader_can_have(name: str) -> None:
    assert name_checked(name) == name


def test_what_the_server_says_steers_no_terminal(tmp_path: Path) -> None:
    words = own_server._why("FATAL:  \x1b]0;甲\x07 went wrong", place(tmp_path))
    assert "\x1b" not in words
    assert "went wrong" in words


def test_what_the_environment_says_of_other_servers_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "elsewhere")
    assert not [name for name in own_server._environment() if name.startswith("PG")]
