"""What is dragged out of lists and panes, and files that are dropped."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QDrag, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

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


_DRAGS = QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop


def dropped_paths(mime: QMimeData) -> list[Path]:
    """Return the local files and folders in the mime data of a drag."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def may_be_copied(event: QDropEvent) -> bool:
    """Return whether the source of a drag gives copies of what it holds, and not only the things themselves."""
    return bool(event.possibleActions() & Qt.DropAction.CopyAction)


def answer(event: QDropEvent, *, is_taken: bool) -> bool:
    """Answer the source with a copy, or with nothing; return whether it is a copy: never if it can only move."""
    is_copy = is_taken and may_be_copied(event)
    event.setDropAction(Qt.DropAction.CopyAction if is_copy else Qt.DropAction.IgnoreAction)
    event.setAccepted(is_copy)
    return is_copy


class FilesFallThrough(QObject):
    """An event filter for fields: files that are dropped on one are for the window behind it, and never words in it.

    Qt would write the address of a file into the field, and answer that it was moved, if the source proposes that.
    """

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        if event.type() in _DRAGS and isinstance(event, QDropEvent) and dropped_paths(event.mimeData()):
            answer(event, is_taken=False)
            return True
        return False


def is_field(widget: object) -> bool:
    """Return whether words can be dropped on a widget."""
    if isinstance(widget, QLineEdit):
        return True
    return isinstance(widget, QWidget) and isinstance(widget.parent(), QTextEdit | QPlainTextEdit)
