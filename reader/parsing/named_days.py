"""The name of a publication that stands in one line with its day, or right above it, as at the head of a file."""

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from reader.language.dates.printed_days import YEAR
from reader.language.forms import HAN
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.parsing import fields, latin_mastheads, line_patterns, pages
from reader.parsing.fields import BLANK
from reader.parsing.line_features import OF_HEADS, Line
from reader.parsing.regularity import begins_below, tells_issue
from reader.parsing.weights import LineFeature

_PAUSE = pattern("[，。；！？!?;]")
_OF_OTHERS = pattern("[原转]载|[摘选]自|[来源]自|来源|[上紧]接|下转|[参详]?见")
"""What another paper has printed, or another page."""
_BETWEEN = pattern(r"[\s|｜:：/／·•、()（）《》【】\[\]“”*]+")
_NUMBER = pattern(f"第\\s?{NUMERAL}{{1,5}}\\s?[期号]")
_PARTS = pattern(f"[\\s|｜:：/／·•、{BLANK}]+")
_NAME_WORD = pattern(r"[^\s|｜：:（()）《》]+")
_NEWS = "新闻|时讯|快讯|电讯|通讯|通信|消息|商情|文摘|文萃|汇编|选编"
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
_NUMBER_IN_NAME = pattern(f"总?第\\s?(?P<number>{NUMERAL}{{1,6}})\\s?期")
_YEAR_IN_NAME = pattern(
    f"(?:{YEAR}|(?<![0-9])(?:1[89]|20)[0-9]{{2}})(?![0-9])\\s?年?(?:\\s?{NUMERAL}{{1,2}}\\s?月)?"
)
_BETWEEN_NAMES = pattern(
    r"\s+[-–—]\s+|\s{2,}|[_,，、()（）《》【】\[\]]+|(?<![A-Za-z])[-–—.· ]+|[-–—.· ]+(?![A-Za-z])"
)
_LETTER = pattern(f"[A-Za-z{HAN}]")
_PAGE_IN_NAME = pattern(r"(?:page|p|A|B|C|D)\s?[0-9]{1,3}", re.IGNORECASE)
_KIND_ALONE = pattern(
    "(?:旧|老|过期|民国|晚清|近代|现代|当代|中国|外国|地方|本地|各地|各|县|市|省|其他|所有|全部|历年|革命|红色|古典|儿童|网络)*"
    "(?:期刊|报刊|书刊|周刊|月刊|刊物|文艺|文学|杂志|新闻|时讯|快讯|电讯|通讯|通信|消息|汇编|选编)"
)
"""A folder of several publications, or of what is no publication: 旧期刊, 民国文学."""
_FILES = pattern(
    "(?:articles?|clippings?|scans?|archives?|files?|texts?|ocr|output|exports?|data|corpus|collection|pages?|images?|new"
    "|old|misc|issues?)(?![a-z])",
    re.IGNORECASE,
)
_YEAR_OF_ISSUE = pattern(f"(?:{YEAR})\\s?年(?={BLANK})")
"""A year right before the issue's number: 1962年第3期."""


