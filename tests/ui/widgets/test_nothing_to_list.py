"""Each list says what it means that it has no row; one that can't be without rows is known here, and why."""

import ast
from collections.abc import Mapping

from tests import modules

NEVER_SEEN_EMPTY = {
    "KindList": "what was decided is listed below the kinds, whether there is any or not",
    "MissingFiles": "its dialog opens for missing files alone, and closes with them",
    "RecentList": "it is as high as its rows, and its heading is hidden with them",
    "UnanchoredList": "its dialog opens for quotations without a place alone",
    "_Backups": "the text beside it says that there are none, and what makes one",
    "_Found": "its chip is hidden without rows, and is off then",
    "_NamedList": "its pane is hidden without rows",
    "_Removed": "its dialog closes when there is none left",
}
"""The lists that say nothing themselves."""


def lists_of_windows() -> dict[str, ast.ClassDef]:
    """Return the classes that are a list, by their names: those made of `Listing`, or of one of these."""
    classes = [node for _, node in modules.nodes(ast.ClassDef)]
    lists: dict[str, ast.ClassDef] = {}
    is_complete = False
    while not is_complete:
        known = {"Listing", *lists}
        more = [node for node in classes if node.name not in lists and known & {*bases_of(node)}]
        lists |= {node.name: node for node in more}
        is_complete = not more
    return lists


def bases_of(node: ast.ClassDef) -> list[str]:
    plain = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
    return [base.id for base in plain if isinstance(base, ast.Name)]


def says_nothing(node: ast.ClassDef, lists: Mapping[str, ast.ClassDef]) -> bool:
    """Return whether neither a list nor what it is made of says what it means that it is empty."""
    if any(isinstance(part, ast.FunctionDef) and part.name == "nothing" for part in node.body):
        return False
    return all(says_nothing(lists[base], lists) for base in bases_of(node) if base in lists)


def test_a_list_without_rows_says_so() -> None:
    lists = lists_of_windows()
    assert len(lists) > 30
    bases = {base for node in lists.values() for base in bases_of(node)}
    made = [node for name, node in lists.items() if name not in bases]
    assert {node.name for node in made if says_nothing(node, lists)} == NEVER_SEEN_EMPTY.keys()
