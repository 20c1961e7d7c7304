"""Finds printed strings in a library that may be misreadings of a string.

Texts that contain a part of the string are scanned once for the whole string with one other character, or two in a long
string. The results are a few printed strings, which can then be looked up in the index like any other.
"""

from collections.abc import Iterator
from typing import Protocol

from reader.search.answering.misread_string import Certainty, place_at
from reader.search.noisy_channel import Place, may_be_misread
from reader.search.query import Exact, Field
from reader.search.terms import ANY, as_printed

TELLING = 4
"""The minimum length of a string in which two characters may be misread; a shorter one with two other characters is
often another word."""


def most_misread(length: int) -> int:
    """Return the maximum number of characters that may be misread in a string of this length."""
    return 1 if length < TELLING else 2


class MisreadingScan:
    """Scans texts for places where a string may have been misread.

    Attributes:
        places: the places found.
    """

    def __init__(self, meant: str, certainty: Certainty = lambda article: "") -> None:
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
        for begin in {at for piece, offset in self._pieces for at in _starts(printed, piece, offset)}:
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


class TextScan(Protocol):
    """Looks for something in texts."""

    def scan(self, text: str, article: int, /) -> None:
        """Scan the search text of an article."""


class ScanQuery(Exact):
    """A query that scans the documents which may contain a needle, a part of the string, but matches none of them."""

    def __init__(self, needle: str, where: Field, scan: TextScan) -> None:
        super().__init__(needle, needle, where)
        self._scan = scan

    def test(self, text: str, article: int = 0) -> bool:
        self._scan.scan(text, article)
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
        begin, end = number * len(text) // count, (number + 1) * len(text) // count
        yield text[begin:end], begin


def _starts(text: str, piece: str, offset: int) -> Iterator[int]:
    """Yield the offsets in `text` at which a string would begin that has `piece` at `offset`."""
    at = text.find(piece)
    while at >= 0:
        if at >= offset:
            yield at - offset
        at = text.find(piece, at + 1)
