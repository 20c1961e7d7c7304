"""Does the window stutter while a library is read in and somebody scrolls, searches and opens articles?

    uv run python -m tests.benchmarks.bench_window [--issues 2000] [--seconds 60]

A 5 ms timer in the window's loop tells the gaps; a gap counts as busy time when a handler ran in it. Prints their
distribution, the share of busy time in gaps over 50 ms, the ten worst with what the window was doing, how long
first results took to come while typing, and the floor: the same timer in an empty window with the same child running.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from reader.ui.window import MainWindow
from tests.corpus import a_name, sentences, write_library

TICK_MS = 5
LONG_MS = 50.0
PATIENCE_MS = 3000.0


class Watch:
    """Notes every gap between two ticks of the window's loop, and what the window was doing in it."""

    def __init__(self) -> None:
        self.gaps: list[tuple[float, str]] = []
        self._last = time.perf_counter()
        self._main = threading.get_ident()
        self._stack = ""
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)
        self._runs = True
        threading.Thread(target=self._sample, daemon=True).start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(((now - self._last) * 1000, self._stack))
        self._last, self._stack = now, ""

    def _sample(self) -> None:
        while self._runs:
            time.sleep(0.02)
            if time.perf_counter() - self._last > 0.03:
                # no name is kept: a frame that lives on would keep its painters alive
                self._stack = "".join(traceback.format_stack(sys._current_frames()[self._main])[-6:])

    def stop(self) -> None:
        self._runs = False
        self._timer.stop()


def pause(ms: int) -> None:
    """Lets the window's loop run. `QTest.qWait` would keep Python's lock, and every other thread waiting for it."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def answer_after(window: MainWindow, typed: str) -> float:
    """Types a key that makes the query `typed`; the ms until its first results are in the list."""
    line = window.room.rooms.search.line
    came = QEventLoop()
    window.room.searching.answered.connect(came.quit)
    QTimer.singleShot(int(PATIENCE_MS), came.quit)
    clock = time.perf_counter()
    line.setText(typed)
    line.textEdited.emit(typed)
    came.exec()
    window.room.searching.answered.disconnect(came.quit)
    return (time.perf_counter() - clock) * 1000


def use(window: MainWindow, until: Callable[[], bool], rng: random.Random) -> Iterator[float]:
    """Scrolls, opens articles, steps through issues and types searches; yields the ms from a key to its answer."""
    rooms = window.room.rooms
    while not until():
        for _ in range(15):
            QTest.keyClick(rooms.tree, rng.choice((Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right)))
            pause(20)
        for _ in range(10):
            QTest.keyClick(rooms.pane.page, Qt.Key.Key_PageDown)
            pause(20)
        for _ in range(4):
            QTest.keyClick(window, Qt.Key.Key_J)
            pause(60)
        rooms.search.begin()
        word = rng.choice((a_name(rng), rng.choice(sentences())[2:6], "的", "渡口", "没有这样的话"))
        for end in range(1, len(word) + 1):
            yield answer_after(window, word[:end])
            pause(60)
        for _ in range(8):
            QTest.keyClick(rooms.results.view, Qt.Key.Key_Down)
            pause(40)
        rooms.results.view.setFocus()
        while rooms.are_results_shown():
            QTest.keyClick(window, Qt.Key.Key_Escape)
        pause(50)


def report(title: str, gaps: list[tuple[float, str]]) -> None:
    times = sorted(gap for gap, _ in gaps)
    total = sum(times)
    busy = sum(t for t in times if t > 2 * TICK_MS) or 1.0
    long = sum(t for t in times if t > LONG_MS)
    at = [times[min(int(len(times) * p), len(times) - 1)] for p in (0.5, 0.95, 0.99, 0.999)]
    print(f"\n{title}: {len(times)} ticks in {total / 1000:.1f} s")
    print("  gap ms: p50 {:.1f}  p95 {:.1f}  p99 {:.1f}  p99.9 {:.1f}".format(*at), f" worst {times[-1]:.1f}")
    print(
        f"  in gaps over {LONG_MS:.0f} ms: {long / total:.2%} of all time, {long / busy:.2%} of busy time; "
        f"over 200 ms: {sum(t > 200 for t in times)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["READER_HOME"] = str(Path(folder) / "home")
        root = Path(folder) / "library"
        write_library(root, options.issues)

        from reader import app as composition

        began = time.perf_counter()
        window = composition.open_window(root)
        assert isinstance(window, MainWindow)
        window.resize(1440, 900)
        print(f"open_window: {(time.perf_counter() - began) * 1000:.0f} ms", flush=True)
        pause(500)
        watch = Watch()
        end = time.monotonic() + options.seconds
        answers = sorted(use(window, lambda: time.monotonic() > end, random.Random(7)))
        watch.stop()
        report("in use while it is read in", watch.gaps)
        at = [answers[int(len(answers) * p)] for p in (0.5, 0.95, 0.99)]
        print("  from a key to its first results, ms: p50 {:.0f}  p95 {:.0f}  p99 {:.0f}".format(*at))
        print("  the ten worst:")
        for gap, stack in sorted(watch.gaps, reverse=True)[:10]:
            print(f"  {gap:.1f} ms\n{stack}")
        window.close()
        idle = QMainWindow()
        idle.show()
        floor = Watch()
        pause(5000)
        floor.stop()
        report("floor: an empty window", floor.gaps)


if __name__ == "__main__":
    main()
