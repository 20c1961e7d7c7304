"""Numbers in the notations of newspapers (12, １２, 十二, 二〇二四, 廿一): parsing and conversion."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from reader.language.patterns import pattern

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
    "元": 1,
}
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10000, "廿": 20, "卅": 30, "卌": 40}

NUMERAL = "[0-9０-９零〇○一二三四五六七八九十百千廿卅卌]"
"""A character class that matches one character of a number, for use in patterns."""

_ARABIC = pattern(r"[0-9]+")


@lru_cache(maxsize=1024)
def number_of(text: str) -> int | None:
    """Return the number if the whole text is one (“23570”, “二十三”, “二〇二四”, “廿一”, “○四”); else None."""
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not text or len(text) > 12:
        return None
    if _ARABIC.fullmatch(text):
        return int(text)
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = 0
    pending = 0
    for character in text:
        if character in _DIGITS:
            pending = _DIGITS[character]
        elif character in "廿卅卌":
            total += _TENS[character]
        elif character in _TENS:
            total += (pending or 1) * _TENS[character]
            pending = 0
        else:
            return None
    return total + pending


_FIGURE = "[一二两兩三四五六七八九]"
_HAN_NUMERAL = "[零〇○一二两兩三四五六七八九十百千万萬亿億廿卅]"
_MYRIAD = "[万萬亿億]"
_UNIT = (
    "年月日号號时時点點分秒版期卷届屆次名个個人元岁歲周週天级級路层層楼樓户戶斤两兩亩畝里公吨噸米尺寸升度"
    "间間座栋棟所处處家口位只隻头頭匹条條根块塊件台臺架部辆輛艘张張册冊本篇页頁字句种種项項批队隊排连連营營团團师師军軍"
)
_RUN = pattern(
    rf"[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9]){_MYRIAD}*|[0-9]+(?:\.[0-9]+)?(?:{_MYRIAD}[0-9]*)*"
    rf"|{_HAN_NUMERAL}{{1,40}}(?=[{_UNIT}])|(?<=第){_HAN_NUMERAL}+"
    rf"|(?:{_FIGURE}[十百千万萬亿億]|[十廿卅]{_FIGURE}){_HAN_NUMERAL}*"
)
_CHINESE_DIGITS = "〇一二三四五六七八九"
_ZEROS = "〇○零0"
_PLACES = "", "十", "百", "千"
_SHORT_TENS = {2: "廿", 3: "卅"}
_LONGEST = 12
"""The maximum number of digits of a number that is spelled out in Han characters."""
_TWO = pattern("(?<!十)二(?=[百千万亿])")


def notations(text: str) -> list[tuple[str, ...]]:
    """Return a text (in search form) cut at its numbers, each piece with its notations: as typed, then the others.

    What is no number has one. Of Han characters, one by itself only counts as a number before a unit or after 第:
    elsewhere it may be part of a word (统一). The text in all notations is a product, which nobody should build: it has
    no bound.
    """
    pieces: list[tuple[str, ...]] = []
    end = 0
    for run in _RUN.finditer(text):
        if run.start() > end:
            pieces.append((text[end : run.start()],))
        forms = dict.fromkeys(_forms(run[0]))
        if text.startswith("年", run.end()):  # years are written without separators
            forms = {run[0]: None} | {form: None for form in forms if "," not in form}
        pieces.append(tuple(forms))
        end = run.end()
    if end < len(text):
        return [*pieces, (text[end:],)]
    return pieces


def _forms(number: str) -> Iterator[str]:
    """Yield a number as it is printed, then in other notations."""
    yield number
    value = _amount(number)
    if value is None:
        return
    figures = number if number.isdecimal() else str(value)
    yield figures
    if len(figures) > _THOUSANDS and figures[0] != "0":
        yield f"{value:,}"
    if len(figures) <= _LONGEST and figures[0] != "0":
        yield from _spelled_forms(value)
    for signs, size in _MYRIADS:
        if value >= size and value % (size // 100) == 0:
            yield f"{value / size:.2f}".rstrip("0").rstrip(".") + signs[0]
    above, rest = divmod(value, 100_000_000)
    if above and rest and rest % 10_000 == 0:
        yield f"{above}亿{rest // 10_000}万"
    if not _IN_PARTS.search(number) and (len(figures) >= 3 or "0" in figures[:1]):
        one_by_one = "".join(_CHINESE_DIGITS[int(figure)] for figure in figures)
        if "0" not in figures:
            yield one_by_one
            return
        for zero in _ZEROS:
            yield one_by_one.replace(_CHINESE_DIGITS[0], zero)


def _spelled_forms(value: int) -> Iterator[str]:
    """Yield a number from 1 on spelled out in Han characters: 二千二百, 两千二百, 两千两百; 二十一, 廿一."""
    plain = spelled(value)
    yield plain
    if value == 2:
        yield "两"
    elif value > 2:
        yield _TWO.sub("两", plain, count=1)
        yield _TWO.sub("两", plain)
    tens, ones = divmod(value, 10)
    if tens in _SHORT_TENS:
        yield _SHORT_TENS[tens] + (spelled(ones) if ones else "")


_THOUSANDS = 3
_MYRIADS = (("亿億", 100_000_000), ("万萬", 10_000))
_IN_PARTS = pattern(f"[,.]|{_MYRIAD}")
_NO_NUMBER = pattern(f"{_FIGURE}{{2}}(?=.{{0,40}}[十百千])|[百千]{_FIGURE}$|^[零〇○].*[十百千]")
"""Matches in what is no one number: 二三十; and 一百五, which is 150 and looks like 105."""


def _amount(number: str) -> int | None:
    """Return the value of a number of `_RUN`: 12,345, 3.5万, 一万二千, 两亿; None if it is none (万一, 二三十, 2.5)."""
    for signs, size in _MYRIADS:
        first, *rest = re.split(f"[{signs}]", number, maxsplit=1)
        if rest:
            many = _times(first, size)
            few = _amount(rest[0]) if rest[0] else 0
            is_short = few is not None and 0 < few < 10 and rest[0][:1] not in ("零", "〇", "○", "0")
            if not many or few is None or few >= size or is_short:
                return None
            return many + few
    if _NO_NUMBER.search(number):
        return None
    return number_of(number.replace(",", "").replace("兩", "两"))


def _times(number: str, size: int) -> int | None:
    """Return the product of a number, which may have decimals, and a power of ten; None if it is no whole number."""
    integer, _, decimals = number.partition(".")
    if not decimals:
        amount = _amount(number)
        return amount * size if amount else None
    product = int(integer + decimals) * size
    return None if product % 10 ** len(decimals) else product // 10 ** len(decimals)


def spelled(value: int) -> str:
    """Return a number below 1,000,000,000,000 spelled out in Han characters: 十二, 一百零五, 一万二千."""
    text = ""
    for size, unit in ((100_000_000, "亿"), (10_000, "万"), (1, "")):
        part, value = divmod(value, size)
        if not part:
            continue
        if text and part < _SIZE // 10:
            text += "零"
        text += _spelled_below(part, is_first=not text) + unit
    return text or _CHINESE_DIGITS[0]


_SIZE = 10_000


def _spelled_below(value: int, *, is_first: bool) -> str:
    """Return a number from 1 to 9,999 spelled out; 十二 if it `is_first`, else 一十二."""
    text = ""
    for place, figure in enumerate(reversed(str(value))):
        if figure != "0":
            text = _CHINESE_DIGITS[int(figure)] + _PLACES[place] + text
        elif text and not text.startswith("零"):
            text = "零" + text
    if is_first and text.startswith("一十"):
        return text[1:]
    return text
