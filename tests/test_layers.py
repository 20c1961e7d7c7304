"""The rule of imports: they run down only, no circle anywhere; Qt lives in the window and nowhere else."""

import ast
import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from reader import plugs
from tests.modules import ROOT, bodies, nodes, trees

LAYERS = [
    {"features.cli"},
    {"__main__", "cli"},
    {"app"},
    {"features.ui of libraries"},
    {"ui.window"},
    {"features.ui"},
    {"ui.check"},
    {"ui.desk"},
    {"ui.controllers"},
    {"ui.layout"},
    {"ui.notebook"},
    {"ui.search", "ui.sheets"},
    {"ui.issues", "ui.sync"},
    {"ui.frame"},
    {"ui.page"},
    {"ui.article"},
    {"ui.widgets"},
    {"features.room"},
    {"features"},
    {"library"},
    {"search", "formats", "export", "pictures"},
    {"parsing"},
    {"storage"},
    {"sources"},
    {"comparison", "stitching"},
    {"newspaper"},
    {"changes", "display", "language"},
    {"i18n", "worker_pool"},
    {"assets", "counts", "held_files", "own_process", "plugs", "workers"},
]
"""A folder imports from those further down; the folders of one layer do not know each other. The parts of a feature
(`features.<name>`, `.ui`, `.cli`) stand where those of the others do, and import no other feature; but its side in
rooms (`.room`) is made of what rooms are made of, and only they load it, by the name in its plug."""

LONGEST = 700
LONG: dict[str, str] = {}
"""Modules of more than 700 lines, and why."""

ALLOWED = {("__main__", "cli")}

WITH_PARTS = ("reader.parsing", "reader.search.query")
"""Packages that import their own modules, and that a window imports only when a thread needs them."""

LIST = "reader.plugs"
"""Has the one list of features."""
NAMING_A_KIND = re.compile(
    r"\breader[./]features[./](?:packs|room)\b|\.yuebao\b|psycopg|postgres|apsw|阅览室|资料包|reading room"
    r"|\b(?:an?|the|of|or) (?:packs?|rooms)\b|\blibrary\.(?:pack|room)\b"
)
"""Words by which a kind of library would be named outside its feature, in what is said and in comments."""
WORDS_OF_A_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
OF_KINDS = {"pack", "packs", "room", "rooms"}
OTHER_NAMES = {
    *("pack_texts", "pack_again", "article_text_to_pack", "PackDamaged", "PackURI"),
    *("roomBesideWords", "make_room", "_make_room", "_has_room", "waiting_room", "_waiting_room"),
}
"""Names of several words with one of these, and another meaning: texts are packed, a menu makes room."""


def names_of_kinds(text: str) -> set[str]:
    """The names in code by which a kind of library would be named: of several words, one of them its own."""
    names = set(re.findall(r"\b[A-Za-z]\w*|_\w+", text)) - OTHER_NAMES
    words = {name: [word.lower() for word in WORDS_OF_A_NAME.findall(name)] for name in names}
    return {name for name, parts in words.items() if len(parts) > 1 and OF_KINDS & set(parts)}


def modules() -> dict[str, Path]:
    """Every module by its dotted name."""
    paths = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")
    names = (".".join(("reader", *path.relative_to(ROOT).with_suffix("").parts)) for path in paths)
    return {name.removesuffix(".__init__"): path for name, path in zip(names, paths, strict=True)}


MODULES = modules()


def feature_of(module: str) -> str | None:
    parts = module.split(".")[1:]
    return parts[1] if parts[:1] == ["features"] and len(parts) > 1 else None


_OF_COMMANDS = {"schemas": "cli"}
"""What a feature's commands print stands beside them."""


def folder_of(module: str) -> str:
    parts = module.split(".")[1:]
    if parts[:1] == ["features"]:
        own = [_OF_COMMANDS.get(part, part) for part in parts[2:3]]
        folder = ".".join(["features", *(part for part in own if part in ("cli", "ui", "room"))])
        return (
            f"{folder} of libraries"
            if folder == "features.ui" and parts[1] in plugs.WITH_LIBRARIES
            else folder
        )
    return ".".join(parts[:2] if parts[0] == "ui" else parts[:1])


def level_of(folder: str) -> int:
    return next(level for level, layer in enumerate(LAYERS) if folder in layer)


@cache
def _import_nodes(name: str) -> tuple[list[ast.Import | ast.ImportFrom], set[int]]:
    """The imports of a module, and which of them are only for types, by identity."""
    imports: list[ast.Import | ast.ImportFrom] = []
    of_types: set[int] = set()
    for kind in (ast.ImportFrom, ast.Import):
        imports += _nodes_of_module(kind)[MODULES[name]]
    for branch in _nodes_of_module(ast.If)[MODULES[name]]:
        if isinstance(branch.test, ast.Name) and branch.test.id == "TYPE_CHECKING":
            of_types.update(map(id, branch.body))
    return imports, of_types


@cache
def _nodes_of_module(kind: type[Any]) -> dict[Path, list[Any]]:
    of_module = defaultdict(list)
    for path, node in nodes(kind):
        of_module[path].append(node)
    return of_module


