"""What stands beside each other belongs together: the issue or the results in the list, and the article on the page."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from reader.search.query import Period
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets.services import Change
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, click_row, focused, headline, links, press, type_text


def ask(qtbot: QtBot, window: MainWindow, text: str) -> None:
    press(Qt.Key.Key_K, CTRL)
    type_text(text)
    qtbot.waitUntil(lambda: window.controller.features.searching.text == text)
    settle(qtbot, window)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.controller.features.searching.is_idle())
    qtbot.waitUntil(lambda: window.controller.features.results.together._tasks.is_idle())


def issue_in_tree(window: MainWindow, day: int) -> QModelIndex:
    """The row of an issue of June 1987, below years and months that are opened as by a person."""
    tree = window.controller.layout.tree
    found = [index for index in _below(tree, QModelIndex()) if str(index.data()).startswith(f"{day}日 ")]
    assert found
    return found[0]


def _below(tree: QAbstractItemView, parent: QModelIndex) -> list[QModelIndex]:
    model = tree.model()
    rows = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
    deep: list[QModelIndex] = []
    for row in rows:
        if not str(row.data()).endswith("期") and model.canFetchMore(row):
            model.fetchMore(row)
        deep += [row, *_below(tree, row)]
    return deep


def select_issue(window: MainWindow, day: int) -> None:
    tree = window.controller.layout.tree
    index = issue_in_tree(window, day)
    tree.setExpanded(index.parent(), True)
    tree.scrollTo(index)
    click_row(tree, index)


def listed(window: MainWindow) -> str:
    """The selected row of the issue's list."""
    return str(window.controller.layout.issues.view.currentIndex().data())


def test_an_issue_that_is_chosen_opens_at_its_first_article_or_where_one_stopped_in_it(
    window: MainWindow,
) -> None:
    select_issue(window, 5)
    press(Qt.Key.Key_Down)
    assert headline(window) == "12日渡口的灯亮到后半夜"
    press(Qt.Key.Key_Up)
    assert headline(window) == "5日渡口的灯亮到后半夜"
    select_issue(window, 12)
    assert headline(window) == "12日渡口的灯亮到后半夜"
    assert listed(window).startswith("12日")
    assert window.controller.layout.tree.currentIndex() == issue_in_tree(window, 12)
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_J)
    assert headline(window) == "12日瓦匠的女儿考上了船校"
    select_issue(window, 5)
    assert headline(window) == "5日渡口的灯亮到后半夜"
    select_issue(window, 12)
    assert headline(window) == "12日瓦匠的女儿考上了船校"
    assert listed(window) == headline(window)


