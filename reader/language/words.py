"""Words of a text, by jieba's dictionary.

rjieba (the same algorithm and dictionary in Rust) where it is installed, else jieba; loaded at the first question.
"""

import logging
from collections.abc import Callable
from functools import cache


def words(text: str) -> list[str]:
    """The words of `text` in order, nothing left out: their concatenation is `text`."""
    return _cutter()(text)


@cache
def _cutter() -> Callable[[str], list[str]]:
    try:
        import rjieba
    except ImportError:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        return lambda text: list(jieba.cut(text))
    else:
        return lambda text: list(rjieba.cut(text))
