"""The dateline at the beginning of news: “株洲日报讯（全媒体记者/甲）”, “新华社北京2月1日电”, “据新华社电”.

And by-lines in Latin script: “By Alice Brown and Thomas Lee”, “Text by Anna Lee, photos by Peter O'Neil”.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from reader.language import common_words
from reader.language.forms import HAN
from reader.language.names import is_full_latin_name, is_latin, is_name, latin_names, split_names
from reader.language.numbers import NUMERAL
from reader.language.patterns import pattern
from reader.newspaper.article import Credit, Role
from reader.parsing import fields

_HEAD = 120
_OWN = "本\\s?报|本刊|本台|本网"
_WRITERS = "(?:记\\s?者|通\\s?讯\\s?员)"
AGENCIES = (
    "新华社|新华网|中新社|中新网|中国新闻社|人民网|央视网|央广网|国际在线|法新社|路透社|美联社"
    "|合众社|合众国际社|塔斯社|共同社|中央社|军闻社|法国新闻社|中央通讯社|国民社|联合社|国闻社|哈瓦斯社|海通社|同盟社|电通社"
    "|德新社|俄新社|塔新社|韩联社|朝中社|朝鲜中央通讯社|埃菲社|安莎社|彭博社|时事社|申时社|大中社|华联社|复旦社|世界社"
)
_NAMED = (
    f"(?:[{HAN}A-Za-z·]\\s?){{2,10}}?(?:[日晚晨早时商快周新]\\s?报|都市报|青年报|报"
    "|广播电视台|电视台|融媒体中心|融媒体?|新闻网|新闻客户端|客户端|发布)"
)
_DAY = (
    f"(?:\\s?{NUMERAL}{{1,2}}\\s?月)?\\s?{NUMERAL}{{1,3}}\\s?日"
    f"(?:[上下]午|[正中]午|凌?晨|深?夜|晚|早)?(?:{NUMERAL}{{1,3}}时(?:{NUMERAL}{{1,3}}分|半)?)?(?:发)?(?:[专特急]|综合外|航|路透)?"
)
_WHEN = f"(?:{_DAY})?"
_WHERE = f"(?P<where>\\s?[{HAN}]{{0,10}}?{_WHEN})"
_KIND = "(?:讯|电讯|电|消息|专电|通[讯信])"
_NAMES = f"[{HAN}]{{2,4}}(?:[、，\\s]{{1,2}}[{HAN}]{{2,4}}){{0,4}}"
_NAMES_ALONE = pattern(f"\\s?(?:[（(](?P<inside>{_NAMES})(?:报道)?[）)]|(?P<bare>{_NAMES})报道[:：])")
_START = "[*\\s]{0,6}"
_PAUSE = pattern("[，。；！？]")
"""Punctuation that no dateline has before its word of `_KIND`."""
_KNOWN = pattern(
    f"{_START}[（(【\\[〔［]?(?P<from>据?)(?P<source>{_OWN}|{AGENCIES}){_WHERE}{_KIND}[）)】\\]〕］]?"
)
_OF_A_PAPER = pattern(
    f"{_START}[（(【\\[〔［]?(?P<from>据?)《?(?P<source>{_NAMED})》?\\s?{_WHERE}{_KIND}[）)】\\]〕］]?"
    "(?=[\\s（(：:，,*]|记者|通讯员|特约|全媒体|见习|$)"
)
_IN_BRACKETS = pattern(
    f"{_START}[【\\[〔［](?P<from>据?)(?P<source>[{HAN}]{{1,8}}?(?<![研审聆提资音]))(?P<where>{_WHEN}){_KIND}[】\\]〕］]"
)
_OF_AN_AGENCY = pattern(
    f"{_START}[（(【\\[〔［]?(?P<from>据?)(?P<source>[{HAN}]{{2,8}}?社)(?P<where>[{HAN}]{{0,10}}?{_DAY}){_KIND}[）)】\\]〕］]?"
)
_OF_A_PLACE = pattern(
    f"{_START}[（(【\\[〔［]?(?P<from>)(?P<source>)(?P<where>(?![^{HAN}]|.{{0,8}}社|.{{0,4}}{_WRITERS})[{HAN}]{{2,8}}?{_DAY})(?:电讯|电|讯|通[讯信])"
    "(?![力话报线台器信视影灯站压网子])[）)】\\]〕］]?"
)
_ANY_IN_BRACKETS = pattern(
    f"{_START}[（(【\\[〔［](?P<from>据?)(?P<source>)(?P<where>)(?=[^）)】\\]〕］]{{0,40}}(?:{_WRITERS}|[社网台月日]|报(?![导道])|综合|外电))"
    "(?P<credit>[^（()）【】\\[\\]〔〕［］，。；：！？、]{2,40}?)"
    "(?:讯|电|电讯|(?:综合|编译|外电|特别)?报[导道]|特[写稿]|专[稿电]|通[讯信])[）)】\\]〕］]"
)
_OF_A_WRITING_PAPER = pattern(
    f"{_START}(?P<from>据?)(?P<source>{_OWN}|{_NAMED})(?P<where>{_WHEN})"
    f"(?=[\\s*]{{0,4}}[（(](?:[{HAN}]{{0,6}}?){_WRITERS}[\\s/／:：]?[^（()）]{{1,60}}[）)])"
)
_SHORT_NEWS = pattern(
    f"{_START}(?P<from>据?)(?P<source>[{HAN}]{{2,5}})(?P<where>{_WHEN})讯(?=[\\s\\u3000]{{1,4}}(?:[{HAN}]{{0,4}}{_WRITERS}|[^\\s，。]{{2,}}[，,]|{NUMERAL}))"
)
_FROM_OTHERS = pattern(
    f"{_START}[【\\[〔]?(?P<from>)(?P<source>综合(?:外电|本报)?|据?外电)(?P<where>)(?:消息|报道)[】\\]〕]?(?![，,])"
)
_INSIDE = "[^（()）【】\\[\\]〔〕［］，。；：！？]"
_WRITER_IN_BRACKETS = pattern(
    f"{_START}[【\\[〔［](?P<credit>(?:{_INSIDE}{{0,12}}?{_WRITERS}(?![会团节招])|编译){_INSIDE}{{2,40}}?)"
    "(?:(?:综合)?(?:报导|报道)|专访|特稿|特写|电话)[】\\]〕］]"
)
_WRITING_AGENCY = pattern(
    f"{_START}[（(【\\[〔［]?(?P<from>)(?P<source>{AGENCIES})(?P<credit>{_WRITERS}{_INSIDE}{{2,24}}?)"
    f"(?P<where>{_DAY}){_KIND}[）)】\\]〕］]?"
)
_SIGNED = pattern(
    f"{_START}(?P<from>据?)(?P<source>[{HAN}A-Za-z·]{{2,14}}?)(?P<where>{_WHEN}){_KIND}"
    f"(?=[\\s*]{{0,4}}[（(][^（()）]{{0,24}}{_WRITERS})"
)
_CREDIT = pattern(
    f"[*\\s]{{0,6}}(?:[（(]{{1,2}}(?=[^（()）]{{0,20}}(?:{_WRITERS}|实习生))(?P<credit>[^（()）〉]{{2,90}})[）)〉]"
    f"|[【\\[〔［](?={_INSIDE}{{0,20}}{_WRITERS})(?P<squared>{_INSIDE}{{2,60}})[】\\]〕］](?!\\())"
)
_MISREAD = pattern(
    "|".join(
        (
            "纪\\s?者|汜\\s?者|记\\s?[著煮暑薯]",
            *(f"{first}\\s?[讯汛迅讥汎]\\s?[员贝负]" for first in "通涌逋"),
            *(f"{first}\\s?报\\s?(?:[讯汛迅讥](?=[\\s（(：:])|(?=记者))" for first in "本木夲"),
            "报[汛迅讥](?=\\s?[（(])|月[0-9]{1,2}[曰目]\\s?[讯电]|〈(?=[^（()）〈〉]{0,12}(?:记\\s?者|通\\s?讯\\s?员))",
        )
    )
)
_TAKEN_FOR = "纪汜著煮暑薯涌逋汛迅讥汎贝负木夲曰目〈"
_MEANT_BY = "记记者者者者通通讯讯讯讯员员本本日日（"
_MAY_BE_MISREAD = pattern(f"[{_TAKEN_FOR}]")
_MEANT = str.maketrans(_TAKEN_FOR, _MEANT_BY)
_MAY_BE = pattern(f"讯|电|消息|记\\s?者|报[导道]|特[写稿]|{'|'.join(_TAKEN_FOR)}")
"""One of these is in every dateline, as printed: a fast test."""
_HAS_WORD = pattern("讯|电|消息|通信|记\\s?者|报[导道]|特[写稿]|专[访稿]|实习生")
"""One of these is in every dateline or credit whose misreadings are corrected."""
_IS_AGENCY = pattern(AGENCIES)


_PATTERNS = (
    _WRITING_AGENCY,
    _KNOWN,
    _OF_A_PAPER,
    _IN_BRACKETS,
    _FROM_OTHERS,
    _SIGNED,
    _OF_AN_AGENCY,
    _OF_A_PLACE,
    _OF_A_WRITING_PAPER,
    _SHORT_NEWS,
    _ANY_IN_BRACKETS,
)
_OF_KIND = pattern("讯|电|消息|通信")
_PATTERNS_WITHOUT_KIND = (_FROM_OTHERS, _OF_A_WRITING_PAPER, _ANY_IN_BRACKETS)
"""The patterns that match without any of the words in `_KIND`."""


class Dateline(Struct, frozen=True):
    """The dateline of a paragraph, or a bracketed credit instead of one.

    Attributes:
        source: The medium or agency that reports.
        agency: The same if it is an agency.
        as_printed: The dateline without its credit; empty if there is only a credit.
        month_day: The (month, day) in the dateline.
        credit: The span of the credit after it, without brackets.
        end: The offset at which both end.
    """

    source: str | None
    agency: str | None
    as_printed: str
    month_day: tuple[int, int] | None
    credit: tuple[int, int] | None
    end: int


def with_misreadings_corrected(text: str) -> str:
    """Correct OCR errors in the fixed words of credits, such as 纪者 for 记者, without changing the text's length."""
    if not _MAY_BE_MISREAD.search(text):
        return text
    return _MISREAD.sub(lambda match: match[0].translate(_MEANT), text)


