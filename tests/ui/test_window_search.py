"""Searching in the window: from what is typed to the marked page, and the way back."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QTableWidget
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.features.timeline.ui.year_bars import YearBars
from reader.library.searcher import Results
from reader.search.documents import Order
from reader.search.query import Period, help_lines
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets.controls import IconButton
from reader.ui.window.window import MainWindow
from tests.corpus import write_library
from tests.ui import a_window
from tests.ui.a_window import (
    ALT,
    CTRL,
    SHIFT,
    chips_of,
    click,
    click_row,
    focused,
    headline,
    press,
    texts,
    type_text,
)


def ask(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Types a question into the search field and waits for the answer."""
    press(Qt.Key.Key_K, CTRL)
    type_text(text)
    qtbot.waitUntil(lambda: window.controller.features.searching.text == text)
    qtbot.waitUntil(lambda: window.controller.features.searching.is_idle())


def told_position(layout: WindowLayout) -> str:
    return layout.pane.header.position()


def test_one_types_and_goes_along_the_results_by_keys_and_arrows(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    ask(qtbot, window, "老船工")
    assert layout.are_results_shown()
    assert layout.results.row_count() == 9
    assert layout.search.line.hasFocus()
    press(Qt.Key.Key_Down)
    assert focused() is layout.results.view
    first = headline(window)
    assert told_position(layout) == "第 1 篇，共 9 篇"
    press(Qt.Key.Key_Down)
    assert told_position(layout) == "第 2 篇，共 9 篇"
    press(Qt.Key.Key_K)
    assert headline(window) == first
    buttons = (each for each in window.findChildren(IconButton) if each.isVisible())
    click(next(each for each in buttons if each.accessibleName().startswith("下一篇")))
    assert told_position(layout) == "第 2 篇，共 9 篇"


def test_enter_at_once_opens_the_first_result_and_f3_goes_from_mark_to_mark_and_around(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    page = layout.pane.page
    press(Qt.Key.Key_K, CTRL)
    type_text("12日，老船工")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is layout.results.view)
    assert headline(window).startswith("12日")
    assert layout.pane.has_hits()
    assert page.marked.current_hit == 0
    assert told_position(layout) == "第 1 篇，共 3 篇"
    press(Qt.Key.Key_K, CTRL)
    layout.search.line.selectAll()
    ask(qtbot, window, "隔着水喊话 3日渡口")
    press(Qt.Key.Key_Return)
    assert len(page.marked) > 20
    press(Qt.Key.Key_F3, times=2)
    assert page.marked.current_hit == 2
    press(Qt.Key.Key_F3, SHIFT, times=3)
    assert page.marked.current_hit == len(page.marked) - 1


def test_several_selected_results_stay_selected_when_they_come_again_and_in_another_order(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, root: Path
) -> None:
    ask(qtbot, window, "老船工")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down, SHIFT, times=2)
    results, searching = layout.results, window.controller.features.searching
    before = set(results.chosen_articles())
    assert len(before) == 3
    a_window.write_issues(root, [dt.date(1987, 7, 10)])
    window.controller.sync.begin()
    a_window.settle(qtbot, window)
    qtbot.waitUntil(lambda: results.row_count() == 12 and searching.is_idle())
    assert set(results.chosen_articles()) == before
    results.header.order_chip.chosen.emit(Order.NEWEST)
    qtbot.waitUntil(searching.is_idle)
    assert set(results.chosen_articles()) == before


def test_esc_takes_the_marks_away_then_leads_to_the_issue_and_no_result_is_lost(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    ask(qtbot, window, "老船工")
    press(Qt.Key.Key_Return)
    read = headline(window)
    press(Qt.Key.Key_Escape)
    assert not layout.pane.has_hits()
    assert layout.are_results_shown()
    assert focused() is layout.results.view
    layout.pane.page.setFocus()
    press(Qt.Key.Key_Escape)
    assert focused() is layout.results.view
    press(Qt.Key.Key_Escape)
    assert not layout.are_results_shown()
    assert layout.search.line.text() == "老船工"
    assert focused() is layout.issues.view
    assert headline(window) == read
    assert told_position(layout).endswith("共 3 篇")
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_Return)
    assert layout.are_results_shown()
    assert focused() is layout.results.view
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_Escape)
    assert focused() is layout.results.view


def test_when_the_question_is_edited_quickly_then_the_last_answer_stays(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_K, CTRL)
    for written in ("老船工", "，江上", "没有的"):
        type_text(written)
        qtbot.wait(15)
    press(Qt.Key.Key_Backspace, times=6)
    type_text("说")
    asked = layout.search.line.text()
    qtbot.waitUntil(lambda: window.controller.features.searching.text == asked)
    qtbot.waitUntil(lambda: window.controller.features.searching.is_idle())
    assert asked == "老船工说"
    assert layout.results.row_count() == 9


def test_while_an_input_method_composes_nothing_is_searched_and_the_chips_stay(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_K, CTRL)
    QApplication.sendEvent(focused(), QInputMethodEvent("lao'chuan", []))
    qtbot.wait(120)
    assert not layout.are_results_shown()
    type_text("老船工")
    qtbot.waitUntil(lambda: layout.results.row_count() == 9)
    qtbot.waitUntil(lambda: window.controller.features.searching.is_idle())
    QApplication.sendEvent(focused(), QInputMethodEvent("du", []))
    qtbot.wait(100)
    assert [chip.text() for chip in chips_of(layout.results.header).chips()] == ["老船工"]
    assert layout.search.line.is_composing


