"""The contents of a library as rows: newspapers ▸ years ▸ months ▸ issues ▸ pages ▸ articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from reader.export.article_text import day_in_words
from reader.i18n import count, say
from reader.library.derived_data import Derived
from reader.library.read_share import ReadSoFar
from reader.library.sync_events import Failure
from reader.newspaper.holdings import ArticleRow, IssueRow, NewspaperRow, PeriodRow
from reader.plugs import all_plugs, answering

if TYPE_CHECKING:
    from reader.library.answers import DateRepair
    from reader.library.timelines import Timelines
    from reader.newspaper.coverage import Coverage


class Counts(Struct, frozen=True):
    """The numbers of a library.

    Attributes:
        newspapers: those whose name is known; issues without a name are of none.
        issues: the issues, an edition each.
        articles: the articles, each text of an issue once, however many files have it.
        missing_files: the files that are gone from the folder, whose texts are still held.
        failed_files: the files that could not be read. Those that wait for recognition are none of them.
    """

    newspapers: int
    issues: int
    articles: int
    missing_files: int
    failed_files: int


class Contents:
    """The contents of a library. Every method may be called from any thread, and reads the present catalogue."""

    is_unanswered = False
    """Whether the last query could not be answered immediately; its answer will be available soon."""
    reach_changes = 0
    """A count of changes in which queries can be answered, for example because a server is reachable again."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived

    def generation(self) -> int:
        """Return a number that changes whenever the catalogue changes."""
        return self._derived.catalogue.generation()

    def read_so_far(self) -> ReadSoFar:
        return self._derived.read_so_far()

    def newspapers(self) -> list[NewspaperRow]:
        return self._derived.catalogue.tree.newspapers()

    def has_several_newspapers(self) -> bool:
        """Return whether the library has more than one newspaper, so that each row has to name its newspaper."""
        return self._derived.catalogue.tree.has_several_newspapers()

    def years(self, newspaper: str) -> list[PeriodRow]:
        return self._derived.catalogue.tree.years(newspaper)

    def months(self, newspaper: str, year: int) -> list[PeriodRow]:
        return self._derived.catalogue.tree.months(newspaper, year)

    def issues(self, newspaper: str, year: int, month: int) -> list[IssueRow]:
        return self._derived.catalogue.tree.issues(newspaper, year, month)

    def undated_issues(self, newspaper: str) -> list[IssueRow]:
        return self._derived.catalogue.tree.undated_issues(newspaper)

    def years_alone(self) -> dict[str, dict[int, int]]:
        """Return the number of issues of which only the year is known, by newspaper and year."""
        tree = self._derived.catalogue.tree
        years = tree.years_alone()
        counts: dict[str, dict[int, int]] = {}
        if not years:
            return counts
        for issue_id, _, newspaper in tree.days_and_names():
            year = years.get(issue_id)
            if year is not None:
                by_year = counts.setdefault(newspaper, {})
                by_year[year] = by_year.get(year, 0) + 1
        return counts

    def coverage(self, newspaper: str) -> Coverage:
        """Return which days of a newspaper have an issue, lack one or had no paper.

        It takes some hundredths of a second for 20,000 issues.
        """
        from reader.newspaper.coverage import Coverage, HeldIssue, last_day

        issues = [HeldIssue(*row) for row in self._derived.catalogue.tree.dated_issues(newspaper)]
        only_paper = None if not self.has_several_newspapers() else newspaper
        read = self.read_so_far()
        unread = [
            (dt.date(first // 12, first % 12 + 1, 1), last_day(last // 12, last % 12 + 1))
            for first, last in read.unread_months(only_paper)
        ]
        if issues and read.has_undated(only_paper):
            dates = [issue.date for issue in issues]
            unread.append((min(dates), max(dates)))
        return Coverage(issues, unread).compute()

    def articles(self, issue_id: int) -> list[ArticleRow]:
        """Return the articles of the whole issue, in order of page and place."""
        return self._derived.catalogue.tree.articles(issue_id)

    def article_row(self, article_id: int) -> ArticleRow | None:
        return self._derived.catalogue.article_rows([article_id]).get(article_id)

    def issue(self, issue_id: int) -> IssueRow | None:
        return self._derived.catalogue.tree.issue(issue_id)

    def adjacent_issue(self, issue_id: int, step: Literal[-1, 1]) -> IssueRow | None:
        """Return the previous (-1) or next (1) issue of the same newspaper; None if there is none."""
        return self._derived.catalogue.tree.adjacent_issue(issue_id, step)

    def newest_issue(self) -> IssueRow | None:
        """Return the newest issue, of the days that nothing contradicts if there is one; None if there is no issue."""
        return self._derived.catalogue.tree.newest_issue()

    def why_none_is_newer(self, newest: IssueRow) -> str:
        """Return in words that issues have later days than the newest, all contradicted; "" if there are none."""
        if newest.date is None:
            return ""
        number, latest = self._derived.catalogue.tree.days_after(newest.date)
        if latest is None:
            return ""
        return say(
            "日子更晚的另有 {issues}（最晚 {day}），与别的说法或今天不合，没有算作最新。",
            issues=count(number, "{n} 期"),
            day=day_in_words(latest),
        )

    def newest_of_files(self, paths: Sequence[str]) -> IssueRow | None:
        """Return the newest of the issues to which these files belong; None if none of the files has been read."""
        files = self._derived.catalogue.files
        ids = set()
        for path in paths:
            issue_id = files.issue_of_file(path)
            if issue_id is not None:
                ids.add(issue_id)
        issues = [issue for issue in map(self.issue, ids) if issue is not None]
        return max(issues, key=attrgetter("place_by_day"), default=None)

    def counts(self) -> Counts:
        return Counts(*self._derived.catalogue.tree.counts())

    def failures(self, most: int = -1) -> list[Failure]:
        """Return the first `most` of the files that could not be read, in order of path; all of them for -1."""
        return [
            Failure(*path_and_reason)
            for path_and_reason in self._derived.catalogue.files.failed_files(most).items()
        ]

    def wordless(self) -> list[str]:
        """Return the paths of the PDFs whose pages are pictures without a text, in order of path."""
        return list(self._derived.catalogue.files.wordless_files())

    def left_out(self, most: int = -1) -> list[Failure]:
        """Return the first `most` of the files without an article, in order of path, each with what it is."""
        reason_by_path = self._derived.catalogue.files.failed_files(most, are_left_out=True)
        return [Failure(path, say("不含文章：{what}", what=what)) for path, what in reason_by_path.items()]

    @cached_property
    def timelines(self) -> Timelines:
        from reader.library.timelines import Timelines

        return Timelines(self._derived)

    @property
    def repairs(self) -> DateRepair:
        from reader.library.answers import DateRepair

        return answering(DateRepair, all_plugs())(self._derived.catalogue)
