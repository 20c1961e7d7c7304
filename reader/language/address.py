"""Namings of a person other than the full name: a surname with an office, a trade or a courtesy title (陈市长, 陈老).

Texts are compared in simplified characters (`equality.in_simplified`, which keeps the length), so that 陳市長 and
陈市长 are the same naming.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import chain

from reader import assets
from reader.language import names, words
from reader.language.equality import in_simplified, in_traditional
from reader.language.forms import HAN
from reader.language.patterns import pattern


@cache
def office_words(section_name: str) -> tuple[str, ...]:
    """Return the words of a section of `offices.txt`, in its order; those up to [deeds] are regular expressions."""
    text = assets.resource("wordlists/offices.txt").read_text(encoding="utf-8")
    _, _, section = text.partition(f"[{section_name}]\n")
    return tuple(section.partition("\n[")[0].split())


# Regular expressions: alternatives separated by |.
OFFICE_WORDS, TRADE_WORDS, PEOPLE_WORDS = (
    "|".join(office_words(of)) for of in ("offices", "trades", "people")
)


class TitleKind(Enum):
    """A kind of title behind a surname, by how well it identifies a person."""

    OFFICE = auto()
    """An office that only one person holds in a place at a time, such as 市长."""
    SHARED = auto()
    """An office or a trade of many people at the same time, such as 委员 or 医生."""
    COURTEOUS = auto()
    """A polite title for anybody, with or without an office, such as 先生."""
    HOMELY = auto()
    """A familiar title for people without a known office, such as 大爷."""


_SHARED_OFFICES = (
    "代表|委员|常委|理事|董事|监事|秘书|顾问|干事|专员|议员|参议|主管|组长|班长|排长|连长|队长|经理|科长|站长|特派员"
    "|部长助理|买办|保长|甲长"
)
_COURTEOUS = "先生|女士|同志|老先生|老|公|君|氏"
_HOMELY = "小姐|老人|老太太|老汉|大爷|大妈|大娘|大姐|大哥|大叔|阿姨|奶奶|爷爷|师傅|姑娘|总|某"
_GIVEN = frozenset("公君")
"""Titles that are also common given names."""
_CLIPPED = frozenset("老公君氏总某")
"""Titles of one character; many other words begin with these characters."""
_GOES_ON_BEHIND_CLIPPED = pattern(
    f"$|[^{HAN}]|[的在是也和与对向从把为将还又就曾每常说道称之亦以曰云于则遂已却便答问笑]"
)
_LONGER = pattern(
    "助理|办公室|级|室|团|台|会(?![见晤议上说谈在])|处(?!理)|性|医师|记者|编辑|委员|员|家族|兄弟|父子|夫妇|夫妻"
)
"""Characters which, after a title, make it part of another word: 代表团, 主席台, 主任医师."""
_INTRODUCING = pattern(
    f"(?:{PEOPLE_WORDS}|住户|顾客|病人|家长|游客|车主|消费者|商户|群众|街坊|邻居|旅客|用户|房东|租客|老板|店主"
    "|[一几两另有名]位|[一另]名|名叫|姓|家住[^，。,]{0,12})$"
)
_NEW_IF_COURTEOUS = pattern(f"(?:的|{TRADE_WORDS}|{OFFICE_WORDS})$")
_RANK = pattern("(?:常务副|副|代理|代|名誉)")
_MORE_OFTEN_WORDS = frozenset("于和向由都来那但时应连全任位成区路元原边段曾当对从及同让被经管党别即便")
"""Characters that are surnames but far more often ordinary words, as in 任市长, 时市长."""
_SAYING = pattern(f"[^{HAN}]*[说指表称强介告认要提坦回笑]")
_RELATED = {
    "教授": ("老师",), "院士": ("教授", "老师"), "教师": ("老师",), "研究员": ("老师",), "医师": ("医生",),
    "总经理": ("总",), "董事长": ("总",), "总裁": ("总",), "经理": ("总",), "总工程师": ("总",), "支书": ("书记",),
    "总编辑": ("总编", "总"),
}  # fmt: skip
"""Further titles by which the holder of an office is addressed, by the office."""


def _alternatives(pattern: str) -> Iterator[str]:
    for word in pattern.split("|"):
        yield word.replace("?", "")
        if word.endswith("?"):
            yield word[:-2]


@cache
def titles() -> dict[str, TitleKind]:
    """Return all titles that may follow a surname, in simplified characters, with their kinds."""
    shared = {*_alternatives(_SHARED_OFFICES)}
    offices = {}
    for office in _alternatives(OFFICE_WORDS):
        for rank in ("", "副"):
            offices[rank + office] = TitleKind.SHARED if office in shared else TitleKind.OFFICE
    return (
        dict.fromkeys(_alternatives(TRADE_WORDS), TitleKind.SHARED)
        | offices
        | dict.fromkeys(_alternatives(_HOMELY), TitleKind.HOMELY)
        | dict.fromkeys(_alternatives(_COURTEOUS), TitleKind.COURTEOUS)
    )


@cache
def _title_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(sorted(titles()), key=len, reverse=True)))


def surname_of(name: str) -> str:
    """Return the surname of a Chinese name, in the characters of `name`; "" if `name` is no Chinese name."""
    plain = in_simplified(name)
    if not re.fullmatch(f"[{HAN}]{{2,4}}", name):
        return ""
    if names.has_compound_surname(plain):
        return name[:2]
    if names.is_surname(plain[0]) and len(name) < len("四个字的"):
        return name[0]
    return ""


def may_be_name(text: str) -> bool:
    """Return whether a string that is not in the list of people may be a name: name characters, and not a word."""
    plain = in_simplified(text)
    if not surname_of(plain) or not names.is_name(plain) or is_naming(plain):
        return False
    return words.names_person(plain) or not words.has_word(plain)


def namings_in(text: str, surname: str) -> Iterator[tuple[str, str]]:
    """Yield each occurrence of the surname followed by a title: its characters as printed, and the simplified title.

    `surname` is in simplified characters.
    """
    plain = in_simplified(text)
    at = plain.find(surname)
    while at >= 0:
        behind = at + len(surname)
        title = _title_pattern().match(plain, behind)
        if title is not None:
            yield text[at : title.end()], title[0]
        at = plain.find(surname, behind)


def is_naming(name: str) -> bool:
    """Return whether a supposed name is a surname with a title (邓老, 陈师傅); 李君 counts as a name."""
    title = in_simplified(name)[len(surname_of(name)) :]
    return title in titles() and title not in _GIVEN


@lru_cache(maxsize=1 << 12)
def titles_of_office(office: str) -> tuple[str, ...]:
    """Return the titles by which the holder of an office is addressed: 副市长 and 市长 for 市人民政府副市長.

    They are in simplified characters. The first is the longest known title at the end of the office; () if there is
    none.
    """
    kind_by_title = titles()
    office = in_simplified(office)
    begin = next((at for at in range(len(office)) if office[at:] in kind_by_title), None)
    if begin is None:
        return ()
    title = office[begin:]
    if _RANK.match(title):
        plain = _RANK.sub("", title, count=1)
    else:
        plain = title
    called = [title, *([plain] if plain in kind_by_title else [])]
    return tuple(
        dict.fromkeys(
            [*called, *chain.from_iterable(_RELATED.get(called_title, ()) for called_title in called)]
        )
    )


def offices_called(title: str) -> tuple[str, ...]:
    """Return the offices, including the title itself, whose holders are addressed by a title: 教授, 院士 for 教授."""
    return (title, *(office for office, called in _RELATED.items() if title in called))


def is_held_apart(surname: str) -> bool:
    """Return whether a surname is rarely an ordinary word, so that it names a person if an office follows it."""
    return in_simplified(surname) not in _MORE_OFTEN_WORDS


def written(surname: str, title: str) -> tuple[str, ...]:
    """Return a surname with a title in simplified and in traditional characters, without duplicates.

    The characters of the surname are not changed.
    """
    return tuple(dict.fromkeys((surname + title, surname + in_traditional(title))))


def stands_at(text: str, begin: int, end: int, surname_length: int) -> bool:
    """Return whether the characters from `begin` to `end` are a complete naming of a person already known.

    False if a word crosses its ends (林市长 in 吉林市长), if it is the beginning of another title or word (陈老 in
    陈老师, 陈主席 in 陈主席台), and if it introduces a new person (市民陈女士).
    """
    window = in_simplified(text[max(0, begin - _WINDOW) : end + _WINDOW])
    at = min(begin, _WINDOW)
    return _stands(window[:at], window[at : at + end - begin], window[at + end - begin :], surname_length)


# simplifying the whole text for each naming would take long, and the patterns look at few characters around
# it
_WINDOW = 8


@lru_cache(maxsize=1 << 12)
def _stands(before: str, naming: str, after: str, surname_length: int) -> bool:
    surname = naming[:surname_length]
    title = naming[surname_length:]
    longest = _title_pattern().match(title + after)
    if longest is None or longest[0] != title:
        return False
    if title in _CLIPPED and not _GOES_ON_BEHIND_CLIPPED.match(after):
        return False
    if _LONGER.match(after) or _INTRODUCING.search(before):
        return False
    is_courteous = titles()[title] in (TitleKind.COURTEOUS, TitleKind.HOMELY)
    if is_courteous and _NEW_IF_COURTEOUS.search(before):
        return False
    run = re.search(f"[{HAN}]*$", before)
    han_before = run[0] if run else ""
    if surname in _MORE_OFTEN_WORDS and (han_before or not _SAYING.match(after)):
        return False
    if any(words.has_word(han_before[-count:] + surname) for count in range(1, min(len(han_before), 3) + 1)):
        return False
    if title in _CLIPPED:
        return True
    return words.standing(before[-words.WINDOW :], naming, after[: words.WINDOW]) is words.WordMatch.WHOLE
