"""Deciding the roles of all lines at once, by the Viterbi algorithm over the whole sequence; and which roles a line may
have by what other issues tell about its traits, and by the places of lines on their page.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.language.forms import key_form
from reader.language.patterns import pattern
from reader.newspaper.issue import Told, Trait, TraitKind
from reader.parsing.line_features import Line, LineSequence
from reader.parsing.weights import OUTSIDE, WEIGHTS, LineFeature, LineRole

_ROLES = tuple(LineRole)
# a forbidden role is worse than any number of transitions that never occur
_NEVER = -(10**9)
_FORBIDDEN = -(10**12)
_STEPS_TO = np.array([[WEIGHTS.steps[before].get(after, _NEVER) for before in _ROLES] for after in _ROLES])
# The first row has the weights of the roles themselves, which count for every line; each other row is a feature's.
_WEIGHTS = np.array(
    [[WEIGHTS.own[role] for role in _ROLES]]
    + [[WEIGHTS.features.get(feature, {}).get(role, 0) for role in _ROLES] for feature in LineFeature]
)
_ROW_OF = np.arange(0, _STEPS_TO.size, len(_ROLES))
"""The offset of each row in the flat table of steps."""
_ROW = {feature: row for row, feature in enumerate(LineFeature, 1)}
_START = np.array([WEIGHTS.start.get(role, _NEVER) for role in _ROLES])
_END = np.array([WEIGHTS.end.get(role, 0) for role in _ROLES])

Scores = NDArray[np.int_]
Features = Sequence[frozenset[LineFeature]]
Allowed = Sequence[frozenset[LineRole]]


class LineVerdict(Struct, frozen=True):
    """The decision on a line, as `--explain` prints it.

    Attributes:
        line: The number of the line.
        text: The text of the line.
        role: The decided role.
        runner_up: The role with the next best total score of the file.
        margin: The difference between these total scores.
        decided_by: The line's features, each with the difference of its weights for both roles, the largest first.
    """

    line: int
    text: str
    role: LineRole
    runner_up: LineRole
    margin: float
    decided_by: tuple[tuple[LineFeature, float], ...]


def decide(features: Features, allowed: Allowed) -> tuple[LineRole, ...]:
    """Return the sequence of roles with the highest total score among those that the lines may have."""
    if not features:
        return ()
    first, *others = _scores(features, allowed)
    best = _START + first
    through = np.empty_like(_STEPS_TO)
    flat = through.reshape(-1)
    came_from = np.empty((len(others), len(_ROLES)), dtype=np.intp)
    for origins, row in zip(came_from, others, strict=True):
        np.add(_STEPS_TO, best, out=through)
        through.argmax(axis=1, out=origins)
        best = flat.take(origins + _ROW_OF)
        best += row
    at = int((best + _END).argmax())
    path = [at]
    for sources in reversed(came_from.tolist()):
        at = sources[at]
        path.append(at)
    return tuple(_ROLES[i] for i in reversed(path))


def explain(text: LineSequence, features: Features, allowed: Allowed) -> list[LineVerdict]:
    """Return the verdict on each line of the file: its role, the runner-up and the features that decided."""
    if not features:
        return []
    first, *others = _scores(features, allowed)
    forward = [_START + first]
    for row in others:
        forward.append((_STEPS_TO + forward[-1]).max(axis=1) + row)
    backward = [_END]
    for row in reversed(others):
        backward.append((_STEPS_TO + (row + backward[-1])[:, None]).max(axis=0))
    verdicts = []
    for line, line_features, chosen, ahead, behind in zip(
        text.lines, features, decide(features, allowed), forward, reversed(backward), strict=True
    ):
        through = dict(zip(_ROLES, (ahead + behind).tolist(), strict=True))
        runner_up = max((role for role in _ROLES if role is not chosen), key=through.__getitem__)
        margin = (through[chosen] - through[runner_up]) / 10
        decided_by = _decided_by(line_features, chosen, runner_up)
        verdicts += [
            LineVerdict(number, text, chosen, runner_up, margin, decided_by)
            for number, text in line.printed()
        ]
    return verdicts


def wordless_verdicts(line: Line) -> list[LineVerdict]:
    """Return the verdicts on a line without words: its role is always MASTHEAD, with the margin 0."""
    features = tuple((feature, 0.0) for feature in sorted(line.own))
    return [
        LineVerdict(number, text, LineRole.MASTHEAD, LineRole.PAGE, 0.0, features)
        for number, text in line.printed()
    ]


def _scores(features: Features, allowed: Allowed) -> Scores:
    """Return the score of each line for each role: the role's own weight plus those of the line's features.

    The result has a row for each line and a column for each role.
    """
    rows: list[int] = []
    begins: list[int] = []
    for feature in features:
        begins.append(len(rows))
        rows.append(0)
        rows.extend(map(_ROW.__getitem__, feature))
    scores: Scores = np.add.reduceat(_WEIGHTS.take(rows, axis=0), begins)
    row_of = {roles: row for row, roles in enumerate(dict.fromkeys(allowed))}
    forbidding = np.array([[0 if role in roles else _FORBIDDEN for role in _ROLES] for roles in row_of])
    scores += forbidding.take([row_of[roles] for roles in allowed], axis=0)
    return scores


def _decided_by(
    features: frozenset[LineFeature], role: LineRole, other: LineRole
) -> tuple[tuple[LineFeature, float], ...]:
    """Return the features that distinguish two roles, each with the difference of its weights, the largest first."""
    weights = [
        (
            feature,
            (WEIGHTS.features[feature].get(role, 0) - WEIGHTS.features[feature].get(other, 0)) / 10,
        )
        for feature in features
        if feature in WEIGHTS.features
    ]
    return tuple(sorted((w for w in weights if w[1]), key=lambda w: (-w[1], w[0])))


MOST_TRAITS = 400
"""Number of traits of one file; of a longer one, as a dump of a year's headlines, the first count."""
_LONGEST = 24
_AROUND = pattern(r"^[\W_]+|[\W_]+$")
_NUMERALS = pattern("[0-9〇零一二三四五六七八九十百千廿卅元]+")
_UNITS, _OF_DATES = pattern("[年月日号期]"), pattern("#[年月日号期]")
_LEAST_OF_DATE = 2
_TOP = 8
"""Lines of a file among which the issue's date is looked for; a date below, as in a chronicle, is another day's."""
_MARK = pattern(r"[^\w\s“”‘’\"'《》〈〉（）()【】\[\]「」『』〔〕…—–\-_.,，。、：:；;！？!?·#*+|｜/／~～=<>]")
_SHORTEST_ITEM = 12
_KIND_OUTSIDE = {LineRole.MASTHEAD: TraitKind.FURNITURE, LineRole.PAGE: TraitKind.PAGE}
_COLUMN = frozenset({LineRole.SECTION, LineRole.LABEL})
_HEAD = _COLUMN | {
    LineRole.KICKER,
    LineRole.HEADLINE,
    LineRole.HEADLINE_MORE,
    LineRole.DECK,
    LineRole.SUBHEAD,
}
_NO_ITEM = frozenset(
    {
        LineFeature.JUMP_FROM,
        LineFeature.JUMP_TO,
        LineFeature.CAPTION,
        LineFeature.CAPTION_HEAD,
        LineFeature.CREDIT_LINE,
        LineFeature.STAFF,
        LineFeature.AUTHOR_LINE,
        LineFeature.SIGNATURE,
        LineFeature.SOURCE,
        LineFeature.NOTICE,
    }
)
_OF_KIND = {
    TraitKind.COLUMN: _COLUMN,
    TraitKind.PAGE: OUTSIDE,
    TraitKind.FURNITURE: OUTSIDE,
    TraitKind.ITEM: frozenset({LineRole.OPENING}),
}


