"""The one table of what is equal: characters and notations that a search takes for each other.

It has three columns, and each row stands in one:

- *Fold*: equal always, in quoted strings too. `forms.search_form` replaces these characters, so that everything that
  compares search forms (search, marks, Ctrl+F, fields, NOT, near, KWIC, rooms) agrees.
- *Shape*: equal for a bare word, not for a quoted string: its other scripts, numbers, notations.
- *Misread*: what a recogniser may have read instead; on the ladder's rung of misread forms only.

A new equality is a new row of `TABLE`: its `examples` go through every operator, field and engine by the laws in
`tests/language/test_equality.py` and `tests/search/`, with no further list to add it to.

What Unicode's NFKC and case folding take as equal folds, too; rows of FOLD without characters only name it: full and
half width, Kangxi radicals (U+2F00–2FDF), compatibility ideographs (U+F900–FAFF, U+2F800–2FA1F; twelve of the former
are characters of their own and stay).

Variants of characters, simplified and traditional ones and those that OCR or readers confuse (`simplified`), are used
neither for display nor for the search form. A character is always replaced by exactly one, independent of the word, so
that texts keep their length.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice

from msgspec import Struct

from reader import assets
from reader.language.patterns import pattern


def shapes(character: str) -> str:
    """Return the other shapes of a character, as a string: simplified, traditional, old and regional ones."""
    return _line_of(character, "shapes.txt")


@lru_cache(maxsize=256)
def in_any_shape(text: str) -> re.Pattern[str]:
    return re.compile("".join(f"[{re.escape(character + shapes(character))}]" for character in text))


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
    plain = _written_as_in(text, _traditional(), read_as())
    return text if plain == text else plain


def in_simplified(text: str) -> str:
    """Return `text` with a simplified character for each traditional one that never occurs in simplified text."""
    if not _ever_traditional().search(text):
        return text
    return _written_as_in(text, _ever_traditional(), to_simplified())


def _written_as_in(text: str, replaced: re.Pattern[str], becomes: Mapping[int, int]) -> str:
    """Return a text with what `becomes` replaces; `replaced` matches all of that, and a few other characters.

    Where they are few, each is replaced by itself, in a fraction of the time of `translate`.
    """
    found = replaced.findall(text)
    if len(found) * _FEW > len(text):
        return text.translate(becomes)

    def written(match: re.Match[str]) -> str:
        code = ord(match[0])
        return chr(becomes.get(code, code))

    return replaced.sub(written, text)


_FEW = 8
"""Few characters of a text are replaced if it has more than so many times as many."""


def in_traditional(text: str) -> str:
    """Return `text` with a traditional character for each simplified one that never occurs in traditional text."""
    return text.translate(_to_traditional())


def count_traditional(text: str) -> int:
    """Return how many characters of a text `in_simplified` replaces."""
    return _count_replaced(text, _ever_traditional(), to_simplified(), len(text))


def count_simplified(text: str, most: int) -> int:
    """Return how many characters of a text `in_traditional` replaces, counting up to `most`."""
    return _count_replaced(text, _ever_simplified(), _to_traditional(), most)


def _count_replaced(text: str, replaced: re.Pattern[str], becomes: Mapping[int, int], most: int) -> int:
    found = (match[0] for match in replaced.finditer(text))
    return sum(1 for _ in islice(filter(becomes.__contains__, map(ord, found)), most))


def written_as(character: str) -> str:
    """Return the traditional characters that `in_simplified` replaces by this character, as a string."""
    return _written_as().get(character, "")


def alike(character: str) -> str:
    """Return the characters that OCR or a typist may confuse with `character`, the most likely first."""
    return _alike().get(character, "")


@cache
def read_as() -> Mapping[int, int]:
    """Return what `simplified` makes of each character that it replaces, by codes."""
    simple = {**to_simplified(), **_codes_of_pairs(_sections("characters.txt")["read as simplified"])}
    for one, other in ideographs().items():
        simple[ord(one)] = simple.get(ord(other), ord(other))
    return simple


_BEYOND_BASIC = "\U00010000"


@cache
def _traditional() -> re.Pattern[str]:
    """Return a pattern that matches every character that `simplified` changes, and a few others."""
    return _any_of(map(chr, read_as()))


@cache
def _ever_traditional() -> re.Pattern[str]:
    """Return a pattern that matches every character that `in_simplified` changes, and a few others."""
    return _any_of(map(chr, to_simplified()))


def _any_of(characters: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches these characters and all beyond the basic plane.

    A pattern with single characters beyond the basic plane would be slow.
    """
    basic = "".join(character for character in characters if character < _BEYOND_BASIC)
    return re.compile(f"[{re.escape(basic)}{_BEYOND_BASIC}-\U0003ffff]")


