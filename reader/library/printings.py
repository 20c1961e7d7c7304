"""Finding the articles of printings for the reader's records, for links and for typed keys; and read marks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.language.forms import search_form
from reader.newspaper.article import keys_alike
from reader.newspaper.decision import ReadArticle, printing_of, read_mark_uuid
from reader.newspaper.holdings import with_page
from reader.newspaper.printing import (
    PrintedArticle,
    Printing,
    after_move,
    chosen,
    descriptions,
    is_described,
    is_in_named_file,
    is_link,
    named_printing,
    parse_link,
    printing_names,
)

if TYPE_CHECKING:
    from reader.library.derived_data import Derived
    from reader.newspaper.facts import IssueFacts
    from reader.newspaper.holdings import ArticleRow
    from reader.newspaper.printing import Printing
    from reader.storage.catalogue_reading import CatalogueReading
    from reader.storage.printing_table import PrintingTable
    from reader.storage.user_data import UserData


_MOST_MOVES = 5
"""Maximum number of aliases that are followed one after the other."""


class Printings(Struct, frozen=True):
    """The printings of a library. Methods raise like the catalogue, and UserDataError."""

    _derived: Derived
    _user_data: UserData

    def article_of(self, printing: Printing, title: str = "") -> int | None:
        """Return the id of the article of a printing, else of the only one of its day and `title`; None for none."""
        (article,) = self.articles_of([printing])
        if article is None and title:
            mark = ReadArticle(printing.key, printing.newspaper, printing.date, title)
            return ids_of_titles([mark], self._derived.catalogue)[0]
        if article:
            return article.id
        return None

    def articles_of(self, printings: Sequence[Printing]) -> list[PrintedArticle | None]:
        return articles_of(printings, self._derived.catalogue, self._user_data.printings)

    def facts_of(self, printings: Collection[Printing]) -> dict[Printing, IssueFacts]:
        """Return how the library knows issue and page of those of these printings that it has."""
        known = list(printings)
        articles = self.articles_of(known)
        facts = facts_of_articles(self._derived.catalogue, [each.id for each in articles if each is not None])
        return {
            printing: facts[article.id]
            for printing, article in zip(known, articles, strict=True)
            if article is not None and article.id in facts
        }

    def named(self, name: str) -> list[PrintedArticle]:
        """Return the articles of a key (`KEY`), of a key with date, page or file (`KEY@1987-06-12`), or of a link.

        If there are none, return those that had such a name before, or that are in a file which it names.
        """
        if is_link(name):
            linked = self.articles_of([parse_link(name)])
            return [article for article in linked if article is not None]
        key, *words = name.split("@")
        shown_articles = _shown(self._derived.catalogue.forms.printed([key]))
        for names in (printing_names(shown_articles), descriptions(shown_articles)):
            called = [
                article for article, called in zip(shown_articles, names, strict=True) if called == name
            ]
            if called:
                return called
        described = [
            article
            for article in shown_articles
            if is_described(article, words) or article.printing().name == name
        ]
        if described:
            return described
        former = [
            *self._user_data.printings.renamed_with_key(key),
            *(key + place for place in self._user_data.printings.renamed_with_key("")),
        ]
        if words:
            former_names = [old for old in former if set(words) <= set(old.split("@")[1:])]
        else:
            former_names = former
        now = self.articles_of([named_printing(former_name) for former_name in former_names or [name]])
        articles = list(dict.fromkeys(filter(None, now)))
        if not former_names:
            articles = [article for article in articles if not _is_of_another_day(article, words)]
        if articles:
            return articles
        return [article for article in shown_articles if is_in_named_file(article, words)]

    def names_of(self, keys: Iterable[str]) -> dict[int, str]:
        """Return the names (`printing_names`) of all articles with these keys, by id: `named` finds each by its own."""
        articles_by_key = _by_key(self._derived.catalogue, {*keys})
        names = {}
        for of_key in map(_shown, articles_by_key.values()):
            for article, name in zip(of_key, printing_names(of_key), strict=True):
                names[article.id] = name
        return names


def facts_of_articles(catalogue: CatalogueReading, article_ids: Sequence[int]) -> dict[int, IssueFacts]:
    """Return how the issues and the pages of articles are known, by the articles' ids."""
    if not article_ids:
        return {}
    rows = catalogue.article_rows(article_ids)
    issues = catalogue.tree.by_id({row.issue_id for row in rows.values()})
    return {row.id: with_page(issues[row.issue_id].facts, row) for row in rows.values()}


