"""Does a test fail when the code is broken? Modules are changed in one small place at a time, in a copy of the tree,
and the tests that run the changed line are run; the changes that none of them notices are listed.

    uv run python -m tests.mutation reader/search reader/storage/times.py [--sample 40] [--seed 1] [--also tests/x.py]
    uv run python -m tests.mutation --since REVISION [--seconds 180]

The tests of a module are those of its folder in `tests/`, its own first. First all of them are run once to learn which
lines each runs. What survives is to be killed by a test, or made impossible, or explained in `explained.txt`. Needs a
platform that forks.

With `--since`, only lines that have changed since then are broken, in an order by chance, as far as the time goes; the
tests of a module are then the files of tests that import it.
"""

import argparse
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from tests import homes
from tests.mutation import warm
from tests.mutation.coverage import Chosen, Coverage, Recorder
from tests.mutation.explained import explained, reason_for
from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
COPIED = ("reader", "tests", "resources", "library", "pyproject.toml", "README.md", "README.en.md", "docs")
_MOST_CHANGED = 24
"""Of a large change so many mutants are tried."""
_NEAREST = 2
"""Files of tests that judge the mutants of a change, for each module."""
PATIENCE_S = 1800
"""How long the tests may take when nothing is changed."""
LONGER_S, LONGER = 10.0, 5
"""A mutant may take that much, and that many times as long as its tests take; after that it never ends, and is noticed
so."""


@dataclass(frozen=True, slots=True)
class Task:
    """A mutant of the module at `path`, relative to the root."""

    path: Path
    mutant: Mutant

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.mutant.line}: {self.mutant.change}"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a test may take to judge mutants, and that all of one mutant may take."""

    one: float
    all: float

    def of(self, tests: Sequence[str], coverage: Coverage) -> list[str]:
        """Return the first of the tests, as far as the time goes."""
        quick = [test for test in tests if coverage.seconds[test] <= self.one]
        sums = accumulate(coverage.seconds[test] for test in quick)
        return [test for test, taken in zip(quick, sums, strict=True) if taken <= self.all]


def tasks_of(rooms: Sequence[Path]) -> list[Task]:
    modules = [path for room in rooms for path in (sorted(room.rglob("*.py")) if room.is_dir() else [room])]
    return [Task(path, mutant) for path in modules for mutant in mutants_of(path.read_text(encoding="utf-8"))]


def tests_of(path: Path) -> Path:
    """Return the folder of the tests of a module."""
    return Path("tests", *path.parent.parts[1:])


def own_tests_of(path: Path) -> str:
    return (tests_of(path) / f"test_{path.stem}.py").as_posix()


_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def changed_lines(diff: str) -> dict[Path, set[int]]:
    """Return the lines that a diff without context adds or changes, by file."""
    lines: dict[Path, set[int]] = {}
    path = Path()
    for line in diff.splitlines():
        if line.startswith("+++ b/"):
            path = Path(line.removeprefix("+++ b/"))
        elif hunk := _HUNK.match(line):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            lines.setdefault(path, set()).update(range(first, first + count))
    return lines


def changed_since(revision: str) -> list[Task]:
    """Return the mutants of the lines of `reader/` that have changed since a revision."""
    command = [
        "git",
        "diff",
        "--unified=0",
        "--no-ext-diff",
        "--diff-filter=AM",
        revision,
        "--",
        "reader/*.py",
    ]
    diff = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    lines = changed_lines(diff)
    return [task for task in tasks_of([*lines]) if task.mutant.line in lines[task.path]]


def importing(path: Path) -> list[Path]:
    """Return the first files of tests that import a module, its own before others."""
    if path.is_relative_to("reader/cli"):  # whose tests run commands
        return [Path(f"tests/test_cli_{path.stem}.py"), Path("tests/test_cli.py")]
    package, _, name = ".".join(path.with_suffix("").parts).rpartition(".")
    imports = re.compile(
        rf"^(?:from {package}\.{name} import|from {package} import .*\b{name}\b)", re.MULTILINE
    )
    found = [
        each for each in sorted(Path("tests").rglob("test_*.py")) if imports.search(each.read_text("utf-8"))
    ]
    return sorted(found, key=lambda each: each.stem != f"test_{name}")[:_NEAREST]


def measured(tree: Path, tasks: Sequence[Task], tests: Sequence[Path]) -> Coverage:
    """Run the tests with nothing changed, and return which lines each of them runs."""
    recorder = Recorder(tree, list(dict.fromkeys(task.path for task in tasks)))
    kept = tree / "coverage.json"
    files = [each.as_posix() for each in dict.fromkeys(tests)]
    if not warm.passes(
        tree, files, [recorder], PATIENCE_S, lambda: _keep(kept, recorder.coverage().to_json())
    ):
        print((tree / warm.SAID).read_text(encoding="utf-8", errors="replace"))
        sys.exit(f"{' '.join(files)}: a test fails though nothing was changed")
    return Coverage.from_json(kept.read_text(encoding="ascii"))


