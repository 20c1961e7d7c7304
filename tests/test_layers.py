"""Imports run down only; Qt lives in the window and nowhere else."""

import ast
from pathlib import Path

import pytest

import reader

ROOT = Path(reader.__file__).parent
LAYERS = [
    {"cli", "app", "__main__"},
    {"ui"},
    {"background"},
    {"library"},
    {"importing", "forgetting", "checking", "corrections", "finding", "neighbours"},
    {"sync"},
    {
        "anchoring",
        "correcting",
        "documents",
        "stories",
        "issue_file",
        "file_corrections",
        "notebook",
        "changes_in_words",
        "originals",
        "salvage",
        "handout",
    },
    {"parsing", "search", "formats", "storage", "typeset", "citation"},
    {"stitching", "coverage", "dating", "quoting", "provenance"},
    {"numbering", "sync_report"},
    {"language", "newspaper", "messages"},
    {"digest", "regular_file"},
    {"assets", "later"},
]
#: the composition root of the window is asked for by the terminal, and only when a window is wanted
ALLOWED = {("cli", "app"), ("__main__", "cli"), ("__main__", "app")}


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "reader"


def level_of(room: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if room in layer)


def modules() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {
                f"{node.module}.{a.name}" if node.module == "reader" else node.module for a in node.names
            }
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_run_down(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    for module in imports_of(path):
        if not module.startswith("reader"):
            continue
        other = room_of(module)
        if other in (room, "reader", "__version__") or (room, other) in ALLOWED:
            continue
        assert level_of(room) < level_of(other), f"{path.relative_to(ROOT)} imports {module}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_qt_lives_in_the_window(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if room not in ("ui", "app"):
        assert not any(module.startswith("PySide6") for module in imports_of(path))