def traits_of(lines: Sequence[Line], decided: Sequence[LineRole]) -> tuple[Trait, ...]:
    """Return the traits of a file: its short lines, and the marks at the beginning of others.

    `decided` are the roles of the lines by the file alone. A text that occurs as several kinds is each of them.
    """
    traits = dict.fromkeys((*_marks(lines, decided), *_short_lines(lines, decided)))
    return tuple(islice(traits, MOST_TRAITS))


def by_traits(
    lines: Sequence[Line], allowed: Sequence[frozenset[LineRole]], kind_by_text: Told
) -> list[frozenset[LineRole]]:
    """Return the roles that the lines may have by what the newspaper's other issues tell; `allowed` are the former.

    A reader's decision on a line overrules it.
    """
    return [
        _by_trait(line, may, kind_by_text, is_at_top=i < _TOP)
        for i, (line, may) in enumerate(zip(lines, allowed, strict=True))
    ]


def _by_trait(
    line: Line, may: frozenset[LineRole], kind_by_text: Told, *, is_at_top: bool
) -> frozenset[LineRole]:
    kind = kind_by_text.get(form_of(line, may_be_of_day=is_at_top)) or kind_by_text.get(_mark(line))
    if kind is None or line.decisions.names_role or line.decisions.starts or line.decisions.joins:
        return may
    return _OF_KIND[kind]


