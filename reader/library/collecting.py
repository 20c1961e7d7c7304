"""Collecting articles of a library by issue, and writing them into a file or a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from pathlib import Path

from reader import do_nothing, never
from reader.export.collection import CollectedIssue
from reader.export.forms import Wording
from reader.export.readings import worded
from reader.library.library import Library
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.plugs import ExportForm, load
from reader.search.documents import SearchCancelled


def collected(
    library: Library,
    article_ids: Iterable[int] | None,
    progress: Callable[[int], object] = do_nothing,
    cancelled: Callable[[], bool] = never,
    wording: Wording = Wording.CORRECTED,
) -> Iterator[CollectedIssue]:
    """Yield the issues of the articles, each with those of its articles that are wanted; None for all articles.

    Issues are ordered by newspaper and date, undated ones last, and are read one at a time. `progress` is called with
    the number of articles read; `wording` says which characters they have. Raises SearchCancelled when `cancelled()` is
    true.
    """
    id_set = None if article_ids is None else frozenset(article_ids)
    rows_wanted = map(library.contents.article_row, id_set or ())
    issues = {row.issue_id for row in rows_wanted if row is not None}
    done = 0
    for issue in _issues(library):
        if id_set is not None and issue.id not in issues:
            continue
        rows = [
            (row.id, place)
            for place, row in enumerate(library.contents.articles(issue.id), 1)
            if id_set is None or row.id in id_set
        ]
        pairs: list[tuple[StoredArticle, int]] = []
        for article_id, place in rows:
            if cancelled():
                raise SearchCancelled
            stored = library.articles.article(article_id)
            if stored is not None:
                # the writers correct what has corrections
                pairs.append((worded(stored, wording) if wording is Wording.RECOGNISED else stored, place))
            progress(done := done + 1)
        if pairs:
            articles, places = zip(*pairs, strict=True)
            yield CollectedIssue(issue, articles, places)


def _issues(library: Library) -> Iterator[IssueRow]:
    contents = library.contents
    for newspaper in contents.newspapers():
        for year in sorted(contents.years(newspaper.title), key=attrgetter("number")):
            months = contents.months(newspaper.title, year.number)
            for month in sorted(months, key=attrgetter("number")):
                issues = contents.issues(newspaper.title, year.number, month.number)
                yield from sorted(issues, key=attrgetter("place_by_day"))
        yield from contents.undated_issues(newspaper.title)


def write_collection(
    target: Path, form: ExportForm, title: str, issues: Iterable[CollectedIssue], *, replaces: bool
) -> None:
    """Write issues into a file or a new folder, completely or not at all.

    Raises:
        FileExistsError: the folder exists, or the file exists and `replaces` is false.
        OSError: it cannot be written.
    """
    load(form.writer)(target, title, issues, replaces=replaces)
