"""Joining the printed lines of narrow columns to whole paragraphs and headings.

Raw OCR, the text of a PDF and ALTO have a line of text for every printed line. If the width of a column can be found
from the lines around, a line of this width continues in the next, and a shorter one ends a paragraph or is a heading.
In doubt, lines stay separate: a later stage can still join separate lines, but not separate joined ones.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.language import words
from reader.language.patterns import pattern
from reader.language.variants import simplified
from reader.parsing import datelines, line_kinds, line_patterns
from reader.parsing.correction_anchors import LineDecisions
from reader.parsing.line_kinds import line_kinds_of_short
from reader.parsing.rows import RawLine
from reader.parsing.weights import LineFeature

# how columns are found: lengths in the unit of `lengths_of`, numbers of lines, shares of the lines examined
# lines around the line in question: so many show a width, and rarely cross into a column of another width
_NEAR = 10
_LEAST_LINES = 6
_LEAST_EVEN = 3
# a longer line is a whole paragraph
_NARROWEST, _WIDEST = 6, 50
_LEAST_FULL = 0.4
# running text has commas within its lines, unlike lists; verse and lists often end lines with a full stop
_LEAST_PUNCTUATED = 0.35
_MOST_FINISHED = 0.4
# with so many lines of exactly one width, a line that is a character shorter is not full
_EXACT = 0.8
_RAGGED = 1
# one pair of characters across a line end may form a word by chance, except among few lines
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
"""Punctuation that can begin a line only if the sentence of the line above continues."""
PAUSE = pattern("[，。；：、！？,;:“”「」]")
_HALF_WIDTH = pattern("[\\u0020-\\u007e\\u00b7]")


@dataclass(frozen=True, slots=True)
class Column:
    """The column of a line: its width, and by how much the lengths of its full lines may differ from that."""

    width: float
    ragged: float


def may_be_printed(rows: Sequence[RawLine]) -> bool:
    """Whether at least three lines are about as long as the line above; a fast test before columns are searched."""
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
    """Return the lengths of the lines in the unit that makes them more even.

    The unit is the character, or the width of a Han character, of which half-width characters have half.
    """
    counted = [float(len(row.text)) for row in rows]
    measured = [
        length - 0.5 * len(_HALF_WIDTH.findall(row.text)) if length <= 2 * _WIDEST else length
        for length, row in zip(counted, rows, strict=True)
    ]
    return counted if _evenness(counted) >= _evenness(measured) else measured


def _evenness(lengths: Sequence[float]) -> int:
    """Return the number of lines that have one of the three most frequent lengths."""
    return sum(count for _, count in Counter(round(length) for length in lengths).most_common(3))


def columns_of(rows: Sequence[RawLine], lengths: Sequence[float]) -> list[Column | None]:
    """Return the column of each line, None for a line outside of columns; `lengths` are those of the lines."""
    rounded = [round(length) for length in lengths]
    columns: list[Column | None] = [None] * len(rows)
    if sum(_NARROWEST <= length <= _WIDEST for length in rounded) < _LEAST_LINES:
        return columns
    # each window of lines decides only on the lines in its middle
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
            # with the shorter last line of the paragraph
            end = run.stop + (run.stop < len(rows) and rounded[run.stop] < width)
            columns[run.start : end] = [own] * (end - run.start)
    return columns


def _move_borders(columns: list[Column | None], lengths: Sequence[int]) -> None:
    """Assign the lines next to a border between two columns to the column whose width they have.

    Borders are inexact at first, because each column is found from about ten lines.
    """
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
    """Yield runs of lines of running text that have one width, which is not that of their column.

    A short article that is set wider or narrower than its neighbours has too few lines for `_column` to find its
    column.
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
    """Fill in the missing columns from the nearest line if at least half of the lines have a column.

    These are the lines of lists and notices, for which no column can be found.
    """
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
    """Yield the runs of lines that have a column."""
    start = 0
    for i in range(len(columns) + 1):
        if i == len(columns) or columns[i] is None:
            if i > start:
                yield range(start, i)
            start = i + 1


@dataclass(frozen=True, slots=True)
class _Looks:
    """The evidence for running text, by line.

    Attributes:
        lengths: The rounded length.
        pauses: There is a comma or the like before the last character; False for a line wider than any column.
        finished: The line ends with a sentence; False for a line wider than any column.
        marked: The line has a Markdown heading mark.
    """

    lengths: Sequence[int]
    pauses: Sequence[bool]
    finished: Sequence[bool]
    marked: Sequence[bool]

    @classmethod
    def of(cls, rows: Sequence[RawLine], lengths: Sequence[int]) -> "_Looks":
        """Determine the evidence from the lines and their rounded lengths."""
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
    """Return the column of the lines `near`; None if they have no common width or are no running text."""
    lengths = looks.lengths[near.start : near.stop]
    counts = Counter(lengths)
    width, most = 0, 0.0
    for length, count in counts.items():
        if _NARROWEST <= length <= _WIDEST:
            # lines may be a character longer or shorter than their column
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
    # lines of a narrow column have fewer commas
    share = min(1.0, width / 12) * _LEAST_PUNCTUATED
    if punctuated < share * len(full) or finished > _MOST_FINISHED * len(full) or 2 * marked > len(full):
        return None
    is_exact = counts[width] >= _EXACT * len(full)
    return Column(width, 0 if is_exact else _RAGGED)


