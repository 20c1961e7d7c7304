"""Which tests run which lines, and how long each takes: measured once, so that a mutant is judged by few tests."""

import json
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

Line = tuple[str, int]
"""A module's path relative to the root, and a line of it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """`lines` of each test by its node id, and its `seconds`."""

    lines: Mapping[str, frozenset[Line]]
    seconds: Mapping[str, float]

    def tests_of(self, path: str, first: int, last: int, home: str) -> list[str]:
        """Return the tests that run one of the lines, the likeliest and quickest first.

        A line that none runs may be run on import, or in a child process: then these are the tests of the module's
        `home` (its own file of tests), and those that run anything in the module; all if there are none.
        """
        wanted = {(path, line) for line in range(first, last + 1)}
        found = {test for test, lines in self.lines.items() if lines & wanted}
        if not found:
            found = {test for test, lines in self.lines.items() if any(path == at for at, _ in lines)}
            found |= {test for test in self.lines if test.startswith(f"{home}::")}
        found = found or set(self.lines)
        return sorted(found, key=lambda test: (not test.startswith(f"{home}::"), self.seconds[test]))

    def to_json(self) -> str:
        return json.dumps(
            {test: [self.seconds[test], sorted(self.lines[test])] for test in self.lines}, ensure_ascii=True
        )

    @staticmethod
    def from_json(text: str) -> "Coverage":
        rows = json.loads(text)
        return Coverage(
            {test: frozenset((path, line) for path, line in lines) for test, (_, lines) in rows.items()},
            {test: seconds for test, (seconds, _) in rows.items()},
        )


class Recorder:
    """A plugin of pytest that notes the lines of `modules` which each test runs, with those of its fixtures."""

    def __init__(self, tree: Path, modules: Sequence[Path]) -> None:
        self._names = {str(tree / module): module.as_posix() for module in modules}
        self._current: set[Line] = set()
        self._shared: dict[int, set[Line]] = {}
        self._lines: dict[str, set[Line]] = {}
        self._seconds: dict[str, float] = defaultdict(float)

    def coverage(self) -> Coverage:
        return Coverage({test: frozenset(lines) for test, lines in self._lines.items()}, self._seconds)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        with self._into(set()) as lines:
            sys.settrace(self._called)
            threading.settrace(self._called)
            try:
                return (yield)
            finally:
                sys.settrace(None)
                threading.settrace(None)
                definitions = getattr(item, "_fixtureinfo").name2fixturedefs.values()  # noqa: B009
                for definition in (each for definitions_of in definitions for each in definitions_of):
                    lines |= self._shared.get(id(definition), set())
                self._lines[item.nodeid] = lines

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """What a fixture of several tests runs, it runs for each of them."""
        if fixturedef.scope == "function":
            return (yield)
        with self._into(self._shared.setdefault(id(fixturedef), set())):
            return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] += report.duration

    @contextmanager
    def _into(self, lines: set[Line]) -> Iterator[set[Line]]:
        before, self._current = self._current, lines
        try:
            yield lines
        finally:
            self._current = before

    def _called(self, frame: FrameType, event: str, arg: object) -> Any:
        name = self._names.get(frame.f_code.co_filename)
        if name is None:
            return None

        def ran(frame: FrameType, event: str, arg: object) -> Any:
            self._current.add((name, frame.f_lineno))
            return ran

        return ran(frame, event, arg)


class Chosen:
    """A plugin of pytest that runs these tests only, in this order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._place = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._place), key=lambda item: self._place[item.nodeid]
        )
