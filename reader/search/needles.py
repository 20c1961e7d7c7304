"""Needles: what is looked for in a search text. A needle is a search form in which `ANY` matches exactly one character.

Two needles that have to be near each other are a needle, too (`near_needle`), whose occurrences are those of both
strings that have the other one near. A naming of a person is a needle whose occurrences count only where they are tied
(`tied_needles`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from reader.language.forms import search_form
from reader.search import tied_needles
from reader.search.terms import ANY, MARKERS, SEAM

_NEAR = "\x1d"
"""Separates the parts of a near needle; no search form contains it."""
_RUN_OF_LINE = re.compile(f"[^\n{SEAM}{MARKERS}]+")
_WILDCARD = re.compile(r"(?<=[^\W_])\?+(?=[^\W_])")


def needle_of(text: str) -> str:
    """Return the needle for what was typed: its search form.

    A ? between two letters, figures or Han characters matches any one character; elsewhere it is a question mark.
    """
    return _WILDCARD.sub(lambda marks: ANY * len(marks[0]), search_form(text))


def near_needle(first: str, second: str, within: int) -> str:
    """Return the needle for two needles with at most `within` characters between them, in either order.

    They are in one run of a line, and do not overlap.
    """
    return f"{first}{_NEAR}{within}{_NEAR}{second}"


def shown(needle: str) -> str:
    """Return a needle as it is shown to a person."""
    if _NEAR in needle:
        first, within, second = needle.split(_NEAR)
        return f"{shown(first)} /{within} {shown(second)}"
    if tied_needles.is_tied(needle):
        return tied_needles.parts_of(needle).naming
    return needle.replace(ANY, "?")


def strings_of(needle: str) -> list[str]:
    """Return the strings that a needle consists of: two for a near needle, else one."""
    return needle.split(_NEAR)[::2]


def holds(text: str, needle: str) -> bool:
    """Return whether a line of a search text contains `needle`."""
    if _NEAR in needle or tied_needles.is_tied(needle):
        return next(occurrences(text, needle), None) is not None
    return needle in text if ANY not in needle else _pattern(needle).search(text) is not None


def stands_at(text: str, needle: str, at: int) -> bool:
    """Return whether `needle` occurs at an offset of a search text."""
    return text.startswith(needle, at) if ANY not in needle else _pattern(needle).match(text, at) is not None


def occurrences(text: str, needle: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of every occurrence of `needle` in a search text, not overlapping, from left to right.

    Occurrences of a near needle are those of its two strings, and may overlap. For a tied one, `text` is one run.
    """
    if _NEAR in needle:
        yield from _near(text, needle)
        return
    if tied_needles.is_tied(needle):
        yield from tied_needles.parts_of(needle).occurrences(text)
        return
    if ANY in needle:
        yield from (found.span() for found in _pattern(needle).finditer(text))
        return
    at = text.find(needle)
    while at >= 0:
        yield at, at + len(needle)
        at = text.find(needle, at + len(needle))


def occurrence_count(text: str, needle: str) -> int:
    """Return the number of `occurrences`."""
    if ANY in needle or _NEAR in needle or tied_needles.is_tied(needle):
        return sum(1 for _ in occurrences(text, needle))
    return text.count(needle)


def places_near(text: str, needle: str, other: str, within: int) -> Iterator[tuple[int, int]]:
    """Yield begin and end of every occurrence of `needle` that has `other` near, as in `near_needle`, ascending."""
    for run, places, others in _beside_each_other(text, needle, other):
        for begin, end in _having_near(places, len(needle), others, len(other), within):
            yield run + begin, run + end


def _near(text: str, needle: str) -> Iterator[tuple[int, int]]:
    """Yield the occurrences of a near needle."""
    first, number, second = needle.split(_NEAR)
    within = int(number)
    for run, firsts, seconds in _beside_each_other(text, first, second):
        found = {
            *_having_near(firsts, len(first), seconds, len(second), within),
            *_having_near(seconds, len(second), firsts, len(first), within),
        }
        yield from ((run + begin, run + end) for begin, end in sorted(found))


def _beside_each_other(text: str, first: str, second: str) -> Iterator[tuple[int, list[int], list[int]]]:
    """Yield the begin of each run that has both needles, and the offsets of each needle in it."""
    if not (holds(text, first) and holds(text, second)):
        return
    for run in _RUN_OF_LINE.finditer(text):
        if (firsts := _all_places(run[0], first)) and (seconds := _all_places(run[0], second)):
            yield run.start(), firsts, seconds


def _having_near(
    places: list[int], length: int, others: list[int], other_length: int, within: int
) -> Iterator[tuple[int, int]]:
    """Yield begin and end of those places of a string that have another one near; all lists ascend."""
    for begin in places:
        end = begin + length
        behind = bisect_left(others, end)
        before = bisect_left(others, begin - other_length - within)
        if (behind < len(others) and others[behind] <= end + within) or (
            before < len(others) and others[before] + other_length <= begin
        ):
            yield begin, end


def _all_places(run: str, needle: str) -> list[int]:
    """Return the offsets of a needle in a run, overlapping ones included."""
    if ANY in needle:
        return [found.start() for found in _overlapping(needle).finditer(run)]
    places = []
    at = run.find(needle)
    while at >= 0:
        places.append(at)
        at = run.find(needle, at + 1)
    return places


@lru_cache(maxsize=64)
def _overlapping(needle: str) -> re.Pattern[str]:
    return re.compile(f"(?={_pattern(needle).pattern})")


@lru_cache(maxsize=64)
def _pattern(needle: str) -> re.Pattern[str]:
    return re.compile(_RUN.sub(_of_run, needle))


_RUN = re.compile(f"{ANY}+|[^{ANY}]+")


def _of_run(run: re.Match[str]) -> str:
    return f"[^\n{SEAM}{MARKERS}]{{{len(run[0])}}}" if run[0][0] == ANY else re.escape(run[0])
