"""Dates, issues, pages and counts as texts of the user interface."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from reader.export.article_text import day_in_words, day_of_issue, month_in_words
from reader.i18n import count, language, say
from reader.language.dates.calendar import WEEKDAYS, lunar_date, lunar_day
from reader.newspaper.article import page_in_words
from reader.newspaper.facts import Fact, with_remark, with_remark_below
from reader.newspaper.holdings import ArticleRow, IssueRow

if TYPE_CHECKING:
    from reader.newspaper.coverage import HeldIssue
    from reader.search.query.string_nodes import Days


Row = TypeVar("Row")

GAP = "　"
"""The separator between the parts of a line: a wide space, since “·” is a whole character wide in Chinese faces."""

issue_day = day_of_issue
day = day_in_words
month = month_in_words


def replaced() -> str:
    """Return the message that another version of the program was installed while its window is open."""
    return say("阅报在开着的时候换成了另一版。您的文件和收藏没有受影响；请关掉窗口，再打开。")


def newspaper(name: str) -> str:
    return name or say("报纸名不详")


def by_name(rows: Iterable[Row], name: Callable[[Row], str]) -> list[Row]:
    """Return rows by the pinyin of their names; by strokes, if most of the names are in traditional characters.

    Those without a name come first.
    """
    listed = list(rows)
    if len(listed) < 2:
        return listed
    from PySide6.QtCore import QCollator, QLocale

    from reader.language.equality import simplified

    traditional = sum(simplified(name(row)) != name(row) for row in listed)
    collator = QCollator(QLocale("zh_TW" if 2 * traditional > len(listed) else "zh_CN"))
    # Windows makes no key of no characters
    nameless = [row for row in listed if not name(row)]
    named = [row for row in listed if name(row)]
    return [*nameless, *sorted(named, key=lambda row: collator.sortKey(name(row)))]


def articles(number: int) -> str:
    return count(number, "{n} 篇")


def found(number: int, *, is_exact: bool, is_whole: bool) -> str:
    """Return a number of found articles in words.

    `is_whole` is False if some years of the library could not be searched.
    """
    if not is_whole:
        return say("{number}，缺年份", number=articles(number))
    if is_exact:
        return articles(number)
    return say("约 {number}", number=articles(number))


def newspapers(number: int) -> str:
    """Return a number of newspapers in words; "" where no name of one is known."""
    if not number:
        return ""
    return count(number, "{n} 种报纸")


def issues(number: int) -> str:
    return count(number, "{n} 期")


def shortened(words: str, most: int = 24) -> str:
    """Return words on one line, cut after `most` characters with “…”."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    return line[:most] + "…"


def short_day(date: dt.date) -> str:
    """Return a date in words, with an abbreviated name of the month in English: 12 Jun 1987."""
    return say("{year}年{month}{day}日", year=date.year, month=short_month(date.month), day=date.day)


def short_month(number: int) -> str:
    """Return a month in words, abbreviated: 6月, Jun."""
    return month(number)[:3]


def held_day(issue: HeldIssue) -> str:
    """Return the day of an issue, in brackets if it is estimated, where there is no room for how it is known."""
    words = day(issue.date)
    return f"[{words}]" if issue.is_estimated else words


def weekday(date: dt.date) -> str:
    """Return the weekday of a date: 星期五."""
    return say("星期" + WEEKDAYS[date.weekday()])


def lunar(date: dt.date) -> str:
    """Return the lunar date: 甲辰年正月二十; in English the numbers: lunar month 1, day 20.

    Return "" for a date outside the tables of the lunar calendar.
    """
    day = lunar_day(date)
    if day is None or language() == "zh":
        return lunar_date(date) or ""
    return say("农历{month}月{day}日", month=day.month, day=day.day)


def festival(name: str) -> str:
    return say(name)


def short_weekday(date: dt.date) -> str:
    return say("周" + WEEKDAYS[date.weekday()])


def issue_number(number: int) -> str:
    return say("第{number}期", number=number)


def marked_number(issue: IssueRow) -> str:
    """Return the number of an issue, with a mark if it is not printed; "" without one."""
    return with_remark(issue_number(issue.number), issue.facts.number) if issue.number else ""


def number_and_edition(issue: IssueRow) -> str:
    """Return the number of an issue, and the name of an edition that is not the ordinary one (号外)."""
    if issue.number:
        number = with_remark(issue_number(issue.number), issue.facts.number)
    else:
        number = ""
    return " ".join(filter(None, [number, issue.edition_in_words]))


def page(label: str | None, fact: Fact[str] | None = None) -> str:
    """Return a page in words: 02版, 01版（据版序推定）; 版面不详 for None, the articles whose page is not known.

    `fact` is how the page is known, where that is to be told.
    """
    if label is None:
        return say("版面不详")
    words = say("{page}版", page=page_in_words(label))
    if fact is None:
        return words
    return with_remark(words, fact)


def period(days: Days) -> str:
    """Return a period in words: 1987, 1987-06, 1984–1991, 1984 起, 至 1991."""
    first, _, last = days.spelled().partition("..")
    if days.last is None:
        return say("{date} 起", date=first)
    if days.first is None:
        return say("至 {date}", date=last)
    if last:
        return f"{first}–{last}"
    return first


def issue_in_full(issue: IssueRow) -> str:
    """Return an issue in words for a screen reader: 1987年6月12日，星期五，第4181期，38 篇，日期据文件名."""
    parts = [issue_day(issue.date, issue.month_day, issue.label)]
    if issue.date:
        parts.append(weekday(issue.date))
    number = number_and_edition(issue)
    if number:
        parts.append(number)
    parts.append(articles(issue.article_count))
    return listed([*parts, issue.facts.day_remark, issue.facts.title_remark])


def is_date_estimated(issue: IssueRow) -> bool:
    """Return whether an issue has a date that is not sure."""
    return issue.date is not None and not issue.facts.day.is_sure


def has_day_of_program(issue: IssueRow) -> bool:
    """Return whether an issue has no date, but its file's name has one that a program wrote."""
    if issue.date is not None:
        return False
    from reader.language.dates.printed_days import without_stamps

    return bool(without_stamps(issue.label).stamp)


def estimated_newspaper(issue: IssueRow) -> str:
    """Return in words how the name of an issue's newspaper is known; "" if it is sure."""
    if issue.facts.title.is_sure:
        return ""
    return issue.facts.title_remark


def article_meta(article: ArticleRow, heading: Fact[str] | None = None) -> str:
    """Return the page, authors and length of an article: 02版　顾知远、陆小满　1,126字.

    `heading` is the page of the heading above its row, whose mark is not told again.
    """
    names = say("、").join(article.names[:3]) + (say("等") if len(article.names) > 3 else "")
    length = count(article.length, "{n}字") if article.length else ""
    shown = article.shown_page
    printed = with_remark_below(page(shown), article.page_fact, heading) if shown else ""
    return GAP.join(filter(None, [printed, names, length]))


def forms(parts: Sequence[str | None], worth: Sequence[int]) -> list[str]:
    """Return the parts that are not "" in one line: all, then each time without one more, in the order of `worth`.

    This has the places of what may be left out, the least worth first.
    """
    lines: list[str] = []
    for left_out in range(len(worth) + 1):
        stays = [part for at, part in enumerate(parts) if part and at not in worth[:left_out]]
        lines.append(GAP.join(stays))
    return lines


def listed(parts: Iterable[str]) -> str:
    """Return the parts that are not "" joined by commas, for a screen reader."""
    return say("，").join(filter(None, parts))
