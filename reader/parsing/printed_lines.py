"""Joining printed lines of narrow columns to the lines they were before.

Raw OCR, the text of a PDF and ALTO have a line for every printed one. If a column's width can be found from the lines
around, a full line continues in the next, and a short one ends a paragraph or is a heading. In doubt, lines stay
separate: separate lines can still be decided to be one paragraph, joined ones can't be separated.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.language import words
from reader.language.variants import simplified
from reader.parsing import datelines, heading_features, line_patterns
from reader.parsing.columns import (
    NEVER_FIRST,
    PAUSE,
    Column,
    columns_of,
    is_finished,
    is_full_of,
    lengths_of,
    may_be_printed,
)
from reader.parsing.line_kinds import line_kinds_of_short
from reader.parsing.reader_decisions import LineDecisions
from reader.parsing.rows import Row
from reader.parsing.weights import Feature

Run = Sequence[Row]

_WIDER = 1
_MOST_OF_HEADING = 3
_AHEAD = 60
_STUMP = 2
_LEAST_WIDE, _LEAST_WIDE_SHARE = 4, 0.006
_OPEN_BRACKET = re.compile("[（(《〔][^）)》〕]*$")
_SENTENCE_PAUSE = re.compile("[，。；]")
_MAY_BE_DATELINE = re.compile("[讯电訊電]|消息|[记記]\\s?者|通\\s?[讯訊]\\s?[员員]")
_LINKED = re.compile("^[的了等和与及并而们着过]|[的在和与了将对把被从向是为以及于由一][ 　]?$")
_OPENS = re.compile(
    "^(?:近[日年期来]|今[年天日]|昨[天日]|日前|目前|当[天日前]|去年|随着|为了?|据|在|自|从|经过|截至|由于|如果|虽然|但是?|不过|同时"
    "|此外|其中|对于|[“「]|[0-9０-９一二三四五六七八九十]{1,4}[月日年])"
)
_IN_CREDIT = re.compile(
    r"(?:[记記]者|[员員]|影|作者|[编編][辑輯])[/／:： ]?[^，。]{0,3}$|[（(][^（()）]{0,20}$|[/／、]$"
)
_OPENS_TEXT = re.compile(
    "^(?:近[日期来]|[今昨]天|日前|目前|当[天日前]|去年|随着|为了|据|截至|由于|如果|虽然|同时|此外|记者|[0-9０-９]{1,4}[月年]|[“「])"
)
_SIGNS = re.compile("[图上下左右本这大]图?|[^\\w“「『（(《]|（上|（紧|[紧承]接|照片|新华社")
"""What captions, jumps and items of a list begin with."""
_ALONE = frozenset(
    {
        Feature.PAGE_LINE,
        Feature.MASTHEAD,
        Feature.CREDIT_LINE,
        Feature.STAFF,
        Feature.AUTHOR_LINE,
        Feature.SIGNATURE,
        Feature.IMPRINT,
        Feature.PHOTO_CREDIT,
        Feature.SEE_PAGE,
        Feature.POINTER,
        Feature.JUMP_ALONE,
    }
)
_BEGINS = frozenset({Feature.CAPTION_HEAD, Feature.JUMP_FROM, Feature.BULLET})
_OF_HEADINGS = frozenset(
    {
        Feature.KICKER_TAIL,
        Feature.SECTION_LABEL,
        Feature.LABEL_LIKE,
        Feature.NOTICE_LABEL,
        Feature.BOXED,
        Feature.DASH,
        Feature.CHAPTER,
    }
)


def runs_of(rows: Sequence[Row], decisions: Mapping[int, LineDecisions]) -> list[Run]:
    """Return the rows of a file, those together that were one line; a row with a decision begins a line."""
    page = _page(rows)
    if page is None:
        return [(row,) for row in rows]
    runs: list[Run] = []
    at = 0
    while at < len(rows):
        end = _end_of_run(page, at, decisions) if page.columns[at] else at + 1
        runs.append(rows[at:end])
        at = end
    return runs


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a file: `columns` are those of narrow columns, None for other lines; `full` are lines as wide.

    `has_indents`: the first line of a paragraph is indented; `has_gaps`: blank lines stand between all lines, and tell
    nothing; `has_wide_headings`: headings may be wider than the column.
    """

    rows: Sequence[Row]
    lengths: Sequence[float]
    columns: Sequence[Column | None]
    full: Sequence[bool]
    has_indents: bool
    has_gaps: bool
    has_wide_headings: bool


def _page(rows: Sequence[Row]) -> _Page | None:
    """Return the lines with their columns; None for a file whose lines are not printed ones."""
    if not may_be_printed(rows):
        return None
    lengths = lengths_of(rows)
    columns = columns_of(rows, lengths)
    narrow = [i for i, column in enumerate(columns) if column]
    if not narrow:
        return None
    indents = sum(rows[i].indented for i in narrow)
    gaps = sum(rows[i].gap > 0 for i in narrow)
    wide = sum(_is_wide(lengths[i], columns[i]) and not is_finished(rows[i].text) for i in narrow)
    return _Page(
        rows,
        lengths,
        columns,
        [
            is_full_of(column, length) or is_full_of(column, row.breadth)
            for row, length, column in zip(rows, lengths, columns, strict=True)
        ],
        0.03 * len(narrow) < indents < 0.6 * len(narrow),
        gaps > 0.85 * len(narrow),
        wide >= max(_LEAST_WIDE, _LEAST_WIDE_SHARE * len(narrow)),
    )


def _is_wide(length: float, column: Column | None) -> bool:
    return column is not None and length > column.width + column.ragged + _WIDER


