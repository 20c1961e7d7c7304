"""Saved searches in the window: saving, naming, removing, counting, and opening them with new results marked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.i18n import say
from reader.library.library import Library
from reader.search.engine import SearchCancelled
from reader.ui.frame.frame import Tab
from reader.ui.search.results_controller import ResultsController
from reader.ui.search.saved_list import SavedRow
from reader.ui.search.search_frame import SearchFrame
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Feature, Handlers, Services
from reader.ui.widgets.undo_stack import FAULTS, UndoStack

if TYPE_CHECKING:
    from reader.library.saved_searches import Look, Saved, SavedCount


class SavedController(Feature):
    """Keeps the sidebar's saved searches up to date, and opens them."""

    _counted = Signal(object, str, object)

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: SearchFrame,
        results: ResultsController,
        undoing: UndoStack,
        updating: SyncController,
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._frame = frame
        self._results = results
        self._undoing = undoing
        self._updating = updating
        self._reads = TaskQueue(self)
        self._looks = TaskQueue(self)
        self._counts = TaskQueue(self)
        self._counting, self._looking = threading.Event(), threading.Event()
        self._saved: dict[str, Saved] = {}
        self._open: Saved | None = None
        self._counted.connect(self._show_count)
        pane = frame.saved
        pane.opened.connect(self.open)
        pane.renamed.connect(self._rename)
        pane.removeWanted.connect(self._remove)
        frame.search.save_button.clicked.connect(self.save)
        results.savedLeft.connect(self._left)

    def handlers(self) -> Handlers:
        return {
            "save_search": self.save,
        }

    def refresh(self, change: Change) -> None:
        # while a sync stores issues one after another, the numbers wait for its end
        if change is not Change.PAPERS or not self._updating.process.is_running():
            self.read()

    def finish(self) -> None:
        """Cancel the counting of the saved searches."""
        self._counting.set()
        self._looking.set()

    def is_idle(self) -> bool:
        return self._undoing.is_idle() and all(queue.is_idle() for queue in self._queues())

    # -- showing

    def read(self, then: Callable[[], None] = lambda: None) -> None:
        """Read the saved searches with their known numbers, and count those that have changed."""

        def read() -> tuple[list[Saved], dict[str, SavedCount]]:
            return self._library.saved.all(), self._library.saved.known_counts()

        def done(found: tuple[list[Saved], dict[str, SavedCount]]) -> None:
            saved, known = found
            self._saved = {each.uuid: each for each in saved}
            self._frame.saved.show_rows([_row(each, known.get(each.uuid)) for each in saved])
            if self._open is not None:
                self._frame.saved.select(self._open.uuid)
            then()
            if saved:
                self._count()

        # the bookmarks report the trouble with the file
        self._reads.run(read, done, lambda _: None, FAULTS)

    def _count(self) -> None:
        self._counting.set()
        self._counting = token = threading.Event()

        def count() -> None:
            for saved, counted in self._library.saved.counts(token.is_set):
                if token.is_set():
                    break
                self._counted.emit(token, saved.uuid, counted)

        self._counts.run(count, lambda _: None, expected=(SearchCancelled, *FAULTS))

    def _show_count(self, token: threading.Event, uuid: str, counted: SavedCount) -> None:
        if not token.is_set():
            self._show(uuid, counted)

    def _show(self, uuid: str, counted: SavedCount) -> None:
        pane = self._frame.saved
        rows = pane.model.rows()
        pane.show_rows([_row(self._saved[uuid], counted) if row.uuid == uuid else row for row in rows])

    # -- changing

    def save(self) -> None:
        """Save the current search, named after its query, and let a person edit the name."""
        searching = self._results.searching
        text, shapes, order = searching.text.strip(), searching.has_all_shapes, self._results.order()
        if not text:
            self._services.message(say("先搜索，再存下来。"))
            self._frame.search.begin()
            return
        library = self._library.saved

        def save() -> tuple[Saved, bool]:
            known = library.of(text, all_shapes=shapes)
            return known or library.add(
                library.free_name(text), text, order, all_shapes=shapes
            ), known is None

        def done(made: tuple[Saved, bool]) -> None:
            saved, is_new = made
            if not is_new:
                self._frame.saved.select(saved.uuid)
                self._services.message(say("这个搜索已经存过，叫“{name}”。", name=saved.name))
                return
            self._open = saved
            self._services.message(say("已存下“{name}”", name=saved.name), can_undo=True)
            self.read(lambda: self._name(saved.uuid))

        words, faults = say("存下搜索“{name}”", name=text), (SearchCancelled, *FAULTS)
        self._undoing.do(words, save, done, lambda made: self._show_place(made[0].uuid), self._fail, faults)

    def _name(self, uuid: str) -> None:
        if self._frame.tab is Tab.PAPERS and self._frame.saved.isVisible():
            self._frame.saved.edit(uuid)

    def _rename(self, uuid: str, name: str) -> None:
        self._undoing.do(
            say("把存下的搜索“{name}”改名为“{new}”", name=self._saved[uuid].name, new=name),
            lambda: self._library.saved.rename(uuid, name),
            lambda _: self.read(),
            lambda _: self._show_place(uuid),
        )

    def _remove(self, uuid: str) -> None:
        saved = self._saved[uuid]

        def done(_: None) -> None:
            self._services.message(say("已删除存下的搜索“{name}”", name=saved.name), can_undo=True)
            self.read()

        words = say("删除存下的搜索“{name}”", name=saved.name)
        remove = self._library.saved.remove
        self._undoing.do(words, lambda: remove(uuid), done, lambda _: self._show_place(uuid))

    def _show_place(self, uuid: str) -> None:
        """Show the list, and this search in it, after it was changed by undoing or redoing."""
        if not self._frame.saved.isVisibleTo(self._frame.widget()):
            self._frame.show_tab(Tab.PAPERS)
        self.read(lambda: self._frame.saved.select(uuid))

    def _fail(self, error: Exception) -> None:
        if isinstance(error, FAULTS):
            self._services.error(error)

    # -- opening

    def open(self, uuid: str) -> None:
        """Run a saved search, mark its new articles, and record all of them as seen."""
        saved = self._saved.get(uuid)
        if saved is None:
            return
        self._looking.set()
        self._results.open_saved(saved.query, saved.order, all_shapes=saved.all_shapes)
        self._looking = token = threading.Event()
        self._open = saved
        self._frame.saved.select(uuid)

        def done(look: Look) -> None:
            if token.is_set():
                return
            self._counting.set()
            self._results.set_fresh(look.new)
            self._show(uuid, replace(look.count, new=0))
            if words := look.count.trouble_in_words():
                self._services.message(words)
            self._count()

        def failed(error: Exception) -> None:
            if not token.is_set():
                self._fail(error)

        self._looks.run(
            lambda: self._library.saved.look(saved, token.is_set), done, failed, (SearchCancelled, *FAULTS)
        )

    def _left(self) -> None:
        self._looking.set()
        self._open = None
        self._frame.saved.select("")

    def _queues(self) -> tuple[TaskQueue, ...]:
        return self._reads, self._looks, self._counts


def _row(saved: Saved, counted: SavedCount | None) -> SavedRow:
    if counted is None:
        return SavedRow(saved.uuid, saved.name, saved.query)
    trouble = counted.trouble_in_words()
    return SavedRow(saved.uuid, saved.name, saved.query, counted.total, counted.new, trouble)
