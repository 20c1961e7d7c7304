"""Whether a character that another printing of a text has may be the right one, by the words around it."""

import math
from collections.abc import Callable, Sequence

from reader.language.variants import simplified
from reader.language.words import cost

_WINDOW = 4
"""Characters on either side by which the words are compared."""
_BESIDE = 1
"""Characters on either side that are looked for in the library together with the character."""
_CLEARLY = 5.0
"""The gain in the likelihood of the words, as a natural logarithm, from which one of two readings is clearly right."""

Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Returns the number of articles that contain each string."""


def may_be_other(text: str, at: int, other: str, frequencies: Frequencies) -> bool:
    """Return whether the words around a character of a text in search form leave room for another one in its place.

    Both stand in a printing of the text. The dictionary, and how many articles of the library have either, may tell
    that what is printed here is right, and the other printing misread.
    """
    shown, beside = (slice(max(0, at - width), at + width + 1) for width in (_WINDOW, _BESIDE))
    both = text, text[:at] + other + text[at + 1 :]
    as_printed, as_other = (cost(simplified(each[shown])) for each in both)
    held, held_other = (max(number - 1, 0) + 0.5 for number in frequencies([each[beside] for each in both]))
    return as_other - as_printed + math.log(held / held_other) < _CLEARLY
