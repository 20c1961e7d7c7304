"""Two clicks select a word or a name, three the sentence, four the paragraph; a drag goes on by the same units."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.ui.article.article_page import ArticlePage
from reader.ui.article.unit_selection import SelectionBar
from reader.ui.window.window import MainWindow

SENTENCE = "江上有雾，渡船停了半日，两岸的人隔着水喊话。"


@pytest.fixture
def page(window: MainWindow) -> ArticlePage:
    return window.controller.layout.pane.page


def send(page: ArticlePage, kind: QEvent.Type, place: QPointF, held: bool = True) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind is QEvent.Type.MouseMove else left
    at = QPointF(page.viewport().mapToGlobal(place.toPoint()))
    event = QMouseEvent(kind, place, at, button, left if held else none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page.viewport(), event)


def place_of(page: ArticlePage, phrase: str, character: int = 0) -> QPointF:
    """The middle of a character of the phrase, on the view."""
    cursor = page.document().find(phrase)
    assert cursor.hasSelection(), phrase
    start = cursor.selectionStart() + character
    cursor.setPosition(start)
    left = page.cursorRect(cursor)
    cursor.setPosition(start + 1)
    right = page.cursorRect(cursor)
    return QPointF((left.center() + right.center()) / 2)


def clicks(page: ArticlePage, place: QPointF, number: int, *, lets_go: bool = True) -> None:
    """As Qt tells of quick clicks: every second one is a double-click."""
    for count in range(1, number + 1):
        kind = QEvent.Type.MouseButtonDblClick if count % 2 == 0 else QEvent.Type.MouseButtonPress
        send(page, kind, place)
        if lets_go or count < number:
            send(page, QEvent.Type.MouseButtonRelease, place, held=False)


def wait_for_other_click(qtbot: QtBot) -> None:
    qtbot.wait(QApplication.styleHints().mouseDoubleClickInterval() + 50)


def test_two_three_and_four_clicks_select_more_each_time_and_one_click_later_nothing(
    qtbot: QtBot, page: ArticlePage
) -> None:
    place = place_of(page, "3日第2段。江上有雾，渡船", 11)
    clicks(page, place, 2)
    assert page.selected_text() == "渡船"
    bar = page.findChild(SelectionBar)
    assert bar is not None
    assert bar.isVisible()
    wait_for_other_click(qtbot)
    clicks(page, place, 3)
    assert page.selected_text() == SENTENCE
    wait_for_other_click(qtbot)
    clicks(page, place, 4)
    block = page.block_of(page.textCursor())
    assert block is not None
    assert page.selected_text() == block.text
    for offset in (-6.0, 6.0):  # both halves of a character are the word
        wait_for_other_click(qtbot)
        clicks(page, place + QPointF(offset, 0), 2)
        assert page.selected_text() == "渡船"
    wait_for_other_click(qtbot)
    clicks(page, place, 1)
    assert page.selected_text() == ""
    told: list[tuple[str, int]] = []
    page.calls.open_person_at = lambda text, at, _: told.append((text, at))
    wait_for_other_click(qtbot)
    clicks(page, place_of(page, "记者 闻小树", 4), 2)
    assert page.selected_text() == "闻小树"
    ((text, at),) = told
    assert text[at:].startswith("小树")


def test_a_drag_goes_on_by_words_by_sentences_or_by_characters_and_back(
    qtbot: QtBot, page: ArticlePage
) -> None:
    place = place_of(page, "3日第2段。江上有雾，渡船停了", 11)
    clicks(page, place, 2, lets_go=False)
    send(page, QEvent.Type.MouseMove, place_of(page, "3日第2段。江上有雾，渡船停了半日，两岸", 18))
    assert page.selected_text() == "渡船停了半日，两岸"
    send(page, QEvent.Type.MouseMove, place_of(page, "3日第2段。江上有雾", 6))
    assert page.selected_text().endswith("有雾，渡船")
    send(page, QEvent.Type.MouseButtonRelease, place, held=False)
    send(page, QEvent.Type.MouseMove, place + QPointF(200, 60), held=False)
    assert page.selected_text().endswith("有雾，渡船")
    wait_for_other_click(qtbot)
    clicks(page, place_of(page, "3日第2段。江上有雾", 1), 3, lets_go=False)
    assert page.selected_text() == "3日第2段。"
    send(page, QEvent.Type.MouseMove, place_of(page, "3日第2段。江上有雾", 6))
    assert page.selected_text() == f"3日第2段。{SENTENCE}"
    send(page, QEvent.Type.MouseButtonRelease, place, held=False)
    wait_for_other_click(qtbot)
    start = place_of(page, "3日第2段。江上有雾，渡船停了", 11) - QPointF(7, 0)
    end = start + QPointF(14, 0)
    send(page, QEvent.Type.MouseButtonPress, start)
    send(page, QEvent.Type.MouseMove, end)
    send(page, QEvent.Type.MouseButtonRelease, end, held=False)
    assert len(page.selected_text()) <= 2
