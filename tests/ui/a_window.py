"""A real window on a small library of files, and hands to use it with."""

import datetime as dt
import io
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QInputMethodEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader import app
from reader.features.query_chips.ui.chips import QueryChips
from reader.language.dates.calendar import weekday_of
from reader.library import sync_process
from reader.ui.article.about_article import AboutPopover, SourcePane
from reader.ui.article.article_header import OpeningProgress, SuggestionBar
from reader.ui.article.article_pane import EmptyPane
from reader.ui.search.result_header import ResultHeader
from reader.ui.sync.sync_controller import SyncChild
from reader.ui.widgets.controls import LinkButton
from reader.ui.widgets.dialog import Question
from reader.ui.widgets.listing import Listing, RowAct
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import synced_once

Row = TypeVar("Row")
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
DAYS = (dt.date(1987, 6, 5), dt.date(1987, 6, 12), dt.date(1987, 7, 3))
HEADLINES = ("渡口的灯亮到后半夜", "一口井淘出三只木桶", "瓦匠的女儿考上了船校")
BOOKMARKS = Qt.Key.Key_4
"""The key that shows the bookmarks, with Ctrl."""
LONG = "江上有雾，渡船停了半日，两岸的人隔着水喊话。"


def issue_text(date: dt.date, number: int, more: str = "") -> str:
    """An issue of three articles, the first long enough to be scrolled."""
    lines = [
        "雁桥日报",
        f"{date.year}年{date.month}月{date.day}日 {weekday_of(date)} 第{number}期 今日四版",
        "国内统一连续出版物号 CN 00-0000",
    ]
    for headline in HEADLINES:
        lines += ["", f"# {date.day}日{headline}", "", f"本报讯（记者 闻小树）{date:%d}日，老船工说：{more}"]
        rounds = 60 if headline == HEADLINES[0] else 2
        lines += [f"\n{date.day}日第{n}段。{LONG}" for n in range(1, rounds)]
    return "\n".join(lines) + "\n"


def write_issues(root: Path, days: Sequence[dt.date] = DAYS, more: str = "") -> Path:
    """The folder with an issue for each of the days."""
    root.mkdir(parents=True, exist_ok=True)
    for date in days:
        (root / f"{date:%Y%m%d}.txt").write_text(issue_text(date, 4000 + date.day, more), encoding="utf-8")
    return root


def open_on(qtbot: QtBot, root: Path | None, size: tuple[int, int] | None = (1440, 900)) -> MainWindow:
    """The window on a folder (None: on what the settings say), its first sync done; `size` None leaves it."""
    window = app.open_window(root)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    if size:
        window.resize(*size)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settle(qtbot, window)
    return window


def show_library(qtbot: QtBot, window: MainWindow, root: Path) -> None:
    """Has the window open a library, and waits until it shows it, or why not."""
    window.open_library(root)
    qtbot.waitUntil(window.opener.is_idle)


begun: WeakKeyDictionary[SyncChild, int] = WeakKeyDictionary()
"""How many syncs each window has begun, and of how many a test has seen the end; no library is kept for it."""
_settled: WeakKeyDictionary[SyncChild, int] = WeakKeyDictionary()
BEGUN_MS = 5
"""So long a sync is seen to be running before it is done."""


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Waits for a library to be open, for a sync to begin and to end, and for the tree to show what it found."""
    qtbot.waitUntil(window.opener.is_idle)
    window.controller.complete()  # as the first key or click does
    process = window.controller.sync.process
    qtbot.waitUntil(lambda: begun.get(process, 0) > _settled.get(process, 0))
    qtbot.waitUntil(lambda: not process.is_running())
    qtbot.waitUntil(lambda: not window.controller.is_reading())
    _settled[process] = begun[process]


def sync_here(child: SyncChild, *, accept_missing: bool = False, by_names: bool = False) -> None:
    """In the place of `SyncChild.start`: what the child would do and say, done and said by this process, a moment
    later, as a child's words come."""
    if child.is_running():
        return
    child._has_ended = False

    def serve() -> str:
        written = io.StringIO()
        sync_process.serve(child._root, written, None, accept_missing=accept_missing, by_names=by_names)
        return written.getvalue()

    def run() -> None:
        if child.is_running():  # the window has not been closed
            for line in synced_once.sync(child._root, serve).splitlines():
                child._report(sync_process.from_line(line))
            if child.is_analysing:  # a child of a window says so, too
                child._report(sync_process.Analysed())

    QTimer.singleShot(BEGUN_MS, child, run)