@cache
def _ever_simplified() -> re.Pattern[str]:
    """Return a pattern that matches every character that `in_traditional` changes, and a few others."""
    return _any_of(map(chr, _to_traditional()))


@cache
def to_simplified() -> Mapping[int, int]:
    """Return what `in_simplified` makes of each character that it replaces, by codes."""
    return _codes_of("simplified", "traditional to simplified")


@cache
def _written_as() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, plain_code in to_simplified().items():
        plain = chr(plain_code)
        found[plain] = found.get(plain, "") + chr(code)
    return found


@cache
def _to_traditional() -> Mapping[int, int]:
    return _codes_of("traditional", "simplified to traditional")


def _codes_of(script: str, section: str) -> dict[int, int]:
    """Return what each character becomes in a script, as codes: a mapping of strings would take twice the memory.

    `section` is that of OpenCC's characters.
    """
    ours = _sections("characters.txt")
    codes = _codes_of_pairs(_sections("opencc.txt")[section])
    for character in "".join(ours[f"left in {script}"]):
        del codes[ord(character)]
    return codes | _codes_of_pairs(ours[script])


def _codes_of_pairs(lines: list[str]) -> dict[int, int]:
    text = "".join(lines)
    return str.maketrans(text[::2], text[1::2])


@cache
def _alike() -> Mapping[str, str]:
    """Return for each character the other ones in its groups of similar characters."""
    ours = _sections("characters.txt")
    others: dict[str, str] = {}
    for group in " ".join(ours["alike"] + ours["sounding alike"]).split():
        for character in group:
            similar = others.get(character, "")
            others[character] = similar + "".join(
                other_character for other_character in group if other_character not in similar + character
            )
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


