"""A mutant differs from its module in one place."""

import pytest

from tests.mutation.mutants import mutants_of


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("x = a < b\n", ["x = a <= b\n"]),
        ("x = a in b\n", ["x = a not in b\n"]),
        ("x = '字' + b\n", ["x = '字' - b\n"]),
        ("x = a and b and c\n", ["x = a or b and c\n"]),
        ("if not a:\n    f()\n", ["if a:\n    f()\n", "if not a:\n    pass\n"]),
        ("x = 7\n", ["x = 8\n"]),
        ("x = True\n", ["x = False\n"]),
        (
            "def f(a: int | None = 1) -> int | None:\n    ...\n",
            ["def f(a: int | None = 2) -> int | None:\n    ...\n"],
        ),
        ('"""What is said."""\n', []),
    ],
)
def test_each_changes_one_place(source: str, changed: list[str]) -> None:
    assert [mutant.source for mutant in mutants_of(source)] == changed
