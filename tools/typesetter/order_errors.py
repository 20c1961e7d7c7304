"""Whether lines stand in the order in which they are read: the measure that notices columns read across.

Pairs of neighbouring printed lines of an article should be neighbours in what was read. Characters are compared
fuzzily, punctuation not at all, as recognition misreads some.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from rapidfuzz import fuzz

from tools.typesetter.page_setting import INSET, WARES, SetLine

_LONGEST, _SHORTEST = 10, 4
"""The number of characters of each line at its end that are looked for; shorter lines are not."""
_TOGETHER, _ALONE = 66.0, 55.0
"""The least likeness (of 100) of the end of a line with the beginning of the next, and of each of them by itself."""
_CELL = 6
"""The longest text of a table's cell."""
_MARKS = re.compile(r"[\W_]+")


class OrderErrors(Struct, frozen=True):
    """Pairs of neighbouring lines that were read, and those that are not neighbours there, by their texts.

    `lost` is the number of pairs of which a line was not read.
    """

    pairs: int
    wrong: Sequence[tuple[str, str]]
    lost: int

    @property
    def percent(self) -> float:
        return 100 * len(self.wrong) / max(1, self.pairs)


def order_errors(printed: Sequence[SetLine], read: Sequence[str]) -> OrderErrors:
    """Return which neighbours among the printed lines are none in a text of these lines.

    What is printed of an inset may stand between lines: they are printed above and below it.
    """
    captions = {_bare(line.text) for line in printed if line.article == INSET and len(line.text) > _CELL}
    text = "".join(line for line in map(_bare, read) if not _is_inset(line, captions))
    pairs = lost = 0
    wrong: list[tuple[str, str]] = []
    for one, other in _neighbours(printed):
        length = min(len(one), len(other), _LONGEST)
        tail, head = one[-length:], other[:length]
        if _is_in(tail + head, text, tail, head):
            pairs += 1
        elif min(fuzz.partial_ratio(each, text) for each in (tail, head)) < _TOGETHER:
            lost += 1
        else:
            pairs += 1
            wrong.append((one, other))
    return OrderErrors(pairs, wrong, lost)


def _neighbours(printed: Sequence[SetLine]) -> Iterator[tuple[str, str]]:
    """Yield the bare texts of neighbouring lines of an article."""
    for one, other in pairwise(printed):
        texts = _bare(one.text), _bare(other.text)
        if one.article == other.article >= 0 and min(map(len, texts)) >= _SHORTEST:
            yield texts


def _is_inset(line: str, captions: Collection[str]) -> bool:
    """Return whether a line is a caption, or cells of a table: the names of wares, and figures."""
    if any(fuzz.ratio(line, caption) > _TOGETHER for caption in captions):
        return True
    return all(sign.isdecimal() or sign in "".join(WARES) for sign in line)


def _is_in(seam: str, text: str, tail: str, head: str) -> bool:
    found = fuzz.partial_ratio_alignment(seam, text)
    if found is None or found.score < _TOGETHER:
        return False
    around = text[max(0, found.dest_start - 1) : found.dest_end + 1]
    return min(fuzz.partial_ratio(tail, around), fuzz.partial_ratio(head, around)) >= _ALONE


def _bare(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text))