def _keep(path: Path, text: str) -> None:
    path.write_text(text, encoding="ascii")


def is_noticed(task: Task, tree: Path, coverage: Coverage, limits: Limits) -> bool:
    """Return whether a test fails (or the program does not even begin)."""
    mutant, home = task.mutant, own_tests_of(task.path)
    tests = coverage.tests_of(task.path.as_posix(), mutant.line, mutant.last_line, home)
    taken = limits.of(tests, coverage)
    own = [test for test in taken if test.startswith(f"{home}::")]
    others = [test for test in taken if not test.startswith(f"{home}::")]
    changed = tree / task.path
    original, status = changed.read_text(encoding="utf-8"), changed.stat()
    changed.write_text(mutant.source, encoding="utf-8")
    try:
        return any(_falls(tests, tree, coverage) for tests in (own, others) if tests)
    finally:
        changed.write_text(original, encoding="utf-8")
        os.utime(changed, ns=(status.st_atime_ns, status.st_mtime_ns))


def _falls(tests: Sequence[str], tree: Path, coverage: Coverage) -> bool:
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    patience_s = LONGER_S + LONGER * sum(coverage.seconds[test] for test in tests)
    return not warm.passes(tree, files, [Chosen(tests)], patience_s)


def report(tasks: Sequence[Task], survived: Sequence[Task], reasons: Sequence[tuple[Task, str]]) -> str:
    """Return the survivors by module, each with its line, and the counts of every module."""
    of_module = Counter(task.path for task in tasks)
    alive = Counter(task.path for task in survived)
    lines = [f"{path.as_posix()}: {count - alive[path]} of {count}" for path, count in of_module.items()]
    for task in survived:
        source = task.path.read_text(encoding="utf-8").splitlines()[task.mutant.line - 1].strip()
        lines.append(f"  {task}\n      {source}")
    lines += [f"  explained: {task}: {reason}" for task, reason in reasons]
    lines.append(
        f"{len(tasks) - len(survived)} of {len(tasks)} noticed, {len(survived)} survived; "
        f"{len(reasons)} more were not tried, because it is explained why none can notice them"
    )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("rooms", nargs="*", type=Path)
    parser.add_argument("--since", metavar="REVISION", help="the lines that have changed since then")
    parser.add_argument("--seconds", type=float, default=math.inf, help="mutants are tried as long")
    parser.add_argument("--sample", type=int, help="so many of them, by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--also", nargs="*", type=Path, default=[], help="more tests, after a module's own")
    parser.add_argument(
        "--slowest", type=float, default=5.0, help="tests that take longer judge none; seconds"
    )
    parser.add_argument(
        "--budget", type=float, default=60.0, help="tests of one mutant take no longer; seconds"
    )
    parser.add_argument("--only", nargs="*", default=[], metavar="PATH:LINE", help="mutants of these lines")
    options = parser.parse_args()
    os.chdir(ROOT)
    tasks = changed_since(options.since) if options.since else tasks_of(options.rooms)
    if options.since:
        random.Random(options.seed).shuffle(tasks)
        tasks = tasks[:_MOST_CHANGED]
    if options.only:
        tasks = [task for task in tasks if f"{task.path.as_posix()}:{task.mutant.line}" in options.only]
    if options.sample is not None and options.sample < len(tasks):
        chosen = random.Random(options.seed).sample(range(len(tasks)), options.sample)
        tasks = [tasks[at] for at in sorted(chosen)]
    limits = Limits(options.slowest, options.budget)
    known = explained()
    reasons = [
        (task, reason)
        for task in tasks
        if (reason := reason_for((task.path.as_posix(), *task.mutant.place), known))
    ]
    skipped = {id(task) for task, _ in reasons}
    tasks = [task for task in tasks if id(task) not in skipped]
    if not tasks:
        print("nothing to break")
        return 0
    tests = [
        each for task in tasks for each in (importing(task.path) if options.since else [tests_of(task.path)])
    ]
    survived = []
    with homes.dictionary_made(), tempfile.TemporaryDirectory() as folder:
        tree = Path(folder).resolve()
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, tree / name)
        warm.warm_up()
        began = time.monotonic()
        coverage = measured(tree, tasks, [each for each in [*tests, *options.also] if each.exists()])
        print(f"{len(coverage.lines)} tests, measured in {time.monotonic() - began:.0f} s", flush=True)
        until = time.monotonic() + options.seconds
        for number, task in enumerate(tasks, 1):
            if time.monotonic() > until:
                tasks = tasks[: number - 1]
                break
            noticed = is_noticed(task, tree, coverage, limits)
            print(f"{number}/{len(tasks)} {'noticed ' if noticed else 'SURVIVED'} {task}", flush=True)
            survived += [] if noticed else [task]
    print(f"\n{report(tasks, survived, reasons)}")
    return 1 if survived else 0


if __name__ == "__main__":
    raise SystemExit(main())
