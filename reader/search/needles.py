"""A needle: what is looked for in a search text. A search form in which `ANY` stands for exactly one character."""

import re
from collections.abc import Iterator
from functools import lru_cache

from reader.language.forms import search_form
from reader.search.terms import ANY, SEAM

_WILDCARD = re.compile(r"(?<=[^\W_])\?+(?=[^\W_])")


def needle_of(text: str) -> str:
    """The needle for what was typed: its search form.

    A ? that stands between two letters, figures or Han characters is any one character, and elsewhere a question mark.
    """
    return _WILDCARD.sub(lambda marks: ANY * len(marks[0]), search_form(text))


def shown(needle: str) -> str:
    """A needle for a person's eyes."""
    return needle.replace(ANY, "?")


def holds(text: str, needle: str) -> bool:
    """Whether `needle` stands in a line of a search text."""
    return needle in text if ANY not in needle else _pattern(needle).search(text) is not None


def stands_at(text: str, needle: str, at: int) -> bool:
    """Whether `needle` begins at a place of a search text."""
    return text.startswith(needle, at) if ANY not in needle else _pattern(needle).match(text, at) is not None


def occurrences(text: str, needle: str) -> Iterator[tuple[int, int]]:
    """Begin and end of every occurrence of `needle` in a search text, not overlapping, from left to right."""
    if ANY in needle:
        yield from (found.span() for found in _pattern(needle).finditer(text))
        return
    at = text.find(needle)
    while at >= 0:
        yield at, at + len(needle)
        at = text.find(needle, at + len(needle))


def occurrence_count(text: str, needle: str) -> int:
    """How many `occurrences` there are."""
    if ANY in needle:
        return sum(1 for _ in _pattern(needle).finditer(text))
    return text.count(needle)


@lru_cache(maxsize=64)
def _pattern(needle: str) -> re.Pattern[str]:
    return re.compile(_RUN.sub(_of_run, needle))


_RUN = re.compile(f"{ANY}+|[^{ANY}]+")


def _of_run(run: re.Match[str]) -> str:
    return f"[^\n{SEAM}]{{{len(run[0])}}}" if run[0][0] == ANY else re.escape(run[0])
