"""The place of the editor of a note beside the words it is on."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.library.library import Library
from reader.newspaper.printing import Printing
from reader.storage.note_drafts import NoteDraft
from reader.ui.controllers.bookmark_display import free_height, place_of_editor
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.widgets.services import Services
from reader.ui.widgets.undo_stack import UndoStack

PAGE = QSize(500, 640)


@pytest.mark.parametrize("top", [0, 120, 260, 300, 420, 600])
def test_a_long_note_grows_beside_its_words_and_never_over_them(
    qtbot: QtBot, tmp_path: Path, top: int
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(PAGE)
    library, services = Library.open(tmp_path), Services(print)
    undo = UndoStack(services, library.acts, parent)
    bookmarks = Bookmarks(services, library, undo, print, parent)
    printing = Printing("k", "雁桥日报", dt.date(1987, 6, 12), "1", "", "")
    draft = NoteDraft("", printing, "渡口的灯", None)
    editor = BookmarkEditor(parent, bookmarks, draft, None, again=print, go_on=print, closed=print)
    parent.show()
    words = [QRectF(40, top, 300, 30)]
    empty = editor.sizeHint().height()
    editor.note.setPlainText("记下来。\n" * 30)
    editor.set_most_height(free_height(words, QRectF(), PAGE))
    assert editor.sizeHint().height() > empty
    place = place_of_editor(words, QRectF(), PAGE, editor.sizeHint())
    assert not QRectF(place).intersects(words[0])
    assert QRectF(0, 0, PAGE.width(), PAGE.height()).contains(QRectF(place))
    library.close()
