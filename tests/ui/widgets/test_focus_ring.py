"""The ring of the keyboard focus around a text."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.widgets.focus_ring import FocusRing


def test_it_is_there_with_the_focus_and_lets_the_mouse_through(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    texts = [QPlainTextEdit("渡口\n" * 5), QPlainTextEdit("灯")]
    column = QVBoxLayout(window)
    for text in texts:
        column.addWidget(text)
    rings = [FocusRing(text) for text in texts]
    window.resize(300, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    texts[0].setFocus()
    assert [ring.isVisible() for ring in rings] == [True, False]
    assert rings[0].geometry() == texts[0].viewport().geometry()
    texts[0].setPlainText("渡口\n" * 500)
    qtbot.waitUntil(texts[0].verticalScrollBar().isVisible)
    assert rings[0].geometry() == texts[0].viewport().geometry()
    place = texts[1].viewport().rect().center()
    QTest.mouseClick(texts[1].viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [ring.isVisible() for ring in rings] == [False, True]
    assert (
        window.childAt(texts[1].mapTo(window, texts[1].viewport().geometry().center())) is texts[1].viewport()
    )
    assert not rings[1].grab().isNull()
