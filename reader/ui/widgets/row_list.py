"""A list of painted rows: one column, scrolled by pixels, the selected row raised with a vermilion bar."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.row_activation import RowActivation

Index = QModelIndex | QPersistentModelIndex

_BEGUN = "isBegun"


class RowDelegate(QStyledItemDelegate):
    """Paints the background of a row, the selection and the focus; a list paints the content in `paint_row`."""

    margin = 16
    """The distance of rows from the list's edges, in pixels."""
    selected = "raised"
    """The colour of the selected row."""
    height = 0
    """The height of all rows, in pixels, of a list whose rows are alike."""

    def __init__(self, view: "RowList") -> None:
        super().__init__(view)
        self._view = view

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
        else:
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


class WritingDelegate(RowDelegate):
    """Rows that a person can write over, in the widget that `createEditor` returns."""

    inset = (10, 2)
    """The room that is left beside and above what one writes in, in pixels."""

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what is written; what changes in the list meanwhile leaves it alone."""
        if not editor.property(_BEGUN):
            editor.setProperty(_BEGUN, True)
            super().setEditorData(editor, index)
            if isinstance(editor, QLineEdit | QPlainTextEdit):
                editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        across, down = self.inset
        editor.setGeometry(option.rect.adjusted(across, down, -across, -down))


def open_menu(menu: QMenu, index: Index, place: QPoint) -> None:
    """Open the menu of a row at a place of the screen, if there is anything in it; it is deleted when it closes."""
    menu.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if menu.isEmpty():
        menu.deleteLater()
    else:
        menu.popup(place)


class RowList(QListView):
    """A list view; `chooser.chosen` is emitted for the row that a person chose; `follows` as in `RowActivation`.

    `menuOpening` has the menu of the right button and its row; the menu opens if it is given an action.
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
        """Lay out again: heights may depend on the width. (`ResizeMode.Adjust` would wait a tenth of a second.)

        The current row stays in sight if it was.
        """
        current = self.visualRect(self.currentIndex())
        was_seen = self.currentIndex().isValid() and QRect(QPoint(), event.oldSize()).intersects(current)
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
        if was_seen:
            self.chooser.scroll_to_current_soon()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_keys else self.indexAt(event.pos())
        if index.isValid():
            menu = QMenu(self)
            self.menuOpening.emit(menu, index)
            place = self.visualRect(index).bottomLeft() if is_by_keys else event.pos()
            open_menu(menu, index, self.viewport().mapToGlobal(place))

    def step(self, by: int) -> bool:
        """Choose the next row that can be chosen in a direction (+1, -1); return False at the end of the list."""
        model = self.model()
        row = self.currentIndex().row() + by if self.currentIndex().isValid() else 0
        while 0 <= row < model.rowCount():
            index = model.index(row, 0)
            if model.flags(index) & Qt.ItemFlag.ItemIsSelectable:
                with self.chooser.quietly():
                    self.setCurrentIndex(index)
                self.chooser.chosen.emit(index)
                return True
            row += by
        return False
