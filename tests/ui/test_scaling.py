"""Words have room: in a large window, and in one of which 200 % scaling leaves half, in both languages."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from reader import i18n
from reader.ui.layout.welcome import DropTarget
from reader.ui.widgets.controls import IconButton
from reader.ui.window.screenshot import search_and_wait
from reader.ui.window.window import MainWindow
from tests.ui import a_window

WHOLE, HALF = (1440, 900), (720, 480)


@pytest.fixture(params=["zh", "en"])
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, root: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setenv("READER_LANGUAGE", request.param)
    i18n.language.cache_clear()
    yield a_window.open_on(qtbot, root)
    monkeypatch.undo()
    i18n.language.cache_clear()


def test_no_words_are_cut(qtbot: QtBot, window: MainWindow) -> None:
    cut = {}
    for view in ("reading", "search", "show_bookmarks", "show_papers", "show_calendar", "welcome"):
        for size in (WHOLE, HALF):
            window.resize(*size)
            if view == "search":
                search_and_wait(window, "木桶 日期:1987 -天气")
            elif view == "welcome":
                window.controller.layout.show_welcome(True)
            elif view != "reading":
                window._actions[view].trigger()
            with suppress(qtbot.TimeoutError):
                qtbot.waitUntil(lambda: not without_room(window))
            cut[view, size] = without_room(window)
    assert {place: words for place, words in cut.items() if words} == {}


def without_room(window: MainWindow) -> list[str]:
    return [*cut_buttons(window), *cut_labels(window), *overlapping(window)]


def cut_buttons(window: MainWindow) -> list[str]:
    """Buttons whose words are wider than they are, or that stand outside the window."""
    found = []
    for button in window.findChildren(QAbstractButton):
        if not button.isVisible() or button.visibleRegion().isEmpty():
            continue
        is_icon = isinstance(button, IconButton) or button.toolTip() == button.text()
        words = "" if is_icon else button.text()
        if QFontMetricsF(button.font()).horizontalAdvance(words) > button.width() + 1:
            found.append(words)
        if not (is_scrolled(button) or lies_within(button, window)):
            found.append(f"outside: {button.accessibleName() or button.text()}")
    return found


def cut_labels(window: MainWindow) -> list[str]:
    """Labels of several lines that have no room for the last."""
    labels = (each for each in window.findChildren(QLabel) if each.isVisible() and each.wordWrap())
    return [each.text() for each in labels if each.height() + 1 < each.heightForWidth(each.width())]


def overlapping(window: MainWindow) -> list[str]:
    """What stands on the welcome page and over something else there."""
    page = window.controller.layout.welcome
    shown = [each for kind in (QLabel, QAbstractButton, DropTarget) for each in page.findChildren(kind)]
    places = [(place_in(each, page), each) for each in shown if each.isVisible()]
    return [f"{one} {other}" for (a, one), (b, other) in combinations(places, 2) if a.intersects(b)]


def place_in(widget: QWidget, page: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint()), widget.size())


def lies_within(widget: QWidget, window: QWidget) -> bool:
    return window.rect().contains(place_in(widget, window))


def is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and (isinstance(parent, QScrollArea) or is_scrolled(parent))
