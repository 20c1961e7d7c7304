"""How much a module folds into a statement: what a reader stumbles over, counted in its syntax tree."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parents[1]

# Words that say nothing of what they hold, as names of variables and parameters.
_VAGUE_WORDS = """
each found wanted told kept known given said of taken held shown own made here there beside asked named things thing
whole
"""
VAGUE = frozenset(_VAGUE_WORDS.split())

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
_TRICKS = (*_COMPREHENSIONS, ast.IfExp, ast.Lambda, ast.NamedExpr)
_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_COUNTED = (*_TRICKS, ast.stmt, ast.Name, ast.arg)
"""The kinds of nodes of which something is counted: half of all are names that are read, constants and contexts."""


class Plainness(Struct, frozen=True):
    """Counts of a module; the names are those of the columns of `plainness.txt`."""

    lines: int = 0
    tuple_assignments: int = 0
    nested_comprehensions: int = 0
    conditional_expressions: int = 0
    lambdas: int = 0
    walruses: int = 0
    vague_names: int = 0
    folded_statements: int = 0


# The most of a thousand lines in a new module. Source: what three modules have that were rewritten for their readers.
GOALS = Plainness(
    lines=1000,
    tuple_assignments=2,
    nested_comprehensions=1,
    conditional_expressions=14,
    lambdas=4,
    walruses=2,
    vague_names=2,
    folded_statements=12,
)


def modules() -> Iterator[Path]:
    """The modules of the program, relative to the project."""
    for path in sorted((ROOT / "reader").rglob("*.py")):
        yield path.relative_to(ROOT)


def plainness_of(text: str) -> Plainness:
    counts = dict.fromkeys(Plainness.__struct_fields__, 0)
    counts["lines"] = text.count("\n")
    tricks = Counter[ast.stmt]()
    for node, statement in _nodes(ast.parse(text)):
        if not isinstance(node, _COUNTED):
            continue
        if statement is not None and isinstance(node, _TRICKS):
            tricks[statement] += 1
        counts["tuple_assignments"] += _is_tuple_assignment(node)
        counts["nested_comprehensions"] += _is_nested(node)
        counts["conditional_expressions"] += isinstance(node, ast.IfExp)
        counts["lambdas"] += isinstance(node, ast.Lambda)
        counts["walruses"] += isinstance(node, ast.NamedExpr)
        counts["vague_names"] += _is_vague(node)
    counts["folded_statements"] = sum(number >= 2 for number in tricks.values())
    return Plainness(**counts)


def _is_tuple_assignment(node: ast.AST) -> bool:
    if not isinstance(node, ast.Assign):
        return False
    return isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple)


def _is_nested(node: ast.AST) -> bool:
    return isinstance(node, _COMPREHENSIONS) and len(node.generators) > 1


def _is_vague(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return isinstance(node.ctx, ast.Store) and node.id in VAGUE
    return isinstance(node, ast.arg) and node.arg in VAGUE


def _nodes(module: ast.Module) -> Iterator[tuple[ast.AST, ast.stmt | None]]:
    """Every node, once, with the statement of whose own expressions it is a part.

    A statement has two tricks or more in these: comprehensions, conditional expressions, lambdas, walruses. Those of
    the statements inside it are theirs, and what a class or a function says of itself is nobody's.
    """
    waiting: list[tuple[ast.AST, ast.stmt | None]] = [(module, None)]
    while waiting:
        node, statement = waiting.pop()
        yield node, statement
        if isinstance(node, ast.stmt):
            statement = None if isinstance(node, _DEFINITIONS) else node
        for name in node._fields:
            value = getattr(node, name)
            if isinstance(value, ast.AST) and value._fields:
                waiting.append((value, _statement_of(node, name, value, statement)))
            elif isinstance(value, list):
                waiting += [
                    (part, _statement_of(node, name, part, statement))
                    for part in value
                    if isinstance(part, ast.AST)
                ]


def _statement_of(node: ast.AST, name: str, part: ast.AST, statement: ast.stmt | None) -> ast.stmt | None:
    """The statement of a part of a node, which itself belongs to `statement`, or is it."""
    if isinstance(node, ast.stmt) and not isinstance(part, ast.expr | ast.withitem):
        return None
    if isinstance(node, ast.withitem) and name != "context_expr":
        return None
    return statement
