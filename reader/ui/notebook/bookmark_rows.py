"""Rows of bookmarks: title and source, the marked words, the note, the tags."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from reader.export.notes import doubt_in_words, quoted, source_in_words
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.ui.widgets import fonts, icons, text_painting, theme, wording
from reader.ui.widgets.drag_data import MimeDataMaker, draggable, no_data
from reader.ui.widgets.row_list import Index, RowDelegate, RowList

BOOKMARK_ROLE = Qt.ItemDataRole.UserRole
_QUOTE_INDENT = 12
_TOP = QModelIndex()


class BookmarkModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Bookmark] = []
        self.mime_data_of: MimeDataMaker = no_data

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
            source = source_in_words(row).replace(wording.GAP, " ")
            parts = [row.article.title(), source, quoted(row), row.note, " ".join(row.tags)]
            return "\n".join(filter(None, parts))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return draggable(super().flags(index))

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self.mime_data_of([self.row(index) for index in indexes])


def _quote_font() -> QFont:
    return fonts.serif(14)


def _icon(bookmark: Bookmark) -> str:
    return "note" if bookmark.passage else "star-filled"


def _spoken(bookmark: Bookmark) -> str:
    return wording.listed(
        [
            bookmark.article.title(),
            *source_in_words(bookmark).split(wording.GAP),
            say("标出“{words}”", words=quoted(bookmark)) if bookmark.passage else "",
            say("批注：{note}", note=bookmark.note) if bookmark.note else "",
            say("标签：{tags}", tags=say("、").join(bookmark.tags)) if bookmark.tags else "",
            doubt_in_words(bookmark),
        ]
    )


class BookmarkDelegate(RowDelegate):
    """Paints title, source, up to two lines each of marked words and note, a warning, tags.

    Rows are as high as that.
    """

    def __init__(self, view: RowList, model: BookmarkModel) -> None:
        super().__init__(view)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.row(index)
        width = self._view.viewport().width()
        lines = text_painting.line_count(row.note, fonts.sans(13), width - 2 * self.margin, 2)
        note = 4 + 20 * lines if lines else 0
        quoted = self._quote_height(row, width - 2 * self.margin)
        return QSize(width, 70 + quoted + note + (26 if doubt_in_words(row) else 0) + (28 if row.tags else 0))

    def _quote_height(self, row: Bookmark, width: float) -> int:
        lines = text_painting.line_count(quoted(row), _quote_font(), width - _QUOTE_INDENT, 2)
        return 6 + 22 * lines if lines else 0

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        x, y, width = rect.x() + self.margin, rect.y() + 12, rect.width() - 2 * self.margin
        name, token = ("warning", "warn") if doubt_in_words(row) else (_icon(row), "accent")
        icons.draw(painter, name, token, x + width - 16, y + 3, 16)
        ink = "ink3" if row.is_orphan else "ink"
        y = text_painting.draw_text(
            painter, x, y, width - 24, row.article.title(), fonts.serif(15, 700), ink, 24
        )
        y = text_painting.draw_text(painter, x, y, width, source_in_words(row), fonts.sans(12), "ink3", 20)
        if row.passage:
            height = self._quote_height(row, width) - 6
            mark = QRectF(x, y + 7, 2, height - 6)
            painter.fillRect(mark, theme.color("accent"))
            left, quote_width = x + _QUOTE_INDENT, width - _QUOTE_INDENT
            y = (
                text_painting.draw_text(
                    painter, left, y + 4, quote_width, quoted(row), _quote_font(), "ink", 22, 2
                )
                + 2
            )
        if row.note:
            y = text_painting.draw_text(painter, x, y + 4, width, row.note, fonts.sans(13), "ink2", 20, 2)
        if doubt := doubt_in_words(row):
            y = text_painting.draw_text(painter, x, y + 4, width, doubt, fonts.sans(12), "warn", 22)
        self._paint_tags(painter, QRectF(x, y + 8, width, 20), row.tags)
        if len(self._view.selectedIndexes()) > 1:
            self.draw_rule(painter, rect, "rule")  # separates adjacent selected rows

    def _paint_tags(self, painter: QPainter, rect: QRectF, tags: Sequence[str]) -> None:
        font = fonts.sans(12)
        x = rect.x()
        for tag in tags:
            box = QRectF(
                x, rect.y(), min(text_painting.width_of(tag, font) + 16, rect.right() - x), rect.height()
            )
            if box.width() < 28:
                return
            text_painting.draw_box(painter, box, 3, None, "rule2")
            text_painting.draw_words(
                painter, box.adjusted(7, 0, -7, 0), tag, font, "ink2", text_painting.CENTER
            )
            x = box.right() + 6


class BookmarkView(RowList):
    """A list in which several rows can be selected (Ctrl, Shift).

    Delete removes them, F2 edits. Signals: `opened` has the bookmark of a row that was clicked alone or entered.
    """

    opened = Signal(Bookmark)
    aside = Signal(Bookmark)
    removeWanted = Signal()
    editWanted = Signal()

    def __init__(self, name: str, tint: str) -> None:
        self.row_model = BookmarkModel()
        super().__init__(self.row_model, tint, follows=False)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegate(BookmarkDelegate(self, self.row_model))
        self.chooser.chosen.connect(self._open)
        self.chooser.aside.connect(lambda index: self.aside.emit(self.row_model.row(index)))

    def bookmarks(self) -> Sequence[Bookmark]:
        return self.row_model.rows()

    def current(self) -> Bookmark | None:
        index = self.currentIndex()
        return self.row_model.row(index) if index.isValid() else None

    def chosen(self) -> list[Bookmark]:
        """Return the selected bookmarks, in the order of the list."""
        return [self.row_model.row(index) for index in sorted(self.selectedIndexes())]

    def show_bookmarks(self, rows: Sequence[Bookmark]) -> None:
        """Show other bookmarks; the selection stays, and moves to the row in its place if its own is gone."""
        place, scroll = self.currentIndex().row(), self.verticalScrollBar().value()
        current, chosen = self.current(), {bookmark.uuid for bookmark in self.chosen()}
        with self.chooser.quietly():
            self.row_model.set_rows(list(rows))
            uuids = [row.uuid for row in rows]
            if current and rows:
                number = uuids.index(current.uuid) if current.uuid in uuids else min(place, len(rows) - 1)
                self.setCurrentIndex(self.row_model.index(number, 0))
            for number in (n for n, each in enumerate(uuids) if each in chosen):
                flag = QItemSelectionModel.SelectionFlag.Select
                self.selectionModel().select(self.row_model.index(number, 0), flag)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scroll)

    def select(self, uuid: str) -> None:
        """Select a bookmark without a signal, if it is shown."""
        for place, row in enumerate(self.row_model.rows()):
            if row.uuid == uuid:
                self.chooser.select(self.row_model.index(place, 0))

    def _open(self, index: QModelIndex) -> None:
        """Open the bookmark of a row that is the only selected one."""
        if self.selectedIndexes() == [index]:
            self.opened.emit(self.row_model.row(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removeWanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.editWanted.emit()
        else:
            super().keyPressEvent(event)
