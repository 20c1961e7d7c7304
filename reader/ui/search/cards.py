"""The content of the cards of search results, in words: of articles, seams and mastheads."""

from dataclasses import dataclass

from reader.export.article_text import over_pages
from reader.i18n import count, say
from reader.library.search_hits import SeamHit, SearchHit
from reader.newspaper.holdings import IssueRow
from reader.search.answering import mastheads
from reader.search.answering.snippets import Snippet
from reader.search.query import Query
from reader.storage.issue_table import KnownMasthead
from reader.ui.widgets import wording


@dataclass(frozen=True, slots=True)
class Card:
    """The content of a card: date and page, the same in short; the number of matches; the title; a part of the text.

    `is_fresh`: the article is new since the saved search was last opened. `fold` states the number of other printings
    below it in words, `fold_in_short` as a number alone. `tie` states what ties another naming to the person, or that
    another source of the article has the match. `title_marks` are the spans of the matches in the title.
    """

    where: str
    where_in_short: str
    places: str
    title: str
    snippet: Snippet
    is_fresh: bool = False
    fold: str = ""
    fold_in_short: str = ""
    tie: str = ""
    title_marks: tuple[tuple[int, int], ...] = ()


def card_of(hit: SearchHit | SeamHit) -> Card:
    if isinstance(hit, SeamHit):
        pages = over_pages(hit.first.page, hit.second.page)
        long, short = (
            wording.GAP.join(filter(None, [*_day(hit.issue, has_weekday=has), pages]))
            for has in (True, False)
        )
        return Card(long, short, "", hit.title, hit.snippet)
    long, short = when_and_where(hit), when_and_where(hit, has_weekday=False)
    return Card(
        long,
        short,
        places(hit.snippet),
        hit.article.title,
        hit.snippet,
        tie=hit.remark(),
        title_marks=hit.title_marks,
    )


def card_of_masthead(head: KnownMasthead, query: Query) -> Card:
    snippet = mastheads.snippet(query, head.lines)
    day = head.date.isoformat() if head.date else wording.issue_day(None, head.month_day, head.path)
    weekday = wording.short_weekday(head.date) if head.date else ""
    return Card(wording.GAP.join(filter(None, [day, weekday])), day, places(snippet), say("报头"), snippet)


def when_and_where(hit: SearchHit, *, has_weekday: bool = True) -> str:
    """Return the date and page of a result: 1987-06-12 周五 02版."""
    page = wording.page(hit.article.page) if hit.article.page else ""
    return wording.GAP.join(filter(None, [*_day(hit.issue, has_weekday=has_weekday), page]))


def _day(issue: IssueRow, *, has_weekday: bool) -> list[str]:
    date = issue.date
    day = date.isoformat() if date else wording.issue_day(None, issue.month_day, issue.label)
    return [day, wording.short_weekday(date) if date and has_weekday else ""]


def places(snippet: Snippet) -> str:
    """Return the number of matches, “12 处”; "" for a query without matches in the text, such as a date."""
    return count(snippet.matches, "{n} 处") if snippet.matches else ""
