"""What is odd about a folder, a name or a file is told in a sentence, and done as well as it can be."""

import errno
import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.terminal import Terminal, write_issues


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_issues(tmp_path / "柳川")


@pytest.fixture
def key(terminal: Terminal, root: Path) -> str:
    return str(terminal.run("search", "马灯", "--json", "--library", root).json()["hits"][0]["key"])


def test_an_empty_name_is_no_folder_and_not_the_current_one(terminal: Terminal) -> None:
    for words in (["search", "马灯", "--library", ""], ["open", ""], ["sync", "--library", " "]):
        assert "路径是空的" in terminal.run(*words, code=2).err


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_with_a_space_at_its_end_is_read_and_a_line_end_in_one_does_not_end_the_line(
    terminal: Terminal, root: Path
) -> None:
    issue = root / "1991/01/19910117.txt"
    issue.rename(issue.with_name("19910117.txt "))
    (root / "1990/坏\n的.txt").write_bytes(b"\x00\x01\xff")
    synced = terminal.run("sync", "--library", root)
    assert "1990/坏\\n的.txt" in synced.err
    assert terminal.run("search", "雪人", "--library", root, "--count").out.strip() == "1"


@pytest.mark.parametrize(
    ("words", "beginning", "is_process"),
    [
        (["search", "马灯"], "citation,", True),
        (["search", "马灯", "--export", "ris"], "TY  - NEWS", False),
        (["kwic", "马灯"], "left,", False),
        (["timeline", "马灯"], "time,", False),
    ],
)
def test_a_dash_as_the_file_is_standard_output(
    root: Path, tmp_path: Path, words: list[str], beginning: str, is_process: bool
) -> None:
    terminal = Terminal(tmp_path / "home", is_process=is_process)
    assert terminal.run(*words, "-o", "-", "--library", root).out.startswith(beginning)
    assert not Path("-").exists()


def test_what_is_no_single_file_says_so(terminal: Terminal, root: Path) -> None:
    assert "标准输出" in terminal.run("export", "--all", "-o", "-", "--library", root, code=2).err
    assert "标准输出" in terminal.run("pack", "-o", "-", "--library", root, code=2).err


def test_a_record_that_cannot_be_read_is_a_fault_of_the_library(
    terminal: Terminal, root: Path, key: str
) -> None:
    terminal.run("check", "--library", root)
    terminal.run("bookmark", "add", key, "--library", root)
    with closing(sqlite3.connect(root / ".reader/user.sqlite")) as connection, connection:
        connection.execute("UPDATE bookmark SET article = '{', tick = tick + 1")
    assert "无法解析" in terminal.run("check", "--library", root, code=1).out


@pytest.mark.skipif(sys.platform == "win32", reason="files are locked otherwise")
@pytest.mark.parametrize("fault", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_on_a_drive_without_locks_all_is_read_and_new_notes_are_this_machines(
    terminal: Terminal, root: Path, key: str, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    import fcntl

    terminal.run("bookmark", "add", key, "--note", "从前", "--library", root)
    before = (root / ".reader/user.sqlite").read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(fcntl, "lockf", refuse)
    listed = terminal.run("bookmark", "list", "--library", root)
    assert "从前" in listed.out
    assert "加锁" in listed.err
    other = str(terminal.run("search", "雪人", "--json", "--library", root).json()["hits"][0]["key"])
    terminal.run("bookmark", "add", other, "--note", "后来", "--library", root)
    assert {"从前", "后来"} <= {
        each["note"] for each in terminal.run("bookmark", "list", "--json", "--library", root).json()
    }
    assert (root / ".reader/user.sqlite").read_bytes() == before


def test_a_day_to_come_is_not_the_newest_and_that_is_said(terminal: Terminal, root: Path) -> None:
    (root / "21870612.txt").write_text(
        "柳川晚报\n2187年6月12日\n\n渡船\n\n本报讯 渡船又通了。\n", encoding="utf-8"
    )
    told = terminal.run("--library", root).out
    assert "最新一期：柳川晚报 1991-01-17" in told
    assert "日子更晚的另有 1 期（最晚 2187年6月12日），与别的说法或今天不合，没有算作最新。" in told
    (root / "21870612.txt").unlink()
    terminal.run("sync", "--library", root, "--accept-missing")
    terminal.run("check", "--forget-missing", "--library", root)
    assert "日子更晚" not in terminal.run("--library", root).out


@pytest.mark.parametrize("words", [["list"], ["add", "{key}", "--note", "外婆"]])
def test_notes_that_cannot_be_opened_are_told_once(
    terminal: Terminal, root: Path, key: str, words: list[str]
) -> None:
    terminal.run("bookmark", "add", key, "--library", root)
    terminal.run("sync", "--library", root)
    with closing(sqlite3.connect(root / ".reader" / "user.sqlite")) as notes:
        notes.execute("PRAGMA user_version = 999")
    command = [word.format(key=key) for word in words]
    terminal.ran("bookmark", *command, "--library", root)
    told = terminal.run("bookmark", *command, "--library", root, code=1).err
    assert told.count("是由更新版本的阅报写的") == 1, told
    as_json = terminal.run("bookmark", "list", "--json", "--library", root, code=1).err
    assert "是由更新版本的阅报写的" in json.loads(as_json.splitlines()[-1])["error"]["message"]
    assert "是由更新版本的阅报写的" in terminal.run("bookmark", "list", "--library", root, code=1).err
