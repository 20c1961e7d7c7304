"""Texts with words of others in them: remarks in notes, what a site writes around an article that was copied from it.

These words stand beside the text: they are found, and are in no article.
"""

import datetime as dt
import re
from collections.abc import Sequence, Set
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from reader.formats.light_markup import (
    BEGINS_CALLOUT,
    LINE_OF_TAGS,
    LINK_OF_NOTES,
    REMARK_OF_NOTES,
    WORDS_OF_CHAT,
    WORDS_OF_SITE,
    first_of_joplin,
    parted_remarks,
)
from reader.formats.page_names import day_stated
from reader.language.dates.calendar import day_written
from reader.language.patterns import pattern
from reader.newspaper.article import LineSpan, SourceText, StatedHead
from reader.newspaper.facts import Rule

_SPACE = "\ufeff\u200b \t\r\u3000"


class _Parted(Struct):
    """The lines of a text, and those beside it, each with its number in the file."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)

    def put_beside(self, number: int, text: str) -> None:
        if text.strip(_SPACE):
            self.aside.append((number, text.strip(_SPACE)))

    def text(self, source: SourceText) -> SourceText:
        """Return the text, with the lines beside it as its last ones."""
        between = [(0, "")] if self.aside else []
        rows = [*self.lines, *between, *self.aside]
        spans: list[LineSpan] = [(number, number) for number, _ in rows]
        lines = tuple(text for _, text in rows)
        return replace(source, lines=lines, spans=tuple(spans), aside=len(self.aside))


# -- notes

_BLOCK_OF_NOTES = pattern(r"[ \t]\^[A-Za-z0-9-]{1,40}$")
_QUOTES = pattern(r"^(?:[ \t]*>)+[ \t]*")
_OF_OTHERS = frozenset({"quote", "cite"})
"""Callouts that hold the words of others: those of the paper."""


def without_remarks(source: SourceText) -> SourceText:
    """Return notes with the words of their links, without the marks of blocks; remarks and tags stand beside the text.

    So do callouts (`> [!note]`), unless most of the text is in them.
    """
    parted = _Parted()
    of_callouts = _lines_of_callouts(source.lines)
    of_remarks = parted_remarks(source.lines) | set(range(first_of_joplin(source.lines), len(source.lines)))
    for at, line in enumerate(source.lines):
        number = at + 1
        text = _line_of_notes(line)
        if at in of_callouts or at in of_remarks or LINE_OF_TAGS.fullmatch(line.strip(_SPACE)):
            parted.put_beside(number, REMARK_OF_NOTES.sub(r"\g<words>", text).replace("%%", ""))
            parted.lines.append((number, ""))
            continue
        for remark in REMARK_OF_NOTES.finditer(text):
            parted.put_beside(number, remark["words"])
        parted.lines.append((number, REMARK_OF_NOTES.sub("", text)))
    return parted.text(source)


def _line_of_notes(line: str) -> str:
    text = LINK_OF_NOTES.sub(r"\g<words>", line)
    callout = BEGINS_CALLOUT.match(text)
    if callout is not None:
        text = callout["quoted"] + text[callout.end() :]
    return _BLOCK_OF_NOTES.sub("", text)


def _lines_of_callouts(lines: Sequence[str]) -> set[int]:
    """Return which lines, from 0, are callouts with a reader's own words; none if these are most of the text."""
    of_callouts: set[int] = set()
    is_inside = False
    for at, line in enumerate(lines):
        callout = BEGINS_CALLOUT.match(line)
        if callout is not None:
            is_inside = callout["type"].lower() not in _OF_OTHERS
        elif _QUOTES.match(line) is None:
            is_inside = False
        if is_inside:
            of_callouts.add(at)
    inside = sum(len(lines[at]) for at in of_callouts)
    if 2 * inside > sum(map(len, lines)):
        return set()
    return of_callouts


# -- what was copied from a site

