"""Saved searches in the window: saving, naming, removing, counting, and opening them with new results marked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from reader.i18n import say
from reader.library.library import Library
from reader.library.read_share import WHOLE, ReadSoFar, all_so_far, so_far
from reader.search.documents import SearchCancelled
from reader.ui.frame.frame import Tab
from reader.ui.search.results_controller import ResultsController
from reader.ui.search.search_frame import SearchFrame
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets import fonts, text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Label, Rule, column_layout, plain
from reader.ui.widgets.listing import CHOICE, Listing, RowAct, on_row
from reader.ui.widgets.row_list import EditableDelegate, Index, RowList, RowModel
from reader.ui.widgets.services import Change, Handlers, LibraryFeature, Services
from reader.ui.widgets.undo_stack import FAULTS, UndoStack

if TYPE_CHECKING:
    from reader.library.saved_searches import Look, Saved, SavedCount

_TOP = QModelIndex()
_ROW, _MOST_ROWS = 30, 7
_NAME_LENGTH = 100
_COUNTING = "…"


class SavedRow(Struct, frozen=True):
    """A saved search; `total` is None until it was counted, `trouble` states why it can't be run.

    `spoken` are the numbers in words; "" for those of articles. `giver` says in words who gave it, "" for one's own.
    """

    uuid: str
    name: str
    query: str
    total: int | None = None
    new: int = 0
    trouble: str = ""
    spoken: str = ""
    giver: str = ""
    read: ReadSoFar = WHOLE
    """From how much of the library the numbers are."""


class SavedActs(Struct, frozen=True):
    """What is done with a named thing, which is given by its uuid."""

    open: Callable[[str], object]
    rename: Callable[[str, str], object]
    remove: Callable[[str], object]


class _SavedModel(RowModel[SavedRow]):
    """The model of the rows; an edited name is passed to `acts`, and changes when the rows are set again."""

    acts: SavedActs

    def set_rows(self, rows: Sequence[SavedRow]) -> None:
        """Replace the rows; if only numbers have changed, an editor in the list stays open."""
        if [(row.uuid, row.name) for row in rows] != [(row.uuid, row.name) for row in self._rows]:
            super().set_rows(rows)
        elif rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def words(self, row: SavedRow) -> str:
        return " ".join(filter(None, [row.name, row.giver, *numbers(row)]))

    def spoken(self, row: SavedRow) -> str:
        return wording.listed([row.name, row.giver, *spoken_numbers(row), row.trouble])

    def tip(self, row: SavedRow) -> str:
        return plain("\n".join(filter(None, [row.query, row.trouble, all_so_far(row.read)])))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_edited = index.isValid() and role == Qt.ItemDataRole.EditRole
        return self.row(index).name if is_edited else super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name or name == self.row(index).name:
            return False
        self.acts.rename(self.row(index).uuid, name)
        return True


def numbers(row: SavedRow) -> list[str]:
    """Return the texts shown after the name of a row: the number of new articles (新 3), "" for none, and the total."""
    new = say("新 {n}", n=f"{row.new:,}") if row.new else ""
    total = _COUNTING if row.total is None else f"{row.total:,}"
    return [new, total if row.read.is_whole else say("到此 {number}", number=total)]


def spoken_numbers(row: SavedRow) -> list[str]:
    if row.spoken:
        return [row.spoken]
    if row.total is None:
        return [say("还在数")]
    return [so_far(row.read, wording.articles(row.total)), say("新 {n}", n=f"{row.new:,}") if row.new else ""]


class _NameLine(QLineEdit):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Consume Enter, which ends editing a name, so that it does not also open the row below."""
        super().keyPressEvent(event)
        event.accept()


