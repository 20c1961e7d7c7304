"""The marks of a person's name: an office or title next to it, a verb of speech after it, a list around it.

Texts are in simplified characters in this module (`equality.simplified`).
"""

import re
import sys
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reader.features.people.coded_text import (
    BESIDE_WORDS,
    DEEDS,
    MANNER,
    SPEECH_WORDS,
    CodedText,
    Flags,
    PairFlag,
    Places,
    plain_words,
)
from reader.features.people.person import NameMark
from reader.language.code_arrays import flags
from reader.language.forms import HAN
from reader.language.patterns import by_first

_AFTER_ONLY = (
    "副(?=[书市省县区局部院校所主会总秘])|代表"
    "|(?:今年)?[0-9０-９一二三四五六七八九十]{1,3} ?岁|今年[0-9０-９一二三四五六七八九十]{1,3}"
    "|[，,（(](?:男|女|[现今]年|年仅|[0-9０-９一二三四五六七八九十]{1,3} ?岁|饰|前|左|右|中"
    "|[美英法德日俄韩台港]籍?[)）]|[A-Z][a-z]+(?:[ -][A-Z])|[省市]|化名|音[)）])"
    "|等人|等(?=[出参陪领同随到一]|[0-9一二三四五六七八九十两]+人|市领导)|一行|本人|家人"
)


def _places(pattern: str, first: str) -> re.Pattern[str]:
    """Return a pattern that matches wherever `pattern` does, overlapping matches included; group 1 is the match.

    `first` has all characters with which a match may begin. The regex engine finds these quickly, while a bare
    lookahead would be tried at every place.
    """
    return re.compile(f"[{first}](?<=(?=({pattern})).)")


_BESIDE = re.compile(by_first(BESIDE_WORDS.split("|")))
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
_OFFICE_AFTER = re.compile(f"[/／]?(?:{_AFTER_ONLY})|{_MADE}")
# The characters with which it begins: alone; in front of these others; a number in front of an age.
_AFTER_BEGINS = "为任兼/／副等"
_AFTER_PAIRS = ("代一本家当今，,（(", "表理行人选年男女现今饰前左右中美英法德日俄韩台港省市化音")
_NUMBERS = "0123456789０１２３４５６７８９一二三四五六七八九十"
_AGE = "岁"
_LONGEST_AGE = len("100 ")
_SAYS = re.compile(f"({by_first(SPEECH_WORDS.split('|'))})|{by_first(DEEDS.split('|'))}")
# Between the name and a verb of speech, a comma, the manner, or a place with 在 may stand without `_STOPS`.
_STOPS = "，,。\n"
_COMMAS = "，,"
_LONGEST_PLACE = 16
_PLACE_CHARACTERS = "省市县区镇乡村街路桥河江湖山岭巷庙寺墓氏某庄屯湾坪冲坡塘港洲岛族型号奖杯"
_PLACE_WORDS = (
    "组(?!长)|公司|集团|店(?!主)|厂(?!长)|学校|中学|小学|大学|医院|社区|小区|广场|大厦|故居"
    "|大街|大道|大桥|总公司|有限|股份|金融|委员会|指数|音乐厅|研究|食品|站(?!长)|队(?!长|员)|线(?!索)|新区|精神|基金|航天|太空|机场"
)
_PLACE = _places(_PLACE_WORDS, "组公集店厂学中小大医社广故总有股金委指音研食站队线新精基航太机")


@cache
def is_han() -> NDArray[np.bool_]:
    """Return for each code point whether `HAN` holds it."""
    han_flags = np.zeros(sys.maxunicode + 1, bool)
    for first, last in re.findall("(.)(?:-(.))?", HAN):
        han_flags[ord(first) : ord(last or first) + 1] = True
    return han_flags


