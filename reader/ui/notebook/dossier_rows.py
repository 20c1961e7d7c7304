"""Rows of a dossier: articles, clippings, and notes that are written in their place."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QObject,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QPlainTextEdit,
    QStyleOptionViewItem,
    QWidget,
)

from reader.export.notes import doubt_in_words, quoted, source_in_words
from reader.i18n import say
from reader.language.control_characters import on_one_line
from reader.newspaper.dossier import Entry
from reader.ui.widgets import fonts, icons, text_painting, theme, wording
from reader.ui.widgets.drag_data import MimeDataMaker, dragged_ids, no_data, set_ids
from reader.ui.widgets.row_list import Index, RowList, WritingDelegate

ENTRIES = "application/x-yuebao-entries"
"""The format of entries (their UUIDs) that are dragged within a dossier."""

_TOP = QModelIndex()
_QUOTE_INDENT = 10
_NOTE_LINES, _QUOTE_LINES = 12, 4
_WRITING = 132
"""The least height of a row in which one writes, in pixels."""
_PAUSE = 1500
"""Milliseconds without a key after which what is being written is stored."""


class DossierModel(QAbstractListModel):
    """The entries; what is dropped on them is told by `moved` and `dropped`, and changes when they are set again."""

    moved = Signal(list, str)
    """Entries, and the one before which they are to stand; "" for the end."""
    dropped = Signal(object, str)
    """Mime data from elsewhere, and the entry before which it was dropped; "" for the end."""
    written = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Entry] = []
        self.mime_data_of: MimeDataMaker = no_data
        self.formats: tuple[str, ...] = ()
        """The formats that are taken from elsewhere."""

    def set_rows(self, rows: Sequence[Entry]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rows(self) -> Sequence[Entry]:
        return self._rows

    def row(self, index: Index) -> Entry:
        return self._rows[index.row()]

    def index_of(self, uuid: str) -> QModelIndex:
        places = (place for place, row in enumerate(self._rows) if row.uuid == uuid)
        return next((self.index(place, 0) for place in places), QModelIndex())

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row(index)
        if role == Qt.ItemDataRole.EditRole:
            return row.text
        if role == Qt.ItemDataRole.DisplayRole:
            if row.kept is None:
                return row.text
            source = source_in_words(row.kept).replace(wording.GAP, " ")
            return "\n".join(filter(None, [row.kept.article.title(), source, quoted(row.kept)]))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or self.row(index).kept is not None:
            return False
        self.written.emit(self.row(index).uuid, str(value))
        return True

    # -- dragging

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled  # between the rows, not on them
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if self.row(index).kept is None else flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [ENTRIES, *self.formats]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = [self.row(index) for index in sorted(indexes)]
        data = self.mime_data_of(rows)
        set_ids(data, ENTRIES, [row.uuid for row in rows])
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return any(data.hasFormat(form) for form in self.mimeTypes())

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Tell what was dropped before a row; return False, so that the view removes nothing by itself."""
        row = row if 0 <= row < len(self._rows) else len(self._rows)
        if not data.hasFormat(ENTRIES):
            self.dropped.emit(data, self._rows[row].uuid if row < len(self._rows) else "")
            return False
        if uuids := dragged_ids(data, ENTRIES):
            behind = (each.uuid for each in self._rows[row:] if each.uuid not in uuids)
            self.moved.emit(uuids, next(behind, ""))
        return False


def _lines_of(text: str) -> str:
    """Return a text with its line breaks as Qt sets them."""
    return text.replace("\n", "\u2028")


def _spoken(row: Entry) -> str:
    if row.kept is None:
        return say("自己写的：{text}", text=on_one_line(row.text))
    kept = row.kept
    return wording.listed(
        [
            kept.article.title(),
            *source_in_words(kept).split(wording.GAP),
            say("剪下“{words}”", words=quoted(kept)) if kept.passage else "",
            doubt_in_words(kept),
        ]
    )


