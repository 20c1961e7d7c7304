"""Files that are dropped: each drop is a copy. After a “move” the program that they came from deletes them."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

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
