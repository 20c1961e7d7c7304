"""Joining the printed lines of narrow columns to whole paragraphs and headings.

Raw OCR, the text of a PDF and ALTO have a line of text for every printed line. If the width of a column can be found
from the lines around, a line of this width continues in the next, and a shorter one ends a paragraph or is a heading.
In doubt, lines stay separate: a later stage can still join separate lines, but not separate joined ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import add

from msgspec import Struct, structs
from msgspec.structs import replace

from reader.language import words
from reader.language.equality import simplified
from reader.language.forms import HAN, is_within
from reader.language.patterns import pattern
from reader.parsing import datelines, fields, latin_mastheads, line_patterns, western_lines
from reader.parsing.correction_anchors import LineDecisions
from reader.parsing.line_kinds import features_of_heading, features_of_short, is_boxed
from reader.parsing.printed_columns import (
    NEVER_FIRST,
    PAUSE,
    RAGGED,
    Column,
    columns_of,
    is_finished,
    is_full_of,
    lengths_of,
    may_be_printed,
)
from reader.parsing.rows import RawLine
from reader.parsing.weights import LineFeature

Run = Sequence[RawLine]

# how rows are joined: lengths as above, numbers of rows, shares of the rows in question
_MOST_OF_HEADING = 3
_AHEAD = 60
# characters that are no line of their own: the rest of a broken line
_STUMP = 2
_ROWS_OF_LEAD = 4
_LEAD = 40
"""Characters of a text in which the words of its heading recur."""
_SHARE_NAMED = 0.55
_LONGEST_REST = 3
"""Characters before a pause on a row that goes on from the one above."""
# a paragraph is indented by two Han characters
_LOST_INDENT = 2
_LEAST_LOST = 4
_LOST_SHARE = 0.5
_LEAST_STRAY = 3
_STRAY_SHARE = 0.06
_OPENING = "（(《〔"
_CLOSING = "）)》〕"
_SENTENCE_PAUSE = pattern("[，。；]")
_PAUSE_BUT_QUOTES = pattern("[，。；：、！？,;:]")
_MAY_BE_DATELINE = pattern("[讯电訊電]|消息|[记記]\\s?者|通\\s?[讯訊]\\s?[员員]")
_LINKED = pattern("^[的了等和与及并而们着过]|[的在和与了将对把被从向是为以及于由一][ 　]?$")
_OPENS = pattern(
    "^(?:近[日年期来]|今[年天日]|昨[天日]|日前|目前|当[天日前]|去年|随着|为了?|据|在|自|从|经过|截至|由于|如果|虽然|但是?|不过|同时"
    "|此外|其中|对于|[“「]|[0-9０-９一二三四五六七八九十]{1,4}[月日年])"
)
_IN_CREDIT = pattern(
    r"(?:[记記]者|[员員]|影|作者|[编編][辑輯])[/／:： ]?[^，。]{0,3}$|[（(][^（()）]{0,20}$|[/／、]$"
)
_OPENS_TEXT = pattern(
    "^(?:近[日期来]|[今昨]天|日前|目前|当[天日前]|去年|随着|为了|据|截至|由于|如果|虽然|同时|此外|记者|[0-9０-９]{1,4}[月年]|[“「])"
)
_SIGNS = pattern("[图上下左右本这大]图?|[^\\w“「『（(《]|（上|（紧|[紧承]接|照片|新华社")
"""The beginnings of captions, jump lines and items of a list."""
_ALONE = frozenset(
    {
        LineFeature.PAGE_LINE,
        LineFeature.MASTHEAD,
        LineFeature.CREDIT_LINE,
        LineFeature.STAFF,
        LineFeature.AUTHOR_LINE,
        LineFeature.SIGNATURE,
        LineFeature.IMPRINT,
        LineFeature.PHOTO_CREDIT,
        LineFeature.SEE_PAGE,
        LineFeature.POINTER,
        LineFeature.JUMP_ALONE,
    }
)
_BEGINS = frozenset({LineFeature.CAPTION_HEAD, LineFeature.JUMP_FROM, LineFeature.BULLET})
_OF_MASTHEADS = frozenset({LineFeature.MASTHEAD, LineFeature.PAGE_LINE})
_TOP = 4
"""Rows at the beginning among which those of the masthead are."""
_OF_HEADINGS = frozenset(
    {
        LineFeature.KICKER_TAIL,
        LineFeature.SECTION_LABEL,
        LineFeature.LABEL_LIKE,
        LineFeature.NOTICE_LABEL,
        LineFeature.CHAPTER,
    }
)


def runs_of(rows: Sequence[RawLine], decisions: Mapping[int, LineDecisions]) -> list[Run]:
    """Return the rows of a file grouped into lines; a row with a reader's decision begins a line."""
    if western_lines.are_western([row.text for row in rows]):
        return _of_western_text(rows, decisions)
    page = _page(rows)
    if page is None:
        return _in_measure(rows, decisions)
    order = _reading_order(page, decisions)
    if order is not None:
        rows, continued = order
        page = _page(rows) or replace(page, rows=rows)
        full = [is_full or row.number in continued for is_full, row in zip(page.full, rows, strict=True)]
        page = replace(page, full=full)
    if page.has_lost_indents:
        rows = [
            structs.replace(row, is_inside_paragraph=_is_inside_paragraph(page, i))
            for i, row in enumerate(rows)
        ]
    runs: list[Run] = []
    at = 0
    while at < len(rows):
        if page.columns[at]:
            end = _end_of_run(page, at, decisions)
        else:
            end = at + 1
        run = rows[at:end]
        if _goes_on_in_word(page, at, decisions):
            run = [structs.replace(rows[at], goes_on=True), *rows[at + 1 : end]]
        runs.append(run)
        at = end
    return runs


