"""The bookmarks: what was kept, with what was noted on it."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reader.messages import say
from reader.newspaper.holdings import Bookmark
from reader.notebook import doubt_in_words, matching, quoted, source_in_words, tags_of
from reader.ui import fonts, icons, painting, theme, words
from reader.ui.bookmark_editor import BookmarkEditor
from reader.ui.controls import Chip, IconButton
from reader.ui.figures import Label, Rule
from reader.ui.flow_layout import FlowLayout
from reader.ui.row_list import Index, RowDelegate, RowList
from reader.ui.search_field import QueryField
from reader.ui.state_panel import State, StatePanel, Way

BOOKMARK_ROLE = Qt.ItemDataRole.UserRole
_MOST_TAGS = 12
_QUOTE_INDENT = 12
_TOP = QModelIndex()


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Bookmark] = []

    def set_rows(self, rows: list[Bookmark]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rows(self) -> Sequence[Bookmark]:
        return self._rows

    def row(self, index: Index) -> Bookmark:
        return self._rows[index.row()]

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row(index)
        if role == BOOKMARK_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            source = source_in_words(row).replace(words.GAP, " ")
            parts = [row.article.title(), source, quoted(row), row.note, " ".join(row.tags)]
            return "\n".join(filter(None, parts))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        return None


def _quote_font() -> QFont:
    return fonts.serif(14)


def _icon(bookmark: Bookmark) -> str:
    return "note" if bookmark.passage else "star-filled"


def _spoken(bookmark: Bookmark) -> str:
    return words.listed(
        [
            bookmark.article.title(),
            *source_in_words(bookmark).split(words.GAP),
            say("标出“{words}”", words=quoted(bookmark)) if bookmark.passage else "",
            say("批注：{note}", note=bookmark.note) if bookmark.note else "",
            say("标签：{tags}", tags=say("、").join(bookmark.tags)) if bookmark.tags else "",
            doubt_in_words(bookmark),
        ]
    )


class _Delegate(RowDelegate):
    """Title, source, up to two lines of what is marked and of the note, what is wrong, tags: as high as what there
    is."""

    def __init__(self, view: RowList, model: _Model) -> None:
        super().__init__(view)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.row(index)
        width = self._view.viewport().width()
        lines = painting.line_count(row.note, fonts.sans(13), width - 2 * self.margin, 2)
        note = 4 + 20 * lines if lines else 0
        quoted = self._quote_height(row, width - 2 * self.margin)
        return QSize(width, 70 + quoted + note + (26 if doubt_in_words(row) else 0) + (28 if row.tags else 0))

    def _quote_height(self, row: Bookmark, width: float) -> int:
        lines = painting.line_count(quoted(row), _quote_font(), width - _QUOTE_INDENT, 2)
        return 6 + 22 * lines if lines else 0

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        x, y, width = rect.x() + self.margin, rect.y() + 12, rect.width() - 2 * self.margin
        name, token = ("warning", "warn") if doubt_in_words(row) else (_icon(row), "accent")
        icons.draw(painter, name, token, x + width - 16, y + 3, 16)
        ink = "ink3" if row.is_orphan else "ink"
        y = painting.draw_text(painter, x, y, width - 24, row.article.title(), fonts.serif(15, 700), ink, 24)
        y = painting.draw_text(painter, x, y, width, source_in_words(row), fonts.sans(12), "ink3", 20)
        if row.passage:
            height = self._quote_height(row, width) - 6
            mark = QRectF(x, y + 7, 2, height - 6)
            painter.fillRect(mark, theme.color("accent"))
            left, room = x + _QUOTE_INDENT, width - _QUOTE_INDENT
            y = painting.draw_text(painter, left, y + 4, room, quoted(row), _quote_font(), "ink", 22, 2) + 2
        if row.note:
            y = painting.draw_text(painter, x, y + 4, width, row.note, fonts.sans(13), "ink2", 20, 2)
        if doubt := doubt_in_words(row):
            y = painting.draw_text(painter, x, y + 4, width, doubt, fonts.sans(12), "warn", 22)
        self._paint_tags(painter, QRectF(x, y + 8, width, 20), row.tags)

    def _paint_tags(self, painter: QPainter, rect: QRectF, tags: Sequence[str]) -> None:
        font = fonts.sans(12)
        x = rect.x()
        for tag in tags:
            box = QRectF(x, rect.y(), min(painting.width_of(tag, font) + 16, rect.right() - x), rect.height())
            if box.width() < 28:
                return
            painting.draw_box(painter, box, 3, None, "rule2")
            painting.draw_words(painter, box.adjusted(7, 0, -7, 0), tag, font, "ink2", painting.CENTER)
            x = box.right() + 6


class _View(RowList):
    """Delete removes, F2 edits."""

    removeAsked = Signal()
    editAsked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removeAsked.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.editAsked.emit()
        else:
            super().keyPressEvent(event)


class BookmarkPane(QWidget):
    """The list of bookmarks (`view`, objectName `bookmarkList`) with its filter.

    `bookmarkActivated` (uuid): a click, or Enter. `removeRequested` (uuid): Delete, or the menu. `edited` (uuid,
    note, tags as a tuple): the editor was saved. Nothing changes here before `set_bookmarks` is called again.
    """

    bookmarkActivated = Signal(str)
    removeRequested = Signal(str)
    edited = Signal(str, str, object)

    def __init__(self, tint: str = "sidebar") -> None:
        super().__init__()
        self._bookmarks: list[Bookmark] = []
        self._tag: str | None = None
        theme.tint(self, tint)
        self.setAccessibleName(say("书签"))
        self._count = Label("", fonts.sans(12), "ink3")
        self.edit_button = IconButton("note", say("批注与标签 (F2)"), 28)
        self.remove_button = IconButton("remove", say("删除书签 (Delete)"), 28)
        self.edit_button.clicked.connect(lambda: self._edit_current())
        self.remove_button.clicked.connect(lambda: self._remove_current())
        header = QWidget()
        header.setFixedHeight(44)
        line = QHBoxLayout(header)
        line.setContentsMargins(16, 0, 10, 0)
        line.setSpacing(8)
        line.addWidget(Label(say("书签"), fonts.serif(16, 700)))
        line.addWidget(self._count)
        line.addStretch(1)
        line.addWidget(self.edit_button)
        line.addWidget(self.remove_button)
        self.filter = QueryField(say("筛选书签"), say("筛选标题、批注、标签"), height=30)
        self.filter.queryEdited.connect(lambda: self._fill())
        self.filter.submitted.connect(lambda: self._enter_list())
        self.filter.leftDownwards.connect(lambda: self._enter_list())
        self._chips = QWidget()
        self._flow = FlowLayout()
        self._flow.setContentsMargins(12, 0, 12, 8)
        self._chips.setLayout(self._flow)
        self._group = QButtonGroup(self)
        self._tools = QWidget()
        tools = QVBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(8)
        field = QHBoxLayout()
        field.setContentsMargins(12, 0, 12, 0)
        field.addWidget(self.filter)
        tools.addLayout(field)
        tools.addWidget(self._chips)
        self._model = _Model()
        self.view = _View(self._model, tint, follows=False)
        self.view.setObjectName("bookmarkList")
        self.view.setAccessibleName(say("书签"))
        self.view.setItemDelegate(_Delegate(self.view, self._model))
        self.view.chooser.chosen.connect(
            lambda index: self.bookmarkActivated.emit(self._model.row(index).uuid)
        )
        self.view.removeAsked.connect(lambda: self._remove_current())
        self.view.editAsked.connect(lambda: self._edit_current())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().currentChanged.connect(lambda: self._enable_buttons())
        self.empty = StatePanel(State.EMPTY)
        self.empty.chosen.connect(lambda: self.show_all())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (header, self._tools, Rule()):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        self._fill()

    def set_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """All bookmarks there are, in any order. Filter, selection and scroll position stay."""
        if list(bookmarks) != self._bookmarks:
            self._bookmarks = list(bookmarks)
            self._make_chips()
            self._fill()

    def show_all(self) -> None:
        """Takes the filter away."""
        self.filter.set_text("")
        self._tag = None
        self._make_chips()
        self._fill()

    def select(self, uuid: str) -> None:
        """Selects a bookmark, if it is shown; tells nobody."""
        for place, row in enumerate(self._model.rows()):
            if row.uuid == uuid:
                self.view.chooser.select(self._model.index(place, 0))

    def current(self) -> Bookmark | None:
        index = self.view.currentIndex()
        return self._model.row(index) if index.isValid() else None

    def edit(
        self, uuid: str, note: str | None = None, tags: Sequence[str] | None = None
    ) -> BookmarkEditor | None:
        """Opens the editor on a bookmark; with a note and tags that could not be stored, for another try."""
        bookmark = next((one for one in self._bookmarks if one.uuid == uuid), None)
        if bookmark is None:
            return None
        editor = BookmarkEditor(
            self.window(),
            bookmark,
            bookmark.note if note is None else note,
            bookmark.tags if tags is None else tags,
        )
        editor.saved.connect(self.edited)
        editor.finished.connect(lambda: self.window().activateWindow())
        editor.open()
        return editor

    def _edit_current(self) -> None:
        if bookmark := self.current():
            self.edit(bookmark.uuid)

    def _remove_current(self) -> None:
        if bookmark := self.current():
            self.removeRequested.emit(bookmark.uuid)

    def _open_menu(self, place: QPoint) -> None:
        bookmark = self.current()
        if bookmark is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(say("打开"), lambda: self.bookmarkActivated.emit(bookmark.uuid))
        menu.addAction(say("批注与标签…"), lambda: self.edit(bookmark.uuid))
        menu.addSeparator()
        menu.addAction(say("删除书签"), lambda: self.removeRequested.emit(bookmark.uuid))
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _enter_list(self) -> None:
        self._fill()
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose_tag(self, tag: str | None) -> None:
        self._tag = tag
        self._fill()

    def _make_chips(self) -> None:
        tags = tags_of(self._bookmarks)
        if self._tag not in dict(tags):
            self._tag = None
        for chip in self._group.buttons():
            self._group.removeButton(chip)
        self._flow.clear()
        choices: list[tuple[str | None, str]] = [(None, say("全部"))]
        choices += [(tag, f"{tag} {count}") for tag, count in tags[:_MOST_TAGS]]
        for tag, text in choices if tags else ():
            chip = Chip(text)
            chip.setChecked(tag == self._tag)
            chip.clicked.connect(lambda _=False, tag=tag: self._choose_tag(tag))
            self._group.addButton(chip)
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(tags))

    def _fill(self) -> None:
        chosen, scroll = self.current(), self.view.verticalScrollBar().value()
        place = self.view.currentIndex().row()
        rows = matching(self._bookmarks, self.filter.text(), self._tag)
        with self.view.chooser.quietly():
            self._model.set_rows(rows)
            if chosen and rows:
                here = [number for number, row in enumerate(rows) if row.uuid == chosen.uuid]
                number = here[0] if here else min(place, len(rows) - 1)
                self.view.setCurrentIndex(self._model.index(number, 0))
        self.view.executeDelayedItemsLayout()
        self.view.verticalScrollBar().setValue(scroll)
        self._count.setText(words.count(len(rows), "{n} 条") if self._bookmarks else "")
        self._tools.setVisible(bool(self._bookmarks))
        self._enable_buttons()
        if rows:
            self._stack.setCurrentWidget(self.view)
            return
        if self._bookmarks:
            ways = [Way("all", say("显示全部书签"))]
            self.empty.show_state(say("没有符合的书签"), say("换一个词，或去掉标签。"), ways)
        else:
            self.empty.show_state(
                say("还没有书签"),
                say("读到想留下的文章，按 B 收藏；选中文字按 H 标出，按 M 写批注。"),
            )
        self._stack.setCurrentWidget(self.empty)

    def _enable_buttons(self) -> None:
        for button in (self.edit_button, self.remove_button):
            button.setEnabled(self.current() is not None)
