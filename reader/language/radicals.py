"""Radicals and compatibility ideographs, which some programs write for ideographs, and the ideographs that they are."""

import unicodedata
from collections.abc import Mapping
from functools import cache

PAIRS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌"
    "⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓"
    "⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝"
    "⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Pairs of a radical of U+2E80–2EFF and the ideograph it looks like: Unicode's EquivalentUnifiedIdeograph.txt (14.0).

⺀ (U+2E80), a sign of repetition, has no ideograph. U+2E9A is not assigned.
"""


@cache
def ideographs() -> Mapping[str, str]:
    """Return the ideograph for each radical and each compatibility ideograph; replacing them keeps a text's length."""
    compatible = map(chr, (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)))
    folded = ((each, unicodedata.normalize("NFKC", each)) for each in compatible)
    found = {each: other for each, other in folded if each != other}
    return found | dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))


def in_ideographs(text: str) -> str:
    """Return a text of the same length with an ideograph for each radical and compatibility ideograph."""
    return text if text.isascii() else text.translate(_by_code())


@cache
def _by_code() -> Mapping[int, str]:
    return {ord(one): other for one, other in ideographs().items()}
