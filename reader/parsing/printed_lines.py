"""Joining printed lines of narrow columns to the lines they were before.

Raw OCR, the text of a PDF and ALTO have a line for every printed one. If a column's width can be found from the lines
around, a full line continues in the next, and a short one ends a paragraph or is a heading. In doubt, lines stay
separate: separate lines can still be decided to be one paragraph, joined ones can't be separated.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.language import words
from reader.language.variants import simplified
from reader.parsing import datelines, line_kinds, line_patterns
from reader.parsing.correction_anchors import LineDecisions
from reader.parsing.line_kinds import line_kinds_of_short
from reader.parsing.rows import RawLine
from reader.parsing.weights import LineFeature

_NEAR = 10
_LEAST_LINES = 6
_LEAST_EVEN = 3
_NARROWEST, _WIDEST = 6, 50
_LEAST_FULL = 0.4
_LEAST_PUNCTUATED = 0.35
_MOST_FINISHED = 0.4
_EXACT = 0.8
_RAGGED = 1
_LEAST_BROKEN = 2
_MOST_SEAMS = 30
_FEW_SEAMS = 12
_LEAST_ODD = 4
_LEAST_CUT, _LEAST_PLACES = 4, 4
_MOSTLY_PAUSED = 0.7
_MOSTLY = 0.5
_FINISHED = frozenset("。！？!?…；;")
_CLOSING = frozenset("”’」』）)》】〕]")
NEVER_FIRST = frozenset("，。、；：！？”’」』）》】〕,;:!?)]…")
"""Marks that never begin a line but that of a text that goes on."""
PAUSE = re.compile("[，。；：、！？,;:“”「」]")
_HALF_WIDTH = re.compile("[\\u0020-\\u007e\\u00b7]")


@dataclass(frozen=True, slots=True)
class Column:
    """The column of a line: its width, and the tolerance for the width of its full lines."""

    width: float
    ragged: float


def may_be_printed(rows: Sequence[RawLine]) -> bool:
    """Return whether enough short lines are about as long as the line above; a quick test before columns are sought."""
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


def lengths_of(rows: Sequence[RawLine]) -> list[float]:
    """Return the lengths of the lines, in characters or in widths of a Han character, whichever is more even."""
    counted = [float(len(row.text)) for row in rows]
    measured = [
        length - 0.5 * len(_HALF_WIDTH.findall(row.text)) if length <= 2 * _WIDEST else length
        for length, row in zip(counted, rows, strict=True)
    ]
    return counted if _evenness(counted) >= _evenness(measured) else measured


def _evenness(lengths: Sequence[float]) -> int:
    """Return how many lines have one of the three most frequent lengths."""
    return sum(count for _, count in Counter(round(length) for length in lengths).most_common(3))


def columns_of(rows: Sequence[RawLine], lengths: Sequence[float]) -> list[Column | None]:
    """Return the column of every line of running text in printed lines, None for other lines."""
    rounded = [round(length) for length in lengths]
    columns: list[Column | None] = [None] * len(rows)
    if sum(_NARROWEST <= length <= _WIDEST for length in rounded) < _LEAST_LINES:
        return columns
    step = _NEAR // 2
    looks = _Looks.of(rows, rounded)
    for start in range(0, len(rows), step):
        near = range(max(0, start - _NEAR + step // 2), min(len(rows), start + step + _NEAR - step // 2))
        column = _column(looks, near)
        if column:
            columns[start : start + step] = [column] * len(columns[start : start + step])
    for region in _regions(columns):
        if not _is_cut(rows, [i for i in region if is_full_of(columns[i], rounded[i])]):
            columns[region.start : region.stop] = [None] * len(region)
    columns = _filled(columns)
    _move_borders(columns, rounded)
    for run in _odd_runs(looks, columns):
        width, most = Counter(rounded[i] for i in run).most_common(1)[0]
        own = Column(width, 0 if most >= _EXACT * len(run) else _RAGGED)
        if _is_cut(rows, [i for i in run if is_full_of(own, rounded[i])]):
            end = run.stop + (run.stop < len(rows) and rounded[run.stop] < width)
            columns[run.start : end] = [own] * (end - run.start)
    return columns


def _move_borders(columns: list[Column | None], lengths: Sequence[int]) -> None:
    """Move lines beside a border between two columns into the one they fill: columns are found from some ten lines."""
    borders = [i for i in range(1, len(columns)) if columns[i] != columns[i - 1]]
    for border in borders:
        above, below = columns[border - 1], columns[border]
        for lines, own, other in (
            (range(border - 1, max(-1, border - 1 - _NEAR), -1), above, below),
            (range(border, min(len(columns), border + _NEAR)), below, above),
        ):
            for i in lines:
                is_others = is_full_of(other, lengths[i]) and not is_full_of(own, lengths[i])
                if columns[i] is not own or not is_others:
                    break
                columns[i] = other


def _odd_runs(looks: "_Looks", columns: Sequence[Column | None]) -> Iterator[range]:
    """Yield runs of lines that are as wide as each other, but not as the column found around them.

    A short article that is set wider or narrower than those beside it has too few lines for a column to be found.
    """
    start = 0
    for i in range(1, len(columns) + 1):
        if i < len(columns) and abs(looks.lengths[i] - looks.lengths[start]) <= _RAGGED:
            continue
        run = range(start, i)
        start = i
        column = columns[run.start]
        if len(run) < _LEAST_ODD or column is None or not _NARROWEST <= looks.lengths[run.start] <= _WIDEST:
            continue
        if abs(looks.lengths[run.start] - column.width) <= column.ragged + _RAGGED:
            continue
        pauses = sum(looks.pauses[j] for j in run)
        finished = sum(looks.finished[j] for j in run)
        marked = any(looks.marked[j] for j in run)
        if pauses >= _LEAST_PUNCTUATED * len(run) and finished <= _MOST_FINISHED * len(run) and not marked:
            yield run


def _filled(columns: list[Column | None]) -> list[Column | None]:
    """Return the columns; on a page of printed lines also for lists and notices, for which no column can be found."""
    stated = sum(column is not None for column in columns)
    if stated < _MOSTLY * len(columns):
        return columns
    last: Column | None = None
    for i in range(len(columns) - 1, -1, -1):
        last = columns[i] = columns[i] or last
    for i in range(len(columns)):
        last = columns[i] = columns[i] or last
    return columns


def _regions(columns: Sequence[Column | None]) -> Iterator[range]:
    """Yield the runs of lines in columns."""
    start = 0
    for i in range(len(columns) + 1):
        if i == len(columns) or columns[i] is None:
            if i > start:
                yield range(start, i)
            start = i + 1


@dataclass(frozen=True, slots=True)
class _Looks:
    """The evidence for running text, line by line: lengths, and for lines that fit a column also their contents."""

    lengths: Sequence[int]
    pauses: Sequence[bool]
    finished: Sequence[bool]
    marked: Sequence[bool]

    @classmethod
    def of(cls, rows: Sequence[RawLine], lengths: Sequence[int]) -> "_Looks":
        narrow = [length <= _WIDEST + _RAGGED for length in lengths]
        return cls(
            lengths,
            [
                fits and PAUSE.search(row.text, 0, len(row.text) - 1) is not None
                for row, fits in zip(rows, narrow, strict=True)
            ],
            [fits and is_finished(row.text) for row, fits in zip(rows, narrow, strict=True)],
            [row.is_marked for row in rows],
        )


def _column(looks: _Looks, near: range) -> Column | None:
    """Return the column that the lines `near` are set in, None if they are not lines of a running text."""
    lengths = looks.lengths[near.start : near.stop]
    counts = Counter(lengths)
    width, most = 0, 0.0
    for length, count in counts.items():
        if _NARROWEST <= length <= _WIDEST:
            weight = count + 0.5 * (counts[length - 1] + counts[length + 1])
            if (weight, length) > (most, width):
                width, most = length, weight
    if not width:
        return None
    full = [i for i, length in enumerate(lengths, near.start) if -_RAGGED <= length - width <= _RAGGED]
    if len(full) < max(_LEAST_LINES, _LEAST_FULL * len(near)):
        return None
    punctuated = sum([looks.pauses[i] for i in full])
    finished = sum([looks.finished[i] for i in full])
    marked = sum([looks.marked[i] for i in full])
    share = min(1.0, width / 12) * _LEAST_PUNCTUATED
    if punctuated < share * len(full) or finished > _MOST_FINISHED * len(full) or 2 * marked > len(full):
        return None
    is_exact = counts[width] >= _EXACT * len(full)
    return Column(width, 0 if is_exact else _RAGGED)


def _is_cut(rows: Sequence[RawLine], full: Sequence[int]) -> bool:
    """Return whether full lines end where the column does, and not where verses or the items of a list end."""
    return _breaks_words(rows, full) or _pauses_anywhere([rows[i].text for i in full[:_MOST_SEAMS]])


def _pauses_anywhere(texts: Sequence[str]) -> bool:
    """Return whether lines have their commas at any place but the end, as a sentence cut into lines has.

    Few words of the classical language are in a dictionary.
    """
    pauses = [found.start() for text in texts if (found := PAUSE.search(text, 0, len(text) - 1))]
    is_open = sum(text[-1] not in NEVER_FIRST for text in texts)
    return (
        len(texts) >= _LEAST_CUT
        and len(pauses) >= _MOSTLY_PAUSED * len(texts)
        and is_open >= _MOSTLY * len(texts)
        and len(set(pauses)) >= min(_LEAST_PLACES, len(texts) // 2)
    )


def _breaks_words(rows: Sequence[RawLine], full: Sequence[int]) -> bool:
    """Return whether full lines end within words, as printed lines do; verses and the items of a list do not."""
    broken = tried = 0
    for i in full:
        if i + 1 == len(rows) or rows[i + 1].indented or rows[i].text[-1] in NEVER_FIRST:
            continue
        before, after = simplified(rows[i].text[-8:]), simplified(rows[i + 1].text[:8])
        broken += after[0] in NEVER_FIRST or words.word_spans(before, after)
        tried += 1
        if broken >= _LEAST_BROKEN or tried >= _MOST_SEAMS:
            break
    return broken >= _LEAST_BROKEN or (tried < _FEW_SEAMS and broken > 0)


def is_finished(text: str) -> bool:
    """Return whether a line ends with a sentence, or with the quotation or bracket that a sentence ends in."""
    last = text[-1]
    return last in _FINISHED or (last in _CLOSING and text[-2:-1] in _FINISHED)


def is_full_of(column: Column | None, length: float) -> bool:
    return column is not None and -column.ragged <= length - column.width <= column.ragged


Run = Sequence[RawLine]

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
_OF_HEADINGS = frozenset(
    {
        LineFeature.KICKER_TAIL,
        LineFeature.SECTION_LABEL,
        LineFeature.LABEL_LIKE,
        LineFeature.NOTICE_LABEL,
        LineFeature.BOXED,
        LineFeature.DASH,
        LineFeature.CHAPTER,
    }
)


def runs_of(rows: Sequence[RawLine], decisions: Mapping[int, LineDecisions]) -> list[Run]:
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

    rows: Sequence[RawLine]
    lengths: Sequence[float]
    columns: Sequence[Column | None]
    full: Sequence[bool]
    has_indents: bool
    has_gaps: bool
    has_wide_headings: bool


def _page(rows: Sequence[RawLine]) -> _Page | None:
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


def _kinds(text: str) -> frozenset[LineFeature]:
    return line_kinds_of_short(simplified(text))


def _without_heading(page: _Page, at: int, end: int) -> int:
    """Return the end of the run from `at` to `end`, which is shorter where its first line is a heading of its own.

    A run that ends in a short line without the end of a sentence is a heading set in several lines, if it is not long.
    """
    texts = [row.text for row in page.rows[at:end]]
    first, second = texts[0], texts[1]
    plain = simplified(first)
    if line_kinds.heading_features(plain) & _OF_HEADINGS:
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