class _Delegate(EditableDelegate[_SavedModel]):
    """Paints rows of 30 px: the name, the number of new articles in a box, the total; bold if any are new."""

    selected = "sel"
    height = _ROW
    name_of_names = ""

    def paint_rule(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Paint nothing: there are no rules between the rows."""

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        inner = rect.adjusted(16, 0, -12, 0)
        new, number = numbers(row)
        small = fonts.sans(12)
        taken = text_painting.draw_words(painter, inner, number, small, "ink3", text_painting.RIGHT)
        inner.setRight(inner.right() - taken - 8)
        if row.giver:
            bold = fonts.sans(12, 700)
            taken = text_painting.draw_words(painter, inner, row.giver, bold, "ok", text_painting.RIGHT)
            inner.setRight(inner.right() - taken - 8)
        if new:
            bold = fonts.sans(12, 700)
            box = QRectF(inner)
            box.setLeft(box.right() - text_painting.width_of(new, bold) - 14)
            box = box.adjusted(0, 6, 0, -6)
            text_painting.draw_box(painter, box, 3, "soft", None)
            text_painting.draw_words(painter, box, new, bold, "accent", text_painting.CENTER)
            inner.setRight(box.left() - 8)
        ink = "warn" if row.trouble else "ink"
        text_painting.draw_words(painter, inner, row.name, fonts.sans(13, 700 if new else 400), ink)

    # -- the editor of the name

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = _NameLine(parent)
        line.setMaxLength(_NAME_LENGTH)
        line.setFont(fonts.sans(13))
        line.setAccessibleName(self.name_of_names)
        return line


class _SavedList(Listing[SavedRow]):
    model: _SavedModel

    def key_of(self, row: SavedRow) -> str:
        return row.uuid

    def acts(self) -> Sequence[RowAct[SavedRow]]:
        return [
            on_row(say("打开"), lambda row: self.model.acts.open(row.uuid), CHOICE),
            on_row(say("改名") + "\tF2", lambda row: self.edit(row.uuid), "F2"),
            on_row(say("删除") + "\tDelete", lambda row: self.model.acts.remove(row.uuid), "Del"),
        ]

    def edit(self, uuid: str) -> None:
        """Open the editor of a row's name."""
        self.select(uuid)
        if (index := self.model.index_where(lambda row: row.uuid == uuid)).isValid():
            self.view.edit(index)


class SavedPane(QWidget):
    """Named things (`view`) below a heading; hidden if there are none.

    The rows change only when `show_rows` is called again.
    """

    def __init__(self, name: str, name_of_names: str, *, has_heading: bool = True) -> None:
        """Make the list with the heading `name`; `name_of_names` is the name of one of its things."""
        super().__init__()
        theme.tint(self, "sidebar")
        self.setAccessibleName(name)
        self.model = _SavedModel()
        self.listing = _SavedList(
            name, "sidebar", begins_at_first=False, model=self.model, delegate=_Delegate
        )
        self.edit = self.listing.edit
        self.view = self.listing.view
        painter = self.view.itemDelegate()
        assert isinstance(painter, _Delegate)
        painter.name_of_names = name_of_names
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(RowList.EditTrigger.NoEditTriggers)
        heading = Label(name, fonts.sans(12), "ink3")
        heading.setContentsMargins(16, 8, 16, 2)
        if not has_heading:
            heading.hide()
        column_layout(heading, self.listing, 6, Rule(), of=self, margins=(0, 0, 0, 0), spacing=0)
        self.hide()

    def show_rows(self, rows: Sequence[SavedRow]) -> None:
        """Show other rows, or new numbers; the selected row stays selected."""
        chosen = self.listing.current()
        self.listing.show_rows(rows)
        if chosen is None or all(row.uuid != chosen.uuid for row in rows):
            self.view.chooser.select(QModelIndex())
        self.listing.setFixedHeight(_ROW * min(len(rows), _MOST_ROWS))
        self.setVisible(bool(rows))

    def select(self, uuid: str) -> None:
        """Select a row without a signal; an unknown uuid clears the selection.

        While a name is edited, its row stays selected.
        """
        if self.view.state() is RowList.State.EditingState:
            return
        self.view.chooser.select(self.model.index_where(lambda row: row.uuid == uuid))


class SavedFrame(SearchFrame, Protocol):
    """What saved searches use of the window's layout."""

    @property
    def saved(self) -> SavedPane: ...


class SavedController(LibraryFeature):
    """Keeps the sidebar's saved searches up to date, and opens them."""

    _counted = Signal(object, str, object)

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: SavedFrame,
        results: ResultsController,
        undoing: UndoStack,
        updating: SyncController,
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
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
        frame.saved.model.acts = SavedActs(self.open, self._rename, self._remove)
        frame.search.save_button.clicked.connect(self.save)

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
            self._frame.saved.show_rows(
                [_row(each, known.get(each.uuid), self._library.read) for each in saved]
            )
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
        fresh = _row(self._saved[uuid], counted, self._library.read)
        pane.show_rows([fresh if row.uuid == uuid else row for row in rows])

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
        self._undoing.act(words, save, done, lambda made: self._show_place(made[0].uuid), self._fail, faults)

    def _name(self, uuid: str) -> None:
        if self._frame.tab is Tab.PAPERS and self._frame.saved.isVisible():
            self._frame.saved.edit(uuid)

    def _rename(self, uuid: str, name: str) -> None:
        self._undoing.act(
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
        self._undoing.act(words, lambda: remove(uuid), done, lambda _: self._show_place(uuid))

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
        self._results.open_saved(saved.query, saved.order, all_shapes=saved.all_shapes, left=self._left)
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


def _row(saved: Saved, counted: SavedCount | None, read: ReadSoFar) -> SavedRow:
    if counted is None:
        return SavedRow(saved.uuid, saved.name, saved.query, read=read)
    trouble = counted.trouble_in_words()
    return SavedRow(saved.uuid, saved.name, saved.query, counted.total, counted.new, trouble, read=read)
