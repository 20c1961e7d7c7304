"""Where a line is on its picture, to be read again; and what was read, held against what was recognised."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from statistics import median

from rapidfuzz.distance import Levenshtein

from reader.formats.page_boxes import Box
from reader.language.equality import less_alike, lookalikes, simplified
from reader.language.forms import search_form
from reader.language.names import runs
from reader.language.words import known_words
from reader.library.printed_places import box_around
from reader.newspaper.line_place import LineOnPicture

_LEAST_ALIKE = 0.5
"""The minimum share of a line that two readings have in common; else they are not of the same line."""


def readings_at(recognised: str, text: str) -> Sequence[str] | None:
    """Return what a second reading of a line has at each recognised character; "" where it has nothing.

    What it has besides is part of the character before. None if it seems to be that of another line, or of a part.
    """
    text = "".join(text.split())
    form = _comparable(recognised)
    other = _comparable(text)
    if not text or Levenshtein.normalized_similarity(form, other) < _LEAST_ALIKE:
        return None
    readings = [""] * len(recognised)
    for part in Levenshtein.opcodes(form, other):
        read = text[part.dest_start : part.dest_end]
        begin = part.src_start
        end = part.src_end
        if begin == end:
            readings[max(0, begin - 1)] += read
            continue
        for at in range(begin, end):
            readings[at] += read[at - begin : at - begin + 1]
    return readings


_LEAST_OF_TILT = 8
"""The minimum number of characters of a line of which the tilt is told."""
_MOST_TILT = 0.1
"""The maximum tilt of a line, as a share of its length; what seems to be more is none."""


def place_of(boxes: Sequence[Box], *, is_vertical: bool, width: float, height: float) -> LineOnPicture:
    """Return where a line of characters with these boxes is on a page of this size: its corners are shares of that."""
    box = reduce(box_around, boxes)
    if is_vertical:
        drift = _drift([_middle(sign_box)[::-1] for sign_box in boxes])
        left = max(0.0, drift)
        right = max(0.0, -drift)
        corners = (
            (box.left + right, box.top),
            (box.right - left, box.top),
            (box.right - right, box.bottom),
            (box.left + left, box.bottom),
        )
    else:
        drift = _drift([_middle(sign_box) for sign_box in boxes])
        down = max(0.0, drift)
        up = max(0.0, -drift)
        corners = (
            (box.left, box.top + up),
            (box.right, box.top + down),
            (box.right, box.bottom - up),
            (box.left, box.bottom - down),
        )
    return LineOnPicture(corners, is_vertical).scaled(1 / (width or 1.0), 1 / (height or 1.0))


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _drift(middles: Sequence[tuple[float, float]]) -> float:
    """Return how far a line goes aside from its first character to its last; `middles` are along it, and across.

    It is told by the middles of its halves, since a mark is not in the middle of its line.
    """
    half = len(middles) // 2
    if len(middles) < _LEAST_OF_TILT:
        return 0.0
    first_along, first_across = _median(middles[:half])
    second_along, second_across = _median(middles[half:])
    along = second_along - first_along
    across = second_across - first_across
    length = middles[-1][0] - middles[0][0]
    if along <= 0 or abs(across) > _MOST_TILT * along:
        return 0.0
    return across / along * length


def _median(places: Sequence[tuple[float, float]]) -> tuple[float, float]:
    along, across = zip(*places, strict=True)
    return median(along), median(across)


def is_same_reading(one: str, other: str) -> bool:
    """Return whether two readings differ in nothing but width and the form of marks."""
    return _comparable(one) == _comparable(other)


def _comparable(text: str) -> str:
    """Return a text with one form of each width and mark, character by character."""
    return "".join(map(_comparable_sign, text))


def _comparable_sign(sign: str) -> str:
    form = search_form(sign)
    if len(form) == 1:
        return form
    return sign


_NEAR = 4
"""The number of characters before and after a place that tell which of two readings makes a word."""
_DOTS = "·•・."
"""What the recogniser makes of a comma, and of a full stop, that it can hardly see."""
MIDDLE_DOTS = frozenset("·•・")
_MARKS = "，。、；：？！"
_SHORTEST_NAME = 3
"""The minimum number of characters of a foreigner's name, without the dots."""
_NAMES_OF_WORKS = """
诗经 楚辞 论语 孟子 庄子 老子 荀子 墨子 左传 礼记 周易 易经 尚书 史记 汉书 后汉书 三国志 国语 战国策 春秋
沁园春 满江红 水调歌头 浣溪沙 菩萨蛮 忆秦娥 念奴娇 西江月 清平乐 蝶恋花 如梦令 卜算子 渔家傲 临江仙 采桑子
虞美人 鹧鸪天 浪淘沙 减字木兰花 十六字令 贺新郎 六州歌头 永遇乐 青玉案 七律 七绝 五律 五绝
"""
_WITH_PARTS = tuple(_NAMES_OF_WORKS.split())
"""Works and forms of verse whose name the title of a part follows behind a dot: 诗经·关雎."""
_NUMBERS = "0123456789〇一二三四五六七八九十"


