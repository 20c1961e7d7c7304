"""Features of headings by the properties of the whole page: its indents, its blank lines, its other headlines.

On a page without datelines and names, no line alone distinguishes a headline from a subhead: both are short, and text
follows. A line set like the page's headlines, or as long as they are, is more likely one of them.
"""

from collections.abc import Sequence
from statistics import median

from reader.parsing.line_features import Line
from reader.parsing.weights import Feature

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
