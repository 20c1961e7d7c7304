"""Suggestions lie under the field, are chosen by key or pointer, and are never in the way."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.features.query_completion.ui import CompletionPopup, CompletionRow
from reader.ui.search.search_field import QueryField
from tests.ui.a_window import focused, press, type_text

ROWS = (
    CompletionRow("人物", "闻砚秋", "闻砚秋", 1),
    CompletionRow("人物", "闻小树", "闻小树", 1),
    CompletionRow("最近", "渡口 灯", "渡口 灯", is_removable=True),
)


class Ground(QWidget):
    """A field on a ground, with a popup, and what comes of it."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QueryField("搜索", "")
        self.other = QPushButton("别处")
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.other)
        column.addStretch(1)
        self.taken: list[tuple[str, bool]] = []
        self.submitted: list[str] = []
        self.left: list[bool] = []
        self.removed: list[str] = []
        self.wanted: list[bool] = []
        self.popup = CompletionPopup(
            self.field,
            self,
            lambda row, goes_on: self.taken.append((row.text, goes_on)),
            lambda row: self.removed.append(row.text),
            lambda: self.wanted.append(True),
        )
        self.field.submitted.connect(self.submitted.append)
        self.field.leftDownwards.connect(lambda: self.left.append(True))


@pytest.fixture
def ground(qtbot: QtBot) -> Ground:
    ground = Ground()
    qtbot.addWidget(ground)
    ground.resize(700, 480)
    ground.show()
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    ground.field.begin()
    qtbot.waitUntil(ground.field.line.hasFocus)
    type_text("闻")
    return ground


@pytest.fixture
def popup(ground: Ground) -> CompletionPopup:
    ground.popup.show_rows(ROWS)
    return ground.popup


def words_of(row: CompletionRow | None) -> str | None:
    return row.words if row else None


def test_nothing_is_chosen_until_one_chooses(ground: Ground, popup: CompletionPopup) -> None:
    assert popup.isVisible()
    assert popup.row() is None
    press(Qt.Key.Key_Return)
    assert (ground.submitted, ground.taken) == (["闻"], [])


def test_the_arrows_go_through_the_rows_and_not_to_the_headings(popup: CompletionPopup) -> None:
    gone = []
    for _ in range(3):
        press(Qt.Key.Key_Down)
        gone.append(words_of(popup.row()))
    assert gone == ["闻砚秋", "闻小树", "渡口 灯"]
    press(Qt.Key.Key_Up, times=3)
    assert popup.row() is None
    press(Qt.Key.Key_Up)
    assert popup.isVisible()


def test_below_the_last_row_the_key_leads_on(ground: Ground, popup: CompletionPopup) -> None:
    press(Qt.Key.Key_Down, times=3)
    assert ground.left == []
    press(Qt.Key.Key_Down)
    assert ground.left == [True]
    assert not popup.isVisible()


@pytest.mark.parametrize(("key", "goes_on"), [(Qt.Key.Key_Return, False), (Qt.Key.Key_Tab, True)])
def test_enter_and_tab_take_what_is_chosen(
    ground: Ground, popup: CompletionPopup, key: Qt.Key, goes_on: bool
) -> None:
    press(Qt.Key.Key_Down)
    press(key)
    assert ground.taken == [("闻砚秋", goes_on)]
    assert ground.submitted == []
    assert not popup.isVisible()
    assert ground.field.line.hasFocus()


def test_tab_without_a_choice_goes_on_to_what_comes_next(ground: Ground, popup: CompletionPopup) -> None:
    press(Qt.Key.Key_Tab)
    assert not ground.field.line.hasFocus()
    assert not popup.isVisible()


def test_escape_closes_it_and_nothing_else(ground: Ground, popup: CompletionPopup) -> None:
    press(Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert ground.field.line.text() == "闻"
    press(Qt.Key.Key_Down)
    assert ground.left == [True]


def test_a_row_is_taken_by_a_click_and_the_focus_stays(ground: Ground, popup: CompletionPopup) -> None:
    place = popup.view.visualRect(popup.model.index(2, 0)).center()
    QTest.mouseClick(popup.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ground.taken == [("闻小树", False)]
    assert focused() is ground.field.line


def test_a_question_of_the_past_can_be_removed(ground: Ground, popup: CompletionPopup) -> None:
    rect = popup.view.visualRect(popup.model.index(4, 0))
    place = QPoint(rect.right() - 10, rect.center().y())
    QTest.mouseClick(popup.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    popup.show_rows(ROWS)
    press(Qt.Key.Key_Down, times=3)
    press(Qt.Key.Key_Delete)
    assert ground.removed == ["渡口 灯", "渡口 灯"]
    assert (ground.taken, ground.field.line.text()) == ([], "闻")


def test_it_never_lies_over_what_an_input_method_offers(ground: Ground, popup: CompletionPopup) -> None:
    QApplication.sendEvent(ground.field.line, QInputMethodEvent("yan", []))
    assert not popup.isVisible()
    popup.show_rows(ROWS)
    assert not popup.isVisible()


def test_what_was_suggested_for_less_than_is_typed_is_not_taken(
    ground: Ground, popup: CompletionPopup
) -> None:
    press(Qt.Key.Key_Down)
    type_text("小")
    assert popup.row() is None
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert (ground.taken, ground.submitted) == ([], ["闻小"])


def test_it_goes_when_the_focus_goes_and_does_not_come_without_it(
    ground: Ground, popup: CompletionPopup
) -> None:
    ground.other.setFocus()
    assert not popup.isVisible()
    popup.show_rows(ROWS)
    assert not popup.isVisible()
    assert ground.other.hasFocus()


def test_the_empty_field_is_asked_for_what_it_knows(ground: Ground) -> None:
    press(Qt.Key.Key_Down)
    assert ground.wanted == []
    ground.field.line.clear()
    press(Qt.Key.Key_Down)
    QTest.mouseClick(ground.field.line, Qt.MouseButton.LeftButton)
    assert ground.wanted == [True, True]


def test_it_lies_under_the_field_within_the_ground(ground: Ground, popup: CompletionPopup) -> None:
    field = ground.field.geometry()
    assert popup.geometry().top() > field.bottom()
    assert (popup.x(), popup.width()) == (field.x(), field.width())
    ground.resize(400, 200)
    assert ground.rect().contains(popup.geometry())


def test_a_screen_reader_is_told_of_list_and_rows(ground: Ground, popup: CompletionPopup) -> None:
    popup.model.show_number("闻砚秋", "186 篇")
    listed = QAccessible.queryAccessibleInterface(popup.view)
    assert listed.role() is QAccessible.Role.List
    assert listed.text(QAccessible.Text.Name) == "搜索建议"
    said = [listed.child(at).text(QAccessible.Text.Name) for at in range(listed.childCount())]
    assert said == ["人物", "人物，闻砚秋，186 篇", "人物，闻小树", "最近", "最近，渡口 灯"]
    assert listed.child(1).role() is QAccessible.Role.ListItem
    assert ground.field.line.accessibleDescription() == "3 条建议，按 ↓ 去选"
    press(Qt.Key.Key_Escape)
    assert ground.field.line.accessibleDescription() == ""
