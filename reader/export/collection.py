"""Articles by issue, to be written out together, and the names of the files that they are written to."""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.export.article_text import day_of_issue
from reader.export.pdf_about import named_file
from reader.i18n import say
from reader.newspaper.article import page_as_printed
from reader.newspaper.holdings import IssueRow, StoredArticle


@dataclass(frozen=True, slots=True)
class CollectedIssue:
    """An issue with all or some of its articles, in reading order; `places` are their numbers in it, from 1."""

    issue: IssueRow
    articles: tuple[StoredArticle, ...]
    places: tuple[int, ...]

    def title(self) -> str:
        """Return the issue's paper and day in words."""
        day = day_of_issue(self.issue.date, self.issue.month_day, self.issue.label)
        return " ".join(filter(None, [self.issue.newspaper, day]))

    def path(self) -> str:
        """Return where it is put in a folder of issues, without an ending: paper/year/day."""
        issue = self.issue
        day = issue.date.isoformat() if issue.date else issue.month_day or issue.label
        year = f"{issue.date.year}" if issue.date else say("日期不详")
        return "/".join(map(named_file, (issue.newspaper or say("未知报纸"), year, day)))

    def files(self) -> Iterator[tuple[str, StoredArticle, int]]:
        """Yield each article with the path of a file of its own, without an ending, and its number in the issue."""
        for stored, place in zip(self.articles, self.places, strict=True):
            page = page_as_printed(stored.article.page) if stored.article.page else "00"
            yield f"{self.path()}/{named_file(f'{page}-{place:03} {stored.article.title()}')}", stored, place