def form_of(line: Line, *, may_be_of_day: bool) -> str:
    """Return the form in which short lines are compared, "" for a long one: without signs around it, and, if it may be
    the line of the issue's date and is one of a date, with a sign in place of numbers.

    It is made of the key form, as the reader's refusals are stored in it.
    """
    if len(line.text) > _LONGEST:
        return ""
    form = key_form(line.text)
    form = (form if form.isalnum() else _AROUND.sub("", form)).upper()
    if not may_be_of_day or len(_UNITS.findall(form)) < _LEAST_OF_DATE:
        return form
    dated = _NUMERALS.sub("#", form)
    if len(_OF_DATES.findall(dated)) >= _LEAST_OF_DATE:
        return dated
    return form


def _short_lines(lines: Sequence[Line], decided: Sequence[LineRole]) -> Iterator[Trait]:
    bare = _bare_headings(decided)
    for i, (line, role) in enumerate(zip(lines, decided, strict=True)):
        form = form_of(line, may_be_of_day=i < _TOP or role in _KIND_OUTSIDE)
        if len(form) < 2:
            continue
        if role in _KIND_OUTSIDE:
            yield Trait(form, _KIND_OUTSIDE[role])
        elif i in bare:
            yield Trait(form, TraitKind.BARE)
        else:
            is_above_items = role in _HEAD and i + 1 < len(lines) and _mark(lines[i + 1])
            yield Trait(form, TraitKind.COLUMN if role in _COLUMN or is_above_items else TraitKind.OTHER)


def _bare_headings(decided: Sequence[LineRole]) -> set[int]:
    """Return the indices of headings without a text: above the head of a page or the end of the file, or between a
    masthead and the name of a column, or else another heading.
    """
    headings = set()
    for run in _runs_of_headings(decided):
        if run.stop == len(decided) or decided[run.stop] in _KIND_OUTSIDE:
            headings |= {*run}
        elif run.start and decided[run.start - 1] is LineRole.MASTHEAD:
            headings |= {
                *range(run.start, max((i for i in run if decided[i] in _COLUMN), default=run.stop - 1))
            }
    return headings


def _runs_of_headings(decided: Sequence[LineRole]) -> Iterator[range]:
    end = 0
    for is_head, run in groupby(decided, key=_HEAD.__contains__):
        start = end
        end = end + len([*run])
        if is_head:
            yield range(start, end)


def _marks(lines: Sequence[Line], decided: Sequence[LineRole]) -> Iterator[Trait]:
    """Yield the marks of longer lines: those of items, if most lines with the mark are below a heading whose text
    begins with it; else others.
    """
    counts: Counter[Trait] = Counter()
    first = ""
    is_below_head = True
    for line, role in zip(lines, decided, strict=True):
        if role in _HEAD or role in _KIND_OUTSIDE:
            is_below_head = True
            continue
        mark = _mark(line)
        if is_below_head:
            first = mark
            is_below_head = False
        if mark and role is not LineRole.NOTICE:
            counts[Trait(mark, TraitKind.ITEM if mark == first else TraitKind.OTHER)] += 1
    for mark in {trait.text: None for trait in counts}:
        yield max((Trait(mark, kind) for kind in (TraitKind.ITEM, TraitKind.OTHER)), key=counts.__getitem__)


def _mark(line: Line) -> str:
    """Return the mark at the beginning of a line that may be an item, "" without one."""
    is_marked = len(line.text) >= _SHORTEST_ITEM and _MARK.match(line.text) and line.own.isdisjoint(_NO_ITEM)
    if is_marked:
        return line.text[0]
    return ""


