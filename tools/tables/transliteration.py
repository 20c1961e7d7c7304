"""The characters by which foreign names are written, and foreign places, from the names in jieba's dictionary."""

from collections import Counter
from functools import cache

from babel import Locale

from reader.language.equality import simplified
from tools.tables.dictionary_entries import OF_A_FOREIGNER, OF_A_PERSON, OF_A_PLACE, entries

_LEAST, _USUAL, _LONGEST_CHINESE = 2, 8, 3
_ORDINARY = frozenset(
    "一二三十大人山王海世城河岛州门帝新路主在会于与将道江湖洲全和书国家高热爱不有以中上下年月日来对了之去作为是都"
)
"""Characters of words in such names (王, 海, 世), and those that would make a name run on into the text."""
_OF_SYLLABLES = "琼芒腊延蓬赞丘茹略宰缅素热庞"
"""Characters by which syllables are written that none of these names has twice (琼斯, 基里延科)."""
_HEAD = """\
# Characters of foreign names, the most frequent first, and how many names of jieba's dictionary
# (github.com/fxsjy/jieba, MIT) have each at the beginning, inside, at the end; the last ones are added.
# Written by `python -m tools.tables`: change nothing here.
"""
_LEAST_OF_PLACE = 5
_HEAD_OF_PLACES = """\
# Foreign places in simplified characters, which are written as foreign people are: countries and the cities of the
# time zones from the CLDR (© Unicode, Inc., Unicode License v3), by Babel, as written in China, Taiwan and Hong Kong;
# other places from jieba's dictionary (github.com/fxsjy/jieba, MIT).
# Written by `python -m tools.tables`: change nothing here.
"""


def transliteration() -> str:
    """Return the table: a character and three counts a line."""
    counted = _counted()
    kept = [each for each, count in counted.most_common() if count >= _LEAST and each not in _ORDINARY]
    names = _foreign_names()
    begins, ends = Counter(name[0] for name in names), Counter(name[-1] for name in names)
    rows = (
        f"{each} {begins[each]} {counted[each] - begins[each] - ends[each]} {ends[each]}" for each in kept
    )
    others = (f"{each} 1 1 0" for each in _OF_SYLLABLES)
    return _HEAD + "\n".join([*rows, *others]) + "\n"


def foreign_places() -> str:
    """Return the list: all places on one line."""
    found: set[str] = set()
    for language in ("zh_Hans", "zh_Hant", "zh_Hant_HK"):
        locale = Locale.parse(language)
        found.update(simplified(name) for name in locale.territories.values())
        zones = locale.time_zones.values()
        found.update(simplified(zone["city"]) for zone in zones if "city" in zone)
    foreign = {each for each, count in _counted().items() if count >= _USUAL}
    found.update(
        word
        for word, count, kind in entries()
        if kind.startswith(OF_A_PLACE)
        and count >= _LEAST_OF_PLACE
        and len(word) > 1
        and foreign.issuperset(word)
    )
    return (
        _HEAD_OF_PLACES
        + " ".join(sorted(each for each in found if each.isalpha() and not each.isascii()))
        + "\n"
    )


def _counted() -> Counter[str]:
    return Counter("".join(_foreign_names()))


@cache
def _foreign_names() -> list[str]:
    """Return the names of foreigners, and those of people that have at most one other character than these."""
    words = [(word, kind) for word, _, kind in entries() if kind.startswith(OF_A_PERSON) and len(word) > 2]
    foreign = [word for word, kind in words if kind == OF_A_FOREIGNER]
    usual = {each for each, count in Counter("".join(foreign)).items() if count >= _USUAL} - _ORDINARY
    others = (word for word, kind in words if kind != OF_A_FOREIGNER and len(word) > _LONGEST_CHINESE)
    return foreign + [word for word in others if sum(each not in usual for each in word) < 2]
