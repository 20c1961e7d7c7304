"""The program knows when an upgrade has put other files in the place of those it was started from; its threads share
memory.
"""

import errno
import io
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader import own_process

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

WATCHED = """
import os, sys
sys.frozen, sys.executable = True, sys.argv[1]
from reader.cli.errors import sentence_for
from reader.i18n import choose
from reader.own_process import was_replaced
from reader.ui.window.window import reported
choose("zh")
assert not was_replaced() and sentence_for(ValueError("a fault")) is None
os.replace(sys.argv[2], sys.argv[1])
print(sentence_for(ValueError("bad marshal data")))
print(reported(ValueError("bad marshal data")))
"""


def test_a_fault_after_an_upgrade_is_told_as_one(tmp_path: Path) -> None:
    for name in ("reader", "reader.dpkg-new"):
        (tmp_path / name).write_bytes(name.encode())
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path / "reader"), str(tmp_path / "reader.dpkg-new")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "HOME": str(tmp_path)},
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "阅报在运行的时候换成了另一版。资料没有改动；请再运行一次。",
        "阅报在开着的时候换成了另一版。您的文件和收藏没有受影响；请关掉窗口，再打开。",
    ]
    assert not (tmp_path / "faults").exists()


ARENAS = """
import ctypes, sys, threading
from reader import own_process
if sys.argv[1] == "shared":
    own_process.share_arenas()
libc = ctypes.CDLL(None)
def work():
    kept = [bytearray(100_000) for _ in range(20)]
    all_at_work.wait()
all_at_work = threading.Barrier(12)
threads = [threading.Thread(target=work) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's malloc has arenas")
def test_many_threads_share_two_arenas() -> None:
    def arenas(*words: str) -> int:
        environment = dict(os.environ)
        environment.pop("MALLOC_ARENA_MAX", None)
        told = subprocess.run(
            [sys.executable, "-c", ARENAS, *words],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        return told.stdout.count("<heap nr=")

    assert arenas("shared") <= 2 < arenas("")


class FaultyPipe(io.FileIO):
    """A pipe of which some reads fail, although it has not ended."""

    def __init__(self, number: int, faults: int) -> None:
        super().__init__(number, "rb")
        self.faults = faults

    def readinto(self, buffer: "WriteableBuffer") -> int:
        if self.faults:
            self.faults -= 1
            raise OSError(errno.EINVAL, "Invalid argument")
        return super().readinto(buffer)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_process, "_PAUSES", (0.0, 0.0, 0.0))


def piped(words: bytes, faults: int) -> own_process.PatientInput:
    reading, writing = os.pipe()
    os.write(writing, words)
    os.close(writing)
    return own_process.PatientInput(FaultyPipe(reading, faults))


@pytest.mark.usefixtures("quick")
def test_an_error_of_a_pipe_is_not_its_end() -> None:
    with piped(b"pause\nresume\n", faults=3) as words:
        assert list(words) == [b"pause\n", b"resume\n"]


@pytest.mark.usefixtures("quick")
def test_an_error_that_stays_is_an_error() -> None:
    with piped(b"pause\n", faults=100) as words, pytest.raises(OSError, match="Invalid argument"):
        list(words)
