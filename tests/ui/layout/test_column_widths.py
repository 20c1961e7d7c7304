"""A column keeps the width that it was dragged to."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.ui.layout.window_layout import ColumnSplitter, WindowLayout
from reader.ui.window.window import MainWindow

BESIDE_ARTICLE = 2
"""The handle between list and article."""


def splitter_of(layout: WindowLayout) -> ColumnSplitter:
    splitter = layout.findChild(ColumnSplitter)
    assert splitter is not None
    return splitter


def width_of_list(layout: WindowLayout) -> int:
    return splitter_of(layout).sizes()[1]


def resize(window: MainWindow, width: int, height: int = 800) -> None:
    window.resize(width, height)
    QApplication.processEvents()


def drag(layout: WindowLayout, pixels: int) -> None:
    splitter = splitter_of(layout)
    splitter.moveSplitter(splitter.handle(BESIDE_ARTICLE).x() + pixels, BESIDE_ARTICLE)


@pytest.mark.parametrize("width", [1440, 1000])
def test_whatever_changes_the_size_of_the_columns(
    window: MainWindow, layout: WindowLayout, width: int
) -> None:
    resize(window, width)
    before = width_of_list(layout)
    drag(layout, 50)
    dragged = width_of_list(layout)
    assert dragged > before
    layout.strip.setVisible(not layout.strip.isVisible())
    QTest.qWait(0)
    assert width_of_list(layout) == dragged
    resize(window, width + 20, 780)
    assert width_of_list(layout) == dragged
    for other_width in (700, 1440, 1000, width):
        resize(window, other_width)
    assert width_of_list(layout) == dragged


def test_beside_the_rail_it_is_another_width_than_in_a_wide_window(
    window: MainWindow, layout: WindowLayout
) -> None:
    resize(window, 1440)
    wide = width_of_list(layout)
    resize(window, 1000)
    drag(layout, 50)
    resize(window, 1440)
    assert width_of_list(layout) == wide
