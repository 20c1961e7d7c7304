"""The program knows when an upgrade has put other files in the place of those it was started from."""

import os
import subprocess
import sys
from pathlib import Path

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
        "阅报在开着的时候换成了另一版。您的文件和书签没有受影响；请关掉窗口，再打开。",
    ]
    assert not (tmp_path / "faults").exists()