HAN_WORD = pattern(f"(?:[{HAN}]\\s{{0,3}}){{2,8}}")
LATIN_NAME = pattern("(?<!\\s)\\s+[A-Z][A-Za-z'’]+(?: [A-Za-z'’]+){0,4}$")
"""The name of a paper in Latin letters, behind the one in characters."""
_ISSUER = pattern(
    f"[{HAN}《》“”（）()]{{2,24}}(?:编辑[部室组]|编委会|[主合]?编印?|[主合]办|出版|印行?|机关报|[社部团局校院厂矿]"
    "|[小中大]学|学会|协会|委员会|联合会|工会|团委|党委|公社|公司|农场|办公室|战斗[队组]|[工农]场)"
)
"""Who issues a paper, beside its number: 向阳小学红领巾报社编."""
# names of papers may begin with 读者 or 读书
PROSE = pattern(
    "[的我你他她它这是了被把让给吗呢吧最评与及到]|[一两几每]张|关于|有关|来自|[刊载见]于|发表|[创停复]刊|[原转]载|[摘选]自"
    "|摘编|^[据向致对在看办订买卖送各年月日期号版]|^读(?![者书])|报.*报"
)
_APART = frozenset(
    {
        LineFeature.APART,
        LineFeature.RATHER_APART,
        LineFeature.REGULAR,
        LineFeature.BEFORE_NEWS,
        LineFeature.BEFORE_CREDIT,
    }
)
_TIED = frozenset({LineFeature.TIED, LineFeature.RATHER_TIED, LineFeature.SERIAL})
_TOLD_OTHERWISE = OF_HEADS | {LineFeature.MARKED}
"""Features of a first line that is told by its words or its mark."""
_TIME = pattern("[0-9０-９][:：][0-9０-９]")
_LINES_OF_HEAD = 2
"""The name of a paper, and its day."""
_FEWEST_ARTICLES = 2
_FEWEST_OF_PAGE = 6
_WEEKDAY = pattern("星期|礼拜|周[一二三四五六日]?")


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
    if first.level and is_publication("".join(first.plain.split())):
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


def is_publication(name: str) -> bool:
    """Return whether a name is that of a publication by its words, and not of a section."""
    match = _PUBLICATION.fullmatch(name)
    return match is not None and not _is_section(match["name"])


def _is_section(name: str) -> bool:
    return _KIND_OF_NEWS.fullmatch(name) is not None or name in line_patterns.section_labels()


def _blank(match: re.Match[str]) -> str:
    return BLANK * (match.end() - match.start())


class NamedIssue(Struct, frozen=True):
    """What a path says where it has nothing but the name of a publication, its day, its number and its page."""

    name: str | None = None
    number: int | None = None
    is_dated: bool = False


def issue_in_path(parts: Sequence[str], *, is_dated: bool) -> NamedIssue:
    """Return the name of a publication in the last part of a path that is one, and the last number of an issue.

    The name counts only beside or above the day or the number of an issue; `is_dated`: the path as a whole has a day.
    """
    told = [_issue_in(part) for part in parts]
    number = next((issue.number for issue in reversed(told) if issue.number is not None), None)
    for issue in reversed(told):
        is_dated = is_dated or issue.is_dated
        if issue.name is not None:
            return NamedIssue(issue.name if is_dated else None, number, is_dated)
    return NamedIssue(None, number, is_dated)


def _issue_in(part: str) -> NamedIssue:
    """Return what a part of a path says; nothing if it has other words, as a headline has."""
    left, date, _ = fields.days_of_name(part)
    number = _NUMBER_IN_NAME.search(left)
    if number is not None:
        left = left[: number.start()] + " " + left[number.end() :]
        issue_number = number_of(number["number"])
    else:
        issue_number = None
    without_year = _YEAR_IN_NAME.sub(" ", left)
    is_dated = date is not None or number is not None or without_year != left
    words = [
        word for word in _BETWEEN_NAMES.split(pages.LABELS.sub(" ", without_year)) if _LETTER.search(word)
    ]
    words = [word for word in words if not _PAGE_IN_NAME.fullmatch(word)]
    if len(words) > 1:
        return NamedIssue()
    name = words[0] if words else ""
    if not name or _is_name_in_path(name):
        return NamedIssue(name or None, issue_number, is_dated)
    if fields.is_title(name):  # which is read by rules of its own
        return NamedIssue(None, issue_number, is_dated)
    return NamedIssue()


def _is_name_in_path(name: str) -> bool:
    # what ends with 报 has rules of its own
    if name.endswith(("报", "報")) or PROSE.search(name) or _KIND_ALONE.fullmatch(name):
        return False
    return is_publication(name) or (
        latin_mastheads.is_name_of_paper(name) and " " in name and _FILES.search(name) is None
    )


