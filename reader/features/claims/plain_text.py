"""The form in which sentences and passages are read: in simplified characters, with marks of full width."""

import re

from reader.language.equality import simplified
from reader.language.patterns import pattern

_HALF_WIDTH = pattern(r"[,;:?!()](?:(?<![0-9].)|(?![0-9]))")
_FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")


def plain_of(text: str) -> str:
    """Return a text of the same length in simplified characters, with marks of full width but within numbers."""
    return _HALF_WIDTH.sub(_in_full_width, simplified(text))


def _in_full_width(match: re.Match[str]) -> str:
    return match[0].translate(_FULL_WIDTH)
