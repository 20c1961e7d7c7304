"""Which articles a reader has read: kept with the user's data, a decision an article."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.language.forms import search_form
from reader.newspaper.decision import ReadArticle, read_mark_uuid
from reader.storage.user_data import all_followed

if TYPE_CHECKING:
    from reader.library.derived_data import Derived
    from reader.newspaper.holdings import ArticleRow
    from reader.storage.catalogue_reading import CatalogueReading
    from reader.storage.user_data import UserData

_LONGEST_TITLE = 1000


class ReadMarks:
    """The marks of a library. Every method may be called from any thread, and raises UserDataError."""

    def __init__(self, derived: Derived, user_data: UserData) -> None:
        self._derived = derived
        self._user_data = user_data

    def keys(self) -> frozenset[str]:
        """Return the keys, as they are now, of all articles that have been read."""
        return frozenset(_keys_by_mark(self._user_data).values())

    def mark(self, article_ids: Sequence[int], *, is_read: bool) -> list[int]:
        """Mark articles as read, or as unread; return those of which that was not so before."""
        rows = self._derived.catalogue.article_rows(article_ids)
        marks = _keys_by_mark(self._user_data)
        read = frozenset(marks.values())
        due = [rows[i] for i in article_ids if i in rows and (rows[i].key in read) != is_read]
        if due and is_read:
            self._user_data.decisions.settle(self._marks_for(due))
        elif due:
            unread = {row.key for row in due}
            self._user_data.decisions.undo(*(uuid for uuid, key in marks.items() if key in unread))
        return [row.id for row in due]

    def _marks_for(self, rows: Iterable[ArticleRow]) -> Mapping[str, ReadArticle]:
        issues = {row.issue_id: self._derived.catalogue.tree.issue(row.issue_id) for row in rows}
        return {
            read_mark_uuid(row.key): ReadArticle(
                row.key, issue.newspaper, issue.date, row.title[:_LONGEST_TITLE]
            )
            for row in rows
            if (issue := issues[row.issue_id]) is not None
        }


def follow_marks(catalogue: CatalogueReading, user_data: UserData) -> None:
    """Mark the articles whose keys have changed since they were read, and that were not marked under the new ones.

    Such an article is the only one of its title in the issue, then and now, or another source of one that is shown.
    Raises UserDataError.
    """
    decisions = user_data.decisions.all(ReadArticle, with_undone=True)
    known = {each.uuid for each in decisions}
    current = all_followed(user_data.aliases())
    issues: dict[tuple[str, dt.date], Mapping[str, str]] = {}
    found = {}
    for each in decisions:
        content = each.content
        if not isinstance(content, ReadArticle) or each.undone or content.date is None:
            continue
        if catalogue.forms.shown(content.key) or catalogue.forms.shown(current.get(content.key, content.key)):
            continue
        day = content.newspaper, content.date
        if day not in issues:
            issues[day] = _keys_by_title(catalogue, content.newspaper, content.date)
        key = catalogue.forms.key_shown(content.key, content.date) or issues[day].get(
            search_form(content.title)
        )
        if key is not None and read_mark_uuid(key) not in known:
            found[read_mark_uuid(key)] = ReadArticle(key, content.newspaper, content.date, content.title)
    if found:
        user_data.decisions.settle(found)


def _keys_by_title(catalogue: CatalogueReading, newspaper: str, date: dt.date) -> Mapping[str, str]:
    """Return the keys of a day's articles by title, without titles that several articles have."""
    issues = catalogue.tree.issues_on(newspaper, date)
    rows = [row for issue in issues for row in catalogue.tree.articles(issue.id)]
    titles = Counter(search_form(row.title[:_LONGEST_TITLE]) for row in rows)
    by_title = {search_form(row.title[:_LONGEST_TITLE]): row.key for row in rows}
    return {title: key for title, key in by_title.items() if titles[title] == 1}


def _keys_by_mark(user_data: UserData) -> dict[str, str]:
    """Return the present keys of read articles, by the UUIDs of the marks."""
    current = all_followed(user_data.aliases())
    return {
        each.uuid: current.get(each.content.key, each.content.key)
        for each in user_data.decisions.all(ReadArticle)
        if isinstance(each.content, ReadArticle)
    }
