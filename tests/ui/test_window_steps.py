"""The usual jobs by mouse: each is done with few presses of a button, on what is shown already."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.concordance.ui.concordance_part import ConcordancePart
from reader.features.differences.ui import DifferenceDialog
from reader.features.printing.ui.clipping_dialog import ClippingDialog
from reader.features.reprints.ui import ReprintsPart
from reader.ui.article.unit_selection import SelectionBar
from reader.ui.search.result_list import CardDelegate
from reader.ui.search.result_model import RowLabel
from reader.ui.widgets.controls import IconButton, LinkButton
from reader.ui.widgets.dialog import Question
from reader.ui.window.screenshot import await_reading, await_that, search_and_wait
from reader.ui.window.window import MainWindow
from tests.reprinted_papers import write_papers
from tests.ui import a_window
from tests.ui.a_window import click, type_text

LEFT = Qt.MouseButton.LeftButton


class Steps(QObject):
    """Counts the presses of a mouse button."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            self.count += 1
        return False


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return a_window.open_on(qtbot, write_papers(tmp_path / "两报"))


@pytest.fixture
def steps(qapp: QApplication, window: MainWindow) -> Steps:
    find(window, "渡船")
    steps = Steps(window)
    qapp.installEventFilter(steps)
    return steps


def find(window: MainWindow, words: str) -> None:
    """Searches, and opens the first article that is found."""
    controller = window.controller
    search_and_wait(window, words)
    controller.step_article(1)
    await_reading()
    await_that(controller.features.parts.of(ReprintsPart).is_idle)


def rest_on(widget: QWidget) -> None:
    """What comes of a mouse that is moved onto a widget."""
    QCursor.setPos(widget.mapToGlobal(widget.rect().center()))
    middle = QPointF(widget.rect().center())
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, middle, widget.mapToGlobal(middle), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, moved)


def test_a_printing_is_compared_by_one_click_where_the_mouse_rests(
    qtbot: QtBot, window: MainWindow, steps: Steps
) -> None:
    pane = window.controller.layout.pane
    rest_on(pane.strip.about_button)
    qtbot.waitUntil(pane.about.isVisible)
    assert not any(each.hasFocus() for each in pane.about.findChildren(LinkButton)), (
        "keys stay where they were"
    )
    click(next(each for each in pane.about.findChildren(LinkButton) if each.text() == "比较"))
    qtbot.waitUntil(lambda: window.findChild(DifferenceDialog) is not None)
    assert steps.count == 1


def test_what_the_mouse_has_opened_stays_at_a_click_on_the_button_and_closes_when_the_mouse_leaves(
    qtbot: QtBot, window: MainWindow
) -> None:
    find(window, "渡船")
    pane = window.controller.layout.pane
    button = pane.strip.about_button
    rest_on(button)
    qtbot.waitUntil(pane.about.isVisible)
    QTest.mouseClick(
        pane.about, LEFT, pos=pane.about.mapFromGlobal(button.mapToGlobal(button.rect().center()))
    )
    assert pane.about.isVisible()
    QCursor.setPos(window.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(pane.about, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not pane.about.isVisible())


def test_every_place_is_listed_by_a_click_on_their_number(window: MainWindow, steps: Steps) -> None:
    results, concordance = (
        window.controller.layout.results,
        window.controller.features.parts.of(ConcordancePart),
    )
    delegate = results.view.itemDelegate()
    assert isinstance(delegate, CardDelegate)
    for row in (0, 1):
        index = results.model.index(row, 0)
        await_that(partial(results.model.card, index))  # its number is read when the row is painted
        rect = results.view.visualRect(index)
        places = [QPoint(x, rect.y() + 20) for x in range(rect.left(), rect.right())]
        on_number = next(each for each in places if delegate.label_at(index, each) is RowLabel.PLACES)
        QTest.mouseClick(results.view.viewport(), LEFT, pos=on_number + QPoint(8, 0))
        assert concordance.is_shown()
        window.controller.features.views.show_list()
    assert steps.count == 2


def test_a_citation_is_copied_by_one_click_and_in_another_style_by_two(
    window: MainWindow, steps: Steps
) -> None:
    pane = window.controller.layout.pane
    click(pane.header.cite_button)
    assert steps.count == 1
    assert "[N]" in QGuiApplication.clipboard().text()
    button = pane.header.cite_button
    button.customContextMenuRequested.emit(button.rect().center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(each for each in menu.actions() if "BibTeX" in each.text()).trigger()
    menu.close()
    assert QGuiApplication.clipboard().text().startswith("@")


def test_a_selected_character_is_corrected_from_the_bar_over_it(window: MainWindow, steps: Steps) -> None:
    page = window.controller.layout.pane.page
    page.setTextCursor(page.document().find("渡船"))
    page.show_selection_bar()
    bar = page.findChild(SelectionBar)
    assert bar is not None
    click(next(each for each in bar.findChildren(IconButton) if "认错" in each.accessibleName()))
    assert steps.count == 1
    assert window.findChild(Question) is not None


def test_a_selected_passage_is_clipped_from_the_bar_over_it(
    qtbot: QtBot, window: MainWindow, steps: Steps
) -> None:
    page = window.controller.layout.pane.page
    page.setTextCursor(page.document().find("船头挂两盏马灯"))
    page.show_selection_bar()
    click(next(each for each in page.selection_bar.findChildren(IconButton) if "剪" in each.accessibleName()))
    qtbot.waitUntil(lambda: window.findChild(ClippingDialog) is not None)
    assert steps.count == 1


def test_the_words_searched_for_become_the_field_of_the_search_in_the_article(
    window: MainWindow, steps: Steps
) -> None:
    navigator = window.controller.layout.pane.hits.navigator
    click(navigator.term_button)
    assert steps.count == 1
    assert navigator.is_field_shown()
    type_text("马灯")
    assert navigator.field.text() == "马灯"
    menu = QMenu()
    window.controller.layout.pane.page.menuOpening.emit(
        menu, window.controller.layout.pane.page.block_of(window.controller.layout.pane.page.textCursor())
    )
    assert any(each.text().startswith("在本文中查找") for each in a_window.actions_of(menu))


def test_the_day_above_the_issue_leads_to_another_and_the_numbers_at_the_foot_read_the_folder_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    layout = window.controller.layout
    click(layout.issues.day_button)
    assert layout.tab == "calendar"
    assert window.controller.features.parts.of(CalendarPart).pane.header.date_field.line.hasFocus()
    process = window.controller.sync.process
    before = a_window.begun[process]
    click(layout.strip.counts_button)
    assert a_window.begun[process] == before + 1
    a_window.settle(qtbot, window)


def test_the_buttons_above_an_article_step_keep_it_and_show_its_page(
    qtbot: QtBot, window: MainWindow
) -> None:
    controller = window.controller
    header = controller.layout.pane.header
    find(window, "渡船")
    first = a_window.headline(window)
    click(header.next_button)
    assert a_window.headline(window) != first
    click(header.previous_button)
    assert a_window.headline(window) == first
    click(header.star_button)
    qtbot.waitUntil(lambda: header.star_button.accessibleName().startswith("取消收藏"))
    click(header.page_button)
    qtbot.waitUntil(controller.layout.area.is_page_shown)
    click(controller.layout.area.page.article_button)
    qtbot.waitUntil(lambda: not controller.layout.area.is_page_shown())