# A region of a page (a headline with the text below it) is one article: the lines of its head are kicker, headline and
# deck by the sizes of their type, and no line of its text begins another article.

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
    new_roles = list(allowed)
    begin = 0
    is_above_text = True
    for end in range(1, len(lines) + 1):
        if end < len(lines) and _region(lines, end) == _region(lines, begin):
            continue
        if lines[begin].place is not None:
            text = sum(
                _length(line)
                for line in lines[begin:end]
                if line.place is not None and not line.place.is_head
            )
            if is_above_text:
                first = _after_masthead(lines, range(begin, end))
            else:
                first = begin
            new_roles[begin:first] = [_MASTHEAD_ALONE] * (first - begin)
            is_above_text = is_above_text and text < _LEAST_OF_TEXT and _is_on_top(lines[begin])
            _restrict(lines, new_roles, range(first, end), may_be_outside=is_above_text)
        begin = end
    _set_masthead(lines, allowed, new_roles)
    return [
        allowed_roles if line.decisions.names_role or allowed_roles <= OUTSIDE else may
        for line, allowed_roles, may in zip(lines, allowed, new_roles, strict=True)
    ]


def _region(lines: Sequence[Line], at: int) -> tuple[int, int] | None:
    place = lines[at].place
    if place is not None:
        return (place.page, place.region)
    return None


def _length(line: Line) -> int:
    """Return the number of characters of a line; two of a text in Latin letters count as one."""
    if line.plain.isascii():
        return len(line.plain) // 2
    return len(line.plain)


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
        if LineFeature.MASTHEAD in lines[at].own:
            end = at + 1
    return end


def _restrict(
    lines: Sequence[Line], new_roles: list[frozenset[LineRole]], region: range, *, may_be_outside: bool
) -> None:
    head = [at for at in region if (place := lines[at].place) is not None and place.is_head]
    sizes = {at: place.size for at in head if (place := lines[at].place) is not None}
    largest = max(
        (size for at, size in sizes.items() if len(lines[at].plain) > 1),
        default=max(sizes.values(), default=0.0),
    )
    main = [at for at in head if sizes[at] >= _OF_HEADLINE * largest]
    for at in head:
        if at < main[0]:
            may = _ABOVE
        elif at == main[0]:
            may = _HEADLINE
        elif at <= main[-1]:
            may = _MORE
        else:
            may = _BELOW
        new_roles[at] = may | (new_roles[at] & OUTSIDE if may_be_outside else frozenset())
    is_open = True
    for at in region:
        place = lines[at].place
        if place is not None and place.is_opening:
            new_roles[at], is_open = _OPENING_ALONE, False
        if at in sizes or (place is not None and place.is_opening):
            continue
        opens = is_open and len(lines[at].plain) >= _LEAST_OF_OPENING
        if head or at != region[0]:
            may = new_roles[at] - _NOT_IN_TEXT - (frozenset() if may_be_outside else OUTSIDE)
            new_roles[at] = (may | {LineRole.OPENING} if opens else may) or new_roles[at]
        is_open = is_open and not opens


def _set_masthead(
    lines: Sequence[Line], allowed: Sequence[frozenset[LineRole]], new_roles: list[frozenset[LineRole]]
) -> None:
    """Restrict the lines at the top of the page to the role of a masthead, down to the last region without text that
    has masthead fields.
    """
    end = 0
    end_of_masthead = 0
    has_masthead = False
    while end < len(lines) and _is_on_top(lines[end]):
        place = lines[end].place
        region = _region(lines, end)
        last = end
        while last < len(lines) and _region(lines, last) == region:
            last += 1
        length = sum(_length(line) for line in lines[end:last] if line.place and not line.place.is_head)
        if length >= _LEAST_OF_TEXT or place is None:
            break
        has_fields = any(LineFeature.MASTHEAD in line.own for line in lines[end:last])
        has_masthead = has_masthead or has_fields
        if has_fields or not _is_article(lines[end:last]):
            end_of_masthead = last
        end = last
    if has_masthead:
        new_roles[:end_of_masthead] = [_MASTHEAD_ALONE] * end_of_masthead


def _is_article(region: Sequence[Line]) -> bool:
    """Return whether a region has a headline and a text below it."""
    heads = [line for line in region if line.place is not None and line.place.is_head]
    texts = [line for line in region if line not in heads]
    return bool(heads) and sum(map(_length, texts)) >= _LEAST_OF_OPENING
