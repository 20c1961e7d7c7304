"""Strings that may have been misread for another one, and the characters that may."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from reader.language.forms import HAN
from reader.language.numbers import number_of
from reader.language.variants import lookalikes, shapes
from reader.language.words import WINDOW
from reader.search.needles import occurrences
from reader.search.query import LINE_OF, Exact, Field
from reader.search.terms import as_printed

Settled: TypeAlias = Mapping[int, Collection[int]]
"""Offsets in search texts without `READ_AS` runs (`as_printed`), by article id."""

_IS_HAN = re.compile(f"[{HAN}]")


class Misread(Exact):
    """A printed string that may be another one misread: documents in which that is the likeliest explanation.

    Places where a reader has decided on the characters are left out.

    Attributes:
        meant: the string that was asked for, in search form, as long as the needle.
        differs_at: the offset of the first character in which they differ.
    """

    def __init__(
        self,
        needle: str,
        meant: str,
        where: Field = Field.ANYWHERE,
        settled: Callable[[str, str], Settled] = lambda printed, read_as: {},
        is_misread: Callable[[str, str, str, str], bool] = lambda meant, printed, before, after: True,
    ) -> None:
        """`is_misread` decides by what is meant, what is printed, and the text before and after it in its line."""
        super().__init__(meant, needle, where)
        self.meant = meant
        self.differs_at = next((at for at, meant_here in enumerate(meant) if needle[at] != meant_here), 0)
        self._settled = lru_cache(settled)
        self._is_misread = is_misread

    def test(self, text: str, article: int = 0) -> bool:
        return next(self.places(text, article), None) is not None

    def places(self, text: str, article: int) -> Iterator[tuple[int, int]]:
        """Yield begin and end of each place in `as_printed` of an article's search text."""
        printed = as_printed(text)
        first, last = _field_of(printed, self.where)
        for begin, end in occurrences(printed, self.needle):
            if first <= begin and end <= last and self._is_open(printed[begin:end], begin, article):
                before, after = around(printed, begin, end)
                if self._is_misread(self.meant, printed[begin:end], before, after):
                    yield begin, end

    def decided_by_grams(self) -> bool:
        return False

    def _is_open(self, printed: str, begin: int, article: int) -> bool:
        """Return whether a string may be a misreading, and no reader has decided on it."""
        return printed != self.meant and all(
            may_be_misread(character, as_printed)
            and begin + at not in self._settled(as_printed, character).get(article, ())
            for at, (as_printed, character) in enumerate(zip(printed, self.meant, strict=True))
            if as_printed != character
        )


def _field_of(text: str, where: Field) -> tuple[int, int]:
    """Return begin and end of a field in a search text."""
    if where is Field.ANYWHERE:
        return 0, len(text)
    lines = text.split("\n")
    begin = sum(len(line) + 1 for line in lines[: LINE_OF[where]])
    return begin, begin + len(lines[LINE_OF[where]] if LINE_OF[where] < len(lines) else "")


@lru_cache(maxsize=1 << 12)
def misread_for(character: str) -> tuple[str, ...]:
    """Return the lookalikes of a character that may have been misread for it."""
    return tuple(other for other in lookalikes(character) if may_be_misread(other, character))


@lru_cache(maxsize=1 << 12)
def may_be_misread(printed: str, meant: str) -> bool:
    """Return whether a printed character may be another one misread: no other shape of it, and no other number."""
    are_numbers = number_of(meant) is not None and number_of(printed) is not None
    return not are_numbers and printed not in shapes(meant) and _IS_HAN.match(printed) is not None


def around(text: str, begin: int, end: int) -> tuple[str, str]:
    """Return the text before and after a place in its line, `WINDOW` characters at most."""
    before, after = text[max(0, begin - WINDOW) : begin], text[end : end + WINDOW]
    return before.rpartition("\n")[2], after.partition("\n")[0]
