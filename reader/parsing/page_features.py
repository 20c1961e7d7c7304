"""Features of headings by the properties of the whole page: its indents, its blank lines, its other headlines.

On a page without datelines and names, no line alone distinguishes a headline from a subhead: both are short, and text
follows. A line set like the page's headlines, or as long as they are, is more likely one of them.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

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


_LEAST_PARAGRAPHS = 4
_SHORTEST_PARAGRAPH = 30
_MOSTLY = 0.8
_RARELY = 0.3
_AS_LONG = (0.8, 2.0)
_SHORTEST_LONG = 18
_LEAST_MARKED = 3
_RARE_UNMARKED = 0.15
_LIKE_TOP = (0.6, 1.7)
_SHORT = 12
_LONE, _COLON, _INDENTED = Feature.LONE, Feature.ENDS_COLON, Feature.INDENTED_AS_TEXT
_LIKE_SENTENCES = frozenset({Feature.COMMAS_INSIDE, Feature.ENDS_COLON, Feature.ENDS_COMMA})
_BEGINS_ARTICLE = frozenset({Feature.BEFORE_NEWS, Feature.BEFORE_CREDIT, Feature.BEFORE_JUMP})
_OF_HEADS = frozenset(
    {
        Feature.MASTHEAD,
        Feature.TITLE,
        Feature.PAGE_LINE,
        Feature.FURNITURE,
        Feature.FRONT_MATTER,
        Feature.STAFF,
        Feature.IMPRINT,
        Feature.SECTION_LABEL,
    }
)


def with_page(lines: Sequence[Line], features: list[frozenset[Feature]]) -> list[frozenset[Feature]]:
    """Return the features with those of headings by the page: by marks of Markdown, if any, else by its layout."""
    headings = [i for i, line in enumerate(lines) if line.is_heading_like]
    if not headings:
        return features
    if any(line.level for line in lines):
        _compare_with_marked(lines, features, headings)
        return features
    if _indents_paragraphs(lines) and not all(lines[i].indented for i in headings):
        for i in headings:
            features[i] |= {Feature.INDENTED_AS_TEXT if lines[i].indented else Feature.OUTDENTED}
    if _keeps_gaps_rare(lines):
        for i in headings:
            if lines[i].gap:
                features[i] |= {Feature.RARE_GAP}
    _compare_with_headlines(lines, features, headings)
    return features


def _compare_with_marked(
    lines: Sequence[Line], features: list[frozenset[Feature]], headings: Sequence[int]
) -> None:
    """Add the feature of unmarked headings on a page where every article begins with a mark.

    A line right above a mark may be the kicker of its headline, one right below it belongs to it.
    """
    marked = sum(lines[i].level > 0 for i in headings)
    unmarked = [i for i in headings if not any(_is_marked(lines, beside) for beside in (i - 1, i, i + 1))]
    others = sum(
        not features[i].isdisjoint(_BEGINS_ARTICLE) and not _is_below_mark(lines, i) for i in unmarked
    )
    if marked >= _LEAST_MARKED and others <= _RARE_UNMARKED * marked:
        for i in unmarked:
            features[i] |= {Feature.AMONG_MARKED}


def _is_marked(lines: Sequence[Line], i: int) -> bool:
    return 0 <= i < len(lines) and lines[i].level > 0


def _is_below_mark(lines: Sequence[Line], i: int) -> bool:
    """Return whether nothing but headings stands between a line and a marked one above."""
    while i and lines[i - 1].is_heading_like:
        i -= 1
        if lines[i].level:
            return True
    return False


def _indents_paragraphs(lines: Sequence[Line]) -> bool:
    indents = [line.indented for line in lines if _is_paragraph(line)]
    return len(indents) >= _LEAST_PARAGRAPHS and sum(indents) >= _MOSTLY * len(indents)


def _is_paragraph(line: Line) -> bool:
    return not line.is_heading_like and len(line.text) > _SHORTEST_PARAGRAPH


def _keeps_gaps_rare(lines: Sequence[Line]) -> bool:
    """Return whether blank lines stand above few of the page's lines, so that they separate more than paragraphs."""
    gaps = sum(line.gap > 0 for line in lines[1:])
    return 0 < gaps <= _RARELY * len(lines)


def _compare_with_headlines(
    lines: Sequence[Line], features: list[frozenset[Feature]], headings: Sequence[int]
) -> None:
    """Add the features of single headings by the page's surest headlines: on its top, over news, over a name."""
    top = next((i for i in range(len(lines)) if not _is_of_head(lines, i)), -1)
    if top in headings:
        features[top] |= {Feature.TOP_HEADING}
    lone = [i for i in headings if i >= top and _LONE in features[i] and _INDENTED not in features[i]]
    if not lone:
        return
    sure = [i for i in headings if i == top or not features[i].isdisjoint(_BEGINS_ARTICLE)]
    if not sure:
        return
    length = median(len(lines[i].text) for i in sure)
    is_bare = sure == [top] and top in lone and 1 < len(lone) >= _MOSTLY * len(headings)
    for i in lone:
        ratio = len(lines[i].text) / length
        size = len(lines[i].text)
        is_as_long = size >= _SHORTEST_LONG and _AS_LONG[0] <= ratio <= _AS_LONG[1]
        if i != top and is_as_long and features[i].isdisjoint(_LIKE_SENTENCES):
            features[i] |= {Feature.LONG_AS_HEADLINES}
        is_alike = _LIKE_TOP[0] <= ratio <= _LIKE_TOP[1] or max(size, length) <= _SHORT
        if is_bare and is_alike and _COLON not in features[i]:
            features[i] |= {Feature.LIKE_TOP}


def _is_of_head(lines: Sequence[Line], i: int) -> bool:
    """Return whether a line is of a masthead, or stands right over one, so that it may be the paper's name."""
    is_above = i + 1 < len(lines) and Feature.MASTHEAD in lines[i + 1].own
    return is_above or not lines[i].own.isdisjoint(_OF_HEADS)
