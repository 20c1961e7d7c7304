"""One set and its views: each is a click away, reads what is asked for when it is looked at, and not before."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader.features.chronicle.ui import chronicle_part
from reader.features.concordance import collocates as collocates_module
from reader.features.concordance.concordance import Concordance
from reader.features.keyness import ui as keyness_ui
from reader.features.people.people import People
from reader.library.timelines import Timelines
from reader.ui.controllers.set_views import SetViews
from reader.ui.window.screenshot import await_that, search_and_wait
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import focused, press, view

WORK = {
    "concordance": (Concordance, "read"),
    "timeline": (Timelines, "timeline"),
    "keyness": (keyness_ui, "keyness"),
    "collocates": (collocates_module.CollocateCounter, "collocates"),
    "chronicle": (chronicle_part, "drafted_of"),
    "people_of_set": (People, "named_in"),
}
"""What each view computes, by its action."""
OF_WORDS = {"claims"}
"""Those that compute something about what is written in a dossier alone."""
FORMER = {
    "逐处列出": "concordance",
    "按年分布": "timeline",
    "与别的词比较": "timeline",
    "用词对比": "keyness",
    "旁边常见的字词": "keyness",
    "大事记": "chronicle",
}
"""The words of the entries that the menu of the results had, and the views that took their place."""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return a_window.open_on(qtbot, a_window.write_issues(tmp_path / "旧报"))


@pytest.fixture
def views(window: MainWindow) -> SetViews:
    return window.controller.features.views


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts how often each view computes."""
    counted: Counter[str] = Counter()

    def counting(action: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **options: Any) -> Any:
            counted[action] += 1
            return function(*values, **options)

        return call

    for action, (owner, name) in WORK.items():
        monkeypatch.setattr(owner, name, counting(action, getattr(owner, name)))
    return counted


def settle(window: MainWindow) -> None:
    parts = window.controller.features.parts.made
    await_that(window.controller.features.searching.is_idle)
    await_that(lambda: all(part.is_idle() for part in parts.values()))


def test_every_view_has_its_work(views: SetViews) -> None:
    untried = {*views.handlers()} - {*WORK} - OF_WORDS
    assert not untried, f"Say in WORK of this test what the views {untried} compute: it is counted."
    assert {*WORK} | OF_WORDS <= {*views.handlers()}, "these views are gone"


def test_what_is_not_looked_at_is_not_computed_and_what_is_known_not_again(
    window: MainWindow, views: SetViews, work: Counter[str]
) -> None:
    search_and_wait(window, "渡口")
    window.controller.step_article(1)
    settle(window)
    assert work == {}
    expected: Counter[str] = Counter()
    for action in WORK:
        views.show(action)
        settle(window)
        expected[action] = 1
        assert work == expected
    for action in WORK:
        views.show(action)
        settle(window)
    assert work == expected
    views.show_list()
    search_and_wait(window, "老船工")
    settle(window)
    assert work == expected, "the list alone is looked at"


def test_enter_in_the_field_leads_into_the_view_that_is_shown(window: MainWindow, views: SetViews) -> None:
    for action in WORK:
        views.show(action)
        window.controller.layout.search.begin()
        search_and_wait(window, "渡口")
        press(Qt.Key.Key_Return)
        settle(window)
        assert focused().isVisible()
        assert window.controller.layout.results.focused_face() is focused()


def test_a_view_follows_the_next_search_and_stays_beside_the_article(
    window: MainWindow, views: SetViews, work: Counter[str]
) -> None:
    search_and_wait(window, "渡口")
    settle(window)
    for action in WORK:
        views.show(action)
        settle(window)
        before = work[action]
        search_and_wait(window, f"渡口 或 {'船' * (1 + len(action))}")
        settle(window)
        assert work[action] == before + 1
        assert views.action == action
        assert window.controller.layout.pane.isVisible()


def test_without_a_search_the_views_are_of_the_whole_library(window: MainWindow, views: SetViews) -> None:
    views.show("people_of_set")
    settle(window)
    layout = window.controller.layout
    everything = window.controller.library.contents.counts().articles
    assert views.articles().is_whole
    assert layout.search.line.text() == "*"
    assert layout.results.header.count.text() == f"{everything} 篇"
    views.show_list()
    assert layout.results.row_count() == everything
    window.controller.features.results.leave_search()
    assert not layout.are_results_shown()


@pytest.mark.parametrize("action", WORK)
def test_esc_and_the_same_action_lead_back_to_the_list(
    window: MainWindow, views: SetViews, action: str
) -> None:
    search_and_wait(window, "渡口")
    settle(window)
    views.toggle(action)
    settle(window)
    results = window.controller.layout.results
    assert results.isAncestorOf(focused())
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert views.action == ""
    assert focused() is view(window, "resultList")
    views.toggle(action)
    views.toggle(action)
    assert views.action == ""


def test_the_menu_of_the_results_has_five_entries_and_the_former_ones_are_among_all_actions(
    window: MainWindow, views: SetViews
) -> None:
    search_and_wait(window, "渡口")
    menu = window.controller.layout.results.header.more_menu()
    entries = [action for action in menu.actions() if not action.isSeparator()]
    assert 1 <= len(entries) <= 5
    for words, name in FORMER.items():
        spec = window._actions[name].data()
        assert words in f"{spec.words} {spec.keywords}", words
        window._actions[name].trigger()
        settle(window)
        assert views.action == name
        views.show_list()
    submenus = [action.menu() for action in entries if isinstance(action.menu(), QMenu)]
    assert len(submenus) == 1


def test_the_view_is_left_with_the_search_and_comes_back_with_the_next(
    window: MainWindow, views: SetViews, work: Counter[str]
) -> None:
    search_and_wait(window, "渡口")
    views.show("people_of_set")
    settle(window)
    window.controller.features.results.leave_search()
    settle(window)
    assert work["people_of_set"] == 1, "nothing is read of the whole library for whoever leaves"
    search_and_wait(window, "老船工")
    settle(window)
    assert views.action == "people_of_set"
    assert work["people_of_set"] == 2
    assert QApplication.focusWidget() is not None
    press(Qt.Key.Key_Escape)
