"""The title, date and page of an issue by the path of its file."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.language.forms import HAN
from reader.language.numbers import NUMERAL
from reader.language.variants import simplified
from reader.parsing import fields, masthead_title, pages

_ISO = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)[-_.年/](\d{1,2})[-_.月/](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:/(?=\d{4}/))?(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:[-_.年/]\s?)?(0?[1-9]|1[0-2])(?:月)?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:年)?(?!\d)")
_PARTS = re.compile(
    r"(?<!\d)(1[89]\d\d|20\d\d)年?/(?:\1[-_.年])?(\d{1,2})月?/(?:(?:\1[-_.年])?\2[-_.月])?(\d{1,2})日?(?=/|$)"
)
_OF_FEEDS = re.compile(
    r"(?<!\d)(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (1[89]\d\d|20\d\d)(?!\d)"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_DAY = re.compile(rf"(\d{{1,2}})[-.月](\d{{1,2}})日?(?=[-_ ]{{0,2}}[《“]?[{HAN}])")
_ENDS_WITH_MONTH = re.compile(r"(?:^|[^\d])(1[89]\d\d|20\d\d)年?[-_.年/]?(\d{1,2})月?$")
_ENDS_WITH_YEAR = re.compile(r"(?:^|[^\d])(1[89]\d\d|20\d\d)年?$")
_LABEL = r"[A-Da-d]?\d{1,3}|[一二三四五六七八九十]{1,3}"
_NAMED_PAGE = re.compile(
    rf"(?:第\s?|(?:^|(?<=[-_ .·（(【\[])))(?P<label>{_LABEL})\s?版"
    rf"(?=$|[-_ .·：:（(）)】\]]|[{HAN}]{{2,4}}(?:$|[-_ ：:（(]))"
)
"""“第3版” anywhere, “03版” as words by themselves, with the page's name behind it: “03版要闻”."""
_LATIN_WORD = re.compile("[A-Za-z]{4}")
_LAST_NUMBER = re.compile(r"[-_ .]([A-Da-d]?\d{1,3})$|(?<![A-Za-z\d])([A-Da-d]\d{1,2})$")
_DIGEST = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9a-f]*[a-f])(?=[a-f]*[0-9])[0-9a-f-]{16,}(?![0-9A-Za-z])", re.IGNORECASE
)
"""What programs call files by: its figures are no date, and its end is no page."""
_SLUG = re.compile(r"[a-z]{2,}[-_][a-z]{2,}[-_]\d+$", re.IGNORECASE)
_PAGE_AND_PLACE = re.compile(
    r"[-_ .]*(?P<page>[A-Da-d]?\d{1,3})(?P<between>[-_.])(?P<place>\d{1,3})(?=$|[-_ .])"
)
"""The page and the article's place on it: “20190103-01-02”, “20240225/03_01_…”."""
_AS_CRAWLED = re.compile(r"[-_ .]*[A-Da-d]?\d{2}[-_]\d{2,3}")
_LETTERED = re.compile(r"[-_ .]*([A-Da-d]\d{2})(?=[-_ .])")
_FOLDER_OF_PAGE = re.compile(r"(?:page|node|p)[-_ ]?0*(\d{1,2})|([A-Da-d]\d{1,2})", re.IGNORECASE)
_STEM_OF_PAGE = re.compile(r"[-_ .]*(?:page|node|p)[-_ ]?0*(\d{1,2})(?=[-_ .])", re.IGNORECASE)
_OF_ARTICLE = re.compile(r"(?:content|article|art|news|part|item|story|no|c)$", re.IGNORECASE)
_HEADLINE_WORDS = re.compile(f"[{HAN}]{{4,}}")
_TITLE = re.compile(
    f"[{HAN}]{{1,12}}报(?:海外版|周末版|周刊)?"
    "(?=$|社$|合订本|合集|全集|影印|扫描|缩微|原版|原件|电子版|数字报|数字版|文字版|文本|全文|资料|存档|档案|专辑$|抄本)"
)
_APART = re.compile(f"[^{HAN}、，！？]+")
_INSIDE_WORDS = re.compile(f"》(?=[{HAN}])|(?<=[{HAN}])《")
_BEFORE_TITLE = re.compile("我?(?:收集|收藏|扫描|影印|整理|下载|保存)(?:版|本|件)?的?|[版期号]")
_DAY = re.compile(f"(?:(?:中华)?民国)?{NUMERAL}{{1,4}}年(?:{NUMERAL}{{1,3}}月)?(?:{NUMERAL}{{1,3}}[日号])?")


@dataclass(frozen=True, slots=True)
class Origin:
    """Title, date and page by the path. `year` and `month` may be known where the day is not.

    `is_article`: the file is named as a crawler names an article, by day, page and number: “20190103-01-02”.
    """

    title: str | None = None
    date: dt.date | None = None
    year: int | None = None
    month: int | None = None
    page: str | None = None
    is_article: bool = False


