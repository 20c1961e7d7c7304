"""Bytes → text in UTF-8, UTF-16, UTF-32, Shift JIS, GB18030 or Big5; undecodable bytes become U+FFFD.

Valid UTF-8, UTF-16, UTF-32 and what is surely Japanese in Shift JIS are decoded as a whole. Any other file is decoded
line by line: a line is taken for UTF-8 if most of it is Chinese in UTF-8; all other lines are decoded as GB18030 or as
Big5, whichever gives more Chinese text.
"""

import codecs
import itertools
import operator
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from msgspec import Struct
from msgspec.structs import replace

from reader.formats import realignment
from reader.formats.encoded_twice import is_likelier, is_of_twice
from reader.formats.encodings import (
    codec_of,
    encoded_twice_in,
    is_running_text,
    languages_of,
    likely_encodings,
    name_of,
)
from reader.formats.other_kinds import comparable
from reader.formats.read_wrongly import is_read_wrongly, way_of
from reader.formats.reading import OF_TEXT, SavedFile, UnreadableFile
from reader.formats.short_words import short_words
from reader.i18n import say
from reader.language.letter_costs import beyond_ascii, costs_in
from reader.language.patterns import pattern
from reader.newspaper.article import DAMAGE, SourceText
from reader.newspaper.correction import Correction, CorrectionKind
from reader.newspaper.facts import Claim, Fact, Rule, decided, fact_by, unknown
from reader.newspaper.logical_clock import order_of

_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b"))


