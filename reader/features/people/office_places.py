"""The place of an office that says only 市长 or 省委书记: by what evidence its article tells it, or its newspaper.

Texts and names are in simplified characters. An office is stored as the place, a sign and the words printed with the
name, such as 江城·市长; the sign tells by what the place is known.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from reader.language import common_words, divisions
from reader.language.address import office_words
from reader.language.forms import HAN
from reader.language.patterns import by_first
from reader.newspaper.facts import Claim, Fact, Rule, decided, unknown


class Sign(StrEnum):
    """What tells the place of an office; each is a character that no office has."""

    CLAUSE = "·"
    """The clause of the office, or who elected the person."""
    SENTENCE = "~"
    """The sentence: in a paper of another place, it may be that paper's."""
    ABOVE = "^"
    """Only this place is named in the article, before the office."""
    BELOW = "_"
    """Only this place is named in the article, behind the office."""
    DATELINE = "@"
    """Only the dateline names a place."""
    SEVERAL = "?"
    """Several places are named, and none with the office."""


_SIGNS = re.compile(f"[{re.escape(''.join(Sign))}]")


class StoredOffice(NamedTuple):
    """An office as it is stored: the place told with it, by what, and the words printed with the name."""

    place: str
    sign: Sign | None
    words: str


@lru_cache(1 << 15)
def split(stored: str) -> StoredOffice:
    match = _SIGNS.search(stored)
    if match is None:
        return StoredOffice("", None, stored)
    return StoredOffice(stored[: match.start()], Sign(match[0]), stored[match.end() :])


def as_printed(office: str) -> str:
    """Return an office as `offices.offices_among` gives it without the place that is not printed with it."""
    return split(office).words


LEVELS = ("自治区", "省", "市", "县", "区", "州", "盟", "旗", "镇", "乡")
"""What an office may be of without naming it: 市长, 自治区主席."""
_OTHER_WORDS = re.compile(
    "省[内级会城力略事]|市[场民区内容郊级值井面镇]|市[中南北]区|县[城级区境域内]|区[域内间别]|州[际]|盟[军国友员主]|旗[下手帜舰袍]|镇[静定压]|乡[村镇土亲间音]"
)
"""Words that begin with a level and are of no place's government."""


def level_of(words: str) -> str:
    """Return the level with which an office or a body begins: 市 of 市委; "" if it begins with none."""
    if _OTHER_WORDS.match(words):
        return ""
    return next((level for level in LEVELS if words.startswith(level)), "")


# -- places in a text


class _Mention(NamedTuple):
    """A place in a text; `place` is without its level, which may not be printed: 江城 of 江城市, 武汉."""

    begin: int
    end: int
    place: str


_SENTENCE_ENDS = "。！!？?\n"
_LONGEST_NAME = 14
_LONGEST_UNKNOWN = 4
_HAN_BEFORE = re.compile(f"[{HAN}]+$")
_NO_NAME = re.compile(
    "[全本我该各每两几个多等省市县区州盟旗乡镇一二三四五六七八九十大小老新都此某]|直辖|地级|县级|沿海|内陆|边境|委|期货|证券|农贸|[副原代强]$"
    "|^(?:贫困|农业|牧业|林业|产粮|试点|示范|先进|模范|重点|中心|有关|邻近|周边|部分|亿元|小康|百强|革命|旅游|卫生|文明|开放|山区|工业|商业"
    "|人口|兄弟|友好|姊妹|姐妹|建制|卫星|特大|智慧|海绵|港口|特区|经济|首府|省会|所在|下辖|所辖|直属|建)"
)
_NOT_BEHIND = re.compile("[场民价容面郊内外略钱事井值域别]")
_HEADS = ("中国共产党", "中共", "政协", "民革", "民盟", "民建", "民进", "共青团", "中国")


def _name_before(text: str, at: int, level: str) -> str:
    """Return the name in front of a level: the longest of the table, else what has the form of one."""
    for begin in range(max(0, at - _LONGEST_NAME), at):
        if divisions.is_division(text[begin : at + len(level)]):
            return text[begin:at]
    run = _HAN_BEFORE.search(text, max(0, at - _LONGEST_UNKNOWN - 1), at)
    if run:
        return _unknown_name(run[0], level)
    return ""


@lru_cache(1 << 12)
def _unknown_name(run: str, level: str) -> str:
    """Return the name of a place that no table has at the end of a run of characters, such as an invented city's."""
    if level not in "省市县区镇乡" or _is_part_of_word(run, level):
        return ""
    name = ""
    for word in reversed(common_words.cut(run)):
        if word in _stops() or divisions.stands_before_places(word) or word[-1] in "省市县区州":
            break
        if divisions.is_country(word) or divisions.full_name(word, "省") or word in _HEADS:
            break
        name = word + name
    if not 1 < len(name) < _LONGEST_UNKNOWN or _NO_NAME.search(name):
        return ""
    return name


