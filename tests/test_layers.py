"""The rule of imports: they run down only, no circle anywhere; Qt lives in the window and nowhere else."""

import ast
from functools import cache
from pathlib import Path

import pytest

import reader

ROOT = Path(reader.__file__).parent
LAYERS = [
    {"__main__", "cli"},
    {"app"},
    {"ui.window"},
    {"ui.corrections", "ui.people", "ui.picture", "ui.riffle"},
    {"ui.calendar", "ui.dictionary"},
    {"ui.beside"},
    {"ui.notebook"},
    {"ui.printing", "ui.search"},
    {"ui.issues", "ui.sync"},
    {"ui.frame"},
    {"ui.page"},
    {"ui.article"},
    {"ui.widgets"},
    {"library"},
    {"room"},
    {"parsing", "search", "formats", "export", "issue_dating", "pictures"},
    {"storage"},
    {"sources"},
    {"people", "reprints", "stitching"},
    {"newspaper"},
    {"changes", "language"},
    {"display", "i18n"},
    {"assets", "fallback_libraries", "own_process", "workers"},
]
"""A folder imports from those further down; the folders of one layer do not know each other."""

LONGEST = 700
LONG: dict[str, str] = {}
"""Modules of more than 700 lines, and why."""

ALLOWED = {("__main__", "cli")}


def modules() -> dict[str, Path]:
    """Every module by its dotted name."""
    paths = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")
    names = (".".join(("reader", *path.relative_to(ROOT).with_suffix("").parts)) for path in paths)
    return {name.removesuffix(".__init__"): path for name, path in zip(names, paths, strict=True)}


MODULES = modules()


def folder_of(module: str) -> str:
    parts = module.split(".")[1:]
    return ".".join(parts[:2] if parts[0] == "ui" else parts[:1])


def level_of(folder: str) -> int:
    return next(level for level, layer in enumerate(LAYERS) if folder in layer)


@cache
def imports_of(name: str, *, also_later: bool = True) -> frozenset[str]:
    """The modules that a module imports, or only those that it can't be imported without."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    nodes = ast.walk(tree) if also_later else iter(tree.body)
    found = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            found |= {each if each in MODULES else node.module for each in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return frozenset(found)


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_down(name: str) -> None:
    folder = folder_of(name)
    for module in imports_of(name):
        if module == "reader" or not module.startswith("reader."):
            continue
        other = folder_of(module)
        if other in (folder, "ui") or (folder, other) in ALLOWED:
            continue
        assert level_of(folder) < level_of(other), f"{name} imports {module}"


def test_no_module_imports_itself_by_a_detour() -> None:
    ours = {name: imports_of(name, also_later=False) & MODULES.keys() for name in MODULES}
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


@pytest.mark.parametrize("name", MODULES)
def test_qt_lives_in_the_window(name: str) -> None:
    if folder_of(name).split(".")[0] not in ("ui", "app", "display"):
        assert not any(module.startswith("PySide6") for module in imports_of(name))


def test_a_long_module_says_why() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES.values()
    }
    assert {path for path, length in lengths.items() if length > LONGEST} == LONG.keys()


@pytest.mark.parametrize("folder", sorted({path.parent for path in MODULES.values()} - {ROOT}))
def test_a_folder_says_what_it_is_for(folder: Path) -> None:
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
