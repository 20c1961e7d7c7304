"""Words of a text, by jieba's dictionary.

rjieba (the same algorithm and dictionary in Rust) where it is installed, else jieba; loaded at the first question.
"""

import logging
from collections.abc import Callable
from functools import cache


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


def is_known(text: str) -> bool:
    """Whether the dictionary has `text` as one word."""
    return len(text) > 1 and _cutter()(text, False) == [text]


@cache
def _cutter() -> Callable[[str, bool], list[str]]:
    """Cuts a text; the flag says whether words that are in no dictionary may be guessed."""
    try:
        import rjieba
    except ImportError:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        return lambda text, guess: list(jieba.cut(text, HMM=guess))
    else:
        return lambda text, guess: list(rjieba.cut(text, guess))
