"""Lines as the typesetter sets them: every character remembers which field of the truth it belongs to, so that
the truth can be read off the page after OCR has been at it.
"""

from collections.abc import Iterable
from enum import Enum, StrEnum
from typing import NamedTuple

from msgspec import Struct


class Role(StrEnum):
    """What a line is; the letters are those of the gold annotation."""

    MASTHEAD = "M"
    FURNITURE = "F"
    """Page labels, running heads, who edited the page: no article's, told to nobody."""
    HEADLINE = "H"
    KICKER = "K"
    DECK = "D"
    SECTION = "S"
    BYLINE = "B"
    CAPTION = "C"
    PARAGRAPH = "P"
    SUBHEAD = "h"
    JUMP = "J"
    NOTICE = "N"


class Field(Enum):
    """What a character says, where the truth wants it told apart from its line."""

    TITLE = "title"
    MASTHEAD = "masthead"
    HEADLINE = "headline"
    KICKER = "kicker"
    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    OTHER = "other"
    AGENCY = "agency"
    PAGE = "page"


class Mark(NamedTuple):
    """The `ordinal`-th value of a field in an article."""

    field: Field
    ordinal: int = 0


class Char(NamedTuple):
    glyph: str
    mark: Mark | None = None


Text = tuple[Char, ...]


def plain(text: str) -> Text:
    return tuple(map(Char, text))


def marked(text: str, field: Field, ordinal: int = 0) -> Text:
    mark = Mark(field, ordinal)
    return tuple(Char(glyph, mark) for glyph in text)


def glyphs(text: Iterable[Char]) -> str:
    return "".join(char.glyph for char in text)


class Line(Struct, frozen=True):
    """One line of the file. `article` counts the issue's articles from 0; lines that share `unit` are one paragraph,
    one headline, one caption that was broken; `opening` (heading marks, an indent, a bullet) is never touched by OCR.
    A blank line has no role.
    """

    text: Text = ()
    role: Role | None = None
    article: int | None = None
    unit: int = 0
    opening: str = ""

    def printed(self) -> str:
        return self.opening + glyphs(self.text)


BLANK = Line()