def test_one_is_told_how_to_ask_and_that_nothing_was_found(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    click(layout.search.help_button)
    [sheet] = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    [table] = [each for each in sheet.findChildren(QTableWidget) if each.isVisible()]
    assert table.rowCount() == len(help_lines())
    sheet.close()
    window.activateWindow()
    layout.pane.page.setFocus()
    before = headline(window)
    ask(qtbot, window, "潜水艇")
    assert "没有找到“潜水艇”" in layout.results.empty.accessibleName()
    press(Qt.Key.Key_Return)
    assert headline(window) == before


def test_when_a_chip_is_changed_then_the_text_follows_and_is_asked(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    ask(qtbot, window, "老船工 渡口")
    chips = chips_of(layout.results.header)
    assert [chip.text() for chip in chips.chips()] == ["老船工", "渡口"]
    only_headlines = next(a for a in chips.menu_of(1).actions() if a.text() == "只在标题")
    only_headlines.trigger()
    assert layout.search.line.text() == "老船工 标题:渡口"
    qtbot.waitUntil(lambda: layout.results.row_count() == 3)
    chips.chips()[0].setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Minus)
    assert layout.search.line.text() == "-老船工 标题:渡口"
    qtbot.waitUntil(lambda: window.controller.features.searching.is_idle())
    assert layout.results.row_count() == 0
    press(Qt.Key.Key_Delete)
    assert layout.search.line.text() == "标题:渡口"
    press(Qt.Key.Key_Up)
    assert layout.search.line.hasFocus()
    press(Qt.Key.Key_Z, CTRL)
    assert layout.search.line.text() == "-老船工 标题:渡口"
    qtbot.waitUntil(lambda: [chip.text() for chip in chips.chips()] == ["老船工", "渡口"])


@pytest.fixture
def many(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window on forty issues."""
    write_library(tmp_path / "许多", 40, articles=4)
    return a_window.open_on(qtbot, tmp_path / "许多")


def test_years_and_people_are_chosen_above_the_results_and_four_of_these_are_seen_whole(
    many: MainWindow, qtbot: QtBot
) -> None:
    results, header = many.controller.layout.results, many.controller.layout.results.header
    a_window.write_issues(many.controller.library.root, a_window.DAYS)
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, many)
    ask(qtbot, many, "说")
    assert not header.years.isVisible()
    many.controller.features.views.show("timeline")
    qtbot.waitUntil(header.years.isVisible)
    years = header.years
    assert isinstance(years, YearBars)
    span = years.drawn.scale.span
    assert span is not None
    assert span.first == 1987
    header.years.chosen.emit(Period(dt.date(1987, 1, 1), dt.date(1987, 12, 31)))
    assert many.controller.layout.search.line.text() == "说 日期:1987"
    qtbot.waitUntil(lambda: many.controller.features.searching.is_idle())
    assert header.count.text() == "9 篇"
    period = next(chip for chip in chips_of(header).chips() if "1987" in chip.text())
    period.setFocus()
    press(Qt.Key.Key_Delete)
    assert many.controller.layout.search.line.text() == "说"
    qtbot.waitUntil(lambda: years.drawn.scale.span == span)
    many.controller.features.views.show_list()
    many.resize(900, 700)
    header.hints.offer_of_feature("people", "人物：江舟", do_nothing)
    QApplication.processEvents()
    shown, rows = results.view.viewport().rect(), [results.model.index(row, 0) for row in range(4)]
    assert all(shown.contains(results.view.visualRect(row)) for row in rows)


def test_the_number_comes_nearer_the_truth_until_it_is_exact(
    many: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a library in which counting takes long."""
    monkeypatch.setattr("reader.search.answering.query_execution._COUNTED_AT_ONCE", 8)
    monkeypatch.setattr("reader.ui.controllers.searching.COUNTED_EVERY", 0.0)
    told: list[Results] = []
    results = many.controller.layout.results
    show = results.show_numbers

    def show_numbers(counted: Results) -> None:
        told.append(counted)
        show(counted)

    monkeypatch.setattr(results, "show_numbers", show_numbers)
    results.header.order_chip.set_key(Order.NEWEST)
    ask(qtbot, many, "本报讯（记者")
    totals = [each.total for each in told]
    assert totals == sorted(totals, reverse=True)
    assert [each.total_is_exact for each in told] == [False] * (len(told) - 1) + [True]
    assert len(told) > 2
    assert results.header.count.text() == f"{totals[-1]} 篇"


def test_after_an_excursion_and_an_update_the_results_in_sight_are_as_they_were_left(
    many: MainWindow, qtbot: QtBot
) -> None:
    controller, layout = many.controller, many.controller.layout
    results = layout.results
    bar = results.view.verticalScrollBar()
    newest = QPersistentModelIndex(layout.tree.currentIndex())
    results.header.order_chip.set_key(Order.OLDEST)
    ask(qtbot, many, "说")
    bar.setValue(116 * 20)
    click_row(results.view, results.view.model().index(22, 0))
    chosen = results.article_id()
    read = headline(many)
    qtbot.wait(50)
    place = bar.value()
    layout.tree.scrollTo(newest)
    click_row(layout.tree, newest)
    assert headline(many) != read
    assert results.article_id() == chosen
    press(Qt.Key.Key_Left, ALT)
    assert headline(many) == read
    assert results.article_id() == chosen
    assert bar.value() == place

    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: results.row_count() > 60)
    known = results.row_count()
    bar.setValue(116 * 60 + 30)

    def top() -> str:
        return str(results.view.indexAt(results.view.viewport().rect().topLeft()).data())

    qtbot.waitUntil(lambda: "说" in top())
    before = top()
    a_window.write_issues(controller.library.root, a_window.DAYS)
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, many)
    qtbot.waitUntil(lambda: results.row_count() > known or controller.features.searching.is_idle())
    qtbot.waitUntil(lambda: texts(results.view)[0].startswith("1987"))
    assert top() == before
    assert bar.value() % 116 == 30
