"""Pages and days that are named: in headings (“第01版：要闻”, “A02 国际”, “03 副刊”), in the URL or path of a
digital paper (`html/2024-05/06/content_12.htm`), in a cell of a table or a field of a download.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from reader.language.dates.calendar import date_or_none
from reader.language.dates.printed_days import first_day
from reader.newspaper.marks import bears_mark

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
    if bears_mark(words):
        return None
    if len(words) > _LONGEST or (day_and_span := first_day(words)) is None:
        return None
    date, printed = day_and_span
    rest = _BESIDE.sub(" ", f"{words[: printed.start]} {words[printed.end :]}").split()
    if len(rest) > 1 or not all(map(is_paper, rest)):
        return None
    return NamedDay(date, next(iter(rest), None))


def day_in(words: str) -> dt.date | None:
    """Return the first certain date in a text, whatever else it contains; None without one, or if it is marked."""
    if bears_mark(words):
        return None
    day_and_span = first_day(words)
    if day_and_span:
        return day_and_span[0]
    return None


_PAGE = re.compile(
    r"(?:第\s*)?(?P<label>[A-Da-d]?\d{1,3}|[一二三四五六七八九十]{1,3})\s*版(?=\s*[:：·]|\s|$)"
    r"|(?P<label2>[A-Da-d]\d{1,2}|0\d)(?=\s*[:：·]|\s|$)"
)


def page_named(words: str) -> str | None:
    """Return the page label that a heading begins with, as written (“01”, “A02”); None without one."""
    match = _PAGE.match(words)
    if match:
        return match["label"] or match["label2"]
    return None


def page_stated(words: str) -> str | None:
    """Return the page label that a field states: what it begins with as a heading would, else all of it, if any."""
    return page_named(words) or words or None


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


_DAY = re.compile(
    r"(?<!\d)(?P<year>19\d\d|20\d\d)(?:[-_/](?P<m1>\d\d)[/-]|(?P<m2>\d\d)/)(?P<day>\d\d)(?=/|_|-|$)"
)
_ASKED = re.compile(
    r"(?<!\w)date=(?P<year>19\d\d|20\d\d)-?(?P<m1>\d\d)(?P<m2>)-?(?P<day>\d\d)(?!\d)", re.IGNORECASE
)
"""A date in the query of a URL: `detail.html?date=2024-03-05&id=12&page=02`."""
_ASKED_PAGE = re.compile(r"(?<!\w)page=(?P<page>[A-Za-z]?\d{1,3})(?!\w)")
_COMPACT = re.compile(r"(?<!\d)(?P<year>19\d\d|20\d\d)(?P<m1>\d\d)(?P<m2>)(?P<day>\d\d)(?!\d)")
_LEAF = re.compile(
    r"(?P<article>nw\.|(?:\w+_)?content|con[_-]|articel|article|detail|c(?=\d)|\d{8}_[a-z]?\d+_\d+\.|\d{1,4}_\d+\.)"
    r"|(?P<node>nbs\.|node|page|layout|edition|(?:col|l)(?=[a-z]{0,3}\d)|v[a-z]?\d+\.|\d{8}_[a-z]?\d+\.)"
)
_NW = re.compile(r"nw\.D\d+\w*?_(?:\d{8})_\d+-(?P<page>[A-Za-z]?\d{1,3})\b")


class PaperAddress(Struct, frozen=True):
    """What a URL or path of a digital paper states; `page` is the label as written.

    `is_article`: the web page is an article; `is_list`: it lists the articles of a printed page. Both are
    False if it is not recognized as part of a digital paper.
    """

    date: dt.date | None = None
    page: str | None = None
    is_article: bool = False
    is_list: bool = False


def address_of(address: str, name: str) -> PaperAddress:
    """Return date, page and kind, each from the URL `address` if stated there, else from the path `name`."""
    addresses = [_address_read(text) for text in (address, name) if text]
    dated = next((paper_address for paper_address in addresses if paper_address.date), None)
    kind = next(
        (paper_address for paper_address in addresses if paper_address.is_article or paper_address.is_list),
        PaperAddress(),
    )
    page = next((paper_address.page for paper_address in addresses if paper_address.page), None)
    return PaperAddress(dated.date if dated else None, page, kind.is_article, kind.is_list)


def _address_read(address: str) -> PaperAddress:
    address = address.replace("\\", "/")
    path = re.split("[?#]", address, maxsplit=1)[0][-400:]
    leaf = path.rpartition("/")[2]
    address_end = address[-400:]
    days = (_last(_DAY, path), _last(_COMPACT, path), _last(_ASKED, address_end))
    day = next(filter(None, days), None)
    kind = _LEAF.match(leaf.lower()) if day else None
    page = _NW.search(leaf) or (_ASKED_PAGE.search(address_end) if day else None)
    return PaperAddress(
        day,
        page["page"] if page else None,
        kind is not None and kind["article"] is not None,
        kind is not None and kind["node"] is not None,
    )


def _last(pattern: re.Pattern[str], text: str) -> dt.date | None:
    dates = ((match["year"], match["m1"] or match["m2"], match["day"]) for match in pattern.finditer(text))
    return next(filter(None, reversed([date_or_none(*map(int, date)) for date in dates])), None)


_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:18|19|20)\d\d)(?!\d)")
_TIME = re.compile(r"(-?\d{9,10})(?:\.0+|000)?")
"""A time as pandas and crawlers write it, in seconds or milliseconds since 1970. A multiple of a whole day is
a date in UTC; any other is a moment, in the time of China.
"""
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T16:00:00(?:\.0+)?Z")
"""Midnight in China, as databases write the beginning of the next day."""
_SECONDS_OF_DAY = 86_400
_CHINA = dt.timezone(dt.timedelta(hours=8))
# a greater number in a date can only be the day
_MONTHS = 12
_LONGEST_DATE = 100


def is_day_first(texts: Iterable[str]) -> bool | None:
    """Return whether dates with the year last (3/5/2024) begin with the day.

    None if no text shows it, or texts contradict each other.
    """
    pairs = []
    for text in texts:
        date = _YEAR_LAST.search(text[:_LONGEST_DATE])
        if date:
            pairs.append((int(date[1]), int(date[2])))
    is_first = any(first > _MONTHS for first, _ in pairs)
    if is_first == any(second > _MONTHS for _, second in pairs):
        return None
    return is_first


def day_stated(text: str, day_first: bool | None = None) -> str:
    """Return the first day in a text as YYYY-MM-DD; "" if it has none. For `day_first` see `is_day_first`."""
    return cut_at_day(text, day_first)[1]


def cut_at_day(text: str, day_first: bool | None = None) -> tuple[str, str, str]:
    """Return the text above the first day in a text, that day as `day_stated` gives it, and the text behind it."""
    chinese = _MIDNIGHT.search(text[:_LONGEST_DATE])
    if chinese:
        year, month, day = map(int, chinese[1].split("-"))
        before = date_or_none(year, month, day)
        if before and before < dt.date.max:
            return text[: chinese.start()], (before + dt.timedelta(1)).isoformat(), text[chinese.end() :]
    day_and_span = first_day(text[:_LONGEST_DATE], is_day_first=day_first)
    if day_and_span:
        first, printed = day_and_span
        return text[: printed.start], first.isoformat(), text[printed.end :]
    moment = _TIME.fullmatch(text)
    if moment:
        day_of_moment = _day_of_moment(int(moment[1]))
    else:
        day_of_moment = None
    if day_of_moment:
        return ("", day_of_moment.isoformat(), "")
    return (text, "", "")


def _day_of_moment(seconds: int) -> dt.date | None:
    # a whole number of days is a date at midnight UTC; any other time is a moment, whose date is that in China
    zone = dt.UTC if seconds % _SECONDS_OF_DAY == 0 else _CHINA
    try:
        return dt.datetime.fromtimestamp(seconds, zone).date()
    except (ValueError, OverflowError, OSError):
        return None