def lost_marks(sign: str) -> list[str]:
    """Return what else a dot in the middle may be: the marks that small or pale print has for it."""
    if sign in MIDDLE_DOTS:
        return ["，", "。"]
    return []


def is_lost_mark(sign: str, near: tuple[str, str]) -> bool:
    """Return whether a dot in the middle is in no name of a foreigner, between no numbers, and not behind the name of a
    work with parts or in a title, so that it is a mark.
    """
    if sign not in MIDDLE_DOTS:
        return False
    before, after = near
    is_in_number = before[-1:] in _NUMBERS and after[:1] in _NUMBERS
    is_in_title = before.rfind("《") > before.rfind("》") or before.endswith(_WITH_PARTS)
    return not is_in_number and not is_in_title and not _is_in_name(before, after)


def _is_in_name(before: str, after: str) -> bool:
    """Return whether a foreigner's name goes on over the place between two texts: 罗伯特·史密斯, 艾·略特, T·艾略特."""
    if before[-1:].isascii() and before[-1:].isupper():
        return any(begin == 0 for begin, _ in runs(after))
    at = len(before)
    for begin, end in runs(before + after):
        if begin < at < end:
            return end - begin >= _SHORTEST_NAME
    return False


def is_supported(
    recognised: str, again: str, near: tuple[str, str], *, was_certain: bool, is_certain: bool
) -> bool:
    """Return whether a second reading by the same recogniser has something for it: it makes a word with what is before
    and after it, where the first makes none, or as good a one where that was not certain; it is the mark of a dot; or
    it is certain of a character more.

    That it is surer says nothing: of lines that it can hardly read it is right about as often the first time.
    """
    if not again or again in _DOTS:
        return False
    if again in _MARKS:
        return recognised in _DOTS
    if is_certain and len(again) > len(recognised):
        return recognised in again
    gain = _joined(again, near) - _joined(recognised, near)
    if again.isalnum() and not was_certain:
        return gain >= 0
    return gain > 0


_UNSURE = 0.8
"""The certainty below which a character that is in no word is asked about."""


def is_of_no_word(
    recognised: str, near: tuple[str, str], certainty: float, certainty_again: float | None
) -> bool:
    """Return whether an unsure character makes no word with what is before and after it, and another that looks like it
    would make one, or the second reading was not sure either.
    """
    is_letter = len(recognised) == 1 and recognised.isalpha() and not recognised.isascii()
    if not is_letter or certainty >= _UNSURE or _joined(recognised, near):
        return False
    if any(_joined(other, near) for other in (*lookalikes(recognised), *less_alike(recognised))):
        return True
    return certainty_again is not None and certainty_again < _UNSURE


def _joined(text: str, near: tuple[str, str]) -> int:
    """Return how many characters of a text are in a word with others, if it stands between what is near it."""
    before = near[0][-_NEAR:]
    after = near[1][:_NEAR]
    begin = len(before)
    end = begin + len(text)
    joined = 0
    at = 0
    for word in known_words(simplified(before + text + after)):
        if len(word) > 1:
            joined += len(set(range(at, at + len(word))) & set(range(begin, end)))
        at += len(word)
    return joined
