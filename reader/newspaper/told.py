"""What a file itself states about its articles, so that nothing has to be guessed."""

import datetime as dt
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
