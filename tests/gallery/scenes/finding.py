"""Finding one's way: menus, the palette, what helps."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.ui.article.article_header import ArticleHeader
from reader.ui.window.window import MainWindow
from tests.gallery.hands import click, do, on_sample, open_menu


@on_sample
def palette(window: MainWindow) -> None:
    do(window, "palette")


@on_sample
def keys(window: MainWindow) -> None:
    do(window, "keys")


@on_sample
def search_help(window: MainWindow) -> None:
    do(window, "search_help")


@on_sample
def about(window: MainWindow) -> None:
    do(window, "about")


@on_sample
def menu(window: MainWindow) -> None:
    click(window.controller.layout.top.menu_button)
    opens = open_menu()
    opens.setActiveAction(opens.actions()[2])
    QTest.keyClick(opens, Qt.Key.Key_Right)


def _header(window: MainWindow) -> ArticleHeader:
    header = window.findChild(ArticleHeader)
    assert isinstance(header, ArticleHeader)
    return header


@on_sample
def style_menu(window: MainWindow) -> None:
    click(_header(window).size_button)


@on_sample
def cite_menu(window: MainWindow) -> None:
    click(_header(window).cite_button)


@on_sample
def list_in_a_narrow_window(window: MainWindow) -> None:
    window.resize(min(window.width(), 800), window.height())
    do(window, "toggle_list")
