"""How a string was misread in a library: the printed strings that are likelier it than anything else.

Texts that have part of the string are looked through once, for the whole of it with one character that is another, or
two of a long string; what is found are a few printed strings, which the index then counts like any other.
"""

from collections.abc import Iterator

from reader.search.misread_string import around, may_be_misread
from reader.search.noisy_channel import Place
from reader.search.query import Exact, Field
from reader.search.terms import ANY, as_printed

TELLING = 4
"""Characters of a string of which two may be misread: a shorter one is too easily another."""


def most_misread(length: int) -> int:
    """Return how many characters of a string of so many may be misread."""
    return 1 if length < TELLING else 2


class Looking:
    """Looks through texts for a string that may have been misread.

    Attributes:
        places: what is printed there, and what stands before and after it.
    """

    def __init__(self, meant: str) -> None:
        self.places: set[Place] = set()
        self._meant = meant
        self._most = most_misread(len(meant))
        self._pieces = list(_pieces(meant, self._most + 1))
        self._known: dict[str, bool] = {}
        self._looked_at: set[int] = set()

    def look(self, text: str, article: int) -> None:
        """Look through the search text of an article, once."""
        if article in self._looked_at:
            return
        self._looked_at.add(article)
        printed = as_printed(text)
        for begin in {at for piece, offset in self._pieces for at in _starts(printed, piece, offset)}:
            end = begin + len(self._meant)
            form = printed[begin:end]
            if self._is_open(form):
                self.places.add((form, *around(printed, begin, end)))

    def _is_open(self, form: str) -> bool:
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
        return self._known[form]


class LookedThrough(Exact):
    """Part of a string: the documents that may have it are looked through, none is found."""

    def __init__(self, needle: str, where: Field, looking: Looking) -> None:
        super().__init__(needle, needle, where)
        self._looking = looking

    def test(self, text: str, article: int = 0) -> bool:
        self._looking.look(text, article)
        return False

    def decided_by_grams(self) -> bool:
        return False

    def _key(self) -> tuple[object, ...]:
        return *super()._key(), id(self._looking)  # what another one has seen tells nothing


def with_any(needle: str) -> Iterator[str]:
    """Yield a needle with any character in place of one of its own."""
    yield from (needle[:at] + ANY + needle[at + 1 :] for at in range(len(needle)))


def parts_of(needle: str) -> list[str]:
    """Return needles of which a text has one, if it has the string with as many characters misread as may be."""
    if len(needle) < TELLING:
        return list(with_any(needle))
    return [
        ANY * offset + piece + ANY * (len(needle) - offset - len(piece))
        for piece, offset in _pieces(needle, most_misread(len(needle)) + 1)
    ]


def _pieces(text: str, count: int) -> Iterator[tuple[str, int]]:
    """Yield a text in so many pieces, and where each begins."""
    for number in range(count):
        begin, end = number * len(text) // count, (number + 1) * len(text) // count
        yield text[begin:end], begin


def _starts(text: str, piece: str, offset: int) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        if at >= offset:
            yield at - offset
        at = text.find(piece, at + 1)
