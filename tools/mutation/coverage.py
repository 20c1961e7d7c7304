"""Which tests run which lines, and how long each takes: measured once, so that a mutant is judged by few tests."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import coverage
import pytest

_FILE_S = 0.3
"""What importing another file of tests takes."""


class Measured:
    """What pytest-cov wrote into `folder` about a run of tests in the tree."""

    def __init__(self, folder: Path) -> None:
        self._data = coverage.CoverageData(str(folder / "coverage"))
        self._data.read()
        self._seconds: dict[str, float] = json.loads((folder / "durations.json").read_text("ascii"))
        self._files: dict[str, set[str]] = {}
        for test in self._seconds:
            self._files.setdefault(_file(test), set()).add(test)

    def __len__(self) -> int:
        return len(self._seconds)

    def tests_of(self, path: str, lines: Iterable[int]) -> list[str]:
        """Return the tests that run one of the lines, the nearest and quickest first.

        What is run on import, or in a child process, may change whatever the module does: behind those tests come those
        that run any line of the module, and those of its folder. The tests that are named after the module judge it in
        any case: what a worker has run is not always noted.
        """
        run_by = self._data.contexts_by_lineno(path)
        contexts = [context for line in lines for context in run_by.get(line, ())]
        found = self._tests(contexts)
        folder = f"{tests_of(Path(path)).as_posix()}/"
        others: set[str] = set()
        if not found or "" in contexts:
            others = self._tests(context for contexts in run_by.values() for context in contexts)
            others |= {test for test in self._seconds if test.startswith(folder)}
        return sorted(
            found | others | self._files.get(own_tests_of(Path(path)), set()),
            key=lambda test: (test not in found, not test.startswith(folder), self._seconds[test]),
        )

    def _tests(self, contexts: Iterable[str]) -> set[str]:
        """Return the tests of the contexts. What a fixture runs while it is made may serve all tests of the file."""
        tests: set[str] = set()
        for context in contexts:
            test, _, phase = context.partition("|")
            tests |= self._files.get(_file(test), set()) if phase == "setup" else {test}
        return tests & self._seconds.keys()

    def within(self, tests: Sequence[str], most_s: float, slowest_s: float) -> list[str]:
        """Return the first of the tests that take `most_s` together, without those that take `slowest_s` alone."""
        chosen: list[str] = []
        files: set[str] = set()
        left_s = most_s
        for test in tests:
            if self._seconds[test] > slowest_s:
                continue
            left_s -= self._seconds[test] + (0 if _file(test) in files else _FILE_S)
            if left_s < 0:
                break
            chosen.append(test)
            files.add(_file(test))
        return chosen

    def seconds_of(self, tests: Iterable[str]) -> float:
        return sum(self._seconds[test] for test in tests)


def measure(tree: Path, tests: Sequence[str], folder: Path, *, with_slow: bool = False) -> None:
    """Run the tests with nothing changed (all, if none are named), and write what they ran. One that fails judges none.

    Raises:
        subprocess.CalledProcessError: They could not be run.
    """
    durations = (folder / "durations.json").resolve()
    environment = os.environ | {
        "COVERAGE_FILE": str((folder / "coverage").resolve()),
        "DURATIONS": str(durations),
        "PYTHONPATH": str(tree),
    }
    options = ("--cov=reader", "--cov-context=test", "--cov-report=", "-ptools.mutation.durations")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        f"-m{'' if with_slow else 'not slow and not rotated'}",
        *options,
        *tests,
    ]
    done = subprocess.run(command, cwd=tree, env=environment, check=False)
    if done.returncode != pytest.ExitCode.TESTS_FAILED:
        done.check_returncode()


def tests_of(path: Path) -> Path:
    """Return the folder of the tests of a module: that of its name, or the nearest one around it that there is."""
    folder = Path("tests", *path.parent.parts[1:])
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def own_tests_of(path: Path) -> str:
    return (tests_of(path) / f"test_{path.stem}.py").as_posix()


def lines_judged(source: str, first: int, last: int) -> set[int]:
    """Return the lines whose tests judge a change in these: they themselves, and for a constant of the module or of a
    class, which is set on import, those that use it, or a constant that is made of it.
    """
    constants = list(_constants(ast.parse(source)))
    lines = set(range(first, last + 1))
    names: set[str] = set()
    while (
        more := {name for name, begin, end in constants if not lines.isdisjoint(range(begin, end + 1))}
        - names
    ):
        names |= more
        used = re.compile(rf"\b(?:{'|'.join(map(re.escape, more))})\b")
        lines |= {number for number, line in enumerate(source.splitlines(), 1) if used.search(line)}
    return lines


def _constants(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    """Yield names that the module or a class sets, each with the first and last line."""
    for body in [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]:
        for node in body:
            targets = {
                ast.Assign: getattr(node, "targets", []),
                ast.AnnAssign: [getattr(node, "target", None)],
            }
            for target in targets.get(type(node), []):
                if isinstance(target, ast.Name):
                    yield target.id, node.lineno, node.end_lineno or node.lineno


class Chosen:
    """A plugin of pytest that runs these tests only, in this order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._place = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._place), key=lambda item: self._place[item.nodeid]
        )


def _file(test: str) -> str:
    return test.partition("::")[0]
