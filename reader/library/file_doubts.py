"""What is in doubt about the files that were read: what each, and its issue, tells of itself, and of its text."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from reader.export.article_text import day_in_words
from reader.i18n import say
from reader.library.answers import issue_in_words
from reader.library.doubts import Doubt, DoubtKind, Field, kind_of, overruled_fields
from reader.newspaper.article import page_in_words
from reader.newspaper.facts import Fact, Outcome, Rule
from reader.newspaper.holdings import IssueRow
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.doubt_table import DoubtRow
from reader.storage.doubtful_files import DoubtfulFile

# -- of a file and its issue


def of_facts(file: DoubtfulFile, issue: IssueRow, today: dt.date) -> Iterator[tuple[DoubtKind, str]]:
    """Yield the kinds of doubt about what a file, and its issue, tell of themselves, each with why."""
    facts = issue.facts.as_of(today)
    yield from _of_field(Field.TITLE, facts.title, is_known=bool(issue.newspaper))
    yield from _of_day(file, issue, today)
    yield from _of_field(Field.EDITION, facts.edition, is_known=True)
    if not _is_against_others(facts.number):
        yield from _of_field(Field.NUMBER, facts.number, is_known=issue.number is not None)
    for label, page in file.masthead.facts.pages.items():
        for kind, why in _of_field(Field.PAGE, page, is_known=True):
            yield kind, say("{page}版：{why}", page=page_in_words(label), why=why)
    if file.is_pageless:
        yield DoubtKind.NO_PAGE, ""
    for field, decided_fact, own_fact in overruled_fields(facts, file.masthead.facts):
        yield DoubtKind.OVERRULED, why_overruled(field, decided_fact, own_fact)
    of_title, of_day, *others = facts.reasons()
    if of_title[0].outcome is Outcome.INFERRED:
        yield DoubtKind.INFERRED_TITLE, of_title[1]
    if of_day[0].outcome is Outcome.INFERRED:
        yield DoubtKind.INFERRED_DAY, of_day[1]
    reasons = [reason for fact, reason in others if fact.outcome is Outcome.INFERRED]
    if reasons:
        yield DoubtKind.INFERRED, say("；").join(reasons)


def why_overruled(field: Field, decided_fact: Fact[Any], own_fact: Fact[Any]) -> str:
    """Return what is in doubt where a file tells a field otherwise than a person has decided of its issue."""
    decided_value = decided_fact.value
    own_value = own_fact.value
    if field is Field.TITLE:
        return say("更正过，是《{title}》；这个文件却是《{other}》", title=decided_value, other=own_value)
    return say("更正过，是第 {number} 期；这个文件却是第 {other} 期", number=decided_value, other=own_value)


def _is_against_others(number: Fact[int]) -> bool:
    """Return whether the numbers of other issues contradict one, which is a kind of its own."""
    return any(objection.rule is Rule.OTHER_ISSUES for objection in number.against)


_OF_REMARKS = (DoubtKind.INFERRED_TITLE, DoubtKind.INFERRED_DAY, DoubtKind.INFERRED)
"""The kinds that `of_facts` yields with the remark on the value."""


def _of_field(field: Field, fact: Fact[Any], *, is_known: bool) -> Iterator[tuple[DoubtKind, str]]:
    """Yield the doubt about one field, a page inferred included; `is_known` is whether it has a value at all."""
    if not is_known:
        kind = kind_of(field, Outcome.UNKNOWN)
    elif fact.outcome is Outcome.UNKNOWN:
        return
    else:
        kind = kind_of(field, fact.outcome)
    if kind is not None and kind not in _OF_REMARKS:
        yield kind, fact.reason if fact.witness is not None else ""


def _of_day(file: DoubtfulFile, issue: IssueRow, today: dt.date) -> Iterator[tuple[DoubtKind, str]]:
    """Yield the doubts about the day; none about one that a reader has confirmed."""
    if issue.date is None:
        yield DoubtKind.UNDATED, _why_undated(file, issue)
        return
    day_of_issue = issue.facts.as_of(today).day
    if day_of_issue.outcome is Outcome.CORRECTED:
        return
    day_of_file = file.masthead.facts.as_of(today).day
    contradicted = next(
        (day for day in (day_of_file, day_of_issue) if day.outcome is Outcome.CONTRADICTED), None
    )
    if contradicted is not None:
        yield _kind_of_day(contradicted, file.masthead.weekday, today), contradicted.reason
    elif file.masthead.other_date:
        yield DoubtKind.OTHER_DAY, say("另有一说：{day}", day=_day_or_words(file.masthead.other_date))


def _why_undated(file: DoubtfulFile, issue: IssueRow) -> str:
    """Return in words what is known of the day of an issue without one."""
    if not issue.month_day:
        if file.masthead.year:
            return say("据路径是 {year} 年的，哪天不详", year=file.masthead.year)
        return ""
    if issue.date_origin is not None and issue.date_origin.is_inferred:
        return say("年份不详，推定是 {day}", day=issue.month_day)
    return say("年份不详，印着 {day}", day=issue.month_day)


def _kind_of_day(day: Fact[dt.date], weekday: str | None, today: dt.date) -> DoubtKind:
    if day.value is not None and day.value > today:
        return DoubtKind.FUTURE_DAY
    if weekday is not None and [objection.words for objection in day.against] == [weekday]:
        return DoubtKind.OTHER_WEEKDAY
    return DoubtKind.OTHER_DAY


def _day_or_words(stated: str) -> str:
    """Return a whole day as days are written here; what is told in part, or can't be, unchanged."""
    parts = [int(part) for part in re.findall(r"\d+", stated)]
    with suppress(ValueError):
        if len(parts) == 3:
            return day_in_words(dt.date(*parts))
        return stated
    return stated


