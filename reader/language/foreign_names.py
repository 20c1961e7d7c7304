"""Names of foreigners as they are written in Chinese: how probable characters are in one, and places written alike."""

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from reader import assets

LONGEST = 8
_USUAL = 8
"""How many names a character stands in that is taken for one of foreign names on its own."""
_OTHERS = 0.5
_CHARACTERS = 400
_BY_LENGTH = {2: 0.22, 3: 0.32, 4: 0.26, 5: 0.13, 6: 0.05, 7: 0.015, 8: 0.005}
"""The share of names by their length."""
_UNUSUAL = -7.5
"""The chance of a name's first character that no name of the table has."""


class _Chances(NamedTuple):
    """Logarithms of how probable a character is at the beginning of a name, inside and at the end."""

    begin: Mapping[str, float]
    inside: Mapping[str, float]
    end: Mapping[str, float]


def chance_of_foreign_name(text: str) -> float:
    """Return the logarithm of how probable characters of foreign names, of which the first may be another one, are as a
    name among those of foreigners.
    """
    begin, inside, end = _chances()
    return (
        math.log(_BY_LENGTH[len(text)])
        + begin.get(text[0], _UNUSUAL)
        + sum([inside[character] for character in text[1:-1]])
        + end[text[-1]]
    )


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where two or more characters of foreign names stand together: from where on, and up to where."""
    return (found.span() for found in _pattern().finditer(text))


def is_place(name: str) -> bool:
    """Return whether a foreign place is called so."""
    return name in _places()


@cache
def usual_characters() -> frozenset[str]:
    """Return the characters by which foreign names are mostly written."""
    return frozenset(character for character, *counts in _rows() if sum(counts) >= _USUAL)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(f"[{''.join(character for character, *_ in _rows())}]{{2,}}")


@cache
def _chances() -> _Chances:
    rows = _rows()
    everywhere = {character: begin + inside + end for character, begin, inside, end in rows}
    total = sum(everywhere.values()) + _OTHERS * _CHARACTERS

    def of_place(counts: Mapping[str, int]) -> dict[str, float]:
        size = sum(counts.values()) + _CHARACTERS
        return {
            character: math.log((count + _CHARACTERS * (everywhere[character] + _OTHERS) / total) / size)
            for character, count in counts.items()
        }

    return _Chances(
        of_place({character: begin for character, begin, _, _ in rows}),
        of_place({character: inside for character, _, inside, _ in rows}),
        of_place({character: end for character, _, _, end in rows}),
    )


@cache
def _rows() -> list[tuple[str, int, int, int]]:
    lines = assets.resource("wordlists/transliteration.txt").read_text(encoding="utf-8").splitlines()
    fields = (line.split(" ") for line in lines if line[0] != "#")
    return [(character, int(begin), int(inside), int(end)) for character, begin, inside, end in fields]


@cache
def _places() -> frozenset[str]:
    lines = assets.resource("wordlists/foreign_places.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(lines[-1].split(" "))