def dateline(text: str) -> Dateline | None:
    if _MAY_BE.search(text, 0, _HEAD):
        return _dateline(text[:_HEAD])
    return None


@lru_cache(maxsize=4096)
def _dateline(printed: str) -> Dateline | None:
    """Return the dateline of a text or None; cached, as several stages need that of the same line."""
    head = with_misreadings_corrected(printed)
    if not _HAS_WORD.search(head):
        return None
    writer = _WRITER_IN_BRACKETS.match(head)
    if writer:
        return Dateline(None, None, "", None, writer.span("credit"), writer.end())
    lead = _PAUSE.split(head, 1)[0]
    patterns = _PATTERNS if _OF_KIND.search(lead) else _PATTERNS_WITHOUT_KIND
    best_match, by = next(((match, each) for each in patterns if (match := each.match(head))), (None, None))
    credit = _CREDIT.match(head, best_match.end() if best_match else 0)
    span = credit.span(credit.lastgroup or "credit") if credit else None
    if best_match:
        source = "".join(best_match["source"].split()) or None
        if credit is None and (credit := _names_alone(head, best_match.end())):
            span = credit.span(credit.lastgroup or 0)
        if by is _ANY_IN_BRACKETS or by is _WRITING_AGENCY:
            span = best_match.span("credit") if re.search(_WRITERS, best_match["credit"]) else None
        return Dateline(
            source=source,
            agency=source if source and (best_match["from"] or _IS_AGENCY.fullmatch(source)) else None,
            as_printed=best_match[0].strip(),
            month_day=fields.month_day_in(best_match["where"]),
            credit=span,
            end=credit.end() if credit else best_match.end(),
        )
    if credit:
        return Dateline(None, None, "", None, span, credit.end())
    return None


