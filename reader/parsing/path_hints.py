"""The title, date and page of an issue by the path of its file."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.language.forms import HAN
from reader.language.numbers import NUMERAL
from reader.language.variants import simplified
from reader.parsing import masthead_title, pages

_ISO = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)[-_.年/](\d{1,2})[-_.月/](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:[-_.年/]\s?)?(0?[1-9]|1[0-2])(?:月)?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:年)?(?!\d)")
_PAGE = re.compile(
    r"第\s?([A-Da-d]?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版"
    r"|[-_ .]([A-Da-d]?\d{1,3})版?$|(?<![A-Za-z])([A-Da-d]\d{1,2})版?$"
)
_TITLE = re.compile(
    f"[{HAN}]{{1,12}}报(?:海外版|周末版|周刊)?"
    "(?=$|社$|合订本|合集|全集|影印|扫描|缩微|原版|原件|电子版|数字报|数字版|文字版|文本|全文|资料|存档|档案|专辑$|抄本)"
)
_APART = re.compile(f"[^{HAN}]+")
_INSIDE_WORDS = re.compile(f"》(?=[{HAN}])|(?<=[{HAN}])《")
_BEFORE_TITLE = re.compile("我?(?:收集|收藏|扫描|影印|整理|下载|保存)(?:版|本|件)?的?|[版期号]")
_DAY = re.compile(f"(?:(?:中华)?民国)?{NUMERAL}{{1,4}}年(?:{NUMERAL}{{1,3}}月)?(?:{NUMERAL}{{1,3}}[日号])?")


@dataclass(frozen=True, slots=True)
class Origin:
    """Title, date and page by the path. `year` and `month` may be known where the day is not."""

    title: str | None = None
    date: dt.date | None = None
    year: int | None = None
    month: int | None = None
    page: str | None = None


def origin_of(path: str) -> Origin:
    """Return what a path says: its last part, else the folders above it."""
    parts = path.replace("\\", "/").split("/")
    stem = parts[-1].rsplit(".", 1)[0] if "." in parts[-1] else parts[-1]
    folders = "/".join(parts[:-1][-4:])
    whole = f"{folders}/{stem}" if folders else stem
    date, rest = _date_in(stem)
    if date is None:
        date, _ = _date_in(whole)
    found = _PAGE.search(rest)
    label = next((group for group in found.groups() if group), None) if found else None
    title = _title_in([*parts[:-1][-4:], stem])
    year, month = (date.year, date.month) if date is not None else _year_and_month(whole)
    return Origin(title, date, year, month, pages.page_label(label) if label else None)


def _title_in(parts: Sequence[str]) -> str | None:
    """Return the newspaper that the last part names that names one, in words by themselves.

    A title within other words is what a file is about: “江城晚报创刊三十年”. None if that part names several.
    """
    for part in reversed(parts):
        titles = set()
        for words in _APART.split(_INSIDE_WORDS.sub("", _DAY.sub(" ", part))):
            name = simplified(words)
            before = _BEFORE_TITLE.match(name)
            found = _TITLE.match(name, before.end() if before else 0)
            if found and masthead_title.can_be_name(found[0]):
                titles.add(words[found.start() : found.end()])
        if titles:
            return titles.pop() if len(titles) == 1 else None
    return None


def _date_in(text: str) -> tuple[dt.date | None, str]:
    """Return the date, and the rest of the text."""
    for pattern in (_COMPACT, _ISO):
        for found in pattern.finditer(text):
            year, month, day = map(int, found.groups())
            try:
                return dt.date(year, month, day), text[: found.start()] + " " + text[
                    found.end() :
                ].removeprefix("日")
            except ValueError:
                continue
    return None, text


def _year_and_month(text: str) -> tuple[int | None, int | None]:
    both = _YEAR_MONTH.search(text)
    if both:
        return int(both[1]), int(both[2])
    year = _YEAR.search(text)
    return (int(year[1]), None) if year else (None, None)
