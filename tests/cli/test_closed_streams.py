"""A command whose standard input, output or error is closed does what it is to do, and prints into no file."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal, write_issues

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes them")

_CLOSED = {"input": "<&-", "output": ">&-", "error": "2>&-", "all": "<&- >&- 2>&-"}


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_issues(tmp_path / "旧报")


def run(terminal: Terminal, closed: str, *words: object) -> "subprocess.CompletedProcess[str]":
    command = ["sh", "-c", f'exec "$@" {_CLOSED[closed]}', "sh", *terminal.command(*words)]
    return subprocess.run(
        command, env=terminal.environment(), capture_output=True, check=False, encoding="utf-8"
    )


@pytest.mark.parametrize("closed", _CLOSED)
def test_a_library_is_read_in_and_searched(terminal: Terminal, root: Path, closed: str) -> None:
    synced = run(terminal, closed, "sync", "--library", root)
    assert (synced.returncode, synced.stderr) == (0, "")
    found = run(terminal, closed, "search", "老戏台", "--count", "--library", root)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == ("2\n" if closed in ("input", "error") else "")
    assert terminal.run("check", "--library", root).code == 0


@pytest.mark.parametrize(
    "words",
    [("search", "--batch", "-", "--jsonl"), ("cite", "-"), ("people", "--list", "-"), ("claims", "-")],
)
def test_what_is_to_be_read_from_a_closed_input_is_told(
    terminal: Terminal, tmp_path: Path, words: tuple[str, ...]
) -> None:
    root = terminal.laid(tmp_path / "旧报")
    ran = run(terminal, "input", *words, "--library", root)
    assert ran.returncode == 1
    assert "标准输入是关着的" in ran.stderr


@pytest.mark.parametrize("closed", ["output", "error", "all"])
def test_what_is_printed_is_written_into_no_file(terminal: Terminal, tmp_path: Path, closed: str) -> None:
    """The next file that is opened has the number of the closed stream."""
    root = terminal.laid(tmp_path / "旧报")
    key = terminal.run("search", "老戏台", "--json", "--library", root).json()["hits"][0]["key"]
    assert run(terminal, closed, "bookmark", "add", key, "--library", root).returncode == 0
    exported = tmp_path / "出"
    assert run(terminal, closed, "export", "老戏台", "-o", exported, "--library", root).returncode == 0
    texts = [path.read_text(encoding="utf-8") for path in exported.rglob("*.md")]
    assert any("老戏台搬过了河" in text for text in texts)
    assert not any("已存到" in text for text in texts)
    assert "老戏台搬过了河" in terminal.run("bookmark", "list", "--library", root).out
