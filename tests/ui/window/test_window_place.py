"""The first window, and one from a larger screen: it fits, with its frame."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.storage import settings
from reader.storage.settings import Settings
from reader.ui.window.window import MainWindow, fitted
from tests.ui import a_window

SCREEN = QRect(0, 0, 1366, 768)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (QRect(20, 20, 900, 700), QRect(20, 20, 900, 700)),
        (QRect(0, 0, 1366, 790), QRect(0, 0, 1366, 768)),
        (QRect(-5, -28, 1376, 796), SCREEN),
        (QRect(800, 300, 900, 700), QRect(466, 68, 900, 700)),
    ],
)
def test_a_frame_is_brought_inside_the_screen(frame: QRect, expected: QRect) -> None:
    assert fitted(frame, SCREEN) == expected


def test_beside_a_panel_it_stands_in_what_is_left() -> None:
    assert fitted(QRect(0, 0, 1440, 900), QRect(64, 30, 1302, 738)) == QRect(64, 30, 1302, 738)


@pytest.mark.parametrize("saved", ["", "of a larger screen"])
def test_the_window_fits_the_screen_with_its_frame(qtbot: QtBot, window: MainWindow, saved: str) -> None:
    window.close()
    if saved:
        before = QWidget()
        before.setGeometry(100, 100, 1440, 900)
        saved = bytes(before.saveGeometry().toBase64().data()).decode()
    settings.save(Settings(geometry=saved, library=str(window.controller.library.root)))
    first = a_window.open_on(qtbot, None, size=None)
    available = first.screen().availableGeometry()
    qtbot.waitUntil(lambda: available.contains(first.frameGeometry()))
    strip = first.controller.layout.strip
    assert available.contains(QRect(strip.mapToGlobal(strip.rect().topLeft()), strip.size()))
