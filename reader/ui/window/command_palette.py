"""The command palette: all actions in a list that is searched by typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from reader.i18n import say
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import fonts, text_painting
from reader.ui.widgets.controls import column_layout
from reader.ui.widgets.row_list import Index, RowDelegate, RowList
from reader.ui.window.actions import Spec, keys_in_words, specs

_WIDTH, _ROWS, _ROW_HEIGHT, _TOP = 560, 10, 36, 64
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action in the list of the palette."""

    name: str
    words: str
    place: str
    keys: str


def entries() -> list[ActionRow]:
    return [
        ActionRow(
            spec.name, _full_words(spec), say(spec.menu.value) if spec.menu else "", keys_in_words(spec)
        )
        for spec in specs()
        if spec.name not in ("escape", "palette")
    ]


def _full_words(spec: Spec) -> str:
    """Return the name of an action outside its menu: a theme called 纸 needs the name of its group before it."""
    return say("主题：{name}", name=spec.words) if spec.group == "theme" else spec.words.rstrip("….")


def matching(listed: Sequence[ActionRow], typed: str) -> list[ActionRow]:
    """Return the rows whose words, menu or keys contain all typed words; rows that begin with the first word lead."""
    wanted = typed.casefold().split()

    def text_of(entry: ActionRow) -> str:
        return f"{entry.words} {entry.place} {entry.keys}".casefold()

    found = [entry for entry in listed if all(word in text_of(entry) for word in wanted)]
    return sorted(found, key=lambda entry: not entry.words.casefold().startswith(tuple(wanted[:1])))


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[ActionRow] = ()
        self._enabled: frozenset[str] = frozenset()

    def show(self, listed: Sequence[ActionRow], enabled: frozenset[str]) -> None:
        self.beginResetModel()
        self._entries, self._enabled = listed, enabled
        self.endResetModel()

    def entry(self, index: Index) -> ActionRow:
        return self._entries[index.row()]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.entry(index).name not in self._enabled:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entry(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return say("，").join(filter(None, [entry.words, entry.keys]))
        return None


class _Delegate(RowDelegate[_Model]):
    height = _ROW_HEIGHT

    def paint_rule(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Paint nothing: there are no rules between the rows of the palette."""

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        entry = self._model.entry(index)
        is_enabled = bool(self._model.flags(index) & Qt.ItemFlag.ItemIsEnabled)
        inner = rect.adjusted(self.margin, 0, -self.margin, 0)
        keys = text_painting.draw_words(
            painter, inner, entry.keys, fonts.sans(12), "ink3", text_painting.RIGHT
        )
        place = inner.adjusted(0, 0, -keys - 16, 0)
        left = text_painting.draw_words(
            painter, place, entry.words, fonts.sans(14), "ink" if is_enabled else "ink3"
        )
        text_painting.draw_words(
            painter, place.adjusted(left + 12, 0, 0, 0), entry.place, fonts.sans(12), "ink3"
        )


class CommandPalette(QWidget):
    """The palette over the upper part of the window. A chosen action runs with the focus restored to where it was."""

    def __init__(self, parent: QWidget, actions: Mapping[str, QAction]) -> None:
        super().__init__(parent)
        self._actions = actions
        self._focus_before: QWidget | None = None
        self.setObjectName("palette")
        self.setAccessibleName(say("所有操作"))
        self.field = QueryField(say("所有操作"), say("要做什么？如“引文”“主题”"))
        self.model = _Model()
        self.view = RowList(self.model, follows=False)
        self.view.setItemDelegate(_Delegate(self.view, self.model))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(say("所有操作"))
        self.view.chooser.chosen.connect(self._choose)
        column = column_layout(self, margins=(10, 10, 10, 10), spacing=8)
        column.addWidget(self.field)
        column.addWidget(self.view)
        self.field.line.textChanged.connect(self._show)
        self.field.line.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the palette with all actions, ready for typing."""
        self._focus_before = QApplication.focusWidget()
        self.field.set_text("")
        self._show("")
        self._place()
        self.show()
        self.raise_()
        self.field.begin()

    def close_and_return(self) -> None:
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field.line:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # disables the window's shortcuts while typing
            if event.type() == QEvent.Type.FocusOut and self.isVisible() and not self.view.underMouse():
                self.hide()
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 7, "list", "rule2")

    def _key(self, event: QKeyEvent) -> bool:
        """Handle Esc, the arrow keys and Enter of the line edit; return whether the key was one of them."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_and_return()
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self.field.is_composing():
                self._choose(self.view.currentIndex())
            case _:
                return False
        return True

    def _step(self, by: int) -> None:
        rows = self.model.rowCount()
        row = self.view.currentIndex().row()
        for _ in range(rows):
            row = (row + by) % rows
            if self.model.flags(self.model.index(row, 0)) & Qt.ItemFlag.ItemIsEnabled:
                self.view.chooser.select(self.model.index(row, 0))
                return

    def _show(self, typed: str) -> None:
        enabled = frozenset(name for name, action in self._actions.items() if action.isEnabled())
        self.model.show(matching(entries(), typed), enabled)
        self.view.setCurrentIndex(QModelIndex())
        self._step(1)
        self._place()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            action = self._actions[self.model.entry(index).name]
            self.close_and_return()
            action.trigger()

    def _place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        width = min(_WIDTH, parent.width() - 32)
        rows = min(max(self.model.rowCount(), 1), _ROWS, (parent.height() - _TOP - 90) // _ROW_HEIGHT)
        self.setFixedSize(width, 10 + 34 + 8 + rows * _ROW_HEIGHT + 10)
        self.move((parent.width() - width) // 2, _TOP)
