"""What is done with the article shows it first, where something else is shown in its place."""

import pytest
from pytestqt.qtbot import QtBot

from reader.features.evidence.ui import EvidencePart
from reader.ui.window.window import MainWindow
from tests.ui.a_window import focused


@pytest.mark.parametrize("action", ["find", "caret", "source_lines"])
@pytest.mark.parametrize("shown", ["evidence", "calendar", "whole page"])
def test_the_article_is_shown_and_has_the_focus(
    qtbot: QtBot, window: MainWindow, action: str, shown: str
) -> None:
    controller = window.controller
    layout = controller.layout
    match shown:
        case "evidence":
            controller.features.parts.of(EvidencePart).open()
        case "calendar":
            window._actions["show_calendar"].trigger()
        case _:
            window._actions["whole_page"].trigger()
            qtbot.waitUntil(layout.area.is_page_shown)
    window._actions[action].trigger()
    assert layout.pane.isVisible()
    assert layout.pane.isAncestorOf(focused())


def test_what_is_searched_is_listed_beside_a_chart_as_wide_as_the_window(
    qtbot: QtBot, window: MainWindow
) -> None:
    layout = window.controller.layout
    window._actions["show_offices"].trigger()
    qtbot.waitUntil(layout.area.is_instead_shown)
    assert not layout.is_list_shown()
    window.controller.features.results.search("渡船")
    qtbot.waitUntil(layout.are_results_shown)
    assert layout.is_list_shown()
