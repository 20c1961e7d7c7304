"""Names in pinyin: surnames are read as surnames (单 is shàn), other characters as they mostly are."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from reader import assets
from reader.language.variants import simplified


class _Readings(NamedTuple):
    of_character: Mapping[str, str]
    of_surname: Mapping[str, tuple[str, ...]]


def of_name(name: str) -> list[str]:
    """Return the syllables of a name, with tones; characters that no table has, and letters, stay as they are."""
    of_surname = _readings().of_surname
    written, plain = name[:2], simplified(name[:2])
    surnames = (written, plain) if len(name) > len(written) else ()
    known = (of_surname[each] for each in (*surnames, written[:1], plain[:1]) if each in of_surname)
    return _read(name, next(known, ()))


def as_other_words(name: str) -> list[str]:
    """Return the syllables of a name whose surname is read as in other words: Dān of 单, which is Shàn."""
    return _read(name, ())


def _read(name: str, surname: Sequence[str]) -> list[str]:
    begun = [*surname]
    letters = ""
    for character in name[len(begun) :]:
        reading = _readings().of_character.get(character)
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
