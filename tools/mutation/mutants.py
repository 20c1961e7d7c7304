"""Small changes to a module that a test should notice."""

import ast
import re
from collections.abc import Iterator
from itertools import accumulate

from msgspec import Struct

_COMPARED: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: (" in ", " not in "),
    ast.NotIn: (" not in ", " in "),
    ast.Is: (" is ", " is not "),
    ast.IsNot: (" is not ", " is "),
}
_RECKONED: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "+"),
    ast.FloorDiv: ("//", "*"),
    ast.Div: ("/", "*"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
_SQL = re.compile(rb"\b(?:SELECT|UPDATE|DELETE FROM|INSERT|WHERE|ORDER BY)\b")
_ASKED = {
    b" = ": " != ",
    b" < ": " <= ",
    b" > ": " >= ",
    b" AND ": " OR ",
    b" IS NULL": " IS NOT NULL",
    b" IS NOT NULL": " IS NULL",
    b" DESC": " ",
    b" NULLS LAST": " NULLS FIRST",
    b"DISTINCT ": "",
    b"OR IGNORE ": "OR REPLACE ",
}
_ASKED_SIGNS = re.compile(b"|".join(_ASKED))


class Mutant(Struct, frozen=True):
    """A module with one change: `source` is the whole of it, `change` says what was changed.

    The change is in the lines from `line` to `last_line`; `text` is the first of them, without the space around it.
    """

    line: int
    last_line: int
    text: str
    change: str
    source: str

    @property
    def place(self) -> tuple[str, str]:
        """Return what it is known by when lines have moved."""
        return self.text, self.change


def mutants_of(source: str) -> list[Mutant]:
    """Every mutant of a module, in order of lines. What only types, documents or names something is left alone."""
    data = source.encode()
    starts = [0, *accumulate(map(len, data.splitlines(keepends=True)))]
    lines = source.splitlines()
    found = []
    for node, begin, end, text in _changes(ast.parse(source), data, starts):
        changed = (data[:begin] + text.encode() + data[end:]).decode()
        if changed != source:
            was = " ".join(data[begin:end].decode().split())
            # the line of the sign itself, not that on which a long condition begins
            line = data.count(b"\n", 0, begin) + 1
            last_line = max(line, node.end_lineno or line)
            words = lines[line - 1].strip()
            found.append(Mutant(line, last_line, words, f"{was} → {text or '(nothing)'}", changed))
    return sorted(found, key=lambda each: each.line)


_Change = tuple[ast.expr | ast.stmt, int, int, str]


def _changes(tree: ast.Module, data: bytes, starts: list[int]) -> Iterator[_Change]:
    passed_over = _types_and_words(tree)
    conditions = _conditions(tree)

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    def between(left: ast.expr, right: ast.expr, signs: tuple[str, str]) -> tuple[int, int, str] | None:
        begin, end = span(left)[1], span(right)[0]
        at = data.find(signs[0].encode(), begin, end)
        return None if at < 0 else (at, at + len(signs[0].encode()), signs[1])

    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        place = None
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                place = between(left, right, _COMPARED[type(op)])
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _RECKONED:
                place = between(left, right, _RECKONED[type(op)])
            case ast.BoolOp(op=op, values=[first, second, *_]):
                signs = (" and ", " or ") if isinstance(op, ast.And) else (" or ", " and ")
                place = between(first, second, signs)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                place = span(node)[0], span(operand)[0], ""
            case ast.Constant(value=bool() as value):
                place = *span(node), str(not value)
            case ast.Constant(value=int() as value):
                place = *span(node), str(value + 1)
            case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
                place = *span(node), "pass"
            case ast.Name() | ast.Attribute() | ast.Call() | ast.Subscript() if id(node) in conditions:
                begin, end = span(node)
                place = begin, end, f"not {data[begin:end].decode()}"
            case ast.Break() | ast.Continue():
                place = *span(node), "pass"
            case ast.Constant(value=str()) | ast.JoinedStr():
                begin, end = span(node)
                if _SQL.search(data, begin, end):
                    for sign in _ASKED_SIGNS.finditer(data, begin, end):
                        yield node, sign.start(), sign.end(), _ASKED[sign[0]]
        if place is not None:
            assert isinstance(node, ast.expr | ast.stmt)
            yield node, *place


def _conditions(tree: ast.Module) -> set[int]:
    """Nodes that only decide which way to go."""
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        match node:
            case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
                found.append(test)
            case ast.comprehension(ifs=tests):
                found += tests
    return {id(test) for test in found}


def _types_and_words(tree: ast.Module) -> set[int]:
    """Nodes of annotations, decorators, docstrings, definitions of types, and of what is said twice."""
    roots: list[ast.AST] = []
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                roots += [*node.decorator_list, *filter(None, [node.returns])]
            case ast.ClassDef():
                roots += [*node.decorator_list, *node.bases]
            case ast.arg() | ast.AnnAssign():
                roots += filter(None, [node.annotation])
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Expr(value=ast.Constant(value=str())):
                roots.append(node)
            case ast.JoinedStr(values=values):
                roots += [value for value in values if isinstance(value, ast.Constant)]
            case ast.Call(func=ast.Name(id="zip"), keywords=keywords):
                roots += keywords  # `strict` guards against mistakes of ours
            case ast.Assign(value=ast.BinOp(op=ast.BitOr())) | ast.Call(func=ast.Name(id="isinstance")):
                roots.append(node)
    return {id(node) for root in roots for node in ast.walk(root)}
