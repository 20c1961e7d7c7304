"""What a signal carries fits what it is connected to.

Qt passes what a signal carries to a `partial` as one more argument, and a button's click to a method that has a
parameter for it, be it one with a default. Types don't tell: `connect` takes any function. Of a click, a `partial` gets
nothing.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest
from msgspec import Struct

from tests.modules import ROOT, name_of_call, trees

CLICKS = frozenset({"clicked", "triggered"})
"""Signals of Qt that carry whether a button is checked, except to a `partial`."""
OF_QT = {
    **dict.fromkeys(("timeout", "returnPressed", "editingFinished"), 0),
    **dict.fromkeys(("toggled", "textChanged", "textEdited", "valueChanged", "idClicked"), 1),
    **dict.fromkeys(("linkActivated", "finished", "customContextMenuRequested"), 1),
}
"""How many values other signals of Qt carry."""


class Connection(Struct, frozen=True):
    signal: str
    target: ast.expr
    line: int


def carried_values(modules: Mapping[str, ast.Module]) -> dict[str, set[int]]:
    """Return how many values signals of a name carry; several classes may have one of this name."""
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for name, number in OF_QT.items():
        numbers[name].add(number)
    for tree in modules.values():
        for node in ast.walk(tree):
            match node:
                case ast.Assign([ast.Name(name)], ast.Call(ast.Name("Signal"), kinds)):
                    numbers[name].add(len(kinds))
    return numbers


def connections(scope: ast.AST) -> Iterator[Connection]:
    """Yield what is connected to signals, and what buttons are made with."""
    for node in ast.walk(scope):
        match node:
            case ast.Call(ast.Attribute(ast.Attribute(_, signal), "connect"), [target, *_]):
                yield Connection(signal, target, node.lineno)
            case ast.Call(keywords=keywords) if name_of_call(node).endswith(("Button", "Chip")):
                for keyword in keywords:
                    if keyword.arg == "act":
                        yield Connection("clicked", keyword.value, node.lineno)


def _name_of(function: ast.expr) -> str:
    """Return the name of a method of the same object, or of a function; "" for others."""
    match function:
        case ast.Attribute(ast.Name("self"), name) | ast.Name(name):
            return name
    return ""


def _parameters(function: ast.FunctionDef) -> list[str]:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] == ["self"] else names


def _takes(function: ast.FunctionDef, partial: ast.Call, carried: int) -> bool:
    """Return whether a function can be called with what a partial has and as many values more."""
    if function.args.vararg:
        return True
    named = {keyword.arg for keyword in partial.keywords}
    names = _parameters(function)
    needed = names[: len(names) - len(function.args.defaults)]
    bound = len(partial.args) - 1
    missing = [name for name in needed[bound:] if name not in named]
    left = [name for name in names[bound:] if name not in named]
    return len(missing) <= carried <= len(left)


def _misfit(connection: Connection, function: ast.FunctionDef, carried: set[int]) -> bool:
    if isinstance(connection.target, ast.Call):
        numbers = {0} if connection.signal in CLICKS else carried
        return not any(_takes(function, connection.target, number) for number in numbers)
    optional = _parameters(function)[-len(function.args.defaults) :] if function.args.defaults else []
    # what begins with _ is there for what a signal carries
    return connection.signal in CLICKS and any(not name.startswith("_") for name in optional)


def misfits(modules: Mapping[str, ast.Module]) -> tuple[list[str], int]:
    """Return the connections that do not fit, each as module:line, and how many were looked at."""
    carried = carried_values(modules)
    lines = []
    count = 0
    for module, tree in modules.items():
        for scope in ast.walk(tree):
            if not isinstance(scope, ast.ClassDef):
                continue
            functions = {node.name: node for node in ast.walk(scope) if isinstance(node, ast.FunctionDef)}
            for connection in connections(scope):
                target = connection.target
                if isinstance(target, ast.Call) and name_of_call(target) == "partial":
                    target = target.args[0]
                function = functions.get(_name_of(target))
                numbers = carried.get(connection.signal, set())
                if function is None or not (numbers or connection.signal in CLICKS):
                    continue
                count += 1
                if _misfit(connection, function, numbers):
                    lines.append(f"{module}:{connection.line}")
    return lines, count


def test_everything_that_is_connected_takes_what_its_signal_carries() -> None:
    modules = {path.relative_to(ROOT).as_posix(): tree for path, tree in trees().items()}
    of_window = {module: tree for module, tree in modules.items() if re.search(r"\bui\b", module)}

    lines, count = misfits(of_window)

    assert lines == []
    assert count > 200


CLASS = """
class Pane:
    chosen = Signal(str)
    changed = Signal()

    def __init__(self):
        {connects}

    def regroup(self, key): ...
    def open_group(self, key, first=""): ...
    def leave(self): ...
    def look(self, _now=None): ...
"""


@pytest.mark.parametrize(
    ("connects", "fits"),
    [
        ("self.chosen.connect(self.regroup)", True),
        ("self.chosen.connect(partial(self.leave))", False),
        ("self.chosen.connect(partial(self.regroup, None))", False),
        ("self.chosen.connect(partial(self.open_group, None))", True),
        ("self.chosen.connect(partial(self.open_group, key=None))", True),
        ("self.changed.connect(partial(self.regroup, None))", True),
        ("self.changed.connect(partial(self.regroup))", False),
        ("self.button.clicked.connect(partial(self.regroup, None))", True),
        ("self.button.clicked.connect(partial(self.regroup))", False),
        ("self.button.clicked.connect(self.open_group)", False),
        ("self.button.clicked.connect(self.look)", True),
        ("self.button = PushButton(words, act=self.open_group)", False),
        ("self.button = PushButton(words, act=self.leave)", True),
        ("self.chip.toggled.connect(partial(self.leave))", False),
    ],
)
def test_a_value_too_many_or_too_few_is_seen(connects: str, fits: bool) -> None:
    lines, count = misfits({"pane": ast.parse(CLASS.format(connects=connects))})

    assert count == 1
    assert lines == ([] if fits else ["pane:7"])
