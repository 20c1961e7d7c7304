"""The title, date and page of an issue by the path of its file."""

import datetime as dt
import re
from dataclasses import dataclass

from reader.language.forms import HAN
from reader.parsing import pages

_ISO = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)[-_.年/](\d{1,2})[-_.月/](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:[-_.年/]\s?)?(0?[1-9]|1[0-2])(?:月)?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:年)?(?!\d)")
_PAGE = re.compile(
    r"第\s?([A-Da-d]?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版"
    r"|[-_ .]([A-Da-d]?\d{1,3})版?$|(?<![A-Za-z])([A-Da-d]\d{1,2})版?$"
)
_TITLE = re.compile(
    f"[{HAN}]{{1,8}}(?:日报|晚报|晨报|早报|时报|商报|都市报|青年报|周报|快报|(?<![旧老剪无海简汇情通各本])报(?![头纸道告章刊表名]))"
)


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
    title = _TITLE.search(stem) or _TITLE.search(folders)
    year, month = (date.year, date.month) if date is not None else _year_and_month(whole)
    return Origin(title[0] if title else None, date, year, month, pages.page_label(label) if label else None)


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
