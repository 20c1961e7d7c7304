"""Dossiers: adding to them by the menus of all panes, changing, exporting them. Changes are stored, then shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QMenu

from reader import do_nothing
from reader.features.dossiers.dossier_text import DossierFormat
from reader.features.dossiers.dossiers import DossierRow, Entry, dossiers_of
from reader.features.dossiers.ui.dossier_files import DossierFiles
from reader.features.dossiers.ui.dossier_pane import DossierActs, DossierPane, words_of
from reader.i18n import count, say
from reader.language.forms import search_form
from reader.library.answers import NamedCollection, other_collections
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from reader.plugs import Slot, all_answering, plugs
from reader.storage.act_recording import Recording
from reader.storage.record_tables import UUID_LEAST
from reader.ui.article.article_entries import ArticleEntries
from reader.ui.desk import Desk, OwnText, Part
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.row_list import ARTICLES, BOOKMARKS, dragged_ids
from reader.ui.widgets.services import Handlers
from reader.ui.widgets.undo_stack import FAULTS

_MOST_RESTORED = 20
"""The maximum number of removed dossiers, and of removed entries, that are offered to be restored."""


class _State(Struct, frozen=True):
    """The content of the pane; `current` is the uuid of the chosen dossier, "" if there is none."""

    dossiers: list[DossierRow]
    current: str
    entries: list[Entry]
    removed: list[DossierRow]
    removed_entries: list[Entry]
    collections: list[NamedCollection]
    """Those of other features."""


class _Added(Struct, frozen=True):
    """What was added to a dossier, by UUID; so many of it were there before, and whether the dossier is new."""

    dossier: DossierRow
    entries: Sequence[str]
    repeated: int
    is_new: bool

    def words(self) -> str:
        parts = [say("已加进专题“{name}”", name=self.dossier.name)]
        if len(self.entries) > 1:
            parts.append(count(len(self.entries), "{n} 条"))
        if self.repeated:
            parts.append(count(self.repeated, "{n} 条原来就有"))
        return wording.listed(parts)


class NotesInWriting:
    """The notes that are being written: what was stored of each so far, and which one is new."""

    def __init__(self) -> None:
        self._recordings: dict[str, Recording] = {}
        """The changes stored of the notes, by their UUIDs."""
        self._fresh = ""
        """The UUID of the note that was made last; it is removed again if it stays empty."""

    def begin(self, note: str, recording: Recording) -> None:
        """Write a note that was just made, with the changes that made it."""
        self._fresh = note
        self._recordings[note] = recording

    def is_fresh(self, note: str) -> bool:
        return note == self._fresh

    def of(self, note: str) -> Recording:
        """Return what the changes of a note are recorded in; it is being written from now on."""
        return self._recordings.setdefault(note, Recording())

    def ended(self, note: str) -> Recording | None:
        """Return the changes stored of a note that is written no longer; None if none were."""
        if note == self._fresh:
            self._fresh = ""
        return self._recordings.pop(note, None)


TAB = "dossiers"
"""Its face of the place of the notes."""


class DossiersPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.dossiers = dossiers_of(desk.library)
        pane = DossierPane()
        self.pane = pane
        self.current = ""
        """The uuid of the chosen dossier; "" before the first."""
        self._other = ""
        """The uuid of the collection of another feature that is shown; "" for a dossier."""
        self._writing = NoteWriting(self)
        self._tasks = TaskQueue(self, writes=True)
        self._files = DossierFiles(desk, self.dossiers, self._tasks, self)
        pane.serve(
            DossierActs(
                create=self.create,
                choose=self.choose,
                rename=self.rename,
                remove_dossier=self.remove_dossier,
                restore_dossier=self.restore_dossier,
                restore_entry=self.restore_entry,
                export=self.export,
                open=self.open,
                list_articles=self.list_articles,
                offer_on_entry=self.offer_on_entry,
                offer_on_note=self.offer_on_note,
                offer_on_dossier=self.offer_on_dossier,
                write=self._writing.write,
                write_note=self._writing.write_note,
                keep_draft=self._writing.keep_draft,
                cancel=self._writing.cancel,
                remove=self.remove,
                move=self.move,
                take_drop=self.take_drop,
            )
        )
        pane.giver_of = desk.library.giver_of
        desk.frame.put_in_tab(TAB, pane, pane.face)
        desk.bookmarks.changed.connect(lambda _: self.read())  # also after an import
        desk.show_collection = self.show_collection
        desk.read_collections = self.read
        self.read()

    def handlers(self) -> Handlers:
        return {"add_to_dossier": self._add_picked, "write_in_dossier": self._writing.write}

    def finish(self) -> None:
        self._files.finish()

    def is_idle(self) -> bool:
        return self.desk.undo.is_idle() and self._tasks.is_idle() and self._files.is_idle()

    # -- showing

    def read(self, then: Callable[[], None] = do_nothing) -> None:
        """Read the dossiers and the entries of the chosen one again, show them, then call `then`."""
        uuid = self.current
        other = self._other

        def show(state: _State) -> None:
            if self._other != other or self.current not in (uuid, state.current):
                return  # another one was chosen meanwhile, and is read next
            self.current = state.current
            self._show_state(state)
            then()

        def failed(error: Exception) -> None:
            self._services.error(error)
            self.pane.show_trouble(str(error))

        self._tasks.run(partial(self._state, uuid), show, failed, FAULTS)

    def _show_state(self, state: _State) -> None:
        uuids = [collection.uuid for collection in state.collections]
        if self._other not in uuids:
            self._other = ""
        self.pane.show_dossiers(state.dossiers, state.current, state.collections, self._other)
        self.pane.show_entries(state.entries)
        self.pane.set_removed(state.removed, state.removed_entries)
        collection = self.pane.other_collection(self._other)
        if collection is None:
            self.pane.show_collection(None)
        else:
            shelf = self.desk.parts.collection_view_of(collection.feature)
            self.pane.show_collection(shelf)
            shelf.show(collection)

    def choose(self, uuid: str) -> None:
        """Show a dossier, or a collection of another feature."""
        if self.pane.other_collection(uuid) is None:
            self.turn_to(uuid)
        else:
            self._other = uuid
        self.read()

    def turn_to(self, uuid: str) -> None:
        """Have a dossier for the chosen one, which the next `read` shows."""
        self.current = uuid
        self._other = ""

    def show_collection(self, uuid: str) -> None:
        """Come forward, and show the collection of another feature with a UUID; "" for what is shown."""
        self.come_forward()
        if uuid:
            self._other = uuid
        self.read(lambda: self.pane.face().setFocus(Qt.FocusReason.OtherFocusReason))

    def _state(self, uuid: str) -> _State:
        dossiers = self.dossiers
        rows = dossiers.all()
        collections = self._other_collections()
        removed = dossiers.removed()[:_MOST_RESTORED]
        if not rows:
            return _State(rows, "", [], removed, [], collections)
        current = rows[0].uuid
        if any(row.uuid == uuid for row in rows):
            current = uuid
        entries = dossiers.entries(current)
        removed_entries = dossiers.removed_entries(current)[:_MOST_RESTORED]
        return _State(rows, current, entries, removed, removed_entries, collections)

    def _other_collections(self) -> list[NamedCollection]:
        collections: list[NamedCollection] = []
        for collections_of in all_answering(other_collections, plugs()):
            collections += collections_of(self._library.user_data)
        return collections

    # -- adding

    def offer_on_article(
        self, entries: ArticleEntries, stored: StoredArticle, passage: Passage | None
    ) -> None:
        menu = QMenu(say("加进专题"), entries.menu)
        entries.menu.insertMenu(entries.correct.menuAction(), menu)
        menu.setEnabled(bool(stored.id))
        self._fill(menu, partial(self.add, [(stored.id, passage)]))

    def offer_on_several(self, menu: QMenu, article_ids: Sequence[int]) -> None:
        articles = [(article_id, None) for article_id in article_ids]
        self._fill(menu.addMenu(say("加进专题")), partial(self.add, articles))

    def offer_on_bookmark(self, menu: QMenu, bookmark: Bookmark) -> None:
        self._fill(menu.addMenu(say("加进专题")), partial(self._add_bookmarks, [bookmark]))

    def offer_on_text(self, menu: QMenu, own_text: OwnText) -> None:
        self._fill(menu.addMenu(say("加进专题")), partial(self._add_text, own_text))

    def _fill(self, menu: QMenu, add: Callable[[str | None], None]) -> None:
        menu.setAccessibleName(menu.title())
        for row in self.pane.dossiers:
            name = row.name.replace("&", "&&") + ("\tA" if row.uuid == self.current else "")
            menu.addAction(name, partial(add, row.uuid))
        menu.addSeparator()
        menu.addAction(say("新专题"), partial(add, ""))

    def _add_picked(self) -> None:
        picked = self.desk.picked()
        if picked is None or not picked[0].id:
            self._services.message(say("先选一篇文章。"))
        else:
            self.add([(picked[0].id, picked[1])])

    def add(
        self, articles: Sequence[tuple[int, Passage | None]], uuid: str | None = None, before: str = ""
    ) -> None:
        """Add articles (by id), or passages of them, to a dossier (None: the chosen one, "": a new one) before one.

        With `before` "", they are added at the end.
        """
        dossiers = self.dossiers
        self._add(lambda to, after: dossiers.add_articles(to, articles, after), uuid, before)

    def _add_text(self, own_text: OwnText, uuid: str | None) -> None:
        dossiers = self.dossiers

        def add(to: str, after: str | None) -> list[str]:
            return [dossiers.add_note(to, own_text.text, after, own_text.along(to))]

        self._add(add, uuid, "", own_text.kept)

    def _add_bookmarks(self, bookmarks: Sequence[Bookmark], uuid: str | None, before: str = "") -> None:
        dossiers = self.dossiers
        self._add(lambda to, after: dossiers.add_bookmarks(to, bookmarks, after), uuid, before)

    def _add(
        self,
        add: Callable[[str, str | None], list[str]],
        uuid: str | None,
        before: str,
        kept: Callable[[str], object] = do_nothing,
    ) -> None:
        to = self.current if uuid is None else uuid
        dossiers = self.dossiers
        entries = [entry.uuid for entry in self.pane.listing.rows()]
        if before in entries:
            at = entries.index(before)
        else:
            at = len(entries)

        def work() -> _Added:
            row = next((dossier for dossier in dossiers.all() if dossier.uuid == to), None)
            target_row = row or dossiers.add(dossiers.free_name(say("我的专题")))
            new_uuids = add(target_row.uuid, entries[at - 1] if row and at and before else None)
            if before and at == 0:
                dossiers.move(target_row.uuid, new_uuids, before)
            repeated = dossiers.repeated(target_row.uuid, new_uuids)
            return _Added(target_row, new_uuids, repeated, is_new=row is None)

        def words(added: _Added) -> str:
            return say("加进专题“{name}”", name=added.dossier.name)

        def done(added: _Added) -> None:
            dossier = added.dossier
            if added.is_new or not self.current:
                self.turn_to(dossier.uuid)
            kept(dossier.uuid)
            self._services.message(added.words(), can_undo=True)
            self.read(partial(self.pane.listing.select, added.entries[0]))

        def show(added: _Added) -> None:
            self._show(added.dossier.uuid, added.entries[0])

        self.desk.undo.act(words, work, done, show)

    def take_drop(self, data: QMimeData, before: str) -> None:
        ids = dragged_ids(data, ARTICLES)
        if ids:
            self.add([(int(article_id), None) for article_id in ids], before=before)
        elif ids := dragged_ids(data, BOOKMARKS):
            bookmarks = (self.desk.bookmarks.by_uuid(str(uuid)) for uuid in ids)
            self._add_bookmarks([bookmark for bookmark in bookmarks if bookmark is not None], None, before)

    # -- dossiers

    def create(self) -> None:
        dossiers = self.dossiers

        def done(row: DossierRow) -> None:
            self.turn_to(row.uuid)
            self.come_forward()
            self.read(partial(self.pane.names.edit, row.uuid))

        def words(row: DossierRow) -> str:
            return say("新建专题“{name}”", name=row.name)

        def add() -> DossierRow:
            return dossiers.add(dossiers.free_name(say("我的专题")))

        self.desk.undo.act(words, add, done, lambda row: self._show(row.uuid))

    def rename(self, uuid: str, name: str) -> None:
        collection = self.pane.other_collection(uuid)
        if collection is not None:
            self.desk.parts.collection_view_of(collection.feature).rename(collection, name)
            return
        words = say("把专题“{name}”改名为“{new}”", name=self.name_of(uuid), new=name)
        self.act(words, partial(self.dossiers.rename, uuid, name), uuid)

    def remove_dossier(self, uuid: str) -> None:
        collection = self.pane.other_collection(uuid)
        if collection is not None:
            self.desk.parts.collection_view_of(collection.feature).remove(collection)
            return
        name = self.name_of(uuid)
        words = say("删除专题“{name}”", name=name)
        message = say("已删除专题“{name}”", name=name)
        self.act(words, partial(self.dossiers.remove, uuid), uuid, message=message)

    def restore_dossier(self, uuid: str) -> None:
        self.turn_to(uuid)
        self.act(say("找回专题"), partial(self.dossiers.restore, uuid), uuid)

    def restore_entry(self, uuid: str) -> None:
        words = say("在专题“{name}”里找回一条", name=self.name_of(self.current))
        self.act(words, partial(self.dossiers.restore_entries, [uuid]), self.current, uuid)

    # -- entries

    def remove(self, uuids: Sequence[str]) -> None:
        words = say("从专题“{name}”里取出{what}", name=self.name_of(self.current), what=self._named(uuids))
        message = count(len(uuids), "已删除 {n} 条")
        remove = partial(self.dossiers.remove_entries, uuids)
        self.act(words, remove, self.current, *uuids, message=message)

    def move(self, uuids: list[str], before: str) -> None:
        dossiers = self.dossiers
        to = self.current
        words = say("在专题“{name}”里移动{what}", name=self.name_of(to), what=self._named(uuids))
        self.act(words, partial(dossiers.move, to, uuids, before or None), to, *uuids)

    def open(self, entry: Entry) -> None:
        assert entry.bookmark is not None
        passage = entry.bookmark.passage
        words = passage.exact.split("\n")[0] if passage else ""
        self.desk.reading.open_bookmark(entry.bookmark, [search_form(words)] if words.strip() else [])

    def list_articles(self) -> None:
        """List the articles of the chosen dossier as a set, with the views of one."""
        from reader.search.query import InDossier, Query

        row = self.pane.current()
        if row is not None:
            self.desk.views.list_set(Query(InDossier(self._asked_as(row))))

    def _asked_as(self, row: DossierRow) -> str:
        """Return what a search calls a dossier: its name, or its number where several have that name."""
        namesakes = [other for other in self.pane.dossiers if other.name == row.name]
        if len(namesakes) > 1:
            return row.uuid[:UUID_LEAST]
        return row.name

    def offer_on_entry(self, menu: QMenu, bookmark: Bookmark) -> None:
        for part in self.desk.parts.offering(but=self):
            part.offer_on_bookmark(menu, bookmark)

    def offer_on_note(self, menu: QMenu, text: str) -> None:
        for part in self.desk.parts.offering(Slot.TEXT, self):
            part.offer_on_text(menu, OwnText(text, self.current))

    def offer_on_dossier(self, menu: QMenu, row: DossierRow) -> None:
        from reader.search.query import InDossier, Query, as_typed

        printings = [
            entry.bookmark.printing for entry in self.pane.listing.rows() if entry.bookmark is not None
        ]
        typed = as_typed(Query(InDossier(self._asked_as(row))))
        for part in self.desk.parts.offering(Slot.LIST):
            part.offer_on_list(menu, say("专题“{name}”", name=row.name), printings, typed)

    def export(self, form: DossierFormat) -> None:
        row = self.pane.current()
        if row is not None:
            self._files.ask(self.pane.window(), row, form)

    # -- in words

    def _named(self, uuids: Sequence[str]) -> str:
        words = [words_of(entry) for entry in self.pane.listing.rows() if entry.uuid in uuids]
        if len(words) == 1:
            return say("“{words}”", words=wording.shortened(words[0]))
        return count(len(uuids), " {n} 条")

    def name_of(self, uuid: str) -> str:
        return next((row.name for row in self.pane.dossiers if row.uuid == uuid), "")

    # -- carrying out

    def come_forward(self) -> None:
        if not self.pane.isVisible():
            self.desk.frame.show_tab(TAB)

    def act(
        self,
        words: str,
        work: Callable[[], object],
        dossier: str,
        *entries: str,
        message: str = "",
        into: Recording | None = None,
    ) -> None:
        """Do something to a dossier and entries of it, which undoing it leads back to; `message` tells it if given."""

        def done(_: object) -> None:
            if message:
                self._services.message(message, can_undo=True)
            self.read()

        def failed(error: Exception) -> None:
            self._services.error(error)
            self.read()

        self.desk.undo.act(words, work, done, lambda _: self._show(dossier, *entries), failed, into=into)

    def _show(self, dossier: str, *entries: str) -> None:
        self.current = dossier
        self.come_forward()
        if entries:
            self.read(partial(self.pane.listing.select, entries[0]))
        else:
            self.read()


class NoteWriting:
    """Writes notes into dossiers. What is stored of a note while it is being written is one act, once it is written."""

    def __init__(self, part: DossiersPart) -> None:
        self._part = part
        self._undo = part.desk.undo
        self._fail = part.desk.services.error
        self._notes = NotesInWriting()

    def write(self) -> None:
        """Begin a note below the chosen entry, in a new dossier if there is none."""
        part = self._part
        dossiers = part.dossiers
        chosen = part.pane.listing.chosen()
        after = chosen[-1].uuid if chosen else None
        current = part.current
        writing = Recording()

        def work() -> tuple[str, str]:
            if any(row.uuid == current for row in dossiers.all()):
                dossier = current
            else:
                dossier = dossiers.add(dossiers.free_name(say("我的专题"))).uuid
            return dossier, dossiers.add_note(dossier, "", after)

        def done(dossier_and_note: tuple[str, str]) -> None:
            dossier, note = dossier_and_note
            part.turn_to(dossier)
            self._notes.begin(note, writing)
            part.come_forward()
            part.read(partial(part.pane.listing.write_in, note))

        self._undo.run(work, done, self._fail, writing)

    def write_note(self, uuid: str, text: str) -> None:
        """Store a note that is written; one that is empty is removed."""
        part = self._part
        dossier = part.current
        if text.strip():
            writing = self._notes.ended(uuid)
            words = say("在专题“{name}”里写的话", name=part.name_of(dossier))
            work = partial(part.dossiers.write_note, uuid, text)
            part.act(words, work, dossier, uuid, into=writing or Recording())
        elif self._notes.is_fresh(uuid):
            self.cancel(uuid)
        else:  # removed, with the text from before it was emptied
            self.cancel(uuid)
            part.remove([uuid])

    def keep_draft(self, uuid: str, text: str) -> None:
        write = partial(self._part.dossiers.write_note, uuid, text)
        self._undo.run(write, failed=self._fail, into=self._notes.of(uuid))

    def cancel(self, uuid: str) -> None:
        """Revert what was stored of a note while it was being written; a new note is removed."""
        writing = self._notes.ended(uuid)
        if writing is None:
            return
        acts = self._part.desk.library.acts

        def revert() -> None:
            acts.turned(writing.changes())

        self._undo.run(revert, lambda _: self._part.read(), self._fail)
