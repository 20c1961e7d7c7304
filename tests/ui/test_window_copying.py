"""What is copied of an article says where it is from."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader import assets
from reader.ui.article.article_page import ArticlePage
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, focused, press, type_text

SENTENCE = "江上有雾，渡船停了半日，两岸的人隔着水喊话。"
SOURCE = "——《雁桥日报》1987年7月3日"


def select(page: ArticlePage, words: str) -> None:
    page.setFocus()
    page.setTextCursor(page.document().find(words))


def copied() -> str:
    return QApplication.clipboard().text()


def in_the_note(window: MainWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: window.findChild(BookmarkEditor) is not None)


def in_the_search(window: MainWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_K, CTRL)


def in_the_lines_of_the_file(window: MainWindow, qtbot: QtBot) -> None:
    source = window.controller.layout.pane.source.text
    press(Qt.Key.Key_U, CTRL)
    qtbot.waitUntil(lambda: bool(source.toPlainText()))
    source.setFocus()
    source.moveCursor(QTextCursor.MoveOperation.End)


def test_of_an_article_a_sentence_takes_along_paper_and_day_and_else_words_are_copied_alone(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    select(layout.pane.page, SENTENCE)
    press(Qt.Key.Key_C, CTRL)
    assert copied() == f"{SENTENCE}\n{SOURCE}"
    select(layout.pane.page, "渡船")
    press(Qt.Key.Key_C, CTRL)
    assert copied() == "渡船"
    for go in (in_the_note, in_the_lines_of_the_file, in_the_search):
        QApplication.clipboard().clear()
        layout.pane.page.setFocus()
        go(window, qtbot)
        if go is not in_the_lines_of_the_file:
            type_text(SENTENCE)
        press(Qt.Key.Key_A, CTRL)
        press(Qt.Key.Key_C, CTRL)
        assert copied()
        assert "——《" not in copied()
        assert focused() is not layout.pane.page
        press(Qt.Key.Key_Escape)


def test_it_can_be_switched_off_and_stays_off(window: MainWindow, layout: WindowLayout, qtbot: QtBot) -> None:
    window.controller.layout.settings.copies_source = False
    select(layout.pane.page, SENTENCE)
    press(Qt.Key.Key_C, CTRL)
    assert copied() == SENTENCE
    window.close()
    again = a_window.open_on(qtbot, None)
    select(again.controller.layout.pane.page, SENTENCE)
    press(Qt.Key.Key_C, CTRL)
    assert copied() == SENTENCE
    again.controller.layout.settings.copies_source = True
    press(Qt.Key.Key_C, CTRL)
    assert copied() == f"{SENTENCE}\n{SOURCE}"


def test_the_article_beside_says_where_it_is_from_itself(window: MainWindow, layout: WindowLayout) -> None:
    press(Qt.Key.Key_P)
    layout.pane.page.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_N)
    select(layout.area.second.page, SENTENCE)
    press(Qt.Key.Key_C, CTRL)
    assert copied() == f"{SENTENCE}\n——《雁桥日报》1987年6月12日"


def test_of_a_story_over_two_pages_it_is_the_page_where_the_words_begin(qtbot: QtBot) -> None:
    window = a_window.open_on(qtbot, assets.sample_library())
    (first, *_) = window.controller.library.searcher.search("标题:三万册").ids
    window.controller.reading.open_article(first)
    await_reading()
    page = window.controller.layout.pane.page
    parts = window.controller.layout.pane.parts()
    assert [part.article.page for part in parts] == ["1", "4"]
    for part in (0, 1):
        block = [b for b in page.blocks if b.printed == ((part, 0),) and len(b.text) > 30][-1]
        select(page, block.text[:20])
        press(Qt.Key.Key_C, CTRL)
        assert copied().endswith(f"——《雁桥日报》1987年6月12日第0{parts[part].article.page}版（据文件名）")
