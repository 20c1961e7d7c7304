"""Which articles a reader has read: kept with the user's data, a decision an article."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from reader.language.forms import search_form
from reader.library.printings import Printings
from reader.newspaper.decision import ReadArticle, printing_of, read_mark_uuid

if TYPE_CHECKING:
    from reader.library.derived_data import Derived
    from reader.newspaper.printing import Printing
    from reader.storage.catalogue_reading import CatalogueReading
    from reader.storage.user_data import UserData

_LONGEST_TITLE = 1000


class ReadMarks:
    """The marks of a library. Every method may be called from any thread, and raises UserDataError."""

    def __init__(self, derived: Derived, user_data: UserData) -> None:
        self._derived = derived
        self._user_data = user_data
        self._printings = Printings(derived, user_data)

    def ids(self) -> frozenset[int]:
        """Return all articles that have been read."""
        return frozenset(self._ids_by_mark().values())

    def mark(self, article_ids: Sequence[int], *, is_read: bool) -> list[int]:
        """Mark articles as read, or as unread; return those of which that was not so before."""
        marks = self._ids_by_mark()
        read = frozenset(marks.values())
        known = self._derived.catalogue.stored(article_ids)
        due = {i: known[i] for i in article_ids if i in known and (i in read) != is_read}
        if due and is_read:
            self._user_data.decisions.settle(
                {
                    _uuid_of(each.printing, marks): ReadArticle(
                        each.printing.key,
                        each.printing.newspaper,
                        each.printing.date,
                        each.article.title()[:_LONGEST_TITLE],
                        each.printing.page,
                        each.printing.path,
                        each.printing.file,
                    )
                    for each in due.values()
                }
            )
        elif due:
            self._user_data.decisions.undo(*(uuid for uuid, of in marks.items() if of in due))
        return list(due)

    def _ids_by_mark(self) -> dict[str, int]:
        """Return the articles of the marks in effect, by the UUIDs of the marks."""
        marks = {
            each.uuid: printing
            for each in self._user_data.decisions.all(ReadArticle)
            if (printing := printing_of(each.content)) is not None
        }
        found = self._printings.articles_of(list(marks.values()))
        return {uuid: article.id for uuid, article in zip(marks, found, strict=True) if article}


def _uuid_of(printing: Printing, marks: Collection[str]) -> str:
    """Return the UUID of a new mark; another one where that of the printing has followed its article elsewhere."""
    named = read_mark_uuid(printing)
    return str(uuid.uuid4()) if named in marks else named


def ids_of_titles(marks: Sequence[ReadArticle], catalogue: CatalogueReading) -> list[int | None]:
    """Return for each mark the only article in its day's paper with its title; None where that is not exactly one."""
    days: dict[object, dict[str, int]] = {}
    found = []
    for mark in marks:
        day = mark.newspaper, mark.date
        if day not in days:
            issues = catalogue.tree.issues_on(mark.newspaper, mark.date) if mark.date else ()
            rows = [row for issue in issues for row in catalogue.tree.articles(issue.id)]
            titles = Counter(search_form(row.title[:_LONGEST_TITLE]) for row in rows)
            ids = {search_form(row.title[:_LONGEST_TITLE]): row.id for row in rows}
            days[day] = {title: ids[title] for title, number in titles.items() if number == 1}
        found.append(days[day].get(search_form(mark.title)))
    return found
