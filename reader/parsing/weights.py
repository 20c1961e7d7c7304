"""The weights of the decision over lines: one table of features, one of what follows what.

A line's score as a role is the role's own plus those of the line's features; the decision takes the sequence
of roles whose scores and steps add up highest. Units are arbitrary: 1 is a hint, 3 an argument, 6 nearly proof.
The numbers stand in `resources/weights/roles.txt`; `python -m tests.fitting` fits them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reader import assets


class LineRole(StrEnum):
    """What a line is in its file."""

    MASTHEAD = "masthead"
    PAGE = "page"
    SECTION = "section"
    KICKER = "kicker"
    HEADLINE = "headline"
    HEADLINE_MORE = "headline, second line"
    DECK = "deck"
    BYLINE = "byline"
    LABEL = "label"
    JUMP_FROM = "jump from"
    OPENING = "opening paragraph"
    PARAGRAPH = "paragraph"
    PARAGRAPH_MORE = "paragraph, second half"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    JUMP_TO = "jump to"
    SIGNATURE = "signature"
    NOTICE = "notice"


class Feature(StrEnum):
    """What can be said of a line; the words that `--explain` prints."""

    LENGTH_4 = "up to 4 characters"
    LENGTH_6 = "5 or 6 characters"
    LENGTH_9 = "7 to 9 characters"
    LENGTH_16 = "10 to 16 characters"
    LENGTH_30 = "17 to 30 characters"
    LENGTH_50 = "31 to 50 characters"
    LENGTH_90 = "51 to 90 characters"
    LENGTH_MORE = "more than 90 characters"
    ENDS_SENTENCE = "ends in a full stop"
    ENDS_EXCLAIMING = "ends in ！？…"
    ENDS_QUOTED_SENTENCE = "ends in a quoted sentence"
    ENDS_COMMA = "ends in a comma"
    ENDS_COLON = "ends in a colon"
    ENDS_OPEN = "ends without a mark"
    SENTENCE_INSIDE = "a sentence ends inside"
    COMMA_INSIDE = "a comma inside"
    COMMAS_INSIDE = "several commas inside"
    UNCLOSED = "a quotation or bracket stays open"
    BROKEN_WORD = "its last word goes on in the next line"
    AFTER_BROKEN_WORD = "goes on with a word"
    LONE = "a heading by itself"
    HALVES = "halves with a gap"
    MARKED = "heading mark"
    UNMARKED = "no mark where headings have one"
    HEADLINE_LEVEL = "marked as headlines are"
    OTHER_LEVEL = "marked otherwise than headlines"
    BELOW_MARKED = "no mark, below a heading that has one"
    LEVEL_OF_NEWS = "marked as what news follows"
    LEVEL_OF_TEXT = "marked as what no news follows"
    INDENTED = "indented"
    DATELINE = "dateline"
    CREDIT_LINE = "credit"
    STAFF = "editors of a page"
    NUMBERS = "numbers inside"
    AFTER_SAME_LEVEL = "after a heading marked alike"
    AUTHOR_LINE = "a name"
    SIGNATURE = "credit in brackets"
    SIGNED_END = "credit at its end"
    CAPTION = "signed as a picture"
    CAPTION_HEAD = "begins as captions do"
    CAPTION_SIGN = "begins with a pointing sign"
    JUMP_FROM = "jump mark from a page"
    JUMP_TO = "jump mark to a page"
    JUMP_TAIL = "ends in a jump mark"
    BRACKETED = "all in brackets"
    FRONT_MATTER = "front matter"
    JUMP_ALONE = "nothing but a jump mark"
    NOTICE = "words of a notice"
    BULLET = "begins with a bullet"
    UNDER_NOTICES = "among notices"
    NOTICE_LABEL = "heading of notices"
    SECTION_LABEL = "standing label"
    LABEL_LIKE = "worded as a standing label"
    BOXED = "boxed"
    PAGE_LINE = "names a page"
    MASTHEAD = "fields of a masthead"
    TITLE = "a newspaper's title"
    FURNITURE = "what stands about a title"
    KICKER_TAIL = "ends as kickers do"
    KICKER_TAIL_WEAK = "ends as kickers may"
    ATTENDANCE = "who was there"
    DASH = "begins with a dash"
    OPENER = "begins as sentences do"
    FIRST_DATE = "begins with a day"
    SERIAL = "begins with a number"
    FIGURES = "mostly figures"
    SPEAKER = "begins with who speaks"
    POINTER = "points to a video"
    SEE_PAGE = "points to a page"
    IMPRINT = "address and price of a paper"
    LONE_DATE = "a date below text"
    GREETING = "greets"
    DECK_OPENER = "begins as decks do"
    REPEATED = "stands more than once"
    SECOND_LABEL = "the second standing label"
    AFTER_LABEL = "after a standing label"
    PEN_NAME = "short enough for a pen name"
    NAMES_IN_ROWS = "names in rows"
    EVEN_VERSE = "as long as the verse beside it"
    SHORT_HALVES = "short halves above a heading"
    BARE_PAGE = "a page's number or name beside the other"
    CONTACT = "whom to call"
    ABOVE_DATE = "above a date that closes a text"
    AFTER_TWIN = "as long as the heading above"
    SPONSOR = "who has it printed"
    HEADING_LIKE = "may be a heading"
    GAP = "blank lines before"
    BEFORE_NEWS = "a dateline follows"
    BEFORE_CREDIT = "a credit follows"
    BEFORE_JUMP = "a jump mark follows"
    BEFORE_GREETING = "a letter's greeting follows"
    BEFORE_DAY = "news of a day follows"
    BEFORE_NOTICE = "notices follow"
    BEFORE_HEADING = "a heading follows"
    AFTER_HEADING = "after a heading"
    COUPLET = "two halves of one length"
    STUMP = "a few characters after its last comma"
    KICKER_INSIDE = "a kicker in its first half"
    COLON_INSIDE = "a colon after its first word"
    ABOVE_LONG_RUN = "above many short lines"
    BELOW_LONG_RUN = "below many short lines"
    RUNNING_ON = "a heading that is not over"
    AFTER_RUNNING_ON = "goes on with a heading"
    COLUMN_GAP = "a gap in its column"
    LONG_RUN = "one of many short lines"
    AFTER_OPEN = "after an unfinished line"
    AFTER_OPEN_SHORT = "after an unfinished short line"
    AFTER_COMMA = "after a comma"
    AFTER_CREDIT = "after a credit"
    AFTER_SIGNATURE = "after a credit at the end"
    RULE = "nothing but a rule"
    PICTURE = "the place of a picture"
    TABLE_ROW = "a row of a table"
    ROWS = "columns as in the line beside it"
    RECORD_HEADLINE = "a record's title"
    RECORD_DECK = "a record's second title"
    RECORD_KICKER = "a record's title above"
    RECORD_TEXT = "announces a record's text"
    PAGE_NUMBER = "a page's number"
    PHOTO_CREDIT = "who took a picture, alone"
    BEFORE_PHOTO_CREDIT = "who took the picture follows"
    CAPTION_BLOCK = "together with a picture's credit"
    BELOW_PICTURE = "a sentence where a picture was"
    NOTICE_TITLE = "heads a notice by its last word"
    NOTICE_WORDS = "speaks as notices do"
    CHAPTER = "names a chapter"
    SERIES = "names a series"
    DOCUMENT = "the title of a document"
    DOCUMENT_NUMBER = "the number of a document"
    SOURCE = "where it was taken from"
    INDEX_ITEM = "an item of an index"
    BEFORE_SEE_PAGE = "the page to see follows"
    READER_SIGNED = "a reader who writes"
    TURN = "who speaks, as elsewhere in the file"
    TIGHT = "among short lines without blank lines"
    BEFORE_TIGHT = "short lines without blank lines follow"
    BEFORE_LIST = "a list follows"
    ABOVE_DEEPER = "above a deeper heading"
    BELOW_SHALLOWER = "right below a heading of a higher level"
    ONLY_TOP = "the only heading of the highest level"
    NEAR_MASTHEAD = "beside a masthead"
    UNSIGNED = "no news follows, as it does elsewhere in the file"
    FULL_WIDTH = "as wide as the column"
    COLUMN_INDENT = "indented in its column"
    NO_COLUMN_INDENT = "not indented in its column"
    AFTER_FULL_WIDTH = "after a line as wide as the column"


CODES = {
    "M": LineRole.MASTHEAD,
    "G": LineRole.PAGE,
    "S": LineRole.SECTION,
    "K": LineRole.KICKER,
    "H": LineRole.HEADLINE,
    "I": LineRole.HEADLINE_MORE,
    "D": LineRole.DECK,
    "B": LineRole.BYLINE,
    "L": LineRole.LABEL,
    "F": LineRole.JUMP_FROM,
    "O": LineRole.OPENING,
    "P": LineRole.PARAGRAPH,
    "Q": LineRole.PARAGRAPH_MORE,
    "h": LineRole.SUBHEAD,
    "C": LineRole.CAPTION,
    "T": LineRole.JUMP_TO,
    "E": LineRole.SIGNATURE,
    "N": LineRole.NOTICE,
}

Row = Mapping[LineRole, int]


@dataclass(frozen=True, slots=True)
class Weights:
    """In tenths: whole numbers add up to the same sum in any order. `steps`: from a role to those that may follow it; a
    step that is not there can't be made. `start` and `end`: what a file begins and ends with."""

    own: Row
    features: Mapping[Feature, Row]
    start: Row
    steps: Mapping[LineRole, Row]
    end: Row


def read(text: str) -> Weights:
    """The weights of a table. Raises KeyError or ValueError on anything else."""
    features: dict[Feature, Row] = {}
    steps: dict[str, Row] = {}
    sums: dict[str, Row] = {}
    for line in text.splitlines():
        name, sign, row = line.partition(" > ")
        if sign:
            steps[name] = _row(row)
        elif line and not line.startswith("#"):
            name, _, row = line.partition(": ")
            if name.isupper():
                features[Feature[name]] = _row(row)
            else:
                sums[name] = _row(row)
    start = steps.pop("start")
    return Weights(sums["own"], features, start, {CODES[c]: row for c, row in steps.items()}, sums["end"])


def _row(entries: str) -> Row:
    return {CODES[entry[0]]: round(float(entry[1:]) * 10) for entry in entries.split()}


WEIGHTS = read(assets.resource("weights/roles.txt").read_text(encoding="utf-8"))