def _of_western_text(rows: Sequence[RawLine], decisions: Mapping[int, LineDecisions]) -> list[Run]:
    """Return the rows of a text in Western letters, whose lines are broken between words, grouped into paragraphs."""
    width = western_lines.width_of([row.breadth for row in rows])
    runs: list[list[RawLine]] = []
    for stanza in _groups(rows):
        is_verse = len(stanza) >= _LEAST_VERSE and not any(
            western_lines.begins_small(row.text) for row in stanza
        )
        for at, row in enumerate(stanza):
            may_go_on = at > 0 and not is_verse and row.number not in decisions
            if may_go_on and _is_of_paragraph(stanza[at - 1], row, width):
                runs[-1].append(row)
            else:
                runs.append([row])
    return [*runs]


_LEAST_VERSE = 3
"""Lines without white space between them that all begin with a capital, as those of a poem do."""


def _groups(rows: Sequence[RawLine]) -> Iterator[Run]:
    """Yield the rows between two blank lines."""
    begin = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at].gap:
            yield rows[begin:at]
            begin = at


def _is_of_paragraph(above: RawLine, row: RawLine, width: int) -> bool:
    """Return whether a row continues the paragraph above; `width` is that of full rows, 0 if there are none."""
    if not width or row.gap or row.indented:
        return False
    if any(line.level or line.is_marked or line.is_front_matter for line in (above, row)):
        return False
    if latin_mastheads.is_line_of_head(above.text) or latin_mastheads.is_line_of_head(row.text):
        return False
    return western_lines.goes_on(above.text, row.text, width)


# No line begins anything that continues a full one: also where rows were not joined, as their column was not found.
_NARROWEST_MEASURE = 12
_WIDEST_MEASURE = 60
_LEAST_OF_MEASURE = 2
_MOSTLY = 0.6
_NO_SEAM = frozenset("：:·•…—─”’」』）)》】〕]")
"""Signs at the end of a full row after which the next one may begin something else, although no sentence ends."""
_BEGINS_ITEM = pattern("[【〔\\[■◆●▲○◎※#（(]|[一二三四五六七八九十0-9０-９]{1,2}[、.．]")


