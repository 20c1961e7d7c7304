"""When a row counts as chosen by a person, the same in all lists and in the tree."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""Why a widget has the focus if the keyboard gave it."""


_EXTENDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class RowActivation(QObject):
    """Watches a view that has its model, and reports which row was chosen.

    A row is chosen by a click or by Enter, and where the choice `follows` the selection, by the arrow keys
    too; `entered` is emitted for Enter alone. Rows that the program selects (`select`) and rows that move into the
    place of a removed one are not chosen by anybody; nor are those that Ctrl or Shift add to a selection.
    """

    chosen = Signal(QModelIndex)
    aside = Signal(QModelIndex)
    """A row was clicked with the middle button, to be opened as the second article."""
    entered = Signal(QModelIndex)

    def __init__(self, view: QAbstractItemView, follows: bool = True) -> None:
        super().__init__(view)
        self._view = view
        self._follows = follows
        self._is_quiet = False
        self._has_emitted = False
        self._extends = False
        """Whether the last press of a key or button adds rows to a selection, so that none of them is chosen."""
        self._is_unseen = False
        """The current row was selected while the view was hidden, where it can't scroll to it."""
        self.is_by_keys = False
        """Whether the keyboard was used last, so that the focus ring is shown."""
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.selectionModel().currentChanged.connect(self._current_changed)
        view.clicked.connect(self._clicked)

    def select(self, index: QModelIndex) -> None:
        """Make a row the current and visible one without a signal; an invalid index leaves no row selected."""
        with self.quietly():
            if index.isValid():
                self._view.setCurrentIndex(index)
            else:
                self._view.selectionModel().clear()

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Within the block nothing is chosen, whatever becomes the current row."""
        self._is_quiet = True
        try:
            yield
        finally:
            self._is_quiet = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
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
            self._show_ring(event.reason() in BY_KEYS)
            if not self._view.currentIndex().isValid():
                self.select(self._first_row())
        elif isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.MiddleButton:
            return self._middle_clicked(event)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._show_ring(False)
            self._has_emitted = False
            if isinstance(event, QMouseEvent):
                is_menu = event.button() is Qt.MouseButton.RightButton and self._are_several_selected()
                self._extends = self._is_several and (is_menu or bool(event.modifiers() & _EXTENDING))
        return False

    def _middle_clicked(self, event: QMouseEvent) -> bool:
        """Keep the view from choosing the row."""
        index = self._view.indexAt(event.position().toPoint())
        if event.type() == QEvent.Type.MouseButtonRelease and index.isValid():
            self.aside.emit(index)
        return True

    @property
    def _is_several(self) -> bool:
        """Whether several rows can be selected."""
        return self._view.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection

    def _are_several_selected(self) -> bool:
        return len(self._view.selectionModel().selectedIndexes()) > 1

    def _first_row(self) -> QModelIndex:
        model = self._view.model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        return next((index for index in rows if index.flags() & Qt.ItemFlag.ItemIsEnabled), QModelIndex())

    def _show_ring(self, is_by_keys: bool) -> None:
        if is_by_keys != self.is_by_keys:
            self.is_by_keys = is_by_keys
            self._view.viewport().update()

    def scroll_to_current_soon(self) -> None:
        """Bring the current row into sight when the view has been laid out anew."""
        QTimer.singleShot(0, self._view, self._scroll_to_current)

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
        if not (self._has_emitted or self._extends):
            self.chosen.emit(index)
        self._has_emitted = False
