"""Each module has tests beside it, or tests elsewhere that name it; none is tried only by what uses it."""

import ast
from pathlib import Path

TESTS = Path(__file__).parent
PROGRAM = TESTS.parent / "reader"
TYPED = ("schemas.py", "cli.py")
"""Commands and what they print as JSON: tests type them, and `cli/test_schemas.py` and `test_parsers.py` have all."""


def modules() -> list[Path]:
    return sorted(
        path.relative_to(PROGRAM)
        for path in PROGRAM.rglob("*.py")
        if path.name not in ("__init__.py", *TYPED)
    )


def names_in_tests() -> set[str]:
    """Return what tests import, and what they say in strings: modules are named there, too."""
    names = set()
    for test in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(test.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value.partition(":")[0])
    return names | {name.rpartition(".")[0] for name in names}


def test_every_module_has_tests_that_name_it() -> None:
    named = names_in_tests()
    without = []
    for module in modules():
        has_tests_beside = (TESTS / module.parent / f"test_{module.name}").exists()
        dotted = ".".join(("reader", *module.with_suffix("").parts))
        if not has_tests_beside and dotted not in named:
            without.append(module.as_posix())
    assert not without, "\n".join(without)
