"""Numbers as newspapers print them: 12, １２, 十二, 二〇二四, 廿一."""

import re
import unicodedata
from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
    "元": 1,
}
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10000, "廿": 20, "卅": 30}

NUMERAL = "[0-9０-９零〇○一二三四五六七八九十百千廿卅]"
"""One character of a number, for use in patterns."""

_ARABIC = re.compile(r"[0-9]+")


@lru_cache(maxsize=1024)
def number_of(text: str) -> int | None:
    """Return the number that `text` as a whole is, or None: “23570”, “二十三”, “二〇二四”, “廿一”, “○四”."""
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not text or len(text) > 12:
        return None
    if _ARABIC.fullmatch(text):
        return int(text)
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = pending = 0
    for character in text:
        if character in _DIGITS:
            pending = _DIGITS[character]
        elif character in "廿卅":
            total += _TENS[character]
        elif character in _TENS:
            total += (pending or 1) * _TENS[character]
            pending = 0
        else:
            return None
    return total + pending
