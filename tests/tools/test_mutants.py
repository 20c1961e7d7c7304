"""A mutant differs from its module in one place."""

from pathlib import Path

import pytest

from tools.mutation.__main__ import changed_lines
from tools.mutation.coverage import lines_judged
from tools.mutation.mutants import mutants_of


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("x = a < b\n", ["x = a <= b\n"]),
        ("x = a in b\n", ["x = a not in b\n"]),
        ("x = '字' + b\n", ["x = '字' - b\n"]),
        ("x = a and b and c\n", ["x = a or b and c\n"]),
        ("if not a:\n    f()\n", ["if a:\n    f()\n", "if not a:\n    pass\n"]),
        ("if a:\n    raise E\n", ["if not a:\n    raise E\n", "if a:\n    pass\n"]),
        ("x = [b for b in c if b.d]\n", ["x = [b for b in c if not b.d]\n"]),
        (
            "x = f'SELECT {a} FROM b WHERE c = 1' ' ORDER BY d DESC'\n",
            [
                "x = f'SELECT {a} FROM b WHERE c != 1' ' ORDER BY d DESC'\n",
                "x = f'SELECT {a} FROM b WHERE c = 1' ' ORDER BY d '\n",
            ],
        ),
        ("x = '1 = 1'\n", []),
        ("x = zip(a, b, strict=True)\n", []),
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


def test_the_lines_that_a_diff_adds_are_those_to_break() -> None:
    diff = """diff --git a/reader/a.py b/reader/a.py
--- a/reader/a.py
+++ b/reader/a.py
@@ -3 +3,2 @@ class A:
-x = 1
+x = 2
+y = 3
@@ -9,2 +10,0 @@
-z
-z
--- a/reader/b.py
+++ b/reader/b.py
@@ -1 +1 @@
-x
+y
"""

    assert changed_lines(diff) == {Path("reader/a.py"): {3, 4}, Path("reader/b.py"): {1}}


def test_a_constant_is_judged_where_it_and_what_is_made_of_it_is_used() -> None:
    source = "A = (\n    1,\n)\nB = A\n\ndef f():\n    return B\n\ndef g():\n    return 2\n"

    assert lines_judged(source, 2, 2) == {1, 2, 4, 7}
    assert lines_judged(source, 10, 10) == {10}
