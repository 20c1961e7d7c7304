"""Words of a text, by jieba's dictionary.

rjieba (the same algorithm and dictionary in Rust) where it is installed, else jieba; loaded at the first question.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from functools import cache, lru_cache

from reader.language.names import is_name, is_surname


def words(text: str) -> list[str]:
    """The words of `text` in order, nothing left out: their concatenation is `text`."""
    return _cutter()(text, True)


def word_spans(before: str, after: str) -> bool:
    """Whether a word of the dictionary begins in the end of `before` and ends in the start of `after`."""
    before, after = before[-8:], after[:8]
    at = 0
    for word in _cutter()(before + after, False):
        if at < len(before) < at + len(word):
            return True
        at += len(word)
    return False


class Standing(Enum):
    """How a string stands in a text."""

    WHOLE = auto()
    """As a word or a name of its own, or several."""
    PART = auto()
    """Inside a longer word that has to do with it: 中学 in 高中学生."""
    BROKEN = auto()
    """Across the seam of two words (民生 in 市民生活), inside a longer name (水芹 in 祝水芹), a longer number or a
    longer word of letters (ai in email)."""


WINDOW = 4
"""Characters beside a string that decide how it stands."""


@lru_cache(maxsize=1 << 14)
def standing(before: str, text: str, after: str) -> Standing:
    """How `text` stands between the `WINDOW` characters `before` and `after` it."""
    if not (before[-1:].isalnum() or after[:1].isalnum()):
        return Standing.WHOLE
    window, begin, end = before + text + after, len(before), len(before) + len(text)
    seams = {0}
    at = 0
    for word in _cutter()(window, False):
        if at <= begin and end <= at + len(word) and word != text:
            return Standing.BROKEN if word.isascii() else Standing.PART
        at += len(word)
        seams.add(at)
    if not {begin, end} <= seams or (len(text) <= _LONGEST_GIVEN_NAME and _is_in_name(window, begin, end)):
        return Standing.BROKEN
    if after[:1] and after[0] in _SUFFIXES and end + 1 in seams:
        return Standing.PART
    return Standing.WHOLE


_LONGEST_GIVEN_NAME = 2
_NOT_SURNAMES = "于和向由都来那但时应连全任位成区路元原边段"
"""Surnames that are far more often words of their own."""
_SUFFIXES = "厂社队校院局所站店馆会部司团组厅室"
"""Make the name of an institution of a word before them (水泵厂), which the dictionary may not have."""


def _is_in_name(window: str, begin: int, end: int) -> bool:
    """Whether a longer name that no dictionary has holds what stands from `begin` to `end`."""
    if not any(is_surname(character) for character in window[max(0, begin - 2) : begin + 1]):
        return False
    at = 0
    last = ""
    for word in _cutter()(window, True):
        if at <= begin and end <= at + len(word):
            if end - begin < len(word):
                return is_name(word)
            return len(last) == 1 and last not in _NOT_SURNAMES and is_name(last + word)
        at += len(word)
        last = word
    return False


def is_known(text: str) -> bool:
    """Whether the dictionary has `text` as one word."""
    return len(text) > 1 and _cutter()(text, False) == [text]


Cutter = Callable[[str, bool], list[str]]
"""Cuts a text; the flag says whether words that are in no dictionary may be guessed."""


@cache
def _cutter() -> Cutter:
    try:
        import rjieba
    except ImportError:
        return _jieba()
    else:

        def cut(text: str, guess: bool) -> list[str]:
            try:
                return list(rjieba.cut(text, guess))
            except UnicodeEncodeError:
                return list(_of_whole(rjieba.cut(_HALF.sub("\ufffd", text), guess), text))

        return cut


_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, as of a broken file name: Rust knows no such thing."""


def _of_whole(pieces: Iterable[str], text: str) -> Iterator[str]:
    """`text` cut where `pieces` are."""
    at = 0
    for piece in pieces:
        yield text[at : at + len(piece)]
        at += len(piece)


@cache
def _jieba() -> Cutter:
    import jieba

    # jieba would keep what it reads in a file of a known name in the folder for temporary files, where anybody
    # can put one: somebody else's code. Reading the dictionary takes no longer.
    segmenter = jieba.Tokenizer()
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    segmenter.initialized = True
    return lambda text, guess: segmenter.lcut(text, HMM=guess)


def forget() -> None:
    """Lets the segmenter be chosen anew."""
    _cutter.cache_clear()
    standing.cache_clear()