_OLD_TELEGRAM = pattern(f"(?<!月)(?<!{NUMERAL}){NUMERAL}{{1,3}}日[^，。]{{0,4}}电[）)】\\]〕］]?$")


_BRACKETED_TELEGRAM = pattern("[［\\[](?!.*月).*电[］\\]]$")
_UNDATED = pattern(f"本报[{HAN}]{{1,6}}电|[〔【（(]?[又同][讯电]")


def _names_alone(head: str, begin: int) -> re.Match[str] | None:
    """Return the match of names after a dateline that have no role word, else None: “（甲 乙）”, “甲、乙报道：”."""
    match = _NAMES_ALONE.match(head, begin)
    names = split_names(match[match.lastgroup or 0]) if match else ()
    if all(is_name(name) and not _is_word(name) for name in names):
        return match
    return None


def _is_word(name: str) -> bool:
    """Return whether a text of two characters with the form of a name is a common word and no famous person."""
    return len(name) == 2 and common_words.is_common(name) and name not in common_words.famous()


def begins_telegram(text: str) -> bool:
    """Return whether a text begins with a telegram's place and day, without a month: “〔北平廿五日电〕”.

    Papers before 1949 print several of them below one headline.
    """
    line = dateline(text)
    if line is None:
        return False
    printed = line.as_printed
    return (
        printed[:1] == "〔"
        or _BRACKETED_TELEGRAM.match(printed) is not None
        or _OLD_TELEGRAM.search(printed) is not None
        or _UNDATED.match(printed) is not None
    )