def _is_cut(rows: Sequence[RawLine], full: Sequence[int]) -> bool:
    """Whether full lines are broken by the width of the column, and are no verse and no items of a list.

    `full` are the indices of the full lines.
    """
    return _breaks_words(rows, full) or _pauses_anywhere([rows[i].text for i in full[:_MOST_SEAMS]])


def _pauses_anywhere(texts: Sequence[str]) -> bool:
    """Whether commas are at many different places within the lines and rarely at their ends, as in broken sentences.

    Needed for classical Chinese, few words of which are in the dictionary that `_breaks_words` uses.
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
    """Whether full lines end within words, as printed lines do; verse and the items of a list do not."""
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
    """Whether a line ends with the end of a sentence, including a closing quotation mark or bracket after it."""
    last = text[-1]
    return last in _FINISHED or (last in _CLOSING and text[-2:-1] in _FINISHED)


def is_full_of(column: Column | None, length: float) -> bool:
    """Whether a line of this length is as wide as a column; false for None."""
    return column is not None and -column.ragged <= length - column.width <= column.ragged


Run = Sequence[RawLine]

# how rows are joined: lengths as above, numbers of rows, shares of the rows in question
_WIDER = 1
_MOST_OF_HEADING = 3
_AHEAD = 60
# characters that are no line of their own: the rest of a broken line
_STUMP = 2
_LEAST_WIDE, _LEAST_WIDE_SHARE = 4, 0.006
# a paragraph is indented by two Han characters
_LOST_INDENT, _LEAST_LOST, _LOST_SHARE = 2, 4, 0.5
_LEAST_STRAY, _STRAY_SHARE = 3, 0.06
_OPEN_BRACKET = pattern("[（(《〔][^）)》〕]*$")
_SENTENCE_PAUSE = pattern("[，。；]")
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
    """Return the rows of a file grouped into lines; a row with a reader's decision begins a line."""
    page = _page(rows)
    if page is None:
        return [(row,) for row in rows]
    if page.has_lost_indents:
        rows = [replace(row, is_inside_paragraph=_is_inside_paragraph(page, i)) for i, row in enumerate(rows)]
    runs: list[Run] = []
    at = 0
    while at < len(rows):
        end = _end_of_run(page, at, decisions) if page.columns[at] else at + 1
        runs.append(rows[at:end])
        at = end
    return runs


@dataclass(frozen=True, slots=True)
class _Page:
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
        has_wide_headings: Headings may be wider than the column.
    """

    rows: Sequence[RawLine]
    lengths: Sequence[float]
    columns: Sequence[Column | None]
    full: Sequence[bool]
    has_indents: bool
    has_gaps: bool
    has_stray_gaps: bool
    has_lost_indents: bool
    has_wide_headings: bool


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
    full = _with_lost_indents(rows, lengths, columns, as_wide)
    stray = sum(rows[i].gap > 0 and i > 0 and full[i - 1] and _is_open(rows[i - 1]) for i in narrow)
    wide = sum(_is_wide(lengths[i], columns[i]) and not is_finished(rows[i].text) for i in narrow)
    return _Page(
        rows,
        lengths,
        columns,
        full,
        0.03 * len(narrow) < indents < 0.6 * len(narrow),
        gaps > 0.85 * len(narrow),
        stray >= max(_LEAST_STRAY, _STRAY_SHARE * gaps),
        full is not as_wide,
        wide >= max(_LEAST_WIDE, _LEAST_WIDE_SHARE * len(narrow)),
    )


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
    return [known or (i in begin and _lacks_indent(columns[i], lengths[i])) for i, known in enumerate(full)]


def _lacks_indent(column: Column | None, length: float) -> bool:
    return column is not None and abs(length + _LOST_INDENT - column.width) <= _RAGGED


def _is_open(row: RawLine) -> bool:
    """Whether a row of running text ends within a sentence."""
    return PAUSE.search(row.text, 0, len(row.text) - 1) is not None and not is_finished(row.text)


def _is_wide(length: float, column: Column | None) -> bool:
    return column is not None and length > column.width + column.ragged + _WIDER


def _end_of_run(page: _Page, at: int, decisions: Mapping[int, LineDecisions]) -> int:
    """Return the index after the last row of the line that begins with row `at`."""
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
    """Whether a full row is a line of its own: a credit, the head of a page or the like.

    It is not if the row below is very short, as this is the end of a broken line.
    """
    text = page.rows[i].text
    if _SENTENCE_PAUSE.search(text) or not _kinds(text) & _ALONE:
        return False
    return i + 1 == len(page.rows) or len(page.rows[i + 1].text) > _STUMP


def _is_full(page: _Page, i: int) -> bool:
    return page.full[i]


def _may_run(page: _Page, i: int, decisions: Mapping[int, LineDecisions]) -> bool:
    """Whether row `i` may be joined with others: no heading mark, front matter or reader's role prevents it."""
    row = page.rows[i]
    if row.is_marked or row.is_front_matter:
        return False
    decided = decisions.get(row.number)
    return decided is None or not decided.names_role


