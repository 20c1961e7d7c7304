"""Rows that come while a library is read in leave the row that is looked at where it is."""

import datetime as dt
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.features.concordance.ui.concordance_part import ConcordancePart
from reader.search.documents import Order
from reader.ui.window.window import MainWindow
from tests.ui import a_window

FIRST = dt.date(1987, 6, 1)


def days(first: dt.date, number: int) -> list[dt.date]:
    return [first + dt.timedelta(days=at) for at in range(number)]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window on six issues, with the results of a search by date."""
    window = a_window.open_on(qtbot, a_window.write_issues(tmp_path / "旧报", days(FIRST, 6)))
    features, layout = window.controller.features, window.controller.layout
    features.results.enter_query("渡船")
    qtbot.waitUntil(lambda: layout.results.is_answered() and layout.results.row_count() == 18)
    features.results.set_order(Order.OLDEST)
    qtbot.waitUntil(lambda: features.results.searching.is_idle())
    return window


def grow(qtbot: QtBot, window: MainWindow) -> None:
    """More issues are read, older than all that are there."""
    a_window.write_issues(window.controller.library.root, days(FIRST - dt.timedelta(days=40), 3))
    window.controller.sync.begin()
    a_window.settle(qtbot, window)


def test_the_selected_result_stays_where_it_is(qtbot: QtBot, window: MainWindow) -> None:
    results = window.controller.layout.results
    view = results.view
    chosen = results.model.article_at(3)
    view.setCurrentIndex(results.model.index(3, 0))
    qtbot.waitUntil(lambda: not window.controller.is_reading() and results.article_id() == chosen)
    view.scrollToTop()
    top = view.visualRect(view.currentIndex()).top()
    assert top > 0
    grow(qtbot, window)
    qtbot.waitUntil(lambda: results.row_count() == 27)
    assert results.article_id() == chosen
    assert view.currentIndex().row() == 12
    assert view.visualRect(view.currentIndex()).top() == top


def test_the_place_that_is_looked_at_stays_where_it_is(qtbot: QtBot, window: MainWindow) -> None:
    places = window.controller.features.parts.of(ConcordancePart)
    window.controller.features.views.show("concordance")
    pane = places.pane
    qtbot.waitUntil(lambda: places._places.is_idle() and pane.model.rowCount() > 20)
    rows = pane.model.rowCount()
    pane.view.chooser.select(pane.model.index(4))
    top = pane.view.visualRect(pane.view.currentIndex()).top()
    grow(qtbot, window)
    qtbot.waitUntil(lambda: places._places.is_idle() and pane.model.rowCount() > rows)
    added = pane.model.rowCount() - rows
    assert pane.view.currentIndex().row() == 4 + added
    assert pane.view.visualRect(pane.view.currentIndex()).top() == top
