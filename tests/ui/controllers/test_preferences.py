"""What features offer in the settings: each of these is asked for where a person sees what it does."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from reader.plugs import plugs
from tests import modules
from tests.modules import name_of_call

DECLARED_IN = (
    "ui/controllers/preferences.py",
    "ui/controllers/settings_controller.py",
    "storage/settings.py",
)
"""The modules in which settings are declared, kept and offered, not asked for."""


def _asked_names() -> set[str]:
    """Return the names of settings whose values are asked for by name, or that a part holds itself."""
    names: set[str] = set()
    for path, call in modules.nodes(ast.Call):
        if _may_ask(path) and name_of_call(call) == "value":
            names.update(_strings_among(call.args))
    for path, function in modules.nodes(ast.FunctionDef):
        if _may_ask(path) and function.name == "settings":
            names.update(_strings_among(ast.walk(function)))
    return names


@cache
def _may_ask(path: Path) -> bool:
    is_plug = path.name == "__init__.py" and path.parent.parent.name == "features"
    return path.relative_to(modules.ROOT).as_posix() not in DECLARED_IN and not is_plug


def _strings_among(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_each_setting_of_a_feature_is_asked_for_by_what_it_changes() -> None:
    declared_names = {preference.name for plug in plugs() for preference in plug.settings()}
    assert declared_names
    assert declared_names - _asked_names() == set(), "they can be chosen, and change nothing"
