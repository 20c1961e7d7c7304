"""The page alone on the full screen; text that stands where it stood from one article to the next."""

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.article.article_header import ArticleHeader, ProvenanceStrip
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, headline, press, type_text


def bars(window: MainWindow) -> list[QWidget]:
    """What stands around the page: the bars at the window's top and foot, those of the article."""
    layout = window.controller.layout
    within = [*layout.pane.findChildren(ArticleHeader), *layout.pane.findChildren(ProvenanceStrip)]
    return [layout.top, layout.strip, *within]


def fills(view: QWidget, layout: WindowLayout) -> bool:
    """Whether a view takes all of the window, but for the handles between panes."""
    return view.height() == layout.height() and view.width() >= layout.width() - 2


def test_on_the_full_screen_there_is_nothing_but_the_page_and_the_bar_of_hits(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    assert [bar.isVisible() for bar in bars(window)] == [True] * 4
    press(Qt.Key.Key_F11)
    assert [bar.isVisible() for bar in bars(window)] == [False] * 4
    qtbot.waitUntil(lambda: fills(layout.pane.page, layout))
    assert window.toast.label.text() == "按 F11 或 Esc 回到窗口。"
    press(Qt.Key.Key_J)
    assert headline(window).startswith("3日一口井")
    assert not any(bar.isVisible() for bar in bars(window))
    press(Qt.Key.Key_F11)
    assert [bar.isVisible() for bar in bars(window)] == [True] * 4
    assert not window.toast.isVisible(), "there is no way back to be told of"

    press(Qt.Key.Key_F11)
    press(Qt.Key.Key_F, CTRL)
    (header,) = layout.pane.findChildren(ArticleHeader)
    assert header.isVisible()
    type_text("江上有雾")
    qtbot.waitUntil(layout.pane.has_hits)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not layout.pane.has_hits())
    assert not header.isVisible()
    assert layout.is_page_alone
    press(Qt.Key.Key_Escape)
    assert not layout.is_page_alone
    assert header.isVisible()

    press(Qt.Key.Key_V)
    qtbot.waitUntil(layout.area.is_page_shown)
    before = layout.area.page.view.height()
    press(Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: fills(layout.area.page.view, layout))
    press(Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: layout.area.page.view.height() == before)


def test_text_does_not_move_sideways_between_a_long_article_and_a_short_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    root = a_window.write_issues(tmp_path / "旧报", [dt.date(1987, 7, 3)])
    window = a_window.open_on(qtbot, root)
    page = window.controller.layout.pane.page

    def left() -> int:
        """Where the headline begins."""
        found = page.document().find("3日")
        cursor = QTextCursor(page.document())
        cursor.setPosition(found.selectionStart())
        return page.cursorRect(cursor).left()

    for size in ((1440, 900), (900, 700)):
        window.resize(*size)
        assert page.verticalScrollBar().maximum() > 0
        long = left()
        press(Qt.Key.Key_J)
        assert page.verticalScrollBar().maximum() == 0
        assert left() == long
        press(Qt.Key.Key_K)
