"""Finding the article that a link names: in one library, or in the first of several that has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.library.library import Library
from reader.library.openers import is_kept_of_room
from reader.newspaper.article_link import ArticleLink
from reader.newspaper.holdings import ArticleRow
from reader.storage.disk_errors import LibraryError


@dataclass(frozen=True, slots=True)
class Holder:
    """The folder of the library that has the article, None if none has; and how many libraries failed to open."""

    root: Path | None
    unopened: int = 0


def linked_article(library: Library, link: ArticleLink) -> int | None:
    """Return the id of the article; if several have its key, the one of the day and newspaper, else the oldest."""
    rows = [row for i in library.articles.ids_of(link.key) if (row := library.contents.article_row(i))]
    issues = {row.issue_id: library.contents.issue(row.issue_id) for row in rows}

    def order(row: ArticleRow) -> tuple[bool, bool, dt.date, int]:
        issue = issues[row.issue_id]
        date, newspaper = (issue.date, issue.newspaper) if issue else (None, "")
        return date != link.date, newspaper != link.newspaper, date or dt.date.max, row.id

    return min(rows, key=order).id if rows else None


def linked_issue(library: Library, link: ArticleLink) -> int | None:
    """Return the id of the issue in which the article would stand."""
    if link.date is None or not link.newspaper:
        return None
    return next((issue.id for issue in library.contents.issues_on(link.newspaper, link.date)), None)


def holder_of(link: ArticleLink, roots: Iterable[Path]) -> Holder:
    """Return the first of these libraries that has the article."""
    unopened = 0
    for root in roots:
        try:
            library = Library.open(root)
        except LibraryError:
            unopened += 1
            continue
        try:
            if library.articles.ids_of(link.key):
                return Holder(root, unopened)
        finally:
            library.close()
    return Holder(None, unopened)


def link_candidates(last: str | None, recent: Sequence[str], sample: Path) -> list[Path]:
    """Return the folders in which a link is looked for: of the last library, the recent ones, the sample.

    Rooms are left out: a server may be away.
    """
    roots = [*([last] if last else []), *recent, str(sample)]
    return [root for root in map(Path, dict.fromkeys(roots)) if not is_kept_of_room(root)]
