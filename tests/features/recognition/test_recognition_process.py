"""Recognition in a child of the window: the end of its standard input stops it, an error of that does not."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.features.recognition.block_pages import CHILD, OTHER, PAGE, save

_PAGES = 12


def started(root: Path, given: int, program: str = CHILD) -> subprocess.Popen[bytes]:
    """Begin to recognise pages, a third of a second each; `given` is the descriptor of standard input."""
    pages = []
    for number in range(_PAGES):
        lines = (PAGE[0], PAGE[1 + number % 5], OTHER[1 + number // 5])
        pages.append(save(root / f"1987-06-{number + 1:02}.png", lines))
    return subprocess.Popen(
        [sys.executable, "-c", program, root, *(page.name for page in pages)],
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def recognized(told: bytes) -> int:
    """The number of pages that the report tells of."""
    return int(json.loads(told.splitlines()[-1])["recognized"])


def test_the_end_of_standard_input_stops_it(tmp_path: Path) -> None:
    with started(tmp_path, subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline()
        child.stdin.close()
        events = [json.loads(line) for line in child.stdout]
    assert child.returncode == 1
    assert all("recognized" not in event for event in events)


def test_a_standard_input_that_cannot_be_read_is_told_and_stops_nothing(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with started(tmp_path, writing) as child:
        told, errors = child.communicate()
    os.close(reading)
    os.close(writing)
    assert child.returncode == 0
    assert recognized(told) == _PAGES
    assert "收不到窗口的话" in errors.decode()


def test_another_thread_that_asks_for_the_status_of_standard_input_stops_nothing(tmp_path: Path) -> None:
    """Under some systems a read of a pipe fails meanwhile."""
    asking = """
import os, threading, time
def ask():
    while True:
        os.fstat(0)
        time.sleep(0.01)
threading.Thread(target=ask, daemon=True).start()
"""
    with started(tmp_path, subprocess.PIPE, asking + CHILD) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        told = child.stdout.read()
        errors = child.stderr.read()
    assert child.returncode == 0
    assert recognized(told) == _PAGES
    assert errors == b""
