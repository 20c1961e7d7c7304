"""The other ways in which newspapers write the numbers of a text: 1987年6月12日 and 一九八七年六月十二日."""

import re
from collections.abc import Iterator
from itertools import islice, product

from reader.language.numbers import number_of

_UNIT = "年月日号號时時点點分版期卷届屆次名个個人元岁歲周週天级級路层層号楼樓"
_RUN = re.compile(
    rf"[0-9]+|[零〇○一二三四五六七八九十百千廿卅]+(?=[{_UNIT}])|(?<=第)[零〇○一二三四五六七八九十百千廿卅]+"
)
_DIGITS = "〇一二三四五六七八九"
_ZEROS = "〇○零0"
_PLACES = "", "十", "百", "千"
_SHORT_TENS = {2: "廿", 3: "卅"}
_LONGEST = 4
"""Figures of a number that is spelled out."""
_MOST = 24


def number_forms(text: str) -> tuple[str, ...]:
    """Return the other forms of a text in search form, `_MOST` at most; none without a number.

    A number that is spelled out stands before a unit or behind 第: elsewhere it may be part of a word (统一).
    """
    found = list(_RUN.finditer(text))
    if not found:
        return ()
    between = [
        text[a:b]
        for a, b in zip(
            [0, *(run.end() for run in found)], [*(run.start() for run in found), None], strict=True
        )
    ]
    written = (
        "".join(piece for pair in zip(between, [*numbers, ""], strict=True) for piece in pair)
        for numbers in product(*(tuple(dict.fromkeys(_forms(run[0]))) for run in found))
    )
    return tuple(islice((form for form in dict.fromkeys(written) if form != text), _MOST))


def _forms(number: str) -> Iterator[str]:
    """Yield a number as it is printed, then in its other forms."""
    yield number
    value = number_of(number)
    if value is None:
        return
    figures = number if number.isascii() else str(value)
    if not number.isascii():
        yield figures
    if len(figures) <= _LONGEST and not (len(figures) > 1 and figures[0] == "0"):
        yield _spelled(value)
        if len(figures) == 2 and value // 10 in _SHORT_TENS:
            yield _SHORT_TENS[value // 10] + _spelled(value % 10) * (value % 10 > 0)
    if len(figures) >= 3 or "0" in figures[:1]:
        one_by_one = "".join(_DIGITS[int(figure)] for figure in figures)
        for zero in _ZEROS if "0" in figures else _DIGITS[0]:
            yield one_by_one.replace(_DIGITS[0], zero)


def _spelled(value: int) -> str:
    """Return a number below 10,000 in words: 十二, 一百零五."""
    if value < 10:
        return "零" if value == 0 else _DIGITS[value]
    text = ""
    for place, figure in enumerate(reversed(str(value))):
        if figure != "0":
            text = _DIGITS[int(figure)] + _PLACES[place] + text
        elif text and not text.startswith("零"):
            text = "零" + text
    return text[1:] if text.startswith("一十") else text
