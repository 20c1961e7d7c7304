"""Does a test fail when the code is broken? Modules are changed in one small place at a time, in a copy of the tree,
and the tests that run the changed line are run; the changes that none of them notices are listed.

    uv run python -m tools.mutation reader/search reader/storage/folder.py [--sample 40] [--seed 1] [--also tests/x.py]
    uv run python -m tools.mutation reader --measured FOLDER
    uv run python -m tools.mutation --since REVISION [--seconds 180]

The tests are run once to learn which lines each runs; then those that run the changed line are run, the nearest first.
What survives is to be killed by a test, or made impossible, or explained in `explained.txt`. Needs a platform that
forks.

The tests are those of the module's folder in `tests/`, and the files that name most of the module. With
`--measured` they are all that are not slow; what they run is kept in that folder, for the next time (ten minutes). With
`--since`, only lines that have changed since then are broken, in an order by chance, as far as the time goes, and the
tests are those files alone.
"""

import argparse
import math
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from tests import homes
from tools.mutation import warm
from tools.mutation.coverage import Chosen, Measured, lines_judged, measure, own_tests_of, tests_of
from tools.mutation.explained import explained, reason_for
from tools.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
COPIED = (
    *("reader", "tests", "tools", "resources", "library", "docs", "pyproject.toml", "LICENSE", "NOTICES.md"),
    *("README.md", "README.en.md", "CHANGELOG.md", "CHANGELOG.zh.md", "CONTRIBUTING.md", ".github"),
)
_MOST_CHANGED = 24
"""Of a large change so many mutants are tried."""
# Files of tests that judge the mutants of a change, and those that do so beside a folder's own, for each module.
_NEAREST, _NEAREST_OUTSIDE = 4, 2
# A mutant may take that much, and that many times as long as its tests take; after that it never ends, and is noticed
# so.
LONGER_S, LONGER = 20.0, 5


class Task(Struct, frozen=True):
    """A mutant of the module at `path`, relative to the root."""

    path: Path
    mutant: Mutant

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.mutant.line}: {self.mutant.change}"


class Limits(Struct, frozen=True):
    """Seconds that a test may take to judge mutants, and that all of one mutant may take."""

    one: float
    all: float


def tasks_of(rooms: Sequence[Path]) -> list[Task]:
    modules = [path for room in rooms for path in (sorted(room.rglob("*.py")) if room.is_dir() else [room])]
    return [Task(path, mutant) for path in modules for mutant in mutants_of(path.read_text(encoding="utf-8"))]


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


_DEFINED = re.compile(r"^ *(?:class|def) ([a-zA-Z]\w+)", re.MULTILINE)


def nearest(path: Path) -> list[Path]:
    """Return the files of tests that name most of what a module defines, its own before others; no tests of windows for
    what is in none, as they are slow.
    """
    if path.is_relative_to("reader/cli"):  # tests of commands run these, and name little of what they run
        return [
            Path("tests/test_transcripts.py"),
            Path(f"tests/cli/test_{path.stem}.py"),
            Path("tests/cli/test_cli.py"),
        ]
    defined = {path.stem, *_DEFINED.findall(path.read_text("utf-8"))}
    names = {
        each: len(defined.intersection(re.findall(r"\w+", each.read_text("utf-8"))))
        for each in sorted(Path("tests").rglob("test_*.py"))
        if path.is_relative_to("reader/ui") or not each.is_relative_to("tests/ui")
    }
    own = own_tests_of(path)
    return sorted(names, key=lambda each: (each.as_posix() != own, -names[each]))[:_NEAREST]


def is_noticed(task: Task, tree: Path, measured: Measured, limits: Limits) -> bool:
    """Return whether a test fails (or the program does not even begin)."""
    mutant, path = task.mutant, task.path.as_posix()
    changed = tree / task.path
    original, status = changed.read_text(encoding="utf-8"), changed.stat()
    tests = measured.tests_of(path, lines_judged(original, mutant.line, mutant.last_line))
    taken = measured.within(tests, limits.all, limits.one)
    own = [test for test in taken if test.startswith(f"{own_tests_of(task.path)}::")]
    others = [test for test in taken if test not in own]
    changed.write_text(mutant.source, encoding="utf-8")
    try:
        return any(_falls(tests, tree, measured) for tests in (own, others) if tests)
    finally:
        changed.write_text(original, encoding="utf-8")
        os.utime(changed, ns=(status.st_atime_ns, status.st_mtime_ns))


def _falls(tests: Sequence[str], tree: Path, measured: Measured) -> bool:
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    patience_s = LONGER_S + LONGER * measured.seconds_of(tests)
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
    parser.add_argument("--with-slow", action="store_true", help="tests that are marked slow judge, too")
    parser.add_argument("--only", nargs="*", default=[], metavar="PATH:LINE", help="mutants of these lines")
    parser.add_argument("--measured", type=Path, metavar="FOLDER", help="what all tests run, kept there")
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
    files = dict.fromkeys(
        each
        for path in dict.fromkeys(task.path for task in tasks)
        for each in (nearest(path) if options.since else [tests_of(path), *nearest(path)[:_NEAREST_OUTSIDE]])
    )
    tests = [each.as_posix() for each in [*files, *options.also] if each.exists()]
    survived = []
    homes.keep_files_in_memory()
    # Hypothesis's table of characters, which takes seconds to make, and would be made anew for every mutant.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(ROOT / ".hypothesis"))
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder).resolve() / "tree"
        tree.mkdir()
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, tree / name)
        began = time.monotonic()
        lines = options.measured or tree
        if not (lines / "durations.json").exists():
            lines.mkdir(parents=True, exist_ok=True)
            measure(tree, [] if options.measured else tests, lines, with_slow=options.with_slow)
        measured = Measured(lines)
        print(f"{len(measured)} tests, measured in {time.monotonic() - began:.0f} s", flush=True)
        warm.warm_up()
        until = time.monotonic() + options.seconds
        for number, task in enumerate(tasks, 1):
            if time.monotonic() > until:
                tasks = tasks[: number - 1]
                break
            noticed = is_noticed(task, tree, measured, limits)
            print(f"{number}/{len(tasks)} {'noticed ' if noticed else 'SURVIVED'} {task}", flush=True)
            survived += [] if noticed else [task]
    print(f"\n{report(tasks, survived, reasons)}")
    return 1 if survived else 0


if __name__ == "__main__":
    raise SystemExit(main())
