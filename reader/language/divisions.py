"""Names of administrative divisions, of today and of before, and of countries: what is a place that has a government.

All names are in simplified characters.
"""

from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache
from typing import NamedTuple

from reader import assets

LEVELS = ("自治区", "特别行政区", "省", "市", "县", "区", "州", "盟", "旗")
"""The last characters of the names, for what the divisions are; a longer one before its ending."""
_NATIONS = ("壮族", "回族", "维吾尔")


class _Table(NamedTuple):
    provinces: Mapping[str, str]
    """The province by the full name of a division; "" where there were several."""
    by_short_name: Mapping[str, Mapping[str, str]]
    """The full names by level and by the name without the level."""
    cities: Set[str]
    countries: Set[str]
    verbs: Set[str]


@cache
def _table() -> _Table:
    text = assets.resource("wordlists/divisions.txt").read_text(encoding="utf-8")
    divisions, _, rest = text.partition("[cities]\n")
    cities, _, rest = rest.partition("[countries]\n")
    countries, _, verbs = rest.partition("[verbs]\n")
    provinces: dict[str, str] = {}
    for line in divisions.splitlines():
        if line.startswith("#"):
            continue
        province, *names = line.split()
        provinces[province] = province
        for name in names:
            provinces[name] = province if provinces.get(name, province) == province else ""
    by_short_name: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in provinces:
        level = level_of(name)
        by_short_name[level][_short(name, level)] = name
    return _Table(provinces, by_short_name, {*cities.split()}, {*countries.split()}, {*verbs.split()})


def level_of(name: str) -> str:
    """Return what kind of division a name is of, by its end; "" if of none."""
    return next((level for level in LEVELS if name.endswith(level)), "")


def _short(name: str, level: str) -> str:
    short = name.removesuffix(level)
    for nation in _NATIONS:
        if level == "自治区":
            short = short.removesuffix(nation)
    return short


def is_division(name: str) -> bool:
    return name in _table().provinces


def is_country(name: str) -> bool:
    return name in _table().countries


def full_name(short: str, level: str) -> str:
    """Return the full name of the division of a level with this short name (武汉, 市); "" if there is none."""
    return _table().by_short_name.get(level, {}).get(short, "")


def named_short(level: str) -> Set[str]:
    """Return the divisions of a level that are usually named without it: 武汉, 湖北."""
    if level == "市":
        return _table().cities
    if level in ("省", "自治区"):
        return _table().by_short_name[level].keys()
    return frozenset()


def province_of(name: str) -> str:
    """Return the province of a division; "" if it is not known, or was in several."""
    return _table().provinces.get(name, "")


def stands_before_places(word: str) -> bool:
    """Return whether a word in front of a place is a verb or the like, and no part of a body: 面对 in 面对泰国."""
    return word in _table().verbs
