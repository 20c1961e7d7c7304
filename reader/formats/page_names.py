"""Recognizes headings that name a page of a newspaper or a day: “第01版：要闻”, “A02 国际”, “03 副刊”."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from reader.language.dates.printed_days import first_day

PAPER_NAME = re.compile(r"[\u4e00-\u9fff]{1,12}(?:报|周末|周刊|每日电讯)(?:海外版|[\u4e00-\u9fff]{1,4}版)?")
_NOT_A_NAME = re.compile(
    "举报|播报|海报|汇报|简报|情报|预报|通报|电报|返回|本报|上报|下报|读报|订报|投稿|晒报"
)
_LONGEST = 60
_BESIDE = re.compile(
    r"(?:星期|周|週|礼拜)[一二三四五六日天]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|农历\S{0,12}"
    r"|(?:总)?第?\s?\d{1,6}\s?[期号號]|今日\s?\d{1,3}\s?版|[\W_]+",
    re.IGNORECASE,
)
"""What a heading may contain besides date and newspaper: weekday, lunar date, issue number, punctuation."""


def is_paper(words: str) -> bool:
    """Return whether a text looks like the name of a newspaper: it ends in 报, 周刊 or the like."""
    return PAPER_NAME.fullmatch(words) is not None and _NOT_A_NAME.search(words) is None


class NamedDay(Struct, frozen=True):
    """A day that a heading names, with the newspaper's name if the heading has one."""

    date: dt.date
    paper: str | None = None


def day_named(words: str) -> NamedDay | None:
    if len(words) > _LONGEST or (found := first_day(words)) is None:
        return None
    date, printed = found
    rest = _BESIDE.sub(" ", f"{words[: printed.start]} {words[printed.end :]}").split()
    if len(rest) > 1 or not all(map(is_paper, rest)):
        return None
    return NamedDay(date, next(iter(rest), None))


def day_in(words: str) -> dt.date | None:
    """Return the first certain date in a text, whatever else it contains; None without one."""
    found = first_day(words)
    return found[0] if found else None


_PAGE = re.compile(
    r"(?:第\s*)?(?P<label>[A-Da-d]?\d{1,3}|[一二三四五六七八九十]{1,3})\s*版(?=\s*[:：·]|\s|$)"
    r"|(?P<label2>[A-Da-d]\d{1,2}|0\d)(?=\s*[:：·]|\s|$)"
)


def page_named(words: str) -> str | None:
    """Return the page label that a heading begins with, as written (“01”, “A02”); None without one."""
    found = _PAGE.match(words)
    return (found["label"] or found["label2"]) if found else None


_LONGEST_KICKER = 40
_OF_MASTHEAD = re.compile("编辑|編輯|责编|美编|主编|校对|版式|电话|邮箱|星期|第.{1,4}版|本报记者")
"""Words of lines above an article that are no kicker: editors, phone numbers, weekdays, credits."""


def rank_of_headlines(ranks: Iterable[int]) -> int | None:
    """Return the rank of headlines: the highest that occurs more than once, else the highest, or None.

    `ranks` are those of the headings directly above text that name neither a page nor a day. The smallest
    number is the highest rank.
    """
    counts = Counter(ranks)
    several = [rank for rank, count in counts.items() if count > 1]
    return min(several or counts, default=None)


def names_a_place(text: str) -> bool:
    return page_named(text) is not None or day_named(text) is not None


def may_be_kicker(text: str) -> bool:
    """Return whether a line above a headline can be its kicker: short, no sentence, nothing of a masthead."""
    is_short = 0 < len(text) <= _LONGEST_KICKER and text[-1] not in "。！？；…：”"
    return is_short and not _OF_MASTHEAD.search(text)