def _measure(rows: Sequence[RawLine]) -> int:
    """Return the width to which the rows of a file are cut, if the longest ones are of one length and end within
    sentences; else 0.
    """
    longest = max((row.breadth for row in rows), default=0)
    if not _NARROWEST_MEASURE <= longest <= _WIDEST_MEASURE:
        return 0
    full = [row for row in rows[:-1] if row.breadth >= longest - RAGGED]
    broken = [row for row in full if _is_open(row)]
    if len(broken) >= max(_LEAST_OF_MEASURE, _MOSTLY * len(full)):
        return longest
    return 0


def _in_measure(rows: Sequence[RawLine], decisions: Mapping[int, LineDecisions]) -> list[Run]:
    """Return the rows of a file without columns, each a line; of those that continue the one above this is told."""
    runs: list[Run] = [(row,) for row in rows]
    width = _measure(rows)
    if not width:
        return runs
    for i in range(1, len(rows)):
        if _is_seam(rows[i - 1], rows[i], width) and rows[i].number not in decisions:
            runs[i] = (structs.replace(rows[i], goes_on=True),)
    return runs


def _goes_on_in_word(page: "_Page", i: int, decisions: Mapping[int, LineDecisions]) -> bool:
    """Return whether row `i`, which was not joined with the one above, continues it: a word goes over its end."""
    column = page.columns[i - 1] if i else None
    if column is None or page.rows[i].number in decisions:
        return False
    above = page.rows[i - 1]
    row = page.rows[i]
    return _is_seam(above, row, round(column.width)) and _spans(above.text, row.text)


def _is_seam(above: RawLine, row: RawLine, width: int) -> bool:
    """Return whether a row continues the one above, which is running text as wide as its column."""
    if row.gap or row.indented or row.is_marked or max(above.breadth, len(above.text)) < width - RAGGED:
        return False
    if row.text[0] in NEVER_FIRST:
        return True
    if not _is_open(above) or above.text[-1] in _NO_SEAM or _BEGINS_ITEM.match(row.text):
        return False
    return not datelines.begins_news(simplified(row.text)) and not above.is_marked


# OCR reads a headline over several columns where its left edge is: in the middle of the text of these columns.
_MOST_OF_PIECE = 4
_LEAST_OF_PIECE = 4
"""Han characters; shorter pieces are noise, which stays where it is."""
_NO_MIDDLE = frozenset("：:）)”』」】〕")
"""Signs after which a heading or a quotation may follow, although the sentence has no end."""
_IN_SENTENCE = pattern("[，。；,;]|[、.]$")
_HAN_CHARACTER = pattern(f"[{HAN}]")


def _reading_order(
    page: "_Page", decisions: Mapping[int, LineDecisions]
) -> tuple[list[RawLine], set[int]] | None:
    """Return the rows, with headlines that interrupt a sentence moved above the text of their article.

    And the numbers of those rows that the next one continues.

    Return None if no sentence is interrupted. A text begins with its dateline; headlines below a text without one stay
    where they are.
    """
    rows = page.rows
    ordered: list[RawLine] = []
    above: dict[int, list[RawLine]] = {}
    continued: set[int] = set()
    beginning: tuple[int, bool] | None = None
    at = 0
    while at < len(rows):
        beginning = _beginning(page, at) or beginning
        if at and rows[at].gap:
            end = _end_of_piece(page, at, decisions)
        else:
            end = at
        piece = rows[at:end]
        is_noise = bool(piece) and (_is_scrap(piece) or (beginning is not None and not beginning[1]))
        if not piece or (beginning is None and not is_noise):
            ordered.append(rows[at])
            at += 1
            continue
        continued.add(rows[at - 1].number)
        if beginning is None or is_noise:
            ordered += [structs.replace(row, gap=0) for row in piece]
            continued |= {row.number for row in piece}
        else:
            above.setdefault(beginning[0], []).extend(piece)
        ordered.append(structs.replace(rows[end], gap=0))
        at = end + 1
    if not continued:
        return None
    in_order = [ordered_row for row in ordered for ordered_row in (*above.get(row.number, ()), row)]
    return in_order, continued


