"""Dossiers: adding to them by the menus of all panes, changing, exporting them. Changes are stored, then shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QMenu

from reader.export.dossier import DossierText, dossier_text
from reader.export.forms import DossierFormat, Style
from reader.export.pdf_file import named_file
from reader.i18n import count, say
from reader.language.forms import search_form
from reader.library.library import Library
from reader.newspaper.dossier import DossierRow, Entry
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from reader.storage.act_recording import Recording
from reader.ui.article.article_page import ArticleEntries
from reader.ui.article.article_pane import ArticlePane
from reader.ui.frame import Tab
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmark_display import NotebookFrame
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.notebook.dossier_list import DossierPane, words_of
from reader.ui.page.page_pane import PagePane
from reader.ui.printing.clipping_controller import ClippingController, picked
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.dialog import ask_for_file
from reader.ui.widgets.row_list import ARTICLES, BOOKMARKS, dragged_ids
from reader.ui.widgets.services import Feature, Handlers, LibraryFeature, Services
from reader.ui.widgets.undo_stack import FAULTS, UndoStack

if TYPE_CHECKING:
    from reader.ui.printing.print_job import SlicedJob


class DossierExport(LibraryFeature):
    def __init__(
        self, services: Services, library: Library, pane: DossierPane, style: Callable[[], Style]
    ) -> None:
        super().__init__(services, library, pane)
        self._pane = pane
        self._style = style
        self._job: SlicedJob | None = None
        self._tasks = TaskQueue(self, writes=True)

    def finish(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def is_idle(self) -> bool:
        return self._tasks.is_idle() and (self._job is None or self._job.is_idle())

    def ask(self, form: DossierFormat) -> None:
        row = self._pane.current()
        if row is None:
            return
        name, kind = f"{named_file(row.name)}{form.suffix}", f"*{form.suffix}"
        if file := ask_for_file(self._pane.window(), say("导出专题"), name, kind, [form.suffix]):
            self.export(row, file.path, form, replaces=file.replaces)

    def export(self, row: DossierRow, target: Path, form: DossierFormat, *, replaces: bool) -> None:
        style, dossiers = self._style(), self._library.dossiers

        def text() -> DossierText:
            return dossier_text(row.name, dossiers.entries(row.uuid), style, dossiers.story_of)

        if form is DossierFormat.PDF:
            typeset = partial(self._typeset, target=target, replaces=replaces)
            self._tasks.run(text, typeset, self._services.error, FAULTS)
        else:
            write = self._services.write_file
            write(self._tasks, target, lambda: form.writer(text()), replaces=replaces)

    def _typeset(self, text: DossierText, target: Path, *, replaces: bool) -> None:
        from reader.ui.printing.on_paper import DossierPrintout
        from reader.ui.printing.print_job import PdfWork, SlicedJob
        from reader.ui.printing.sheets import PaperChoice

        printout = DossierPrintout(text, PaperChoice())
        work = PdfWork(printout, printout.about())
        job = self._job = SlicedJob(self)

        def write() -> None:
            self._services.write_file(self._tasks, target, work.data, replaces=replaces)

        job.begin(work, write)


_MOST_RESTORED = 20
"""The maximum number of removed dossiers, and of removed entries, that are offered to be restored."""


class _State(Struct, frozen=True):
    """The content of the pane; `current` is the uuid of the chosen dossier, "" if there is none."""

    dossiers: list[DossierRow]
    current: str
    entries: list[Entry]
    removed: list[DossierRow]
    removed_entries: list[Entry]


class Dossiers(LibraryFeature):
    def __init__(
        self,
        services: Services,
        library: Library,
        frame: NotebookFrame,
        reading: ReadingController,
        bookmarks: Bookmarks,
        undo: UndoStack,
        clipping: ClippingController,
        style: Callable[[], Style],
    ) -> None:
        super().__init__(services, library, frame.dossiers)
        self._frame = frame
        self._pane = pane = frame.dossiers
        self._reading = reading
        self._bookmarks = bookmarks
        self._undo = undo
        self._clipping = clipping
        self._current = ""
        self._fresh_note = ""
        """The uuid of the note that was made last; it is removed again if it stays empty."""
        self._writing: dict[str, Recording] = {}
        """By the uuids of notes that are being written: the changes stored of them so far."""
        self._tasks = TaskQueue(self, writes=True)
        self.exporting = DossierExport(services, library, pane, style)
        pane.serve(self)
        bookmarks.changed.connect(lambda _: self.read())  # also after an import, and at the start

    def handlers(self) -> Handlers:
        return {
            "write_in_dossier": self.write,
        }

    def finish(self) -> None:
        self.exporting.finish()

    def is_idle(self) -> bool:
        return self._undo.is_idle() and self._tasks.is_idle() and self.exporting.is_idle()

    # -- showing

    def read(self, then: Callable[[], None] = lambda: None) -> None:
        wanted = self._current

        def show(state: _State) -> None:
            if self._current not in (wanted, state.current):
                return  # another one was chosen meanwhile, and is read next
            self._current = state.current
            self._pane.show_dossiers(state.dossiers, state.current)
            self._pane.show_entries(state.entries)
            self._pane.set_removed(state.removed, state.removed_entries)
            then()

        def failed(error: Exception) -> None:
            self._services.error(error)
            self._pane.show_trouble(str(error))

        self._tasks.run(lambda: self._state(wanted), show, failed, FAULTS)

    def choose(self, uuid: str) -> None:
        self._current = uuid
        self.read()

    def _state(self, wanted: str) -> _State:
        dossiers = self._library.dossiers
        rows = dossiers.all()
        known = [row.uuid for row in rows]
        current = wanted if wanted in known else known[0] if known else ""
        return _State(
            rows,
            current,
            dossiers.entries(current) if current else [],
            dossiers.removed()[:_MOST_RESTORED],
            dossiers.removed_entries(current)[:_MOST_RESTORED] if current else [],
        )

    # -- adding

    def fill_menu(self, menu: QMenu, wanted: Sequence[tuple[int, Passage | None]]) -> None:
        self._fill(menu, lambda uuid: self.add(wanted, uuid))

    def add_bookmark_menu(self, menu: QMenu, bookmarks: Sequence[Bookmark]) -> None:
        self._fill(menu.addMenu(say("加进专题")), lambda uuid: self._add_bookmarks(bookmarks, uuid))

    def _fill(self, menu: QMenu, add: Callable[[str | None], None]) -> None:
        menu.setAccessibleName(say("加进专题"))
        for row in self._pane.dossiers:
            name = row.name.replace("&", "&&") + ("\tA" if row.uuid == self._current else "")
            menu.addAction(name, partial(add, row.uuid))
        menu.addSeparator()
        menu.addAction(say("新专题"), lambda: add(""))

    def add(
        self, wanted: Sequence[tuple[int, Passage | None]], uuid: str | None = None, before: str = ""
    ) -> None:
        """Add articles, or passages of them, to a dossier.

        Args:
            wanted: the ids of articles, each with a passage or None for the whole article.
            uuid: the dossier; None for the chosen one, "" for a new one.
            before: the uuid of the entry before which they are inserted; "" for the end.
        """
        dossiers = self._library.dossiers
        self._add(lambda to, after: dossiers.add_articles(to, wanted, after), uuid, before)

    def _add_bookmarks(self, bookmarks: Sequence[Bookmark], uuid: str | None, before: str = "") -> None:
        dossiers = self._library.dossiers
        self._add(lambda to, after: dossiers.add_bookmarks(to, bookmarks, after), uuid, before)

    def _add(self, add: Callable[[str, str | None], list[str]], uuid: str | None, before: str) -> None:
        to = self._current if uuid is None else uuid
        dossiers = self._library.dossiers
        entries = [entry.uuid for entry in self._pane.listing.rows()]
        at = entries.index(before) if before in entries else len(entries)

        def work() -> tuple[DossierRow, list[str], bool]:
            row = next((each for each in dossiers.all() if each.uuid == to), None)
            known = row or dossiers.add(dossiers.free_name(say("我的专题")))
            made = add(known.uuid, entries[at - 1] if row and at and before else None)
            if before and at == 0:
                dossiers.move(known.uuid, made, before)
            return known, made, row is None

        def done(result: tuple[DossierRow, list[str], bool]) -> None:
            row, made, is_new = result
            if is_new or not self._current:
                self._current = row.uuid
            self._services.message(say("已加进专题“{name}”", name=row.name), can_undo=True)
            self.read(lambda: self._pane.listing.select(made[0]))

        self._undo.act(
            lambda result: say("加进专题“{name}”", name=result[0].name),
            work,
            done,
            lambda result: self._show(result[0].uuid, result[1][0]),
        )

    def take_drop(self, data: QMimeData, before: str) -> None:
        if ids := dragged_ids(data, ARTICLES):
            self.add([(int(each), None) for each in ids], before=before)
        elif ids := dragged_ids(data, BOOKMARKS):
            known = (self._bookmarks.by_uuid(str(each)) for each in ids)
            self._add_bookmarks([each for each in known if each is not None], None, before)

    # -- dossiers

    def create(self) -> None:
        dossiers = self._library.dossiers

        def done(row: DossierRow) -> None:
            self._current = row.uuid
            self._come_forward()
            self.read(lambda: self._pane.names.edit(row.uuid))

        self._undo.act(
            lambda row: say("新建专题“{name}”", name=row.name),
            lambda: dossiers.add(dossiers.free_name(say("我的专题"))),
            done,
            lambda row: self._show(row.uuid),
        )

    def rename(self, uuid: str, name: str) -> None:
        words = say("把专题“{name}”改名为“{new}”", name=self._name_of(uuid), new=name)
        self._do(words, lambda: self._library.dossiers.rename(uuid, name), uuid)

    def remove_dossier(self, uuid: str) -> None:
        name = self._name_of(uuid)
        words, message = say("删除专题“{name}”", name=name), say("已删除专题“{name}”", name=name)
        self._do(words, lambda: self._library.dossiers.remove(uuid), uuid, message=message)

    def restore(self, uuid: str, *, is_dossier: bool) -> None:
        dossiers = self._library.dossiers
        if is_dossier:
            self._current = uuid
            self._do(say("找回专题"), lambda: dossiers.restore(uuid), uuid)
        else:
            words = say("在专题“{name}”里找回一条", name=self._name_of(self._current))
            self._do(words, lambda: dossiers.restore_entries([uuid]), self._current, uuid)

    # -- entries

    def write(self) -> None:
        dossiers = self._library.dossiers
        chosen = self._pane.listing.chosen()
        after, to = chosen[-1].uuid if chosen else None, self._current
        writing = Recording()

        def work() -> tuple[str, str]:
            known = to if any(row.uuid == to for row in dossiers.all()) else ""
            row = known or dossiers.add(dossiers.free_name(say("我的专题"))).uuid
            return row, dossiers.add_note(row, "", after)

        def done(made: tuple[str, str]) -> None:
            self._current, self._fresh_note = made
            self._writing[made[1]] = writing
            self._come_forward()
            self.read(lambda: self._pane.listing.write_in(made[1]))

        self._undo.run(work, done, self._services.error, writing)

    def write_note(self, uuid: str, text: str) -> None:
        dossiers, to = self._library.dossiers, self._current
        name = self._name_of(to)
        if text.strip():
            writing = self._writing.pop(uuid, Recording())
            self._fresh_note = "" if uuid == self._fresh_note else self._fresh_note
            words = say("在专题“{name}”里写的话", name=name)
            self._do(words, lambda: dossiers.write_note(uuid, text), to, uuid, into=writing)
        elif uuid == self._fresh_note:
            self.cancel(uuid)
        else:  # removed, with the text from before it was emptied
            self.cancel(uuid)
            self.remove([uuid])

    def keep_draft(self, uuid: str, text: str) -> None:
        writing = self._writing.setdefault(uuid, Recording())
        self._undo.run(
            lambda: self._library.dossiers.write_note(uuid, text), failed=self._services.error, into=writing
        )

    def cancel(self, uuid: str) -> None:
        self._fresh_note = "" if uuid == self._fresh_note else self._fresh_note
        if (writing := self._writing.pop(uuid, None)) is not None:
            acts = self._library.acts
            self._undo.run(
                lambda: acts.turned(writing.changes()), lambda _: self.read(), self._services.error
            )

    def remove(self, uuids: Sequence[str]) -> None:
        words = say("从专题“{name}”里取出{what}", name=self._name_of(self._current), what=self._named(uuids))
        message = count(len(uuids), "已删除 {n} 条")
        remove = self._library.dossiers.remove_entries
        self._do(words, lambda: remove(uuids), self._current, *uuids, message=message)

    def move(self, uuids: list[str], before: str) -> None:
        dossiers, to = self._library.dossiers, self._current
        words = say("在专题“{name}”里移动{what}", name=self._name_of(to), what=self._named(uuids))
        self._do(words, lambda: dossiers.move(to, uuids, before or None), to, *uuids)

    def open(self, entry: Entry) -> None:
        assert entry.kept is not None
        passage = entry.kept.passage
        words = passage.exact.split("\n")[0] if passage else ""
        self._reading.open_bookmark(entry.kept, [search_form(words)] if words.strip() else [])

    def offer(self, menu: QMenu, bookmark: Bookmark) -> None:
        menu.addAction(say("剪成图片…"), partial(self._clipping.clip_bookmark, bookmark))

    def export(self, form: DossierFormat) -> None:
        self.exporting.ask(form)

    def _named(self, uuids: Sequence[str]) -> str:
        words = [words_of(entry) for entry in self._pane.listing.rows() if entry.uuid in uuids]
        return (
            say("“{words}”", words=wording.shortened(words[0]))
            if len(words) == 1
            else count(len(uuids), " {n} 条")
        )

    def _name_of(self, uuid: str) -> str:
        return next((row.name for row in self._pane.dossiers if row.uuid == uuid), "")

    # -- carrying out

    def _come_forward(self) -> None:
        if not self._pane.isVisible():
            self._frame.show_tab(Tab.DOSSIERS)

    def _do(
        self,
        words: str,
        work: Callable[[], object],
        dossier: str,
        *entries: str,
        message: str = "",
        into: Recording | None = None,
    ) -> None:
        """Carry out an act on a dossier, or on some of its entries, and show them again when it is undone or redone."""

        def done(_: object) -> None:
            if message:
                self._services.message(message, can_undo=True)
            self.read()

        def failed(error: Exception) -> None:
            self._services.error(error)
            self.read()

        self._undo.act(words, work, done, lambda _: self._show(dossier, *entries), failed, into=into)

    def _show(self, dossier: str, *entries: str) -> None:
        self._current = dossier
        self._come_forward()
        self.read(lambda: self._pane.listing.select(entries[0]) if entries else None)


class Collecting(Feature):
    def __init__(
        self,
        services: Services,
        library: Library,
        frame: NotebookFrame,
        pane: Callable[[], ArticlePane | PagePane],
        reading: ReadingController,
        bookmarks: Bookmarks,
        undo: UndoStack,
        style: Callable[[], Style],
        parent: QObject,
    ) -> None:
        """Make the feature; `pane` returns the active pane, `style` that of citations."""
        super().__init__(services, parent)
        self._pane = pane
        self.clipping = ClippingController(services, library, frame.window, pane, style, self)
        self.dossiers = Dossiers(services, library, frame, reading, bookmarks, undo, self.clipping, style)

    def handlers(self) -> Handlers:
        return {
            "add_to_dossier": self.add_active,
        }

    def add_active(self) -> None:
        found = picked(self._pane())
        if found is None or not found[0].id:
            self._services.message(say("先选一篇文章。"))
        else:
            self.dossiers.add([(found[0].id, found[1])])

    # -- menus

    def offer(self, entries: ArticleEntries, stored: StoredArticle, passage: Passage | None) -> None:
        entries.more.addAction(
            say("剪成图片…") + "\tCtrl+Shift+I", partial(self.clipping.clip, stored, passage)
        )
        if stored.id:
            self.dossiers.fill_menu(entries.dossier, [(stored.id, passage)])

    def offer_for_articles(self, menu: QMenu, article_ids: Sequence[int]) -> None:
        self.dossiers.fill_menu(menu.addMenu(say("加进专题")), [(each, None) for each in article_ids])

    def offer_for_bookmark(self, menu: QMenu, bookmark: Bookmark) -> None:
        self.dossiers.offer(menu, bookmark)
        self.dossiers.add_bookmark_menu(menu, [bookmark])
