"""Each list says what it means that it has no row; one that can't be without rows is known here, and why."""

import ast
from pathlib import Path

import reader

NEVER_SEEN_EMPTY = {
    "KindList": "what was decided is listed below the kinds, whether there is any or not",
    "MissingFiles": "its dialog opens for missing files alone, and closes with them",
    "RecentList": "it is as high as its rows, and its heading is hidden with them",
    "UnanchoredList": "its dialog opens for quotations without a place alone",
    "_Backups": "the text beside it says that there are none, and what makes one",
    "_NamedList": "its pane is hidden without rows",
    "_Removed": "its dialog closes when there is none left",
}
"""The lists that say nothing themselves."""


def _classes() -> dict[str, ast.ClassDef]:
    classes = {}
    for path in Path(reader.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                classes[node.name] = node
    return classes


CLASSES = _classes()


def bases_of(name: str) -> list[str]:
    """Return the names of the classes of the program that a class is made of, those of their bases, too."""
    bases = []
    for base in CLASSES[name].bases:
        plain = base.value if isinstance(base, ast.Subscript) else base
        if isinstance(plain, ast.Name) and plain.id in CLASSES:
            bases += [plain.id, *bases_of(plain.id)]
    return bases


def says_nothing_itself(name: str) -> bool:
    own_names = {node.name for node in CLASSES[name].body if isinstance(node, ast.FunctionDef)}
    return "nothing" not in own_names


def test_a_list_without_rows_says_so() -> None:
    lists = {name: bases_of(name) for name in CLASSES if "Listing" in bases_of(name)}
    assert len(lists) > 30
    bases = {base for names in lists.values() for base in names}
    silent = set()
    for name, names in lists.items():
        without_root = [each for each in (name, *names) if each != "Listing"]
        if name not in bases and all(map(says_nothing_itself, without_root)):
            silent.add(name)
    assert silent == NEVER_SEEN_EMPTY.keys()
