"""Whether a place in a text is the one that it was in an earlier text, by the numbers and the words beside it.

Likeness alone finds the twin of a sentence: the same words about another workshop. Whatever looks again for words that
were marked or corrected (`library.quotes`, `library.character_places`, `parsing.correction_anchors`) decides by this.
"""

from bisect import bisect_right
from operator import itemgetter

from reader.language.numbers import number_of
from reader.language.patterns import pattern

NEAR = 16
"""Number of characters on one side that are compared, those next to the place."""
LEAST_ALIKE = 0.75
"""Minimum share of these characters that must be there in the same order. See `tests/library/test_moved_marks.py`."""
FEWEST = 4
"""A side with fewer characters, where its paragraph ends, tells nothing: “。” is everywhere."""
_FEWEST_ALIKE = 8
"""A side with fewer characters must be equal."""
_SLACK = 2
"""Number of characters that may have been added to a side."""

_NUMBER = pattern("[0-9]+(?:,[0-9]{3})*|[零〇○一二两三四五六七八九十百千廿卅]+|[万亿]")


def numbers_in(text: str) -> list[str]:
    """Return the numbers of a text in search form, in any notation, as Arabic numerals; 万 and 亿 are of their own.

    Every Han numeral counts: whether 一 is a number or part of a word makes no difference to a comparison.
    """
    return [_in_digits(match[0]) for match in _NUMBER.finditer(text)]


def numbers_of(before: str, words: str, after: str) -> list[str]:
    """Return the numbers of words, also those that begin in the text before them or end in the text after them."""
    begin = len(before)
    end = len(before) + len(words)
    matches = _NUMBER.finditer(before + words + after)
    return [_in_digits(match[0]) for match in matches if match.start() < end and match.end() > begin]


def _in_digits(number: str) -> str:
    if number in "万亿":
        value = None
    else:
        value = number_of(number.replace(",", ""))
    if value is None:
        return number
    return str(value)


class WithDigits:
    """A text in search form with its numbers as in `numbers_in`, and the way back.

    `text` is the changed text. Each of its digits comes from a whole printed number.
    """

    def __init__(self, form: str) -> None:
        parts: list[str] = []
        self._runs: list[tuple[int, int, int, int]] = []
        """The begin and end of each number that is written otherwise, in `text` and in the form."""
        at = 0
        length = 0
        for match in _NUMBER.finditer(form):
            begin, end = match.span()
            digits = _in_digits(match[0])
            if digits != match[0]:
                parts += form[at:begin], digits
                length += begin - at
                self._runs.append((length, length + len(digits), begin, end))
                length = length + len(digits)
                at = end
        self.text = "".join([*parts, form[at:]])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the form for [start, end) of `text`; numbers are whole. `end > start`."""
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, at: int) -> tuple[int, int]:
        number = bisect_right(self._runs, at, key=itemgetter(0)) - 1
        if number < 0:
            return at, at + 1
        _, stop, begin, end = self._runs[number]
        if at < stop:
            return (begin, end)
        return (end + at - stop, end + at - stop + 1)


def alike(one: str, other: str) -> int:
    """Return how many characters two texts have in the same order."""
    from rapidfuzz.distance import LCSseq  # a window that reads and searches needs none

    return LCSseq.similarity(one, other)


def agree_before(stored: str, now: str) -> bool:
    """Return whether the text before a place, within its paragraph, is the stored one; both are in search form."""
    return _agree(stored[::-1], now[::-1], backwards=True)


def agree_after(stored: str, now: str) -> bool:
    """Return whether the text after a place, within its paragraph, is the stored one; both are in search form."""
    return _agree(stored, now, backwards=False)


def _agree(stored: str, now: str, *, backwards: bool) -> bool:
    """Compare two sides, both from the place outwards."""
    stored_side = stored[:NEAR]
    if len(stored_side) < _FEWEST_ALIKE:
        return len(stored_side) >= FEWEST and now.startswith(stored_side)
    side_now = now[: len(stored_side) + _SLACK]
    if alike(stored_side, side_now) < LEAST_ALIKE * len(stored_side):
        return False
    numbers = _outwards(stored_side, backwards=backwards)
    return numbers == _outwards(side_now, backwards=backwards)[: len(numbers)]


def _outwards(side: str, *, backwards: bool) -> list[str]:
    """Return the numbers of a side from the place outwards, without one that its far end may cut."""
    text = side[::-1] if backwards else side
    matches = list(_NUMBER.finditer(text))
    if backwards:
        matches.reverse()
    if matches and (matches[-1].start() == 0 if backwards else matches[-1].end() == len(text)):
        matches.pop()
    return [_in_digits(match[0]) for match in matches]


def common_beginning(one: str, other: str) -> int:
    """Return how many characters at the beginning of two texts are the same."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
