"""Cuts text into words by jieba's dictionary and algorithm; the dictionary is loaded on first use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from functools import cache, lru_cache
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from reader.language.dictionary import Dictionary


T = TypeVar("T")


def portions(items: Iterable[T], size: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """Yield the items in batches, in order, each of a total `size` of up to `most`; a larger item is a batch alone."""
    portion: list[T] = []
    filled = 0
    for item in items:
        more = size(item)
        if portion and filled + more > most:
            yield portion
            portion, filled = [], 0
        portion.append(item)
        filled += more
    if portion:
        yield portion


def pieces(text: str, most: int) -> Iterator[str]:
    """Yield a text in pieces of at most `most` characters, cut after a sentence or a line if possible."""
    begin = 0
    while len(text) - begin > most:
        half, end = begin + most // 2, begin + most
        cut = max(text.rfind("\n", half, end), text.rfind("。", half, end)) + 1 or end
        yield text[begin:cut]
        begin = cut
    yield text[begin:]


def words(text: str) -> list[str]:
    """Return the words of `text` in order; nothing is left out, so that joined they are `text`."""
    return _dictionary().cut(text, True)


def known_words(text: str) -> list[str]:
    """Return a text cut like `words` does, but only into dictionary words and single characters."""
    return _dictionary().cut(text, False)


def word_spans(before: str, after: str) -> bool:
    """Return whether a word of the dictionary begins in `before` and ends in the text `after` it."""
    before, after = before[-8:], after[:8]
    if not _dictionary().may_span(before, after):
        return False
    at = 0
    for word in _dictionary().cut(before + after, False):
        if at < len(before) < at + len(word):
            return True
        at += len(word)
    return False


class WordMatch(Enum):
    WHOLE = auto()
    """The string is one or several whole words or names."""
    PART = auto()
    """The string is part of a longer word with a related meaning: 中学 in 高中学生."""
    BROKEN = auto()
    """The string crosses a word boundary (民生 in 市民生活), or is part of a longer name (水芹 in 祝水芹), number, or
    Latin word (ai in email)."""


WINDOW = 4
"""The number of characters on each side of a string that decide its `WordMatch`."""


@lru_cache(maxsize=1 << 10)
def standing(before: str, text: str, after: str) -> WordMatch:
    """Return the `WordMatch` of `text` between the `WINDOW` characters `before` and `after` it."""
    if not (before[-1:].isalnum() or after[:1].isalnum()):
        return WordMatch.WHOLE
    window, begin, end = before + text + after, len(before), len(before) + len(text)
    seams = {0}
    at = 0
    for word in _dictionary().cut(window, False):
        if at <= begin and end <= at + len(word) and word != text:
            return WordMatch.BROKEN if word.isascii() else WordMatch.PART
        at += len(word)
        seams.add(at)
    if not {begin, end} <= seams or (len(text) <= _LONGEST_GIVEN_NAME and _is_in_name(window, begin, end)):
        return WordMatch.BROKEN
    if after[:1] and after[0] in _SUFFIXES and end + 1 in seams:
        return WordMatch.PART
    return WordMatch.WHOLE


_LONGEST_GIVEN_NAME = 2
_NOT_SURNAMES = "于和向由都来那但时应连全任位成区路元原边段"
"""Surnames that are far more often ordinary words."""
_SUFFIXES = "厂社队校院局所站店馆会部司团组厅室"
"""Characters that make the preceding word the name of an institution (水泵厂), which may not be in the dictionary."""


def _is_in_name(window: str, begin: int, end: int) -> bool:
    """Return whether `[begin, end)` is part of a longer name that is not in the dictionary."""
    from reader.language import names

    if not any(names.is_surname(character) for character in window[max(0, begin - 2) : begin + 1]):
        return False
    at = 0
    last = ""
    for word in _dictionary().cut(window, True):
        if at <= begin and end <= at + len(word):
            if end - begin < len(word):
                return names.is_name(word)
            return len(last) == 1 and last not in _NOT_SURNAMES and names.is_name(last + word)
        at += len(word)
        last = word
    return False


@lru_cache(maxsize=1 << 12)
def chance_of_best_cut(text: str) -> float:
    """Return the log probability of the most probable segmentation of a text."""
    return _dictionary().chance_of_best_cut(text)


def names_person(word: str) -> bool:
    return _dictionary().names_person(word)


def has_word(text: str) -> bool:
    return _dictionary().chance(text) is not None


def is_known(text: str) -> bool:
    """Return whether `text` is a dictionary word of two or more characters, and more probable than several words."""
    return len(text) > 1 and _dictionary().cut(text, False) == [text]


def han_words(*lengths: int) -> list[str]:
    """Return the dictionary's words of these lengths (in characters) that consist of basic Han characters."""
    several = "|".join(f"[\u4e00-\u9fff]{{{length}}}" for length in lengths)
    return re.findall(f"^(?:{several})$", _word_lines(), re.MULTILINE)


_LISTED = 4096


@cache
def _word_lines() -> str:
    lines = StringIO()
    words = _dictionary().trie.iterkeys()
    while some := list(islice(words, _LISTED)):  # a list of all would take many times the memory
        lines.write("\n".join(some) + "\n")
    return lines.getvalue()


def rarity(word: str) -> float:
    """Return the negative log probability of a word; that of the rarest word if it is not in the dictionary."""
    return _dictionary().rarity(word)


def cost(text: str) -> float:
    """Return the negative log probability of the most probable segmentation of a text into dictionary words."""
    return sum(map(_dictionary().rarity, known_words(text)))


@cache
def _dictionary() -> Dictionary:
    from reader.language.dictionary import load

    return load()


# Words cut by `rjieba` (the same algorithm and dictionary in Rust) if it is installed.
#
# Cutting an article takes `rjieba` some 0.1 ms, `words` some 2 ms. It is slow to load, and meant for processes that
# read many files. A window only needs the functions above, which cut Han characters alike and are loaded
# in milliseconds.


_CUT_AT_ONCE = 200_000
"""The number of characters that are cut at a time: their words need thirty times as much memory."""


def cut(text: str) -> list[str]:
    """Return what `words` returns; faster for many texts, but slower to load.

    With `rjieba`, “2024-11-09” and “www.example.cn” stay whole.
    """
    return _cutter()(text)


def index_words(text: str) -> list[str]:
    """Return the words of a text to be indexed, without duplicates.

    They have two characters or more, not only punctuation. Single characters are indexed as grams.
    """
    words: dict[str, None] = {}
    for piece in pieces(text, _CUT_AT_ONCE):
        words |= dict.fromkeys(cut(piece))
    return [word for word in words if len(word) > 1 and (word.isalnum() or any(map(str.isalnum, word)))]


@cache
def _cutter() -> Callable[[str], list[str]]:
    try:
        import rjieba
    except ImportError:
        return words
    return lambda text: rjieba.cut(text, True)
