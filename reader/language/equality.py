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
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache

from msgspec import Struct

from reader.language.patterns import pattern


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


def _pairs(text: str) -> dict[int, str]:
    return dict(zip(map(ord, text[::2]), text[1::2], strict=True))


_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌"
    "⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓"
    "⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝"
    "⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Pairs of a radical of U+2E80–2EFF and the ideograph it looks like: Unicode's EquivalentUnifiedIdeograph.txt (14.0).

⺀ (U+2E80), a sign of repetition, has no ideograph. U+2E9A is not assigned.
"""

RADICALS = Row(
    "部首",
    Column.FOLD,
    (("⻓桥", "长桥"), ("⻩⼟⾼坡", "黄土高坡"), ("⻘⽯⽇报", "青石日报"), ("⾵⾞", "風車")),
    (("⺀", "冫"),),
    becomes=_pairs(_RADICALS),
)
COMPATIBILITY = Row(
    "兼容汉字",
    Column.FOLD,
    (("\uf90a山", "金山"), ("\uf914園", "樂園"), ("\U0002f800江", "丽江")),
    (("\ufa11", "崎"), ("\ufa0e", "\u5099")),
)
WIDTH = Row(
    "全角与半角、大小写", Column.FOLD, (("ＡＢＣ１２", "abc12"), ("①号", "1号"), ("㎏", "kg"), ("ﾃﾞ", "デ"))
)


@cache
def ideographs() -> Mapping[str, str]:
    """Return the ideograph for each radical and each compatibility ideograph; replacing them keeps a text's length."""
    compatible = map(chr, (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)))
    folded = ((each, unicodedata.normalize("NFKC", each)) for each in compatible)
    found = {each: other for each, other in folded if each != other}
    return found | {chr(code): other for code, other in RADICALS.becomes.items()}


def in_ideographs(text: str) -> str:
    """Return a text of the same length with an ideograph for each radical and compatibility ideograph."""
    return text if text.isascii() else text.translate(_by_code())


@cache
def _by_code() -> Mapping[int, str]:
    return {ord(one): other for one, other in ideographs().items()}


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

DOTS = "·•‧∙⋅・●⸱⸳ꞏ᛫⦁。"
"""Middle dots, bullets used for them, and the full stop, which is the wide form of the point.

They become the point: that is one character in 马克.吐温, 12.5 and “...”, and which of these it is can't be told from a
string that was cut out of a text."""

DOT = Row(
    "点",
    Column.FOLD,
    (
        ("马克·吐温", "马克．吐温"),
        ("马克.吐温", "马克•吐温"),
        ("古丽・夏提", "古丽‧夏提"),
        ("１２．５", "12.5"),
    ),
    (("马克·吐温", "马克、吐温"), ("12.5", "125"), ("12.5", "12,5")),
    becomes=_each(DOTS, "."),
)
ELLIPSIS = Row(
    "省略号",
    Column.FOLD,
    (("可是……后来", "可是…后来"), ("可是⋯⋯后来", "可是...后来"), ("可是。。。后来", "可是......后来")),
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
    for each in ranges:
        yield from each


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

TABLE = (RADICALS, COMPATIBILITY, WIDTH, DASH, TILDE, DOT, ELLIPSIS, QUOTATION, INVISIBLE)
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
    return _RUNS.sub(lambda run: run[0][: _left_of(run)], text)


def runs_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the spans of a folded text that `one_run` shortens, each with the number of characters that it leaves."""
    return ((*run.span(), _left_of(run)) for run in _RUNS.finditer(text))


def _left_of(run: re.Match[str]) -> int:
    return 1 if run[0][0] == "-" else 3


def rows(column: Column) -> tuple[Row, ...]:
    """Return the rows of a column."""
    return tuple(row for row in TABLE if row.column is column)
