"""What the places of lines on their page decide: which rows form a line, and which roles a line may have.

A region of the page (a headline with the text below it) is one article: the lines of its head are kicker, headline and
deck by the sizes of their type, and no line of its text begins another article.
"""

from collections.abc import Sequence

from reader.parsing.line_features import Line
from reader.parsing.weights import LineFeature, LineRole

_OF_HEADLINE = 0.8
"""Minimum size of a headline's line, as a multiple of the size of its largest line."""
_LEAST_OF_TEXT = 60
"""Minimum number of characters of a region's text; a head with less may belong to the masthead."""
_LEAST_OF_OPENING = 13
"""Minimum number of characters of the line that opens a region's text."""
_MASTHEAD = 0.3
"""The share of the first page's height in which the masthead is."""
_HEADLINE = frozenset({LineRole.HEADLINE})
_MORE = frozenset({LineRole.HEADLINE_MORE})
_ABOVE = frozenset({LineRole.KICKER, LineRole.SECTION})
_BELOW = frozenset({LineRole.DECK, LineRole.BYLINE})
_OUTSIDE = frozenset({LineRole.MASTHEAD, LineRole.PAGE})
_OF_HEAD = frozenset(
    {
        LineRole.SECTION,
        LineRole.KICKER,
        LineRole.HEADLINE,
        LineRole.HEADLINE_MORE,
        LineRole.DECK,
        LineRole.LABEL,
    }
)
_NOT_IN_TEXT = _OF_HEAD | {LineRole.NOTICE, LineRole.JUMP_FROM, LineRole.OPENING}
_MASTHEAD_ALONE = frozenset({LineRole.MASTHEAD})
_OPENING_ALONE = frozenset({LineRole.OPENING})


def allowed_by_places(
    lines: Sequence[Line], allowed: Sequence[frozenset[LineRole]]
) -> list[frozenset[LineRole]]:
    """Return the roles that lines may have: `allowed`, restricted by the places of the lines on their page."""
    found = list(allowed)
    begin = 0
    is_above_text = True
    for end in range(1, len(lines) + 1):
        if end < len(lines) and _region(lines, end) == _region(lines, begin):
            continue
        if lines[begin].place is not None:
            text = sum(
                len(line.plain)
                for line in lines[begin:end]
                if line.place is not None and not line.place.is_head
            )
            first = _after_masthead(lines, range(begin, end)) if is_above_text else begin
            found[begin:first] = [_MASTHEAD_ALONE] * (first - begin)
            is_above_text = is_above_text and text < _LEAST_OF_TEXT and _is_on_top(lines[begin])
            _restrict(lines, found, range(first, end), may_be_outside=is_above_text)
        begin = end
    _set_masthead(lines, allowed, found)
    return [
        known if line.decisions.names_role else may
        for line, known, may in zip(lines, allowed, found, strict=True)
    ]


def _region(lines: Sequence[Line], at: int) -> tuple[int, int] | None:
    place = lines[at].place
    return (place.page, place.region) if place is not None else None


def _is_on_top(line: Line) -> bool:
    place = line.place
    if place is None:
        return False
    width, height = place.page_size
    if place.is_vertical:
        return not width or place.box[2] > (1 - _MASTHEAD) * width
    return not height or place.box[1] < _MASTHEAD * height


def _after_masthead(lines: Sequence[Line], region: range) -> int:
    """Return the index after the lines with masthead fields with which the head of a region at the top begins.

    A masthead without a rule below it is in the region of the headline below.
    """
    end = region.start
    for at in region:
        place = lines[at].place
        if place is None or not place.is_head or not _is_on_top(lines[at]):
            break
        end = at + 1 if LineFeature.MASTHEAD in lines[at].own else end
    return end


def _restrict(
    lines: Sequence[Line], found: list[frozenset[LineRole]], region: range, *, may_be_outside: bool
) -> None:
    head = [at for at in region if (place := lines[at].place) is not None and place.is_head]
    sizes = {at: place.size for at in head if (place := lines[at].place) is not None}
    largest = max(
        (size for at, size in sizes.items() if len(lines[at].plain) > 1),
        default=max(sizes.values(), default=0.0),
    )
    main = [at for at in head if sizes[at] >= _OF_HEADLINE * largest]
    for at in head:
        may = _ABOVE if at < main[0] else _HEADLINE if at == main[0] else _MORE if at <= main[-1] else _BELOW
        found[at] = may | (found[at] & _OUTSIDE if may_be_outside else frozenset())
    is_open = True
    for at in region:
        place = lines[at].place
        if place is not None and place.is_opening:
            found[at], is_open = _OPENING_ALONE, False
        if at in sizes or (place is not None and place.is_opening):
            continue
        opens = is_open and len(lines[at].plain) >= _LEAST_OF_OPENING
        if head or at != region[0]:
            may = found[at] - _NOT_IN_TEXT - (frozenset() if may_be_outside else _OUTSIDE)
            found[at] = (may | {LineRole.OPENING} if opens else may) or found[at]
        is_open = is_open and not opens


def _set_masthead(
    lines: Sequence[Line], allowed: Sequence[frozenset[LineRole]], found: list[frozenset[LineRole]]
) -> None:
    """Restrict all lines above the first text to the role of a masthead, if they are at the top of the page and some
    have masthead fields.
    """
    end = 0
    length = 0
    while end < len(lines) and _is_on_top(lines[end]):
        place = lines[end].place
        region = _region(lines, end)
        last = end
        while last < len(lines) and _region(lines, last) == region:
            last += 1
        length = sum(len(line.plain) for line in lines[end:last] if line.place and not line.place.is_head)
        if length >= _LEAST_OF_TEXT or place is None:
            break
        end = last
    if any(LineFeature.MASTHEAD in line.own for line in lines[:end]):
        found[:end] = [_MASTHEAD_ALONE] * end
