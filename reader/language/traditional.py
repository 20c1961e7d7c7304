"""Traditional characters read as simplified ones, so that one set of words serves for papers of both kinds."""

import re
from functools import cache

from reader import assets


def simplified(text: str) -> str:
    """A text of the same length in simplified characters; the text itself where it has no traditional ones.

    For telling what a text is, never for showing it: one character stands for another, whatever the word.
    """
    table = _table()
    return _traditional().sub(lambda found: table[found[0]], text)


@cache
def _table() -> dict[str, str]:
    lines = assets.resource("wordlists/traditional.txt").read_text(encoding="utf-8").splitlines()
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    return {pair[0]: pair[1] for pair in pairs}


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_table())}]")
