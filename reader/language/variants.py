"""Variants of characters: simplified and traditional ones, and those that OCR or readers confuse.

They are used neither for display nor for the search form. A character is always replaced by exactly one, independent of
the word, so that texts keep their length.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from reader import assets


def shapes(character: str) -> str:
    """Return the other shapes of a character, as a string: simplified, traditional, old and regional ones."""
    return _line_of(character, "shapes.txt")


@lru_cache(maxsize=256)
def in_any_shape(text: str) -> re.Pattern[str]:
    return re.compile("".join(f"[{re.escape(each + shapes(each))}]" for each in text))


def lookalikes(character: str) -> str:
    """Return the characters that OCR confuses with a character, as a string, the most similar first."""
    return _line_of(character, "lookalikes.txt")


def less_alike(character: str) -> str:
    """Return further characters that OCR reads instead of a badly printed character, the most similar first."""
    return _line_of(character, "less_alike.txt")


_SHORTEST = 3
"""Length of the shortest text that may be misread: of two shorter ones too few characters are the same."""


def look_alike(text: str, other: str) -> bool:
    """Return whether two texts differ only in characters that look alike, which are at most half of all."""
    if len(text) != len(other) or len(text) < _SHORTEST:
        return False
    pairs = [
        (one, another)
        for one, another in zip(in_simplified(text), in_simplified(other), strict=True)
        if one != another
    ]
    return 0 < 2 * len(pairs) <= len(text) and all(
        one in lookalikes(another) or another in lookalikes(one) for one, another in pairs
    )


def _line_of(character: str, name: str) -> str:
    """Return what follows a character in its line of a word list; "" if it has none."""
    text, begins = _lines(name)
    at = bisect_left(begins, character, key=text.__getitem__)
    if at == len(begins) or text[begins[at]] != character:
        return ""
    return text[begins[at] + 1 : text.index("\n", begins[at])]


@cache
def _lines(name: str) -> tuple[str, Sequence[int]]:
    """Return a word list whose lines are in the order of their first characters, and the offset of each line.

    A dictionary of the lines would take five times the memory.
    """
    text = assets.resource(f"wordlists/{name}").read_text(encoding="utf-8")
    return text, array("I", (line.start() for line in re.finditer("^[^#]", text, re.MULTILINE)))


def simplified(text: str) -> str:
    """Return `text` in simplified characters, to be looked up in word lists; not for display.

    Unlike `in_simplified`, it also replaces characters that occur in simplified text with a different meaning, and
    radicals and compatibility ideographs. If there is nothing to replace, `text` itself is returned.
    """
    if not _traditional().search(text):
        return text
    table = _read_as()
    plain = _traditional().sub(lambda found: table.get(found[0], found[0]), text)
    return text if plain == text else plain


def in_simplified(text: str) -> str:
    """Return `text` with a simplified character for each traditional one that never occurs in simplified text."""
    # Most texts have no such character; to test for one takes a tenth of the time of `translate`.
    return text.translate(_to_simplified()) if _ever_traditional().search(text) else text


def in_traditional(text: str) -> str:
    """Return `text` with a traditional character for each simplified one that never occurs in traditional text."""
    return text.translate(_to_traditional())


def written_as(character: str) -> str:
    """Return the traditional characters that `in_simplified` replaces by this character, as a string."""
    return _written_as().get(character, "")


def alike(character: str) -> str:
    """Return the characters that OCR or a typist may confuse with `character`, the most likely first."""
    return _alike().get(character, "")


@cache
def _read_as() -> Mapping[str, str]:
    simple = {**_simplified_forms(), **_pairs(_sections("characters.txt")["read as simplified"])}
    return {**simple, **{one: simple.get(other, other) for one, other in ideographs().items()}}


_BEYOND_BASIC = "\U00010000"


@cache
def _traditional() -> re.Pattern[str]:
    """Return a pattern that matches every character that `simplified` changes, and a few others."""
    return _any_of(_read_as())


@cache
def _ever_traditional() -> re.Pattern[str]:
    """Return a pattern that matches every character that `in_simplified` changes, and a few others."""
    return _any_of(_simplified_forms())


def _any_of(characters: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches these characters and all beyond the basic plane.

    A pattern with single characters beyond the basic plane would be slow.
    """
    basic = "".join(character for character in characters if character < _BEYOND_BASIC)
    return re.compile(f"[{re.escape(basic)}{_BEYOND_BASIC}-\U0003ffff]")


@cache
def _to_simplified() -> Mapping[int, str]:
    return str.maketrans(_simplified_forms())


@cache
def _written_as() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for character, plain in _simplified_forms().items():
        found[plain] = found.get(plain, "") + character
    return found


@cache
def _to_traditional() -> Mapping[int, str]:
    ours = _sections("characters.txt")
    forms = _pairs(_sections("opencc.txt")["simplified to traditional"])
    for character in "".join(ours["left in traditional"]):
        del forms[character]
    return str.maketrans(forms | _pairs(ours["traditional"]))


def _simplified_forms() -> dict[str, str]:
    ours = _sections("characters.txt")
    forms = _pairs(_sections("opencc.txt")["traditional to simplified"])
    for character in "".join(ours["left in simplified"]):
        del forms[character]
    return forms | _pairs(ours["simplified"])


@cache
def _alike() -> Mapping[str, str]:
    """Return for each character the other ones in its groups of similar characters."""
    ours = _sections("characters.txt")
    others: dict[str, str] = {}
    for group in " ".join(ours["alike"] + ours["sounding alike"]).split():
        for character in group:
            known = others.get(character, "")
            others[character] = known + "".join(each for each in group if each not in known + character)
    return others


def _sections(name: str) -> dict[str, list[str]]:
    """Return the lines of each section ([name]) of a word list, without comments."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in assets.resource(f"wordlists/{name}").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            lines.append(line)
    return sections


def _pairs(lines: list[str]) -> dict[str, str]:
    """Return a mapping from lines of character pairs: the first character of each pair to the second."""
    text = "".join(lines)
    return dict(zip(text[::2], text[1::2], strict=True))


RADICALS = (
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
    return found | dict(zip(RADICALS[::2], RADICALS[1::2], strict=True))


def in_ideographs(text: str) -> str:
    """Return a text of the same length with an ideograph for each radical and compatibility ideograph."""
    return text if text.isascii() else text.translate(_by_code())


@cache
def _by_code() -> Mapping[int, str]:
    return {ord(one): other for one, other in ideographs().items()}
