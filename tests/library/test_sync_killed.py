"""Processes that sync are killed at random moments, alone and with their children, two of them at once: nothing is
lost, neither of what they derive nor of the reader's own."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from reader.library.library import Library
from tests import homes
from tests.library.test_sync_ways import assert_equal, corrected, tables_of, write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform != "linux", reason="finds children in /proc"),
]

_SYNC = """
import random, sys
from pathlib import Path
from reader.features.people import name_counting
from reader.library import sync
from reader.library.library import Library
from reader.library.sync_events import LibraryBusy

sync.MANY_BYTES = sync.FIRST_BATCH_SECONDS = 0
sync.MANY_ARTICLES = name_counting.FILLED_FROM = 1
sync.BATCH_SECONDS, name_counting.RANGE = 0.05, 16
try:
    Library.open(Path(sys.argv[1])).sync(workers=int(sys.argv[2]))
except LibraryBusy:
    print("busy")
"""
_ROUNDS = 6


def begin(root: Path, workers: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", _SYNC, str(root), str(workers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def children_of(process: int) -> list[int]:
    found: list[int] = []
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, listed.read_text().split())
    return found


def killed_now_and_then(root: Path, chance: random.Random) -> int:
    """Sync again and again, two processes at once now and then; return how many were killed."""
    began = time.monotonic()
    assert begin(root, 2).communicate()[1] == ""
    whole = time.monotonic() - began
    killed = 0
    for _ in range(_ROUNDS):
        if chance.random() < 0.7:
            with closing(Library.open(root)) as library:
                library.local.throw_catalogue_away()
        running = [begin(root, chance.randrange(3)) for _ in range(chance.choice((1, 1, 2)))]
        for _ in range(2):
            time.sleep(chance.random() * whole / 4)
            for child in children_of(running[0].pid)[: chance.randrange(2)]:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
        running[0].kill()
        for each in running:
            _, complaint = each.communicate()
            killed += each.returncode == -signal.SIGKILL
            assert complaint == ""
    return killed


def test_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    root, other = tmp_path / "柳川", tmp_path / "again" / "柳川"
    write(root)
    shutil.copytree(root, other)
    with closing(Library.open(other)) as library:
        corrected(library, 0)
        library.sync()
        said, corrections = tables_of(library), library.corrections.known()
    with closing(Library.open(root)) as library:
        corrected(library, 0)
    assert killed_now_and_then(root, random.Random(7)) > 1
    with closing(Library.open(root)) as library:
        library.sync(workers=1)
        assert_equal(tables_of(library), said)
        assert len(library.corrections.known()) == len(corrections) > 0
        assert library.problems() == []
