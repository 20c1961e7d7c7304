"""The reader's own words (用户词典): names and terms that texts are cut into though no dictionary has them.

They are a list, or the path of a file in jieba's form: a word a line, behind it how often it occurs and its kind, both
of which may be missing. The environment has them, as child processes cut by the same words as their parent.
"""

import codecs
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from msgspec import Struct

from reader.i18n import count, say
from reader.language.equality import simplified
from reader.language.forms import search_form
from reader.language.letter_costs import fewest_bits
from reader.language.patterns import pattern
from reader.own_process import OWN_WORDS

MOST_WORDS = 20_000
MOST_BYTES = 4 << 20
LONGEST = 16
"""The length, in characters, of the longest word by which texts are cut."""
_MOST_OFTEN = 10_000_000
_BETWEEN = pattern(r"[\s、，,；;]+")
_WORD = pattern(rf"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]{{2,{LONGEST}}}")
"""What is cut as one piece; a word with other characters in it never is."""


class OwnWords(Struct, frozen=True):
    """The words in search form, and in simplified characters, each with how often it is said to occur; 0 if it isn't.

    Attributes:
        left_out: what was stated and is no word that texts can be cut into, or is one too many.
        is_unread: whether the file that was named can't be read.
    """

    counts: Mapping[str, int] = {}
    left_out: tuple[str, ...] = ()
    is_unread: bool = False

    @property
    def stamp(self) -> str:
        """What differs where texts are cut otherwise; "" if there are no words."""
        if not self.counts:
            return ""
        listed = "\n".join(f"{word} {often}" for word, often in sorted(self.counts.items()))
        return hashlib.sha256(listed.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@cache
def own_words() -> OwnWords:
    """Return the words that the environment names, as they were when they were first asked for."""
    return stated_words(os.environ.get(OWN_WORDS, ""))


def stated_words(stated: str) -> OwnWords:
    """Return the words of a list, or of the file of a path."""
    stated = stated.strip()
    if not stated:
        return OwnWords()
    if not Path(stated).is_absolute():
        return _words_of((word, "") for word in _BETWEEN.split(stated) if word)
    try:
        with Path(stated).open("rb") as file:
            data = file.read(MOST_BYTES)
    except (OSError, ValueError):
        return OwnWords(is_unread=True)
    lines = _decoded(data).splitlines()
    return _words_of(_word_and_count(line) for line in lines if line.strip())


_WIDE = ("utf-16-le", "utf-16-be")
_NARROW = ("gb18030", "big5", "shift_jis", "euc_jp")


def _decoded(data: bytes) -> str:
    """Return the text of a list as editors save it: in UTF-8, or in the likeliest of the encodings before it."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        return min((data.decode(codec, "replace") for codec in _WIDE), key=fewest_bits)
    whole_lines = data
    if len(data) == MOST_BYTES:  # the last line is cut
        whole_lines = data[: data.rfind(b"\n") + 1]
    try:
        return whole_lines.decode("utf-8-sig")
    except UnicodeDecodeError:
        readings = [whole_lines.decode("utf-8-sig", "replace")]
    for codec in _NARROW:
        with suppress(UnicodeDecodeError):
            readings.append(whole_lines.decode(codec))
    return min(readings, key=fewest_bits)


def _word_and_count(line: str) -> tuple[str, str]:
    word, *rest = line.split()
    return word, next(iter(rest), "")


def _words_of(stated: Iterable[tuple[str, str]]) -> OwnWords:
    counts: dict[str, int] = {}
    left_out = []
    for word, often in stated:
        form = search_form(word)
        if len(counts) < MOST_WORDS and _WORD.fullmatch(form):
            counts[form] = _number(often)
            counts[simplified(form)] = _number(often)
        else:
            left_out.append(word)
    return OwnWords(counts, tuple(left_out))


def _number(often: str) -> int:
    if re.fullmatch("[0-9]{1,9}", often):
        return min(int(often), _MOST_OFTEN)
    return 0


_SHOWN = 3


def in_words(listed: OwnWords) -> str:
    """Return the sentence that tells by which of the reader's own words texts are cut now."""
    if listed.is_unread:
        return say("用户词典的文件无法读取，先按没有它来分词。")
    if not listed.counts and not listed.left_out:
        return say("用户词典是空的了。索引在后台重新分词。")
    words = count(len({simplified(word) for word in listed.counts}), "用户词典有 {n} 个词")
    if not listed.left_out:
        return say("{words}，索引在后台按它重新分词。", words=words)
    shown = say("、").join(listed.left_out[:_SHOWN])
    return say("{words}，索引在后台按它重新分词；没有用的有：{left_out}。", words=words, left_out=shown)