def _shown(of_key: Sequence[PrintedArticle]) -> Sequence[PrintedArticle]:
    """Return the articles that show the text of their common key, if any does."""
    return [article for article in of_key if article.key == article.shown_key] or of_key


def articles_of(
    printings: Sequence[Printing], catalogue: CatalogueReading, table: PrintingTable
) -> list[PrintedArticle | None]:
    """Return the article of each printing; None for those that the catalogue does not have.

    A printing that is not found is looked up by its aliases: the new names for its name, for its issue, or for its key.
    """
    printing_list = list(printings)
    articles: list[PrintedArticle | None] = [None] * len(printing_list)
    lost = list(range(len(printing_list)))
    for _ in range(_MOST_MOVES):
        articles_by_key = _by_key(catalogue, {printing_list[at].key for at in lost})
        for at in lost:
            articles[at] = next(
                (
                    article
                    for article in articles_by_key[printing_list[at].key]
                    if _is_as_it_was(printing_list[at], article)
                ),
                None,
            )
        lost = [at for at in lost if articles[at] is None]
        articles_by_key = _by_key(
            catalogue, set(chain.from_iterable(keys_alike(printing_list[at].key) for at in lost))
        )
        for at in lost:
            articles[at] = chosen(
                printing_list[at],
                list(chain.from_iterable(articles_by_key[key] for key in keys_alike(printing_list[at].key))),
            )
        lost = [at for at in lost if articles[at] is None]
        if lost:
            renamed = table.renamed(set(chain.from_iterable(_names(printing_list[at]) for at in lost)))
        else:
            renamed = {}
        moved = {}
        for at in lost:
            for name in _names(printing_list[at])[::-1]:
                if name in renamed:
                    moved[at] = renamed[name]
        lost = list(moved)
        if not lost:
            break
        for at, name in moved.items():
            printing_list[at] = after_move(printing_list[at], named_printing(name))
    return articles


def _is_of_another_day(article: PrintedArticle, words: Iterable[str]) -> bool:
    """Return whether a word is a day on which an article whose day is known was not printed."""
    for word in words:
        with suppress(ValueError):
            if article.date not in (None, dt.date.fromisoformat(word)):
                return True
    return False


def _is_as_it_was(printing: Printing, article: PrintedArticle) -> bool:
    return article.is_in(printing.file, "") and article.page == printing.page


def _names(printing: Printing) -> tuple[str, ...]:
    """Return the names under which an alias of a printing may be stored, the most specific first."""
    return printing.name, printing.place, printing.key


def ids_of_names(names: Iterable[str], catalogue: CatalogueReading) -> dict[str, list[int]]:
    """Return the article ids for each name of a printing: at most one, or those of all articles for a bare key.

    Earlier versions of the program stored bare keys.
    """
    printings = {name: named_printing(name) for name in names}
    articles_by_key = _by_key(catalogue, {any_printing.key for any_printing in printings.values()})
    ids_by_name: dict[str, list[int]] = {}
    for name, printing in printings.items():
        if name == printing.key:
            ids_by_name[name] = [key_article.id for key_article in articles_by_key[printing.key]]
        else:
            article = chosen(printing, articles_by_key[printing.key])
            ids_by_name[name] = [article.id] if article else []
    return ids_by_name


def _by_key(catalogue: CatalogueReading, keys: Collection[str]) -> defaultdict[str, list[PrintedArticle]]:
    articles_by_key: defaultdict[str, list[PrintedArticle]] = defaultdict(list)
    for article in catalogue.forms.printed(keys) if keys else ():
        articles_by_key[article.key].append(article)
    return articles_by_key


