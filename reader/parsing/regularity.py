"""The regularity of a page: short lines and texts that strictly alternate, as in columns of news in brief.

What such a short line is, is told by all of them together: they are headlines, or else they are all subheads.
"""

from collections.abc import Sequence

from msgspec import Struct

from reader.parsing import fields
from reader.parsing.closing_lines import signs_text
from reader.parsing.line_features import OF_HEADS, Line
from reader.parsing.weights import LineFeature

_SHORT = 20
"""Maximum number of characters of a heading of a column of news in brief."""
_SHORTEST_TEXT = 30
"""Minimum number of characters of a line of its texts."""
SHORTEST_OF_ALL = 18
"""The same, if it ends as a sentence does, or on a page without punctuation."""
_LEAST_HEADINGS = 2
MANY_HEADINGS = 5
"""Headings from which on a few that seem to be something else do not count."""
_STRICTLY = 0.9
_MOST_LINES = 1.7
"""Maximum number of lines to a text, on average; those of an essay with subheads are more."""
_MOST_LINES_OF_FEW = 1.2
"""The same on a page of fewer headings."""
_NO_HEADING = frozenset(
    {
        LineFeature.SERIAL,
        LineFeature.MONTH_DATE,
        LineFeature.FIRST_DATE,
        LineFeature.SPEAKER,
        LineFeature.ENDS_COLON,
    }
)
"""Features of lines that are parts of one text, as those of a chronicle are."""
_MAY_BE_HEADING = frozenset({LineFeature.HEADING_LIKE, LineFeature.AUTHOR_LINE})
_PUNCTUATED = frozenset(
    {
        LineFeature.ENDS_SENTENCE,
        LineFeature.COMMA_INSIDE,
        LineFeature.COMMAS_INSIDE,
        LineFeature.SENTENCE_INSIDE,
        LineFeature.ENDS_EXCLAIMING,
    }
)
_ENDS_SENTENCE = LineFeature.ENDS_SENTENCE
_HEADING_LIKE = LineFeature.HEADING_LIKE
_SIGNS = frozenset("■□●○◎◆◇▲△★☆▼▽※⊙◉【〔〖［[《")
_IN_BRACKETS = frozenset("[【〔〖")
_MOST_ABOVE = 2
"""Lines above the first heading that name the page."""


class Alternation(Struct, frozen=True):
    """The short lines of a page on which they alternate with texts, and the lines of these texts, by their indices.

    `above` are short lines above the first heading.
    """

    headings: Sequence[int] = ()
    texts: Sequence[int] = ()
    above: Sequence[int] = ()


def alternation_of(lines: Sequence[Line]) -> Alternation:
    """Return the short lines and texts of a page if they strictly alternate, else none."""
    top = _top(lines)
    first = top
    while first + 1 < len(lines) and _may_be_heading(lines[first]) and _may_be_heading(lines[first + 1]):
        if _is_author(lines, first + 1):
            break
        first += 1
    if first - top > _MOST_ABOVE or first + 1 >= len(lines) or not _may_be_heading(lines[first]):
        return Alternation()
    count = len(lines) - first
    most_others = (1 - _STRICTLY) * count
    shortest = _shortest_text(lines[first:])
    headings = []
    texts = []
    others = 0
    is_above = False
    for i in range(first, len(lines)):
        length = len(lines[i].text)
        if length <= _SHORT and _is_beside_both(lines, i):
            continue
        is_text = length >= shortest or (length >= SHORTEST_OF_ALL and _ENDS_SENTENCE in lines[i].own)
        # a heading without a text, or a line that is neither
        others += not is_text and is_above
        is_above = not is_text and _may_be_heading(lines[i])
        if is_above:
            headings.append(i)
        elif is_text:
            texts.append(i)
        else:
            others += 1
        if others > most_others:
            return Alternation()
    most_lines = _MOST_LINES if len(headings) >= MANY_HEADINGS else _MOST_LINES_OF_FEW
    if len(headings) >= _LEAST_HEADINGS and not is_above and len(texts) <= most_lines * len(headings):
        return Alternation(headings, texts, range(top, first))
    return Alternation()


def _is_author(lines: Sequence[Line], i: int) -> bool:
    """Return whether line `i` names who wrote the text below, right below its heading."""
    if LineFeature.AUTHOR_LINE not in lines[i].own or i == 0 or i + 1 == len(lines):
        return False
    return _HEADING_LIKE in lines[i - 1].own and not _may_be_heading(lines[i + 1])


def _is_beside_both(lines: Sequence[Line], i: int) -> bool:
    """Return whether line `i` is neither heading nor text, but known: a section's label, or who signs."""
    if lines[i].is_label:
        return i + 1 < len(lines) and _may_be_heading(lines[i + 1])
    return signs_text(lines, i)


def _top(lines: Sequence[Line]) -> int:
    """Return the first line below the head of a file, in which the name of a paper may be known by its place alone:
    above what tells an issue, not above a mere day, where an article's headline may stand.
    """
    top = 0
    if len(lines) > 1 and tells_issue(lines[1]):
        if LineFeature.MASTHEAD in lines[1].own:
            top = 1
        elif _tells_time(lines[1].plain):  # beside who issues it
            top = 2
    return next((i for i in range(top, len(lines)) if lines[i].own.isdisjoint(OF_HEADS)), len(lines))


def _tells_time(text: str) -> bool:
    return fields.tells_time_of_issue(text) or fields.masthead_fields(text).has_year


def tells_issue(line: Line) -> bool:
    """Return whether a line has an issue's number, or a year with a day of the moon, as no day of an article has."""
    if fields.has_issue_number(line.plain):
        return True
    line_fields = fields.masthead_fields(line.plain)
    return line_fields.has_year and line_fields.lunar is not None


def begins_below(lines: Sequence[Line], at: int) -> bool:
    """Return whether the regular headings of a page begin right below a line, which alone is marked."""
    below = lines[at + 1 :]
    if any(line.level for line in below):
        return False
    alternation = alternation_of(below)
    return bool(alternation.headings) and alternation.headings[0] == 0


def _shortest_text(lines: Sequence[Line]) -> int:
    """Return the minimum length of a text, which is less on a page that has no punctuation at all."""
    if any(not line.own.isdisjoint(_PUNCTUATED) for line in lines):
        return _SHORTEST_TEXT
    return SHORTEST_OF_ALL


def begin_with_one_sign(lines: Sequence[Line], alternation: Alternation) -> bool:
    """Return whether all headings begin with the same sign, and no other heading stands above them."""
    signs = {lines[at].text[0] for at in alternation.headings}
    return len(signs) == 1 and signs <= _SIGNS and not alternation.above


def _may_be_heading(line: Line) -> bool:
    if len(line.text) > _SHORT or not line.own.isdisjoint(_NO_HEADING):
        return False
    return not line.own.isdisjoint(_MAY_BE_HEADING) or line.text[0] in _IN_BRACKETS
