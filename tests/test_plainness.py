"""No module folds more into its statements than it did; a new one meets the goals."""

import math
from pathlib import Path

import msgspec
import pytest

from tests.plainness import GOALS, ROOT, Plainness, modules, plainness_of

TABLE = Path(__file__).with_name("plainness.txt")
COLUMNS = [name for name in Plainness.__struct_fields__ if name != "lines"]


def table() -> dict[str, Plainness]:
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        path, *counts = line.split()
        rows[path] = Plainness(*map(int, counts))
    return rows


def too_many(counts: Plainness, before: Plainness | None) -> list[str]:
    """The columns of a module that are above its former rate and above the goal."""
    columns = []
    for column in COLUMNS:
        count = getattr(counts, column)
        most = math.ceil(getattr(GOALS, column) * counts.lines / GOALS.lines)
        if before is not None:
            most = max(most, math.ceil(getattr(before, column) * counts.lines / max(before.lines, 1)))
        if count > most:
            columns.append(f"{column}: {count}, at most {most}")
    return columns


def test_no_module_folds_more_than_it_did(update_golden: bool) -> None:
    before = table()
    problems = {}
    rows = {}
    for path in modules():
        counts = plainness_of((ROOT / path).read_text(encoding="utf-8"))
        columns = too_many(counts, before.get(path.as_posix()))
        if columns:
            problems[path.as_posix()] = columns
        rows[path.as_posix()] = counts
    assert problems == {}
    if update_golden:
        lines = [f"{path} {' '.join(map(str, msgspec.structs.astuple(row)))}\n" for path, row in rows.items()]
        TABLE.write_text("".join(lines), encoding="utf-8")


FOLDED = [
    ("tuple_assignments", "a, b = 1, 2\n"),
    ("nested_comprehensions", "a = [y for x in z for y in x]\n"),
    ("conditional_expressions", "a = 1 if b else 2\n"),
    ("lambdas", "a = lambda: 1\n"),
    ("walruses", "if (a := b):\n    pass\n"),
    ("vague_names", "found = 1\n"),
    ("folded_statements", "a = [x if x else 1 for x in y]\n"),
]


@pytest.mark.parametrize(("column", "statement"), FOLDED)
def test_what_is_folded_is_counted(column: str, statement: str) -> None:
    assert getattr(plainness_of(statement), column) == 1


def test_a_module_may_not_fold_more_than_its_rate_and_the_goal() -> None:
    before = Plainness(lines=100, lambdas=3)
    assert too_many(Plainness(lines=100, lambdas=3), before) == []
    assert too_many(Plainness(lines=100, lambdas=4), before) == ["lambdas: 4, at most 3"]
    assert too_many(Plainness(lines=100, lambdas=2), None) == ["lambdas: 2, at most 1"]


def test_statements_inside_a_statement_are_their_own() -> None:
    loop = "for x in [y for y in z]:\n    a = [y for y in z]\n"
    assert plainness_of(loop).folded_statements == 0