def is_named_over_day(lines: Sequence[Line], features: Sequence[frozenset[LineFeature]]) -> bool:
    """Return whether the first line of a file is the name of a paper by its place: right above a line of nothing but
    the day, below which headings begin articles. `features` are all features of the lines.

    Above the text of a single article, such a line is its headline, and what look like headings may be its subheads:
    a name that has no word for publications is one above an issue's number or a day of the moon, else only where the
    texts below are all about something else than the one above.
    """
    if len(lines) < _FEWEST_OF_PAGE:
        return False
    name = "".join(LATIN_NAME.sub("", lines[0].plain).split())
    if not lines[0].own.isdisjoint(_told_otherwise(lines, name)):
        return False
    if not HAN_WORD.fullmatch(name) or PROSE.search(name) or name in line_patterns.section_labels():
        return False
    has_latin_name = LATIN_NAME.search(lines[0].plain) is not None
    if _WEEKDAY.fullmatch(name) or not (_is_of_heading(lines[0]) or has_latin_name):
        return False
    has_number = tells_issue(lines[1]) or latin_mastheads.has_note(lines[1].plain)
    if not _is_day_alone(lines[1], has_issuer=has_number):
        return False
    begins = [at for at in range(_LINES_OF_HEAD + 1, len(lines)) if _begins_text(lines, at)]
    if len(begins) < _FEWEST_ARTICLES or _heading_above(lines, begins[0]) != _LINES_OF_HEAD:
        return False
    if is_publication(name):
        return True
    others = [features[_heading_above(lines, at)] for at in begins[1:]]
    apart = sum(not _APART.isdisjoint(of_line) for of_line in others)
    tied = sum(not _TIED.isdisjoint(of_line) for of_line in others)
    if has_number:
        return apart >= tied
    return apart == len(others)


def _told_otherwise(lines: Sequence[Line], name: str) -> frozenset[LineFeature]:
    """Return the features of a first line that is told by its words or its mark; the mark of a publication's name tells
    nothing where all other marks are those of deeper headings.
    """
    is_top = lines[0].level > 0 and all(line.level != lines[0].level for line in lines[1:])
    if is_top and any(line.level for line in lines[1:]) and is_publication(name):
        return OF_HEADS
    return _TOLD_OTHERWISE


def _is_day_alone(line: Line, *, has_issuer: bool) -> bool:
    """Return whether a line has the day or the month of an issue, beside its number or page, and no other words.

    `has_issuer`: one of them may be who issues the paper.
    """
    if fields.may_date_title(line.plain):
        return True
    line_fields = fields.masthead_fields(line.plain)
    # a time beside the day is that of a web page
    if _TIME.search(line.plain):
        return False
    tells_issue = line_fields.has_year or line_fields.number is not None or fields.ends_with_month(line.plain)
    if not tells_issue:
        return False
    left = _YEAR_OF_ISSUE.sub(_blank, pages.LABELS.sub(_blank, fields.without_fields(line.plain)[0]))
    words = _PARTS.split(latin_mastheads.without_notes(_NUMBER.sub(_blank, left)))
    others = [word for word in words if word.strip("()（）《》【】[]“”*·")]
    if has_issuer and others and _ISSUER.fullmatch(others[0]):
        return len(others) == 1
    return not others


def _begins_text(lines: Sequence[Line], at: int) -> bool:
    """Return whether a text begins on a line, right below a heading or who has written it."""
    above = lines[at - 1]
    if _is_of_heading(lines[at]):
        return False
    return above.is_heading_like or (LineFeature.AUTHOR_LINE in above.own and lines[at - 2].is_heading_like)


def _heading_above(lines: Sequence[Line], at: int) -> int:
    """Return the first line of the headings above a text that begins on a line."""
    first = at - 1
    while first > _LINES_OF_HEAD and _is_of_heading(lines[first - 1]):
        first -= 1
    return first


def _is_of_heading(line: Line) -> bool:
    return line.is_heading_like or LineFeature.AUTHOR_LINE in line.own