def test_while_one_types_the_marks_of_the_query_before_are_gone(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    ask(qtbot, window, "隔着水喊话")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(layout.pane.has_hits)
    press(Qt.Key.Key_K, CTRL)
    layout.search.line.selectAll()
    type_text("木桶")
    qtbot.waitUntil(lambda: window.controller.features.searching.text == "木桶")
    assert not layout.pane.has_hits()
    assert len(layout.pane.page.marked) == 0
    window.controller.reading.refresh(Change.PAPERS)
    qtbot.waitUntil(lambda: not window.controller.is_reading())
    assert len(layout.pane.page.marked) == 0


def is_apart(layout: WindowLayout) -> bool:
    """Whether it is said that the article on the page is not in the results."""
    header = layout.results.header
    return header.hints.apart_button in header.hints.offers


def test_results_without_the_open_article_say_so(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    row = QPersistentModelIndex(layout.tree.currentIndex())
    ask(qtbot, window, "12日 木桶")
    qtbot.waitUntil(lambda: is_apart(layout))
    assert layout.results.header.hints.apart_button.toolTip() == "正在读的这篇不在这些结果里。"
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: headline(window) == "12日一口井淘出三只木桶")
    settle(qtbot, window)
    assert not is_apart(layout)
    assert len(layout.pane.page.marked) > 0
    layout.tree.scrollTo(row)
    click_row(layout.tree, row)
    qtbot.waitUntil(lambda: is_apart(layout))
    layout.results.header.hints.apart_button.click()
    assert not layout.are_results_shown()
    assert listed(window) == headline(window)
    assert focused() is layout.issues.view


def test_results_that_hold_the_open_article_further_down_than_is_known_say_nothing(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.controllers.searching.PAGE", 1)
    monkeypatch.setattr(type(layout.results.model), "canFetchMore", lambda *_: False)
    ask(qtbot, window, "老船工")
    stored = window.controller.reading.article
    assert stored is not None
    assert not layout.results.is_found(stored)
    settle(qtbot, window)
    assert not is_apart(layout)


def test_a_filter_keeps_the_open_article_selected_and_marked_where_it_holds_it(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    ask(qtbot, window, "老船工")
    press(Qt.Key.Key_Return)
    for _ in range(8):
        if headline(window) == "12日一口井淘出三只木桶":
            break
        press(Qt.Key.Key_J)
    assert headline(window) == "12日一口井淘出三只木桶"
    years = layout.results.header.years
    years.chosen.emit(Period(dt.date(1987, 6, 1), dt.date(1987, 6, 30)))
    settle(qtbot, window)
    assert layout.results.row_count() == 6
    stored = window.controller.reading.article
    assert stored is not None
    assert layout.results.article_id() == stored.id
    assert len(layout.pane.page.marked) > 0
    assert not is_apart(layout)
    years.chosen.emit(Period(dt.date(1987, 7, 1), dt.date(1987, 7, 31)))
    settle(qtbot, window)
    qtbot.waitUntil(lambda: is_apart(layout))
    assert len(layout.pane.page.marked) == 0


def test_an_issue_that_is_clicked_during_a_search_is_listed_and_link_or_field_lead_back(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    ask(qtbot, window, "老船工")
    press(Qt.Key.Key_Return)
    select_issue(window, 12)
    assert not layout.are_results_shown()
    assert headline(window).startswith("12日")
    assert listed(window).startswith("12日")
    (back,) = links(layout.issues.notice)
    assert back.text() == "回到“老船工”的结果"
    click(back)
    assert layout.are_results_shown()
    assert layout.issues.notice.isHidden()
    assert layout.results.row_count() == 9
    select_issue(window, 5)
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is layout.results.view)
    select_issue(window, 12)
    press(Qt.Key.Key_Escape)
    assert layout.search.line.text() == "老船工", "Esc loses no results"
    assert not layout.issues.notice.isHidden()


def test_an_article_that_is_opened_as_the_catalogue_changes_stays_open(window: MainWindow) -> None:
    controller = window.controller
    newest = controller.library.contents.newest_issue()
    assert newest is not None
    _, second, _ = controller.library.contents.articles(newest.id)
    controller.reading.open_article(second.id)
    controller.sync.refreshed.emit()
    assert headline(window) == "3日一口井淘出三只木桶"


def test_where_a_file_has_another_text_by_now_both_articles_on_the_screen_have_it(
    qtbot: QtBot, window: MainWindow, layout: WindowLayout, root: Path
) -> None:
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_J)
    a_window.write_issues(root, a_window.DAYS[-1:], "灯修好了。")
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, window)
    await_reading()
    for pane, title in (
        (layout.pane, "3日一口井淘出三只木桶"),
        (layout.area.second, "3日渡口的灯亮到后半夜"),
    ):
        stored = pane.article()
        assert stored is not None
        assert stored.article.title() == title
        assert "老船工说：灯修好了。" in pane.page.toPlainText()
        assert window.controller.library.articles.article(stored.id) is not None
    place, stored = window.controller.reading.place(), window.controller.reading.article
    assert place is not None
    assert stored is not None
    assert place.printing == stored.printing
