"""The pieces of a page that are typeset in one step: their printed text, their shown text, the places of both."""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.ui.article.corrected_characters import units

LONGEST_PIECE = 4000
"""A text with more characters is split into several blocks of the document, because Qt lays out a block in one step."""


@dataclass(frozen=True, slots=True)
class DocumentBlock:
    """A block of the document: `text` is printed from `start` on in page block `block`.

    `shown` is set in its place, as many characters, at [`position`, `end`) of the document.
    """

    block: int
    start: int
    text: str
    shown: str
    position: int
    end: int

    def position_of(self, character: int) -> int:
        """Return the position in the document of a character of the piece."""
        length = min(character, len(self.shown))
        is_plain = self.end - self.position == len(self.shown)
        return self.position + (length if is_plain else units(self.shown[:length]))

    def character_at(self, position: int) -> int:
        """Return the character of the piece at a position of the document."""
        before = self.shown.encode("utf-16-le", "surrogatepass")[: 2 * max(position - self.position, 0)]
        return len(before.decode("utf-16-le", "ignore"))

    def between(self, start: int, end: int) -> str:
        """Return the printed text between two positions of the document."""
        return self.text[self.character_at(start) : self.character_at(end)]


def cut(text: str) -> Iterator[str]:
    """Yield a text in pieces, cut at the ends of sentences where it is long."""
    start = 0
    while len(text) - start > LONGEST_PIECE:
        end = text.rfind("。", start + LONGEST_PIECE // 2, start + LONGEST_PIECE) + 1 or start + LONGEST_PIECE
        yield text[start:end]
        start = end
    yield text[start:]
