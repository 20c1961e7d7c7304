"""What was understood stands there as chips, and each can be changed by mouse and keys."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from reader.features.query_chips.ui.chips import MOST, QueryChips
from reader.search.query import Query, as_typed, parse_query
from reader.search.query.editing import parts_of
from reader.search.query.string_nodes import ColumnLeaf
from reader.ui.search.result_header import ResultActs
from reader.ui.widgets import wording
from tests.search.query.samples import not_understood
from tests.search.query.test_every_kind import QUERIES
from tests.ui.search.noting import noting


class Asking:
    """Chips whose edits are understood anew and shown, as in the window."""

    def __init__(self) -> None:
        acts, self.noted = noting(ResultActs)
        self.chips = QueryChips(replace(acts, ask=self._take))
        self.text = ""

    def ask(self, text: str) -> None:
        self.text = text
        self.chips.show_query(parse_query(text))

    def _take(self, query: Query) -> None:
        self.ask(as_typed(query))

    def told(self) -> list[str]:
        return [chip.accessibleName() for chip in self.chips.chips()]

    def chip(self, at: int) -> QPushButton:
        return self.chips.chips()[at]

    def choose(self, at: int, words: str) -> None:
        menu = self.chips.menu_of(at)
        next(action for action in menu.actions() if action.text().split("\t")[0] == words).trigger()
        menu.close()


@pytest.fixture
def asking(qtbot: QtBot) -> Asking:
    asking = Asking()
    chips = asking.chips
    qtbot.addWidget(chips)
    chips.resize(480, 60)
    with qtbot.waitActive(chips):
        chips.show()
        chips.activateWindow()
    return asking


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("渡口", ["渡口"]),
        ("“渡口 的灯” 张?威", ["“渡口 的灯”", "张?威"]),
        ("标题:渡口 记者:甲 栏目:乙", ["标题 渡口", "署名 甲", "栏目 乙"]),
        ("-渡口 -标题:甲", ["不含 渡口", "不含 标题 甲"]),
        ("报:雁桥 版:A04", ["报纸 雁桥", "版面 A04版"]),
        ("日期:1987-06", ["日期 1987-06"]),
        ("日期:1984..1991 日期:1984.. 日期:..1991", ["日期 1984–1991", "日期 1984 起", "日期 至 1991"]),
        ("1987年6月 渡口", ["日期或字样 1987年6月", "渡口"]),
        ("渡口 或 -标题:甲", ["任一 渡口 或 -标题:甲"]),
        ("-(甲 乙)", ["不含 甲 乙"]),
        ("渡口 /10 板车 灯", ["相隔 10 字以内 渡口 /10 板车", "灯"]),
        ("", []),
    ],
)
def test_a_chip_a_part(asking: Asking, asked: str, told: list[str]) -> None:
    asking.ask(asked)
    assert asking.told() == told


def test_there_are_no_more_chips_than_can_be_looked_over(asking: Asking) -> None:
    asking.ask(" ".join(f"{n}号" for n in range(400)))
    assert len(asking.told()) == MOST
    assert asking.chips.findChildren(QPushButton)[0].text() == f"还有 {400 - MOST} 项"
    asking.ask("甲")
    assert asking.told() == ["甲"]


def test_a_cross_takes_its_part_away(asking: Asking) -> None:
    asking.ask("甲 乙 丙")
    chip = asking.chip(1)
    cross = QPoint(chip.width() - 10, chip.height() // 2)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
    assert asking.text == "甲 丙"


@pytest.mark.parametrize(
    ("asked", "words", "made"),
    [
        ("甲 乙", "改成不要", "-甲 乙"),
        ("-甲 乙", "改成要有", "甲 乙"),
        ("甲 乙", "只在标题", "标题:甲 乙"),
        ("甲 乙", "只在署名", "记者:甲 乙"),
        ("标题:甲", "标题与正文", "甲"),
        ("甲 /5 乙", "只在标题", "标题:甲 /5 标题:乙"),
        ("甲 /5 乙 丙", "改成不要", "-(甲 /5 乙) 丙"),
        ("“甲 乙” 丙", "拆成几个词", "甲 乙 丙"),
        ("甲 乙 丙", "与后一个连成一串", '"甲 乙" 丙'),
        ("1987年6月 甲", "只要那时的报纸", "日期:1987-06 甲"),
        ("1987年6月", "只找这几个字", '"1987年6月"'),
        ("甲 乙", "删去", "乙"),
    ],
)
def test_the_menu_of_a_chip_changes_it(asking: Asking, asked: str, words: str, made: str) -> None:
    asking.ask(asked)
    asking.choose(0, words)
    assert asking.text == made
    assert parse_query(asking.text) == asking.chips._query


def test_the_menu_offers_only_what_can_be_done(asking: Asking) -> None:
    asking.ask("版:1 甲")
    assert [action.text() for action in asking.chips.menu_of(0).actions() if action.text()] == [
        "改成不要\t-",
        "在搜索框里改",
        "删去\tDel",
    ]


def test_a_part_is_rewritten_in_the_field(asking: Asking) -> None:
    asking.ask("𠮷野 “甲 乙” 丙")
    asking.choose(1, "在搜索框里改")
    assert asking.noted == [("rewrite", '𠮷野 "甲 乙" 丙', 3, 5)]


def test_keys_go_from_chip_to_chip_turn_them_and_take_them_away(qtbot: QtBot, asking: Asking) -> None:
    asking.ask("甲 乙 丙")
    asking.chip(0).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(asking.chip(0), Qt.Key.Key_Right)
    assert asking.chip(1).hasFocus()
    QTest.keyClick(asking.chip(1), Qt.Key.Key_Minus)
    assert asking.text == "甲 -乙 丙"
    assert asking.chip(1).hasFocus()
    QTest.keyClick(asking.chip(1), Qt.Key.Key_Right)
    QTest.keyClick(asking.chip(2), Qt.Key.Key_Delete)
    assert asking.text == "甲 -乙"
    assert asking.chip(1).hasFocus()
    QTest.keyClick(asking.chip(1), Qt.Key.Key_Up)
    assert asking.noted == [("enter_field",)]


def test_with_the_last_part_one_is_back_in_the_field(qtbot: QtBot, asking: Asking) -> None:
    asking.ask("甲")
    QTest.keyClick(asking.chip(0), Qt.Key.Key_Backspace)
    assert (asking.text, asking.noted) == ("", [("enter_field",)])


def test_enter_opens_the_menu(qtbot: QtBot, asking: Asking) -> None:
    asking.ask("甲")
    QTest.keyClick(asking.chip(0), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def test_tab_goes_along_the_chips(asking: Asking) -> None:
    asking.ask("甲 乙 丙")
    asking.chip(0).setFocus(Qt.FocusReason.TabFocusReason)
    for at in (1, 2):
        QTest.keyClick(asking.chip(at - 1), Qt.Key.Key_Tab)
        assert asking.chip(at).hasFocus()


@pytest.mark.parametrize("text", [text for text, _ in QUERIES])
def test_every_kind_has_a_chip_that_removes_it(qtbot: QtBot, text: str) -> None:
    acts, noted = noting(ResultActs)
    shown = QueryChips(acts)
    qtbot.addWidget(shown)
    query = parse_query(f"{text} 纸船")
    shown.show_query(query)
    chips = shown.chips()
    assert len(chips) == len(parts_of(query))
    assert all(chip.text() for chip in chips)
    assert chips[0].accessibleName() != chips[-1].accessibleName()
    for leaf in parts_of(parse_query(text)):
        if isinstance(leaf, ColumnLeaf):
            assert all(leaf.shown(wording))
    QTest.keyClick(chips[0], Qt.Key.Key_Delete)
    assert ("ask", parse_query("纸船")) in noted


@pytest.mark.parametrize(("typed", "part"), [*not_understood()])
def test_a_part_that_is_not_understood_has_a_chip(asking: Asking, typed: str, part: str) -> None:
    asking.ask(typed)
    assert asking.told() == ["渡口"]
    (doubt,) = asking.chips.doubts()
    assert doubt.accessibleName() == f"没看懂 {part}"
    assert part in doubt.toolTip()


def test_the_chip_offers_what_the_part_may_mean(qtbot: QtBot, asking: Asking) -> None:
    asking.ask("date:01/06/2023 渡口")
    menu = asking.chips.menu_of_doubt(0)
    offered = [action.text() for action in menu.actions()][1:-1]
    assert offered == ["date:2023-06-01 渡口", "date:2023-01-06 渡口", "date:2023 渡口"]
    menu.actions()[1].trigger()
    assert asking.noted == [("enter_query", "date:2023-06-01 渡口")]
    menu.close()
    QTest.keyClick(asking.chips.doubts()[0], Qt.Key.Key_Delete)
    assert asking.text == "渡口"
    assert not asking.chips.doubts()
