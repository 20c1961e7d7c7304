"""What the window says, and what it offers: messages, menus of the right button, things dragged over it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

from reader.ui.window.screenshot import await_that, search_and_wait
from reader.ui.window.window import MainWindow
from tools.gallery.hands import copy_of_sample, do, menu_on, on_copy, on_sample, select, with_notes

_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


def _menu_of_row(rows: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> None:
    place = rows.visualRect(index).center()
    told = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, rows.viewport().mapToGlobal(place))
    QApplication.sendEvent(rows.viewport(), told)


def _drag(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QApplication.sendEvent(
        window, QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, _LEFT, _NONE)
    )


@on_sample
def citation_copied(window: MainWindow) -> None:
    do(window, "cite")


@on_sample
def link_copied(window: MainWindow) -> None:
    do(window, "copy_link")


@on_sample
def link_that_finds_nothing(window: MainWindow) -> None:
    paper = "%E6%9F%B3%E5%B7%9D%E6%99%9A%E6%8A%A5"
    window.links.open(f"yuebao:article/k7qfz2m4yd3xw6ta?paper={paper}&date=1990-03-05&page=1")
    await_that(window.toast.isVisible)


@on_sample
def menu_on_selected_words(window: MainWindow) -> None:
    select(window, "一册一册地核对签条")
    menu_on(window, "一册一册地核对签条")


@on_sample
def menu_on_an_issue(window: MainWindow) -> None:
    tree = window.controller.layout.tree
    index = tree.currentIndex()
    while (entry := tree.tree_model.entry(index)) is not None and entry.kind != "issue":
        index = index.parent()
    _menu_of_row(tree, index)


@on_sample
def menu_on_a_result(window: MainWindow) -> None:
    search_and_wait(window, "渡口")
    results = window.controller.layout.results
    await_that(lambda: results.model.card(results.model.index(1, 0)))
    _menu_of_row(results.view, results.model.index(1, 0))


@with_notes
def menu_on_a_bookmark(window: MainWindow) -> None:
    do(window, "show_bookmarks")
    rows = window.controller.layout.bookmarks.listing.view
    index = rows.model().index(0, 0)
    rows.selectionModel().select(index, rows.selectionModel().SelectionFlag.ClearAndSelect)
    _menu_of_row(rows, index)


@on_copy
def dragging_files(window: MainWindow, root: Path) -> None:
    _drag(window, root / "19870612-02.txt", root / "19870612-04.txt")


@on_copy
def dragging_a_folder(window: MainWindow, root: Path) -> None:
    _drag(window, copy_of_sample(root.parent / "新到").parent)


@on_copy
def dragging_no_paper(window: MainWindow, root: Path) -> None:
    _drag(window, root / "照片.jpg")


@on_sample
def result_found_by_its_title(window: MainWindow) -> None:
    search_and_wait(window, "旧报刊")
    results = window.controller.layout.results
    await_that(lambda: results.model.card(results.model.index(0, 0)))