PAIRS_OF_RADICALS = (
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
    folded = ((variant, unicodedata.normalize("NFKC", variant)) for variant in compatible)
    plain_by_variant = {variant: other for variant, other in folded if variant != other}
    return plain_by_variant | dict(zip(PAIRS_OF_RADICALS[::2], PAIRS_OF_RADICALS[1::2], strict=True))


def in_ideographs(text: str) -> str:
    """Return a text of the same length with an ideograph for each radical and compatibility ideograph."""
    if text.isascii():
        return text
    return text.translate(_by_code())


@cache
def _by_code() -> Mapping[int, str]:
    return {ord(one): other for one, other in ideographs().items()}


class Column(StrEnum):
    """How far an equality goes; the values are for tests and messages to developers."""

    FOLD = "fold"
    SHAPE = "shape"
    MISREAD = "misread"


class Row(Struct, frozen=True):
    """One kind of equality.

    `examples` are pairs of which each member finds the other; `different` pairs that look as if they were, and are not.
    `becomes` (FOLD only) is what each character becomes, by its code. `forms` (SHAPE and MISREAD) gives the other forms
    of a search form; it is bounded, and may be lazy.
    """

    name: str
    column: Column
    examples: tuple[tuple[str, str], ...]
    different: tuple[tuple[str, str], ...] = ()
    becomes: Mapping[int, str] = {}
    forms: Callable[[str], Iterable[str]] | None = None


def _each(characters: str, becomes: str) -> dict[int, str]:
    return dict.fromkeys(map(ord, characters), becomes)


RADICALS = Row(
    "部首",
    Column.FOLD,
    (("⻓桥", "长桥"), ("⻩⼟⾼坡", "黄土高坡"), ("⻘⽯⽇报", "青石日报"), ("⾵⾞", "風車")),
    (("⺀", "冫"),),
    becomes=dict(zip(map(ord, PAIRS_OF_RADICALS[::2]), PAIRS_OF_RADICALS[1::2], strict=True)),
)
COMPATIBILITY = Row(
    "兼容汉字",
    Column.FOLD,
    (("\uf90a山", "金山"), ("\uf914園", "樂園"), ("\U0002f800江", "丽江")),
    (("\ufa0e", "\u5099"),),
)
WIDTH = Row(
    "全角与半角、大小写", Column.FOLD, (("ＡＢＣ１２", "abc12"), ("①号", "1号"), ("㎏", "kg"), ("ﾃﾞ", "デ"))
)

DASHES = "-֊־᐀᠆‐‑‒–—―−─━⸺⸻"
"""Hyphens, dashes and minus signs, and the lines of tables that recognisers take for dashes.

They are Unicode's dash punctuation (category Pd) as far as NFKC leaves it, without double, oblique and wavy ones.
"""

DASH = Row(
    "横线",
    Column.FOLD,
    (
        ("上海——南京", "上海—南京"),
        ("上海──南京", "上海-南京"),
        ("一九三七―一九四五", "一九三七–一九四五"),
        ("H‑1", "H-1"),
    ),
    (("上海——南京", "上海南京"), ("5~8", "5-8"), ("一日", "—日")),
    becomes=_each(DASHES, "-"),
)

TILDE = Row(
    "波浪线",
    Column.FOLD,
    (("3～5月", "3〜5月"), ("3∼5月", "3~5月")),
    becomes=_each("〜∼〰⁓", "~"),
)

DOTS = "·•‧∙⋅・●⸱⸳ꞏ᛫⦁"
"""Middle dots, and bullets used for them.

They become the point: that is one character in 马克.吐温, 12.5 and “...”, and which of these it is can't be told from a
string that was cut out of a text. The full stop 。ends sentences, and is none of them."""

DOT = Row(
    "点",
    Column.FOLD,
    (
        ("马克·吐温", "马克．吐温"),
        ("马克.吐温", "马克•吐温"),
        ("古丽・夏提", "古丽‧夏提"),
        ("１２．５", "12.5"),
    ),
    (("马克·吐温", "马克、吐温"), ("马克·吐温", "马克。吐温"), ("12.5", "125"), ("12.5", "12,5")),
    becomes=_each(DOTS, "."),
)
ELLIPSIS = Row(
    "省略号",
    Column.FOLD,
    (("可是……后来", "可是…后来"), ("可是⋯⋯后来", "可是...后来")),
    (("可是……后来", "可是后来"), ("可是…后来", "可是.后来")),
    becomes=_each("⋯⋮᠁", "..."),
)
QUOTATION = Row(
    "引号",
    Column.FOLD,
    (("“好”", "「好」"), ("『好』", '"好"'), ("O’Neil", "O'Neil")),
    becomes=_each("“”„‟「」『』〝〞〟«»", '"') | _each("‘’‚‛‹›`´ʻ‵", "'"),
)


def _codes(*ranges: Iterable[int]) -> Iterator[int]:
    for code_range in ranges:
        yield from code_range


_INVISIBLE = [
    *_codes((0xAD, 0x61C, 0x180E), range(0x200B, 0x2010), (0xFEFF,)),
    *_codes(range(0x202A, 0x202F), range(0x2060, 0x2070)),
    *_codes(range(0x09), range(0x0E, 0x1C), range(0x7F, 0x85), range(0x86, 0xA0)),
    *_codes(range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)),
]
INVISIBLE = Row(
    "看不见的字符",
    Column.FOLD,
    (("雁\u200b桥\ufe00", "雁桥"), ("co\xadoperate", "cooperate")),
    becomes=dict.fromkeys(_INVISIBLE, ""),
)
"""Zero-width characters, marks of direction, selectors of variants, soft hyphens, control characters."""


def _others(character: str, alike: str) -> str:
    if character in alike:
        return alike.replace(character, "")
    return ""


_STROKED = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d"}