def _beginning(page: "_Page", i: int) -> tuple[int, bool] | None:
    """Return the number of row `i`, and whether no heading is above it, if the text of an article begins there.

    A dateline begins on such a row, below a heading or another text.
    """
    row = page.rows[i]
    before = page.rows[i - 1].text if i else ""
    is_below_text = not before or is_finished(before)
    if not (row.gap or is_below_text) or not _leads_to_news(page, i):
        return None
    is_heading = not is_below_text and not PAUSE.search(before) and not _kinds(before) & (_ALONE | _BEGINS)
    is_headless = not is_heading or _is_scrap(page.rows[i - 1 : i])
    return row.number, is_headless


def _end_of_piece(page: "_Page", at: int, decisions: Mapping[int, LineDecisions]) -> int:
    """Return the index after the last row of a headline that interrupts a sentence from row `at` on, else `at`."""
    rows = page.rows
    above = rows[at - 1]
    before = above.text
    is_text = _is_open(above) or (page.full[at - 1] and not above.gap) or _leads_to_news(page, at - 1)
    if is_finished(before) or before[-1] in _NO_MIDDLE or not is_text:
        return at
    for end in range(at + 1, min(len(rows), at + 1 + _MOST_OF_PIECE)):
        if not _may_be_of_head(page, end - 1, decisions):
            return at
        if rows[end].gap and _continues(page, end, before):
            is_text = _spans(before, rows[at].text) or _spans(rows[end - 1].text, rows[end].text)
            if is_text and any(page.full[at:end]):
                return at
            return end
    return at


def _is_scrap(rows: Sequence[RawLine]) -> bool:
    """Whether rows have too few Han characters for a headline."""
    return sum(len(_HAN_CHARACTER.findall(row.text)) for row in rows) < _LEAST_OF_PIECE


def _spans(before: str, after: str) -> bool:
    """Whether a word begins on one row and ends on the next."""
    return words.word_spans(simplified(before[-8:]), simplified(after[:8]))


def _may_be_of_head(page: "_Page", i: int, decisions: Mapping[int, LineDecisions]) -> bool:
    """Whether a row may be a part of a headline, by its form."""
    row = page.rows[i]
    if row.number in decisions or row.is_marked or row.indented or _IN_SENTENCE.search(row.text):
        return False
    return (
        not is_finished(row.text)
        and not _kinds(row.text) & (_ALONE | _BEGINS)
        and not _leads_to_news(page, i)
    )


def _continues(page: "_Page", i: int, before: str) -> bool:
    """Whether row `i` continues or ends the sentence in the row `before`; the first of a paragraph lacks the indent."""
    row = page.rows[i]
    column = page.columns[i]
    if row.indented or row.is_marked or column is None or _begins_another(page, i, is_text=False):
        return False
    if is_finished(row.text) or row.text[0] in NEVER_FIRST or _spans(before, row.text):
        return True
    return round(page.lengths[i]) >= column.width - RAGGED and not _OPENS_TEXT.search(simplified(row.text))


class _Page(Struct, frozen=True):
    """The printed lines of a file.

    Attributes:
        rows: The lines.
        lengths: Their lengths, by `lengths_of`.
        columns: Their columns; None for a line outside of columns.
        full: Whether a line is as wide as its column.
        has_indents: The first line of a paragraph is indented.
        has_gaps: Nearly all lines have a blank line above, so that blank lines do not separate paragraphs.
        has_stray_gaps: Blank lines are also in the middle of sentences, as OCR writes them.
        has_lost_indents: The first rows of paragraphs are short of the column by the indent, which OCR does not write.
    """

    rows: Sequence[RawLine]
    lengths: Sequence[float]
    columns: Sequence[Column | None]
    full: Sequence[bool]
    has_indents: bool
    has_gaps: bool
    has_stray_gaps: bool
    has_lost_indents: bool


