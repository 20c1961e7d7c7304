"""Features of several lines together: rows of a table, turns of an interview, verse, a caption over several lines.

Each line alone looks like a heading: short, and without a full stop at the end.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reader.language import words
from reader.newspaper.article import Role
from reader.parsing import line_patterns
from reader.parsing.line_features import RAGGED, Line, LineSequence
from reader.parsing.weights import LineFeature

_AIRY = 0.55
_LEAST_CELLS = 3
_LONGEST_CELL = 6
_LEAST_TIGHT = 3
_LONGEST_ROW = 30
_LONGEST_NUMBERED = 40
_LONGEST_TIGHT = 24
_LONGEST_CAPTION = 240
_MOST_CAPTION_LINES = 8
_LONGEST_NARROW = 30
_TURNS_WITHIN = 5
_PHOTO_CREDIT = LineFeature.PHOTO_CREDIT

_NO_CELLS = frozenset(
    {
        LineFeature.MASTHEAD,
        LineFeature.CREDIT_LINE,
        LineFeature.STAFF,
        LineFeature.PAGE_LINE,
        LineFeature.TITLE,
        LineFeature.FRONT_MATTER,
        LineFeature.IMPRINT,
        LineFeature.FURNITURE,
        LineFeature.DATELINE,
        LineFeature.CAPTION,
        LineFeature.KICKER_TAIL,
        LineFeature.ATTENDANCE,
        LineFeature.MARKED,
    }
)
_NO_VERSE = frozenset(
    {
        *_NO_CELLS,
        LineFeature.NOTICE,
        LineFeature.NOTICE_LABEL,
        LineFeature.SECTION_LABEL,
        LineFeature.LABEL_LIKE,
        LineFeature.BULLET,
        LineFeature.FIGURES,
        LineFeature.CONTACT,
        LineFeature.SEE_PAGE,
        LineFeature.DASH,
        LineFeature.RECORD_HEADLINE,
    }
)
_NO_TURN = frozenset(
    {
        LineFeature.MASTHEAD,
        LineFeature.CREDIT_LINE,
        LineFeature.STAFF,
        LineFeature.CONTACT,
        LineFeature.FRONT_MATTER,
        LineFeature.IMPRINT,
        LineFeature.FURNITURE,
        LineFeature.MARKED,
        LineFeature.RECORD_HEADLINE,
    }
)
_NO_CAPTION = frozenset(
    {
        LineFeature.MARKED,
        LineFeature.DATELINE,
        LineFeature.MASTHEAD,
        LineFeature.PAGE_LINE,
        LineFeature.FRONT_MATTER,
    }
)
_LONGEST_VERSE = 30
_MOSTLY = 0.6
_ENDS_VERSE = re.compile("[，。！？；：、…—,.!?;:][”’」』）)]?$")
_NO_HEADING = frozenset({LineFeature.HEADING_LIKE})
_NO_SIGNATURE = frozenset({LineFeature.HEADING_LIKE, LineFeature.BRACKETED, LineFeature.SIGNATURE})
_LEAST_PEN_NAMES = 2
_LEAST_VERSES = 4
_OF_VERSES = frozenset({5, 7, 10, 14})
_PAUSES = frozenset("、，,")
_PAUSED = frozenset({LineFeature.HEADING_LIKE, LineFeature.ENDS_COMMA})
_SHORTEST_PARAGRAPH = 30
_LEAST_PARAGRAPHS = 3
_MOSTLY_OPEN, _OFTEN_PAUSED = 0.6, 0.25


def with_context_features(text: LineSequence) -> LineSequence:
    """Return the lines with the features of several lines together; a line with one of them is not heading-like."""
    lines = _without_pauses(text.lines)
    found: list[set[LineFeature]] = [set() for _ in lines]
    for i, feature in _together(lines):
        found[i].add(feature)
    if text.width is None:
        for i in _verses(lines):
            if not found[i]:
                found[i].add(LineFeature.VERSE_LINES)
    if not any(found):
        return replace(text, lines=tuple(lines))
    return replace(
        text,
        lines=tuple(
            replace(line, own=line.own - _left_by(more) | more) if more else line
            for line, more in zip(lines, found, strict=True)
        ),
    )


def ends_tell(lines: Sequence[Line]) -> bool:
    """Return whether a file's paragraphs end with a mark that ends sentences; before 1949 many end in 、 or nothing."""
    paragraphs = [line.text for line in lines if len(line.text) > _SHORTEST_PARAGRAPH]
    unfinished = sum(map(line_patterns.is_open, paragraphs))
    paused = sum(text[-1] in _PAUSES for text in paragraphs)
    count = len(paragraphs)
    is_mark_missing = unfinished >= _MOSTLY_OPEN * count and paused >= _OFTEN_PAUSED * count
    return count < _LEAST_PARAGRAPHS or not is_mark_missing


