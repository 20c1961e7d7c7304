"""The focus ring in the plain lists and tables of dialogs."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.ui.widgets import text_painting


class RowFocus(QStyledItemDelegate):
    """Draws the ring around the whole of the current row, in place of the style's ring around a cell."""

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
