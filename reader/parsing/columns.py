"""The columns of printed lines: where a file's lines are those of narrow columns, and how wide these are."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.language import words
from reader.language.variants import simplified
from reader.parsing.rows import Row

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


def may_be_printed(rows: Sequence[Row]) -> bool:
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


def lengths_of(rows: Sequence[Row]) -> list[float]:
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


def columns_of(rows: Sequence[Row], lengths: Sequence[float]) -> list[Column | None]:
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
    told = sum(column is not None for column in columns)
    if told < _MOSTLY * len(columns):
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
    def of(cls, rows: Sequence[Row], lengths: Sequence[int]) -> "_Looks":
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


def _is_cut(rows: Sequence[Row], full: Sequence[int]) -> bool:
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


def _breaks_words(rows: Sequence[Row], full: Sequence[int]) -> bool:
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
