"""Does a test fall when the code is broken? Modules are changed in one small place at a time, in a copy of the tree,
and the tests of their room are run; the changes that none notices are told.

    uv run python -m tests.mutation reader/search reader/storage/times.py [--sample 40] [--seed 1] [--also tests/x.py]

The tests of a module are those of its own name, then all of its folder in `tests/`. What survives is to be killed by a
test, or is as good as the original.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import homes
from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
COPIED = ("reader", "tests", "resources", "library", "pyproject.toml", "README.md", "README.en.md", "docs")
PATIENCE_S = 300
"""A mutant that takes longer never ends, and is noticed so."""


@dataclass(frozen=True, slots=True)
class Task:
    """A mutant of the module at `path`, relative to the root."""

    path: Path
    mutant: Mutant

    def __str__(self) -> str:
        return f"{self.path}:{self.mutant.line}: {self.mutant.change}"


def tasks_of(rooms: Sequence[Path]) -> list[Task]:
    modules = [path for room in rooms for path in (sorted(room.rglob("*.py")) if room.is_dir() else [room])]
    return [Task(path, mutant) for path in modules for mutant in mutants_of(path.read_text(encoding="utf-8"))]


def tests_of(path: Path) -> list[Path]:
    """The tests of a module, its own first."""
    folder = Path("tests", *path.parent.parts[1:])
    own = folder / f"test_{path.stem}.py"
    return [each for each in (own, folder) if (ROOT / each).exists()]


def is_noticed(task: Task, tree: Path, also: Sequence[Path]) -> bool:
    """Whether a test falls (or the program does not even begin)."""
    changed = tree / task.path
    original = changed.read_text(encoding="utf-8")
    changed.write_text(task.mutant.source, encoding="utf-8")
    try:
        return any(falls(tests, tree) for tests in [*tests_of(task.path), *also])
    finally:
        changed.write_text(original, encoding="utf-8")


def falls(tests: Path, tree: Path) -> bool:
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider", str(tests)]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("rooms", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, help="so many of them, by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--also", nargs="*", type=Path, default=[], help="more tests, after a module's own")
    options = parser.parse_args()
    os.chdir(ROOT)
    tasks = tasks_of(options.rooms)
    if options.sample is not None and options.sample < len(tasks):
        tasks = sorted(random.Random(options.seed).sample(tasks, options.sample), key=str)
    survived = []
    with homes.dictionary_made(), tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, tree / name)
        for tests in dict.fromkeys(tests for task in tasks for tests in tests_of(task.path)):
            if falls(tests, tree):
                sys.exit(f"{tests} falls though nothing was changed")
        for number, task in enumerate(tasks, 1):
            noticed = is_noticed(task, tree, options.also)
            print(f"{number}/{len(tasks)} {'noticed ' if noticed else 'SURVIVED'} {task}", flush=True)
            survived += [] if noticed else [task]
    print(f"\n{len(tasks) - len(survived)} of {len(tasks)} noticed")
    for task in survived:
        print(f"  {task}")
    return 1 if survived else 0


if __name__ == "__main__":
    raise SystemExit(main())
