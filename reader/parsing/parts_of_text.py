"""Headings of parts of a text, which begin no article whatever they look like: an appendix, notes, the next number, and
what announces somebody's words.
"""

from collections.abc import Sequence

from reader.language.numbers import number_of
from reader.language.patterns import pattern
from reader.parsing.line_features import Line
from reader.parsing.weights import LineFeature, LineRole

_LONGEST = 40
_APPENDED = pattern("附(?:[件录錄表注註记記]|[一二三四五六七八九十0-9０-９]{1,2})?\\s?[：:]")
_ALONE = pattern(
    "附[件录錄表注註记記]?[一二三四五六七八九十0-9０-９]{0,2}\\s?[：:]?|[^，。：]{0,6}[注註][释釋]\\s?[：:]?|参考(?:文献|书目|资料)\\s?[：:]?"
)
_ANNOUNCES = pattern("(?:[说說道写寫称稱问問答云曰]|如下|指出|认为|回忆)\\s?(?:[：:]|——|──|--)$")
_LABEL = "附"
_NUMBERED = pattern("(?P<form>[（(]?)(?P<number>[一二三四五六七八九十]{1,3})(?:[）)]|、)")
_FIRST = frozenset("附（(一二三四五六七八九十")
_LAST = frozenset("：:—─-释釋献目料")
"""What the headings of parts begin or end with."""
_TEXT = frozenset({LineFeature.ENDS_SENTENCE})
_BEGIN = frozenset(
    {
        LineRole.SECTION,
        LineRole.KICKER,
        LineRole.HEADLINE,
        LineRole.HEADLINE_MORE,
        LineRole.LABEL,
        LineRole.OPENING,
    }
)


def with_parts(lines: Sequence[Line], allowed: Sequence[frozenset[LineRole]]) -> list[frozenset[LineRole]]:
    """Return the roles that lines may have, given those of before: what heads a part of a text heads no article."""
    parts = _parts_of(lines)
    if not parts:
        return [*allowed]
    return [
        (may - _BEGIN or may) if at in parts and not line.decisions.names_role else may
        for at, (line, may) in enumerate(zip(lines, allowed, strict=True))
    ]


def _parts_of(lines: Sequence[Line]) -> frozenset[int]:
    """Return the indices of the headings of parts; of an appendix that has a heading below its label, that too."""
    candidates = [at for at, line in enumerate(lines) if line.plain[0] in _FIRST or line.plain[-1] in _LAST]
    if not candidates:
        return frozenset()
    first_text = next((at for at, line in enumerate(lines) if _is_text(line)), len(lines))
    parts: set[int] = set()
    numbers: dict[str, int] = {}
    for at in candidates:
        plain = lines[at].plain
        heads_part = _heads_part(plain, numbers)
        if at < first_text or _is_text(lines[at]) or not heads_part:
            continue
        parts.add(at)
        below = at + 1
        is_label = plain[0] == _LABEL and _ALONE.fullmatch(plain) is not None
        while is_label and below < len(lines) and lines[below].is_heading_like:
            parts.add(below)
            below += 1
    return frozenset(parts)


def _is_text(line: Line) -> bool:
    return len(line.plain) > _LONGEST or not line.own.isdisjoint(_TEXT)


def _heads_part(plain: str, numbers: dict[str, int]) -> bool:
    if plain[0] == _LABEL and _APPENDED.match(plain):
        return True
    return _is_next(plain, numbers) or bool(_ANNOUNCES.search(plain) or _ALONE.fullmatch(plain))


def _is_next(plain: str, numbers: dict[str, int]) -> bool:
    """Return whether a line has the number that comes next, and note it; `numbers` are the last ones by their form."""
    match = _NUMBERED.match(plain)
    number = number_of(match["number"]) if match is not None else None
    if match is None or number is None:
        return False
    before = numbers.get(match["form"], 0)
    numbers[match["form"]] = number
    return number > 1 and number == before + 1
