"""What stands in the window, and when, after a folder is opened that was never read?

    uv run python -m tools.benchmarks.bench_opening [--issues 2000] [--times 5]

Two newspapers of half the issues each; the folder is opened from a window on the sample, each time with an empty cache
of its own. Told are the milliseconds after the choice of the folder: until the window says that it opens it, is painted
anew, knows how many files there are, shows the first headline, has rows in its tree, and an article on its page; beside
them the processor time of the window's own thread until then, which other work on the machine leaves as it is.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


from reader import app as composition
from reader.storage.platform_folders import places
from reader.ui.article.article_header import OpeningProgress
from reader.ui.window.window import MainWindow
from tests.corpus import write_library
from tools.benchmarks.watching import pause

PATIENCE_S = 60


def make(root: Path, issues: int) -> None:
    for number, name in enumerate(("雁桥日报", "江城晚报")):
        write_library(root / name, issues // 2, seed=number + 1)
        for path in (root / name).rglob("*.txt"):
            text = path.read_text(encoding="utf-8")
            path.write_text(
                text.replace("雁桥日报", name).replace("00-0000", f"00-000{number}"), encoding="utf-8"
            )


def once(root: Path) -> dict[str, tuple[float, float]]:
    """The milliseconds until each thing is there, and those of the processor."""
    shutil.rmtree(places().cache / "libraries", ignore_errors=True)
    window = composition.open_window(None)
    assert isinstance(window, MainWindow)
    window.resize(1440, 900)
    pause(4000)
    began, worked = time.perf_counter(), time.thread_time()
    told: dict[str, tuple[float, float]] = {}

    def note(what: str) -> None:
        told.setdefault(what, ((time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000))

    def hear(news: OpeningProgress | None) -> None:
        if news is not None:
            note("what is read")
        if news is not None and news.found:
            note("how many files")
        if news is not None and news.headlines:
            note("a headline")

    make_controller = window._make_controller

    def watched(*given: object) -> object:
        note("that it opens")  # the strip of the window before has been painted with it
        made = make_controller(*given)  # type: ignore[arg-type]
        made.sync.first.changed.connect(hear)
        return made

    window._make_controller = watched  # type: ignore[method-assign, assignment]
    window.open_library(root)
    wait_for(window.opener.is_idle)
    window.repaint()
    note("painted")
    layout, reading = window.controller.layout, window.controller.reading
    wait_for(lambda: layout.tree.model().rowCount() > 0)
    note("rows in the tree")
    wait_for(lambda: reading.article is not None)
    note("an article")
    window.close()
    return told


def wait_for(comes: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE_S
    while not comes() and time.perf_counter() < end:
        pause(2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--issues", type=int, default=2000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["READER_HOME"] = str(Path(folder) / "home")
        make(Path(folder) / "旧报", options.issues)
        runs = [once(Path(folder) / "旧报") for _ in range(options.times)]
        for what in runs[0]:
            times, worked = zip(*(run[what] for run in runs if what in run), strict=True)
            print(
                f"{what:18} {statistics.median(times):7.0f} ms   worst {max(times):7.0f}"
                f"   processor {statistics.median(worked):7.0f} ms   worst {max(worked):7.0f}"
            )


if __name__ == "__main__":
    main()
