"""Converts text between simplified and traditional characters, for display.

Each character is replaced by exactly one, so that offsets are the same in the shown and in the printed text. OpenCC
chooses characters by the word that contains them (头发, 发现). It is loaded on first use, which takes some 70 ms and
40 MB for traditional characters.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache, lru_cache
from threading import Lock

from reader.language.patterns import pattern
from reader.language.variants import in_simplified, in_traditional


class Script(StrEnum):
    """The characters in which a text is shown."""

    PRINTED = "printed"
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"


_CONFIGURATIONS = {Script.SIMPLIFIED: "t2s", Script.TRADITIONAL: "s2tw"}
"""OpenCC's configuration for each target. The one for traditional yields the shapes usual today (裡, 麵, 群)."""

_HALF = pattern("([\ud800-\udfff]+)")
"""Matches lone surrogates, which a damaged text may contain, and which OpenCC rejects."""


@lru_cache(maxsize=1024)
def in_script(text: str, script: Script) -> str:
    """Return a text in the characters of a script; its length does not change.

    Characters that are correct in the target script are not changed (皇后 is not changed).
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
    """Load OpenCC now, so that the first conversion is fast."""
    for script in _CONFIGURATIONS:
        in_script("头髮", script)


def _one_for_one(text: str, convert: Callable[[str], str]) -> str:
    """Return a text converted as a whole, or character by character if that would change its length."""
    changed = convert(text)
    if len(changed) == len(text):
        return changed
    return "".join(other if len(other := convert(each)) == 1 else each for each in text)


def _changed(text: str, other: str) -> int:
    """Return the number of characters in which two texts of equal length differ."""
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