def _of_text(file: DoubtfulFile, issue: IssueRow) -> Iterator[tuple[DoubtKind, str]]:
    """Yield the doubts about the text of a file."""
    if not issue.article_count:
        yield DoubtKind.MASTHEAD_ONLY, ""
    if file.is_unknown_text:
        yield DoubtKind.UNKNOWN_TEXT, say("不像报纸的文章：没有分篇，照原样列出，仍能搜到")
    if file.guessed_encoding:
        yield DoubtKind.GUESSED_ENCODING, file.guessed_encoding
    if file.masthead.unread_pages:
        yield DoubtKind.UNREAD_PAGES, say("识别程序跳过了第 {pages} 页", pages=file.masthead.unread_pages)
    quality = file.quality
    if quality is None or not (quality.is_low or quality.over_columns):
        return
    from reader.formats.reading_quality import quality_in_words

    if quality.is_low:
        kind = DoubtKind.LOW_QUALITY
    else:
        kind = DoubtKind.CROSSED_LINES
    yield kind, quality_in_words(quality)


_OF_THE_ISSUE = frozenset(
    {
        DoubtKind.UNNAMED,
        DoubtKind.OTHER_TITLE,
        DoubtKind.UNDATED,
        DoubtKind.OTHER_EDITION,
        DoubtKind.OTHER_NUMBER,
        DoubtKind.MASTHEAD_ONLY,
        DoubtKind.INFERRED_DAY,
        DoubtKind.INFERRED_TITLE,
        DoubtKind.INFERRED,
        DoubtKind.INFERRED_PAGE,
        DoubtKind.NO_NUMBER,
        DoubtKind.NO_PAGE,
    }
)
"""The kinds that an issue of several files is listed for once."""


# -- of many files

READ_AT_ONCE = 400
"""So many files, or issues, are read from the catalogue at once: what the first of them tell is shown meanwhile."""


class _Finding(Struct, frozen=True):
    """What is in doubt about a file or its issue, and why."""

    kind: DoubtKind
    why: str
    file: DoubtfulFile
    issue: IssueRow

    @property
    def key(self) -> tuple[DoubtKind, int, str]:
        """What tells it apart from others of its issue; of an issue that is listed once, nothing does."""
        if self.kind in _OF_THE_ISSUE:
            return self.kind, self.issue.id, ""
        return self.kind, self.issue.id, self.file.path + self.why


