"""Features of a line by its likeness to other lines: repeated labels, verse, names in rows."""

from itertools import pairwise

from reader.parsing import pages
from reader.parsing.line_features import Line
from reader.parsing.weights import Feature

VERSE = 6
"""Minimum number of consecutive heading-like lines that are taken for verse."""
_LABELS = frozenset({Feature.SECTION_LABEL, Feature.LABEL_LIKE})
_LONGEST_LABEL = 24
_LONGEST_SHORT_HALVES = 9
_LONGEST_PEN_NAME = 3
_LONGEST_PAGE = 5
_NAMES_IN_A_ROW = 3
_LONGEST_VERSE = 8
_AUTHOR_LINE = Feature.AUTHOR_LINE
_SHORTEST_TWIN = 5
_OF_KICKERS = frozenset({Feature.KICKER_TAIL, Feature.KICKER_TAIL_WEAK})
_NO_TWIN = _OF_KICKERS | {
    Feature.ORGANISATION,
    Feature.NUMBERS,
    Feature.DASH,
    Feature.ATTENDANCE,
    Feature.SECTION_LABEL,
    Feature.LABEL_LIKE,
    Feature.DECK_OPENER,
    Feature.HALVES,
    Feature.SERIAL,
}


def repeated_lines(lines: tuple[Line, ...], runs: list[range]) -> frozenset[str]:
    """Return the texts that stand alone on several lines, each time above another heading, as labels do.

    A headline whose article is continued elsewhere stands twice, too, but above its jump mark. `runs` are those of
    heading-like lines, one for each line.
    """
    above: dict[str, set[str]] = {}
    alone: set[str] = set()
    for (line, after), run in zip(pairwise(lines), runs, strict=False):
        if not 0 < len(run) < VERSE or len(line.text) > _LONGEST_LABEL:
            continue
        if after.is_heading_like:
            above.setdefault(line.text, set()).add(after.text)
        else:
            alone.add(line.text)
    return frozenset(text for text, headings in above.items() if len(headings) > 1) - alone


def likeness_features(lines: tuple[Line, ...], i: int, repeated: frozenset[str]) -> set[Feature]:
    """Return the features of line `i` by lines beside it, or elsewhere in the file, that are like it."""
    line, found = lines[i], set()
    before = lines[i - 1] if i else None
    after = lines[i + 1] if i + 1 < len(lines) else None
    if line.text in repeated and line.is_heading_like:
        found.add(Feature.REPEATED)
    if len(line.text) <= _LONGEST_VERSE or _AUTHOR_LINE in line.own:
        for other in filter(None, (before, after)):
            found |= _like_neighbour(line, other)
    if not line.is_heading_like:
        return found
    if (
        after
        and after.is_heading_like
        and len(line.text) <= _LONGEST_SHORT_HALVES
        and Feature.HALVES in line.own
    ):
        found.add(Feature.SHORT_HALVES)
    return found | _below(before, line, after) if before else found


def _like_neighbour(line: Line, other: Line) -> set[Feature]:
    found = set()
    if _is_row_of_names(line) and _is_row_of_names(other):
        found.add(Feature.NAMES_IN_ROWS)
    if (verse := _verse_length(line)) and _verse_length(other) == verse:
        found.add(Feature.EVEN_VERSE)
    are_short = len(line.text) <= _LONGEST_PAGE and len(other.text) <= _LONGEST_PAGE
    if are_short and (_are_page_and_name(line, other) or _are_page_and_name(other, line)):
        found.add(Feature.BARE_PAGE)
    return found


def _below(before: Line, line: Line, after: Line | None) -> set[Feature]:
    """Return the features of a heading-like line by the line right above it."""
    found = set()
    if Feature.SECTION_LABEL in before.own:
        found.add(Feature.AFTER_LABEL)
    if before.own & _LABELS and Feature.SECTION_LABEL in line.own:
        found.add(Feature.SECOND_LABEL)
    if not before.is_heading_like:
        return found
    if _are_twins(before, line):
        found.add(Feature.AFTER_TWIN)
    is_free = not before.own & _OF_KICKERS and Feature.SECTION_LABEL not in before.own
    if is_free and _may_be_pen_name(line) and after and _begins_text(after):
        found.add(Feature.PEN_NAME)
    return found


def _may_be_pen_name(line: Line) -> bool:
    return len(line.text) <= _LONGEST_PEN_NAME and line.text.isalpha() and Feature.MARKED not in line.own


def _begins_text(line: Line) -> bool:
    return not line.is_heading_like and Feature.DATELINE not in line.own


def _is_row_of_names(line: Line) -> bool:
    return _AUTHOR_LINE in line.own and len(line.text.split()) >= _NAMES_IN_A_ROW


def _are_page_and_name(label: Line, name: Line) -> bool:
    """Return whether two lines are “01” and “要闻”, the head of a page on two lines."""
    return len(name.text) <= 4 and Feature.SECTION_LABEL in name.own and pages.is_bare_label(label.text)


def _verse_length(line: Line) -> int:
    """Return the characters of a line of even verse, five or seven and a mark; 0 for any other."""
    return len(line.text) if len(line.text) in (6, _LONGEST_VERSE) and line.text[-1] in "，。；！？" else 0


def _are_twins(first: Line, second: Line) -> bool:
    """Return whether two heading lines have equal length and neither marks itself as another part of a headline."""
    return (
        second.is_heading_like
        and first.level == second.level
        and len("".join(first.text.split())) == len("".join(second.text.split())) >= _SHORTEST_TWIN
        and not (first.own | second.own) & _NO_TWIN
    )
