"""The encodings that bytes do not show: which of them a text is in is told by what the text then is.

One table has them all. The text takes the fewest bits (`language.letter_costs`) in the encoding that it was written in.
"""

import codecs
from collections.abc import Sequence

from msgspec import Struct

from reader.formats import encoded_twice, read_wrongly
from reader.language.letter_costs import DAMAGED, LANGUAGES, beyond_ascii, fewest_bits
from reader.newspaper.article import DAMAGE

SAMPLE = 16 * 1024
"""Number of bytes by which the encoding is told."""
_CHINESE = ("zh-Hans", "zh-Hant")
_WIDE = 18.0
_NARROW = 9.0
"""Maximum bits of a character beyond ASCII in a text: one of two bytes, and of one. Those of noise take more."""
_MOST_OF_RARE = 12.0
"""The same of an encoding that only running text is taken for: hardly any file is in it."""
_CLEAR = 24.0
"""Minimum of bits by which a text is likelier in one encoding than in another that is then not mentioned."""
_STRANGE = 15.0
_CLEAR_OF_STRANGE = 1.3
"""The bits of a character from which on no encoding is clear, and how many times as many another one then may take."""


class Encoding(Struct, frozen=True):
    """An encoding: its name, the codecs that read it, the usual one first, and the languages written in it.

    `rarity` are the bits by which papers are rarely in it, `most_bits` those of a character in a text.
    """

    name: str
    codecs: tuple[str, ...]
    languages: tuple[str, ...]
    rarity: float
    most_bits: float = _NARROW


ENCODINGS = (
    Encoding("gb18030", ("gb18030",), _CHINESE, 0.0, _WIDE),
    Encoding("big5", ("big5hkscs", "cp950"), ("zh-Hant", "ja"), 2.0, _WIDE),
    Encoding("shift_jis", ("cp932", "shift_jis_2004"), ("ja",), 6.0, _WIDE),
    Encoding("euc-jp", ("euc_jp", "euc_jis_2004"), ("ja",), 12.0, _WIDE),
    Encoding("euc-kr", ("cp949",), ("ko",), 12.0, _WIDE),
    Encoding("euc-tw", ("euc_tw",), ("zh-Hant",), 60.0, _MOST_OF_RARE),
    Encoding("koi8-r", ("koi8_r",), ("ru",), 12.0),
    Encoding("koi8-u", ("koi8_u",), ("ru",), 13.0),
    Encoding("windows-1251", ("cp1251",), ("ru",), 12.0),
    Encoding("cp866", ("cp866",), ("ru",), 13.0),
    Encoding("iso8859-5", ("iso8859_5",), ("ru",), 13.0),
    Encoding("windows-1252", ("cp1252",), ("western",), 8.0),
    Encoding("windows-1250", ("cp1250",), ("eastern",), 9.0),
    Encoding("windows-1253", ("cp1253",), ("el",), 9.0),
)
_BY_NAME = {encoding.name: encoding for encoding in ENCODINGS}
_THAT_SHOW = {
    "utf-8": "utf-8",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "iso2022_jp": "iso2022_jp_2",
    "iso2022_kr": "iso2022_kr",
    "hz": "hz",
    "utf-7": "utf-7",
    "iso2022_cn": "iso2022_cn",
    **encoded_twice.CODECS,
    **read_wrongly.CODECS,
}
"""The encodings that show themselves, each with its codec: a person may say that a file is in one of them."""
NAMES = (*_BY_NAME, *_THAT_SHOW)
"""The encodings that a person may name."""


def _codec_of_cns_11643(name: str) -> codecs.CodecInfo | None:
    if name not in ("euc_tw", "iso2022_cn"):
        return None
    from reader.formats import cns_11643  # its tables are for files that few libraries have

    return cns_11643.codec_of(name)


codecs.register(_codec_of_cns_11643)


class Likely(Struct, frozen=True):
    """An encoding that bytes may be in, the codec that reads them, and the bits that the text then takes."""

    name: str
    codec: str
    bits: float
    text: str


def likely_encodings(data: bytes) -> Sequence[Likely]:
    """Return the encodings in which bytes are a text, the likeliest first, and those that are about as likely.

    There is none if the bytes are no text in any. Of several in which they are the same text, the first is meant.
    """
    ranked = ranked_encodings(data)
    if not ranked:
        return ()
    best = ranked[0]
    most = best.bits + _CLEAR
    if best.bits > _STRANGE * beyond_ascii(best.text):
        most = max(most, best.bits * _CLEAR_OF_STRANGE)
    return [likely for likely in ranked if likely.bits <= most]


