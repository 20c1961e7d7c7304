"""The pane of dossiers: their names and the entries of the chosen one, which are ordered by dragging or by keys."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QMenu,
    QPlainTextEdit,
    QStyleOptionViewItem,
    QWidget,
)

from reader.export.forms import DossierFormat
from reader.export.notes import doubt_in_words, quoted, source_in_words
from reader.i18n import count, say
from reader.language.forms import on_one_line
from reader.newspaper.dossier import DossierRow, Entry
from reader.ui.article.highlights import given_words
from reader.ui.search.saved_controller import SavedPane, SavedRow
from reader.ui.widgets import fonts, icons, text_painting, theme, wording
from reader.ui.widgets.controls import (
    IconButton,
    Label,
    MoreButton,
    Wide,
    column_layout,
    new_menu,
    pane_header,
    stacked,
)
from reader.ui.widgets.row_list import (
    EditableDelegate,
    Index,
    RowList,
    RowModel,
    SelectionList,
    dragged_ids,
    set_ids,
)
from reader.ui.widgets.state_panel import PanelLink, State, StatePanel

ENTRIES = "application/x-yuebao-entries"
"""The MIME type of entries (their UUIDs) that are dragged within a dossier."""

_TOP = QModelIndex()
_QUOTE_INDENT = 10
_NOTE_LINES, _QUOTE_LINES = 12, 4
_MIN_EDITOR = 132
"""The minimum height of a row that is being edited, in pixels."""
_DRAFT_MS = 1500
"""The time after the last change of a note before its text is stored as a draft, in milliseconds."""


class DossierModel(RowModel[Entry]):
    """The entries of a dossier; drops and edits are only emitted, and take effect when the rows are set again."""

    moved = Signal(list, str)
    """Emitted with the uuids of entries to move, and that of the entry before which they go; "" for the end."""
    dropped = Signal(object, str)
    """Emitted with MIME data dropped from another list, and the uuid of the entry after it; "" for the end."""
    written = Signal(str, str)
    """Emitted with the uuid of a note and its new text."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: tuple[str, ...] = ()
        """The MIME types that are accepted from other lists."""

    def words(self, row: Entry) -> str:
        if row.kept is None:
            return row.text
        source = source_in_words(row.kept).replace(wording.GAP, " ")
        return "\n".join(filter(None, [row.kept.article.title(), source, quoted(row.kept)]))

    def spoken(self, row: Entry) -> str:
        return _spoken(row)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_edited = index.isValid() and role == Qt.ItemDataRole.EditRole
        return self.row(index).text if is_edited else super().data(index, role)

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
        """Emit what was dropped before a row; return False, so that the view does not remove the source rows."""
        row = row if 0 <= row < len(self._rows) else len(self._rows)
        if not data.hasFormat(ENTRIES):
            self.dropped.emit(data, self._rows[row].uuid if row < len(self._rows) else "")
            return False
        if uuids := dragged_ids(data, ENTRIES):
            behind = (each.uuid for each in self._rows[row:] if each.uuid not in uuids)
            self.moved.emit(uuids, next(behind, ""))
        return False


def _lines_of(text: str) -> str:
    """Return a text with line separators (U+2028), at which `QTextLayout` breaks lines."""
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


class NoteField(QPlainTextEdit):
    """The field in which a note is edited in its row: Ctrl+Enter stores it, Esc reverts it."""

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


