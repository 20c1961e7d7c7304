"""Putting together what was one line before it was printed in narrow columns.

Raw OCR, the text of a PDF and ALTO have a line for every printed one. Where a column's width can be told from the lines
around, a full line runs on in the next, and a short one ends a paragraph or is a heading. Whatever is doubtful stays
apart: lines that stand apart can still be decided to be one paragraph, those that are one can't be parted.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.language import words
from reader.language.variants import simplified
from reader.parsing import datelines, heading_features, line_patterns
from reader.parsing.line_kinds import line_kinds
from reader.parsing.reader_decisions import LineDecisions
from reader.parsing.rows import Row
from reader.parsing.weights import Feature

Run = Sequence[Row]

_NEAR = 10
_LEAST_LINES = 6
_LEAST_EVEN = 3
_NARROWEST, _WIDEST = 6, 50
_LEAST_FULL = 0.4
_LEAST_PUNCTUATED = 0.35
_MOST_FINISHED = 0.4
_EXACT = 0.8
_RAGGED = 1
_WIDER = 1
_MOST_OF_HEADING = 3
_AHEAD = 60
_STUMP = 2
_LEAST_BROKEN = 2
_MOST_SEAMS = 30
_FEW_SEAMS = 12
_MOSTLY = 0.5
_LEAST_WIDE, _LEAST_WIDE_SHARE = 4, 0.006
_FINISHED = frozenset("。！？!?…；;")
_CLOSING = frozenset("”’」』）)》】〕]")
_NEVER_FIRST = frozenset("，。、；：！？”’」』）》】〕,;:!?)]…")
_OPEN_BRACKET = re.compile("[（(《〔][^）)》〕]*$")
_SENTENCE_PAUSE = re.compile("[，。；]")
_PAUSE = re.compile("[，。；：、！？,;:“”「」]")
_HALF_WIDTH = re.compile("[\\u0020-\\u007e\\u00b7]")
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
class _Column:
    """The column that a line stands in: its width, and by how much its full lines may be narrower or wider."""

    width: float
    ragged: float


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a file: `columns` are those of narrow columns, None for other lines.

    `has_indents`: the first line of a paragraph is indented; `has_gaps`: blank lines stand between all lines, and tell
    nothing; `has_wide_headings`: headings may be wider than the column.
    """

    rows: Sequence[Row]
    lengths: Sequence[float]
    columns: Sequence[_Column | None]
    has_indents: bool
    has_gaps: bool
    has_wide_headings: bool


def _page(rows: Sequence[Row]) -> _Page | None:
    """Return the lines with their columns; None for a file whose lines are not printed ones."""
    if not _may_be_printed(rows):
        return None
    lengths = _lengths(rows)
    columns = _columns(rows, lengths)
    narrow = [i for i, column in enumerate(columns) if column]
    if not narrow:
        return None
    indents = sum(rows[i].indented for i in narrow)
    gaps = sum(rows[i].gap > 0 for i in narrow)
    wide = sum(_is_wide(lengths[i], columns[i]) and not _is_finished(rows[i].text) for i in narrow)
    return _Page(
        rows,
        lengths,
        columns,
        0.03 * len(narrow) < indents < 0.6 * len(narrow),
        gaps > 0.85 * len(narrow),
        wide >= max(_LEAST_WIDE, _LEAST_WIDE_SHARE * len(narrow)),
    )


def _may_be_printed(rows: Sequence[Row]) -> bool:
    """Return whether several short lines are as long as the next, which is quickly told of most files."""
    even = 0
    before = -_WIDEST
    for row in rows:
        length = len(row.text)
        if _NARROWEST <= length <= 2 * _WIDEST and -_RAGGED <= length - before <= _RAGGED:
            even += 1
            if even == _LEAST_EVEN:
                return True
        before = length
    return False


def _lengths(rows: Sequence[Row]) -> list[float]:
    """Return the lengths of the lines, in characters or in widths of a Han character, whichever is more even."""
    counted = [float(len(row.text)) for row in rows]
    measured = [
        length - 0.5 * len(_HALF_WIDTH.findall(row.text)) if length <= 2 * _WIDEST else length
        for length, row in zip(counted, rows, strict=True)
    ]
    return counted if _evenness(counted) >= _evenness(measured) else measured


