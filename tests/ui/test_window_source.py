"""The lines of the file beside the page."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from reader.ui.article.about_article import SourcePane
from reader.ui.widgets import theme
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, press, source_words

ISSUE = """雁桥日报
1987年6月12日 星期五 第4012期
国内统一连续出版物号 CN 00-0000

# 渡口的灯亮到后半夜

本报讯（记者 闻小树）昨夜江上有雾，渡船停了半日，两岸的人隔着水喊话，
老船工 说，灯是给晚归的人留的。
"""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    (tmp_path / "旧报").mkdir()
    (tmp_path / "旧报" / "19870612.txt").write_text(ISSUE, encoding="utf-8")
    return a_window.open_on(qtbot, tmp_path / "旧报")


def opened(qtbot: QtBot, window: MainWindow, words: str) -> SourcePane:
    """The lines of the paragraph that has these words."""
    page = window.controller.layout.pane.page
    page.setFocus()
    page.setTextCursor(page.document().find(words))
    press(Qt.Key.Key_U, CTRL)
    pane = window.controller.layout.pane.source
    qtbot.waitUntil(lambda: bool(pane.text.toPlainText() or source_words(pane)))
    return pane


def test_one_key_shows_the_lines_that_a_paragraph_was_joined_of_and_they_follow_the_cursor(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = opened(qtbot, window, "老船工")
    qtbot.waitUntil(lambda: "老船工" in pane.text.toPlainText())
    shown = pane.text.toPlainText().split("\n")
    assert "7　本报讯（记者 闻小树）昨夜江上有雾，渡船停了半日，两岸的人隔着水喊话，" in shown
    assert "8　老船工␣说，灯是给晚归的人留的。" in shown
    assert "划去的字符没有收进正文。" in source_words(pane)
    page = window.controller.layout.pane.page
    page.setTextCursor(page.document().find("渡口的灯"))
    qtbot.waitUntil(lambda: "5　#␣渡口的灯亮到后半夜" in pane.text.toPlainText())
    press(Qt.Key.Key_U, CTRL)
    assert pane.isHidden()


def test_of_a_file_that_has_changed_or_is_gone_it_is_said(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "旧报" / "19870612.txt").write_text("全变了。\n" * 9, encoding="utf-8")
    pane = opened(qtbot, window, "老船工")
    qtbot.waitUntil(lambda: "文件在收录之后变过" in source_words(pane))
    press(Qt.Key.Key_U, CTRL)
    (tmp_path / "旧报" / "19870612.txt").unlink()
    pane = opened(qtbot, window, "老船工")
    qtbot.waitUntil(lambda: "19870612.txt" in source_words(pane))


def test_the_lines_around_fill_the_pane_and_those_of_the_paragraph_are_lit(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "多段").mkdir()
    told = "".join(f"\n　　第{n}段说的是渡口的事。{a_window.LONG}\n" for n in range(1, 60))
    (tmp_path / "多段" / "19870612.txt").write_text(ISSUE + told, encoding="utf-8")
    window = a_window.open_on(qtbot, tmp_path / "多段")
    pane = opened(qtbot, window, "第30段")
    qtbot.waitUntil(lambda: "第30段" in pane.text.toPlainText())
    shown = pane.text.toPlainText().split("\n")
    (lit,) = pane.text.lit
    assert "第30段" in shown[lit]
    assert any("第29段" in line for line in shown[:lit])
    assert any("第31段" in line for line in shown[lit:])
    assert len(shown) > 8

    def place(number: int) -> QPoint:
        return pane.text.cursorRect(QTextCursor(pane.text.document().findBlockByNumber(number))).center()

    view = pane.text.viewport()
    assert view.rect().contains(place(lit))
    picture = view.grab().toImage()
    right = view.width() - 14
    assert picture.pixelColor(1, place(lit).y()) == theme.color("accent")
    assert picture.pixelColor(right, place(lit).y()) == theme.color("sel")
    assert picture.pixelColor(right, place(lit - 1).y()) == theme.color("list")
