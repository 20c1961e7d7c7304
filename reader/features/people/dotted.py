"""Foreign names with dots (约翰·史密斯), and lists of names that use dots as commas."""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from reader.features.people.candidates import PARTICLES
from reader.features.people.marks import Marks
from reader.language import common_words, names
from reader.language.forms import HAN

DOTS = "·•・‧∙⋅．."
_DOT, _PART = re.compile(f"[{re.escape(DOTS)}]"), re.compile(f"[^{re.escape(DOTS)}]+")
_LONGEST_RUN = 12
_DOTTED = re.compile(f"[{HAN}]{{1,{_LONGEST_RUN}}}(?:[{re.escape(DOTS)}][{HAN}]{{1,{_LONGEST_RUN}}})+")
# So many dots within are those of a list, if most of the names between them are as short as Chinese ones.
_MANY, _LONGEST_CHINESE = 4, 4
_LEAST_LISTED = 2
"""Minimum number of dots in a list."""


def dotted_runs(text: str) -> Iterator[re.Match[str]]:
    """Yield what `_DOTTED.finditer` yields; quicker, as only places just before a dot are tried, and dots are rare."""
    at = 0
    while dot := _DOT.search(text, at):
        starts = range(max(at, dot.start() - _LONGEST_RUN), dot.start())
        run = next(filter(None, (_DOTTED.match(text, start) for start in starts)), None)
        if run is not None:
            yield run
        at = dot.end() if run is None else run.end()


def listed(text: str) -> str:
    """Return the text with 、 for the dots in lists of names that use dots: 甲乙·丙丁·戊己."""
    pieces, at = [], 0
    for run in dotted_runs(text):
        pieces += [text[at : run.start()], _with_commas(run)]
        at = run.end()
    return "".join([*pieces, text[at:]])


def _with_commas(found: re.Match[str]) -> str:
    pieces = _DOT.split(found[0])
    inner = pieces[1:-1]
    if len(inner) >= _MANY and sum(len(piece) <= _LONGEST_CHINESE for piece in inner) * 2 > len(inner):
        return _DOT.sub("、", found[0])
    first, last = pieces[0], pieces[-1]
    are_like = len(last) > 1 and names.is_surname(last[0]) and any(map(names.is_surname, first[-3:-1]))
    if (
        not are_like
        or len(inner) + 1 < _LEAST_LISTED
        or not all(
            len(piece) <= 3
            and names.chance_of_name(piece) is not None
            and not names.usual_characters().issuperset(piece)
            for piece in inner
        )
    ):
        return found[0]
    return _DOT.sub("、", found[0])


def joined_names(text: str, marks: Marks) -> Iterator[tuple[int, int]]:
    """Yield the begin and end of each name made of parts that are known (扎西次仁, 爱新觉罗溥仪)."""
    for found in names.long_pattern().finditer(text):
        first, end = found.start(1) + 1, found.end()
        is_one = marks.is_edge(first) or (marks.has_behind(first) and not marks.has_behind(end))
        if PARTICLES.isdisjoint(found[1][: 1 if is_one else 2]):
            yield found.start(), first if is_one else end
    end = 0
    for found in names.joined_pattern().finditer(text):
        if found.start() >= end and text[found.start() - 1] not in DOTS and text[found.end(1)] not in DOTS:
            end = found.end(1)
            yield found.span(1)


def dotted_names(text: str, marks: Marks) -> Iterator[tuple[int, int]]:
    """Yield the begin and end of each foreign name with a dot (约翰·史密斯).

    It begins and ends where its parts as parts of foreign names, with the rest as words, are the most probable.
    """
    for run in dotted_runs(text):
        parts = [found.span() for found in _PART.finditer(text, *run.span())]
        inner = range(1, len(parts) - 1)
        cuts = [0, *(n for n in inner if _is_of_two(text[slice(*parts[n])])), len(parts) - 1]
        for first, last in pairwise(cuts):
            begin, odds = max(_begins(text, *parts[first], marks), key=itemgetter(1), default=(0, -math.inf))
            end, more = max(_ends(text, *parts[last], marks), key=itemgetter(1), default=(0, -math.inf))
            between = sum(
                _chance_of_part(part) - common_words.chance(part)
                for part in (text[slice(*each)] for each in parts[first + 1 : last])
            )
            if odds + more + between > _LEAST_DOTTED:
                yield begin, end