def _runs_on(page: _Page, i: int, decisions: Mapping[int, LineDecisions], *, is_text: bool) -> bool:
    """Whether row `i` continues in the next one. `is_text`: the line it is in is certainly text, not a heading."""
    row, after = page.rows[i], page.rows[i + 1] if i + 1 < len(page.rows) else None
    if after is None or not _is_full(page, i) or after.number in decisions or page.columns[i + 1] is None:
        return False
    if not _may_run(page, i + 1, decisions):
        return False
    if after.gap and not page.has_gaps and not (page.has_stray_gaps and _is_stray(page, i, is_text=is_text)):
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


def _is_stray(page: _Page, i: int, *, is_text: bool) -> bool:
    """Whether the blank line below row `i` is in the middle of a sentence."""
    row, after = page.rows[i], page.rows[i + 1]
    if is_finished(row.text) or not (is_text or _is_open(row)):
        return False
    return _is_full(page, i + 1) or is_finished(after.text) or PAUSE.search(after.text) is not None


def _is_inside_paragraph(page: _Page, i: int) -> bool:
    """Whether a row of text fills its column, as the first of a paragraph whose indent is lost does not."""
    column, row = page.columns[i], page.rows[i]
    is_filled = column is not None and round(page.lengths[i]) >= column.width - _RAGGED
    return is_filled and PAUSE.search(row.text) is not None and not _leads_to_news(page, i)


def _changes_column(page: _Page, i: int) -> bool:
    """Whether the two rows below row `i` have the width of another column; a single one may have it by chance."""
    own, other = page.columns[i], page.columns[i + 1]
    if own is None or other is None or abs(own.width - other.width) <= own.ragged + other.ragged:
        return False
    return all(
        is_full_of(other, length) and not is_full_of(own, length) for length in page.lengths[i + 1 : i + 3]
    )


def _begins_another(page: _Page, i: int, *, is_text: bool) -> bool:
    """Whether the words of a row begin something else: news, a letter, a caption, a credit."""
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
    """Whether a row is a pen name in brackets, or states that a serial continues or is complete."""
    if i >= len(page.rows) or page.full[i] or page.rows[i].text[-1] not in "）)完續续":
        return False
    plain = simplified(page.rows[i].text)
    return line_patterns.states_continuation(plain) or line_patterns.pen_name_in_brackets(plain) is not None


def _may_be_signed(page: _Page, i: int) -> bool:
    """Whether a row may be a heading, which a pen name on the row below belongs to."""
    text = page.rows[i].text
    return len(text) > _STUMP and not PAUSE.search(text) and not is_finished(text)


def _leads_to_news(page: _Page, i: int) -> bool:
    """Whether a dateline begins on row `i`; false for a row that is shorter than its column, or if there is no row."""
    if i < len(page.rows) and not _is_full(page, i) and not _is_wide(page.lengths[i], page.columns[i]):
        return False
    ahead = "".join(row.text for row in page.rows[i : i + 4])[:_AHEAD]
    return bool(_MAY_BE_DATELINE.search(ahead)) and datelines.begins_news(simplified(ahead))


def _kinds(text: str) -> frozenset[LineFeature]:
    return line_kinds_of_short(simplified(text))


def _without_heading(page: _Page, at: int, end: int) -> int:
    """Return the end of a line's rows, `end`; or `at + 1` if the first row is a heading of its own.

    Where headings are wider than the column, a few rows that end short and without the end of a sentence are not
    joined: they are lines of a heading.
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


# If the file states the places of its lines, these decide.

# in sizes of the type of the body, as the lengths in `LinePlace`
_INDENT = 0.7
_SHORT, _SHORTER = 1.5, 3.0
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
    """Return whether a row continues the paragraph of a run."""
    before = run[-1]
    above, here = before.place, row.place
    decided = decisions.get(before.number)
    if decided is not None and decided.names_role:
        return False
    if above is None or here is None or above.is_head or here.is_head:
        return False
    if (above.page, above.region) != (here.page, here.region):
        return False
    if row.text[0] in NEVER_FIRST:
        return True
    if here.gap > _WHITE or here.has_rule_above or here.indent >= _INDENT:
        return False
    if not 1 / _RESIZED < here.size / above.size < _RESIZED and len(row.text) > 3 < len(before.text):
        return False
    if above.shortfall > _SHORT and is_finished(before.text):
        return False
    is_heading = len(run) == 1 and above.indent >= _INDENT and above.shortfall > _SHORTER
    return not is_heading or PAUSE.search(before.text) is not None