def kind_of(data: bytes) -> str | None:
    """Return a name for the type of a binary file by its first bytes (“图片”), None for what may be text."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM6", b"II*\x00", b"MM\x00*")) or (
        data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    ):
        return say("图片")
    if data.startswith(b"%PDF-"):
        return say("PDF 文件")
    if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        return say("压缩包或 Office 文件")
    if data.startswith((b"SQLite format 3\x00", b"MZ", b"\x7fELF")) and b"\x00" in data:
        return say("程序或数据库文件")
    return None


def control_share(data: bytes) -> float:
    """Return the share of bytes that no text file contains: NUL and most control characters, 0 to 1."""
    if data:
        return (len(data) - len(data.translate(None, _CONTROL))) / len(data)
    return 0.0


SAMPLE = 64 * 1024
"""Number of bytes or characters examined where a sample of the file is enough."""
_MOST_CONTROLS = 0.05
"""Maximum share of control characters in text, a run of NULs counted as one; random bytes have twice that."""
_MOST_DAMAGE = 0.4
"""Maximum share of undecodable characters in text; data with more is not text."""
_LONG_ENOUGH = 200
"""Minimum number of bytes of a text in which some undecodable bytes are accepted."""

_LINE_END = pattern(r"\r\n|\n|\r")


class Decoded(Struct, frozen=True):
    """A text, and the encoding of most of it.

    `is_guess`: the bytes do not show the encoding, it is told by how much the text looks like one; `rival` is another
    encoding in which the text looks almost as likely. `is_corrected`: a person has told it.
    """

    encoding: str
    text: str
    is_guess: bool = False
    rival: str | None = None
    is_corrected: bool = False

    @property
    def fact(self) -> Fact[str]:
        """How the encoding is known."""
        if self.is_corrected:
            return fact_by(Rule.CONFIRMED, self.encoding)
        return guessed(self.guesses) if self.is_guess else fact_by(Rule.OWN_WORDS, self.encoding)

    @property
    def guesses(self) -> tuple[str, ...]:
        """The encodings in which the text looks right, the likeliest first, if it is a guess; otherwise none."""
        likely = filter(None, [self.encoding, self.rival])
        return tuple(likely) if self.is_guess else ()


def guess_words(name: str, text: Decoded) -> str:
    """Return a sentence about a file whose encoding is a guess; "" if it is none."""
    if not text.is_guess:
        return ""
    if is_of_twice(text.encoding):
        return say(
            "{path} 像是编码了不止一次（{encoding}），按原来的字读的。不对，请说明它就是 utf-8。",
            path=name,
            encoding=text.encoding,
        )
    if is_read_wrongly(text.encoding):
        return say(
            "{path} 像是曾按错误的编码读过又存成了 UTF-8（{encoding}），按原来的字读的。不对，请说明它就是 utf-8。",
            path=name,
            encoding=text.encoding,
        )
    if text.rival is not None:
        return say(
            "{path} 看不准是什么编码：按 {encoding} 读的，也可能是 {rival}。不对，请存成 UTF-8 再试。",
            path=name,
            encoding=text.encoding,
            rival=text.rival,
        )
    return say("{path} 不是 UTF-8，像是 {encoding}，按它读的。", path=name, encoding=text.encoding)


def guessed(guesses: Iterable[str]) -> Fact[str]:
    """Return the encoding that is the first of some guesses; unknown without any."""
    return decided(Claim(encoding, Rule.GUESSED_ENCODING) for encoding in guesses)


def guesses_of(encoding: Fact[str]) -> tuple[str, ...]:
    """Return the guesses of which an encoding is the first (`guessed`); none for one that is no guess."""
    if encoding.value is None or encoding.is_sure:
        return ()
    return (encoding.value, *(objection.words for objection in encoding.against))


_BY_PROGRAM = b'{"yuebao":'
_DECLARED = re.compile(rb"(?:charset|coding)\s{0,3}[=:]\s{0,3}[\"']?([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_DECLARED_WITHIN = 4000
"""Number of bytes at the beginning of a file within which its encoding is declared."""


def fact_of(data: bytes, encoding: str) -> Fact[str]:
    """Return how the encoding is known in which a format has read bytes: by these, by what they declare, or as a guess.

    It is unknown for bytes that are no text.
    """
    if kind_of(data) is not None:
        return unknown()
    declared = (found[1].decode() for found in _DECLARED.finditer(data[:_DECLARED_WITHIN]))
    if encoding in map(name_of, declared):
        return fact_by(Rule.OWN_WORDS, encoding)
    found = decoded(data)
    return found.fact if found is not None and found.encoding == encoding else unknown()


_MARK = "\ufeff"
"""A byte order mark. Where files were joined it stands in the middle, and is no part of the text there either."""


def decoded(data: bytes) -> Decoded | None:
    """Return the text of bytes, in the encoding that they show or else are likely in; None if they are no text."""
    text = (
        _wide_above_utf_8(data)
        or _marked(data)
        or _seven_bits(data)
        or _encoded_twice(data)
        or _words(data)
        or _utf_8(data)
        or _utf_8_above_wide(data)
        or _wide(data)
        or _mixed(data)
        or _wide_with_lost_bytes(data)
    )
    if text is None or _MARK not in text.text:
        return text
    return replace(text, text=text.text.replace(_MARK, ""))


def decoded_as(data: bytes, encoding: str) -> Decoded | None:
    """Return the text of bytes in an encoding that a person has named; None for an unknown one."""
    codec = codec_of(encoding)
    if codec is None:
        return None
    for _, mark in _WIDE:
        data = data.removeprefix(mark)
    data = data.removeprefix(codecs.BOM_UTF8)
    text = data.decode(codec, errors="replace").replace(_MARK, "")
    return Decoded(encoding, _without_nuls(text), is_corrected=True)


def decoded_file(file: SavedFile) -> Decoded | None:
    """Return the text of a file, in the encoding that a person has told, else as `decoded`."""
    return decoded_as_told(file) or decoded(file.data)


def decoded_as_told(file: SavedFile) -> Decoded | None:
    """Return the text of a file in the encoding that a person has told; None if nobody has told a known one.

    An issue that this program has written out of a file that holds several is in UTF-8, and decoded already.
    """
    encoding = told_encoding(file.corrections)
    if encoding is None or file.data.startswith(_BY_PROGRAM):
        return None
    return decoded_as(file.data, encoding)


def told_encoding(corrections: Iterable[Correction]) -> str | None:
    """Return the known encoding that a person has told last of a file; None if nobody has."""
    of_encoding = [
        correction
        for correction in corrections
        if correction.claim.kind is CorrectionKind.ENCODING and not correction.undone
    ]
    if not of_encoding:
        return None
    encoding = max(of_encoding, key=order_of).claim.encoding or ""
    return encoding if codec_of(encoding) else None


def without_encoding(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections that say nothing of the encoding of a file."""
    return [correction for correction in corrections if correction.claim.kind is not CorrectionKind.ENCODING]


def decoded_otherwise(text: str, encoding: str, told: str) -> str:
    """Return a text that was decoded in one encoding as it is in the one that a person has told; itself if the bytes
    that it was decoded from cannot be had again.
    """
    before = codec_of(encoding)
    after = codec_of(told)
    if before is None or after is None:
        return text
    try:
        return text.encode(before).decode(after, errors="replace")
    except UnicodeError:
        return text


