"""Does the window stutter while a library is read in and somebody reads, searches and marks in it?

    uv run python -m tools.benchmarks.bench_window [--articles 100000] [--seconds 60] [--folder DIR]

The library holds `--articles` articles; when the window opens, further issues stand in its folder, and a child reads
them in all the while. An hour of use is played in `--seconds`: the tree is walked, articles are opened and scrolled,
passages highlighted, searches typed, results stepped through, issues riffled; the window changes its size, its theme
and its views.
A 5 ms timer in the window's loop tells the gaps. Prints their distribution, the share of busy time in gaps over 50 ms,
what was seen in those gaps and who had the processor, the ten worst with their stacks, how long first results took to
come while typing, and the floor: the same timer in an empty window. With
`--folder` the library is made there once, and used again.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from itertools import count, islice
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from reader import app as composition
from reader.features.calendar.ui.riffle_view import RiffleView
from reader.ui.window.window import MainWindow
from tests.corpus import a_name, issues, sentences
from tools.benchmarks.watching import Watch, pause, report, report_causes, report_shares, report_worst

ARTICLES_AN_ISSUE = 10
PATIENCE_MS = 3000
_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SIZES = ((1440, 900), (1000, 760), (700, 500), (1900, 1050), (900, 700))


class Use:
    """Somebody at the window: a round of everything, again and again, never twice the same."""

    def __init__(self, window: MainWindow, rng: random.Random) -> None:
        self.window = window
        self.layout = window.controller.layout
        self.rng = rng
        self.answers: list[float] = []
        self.did: Counter[str] = Counter()

    def go_on(self, until: Callable[[], bool]) -> None:
        for turn in count():
            for act in (self.walk, self.read, self.search, self.mark, self.look_around, self.riffle):
                if until():
                    return
                act()
                self.did[act.__name__] += 1
            if turn % 3 == 2:
                self.change_size()
            if turn % 5 == 4:
                QTest.mouseClick(self.layout.top.theme_button, Qt.MouseButton.LeftButton)
                self.did["theme"] += 1
                pause(100)

    def press(self, key: Qt.Key, times: int = 1, ms: int = 20, held: Qt.KeyboardModifier = _NONE) -> None:
        for _ in range(times):
            QTest.keyClick(self.window.focusWidget() or self.window, key, held)
            pause(ms)

    def walk(self) -> None:
        self.press(Qt.Key.Key_1, held=_CTRL)
        self.layout.tree.setFocus()
        for _ in range(15):
            self.press(self.rng.choice((Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right)))
        self.press(Qt.Key.Key_Return)

    def read(self) -> None:
        self.layout.pane.page.setFocus()
        for _ in range(4):
            self.press(Qt.Key.Key_J, ms=60)
            self.press(Qt.Key.Key_PageDown, times=3)
            self.did["article"] += 1

    def mark(self) -> None:
        self.layout.pane.page.setFocus()
        cursor = self.layout.pane.page.textCursor()
        length = len(self.layout.pane.page.toPlainText())
        cursor.setPosition(length // 2)
        cursor.setPosition(min(length, length // 2 + 12), cursor.MoveMode.KeepAnchor)
        self.layout.pane.page.setTextCursor(cursor)
        self.press(Qt.Key.Key_H, ms=60)

    def search(self) -> None:
        self.layout.search.begin()
        words = [a_name(self.rng), self.rng.choice(sentences())[2:6], "的", "渡口", "没有这样的话"]
        for word in self.rng.sample(words, 3):
            for end in range(1, len(word) + 1):
                is_there = word[:end] == self.layout.search.line.text()  # with its results in the list
                if not is_there:
                    self.answers.append(self.answer_after(word[:end]))
                pause(60)
        self.layout.results.view.setFocus()
        self.press(Qt.Key.Key_Down, times=8, ms=40)
        self.did["article"] += 8
        while self.layout.are_results_shown():
            QTest.keyClick(self.window, Qt.Key.Key_Escape)
        pause(50)

    def answer_after(self, typed: str) -> float:
        """Types a key that makes the query `typed`; the ms until its first results are in the list."""
        line = self.layout.search.line
        came = QEventLoop()
        self.window.controller.features.searching.answered.connect(came.quit)
        QTimer.singleShot(PATIENCE_MS, came.quit)
        clock = time.perf_counter()
        line.setText(typed)
        line.textEdited.emit(typed)
        came.exec()
        self.window.controller.features.searching.answered.disconnect(came.quit)
        return (time.perf_counter() - clock) * 1000

    def look_around(self) -> None:
        """The calendar, the notebook, the whole page, and back."""
        for key in (Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_1):
            self.press(key, held=_CTRL, ms=80)
        self.layout.pane.page.setFocus()
        self.press(Qt.Key.Key_V, times=2, ms=120)

    def riffle(self) -> None:
        """A key held for two seconds, then a drag along the years and back."""
        self.layout.pane.page.setFocus()
        self.press(Qt.Key.Key_G, ms=200, held=_CTRL)
        view = self.window.findChild(RiffleView)
        assert isinstance(view, RiffleView)
        view.run(-1)
        pause(2000)
        view.stop()
        for step in (*range(0, 100, 2), *range(100, 0, -2)):
            view.drag_to(step / 100)
            pause(10)
        self.press(Qt.Key.Key_Return, ms=100)

    def change_size(self) -> None:
        self.window.resize(*self.rng.choice(SIZES))
        pause(120)
        self.did["size"] += 1


def make(root: Path, articles: int, more: int) -> None:
    """A library of `articles` articles, read in, and `more` issues that are not."""
    held = sum(path.is_file() for path in root.rglob("*.txt"))
    if not held:
        held = articles // ARTICLES_AN_ISSUE
        _write(root, islice(issues(held), held))
    print("reading the library in …", flush=True)
    subprocess.run([sys.executable, "-m", "reader", "sync", "--library", str(root)], check=True)
    _write(root, islice(issues(held + more), held, None))


def _write(root: Path, made: "islice[tuple[str, str]]") -> None:
    for name, text in made:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def measure(root: Path, seconds: float) -> None:
    began = time.perf_counter()
    window = composition.open_window(root)
    assert isinstance(window, MainWindow)
    window.resize(1440, 900)
    print(f"open_window: {(time.perf_counter() - began) * 1000:.0f} ms", flush=True)
    pause(500)
    watch = Watch()
    end = time.monotonic() + seconds
    somebody = Use(window, random.Random(7))
    somebody.go_on(lambda: time.monotonic() > end)
    watch.stop()
    somebody.walk()
    window.resize(*SIZES[0])
    print("done:", ", ".join(f"{name} {times}" for name, times in sorted(somebody.did.items())))
    report("in use while it is read in", watch.gaps)
    answers = sorted(somebody.answers)
    at = [answers[int(len(answers) * p)] for p in (0.5, 0.95, 0.99)]
    print(
        f"  from a key to its first results, of {len(answers)}, ms:"
        " p50 {:.0f}  p95 {:.0f}  p99 {:.0f}".format(*at)
    )
    report_shares(watch.gaps)
    report_causes(watch.gaps)
    report_worst(watch.gaps)
    window.close()
    idle = QMainWindow()
    idle.show()
    floor = Watch()
    pause(5000)
    floor.stop()
    report("floor: an empty window", floor.gaps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--more", type=int, default=2000, help="issues read in while the window is in use")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--folder", type=Path, help="where the library is kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = options.folder or Path(folder)
        os.environ["READER_HOME"] = str(base / "home")
        make(base / "library", options.articles, options.more)
        measure(base / "library", options.seconds)


if __name__ == "__main__":
    main()