def origin_of(path: str) -> Origin:
    """Return what a path says: its last part, else the folders above it."""
    parts = _DIGEST.sub("", path.replace("\\", "/")).split("/")
    stem = parts[-1].rsplit(".", 1)[0] if "." in parts[-1] else parts[-1]
    above = parts[:-1][-4:]
    folders = "/".join(above)
    whole = f"{folders}/{stem}" if folders else stem
    date, rest = _date_in(stem)
    if date is None:
        date, rest = _date_in_folders(folders, stem)
    year, month = (date.year, date.month) if date is not None else _year_and_month(whole)
    label = _page_in(rest, date) or _page_of_folder(above)
    return Origin(
        _title_in([*above, stem]),
        date,
        year,
        month,
        pages.page_label(label) if label else None,
        date is not None and _AS_CRAWLED.fullmatch(rest) is not None,
    )


def _date_in_folders(folders: str, stem: str) -> tuple[dt.date | None, str]:
    """Return the date that the folders tell, perhaps with the beginning of the name; and the rest of the name."""
    month_day, of_month = _MONTH_DAY.match(stem), _ENDS_WITH_MONTH.search(folders)
    if month_day and of_month and int(month_day[1]) == int(of_month[2]):
        date = _existing(of_month[1], month_day[1], month_day[2])
        if date is not None:
            return date, " " + stem[month_day.end() :]
    of_year = _ENDS_WITH_YEAR.search(folders) if month_day and "月" in month_day[0] else None
    if month_day and of_year:
        date = _existing(of_year[1], month_day[1], month_day[2])
        if date is not None:
            return date, " " + stem[month_day.end() :]
    whole = f"{folders}/{stem}" if folders else stem
    for found in (*_PARTS.finditer(folders), *_PARTS.finditer(whole)):
        date = _existing(*found.groups())
        if date is not None:
            return date, " " if found.end() > len(folders) else stem
    date, rest = _date_in(whole)
    return date, stem if date is None or rest.endswith(f"/{stem}") else rest.rpartition(" ")[2]


def _page_in(rest: str, date: dt.date | None) -> str | None:
    """Return the page that a file's name tells; `rest` is the name without the date.

    A number behind a headline counts equal headlines, and one in front of it the articles.
    """
    named = _NAMED_PAGE.search(rest)
    if named:
        return named["label"]
    both = _PAGE_AND_PLACE.match(rest) if date is not None else None
    if both and date is not None:
        page, place = both["page"], both["place"]
        is_whole = both.end() == len(rest)
        is_behind_date = rest.startswith(" ")
        is_day = page.isdigit() and (int(page), int(place)) == (date.month, date.day) and not is_behind_date
        if is_whole and len(page) < len(place) and place.startswith("0"):
            return place
        if not is_day and (is_whole or len(page) == len(place) == 2 or not page.isdigit()):
            return page
    first = _LETTERED.match(rest) or _STEM_OF_PAGE.match(rest)
    if first:
        return first[1]
    last = _LAST_NUMBER.search(rest)
    words = _HEADLINE_WORDS.findall(rest[: last.start()]) if last else ()
    if (
        last is None
        or _SLUG.search(rest)
        or (date is None and _LATIN_WORD.search(rest))
        or _OF_ARTICLE.search(rest[: last.start()])
        or any(not _TITLE.match(each) for each in words)
    ):
        return None
    return last[1] or last[2]


def _page_of_folder(folders: Sequence[str]) -> str | None:
    """Return the page that one of the last two folders names: “第03版：要闻”; below that of a day also “A03”."""
    for at in range(len(folders) - 1, max(len(folders) - 3, -1), -1):
        named = _NAMED_PAGE.match(folders[at])
        if named:
            return named["label"]
        found = _FOLDER_OF_PAGE.fullmatch(folders[at])
        if found and _date_in_folders("/".join(folders[:at]), "")[0] is not None:
            return found[1] or found[2]
    return None


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
            if name in fields.TITLES_IN_OTHER_WORDS:
                titles.add(words)
            elif found and masthead_title.can_be_name(found[0]):
                titles.add(words[found.start() : found.end()])
        if titles:
            return titles.pop() if len(titles) == 1 else None
    return None


def _date_in(text: str) -> tuple[dt.date | None, str]:
    """Return the date, and the rest of the text."""
    for pattern in (_COMPACT, _ISO):
        for found in pattern.finditer(text):
            date = _existing(*found.groups())
            if date is not None:
                return date, text[: found.start()] + " " + text[found.end() :].removeprefix("日")
    for found in _OF_FEEDS.finditer(text):
        date = _existing(found[3], str(_MONTHS.index(found[2]) + 1), found[1])
        if date is not None:
            return date, text[: found.start()] + " " + text[found.end() :]
    return None, text


def _existing(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _year_and_month(text: str) -> tuple[int | None, int | None]:
    both = _YEAR_MONTH.search(text)
    if both:
        return int(both[1]), int(both[2])
    year = _YEAR.search(text)
    return (int(year[1]), None) if year else (None, None)
