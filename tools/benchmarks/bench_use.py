"""Does a window that is used for an hour stay as large as it was?

    uv run python -m tools.benchmarks.bench_use --folder DIR [--minutes 20] [--searches 180] [--rounds 0]

`DIR` is a library that `bench_window --folder` made. First searches alone, then acts drawn at random: whatever the
window can do by an action's name, opened and closed again, between searching and reading. Each twentieth of the time it
tells what the process has, as soon as no task is under way: memory in MB, what of it malloc holds free, threads,
widgets, top-level windows. Ends with 1 if memory at the end is more than a tenth above what it was after a quarter of
the time. With `--rounds`, everything that the window can do is done once a round instead, in the same order
(`tests.every_act`): what is taken in the first is what is made once, and what is more after each is what stays.
"""

import argparse
import ctypes
import gc
import os
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader import app
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.window.window import MainWindow
from tests.corpus import a_name, sentences
from tests.every_act import EveryAct
from tools.benchmarks.watching import pause

_MOST_GROWTH = 0.1
_PARTS = 20
_PAUSE_MS = 60
_WAIT_MS = 250
_MOST_WAITS = 240
_REST = re.compile(r'<total type="(?:fast|rest)" count="\d+" size="(\d+)"/>')


class Taken(Struct, frozen=True):
    """What a process has; memory in bytes."""

    memory: int
    free: int
    threads: int
    widgets: int
    windows: int

    def in_words(self) -> str:
        return (
            f"{self.memory / 2**20:6.0f} MB, {self.free / 2**20:4.0f} MB of it free inside malloc, "
            f"{self.threads} threads, {self.widgets} widgets, {self.windows} top-level windows"
        )


def taken() -> Taken:
    """Return what this process has, after what is due for deletion is deleted."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        pause(30)
        gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return Taken(
        pages * os.sysconf("SC_PAGE_SIZE"),
        free_in_malloc(),
        sum(1 for _ in Path("/proc/self/task").iterdir()),
        len(QApplication.allWidgets()),
        len(QApplication.topLevelWidgets()),
    )


def await_tasks(window: MainWindow) -> None:
    """Wait until no task of the window is under way, for a minute at most: what one takes does not stay."""
    for _ in range(_MOST_WAITS):
        pause(_WAIT_MS)
        if all(queue.is_idle() for queue in window.findChildren(TaskQueue)):
            return


def free_in_malloc() -> int:
    """Return how many bytes glibc's malloc holds free in all its arenas."""
    library = ctypes.CDLL(None)
    library.open_memstream.restype = ctypes.c_void_p
    text = ctypes.c_char_p()
    size = ctypes.c_size_t()
    stream = ctypes.c_void_p(library.open_memstream(ctypes.byref(text), ctypes.byref(size)))
    library.malloc_info(0, stream)
    library.fclose(stream)
    told = (text.value or b"").decode("ascii")
    library.free(text)
    of_all = told[told.rindex("</heap>") :]
    return sum(map(int, _REST.findall(of_all)))


class Use:
    """Uses a window by its keys and by the names of its actions."""

    def __init__(self, window: MainWindow, chance: random.Random) -> None:
        self._window = window
        self._chance = chance
        self.every_act = EveryAct(window)

    def search(self) -> None:
        layout = self._window.controller.layout
        layout.search.begin()
        words = (a_name(self._chance), self._chance.choice(sentences())[2:6], "的", "北京", "会议")
        query = self._chance.choice(words)
        layout.search.line.setText(query)
        layout.search.line.textEdited.emit(query)
        pause(3 * _PAUSE_MS)
        layout.results.view.setFocus()
        self._press(Qt.Key.Key_Down)

    def read(self) -> None:
        self._window.controller.layout.pane.page.setFocus()
        self._press(Qt.Key.Key_J)

    def step_issue(self) -> None:
        self._window.handlers()["next_issue"]()
        pause(_PAUSE_MS)
        if self._chance.random() < 0.1:
            self._window.handlers()["newest_issue"]()
            pause(_PAUSE_MS)

    def resize(self) -> None:
        self._window.resize(*self._chance.choice(((1440, 900), (1000, 760), (700, 500))))
        pause(_PAUSE_MS)

    def open_a_part(self) -> None:
        name = self._chance.choice(self.every_act.names())
        self._window.handlers()[name]()
        pause(_PAUSE_MS)

    def draw(self) -> None:
        acts: tuple[Callable[[], None], ...] = (self.search, self.read, self.step_issue, self.resize)
        likely = (*acts, self.read, self.open_a_part, self.open_a_part, self.open_a_part)
        self._chance.choice(likely)()
        self.every_act.tidy()

    def _press(self, key: Qt.Key) -> None:
        QTest.keyClick(self._window.focusWidget() or self._window, key)
        pause(_PAUSE_MS // 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--searches", type=int, default=180)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    os.environ["READER_HOME"] = str(options.folder / "home")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("READER_LANGUAGE", "zh")
    window = app.open_window(options.folder / "library")
    window.resize(1440, 900)
    pause(4000)
    print("opened        ", taken().in_words(), flush=True)
    use = Use(window, random.Random(options.seed))
    for _ in range(options.searches):
        use.search()
        use.every_act.tidy()
    print("searched      ", taken().in_words(), flush=True)
    for number in range(1, options.rounds + 1):
        use.every_act.do_round()
        print(f"round {number:2}      ", taken().in_words(), flush=True)
    if options.rounds:
        os._exit(0)
    seconds = options.minutes * 60
    began = time.monotonic()
    states: list[Taken] = []
    for part in range(1, _PARTS + 1):
        while time.monotonic() - began < seconds * part / _PARTS:
            use.draw()
        await_tasks(window)
        states.append(taken())
        print(f"{options.minutes * part / _PARTS:5.1f} minutes  ", states[-1].in_words(), flush=True)
    growth = states[-1].memory / states[_PARTS // 4 - 1].memory - 1
    print(f"from a quarter of the time on it has grown by {growth:.1%}", flush=True)
    window.close()
    pause(500)
    sys.stdout.flush()
    os._exit(int(growth > _MOST_GROWTH))


if __name__ == "__main__":
    main()
