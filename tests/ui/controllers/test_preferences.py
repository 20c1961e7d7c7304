"""What features offer in the settings: each of these is asked for where a person sees what it does."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import reader
from reader.plugs import plugs

ROOT = Path(reader.__file__).parent
DECLARED_IN = (
    "ui/controllers/preferences.py",
    "ui/controllers/settings_controller.py",
    "storage/settings.py",
)
"""The modules in which settings are declared, kept and offered, not asked for."""


def _modules() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*.py")):
        is_plug = path.name == "__init__.py" and path.parent.parent.name == "features"
        if path.relative_to(ROOT).as_posix() not in DECLARED_IN and not is_plug:
            yield path


def _asked_in(tree: ast.AST) -> Iterator[str]:
    """Yield the names of settings whose values are asked for by name, or that a part holds itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name_of(node.func) == "value":
            yield from _strings_among(node.args)
        elif isinstance(node, ast.FunctionDef) and node.name == "settings":
            yield from _strings_among(ast.walk(node))


def _strings_among(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    if isinstance(function, ast.Name):
        return function.id
    return ""


@pytest.fixture(scope="module")
def trees() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in _modules()]


def test_each_setting_of_a_feature_is_asked_for_by_what_it_changes(trees: list[ast.Module]) -> None:
    asked_names = {name for tree in trees for name in _asked_in(tree)}
    declared_names = {preference.name for plug in plugs() for preference in plug.settings()}
    assert declared_names
    assert declared_names - asked_names == set(), "they can be chosen, and change nothing"
