"""Bytes of which one was lost, or came in: the characters behind it are cut anew, where the text is likelier then.

A character of two bytes, of which one is gone, shifts all that follow in its line; in UTF-16 to the end of the file.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from reader.language.letter_costs import DAMAGED, costs_in, fewest_bits
from reader.newspaper.article import DAMAGE

LONGEST = 200_000
"""Maximum number of bytes that are cut anew at once."""
_SURPLUS = 10.0
_CHANGE = 40.0
"""The bits of a byte that belongs to no character in a text of two encodings, and of a change of the encoding."""
_OTHER = 24.0
_CONTROL = 30.0
_ASCII = 5.0
_TWO_BYTES = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
_LENGTHS = {"utf-8": (2, 3, 4), "gb18030": (2, 4), "utf-16-le": (2,), "utf-16-be": (2,)}
_WIDE = ("utf-16-le", "utf-16-be")


class _Step(Struct, frozen=True):
    """The end of the likeliest text up to a place: its bits, its last character, and where that began."""

    bits: float
    sign: str = ""
    begin: int = 0
    way: int = 0


def is_realigned(codec: str) -> bool:
    """Return whether bytes in a codec can be cut anew."""
    return codec in _TWO_BYTES


def realigned(data: bytes, codecs: Sequence[str], languages: tuple[str, ...]) -> str:
    """Return the text of bytes in some encodings, cut into characters where it takes the fewest bits in the languages.

    A byte that is part of none is U+FFFD.
    """
    costs = _Costs(languages, len(codecs) > 1)
    nowhere = _Step(math.inf)
    steps = [[nowhere] * len(codecs) for _ in range(len(data) + 1)]
    steps[0] = [_Step(0.0, way=way) for way in range(len(codecs))]
    for at in range(len(data)):
        cheapest = min(range(len(codecs)), key=[step.bits for step in steps[at]].__getitem__)
        for way, codec in enumerate(codecs):
            before = way
            bits = steps[at][way].bits
            if steps[at][cheapest].bits + _CHANGE < bits:
                before = cheapest
                bits = steps[at][cheapest].bits + _CHANGE
            for sign, end, more in costs.signs_at(data, at, codec):
                if bits + more < steps[end][way].bits:
                    steps[end][way] = _Step(bits + more, sign, at, before)
    return "".join(reversed([*_signs_before(steps)]))


def _signs_before(steps: Sequence[Sequence[_Step]]) -> Iterator[str]:
    at = len(steps) - 1
    way = min(range(len(steps[at])), key=[step.bits for step in steps[at]].__getitem__)
    while at:
        step = steps[at][way]
        yield step.sign
        at = step.begin
        way = step.way


class _Costs:
    """What the characters that bytes may be cost in some languages."""

    def __init__(self, languages: tuple[str, ...], is_mixed: bool) -> None:
        self._bits = costs_in(languages)
        self._surplus = _SURPLUS if is_mixed else DAMAGED

    def signs_at(self, data: bytes, at: int, codec: str) -> Iterator[tuple[str, int, float]]:
        """Yield the characters that may begin at a place, with where they end and the bits that they take."""
        yield DAMAGE, at + 1, self._surplus
        if codec not in _WIDE and data[at] < 0x80:
            yield chr(data[at]), at + 1, _bits_of_ascii(data[at])
            return
        for length in _LENGTHS.get(codec, (2,)):
            sign = _sign_of(data[at : at + length], codec)
            if sign and at + length <= len(data):
                yield sign, at + length, self._bits_of(sign)

    def _bits_of(self, sign: str) -> float:
        if sign < "\x80":
            return _bits_of_ascii(ord(sign))
        return self._bits.get(sign, _OTHER)


def _bits_of_ascii(code: int) -> float:
    return _ASCII if code >= 0x20 or code in b"\t\r\n" else _CONTROL


@lru_cache(100_000)
def _sign_of(data: bytes, codec: str) -> str:
    """Return the character that bytes are; "" if they are none, or several."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return ""
    if len(text) != 1 or (len(data) == 2 and codec == "cp932" and text < "\x80"):
        return ""
    return text


_CLEAR = 12.0
"""Bits by which the text that is cut anew must be less."""


def likelier(data: bytes, text: str, codecs: Sequence[str], languages: tuple[str, ...]) -> str:
    """Return a text of bytes, cut anew if it is clearly likelier then."""
    if len(data) > LONGEST:
        return text
    other = realigned(data, codecs, languages)
    if fewest_bits(other, languages) + _CLEAR < fewest_bits(text, languages):
        return other
    return text


# -- signs of encodings that were lost, or stand for halves

_RUN_OF_HZ = re.compile(rb"~\{((?:[!-w][!-~])*)(?:~\}|(?=[\r\n]|\Z))|~(?:(~)|\r?\n)")
"""Characters up to their end, or that of the line where it was lost; “~~”, or a line that goes on."""
_HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
"""The halves of a character beyond the first plane, each encoded by itself, as CESU-8 has them."""


def hz_with_lost_ends(data: bytes) -> str:
    """Return the text of bytes in HZ, of which some signs for the ends of Chinese may be lost."""
    return _RUN_OF_HZ.sub(_of_hz, data).decode("gb18030", "replace")


def _of_hz(run: re.Match[bytes]) -> bytes:
    if run[1] is None:
        return run[2] or b""
    return bytes(byte | 0x80 for byte in run[1])


def with_joined_halves(data: bytes) -> bytes:
    """Return bytes of UTF-8 with whole characters for halves, and without the NULs that Java writes."""
    return _HALVES.sub(_joined, data.replace(b"\xc0\x80", b""))


def _joined(halves: re.Match[bytes]) -> bytes:
    units = halves[0].decode("utf-8", "surrogatepass")
    return units.encode("utf-16", "surrogatepass").decode("utf-16").encode()