def begins_news(text: str) -> bool:
    """Return whether a text begins with a dateline; a bracketed credit alone does not count."""
    line = dateline(text)
    return line is not None and bool(line.as_printed)


_LONGEST = 200
_WORKS = (
    "photo(?:graph)?s?|photography|pictures?|text|words|story|written|reported|told|compiled|edited|translated"
    "|illustrat(?:ed|ions?)|drawings?"
)
_BY = pattern(rf"(?P<work>(?:(?:{_WORKS})(?:\s*(?:and|&|/)\s*|[ :]+)){{0,2}})by\b[ :]+", re.IGNORECASE)
_AFTER_NAMES = pattern(
    r"(?:(?<![\s,;])[\s,;]+(?:and|with|&)|(?<!\s)\s+(?:of|for|from|in|at)\s.*)$", re.IGNORECASE
)
"""What follows the names of a by-line: “and photos by …”, “of the Courier staff”."""


def by_line_credits(text: str) -> tuple[Credit, ...]:
    """Return the credits of a by-line, each person whole.

    Return () for a text that is something else, such as “By Royal Command”, or that names nobody in full.
    """
    printed = text.strip()
    text = text.strip(" .()[]—–-*")
    if len(text) <= _LONGEST and is_latin(text):
        begins = list(_BY.finditer(text))
    else:
        begins = []
    if not begins or begins[0].start():
        return ()
    ends = [*(begin.start() for begin in begins[1:]), len(text)]
    parts = [(match, text[match.end() : end].strip(" ,;:.")) for match, end in zip(begins, ends, strict=True)]
    work_and_names = [(match["work"], latin_names(_AFTER_NAMES.sub("", words))) for match, words in parts]
    if not all(any(map(is_full_latin_name, names)) for _, names in work_and_names):
        return ()
    return tuple(
        Credit(role, names, printed) for work, names in work_and_names for role in _roles(work.lower())
    )


def _roles(work: str) -> Iterator[Role]:
    """Yield the roles of the persons by the words for their work: “story and photos” → author, photographer."""
    pictures = len(_PICTURES.findall(work))
    if work.startswith(("edited", "compiled")):
        yield Role.EDITOR
    elif not pictures or len(work.split()) > 1:
        yield Role.AUTHOR
    if pictures:
        yield Role.PHOTOGRAPHER


_PICTURES = pattern("photo|picture")