def _is_part_of_word(run: str, level: str) -> bool:
    """Return whether a level belongs to the word in front of it, as in 股市, 山区, 海绵城市; 江城 may be a name."""
    if run[-1] == "城" and level == "市":
        words = common_words.cut(run)
        is_of_kind = words[-1] == "城" and len(words) > 1 and len(words[-2]) > 1 and words[-2] not in _stops()
        return is_of_kind or _CITY.search(run) is not None
    return common_words.is_common(run[-1] + level)


_CITY = re.compile("(?:[心放海大小古名县全各化型级际省绵慧型新旧省港]|卫星)城$")


@lru_cache(1)
def _stops() -> frozenset[str]:
    return frozenset((*office_words("stops"), *office_words("former"), *office_words("stops beside a title")))


_IN_ONE_ROW = re.compile("[^与和同跟到在向对把给为会见陪访迎接，,。；;：:\n]{0,30}[、兼]")
"""What is between a place and a further office in the same row: 江城市委书记、市长."""
_LONGEST_OWN = 2
_OWN = re.compile("[我本][省市县区州镇乡]?$")
"""What says that an office is of the newspaper's own place: 我市市长."""
_ELECTS = re.compile("(?:代表大会|人代会|委员会|全体会议|全会|政协|纪委).*(?:选举|选出|任命|决定)")


class PlacesInArticle:
    """The places that an article names, looked for once an office needs them."""

    def __init__(self, text: str, people: Sequence[tuple[int, int]]) -> None:
        """`people` are the begins and ends of names, which are no part of a place."""
        self._text = text
        self._people = people
        self._full: dict[str, Sequence[_Mention]] = {}
        self._short: dict[str, Sequence[_Mention]] = {}

    @cached_property
    def _is_of_person(self) -> Set[int]:
        """The places of the characters of names."""
        return set(chain.from_iterable(range(begin, end) for begin, end in self._people))

    @cached_property
    def _dateline(self) -> str:
        return _words_of_dateline(self._text)

    def told(self, begin: int, level: str, title: str) -> str:
        """Return the place of an office that begins at `begin`, with its sign; "" if the article names no such place.

        `title` are the words of the office, `level` what it is of.
        """
        text = self._text
        if _OWN.search(text, max(0, begin - _LONGEST_OWN), begin):
            return ""
        sentence = 1 + max(text.rfind(end, 0, begin) for end in _SENTENCE_ENDS)
        before = [full_name for full_name in self._full_names(level) if sentence <= full_name.begin < begin]
        if before and _IN_ONE_ROW.fullmatch(text, before[-1].end, begin):
            return before[-1].place + Sign.CLAUSE
        places = {named_place.place for named_place in before}
        if any(text.startswith(title, named_place.end) for named_place in before):
            return Sign.SEVERAL
        if len(places) == 1:
            is_elected = _ELECTS.search(text, before[0].end, begin) is not None
            return before[0].place + (Sign.CLAUSE if is_elected else Sign.SENTENCE)
        return self._of_article(begin, level)

    def _of_article(self, begin: int, level: str) -> str:
        """Return the only place that the article names, with its sign; the sign of several, or ""."""
        full = self._full_names(level)
        spans = [(each.begin, each.end) for each in full]
        short = [short_name for short_name in self._short_names(level) if not _overlaps(short_name, spans)]
        places = {each.place for each in (*full, *short)}
        by_dateline = _place_in(self._dateline, level)
        if len(places) > 1:
            return Sign.SEVERAL
        if by_dateline and places <= {by_dateline} and not full:
            return by_dateline + Sign.DATELINE
        if not places:
            return self._of_wire(level)
        (place,) = places
        is_above = any(each.begin < begin for each in full)
        is_above = is_above or (level != "市" and any(each.begin < begin for each in short))
        return place + (Sign.ABOVE if is_above else Sign.BELOW)

    def _of_wire(self, level: str) -> str:
        """Return the city that an agency's news was sent from, though no table has it, or "".

        Its sign makes the office one of the newspaper's own city, or else of no known one.
        """
        sent_from = _SENT_FROM.match(_words_of_dateline(self._text, of_agencies=True))
        if level != "市" or sent_from is None:
            return ""
        return sent_from[1] + Sign.BELOW

    def _full_names(self, level: str) -> Sequence[_Mention]:
        """Return the places of a level that stand with it, in the order of the text."""
        if level not in self._full:
            self._full[level] = [*self._found(level)]
        return self._full[level]

    def _found(self, level: str) -> Iterator[_Mention]:
        text = self._text
        at = text.find(level)
        while at >= 0:
            if not _NOT_BEHIND.match(text, at + len(level)):
                name = _name_before(text, at, level)
                if name and self._is_of_person.isdisjoint(range(at - len(name), at)):
                    yield _Mention(at - len(name), at + len(level), name)
            at = text.find(level, at + 1)

    def _short_names(self, level: str) -> Sequence[_Mention]:
        """Return the places of the table that stand without their level."""
        if level not in self._short:
            self._short[level] = [*self._found_short(level)]
        return self._short[level]

    def _found_short(self, level: str) -> Iterator[_Mention]:
        text = self._text
        by_pair = _short_by_pair(level)
        for found in _short_begins(level).finditer(text):
            at = found.start()
            for name in by_pair[found[1]]:
                if text.startswith(name, at) and self._is_of_person.isdisjoint(range(at, at + len(name))):
                    yield _Mention(at, at + len(name), name)


