"""A library in a folder connects to nobody; a room only to its own address, whatever it is asked."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import corpus
from tests.features.room.clusters import empty_room, shared
from tests.features.room.slow_line import slow_line
from tests.terminal import Terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="no strace here: apt-get install strace"),
]


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("报")
    corpus.write_library(folder, 2, articles=2)
    return folder


def reached(terminal: Terminal, trace: Path, *words: object) -> set[str]:
    """Return every address of the internet's families that a command, and all that it starts, has sent to."""
    call = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-e",
        "trace=connect,sendto,sendmsg,sendmmsg",
        "-o",
        str(trace),
    ]
    done = subprocess.run(
        [*call, *terminal.command(*words)], env=terminal.environment(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    found = re.findall(r"sa_family=AF_INET6?, [^}]*\}", trace.read_text(encoding="utf-8", errors="replace"))
    return set(found)


def test_a_library_in_a_folder_asks_nobody(terminal: Terminal, root: Path, tmp_path: Path) -> None:
    assert reached(terminal, tmp_path / "trace", "search", "的", "--rungs", "--library", root) == set()


@pytest.mark.slow
def test_a_room_is_asked_at_its_address_and_nobody_else(
    terminal: Terminal, root: Path, tmp_path: Path
) -> None:
    empty_room()
    with slow_line(shared().folder / ".s.PGSQL.5432") as line:
        address = f"postgresql://{shared().user}@127.0.0.1:{line.port}/emptied"
        for words in (
            ("room", "add", address, root),
            ("room", "check", address),
            ("search", "的", "--rungs", "--library", address),
        ):
            (only,) = reached(terminal, tmp_path / "trace", *words)
            assert f"sin_port=htons({line.port})" in only
            assert '"127.0.0.1"' in only