_LEAST_DOTTED = 2.0
"""The least log-odds of a name with a dot."""
# What is added to the log-odds where a mark is beside the name, or punctuation.
_BY_MARK, _BY_EDGE = 3.0, 4.0
_GOES_ON = 4.0
"""What is taken from the log-odds where the characters of foreign names go on behind the name."""
_NO_PART = PARTICLES | frozenset("在让给被将而但兼以对向女男")
_OF_FAMOUS = -9.0
"""The log probability of a part that is a famous name by itself, at least."""


@lru_cache(1 << 12)
def _chance_of_part(part: str) -> float:
    """Return the log probability of a string as a part of a foreign name."""
    if len(part) > names.LONGEST or not _NO_PART.isdisjoint(part):
        return -math.inf
    joined = names.joined_pattern().match(part)
    is_known = part in common_words.famous() or (joined is not None and joined[1] == part)
    return max(names.chance_of_foreign_name(part), _OF_FAMOUS if is_known else -math.inf)


def _chance_before(text: str) -> float:
    """Return the log probability of what is in front of a name: words, or words and a Chinese name."""
    chances = (common_words.chance(text[:-size]) + _chance_of_other(text[-size:]) for size in (2, 3))
    return max(common_words.chance(text), *chances)


def _chance_behind(text: str) -> float:
    chances = (_chance_of_other(text[:size]) + common_words.chance(text[size:]) for size in (2, 3))
    return max(common_words.chance(text), *chances)


_OF_OTHER = -4.0
"""The log probability that a Chinese name is beside one with dots, with nothing between them."""


def _chance_of_other(name: str) -> float:
    is_name = len(name) > 1 and names.is_common_surname(name[0]) and PARTICLES.isdisjoint(name)
    chance = names.chance_of_name(name) if is_name else None
    return -math.inf if chance is None else chance + _OF_OTHER


def _is_of_two(part: str) -> bool:
    """Return whether what is between two dots has the end of a name, words, and the begin of another one."""
    whole = _chance_of_part(part)
    return any(
        _chance_of_part(part[:end]) + common_words.chance(part[end:begin]) + _chance_of_part(part[begin:])
        > whole
        for end in range(2, len(part) - 1)
        for begin in range(end + 1, len(part))
    )


def _begins(text: str, start: int, dot: int, marks: Marks) -> Iterator[tuple[int, float]]:
    """Yield the places where the name with the part before its first dot may begin, with the log-odds."""
    as_words = common_words.chance(text[start:dot])
    for begin in range(max(start, dot - names.LONGEST), dot):
        odds = _chance_of_part(text[begin:dot]) + _chance_before(text[start:begin]) - as_words
        support = _BY_MARK * marks.has_before(begin) + _BY_EDGE * marks.is_edge(begin - 1)
        yield begin, odds + support


def _ends(text: str, dot: int, stop: int, marks: Marks) -> Iterator[tuple[int, float]]:
    """Yield the places where the name with the part behind its last dot may end, with the log-odds."""
    as_words = common_words.chance(text[dot:stop])
    for end in range(dot + 1, min(stop, dot + names.LONGEST) + 1):
        odds = _chance_of_part(text[dot:end]) + _chance_behind(text[end:stop]) - as_words
        support = _BY_MARK * marks.has_behind(end) + _BY_EDGE * marks.is_edge(end)
        goes_on = _GOES_ON * (text[end : end + 1] in names.usual_characters() and not marks.has_behind(end))
        if end > dot + 1 or marks.is_edge(end) or marks.has_behind(end):
            yield end, odds + support - goes_on
