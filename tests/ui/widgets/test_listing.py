"""A list keeps the place when its rows are read anew, and does with the chosen rows what it says can be done."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.storage.disk_errors import LibraryError
from reader.ui.widgets.listing import (
    CHOICE,
    Heading,
    Listing,
    ListingDialog,
    Nothing,
    RowAct,
    on_row,
    on_rows,
)
from tests.ui.a_window import texts

Fruit = tuple[str, str]
"""The key of a row and its words."""


class Basket(Listing[Fruit]):
    def __init__(
        self, *, takes_several: bool = False, has_ticks: bool = False, begins_at_first: bool = True
    ) -> None:
        self.held: Sequence[Fruit | Heading] = [
            Heading("树上的"),
            ("1", "桃"),
            ("2", "杏"),
            Heading("地上的"),
            ("3", "瓜"),
        ]
        self.trouble = ""
        self.done: list[str] = []
        super().__init__(
            "果子", takes_several=takes_several, has_ticks=has_ticks, begins_at_first=begins_at_first
        )

    def read_rows(self) -> Sequence[Fruit | Heading]:
        if self.trouble:
            raise LibraryError(self.trouble)
        return self.held

    def words(self, row: Fruit) -> str:
        return row[1]

    def key_of(self, row: Fruit) -> object:
        return row[0]

    def reading(self) -> Nothing:
        return Nothing("正在看…")

    def nothing(self) -> Nothing:
        return Nothing("没有果子", "", [("去摘", lambda: self.done.append("摘"))])

    def acts(self) -> Sequence[RowAct[Fruit]]:
        return [
            on_row("吃", self._note("吃"), CHOICE, words_of=lambda row: f"吃{row[1]}"),
            on_row("洗", self._note("洗"), "W", when=lambda row: row[1] != "瓜"),
            on_row("削皮", self._note("削"), when=lambda row: row[1] == "瓜", is_menu_only=True),
            on_rows("扔", lambda rows: self.done.append("扔" + "".join(row[1] for row in rows)), "Delete"),
        ]

    def _note(self, did: str) -> Callable[[Fruit], None]:
        return lambda row: self.done.append(did + row[1])


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    owner = QWidget()
    qtbot.addWidget(owner)
    return owner


@pytest.fixture
def basket(qtbot: QtBot, owner: QWidget) -> Basket:
    return opened(qtbot, owner, Basket())


def opened(qtbot: QtBot, owner: QWidget, basket: Basket) -> Basket:
    dialog = ListingDialog(owner, "果篮", "basket", basket)
    dialog.show()
    qtbot.waitUntil(basket.tasks.is_idle)
    return basket


def read_again(qtbot: QtBot, basket: Basket, *rows: Fruit | Heading) -> None:
    basket.held = rows
    basket.read()
    qtbot.waitUntil(basket.tasks.is_idle)


def menu_of(basket: Basket) -> list[str]:
    menu = QMenu(basket)
    basket.fill_menu(menu, basket.view.currentIndex())
    return [each.text() for each in menu.actions() if each.isEnabled()]


def test_the_first_row_that_can_be_chosen_is_the_current_one(basket: Basket) -> None:
    assert texts(basket.view) == ["树上的", "桃", "杏", "地上的", "瓜"]
    assert basket.current() == ("1", "桃")


def test_in_a_list_that_begins_at_none_rows_that_come_have_a_current_one_where_the_keys_are(
    qtbot: QtBot, owner: QWidget
) -> None:
    basket = opened(qtbot, owner, Basket(begins_at_first=False))
    field = QLineEdit(basket.window())
    field.show()
    field.setFocus()
    basket.view.chooser.select(QModelIndex())
    read_again(qtbot, basket, Heading("树上的"), ("1", "桃"))
    assert basket.current() is None
    basket.view.setFocus()
    basket.view.chooser.select(QModelIndex())
    read_again(qtbot, basket, Heading("树上的"), ("2", "杏"), ("3", "瓜"))
    assert basket.current() == ("2", "杏")


def test_the_current_row_stays_when_rows_are_read_anew(qtbot: QtBot, basket: Basket) -> None:
    basket.select("2")
    read_again(qtbot, basket, ("0", "梨"), ("1", "桃"), ("2", "熟杏"))
    assert basket.current() == ("2", "熟杏")


def test_if_it_is_gone_the_row_at_its_place_follows_never_a_heading(qtbot: QtBot, basket: Basket) -> None:
    basket.select("2")
    read_again(qtbot, basket, Heading("树上的"), ("1", "桃"), Heading("地上的"), ("3", "瓜"))
    assert basket.current() == ("3", "瓜")
    read_again(qtbot, basket, Heading("树上的"), ("1", "桃"))
    assert basket.current() == ("1", "桃")


def test_a_heading_has_no_tick(qtbot: QtBot, owner: QWidget) -> None:
    basket = opened(qtbot, owner, Basket(has_ticks=True))
    ticks = [basket.model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) for row in range(5)]
    flags = [basket.model.index(row, 0).flags() for row in range(5)]
    assert [tick is None for tick in ticks] == [True, False, False, True, False]
    assert [bool(each & Qt.ItemFlag.ItemIsUserCheckable) for each in flags] == [
        *(False, True, True),
        *(False, True),
    ]
    assert [basket.model.words(row) for row in basket.held] == ["树上的", "✓ 桃", "✓ 杏", "地上的", "✓ 瓜"]


def test_several_chosen_rows_stay_chosen(qtbot: QtBot, owner: QWidget) -> None:
    basket = opened(qtbot, owner, Basket(takes_several=True))
    basket.view.selectAll()
    read_again(qtbot, basket, ("3", "瓜"), ("4", "枣"), ("1", "桃"))
    assert basket.chosen() == [("3", "瓜"), ("1", "桃")]


def test_rows_that_are_added_behind_the_others_move_nothing(qtbot: QtBot, basket: Basket) -> None:
    basket.select("3")
    resets: list[None] = []
    basket.model.modelReset.connect(lambda: resets.append(None))
    read_again(qtbot, basket, *basket.held, ("4", "枣"))
    assert (texts(basket.view)[-1], basket.current(), resets) == ("枣", ("3", "瓜"), [])


def test_without_rows_it_is_said_why(qtbot: QtBot, basket: Basket) -> None:
    read_again(qtbot, basket)
    assert basket.state.isVisible()
    assert basket.state.accessibleName() == "没有果子"
    basket.state.links()[0].click()
    assert basket.done == ["摘"]


def test_until_they_are_read_that_is_said(qtbot: QtBot) -> None:
    basket = Basket()
    qtbot.addWidget(basket)
    basket.read()
    assert basket.state.accessibleName() == "正在看…"
    qtbot.waitUntil(basket.tasks.is_idle)
    assert basket.currentWidget() is basket.view


def test_why_they_can_not_be_read_is_told_and_the_rows_stay(qtbot: QtBot, basket: Basket) -> None:
    told: list[str] = []
    basket.tell, basket.trouble = told.append, "磁盘不在"
    read_again(qtbot, basket)
    assert told == ["磁盘不在"]
    assert basket.current() == ("1", "桃")


def test_keys_and_clicks_act_on_the_current_row(qtbot: QtBot, basket: Basket) -> None:
    for key in (Qt.Key.Key_W, Qt.Key.Key_Return, Qt.Key.Key_Backspace):
        QTest.keyClick(basket.view, key)
    QTest.mouseClick(
        basket.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=basket.view.visualRect(basket.index_of("2")).center(),
    )
    assert basket.done == ["洗桃", "吃桃", "扔桃", "吃杏"]


def test_a_key_does_nothing_where_its_act_is_not_possible(qtbot: QtBot, basket: Basket) -> None:
    basket.select("3")
    QTest.keyClick(basket.view, Qt.Key.Key_W)
    assert basket.done == []
    assert basket.current() == ("3", "瓜")


def test_buttons_and_menu_say_what_is_possible(basket: Basket) -> None:
    eat, wash, throw, *_ = basket.window().findChildren(QAbstractButton)
    assert (eat.text(), wash.isEnabled(), menu_of(basket)) == ("吃桃", True, ["吃桃", "洗", "扔"])
    basket.select("3")
    assert (eat.text(), wash.isEnabled(), menu_of(basket)) == ("吃瓜", False, ["吃瓜", "削皮", "扔"])
    throw.click()
    assert basket.done == ["扔瓜"]


def test_what_is_for_one_row_is_not_possible_with_several(qtbot: QtBot, owner: QWidget) -> None:
    basket = opened(qtbot, owner, Basket(takes_several=True))
    basket.view.selectAll()
    assert menu_of(basket) == ["扔"]
    QTest.keyClick(basket.view, Qt.Key.Key_Delete)
    assert basket.done == ["扔桃杏瓜"]


def test_the_focus_stays_inside_while_there_are_no_rows_and_comes_to_those_that_are_read(
    qtbot: QtBot, basket: Basket
) -> None:
    basket.view.setFocus()
    read_again(qtbot, basket)
    focused = basket.window().focusWidget()
    assert focused is not None
    assert basket.state.isAncestorOf(focused) or focused is basket.state
    read_again(qtbot, basket, ("1", "桃"))
    assert basket.window().focusWidget() is basket.view


def test_rows_that_are_read_late_leave_the_focus_where_it_went_meanwhile(
    qtbot: QtBot, basket: Basket
) -> None:
    basket.view.setFocus()
    read_again(qtbot, basket)
    field = QLineEdit(basket.window())
    field.show()
    field.setFocus()
    read_again(qtbot, basket, ("1", "桃"))
    assert basket.window().focusWidget() is field
