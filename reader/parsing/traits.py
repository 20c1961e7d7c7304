"""The traits of a file that may recur over the issues of its newspaper, and parsing a file by what these tell."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from reader.language.key_form import key_form
from reader.language.patterns import pattern
from reader.newspaper.profile import Told, Trait, TraitKind
from reader.parsing.line_features import Line
from reader.parsing.weights import LineFeature, LineRole

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
_OUTSIDE = {LineRole.MASTHEAD: TraitKind.FURNITURE, LineRole.PAGE: TraitKind.PAGE}
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
    TraitKind.PAGE: frozenset({LineRole.MASTHEAD, LineRole.PAGE}),
    TraitKind.FURNITURE: frozenset({LineRole.MASTHEAD, LineRole.PAGE}),
    TraitKind.ITEM: frozenset({LineRole.OPENING}),
}


def traits_of(lines: Sequence[Line], decided: Sequence[LineRole]) -> tuple[Trait, ...]:
    """Return the traits of a file: its short lines, and the marks at the beginning of others.

    `decided` are the roles of the lines by the file alone. A text that occurs as several kinds is each of them.
    """
    found = dict.fromkeys((*_marks(lines, decided), *_short_lines(lines, decided)))
    return tuple(islice(found, MOST_TRAITS))


def by_traits(
    lines: Sequence[Line], allowed: Sequence[frozenset[LineRole]], told: Told
) -> list[frozenset[LineRole]]:
    """Return the roles that the lines may have by what the newspaper's other issues tell; `allowed` are the former.

    A reader's decision on a line overrules it.
    """
    return [
        _by_trait(line, may, told, is_at_top=i < _TOP)
        for i, (line, may) in enumerate(zip(lines, allowed, strict=True))
    ]


def _by_trait(line: Line, may: frozenset[LineRole], told: Told, *, is_at_top: bool) -> frozenset[LineRole]:
    kind = told.get(form_of(line, may_be_of_day=is_at_top)) or told.get(_mark(line))
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
    return dated if len(_OF_DATES.findall(dated)) >= _LEAST_OF_DATE else form


def _short_lines(lines: Sequence[Line], decided: Sequence[LineRole]) -> Iterator[Trait]:
    bare = _bare_headings(decided)
    for i, (line, role) in enumerate(zip(lines, decided, strict=True)):
        form = form_of(line, may_be_of_day=i < _TOP or role in _OUTSIDE)
        if len(form) < 2:
            continue
        if role in _OUTSIDE:
            yield Trait(form, _OUTSIDE[role])
        elif i in bare:
            yield Trait(form, TraitKind.BARE)
        else:
            is_above_items = role in _HEAD and i + 1 < len(lines) and _mark(lines[i + 1])
            yield Trait(form, TraitKind.COLUMN if role in _COLUMN or is_above_items else TraitKind.OTHER)


def _bare_headings(decided: Sequence[LineRole]) -> set[int]:
    """Return the indices of headings without a text: above the head of a page or the end of the file, or between a
    masthead and the name of a column, or else another heading.
    """
    found = set()
    for run in _runs_of_headings(decided):
        if run.stop == len(decided) or decided[run.stop] in _OUTSIDE:
            found |= {*run}
        elif run.start and decided[run.start - 1] is LineRole.MASTHEAD:
            found |= {*range(run.start, max((i for i in run if decided[i] in _COLUMN), default=run.stop - 1))}
    return found


def _runs_of_headings(decided: Sequence[LineRole]) -> Iterator[range]:
    end = 0
    for is_head, run in groupby(decided, key=_HEAD.__contains__):
        start, end = end, end + len([*run])
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
        if role in _HEAD or role in _OUTSIDE:
            is_below_head = True
            continue
        mark = _mark(line)
        if is_below_head:
            first, is_below_head = mark, False
        if mark and role is not LineRole.NOTICE:
            counts[Trait(mark, TraitKind.ITEM if mark == first else TraitKind.OTHER)] += 1
    for mark in {trait.text: None for trait in counts}:
        yield max((Trait(mark, kind) for kind in (TraitKind.ITEM, TraitKind.OTHER)), key=counts.__getitem__)


def _mark(line: Line) -> str:
    """Return the mark at the beginning of a line that may be an item, "" without one."""
    is_marked = len(line.text) >= _SHORTEST_ITEM and _MARK.match(line.text) and line.own.isdisjoint(_NO_ITEM)
    return line.text[0] if is_marked else ""
