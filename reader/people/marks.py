"""The marks of a person's name: an office or title next to it, a verb of speech after it, a list around it.

Texts are in simplified characters in this module (`variants.simplified`).
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from reader.language import code_arrays
from reader.language.code_arrays import flags
from reader.language.forms import HAN
from reader.language.patterns import by_first
from reader.people.person import NameMark

_OFFICES = (
    "总书记|书记|市长|省长|县长|区长|州长|镇长|乡长|村长|局长|部长|处长|科长|厅长|司长|院长|校长|所长|站长|队长|主任|秘书长|主席"
    "|总理|总统|首相|国王|大使|委员长|委员|常委|代表|董事长|监事长|总裁|总经理|经理|董事|厂长|馆长|团长|军长|师长|旅长|连长|排长|班长|司令员?"
    "|政委|参谋长|指挥长|总指挥|组长|理事长|会长|理事|社长|总编辑|总编|主编|台长|行长|关长|庭长|检察长|支书|主管|专员|知事|议员|议长|部长助理"
    "|总长|督军|督办|巡长|探长|参议|镇守使|县知事|特派员|次长|总监|领事|公使|帮办|会办|局董|保长|甲长|襄理|买办|秘书|顾问|总干事|干事"
    "|执行长|立委|议员|里长|署长|参事|特使|特首|司长|外长|防长|财长|首长|元首|国务卿|发言人|候选人|领袖|领导人|首领|亲王|女王|王子|公主|天皇|大法官"
    "|裁判官|检控官|外相|外次|阁员|武官|参赞|公使衔参赞|将领|总队长|政治指导员|指导员|营长|干事长|幹事|指挥者|专委|抚臣|巡抚|总督|知府|知州|知县|同知|县丞|典史"
)
_TRADES = (
    "教授|博士|医生|医师|护士长?|护士|老师|师傅|律师|法官|文学家|科学家|企业家|专栏作家|特首|元帅|检察官|民警|辅警|交警|工程师|院士|研究员|专家|学者|教练|导演"
    "|前锋|中锋|后卫|门将|中场|投手|捕手|外援|主帅|名将|小将|老将|队友|球员|球手|裁判|神父|牧师|主教|修女|住持|编剧|男星|女星|影星|歌星|明星|主播|艺人|名嘴"
    "|评论家|经济学家|历史学家|化学家|物理学家|数学家|政治家|思想家|革命家|音乐家|舞蹈家|摄影师|设计师|会计师|药师|中校|上校|少校|大校|上尉|中尉|少尉|警官|警员|督察"
    "|演员|歌手|作家|诗人|画家|书法家|艺术家|选手|队员|志愿者|店主|老板|业主|乘客|司机|驾驶员|船长|战士|烈士|将军|上将|中将|少将"
)
_WRITERS = (
    "记者|通讯员|作者|编辑|摄影|评论员|撰稿|访员|特派员|译者|编者|实习生"
    "|责编|美编|校对|审读|版式|制图|绘图|配图|编译"
)
_PEOPLE = (
    "同志|先生|女士|小姐|夫人|老人|工人|农民|村民|居民|市民|牧民|渔民|果农|菜农|瓜农|茶农|棉农|花农|烟农|读者|学生|教师|干部|党员|员工|职工|嫌疑人|被告人?|妻子|丈夫|儿子|女儿|父亲|母亲"
    "|哥哥|姐姐|弟弟|妹妹|爷爷|奶奶|大爷|大妈|大娘|阿姨|大叔|负责人|获得者|得主|亚军|冠军|季军|运动员|主将|领导(?!人)|成员|青年|男子|女子|网友|患者|姑娘|夫妇|老汉|社员|学员|夫妻|夫妇|遗孀|之子|之女|原告|犯人|业者"
    "|死者|伤者|被害人|受害人|事主|店员|职员|女工|技工|船工|矿工|清洁工|民工|战士|英雄|劳模|模范|标兵|烈士|侄子|外甥|岳父|岳母|女婿|儿媳|孙子|孙女|女孩|男孩|小伙|母女|父子"
    "|阁下|女史|老先生|太太|小姐|老公|师妹|师弟|师姐|师兄|党魁|当事人|负责同志|户主|房东|校友|族人|信徒|难友|囚犯|主犯|从犯|凶手|歹徒|女生|男生|客商|粮商|地主"
)
_AFTER_ONLY = (
    "副(?=[书市省县区局部院校所主会总秘])|代表"
    "|(?:今年)?[0-9０-９一二三四五六七八九十]{1,3} ?岁|今年[0-9０-９一二三四五六七八九十]{1,3}"
    "|[，,（(](?:男|女|[现今]年|年仅|[0-9０-９一二三四五六七八九十]{1,3} ?岁|饰|前|左|右|中"
    "|[美英法德日俄韩台港]籍?[)）]|[A-Z][a-z]+(?:[ -][A-Z])|[省市]|化名|音[)）])"
    "|等人|等(?=[出参陪领同随到一]|[0-9一二三四五六七八九十两]+人|市领导)|一行|本人|家人"
)
_SPEECH = (
    "说|表示|介绍|告诉|认为|指出|强调|坦言|回忆|宣布|要求|透露|补充|解释|直言|建议|坦承|感慨|如是|笑着|讲话|致辞|发言|提出|希望"
    "|呼吁|谈到|坦露|称(?![号赞职])|云(?=[，,：:“])"
    "|写道|答|曰|谓|讲|喊|问道|重申|证实|说明|呼吁|警告|批评|痛批|质疑|反驳|回应|声称|宣称|宣布|谴责|感叹|承认|否认|估计|预计|认定|说法|评论|演说|演讲|直说|笑说|笑称|指责"
)
_DEEDS = (
    "主持|出席|参加|率|陪同|带领|来到|会见|担任|当选|遗失|调研|看望|作报告"
    "|会晤|接见|上任|就职|莅临|赴|签署|摄(?!氏)|前往|走访|慰问|检查|当庭|报道|撰文|供图|就任|辞职|抵沪|抵京|病逝|逝世"
    "|坦承|夺冠|夺得|获得|荣获|摘得|领衔|饰演|主演|执导|击败|战胜|不敌|轻取|被捕|被控|涉嫌|获刑|当选|出任|接任|升任|调任|委任|率领|陪同|访问|抵达|飞抵|飞往|发言|致词|致函|致电|受访|指挥"
)
_ALL_WORDS = f"{_OFFICES}|{_TRADES}|{_WRITERS}|{_PEOPLE}"
OFFICE_WORDS, TRADE_WORDS, PEOPLE_WORDS = _OFFICES, _TRADES, _PEOPLE
"""Regular expressions: alternatives separated by |."""


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
_OFFICE_AFTER = _places(
    f"[/／]?(?:{_AFTER_ONLY})", "/／，,（(副代等一本家今0123456789０１２３４５６７８９二三四五六七八九十"
)
_MANNER = "也|又|还|则|当日|当天|当时|今日|昨日|今天|昨天|日前|随后|曾"
_SAYS = re.compile(f"({by_first(_SPEECH.split('|'))})|{by_first(_DEEDS.split('|'))}")
_STOPS, _COMMAS, _LONGEST_PLACE = "，,。\n", "，,", 16
"""Between the name and a verb of speech, a comma, the manner, or a place with 在 may stand without `_STOPS`."""
_PLACE = _places(
    "[省市县区镇乡村街路桥河江湖山岭巷]|组(?!长)|公司|集团|店(?!主)|厂(?!长)|学校|中学|小学|大学|医院|社区|街道|小区|广场|大厦|庙|寺|墓|故居"
    "|氏|某|庄|屯"
    "|大街|大道|大桥|总公司|有限|股份|金融|委员会|指数|音乐厅|研究|食品|湾|坪|冲|坡|塘|站(?!长)|港|洲|岛|队(?!长|员)|族|线(?!索)|型|号|新区|精神|奖|杯|基金|航天|太空|机场",
    "大总有股金委指音研食省市县区镇乡村街路桥河江湖山岭巷组公集店厂学中小大医社广庙寺墓故氏某庄屯湾坪冲坡塘站港洲岛队族线型号新精奖杯基航太机",
)


@cache
def is_han() -> NDArray[np.bool_]:
    """Return for each code point whether `HAN` holds it."""
    found = np.zeros(sys.maxunicode + 1, bool)
    for first, last in re.findall("(.)(?:-(.))?", HAN):
        found[ord(first) : ord(last or first) + 1] = True
    return found


TITLES = frozenset(re.sub(r"\\(.*?\\)|\\?", "", _ALL_WORDS).split("|"))
"""Offices, trades and words for people."""


OFFICE, SPEECH, EDGE, PLACE, LETTERS, DOCTRINE = (1 << number for number in range(6))
"""Flags for what is next to a string:

OFFICE: an office, a trade or a word for people, or an age after it. SPEECH: a verb of speech or of an official act.
EDGE: no Han character. PLACE: a word that makes it the name of a place, a family or a thing. LETTERS: two words in
Latin letters in brackets (Vincent Kompany). DOCTRINE: what is called after somebody (马克思主义)."""
EVIDENCE = OFFICE | SPEECH | EDGE
"""The flags that speak for a name."""


class Marks:
    """The marks in one text; the whole text is searched once for each kind."""

    def __init__(self, text: str) -> None:
        self._text = text
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        self.breaks = np.concatenate([[-1], np.flatnonzero(~is_han()[points]), [len(text)]])
        """The places without a Han character, ascending, including -1 and the length of the text."""
        self.begins, self.ends = np.zeros(len(text) + 1, np.uint8), np.zeros(len(text) + 1, np.uint8)
        """For each place, the flags (`OFFICE`, …) that apply to a string beginning there, and to one ending there."""
        self.begins[self.breaks[:-1] + 1] = EDGE
        self.ends[self.breaks[1:]] = EDGE
        codes = code_arrays.codes(f"{text}\n")
        words = np.array([found.span() for found in _at_begins(text, codes, _BESIDE, _ALL_WORDS)], np.intp)
        behind, before = words.reshape(-1, 2).T
        before = np.append(before, [found.end(1) for found in _NAMED.finditer(text)]).astype(np.intp)
        self.begins[before] |= OFFICE
        self.begins[before[flags(_BETWEEN)[codes[before]]] + 1] |= OFFICE
        self.ends[behind] |= OFFICE
        self.ends[behind[flags(_LEADING)[codes[behind - 1]]] - 1] |= OFFICE
        self.ends[_said(text, codes)] |= SPEECH
        for flag, pattern in _BEHIND:
            self.ends[[found.start() for found in pattern.finditer(text)]] |= flag

    def of(self, begin: int, end: int) -> frozenset[NameMark]:
        """Return the marks next to the characters from `begin` to `end`, as marks of a name."""
        found: frozenset[NameMark] = frozenset()
        if self.has_before(begin) or self.ends[end] & OFFICE:
            found |= _BY_OFFICE
        if self.ends[end] & SPEECH:
            found |= _BY_SPEECH
        if "、" in self._text[max(0, begin - 1) : begin + 1] + self._text[end - 1 : end + 1]:
            found |= _BY_LIST
        return found

    def is_edge(self, at: int) -> bool:
        """Return whether the place has no Han character: punctuation or an end of the text."""
        return at == len(self._text) or bool(self.begins[at + 1] & EDGE)

    def has_before(self, begin: int) -> bool:
        """Return whether an office, a trade or a word for people is in front of `begin`."""
        return bool(self.begins[begin] & OFFICE)

    def has_near_before(self, begin: int) -> bool:
        """Return whether one is in front of `begin` or up to two characters before it."""
        return bool((self.begins[max(0, begin - 2) : begin + 1] & OFFICE).any())

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
    found = [re.sub(r"\(.*\)|\?", "", word) for word in words.split("|")]
    of_two = code_arrays.KeyTable(code_arrays.keys_of([*{word[:2] for word in found if len(word) > 1}]))
    return flags("".join(word for word in found if len(word) == 1)), of_two


def _said(text: str, codes: code_arrays.Codes) -> NDArray[np.intp]:
    """Return where a verb of an official act begins, or one of speech with what may be in front of it."""
    found = [*_at_begins(text, codes, _SAYS, f"{_SPEECH}|{_DEEDS}")]
    acts = np.array([each.start() for each in found if each.lastindex is None], np.intp)
    speech = np.array([each.start() for each in found if each.lastindex], np.intp)
    alone, of_two = _begins_of(_MANNER)
    pairs = code_arrays.with_next(codes[speech - 2].astype(np.uint64), codes[speech - 1])
    places = np.flatnonzero(codes == ord("在"))
    following = np.append(speech, len(text) + _LONGEST_PLACE)[speech.searchsorted(places + len("在甲"))]
    stops = np.flatnonzero(flags(_STOPS)[codes])
    is_near = (following - places <= len("在") + _LONGEST_PLACE) & (
        stops[stops.searchsorted(places)] > following
    )
    said = np.concatenate(
        [
            speech,
            speech[alone[codes[speech - 1]]] - 1,
            speech[of_two.has(pairs)] - 2,
            places[is_near],
        ]
    )
    return np.concatenate([acts, said, said[flags(_COMMAS)[codes[said - 1]]] - 1])


_LETTERS = re.compile("[（(][A-Z][^）)\\W\\d_]*[ .-]+[A-Z]")
_DOCTRINE = re.compile("理论|主义|思想")
_BEHIND = ((OFFICE, _OFFICE_AFTER), (PLACE, _PLACE), (LETTERS, _LETTERS), (DOCTRINE, _DOCTRINE))
_BY_OFFICE, _BY_LIST, _BY_SPEECH = (
    frozenset({mark}) for mark in (NameMark.OFFICE, NameMark.LIST, NameMark.SPEECH)
)