@cache
def _short_by_pair(level: str) -> Mapping[str, Sequence[str]]:
    """Return the divisions that are named without their level by the first two characters."""
    by_pair: dict[str, list[str]] = {}
    for name in divisions.named_short(level):
        by_pair.setdefault(name[:2], []).append(name)
    return by_pair


@cache
def _short_begins(level: str) -> re.Pattern[str]:
    """Return a pattern that matches wherever such a name may begin; group 1 has the first two characters."""
    pairs = sorted(_short_by_pair(level))
    if not pairs:
        return re.compile("(?!)")
    firsts = "".join({pair[0] for pair in pairs})
    return re.compile(f"[{firsts}](?<=(?=({by_first(pairs)})).)")


def _overlaps(mention: _Mention, spans: Collection[tuple[int, int]]) -> bool:
    return any(mention.begin < end and begin < mention.end for begin, end in spans)


_SENT_FROM = re.compile(
    f"([{HAN}]{{2,6}}?)市?(?=[0-9０-９一二三四五六七八九十]{{1,3}}月|[0-9０-９]|专?[电電讯訊])"
)


def _words_of_dateline(text: str, *, of_agencies: bool = False) -> str:
    """Return the place of the first dateline of a text that has one, as printed; else "".

    With `of_agencies`, only where that is the one of an agency.
    """
    from reader.parsing import dateline  # a window that reads offices needs no parser

    for line in text.split("\n"):
        head = dateline(line)
        if head is None:
            continue
        where = head.as_printed.removeprefix("据").removeprefix(head.source or "")
        if where and of_agencies and head.agency is None:
            return ""
        if where:
            return where
    return ""


@lru_cache(1 << 10)
def _place_in(where: str, level: str) -> str:
    """Return the place of a dateline, or its province, without the level; "" if it names none, or several."""
    cities = [name for name in divisions.named_short("市") if name in where]
    if len(cities) != 1:
        return ""
    if level == "市":
        return cities[0]
    province = divisions.province_of(divisions.full_name(cities[0], "市"))
    if divisions.level_of(province) != level:
        return ""
    return province.removesuffix(level)


# -- in a paper


_PAPERS = ("日报", "晚报", "晨报", "早报", "商报", "时报", "都市报")


@lru_cache(1 << 10)
def place_of_newspaper(newspaper: str, level: str) -> str:
    """Return the place of a newspaper's own 市 or 省, without the level: 江城 for 江城日报; "" if it is not known.

    Of other papers than 日报, only what is in the table is a place.
    """
    suffix = next((ending for ending in _PAPERS if newspaper.endswith(ending)), "")
    place = newspaper.removesuffix(suffix)
    if not suffix or not place or level not in ("省", "自治区", "市"):
        return ""
    is_of_province = place in office_words("provinces")
    if is_of_province or divisions.full_name(place, level):
        return divisions.full_name(place, level).removesuffix(level)
    if level != "市" or suffix != "日报" or place in office_words("papers of no place"):
        return ""
    return place


def body_place(stored: StoredOffice, level: str, newspaper: str) -> Fact[str]:
    """Return the place of an office without its level, in a newspaper, as it is known; unknown where it is in doubt."""
    paper_place = place_of_newspaper(newspaper, level)
    place = stored.place
    if stored.sign is Sign.CLAUSE:
        return _known(place, Rule.OWN_WORDS, level)
    if stored.sign is None:
        return decided([Claim(paper_place, Rule.PAPER_PLACE, newspaper)] if paper_place else [])
    if paper_place and paper_place != place:
        return unknown()
    match stored.sign:
        case Sign.SENTENCE:
            return _known(place, Rule.OWN_WORDS, level)
        case Sign.DATELINE:
            return _known(place, Rule.DATELINE_AND_PAPER if paper_place else Rule.DATELINE, level)
        case Sign.ABOVE:
            return _known(place, Rule.PLACE_ABOVE, level)
        case Sign.BELOW if paper_place:
            return decided([Claim(paper_place, Rule.PAPER_PLACE, newspaper)])
    return unknown()


def _known(place: str, rule: Rule, level: str) -> Fact[str]:
    return decided([Claim(place, rule, place + level)])
