"""A list of the things that a reader has named, with their numbers: its rows are renamed in place, and removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from reader.i18n import say
from reader.library.read_share import WHOLE, ReadSoFar, all_so_far, so_far
from reader.storage.record_tables import NAME_LENGTH
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import Label, Rule, column_layout, plain
from reader.ui.widgets.listing import CHOICE, Listing, RowAct, on_row
from reader.ui.widgets.row_list import EditableDelegate, Index, RowList, RowModel

_ROW = 30
_MOST_ROWS = 7
_COUNTING = "…"


class NamedRow(Struct, frozen=True):
    """A named thing; `total` is None until it was counted, `trouble` states why it can't be used.

    `spoken` are the numbers in words; "" for those of articles. `giver` says in words who gave it, "" for one's own.
    `kind` says what it is, where things of several kinds are listed.
    """

    uuid: str
    name: str
    about: str
    """What the tip says of it."""
    total: int | None = None
    new: int = 0
    trouble: str = ""
    spoken: str = ""
    giver: str = ""
    kind: str = ""
    read: ReadSoFar = WHOLE
    """From how much of the library the numbers are."""


class NamedActs(Struct, frozen=True):
    """What is done with a named thing, which is given by its uuid."""

    open: Callable[[str], object]
    rename: Callable[[str, str], object]
    remove: Callable[[str], object]


class _NamedModel(RowModel[NamedRow]):
    """The model of the rows; an edited name is passed to `acts`, and changes when the rows are set again."""

    acts: NamedActs

    def set_rows(self, rows: Sequence[NamedRow]) -> None:
        """Replace the rows; if only numbers have changed, an editor in the list stays open."""
        names = [(row.uuid, row.name) for row in rows]
        if names != [(row.uuid, row.name) for row in self._rows]:
            super().set_rows(rows)
        elif rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def words(self, row: NamedRow) -> str:
        return " ".join(filter(None, [row.name, row.kind, row.giver, *numbers(row)]))

    def spoken(self, row: NamedRow) -> str:
        return wording.listed([row.name, row.kind, row.giver, *spoken_numbers(row), row.trouble])

    def tip(self, row: NamedRow) -> str:
        counted = wording.listed(spoken_numbers(row))
        return plain("\n".join(filter(None, [row.about, counted, row.trouble, all_so_far(row.read)])))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_edited = index.isValid() and role == Qt.ItemDataRole.EditRole
        if is_edited:
            return self.row(index).name
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name or name == self.row(index).name:
            return False
        self.acts.rename(self.row(index).uuid, name)
        return True


def numbers(row: NamedRow) -> list[str]:
    """Return the texts shown after the name of a row: the number of new articles (新 3), "" for none, and the total."""
    new = say("新 {n}", n=f"{row.new:,}") if row.new else ""
    total = _COUNTING if row.total is None else f"{row.total:,}"
    return [new, total if row.read.is_whole else say("目前 {number}", number=total)]


def spoken_numbers(row: NamedRow) -> list[str]:
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


class _Delegate(EditableDelegate[_NamedModel]):
    """Paints rows of 30 px: the name, the number of new articles in a box, the total; bold if any are new."""

    selected = "sel"
    height = _ROW
    has_rules = False
    name_of_names = ""

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        inner = rect.adjusted(16, 0, -12, 0)
        new, number = numbers(row)
        small = theme.sans(12)
        words_width = text_painting.draw_words(painter, inner, number, small, "ink3", text_painting.RIGHT)
        inner.setRight(inner.right() - words_width - 8)
        if row.kind:
            words_width = text_painting.draw_words(
                painter, inner, row.kind, small, "ink3", text_painting.RIGHT
            )
            inner.setRight(inner.right() - words_width - 8)
        if row.giver:
            bold = theme.sans(12, 700)
            words_width = text_painting.draw_free(painter, inner, row.giver, bold, "ok", text_painting.RIGHT)
            inner.setRight(inner.right() - words_width - 8)
        if new:
            bold = theme.sans(12, 700)
            box = QRectF(inner)
            box.setLeft(box.right() - text_painting.width_of(new, bold) - 14)
            box = box.adjusted(0, 6, 0, -6)
            text_painting.draw_box(painter, box, 3, "soft", None)
            text_painting.draw_words(painter, box, new, bold, "accent", text_painting.CENTER)
            inner.setRight(box.left() - 8)
        ink = "warn" if row.trouble else "ink"
        text_painting.draw_free(painter, inner, row.name, theme.sans(13, 700 if new else 400), ink)

    # -- the editor of the name

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = _NameLine(parent)
        line.setMaxLength(NAME_LENGTH)
        line.setFont(theme.sans(13))
        line.setAccessibleName(self.name_of_names)
        return line


class _NamedList(Listing[NamedRow]):
    model: _NamedModel

    def key_of(self, row: NamedRow) -> str:
        return row.uuid

    def acts(self) -> Sequence[RowAct[NamedRow]]:
        return [
            on_row(say("打开"), self._open, CHOICE),
            on_row(say("改名") + "\tF2", self._rename, "F2"),
            on_row(say("删除") + "\tDelete", self._remove, "Del"),
        ]

    def _open(self, row: NamedRow) -> None:
        self.model.acts.open(row.uuid)

    def _rename(self, row: NamedRow) -> None:
        self.edit(row.uuid)

    def _remove(self, row: NamedRow) -> None:
        self.model.acts.remove(row.uuid)

    def edit(self, uuid: str) -> None:
        self.select(uuid)
        index = self.model.index_where(lambda row: row.uuid == uuid)
        if index.isValid():
            self.view.edit(index)


class NamedPane(QWidget):
    """Named things (`view`) below a heading; hidden if there are none.

    The rows change only when `show_rows` is called again.
    """

    def __init__(self, name: str, name_of_names: str, *, has_heading: bool = True) -> None:
        """Make the list with the heading `name`; `name_of_names` is the name of one of its things."""
        super().__init__()
        theme.tint(self, "sidebar")
        self.setAccessibleName(name)
        self.model = _NamedModel()
        self.listing = _NamedList(
            name, "sidebar", begins_at_first=False, model=self.model, delegate=_Delegate
        )
        self.edit = self.listing.edit
        self.view = self.listing.view
        painter = self.view.itemDelegate()
        assert isinstance(painter, _Delegate)
        painter.name_of_names = name_of_names
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(RowList.EditTrigger.NoEditTriggers)
        heading = Label(name, theme.sans(12), "ink3")
        heading.setContentsMargins(16, 8, 16, 2)
        if not has_heading:
            heading.hide()
        column_layout(heading, self.listing, 6, Rule(), of=self, margins=(0, 0, 0, 0), spacing=0)
        self.hide()

    def show_rows(self, rows: Sequence[NamedRow]) -> None:
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
