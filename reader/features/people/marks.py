"""The marks of a person's name: an office or title next to it, a verb of speech after it, a list around it.

Texts are in simplified characters in this module (`equality.simplified`).
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from reader.features.people.person import NameMark
from reader.language import code_arrays
from reader.language.address import OFFICE_WORDS, PEOPLE_WORDS, TRADE_WORDS, office_words
from reader.language.code_arrays import flags
from reader.language.forms import HAN
from reader.language.patterns import by_first

_WRITERS, _SPEECH, _DEEDS = ("|".join(office_words(of)) for of in ("writers", "speech", "deeds"))
_AFTER_ONLY = (
    "副(?=[书市省县区局部院校所主会总秘])|代表"
    "|(?:今年)?[0-9０-９一二三四五六七八九十]{1,3} ?岁|今年[0-9０-９一二三四五六七八九十]{1,3}"
    "|[，,（(](?:男|女|[现今]年|年仅|[0-9０-９一二三四五六七八九十]{1,3} ?岁|饰|前|左|右|中"
    "|[美英法德日俄韩台港]籍?[)）]|[A-Z][a-z]+(?:[ -][A-Z])|[省市]|化名|音[)）])"
    "|等人|等(?=[出参陪领同随到一]|[0-9一二三四五六七八九十两]+人|市领导)|一行|本人|家人"
)
_ALL_WORDS = f"{OFFICE_WORDS}|{TRADE_WORDS}|{_WRITERS}|{PEOPLE_WORDS}"


def _places(pattern: str, first: str) -> re.Pattern[str]:
    """Return a pattern that matches wherever `pattern` does, overlapping matches included; group 1 is the match.

    `first` has all characters with which a match may begin. The regex engine finds these quickly, while a bare
    lookahead would be tried at every place.
    """
    return re.compile(f"[{first}](?<=(?=({pattern})).)")


_BESIDE = re.compile(by_first(_ALL_WORDS.split("|")))
_NAMED = _places(
    "原名|名叫|叫做?|姓名|名为|化名|选举|推选|推举|任命|提名|聘请|聘任|采访|拜访|悼念|缅怀|抓获|逮捕|状告|饰演|扮演|嫁给"
    "|人(?<=[^报叫\n]人)|[图文摄](?=[/／])|(?:左|右|[上下左右中]图)起?：|图为",
    "图文摄左右上下中原名叫姓化选推任提聘采拜悼缅抓逮状饰扮嫁人",
)
"""Words that mark a name after them only, not before them."""
_BETWEEN = "/／:：、，,“ \u3000\xa0"
"""Characters that may separate an office from the name after it."""
_LEADING = "/／总副老"
"""Characters that may separate a name from the office after it."""
_MADE = "(?:为|任|代理|兼任?|当选)[^，,。；;、\\n]{0,12}(?:长|书记|主任|主席|委员|理事)[，,。；;、\\n]"
_OFFICE_AFTER = _places(
    f"[/／]?(?:{_AFTER_ONLY})|{_MADE}",
    "为任代兼当/／，,（(副代等一本家今0123456789０１２３４５６７８９二三四五六七八九十",
)
_MANNER = "也|又|还|则|当日|当天|当时|今日|昨日|今天|昨天|日前|随后|曾"
_SAYS = re.compile(f"({by_first(_SPEECH.split('|'))})|{by_first(_DEEDS.split('|'))}")
# Between the name and a verb of speech, a comma, the manner, or a place with 在 may stand without `_STOPS`.
_STOPS = "，,。\n"
_COMMAS = "，,"
_LONGEST_PLACE = 16
_PLACE = _places(
    "[省市县区镇乡村街路桥河江湖山岭巷]|组(?!长)|公司|集团|店(?!主)|厂(?!长)|学校|中学|小学|大学|医院|社区|街道|小区|广场|大厦|庙|寺|墓|故居"
    "|氏|某|庄|屯"
    "|大街|大道|大桥|总公司|有限|股份|金融|委员会|指数|音乐厅|研究|食品|湾|坪|冲|坡|塘|站(?!长)|港|洲|岛|队(?!长|员)|族|线(?!索)|型|号|新区|精神|奖|杯|基金|航天|太空|机场",
    "大总有股金委指音研食省市县区镇乡村街路桥河江湖山岭巷组公集店厂学中小大医社广庙寺墓故氏某庄屯湾坪冲坡塘站港洲岛队族线型号新精奖杯基航太机",
)


@cache
def is_han() -> NDArray[np.bool_]:
    """Return for each code point whether `HAN` holds it."""
    han_flags = np.zeros(sys.maxunicode + 1, bool)
    for first, last in re.findall("(.)(?:-(.))?", HAN):
        han_flags[ord(first) : ord(last or first) + 1] = True
    return han_flags


TITLES = frozenset(re.sub(r"\\(.*?\\)|\\?", "", _ALL_WORDS).split("|"))
"""Offices, trades and words for people."""


# Flags for what is next to a string: OFFICE: an office, a trade or a word for people, or an age after it. SPEECH: a
# verb of speech or of an official act. EDGE: no Han character. PLACE: a word that makes it the name of a place, a
# family or a thing. LETTERS: two words in Latin letters in brackets (Vincent Kompany). DOCTRINE: what is called after
# somebody (马克思主义).
OFFICE, SPEECH, EDGE, PLACE, LETTERS, DOCTRINE = (1 << number for number in range(6))
EVIDENCE = OFFICE | SPEECH | EDGE
"""The flags that speak for a name."""


class Marks:
    """The marks in one text; the whole text is searched once for each kind."""

    def __init__(self, text: str) -> None:
        self._text = text
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        self.breaks = np.concatenate([[-1], np.flatnonzero(~is_han()[points]), [len(text)]])
        """The places without a Han character, ascending, including -1 and the length of the text."""
        # For each place, the flags (`OFFICE`, …) that apply to a string beginning there, and to one ending there.
        self.begins, self.ends = np.zeros(len(text) + 1, np.uint8), np.zeros(len(text) + 1, np.uint8)
        self.begins[self.breaks[:-1] + 1] = EDGE
        self.ends[self.breaks[1:]] = EDGE
        codes = code_arrays.codes(f"{text}\n")
        words = np.array(
            [at_begin.span() for at_begin in _at_begins(text, codes, _BESIDE, _ALL_WORDS)], np.intp
        )
        behind, before = words.reshape(-1, 2).T
        before = np.append(before, [name_match.end(1) for name_match in _NAMED.finditer(text)]).astype(
            np.intp
        )
        self.begins[before] |= OFFICE
        self.begins[before[flags(_BETWEEN)[codes[before]]] + 1] |= OFFICE
        self.ends[behind] |= OFFICE
        self.ends[behind[flags(_LEADING)[codes[behind - 1]]] - 1] |= OFFICE
        self.ends[_said(text, codes)] |= SPEECH
        for flag, pattern in _BEHIND:
            self.ends[[match.start() for match in pattern.finditer(text)]] |= flag

    def of(self, begin: int, end: int) -> frozenset[NameMark]:
        """Return the marks next to the characters from `begin` to `end`, as marks of a name."""
        marks: frozenset[NameMark] = frozenset()
        if self.has_before(begin) or self.ends[end] & OFFICE:
            marks |= _BY_OFFICE
        if self.ends[end] & SPEECH:
            marks |= _BY_SPEECH
        if "、" in self._text[max(0, begin - 1) : begin + 1] + self._text[end - 1 : end + 1]:
            marks |= _BY_LIST
        return marks

    def is_edge(self, at: int) -> bool:
        """Return whether the place has no Han character: punctuation or an end of the text."""
        return at == len(self._text) or bool(self.begins[at + 1] & EDGE)

    def has_before(self, begin: int) -> bool:
        """Return whether an office, a trade or a word for people is in front of `begin`."""
        return bool(self.begins[begin] & OFFICE)

    def has_behind(self, end: int) -> bool:
        """Return whether an office or a verb of speech follows at `end`."""
        return bool(self.ends[end] & (OFFICE | SPEECH))


def _at_begins(
    text: str, codes: code_arrays.Codes, pattern: re.Pattern[str], words: str
) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern at all places; tried only where one of `words` may begin, by its characters."""
    alone, of_two = _begins_of(words)
    is_begin = of_two.has(code_arrays.with_next(codes[:-1].astype(np.uint64), codes[1:]))
    is_begin |= alone[codes[:-1]]
    return filter(None, map(pattern.match, repeat(text), np.flatnonzero(is_begin).tolist()))


