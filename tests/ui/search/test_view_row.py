"""The row of views above the results: which there are, in which order, without a hole where a feature is off."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader import plugs
from reader.ui.search.view_row import HEIGHT_OF_TWO_LINES, LEAST_WINDOW, OfferedView, ViewRow, offered_views
from reader.ui.widgets.controls import Wide, column_layout
from reader.ui.window.screenshot import search_and_wait
from tests.ui import a_window

ALL = ["列表", "逐处", "历年", "用词", "大事", "人物", "查证"]
VIEW_OF = {
    "concordance": "逐处",
    "timeline": "历年",
    "keyness": "用词",
    "chronicle": "大事",
    "people": "人物",
    "claims": "查证",
}
"""The views that are of one feature alone; the words are also of `concordance`."""


@pytest.fixture(autouse=True)
def nothing_left_out() -> Iterator[None]:
    yield
    plugs.leave_out(())


def words() -> list[str]:
    return [view.words for view in offered_views()]


def test_they_stand_in_their_order_and_the_words_have_two_faces() -> None:
    assert words() == ALL
    actions = {view.words: [face.action for _, face in view.faces] for view in offered_views()}
    assert actions["列表"] == []
    assert actions["用词"] == ["keyness", "collocates"]


@pytest.mark.parametrize("number", range(len(VIEW_OF) + 1))
def test_features_that_are_away_leave_no_hole(number: int) -> None:
    for away in combinations(VIEW_OF, number):
        plugs.leave_out(away)
        missing = {VIEW_OF[name] for name in away} - {"用词"}
        if {"keyness", "concordance"} <= {*away}:
            missing.add("用词")
        assert words() == [view for view in ALL if view not in missing]


@pytest.fixture
def chosen() -> list[str]:
    return []


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def row(window: QWidget, chosen: list[str]) -> ViewRow:
    row = ViewRow(offered_views(), chosen.append)
    column_layout(row, of=window)
    window.resize(LEAST_WINDOW, 200)
    window.show()
    return row


def test_a_click_asks_for_the_view_and_another_for_its_other_face(row: ViewRow, chosen: list[str]) -> None:
    row.offer_for(is_of_dossier=True)
    segments = row.segments.segments()
    for segment in segments[1:]:
        segment.click()
    assert chosen == ["concordance", "timeline", "keyness", "chronicle", "people_of_set", "claims"]
    segments[0].click()
    assert chosen[-1] == ""
    row.show_view("collocates")
    assert row.segments.current() == 3
    faces = row.faces_of("words")
    assert faces is not None
    assert faces.current() == 1
    faces.segments()[0].click()
    assert chosen[-1] == "keyness"
    row.show_view("concordance")
    assert not faces.isVisible()


def test_in_a_narrow_window_they_are_a_menu(row: ViewRow, chosen: list[str], qtbot: QtBot) -> None:
    row.offer_for(is_of_dossier=True)
    assert row.segments.isVisible()
    row.window().resize(640, 200)
    qtbot.waitUntil(lambda: not row.segments.isVisible())
    assert row.menu.isVisible()
    assert [action.text() for action in row.menu.choices.actions()] == ALL
    row.menu.choices.actions()[1].trigger()
    assert chosen == ["concordance"]
    row.show_view("concordance")
    assert row.menu.text() == "逐处"
    row.window().resize(LEAST_WINDOW, 200)
    qtbot.waitUntil(row.segments.isVisible)
    assert not row.menu.isVisible()


def test_where_a_line_is_too_short_they_stand_in_two(row: ViewRow, qtbot: QtBot) -> None:
    row.setMaximumWidth(240)
    qtbot.waitUntil(lambda: row.width() == 240)
    assert row.segments.isVisible()
    segments = [segment for segment in row.segments.segments() if segment.isVisible()]
    tops = [segment.y() for segment in segments]
    assert [tops.count(top) for top in sorted({*tops})] == [3, 3]
    for segment in segments:
        assert segment.width() >= segment.fontMetrics().horizontalAdvance(segment.text())
    assert row.heightForWidth(row.width()) == row.segments.height() == HEIGHT_OF_TWO_LINES
    row.show_view("claims")
    QApplication.processEvents()
    assert [segment.text() for segment in segments if segment.y() == tops[0]] == ALL[:4]


def shown(row: ViewRow) -> list[str]:
    segments = [segment.text() for segment in row.segments.segments() if segment.isVisibleTo(row.segments)]
    entries = [action.text() for action in row.menu.choices.actions() if action.isVisible()]
    assert segments == entries
    return segments


def test_a_view_of_dossiers_is_offered_for_a_dossier_and_where_it_is_chosen(row: ViewRow) -> None:
    of_any = [words for words in ALL if words != "查证"]
    row.offer_for(is_of_dossier=False)
    assert shown(row) == of_any
    row.show_view("claims")
    assert shown(row) == ALL
    row.show_view("")
    assert shown(row) == of_any
    row.offer_for(is_of_dossier=True)
    assert shown(row) == ALL


class Layouts(QObject):
    """Counts how often a widget is asked to lay out what stands in it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.number = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.number += event.type() is QEvent.Type.LayoutRequest
        return False


def test_what_it_stands_in_is_not_laid_out_again_when_they_become_a_menu(row: ViewRow) -> None:
    QApplication.processEvents()
    layouts = Layouts(row.window())
    for width, height in [(640, 24), (LEAST_WINDOW, 32), (620, 24)]:
        row.window().resize(width, 200)
        QApplication.processEvents()
        assert row.segments.isVisible() == (width == LEAST_WINDOW)
        assert row.heightForWidth(row.width()) == height
    row.show_view("concordance")
    QApplication.processEvents()
    assert layouts.number == 0
    row.show_view("keyness")
    QApplication.processEvents()
    assert layouts.number == 1


@pytest.mark.parametrize("width", [LEAST_WINDOW, 900, 1024, 1366])
def test_they_have_their_height_also_where_the_window_alone_becomes_wider(
    qtbot: QtBot, width: int, chosen: list[str]
) -> None:
    """The column may be as wide before and after, and its layout has kept the height of the menu for that width."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QWidget(window)
    row = ViewRow(offered_views(), chosen.append)
    column_layout(row, Wide(QWidget()), of=column)
    column.setGeometry(0, 0, 452, 300)
    window.resize(LEAST_WINDOW - 40, 300)
    window.show()
    QApplication.processEvents()
    assert row.height() == row.heightForWidth(row.width()) == 24
    window.resize(width, 300)
    row.follow_window()
    QApplication.processEvents()
    assert row.height() == row.heightForWidth(row.width()) == 32


def test_the_list_alone_is_no_choice(qtbot: QtBot) -> None:
    box = QWidget()
    row = ViewRow([OfferedView("list", "列表")], lambda _: None)
    column_layout(row, of=box)
    qtbot.addWidget(box)
    box.show()
    assert not row.isVisible()


@pytest.mark.parametrize("widths", [(640, 700), (699, 760), (640, 1024), (690, 1440), (1440, 640)])
def test_in_a_window_that_becomes_wider_or_narrower_no_view_is_cut(
    qtbot: QtBot, root: Path, widths: tuple[int, int]
) -> None:
    before, after = widths
    window = a_window.open_on(qtbot, root, (before, 640))
    search_and_wait(window, "渡口")
    row = window.controller.layout.results.header.views
    window.resize(after, 640)
    if not row.isVisible():
        window.controller.layout.toggle_list()
    qtbot.waitUntil(lambda: row.isVisible() and row.height() == row.heightForWidth(row.width()))