def _end_of_run(page: _Page, at: int, decisions: Mapping[int, LineDecisions]) -> int:
    """Return the index behind the last row of the line that begins with row `at`."""
    if not _is_full(page, at) or not _may_run(page, at, decisions) or _is_alone(page, at):
        return at + 1
    end = at + 1
    is_text = False
    while end < len(page.rows) and _runs_on(page, end - 1, decisions, is_text=is_text):
        is_text = (
            is_text
            or end - at >= _MOST_OF_HEADING
            or _SENTENCE_PAUSE.search(page.rows[end - 1].text) is not None
        )
        end += 1
    return end if end == at + 1 else _without_heading(page, at, end)


def _is_alone(page: _Page, i: int) -> bool:
    """Return whether a full line is a credit, or the head of a page, and not the beginning of a text."""
    text = page.rows[i].text
    if _SENTENCE_PAUSE.search(text) or not _kinds(text) & _ALONE:
        return False
    return i + 1 == len(page.rows) or len(page.rows[i + 1].text) > _STUMP


def _is_full(page: _Page, i: int) -> bool:
    return page.full[i]


def _may_run(page: _Page, i: int, decisions: Mapping[int, LineDecisions]) -> bool:
    row = page.rows[i]
    if row.is_marked or row.is_front_matter:
        return False
    decided = decisions.get(row.number)
    return decided is None or not decided.names_role


def _runs_on(page: _Page, i: int, decisions: Mapping[int, LineDecisions], *, is_text: bool) -> bool:
    """Return whether row `i` may go on in the next. `is_text`: the lines above it are surely of a text."""
    row, after = page.rows[i], page.rows[i + 1] if i + 1 < len(page.rows) else None
    if after is None or not _is_full(page, i) or after.number in decisions or page.columns[i + 1] is None:
        return False
    if not _may_run(page, i + 1, decisions) or (after.gap and not page.has_gaps):
        return False
    if _is_wide(page.lengths[i + 1], page.columns[i + 1]) or _changes_column(page, i):
        return False
    if page.has_indents:
        if after.indented:
            return False
    elif is_finished(row.text) and after.text[0] not in NEVER_FIRST:
        return False
    if after.text[0] in NEVER_FIRST:
        return True
    return not _begins_another(page, i + 1, is_text=is_text)


def _changes_column(page: _Page, i: int) -> bool:
    """Return whether the lines below row `i` fill another column than that of row `i`; a last line may by chance."""
    own, other = page.columns[i], page.columns[i + 1]
    if own is None or other is None or abs(own.width - other.width) <= own.ragged + other.ragged:
        return False
    return all(
        is_full_of(other, length) and not is_full_of(own, length) for length in page.lengths[i + 1 : i + 3]
    )


def _begins_another(page: _Page, i: int, *, is_text: bool) -> bool:
    """Return whether a line, by its words, is the first of something else: news, a caption, a line of its own."""
    text = page.rows[i].text
    if (not is_text and _leads_to_news(page, i)) or line_patterns.begins_with_greeting(simplified(text)):
        return True
    plain = simplified(text)
    if _is_signature(page, i) or (_is_signature(page, i + 1) and _may_be_signed(page, i)):
        return True
    if _SIGNS.match(plain) and line_kinds_of_short(plain) & _BEGINS:
        return True
    if _is_full(page, i) or len(text) <= _STUMP or _IN_CREDIT.search(page.rows[i - 1].text):
        return False
    return (not _SENTENCE_PAUSE.search(text) and bool(_kinds(text) & _ALONE)) or (
        not is_finished(text) and _leads_to_news(page, i + 1)
    )


def _is_signature(page: _Page, i: int) -> bool:
    """Return whether a line is a pen name in brackets, or says that a serial goes on."""
    if i >= len(page.rows) or page.full[i] or page.rows[i].text[-1] not in "）)完續续":
        return False
    plain = simplified(page.rows[i].text)
    return line_patterns.tells_of_more(plain) or line_patterns.pen_name_in_brackets(plain) is not None


def _may_be_signed(page: _Page, i: int) -> bool:
    """Return whether a line may be a heading that the line below signs."""
    text = page.rows[i].text
    return len(text) > _STUMP and not PAUSE.search(text) and not is_finished(text)


def _leads_to_news(page: _Page, i: int) -> bool:
    """Return whether a dateline begins on a line, which fills its column."""
    if i < len(page.rows) and not _is_full(page, i) and not _is_wide(page.lengths[i], page.columns[i]):
        return False
    ahead = "".join(row.text for row in page.rows[i : i + 4])[:_AHEAD]
    return bool(_MAY_BE_DATELINE.search(ahead)) and datelines.begins_news(simplified(ahead))


def _kinds(text: str) -> frozenset[Feature]:
    return line_kinds_of_short(simplified(text))


def _without_heading(page: _Page, at: int, end: int) -> int:
    """Return the end of the run from `at` to `end`, which is shorter where its first line is a heading of its own.

    A run that ends in a short line without the end of a sentence is a heading set in several lines, if it is not long.
    """
    texts = [row.text for row in page.rows[at:end]]
    first, second = texts[0], texts[1]
    plain = simplified(first)
    if heading_features.heading_features(plain) & _OF_HEADINGS:
        return at + 1
    is_text = PAUSE.search(first) or _OPENS.search(plain) or _OPEN_BRACKET.search(first)
    if is_text or _LINKED.search(first) or _LINKED.search(second[:1]):
        return end
    if words.word_spans(plain, simplified(second)):
        return end
    if _OPENS_TEXT.search(simplified(second)):
        return at + 1
    is_heading = not _is_full(page, end - 1) and not is_finished(texts[-1])
    if is_heading and end - at <= _MOST_OF_HEADING and page.has_wide_headings:
        return at + 1
    return end