def of_files(catalogue: CatalogueReading, *, with_apart: bool) -> Iterator[Doubt]:
    """Yield the doubts about what was read; those that are counted apart only `with_apart`."""
    today = dt.date.today()
    proofread = catalogue.readings.proofread_whole()
    seen = set[tuple[DoubtKind, int, str]]()
    after = ""
    while True:
        files = catalogue.files.doubtful(today, with_apart=with_apart, after=after, most=READ_AT_ONCE)
        findings = [*_once(_findings(catalogue, files, proofread, today), seen)]
        yield from _worded(
            catalogue, [finding for finding in findings if with_apart or not finding.kind.is_apart]
        )
        if len(files) < READ_AT_ONCE:
            return
        after = files[-1].path


def of_issues(
    catalogue: CatalogueReading, issue_ids: Sequence[int], proofread: frozenset[int] = frozenset()
) -> Iterator[Doubt]:
    """Yield the doubts about the files of some issues, also those that are counted apart.

    Of the text of a file of which all articles are `proofread`, nothing is in doubt.
    """
    for at in range(0, len(issue_ids), READ_AT_ONCE):
        findings = _findings_of_issues(catalogue, issue_ids[at : at + READ_AT_ONCE], proofread)
        yield from _worded(catalogue, [*findings])


def of_paths(catalogue: CatalogueReading, paths: Sequence[str], kind: DoubtKind) -> Iterator[Doubt]:
    """Yield the doubts of a kind about some files, as if each were alone in its issue."""
    findings = _findings(catalogue, catalogue.files.at(paths), frozenset(), dt.date.today())
    yield from _worded(catalogue, [finding for finding in findings if finding.kind is kind])


def rows_of(catalogue: CatalogueReading, issue_ids: Sequence[int]) -> list[DoubtRow]:
    """Return how many doubts of each kind the files of some issues have, to be stored."""
    findings = _findings_of_issues(catalogue, issue_ids)
    numbers = Counter(
        (finding.kind.value, finding.issue.newspaper, finding.file.path, finding.issue.id)
        for finding in findings
    )
    return [DoubtRow(*place, number) for place, number in numbers.items()]


def _findings_of_issues(
    catalogue: CatalogueReading, issue_ids: Sequence[int], proofread: frozenset[int] = frozenset()
) -> Iterator[_Finding]:
    today = dt.date.today()
    files = catalogue.files.doubtful_of_issues(today, issue_ids)
    return _once(_findings(catalogue, files, proofread, today), set())


def _once(findings: Iterable[_Finding], seen: set[tuple[DoubtKind, int, str]]) -> Iterator[_Finding]:
    """Yield each thing in doubt once, and what is about a whole issue for the first of its files; `seen` grows."""
    for finding in findings:
        if finding.key not in seen:
            seen.add(finding.key)
            yield finding


def _findings(
    catalogue: CatalogueReading, files: Sequence[DoubtfulFile], proofread: frozenset[int], today: dt.date
) -> Iterator[_Finding]:
    """Yield what is in doubt about some files; about the text of none of which a person knows every character."""
    issues = catalogue.tree.by_id({file.issue_id for file in files})
    for file in files:
        if file.articles and proofread.issuperset(file.articles):
            file = replace(file, quality=None)
        issue = issues.get(file.issue_id)
        if issue is None:  # a sync has read it again just now, and what shows doubts looks again after it
            continue
        for kind, why in (*of_facts(file, issue, today), *_of_text(file, issue)):
            yield _Finding(kind, why, file, issue)


def _worded(catalogue: CatalogueReading, findings: Sequence[_Finding]) -> Iterator[Doubt]:
    """Yield the doubts in words, each with the title of the first article of its file."""
    articles = catalogue.article_rows(
        [finding.file.articles[0] for finding in findings if finding.file.articles]
    )
    for finding in findings:
        first = next(iter(finding.file.articles), 0)
        stands = articles[first].title if first in articles else ""
        has_marks = finding.kind is not DoubtKind.INFERRED  # there `why` tells them
        words = issue_in_words(finding.issue, with_marks=has_marks)
        yield Doubt(finding.kind, words, finding.why, stands, finding.file.path, finding.issue, first)