def strays(others: Collection[QWidget]) -> list[str]:
    """Widgets without parent that are no window, but for the `others`: a button of a line that never shows it stays
    one for good, with all that its callback refers to. What is to be deleted is so first."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [
        f"{type(each).__name__} {each.accessibleName()}"
        for each in QApplication.topLevelWidgets()
        if each.parentWidget() is None and each not in others
        if not isinstance(each, MainWindow | QDialog | QMenu)
    ]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(
    key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
) -> None:
    """Presses a key where the focus is, and waits for the articles that this opens."""
    for _ in range(times):
        QTest.keyClick(focused(), key, modifier)
    await_reading()


def type_text(text: str) -> None:
    """Types where the focus is: Latin letters as keys, Chinese as an input method hands it over."""
    if text.isascii():
        QTest.keyClicks(focused(), text)
    else:
        written = QInputMethodEvent()
        written.setCommitString(text)
        QApplication.sendEvent(focused(), written)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    await_reading()


def pull(widget: QWidget, start: QPoint, by: QPoint) -> None:
    """Presses, moves in small steps, lets go. `QTest.mouseMove` would not say that the button is held."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    QTest.mousePress(widget, left, pos=start)
    for step in range(1, 9):
        place = QPointF(start + by * step / 8)
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            QPointF(widget.mapToGlobal(place)),
            none,
            left,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(widget, moved)
    QTest.mouseRelease(widget, left, pos=start + by)


def click_row(view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> None:
    place = view.visualRect(index).topLeft() + QPoint(60, 12)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    await_reading()


def actions_of(menu: QMenu) -> list[QAction]:
    """The actions of a menu and of the menus in it that can be opened."""
    inner = [each for each in menu.actions() if each.menu() and each.isEnabled()]
    return [*menu.actions(), *(act for each in inner for act in actions_of(cast(QMenu, each.menu())))]


def view(window: QWidget, name: str) -> QAbstractItemView:
    found = window.findChild(QAbstractItemView, name)
    assert isinstance(found, QAbstractItemView)
    return found


def asked(window: MainWindow) -> Question:
    """The question that is open in the window."""
    (question,) = (each for each in window.findChildren(Question) if each.isVisible())
    return question


def answer(question: Question, button: str, text: str | None = None) -> None:
    """Answers a question with the button of these words, and `text` in its field."""
    if text is not None:
        field = question.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setText(text)
    next(each for each in question.findChildren(QPushButton) if each.text() == button).click()


def button_of(widget: QWidget, words: str) -> QAbstractButton:
    """The button in the window of a widget whose text begins with these words."""
    return button_in(widget.window(), words)


def button_in(widget: QWidget, words: str) -> QAbstractButton:
    """The button in a widget whose text begins with these words."""
    found = widget.findChildren(QAbstractButton)
    return next(each for each in found if each.text().startswith(words))


def tree_at_article(window: MainWindow) -> QAbstractItemView:
    """The tree, opened at the article on the page, which it isn't by itself beside the list of the issue."""
    stored = window.controller.reading.article
    assert stored is not None
    window.controller.layout.tree.show_article(stored.id)
    return view(window, "issueTree")


def texts(view: QAbstractItemView) -> list[str]:
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def act_called(listing: Listing[Row], words: str) -> RowAct[Row]:
    """The act on rows of a list that has these words in its menu."""
    (act,) = [act for act in listing.acts() if act.words == words]
    return act


def headline(window: MainWindow) -> str:
    """Of the article on the page, when what was opened last is there."""
    await_reading()
    stored = window.controller.reading.article
    return stored.article.title() if stored else ""


def come_back(qtbot: QtBot, window: MainWindow) -> None:
    """Makes the window the active one after a menu or dialog, as a window manager does, with the focus on the page."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.controller.layout.pane.page.setFocus()


def chips_of(header: ResultHeader) -> QueryChips:
    assert isinstance(header.chips, QueryChips)
    return header.chips


def row_names(widget: AboutPopover | SuggestionBar) -> list[str]:
    """What the rows of a widget say, from the top."""
    items = (widget._rows.itemAt(at) for at in range(widget._rows.count()))
    return [row.accessibleName() for item in items if item and (row := item.widget())]


def links(widget: QWidget) -> list[LinkButton]:
    """The links in a widget that are not hidden; none if that is."""
    return (
        [] if widget.isHidden() else [each for each in widget.findChildren(LinkButton) if not each.isHidden()]
    )


def source_words(pane: SourcePane) -> str:
    """The remarks on the lines of a file, or why there are none."""
    return pane._remarks.text() if pane._excerpt else pane._words


def opening_progress(empty: EmptyPane) -> OpeningProgress | None:
    """The progress of a first sync that is shown; None if something else is."""
    return empty._progress.progress if empty.currentIndex() == 1 else None