class DossierDelegate(EditableDelegate[DossierModel]):
    """Paints rows of variable height, and edits notes in place.

    Signals: `drafted` has the uuid of a note and the text written so far; `cancelled` the uuid of a note after Esc.
    """

    inset = (10, 6)

    drafted = Signal(str, str)
    cancelled = Signal(str)

    def __init__(self, view: RowList, model: DossierModel) -> None:
        super().__init__(view, model)
        self._written = ""
        """The uuid of the note that is being edited; "" for none."""

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
            return QSize(width, max(height, _MIN_EDITOR) if row.uuid == self._written else height)
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

    # -- editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        uuid = self._model.row(index).uuid
        self._written = uuid
        self.sizeHintChanged.emit(self._model.index(index.row(), 0))
        writer = NoteField(parent)
        clock = QTimer(writer, singleShot=True, interval=_DRAFT_MS)
        writer.textChanged.connect(clock.start)
        clock.timeout.connect(lambda: self.drafted.emit(uuid, writer.toPlainText()))
        writer.done.connect(lambda: self._finish(writer))
        return writer

    def _finish(self, writer: NoteField) -> None:
        self.commitData.emit(writer)
        self.closeEditor.emit(writer, QAbstractItemDelegate.EndEditHint.NoHint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_escape = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_escape and event.key() == Qt.Key.Key_Escape and isinstance(watched, NoteField):  # type: ignore[attr-defined]
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


class DossierView(SelectionList[Entry]):
    """The list of entries; several can be selected. F2 or Enter edits a note.

    Signals: `opened` has the entry of an article that was chosen as the only selected one; `removeWanted` on Delete;
    `stepWanted` has -1 on Ctrl+Up and 1 on Ctrl+Down, to move the selected entries.
    """

    opened = Signal(object)
    removeWanted = Signal()
    stepWanted = Signal(int)
    row_model: DossierModel

    def __init__(self) -> None:
        super().__init__(DossierModel(), "sidebar")
        self.setObjectName("dossierEntries")
        self.setAccessibleName(say("专题里的各条"))
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

    def show_entries(self, rows: Sequence[Entry]) -> None:
        """Replace the entries; the selection and the scroll position stay. While a note is edited, do so afterwards."""
        if self.rows.is_writing():
            self._waiting = rows
            return
        self._waiting = None
        self.replace_rows(rows)

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self.show_entries(self._waiting)

    def write_in(self, uuid: str) -> None:
        """Select an entry, and start editing it if it is a note."""
        self.select(uuid)
        index = self.index_of(uuid)
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


_MAX_IN_MENU = 30
"""The maximum number of characters of an entry in a menu."""


class DossierPane(QWidget):
    """The dossiers (`names`) and the entries of the chosen one (`view`, objectName `dossierEntries`).

    The pane emits the user's requests, and changes only when `show_dossiers` and `show_entries` are called.
    """

    newWanted = Signal()
    removeDossierWanted = Signal(str)
    entryOpened = Signal(object)
    noteWanted = Signal()
    removeWanted = Signal(list)
    moveWanted = Signal(list, str)
    """As `DossierModel.moved`."""
    exportWanted = Signal(str)
    restoreWanted = Signal(str, bool)
    """Emitted with the uuid of a removed dossier or entry to restore, and whether it is a dossier."""
    menuOpening = Signal(QMenu, object)
    """Emitted before the context menu of an article or a clipping (a `Bookmark`) opens; slots may add actions."""

    def __init__(self) -> None:
        super().__init__()
        theme.tint(self, "sidebar")
        self.setAccessibleName(say("专题"))
        self.dossiers: list[DossierRow] = []
        self.giver_of: Callable[[DossierRow], str] = lambda _: ""
        self._current = ""
        self._removed: tuple[Sequence[DossierRow], Sequence[Entry]] = ((), ())
        self._count = Label("", fonts.sans(12), "ink3")
        self.note_button = IconButton("note", say("在专题里写一段 (Ctrl+Shift+N)"), 28, act=self.noteWanted)
        self.new_button = IconButton("dossier", say("新专题"), 28, act=self.newWanted)
        self.more_button = MoreButton(say("导出、改名、找回"), 28, self.more_menu)
        self.names = SavedPane(say("专题"), say("专题的名字"), has_heading=False)
        self.names.view.setObjectName("dossierNames")
        self.names.removeWanted.connect(self.removeDossierWanted)
        self.view = DossierView()
        self.view.opened.connect(self.entryOpened)
        self.view.removeWanted.connect(self._remove_chosen)
        self.view.stepWanted.connect(self._step)
        self.view.row_model.moved.connect(self.moveWanted)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.empty = StatePanel(State.EMPTY)
        self.empty.chosen.connect(
            lambda key: self.newWanted.emit() if key == "new" else self.noteWanted.emit()
        )
        self._stack = stacked(self.view, self.empty)
        buttons = (self.note_button, self.new_button, self.more_button)
        column_layout(
            pane_header(say("专题"), self._count, buttons), self.names, Wide(self._stack), of=self, spacing=0
        )
        self._show_state([])

    # -- content

    def show_dossiers(self, rows: Sequence[DossierRow], current: str) -> None:
        """Show the names of the dossiers; `current` is the uuid of the chosen one, "" for none."""
        self.dossiers, self._current = list(rows), current

        def shown(row: DossierRow) -> SavedRow:
            spoken, giver = count(row.count, "{n} 条"), given_words(self.giver_of(row))
            return SavedRow(row.uuid, row.name, row.name, row.count, spoken=spoken, giver=giver)

        self.names.show_rows([*map(shown, rows)])
        self.names.select(current)
        for button in (self.note_button, self.more_button):
            button.setEnabled(bool(rows) or button is self.more_button)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show the entries of the chosen dossier."""
        self.view.show_entries(entries)
        self._show_state(entries)

    def show_trouble(self, words: str) -> None:
        """Say why the dossiers can't be read, where it would say that there are none."""
        self.empty.show_state(say("专题读不出来"), words)
        self._stack.setCurrentWidget(self.empty)

    def set_removed(self, dossiers: Sequence[DossierRow], entries: Sequence[Entry]) -> None:
        """Set the removed dossiers, and the removed entries of the chosen one, that the menu offers to restore."""
        self._removed = (dossiers, entries)

    def current(self) -> DossierRow | None:
        """Return the chosen dossier; None if there is none."""
        return next((row for row in self.dossiers if row.uuid == self._current), None)

    def face(self) -> QWidget:
        """Return the widget that takes the focus: the list of entries, or the link shown if there are none."""
        return (
            next(iter(self.empty.links()), self.more_button)
            if self._stack.currentWidget() is self.empty
            else self.view
        )

    def _show_state(self, entries: Sequence[Entry]) -> None:
        self._count.setText(count(len(entries), "{n} 条") if self._current else "")
        self._stack.setCurrentWidget(self.view if entries else self.empty)
        if self._current:
            self.empty.show_state(
                say("这个专题还是空的"),
                say("读到要用的文章、一段话，按 A 加进来；也可以从列表里拖进来，或写一段自己的话。"),
                [PanelLink("note", say("写一段"))],
            )
        else:
            self.empty.show_state(
                say("把材料收成专题"),
                say(
                    "文章、剪下的话和自己写的文字，按自己的顺序放在一起，写成带脚注的 Word、PDF 或 Markdown。"
                ),
                [PanelLink("new", say("新专题"))],
            )

    # -- menus

    def more_menu(self) -> QMenu:
        """Return the menu of actions on the chosen dossier, and of removed dossiers and entries to restore."""
        menu = new_menu(self, self.more_button.accessibleName())
        row = self.current()
        menu.addAction(say("新专题"), self.newWanted.emit)
        if row is not None:
            menu.addAction(say("改名") + "\tF2", partial(self.names.edit, row.uuid))
            menu.addSeparator()
            exports = menu.addMenu(say("导出“{name}”", name=_short(row.name)))
            exports.setEnabled(row.count > 0)
            for form in DossierFormat:
                words = say("{form}…", form=form.label)
                exports.addAction(words, partial(self.exportWanted.emit, form.value))
            menu.addSeparator()
            menu.addAction(say("删除这个专题"), partial(self.removeDossierWanted.emit, row.uuid))
        dossiers, entries = self._removed
        back = menu.addMenu(say("找回"))
        back.setEnabled(bool(dossiers or entries))
        for entry in entries:
            back.addAction(
                _short(words_of(entry)) or say("（还没有写）"),
                partial(self.restoreWanted.emit, entry.uuid, False),
            )
        if dossiers and entries:
            back.addSeparator()
        for gone in dossiers:
            words = say("专题“{name}”", name=_short(gone.name))
            back.addAction(words, partial(self.restoreWanted.emit, gone.uuid, True))
        return menu

    def _open_menu(self, place: QPoint) -> None:
        chosen = self.view.chosen()
        if not chosen:
            return
        menu = new_menu(self, say("专题里的各条"))
        if len(chosen) == 1:
            (entry,) = chosen
            if entry.kept is None:
                menu.addAction(say("改写") + "\tF2", partial(self.view.write_in, entry.uuid))
            else:
                menu.addAction(say("打开"), partial(self.entryOpened.emit, entry))
                self.menuOpening.emit(menu, entry.kept)
            menu.addSeparator()
            menu.addAction(say("在下面写一段") + "\tCtrl+Shift+N", self.noteWanted.emit)
        menu.addAction(say("上移") + "\tCtrl+↑", partial(self._step, -1))
        menu.addAction(say("下移") + "\tCtrl+↓", partial(self._step, 1))
        menu.addSeparator()
        menu.addAction(count(len(chosen), "删除 {n} 条"), self._remove_chosen)
        menu.popup(self.view.viewport().mapToGlobal(place))

    # -- requests

    def _remove_chosen(self) -> None:
        if chosen := self.view.chosen():
            self.removeWanted.emit([entry.uuid for entry in chosen])

    def _step(self, by: int) -> None:
        """Request to move the selected entries together by one position up (-1) or down (1)."""
        chosen = [entry.uuid for entry in self.view.chosen()]
        order = [entry.uuid for entry in self.view.row_model.rows()]
        rest = [uuid for uuid in order if uuid not in chosen]
        if not chosen or not rest:
            return
        above = sum(uuid in rest for uuid in order[: order.index(chosen[0])])
        at = min(max(above + by, 0), len(rest))
        if [*rest[:at], *chosen, *rest[at:]] != order:
            self.moveWanted.emit(chosen, rest[at] if at < len(rest) else "")


def words_of(entry: Entry) -> str:
    """Return the text of a note, the words of a clipping, or the title of an article."""
    kept = entry.kept
    return entry.text if kept is None else quoted(kept) or kept.article.title()


def _short(words: str) -> str:
    return wording.shortened(words, _MAX_IN_MENU).replace("&", "&&")
