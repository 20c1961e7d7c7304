"""Texts whose bytes were read in a wrong encoding of East Asia or Europe, and saved as UTF-8: 鏄ㄦ棩 is 昨日.

Each such way is a codec, so that a file is read in it and a person can name it: `utf-8-as-gb18030`. What was lost
when the bytes were read wrongly stays lost, and is U+FFFD.
"""

import codecs
from collections.abc import Callable

from msgspec import Struct

from reader.formats import realignment
from reader.language.letter_costs import FREQUENT, LANGUAGES, beyond_ascii, fewest_bits
from reader.language.patterns import pattern
from reader.newspaper.article import DAMAGE

_EAST_ASIAN = ("zh-Hans", "zh-Hant", "ja", "ko")
_SIGN = pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


class Way(Struct, frozen=True):
    """How a text went wrong: the codec that its bytes are in, and the one in which they were read, each with a name."""

    name: str
    first: str
    wrong: str


def _way(first: str, wrong: str, codec: str = "", wrong_codec: str = "") -> Way:
    return Way(f"{first}-as-{wrong}", codec or first, wrong_codec or wrong)


WAYS = (
    _way("utf-8", "gb18030"),
    _way("big5", "gb18030", "big5hkscs"),
    _way("gb18030", "big5", wrong_codec="big5hkscs"),
    _way("gb18030", "shift_jis", wrong_codec="cp932"),
    _way("shift_jis", "gb18030", "cp932"),
    _way("big5", "shift_jis", "big5hkscs", "cp932"),
    _way("euc-kr", "gb18030", "cp949"),
    _way("utf-8", "cp437"),
    _way("utf-8", "mac-roman", wrong_codec="mac_roman"),
    _way("utf-8", "cp1251"),
    _way("gb18030", "cp1251"),
    _way("gb18030", "cp437"),
    _way("gb18030", "mac-roman", wrong_codec="mac_roman"),
    _way("utf-8", "cp850"),
)
CODECS = {way.name: way.name for way in WAYS}
"""The names of these encodings, each with its codec."""

_LOOKED_AT = 2_000
"""Number of characters by which a text is told to be running text, or not."""
_LEAST_FREQUENT = 0.15
"""Share of the frequent characters from which on Chinese is running text."""
_MOST_BITS = 13.0
"""Maximum bits of a character in running text."""
_FEW_BITS = 8.5
"""Bits of a character up to which no text was read wrongly."""
_LESS = 0.72
"""Maximum share of its bits that a text takes once it is read rightly."""
_MOST_FOREIGN = 0.02
"""Maximum share of characters that the wrong encoding does not have: those that an editor has added."""
_MOST_DAMAGE = 0.34
_LOST = 12.0
"""The bits of a place where something was lost: fewer than where nothing was read wrongly before."""
_FEWEST = 6


def is_read_wrongly(encoding: str) -> bool:
    """Return whether an encoding is one of these."""
    return encoding in CODECS


def way_of(text: str) -> str | None:
    """Return the encoding of a text that was read wrongly and saved as UTF-8; None for one that looks right."""
    signs = "".join(sign for sign in text[: 2 * _LOOKED_AT] if sign >= "\x80")[:_LOOKED_AT]
    if len(signs) < _FEWEST or sum(sign in FREQUENT for sign in signs) > _LEAST_FREQUENT * len(signs):
        return None
    lines = [line for line in text[: 2 * _LOOKED_AT].split("\n") if not line.isascii()]
    sample = "\n".join(lines)[:_LOOKED_AT]
    before = fewest_bits(sample, LANGUAGES)
    if before <= _FEW_BITS * beyond_ascii(sample):
        return None
    readings = []
    for way in WAYS:
        right = _read_rightly(sample, way)
        if right is not None and _is_right(right):
            lost = _LOST * right.count(DAMAGE)
            readings.append((fewest_bits(right.replace(DAMAGE, ""), _EAST_ASIAN) + lost, way.name))
    bits, name = min(readings, default=(before, ""))
    return name if bits <= _LESS * before else None


def _is_right(text: str) -> bool:
    """Return whether a text is running text of East Asia, most of it whole."""
    signs = len(_SIGN.findall(text))
    damaged = text.count(DAMAGE)
    legible = text.replace(DAMAGE, "")
    return (
        signs >= _FEWEST
        and damaged <= _MOST_DAMAGE * signs
        and fewest_bits(legible, _EAST_ASIAN) <= _MOST_BITS * beyond_ascii(legible)
    )


def _read_rightly(text: str, way: Way) -> str | None:
    """Return a text as it is in the codec of its bytes; None if it can't have been read in the wrong one."""
    parts = text.split(DAMAGE)
    data = b"\xff".join([part.encode(way.wrong, "replace") for part in parts])
    replaced = data.count(b"?") - text.count("?")
    if replaced > _MOST_FOREIGN * len(text):
        return None
    if DAMAGE in text and realignment.is_realigned(way.first) and len(data) <= realignment.LONGEST:
        return realignment.realigned(data, (way.first,), _EAST_ASIAN)
    return data.decode(way.first, "replace")


def _line_read_rightly(line: str, way: Way) -> str:
    """Return a line as it was before it was read wrongly; itself if it looks right."""
    if line.isascii():
        return line
    right = _read_rightly(line, way)
    if right is None or fewest_bits(right, _EAST_ASIAN) >= fewest_bits(line, LANGUAGES):
        return line
    return right


def _decoder(way: Way) -> Callable[..., tuple[str, int]]:
    def decode(data: bytes, errors: str = "strict") -> tuple[str, int]:
        lines = bytes(data).decode("utf-8", errors).split("\n")
        return "\n".join([_line_read_rightly(line, way) for line in lines]), len(data)

    return decode


def _encoder(way: Way) -> Callable[..., tuple[bytes, int]]:
    def encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
        wrong = text.encode(way.first, "replace").decode(way.wrong, "replace")
        return wrong.encode("utf-8", errors), len(text)

    return encode


def _codec(name: str) -> codecs.CodecInfo | None:
    for way in WAYS:
        if name.replace("-", "_") == way.name.replace("-", "_"):
            return codecs.CodecInfo(_encoder(way), _decoder(way), name=way.name)
    return None


codecs.register(_codec)
