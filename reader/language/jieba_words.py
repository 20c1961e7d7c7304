"""Words cut by jieba itself: by `rjieba`, the same algorithm and dictionary in Rust, where it is installed.

Cutting an article takes `rjieba` some 0.1 ms, jieba some 2 ms. Both take a while to load, and are
for processes that read files in; a window needs `language.words` only, which cuts alike and is loaded in milliseconds.
"""

from collections.abc import Callable
from functools import cache

from reader.language.portions import pieces

_CUT_AT_ONCE = 200_000
"""Characters: as words they take thirty times the memory."""


def cut(text: str) -> list[str]:
    """Return the words of a text in order, nothing left out: joined they are `text`."""
    return _cutter()(text)


def index_words(text: str) -> list[str]:
    """Return the words of a text that are indexed, each once: two characters or more, at least one of them no sign.

    Single characters are found by the grams.
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
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        own = jieba.Tokenizer()
        # what it would do itself unmarshals a file that anybody may have put into the common temporary folder
        own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
        own.initialized = True
        return own.lcut  # type: ignore[no-any-return]
    return lambda text: rjieba.cut(text, True)
