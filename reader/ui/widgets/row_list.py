"""Lists of rows: model, delegate and view, choosing rows by mouse and keyboard, dragging and dropping."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
    QWindow,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
    QWidget,
)

from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.background_tasks import do_soon

BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""The reasons of focus events that come from the keyboard."""


class _LastInput(QObject):
    """Knows whether a key was used last in a window of the program, or the mouse."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.is_key = False
        application.focusWindowChanged.connect(self._follow)
        self._follow(application.focusWindow())

    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # once only, also where it has been there before

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:  # of every key, also one of an action
            self.is_key = True
        elif event.type() is QEvent.Type.MouseButtonPress:
            self.is_key = False
        return False


def comes_by_keys(event: QFocusEvent) -> bool:
    """Return whether the focus comes from the keyboard, so that a ring shows where it is.

    Where the program moves it, by what was used last: what Enter or a shortcut opens has a ring, what a click opens
    has none.
    """
    if event.reason() is Qt.FocusReason.OtherFocusReason:
        return follow_input().is_key
    return event.reason() in BY_KEYS


def follow_input() -> _LastInput:
    """Return what knows what was used last; from the first call on it does."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application.findChild(_LastInput) or _LastInput(application)


_EXTENDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class RowActivation(QObject):
    """Watches a view, whose model must be set, and emits `chosen` for rows that the user chooses.

    A row is chosen by a click or Enter and, if `follows`, by moving the current row with the arrow keys; `entered` is
    emitted for Enter only. No signal is emitted for rows that the program selects (`select`) and for rows added to a
    selection with Ctrl or Shift.
    """

    chosen = Signal(QModelIndex)
    middleClicked = Signal(QModelIndex)
    """Emitted when a row was clicked with the middle button, to be opened in the second pane."""
    entered = Signal(QModelIndex)

    def __init__(self, view: QAbstractItemView, follows: bool = True) -> None:
        super().__init__(view)
        self._view = view
        self._follows = follows
        self._is_quiet = False
        self._has_emitted = False
        self._extends = False
        """Whether the last press of a key or button extends the selection, so that `chosen` is not emitted."""
        self._is_unseen = False
        """Whether the current row was set while the view was hidden, when it can't scroll."""
        self.is_by_keys = False
        """Whether the keyboard was used after the mouse, so that the focus ring is shown."""
        follow_input()
        view.installEventFilter(self)
        # keys and focus events go to the view, those of the mouse to its viewport
        view.viewport().installEventFilter(self)
        view.selectionModel().currentChanged.connect(self._current_changed)
        view.clicked.connect(self._clicked)

    def select(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Make a row current and visible without emitting a signal; an invalid index clears the selection."""
        with self.quietly():
            if index.isValid():
                self._view.setCurrentIndex(index)
            else:
                self._view.selectionModel().clear()

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Within the block, `chosen` is not emitted when the current row changes."""
        self._is_quiet = True
        try:
            yield
        finally:
            self._is_quiet = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if "_view" not in vars(self):  # the garbage collector has taken it apart, and Qt not yet
            return False
        if watched is self._view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._show_ring(True)
            self._extends = self._is_several and bool(event.modifiers() & _EXTENDING)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._view.currentIndex().isValid():
                self.chosen.emit(self._view.currentIndex())
                self.entered.emit(self._view.currentIndex())
                return True
        elif watched is self._view and event.type() == QEvent.Type.Show and self._is_unseen:
            self.scroll_to_current_soon()
        elif watched is self._view and isinstance(event, QFocusEvent) and event.gotFocus():
            self._show_ring(comes_by_keys(event))
            if not self._view.currentIndex().isValid():
                self.select(self._first_row())
        elif isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.MiddleButton:
            return self._middle_clicked(event)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._show_ring(False)
            self._has_emitted = False
            if isinstance(event, QMouseEvent):
                # a right click into several selected rows keeps them, as the menu may act on all
                are_several = len(self._view.selectionModel().selectedIndexes()) > 1
                is_menu = event.button() is Qt.MouseButton.RightButton and are_several
                self._extends = self._is_several and (is_menu or bool(event.modifiers() & _EXTENDING))
        return False

    def _middle_clicked(self, event: QMouseEvent) -> bool:
        """Handle an event of the middle button; return True, so that the view does not select the row."""
        index = self._view.indexAt(event.position().toPoint())
        if event.type() == QEvent.Type.MouseButtonRelease and index.isValid():
            self.middleClicked.emit(index)
        return True

    @property
    def _is_several(self) -> bool:
        return self._view.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection

    def _first_row(self) -> QModelIndex:
        model = self._view.model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        return next((index for index in rows if index.flags() & Qt.ItemFlag.ItemIsEnabled), QModelIndex())

    def _show_ring(self, is_by_keys: bool) -> None:
        if is_by_keys != self.is_by_keys:
            self.is_by_keys = is_by_keys
            self._view.viewport().update()

    def scroll_to_current_soon(self) -> None:
        do_soon(self._scroll_to_current, self._view)

    def _scroll_to_current(self) -> None:
        self._is_unseen = not self._view.isVisible()
        if self._view.currentIndex().isValid():
            self._view.scrollTo(self._view.currentIndex())

    def _current_changed(self, current: QModelIndex) -> None:
        self._is_unseen = not self._view.isVisible()
        if current.isValid() and self._follows and not (self._is_quiet or self._extends):
            self._has_emitted = True
            self.chosen.emit(current)

    def _clicked(self, index: QModelIndex) -> None:
        # the press has emitted it already if it changed the current row
        if not (self._has_emitted or self._extends):
            self.chosen.emit(index)
        self._has_emitted = False


Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
M = TypeVar("M", bound=QAbstractItemModel)
_TOP = QModelIndex()

_BEGUN = "isBegun"


class RowModel(QAbstractListModel, Generic[T]):
    """The rows of a list, which are replaced as a whole; a subclass returns their texts."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[T] = ()
        self.mime_data_of: MimeDataMaker = no_data

    def set_rows(self, rows: Sequence[T]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def append_to(self, rows: Sequence[T]) -> bool:
        """Show `rows` by adding those behind the present rows; return False if these are not the first of them."""
        old = len(self._rows)
        new = len(rows)
        if not 0 < old < new or list(rows[:old]) != list(self._rows):
            return False
        self.beginInsertRows(_TOP, old, new - 1)
        self._rows = rows
        self.endInsertRows()
        return True

    def rows(self) -> Sequence[T]:
        return self._rows

    def row(self, index: Index) -> T:
        return self._rows[index.row()]

    def index_where(self, is_wanted: Callable[[T], bool]) -> QModelIndex:
        """Return the index of the first row that is wanted; an invalid one if there is none."""
        return next((self.index(at, 0) for at, row in enumerate(self._rows) if is_wanted(row)), QModelIndex())

    def words(self, row: T) -> str:
        raise NotImplementedError

    def spoken(self, row: T) -> str:
        return self.words(row)

    def tip(self, row: T) -> str:
        """Return the tool tip of a row, "" for none."""
        return ""

    def is_heading(self, row: T) -> bool:
        """Return whether a row is a heading of those below it, which can't be chosen."""
        return False

    def rowCount(self, parent: Index = _TOP) -> int:
        if parent.isValid():
            return 0
        return len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.is_heading(self.row(index)):
            # without the other flags, a heading is neither selected nor stopped at by the arrow keys
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.words(self.row(index))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(self.row(index))
            case Qt.ItemDataRole.ToolTipRole:
                return self.tip(self.row(index)) or None
        return None


class RowDelegate(QStyledItemDelegate, Generic[M]):
    margin = 16
    """The distance of the rule below a row from the list's edges, in pixels."""
    selected = "raised"
    """The colour of the selected row, a token."""
    height = 0
    """The height of a row in pixels, if all rows have the same; else `sizeHint` is overridden."""
    has_rules = True
    """Whether there is a line below each row that is not selected."""

    def __init__(self, view: "RowList", model: M) -> None:
        super().__init__(view)
        self._view = view
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._view.viewport().width(), self.height)

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Paint the content of a row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color(self.selected))
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), theme.color("accent"))
        elif self.has_rules:
            self.paint_rule(painter, rect, index)
        self.paint_row(painter, rect, index)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.chooser.is_by_keys:
            text_painting.draw_focus(painter, rect)
        painter.restore()

    def paint_rule(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Paint the line below a row that is not selected."""
        self.draw_rule(painter, rect, "rule")

    def draw_rule(self, painter: QPainter, rect: QRectF, token: str) -> None:
        line = QRectF(rect.x() + self.margin, rect.bottom() - 1, rect.width() - 2 * self.margin, 1)
        painter.fillRect(line, theme.color(token))


class EditableDelegate(RowDelegate[M]):
    inset = (10, 2)
    """The horizontal and vertical margin around the editor, in pixels."""

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill the editor when editing begins; later changes of the row do not change its text."""
        if not editor.property(_BEGUN):
            editor.setProperty(_BEGUN, True)
            super().setEditorData(editor, index)
            if isinstance(editor, QLineEdit | QPlainTextEdit):
                editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        across, down = self.inset
        editor.setGeometry(option.rect.adjusted(across, down, -across, -down))


def open_menu(menu: QMenu, index: Index, place: QPoint) -> None:
    """Open the menu of a row at a position of the screen, unless it is empty; it is deleted when it closes."""
    menu.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if menu.isEmpty():
        menu.deleteLater()
    else:
        menu.popup(place)


class RowList(QListView):
    """A list view; `chooser.chosen` is emitted for the row that the user chose; `follows` as in `RowActivation`.

    Signal: `menuOpening` has the context menu, still empty, and the index of its row; without actions it is not opened.
    """

    menuOpening = Signal(QMenu, object)

    def __init__(self, model: QAbstractItemModel, tint: str = "list", follows: bool = True) -> None:
        super().__init__()
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(28)
        theme.tint(self, tint)
        self.chooser = RowActivation(self, follows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again, since heights may depend on the width; keep the current row visible if it was.

        `ResizeMode.Adjust` would do so only after a tenth of a second.
        """
        current = self.visualRect(self.currentIndex())
        was_seen = self.currentIndex().isValid() and QRect(QPoint(), event.oldSize()).intersects(current)
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
        if was_seen:
            self.chooser.scroll_to_current_soon()

    def setCurrentIndex(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Make a row current, and choose it alone: Qt adds it to the others, or takes it away, where Ctrl or Shift is
        held, as it is for a shortcut.
        """
        super().setCurrentIndex(index)
        if index.isValid() and self.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection:
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def commitData(self, editor: QWidget) -> None:
        """Take what was edited unless its editor is gone: Qt handles Enter after a loss of focus."""
        rows = (self.model().index(row, 0) for row in range(self.model().rowCount()))
        if any(self.indexWidget(row) is editor for row in rows):
            super().commitData(editor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        if is_by_keys:
            index = self.currentIndex()
        else:
            index = self.indexAt(event.pos())
        if index.isValid():
            menu = QMenu(self)
            self.menuOpening.emit(menu, index)
            if is_by_keys:
                place = self.visualRect(index).bottomLeft()
            else:
                place = event.pos()
            open_menu(menu, index, self.viewport().mapToGlobal(place))

    def step(self, by: int) -> bool:
        """Choose the next selectable row in a direction (+1, -1); return False at the end of the list."""
        model = self.model()
        if self.currentIndex().isValid():
            row = self.currentIndex().row() + by
        else:
            row = 0
        while 0 <= row < model.rowCount():
            index = model.index(row, 0)
            if model.flags(index) & Qt.ItemFlag.ItemIsSelectable:
                with self.chooser.quietly():
                    self.setCurrentIndex(index)
                self.chooser.chosen.emit(index)
                return True
            row += by
        return False


class RowFocus(QStyledItemDelegate):
    """Draws the focus ring around the whole current row of a table, instead of the style's ring around a cell."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.setItemDelegate(self)
        view.selectionModel().currentRowChanged.connect(lambda: view.viewport().update())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        option.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)
        if index.row() == self._view.currentIndex().row() and self._view.hasFocus():
            row = QRectF(option.rect)
            row.setLeft(0)
            row.setRight(self._view.viewport().width())
            painter.save()
            painter.setClipRect(option.rect)
            text_painting.draw_focus(painter, row)
            painter.restore()


# The MIME types of articles (their ids) and bookmarks (their UUIDs) dragged within the window.
ARTICLES = "application/x-yuebao-articles"
BOOKMARKS = "application/x-yuebao-bookmarks"

MimeDataMaker = Callable[[Sequence[Any]], QMimeData]
"""Returns the MIME data of some rows of a `RowModel`, to drag or copy them."""

_LABEL_WIDTH = 260
_LABEL_HEIGHT = 32


def no_data(_rows: Sequence[Any]) -> QMimeData:
    """Return empty MIME data: the default of a model without a `MimeDataMaker`."""
    return QMimeData()


def set_ids(data: QMimeData, form: str, ids: Sequence[int | str]) -> None:
    """Add the ids of the dragged rows to MIME data, with the id of this process."""
    data.setData(form, json.dumps([os.getpid(), list(ids)]).encode())


def dragged_ids(data: QMimeData, form: str) -> list[int | str]:
    """Return the ids that `set_ids` added; [] for those of another process, which mean other rows."""
    try:
        process, ids = json.loads(bytes(data.data(form).data()) or b"[0, []]")
    except ValueError:
        return []
    if process == os.getpid():
        return list(ids)
    return []


def draggable(flags: Qt.ItemFlag) -> Qt.ItemFlag:
    return flags | Qt.ItemFlag.ItemIsDragEnabled


class RowDragging(QObject):
    """Makes the rows of a view draggable, and copied with Ctrl+C."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        view.setDefaultDropAction(Qt.DropAction.CopyAction)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_copy = (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Copy)
        )
        if is_copy:
            indexes = self._view.selectionModel().selectedIndexes()
        else:
            indexes = []
        if not indexes:
            return False
        data = self._view.model().mimeData(sorted(indexes))
        if data is not None and data.formats():
            QGuiApplication.clipboard().setMimeData(data)
        return True


def drag(source: QWidget, data: QMimeData, title: str) -> None:
    """Start a drag of MIME data, with a label of its title as the pixmap; return after the drop."""
    if not data.formats():
        return
    dragged = QDrag(source)
    dragged.setMimeData(data)
    dragged.setPixmap(_label(title, source.devicePixelRatioF()))
    # beside the pointer, so that the label does not cover the place of the drop
    dragged.setHotSpot(QPoint(-12, -12))
    # only a copy is offered, whatever the target would like: nothing is to be moved away from here
    dragged.exec(Qt.DropAction.CopyAction)


def _label(title: str, ratio: float) -> QPixmap:
    font = theme.serif(15, 700)
    width = round(min(text_painting.width_of(title, font) + 24, _LABEL_WIDTH))
    pixmap = QPixmap(round(width * ratio), round(_LABEL_HEIGHT * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.color("raised"))
    painter = QPainter(pixmap)
    rect = QRectF(0, 0, width, _LABEL_HEIGHT)
    text_painting.draw_box(painter, rect, 0, None, "rule2")
    text_painting.draw_free(painter, rect.adjusted(12, 0, -12, 0), title, font, "ink")
    painter.end()
    return pixmap


_DRAGS = QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop


def dropped_paths(mime: QMimeData) -> list[Path]:
    """Return the local files and folders in the MIME data of a drag."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def may_be_copied(event: QDropEvent) -> bool:
    """Return whether the source of a drag allows copying, and not only moving."""
    return bool(event.possibleActions() & Qt.DropAction.CopyAction)


def answer(event: QDropEvent, *, is_taken: bool) -> bool:
    """Accept a drag as a copy or reject it; return whether it was accepted: never if the source allows only moving."""
    is_copy = is_taken and may_be_copied(event)
    # the proposed action may be a move, after which the source deletes the reader's file
    event.setDropAction(Qt.DropAction.CopyAction if is_copy else Qt.DropAction.IgnoreAction)
    event.setAccepted(is_copy)
    return is_copy


class FileDropFilter(QObject):
    """An event filter for input fields, which leaves dropped files to the window behind the field.

    Qt would insert the URL of a file as text, and report that the file was moved if the source proposes that.
    """

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        if event.type() in _DRAGS and isinstance(event, QDropEvent) and dropped_paths(event.mimeData()):
            answer(event, is_taken=False)
            return True
        return False


def is_field(widget: object) -> bool:
    """Return whether a widget accepts drops of text: an input field, or the viewport of one."""
    if isinstance(widget, QLineEdit):
        return True
    return isinstance(widget, QWidget) and isinstance(widget.parent(), QTextEdit | QPlainTextEdit)


def has_focus_inside(widget: QWidget) -> bool:
    """Return whether something inside a widget has the focus of its window, also while another window is in front."""
    focused = widget.window().focusWidget()
    return focused is not None and widget.isAncestorOf(focused)