def labels_of_articles(labels: Mapping[str, str], catalogue: CatalogueReading) -> dict[int, str]:
    """Return the labels by article id; `labels` has them by the names of printings.

    If an article has several labels, the last one is used. Articles with the label "" are left out.
    """
    ids = ids_of_names(labels, catalogue)
    label_by_id = {}
    for name, label in labels.items():
        for article_id in ids[name]:
            label_by_id[article_id] = label
    return {article_id: label for article_id, label in label_by_id.items() if label}


_LONGEST_TITLE = 1000
"""Maximum number of characters of a title in a read mark."""


class ReadMarks(Struct, frozen=True):
    """The read marks of a library. Every method may be called from any thread, and may raise UserDataError."""

    _derived: Derived
    _user_data: UserData

    def ids(self) -> frozenset[int]:
        return frozenset(self._ids_by_mark().values())

    def mark(self, article_ids: Sequence[int], *, is_read: bool) -> list[int]:
        """Mark articles as read or unread; return the ids of those whose mark has changed."""
        marks = self._ids_by_mark()
        read = frozenset(marks.values())
        stored_by_id = self._derived.catalogue.stored(article_ids)
        due = {i: stored_by_id[i] for i in article_ids if i in stored_by_id and (i in read) != is_read}
        if due and is_read:
            self._user_data.decisions.settle(
                {
                    _uuid_of(stored.printing, marks): ReadArticle(
                        stored.printing.key,
                        stored.printing.newspaper,
                        stored.printing.date,
                        stored.article.recognised().title()[:_LONGEST_TITLE],
                        stored.printing.page,
                        stored.printing.path,
                        stored.printing.file,
                    )
                    for stored in due.values()
                }
            )
        elif due:
            self._user_data.decisions.undo(*(uuid for uuid, marked_id in marks.items() if marked_id in due))
        return list(due)

    def _ids_by_mark(self) -> dict[str, int]:
        marks = {}
        for decision in self._user_data.decisions.all(ReadArticle):
            printing = printing_of(decision.content)
            if printing is not None:
                marks[decision.uuid] = printing
        articles = Printings(self._derived, self._user_data).articles_of(list(marks.values()))
        return {uuid: article.id for uuid, article in zip(marks, articles, strict=True) if article}


def _uuid_of(printing: Printing, marks: Collection[str]) -> str:
    """Return the UUID for a new read mark.

    It is derived from the printing, or random if another article's mark already has it.
    """
    mark_uuid = read_mark_uuid(printing)
    if mark_uuid in marks:
        return str(uuid.uuid4())
    return mark_uuid


def ids_of_titles(marks: Sequence[ReadArticle], catalogue: CatalogueReading) -> list[int | None]:
    """Return for each read mark the id of the only article with its title in the newspaper of its day, else None.

    The title may be the recognised one or the corrected one.
    """
    are_read = set()
    if marks:
        are_read = {reading.article_id for reading in catalogue.readings.all()}

    def titles_of(row: ArticleRow) -> tuple[str, ...]:
        stored = catalogue.article(row.id) if row.id in are_read else None
        if stored is None:
            return (row.title,)
        return (row.title, stored.article.recognised().title())

    days: dict[object, dict[str, int]] = {}
    ids = []
    for mark in marks:
        day = mark.newspaper, mark.date
        if day not in days:
            issues = catalogue.tree.issues_on(mark.newspaper, mark.date) if mark.date else ()
            rows = list(chain.from_iterable(catalogue.tree.articles(issue.id) for issue in issues))
            titles_and_ids = set()
            for row in rows:
                for title in titles_of(row):
                    titles_and_ids.add((search_form(title[:_LONGEST_TITLE]), row.id))
            number = Counter(title for title, _ in titles_and_ids)
            days[day] = {title: article_id for title, article_id in titles_and_ids if number[title] == 1}
        ids.append(days[day].get(search_form(mark.title)))
    return ids