def _page(rows: Sequence[RawLine]) -> _Page | None:
    """Return the lines with their columns; None for a file that is not in printed lines of columns."""
    if not may_be_printed(rows):
        return None
    lengths = lengths_of(rows)
    columns = columns_of(rows, lengths)
    narrow = [i for i, column in enumerate(columns) if column]
    if not narrow:
        return None
    indents = sum(rows[i].indented for i in narrow)
    gaps = sum(rows[i].gap > 0 for i in narrow)
    as_wide = [
        is_full_of(column, round(length)) or is_full_of(column, row.breadth)
        for row, length, column in zip(rows, lengths, columns, strict=True)
    ]
    as_wide = [is_wide or _lacks_last(rows, lengths, columns[i], i) for i, is_wide in enumerate(as_wide)]
    full = _with_lost_indents(rows, lengths, columns, as_wide)
    stray = sum(rows[i].gap > 0 and i > 0 and full[i - 1] and _is_open(rows[i - 1]) for i in narrow)
    return _Page(
        rows,
        lengths,
        columns,
        full,
        0.03 * len(narrow) < indents < 0.6 * len(narrow),
        gaps > 0.85 * len(narrow),
        stray >= max(_LEAST_STRAY, _STRAY_SHARE * gaps),
        full is not as_wide,
    )


def _lacks_last(rows: Sequence[RawLine], lengths: Sequence[float], column: Column | None, i: int) -> bool:
    """Return whether a row is as wide as its column but for one character, which stands on the next one with the sign
    that may begin no row.
    """
    if column is None or i + 1 == len(rows) or round(lengths[i]) + 1 != round(column.width):
        return False
    below = rows[i + 1]
    return len(below.text) > 1 and below.text[1] in NEVER_FIRST and not below.indented and not below.gap


def _with_lost_indents(
    rows: Sequence[RawLine],
    lengths: Sequence[float],
    columns: Sequence[Column | None],
    full: Sequence[bool],
) -> Sequence[bool]:
    """Return `full` with the first rows of paragraphs that are as wide as their column without the indent.

    OCR does not write the indents; most paragraphs then begin with a row that is two characters short.
    """
    firsts = [
        i for i in range(1, len(rows)) if is_finished(rows[i - 1].text) and not is_finished(rows[i].text)
    ]
    indented = {i for i in firsts if _lacks_indent(columns[i], lengths[i]) and not full[i]}
    if len(indented) < max(_LEAST_LOST, _LOST_SHARE * sum(full[i] for i in firsts)):
        return full
    begin = indented | {i for i in range(len(rows)) if rows[i].gap or i == 0}
    return [
        is_full or (i in begin and _lacks_indent(columns[i], lengths[i])) for i, is_full in enumerate(full)
    ]


def _lacks_indent(column: Column | None, length: float) -> bool:
    return column is not None and abs(length + _LOST_INDENT - column.width) <= RAGGED


def _is_open(row: RawLine) -> bool:
    """Whether a row of running text ends within a sentence."""
    return PAUSE.search(row.text, 0, len(row.text) - 1) is not None and not is_finished(row.text)


def _end_of_run(page: _Page, at: int, decisions: Mapping[int, LineDecisions]) -> int:
    """Return the index after the last row of the line that begins with row `at`."""
    if not page.full[at] or not _may_run(page, at, decisions) or _tells_issue(page, at):
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
    if end == at + 1:
        return end
    return _without_heading(page, at, end)


def _tells_issue(page: _Page, i: int) -> bool:
    """Return whether a row at the top is a masthead's, which may be as wide as the column of the text below."""
    text = page.rows[i].text
    if i >= _TOP or PAUSE.search(text):
        return False
    if i + 1 < len(page.rows) and fields.has_issue_number(simplified(page.rows[i + 1].text)):
        return False
    return not _kinds(text).isdisjoint(_OF_MASTHEADS)


def _may_run(page: _Page, i: int, decisions: Mapping[int, LineDecisions]) -> bool:
    """Whether row `i` may be joined with others: it is no page's number, and no heading mark, front matter or reader's
    role prevents it, and it does not state the source of a text. A marked heading that is broken as paragraphs are is
    indented as they are.
    """
    row = page.rows[i]
    is_mark_of_row = row.is_marked and not (page.has_indents and row.indented)
    if is_mark_of_row or row.is_front_matter or line_patterns.PAGE_NUMBER.fullmatch(row.text):
        return False
    if row.text[0] in "（(" and row.text[-1] in "）)" and line_patterns.states_source(simplified(row.text)):
        return False
    decided = decisions.get(row.number)
    return decided is None or not decided.names_role


