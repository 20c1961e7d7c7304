"""What the program takes that is the same on every machine: prints counts as JSON.

    python -m tests.counted window|sync|use FOLDER

`FOLDER` is empty; each is measured in a process of its own on a copy of the sample. The window is opened, left alone
until it has nothing more to do, and then led along a fixed walk by its keys. The sync reads in one more issue. In use,
the window does whatever it can do, round after round: what it has more of after each.
"""

from __future__ import annotations

import cProfile
import gc
import json
import os
import pstats
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import own_process
from reader.assets import sample_library

if TYPE_CHECKING:
    from reader.ui.window.window import MainWindow

ONE_MORE = "1987-06-20.txt"
_ISSUE = """雁桥日报
1987年6月20日 星期六

渡口来了新船
本报讯 昨天上午，雁桥渡口来了一条新船，船工祝水芹说，过河的人再也不用等到天黑了。

粮站开门早
本报讯 城东粮站从今天起提早半小时开门，排队的人少了一半。
"""

Counts = dict[str, int]


def counted_window(root: Path) -> Counts:
    profile = cProfile.Profile()
    profile.enable()
    from reader import app

    window = app.open_window(root)
    from PySide6.QtWidgets import QApplication

    from tests.counted_walk import FixedWalk

    walk = FixedWalk(window)
    walk.wait_for(walk.is_filled)
    window.repaint()
    profile.disable()
    counts = {
        "modules at the first picture": len(sys.modules),
        "calls up to the first picture": _calls(profile),
    }
    profile.enable()
    walk.wait_for(walk.is_settled)
    profile.disable()
    counts |= {
        "modules of a window at rest": len(sys.modules),
        "calls up to rest": _calls(profile),
        "widgets at rest": len(QApplication.allWidgets()),
        "threads at rest": _threads(),
    }
    for part in (walk.search, walk.read, walk.look_around):
        profile = cProfile.Profile()
        profile.enable()
        part()
        profile.disable()
        counts[f"calls of a fixed walk: {part.__name__}"] = _calls(profile)
    return counts | {
        "modules after the walk": len(sys.modules),
        "widgets after the walk": len(QApplication.allWidgets()),
        "top-level windows after the walk": len(QApplication.topLevelWidgets()),
        "threads after the walk": _threads(),
    }


_WARM_ROUNDS = 2
"""Rounds in which parts are made and most caches are filled."""
_COUNTED_ROUNDS = 5
_PERIOD = 3
"""After how many rounds a window shows the same again: an act may choose the next of three."""
_CALLED = frozenset(("builtins.function", "builtins.method", "builtins.cell", "functools.partial"))
"""What keeps something alive that was to be called later, beside objects of the program's own kinds."""


def counted_use(root: Path) -> Counts:
    from reader import app

    window = app.open_window(root)
    from tests.every_act import EveryAct

    every_act = EveryAct(window)
    every_act.rest()
    for _ in range(_WARM_ROUNDS):
        every_act.do_round()
    counts, kinds = _held(window)
    held = [counts]
    for _ in range(_COUNTED_ROUNDS):
        every_act.do_round()
        counts, kinds_now = _held(window)
        held.append(counts)
    for kind, more in (kinds_now - kinds).most_common(30):
        print(f"{more:6} {kind}", file=sys.stderr)
    return {f"{name} more in a round of all acts": _growth([each[name] for each in held]) for name in counts}


def _growth(held: Sequence[int]) -> int:
    """Return by how much a round grows what is held: the least of all periods. What is left behind is left behind in
    every period; a cache takes its last entries in one of them, sooner or later as the machine is quick or slow.
    """
    periods = zip(held, held[_PERIOD:], strict=False)
    return min(after - before for before, after in periods) // _PERIOD


def _name_of_kind(held: object) -> str:
    return f"{type(held).__module__}.{type(held).__qualname__}"


def _is_of_reader(held: object) -> bool:
    name = _name_of_kind(held)
    return name in _CALLED or name.startswith("reader.")


def _held(window: MainWindow) -> tuple[Counts, Counter[str]]:
    """Return how much a window holds, and how many Python objects of each kind there are."""
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QApplication

    from tests.living import objects_where

    _forget_the_way_back(window)
    gc.unfreeze()
    for _ in range(3):
        gc.collect()
    kinds = Counter(map(_name_of_kind, objects_where(_is_of_reader)))
    counts = {
        "objects": kinds.total(),
        "objects of Qt": len(window.findChildren(QObject)),
        "widgets": len(QApplication.allWidgets()),
        "top-level windows": len(QApplication.topLevelWidgets()),
        "threads": _threads(),
        "descriptors": sum(1 for _ in Path("/proc/self/fd").iterdir()),
    }
    return counts, kinds


def _forget_the_way_back(window: MainWindow) -> None:
    """Drop what is kept to undo acts and to go back, of which there are at most some hundreds."""
    from reader.ui.controllers.reading_controller import NavigationHistory, StoppedPlaces

    undo = window.controller.features.undo
    for acts in (undo._done, undo._undone):
        acts.clear()
    reading = window.controller.reading
    reading.history = NavigationHistory(reading.history.places[-1:], 0)
    reading.stopped = StoppedPlaces()


def _calls(profile: cProfile.Profile) -> int:
    """Return how many calls the thread of the window has made, without those of the walk and those that it makes: it
    asks the more often whether the window is at rest the slower a machine is.
    """
    profile.create_stats()
    called: dict[_Function, tuple[Any, ...]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    calls = 0
    for function, (_, number, _, _, callers) in called.items():
        if not _is_of_walk(function):
            calls += number - sum(by[1] for caller, by in callers.items() if _is_of_walk(caller))
    return calls


_Function = tuple[str, int, str]
"""Its file, line and name, as pstats has it."""


def _is_of_walk(function: _Function) -> bool:
    return "/tests/" in function[0]


def _threads() -> int:
    return sum(1 for _ in Path("/proc/self/task").iterdir())


def counted_sync(root: Path) -> Counts:
    from reader.library.library import Library

    statements: Counter[str] = Counter()
    connect = sqlite3.connect

    def traced(*words: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*words, **options)
        connection.set_trace_callback(lambda sql: statements.update([sql.split(None, 1)[0].upper()]))
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]
    library = Library.open(root)
    library.sync(workers=0)
    (root / ONE_MORE).write_text(_ISSUE, encoding="utf-8")
    statements.clear()
    before = _written()
    report = library.sync(workers=0)
    counts = {
        "SQL statements of one more issue": statements.total(),
        "written bytes of one more issue": _written() - before,
    }
    library.close()
    assert report.added == 1
    return counts


def _written() -> int:
    """Return how many bytes this process has written so far, wherever they went."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(dict(line.split(": ") for line in lines)["wchar"])


KINDS: dict[str, Callable[[Path], Counts]] = {
    "window": counted_window,
    "sync": counted_sync,
    "use": counted_use,
}


def main() -> None:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    root = folder / "library"
    shutil.copytree(sample_library(), root)
    if kind != "sync":
        subprocess.run(
            own_process.command("sync", "--library", str(root)), stdout=subprocess.DEVNULL, check=True
        )
    json.dump(KINDS[kind](root), sys.stdout)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
