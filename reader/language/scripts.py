"""A text as it is shown in simplified or in traditional characters.

One character stands for one, so that a place in the shown text is the same place in the printed one. OpenCC changes
characters by the words around them (头发, 发现); it is loaded when it is first needed, which takes some 40 ms.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache, lru_cache
from threading import Lock

from reader.language.variants import in_simplified, in_traditional


class Script(StrEnum):
    """The characters in which a text is shown."""

    PRINTED = "printed"
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"


_CONFIGURATIONS = {Script.SIMPLIFIED: "t2s", Script.TRADITIONAL: "s2tw"}
"""What OpenCC calls the ways there; that to traditional gives the shapes that are usual today (裡, 麵, 群)."""

_HALF = re.compile("([\ud800-\udfff]+)")
"""Halves of characters, which a damaged text may hold and OpenCC refuses."""


@lru_cache(maxsize=1024)
def in_script(text: str, script: Script) -> str:
    """Return a text in other characters, as many as it has.

    What is in that script already keeps the characters that have a meaning of their own in it (皇后 stays 皇后).
    """
    if script is Script.PRINTED:
        return text
    to_simplified, to_traditional = in_simplified(text), in_traditional(text)
    is_traditional = _changed(text, to_simplified) > _changed(text, to_traditional)
    if is_traditional is (script is Script.TRADITIONAL):
        return to_traditional if is_traditional else to_simplified
    convert = _converter(script)
    parts = _HALF.split(text)
    return "".join(part if number % 2 else _one_for_one(part, convert) for number, part in enumerate(parts))


def prepare() -> None:
    """Load what changing characters needs."""
    for script in _CONFIGURATIONS:
        in_script("头髮", script)


def _one_for_one(text: str, convert: Callable[[str], str]) -> str:
    """Return a text converted, by its words, or where that would change its length, by its characters."""
    changed = convert(text)
    if len(changed) == len(text):
        return changed
    return "".join(other if len(other := convert(each)) == 1 else each for each in text)


def _changed(text: str, other: str) -> int:
    return sum(one != two for one, two in zip(text, other, strict=True))


_loading = Lock()


def _converter(script: Script) -> Callable[[str], str]:
    with _loading:
        return _loaded(script)


@cache
def _loaded(script: Script) -> Callable[[str], str]:
    try:
        from opencc import OpenCC
    except ImportError:  # there is no wheel for this platform
        return in_simplified if script is Script.SIMPLIFIED else in_traditional
    converter = OpenCC(_CONFIGURATIONS[script])
    return converter.convert
