"""The evidence beside a doubt: the lines of the file that it is about, and how each thing told of it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum, auto
from typing import Any

from msgspec import Struct

from reader.export.article_text import day_in_words
from reader.formats.page_boxes import Box, PageBoxes
from reader.i18n import say
from reader.library.doubts import Doubt, DoubtKind, Topic
from reader.library.library import Library
from reader.library.page_pictures import PagePicture
from reader.newspaper.article import is_in_spans, page_in_words
from reader.newspaper.facts import Fact
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import Masthead
from reader.storage.disk_errors import LibraryError

_BEFORE = 2
_MOST_LINES = 16


class LineMark(Enum):
    """What a line is for a doubt: that which it is told by, that which speaks against it, or neither."""

    NONE = auto()
    WITNESS = auto()
    OBJECTION = auto()


class EvidenceLine(Struct, frozen=True):
    number: int
    text: str
    mark: LineMark = LineMark.NONE


class EvidenceRow(Struct, frozen=True):
    """One thing that is told: what it is, its value, and how it is known or what speaks against it."""

    what: str
    value: str
    how: str
    is_contradicted: bool = False


class PictureStrip(Struct, frozen=True):
    """The part of a page's picture on which something is to be seen: from `top` to `bottom`, shares of its height."""

    picture: PagePicture
    top: float
    bottom: float


class DoubtEvidence(Struct, frozen=True):
    """The evidence beside a doubt. Without lines, `why_no_lines` says why; `words` are those of a note or a record.

    `strip` is what the picture of the page shows of the lines; None where there is no picture.
    """

    path: str = ""
    lines: tuple[EvidenceLine, ...] = ()
    rows: tuple[EvidenceRow, ...] = ()
    words: str = ""
    why_no_lines: str = ""
    strip: PictureStrip | None = None


_TELL_WHY_UNREAD = frozenset({DoubtKind.UNREAD, DoubtKind.PASSED_OVER})
"""Doubts whose own words say why a file is not read."""


def evidence_of(library: Library, doubt: Doubt) -> DoubtEvidence:
    """Return the evidence beside a doubt. Reads the file: not for the window's thread. Raises CatalogueDamaged."""
    if doubt.bookmark is not None:
        return _of_bookmark(doubt)
    if doubt.kind is DoubtKind.PICTURES:
        return DoubtEvidence(doubt.path, strip=PictureStrip(PagePicture(doubt.path), 0, _HEAD_OF_PICTURE))
    masthead = _masthead_of(library, doubt)
    explained = _explained(library, doubt)
    rows: list[EvidenceRow] = []
    if doubt.issue is not None:
        rows += _rows(doubt.issue, masthead)
    if not doubt.path:
        return DoubtEvidence(words=doubt.stands, rows=tuple(rows))
    try:
        texts = library.articles.lines_of_file(doubt.path)
    except LibraryError as error:
        if doubt.kind in _TELL_WHY_UNREAD:
            return DoubtEvidence(doubt.path, why_no_lines=doubt.why)
        return DoubtEvidence(doubt.path, rows=tuple(rows), words=doubt.stands, why_no_lines=str(error))
    marked = [EvidenceLine(*numbered, LineMark.NONE) for numbered in enumerate(texts, 1)]
    marks = _marks(doubt, masthead, texts)
    lines = [EvidenceLine(line.number, line.text, marks.get(line.number, line.mark)) for line in marked]
    shown = _shown(library, doubt, lines, marks)
    numbers = [line.number for line in shown if line.mark is not LineMark.NONE or not marks]
    strip = _strip_of(library, doubt, numbers)
    return DoubtEvidence(doubt.path, shown, tuple(rows), explained, strip=strip)


def _explained(library: Library, doubt: Doubt) -> str:
    """Return how the day of an issue is known, or why it is not, in a sentence; "" where a doubt is about no day."""
    if doubt.issue is None or doubt.kind.topic is not Topic.DAYS:
        return ""
    explanation = library.contents.repairs.explanation(doubt.issue.id)
    return explanation.words if explanation is not None else ""


def _of_bookmark(doubt: Doubt) -> DoubtEvidence:
    """Return the words of a mark and of its article, as they were stored."""
    mark = doubt.bookmark
    assert mark is not None
    quoted = mark.passage.exact if mark.passage is not None else mark.article.title()
    words = "\n\n".join(filter(None, (quoted, mark.note)))
    return DoubtEvidence(doubt.path, words=words)


def _masthead_of(library: Library, doubt: Doubt) -> Masthead:
    """Return what the file of a doubt tells of its issue."""
    if doubt.issue is None:
        return Masthead()
    files = library.derived.catalogue.files.files_of_issue(doubt.issue.id)
    return next((file.masthead for file in files if file.path == doubt.path), Masthead())


# -- the lines


def _marks(doubt: Doubt, masthead: Masthead, texts: Sequence[str]) -> dict[int, LineMark]:
    """Return the marks of the lines by their numbers."""
    marks: dict[int, LineMark] = {}
    for fact in _facts_of(doubt, masthead):
        for objection in fact.against:
            marks |= dict.fromkeys(_lines_with(objection.words, masthead, texts), LineMark.OBJECTION)
    if doubt.printed:
        marks |= {number: LineMark.OBJECTION for number, text in enumerate(texts, 1) if doubt.printed in text}
    for fact in _facts_of(doubt, masthead):
        if fact.witness is not None and fact.witness.line:
            marks[fact.witness.line] = LineMark.WITNESS
    return marks


