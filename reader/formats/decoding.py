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
from collections.abc import Iterable, Sequence

from msgspec import Struct

from reader.formats.other_kinds import comparable
from reader.formats.reading import OF_TEXT, SavedFile, UnreadableFile
from reader.i18n import say
from reader.language.patterns import pattern
from reader.newspaper.article import DAMAGE, SourceText
from reader.newspaper.facts import Claim, Fact, Rule, decided, fact_by, unknown

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


class Decoded(Struct, frozen=True):
    """A text, and the encoding of most of it.

    `is_guess`: the bytes do not show the encoding, it is told by how much the text looks like one; `rival` is another
    encoding in which the text looks almost as likely.
    """

    encoding: str
    text: str
    is_guess: bool = False
    rival: str | None = None

    @property
    def fact(self) -> Fact[str]:
        """How the encoding is known."""
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
    return say("{path} 不是 UTF-8，像是 {encoding}，按它读的。", path=name, encoding=text.encoding)


def guessed(guesses: Iterable[str]) -> Fact[str]:
    """Return the encoding that is the first of some guesses; unknown without any."""
    return decided(Claim(encoding, Rule.GUESSED_ENCODING) for encoding in guesses)


def guesses_of(encoding: Fact[str]) -> tuple[str, ...]:
    """Return the guesses of which an encoding is the first (`guessed`); none for one that is no guess."""
    if encoding.value is None or encoding.is_sure:
        return ()
    return (encoding.value, *(objection.words for objection in encoding.against))


_DECLARED = re.compile(rb"(?:charset|coding)\s{0,3}[=:]\s{0,3}[\"']?([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_ALSO_CALLED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp950": "big5",
    "big5hkscs": "big5",
    "cp932": "shift_jis",
}
_DECLARED_WITHIN = 4000
"""Number of bytes at the beginning of a file within which its encoding is declared."""


def fact_of(data: bytes, encoding: str) -> Fact[str]:
    """Return how the encoding is known in which a format has read bytes: by these, by what they declare, or as a guess.

    It is unknown for bytes that are no text.
    """
    if kind_of(data) is not None:
        return unknown()
    declared = (found[1].decode() for found in _DECLARED.finditer(data[:_DECLARED_WITHIN]))
    if encoding in map(_plainest, declared):
        return fact_by(Rule.OWN_WORDS, encoding)
    found = decoded(data)
    return found.fact if found is not None and found.encoding == encoding else unknown()


def _plainest(declared: str) -> str:
    """Return the name under which an encoding is told here: gb18030 for GB2312."""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return declared.lower()
    return _ALSO_CALLED.get(name, name)


def decoded(data: bytes) -> Decoded | None:
    return _marked(data) or _strict_utf_8(data) or _wide(data) or _shift_jis(data) or _mixed(data)


def as_lines(text: str) -> tuple[str, ...]:
    r"""Return the lines of a text, split at \n, \r\n and \r only, without an empty last line."""
    if "\r" in text:
        lines = _LINE_END.split(text)
    else:
        lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def likeness(text: str) -> float:
    """Return the share of frequent Chinese characters among the non-ASCII ones; newspapers have about 0.6."""
    other = [character for character in text if character > "\x7f"]
    if other:
        return sum(character in _FREQUENT for character in other) / len(other)
    return 0.0


def _without_nuls(text: str) -> str:
    if "\0" in text:
        return re.sub("\0+", DAMAGE, text)
    return text


