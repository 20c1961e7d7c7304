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

from reader.language import variants
from reader.language.patterns import pattern
from reader.language.variants import RADICALS as PAIRS_OF_RADICALS


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
    (("\ufa11", "崎"), ("\ufa0e", "\u5099")),
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


def _others(character: str, alike: str) -> str:
    return alike.replace(character, "") if character in alike else ""


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
    (("图书馆", "圖書館"), ("回家", "囘家"), ("台湾", "臺灣")),
    (("未来", "末来"),),
    forms=variants.shapes,
)
ZERO = Row(
    "零", Column.SHAPE, (("零点", "〇点"), ("二〇〇四年", "二○○四年")), forms=lambda c: _others(c, "〇○零")
)
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
DIACRITIC = Row(
    "附加符号",
    Column.SHAPE,
    (("café", "cafe"), ("dvorak", "Dvořák"), ("Łódź", "lodz")),
    (("cafe", "cafes"), ("Ärger", "aerger")),
    forms=lambda c: _others(c, _with_diacritics().get(c, "")),
)
ILLEGIBLE_MARKS = "□×〓*■▢▯◯○\ufffd"
ILLEGIBLE = Row(
    "认不出的字",
    Column.MISREAD,
    (("王小明", "王□明"), ("李小生", "李×生")),
    (("王小明", "王明"),),
    forms=lambda c: ILLEGIBLE_MARKS if "\u4e00" <= c <= "\u9fff" else "",
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
    return _RUNS.sub(lambda run: run[0][: _left_of(run)], text)


def runs_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the spans of a folded text that `one_run` shortens, each with the number of characters that it leaves."""
    return ((*run.span(), _left_of(run)) for run in _RUNS.finditer(text))


def _left_of(run: re.Match[str]) -> int:
    return 1 if run[0][0] == "-" else 3


def rows(column: Column) -> tuple[Row, ...]:
    return tuple(row for row in TABLE if row.column is column)
