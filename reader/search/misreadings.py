"""Decides by the surrounding words whether a character may be a misreading of that in another printing of a text."""

import math
from collections.abc import Callable, Sequence

from reader.language.variants import simplified
from reader.language.words import cost

_WINDOW = 4
"""The number of characters on each side that are cut into words together with the character."""
_BESIDE = 1
"""The number of characters on each side that belong to the strings whose frequencies are compared."""
_CLEARLY = 5.0
"""The difference of the two readings' log likelihoods from which the likelier one is considered right."""

Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Returns the number of articles that contain each string."""


def may_be_other(text: str, at: int, other: str, frequencies: Frequencies) -> bool:
    """Return whether the character at offset `at` of a text in search form may be a misreading of `other`.

    `other` is the character in the same place of another printing of the text. False if the dictionary and the numbers
    of articles with either string show that the other printing is the misread one.
    """
    shown, beside = (slice(max(0, at - width), at + width + 1) for width in (_WINDOW, _BESIDE))
    both = text, text[:at] + other + text[at + 1 :]
    as_printed, as_other = (cost(simplified(each[shown])) for each in both)
    held, held_other = (max(number - 1, 0) + 0.5 for number in frequencies([each[beside] for each in both]))
    return as_other - as_printed + math.log(held / held_other) < _CLEARLY