TITLES = frozenset(re.sub(r"\\(.*?\\)|\\?", "", BESIDE_WORDS).split("|"))
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

    def __init__(self, coded: CodedText) -> None:
        text = coded.text
        self._text = text
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        self.breaks = np.concatenate([[-1], np.flatnonzero(~is_han().take(points)), [len(text)]])
        """The places without a Han character, ascending, including -1 and the length of the text."""
        # For each place, the flags (`OFFICE`, …) that apply to a string beginning there, and to one ending there.
        self.begins = np.zeros(len(text) + 1, np.uint8)
        self.ends = np.zeros(len(text) + 1, np.uint8)
        self.begins[self.breaks[:-1] + 1] = EDGE
        self.ends[self.breaks[1:]] = EDGE
        self._mark_offices(coded)
        self.ends[_said(coded)] |= SPEECH
        self.ends[_has_office_after(coded)] |= OFFICE
        self.ends[coded.are(_PLACE_CHARACTERS)[: len(text) + 1]] |= PLACE
        self.ends[[match.start() for match in _PLACE.finditer(text)]] |= PLACE
        letters = coded.matches(_LETTERS, coded.are("（("))
        self.ends[[match.start() for match in letters]] |= LETTERS
        self.ends[coded.begins(PairFlag.DOCTRINE)[: len(text) + 1]] |= DOCTRINE

    def _mark_offices(self, coded: CodedText) -> None:
        matches = _at_begins(coded, _BESIDE, PairFlag.BESIDE, BESIDE_WORDS)
        spans = np.array([match.span() for match in matches], np.intp)
        behind, before = spans.reshape(-1, 2).T
        named = [match.end(1) for match in _NAMED.finditer(self._text)]
        before = np.append(before, named).astype(np.intp)
        self.begins[before] |= OFFICE
        self.begins[before[flags(_BETWEEN)[coded.codes[before]]] + 1] |= OFFICE
        self.ends[behind] |= OFFICE
        self.ends[behind[flags(_LEADING)[coded.codes[behind - 1]]] - 1] |= OFFICE

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
    coded: CodedText, pattern: re.Pattern[str], flag: PairFlag, words: str
) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern at all places; tried only where one of `words` may begin, by its characters."""
    is_begin = coded.begins(flag) | coded.of(_alone(words))[:-1]
    return coded.matches(pattern, is_begin)


@cache
def _alone(words: str) -> Flags:
    """Return which characters are words."""
    return flags("".join(word for word in plain_words(words) if len(word) == 1))


def _has_office_after(coded: CodedText) -> list[int]:
    """Return where an office begins that may only stand behind a name, or an age."""
    is_number = coded.are(_NUMBERS)
    is_capital = (coded.codes >= ord("A")) & (coded.codes <= ord("Z"))
    first, second = map(coded.are, _AFTER_PAIRS)
    may_be = coded.are(_AFTER_BEGINS)
    may_be[:-1] |= first[:-1] & (second | is_number | is_capital)[1:]
    ages = np.flatnonzero(coded.are(_AGE))
    for distance in range(1, _LONGEST_AGE + 1):
        before = ages[ages >= distance] - distance
        may_be[before] |= is_number[before]
    return [match.start() for match in coded.matches(_OFFICE_AFTER, may_be)]


def _said(coded: CodedText) -> Places:
    """Return where a verb of an official act begins, or one of speech with what may be in front of it."""
    codes = coded.codes
    matches = [*_at_begins(coded, _SAYS, PairFlag.SAID, f"{SPEECH_WORDS}|{DEEDS}")]
    acts = np.array([match.start() for match in matches if match.lastindex is None], np.intp)
    speech = np.array([match.start() for match in matches if match.lastindex], np.intp)
    places = np.flatnonzero(codes == ord("在"))
    following = np.append(speech, len(coded.text) + _LONGEST_PLACE)[speech.searchsorted(places + len("在甲"))]
    stops = np.flatnonzero(coded.are(_STOPS))
    is_near = (following - places <= len("在") + _LONGEST_PLACE) & (
        stops[stops.searchsorted(places)] > following
    )
    speech_places = np.concatenate(
        [
            speech,
            speech[_alone(MANNER)[codes[speech - 1]]] - 1,
            speech[coded.begins(PairFlag.MANNER)[speech - 2]] - 2,
            places[is_near],
        ]
    )
    return np.concatenate([acts, speech_places, speech_places[flags(_COMMAS)[codes[speech_places - 1]]] - 1])


_LETTERS = re.compile("[（(][A-Z][^）)\\W\\d_]*[ .-]+[A-Z]")
_BY_OFFICE, _BY_LIST, _BY_SPEECH = (
    frozenset({mark}) for mark in (NameMark.OFFICE, NameMark.LIST, NameMark.SPEECH)
)
