"""A pane in place of the page is opened, left and closed in one way, whichever feature it is of."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.features.evidence.ui import EvidencePart
from reader.i18n import say
from reader.ui.desk import InsteadPart
from reader.ui.frame import InsteadPane
from reader.ui.widgets.controls import IconButton
from reader.ui.window.window import MainWindow
from tests.ui.a_window import click

ACTIONS = ("check_evidence",)


def opened(window: MainWindow, action: str) -> InsteadPart[InsteadPane]:
    assert action == "check_evidence"
    window.controller.features.parts.of(EvidencePart).open()
    parts = window.controller.features.parts.made.values()
    (part,) = (each for each in parts if isinstance(each, InsteadPart) and each.is_shown())
    return part


@pytest.mark.parametrize("action", ACTIONS)
def test_esc_its_button_and_an_article_close_it_and_the_page_has_the_focus_again(
    window: MainWindow, qtbot: QtBot, action: str
) -> None:
    layout = window.controller.layout
    columns = layout._sidebar.isVisible(), layout.is_list_shown()
    part = opened(window, action)
    assert layout.area.first_view() is part.pane.face()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert part.pane.isAncestorOf(focused)
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert not part.is_shown()
    assert window.focusWidget() is layout.area.first_view()

    part = opened(window, action)
    (close,) = (
        each for each in part.pane.findChildren(IconButton) if each.accessibleName() == say("回到文章")
    )
    click(close)
    assert not part.is_shown()

    opened(window, action)
    stored = window.controller.features.reading.article
    assert stored is not None
    other = next(each for each in range(1, 9) if each != stored.id)
    window.controller.features.reading.open_article(other)
    qtbot.waitUntil(lambda: not part.is_shown())
    assert (layout._sidebar.isVisible(), layout.is_list_shown()) == columns


@pytest.mark.parametrize("action", ACTIONS)
def test_a_view_of_the_results_takes_its_place_and_leaves_the_sidebar_as_it_is(
    window: MainWindow, action: str
) -> None:
    layout = window.controller.layout
    sidebar = layout._sidebar.isVisible()
    part = opened(window, action)
    window._actions["concordance"].trigger()
    assert not part.is_shown()
    assert layout.are_results_shown()
    assert layout._sidebar.isVisible() is sidebar
