"""The modules of the program as Python reads them, for tests of how it is written."""

import ast
import gc
from functools import cache
from pathlib import Path

import reader

ROOT = Path(reader.__file__).parent


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module of `reader/`. A million nodes stay until the end: they are not looked through for garbage."""
    found = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}
    gc.freeze()
    return found