@cache
def imports_of(name: str, *, for_types: bool = True) -> frozenset[str]:
    """The modules that a module imports, at once or in a function; or only those that it ever runs."""
    imports, of_types = _import_nodes(name)
    found = set()
    for node in imports:
        if not for_types and id(node) in of_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            found |= {each if each in MODULES else node.module for each in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return frozenset(found)


def runs_down(folder: str, other: str) -> bool:
    return other in (folder, "ui") or (folder, other) in ALLOWED or level_of(folder) < level_of(other)


def test_imports_run_down() -> None:
    imports = [(name, each) for name in MODULES for each in imports_of(name) if each.startswith("reader.")]
    assert [pair for pair in imports if not runs_down(*map(folder_of, pair))] == []


def test_no_module_imports_itself_by_a_detour() -> None:
    ours = {name: imports_of(name) & MODULES.keys() for name in MODULES}
    done: set[str] = set()
    path: list[str] = []

    def visit(name: str) -> None:
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name not in done:
            path.append(name)
            for module in sorted(ours[name]):
                visit(module)
            done.add(path.pop())

    for name in MODULES:
        visit(name)


@pytest.mark.parametrize("package", WITH_PARTS)
def test_a_package_is_imported_before_its_modules(package: str) -> None:
    """Two threads of which one imports the package and one a module of it would each wait for the other: Python then
    hands out modules that are half done."""
    early = []
    for name in MODULES:
        text = MODULES[name].read_text(encoding="utf-8")
        if name.startswith(package) or f"from {package}" not in text:
            continue
        tree = trees()[MODULES[name]]
        functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
        of_functions = {id(each) for function in functions for each in ast.walk(function)}
        for_types = {each.lineno for each in _import_nodes(name)[0] if id(each) in _import_nodes(name)[1]}

        def imported(scope: ast.AST, left_out: set[int], for_types: set[int] = for_types) -> list[str]:
            nodes = [each for each in ast.walk(scope) if isinstance(each, ast.ImportFrom)]
            nodes = [each for each in nodes if id(each) not in left_out and each.lineno not in for_types]
            found = [node.module or "" for node in sorted(nodes, key=lambda node: node.lineno)]
            return [each for each in found if f"{each}.".startswith(f"{package}.")]

        above = imported(tree, of_functions)
        scopes = [above, *(above + imported(function, set()) for function in functions)]
        early += [name for scope in scopes if scope and scope[0] != package]
    assert early == []


def test_the_folders_of_the_search_run_down() -> None:
    """What all use, what is on the disk, what is asked, the answer, and every place of it."""
    order = ["search", "index", "query", "answering", "concordance"]
    for name in MODULES:
        if name.startswith("reader.search."):
            for other in imports_of(name, for_types=False):
                if other.startswith("reader.search."):
                    assert order.index(search_folder(name)) >= order.index(search_folder(other)), (
                        name,
                        other,
                    )


def search_folder(module: str) -> str:
    return MODULES[module].parent.name


def test_qt_lives_in_the_window() -> None:
    outside = [name for name in MODULES if not {"ui", "app", "display"} & set(name.split("."))]
    assert [n for n in outside if any(each.startswith("PySide6") for each in imports_of(n))] == []


def test_a_feature_is_imported_by_itself_alone() -> None:
    features = {name: {feature_of(each) for each in imports_of(name)} - {None} for name in MODULES}
    also = {"features.room": {"room"}}
    known = {name: {feature_of(name), *also.get(folder_of(name), ())} for name in MODULES}
    assert {name: found for name, found in features.items() if not found <= known[name]} == {}


def test_the_list_of_features_has_every_folder() -> None:
    """And may have one whose folder was taken away."""
    folders = {feature for feature in map(feature_of, MODULES) if feature is not None}
    unlisted = folders - {*plugs.FEATURES}
    assert not unlisted, (
        f"No Plug of these is asked for anything: write {unlisted} into FEATURES of reader/plugs.py."
    )


def naming_a_kind(name: str) -> set[str]:
    """The names of kinds of libraries that stand in a module."""
    text = MODULES[name].read_text(encoding="utf-8")
    return {each[0] for each in NAMING_A_KIND.finditer(text)} | names_of_kinds(text)


def test_a_kind_of_library_is_named_by_its_feature_and_in_one_list_alone() -> None:
    named = {name: naming_a_kind(name) for name in MODULES if feature_of(name) is None and name != LIST}
    assert {name: found for name, found in named.items() if found} == {}


def test_a_docstring_belongs_to_one_name() -> None:
    """What is said of several names assigned together is a comment above them."""
    found = [
        f"{path.relative_to(ROOT)}:{said.lineno}"
        for path, body in bodies()
        for assigned, said in pairwise(body)
        if isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
        and isinstance(said.value.value, str)
        and isinstance(assigned, ast.Assign)
        and (len(assigned.targets) > 1 or isinstance(assigned.targets[0], ast.Tuple))
    ]
    assert found == []


def test_a_long_module_says_why() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES.values()
    }
    assert {path for path, length in lengths.items() if length > LONGEST} == LONG.keys()


def test_a_folder_says_what_it_is_for() -> None:
    packages = sorted({path.parent / "__init__.py" for path in MODULES.values()} - {ROOT / "__init__.py"})
    assert [path for path in packages if not ast.get_docstring(trees()[path])] == []
