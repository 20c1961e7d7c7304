"""The weights of the decision over lines: one table of features, one of what follows what.

A line's score as a role is the role's own plus those of the line's features; the decision takes the sequence
of roles whose scores and steps add up highest. Units are arbitrary: 1 is a hint, 3 an argument, 6 nearly proof.
"""

from enum import StrEnum


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
    FULL_WIDTH = "as wide as the column"
    COLUMN_INDENT = "indented in its column"
    NO_COLUMN_INDENT = "not indented in its column"
    AFTER_FULL_WIDTH = "after a line as wide as the column"


_CODES = {
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

_OWN = "M-1.5 G-4 S-1 K0 H.5 I-2 D-.5 B-3 L-2 F-6 O-2 P0 Q-2 h0 C-3 T-6 E-4 N-4"

_FEATURES: dict[Feature, str] = {
    Feature.LENGTH_4: "M-1 S1.5 K-3 H-1.7 h.7 I-1 D-1.5 L.5 O-3 P-2.5 Q-1",
    Feature.LENGTH_6: "M-1 S1 K-2 H-1 h1.5 L1 O-3 P-2",
    Feature.LENGTH_9: "M-1 S-.3 K-.5 H.4 D.3 h1.2 L.7 O-2.5 P-2",
    Feature.LENGTH_16: "M-2 S-1.5 K.5 H1 D.5 h1 L-.5 O-1.5 P-1.5",
    Feature.LENGTH_30: "M-4 S-4 K.5 H1 D.5 h-.5 L-2 P-.5",
    Feature.LENGTH_50: "M-6 S-8 K-1 D-.5 L-5 h-3 O.5 P.5",
    Feature.LENGTH_90: "N2 M-8 S-12 K-4 H-3 I-3 D-3 L-8 h-6 O2 P2 Q2 B-4 E-3",
    Feature.LENGTH_MORE: "N3 M-12 S-16 K-9 H-9 I-9 D-9 L-12 h-12 O4 P4 Q4 B-12 E-9 C-2",
    Feature.ENDS_SENTENCE: "M-3 S-6 K-4 H-4 I-4 D-3 L-4 B-4 h-4 O3 P3 Q3 C1 N2",
    Feature.ENDS_EXCLAIMING: "S-3 K-1 H-.5 h-.5 D-.5 L-1 P1 Q1 O1",
    Feature.ENDS_QUOTED_SENTENCE: "S-4 K-2 H-1.5 h-1.5 L-3 P2.5 Q2.5 O2",
    Feature.ENDS_COMMA: "S-5 K.5 H-2 h-3 L-4 P1 Q1",
    Feature.ENDS_COLON: "S-1 H-1 h-.5 L-1 P.5",
    Feature.ENDS_OPEN: "O-1.5 P-1.5 Q-1.5",
    Feature.SENTENCE_INSIDE: "S-6 K-3 H-3 I-3 D-2 L-5 h-4 O1 P2 Q2 N2",
    Feature.COMMA_INSIDE: "S-3 L-2 h-.3 P.3",
    Feature.COMMAS_INSIDE: "S-5 L-4 K-1 H-2 D-1.5 h-2.5 P2 Q.5 O.5",
    Feature.UNCLOSED: "S-4 L-3 K-2 H-1.5 D-2 h-3 P2",
    Feature.BROKEN_WORD: "H-1.5 K-1.5 D-1.5 h-2 L-1 P2 Q1.5 O1",
    Feature.AFTER_BROKEN_WORD: "Q2 P-1",
    Feature.LONE: "H-1.5 h1.5 S-1.5",
    Feature.HALVES: "S-1.5 K-.7 H1 D.5 L-1 h.3 P-1 Q-1",
    Feature.MARKED: "M-.5 K1 H3 I1 h1 O-4 P-4 Q-5 C-3 N-2 B-1 E-2",
    Feature.UNMARKED: "H-2 D.5",
    Feature.HEADLINE_LEVEL: "H1 h-1.5",
    Feature.OTHER_LEVEL: "H-1 h2 D.5 S.5 M1",
    Feature.INDENTED: "K-1 H-1.5 h-.5 O.5 P1 Q-.3",
    Feature.DATELINE: "S-6 K-6 H-6 I-6 D-6 L-6 h-6 O6 Q-4 N-2 C-2",
    Feature.CREDIT_LINE: "S-5 K-6 H-6 I-6 D-4 L-5 h-6 B7 E5 O-3 P-3 Q-4 C-1",
    Feature.STAFF: "G13 S-5 K-6 H-6 I-6 D-6 L-5 h-6 P-3 O-3 Q-4 B2 E2",
    Feature.NUMBERS: "D3.5 S-1 L-1",
    Feature.AFTER_SAME_LEVEL: "I5",
    Feature.AUTHOR_LINE: "S-2 K-3 H-2 D-1 L-2 h-3 B5 E2 P-2",
    Feature.SIGNATURE: "S-5 K-6 H-6 I-6 D-3 L-5 h-6 B4 E8 O-3 P-3 Q-3",
    Feature.CAPTION: "S-5 K-6 H-6 I-6 D-5 L-5 h-6 B-2 E-2 C8 O-3 P-2 Q-2",
    Feature.CAPTION_SIGN: "C3 H-1 K-1",
    Feature.CAPTION_HEAD: "H-2 K-2 h-2 C8",
    Feature.JUMP_FROM: "S-6 K-6 H-6 I-6 D-6 L-6 h-6 F12 O-4 P-4 Q-5",
    Feature.JUMP_TO: "S-6 K-6 H-6 I-6 D-6 L-6 h-6 T12 O-5 P-4 Q-5",
    Feature.JUMP_TAIL: "S-6 K-5 H-5 I-5 D-5 L-6 h-6 P4 Q4 O3",
    Feature.BRACKETED: "M-3 S-3 K-2 H-2 h-2 E3 B1 D.5",
    Feature.FRONT_MATTER: "M30",
    Feature.NOTICE: "S-3 K-6 H-4 D-5 L-5 h-6 N8 O-2 P-1",
    Feature.BULLET: "N3.5 P-.5 Q-5 K-2 H-1 D-2 S-2",
    Feature.UNDER_NOTICES: "N5",
    Feature.NOTICE_LABEL: "S5 K-2 H-1 h-3 L-2 D-2",
    Feature.SECTION_LABEL: "S4.5 K-2 H-2 D-2 h-1 L5",
    Feature.LABEL_LIKE: "S3 L2 K-1 H-1 D-1",
    Feature.BOXED: "S2 h1",
    Feature.PAGE_LINE: "G13 S-3 K-3 H-4 D-4 h-4 P-4 L-4 N-3 O-4",
    Feature.MASTHEAD: "M11 S-5 K-5 H-6 D-5 h-5 L-5 O-5 P-5 Q-4",
    Feature.TITLE: "M3 H-2 K-1",
    Feature.FURNITURE: "M5 H-2 K-2 S-2 D-2 h-3",
    Feature.KICKER_TAIL: "K4 H-1.5 D-2 h-3 L-2 S-2",
    Feature.KICKER_TAIL_WEAK: "K1.5 L-1 S-1",
    Feature.ATTENDANCE: "D5 K-2 H-3 h-3 L-2 S-3 P-1",
    Feature.DASH: "D6 K-4 H-3 h-2 P-1 S-3 L-2",
    Feature.OPENER: "H-2 h-3 K-.5 S-3 P2.5 O1",
    Feature.FIRST_DATE: "P2 H-1 h-1.5 D-2.5 K-1 S-3",
    Feature.SERIAL: "h1.5 H-1 S-2 K-1",
    Feature.FIGURES: "P5 N3 C-1 H-3 K-3 D-4 h-4 S-3 Q-2",
    Feature.SPEAKER: "P5 H-2 K-3 D-3 h-3 S-4 L-3 Q-3",
    Feature.POINTER: "C8 P4 M2 S-4 K-6 H-6 D-5 h-6 L-5 Q-6 G-6",
    Feature.SEE_PAGE: "P8 S-4 K-6 H-6 D-5 h-6 L-5 Q-6 G-6 C-2",
    Feature.IMPRINT: "M12 S-4 K-5 H-6 D-5 h-5 P-2 Q-6 O-4 N-2 C-3",
    Feature.LONE_DATE: "M-7 E6 N2 P1 Q-4 C-2",
    Feature.SPONSOR: "E5 N2 S-4 K-5 H-4 D-3 h-4",
    Feature.GREETING: "P7 H-4 K-4 D-4 S-5 h-4 L-4 Q-3",
    Feature.DECK_OPENER: "D3 K-1 H-1 S-2 L-1",
    Feature.REPEATED: "S5 K-1 B-4",
    Feature.AFTER_LABEL: "S-2",
    Feature.PEN_NAME: "B5.5",
    Feature.NAMES_IN_ROWS: "P9 B-5 E-3 H-4",
    Feature.EVEN_VERSE: "P5 Q-5 H-2 h-3 D-2 S-2",
    Feature.AFTER_TWIN: "I4",
    Feature.SHORT_HALVES: "K1 H-.5",
    Feature.BARE_PAGE: "G14 S-3 B-3",
    Feature.CONTACT: "P8 N5 H-4 K-4 D-4 S-4 h-4 Q-4",
    Feature.ABOVE_DATE: "E6 N1 H-4 K-4 D-3 h-4 S-3 Q-4",
    Feature.GAP: "K.5 H.5 S.5 C1 h-.3",
    Feature.BEFORE_NEWS: "S2 K2 H4 I1 D2 h-4 P-.5",
    Feature.BEFORE_CREDIT: "S1 K2 H4 I1 D2 h-4 P-.5",
    Feature.BEFORE_JUMP: "S1 K2 H5 D1 h-4",
    Feature.BEFORE_GREETING: "S1 K1 H4 D1 h-3",
    Feature.BEFORE_DAY: "H2 h-1.5",
    Feature.BEFORE_NOTICE: "S3 H1 h-2",
    Feature.BEFORE_HEADING: "S1 K1 H.3 h-2",
    Feature.AFTER_HEADING: "D.5 H.3 h-1.5 K-.3",
    Feature.COUPLET: "H1.5 K-1 D-.5",
    Feature.STUMP: "P2 O1 H-2 h-2 K-2 D-1",
    Feature.KICKER_INSIDE: "H3 K-3 D-1",
    Feature.COLON_INSIDE: "H.5 K-1",
    Feature.ABOVE_LONG_RUN: "H2 S1 P-1",
    Feature.BELOW_LONG_RUN: "H1 h.5",
    Feature.RUNNING_ON: "H4 K-1 D-1",
    Feature.AFTER_RUNNING_ON: "I6",
    Feature.COLUMN_GAP: "Q-4 H1 K1 S1",
    Feature.LONG_RUN: "P5 K-2 H-2 D-3 h-3 S-.5 L-2",
    Feature.AFTER_OPEN: "Q5 P-2.5 O-2 h-1",
    Feature.AFTER_OPEN_SHORT: "Q3 P-.5",
    Feature.AFTER_COMMA: "Q6 P-3.5 O-3 h-2 H-1",
    Feature.AFTER_CREDIT: "L2 h-1 D-1",
    Feature.AFTER_SIGNATURE: "H3 K2 S2 h-4 P-2 Q-5",
    Feature.FULL_WIDTH: "P3 Q3 O2 K-3 H-3 h-4 S-3",
    Feature.COLUMN_INDENT: "P4 O3 Q-6 H-2 h-1",
    Feature.NO_COLUMN_INDENT: "Q2 P-1 H1 h1",
    Feature.AFTER_FULL_WIDTH: "Q4 P-1",
}

# From the role on the left to those on the right; a step that is not told can't be made.
_STEPS: dict[str, str] = {
    "start": "M0 G0 S0 K0 H0 O0 P-1.5 F0 N0 C-1 B-4 E-6 T-6 h-6 D-6 L-6 Q-9 I-9",
    "M": "M2 G0 S0 K0 H0 O0 P-1 F0 N0 C-1 B-3 E-8 T-8 h-8 L-8 Q-6",
    "G": "M0 G0 S0 K0 H0 O0 P-1 F0 N0 C-1 B-4 E-8 T-8 h-6 L-6 Q-3",
    "S": "S-2 K0 H0 N.5 O-.5 P-1 C-1 F-1 B-2 M-4 G-4 D-6 h-6",
    "K": "K-2 H1 M-8 G-8",
    "H": "I0 D0 B0 L-2 F0 C-.3 O1 P0 h-3 N-1 H-5 K-6 S-6 M-3 G-3 E-3 T-4",
    "I": "I-2 D0 B0 L-2 F0 C-.3 O1 P0 h-3 N-1 H-6 K-6 S-6 M-6 G-6 E-3 T-4",
    "D": "D-1 B0 L-2 F0 C-.3 O1 P0 h-2 N-3 H-7 K-7 S-7 M-7 G-7 E-4 T-5",
    "B": "B0 L0 C-.3 O-1 P.5 h-1 F-1 D-2 H-7 K-7 S-6 M-3 G-3 N-4 T-5",
    "L": "P0 O0 C-.5 B-.5 L-2 h-3 H-6 K-6 S-6 M-7 G-7",
    "F": "P0 h1 C-.5 Q0 S-1 K-1 H-1 O-2 N-1 M0 G0 T-1 E0 F-4 B-1",
    "O": "P0 Q0 C0 h0 S0 K0 H0 O-2 N-1.5 T0 F-1 E0 M-2.5 G0 B-5 D-8",
    "P": "P0 Q0 C0 h0 S0 K0 H0 O-2 N-1.5 T0 F-1 E0 M-2.5 G0 B-5 D-8",
    "Q": "P0 Q0 C0 h0 S0 K0 H0 O-2 N-1.5 T0 F-1 E0 M-2.5 G0 B-5 D-8",
    "h": "P0 C-.5 O-3 h-4 N-3 T-5 F-4 H-6 K-6 S-6 M-7 G-7 Q-8 B-3",
    "C": "P0 Q0 O0 h0 C0 S0 K0 H0 N0 M-1 G0 T0 F-.5 E-.5 B-1 D-3",
    "T": "S0 K0 H0 N0 M-1 G0 C-.3 O-.5 F0 P-4 Q-2 E0 h-5",
    "E": "S0 K0 H0 N0 M-1 G0 C0 E-.5 O-.5 P-3 F0 T0 h-6",
    "N": "N1 S0 K0 H0 M-1 G0 O-.5 P-2 Q0 C-1 F-.5 E-1",
}
_END = "S-4 K-6 H-4 I-4 D-4 B-3 L-5 h-5"


def _weights(row: str) -> dict[LineRole, int]:
    """In tenths: whole numbers add up to the same sum in any order."""
    return {_CODES[entry[0]]: round(float(entry[1:]) * 10) for entry in row.split()}


OWN = _weights(_OWN)
FEATURES = {feature: _weights(row) for feature, row in _FEATURES.items()}
START = _weights(_STEPS["start"])
STEPS = {_CODES[code]: _weights(row) for code, row in _STEPS.items() if code != "start"}
END = _weights(_END)
