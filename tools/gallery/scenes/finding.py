"""Finding one's way: menus, the palette, what helps."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from reader.assets import sample_library
from reader.library.library import Library
from reader.storage import settings as kept_settings
from reader.ui.article.article_header import ArticleHeader
from reader.ui.controllers.preferences import SettingsWindow
from reader.ui.window import dialogs
from reader.ui.window.screenshot import await_that
from reader.ui.window.window import MainWindow
from tools.gallery.hands import (
    STORY,
    click,
    copy_of_sample,
    do,
    keep_notes,
    on_sample,
    open_menu,
    opened,
    read,
    scene,
)


@on_sample
def palette(window: MainWindow) -> None:
    do(window, "palette")


@on_sample
def keys(window: MainWindow) -> None:
    do(window, "help")


@on_sample
def search_help(window: MainWindow) -> None:
    window.controller.layout.search.help_button.click()


@on_sample
def about_box(window: MainWindow) -> None:
    do(window, "about")


@on_sample
def whats_new(window: MainWindow) -> None:
    dialogs.show_changes(window)


@on_sample
def notices(window: MainWindow) -> None:
    dialogs.show_notices(window)


@scene
def later_version(_folder: Path) -> Iterator[MainWindow]:
    """The first start of a version after an earlier one."""
    kept_settings.save(structs.replace(kept_settings.load().settings, version="0.0.9"))
    with opened(sample_library()) as window:
        read(window, STORY)
        yield window


@scene
def notes_of_a_later_version(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    library = Library.open(root)
    library.sync()
    keep_notes(library)
    library.close()
    with closing(sqlite3.connect(root / ".reader" / "user.sqlite")) as notes:
        notes.execute("PRAGMA user_version = 99")
    with opened(root) as window:
        read(window, STORY)
        do(window, "bookmark")
        yield window


@on_sample
def menu(window: MainWindow) -> None:
    click(window.controller.layout.top.menu_button)
    opens = open_menu()
    opens.setActiveAction(next(each for each in opens.actions() if each.menu()))
    QTest.keyClick(opens, Qt.Key.Key_Right)


@on_sample
def tool_tip(window: MainWindow) -> None:
    button = _header(window).cite_button
    QCursor.setPos(button.mapToGlobal(button.rect().center()))
    QToolTip.showText(QCursor.pos(), button.toolTip(), button)


def _header(window: MainWindow) -> ArticleHeader:
    header = window.findChild(ArticleHeader)
    assert isinstance(header, ArticleHeader)
    return header


@on_sample
def style_panel(window: MainWindow) -> None:
    click(_header(window).size_button)


def _settings(window: MainWindow) -> SettingsWindow:
    do(window, "settings")
    opened = window.findChild(SettingsWindow)
    assert isinstance(opened, SettingsWindow)
    await_that(opened.isActiveWindow)
    return opened


@on_sample
def settings(window: MainWindow) -> None:
    _settings(window)


@on_sample
def settings_changed(window: MainWindow) -> None:
    """With some that are not the default, in the middle of the list, and the focus on one."""
    opened = _settings(window)
    opened.rows["body_size"].choose(20)
    opened.rows["as_printed"].choose(True)
    opened.rows["as_printed"].focus()
    opened.finished.connect(lambda: do(window, "normal_size"))


@on_sample
def settings_found(window: MainWindow) -> None:
    QTest.keyClicks(_settings(window).field.line, "pdf")


@on_sample
def settings_not_found(window: MainWindow) -> None:
    QTest.keyClicks(_settings(window).field.line, "printer ink")


@on_sample
def cite_menu(window: MainWindow) -> None:
    _header(window).cite_button.customContextMenuRequested.emit(QPoint())


@on_sample
def list_in_a_narrow_window(window: MainWindow) -> None:
    window.resize(min(window.width(), 800), window.height())
    do(window, "toggle_list")