def _runs_on(page: _Page, i: int, decisions: Mapping[int, LineDecisions], *, is_text: bool) -> bool:
    """Whether row `i` continues in the next one. `is_text`: the line it is in is certainly text, not a heading."""
    row = page.rows[i]
    after = page.rows[i + 1] if i + 1 < len(page.rows) else None
    if after is None or not page.full[i] or after.number in decisions or page.columns[i + 1] is None:
        return False
    if not _may_run(page, i + 1, decisions):
        return False
    if after.gap and not page.has_gaps and not (page.has_stray_gaps and _is_stray(page, i, is_text=is_text)):
        return False
    if page.has_indents:
        if after.indented or (is_finished(row.text) and _is_short_heading(page, i + 1)):
            return False
    elif is_finished(row.text) and after.text[0] not in NEVER_FIRST:
        return False
    if after.text[0] in NEVER_FIRST or row.is_marked:
        return True
    return not _begins_another(page, i + 1, is_text=is_text)


def _is_short_heading(page: _Page, i: int) -> bool:
    """Whether a row is no last one of a paragraph: it is short, and no sentence pauses or ends in it.

    Words in quotation marks are in headings, too.
    """
    text = page.rows[i].text
    is_short = len(text) > _STUMP and not page.full[i]
    return is_short and not _PAUSE_BUT_QUOTES.search(text) and not is_finished(text)


def _is_stray(page: _Page, i: int, *, is_text: bool) -> bool:
    """Whether the blank line below row `i` is in the middle of a sentence."""
    row = page.rows[i]
    after = page.rows[i + 1]
    if is_finished(row.text):
        return False
    if page.has_lost_indents and _is_inside_paragraph(page, i + 1):
        return True
    if not (is_text or _is_open(row)):
        return False
    return page.full[i + 1] or is_finished(after.text) or PAUSE.search(after.text) is not None


def _is_inside_paragraph(page: _Page, i: int) -> bool:
    """Whether a row of text fills its column, as the first of a paragraph whose indent is lost does not."""
    column = page.columns[i]
    row = page.rows[i]
    is_filled = column is not None and round(page.lengths[i]) >= column.width - RAGGED
    return is_filled and PAUSE.search(row.text) is not None and not _leads_to_news(page, i)


def _begins_another(page: _Page, i: int, *, is_text: bool) -> bool:
    """Whether the words of a row begin something else: news, a letter, a caption, a credit."""
    text = page.rows[i].text
    plain = simplified(text)
    if (not is_text and _leads_to_news(page, i)) or line_patterns.GREETING.match(plain):
        return True
    if _is_signature(page, i) or (_is_signature(page, i + 1) and _may_be_signed(page, i)):
        return True
    if _SIGNS.match(plain) and features_of_short(plain) & _BEGINS:
        return True
    if page.full[i] or len(text) <= _STUMP or _IN_CREDIT.search(page.rows[i - 1].text):
        return False
    if _SENTENCE_PAUSE.search(text):
        return False
    above = page.rows[i - 1]
    # a headline is not indented, unless it was broken as paragraphs are
    is_below_begin = above.indented and not PAUSE.search(above.text)
    is_headline = (
        not is_finished(text)
        and not is_below_begin
        and _leads_to_news(page, i + 1)
        and not _spans(above.text, text)
    )
    return is_headline or bool(_kinds(text) & _ALONE)


def _is_signature(page: _Page, i: int) -> bool:
    """Whether a row is a pen name in brackets, or states that a serial continues or is complete."""
    if i >= len(page.rows) or page.full[i] or page.rows[i].text[-1] not in "）)完續续":
        return False
    plain = simplified(page.rows[i].text)
    return line_patterns.states_continuation(plain) or line_patterns.pen_name_in_brackets(plain) is not None


