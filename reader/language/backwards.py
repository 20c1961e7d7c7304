"""Lines that were read from the wrong end: until the 1950s, headlines over vertical columns ran from right to left."""

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.language import common_words
from reader.language.scripts import Script, in_script

_KEPT = re.compile(r"[!-~]+")
"""Matches Latin letters and numbers, which run from left to right in any line."""
_MIRRORED = str.maketrans("（）《》〈〉「」『』【】〔〕“”‘’", "）（》《〉〈」「』『】【〕〔”“’‘")
_CERTAIN = 2
"""So many more words in one direction make a line certain; a line with fewer goes with the page."""


def backwards(text: str) -> str:
    """Return a text from its last character to its first, with brackets turned; Latin words and numbers stay."""
    turned = _KEPT.sub(lambda found: found[0][::-1], text)[::-1]
    return turned.translate(_MIRRORED)


def are_backwards(texts: Sequence[str]) -> list[bool]:
    """Return for each line of one page whether it makes words only from its end to its beginning."""
    gains = [_gain(text) for text in texts]
    is_usual = sum(gains) >= _CERTAIN
    return [gain >= _CERTAIN or (is_usual and gain > -_CERTAIN) for gain in gains]


def _gain(text: str) -> int:
    """Return how many more pairs of characters are common words backwards than forwards."""
    pairs = [first + second for first, second in pairwise(in_script(text, Script.SIMPLIFIED))]
    return sum(common_words.is_common(pair[::-1]) - common_words.is_common(pair) for pair in pairs)
