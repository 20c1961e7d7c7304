"""Dragging and copying of rows: a model says which rows, the window makes the data."""

import json
import os
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QWidget

from reader.ui.widgets import fonts, text_painting, theme

ARTICLES, BOOKMARKS = "application/x-yuebao-articles", "application/x-yuebao-bookmarks"
"""The formats of articles (their ids) and bookmarks (their UUIDs) that are dragged within the window."""

MimeDataMaker = Callable[[Sequence[Any]], QMimeData]
"""Returns the mime data of rows (ids of articles, or bookmarks)."""

_LABEL_WIDTH, _LABEL_HEIGHT = 260, 32


def no_data(_rows: Sequence[Any]) -> QMimeData:
    """Return empty mime data: the default of a model without a `MimeDataMaker`."""
    return QMimeData()


def set_ids(data: QMimeData, form: str, ids: Sequence[int | str]) -> None:
    """Add to mime data what is dragged, for this process."""
    data.setData(form, json.dumps([os.getpid(), list(ids)]).encode())


def dragged_ids(data: QMimeData, form: str) -> list[int | str]:
    """Return what `set_ids` added; nothing of another process, whose ids are not ours."""
    try:
        process, ids = json.loads(bytes(data.data(form).data()) or b"[0, []]")
    except ValueError:
        return []
    return list(ids) if process == os.getpid() else []


def draggable(flags: Qt.ItemFlag) -> Qt.ItemFlag:
    return flags | Qt.ItemFlag.ItemIsDragEnabled


class DraggedRows(QObject):
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
        indexes = self._view.selectionModel().selectedIndexes() if is_copy else []
        if not indexes:
            return False
        data = self._view.model().mimeData(sorted(indexes))
        if data is not None and data.formats():
            QGuiApplication.clipboard().setMimeData(data)
        return True


def drag(source: QWidget, data: QMimeData, title: str) -> None:
    """Drag data away from a view, under a label with its title; return after the drop."""
    if not data.formats():
        return
    dragged = QDrag(source)
    dragged.setMimeData(data)
    dragged.setPixmap(_label(title, source.devicePixelRatioF()))
    dragged.setHotSpot(QPoint(-12, -12))
    dragged.exec(Qt.DropAction.CopyAction)


def _label(title: str, ratio: float) -> QPixmap:
    font = fonts.serif(15, 700)
    width = round(min(text_painting.width_of(title, font) + 24, _LABEL_WIDTH))
    pixmap = QPixmap(round(width * ratio), round(_LABEL_HEIGHT * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.color("raised"))
    painter = QPainter(pixmap)
    rect = QRectF(0, 0, width, _LABEL_HEIGHT)
    text_painting.draw_box(painter, rect, 0, None, "rule2")
    text_painting.draw_words(painter, rect.adjusted(12, 0, -12, 0), title, font, "ink")
    painter.end()
    return pixmap