@cache
def _with_diacritics() -> Mapping[str, str]:
    """Return for each Latin letter those that differ from it in diacritics only, with itself."""
    groups: dict[str, str] = {}
    for code in (*range(0x61, 0x7B), *range(0xDF, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(code)
        base = unicodedata.normalize("NFD", _STROKED.get(letter, letter))[0]
        if letter == letter.casefold() and "a" <= base <= "z":
            groups[base] = groups.get(base, "") + letter
    return {letter: letters for letters in groups.values() for letter in letters}


SCRIPT = Row(
    "简繁与异体",
    Column.SHAPE,
    (("图书馆", "圖書館"), ("回家", "囘家"), ("台湾", "臺灣"), ("\ufa11", "崎")),
    (("未来", "末来"),),
    forms=shapes,
)


def _zeros(character: str) -> str:
    return _others(character, "〇○零")


ZERO = Row("零", Column.SHAPE, (("零点", "〇点"), ("二〇〇四年", "二○○四年")), forms=_zeros)
NUMBER = Row(
    "数的写法",
    Column.SHAPE,
    (
        ("30名", "三十名"),
        ("１２人", "十二人"),
        ("第廿一期", "第21期"),
        ("一万二千人", "12000人"),
        ("三万五千户", "3.5万户"),
        ("2000斤", "两千斤"),
        ("1亿2000万", "一亿二千万"),
    ),
    (("10名", "三十名"), ("12日", "二十二日")),
)
SEPARATOR = Row(
    "千位分隔",
    Column.SHAPE,
    (("12,345人", "12345人"), ("12，345人", "一万二千三百四十五人")),
    (("1,987年", "一九八七年"),),
)
DATE = Row(
    "年月日",
    Column.SHAPE,
    (
        ("1987年6月12日", "一九八七年六月十二日"),
        ("1987-06-12", "19870612"),
        ("1987/6/12", "民国七十六年六月十二日"),
        ("1987年6月", "一九八七年六月"),
        ("1987年", "民國76年"),
        ("民国廿六年八月", "1937年8月"),
    ),
    (("1987年6月1日", "1987年6月12日"), ("1987年6月12日", "6月12日"), ("1987年", "光绪三十一年")),
)
NAME_DOT = Row(
    "字间的点",
    Column.SHAPE,
    (("马克吐温", "马克·吐温"), ("查理·卓别林", "查理卓别林"), ("诗经小雅", "詩經·小雅")),
    (("马克吐温", "马克。吐温"), ("12.5", "125")),
)


def _accented(character: str) -> str:
    return _others(character, _with_diacritics().get(character, ""))


DIACRITIC = Row(
    "附加符号",
    Column.SHAPE,
    (("café", "cafe"), ("dvorak", "Dvořák"), ("Łódź", "lodz")),
    (("cafe", "cafes"), ("Ärger", "aerger")),
    forms=_accented,
)
ILLEGIBLE_MARKS = "□×〓*■▢▯◯○\ufffd"


def _illegible(character: str) -> str:
    if "\u4e00" <= character <= "\u9fff":
        return ILLEGIBLE_MARKS
    return ""


ILLEGIBLE = Row(
    "认不出的字",
    Column.MISREAD,
    (("王小明", "王□明"), ("李小生", "李×生")),
    (("王小明", "王明"),),
    forms=_illegible,
)
"""What a program or an editor prints for a character that can't be read; it may stand for any one."""


_FOLD_ROWS = (RADICALS, COMPATIBILITY, WIDTH, DASH, TILDE, DOT, ELLIPSIS, QUOTATION, INVISIBLE)
_SHAPE_ROWS = (SCRIPT, ZERO, NUMBER, SEPARATOR, DATE, NAME_DOT, DIACRITIC)
TABLE = (*_FOLD_ROWS, *_SHAPE_ROWS, ILLEGIBLE)
"""All rows; those of a column are in the order in which they are tried."""

FOLDED = {code: other for row in TABLE for code, other in row.becomes.items()}
"""What each character becomes in the search form before and after NFKC, for `str.translate`."""

RUNNING = "-."
"""What dashes and dots become; runs of them are shortened."""
_RUNS = pattern(r"-{2,}|\.{4,}")


def one_run(text: str) -> str:
    """Return a folded text with one dash for each run of them, and at most three dots in a row.

    A string cut out of a text has a form that is contained in that of the text: a shorter run is a part of a longer
    one.
    """
    if "--" not in text and "...." not in text:
        return text
    return _RUNS.sub(_shortened, text)


def _shortened(run: re.Match[str]) -> str:
    return run[0][: _left_of(run)]


def runs_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the spans of a folded text that `one_run` shortens, each with the number of characters that it leaves."""
    return ((*run.span(), _left_of(run)) for run in _RUNS.finditer(text))


def _left_of(run: re.Match[str]) -> int:
    if run[0][0] == "-":
        return 1
    return 3


def rows(column: Column) -> tuple[Row, ...]:
    return tuple(row for row in TABLE if row.column is column)
