"""What of the tests is not run on Windows, and why: read from the tests themselves."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace

TESTS = Path(__file__).parent
_WINDOWS: dict[str, object] = {
    "sys": SimpleNamespace(platform="win32"),
    "os": SimpleNamespace(name="nt"),
    "platform": SimpleNamespace(machine=lambda: "AMD64"),
    "shutil": SimpleNamespace(which=lambda _: "found"),
}
"""What conditions of tests ask, with the answers of a Windows that has each program."""
_ASK_FOR_SYSTEM = ("sys.platform", "os.name")


IMPORTS_POSIX = re.compile(
    r"^import (fcntl|pty|pwd|resource|termios)$|^from tests\.features\.room\.as_ordinary_user import",
    re.MULTILINE,
)
"""Stands in a module of tests about terminals, accounts and limits of POSIX, which Windows can't import."""


@cache
def left_out() -> list[str]:
    """Return a line for each test, class or module that is left out on Windows: its place, its name, the reason."""
    lines = []
    for path in sorted(TESTS.rglob("test_*.py")):
        place = path.relative_to(TESTS).as_posix()
        lines += [f"{place} {line}" for line in left_out_of(path.read_text(encoding="utf-8"))]
    return lines


def left_out_of(source: str) -> list[str]:
    """Return a line for each test or class of a module that is left out on Windows: its name, the reason."""
    imported = IMPORTS_POSIX.search(source)
    if imported is not None:
        return [f"all of it: {imported[0]}"]
    if "skip" not in source:  # nine in ten: nothing calls `skip` or `skipif`
        return []
    return [f"{name}: {reason}" for name, reason in _in_module(ast.parse(source))]


def _in_module(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")]):
                yield from _without("all of it", statement)
            case ast.If(test=test, body=body):
                yield from (("all of it", reason) for reason in _skipped(test, body))
    marks = {}
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) if name != "pytestmark":
                marks[name] = [reason for _, reason in _without(name, statement)]
    yield from _among(tree.body, marks, "")


def _among(
    body: Sequence[ast.stmt], marks: Mapping[str, Sequence[str]], above: str
) -> Iterator[tuple[str, str]]:
    """Yield what is left out of the tests and classes that stand below each other; `marks` are those with a name."""
    for statement in body:
        match statement:
            case ast.ClassDef(name=name, decorator_list=decorators, body=members):
                yield from _by_decorators(name, decorators, marks)
                yield from _among(members, marks, f"{name}.")
            case ast.FunctionDef(name=name, decorator_list=decorators):
                yield from _by_decorators(f"{above}{name}", decorators, marks)
                yield from _without(f"{above}{name}", *statement.body)


def _by_decorators(
    name: str, decorators: Sequence[ast.expr], marks: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    yield from _without(name, *decorators)
    for node in _all_below(*decorators):
        if isinstance(node, ast.Name):
            yield from ((name, reason) for reason in marks.get(node.id, ()))


def _without(name: str, *nodes: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield what is left out by marks and branches in some code of the name."""
    for call in _calls("skipif", *nodes):
        if _holds(call.args[0]):
            yield name, _reason(call)
    for node in _all_below(*nodes):
        if isinstance(node, ast.If):
            yield from ((name, reason) for reason in _skipped(node.test, node.body))


def _skipped(test: ast.expr, body: Sequence[ast.stmt]) -> list[str]:
    """Return why a branch skips, if Windows takes it."""
    calls = list(_calls("skip", *body))
    if calls and _holds(test):
        return [_reason(call) for call in calls]
    return []


def _all_below(*above: ast.AST) -> Iterator[ast.AST]:
    for node in above:
        yield from ast.walk(node)


def _calls(name: str, *above: ast.AST) -> Iterator[ast.Call]:
    for node in _all_below(*above):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node


def _holds(condition: ast.expr) -> bool:
    """Return whether a condition that asks for the system holds on Windows."""
    words = ast.unparse(condition)
    if not any(asked in words for asked in _ASK_FOR_SYSTEM):
        return False
    return bool(eval(words, {}, dict(_WINDOWS)))


def _reason(call: ast.Call) -> str:
    """Return why a test is left out; "" if it does not say so."""
    said = [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
    for value in (*said, *call.args):
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
    return ""
