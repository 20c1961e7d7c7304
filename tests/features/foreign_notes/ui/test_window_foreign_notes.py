"""Notes of other programs in the window: chosen from the menu of the bookmarks, put where their words stand, undone in
one step; what has no place is listed with the reason."""

import json
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from reader.features.foreign_notes.ui import UnanchoredList
from reader.ui.widgets.controls import Label
from reader.ui.widgets.listing import ListingDialog
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import BOOKMARKS, CTRL, headline, press, texts, view

QUOTE, NOTE, TAG = "12日第33段。江上有雾，渡船停了半日", "问问那天停了几班", "渡口"
LOST = {
    "渡船停了半日，两岸的人隔着水喊话": "有几处，分不清是哪一处，雁桥日报 1987年6月",
    "没有一份报写过的一句话": "没有一篇文章里有这句话",
}
"""Quotes without a place, and the reason."""


def _zotero(quotes: list[str]) -> list[dict[str, object]]:
    return [
        {"issued": {"date-parts": [[1987, 6, 12]]}, "keyword": TAG, "note": f"<p>“{each}”</p><p>{NOTE}</p>"}
        for each in quotes
    ]


def _hypothesis(quotes: list[str]) -> dict[str, object]:
    selectors = [{"type": "TextQuoteSelector", "exact": each, "prefix": "", "suffix": ""} for each in quotes]
    return {"rows": [{"text": NOTE, "tags": [TAG], "target": [{"selector": [each]}]} for each in selectors]}


FORMS = {
    "zotero.json": lambda quotes: json.dumps(_zotero(quotes), ensure_ascii=False),
    "zotero.ris": lambda quotes: "".join(
        f"TY  - NEWS\nDA  - 1987/06/12\nKW  - {TAG}\nN1  - <p>“{each}” {NOTE}</p>\nER  - \n"
        for each in quotes
    ),
    "hypothesis.json": lambda quotes: json.dumps(_hypothesis(quotes), ensure_ascii=False),
    "excerpts.md": lambda quotes: "".join(f"> {each}\n\n{NOTE} #{TAG}\n\n" for each in quotes),
    "excerpts.txt": lambda quotes: "".join(f"“{each}” {NOTE} #{TAG}\n\n" for each in quotes),
}


def import_file(window: MainWindow, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What choosing the file from the menu of the bookmarks does."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    _await_focus(qtbot)
    press(BOOKMARKS, CTRL)
    menu = window.controller.layout.bookmarks.more_menu()
    (chosen,) = (each for each in menu.actions() if each.text() == "导入别的程序的批注…")
    chosen.trigger()
    menu.close()


def _await_focus(qtbot: QtBot) -> None:
    """Wait for the window that a dialog or a menu hands the focus back to."""
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QWidget))


def listed(window: MainWindow, qtbot: QtBot) -> ListingDialog[object]:
    """The list of what has no place, which is closed by whoever has read it."""
    qtbot.waitUntil(lambda: window.findChild(ListingDialog, "unanchored") is not None)
    dialog = window.findChild(ListingDialog, "unanchored")
    assert isinstance(dialog, ListingDialog)
    assert isinstance(dialog.listing, UnanchoredList)
    qtbot.waitUntil(lambda: bool(dialog.listing.rows()))
    return dialog


@pytest.mark.parametrize("name", FORMS)
def test_each_form_becomes_a_bookmark_with_its_note_and_what_has_no_place_is_listed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_text(FORMS[name]([QUOTE, *LOST]), encoding="utf-8")
    import_file(window, qtbot, tmp_path / name, monkeypatch)
    dialog = listed(window, qtbot)
    rows = texts(dialog.listing.view)
    assert len(rows) == len(LOST)
    for row, (quote, why) in zip(rows, LOST.items(), strict=True):
        assert row.startswith(f"“{quote}”")
        assert why in row
    dialog.accept()

    bookmarks = window.controller.features.bookmarks
    qtbot.waitUntil(lambda: len(bookmarks.bookmarks) == 1)
    (made,) = bookmarks.bookmarks
    assert made.passage is not None
    assert (made.passage.exact, made.note, list(made.tags)) == (QUOTE, NOTE, [TAG])
    shown = view(window, "bookmarkList")
    qtbot.waitUntil(lambda: any(NOTE in each for each in texts(shown)))
    at = next(n for n, each in enumerate(texts(shown)) if NOTE in each)
    shown.setCurrentIndex(shown.model().index(at, 0))
    a_window.come_back(qtbot, window)
    shown.setFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: headline(window) == "12日渡口的灯亮到后半夜")

    _await_focus(qtbot)
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: bookmarks.bookmarks == [])
    for _ in range(2):  # the second time it is there already
        import_file(window, qtbot, tmp_path / name, monkeypatch)
        listed(window, qtbot).accept()
        qtbot.waitUntil(lambda: len(bookmarks.bookmarks) == 1)
        qtbot.waitUntil(lambda: window.findChild(ListingDialog, "unanchored") is None)
    assert "已有 1 条" in window.toast.label.text()


def _tells(label: Label, words: str) -> bool:
    return words in label.text()


def test_a_file_without_quotes_and_one_that_is_gone_are_told(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = window.toast.label
    (tmp_path / "none.md").write_text("# 没有引文\n", encoding="utf-8")
    for name, words in (("none.md", "没有"), ("gone.md", "gone.md")):
        import_file(window, qtbot, tmp_path / name, monkeypatch)
        qtbot.waitUntil(partial(_tells, told, words))
    assert window.controller.features.bookmarks.bookmarks == []
