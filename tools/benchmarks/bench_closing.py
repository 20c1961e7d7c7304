"""Does a window that is closed at any moment leave anything behind: a fault report, a warning of Qt, a crash, a hang?

    uv run python -m tools.benchmarks.bench_closing [--windows 300] [--seed 1] [--workers 2]

Windows are opened on a library that is read in for the first time (every third on one that has been read), are used for
0 to 2 seconds (typing a search, opening what is found, changing the tab) and closed, in one of the ways a window
ends: deleted later, its last reference dropped at once, another library opened in it just before, or the program
left. Each process has a few of them. Prints what was left behind; exit code 1 if anything was.
"""

import argparse
import gc
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader import app as composition
from reader.ui.frame import place_by_face
from reader.ui.window.window import MainWindow
from tests import homes
from tests.corpus import write_library

WINDOWS_A_PROCESS = 10
LONGEST_MS = 2000
ISSUES = 120
PATIENCE_SECONDS = 300
"""The time after which a process with its windows counts as hung."""
QUERIES = ("渡", "渡口", "本报讯", "王 李", "标题:的", "“记者”", "du kou")


class Ending(Enum):
    DELETED_LATER = "deleted later"
    DROPPED = "dropped"
    OTHER_LIBRARY = "another library opened, then closed"
    LEFT = "the program left"


def use(window: MainWindow, rng: random.Random, until: float) -> None:
    """Does at the window what a person may do, up to a moment, by the clock of `time.monotonic`."""
    while (left := until - time.monotonic()) > 0:
        layout = window.controller.layout
        match rng.randrange(4):
            case 0:
                layout.search.line.clear()
                written = QInputMethodEvent()
                written.setCommitString(rng.choice(QUERIES))
                QApplication.sendEvent(layout.search.line, written)
            case 1:
                layout.results.step(1)
            case 2:
                window.controller.step_article(1)
            case _:
                window.controller.show_tab(rng.choice(list(place_by_face())))
        QTest.qWait(round(1000 * min(left, rng.uniform(0, 0.2))))


def run_windows(seed: int, number: int, roots: list[Path], home: Path) -> None:
    """Opens and closes `number` windows, and leaves the program with the last of them as a person does."""
    watch_all()
    rng = random.Random(seed)
    for turn in range(number):
        is_read = rng.randrange(3) == 0
        os.environ["READER_HOME"] = str(home / ("read" if is_read else f"fresh-{seed}-{turn}"))
        ending = Ending.LEFT if turn == number - 1 else rng.choice(list(Ending)[:3])
        last = time.monotonic() + LONGEST_MS / 1000 * rng.choice((0, rng.random() ** 3, rng.random()))
        window = composition.open_window(roots[turn % 2])
        assert isinstance(window, MainWindow)
        use(window, rng, last)
        if ending is Ending.OTHER_LIBRARY:
            window.open_library(roots[(turn + 1) % 2])
            use(window, rng, time.monotonic() + rng.uniform(0, 0.5))
        window.close()
        if ending is Ending.LEFT:
            leave()
        elif ending is Ending.DELETED_LATER:
            window.deleteLater()
        del window
        if rng.randrange(2):
            gc.collect()
        QTest.qWait(rng.randrange(300))
        print(f"closed {turn}: {ending.value}", flush=True)


def leave() -> None:
    """Ends Qt's loop as it ends when the last window is closed."""
    QTimer.singleShot(0, QApplication.quit)
    QApplication.exec()


def watch_all() -> None:
    """Has everything that would go unseen printed: Qt's warnings, and exceptions that nobody can catch."""

    def told(kind: QtMsgType, _: object, words: str | None) -> None:
        if kind is not QtMsgType.QtDebugMsg:
            print(f"LEFT Qt: {words}", flush=True)

    def unraisable(what: "sys.UnraisableHookArgs") -> None:
        print("LEFT unraisable:", *traceback.format_exception(what.exc_value), flush=True)

    def of_thread(what: threading.ExceptHookArgs) -> None:
        print("LEFT on a thread:", *traceback.format_exception(what.exc_value), flush=True)

    qInstallMessageHandler(told)
    sys.unraisablehook, threading.excepthook = unraisable, of_thread


def left_behind(seed: int, number: int, roots: list[Path], home: Path) -> Iterator[str]:
    """Runs windows in a process of their own; yields what they left behind."""
    words = ["--seed", seed, "--windows", number, "--child", home, *roots]
    command = [sys.executable, "-X", "faulthandler", "-m", "tools.benchmarks.bench_closing", *map(str, words)]
    environment = os.environ | {"READER_HOME": str(home / "read"), **homes.WITHOUT_KEYRING}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        said = error.stdout or b""
        yield f"HUNG (seed {seed}): {said.decode() if isinstance(said, bytes) else said}"
        return
    if done.returncode:
        yield f"CRASHED (seed {seed}, exit code {done.returncode}): {done.stdout[-1000:]}{done.stderr[-3000:]}"
    yield from (line for line in done.stdout.splitlines() if line.startswith("LEFT"))
    for path in home.glob("*/data/faults/*.txt"):
        yield "FAULT " + path.read_text(encoding="utf-8").partition("\n")[2].strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--windows", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--child", type=Path, nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        home, *roots = options.child
        run_windows(options.seed, options.windows, roots, home)
        return
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        roots = [Path(folder) / "江边", Path(folder) / "山里"]
        for number, root in enumerate(roots):
            write_library(root, ISSUES, seed=number)
        seeds = range(options.seed * 1000, options.seed * 1000 + -(-options.windows // WINDOWS_A_PROCESS))

        def run(seed: int) -> list[str]:
            before = WINDOWS_A_PROCESS * (seed - seeds.start)
            number = min(WINDOWS_A_PROCESS, options.windows - before)
            return list(left_behind(seed, number, roots, Path(folder) / f"home-{seed}"))

        with ThreadPoolExecutor(options.workers) as threads:
            left = [each for some in threads.map(run, seeds) for each in some]
    for words, times in Counter(_last_lines(each) for each in left).most_common():
        print(f"{times} ×\n{words}\n")
    print(f"{options.windows} windows, {time.monotonic() - began:.0f} s; left behind: {len(left)}")
    sys.exit(1 if left else 0)


def _last_lines(words: str) -> str:
    return "\n".join(words.splitlines()[-12:])


if __name__ == "__main__":
    main()
