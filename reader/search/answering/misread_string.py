"""The query for a printed string that may be a misreading of the string looked for, and rules for its characters."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from reader.language.words import WINDOW
from reader.search.needles import occurrences
from reader.search.noisy_channel import Place, by_recognizer, may_be_misread
from reader.search.query import LINE_OF, Exact, Field
from reader.search.terms import as_printed

Certainty: TypeAlias = Callable[[int], str]
"""Returns for an article a mark for each character of its search text, as `ReadingTable.certainty`."""
Settled: TypeAlias = Mapping[int, Collection[int]]
"""Offsets in search texts without `READ_AS` runs (`as_printed`), by article id."""


class Misread(Exact):
    """A query for a printed string that is probably a misreading of another one, the string that is meant.

    Only places where a misreading is the likeliest explanation count, and on which no reader has decided.

    Attributes:
        meant: the string that is meant, in search form, as long as the needle.
        differs_at: the offset of the first character in which needle and meant string differ.
    """

    def __init__(
        self,
        needle: str,
        meant: str,
        where: Field = Field.ANYWHERE,
        settled: Callable[[str, str], Settled] = lambda printed, read_as: {},
        is_misread: Callable[[str, str, str, str, float], bool] = lambda meant, *place: True,
        elsewhere_than: Collection[int] = (),
        certainty: Certainty = lambda article: "",
    ) -> None:
        """Decide with `is_misread`, whose arguments are the meant string and a `Place`.

        `settled` returns the places where a reader has decided whether a printed character is a misread other one.
        Places in the articles `elsewhere_than` don't count.
        """
        super().__init__(meant, needle, where)
        self.meant = meant
        self.differs_at = next((at for at, meant_here in enumerate(meant) if needle[at] != meant_here), 0)
        self._settled = lru_cache(settled)
        self._is_misread = is_misread
        self._elsewhere_than = elsewhere_than
        self._certainty = lru_cache(certainty)

    def test(self, text: str, article: int = 0) -> bool:
        return next(self.places(text, article), None) is not None

    def places(self, text: str, article: int) -> Iterator[tuple[int, int]]:
        """Yield begin and end of each misread place, as offsets in `as_printed(text)`, in an article's search text."""
        if article in self._elsewhere_than:
            return
        printed = as_printed(text)
        first, last = _field_of(printed, self.where)
        for begin, end in occurrences(printed, self.needle):
            if first <= begin and end <= last and self._is_open(printed[begin:end], begin, article):
                place = place_at(printed, begin, self.meant, self._certainty(article))
                if self._is_misread(self.meant, *place):
                    yield begin, end

    def decided_by_grams(self) -> bool:
        return False

    def _key(self) -> tuple[object, ...]:
        return *super()._key(), tuple(sorted(self._elsewhere_than))

    def _is_open(self, printed: str, begin: int, article: int) -> bool:
        """Return whether the string printed at `begin` may be a misreading, and no reader has decided on it."""
        return printed != self.meant and all(
            may_be_misread(character, as_printed)
            and begin + at not in self._settled(as_printed, character).get(article, ())
            for at, (as_printed, character) in enumerate(zip(printed, self.meant, strict=True))
            if as_printed != character
        )


def _field_of(text: str, where: Field) -> tuple[int, int]:
    """Return begin and end of a field's line in a search text; the whole text for `Field.ANYWHERE`."""
    if where is Field.ANYWHERE:
        return 0, len(text)
    lines = text.split("\n")
    begin = sum(len(line) + 1 for line in lines[: LINE_OF[where]])
    return begin, begin + len(lines[LINE_OF[where]] if LINE_OF[where] < len(lines) else "")


def place_at(text: str, begin: int, meant: str, certainty: str) -> Place:
    """Return the place at `begin` in a search text, where a string is printed that may be a misreading of `meant`.

    `certainty` has the marks of the text's characters.
    """
    end = begin + len(meant)
    differing = (begin + at for at, sign in enumerate(meant) if text[begin + at] != sign)
    return text[begin:end], *around(text, begin, end), by_recognizer(certainty, differing)


def around(text: str, begin: int, end: int) -> tuple[str, str]:
    """Return the text before and after [begin, end) in its line, up to `WINDOW` characters each."""
    before, after = text[max(0, begin - WINDOW) : begin], text[end : end + WINDOW]
    return before.rpartition("\n")[2], after.partition("\n")[0]
