"""A few words whose bytes are right in several encodings: which they are in is told by what the words then are.

The two characters of 上海 are in UTF-16, as bytes, a line end and “Nwm”; those of 联通 in GB 18030 are two letters in
UTF-8. The likeliest reading takes the fewest bits, and another that is nearly as likely is named.
"""

from collections.abc import Iterator

from msgspec import Struct

from reader.formats.encodings import likely_encodings
from reader.language.letter_costs import beyond_ascii, bits_of_ascii, fewest_bits
from reader.language.patterns import pattern

_MOST_BYTES = 256
"""Maximum number of bytes of words that may be too few to show their encoding."""
_RARITY_OF_WIDE = 6.0
"""The bits by which words are rarely in UTF-16 or UTF-32 without a byte order mark."""
_NEAR = 4.0
"""The bits by which the likeliest reading is at most ahead of another that is still named."""
_MOST_BITS = 18.0
"""Maximum bits of a character beyond ASCII in words."""
_OF_ONE_SCRIPT = 6.0
"""The bits of a letter in words of one of these scripts."""
_IN_ONE_SCRIPT = pattern(
    r"[\x00-\x7fÀ-ɏ«»·]*|[\x00-\x7f\u0370-\u03ff]*|[\x00-\x7f\u0400-\u04ff]*"
    r"|[\x00-\x7f\u0590-\u05ff]*|[\x00-\x7f\u0600-\u06ff]*"
)
"""Matches words in Latin, Greek, Cyrillic, Hebrew or Arabic letters, which have two bytes in UTF-8."""
_FEWEST_OF_WIDE = 2
"""Minimum number of characters of what else is ASCII: a word of two letters may be any character."""
_CODECS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_THREE_BYTES = "\u0800"
"""From this character on, UTF-8 has sequences that nothing else has by chance."""


class Words(Struct, frozen=True):
    """A few words, their encoding, and another that they may be in as well."""

    name: str
    text: str
    rival: str | None


class _Reading(Struct, frozen=True):
    name: str
    text: str
    bits: float


def short_words(data: bytes) -> Words | None:
    """Return a few words whose encoding their bytes alone do not show; None for all others, and for what is UTF-8."""
    if not 0 < len(data) <= _MOST_BYTES:
        return None
    plain = _in_utf_8(data)
    if plain is not None and max(plain.text) >= _THREE_BYTES:
        return None
    wide = _wide_readings(data)
    if plain is None and not wide:
        return None
    readings = sorted([*wide, *_narrow_readings(data), *filter(None, [plain])], key=_bits_of)
    best, *others = readings
    near = [other.name for other in others if other.bits <= best.bits + _NEAR and other.text != best.text]
    if best.name == "utf-8" and not near:
        return None
    return Words(best.name, best.text, next(iter(near), None))


def _bits_of(reading: _Reading) -> float:
    return reading.bits


def _in_utf_8(data: bytes) -> _Reading | None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    bits = fewest_bits(text)
    if _IN_ONE_SCRIPT.fullmatch(text):
        bits = min(bits, _OF_ONE_SCRIPT * beyond_ascii(text))
    return _Reading("utf-8", text, bits + bits_of_ascii(text))


def _wide_readings(data: bytes) -> list[_Reading]:
    """Return the readings of bytes in which each character has at least two, and which are words."""
    fewest = 0
    if data.isascii():
        fewest = _FEWEST_OF_WIDE
    readings = []
    for codec in _CODECS:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        signs = beyond_ascii(text)
        bits = fewest_bits(text)
        is_words = bits <= _MOST_BITS * signs
        if is_words and (signs >= fewest or b"\0" in data):
            readings.append(_Reading(codec, text, bits + bits_of_ascii(text) + _RARITY_OF_WIDE))
    return readings


def _narrow_readings(data: bytes) -> Iterator[_Reading]:
    """Yield the readings of bytes in encodings in which ASCII has one."""
    for likely in likely_encodings(data):
        yield _Reading(likely.name, likely.text, likely.bits + bits_of_ascii(likely.text))
