"""The newspapers of the calendar are chips, the further ones a menu; with one newspaper there is nothing to choose."""

from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_header import PaperRow
from reader.ui.widgets.menus import MenuChip

MOST = 8
"""The number of newspapers with a chip."""


def names(number: int) -> list[str]:
    return [f"第{at}报" for at in range(1, number + 1)]


class Row:
    """A row of newspapers, and what was chosen in it."""

    def __init__(self, qtbot: QtBot, papers: Sequence[str], current: str) -> None:
        self.chosen: list[str] = []
        self.row = PaperRow(self.chosen.append)
        qtbot.addWidget(self.row)
        self.row.show_papers(papers, current)

    def checked(self) -> list[str]:
        return [name for name, chip in self.row.chips.items() if chip.isChecked()]

    def menu(self) -> MenuChip | None:
        menus = self.row.findChildren(MenuChip)
        return menus[0] if menus else None


@pytest.mark.parametrize(("number", "is_hidden"), [(0, True), (1, True), (2, False), (9, False)])
def test_it_is_hidden_without_a_choice(qtbot: QtBot, number: int, is_hidden: bool) -> None:
    of = Row(qtbot, names(number), "第1报")
    assert of.row.isHidden() is is_hidden


@pytest.mark.parametrize("number", [2, MOST, MOST + 1, 20])
def test_each_newspaper_is_a_chip_or_in_the_menu_in_its_order(qtbot: QtBot, number: int) -> None:
    of = Row(qtbot, names(number), "第1报")
    menu = of.menu()
    further = [action.text() for action in menu.choices.actions()] if menu is not None else []
    assert [*of.row.chips, *further] == names(number)
    assert len(of.row.chips) == min(number, MOST)
    assert (menu is not None) is (number > MOST)


def test_the_shown_one_is_checked_and_no_other(qtbot: QtBot) -> None:
    of = Row(qtbot, names(3), "第2报")
    assert of.checked() == ["第2报"]
    of.row.show_papers(names(3), "第3报")
    assert of.checked() == ["第3报"]


def test_a_click_chooses_a_newspaper_by_its_name(qtbot: QtBot) -> None:
    of = Row(qtbot, ["", *names(MOST + 1)], "第1报")
    of.row.chips["第3报"].click()
    of.row.chips[""].click()
    menu = of.menu()
    assert menu is not None
    menu.choices.actions()[-1].trigger()
    assert of.chosen == ["第3报", "", "第9报"]


def test_one_without_a_name_is_called_so(qtbot: QtBot) -> None:
    of = Row(qtbot, ["", "第1报"], "")
    assert of.row.chips[""].text() == "报纸名不详"
    assert of.checked() == [""]


def test_the_menu_says_how_many_there_are_or_which_of_them_is_shown(qtbot: QtBot) -> None:
    of = Row(qtbot, names(11), "第1报")
    menu = of.menu()
    assert menu is not None
    assert menu.text() == "另外 3 种"
    of.row.show_papers(names(11), "第10报")
    assert menu.text() == "第10报"
    assert of.checked() == []


def test_chips_stay_while_the_newspapers_do_and_are_made_anew_for_others(qtbot: QtBot) -> None:
    of = Row(qtbot, names(2), "第1报")
    before = of.row.chips["第1报"]
    of.row.show_papers(names(2), "第2报")
    assert of.row.chips["第1报"] is before
    of.row.show_papers(names(3), "第2报")
    assert of.row.chips["第1报"] is not before
    assert [*of.row.chips] == names(3)
