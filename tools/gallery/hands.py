"""How a scene is made: a window on a library, and the hands that bring it into its state as a person would.

A scene takes an empty folder and gives the window, shown, in its state. Its name is that of the picture.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from reader import app, assets
from reader.library.library import Library
from reader.newspaper.passage import MarkColor
from reader.ui.sync.sync_controller import SyncChild
from reader.ui.window.screenshot import above, await_reading, await_that, await_update, settle
from reader.ui.window.window import MainWindow
from tests.ui import a_window

Scene = Callable[[Path], AbstractContextManager[MainWindow]]
Hand = Callable[[MainWindow], None]

STORY = "一夜之间有了新家"
FIRST_FILE = "1987/06/19870612-01.txt"
SCENES: dict[str, Scene] = {}


# -- kinds of scenes


def scene(made: Callable[[Path], Iterator[MainWindow]]) -> Callable[[Path], Iterator[MainWindow]]:
    """Adds a scene under its own name."""
    _add(made.__name__, made)
    return made


def on_sample(bring: Hand) -> Hand:
    """Adds a scene of the sample, which is open at a story when `bring` is called."""

    def made(_folder: Path) -> Iterator[MainWindow]:
        with opened(assets.sample_library()) as window:
            read(window, STORY)
            bring(window)
            yield window

    _add(bring.__name__, made)
    return bring


def on_copy(bring: Callable[[MainWindow, Path], None]) -> Callable[[MainWindow, Path], None]:
    """Adds a scene of a library (its folder is given) whose files may be moved and whose notebook is empty."""

    def made(folder: Path) -> Iterator[MainWindow]:
        root = copy_of_sample(folder)
        with opened(root) as window:
            bring(window, root)
            yield window

    _add(bring.__name__, made)
    return bring


def with_notes(bring: Hand) -> Hand:
    """Adds a scene of a library that is read with a pen in the hand, open at a story that is marked."""

    def made(folder: Path) -> Iterator[MainWindow]:
        with opened(copy_of_sample(folder)) as window:
            read_with_notes(window)
            bring(window)
            yield window

    _add(bring.__name__, made)
    return bring


def _add(name: str, made: Callable[[Path], Iterator[MainWindow]]) -> None:
    SCENES[name.replace("_", "-")] = contextmanager(made)


# -- libraries


@contextmanager
def opened(root: Path | None, *, awaits_update: bool = True) -> Iterator[MainWindow]:
    """The program's window on a folder; everything that lies over it is closed with it.

    A sync that is awaited is made by this process: starting another takes longer than all else.
    """
    start = a_window.sync_here if awaits_update else SyncChild.start
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(SyncChild, "start", start)
        window = app.open_window(root)
        assert isinstance(window, MainWindow)
        window.activateWindow()
        if awaits_update:
            await_update(window)
            await_that(lambda: _is_open(window))
            window.controller.layout.strip.show_idle()
        try:
            yield window
        finally:
            for widget in reversed(above(window)):
                widget.close()
            window.close()
            settle()
            window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _is_open(window: MainWindow) -> bool:
    """Whether an article is open, or there is none."""
    controller = window.controller
    return controller.reading.article is not None or not controller.library.contents.counts().articles


def copy_of_sample(folder: Path) -> Path:
    return shutil.copytree(assets.sample_library(), folder / "雁桥日报")


def keep_notes(library: Library) -> None:
    """Bookmarks, notes, tags and highlights of all four colours."""
    story, ferry, market = (
        library.searcher.search(words, limit=1).ids[0] for words in (STORY, "雁桥渡口夏令时刻", "元宵夜")
    )
    kept = library.notebook.bookmark(story)
    library.user_data.edit_bookmark(kept.uuid, "新馆在雁桥路17号，去看一眼门牌还在不在。", ["图书馆", "待核"])
    for words, color, note in (
        ("旧报不是废纸", MarkColor.YELLOW, "馆长的原话，可以引。"),
        ("缺期43号", MarkColor.CYAN, ""),
        ("朱红色的小签", MarkColor.GREEN, ""),
        ("邵静", MarkColor.PURPLE, "望江门的退休教师"),
    ):
        marked = library.notebook.bookmark(story, passage=library.notebook.quote(story, words, color))
        if note:
            library.user_data.edit_bookmark(marked.uuid, note, ["人物"])
    library.user_data.edit_bookmark(
        library.notebook.bookmark(ferry).uuid, "外婆说过的末班船。", ["渡口", "家史"]
    )
    library.notebook.bookmark(market)


# -- hands


def read(window: MainWindow, query: str) -> None:
    """Opens the first article that is found."""
    window.controller.reading.open_article(window.controller.library.searcher.search(query, limit=1).ids[0])
    await_reading()


def read_with_notes(window: MainWindow) -> None:
    keep_notes(window.controller.library)
    read(window, STORY)
    window.controller.features.bookmarks.read()
    await_that(lambda: window.controller.features.bookmarks.bookmarks)


def do(window: MainWindow, action: str) -> None:
    """What choosing an action does; those of features come after the first picture."""
    window.controller.complete()
    window._actions[action].trigger()


def select(window: MainWindow, words: str) -> None:
    page = window.controller.layout.pane.page
    page.setFocus()
    found = page.document().find(words)
    assert found.hasSelection(), words
    page.setTextCursor(found)


def show_source_lines(window: MainWindow, words: str) -> None:
    """Those of the paragraph in which the words stand."""
    select(window, words)
    window.controller.layout.pane.page.clear_selection()
    do(window, "source_lines")


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def menu_on(window: MainWindow, words: str) -> QMenu:
    """The menu that the right button opens on words of the page."""
    page = window.controller.layout.pane.page
    cursor = page.document().find(words)
    assert not cursor.isNull(), words
    cursor.setPosition(cursor.selectionStart() + 1)
    place = page.cursorRect(cursor).center()
    told = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.viewport().mapToGlobal(place))
    QApplication.sendEvent(page.viewport(), told)
    return open_menu()


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu
