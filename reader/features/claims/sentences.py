"""The sentences of a text that is to be checked, each with the days that were told above it."""

from collections.abc import Iterator

from msgspec import Struct

from reader.features.claims.plain_text import plain_of
from reader.features.claims.told_days import Above, stated_days
from reader.language.patterns import pattern

LONGEST = 400
"""The most characters of a sentence; a longer one is checked in pieces."""
_MARKUP = pattern(
    r"^[ \t　]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\[\^[^\]]{1,20}\]:[ \t]*)+|\*\*|__|\[\^[^\]]{1,20}\]"
)
"""Signs of Markdown that are no words: heads, quotes, lists, emphasis, footnotes."""
_ENDS = pattern(r"[。！？!?]+[”’」』）)]*|[；;](?=.{8})|\n+")


class Sentence(Struct, frozen=True):
    """A sentence, where it stands in the whole text, and what was told last above it of days."""

    text: str
    start: int
    above: Above = Above()

    @property
    def year(self) -> int | None:
        """The year that the text is about there."""
        return self.above.year

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def without_markup(text: str) -> str:
    """Return a text without the signs of Markdown, and with one kind of line end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_MARKUP.sub("", line) for line in lines)


def sentences_of(text: str, year: int | None = None) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; `year` is the one that it is about before it tells one itself."""
    above = Above(year)
    for start, words in _pieces(text):
        yield Sentence(words, start, above)
        for stated_day in stated_days(plain_of(words), above):
            above = above.then(stated_day)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences with their places, without the white space around them."""
    begin = 0
    for match in _ENDS.finditer(text):
        yield from _bounded(text, begin, match.end())
        begin = match.end()
    yield from _bounded(text, begin, len(text))


def _bounded(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    for first in range(begin, end, LONGEST):
        words = text[first : min(first + LONGEST, end)]
        stripped = words.strip(" \t\n　")
        if stripped:
            yield first + words.index(stripped), stripped