@cache
def _begins_of(words: str) -> tuple[NDArray[np.bool_], code_arrays.KeyTable]:
    """Return which characters are words, and the keys of the first two characters of the longer ones."""
    plain_words = [re.sub(r"\(.*\)|\?", "", word) for word in words.split("|")]
    of_two = code_arrays.KeyTable(code_arrays.keys_of([*{word[:2] for word in plain_words if len(word) > 1}]))
    return flags("".join(word for word in plain_words if len(word) == 1)), of_two


def _said(text: str, codes: code_arrays.Codes) -> NDArray[np.intp]:
    """Return where a verb of an official act begins, or one of speech with what may be in front of it."""
    matches = [*_at_begins(text, codes, _SAYS, f"{_SPEECH}|{_DEEDS}")]
    acts = np.array([match.start() for match in matches if match.lastindex is None], np.intp)
    speech = np.array([match.start() for match in matches if match.lastindex], np.intp)
    alone, of_two = _begins_of(_MANNER)
    pairs = code_arrays.with_next(codes[speech - 2].astype(np.uint64), codes[speech - 1])
    places = np.flatnonzero(codes == ord("在"))
    following = np.append(speech, len(text) + _LONGEST_PLACE)[speech.searchsorted(places + len("在甲"))]
    stops = np.flatnonzero(flags(_STOPS)[codes])
    is_near = (following - places <= len("在") + _LONGEST_PLACE) & (
        stops[stops.searchsorted(places)] > following
    )
    speech_places = np.concatenate(
        [
            speech,
            speech[alone[codes[speech - 1]]] - 1,
            speech[of_two.has(pairs)] - 2,
            places[is_near],
        ]
    )
    return np.concatenate([acts, speech_places, speech_places[flags(_COMMAS)[codes[speech_places - 1]]] - 1])


_LETTERS = re.compile("[（(][A-Z][^）)\\W\\d_]*[ .-]+[A-Z]")
_DOCTRINE = re.compile("理论|主义|思想")
_BEHIND = ((OFFICE, _OFFICE_AFTER), (PLACE, _PLACE), (LETTERS, _LETTERS), (DOCTRINE, _DOCTRINE))
_BY_OFFICE, _BY_LIST, _BY_SPEECH = (
    frozenset({mark}) for mark in (NameMark.OFFICE, NameMark.LIST, NameMark.SPEECH)
)
