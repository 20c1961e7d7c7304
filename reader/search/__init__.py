"""Search: search texts and needles, the query language, the index and engine, snippets, suggestions."""

import sys
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

STAMP = "5.3"
"""`index_versions.VERSION` and `index.manifest.FORMAT`, repeated here so that those modules need not be imported."""

_VARIATIONS = "whoosh.lang.morph_en"
"""Whoosh's variations of English words: 0.4 MB that come with its queries, and that no query of ours asks for."""


@cache
def _module_of_variations() -> Any:
    sys.modules.pop(_VARIATIONS)
    return import_module(_VARIATIONS)


def _import_variations_late() -> None:
    late = ModuleType(_VARIATIONS)
    vars(late)["variations"] = _variations
    sys.modules.setdefault(_VARIATIONS, late)


def _variations(word: str) -> Any:
    return _module_of_variations().variations(word)


_import_variations_late()