class NoteWriter(QPlainTextEdit):
    """The field in which a note is written: Ctrl+Enter is done, Esc leaves it as it was."""

    done = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(say("自己写的文字"))
        self.setPlaceholderText(say("写点什么…  Ctrl+Enter 写好，Esc 放弃"))
        self.setFont(fonts.sans(13))
        self.setTabChangesFocus(True)
        theme.frame(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()  # Ctrl+Enter, Esc and Ctrl+Z are about what is written here
            return True
        return super().event(event)


class DossierDelegate(WritingDelegate):
    """Paints rows as high as what is in them. Signals: what is being written, and that it was cancelled."""

    inset = (10, 6)

    drafted = Signal(str, str)
    cancelled = Signal(str)

    def __init__(self, view: RowList, model: DossierModel) -> None:
        super().__init__(view)
        self._model = model
        self._written = ""
        """The UUID of the note that is being written."""

    def is_writing(self) -> bool:
        return bool(self._written)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.row(index)
        width = self._view.viewport().width()
        inner = width - 2 * self.margin
        if row.kept is None:
            written = (
                text_painting.line_count(line or " ", fonts.sans(13), inner - 14, _NOTE_LINES)
                for line in row.text.split("\n")
            )
            height = 20 + 20 * min(sum(written), _NOTE_LINES)
            return QSize(width, max(height, _WRITING) if row.uuid == self._written else height)
        titles = text_painting.line_count(row.kept.article.title(), fonts.serif(15, 700), inner, 2)
        quote = text_painting.line_count(
            quoted(row.kept), fonts.serif(14), inner - 2 * _QUOTE_INDENT, _QUOTE_LINES
        )
        doubt = 22 if doubt_in_words(row.kept) else 0
        return QSize(width, 40 + 22 * titles + (12 + 22 * quote if quote else 0) + doubt)

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        x, y, width = rect.x() + self.margin, rect.y() + 10, rect.width() - 2 * self.margin
        if row.kept is None:
            words, token = (_lines_of(row.text), "ink") if row.text else (say("（还没有写）"), "ink3")
            painter.fillRect(QRectF(x, y + 3, 2, rect.height() - 26), theme.color("rule2"))
            text_painting.draw_text(
                painter, x + 14, y, width - 14, words, fonts.sans(13), token, 20, _NOTE_LINES
            )
            return
        kept, ink = row.kept, ("ink3" if row.kept.is_orphan else "ink")
        y = text_painting.draw_text(
            painter, x, y, width, kept.article.title(), fonts.serif(15, 700), ink, 22, 2
        )
        if kept.passage:
            icons.draw(painter, "scissors", "ink3", x, y + 3, 14)
        left = x + (20 if kept.passage else 0)
        y = text_painting.draw_text(
            painter, left, y, width - (left - x), source_in_words(kept), fonts.sans(12), "ink3", 20
        )
        if kept.passage:
            words, inner = quoted(kept), width - 2 * _QUOTE_INDENT
            lines = text_painting.line_count(words, fonts.serif(14), inner, _QUOTE_LINES)
            painter.fillRect(QRectF(x, y + 6, 2, 22 * lines), theme.color("accent"))
            text_painting.draw_text(
                painter, x + _QUOTE_INDENT, y + 6, inner, words, fonts.serif(14), "ink", 22, _QUOTE_LINES
            )
            y += 12 + 22 * lines
        if doubt := doubt_in_words(kept):
            text_painting.draw_text(painter, x, y, width, doubt, fonts.sans(12), "warn", 22)

    # -- writing in the row

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        uuid = self._model.row(index).uuid
        self._written = uuid
        self.sizeHintChanged.emit(self._model.index(index.row(), 0))
        writer = NoteWriter(parent)
        clock = QTimer(writer, singleShot=True, interval=_PAUSE)
        writer.textChanged.connect(clock.start)
        clock.timeout.connect(lambda: self.drafted.emit(uuid, writer.toPlainText()))
        writer.done.connect(lambda: self._finish(writer))
        return writer

    def _finish(self, writer: NoteWriter) -> None:
        self.commitData.emit(writer)
        self.closeEditor.emit(writer, QAbstractItemDelegate.EndEditHint.NoHint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_escape = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_escape and event.key() == Qt.Key.Key_Escape and isinstance(watched, NoteWriter):  # type: ignore[attr-defined]
            uuid = self._written
            self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            self.cancelled.emit(uuid)
            return True
        return super().eventFilter(watched, event)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._written = ""
        if index.isValid():
            self.sizeHintChanged.emit(self._model.index(index.row(), 0))
        super().destroyEditor(editor, index)


class DossierView(RowList):
    """The entries of a dossier; several can be selected.

    Delete removes them, Ctrl+Up and Ctrl+Down move them, F2 or Enter writes in a note. Signals: `opened` has the entry
    of an article that was clicked alone or entered.
    """

    opened = Signal(object)
    removeWanted = Signal()
    stepWanted = Signal(int)

    def __init__(self) -> None:
        self.row_model = DossierModel()
        super().__init__(self.row_model, "sidebar", follows=False)
        self.setObjectName("dossierEntries")
        self.setAccessibleName(say("专题里的各条"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.rows = DossierDelegate(self, self.row_model)
        self.setItemDelegate(self.rows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.chooser.chosen.connect(self._open)
        self.chooser.entered.connect(self._enter)
        self._waiting: Sequence[Entry] | None = None
        self.rows.closeEditor.connect(lambda *_: QTimer.singleShot(0, self, self._show_waiting))

    def chosen(self) -> list[Entry]:
        """Return the selected entries, in their order."""
        return [self.row_model.row(index) for index in sorted(self.selectedIndexes())]

    def show_entries(self, rows: Sequence[Entry]) -> None:
        """Show other entries; the selection and the place stay. What is being written is finished first."""
        if self.rows.is_writing():
            self._waiting = rows
            return
        self._waiting = None
        place, scroll = self.currentIndex().row(), self.verticalScrollBar().value()
        chosen = {entry.uuid for entry in self.chosen()}
        current = self.row_model.row(self.currentIndex()).uuid if self.currentIndex().isValid() else ""
        with self.chooser.quietly():
            self.row_model.set_rows(rows)
            index = self.row_model.index_of(current)
            if not index.isValid() and current and rows:
                index = self.row_model.index(min(place, len(rows) - 1), 0)
            if index.isValid():
                self.setCurrentIndex(index)
            for uuid in chosen:
                flag = QItemSelectionModel.SelectionFlag.Select
                self.selectionModel().select(self.row_model.index_of(uuid), flag)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scroll)

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self.show_entries(self._waiting)

    def select(self, uuid: str) -> None:
        """Select an entry without a signal, and scroll to it."""
        index = self.row_model.index_of(uuid)
        if index.isValid():
            with self.chooser.quietly():
                # whatever keys are held: not added to the selection
                only = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.selectionModel().setCurrentIndex(index, only)
            self.scrollTo(index)

    def write_in(self, uuid: str) -> None:
        """Let a person write in a note."""
        self.select(uuid)
        index = self.row_model.index_of(uuid)
        if index.isValid() and self.row_model.row(index).kept is None:
            self.edit(index)

    def _open(self, index: QModelIndex) -> None:
        if self.selectedIndexes() == [index] and self.row_model.row(index).kept is not None:
            self.opened.emit(self.row_model.row(index))

    def _enter(self, index: QModelIndex) -> None:
        self.write_in(self.row_model.row(index).uuid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removeWanted.emit()
        elif is_control and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepWanted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_F2 and index.isValid():
            self.write_in(self.row_model.row(index).uuid)
        else:
            super().keyPressEvent(event)