def _without_pauses(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines; on a page whose sentences end in 、, a line with that end ends a sentence and is no heading."""
    if ends_tell(lines):
        return lines
    return [
        replace(line, own=line.own - _PAUSED | {LineFeature.ENDS_SENTENCE})
        if line.text[-1] in _PAUSES and not line.level
        else line
        for line in lines
    ]


def _together(lines: Sequence[Line]) -> Iterator[tuple[int, LineFeature]]:
    """Yield the features of several lines together, each with the index of its line."""
    yield from ((i, LineFeature.ROWS) for i in _rows(lines))
    for alike in (line_patterns.is_result, line_patterns.is_person_with_post):
        yield from ((i, LineFeature.ROWS) for i in _alike(lines, alike))
    yield from ((i, LineFeature.CAPTION_BLOCK) for i in _pictures(lines))
    yield from ((i, LineFeature.TURN) for i in _turns(lines))
    for block in _blocks(lines):
        yield from _of_block(lines, block)
    yield from ((i, LineFeature.CAPTION_BLOCK) for i in _narrow_captions(lines))
    yield from ((i, LineFeature.TIGHT) for i in _even_verses(lines))
    for i in _pen_names(lines):
        yield i, LineFeature.AUTHOR_LINE
        yield i, LineFeature.PEN_NAME_BRACKETED


def _left_by(more: set[LineFeature]) -> frozenset[LineFeature]:
    """Return the features that a line loses because of those it has together with others."""
    return _NO_SIGNATURE if LineFeature.PEN_NAME_BRACKETED in more else _NO_HEADING


def _even_verses(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the verses of five or seven characters, or two of them to a line, without marks, four lines or more."""
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and _is_even_verse(lines[i]) and len(lines[i].text) == len(lines[start].text):
            continue
        is_above_name = i < len(lines) and line_patterns.pen_name_in_brackets(lines[i].plain) is not None
        if i - start - is_above_name >= _LEAST_VERSES and _is_even_verse(lines[start]):
            yield from range(start, i - is_above_name)
        start = i


def _is_even_verse(line: Line) -> bool:
    is_verse = len(line.text) in _OF_VERSES and line.text.isalpha() and not line.text.isascii()
    return is_verse and line.own.isdisjoint(_NO_VERSE)


def _pen_names(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines that are a pen name in brackets below a heading: “（砚农）”.

    A single one may equally be part of the heading; several on a page are signatures.
    """
    found: list[tuple[int, str]] = []
    for i, line in enumerate(lines[1:-1], 1):
        name = line_patterns.pen_name_in_brackets(line.plain)
        above, below = lines[i - 1], lines[i + 1]
        if name and above.is_heading_like and not line_patterns.pen_name_in_brackets(below.plain):
            found.append((i, name))
    if len(found) >= _LEAST_PEN_NAMES or any(not words.is_known(name) for _, name in found):
        yield from (i for i, _ in found)


def _rows(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines of several words beside others of about as many words."""
    cells = [_cells(line) for line in lines]
    for i, count in enumerate(cells):
        beside = (cells[j] for j in (i - 1, i + 1) if 0 <= j < len(cells))
        if count >= _LEAST_CELLS and any(
            other >= _LEAST_CELLS and abs(other - count) <= 1 for other in beside
        ):
            yield i


def _cells(line: Line) -> int:
    """Return the number of cells of a line; 0 if it can't be a row, for example if its words are long."""
    if len(line.plain) > _LONGEST_CAPTION or not line.own.isdisjoint(_NO_CELLS):
        return 0
    cells = len(line.plain.split())
    is_headline = line.is_heading_like and len(line.plain) > cells * _LONGEST_CELL
    return 0 if is_headline else cells


def _alike(lines: Sequence[Line], alike: Callable[[str], bool]) -> Iterator[int]:
    """Yield the short lines of a kind that stand together."""
    kind = [
        len(line.plain) <= _LONGEST_ROW and alike(line.plain) and line.own.isdisjoint(_NO_CELLS)
        for line in lines
    ]
    for i, is_one in enumerate(kind):
        if is_one and any(kind[j] for j in (i - 1, i + 1) if 0 <= j < len(kind)):
            yield i


def _pictures(lines: Sequence[Line]) -> Iterator[int]:
    """Yield lines “①…”, “②…”, on a page that names who took its pictures."""
    numbered = [i for i, line in enumerate(lines) if _is_numbered_picture(line)]
    for i in numbered:
        near = lines[max(0, i - _MOST_CAPTION_LINES) : i + _MOST_CAPTION_LINES]
        is_one_of_several = i - 1 in numbered or i + 1 in numbered
        if is_one_of_several and any(map(_tells_photographer, near)):
            yield i


def _is_numbered_picture(line: Line) -> bool:
    return len(line.plain) <= _LONGEST_NUMBERED and line_patterns.begins_with_circled_number(line.plain)


def _tells_photographer(line: Line) -> bool:
    if LineFeature.CREDIT_LINE not in line.own:
        return bool(line.own & {LineFeature.PHOTO_CREDIT, LineFeature.CAPTION})
    return any(credit.role is Role.PHOTOGRAPHER for credit in line.credits())


def _turns(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines that begin with a speaker, if the same speaker has another turn not far away."""
    spoken = [
        (i, who)
        for i, line in enumerate(lines)
        if line.own.isdisjoint(_NO_TURN) and (who := line_patterns.speaker(line.plain))
    ]
    often = {who for who, count in Counter(who for _, who in spoken).items() if count > 1}
    last: dict[str, int] = {}
    for i, who in spoken:
        if who in often:
            if who in last and i - last[who] <= _TURNS_WITHIN:
                yield last[who]
                yield i
            last[who] = i


def _blocks(lines: Sequence[Line]) -> Iterator[range]:
    """Yield the runs of lines without blank lines between them, in a file that has blank lines between most."""
    if sum(line.gap > 0 for line in lines) < _AIRY * len(lines):
        return
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].gap:
            if i - start > 1:
                yield range(start, i)
            start = i


def _of_block(lines: Sequence[Line], block: range) -> Iterator[tuple[int, LineFeature]]:
    own = [lines[i].own for i in block]
    length = sum(len(lines[i].text) for i in block)
    is_picture = (
        own[-1] & {LineFeature.PHOTO_CREDIT, LineFeature.CAPTION} or LineFeature.CAPTION_HEAD in own[0]
    )
    if (
        is_picture
        and length <= _LONGEST_CAPTION
        and len(block) <= _MOST_CAPTION_LINES
        and not any(map(_NO_CAPTION.intersection, own))
    ):
        yield from ((i, LineFeature.CAPTION_BLOCK) for i in block)
        return
    is_short = all(len(lines[i].text) <= _LONGEST_TIGHT for i in block)
    announced = block.stop < len(lines) and lines[block.stop].own & {
        LineFeature.DATELINE,
        LineFeature.CREDIT_LINE,
    }
    if (
        len(block) >= _LEAST_TIGHT
        and is_short
        and not announced
        and not any(map(_NO_VERSE.intersection, own))
    ):
        yield from ((i, LineFeature.TIGHT) for i in block)


def _verses(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the short lines that stand together and mostly end with a mark, as verse does, and talk without speakers.

    From the first to the last of a run that does: a headline above and a name below do not.
    """
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and len(lines[i].text) <= _LONGEST_VERSE and lines[i].own.isdisjoint(_NO_VERSE):
            continue
        if i - start >= _LEAST_VERSES:
            marked = [n for n in range(start, i) if _ENDS_VERSE.search(lines[n].text)]
            if len(marked) >= _LEAST_VERSES and len(marked) >= _MOSTLY * (marked[-1] - marked[0] + 1):
                yield from (n for n in range(marked[0], marked[-1] + 1) if _is_within_verse(lines, n))
        start = i + 1


def _is_within_verse(lines: Sequence[Line], i: int) -> bool:
    """Return whether a short line ends with a mark, or stands where a sentence goes on: a title does not."""
    if _ENDS_VERSE.search(lines[i].text):
        return True
    return lines[i - 1].text[-1] in "，、；：,;" and _ENDS_VERSE.search(lines[i + 1].text) is not None


def _narrow_captions(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines of equal width above the credit of a picture: its caption in a narrow column."""
    for i, line in enumerate(lines):
        if _PHOTO_CREDIT not in line.own:
            continue
        widths: list[int] = []
        below = line
        for above in reversed(lines[max(0, i - _MOST_CAPTION_LINES) : i]):
            width = len(above.text)
            if below.gap:
                break
            below = above
            is_last = not widths
            if (
                above.own & _NO_CAPTION
                or width > _LONGEST_NARROW
                or (not is_last and above.text[-1] in "。！？")
            ):
                break
            if len(widths) > 1 and not any(abs(width - other) <= RAGGED for other in widths[1:]):
                break
            widths.append(width)
        if len(widths) > 1:
            yield from range(i - len(widths), i + 1)
