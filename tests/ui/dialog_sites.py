"""Where the program makes dialogs: each place in the source, and that from which a dialog in a run was made."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from reader.ui.widgets.dialog import Dialog
from tests import modules

_ROOT = modules.ROOT
_FUNCTIONS = {"ask", "ask_text", "ask_long_text", "open_dialog"}
"""Functions that make a dialog for whoever calls them."""
Site = tuple[str, str]
"""A module, relative to the package, and the qualified name of the function in it."""


def sites() -> set[Site]:
    """Return every place of the source where a dialog is made."""
    trees = {path: tree for path, tree in modules.trees().items() if {"ui", "ui.py"} & {*path.parts}}
    classes = _dialog_classes(trees.values())
    found: set[Site] = set()
    for path, tree in trees.items():
        visitor = _Calls(classes, _FUNCTIONS & _names_in(tree))
        visitor.visit(tree)
        module = path.relative_to(_ROOT).as_posix()
        found |= {(module, name) for name in visitor.places}
    return found


@contextmanager
def noted_sites() -> Iterator[set[Site]]:
    """Collect the places from which dialogs are made meanwhile."""
    noted: set[Site] = set()
    made = Dialog.__init__

    def begin(dialog: Dialog, *values: Any, **options: Any) -> None:
        noted.add(_site_of(dialog, sys._getframe(1)))
        made(dialog, *values, **options)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Dialog, "__init__", begin)
        yield noted


def _site_of(dialog: Dialog, frame: FrameType | None) -> Site:
    """Return the function that wants the dialog: not one of the dialog itself, nor one that makes it for others."""
    while frame is not None:
        code = frame.f_code
        is_own = frame.f_locals.get("self") is dialog or code.co_qualname in _FUNCTIONS
        if not is_own and code.co_filename.startswith(str(_ROOT)):
            return Path(code.co_filename).relative_to(_ROOT).as_posix(), code.co_qualname
        frame = frame.f_back
    return "", ""


def _dialog_classes(trees: Any) -> set[str]:
    """Return the names of `Dialog` and of all classes that are one."""
    bases = {
        node.name: {_name(base) for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    classes = {"Dialog"}
    before: set[str] = set()
    while before != classes:
        before = set(classes)
        classes |= {name for name, of_class in bases.items() if of_class & classes}
    return classes


def _names_in(tree: ast.Module) -> set[str]:
    """Return the functions that a module has of its own, or takes from the module of dialogs."""
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and "dialog" in (node.module or ""):
            names |= {alias.name for alias in node.names}
    return names


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


class _Calls(ast.NodeVisitor):
    """Collects the functions that make a dialog, under the names that Python gives them."""

    def __init__(self, classes: set[str], functions: set[str]) -> None:
        self._classes = classes
        self._functions = functions
        self._scope: list[str] = []
        self.places: set[str] = set()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._inside(node.name, node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if self._scope or node.name not in _FUNCTIONS:
            self._inside(node.name, node, "<locals>")

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._inside("<lambda>", node, "<locals>")

    def visit_Call(self, node: ast.Call) -> None:
        makes_class = _name(node.func) in self._classes
        asks = isinstance(node.func, ast.Name) and node.func.id in self._functions
        if makes_class or asks:
            self.places.add(".".join(self._scope[:-1]) if self._scope[-1:] == ["<locals>"] else "")
        self.generic_visit(node)

    def _inside(self, name: str, node: ast.AST, *locals_: str) -> None:
        self._scope += [name, *locals_]
        self.generic_visit(node)
        del self._scope[-1 - len(locals_) :]
