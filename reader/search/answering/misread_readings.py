"""Finds printed strings in a library that may be misreadings of a string.

Texts that contain a part of the string are scanned once for the whole string with one other character, or two in a long
string. The results are a few printed strings, which can then be looked up in the index like any other.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

from reader import always
from reader.language.words import WINDOW
from reader.search.needles import occurrences
from reader.search.noisy_channel import Place, by_recognizer, may_be_misread
from reader.search.query import LINE_OF, Exact, Field
from reader.search.terms import ANY, as_printed

Certainty: TypeAlias = Callable[[int], str]
"""Returns for an article a mark for each character of its search text, as `ReadingTable.certainty`."""
Settled: TypeAlias = Mapping[int, Collection[int]]
"""Offsets in search texts without `READ_AS` runs (`as_printed`), by article id."""


def nothing_settled(printed: str, read_as: str) -> Settled:
    return {}


def unknown_certainty(article: int) -> str:
    return ""


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
        settled: Callable[[str, str], Settled] = nothing_settled,
        is_misread: Callable[[str, str, str, str, float], bool] = always,
        elsewhere_than: Collection[int] = (),
        certainty: Certainty = unknown_certainty,
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
    before = text[max(0, begin - WINDOW) : begin]
    after = text[end : end + WINDOW]
    return before.rpartition("\n")[2], after.partition("\n")[0]


TELLING = 4
"""The minimum length of a string in which two characters may be misread; a shorter one with two other characters is
often another word."""


def most_misread(length: int) -> int:
    """Return the maximum number of characters that may be misread in a string of this length."""
    if length < TELLING:
        return 1
    return 2


class MisreadingScan:
    """Scans texts for places where a string may have been misread.

    Attributes:
        places: the places found.
    """

    def __init__(self, meant: str, certainty: Certainty = unknown_certainty) -> None:
        self.places: set[Place] = set()
        self._meant = meant
        self._certainty = certainty
        self._most = most_misread(len(meant))
        self._pieces = list(_pieces(meant, self._most + 1))
        self._known: dict[str, bool] = {}
        self._scanned: set[int] = set()

    def scan(self, text: str, article: int) -> None:
        """Scan the search text of an article, unless that has been done."""
        if article in self._scanned:
            return
        self._scanned.add(article)
        printed = as_printed(text)
        for begin in set(
            chain.from_iterable(_starts(printed, piece, offset) for piece, offset in self._pieces)
        ):
            end = begin + len(self._meant)
            form = printed[begin:end]
            # a printed string may be a misreading of the string looked for
            if form not in self._known:
                differing = [
                    (printed, meant)
                    for printed, meant in zip(form, self._meant, strict=False)
                    if printed != meant
                ]
                self._known[form] = (
                    len(form) == len(self._meant)
                    and 0 < len(differing) <= self._most
                    and all(may_be_misread(printed, meant) for printed, meant in differing)
                )
            if self._known[form]:
                self.places.add(place_at(printed, begin, self._meant, self._certainty(article)))


class ScanQuery(Exact):
    """A query that scans the documents which may contain a needle, a part of the string, but matches none of them."""

    def __init__(self, needle: str, where: Field, scan: Callable[[str, int], None]) -> None:
        """`scan` is given the search text of an article, and its id."""
        super().__init__(needle, needle, where)
        self._scan = scan

    def test(self, text: str, article: int = 0) -> bool:
        self._scan(text, article)
        return False

    def decided_by_grams(self) -> bool:
        return False

    def _key(self) -> tuple[object, ...]:
        return *super()._key(), id(self._scan)  # cached results of another scan must not be used


def with_any(needle: str) -> Iterator[str]:
    """Yield the needle once for each of its characters, with `ANY` in place of that character."""
    yield from (needle[:at] + ANY + needle[at + 1 :] for at in range(len(needle)))


def parts_of(needle: str) -> list[str]:
    """Return needles that narrow down the texts to scan.

    Every text that contains the string, with as many misread characters as allowed, contains at least one of them.
    """
    if len(needle) < TELLING:
        return list(with_any(needle))
    return [
        ANY * offset + piece + ANY * (len(needle) - offset - len(piece))
        for piece, offset in _pieces(needle, most_misread(len(needle)) + 1)
    ]


def _pieces(text: str, count: int) -> Iterator[tuple[str, int]]:
    """Yield `count` pieces of about equal length that make up a text, each with its offset."""
    for number in range(count):
        begin = number * len(text) // count
        end = (number + 1) * len(text) // count
        yield text[begin:end], begin


def _starts(text: str, piece: str, offset: int) -> Iterator[int]:
    """Yield the offsets in `text` at which a string would begin that has `piece` at `offset`."""
    at = text.find(piece)
    while at >= 0:
        if at >= offset:
            yield at - offset
        at = text.find(piece, at + 1)
