"""The modules of the program as Python reads them, for tests of how it is written."""

import ast
import gc
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TypeVar

import reader

ROOT = Path(reader.__file__).parent
_LOOKED_FOR = (
    *(ast.BinOp, ast.Call, ast.ClassDef, ast.FunctionDef, ast.Import, ast.ImportFrom),
    *(ast.Module, ast.If, ast.For, ast.While, ast.With, ast.Try, ast.ExceptHandler, ast.match_case),
)
"""The kinds of nodes that tests look for; all others are a million."""
_Node = TypeVar("_Node", bound=ast.AST)


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module of `reader/`. A million nodes stay until the end: they are not looked through for garbage."""
    parsed = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}
    gc.freeze()
    return parsed


def nodes(kind: type[_Node]) -> list[tuple[Path, _Node]]:
    """The nodes of a kind in all modules, with their modules, in the order of `ast.walk`: walked through once."""
    assert kind in _LOOKED_FOR
    return [(path, node) for path, node in _nodes_by_kind()[kind] if isinstance(node, kind)]


@cache
def _nodes_by_kind() -> dict[type[ast.AST], list[tuple[Path, ast.AST]]]:
    by_kind = defaultdict(list)
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if type(node) in _LOOKED_FOR:
                by_kind[type(node)].append((path, node))
    return by_kind


def bodies() -> list[tuple[Path, list[ast.stmt]]]:
    """The statements that stand below each other in a module, a class, a function, a branch or a loop."""
    below = []
    for of_kind in _nodes_by_kind().values():
        for path, node in of_kind:
            body = getattr(node, "body", None)
            if body is not None:
                below.append((path, body))
    return below


def name_of_call(call: ast.Call) -> str:
    """The name of what is called, `name(…)` or `module.name(…)`; empty if it has none."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
