"""Names in pinyin: surnames are read as surnames (单 is shàn), other characters as they mostly are."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from reader import assets
from reader.language.variants import simplified


class _Readings(NamedTuple):
    of_character: Mapping[str, str]
    of_surname: Mapping[str, tuple[str, ...]]


def of_name(name: str) -> list[str]:
    """Return the syllables of a name, with tones; characters that no table has, and letters, stay as they are."""
    readings = _readings()
    surname = simplified(name[:2])
    syllables = readings.of_surname.get(surname) if len(name) > len(surname) else None
    if syllables is None and name:
        syllables = readings.of_surname.get(surname[:1])
    begun = [*(syllables or ())]
    letters = ""
    for character in name[len(begun) :]:
        reading = readings.of_character.get(character)
        if reading is None and character.isalnum():
            letters += character
            continue
        begun += [letters] if letters else []
        letters = ""
        begun += [reading] if reading else []
    return [*begun, letters] if letters else begun


def without_tones(text: str) -> str:
    """Return pinyin as it is typed: small letters without tones, u for ü."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def as_typed(text: str) -> str | None:
    """Return what is typed as pinyin (“Chén Ht”, “lv”) in the letters of `without_tones`; None if it is none."""
    letters = without_tones(text).replace("v", "u")
    letters = "".join(letter for letter in letters if letter not in " '’-")
    return letters if letters.isascii() and (letters.isalpha() or not letters) else None


@cache
def _readings() -> _Readings:
    of_character = {
        character: reading for reading, characters in _lines("readings.txt") for character in characters
    }
    of_surname: dict[str, tuple[str, ...]] = {}
    for reading, surnames in _lines("surname_readings.txt"):
        syllables = tuple(reading.split("-"))
        if len(syllables) > 1:
            of_surname[surnames] = syllables
        else:
            of_surname.update(dict.fromkeys(surnames, syllables))
    return _Readings(of_character, of_surname)


def _lines(name: str) -> list[tuple[str, str]]:
    lines = assets.resource(f"wordlists/{name}").read_text(encoding="utf-8").splitlines()
    return [(reading, rest) for reading, _, rest in (line.partition(" ") for line in lines if line[0] != "#")]
