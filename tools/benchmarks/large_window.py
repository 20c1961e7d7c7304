"""The longest gap of a window's loop while a very long article is opened, read and searched in it; for
`bench_large_file`, which starts it as a process of its own.

    python -m tools.benchmarks.large_window LIBRARY QUERY
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader import app as composition
from reader.ui.window.window import MainWindow
from tools.benchmarks.watching import Watch, pause, report, report_worst

PATIENCE_S = 30


def wait_for(holds: Callable[[], bool]) -> float:
    """Seconds until it holds."""
    began = time.perf_counter()
    while not holds() and time.perf_counter() - began < PATIENCE_S:
        pause(20)
    return time.perf_counter() - began


def main() -> None:
    library, query = Path(sys.argv[1]), sys.argv[2]
    window = composition.open_window(library)
    assert isinstance(window, MainWindow)
    pause(200)
    watch = Watch()
    room, pane = window.controller, window.controller.layout.pane
    told = {"opened": wait_for(lambda: pane.article() is not None)}
    pause(1500)
    line = room.layout.search.line
    room.layout.search.begin()
    line.setText(query)
    line.textEdited.emit(query)
    told["results"] = wait_for(lambda: room.layout.are_results_shown() and room.features.searching.is_idle())
    pause(500)
    room.layout.results.view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(room.layout.results.view, key)
    told["first hit"] = wait_for(lambda: len(pane.page.marked) > 0)
    for _ in range(5):
        room.features.active.step_hit(1)
        pause(60)
        QTest.keyClick(pane.page, Qt.Key.Key_Space)
        pause(60)
    for _ in range(3):
        pane.portion_bar.next_button.click()
        pause(400)
    room.features.active.step_hit(-1)
    pause(1500)
    told["hits of the portion"] = len(pane.page.marked)
    watch.stop()
    print("  window: " + ", ".join(f"{name} {value:.1f}" for name, value in told.items()))
    print(f"  {pane.portion_bar.label.text()}")
    report("  gaps", watch.gaps)
    report_worst(watch.gaps, 5)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