def _evenness(lengths: Sequence[float]) -> int:
    """Return how many lines have the commonest three lengths."""
    return sum(count for _, count in Counter(round(length) for length in lengths).most_common(3))


def _columns(rows: Sequence[Row], lengths: Sequence[float]) -> list[_Column | None]:
    """Return the column of every line of running text in printed lines, None for other lines."""
    rounded = [round(length) for length in lengths]
    columns: list[_Column | None] = [None] * len(rows)
    if sum(_NARROWEST <= length <= _WIDEST for length in rounded) < _LEAST_LINES:
        return columns
    step = _NEAR // 2
    for start in range(0, len(rows), step):
        near = range(max(0, start - _NEAR + step // 2), min(len(rows), start + step + _NEAR - step // 2))
        column = _column(rows, rounded, near)
        if column:
            columns[start : start + step] = [column] * len(columns[start : start + step])
    for region in _regions(columns):
        if not _breaks_words(rows, [i for i in region if _is_full_of(columns[i], rounded[i])]):
            columns[region.start : region.stop] = [None] * len(region)
    return _filled(columns)


def _filled(columns: list[_Column | None]) -> list[_Column | None]:
    """Return the columns; on a page of printed lines also for lists and notices, in which no column can be told."""
    told = sum(column is not None for column in columns)
    if told < _MOSTLY * len(columns):
        return columns
    last: _Column | None = None
    for i in range(len(columns) - 1, -1, -1):
        last = columns[i] = columns[i] or last
    for i in range(len(columns)):
        last = columns[i] = columns[i] or last
    return columns


def _regions(columns: Sequence[_Column | None]) -> Iterator[range]:
    """Return the runs of lines in columns."""
    start = 0
    for i in range(len(columns) + 1):
        if i == len(columns) or columns[i] is None:
            if i > start:
                yield range(start, i)
            start = i + 1


def _column(rows: Sequence[Row], lengths: Sequence[int], near: range) -> _Column | None:
    """Return the column that the lines `near` are set in, None if they are not lines of a running text."""
    counts = Counter(lengths[i] for i in near)
    width, most = 0, 0.0
    for length, count in counts.items():
        if _NARROWEST <= length <= _WIDEST:
            weight = count + 0.5 * (counts[length - 1] + counts[length + 1])
            if (weight, length) > (most, width):
                width, most = length, weight
    if not width:
        return None
    full = [i for i in near if abs(lengths[i] - width) <= _RAGGED]
    if len(full) < max(_LEAST_LINES, _LEAST_FULL * len(near)):
        return None
    punctuated = sum(_PAUSE.search(rows[i].text[:-1]) is not None for i in full)
    finished = sum(_is_finished(rows[i].text) for i in full)
    marked = sum(rows[i].is_marked for i in full)
    share = min(1.0, width / 12) * _LEAST_PUNCTUATED
    if punctuated < share * len(full) or finished > _MOST_FINISHED * len(full) or 2 * marked > len(full):
        return None
    is_exact = counts[width] >= _EXACT * len(full)
    return _Column(width, 0 if is_exact else _RAGGED)


def _breaks_words(rows: Sequence[Row], full: Sequence[int]) -> bool:
    """Return whether full lines end within words, as printed lines do; verses and the items of a list do not."""
    broken = tried = 0
    for i in full:
        if i + 1 == len(rows) or rows[i + 1].indented or rows[i].text[-1] in _NEVER_FIRST:
            continue
        before, after = simplified(rows[i].text[-8:]), simplified(rows[i + 1].text[:8])
        broken += after[0] in _NEVER_FIRST or words.word_spans(before, after)
        tried += 1
        if broken >= _LEAST_BROKEN or tried >= _MOST_SEAMS:
            break
    return broken >= _LEAST_BROKEN or (tried < _FEW_SEAMS and broken > 0)


def _is_wide(length: float, column: _Column | None) -> bool:
    return column is not None and length > column.width + column.ragged + _WIDER


def _is_finished(text: str) -> bool:
    """Return whether a line ends with a sentence, or with the quotation or bracket that a sentence ends in."""
    last = text[-1]
    return last in _FINISHED or (last in _CLOSING and text[-2:-1] in _FINISHED)


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
    return _is_full_of(page.columns[i], page.lengths[i]) or _is_full_of(page.columns[i], page.rows[i].breadth)


def _is_full_of(column: _Column | None, length: float) -> bool:
    return column is not None and abs(length - column.width) <= column.ragged


def _may_run(page: _Page, i: int, decisions: Collection[int] | Mapping[int, LineDecisions]) -> bool:
    row = page.rows[i]
    decided = decisions[row.number] if isinstance(decisions, Mapping) and row.number in decisions else None
    return not row.is_marked and not row.is_front_matter and not (decided and decided.names_role)


def _runs_on(page: _Page, i: int, decisions: Mapping[int, LineDecisions], *, is_text: bool) -> bool:
    """Return whether row `i` may go on in the next. `is_text`: the lines above it are surely of a text."""
    row, after = page.rows[i], page.rows[i + 1] if i + 1 < len(page.rows) else None
    if after is None or not _is_full(page, i) or after.number in decisions or page.columns[i + 1] is None:
        return False
    if not _may_run(page, i + 1, decisions) or (after.gap and not page.has_gaps):
        return False
    if _is_wide(page.lengths[i + 1], page.columns[i + 1]):
        return False
    if page.has_indents:
        if after.indented:
            return False
    elif _is_finished(row.text) and after.text[0] not in _NEVER_FIRST:
        return False
    if after.text[0] in _NEVER_FIRST:
        return True
    return not _begins_another(page, i + 1, is_text=is_text)


def _begins_another(page: _Page, i: int, *, is_text: bool) -> bool:
    """Return whether a line, by its words, is the first of something else: news, a caption, a line of its own."""
    text = page.rows[i].text
    if (not is_text and _leads_to_news(page, i)) or line_patterns.begins_with_greeting(simplified(text)):
        return True
    plain = simplified(text)
    if _SIGNS.match(plain) and line_kinds(plain, short=True) & _BEGINS:
        return True
    if _is_full(page, i) or len(text) <= _STUMP or _IN_CREDIT.search(page.rows[i - 1].text):
        return False
    return (not _SENTENCE_PAUSE.search(text) and bool(_kinds(text) & _ALONE)) or (
        not _is_finished(text) and _leads_to_news(page, i + 1)
    )


def _leads_to_news(page: _Page, i: int) -> bool:
    """Return whether a dateline begins on a line, which fills its column."""
    if i < len(page.rows) and not _is_full(page, i) and not _is_wide(page.lengths[i], page.columns[i]):
        return False
    ahead = "".join(row.text for row in page.rows[i : i + 4])[:_AHEAD]
    return bool(_MAY_BE_DATELINE.search(ahead)) and datelines.begins_news(simplified(ahead))


def _kinds(text: str) -> set[Feature]:
    return line_kinds(simplified(text), short=True)


def _without_heading(page: _Page, at: int, end: int) -> int:
    """Return the end of the run from `at` to `end`, which is shorter where its first line is a heading of its own.

    A run that ends in a short line without the end of a sentence is a heading set in several lines, if it is not long.
    """
    texts = [row.text for row in page.rows[at:end]]
    first, second = texts[0], texts[1]
    plain = simplified(first)
    if heading_features.heading_features(plain) & _OF_HEADINGS:
        return at + 1
    is_text = _PAUSE.search(first) or _OPENS.search(plain) or _OPEN_BRACKET.search(first)
    if is_text or _LINKED.search(first) or _LINKED.search(second[:1]):
        return end
    if words.word_spans(plain, simplified(second)):
        return end
    if _OPENS_TEXT.search(simplified(second)):
        return at + 1
    is_heading = not _is_full(page, end - 1) and not _is_finished(texts[-1])
    if is_heading and end - at <= _MOST_OF_HEADING and page.has_wide_headings:
        return at + 1
    return end