def _may_be_signed(page: _Page, i: int) -> bool:
    """Whether a row may be a heading, which a pen name on the row below belongs to."""
    text = page.rows[i].text
    return len(text) > _STUMP and not PAUSE.search(text) and not is_finished(text)


def _leads_to_news(page: "_Page", i: int) -> bool:
    """Whether a dateline begins on row `i`; false for a row of less than half a column, or if there is no row."""
    column = page.columns[i] if i < len(page.rows) else None
    if column is not None and page.lengths[i] < 0.5 * column.width:
        return False
    ahead = "".join(row.text for row in page.rows[i : i + 4])[:_AHEAD]
    return bool(_MAY_BE_DATELINE.search(ahead)) and datelines.begins_news(simplified(ahead))


def _kinds(text: str) -> frozenset[LineFeature]:
    return features_of_short(simplified(text))


def _without_heading(page: _Page, at: int, end: int) -> int:
    """Return the end of a line's rows, `end`; or `at + 1` if the first row is a heading of its own."""
    first, second = (simplified(row.text) for row in page.rows[at : at + 2])
    if is_boxed(first) or line_patterns.DASH.match(first) or features_of_heading(first) & _OF_HEADINGS:
        return at + 1
    if PAUSE.search(first) or _OPENS.search(first) or is_within(first, _OPENING, _CLOSING):
        return end
    has_opening = _OPENS_TEXT.search(second) and not any("。" in row.text[:-1] for row in page.rows[at:end])
    if not has_opening and not _names_text(first, page.rows[at + 1 : end]):
        return end
    is_linked = _LINKED.search(first) or _LINKED.search(second[:1]) or words.word_spans(first, second)
    if is_linked:
        return end
    return at + 1


def _names_text(first: str, rows: Sequence[RawLine]) -> bool:
    """Return whether most of a row recurs in the first sentence of the text below: no sentence repeats itself so."""
    if _IN_CREDIT.search(first) or _PAUSE_BUT_QUOTES.search(rows[0].text, 0, _LONGEST_REST):
        return False
    text = simplified("".join(row.text for row in rows[:_ROWS_OF_LEAD])[:_LEAD].partition("。")[0])
    pairs = map(add, first, first[1:])
    recurring = [i for i, pair in enumerate(pairs) if pair.isalpha() and pair in text]
    return len({*recurring, *[i + 1 for i in recurring]}) >= _SHARE_NAMED * len(first)


# If the file states the places of its lines, these decide.

# in sizes of the type of the body, as the lengths in `LinePlace`
_INDENT = 0.7
_SHORT = 1.5
_SHORTER = 3.0
_WHITE = 1.0
_RESIZED = 1.2


def runs_of_places(rows: Sequence[RawLine], decisions: Mapping[int, LineDecisions]) -> list[Run]:
    """Return the rows of a file with places grouped into lines; a row with a reader's decision begins a line."""
    runs: list[list[RawLine]] = []
    for row in rows:
        if runs and row.number not in decisions and _goes_on(runs[-1], row, decisions):
            runs[-1].append(row)
        else:
            runs.append([row])
    return list(runs)


def _goes_on(run: Sequence[RawLine], row: RawLine, decisions: Mapping[int, LineDecisions]) -> bool:
    before = run[-1]
    above = before.place
    place = row.place
    decided = decisions.get(before.number)
    if decided is not None and decided.names_role:
        return False
    if above is None or place is None or above.is_head or place.is_head:
        return False
    if (above.page, above.region) != (place.page, place.region):
        return False
    if row.text[0] in NEVER_FIRST:
        return True
    if place.gap > _WHITE or place.has_rule_above or place.indent >= _INDENT:
        return False
    if not 1 / _RESIZED < place.size / above.size < _RESIZED and len(row.text) > 3 < len(before.text):
        return False
    if above.shortfall > _SHORT and is_finished(before.text):
        return False
    is_heading = len(run) == 1 and above.indent >= _INDENT and above.shortfall > _SHORTER
    return not is_heading or PAUSE.search(before.text) is not None