_LONGEST_OF_SITE = 40
_STAFF = pattern(
    r"(?:来源|编辑|责编|责任编辑|审核|校对|校审|监制|排版|制作|值班\w{0,4}|主编|总编|统筹|审签|出品)\s?[:：|丨/]\s?.{1,40}"
    r"|阅读(?:量|数)?\s?[:：]?\s?[\d,.]{1,9}万?\+?"
)
"""A line below an article that names who has published it, or how many have read it."""
_CREDIT = pattern(r"(?:记者|通讯员|作者|文|图|摄影|供稿|撰文)\s?[:：|丨/]")
_SENTENCE = pattern(r"\w.{0,40}[。！？；]")
_EDGE = 3
"""Number of lines at either end in which a model speaks."""
_MOST_OF_HEAD = 8
"""Number of lines, of those that are not blank, in which the head of an article stands."""
_DAY = (
    r"(?P<day>20\d\d(?:-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日))"
    r"(?:[ \u3000]+\d{1,2}:\d\d)?(?:[ \u3000]+[\u4e00-\u9fff]{2,4})?"
)
_ACCOUNT = (
    r"(?:(?P<original>原创)[ \u3000]*)?(?:(?P<author>[^\s\d]{2,12})[ \u3000]+)?"
    r"(?P<account>(?!日期|时间|发布|来源|更新)[^\s\d:：]\S{0,20}[^\s:：])"
)
_ACCOUNT_AND_DAY = pattern(rf"{_ACCOUNT}[ \u3000]+{_DAY}")
_ONLY_ACCOUNT = pattern(_ACCOUNT)
_ONLY_DAY = pattern(_DAY)


class _Head(Struct, frozen=True):
    """What a site writes below the headline of an article: account, author and day, with the numbers of the lines."""

    first: int
    last: int
    account: str
    author: str
    date: dt.date | None


def without_words_of_site(source: SourceText) -> SourceText:
    """Return an article that was copied from a site, with what this writes around it beside the text.

    The account that has published it, and its day, are those of the issue.
    """
    parted = _Parted()
    printed = []
    for at, line in enumerate(source.lines):
        if line.strip(_SPACE):
            printed.append(at)
    of_site: set[int] = set()
    for at in printed:
        text = source.lines[at].strip(_SPACE)
        is_at_edge = at in (*printed[:_EDGE], *printed[-_EDGE:])
        if WORDS_OF_SITE.fullmatch(text) or (is_at_edge and WORDS_OF_CHAT.fullmatch(text)):
            of_site.add(at)
    of_article = [at for at in printed if at not in of_site]
    below = _first_below(source.lines, printed, of_site)
    head = _head_of([(at, source.lines[at].strip(_SPACE)) for at in of_article[:_MOST_OF_HEAD]])
    stated = source.head
    author_below = -1
    if head is not None:
        day = head.date
        author_below = _below_headline(head, of_article)
        words = [head.account, f"{day.year}年{day.month}月{day.day}日" if day is not None else ""]
        parted.lines += [(head.first + 1, "\u3000".join(filter(None, words))), (0, "")]
        stated = StatedHead(head.account, day, 1, rule=Rule.WEB_PAGE)
    for at, line in enumerate(source.lines):
        text = line.strip(_SPACE)
        is_of_head = head is not None and head.first <= at <= head.last
        is_blank = not text or is_of_head
        is_of_site = at in of_site or LINE_OF_TAGS.fullmatch(text)
        if (at >= below and _CREDIT.match(text) is None) or is_of_site:
            parted.put_beside(at + 1, line)
            parted.lines.append((at + 1, ""))
        elif is_blank:
            parted.lines.append((at + 1, ""))
        else:
            parted.lines.append((at + 1, line))
        if head is not None and head.author and at == author_below:
            parted.lines.append((head.last + 1, f"作者：{head.author}"))
    return replace(parted.text(source), head=stated)


def _first_below(lines: Sequence[str], printed: Sequence[int], of_site: Set[int]) -> int:
    """Return the first of the lines at the end that are all a site's: short, no sentences, below one of its words."""
    first = len(lines)
    for at in reversed(printed):
        text = lines[at].strip(_SPACE)
        if at in of_site or _STAFF.fullmatch(text):
            first = at
        elif len(text) > _LONGEST_OF_SITE or _SENTENCE.search(text):
            break
    return first


def _head_of(lines: Sequence[tuple[int, str]]) -> _Head | None:
    """Return the account and the day near the beginning of an article, on one line or on two; None without them."""
    for (before, above), (at, text) in pairwise(lines):
        on_one_line = _ACCOUNT_AND_DAY.fullmatch(above)
        if on_one_line is not None:
            return _head(before, before, on_one_line, on_one_line["day"])
        day = _ONLY_DAY.fullmatch(text)
        account = _ONLY_ACCOUNT.fullmatch(above)
        if day is None or account is None:
            continue
        if before > lines[0][0] or account["original"]:
            return _head(before, at, account, day["day"])
    return None


def _below_headline(head: _Head, printed: Sequence[int]) -> int:
    """Return the line below which the author stands: that of the headline, which may be below its account."""
    if head.first > printed[0]:
        return head.last
    return next((at for at in printed if at > head.last), head.last)


def _head(first: int, last: int, account: re.Match[str], day: str) -> _Head:
    return _Head(first, last, account["account"], account["author"] or "", day_written(day_stated(day)))
