"""The name of a publication that stands in one line with its day, as at the head of a file."""

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.language.dates.printed_days import YEAR
from reader.language.forms import HAN
from reader.language.patterns import pattern
from reader.parsing import fields, line_patterns, pages
from reader.parsing.fields import BLANK
from reader.parsing.line_features import Line
from reader.parsing.regularity import begins_below

_PAUSE = pattern("[，。；！？!?;]")
_OF_OTHERS = pattern("[原转]载|[摘选]自|[来源]自|来源|[上紧]接|下转|[参详]?见")
"""What another paper has printed, or another page."""
_BETWEEN = pattern(r"[\s|｜:：/／·•、()（）《》【】\[\]“”*]+")
_NAME_WORD = pattern(r"[^\s|｜：:（()）《》]+")
_NEWS = "新闻|时讯|快讯|电讯|通讯|通信|消息|汇编|选编"
_PUBLICATION = pattern(
    f"(?P<name>[{HAN}]{{2,10}}?(?:{fields.PAPER}|(?<![副专特增创复停休])刊|文艺|文学|杂志)|[{HAN}]{{2,5}}?(?<!好)(?:{_NEWS}))"
    "(?:副刊|增刊|号外)?"
)
"""The name of a paper that stands in one line with its day; of its supplement, the paper's."""
_KIND_OF_NEWS = pattern(
    f"(?:国[际内外]|[中海]外|港澳|世界|环球|[本各外][{HAN}]{{1,2}}|全[国省市县]|[省市县区镇]内|城[乡市]|县[市区]|都市|农村|地方|社[会区]|校园"
    "|时政|政[治法务]|经济|财经|金融|商[业务]|市场|[工农产企]业|体[育坛]|文[化教体娱]|教育|科[技教]|卫生|健康|军事|法[制治]|交通|娱乐"
    "|综合|重[要大]|头[条版]|[独特]家|特[别约]|焦点|热点|最[新后]|简明|图片|短篇|民生|今[天日]|[一本]周|会议|工作|现场"
    f"|(?:新华|中新|中央|路透|法新|塔斯|合众|美联|共同|[{HAN}]{{0,4}}通讯)社)(?:新闻|时讯|快讯|电讯|消息|周刊)"
    f"|本[{HAN}](?:通讯|通信)"
)
"""What a section of a paper is called: 国际新闻, 本市消息."""
_LONGEST_NAMED = 60
_FEWEST_LINES = 2
_MOST_WORDS = 4
_LONGEST_WORD = 10
_YEAR_OF_ISSUE = pattern(f"(?:{YEAR})\\s?年(?={BLANK})")
"""A year right before the issue's number: 1962年第3期."""


def name_beside_day(plain: str) -> tuple[int, int] | None:
    """Return the span of a publication's name in a line that has its day, or year and number, and few other words.

    “柳城新闻　民国二十三年五月八日”, “营地新闻（油印）　第四十三期　1944年2月9日”, “江滩文艺　1962年第3期　诗页”.
    """
    match = _publication_beside_day(plain)
    if match is None or _is_section(match["name"]):
        return None
    return match.span("name")


def is_head_of_file(lines: Sequence[Line]) -> bool:
    """Return whether the first line of a file names a publication: beside its day, or with the only mark of a heading,
    right above regular headings that have none. Beside its day, it may be a section's name.
    """
    if len(lines) < _FEWEST_LINES:
        return False
    first = lines[0]
    match = _PUBLICATION.fullmatch("".join(first.plain.split()))
    if first.level and match is not None and not _is_section(match["name"]):
        return begins_below(lines, 0)
    return _publication_beside_day(first.plain) is not None


@lru_cache(maxsize=256)
def _publication_beside_day(plain: str) -> re.Match[str] | None:
    if len(plain) > _LONGEST_NAMED or _PAUSE.search(plain) or _OF_OTHERS.search(plain):
        return None
    left, line_fields = fields.without_fields(plain)
    if line_fields.number is not None:
        left, years = _YEAR_OF_ISSUE.subn(_blank, left)
    else:
        years = 0
    if not line_fields.has_year and not years:
        return None
    left = pages.LABELS.sub(_blank, left)
    before = left.partition(BLANK)[0]
    others = [word for word in _BETWEEN.split(left) if word.strip(BLANK)]
    if len(others) > _MOST_WORDS or any(BLANK in word or len(word) > _LONGEST_WORD for word in others):
        return None
    names = (_PUBLICATION.fullmatch(before, *word.span()) for word in _NAME_WORD.finditer(before))
    return next((name for name in names if name is not None), None)


def _is_section(name: str) -> bool:
    return _KIND_OF_NEWS.fullmatch(name) is not None or name in line_patterns.section_labels()


def _blank(match: re.Match[str]) -> str:
    return BLANK * (match.end() - match.start())
