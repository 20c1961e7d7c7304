"""Dossiers: named collections of articles, passages and the reader's own notes, in an order set by the reader.

They are decisions in the user data: stored, merged, backed up, exported and undone like all other decisions. An article
is stored with its text, and is found again through the aliases that a sync writes when its key changes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from operator import attrgetter
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.language.forms import without_controls
from reader.library.articles import Articles
from reader.library.library import Library
from reader.library.notebook import Notebook
from reader.newspaper.article import Article
from reader.newspaper.decision import (
    Decision,
    DecisionContent,
    Dossier,
    DossierArticle,
    DossierNote,
    JoinedName,
    Namesakes,
    as_bookmark,
    homes_in,
    order_in_dossier,
)
from reader.newspaper.decision import DossierEntry as EntryContent
from reader.newspaper.holdings import Bookmark, StoredArticle, stored_article
from reader.newspaper.logical_clock import order_of
from reader.newspaper.passage import Passage, fresh_places, places_between
from reader.newspaper.printing import Printing
from reader.storage.disk_errors import LibraryError
from reader.storage.record_tables import NamedDecisions
from reader.storage.user_data import UserData


class DossierRow(Struct, frozen=True):
    uuid: str
    name: str
    count: int


class Entry(Struct, frozen=True):
    """An entry of a dossier: a note (`text`), or an article or clipping stored like a bookmark (`bookmark`)."""

    uuid: str
    text: str = ""
    bookmark: Bookmark | None = None


_KINDS = (Dossier, DossierNote, DossierArticle)
_Maker = Callable[[str, str], EntryContent]
"""Returns the content of an entry, given the UUID of its dossier and its place."""


class Dossiers(NamedDecisions[DossierRow]):
    """The dossiers of a library. Every method may be called from any thread.

    Changes raise UserDataError if they cannot be written, LibraryError if the dossier or entry no longer exists.
    """

    kind = Dossier
    join_command = "reader dossier join"

    def __init__(self, user_data: UserData, articles: Articles, notebook: Notebook) -> None:
        super().__init__(user_data.decisions)
        self._user_data = user_data
        self._articles = articles
        self._notebook = notebook

    # -- what there is

    def all(self) -> list[DossierRow]:
        return self._rows(self._decisions.all(*_KINDS), is_undone=False)

    def removed(self) -> list[DossierRow]:
        """Return the removed ones, the last removed first; those that were joined with another are no such."""
        joined = homes_in(self._decisions.all(JoinedName))
        known = sorted(self._decisions.all(*_KINDS, with_undone=True), key=order_of)
        rows = self._rows(known[::-1], is_undone=True, sorted_by_name=False)
        return [row for row in rows if row.uuid not in joined]

    def entries(self, uuid: str) -> list[Entry]:
        """Return the entries of a dossier in order; an article that the library no longer has is an orphan."""
        return [self._entry(decision) for decision in self._contents(uuid)]

    def removed_entries(self, uuid: str) -> list[Entry]:
        """Return the entries removed from a dossier, the last removed first."""
        removed = [decision for decision in self._contents(uuid, with_undone=True) if decision.undone]
        return [self._entry(decision) for decision in sorted(removed, key=order_of, reverse=True)]

    def story_of(self, bookmark: Bookmark) -> tuple[StoredArticle, ...]:
        """Return the article of an entry and the following parts of its story; else the copy stored in the entry."""
        stored = self._articles.article_at(bookmark.printing)
        if stored is None:
            return (stored_article(bookmark),)
        chain = self._articles.chain(stored.id)
        ids = [part.id for part in chain]
        if stored.id in ids:
            return chain[ids.index(stored.id) :]
        return (stored,)

    # -- dossiers

    def add(self, name: str) -> DossierRow:
        """Add an empty dossier. Raises LibraryError if the name is taken, empty or too long."""
        decision = self._decisions.add(Dossier(self._checked(name)))
        return _row(decision, 0)

    def rename(self, uuid: str, name: str) -> None:
        self._decisions.change(uuid, Dossier(self._checked(name, but=uuid)))

    def restore(self, uuid: str) -> None:
        """Restore a removed dossier. Raises LibraryError if another dossier now has its name."""
        back = next((row for row in self.removed() if row.uuid == uuid), None)
        if back is not None:
            self._checked(back.name, but=uuid)
        self._decisions.redo(uuid)

    # -- what is in them

    def add_articles(
        self, uuid: str, articles: Sequence[tuple[int, Passage | None]], after: str | None = None
    ) -> list[str]:
        """Add articles (by id), or passages of them, after an entry or at the end; return the UUIDs of the new entries.

        If one of the articles no longer exists, it raises LibraryError and adds nothing.
        """
        return self._add(uuid, [self._maker(*article) for article in articles], after)

    def add_bookmarks(self, uuid: str, bookmarks: Sequence[Bookmark], after: str | None = None) -> list[str]:
        """Add the articles or passages of bookmarks, each followed by its note, if any.

        Return the UUIDs of the new entries.
        """
        makers: list[_Maker] = []
        for bookmark in bookmarks:
            about = bookmark.printing, bookmark.month_day, bookmark.number, bookmark.article, bookmark.passage
            makers.append(partial(_content, *about))
            if bookmark.note:
                makers.append(partial(DossierNote, text=bookmark.note))
        return self._add(uuid, makers, after)

    def repeated(self, uuid: str, entries: Collection[str]) -> int:
        """Return how many of these entries of a dossier are articles or passages that other entries are, too."""
        identity_by_entry = {
            decision.uuid: _identity(decision.content)
            for decision in self._contents(uuid)
            if isinstance(decision.content, DossierArticle)
        }
        others = {identity for entry, identity in identity_by_entry.items() if entry not in entries}
        return sum(identity_by_entry.get(entry) in others for entry in entries)

    def add_note(
        self,
        uuid: str,
        text: str,
        after: str | None = None,
        along: Mapping[str, DecisionContent] = MappingProxyType({}),
    ) -> str:
        """Add a note after an entry or at the end, with what else is decided about it, by UUID; return its UUID."""
        words = without_controls(text)
        with self._user_data.whole():
            note = self._add(uuid, [partial(DossierNote, text=words)], after)[0]
            if along:
                self._decisions.settle(along)
        return note

    def write_note(self, entry: str, text: str) -> None:
        """Replace the text of a note. Raises LibraryError if the entry is no note."""
        words = without_controls(text)

        def written(decision: Decision) -> DecisionContent:
            if not isinstance(decision.content, DossierNote):
                raise LibraryError(say("这一条不是自己写的文字。"))
            return replace(decision.content, text=words)

        self._decisions.edit([entry], written)

    def move(self, uuid: str, entries: Sequence[str], before: str | None) -> dict[str, str]:
        """Move entries in front of the entry `before`, or to the end if it is None; they stay in their order.

        Return the former places of all entries whose place was changed, for `put_back`.
        """
        decisions = self._contents(uuid)
        moving_uuids = [decision.uuid for decision in decisions if decision.uuid in set(entries)]
        staying = [decision for decision in decisions if decision.uuid not in set(entries)]
        staying_uuids = [decision.uuid for decision in staying]
        if before is None:
            at = len(staying)
        elif before in staying_uuids:
            at = staying_uuids.index(before)
        else:
            raise LibraryError(say("这一条已不在专题里。"))
        places = self._places_at(staying, at, len(moving_uuids))
        if places is not None:
            return self.put_back(dict(zip(moving_uuids, places, strict=True)))
        # no place is free between the neighbours: all entries are given new ones
        uuids = [*staying_uuids[:at], *moving_uuids, *staying_uuids[at:]]
        return self.put_back(dict(zip(uuids, fresh_places(len(uuids)), strict=True)))

    def put_back(self, places: Mapping[str, str]) -> dict[str, str]:
        """Set the places of entries, by UUID; return their former places."""
        before: dict[str, str] = {}

        def moved(decision: Decision) -> DecisionContent:
            assert isinstance(decision.content, EntryContent)
            before[decision.uuid] = decision.content.place
            return replace(decision.content, place=places[decision.uuid])

        self._decisions.edit(places, moved)
        return before

    def remove_entries(self, entries: Sequence[str]) -> None:
        self._decisions.undo(*entries)

    def restore_entries(self, entries: Sequence[str]) -> None:
        self._decisions.redo(*entries)

    # -- how

    def _put_together(self, same: Namesakes) -> None:
        """Put the entries of the others behind those of the first; of entries that say the same one is removed."""
        stays, *others = same.uuids
        known = self._contents(stays)
        held = [_without_place(each) for each in known]
        moved: list[Decision] = []
        removed: list[Decision] = []
        for entry in (each for uuid in others for each in self._contents(uuid, with_undone=True)):
            if entry.undone or _without_place(entry) in held:
                removed.append(entry)
            else:
                held.append(_without_place(entry))
                moved.append(entry)
        places = self._places_at(known, len(known), len(moved))
        if places is None:
            fresh = fresh_places(len(known) + len(moved))
            self.put_back({each.uuid: place for each, place in zip(known, fresh, strict=False)})
            places = fresh[len(known) :]
        place_of = {each.uuid: place for each, place in zip(moved, places, strict=True)}

        def moved_to(decision: Decision) -> DecisionContent:
            assert isinstance(decision.content, EntryContent)
            place = place_of.get(decision.uuid, decision.content.place)
            return replace(decision.content, dossier=stays, place=place)

        entries = [entry.uuid for entry in (*moved, *removed)]
        if entries:
            self._decisions.edit(entries, moved_to)
        in_effect = [entry.uuid for entry in removed if not entry.undone]
        if in_effect:
            self._decisions.undo(*in_effect)

    def _maker(self, article_id: int, passage: Passage | None) -> _Maker:
        stored = self._articles.article(article_id)
        if stored is None:
            raise LibraryError(say("这篇文章已不在目录中，没有加进专题。请重新打开它。"))
        issue = stored.issue
        return partial(_content, stored.printing, issue.month_day, issue.number, stored.article, passage)

    def _add(self, uuid: str, makers: Sequence[_Maker], after: str | None) -> list[str]:
        if all(row.uuid != uuid for row in self.all()):
            raise LibraryError(say("这个专题已经删了。"))
        decisions = self._contents(uuid)
        names = [decision.uuid for decision in decisions]
        at = names.index(after) + 1 if after in names else len(names)
        places = self._places_at(decisions, at, len(makers))
        with self._user_data.whole():
            if places is None:
                fresh = fresh_places(len(decisions) + len(makers))
                places = fresh[at : at + len(makers)]
                self.put_back(dict(zip(names, [*fresh[:at], *fresh[at + len(makers) :]], strict=True)))
            new_decisions = self._decisions.add_all(
                make(uuid, place) for make, place in zip(makers, places, strict=True)
            )
        return [decision.uuid for decision in new_decisions]

    def _places_at(self, decisions: Sequence[Decision], at: int, count: int) -> list[str] | None:
        """Return places for `count` new entries before the entry of index `at`; None without room between."""
        before = _place(decisions[at - 1]) if at else ""
        behind = _place(decisions[at]) if at < len(decisions) else ""
        return places_between(before, behind, count)

    def _contents(self, uuid: str, *, with_undone: bool = False) -> list[Decision]:
        decisions = [
            decision
            for decision in self._decisions.all(DossierNote, DossierArticle, with_undone=with_undone)
            if isinstance(decision.content, EntryContent) and decision.content.dossier == uuid
        ]
        return sorted(decisions, key=order_in_dossier)

    def _entry(self, decision: Decision) -> Entry:
        content = decision.content
        if isinstance(content, DossierNote):
            return Entry(decision.uuid, text=content.text)
        assert isinstance(content, DossierArticle)
        (bookmark,) = self._notebook.anchored([as_bookmark(decision, content)])
        return Entry(decision.uuid, bookmark=bookmark)

    def _rows(
        self, decisions: Sequence[Decision], *, is_undone: bool, sorted_by_name: bool = True
    ) -> list[DossierRow]:
        counts: dict[str, int] = {}
        for decision in decisions:
            if isinstance(decision.content, EntryContent) and not decision.undone:
                counts[decision.content.dossier] = counts.get(decision.content.dossier, 0) + 1
        rows = [
            _row(decision, counts.get(decision.uuid, 0))
            for decision in decisions
            if isinstance(decision.content, Dossier) and decision.undone == is_undone
        ]
        if sorted_by_name:
            return sorted(rows, key=attrgetter("name", "uuid"))
        return rows

    def _taken(self, name: str) -> str:
        return say("已有一个专题叫“{name}”。", name=name)


def dossiers_of(library: Library) -> Dossiers:
    return Dossiers(library.user_data, library.articles, library.notebook)


def _row(decision: Decision, count: int) -> DossierRow:
    assert isinstance(decision.content, Dossier)
    return DossierRow(decision.uuid, decision.content.name, count)


def _without_place(decision: Decision) -> DecisionContent:
    """Return what an entry says, whatever dossier it is in, and where."""
    assert isinstance(decision.content, EntryContent)
    return replace(decision.content, dossier="-", place="k")


def _place(decision: Decision) -> str:
    assert isinstance(decision.content, EntryContent)
    return decision.content.place


def _identity(content: DossierArticle) -> tuple[object, ...]:
    """Return what two entries with the same article, or the same passage of it, have in common."""
    if content.passage is None:
        passage = ""
    else:
        passage = content.passage.identity
    return content.key, content.newspaper, content.date, content.page, content.path, passage


def _content(
    printing: Printing,
    month_day: str | None,
    number: int | None,
    article: Article,
    passage: Passage | None,
    dossier: str,
    place: str,
) -> DossierArticle:
    name = printing.key, printing.newspaper, printing.date, month_day, number, printing.page, printing.path
    return DossierArticle(dossier, place, *name, replace(article, readings=()), passage, printing.file)
