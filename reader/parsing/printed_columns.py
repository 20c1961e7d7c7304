"""The columns in which the lines of a text without boxes are printed, by the lengths of the lines around."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reader.language import words
from reader.language.equality import simplified
from reader.language.patterns import pattern
from reader.parsing.decoration import is_decoration
from reader.parsing.rows import RawLine

# how columns are found: lengths in the unit of `lengths_of`, numbers of lines, shares of the lines examined
# lines around the line in question: so many show a width, and rarely cross into a column of another width
_NEAR = 10
_LEAST_LINES = 6
_LEAST_EVEN = 3
# a longer line is a whole paragraph
_NARROWEST = 6
_WIDEST = 50
_LEAST_FULL = 0.4
# running text has commas within its lines, unlike lists; verse and lists often end lines with a full stop
_LEAST_PUNCTUATED = 0.35
_MOST_FINISHED = 0.4
# with so many lines of exactly one width, a line that is a character shorter is not full
_EXACT = 0.8
RAGGED = 1
# one pair of characters across a line end may form a word by chance, except among few lines
_LEAST_BROKEN = 2
_MOST_SEAMS = 30
_FEW_SEAMS = 12
_LEAST_ODD = 4
_LEAST_CUT = 4
_LEAST_PLACES = 4
_MOSTLY_PAUSED = 0.7
_MOSTLY = 0.5
_MOST_LONGER = 0.05
# where all lines of a file are cut to one width, but few are full
_LEAST_OF_FILE = 3
_LEAST_FULL_OF_FILE = 0.15
_MOSTLY_OPEN = 0.75
_FINISHED = frozenset("。！？!?…；;")
_CLOSING = frozenset("”’」』）)》】〕]")
NEVER_FIRST = frozenset("，。、；：！？”’」』）》】〕,;:!?)]…")
"""Punctuation that can begin a line only if the sentence of the line above continues."""
PAUSE = pattern("[，。；：、！？,;:“”「」]")
_HALF_WIDTH = pattern("[\\u0020-\\u007e\\u00b7]")


class Column(Struct, frozen=True):
    """The column of a line: its width, and by how much the lengths of its full lines may differ from that."""

    width: float
    ragged: float


def may_be_printed(rows: Sequence[RawLine]) -> bool:
    """Whether at least three lines are about as long as the line above, or no line is longer than a column's may be; a
    fast test before columns are searched.
    """
    even = 0
    longer = 0
    before = -_WIDEST
    for row in rows:
        length = len(row.text)
        if _NARROWEST <= length <= 2 * _WIDEST and -RAGGED <= length - before <= RAGGED:
            even += 1
            if even == _LEAST_EVEN:
                return True
        longer += length > _WIDEST
        before = length
    return longer == 0 and len(rows) >= _LEAST_LINES


def lengths_of(rows: Sequence[RawLine]) -> list[float]:
    """Return the lengths of the lines in the unit that makes them more even.

    The unit is the character, or the width of a Han character, of which half-width characters have half. Indents count
    where paragraphs begin with one.
    """
    counted = [float(len(row.text)) for row in rows]
    with_indents = [
        length + row.indent if row.indented and not row.is_marked else length
        for length, row in zip(counted, rows, strict=True)
    ]
    if _evenness(with_indents) > _evenness(counted):
        return with_indents
    measured = [
        length - 0.5 * len(_HALF_WIDTH.findall(row.text)) if length <= 2 * _WIDEST else length
        for length, row in zip(counted, rows, strict=True)
    ]
    if counted == measured or _evenness(counted) >= _evenness(measured):
        return counted
    return measured


def _evenness(lengths: Sequence[float]) -> int:
    """Return the number of lines that have one of the three most frequent lengths."""
    return sum(sorted(Counter(map(round, lengths)).values())[-3:])


def columns_of(rows: Sequence[RawLine], lengths: Sequence[float]) -> list[Column | None]:
    """Return the column of each line, None for a line outside of columns; `lengths` are those of the lines."""
    rounded = [round(length) for length in lengths]
    columns: list[Column | None] = [None] * len(rows)
    if sum([_NARROWEST <= length <= _WIDEST for length in rounded]) < _LEAST_LINES:
        return columns
    # each window of lines decides only on the lines in its middle
    step = _NEAR // 2
    starts = range(0, len(rows), step)
    nears = [
        range(max(0, at - _NEAR + step // 2), min(len(rows), at + step + _NEAR - step // 2)) for at in starts
    ]
    widths = [_commonest_width(rounded[near.start : near.stop]) for near in nears]
    looks = _Looks.of(rows, rounded)
    if not any(widths):
        return [_column_of_file(rows, looks)] * len(rows)
    for start, near, width in zip(starts, nears, widths, strict=True):
        column = _column(looks, near, width) if width else None
        if column:
            columns[start : start + step] = [column] * len(columns[start : start + step])
    for region in _regions(columns):
        if not _is_cut(rows, [i for i in region if is_full_of(columns[i], rounded[i])]):
            columns[region.start : region.stop] = [None] * len(region)
    if not any(columns):
        return [_column_of_file(rows, looks)] * len(rows)
    columns = _filled(columns, rounded)
    _move_borders(columns, rounded)
    for run in _odd_runs(looks, columns):
        width, most = Counter(rounded[i] for i in run).most_common(1)[0]
        odd_column = Column(width, 0 if most >= _EXACT * len(run) else RAGGED)
        if _is_cut(rows, [i for i in run if is_full_of(odd_column, rounded[i])]):
            # with the shorter last line of the paragraph
            end = run.stop + (run.stop < len(rows) and rounded[run.stop] < width)
            columns[run.start : end] = [odd_column] * (end - run.start)
    return columns


def _column_of_file(rows: Sequence[RawLine], looks: "_Looks") -> Column | None:
    """Return the column to which all lines of a file are cut, None if they are not.

    Where most paragraphs have but two or three rows, few rows are full. What tells is that no row is longer, and that
    the full ones end within their sentences and words, with which the next rows go on. The lines of a head, which may
    be as wide as one another, tell nothing.
    """
    breadths = [
        max(row.breadth, length) if row.indented else length
        for row, length in zip(rows, looks.lengths, strict=True)
    ]
    widest = max(breadths)
    if not _NARROWEST <= widest <= _WIDEST:
        return None
    wide = [breadth >= widest - RAGGED for breadth in breadths]
    # that the last row of a paragraph is full, too, tells nothing
    full = [
        i
        for i in range(len(rows) - 1)
        if wide[i] and not looks.marked[i] and not (looks.finished[i] and i and wide[i - 1])
    ]
    going_on = [i for i in full if not looks.finished[i] and _may_go_on(rows, i)]
    least = max(_LEAST_OF_FILE, _LEAST_FULL_OF_FILE * len(rows), _MOSTLY_OPEN * len(full))
    if len(going_on) < least:
        return None
    going_on = [i for i in going_on if not is_decoration(simplified(rows[i].text))]
    if len(going_on) < _LEAST_OF_FILE:
        return None
    if sum(looks.pauses[i] for i in going_on) < _MOSTLY * len(going_on):
        return None
    if not _breaks_words(rows, going_on):
        return None
    return Column(widest, RAGGED)


def _may_go_on(rows: Sequence[RawLine], i: int) -> bool:
    """Return whether neither an indent nor white space below row `i` says that the next row begins something else."""
    below = rows[i + 1]
    return not below.indented and not (below.gap and not rows[i].gap)


def _move_borders(columns: list[Column | None], lengths: Sequence[int]) -> None:
    """Assign the lines next to a border between two columns to the column whose width they have.

    Borders are inexact at first, because each column is found from about ten lines.
    """
    borders = [i for i in range(1, len(columns)) if columns[i] != columns[i - 1]]
    for border in borders:
        above = columns[border - 1]
        below = columns[border]
        for lines, column, other in (
            (range(border - 1, max(-1, border - 1 - _NEAR), -1), above, below),
            (range(border, min(len(columns), border + _NEAR)), below, above),
        ):
            for i in lines:
                is_others = is_full_of(other, lengths[i]) and not is_full_of(column, lengths[i])
                if columns[i] is not column or not is_others:
                    break
                columns[i] = other


def _odd_runs(looks: "_Looks", columns: Sequence[Column | None]) -> Iterator[range]:
    """Yield runs of lines of running text that have one width, which is not that of their column.

    A short article that is set wider or narrower than its neighbours has too few lines for `_column` to find its
    column.
    """
    start = 0
    for i in range(1, len(columns) + 1):
        if i < len(columns) and abs(looks.lengths[i] - looks.lengths[start]) <= RAGGED:
            continue
        run = range(start, i)
        start = i
        column = columns[run.start]
        if len(run) < _LEAST_ODD or column is None or not _NARROWEST <= looks.lengths[run.start] <= _WIDEST:
            continue
        if abs(looks.lengths[run.start] - column.width) <= column.ragged + RAGGED:
            continue
        pauses = sum(looks.pauses[j] for j in run)
        finished = sum(looks.finished[j] for j in run)
        marked = any(looks.marked[j] for j in run)
        if pauses >= _LEAST_PUNCTUATED * len(run) and finished <= _MOST_FINISHED * len(run) and not marked:
            yield run


def _filled(columns: list[Column | None], lengths: Sequence[int]) -> list[Column | None]:
    """Fill in the missing columns from the nearest line if at least half of the lines have a column, or if the lines
    are cut to one width.

    These are the lines of lists and notices, for which no column can be found.
    """
    stated = sum(column is not None for column in columns)
    if stated < _MOSTLY * len(columns) and not _are_cut_alike(columns, lengths):
        return columns
    last: Column | None = None
    for i in range(len(columns) - 1, -1, -1):
        last = columns[i] = columns[i] or last
    for i in range(len(columns)):
        last = columns[i] = columns[i] or last
    return columns


def _are_cut_alike(columns: Sequence[Column | None], lengths: Sequence[int]) -> bool:
    """Return whether all columns have one width, and hardly any line is longer."""
    widths = {round(column.width) for column in columns if column is not None}
    if len(widths) != 1:
        return False
    longer = sum(length > max(widths) + RAGGED for length in lengths)
    return longer <= _MOST_LONGER * len(lengths)


def _regions(columns: Sequence[Column | None]) -> Iterator[range]:
    start = 0
    for i in range(len(columns) + 1):
        if i == len(columns) or columns[i] is None:
            if i > start:
                yield range(start, i)
            start = i + 1


class _Looks(Struct, frozen=True):
    """The evidence for running text, by line.

    Attributes:
        lengths: The rounded length.
        pauses: There is a comma or the like before the last character; False for a line wider than any column.
        finished: The line ends with a sentence; False for a line wider than any column.
        marked: The line has a Markdown heading mark.
        indented: The length is that of the text and of its indent.
    """

    lengths: Sequence[int]
    pauses: Sequence[bool]
    finished: Sequence[bool]
    marked: Sequence[bool]
    indented: Sequence[bool]

    @classmethod
    def of(cls, rows: Sequence[RawLine], lengths: Sequence[int]) -> "_Looks":
        """Determine the evidence from the lines and their rounded lengths."""
        narrow = [length <= _WIDEST + RAGGED for length in lengths]
        return cls(
            lengths,
            [
                fits and PAUSE.search(row.text, 0, len(row.text) - 1) is not None
                for row, fits in zip(rows, narrow, strict=True)
            ],
            [fits and is_finished(row.text) for row, fits in zip(rows, narrow, strict=True)],
            [row.is_marked for row in rows],
            [row.indented and length > len(row.text) for row, length in zip(rows, lengths, strict=True)],
        )


def _commonest_width(lengths: Sequence[int]) -> int:
    """Return the width that enough of the lines near each other have, 0 if there is none.

    Lines may be a character longer or shorter than their column.
    """
    least = max(_LEAST_LINES, _LEAST_FULL * len(lengths))
    counts = Counter(lengths)
    if 3 * max(counts.values()) < least:
        return 0
    width = 0
    most = 0.0
    for length, count in counts.items():
        if _NARROWEST <= length <= _WIDEST:
            weight = count + 0.5 * (counts.get(length - 1, 0) + counts.get(length + 1, 0))
            if (weight, length) > (most, width):
                width = length
                most = weight
    full = sum(counts.get(width + step, 0) for step in range(-RAGGED, RAGGED + 1))
    if full >= least:
        return width
    return 0


def _column(looks: _Looks, near: range, width: int) -> Column | None:
    """Return the column of the lines `near` by their commonest width; None if they are no running text."""
    lengths = looks.lengths[near.start : near.stop]
    full = [i for i, length in enumerate(lengths, near.start) if -RAGGED <= length - width <= RAGGED]
    # the first row of a paragraph, short by the indent, is too short for a comma
    whole = [i for i in full if not looks.indented[i]]
    punctuated = sum([looks.pauses[i] for i in whole])
    finished = sum([looks.finished[i] for i in full])
    marked = sum([looks.marked[i] for i in full])
    # lines of a narrow column have fewer commas
    share = min(1.0, width / 12) * _LEAST_PUNCTUATED
    if punctuated < share * len(whole) or finished > _MOST_FINISHED * len(full) or 2 * marked > len(full):
        return None
    is_exact = lengths.count(width) >= _EXACT * len(full)
    return Column(width, 0 if is_exact else RAGGED)


def _is_cut(rows: Sequence[RawLine], full: Sequence[int]) -> bool:
    """Whether full lines are broken by the width of the column, and are no verse and no items of a list.

    `full` are the indices of the full lines.
    """
    return _breaks_words(rows, full) or _pauses_anywhere([rows[i].text for i in full[:_MOST_SEAMS]])


def _pauses_anywhere(texts: Sequence[str]) -> bool:
    """Whether commas are at many different places within the lines and rarely at their ends, as in broken sentences.

    Needed for classical Chinese, few words of which are in the dictionary that `_breaks_words` uses.
    """
    pauses = [match.start() for text in texts if (match := PAUSE.search(text, 0, len(text) - 1))]
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
        before = simplified(rows[i].text[-8:])
        after = simplified(rows[i + 1].text[:8])
        broken += after[0] in NEVER_FIRST or words.word_spans(before, after)
        tried += 1
        if broken >= _LEAST_BROKEN or tried >= _MOST_SEAMS:
            break
    return broken >= _LEAST_BROKEN or (tried < _FEW_SEAMS and broken > 0)


_LONGEST_SIGNED = 28
_SIGNED = pattern("[。！？!?][”’」』]?[（(][^（()）。！？]{2,24}[）)]$")


def is_finished(text: str) -> bool:
    """Whether a line ends with the end of a sentence, including a closing quotation mark or bracket after it, or who
    signs in brackets: “……上了船。（顾知远）”.
    """
    last = text[-1]
    if last in _FINISHED or (last in _CLOSING and text[-2:-1] in _FINISHED):
        return True
    return last in "）)" and _SIGNED.search(text, max(0, len(text) - _LONGEST_SIGNED)) is not None


def is_full_of(column: Column | None, length: float) -> bool:
    """Whether a line of this length is as wide as a column; false for None."""
    return column is not None and -column.ragged <= length - column.width <= column.ragged
