"""Names of persons in Latin script: what is one, and the names in a field for authors."""

import re

from reader.language.patterns import pattern

_LETTER = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_CAPITAL = "A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff"
_PARTICLE = (
    "(?:van|von|der|den|des|ten|ter|het|de|del|della|di|da|das|dos|do|du|la|le|el|al|bin|bint|ibn|ben|zu|zum|zur|y|e"
    "|af|av|st\\.)"
)
_WORD = f"(?:[dDlL]['’])?(?:{_PARTICLE}-)?[{_CAPITAL}][{_LETTER}]*(?:['’.-]+[{_LETTER}]+)*\\.?"
_NAME = pattern(f"(?:{_PARTICLE} )*{_WORD}(?: (?:{_PARTICLE}|{_WORD})){{0,6}}")
_FAMILY_NAME = pattern(f"(?:{_PARTICLE} )+{_WORD}")
_SUFFIX = pattern(r"(?:Jr|Sr)\.?|I{2,3}|IV|(?:M|Ph|LL)\.?\s?D\.?|Esq\.?|[SO]\.?J\.?|O\.?B\.?E\.?")
_LATIN = pattern(f"[{_LETTER}]")
_IS_LATIN = pattern(f"[{_LETTER}.,;:&/'’ \u00b7-]+")
_LONGEST = 60
_LONGEST_FIELD = 2000
_AND = pattern(r"\s*[;；、/|&\n]\s*|\s+(?:and|with|et|und|y)\s+", re.IGNORECASE)
_COMMA = pattern(r"\s*[,，]\s*")
_NOT_IN_NAMES = """
an the of our own us in on at to for from with special staff correspondent correspondents reporter reporters writer
writers editor editors bureau press agency service news newspaper direct wire wireless telegraph telegram radio mail
order command request appointment authority permission company co corporation committee board society club association
university college school department ministry office times daily herald gazette journal tribune courier reuters reuter
havas tass xinhua afp upi contributor desk team photo photographer photographs
"""
_NO_NAMES = frozenset(_NOT_IN_NAMES.split())
"""Words of by-lines that are in no person's name: By Our Own Correspondent, By Royal Command, Staff Writer."""


def is_latin(text: str) -> bool:
    """Return whether a text is in Latin script, with the signs that names have."""
    return _LATIN.search(text) is not None and _IS_LATIN.fullmatch(text) is not None


def is_latin_name(text: str) -> bool:
    """Return whether a text has the shape of a person's name in Latin script: Anna Lee, J. P. O'Neil, van der Berg."""
    if len(text) > _LONGEST or _NAME.fullmatch(text) is None:
        return False
    return not any(word.strip(".").lower() in _NO_NAMES for word in text.split())


def is_full_latin_name(text: str) -> bool:
    """Return whether a text has the shape of a name of at least two words."""
    return " " in text and is_latin_name(text)


def latin_names(text: str) -> tuple[str, ...]:
    """Return the persons in a field for authors in Latin script, each whole and with the given name first.

    They are separated by semicolons, “and” or commas; “Brown, Alice” is one person. () if anything else is in it.
    """
    text = " ".join(text[: _LONGEST_FIELD + 1].split())
    if len(text) > _LONGEST_FIELD or not is_latin(text):
        return ()
    found = [
        name for piece in _AND.split(text) if piece for name in _persons(_COMMA.split(piece.strip(" ,")))
    ]
    return tuple(dict.fromkeys(found)) if found and all(map(is_latin_name, found)) else ()


def _persons(parts: list[str]) -> list[str]:
    """Return the persons in parts that commas separate, without what a by-line says of them (Staff Writer)."""
    while len(parts) > 1 and all(word.strip(".").lower() in _NO_NAMES for word in parts[-1].split()):
        parts = parts[:-1]
    joined: list[str] = []
    for part in parts:
        if joined and _SUFFIX.fullmatch(part):
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    pairs = list(zip(joined[::2], joined[1::2], strict=False))
    is_one = len(joined) == 2 and " " not in joined[1]
    if is_one or (len(joined) % 2 == 0 and all(_is_family_name(family) for family, _ in pairs)):
        return [_given_name_first(family, given) for family, given in pairs]
    return joined


def _is_family_name(text: str) -> bool:
    """Return whether a text before a comma is a family name: “Brown”, “van der Berg”."""
    return " " not in text or _FAMILY_NAME.fullmatch(text) is not None


def _given_name_first(family: str, given: str) -> str:
    first, _, last = given.rpartition(" ")
    return f"{first} {family} {last}" if first and _SUFFIX.fullmatch(last) else f"{given} {family}"
