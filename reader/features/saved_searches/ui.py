"""Saved searches in the window: saving, naming, removing, counting, and opening them with new results marked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader import do_nothing
from reader.i18n import say
from reader.library.read_share import ReadSoFar
from reader.search.documents import SearchCancelled
from reader.ui.desk import Desk, Part
from reader.ui.frame import Tab
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import IconButton
from reader.ui.widgets.named_list import NamedActs, NamedPane, NamedRow
from reader.ui.widgets.services import Change, Handlers
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.features.saved_searches.saved_searches import Look, Saved, SavedCount, SavedSearches


class SavedPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._frame = desk.frame
        self._results = desk.results
        self._undo = desk.undo
        self.pane = NamedPane(say("已保存的搜索"), say("搜索的名字"))
        self.pane.view.setObjectName("savedSearches")
        self._frame.put_above("notes", self.pane, self.pane.view)
        self._reads = TaskQueue(self)
        self._looks = TaskQueue(self)
        self._counts = TaskQueue(self)
        self._count_token = threading.Event()
        self._look_token = threading.Event()
        self._saved: dict[str, Saved] = {}
        self._open: Saved | None = None
        self.pane.model.acts = NamedActs(self.open, self._rename, self._remove)
        words = say("保存搜索 (Ctrl+Shift+S)")
        self.button = IconButton("save-search", words, 26, "ink3", act=self.save)
        self._frame.search.add_button(self.button)

    @cached_property
    def _searches(self) -> SavedSearches:
        from reader.features.saved_searches.saved_searches import searches_of

        return searches_of(self._library)

    def handlers(self) -> Handlers:
        return {"save_search": self.save}

    def prepare(self) -> Iterator[None]:
        self.read()
        yield

    def refresh(self, change: Change) -> None:
        # while a sync stores issues one after another, the numbers wait for its end
        if change is not Change.PAPERS or not self.desk.sync.process.is_running():
            self.read()

    def finish(self) -> None:
        self._count_token.set()
        self._look_token.set()

    def is_idle(self) -> bool:
        return self._undo.is_idle() and super().is_idle()

    # -- showing

    def read(self, then: Callable[[], None] = do_nothing) -> None:
        def read() -> tuple[list[Saved], dict[str, SavedCount]]:
            return self._searches.all(), self._searches.known_counts()

        def done(found: tuple[list[Saved], dict[str, SavedCount]]) -> None:
            saved, count_by_uuid = found
            self._saved = {search.uuid: search for search in saved}
            self.pane.show_rows(
                [_row(search, count_by_uuid.get(search.uuid), self._library.read) for search in saved]
            )
            if self._open is not None:
                self.pane.select(self._open.uuid)
            then()
            if saved:
                self._count()

        # the bookmarks report the trouble with the file
        self._reads.run(read, done, do_nothing, FAULTS)

    def _count(self) -> None:
        self._count_token.set()
        token = threading.Event()
        self._count_token = token

        def count() -> None:
            for saved, counted in self._searches.counts(token.is_set):
                if token.is_set():
                    break
                self._counts.tell(token, self._show, saved.uuid, counted)

        self._counts.run(count, do_nothing, expected=(SearchCancelled, *FAULTS))

    def _show(self, uuid: str, counted: SavedCount) -> None:
        saved = self._saved.get(uuid)
        if saved is None:  # it was made since the list was read, which will be read again
            return
        rows = list(self.pane.model.rows())
        for at, row in enumerate(rows):
            if row.uuid == uuid:
                rows[at] = _row(saved, counted, self._library.read)
        self.pane.show_rows(rows)

    # -- changing

    def save(self) -> None:
        """Save the current search, named after its query, and let a person edit the name."""
        searching = self._results.searching
        text = searching.text.strip()
        shapes = searching.has_all_shapes
        order = self._results.order()
        if not text:
            self._services.message(say("先搜索，再保存。"))
            self._frame.search.begin()
            return
        library = self._searches

        def save() -> tuple[Saved, bool]:
            old_search = library.of(text, all_shapes=shapes)
            if old_search is not None:
                return old_search, False
            return library.add(library.free_name(text), text, order, all_shapes=shapes), True

        def done(saved_and_is_new: tuple[Saved, bool]) -> None:
            saved, is_new = saved_and_is_new
            if not is_new:
                self.pane.select(saved.uuid)
                self._services.message(say("这个搜索已经存过，叫“{name}”。", name=saved.name))
                return
            self._open = saved
            self._services.message(say("已保存“{name}”", name=saved.name), can_undo=True)
            self.read(partial(self._name, saved.uuid))

        def show(saved_and_is_new: tuple[Saved, bool]) -> None:
            saved, _ = saved_and_is_new
            self._show_place(saved.uuid)

        words = say("保存搜索“{name}”", name=text)
        self._undo.act(words, save, done, show, self._fail, (SearchCancelled, *FAULTS))

    def _name(self, uuid: str) -> None:
        """Let a person edit the name in its row, where the sidebar is shown; it does not open for that."""
        if self._frame.is_sidebar_shown():
            self._frame.show_tab(Tab.BOOKMARKS)
            self.pane.edit(uuid)

    def _rename(self, uuid: str, name: str) -> None:
        def done(_: object) -> None:
            self.read()

        words = say("把保存的搜索“{name}”改名为“{new}”", name=self._saved[uuid].name, new=name)
        rename = partial(self._searches.rename, uuid, name)
        self._undo.act(words, rename, done, lambda _: self._show_place(uuid))

    def _remove(self, uuid: str) -> None:
        saved = self._saved[uuid]

        def done(_: None) -> None:
            self._services.message(say("已删除保存的搜索“{name}”", name=saved.name), can_undo=True)
            self.read()

        words = say("删除保存的搜索“{name}”", name=saved.name)
        remove = partial(self._searches.remove, uuid)
        self._undo.act(words, remove, done, lambda _: self._show_place(uuid))

    def _show_place(self, uuid: str) -> None:
        if not self.pane.isVisibleTo(self._frame):
            self._frame.show_tab(Tab.BOOKMARKS)
        self.read(partial(self.pane.select, uuid))

    def _fail(self, error: Exception) -> None:
        if isinstance(error, FAULTS):
            self._services.error(error)

    # -- opening

    def open(self, uuid: str) -> None:
        saved = self._saved.get(uuid)
        if saved is None:
            return
        self._look_token.set()
        self._results.open_in_order(saved.query, saved.order, all_shapes=saved.all_shapes, left=self._left)
        token = threading.Event()
        self._look_token = token
        self._open = saved
        self.pane.select(uuid)

        def done(look: Look) -> None:
            self._count_token.set()
            self._results.set_fresh(look.new)
            self._show(uuid, replace(look.count, new=0))
            words = look.count.trouble_in_words()
            if words:
                self._services.message(words)
            self._count()

        faults = (SearchCancelled, *FAULTS)
        self._looks.run(partial(self._searches.look, saved, token.is_set), done, self._fail, faults, token)

    def _left(self) -> None:
        self._look_token.set()
        self._open = None
        self.pane.select("")


def _row(saved: Saved, counted: SavedCount | None, read: ReadSoFar) -> NamedRow:
    if counted is None:
        return NamedRow(saved.uuid, saved.name, saved.query, read=read)
    trouble = counted.trouble_in_words()
    return NamedRow(saved.uuid, saved.name, saved.query, counted.total, counted.new, trouble, read=read)