def as_lines(text: str) -> tuple[str, ...]:
    r"""Return the lines of a text, split at \n, \r\n and \r only, without an empty last line."""
    if "\r" in text:
        lines = _LINE_END.split(text)
    else:
        lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def _without_nuls(text: str) -> str:
    if "\0" in text:
        return re.sub("\0+", DAMAGE, text)
    return text


def _words(data: bytes) -> Decoded | None:
    """Return a few words whose bytes are right in several encodings; None for others."""
    reading = short_words(data)
    if reading is None:
        return None
    return Decoded(reading.name, _without_nuls(reading.text), is_guess=True, rival=reading.rival)


def _strict_utf_8(data: bytes) -> Decoded | None:
    if b"\0" in data or control_share(data) > _MOST_CONTROLS:
        return None
    try:
        return Decoded("utf-8", data.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError:
        return None


_IS_TOLD = ContextVar("is_told", default=False)


@contextmanager
def as_told() -> Iterator[None]:
    """Take UTF-8 for what it says: a person has told the encoding in which the text was decoded before."""
    token = _IS_TOLD.set(True)
    try:
        yield
    finally:
        _IS_TOLD.reset(token)


def _utf_8(data: bytes) -> Decoded | None:
    """Return the text of bytes in UTF-8, also where halves of characters are written one by one; None for others.

    What was read in a wrong encoding before it was saved is as it was before, as a guess.
    """
    plain = _strict_utf_8(data) or _strict_utf_8(realignment.with_joined_halves(data))
    if plain is None or _IS_TOLD.get():
        return plain
    encoding = way_of(plain.text)
    if encoding is None:
        return plain
    return Decoded(encoding, plain.text.encode().decode(encoding), is_guess=True)


def _encoded_twice(data: bytes) -> Decoded | None:
    """Return the text of bytes in UTF-8 that were encoded twice; None for others. It is a guess."""
    if _IS_TOLD.get() or (b"\xc2" not in data and b"\xc3" not in data):
        return None
    plain = _strict_utf_8(data)
    encoding = encoded_twice_in(plain.text) if plain is not None else None
    if plain is None or encoding is None:
        return None
    text = plain.text.encode().decode(encoding)
    if not is_running_text(text[:SAMPLE].replace(DAMAGE, "")):
        return None
    return Decoded(encoding, text, is_guess=True)


# -- encodings of seven bits, whose signs for what is beyond ASCII are themselves ASCII

_OF_ISO_2022 = re.compile(rb"\x1b(?:\$[@AB]|\$\([A-DOPQ]|\(I)")
_OF_ISO_2022_CN = re.compile(rb"\x1b\$(?:\)[AGE]|\*[HI])")
_OF_ISO_2022_KR = re.compile(rb"\x1b\$\)C")
_OF_HZ = re.compile(rb"~\{(?:[!-w][!-~])+~\}")
_OF_UTF_7 = re.compile(rb"\+[A-Za-z0-9+/]{4,}-?")
_ISO_2022 = ("iso2022_jp_2", "iso2022_jp_ext", "iso2022_jp_2004")
_FEWEST_IN_UTF_7 = 6
"""Minimum number of characters beyond ASCII of a text in UTF-7, which other texts might have by chance."""


def _seven_bits(data: bytes) -> Decoded | None:
    """Return the text of bytes in ISO 2022, HZ or UTF-7; None for others. The last two are a guess."""
    if b"\x1b$" not in data and b"~{" not in data and b"+" not in data:
        return None
    if not data.isascii():
        return None
    if _OF_ISO_2022_KR.search(data):
        return Decoded("iso2022_kr", data.decode("iso2022_kr", errors="replace"))
    if _OF_ISO_2022.search(data):
        readings = [data.decode(codec, errors="replace") for codec in _ISO_2022]
        return Decoded("iso2022_jp", min(readings, key=_damage_in))
    if _OF_ISO_2022_CN.search(data):
        return Decoded("iso2022_cn", data.decode("iso2022_cn"))
    if _OF_HZ.search(data):
        return _shown_by_signs("hz", data, 1) or _hz_with_lost_ends(data)
    if _OF_UTF_7.search(data):
        return _shown_by_signs("utf-7", data, _FEWEST_IN_UTF_7)
    return None


def _hz_with_lost_ends(data: bytes) -> Decoded | None:
    """Return the text of bytes in HZ that lack signs for the ends of Chinese; None if it is none."""
    text = realignment.hz_with_lost_ends(data)
    if not is_running_text(text) or beyond_ascii(text) < _FEWEST_IN_UTF_7:
        return None
    return Decoded("hz", text, is_guess=True)


def _damage_in(text: str) -> int:
    return text.count(DAMAGE)


def _shown_by_signs(codec: str, data: bytes, fewest: int) -> Decoded | None:
    """Return the text of bytes in an encoding, if it is running text, with so many characters beyond ASCII."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    if beyond_ascii(text) < fewest or not is_running_text(text):
        return None
    return Decoded(codec, text, is_guess=True)


# -- UTF-16 and UTF-32 of either byte order: by the byte order mark, else only if the text is plausible

_WIDE = (
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("utf-32-be", codecs.BOM_UTF32_BE),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)
_FEW = 0.02


def _marked(data: bytes) -> Decoded | None:
    for codec, mark in _WIDE:
        if data.startswith(mark):
            text = _without_nuls(data[len(mark) :].decode(codec, errors="replace"))
            if _looks_right(text[:SAMPLE]) and _looks_right(text[-SAMPLE:]):
                return Decoded(codec, text)
            other = _belied_mark(data[len(mark) :], codec)
            if other is not None or _odd_share(text) <= _MOST_DAMAGE:
                return other or Decoded(codec, text)
    return None


def _looks_right(text: str) -> bool:
    return _odd_share(text) <= _FEW and (_ascii_share(text) > 0.6 or is_running_text(text))


def _belied_mark(data: bytes, codec: str) -> Decoded | None:
    """Return the text of bytes that a byte order mark belies: in UTF-8, in the other order, or with lost bytes."""
    plain = _strict_utf_8(data)
    if plain is not None and _looks_right(plain.text[:SAMPLE]):
        return Decoded("utf-8", plain.text, is_guess=True)
    swapped = _OTHER_ORDER.get(codec)
    if swapped is None:
        return None
    text = _without_nuls(data.decode(swapped, errors="replace"))
    if _looks_right(text[:SAMPLE]):
        return Decoded(swapped, text, is_guess=True)
    return _with_lost_bytes(data, codec)


_OTHER_ORDER = {"utf-16-le": "utf-16-be", "utf-16-be": "utf-16-le"}


def _wide_with_lost_bytes(data: bytes) -> Decoded | None:
    """Return the text of bytes in UTF-16 of which some were lost; None for others."""
    if b"\0" not in data:
        return None
    return _with_lost_bytes(data, "utf-16-le") or _with_lost_bytes(data, "utf-16-be")


def _with_lost_bytes(data: bytes, codec: str) -> Decoded | None:
    if len(data) > realignment.LONGEST:
        return None
    text = realignment.realigned(data, (codec,), _CHINESE)
    is_of_chinese = beyond_ascii(text) >= _FEWEST_OF_LINE and is_running_text(text)
    if not is_of_chinese or _odd_share(text) > _FEW:
        return None
    return Decoded(codec, text, is_guess=True)


_CHINESE = ("zh-Hans", "zh-Hant")


def _wide(data: bytes) -> Decoded | None:
    for codec, mark in _WIDE:
        sample = data[: min(SAMPLE, len(data)) // len(mark) * len(mark)].decode(codec, errors="replace")
        is_parted = any(end in sample for end in "\n\r \u3000，。")
        if (
            is_parted
            and _odd_share(sample) <= _FEW
            and (_ascii_share(sample) > 0.6 or is_running_text(sample))
        ):
            return Decoded(codec, _without_nuls(data.decode(codec, errors="replace")), is_guess=True)
    return None


# -- UTF-8 and UTF-16 in one file, as programs append to a file in another encoding


def _utf_8_above_wide(data: bytes) -> Decoded | None:
    """Return the text of lines in UTF-8 with lines in UTF-16 below; None for others."""
    begin = _end_of_utf_8(data)
    if begin is None:
        return None
    head = data[:begin].decode()
    for codec, mark in _WIDE_OF_TWO:
        below = _strictly(codec, data[begin:].removeprefix(mark))
        if below and _odd_share(below) <= _FEW and is_running_text(below[:SAMPLE]):
            return Decoded("utf-8", head + below, is_guess=True)
    return None


def _end_of_utf_8(data: bytes) -> int | None:
    """Return where lines that are surely in UTF-8 end, above others; None if there are no such lines."""
    nul = data.find(b"\0")
    end = len(data) if nul < 0 else nul
    try:
        data[:end].decode()
    except UnicodeDecodeError as error:
        end = error.start
    if data[end : end + 2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        begin = end
    else:
        begin = data.rfind(b"\n", 0, end) + 1
    if _SURELY_IN_UTF_8.search(data, 0, begin) is None:
        return None
    return begin


def _wide_above_utf_8(data: bytes) -> Decoded | None:
    """Return the text of lines in UTF-16 with lines in UTF-8 below; None for others."""
    codec = next((codec for codec, mark in _WIDE_OF_TWO if data.startswith(mark)), None)
    if codec is None:
        return None
    below = _SURELY_IN_UTF_8.search(data)
    if below is None:
        return None
    line_end = "\n".encode(codec)
    begin = data.rfind(line_end, 0, below.start()) + len(line_end)
    head = _strictly(codec, data[:begin])
    text = _strictly("utf-8", data[begin:])
    if begin < len(line_end) or not head or not text or _odd_share(head) > _FEW:
        return None
    return Decoded("utf-8", head + text, is_guess=True)


_WIDE_OF_TWO = tuple((codec, mark) for codec, mark in _WIDE if len(mark) == 2)


def _strictly(codec: str, data: bytes) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _odd_share(text: str) -> float:
    """Return the share of characters that text does not contain: U+FFFD, control, unassigned, private use."""
    sample = text[:SAMPLE]
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\t\n\r\f\v" for c in sample)
    if sample:
        return (odd + sample.count(DAMAGE)) / len(sample)
    return 1.0


def _ascii_share(text: str) -> float:
    return sum(character < "\x80" for character in text) / len(text)


# -- UTF-8 with some bytes lost, an encoding that the bytes do not show (`encodings`), or two of them

_MARKS_OF_LINES = re.compile(rb"^\xef\xbb\xbf", re.MULTILINE)
"""Byte order marks of UTF-8 at the beginnings of lines."""
_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_CHINESE_IN_UTF_8 = re.compile(rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2})+")
_SURELY_IN_UTF_8 = re.compile(rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){4}")
"""Four Chinese characters in a row: in other encodings, one or two match by chance."""
# Minimum share of the non-ASCII bytes, and minimum number of bytes, that must be Chinese in UTF-8.
_MOST_OF_IT = 0.6
_ENOUGH_OF_IT = 12
_ASCII = bytes(range(0x80))


def _mixed(data: bytes) -> Decoded | None:
    # a run of NULs counts as one damaged character
    data = re.sub(rb"\0+", b"\0", _MARKS_OF_LINES.sub(b"", data))
    if control_share(data) > _MOST_CONTROLS:
        return None
    lines = _LINES.findall(data)
    # single lines are taken for UTF-8 only if some part of the file surely is
    is_known = _SURELY_IN_UTF_8.search(data) is not None
    are_utf_8 = [is_known and _is_chinese_in_utf_8(line) for line in lines]
    others = b"".join(itertools.compress(lines, map(operator.not_, are_utf_8)))
    is_mostly_utf_8 = 2 * _beyond_ascii(others) < _beyond_ascii(data)
    if is_mostly_utf_8:
        # short lines, which have too little Chinese to show it, are then UTF-8 as well
        are_utf_8 = [is_utf_8 or _is_utf_8(line) for line, is_utf_8 in zip(lines, are_utf_8, strict=True)]
        others = b"".join(itertools.compress(lines, map(operator.not_, are_utf_8)))
    are_twice = [not utf_8 and _is_encoded_twice(line) for line, utf_8 in zip(lines, are_utf_8, strict=True)]
    others = b"".join(
        line
        for line, is_utf_8, is_twice in zip(lines, are_utf_8, are_twice, strict=True)
        if not is_utf_8 and not is_twice
    )
    likely = likely_encodings(others)
    if not likely:
        text = data.decode(errors="replace")
        if _is_text(text):
            of_two = "".join(map(_line_of_two, lines)) if is_known else text
            return Decoded("utf-8", _without_nuls(of_two), is_guess=not is_known or of_two != text)
        return None
    best, *rivals = likely
    texts = []
    for line, is_utf_8, is_twice in zip(lines, are_utf_8, are_twice, strict=True):
        if is_utf_8:
            texts.append(_line_of_two(line))
        elif is_twice:
            texts.append(line.decode(_UTF_8_TWICE, errors="replace"))
        else:
            texts.append(_line_in(best.codec, line))
    text = "".join(texts)
    if is_mostly_utf_8:
        return Decoded("utf-8", _without_nuls(text), is_guess=True)
    rival = next((other.name for other in rivals), None)
    return Decoded(best.name, _without_nuls(text), is_guess=True, rival=rival)


_MOST_BITS = 13.0
"""Maximum bits of a character in a line that looks right in an encoding."""
_OTHERS_OF_LINES = {"gb18030": ("big5hkscs",), "big5hkscs": ("gb18030",)}
"""The encodings in which single lines of a file may be, by that of the others."""


def _line_in(codec: str, line: bytes) -> str:
    """Return a line in an encoding; where it looks wrong, in another one, or cut anew behind a lost byte."""
    text = line.decode(codec, errors="replace")
    if not realignment.is_realigned(codec) or text.isascii():
        return text
    languages = languages_of(codec)
    costs = costs_in(languages)
    signs = [sign for sign in text if sign >= "\x80"]
    bits = sum(costs.get(sign, _MOST_BITS * 2) for sign in signs)
    if DAMAGE not in text and bits <= _MOST_BITS * len(signs):
        return text
    for other in _OTHERS_OF_LINES.get(codec, ()):
        of_other = line.decode(other, errors="replace")
        if DAMAGE not in of_other and len(signs) >= _FEWEST_OF_LINE and is_running_text(of_other):
            return of_other
    return realignment.likelier(line, text, (codec,), languages)


_FEWEST_OF_LINE = 8


def _line_of_two(line: bytes) -> str:
    """Return a line in UTF-8; where parts of it are in another encoding, these in that."""
    text = line.decode("utf-8", errors="replace")
    if DAMAGE not in text or text.count(DAMAGE) < _FEWEST_OF_LINE:
        return text
    return realignment.likelier(line, text, ("utf-8", "gb18030"), _CHINESE)


def _is_encoded_twice(line: bytes) -> bool:
    """Return whether a line is UTF-8 of which each byte was taken for a character, and encoded again."""
    if _SIGNS_IN_UTF_8.search(line) is None or not _is_utf_8(line):
        return False
    before = line.decode()
    text = line.decode(_UTF_8_TWICE, errors="replace")
    return text != before and is_likelier(text, before)


_UTF_8_TWICE = "utf-8-twice"
_SIGNS_IN_UTF_8 = re.compile(rb"(?:[\xc2\xc3][\x80-\xbf]){2}")


def _beyond_ascii(data: bytes) -> int:
    return len(data.translate(None, _ASCII))


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese_in_utf_8(line: bytes) -> bool:
    """Return whether most non-ASCII bytes of a line are Chinese in UTF-8; in other encodings that is rare."""
    beyond = _beyond_ascii(line)
    chinese = sum(map(len, _CHINESE_IN_UTF_8.findall(line)))
    is_enough = chinese >= _ENOUGH_OF_IT or (chinese == beyond and _is_utf_8(line))
    return beyond > 0 and is_enough and chinese >= beyond * _MOST_OF_IT


def _is_text(text: str) -> bool:
    """Return whether few enough characters of a decoded text are U+FFFD."""
    beyond = len(text) - sum(character < "\x80" for character in text)
    return text.count(DAMAGE) <= beyond * _MOST_DAMAGE or beyond <= len(text) * _FEW


def decoded_names(names: Sequence[bytes]) -> list[str]:
    """Return names decoded in one detected encoding. A single name would be too short to detect it."""
    decoded_text = decoded(b"\n".join(names)) if names else None
    texts = decoded_text.text.split("\n") if decoded_text is not None else []
    if len(texts) == len(names):
        return texts
    return [name.decode("utf-8", "replace") for name in names]


class PlainText:
    """The format of files that end in .txt or .md, and of any other file if the user says so."""

    name = "text"

    def certainty(self, file: SavedFile) -> float:
        if comparable(file.name).endswith(OF_TEXT):
            return 1.0
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        decoded_text = decoded_file(file)
        if decoded_text is None:
            raise UnreadableFile(say("认不出文件的编码。请另存为 UTF-8 文本后再试。"))
        if not decoded_text.text.strip():
            raise UnreadableFile(say("文件是空的，没有文字可读。"))
        return SourceText(
            file.name, decoded_text.encoding, as_lines(decoded_text.text), encoding_fact=decoded_text.fact
        )