_OF_TITLE = frozenset({DoubtKind.UNNAMED, DoubtKind.OTHER_TITLE, DoubtKind.INFERRED_TITLE})
_OF_NUMBER = frozenset({DoubtKind.OTHER_NUMBER, DoubtKind.NO_NUMBER, DoubtKind.CONTRADICTING})
_OF_PAGE = frozenset({DoubtKind.OTHER_PAGE, DoubtKind.INFERRED_PAGE, DoubtKind.NO_PAGE})
_OF_EDITION = frozenset({DoubtKind.OTHER_EDITION, DoubtKind.INFERRED})


def _facts_of(doubt: Doubt, masthead: Masthead) -> Iterator[Fact[Any]]:
    """Yield the facts that a doubt is about."""
    facts = masthead.facts
    if doubt.kind.topic is Topic.DAYS:
        yield facts.day
    if doubt.kind in _OF_TITLE:
        yield facts.title
    if doubt.kind in _OF_NUMBER:
        yield facts.number
    if doubt.kind is DoubtKind.OVERRULED:
        yield facts.title
        yield facts.number
    if doubt.kind in _OF_EDITION:
        yield facts.edition
    if doubt.kind in _OF_PAGE:
        yield from facts.pages.values()


def _lines_with(words: str, masthead: Masthead, texts: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of the lines of a masthead in which words stand."""
    for first, last in masthead.source_lines:
        for number in range(first, min(last, len(texts)) + 1):
            if words in texts[number - 1]:
                yield number


def _shown(
    library: Library, doubt: Doubt, lines: Sequence[EvidenceLine], marks: Iterable[int]
) -> tuple[EvidenceLine, ...]:
    """Return the lines around the first marked one; without any, those of the article, or the first of the file."""
    first = min(marks, default=0)
    if not first and doubt.article_id and not library.is_elsewhere:
        first = _first_line_of_article(library, doubt)
    start = max(first - 1 - _BEFORE, 0)
    return tuple(lines[start : start + _MOST_LINES])


def _first_line_of_article(library: Library, doubt: Doubt) -> int:
    articles = library.local.catalogue.files.articles_of_file(doubt.path)
    for article_id, _, spans in articles:
        if article_id == doubt.article_id and spans:
            return spans[0][0]
    return 0


# -- the picture

_HEAD = 0.2
"""The share of a page's height that its masthead takes at most."""
_HEAD_OF_PICTURE = 0.4
"""The share of the height of a picture that is shown of one without text."""
_AROUND = 0.01
"""What is shown above and below the lines, as a share of the height of the page."""


def _strip_of(library: Library, doubt: Doubt, numbers: Sequence[int]) -> PictureStrip | None:
    """Return where some lines of a file stand on the picture of their page; its head if that is not known.

    None without a picture, and for a doubt about no masthead where the lines have no places.
    """
    if library.is_elsewhere:
        return None
    article_id = doubt.article_id or _article_with(library, doubt.path, numbers)
    scan = library.pictures.scan(article_id)
    if scan is None or scan.source != doubt.path:
        return None
    boxes = _boxes_of(scan.page, numbers)
    if scan.page is not None and scan.page.height and boxes:
        top = min(box.top for box in boxes) / scan.page.height - _AROUND
        bottom = max(box.bottom for box in boxes) / scan.page.height + _AROUND
        return PictureStrip(scan.picture, max(top, 0), min(bottom, top + _HEAD_OF_PICTURE, 1))
    if doubt.kind.topic in (Topic.DAYS, Topic.PAPERS):
        return PictureStrip(scan.picture, 0, _HEAD)
    return None


def _boxes_of(page: PageBoxes | None, numbers: Sequence[int]) -> list[Box]:
    if page is None:
        return []
    return [line.box for line in page.lines if line.line in numbers]


def _article_with(library: Library, path: str, numbers: Sequence[int]) -> int:
    """Return the article of a file that has one of its lines, else its first one; 0 without any."""
    articles = library.local.catalogue.files.articles_of_file(path)
    for article_id, _, spans in articles:
        if any(is_in_spans(number, spans) for number in numbers):
            return article_id
    if articles:
        return articles[0][0]
    return 0


# -- how each thing is known


def _rows(issue: IssueRow, masthead: Masthead) -> Iterator[EvidenceRow]:
    facts = issue.facts
    yield _row(say("报纸名"), issue.newspaper, facts.title)
    yield _row(say("日期"), day_in_words(issue.date) if issue.date else issue.month_day or "", facts.day)
    if masthead.weekday:
        yield EvidenceRow(
            say("印的星期"), masthead.weekday, _weekday_of(issue), _is_against(facts.day, masthead.weekday)
        )
    if masthead.lunar_date:
        against = _is_against(facts.day, masthead.lunar_date)
        yield EvidenceRow(say("印的农历"), masthead.lunar_date, "", against)
    yield _row(say("期号"), "" if issue.number is None else str(issue.number), facts.number)
    if issue.edition:
        yield _row(say("版次"), issue.edition, facts.edition)
    for label, page in masthead.facts.pages.items():
        yield _row(say("版面"), page_in_words(label), page)


def _row(what: str, value: str, fact: Fact[Any]) -> EvidenceRow:
    if not value:
        return EvidenceRow(what, say("不详"), "")
    how = fact.reason if fact.witness is not None else ""
    return EvidenceRow(what, value, how, bool(fact.against) and not fact.is_sure)


def _is_against(fact: Fact[Any], words: str) -> bool:
    return any(objection.words == words for objection in fact.against)


def _weekday_of(issue: IssueRow) -> str:
    """Return the weekday of the day that is told."""
    from reader.language.dates.calendar import weekday_of

    if issue.date is None:
        return ""
    with suppress(ValueError):
        return say("这一天是{weekday}", weekday=weekday_of(issue.date))
    return ""
