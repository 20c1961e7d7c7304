"""Simplified or traditional characters in the window: by key and panel, on the page, beside it, kept."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.language.scripts import Script
from reader.storage import settings
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.page.page_layout import PageSelection
from reader.ui.window.window import MainWindow
from tests.ui.a_window import press


def test_a_key_goes_from_script_to_script_on_article_and_page(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    document = layout.pane.page.document
    assert "渡口的灯亮" in document().toPlainText()
    press(Qt.Key.Key_F9)  # the paper is in simplified characters
    assert "渡口的灯亮" in document().toPlainText()
    assert layout.pane.strip.about_button.text() == "关于这一篇 ▼"
    press(Qt.Key.Key_F9)
    assert "渡口的燈亮" in document().toPlainText()
    assert layout.area.second.page.filler.style.script is Script.TRADITIONAL
    press(Qt.Key.Key_V)
    page = layout.area.page.view
    qtbot.waitUntil(lambda: layout.area.is_page_shown() and page.is_set())
    placed = page._layout.article_on_page(0)
    assert placed is not None
    assert any("燈亮" in line.layout.text() for leg in placed.article.legs for line in leg.lines)
    assert "这里显示成繁体" in layout.area.page.size_button.accessibleName()
    number = next(n for n, block in enumerate(page.articles()[0].blocks) if "老船工" in block.text)
    at = page.articles()[0].blocks[number].text.index("记者")
    page.select(PageSelection(0, (number, at), (number, at + 2)))
    layout.area.page.copy()
    assert QApplication.clipboard().text() == "记者"
    press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: layout.area.page.size_button.accessibleName() == "字号")


def test_the_script_is_kept(window: MainWindow, layout: WindowLayout) -> None:
    press(Qt.Key.Key_F9)
    window.close()
    assert settings.load().settings.declared["script"] == Script.SIMPLIFIED.value
