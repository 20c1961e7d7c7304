"""The data model of an article: the parts of its headline, its credits and its blocks."""

import base64
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# The format of a Markdown file with one article: the names of the fields between the two `---` at its beginning.
#
# `export.article_file` writes such files, `formats.article_file` reads them. A value is JSON, which is YAML, too.


FENCE = "---"
VERSION = 1


class Name(StrEnum):
    """The names of the fields, in the order in which they are written."""

    VERSION = "yuebao"
    """Identifies the format, with its version."""
    TITLE = "title"
    """For other programs: the headline, or the beginning of the text."""
    NEWSPAPER = "newspaper"
    DATE = "date"
    MONTH_DAY = "month_day"
    """If the year is not known."""
    IS_PRINTED = "date_is_printed"
    FIELDS = "masthead"
    """The other fields of the masthead, as papers print them."""
    PAGE = "page"
    PLACE = "order"
    KEY = "key"
    SECTION = "section"
    KICKER = "kicker"
    HEADLINE = "headline"
    DECKS = "decks"
    AUTHORS = "authors"


SUBHEAD, CAPTION, NOTICE, JUMP = "### ", "> ", "- ", "*"
"""Marks before a block of the body that is no paragraph; a jump line has it at its end, too."""

ToldLine = tuple[int, "LinePart"]
"""The number of a line, and its part."""


class LinePart(StrEnum):
    """The part that a line has in an article."""

    SECTION = "section"
    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    NOTICE = "notice"
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class ToldArticle:
    """An article: its lines in order, each a whole unit, and the label of its page as written (“01”, “A04”).

    `before` is the number of articles before it with the same first words, if the file was taken from others.
    """

    lines: tuple[ToldLine, ...]
    page: str | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a file tells; the lines of no article are its masthead.

    `is_dated_by_address`: the day is not written in the text, but in the file's place or where it was saved from.
    `is_parsed`: the parser has decided before what each line is. `place` is the number in its issue of an article that
    has a file of its own.
    """

    articles: tuple[ToldArticle, ...]
    title: str | None = None
    date: dt.date | None = None
    is_dated_by_address: bool = False
    is_parsed: bool = False
    place: int | None = None


@dataclass(frozen=True, slots=True)
class ToldHead:
    """What a file tells of the issue where it tells nothing of articles; it stands in the first lines of the text."""

    title: str | None = None
    date: dt.date | None = None
    line_count: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """Which format took a file, how sure it was (0 to 1), and what of the file is not among its lines, in words.

    `tells_articles`: where an article begins and ends is told by the file, and was not found by the parser.
    """

    format: str
    certainty: float
    left_out: tuple[str, ...] = ()
    tells_articles: bool = False


DAMAGE = "\ufffd"
"""Stands for bytes that can't be read."""

LineSpan = tuple[int, int]
"""First and last line number, both inclusive."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The decoded text of one file.

    `path` is relative to the library, with `/` (as given, outside a library). `lines` holds every line without its line
    end: line `n` of the file is `lines[n - 1]`. Where a file is more than text, they are the lines of the text that its
    format reads from it, `told` is what it tells of them, `head` of the issue
    alone, and `reading` how it was read.
    """

    path: str
    encoding: str
    lines: tuple[str, ...]
    told: Told | None = None
    reading: Reading | None = None
    head: ToldHead | None = None


def spans_of(lines: list[int]) -> tuple[LineSpan, ...]:
    """Return ascending line numbers as the fewest spans: [3, 4, 5, 9] → ((3, 5), (9, 9))."""
    spans: list[LineSpan] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], line)
        else:
            spans.append((line, line))
    return tuple(spans)


def digest_of(data: bytes, size: int) -> bytes:
    """Return the BLAKE2b digest of `data`, `size` bytes long."""
    import hashlib

    return hashlib.blake2b(data, digest_size=size).digest()


KEY_CHARACTERS = 48


MOST_ALIKE = 9
"""How many articles with one opening are told apart when one of them is looked for in its issue."""


