"""Bytes → text: UTF-8, UTF-16, GB18030 and Big5, each of which returns a score for the bytes."""

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from reader.formats.signatures import control_share

SAMPLE = 64 * 1024
"""Bytes that are examined where the whole file need not be."""
_SURE_ENOUGH = 0.3
_MOST_CONTROLS = 0.01
_LONG_ENOUGH = 200
"""Bytes. In a longer text a few may be damaged."""

_LINE_END = re.compile(r"\r\n|\n|\r")
# The characters that running Chinese text is full of, in both scripts: about two fifths of any newspaper.
_FREQUENT = frozenset(
    "的一是了在有和人不大中这为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些"
    "然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条没结解问意建月公无"
    "系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组"
    "见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增"
    "争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八"
    "報記者國這為來時們個對會發動過說產種後經進著電裡實兩體機當點從業應開還與關義間樣無條結問長總將級統組見計"
    "，。、；：？！（）《》“”「」\u30001234567890"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding. `score(data)` is 0 if the data can't be in it, 1 if it can be in no other."""

    name: str
    score: Callable[[bytes], float]
    decode: Callable[[bytes], str]


def surest(data: bytes) -> Encoding | None:
    """Return the encoding with the highest score for the bytes, None if no score is high enough."""
    best, most = None, 0.0
    for encoding in ENCODINGS:
        score = encoding.score(data)
        if score > most:
            best, most = encoding, score
        if most == 1:
            break
    return best if most >= _SURE_ENOUGH else None


def as_lines(text: str) -> tuple[str, ...]:
    r"""Return the lines of a text, split at \n, \r\n and \r only; a line end at the very end begins no new line."""
    lines = _LINE_END.split(text) if "\r" in text else text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def likeness(text: str) -> float:
    """Return the share of a text's non-ASCII characters that are common in Chinese text, 0 to 1; newspapers have about
    0.6.
    """
    other = [character for character in text if character > "\x7f"]
    return sum(character in _FREQUENT for character in other) / len(other) if other else 0.0


# -- UTF-8, with or without a byte order mark

_MOST_DAMAGE_OF_UTF_8 = 0.001
_BOTH_ENDS = 3
"""Bytes of characters that the sampling cut at either end."""


def _score_utf_8(data: bytes) -> float:
    if b"\x00" in data or control_share(data) > _MOST_CONTROLS:
        return 0.0
    try:
        data.decode()
    except UnicodeDecodeError:
        # A file cut off in a character, or with a byte lost, is still UTF-8 when all else fits.
        damage = data.decode(errors="replace").count("\ufffd")
        return (
            0.5
            if damage <= max(_BOTH_ENDS, len(data) * _MOST_DAMAGE_OF_UTF_8) and len(data) > _LONG_ENOUGH
            else 0.0
        )
    return 1.0


def _decode_utf_8(data: bytes) -> str:
    return data.removeprefix(codecs.BOM_UTF8).decode(errors="replace")


# -- UTF-16 of either byte order: by its mark, or guessed where the text could be nothing else

_FEW = 0.02


def _score_utf_16(codec: str, mark: bytes, data: bytes) -> float:
    if len(data) % 2:
        return 0.0
    if data.startswith(mark):
        return 1.0 if _decoded_utf_16(codec, data) is not None else 0.0
    sample = data[:SAMPLE]
    text = _decoded_utf_16(codec, sample[: len(sample) // 2 * 2])
    if text is None or not any(end in text for end in "\n\r \u3000，。"):
        return 0.0
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\t\n\r\f\v" for c in text)
    if odd / len(text) > _FEW:
        return 0.0
    ascii_share = sum(character < "\x80" for character in text) / len(text)
    return 0.9 if ascii_share > 0.6 or likeness(text) > 0.3 else 0.0


def _decoded_utf_16(codec: str, data: bytes) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _decode_utf_16(codec: str, mark: bytes, data: bytes) -> str:
    return data.removeprefix(mark).decode(codec, errors="replace")


# -- GB18030 (and so GBK and GB2312) and Big5 with the Hong Kong supplement share their bytes: both are scored by how
# Chinese the text is that they make of them

_CODECS = ("gb18030", "big5hkscs")
_CLEAR = 0.08
_MOST_DAMAGE_OF_TWO = 0.01
_CHINESE = 0.35


def _score_double_byte(codec: str, data: bytes) -> float:
    """Return the score of `data` for `codec`, one of the two; between 0 and 0.95."""
    if b"\x00" in data or control_share(data) > _MOST_CONTROLS:
        return 0.0
    likenesses = {name: _likeness(name, data) for name in _CODECS}
    own = likenesses[codec]
    other = max(value if value is not None else -1.0 for name, value in likenesses.items() if name != codec)
    if own is None:
        return 0.0
    if other < 0 or own - other > _CLEAR:
        return min(0.95, 0.4 + own)
    if other - own > _CLEAR:
        return 0.1
    return 0.6 if _second_opinion(data) == codec else 0.4


def _likeness(codec: str, data: bytes) -> float | None:
    """Return the likeness of the decoded data, None if it can't be decoded.

    A file truncated inside a character, or with a few bytes lost, can still be decoded.
    """
    try:
        return likeness(data.decode(codec)[:SAMPLE])
    except UnicodeDecodeError:
        text = data.decode(codec, errors="replace")
        share = likeness(text[:SAMPLE])
        is_damaged = text.count("\ufffd") > max(1, len(data) * _MOST_DAMAGE_OF_TWO)
        return None if is_damaged or len(data) < _LONG_ENOUGH or share < _CHINESE else share


def _second_opinion(data: bytes) -> str:
    from charset_normalizer import from_bytes  # large, and hardly ever asked

    best = from_bytes(data[:SAMPLE], cp_isolation=["gb18030", "big5hkscs"]).best()
    return best.encoding if best is not None and best.encoding in _CODECS else "gb18030"


def _decode_double_byte(codec: str, data: bytes) -> str:
    return data.decode(codec, errors="replace")


ENCODINGS = (
    Encoding("utf-8", _score_utf_8, _decode_utf_8),
    *(
        Encoding(codec, partial(_score_utf_16, codec, mark), partial(_decode_utf_16, codec, mark))
        for codec, mark in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE))
    ),
    *(
        Encoding(name, partial(_score_double_byte, codec), partial(_decode_double_byte, codec))
        for name, codec in (("gb18030", "gb18030"), ("big5", "big5hkscs"))
    ),
)
