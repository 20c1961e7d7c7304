"""How long until the window can be used, as a multiple of importing Qt alone?

    uv run python -m tools.benchmarks.bench_start --folder DIR [--times 7]

`DIR` is a library that `bench_window --folder` made. Whole processes, warm, in turn: one imports PySide6.QtWidgets and
ends, the other opens the window, in Chinese, and ends as soon as it is painted with the years in its tree. Warm: what
they import is compiled, even where `PYTHONDONTWRITEBYTECODE` is set. Wall time, and processor time, which other work on
the machine disturbs less.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

SETTLED_AFTER = 1
"""The child of a window ends within so many seconds of it."""
FLOOR = "import PySide6.QtWidgets"
OURS = """
import os, sys
from pathlib import Path
from reader import app
window = app.open_window(Path(sys.argv[1]))
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
layout = window.controller.layout
def usable():
    return window.isVisible() and layout.tree.model().rowCount() > 0
def look():
    if usable():
        window.repaint()
        sys.stdout.flush()
        os._exit(0)
timer = QTimer()
timer.timeout.connect(look)
timer.start(2)
QApplication.instance().exec()
"""


def seconds(*command: str) -> tuple[float, float]:
    """How long the clock and the processor took."""
    began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    # without a limit, whose end is looked for only 20 times a second
    subprocess.run([sys.executable, "-c", *command], check=True)
    wall, now = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    time.sleep(SETTLED_AFTER)
    return wall, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args()
    os.environ["READER_HOME"] = str(options.folder / "home")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("READER_LANGUAGE", "zh")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    root = str(options.folder / "library")
    floor, ours = [], []
    for _ in range(options.times + 1):
        floor.append(seconds(FLOOR))
        ours.append(seconds(OURS, root))
    for clock, kind in enumerate(("wall time", "processor time")):
        base, own = (statistics.median(each[clock] for each in runs[1:]) for runs in (floor, ours))
        print(f"{kind}: import PySide6.QtWidgets  {base * 1000:6.0f} ms")
        print(f"{kind}: a window that can be used {own * 1000:6.0f} ms   {own / base:.2f} ×")


if __name__ == "__main__":
    main()
