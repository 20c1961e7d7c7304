"""Texts that were encoded twice, or more often: their bytes were taken for those of Windows-1252, or Latin-1.

Each such way is a codec of its own, so that a file is read in it, and a person can name it, like any encoding.
"""

import codecs
from collections.abc import Callable, Iterator, Mapping

from reader.language.letter_costs import beyond_ascii, fewest_bits
from reader.language.patterns import pattern
from reader.newspaper.article import DAMAGE

EAST_ASIAN = ("zh-Hans", "zh-Hant", "ja", "ko")
_WESTERN = ("western", "eastern")
_FIRST_ENCODINGS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}
_TWICE = "-twice"
_AGAIN: Mapping[str, str] = {f"utf-8{_TWICE}": "utf-8-thrice", "utf-8-thrice": "utf-8-four-times"}
"""The names of UTF-8 that was encoded again and again, by what it was before the last time."""
MORE_THAN_TWICE = tuple(_AGAIN)
_NAMES: Mapping[str, str] = {**{name: f"{name}{_TWICE}" for name in _FIRST_ENCODINGS}, **_AGAIN}
"""The name of each encoding that was encoded again, by the first one."""
CODECS: Mapping[str, str] = {name: name for name in _NAMES.values()}
"""The names of these encodings, each with its codec."""


def _bytes_of_signs() -> Mapping[int, int]:
    """Return the byte of each sign beyond ASCII, in Latin-1 or Windows-1252; a lost one is no byte of a text."""
    by_sign = {byte: byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        sign = bytes((byte,)).decode("cp1252", "ignore")
        if sign:
            by_sign[ord(sign)] = byte
    by_sign[ord(DAMAGE)] = 0xFF
    return by_sign


_BYTE_OF_SIGN = _bytes_of_signs()
_SIGN = "[" + "".join(map(chr, sorted(_BYTE_OF_SIGN))) + "]"
_RUN = pattern(f"{_SIGN}{{4}}")
"""What a text that was encoded twice is full of, and words of Western languages hardly ever are."""
_REPEATED = pattern(r"(.)\1{2,}")
_EAST_ASIAN_SIGN = pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_FEWEST_SIGNS = 2
_LESS = 0.5
"""Maximum share of its bits that a text takes once it is read again."""


def name_of(first_encoding: str) -> str | None:
    """Return the name of what was first in an encoding, and then encoded again; None where it has none."""
    return _NAMES.get(first_encoding)


def is_of_twice(encoding: str) -> bool:
    """Return whether an encoding is one of these."""
    return encoding in CODECS


def has_signs(text: str) -> bool:
    """Return whether a text may have been encoded twice: several signs of Latin-1 stand beside each other."""
    return _RUN.search(text) is not None


def first_bytes(text: str) -> bytes | None:
    """Return the bytes of a text before it was encoded again; None if it has other characters, or ASCII alone."""
    if text.isascii():
        return None
    try:
        return text.translate(_BYTE_OF_SIGN).encode("latin-1")
    except UnicodeEncodeError:
        return None


def suspected_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text that may have been encoded twice."""
    for line in text.split("\n"):
        if has_signs(line) and first_bytes(line) is not None:
            yield line


def is_likelier(text: str, before: str) -> bool:
    """Return whether a text is running text of East Asia, while what it is read again from is none of the West.

    A sign that is repeated, as a row of dots is, tells nothing.
    """
    text = _REPEATED.sub(r"\1", text)
    before = _REPEATED.sub(r"\1", before)
    signs = len(_EAST_ASIAN_SIGN.findall(text))
    damaged = text.count(DAMAGE)
    if signs < max(_FEWEST_SIGNS, 2 * damaged):
        return False
    return fewest_bits(text, EAST_ASIAN) <= _LESS * fewest_bits(before, _WESTERN)


def _line_read_again(line: str, codec: str) -> str:
    """Return a line as it was before it was encoded again; itself if it was not."""
    data = first_bytes(line)
    if data is None:
        return line
    text = data.decode(codec, "replace")
    if _EAST_ASIAN_SIGN.search(text) is None and beyond_ascii(text) != len(text.strip()):
        return line
    if fewest_bits(text, EAST_ASIAN) > fewest_bits(line, _WESTERN):
        return line
    return text


def _line_encoded_again(line: str, codec: str) -> str:
    if _EAST_ASIAN_SIGN.search(line) is None:
        return line
    return line.encode(codec, "replace").decode("cp1252", "surrogateescape").translate(_SIGN_OF_ESCAPE)


_SIGN_OF_ESCAPE = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
"""The sign of Latin-1 for each byte that Windows-1252 does not have."""


def _decoder(codec: str) -> Callable[..., tuple[str, int]]:
    def decode(data: bytes, errors: str = "strict") -> tuple[str, int]:
        data = bytes(data)
        lines = data.decode("utf-8", errors).split("\n")
        return "\n".join(_line_read_again(line, codec) for line in lines), len(data)

    return decode


def _encoder(codec: str) -> Callable[..., tuple[bytes, int]]:
    def encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
        lines = [_line_encoded_again(line, codec) for line in text.split("\n")]
        return "\n".join(lines).encode("utf-8", errors), len(text)

    return encode


def _codec(name: str) -> codecs.CodecInfo | None:
    """Return the codec of a text encoded twice by its name, which Python gives in lower case, with underscores."""
    for first_encoding, own_name in _NAMES.items():
        first_codec = _FIRST_ENCODINGS.get(first_encoding, first_encoding)
        if name.replace("-", "_") == own_name.replace("-", "_"):
            return codecs.CodecInfo(_encoder(first_codec), _decoder(first_codec), name=own_name)
    return None


codecs.register(_codec)