def opening_of(key: str) -> str:
    """Return the part of a key that all articles with this opening have; the rest is a number by their order."""
    return key.partition("-")[0]


def key_of_lost(key: str) -> str:
    """Return what stands for the key of an article that is gone while another one has its opening; none has it."""
    return f"{opening_of(key)}-0"


def keys_alike(key: str) -> list[str]:
    """Return the keys of the articles that may have the opening of this one, which comes first."""
    opening = opening_of(key)
    if key == key_of_lost(key):
        return [key]
    return list(dict.fromkeys([key, opening, *(f"{opening}-{n}" for n in range(2, MOST_ALIKE + 1))]))


def keys_of(bodies: Iterable[str]) -> list[str]:
    """Return the keys of a file's articles. `bodies` are in search form and in reading order.

    A key is a digest of the first 48 characters of the body, 16 letters and digits; the second article with
    that digest in the file has “-2” behind it, and so on.
    """
    seen: Counter[str] = Counter()
    keys = []
    for body in bodies:
        digest = digest_of(body[:KEY_CHARACTERS].encode(), 10)
        name = base64.b32encode(digest).decode().lower()
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return keys


class ArticleKind(StrEnum):
    ARTICLE = "article"
    CONTINUATION = "continuation"
    NOTICES = "notices"
    UNPLACED = "unplaced"


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    JUMP = "jump"
    NOTICE = "notice"


class Role(StrEnum):
    """The role of a person who is named in a credit."""

    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    PHOTOGRAPHER = "photographer"
    AUTHOR = "author"
    EDITOR = "editor"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Credit:
    """Names that share a role. `as_printed` is the text they were found in (“记者 甲 乙”)."""

    role: Role
    names: tuple[str, ...]
    as_printed: str


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of the body, in read form. A paragraph that was broken at a column's end has several spans of lines."""

    kind: BlockKind
    text: str
    source_lines: tuple[LineSpan, ...]


class Where(StrEnum):
    """The part of an article that a shown text is; ELSEWHERE: of another source of it."""

    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    SECTION = "section"
    CREDIT = "credit"
    BLOCK = "block"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class CharacterReading:
    """A printed character that a reader reads as another: the one at `at` in a text of the article.

    `index` counts the decks, credits or blocks; it is 0 for the other texts.
    """

    where: Where
    index: int
    at: int
    read_as: str


@dataclass(frozen=True, slots=True)
class ElsewhereText:
    """A text of the article as another source of the issue has it, where that is not a piece of what is shown.

    `where` tells the line in which it is searched: that of the headline, the section, the credits, or one of its own.
    """

    where: Where
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article of one file.

    For `key` see `article_key`; `page`, `jump_to` and `jump_from` are labels ("2", "A4"). The texts are as printed;
    `readings` are the characters in them that a reader has corrected, `elsewhere` the words that only other sources of
    the issue have, by both of which the article is found, too.
    """

    key: str
    kind: ArticleKind
    page: str | None = None
    section: str | None = None
    kicker: str | None = None
    headline: str | None = None
    decks: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    jump_from: str | None = None
    jump_to: str | None = None
    blocks: tuple[Block, ...] = ()
    source_lines: tuple[LineSpan, ...] = ()
    readings: tuple[CharacterReading, ...] = ()
    elsewhere: tuple[ElsewhereText, ...] = ()

    def title(self) -> str:
        """Return the article's title for a list: its headline, else the beginning of its text; never empty."""
        if self.headline:
            return self.headline
        text = self.beginning()
        return text if len(text) <= 24 else text[:24] + "…"

    def beginning(self) -> str:
        """Return the first text that is not a jump line, or a jump line if there is no other text."""
        texts = [block for block in self.blocks if block.text]
        own = next((block for block in texts if block.kind is not BlockKind.JUMP), None)
        return own.text if own else texts[0].text if texts else ""


def page_as_printed(page: str) -> str:
    """Return a page label in the form that papers print before 版: "2" → "02", "A4" → "A04"."""
    return re.sub(r"\d+", lambda number: number[0].zfill(2), page, count=1)