def ranked_encodings(data: bytes) -> Sequence[Likely]:
    """Return all encodings in which bytes are a text, the likeliest first; of several with one text, the first."""
    sample = _sample(data)
    if sample.isascii():
        return ()
    readings = (_reading(encoding, sample) for encoding in ENCODINGS)
    by_text: dict[str, Likely] = {}
    for likely in sorted((reading for reading in readings if reading), key=_bits_of):
        by_text.setdefault(likely.text, likely)
    return [*by_text.values()]


def encodings_to_choose(data: bytes, encoding: str) -> Sequence[str]:
    """Return the encodings that bytes may be in, other than a likely one: UTF-8 for what was encoded twice."""
    if is_decoded_again(encoding):
        return ("utf-8",)
    return [likely.name for likely in ranked_encodings(data)]


def is_decoded_again(encoding: str) -> bool:
    """Return whether an encoding is that of a text which was encoded twice, or read wrongly and saved as UTF-8."""
    return encoded_twice.is_of_twice(encoding) or read_wrongly.is_read_wrongly(encoding)


def languages_of(codec: str) -> tuple[str, ...]:
    """Return the languages that are written in the encoding of a codec."""
    return next(encoding.languages for encoding in ENCODINGS if codec in encoding.codecs)


def encoded_twice_in(text: str) -> str | None:
    """Return the encoding of a text in UTF-8 that was encoded twice; None if it was not."""
    if not encoded_twice.has_signs(text):
        return None
    suspected = "\n".join(encoded_twice.suspected_lines(text))[:SAMPLE]
    first_bytes = encoded_twice.first_bytes(suspected)
    if first_bytes is None:
        return None
    readings = [("utf-8", first_bytes.decode("utf-8", "replace"))]
    if encoded_twice.has_signs(readings[0][1]):
        for name in encoded_twice.MORE_THAN_TWICE:
            readings.append((name, first_bytes.decode(name, "replace")))
    readings += [(likely.name, likely.text) for likely in ranked_encodings(first_bytes)]
    for first_encoding, first_text in readings:
        encoding = encoded_twice.name_of(first_encoding)
        if encoding is not None and encoded_twice.is_likelier(first_text, suspected):
            return encoding
    return None


def _bits_of(likely: Likely) -> float:
    return likely.bits


def _sample(data: bytes) -> bytes:
    """Return lines that have something beyond ASCII, from the beginning of a file on."""
    if len(data) <= SAMPLE:
        return data
    size = 0
    lines = []
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line[: SAMPLE - size])
            size += len(lines[-1])
        if size >= SAMPLE:
            break
    return b"".join(lines)


def _reading(encoding: Encoding, sample: bytes) -> Likely | None:
    """Return a sample in an encoding, by the codec that reads most of it; None if it is no text then."""
    codec = encoding.codecs[0]
    text = sample.decode(codec, "replace")
    for other_codec in encoding.codecs[1:]:
        if DAMAGE not in text:
            break
        other_text = sample.decode(other_codec, "replace")
        if other_text.count(DAMAGE) < text.count(DAMAGE):
            codec = other_codec
            text = other_text
    bits = fewest_bits(text, encoding.languages)
    if bits > encoding.most_bits * beyond_ascii(text) + DAMAGED:
        return None
    return Likely(encoding.name, codec, bits + encoding.rarity, text)


_ALSO_CALLED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "cp950": "big5",
    "big5hkscs": "big5",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "cp949": "euc-kr",
    "euc_kr": "euc-kr",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "cp1253": "windows-1253",
}


def name_of(called: str) -> str | None:
    """Return the name here of an encoding that is called so, "gb18030" for GBK; None for an unknown one."""
    if called.strip().lower() in NAMES:
        return called.strip().lower()
    try:
        name = codecs.lookup(called.strip()).name
    except LookupError:
        return None
    name = _ALSO_CALLED.get(name, name)
    if name in NAMES:
        return name
    return None


def codec_of(name: str) -> str | None:
    """Return the codec of an encoding that a person may name; None for any other name."""
    encoding = _BY_NAME.get(name)
    if encoding is None:
        return _THAT_SHOW.get(name)
    return encoding.codecs[0]


_MOST_OF_A_CHARACTER = 13.0
"""Maximum bits that a character beyond ASCII takes in running text."""


def is_running_text(text: str) -> bool:
    """Return whether the characters beyond ASCII in a text are those of running text in some language."""
    return fewest_bits(text, LANGUAGES) <= _MOST_OF_A_CHARACTER * beyond_ascii(text)
