"""Each module has its tests beside it, or `beside.txt` says which tests are of it; `-` where none names it."""

import ast
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
PROGRAM = TESTS.parent / "reader"
TABLE = TESTS / "beside.txt"
MOST_WITHOUT = 122
"""So many modules are tried only with what uses them; a module that is new has tests that name it."""
BY_ALL_COMMANDS = "schemas.py"
"""What commands print as JSON: `cli/test_schemas.py` has all of them."""


def table() -> dict[str, str]:
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        module, test = line.split(" ")
        rows[module] = test
    return rows


def modules_without_a_test_beside() -> list[str]:
    modules = []
    for path in PROGRAM.rglob("*.py"):
        module = path.relative_to(PROGRAM)
        if path.name in ("__init__.py", BY_ALL_COMMANDS):
            continue
        if not (TESTS / module.parent / f"test_{module.name}").exists():
            modules.append(module.as_posix())
    return sorted(modules)


@cache
def names_in(test: str) -> frozenset[str]:
    """Return the modules that a test imports, and what it says in strings."""
    names = set()
    for node in ast.walk(ast.parse((TESTS / test).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
    return frozenset(names)


def is_named(module: str, test: str) -> bool:
    dotted = "reader." + module.removesuffix(".py").replace("/", ".")
    return any(name == dotted or name.startswith((f"{dotted}.", f"{dotted}:")) for name in names_in(test))


def nearest_test_of(module: str) -> str:
    """Return the test that names a module in the folder that has most in common with its own; `-` if none does."""
    tests = [path.relative_to(TESTS).as_posix() for path in sorted(TESTS.rglob("test_*.py"))]
    naming = [test for test in tests if is_named(module, test)]
    folder = {*Path(module).parent.parts}
    return max(naming, key=lambda test: len(folder & {*Path(test).parent.parts}), default="-")


def test_each_module_has_tests_beside_it_or_is_in_the_table(update_golden: bool) -> None:
    modules = modules_without_a_test_beside()
    if update_golden:
        before = table()
        rows = [f"{module} {before.get(module) or nearest_test_of(module)}\n" for module in modules]
        TABLE.write_text("".join(rows), encoding="utf-8")
    assert modules == sorted(table()), "write tests beside it, or run this with --update-golden"


def test_the_tests_that_the_table_says_name_their_modules() -> None:
    wrong = {module: test for module, test in table().items() if test != "-" and not is_named(module, test)}
    assert wrong == {}


def test_no_more_modules_than_now_are_without_tests_that_name_them() -> None:
    assert [*table().values()].count("-") <= MOST_WITHOUT