def _strict_utf_8(data: bytes) -> Decoded | None:
    if b"\0" in data or control_share(data) > _MOST_CONTROLS:
        return None
    try:
        return Decoded("utf-8", data.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError:
        return None


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
            if _odd_share(text) <= _MOST_DAMAGE:
                return Decoded(codec, text)
    return None


def _wide(data: bytes) -> Decoded | None:
    for codec, mark in _WIDE:
        sample = data[: min(SAMPLE, len(data)) // len(mark) * len(mark)].decode(codec, errors="replace")
        is_parted = any(end in sample for end in "\n\r \u3000，。")
        if (
            is_parted
            and _odd_share(sample) <= _FEW
            and (_ascii_share(sample) > 0.6 or likeness(sample) > 0.3)
        ):
            return Decoded(codec, _without_nuls(data.decode(codec, errors="replace")), is_guess=True)
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


# -- Shift JIS: only text that has kana throughout, as Chinese in other encodings never has when it is read so

# Minimum number and share of kana among the characters beyond ASCII, and maximum share of kana of half width, which
# Chinese in GB18030 or Big5 is full of if it is read as Shift JIS.
_LEAST_KANA = 10
_KANA = 0.2
_MOST_HALF = 0.02
_CAN_BE_KANA = re.compile(rb"(?:\x82[\x9f-\xf1]|\x83[\x40-\x96]){2}")


def _shift_jis(data: bytes) -> Decoded | None:
    if _CAN_BE_KANA.search(data) is None:
        return None
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return None
    beyond = [sign for sign in text if sign > "\x7f"]
    kana = sum("\u3041" <= sign <= "\u30fa" for sign in beyond)
    half = sum("\uff61" <= sign <= "\uff9f" for sign in beyond)
    is_japanese = kana >= max(_LEAST_KANA, _KANA * len(beyond)) and half <= _MOST_HALF * len(beyond)
    if not is_japanese or control_share(data) > _MOST_CONTROLS:
        return None
    return Decoded("shift_jis", text, is_guess=True)


# -- UTF-8 with some bytes lost, GB18030 (and so GBK and GB2312), Big5 with the Hong Kong supplement; or two of them

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
    data = re.sub(rb"\0+", b"\0", data.removeprefix(codecs.BOM_UTF8))
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
    likely = _double_byte(others)
    if not likely:
        text = data.decode(errors="replace")
        if _is_text(text):
            return Decoded("utf-8", _without_nuls(text), is_guess=not is_known)
        return None
    codec, *rivals = likely
    text = "".join(
        line.decode("utf-8" if is_utf_8 else codec, errors="replace")
        for line, is_utf_8 in zip(lines, are_utf_8, strict=True)
    )
    if is_mostly_utf_8:
        return Decoded("utf-8", _without_nuls(text), is_guess=True)
    rival = _NAMES[rivals[0]] if rivals else None
    return Decoded(_NAMES[codec], _without_nuls(text), is_guess=True, rival=rival)


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


# GB18030 and Big5 use the same byte values: the codec whose result is more like Chinese text is chosen

_NAMES = {"gb18030": "gb18030", "big5hkscs": "big5"}
_CLEAR = 0.08
_MOST_DAMAGE_OF_TWO = 0.1
_CHINESE = 0.35


def _double_byte(data: bytes) -> Sequence[str]:
    """Return the codec of bytes, GB18030 or Big5, and the other one if the text is almost as likely in that.

    There is none if they fit neither or are all ASCII.
    """
    if not _beyond_ascii(data):
        return ()
    likenesses = {codec: found for codec in _NAMES if (found := _likeness(codec, data)) is not None}
    if len(likenesses) == 2 and abs(likenesses["gb18030"] - likenesses["big5hkscs"]) <= _CLEAR:
        # both results look alike
        likelier = _second_opinion(data)
        return likelier, *(codec for codec in _NAMES if codec != likelier)
    return sorted(likenesses, key=likenesses.__getitem__, reverse=True)[:1]


def _likeness(codec: str, data: bytes) -> float | None:
    """Return the `likeness` of data decoded with `codec`, None if it can't be decoded.

    Data truncated inside a character, or with a few damaged bytes, can still be decoded if the text is Chinese enough.
    """
    try:
        return likeness(data.decode(codec)[:SAMPLE])
    except UnicodeDecodeError:
        text = data.decode(codec, errors="replace")
        share = likeness(text[:SAMPLE])
        is_damaged = text.count(DAMAGE) > max(1, len(data) * _MOST_DAMAGE_OF_TWO)
        if is_damaged or len(data) < _LONG_ENOUGH or share < _CHINESE:
            return None
        return share


def _second_opinion(data: bytes) -> str:
    from charset_normalizer import from_bytes  # imported here: it is large, and rarely needed

    best = from_bytes(data[:SAMPLE], cp_isolation=list(_NAMES)).best()
    if best is not None and best.encoding in _NAMES:
        return best.encoding
    return "gb18030"


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
        decoded_text = decoded(file.data)
        if decoded_text is None:
            raise UnreadableFile(say("认不出文件的编码。请另存为 UTF-8 文本后再试。"))
        if not decoded_text.text.strip():
            raise UnreadableFile(say("文件是空的，没有文字可读。"))
        return SourceText(
            file.name, decoded_text.encoding, as_lines(decoded_text.text), encoding_fact=decoded_text.fact
        )
