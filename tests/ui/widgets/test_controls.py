import ast
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.ui.layout.columns import Wordmark
from reader.ui.widgets import application, text_painting, theme
from reader.ui.widgets.controls import (
    Chip,
    IconButton,
    Label,
    LinkButton,
    PushButton,
    Rule,
    SegmentedControl,
)
from reader.ui.widgets.menus import DropChip
from tests.modules import name_of_call, nodes


@pytest.fixture
def chosen() -> list[int]:
    return []


@pytest.fixture
def segments(qtbot: QtBot, chosen: list[int]) -> SegmentedControl:
    control = SegmentedControl("侧栏", ["报纸", "收藏"], chosen.append)
    qtbot.addWidget(control)
    with qtbot.waitActive(control):
        control.show()
        control.activateWindow()
    return control


def pixel(widget: QWidget, x: int, y: int) -> str:
    return widget.grab().toImage().pixelColor(x, y).name()


def test_a_segment_is_chosen_by_mouse_and_keys(segments: SegmentedControl, chosen: list[int]) -> None:
    first, second = segments.findChildren(QAbstractButton)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(second, Qt.Key.Key_Left)
    assert chosen == [1, 0]
    assert (segments.current(), first.hasFocus()) == (0, True)


def test_a_segment_that_is_set_was_not_chosen(segments: SegmentedControl, chosen: list[int]) -> None:
    segments.set_current(1)
    assert (segments.current(), chosen) == (1, [])


def test_a_choice_from_a_menu_is_told_once_and_only_if_it_is_another(qtbot: QtBot) -> None:
    chip = DropChip("排序", [("relevance", "相关"), ("newest", "新→旧")])
    qtbot.addWidget(chip)
    chosen: list[str] = []
    chip.chosen.connect(chosen.append)
    for action in chip.choices.actions() * 2:
        action.trigger()
    assert chosen == ["newest", "relevance", "newest"]
    assert (chip.key, chip.accessibleName()) == ("newest", "排序 新→旧")
    chip.set_key("relevance")
    assert chosen == ["newest", "relevance", "newest"]


def test_the_menu_of_a_chip_opens_by_a_key(qtbot: QtBot) -> None:
    chip = DropChip("排序", [("relevance", "相关"), ("newest", "新→旧")])
    qtbot.addWidget(chip)
    with qtbot.waitExposed(chip):
        chip.show()
    QTest.keyClick(chip, Qt.Key.Key_Down)
    assert chip.choices.isVisible()
    chip.choices.close()


def test_an_icon_button_has_a_name_and_obeys_its_action(qtbot: QtBot) -> None:
    button = IconButton("star", "加入收藏 (B)")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("加入收藏 (B)", "加入收藏 (B)")
    action = QAction("收藏")
    button.setDefaultAction(action)
    action.setEnabled(False)
    assert not button.isEnabled()


def test_a_label_makes_a_button_wider(qtbot: QtBot) -> None:
    button = IconButton("copy", "复制正文")
    qtbot.addWidget(button)
    narrow = button.sizeHint().width()
    button.set_label("复制")
    assert narrow == 32 < button.sizeHint().width()


def test_the_focus_of_the_keyboard_is_a_blue_ring(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    row = QHBoxLayout(box)
    buttons = (PushButton("打开"), IconButton("copy", "复制"), LinkButton("清单"), Chip("待核"))
    for button in (QLineEdit(), *buttons):
        row.addWidget(button)
    with qtbot.waitActive(box):
        box.show()
        box.activateWindow()
    for button in buttons:
        before = pixel(button, 1, button.height() // 2)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert button.hasFocus()
        assert pixel(button, 1, button.height() // 2) == theme.color("focus").name() != before, button


def test_clicking_a_button_takes_no_focus(qtbot: QtBot) -> None:
    button = IconButton("copy", "复制")
    assert not button.focusPolicy() & Qt.FocusPolicy.ClickFocus
    qtbot.addWidget(button)


def test_free_text_is_elided_and_never_widens_its_place(qtbot: QtBot) -> None:
    label = Label("一九八七年六月十二日　星期五　第四千一百八十一期", is_free=True)
    qtbot.addWidget(label)
    label.resize(80, 20)
    assert label.minimumSizeHint().width() <= 24
    assert label.shown() == "一九八七年…"


def test_words_stand_whole_in_the_first_of_their_forms_that_fits(qtbot: QtBot) -> None:
    label = Label()
    qtbot.addWidget(label)
    label.set_forms(["第 12 条，共 235 条", "12 / 235"])
    needed = label.minimumSizeHint().width()
    assert [label.shown() for width in (300, 100, needed) if not label.resize(width, 20)] == [
        "第 12 条，共 235 条",
        "12 / 235",
        "12 / 235",
    ]
    assert label.text() == "第 12 条，共 235 条"


@pytest.mark.parametrize(
    ("width", "shown"), [(200, "共 23,570 篇"), (68, "共 …"), (50, "共 …"), (30, "共…"), (10, "")]
)
def test_no_number_is_cut(qtbot: QtBot, width: int, shown: str) -> None:
    assert text_painting.elide("共 23,570 篇", theme.sans(13), width) == shown


def test_a_row_gives_up_what_is_worth_least_first() -> None:
    widths = {"words": [80.0, 30.0], "number": [60.0, 40.0, 0.0], "rest": [50.0]}
    worth = [["words"], ["number"], ["absent"], ["number"]]
    taken = [text_painting.forms_fitting(room, widths, worth) for room in (190, 189, 120, 119)]
    assert [(each["words"], each["number"]) for each in taken] == [(0, 0), (1, 0), (1, 1), (1, 2)]


def test_words_change_colour_with_the_theme(qtbot: QtBot) -> None:
    label = Label("约剩", token="ink3")
    label.setWordWrap(True)
    qtbot.addWidget(label)
    label.show()
    theme.use("dark")
    assert label.palette().color(label.foregroundRole()) == theme.themes()["dark"].colors["ink3"]


def test_a_rule_is_one_pixel_in_the_theme_s_colour(qtbot: QtBot) -> None:
    rule = Rule(token="rule2")
    qtbot.addWidget(rule)
    rule.resize(40, 1)
    assert rule.height() == 1
    assert pixel(rule, 5, 0) == theme.color("rule2").name()


def test_the_seal_is_vermilion(qtbot: QtBot) -> None:
    mark = Wordmark()
    qtbot.addWidget(mark)
    assert pixel(mark, 2, 16) == theme.color("accent").name()
    assert mark.accessibleName() == "阅报"


def test_words_that_do_not_all_fit_give_way_to_icons_that_tell_them(qtbot: QtBot) -> None:
    control = SegmentedControl("侧栏", ["Newspapers", "Bookmarks"], do_nothing, ["newspaper", "bookmark"])
    qtbot.addWidget(control)
    control.resize(400, 32)
    control.show()
    assert [segment.toolTip() for segment in control.segments()] == ["", ""]
    words = control.grab().toImage()
    control.resize(90, 32)
    assert [segment.toolTip() for segment in control.segments()] == ["Newspapers", "Bookmarks"]
    assert [segment.text() for segment in control.segments()] == ["Newspapers", "Bookmarks"]
    assert control.grab().toImage() != words


def test_words_that_fit_only_in_smaller_type_stand_below_their_icons(qtbot: QtBot) -> None:
    names = ["Papers", "Calendar", "Bookmarks"]
    control = SegmentedControl("侧栏", names, do_nothing, ["newspaper", "calendar", "bookmark"])
    qtbot.addWidget(control)
    control.show()
    control.resize(180, 40)
    assert [segment.toolTip() for segment in control.segments()] == ["", "", ""]
    assert control.height() == 40
    below = control.grab().toImage()
    control.set_current(2)
    assert control.grab().toImage() != below
    for width in (100, 400):
        control.resize(width, 40)
        assert control.height() == 32


def test_the_current_segment_keeps_its_words_beside_the_icons_of_the_others(qtbot: QtBot) -> None:
    names = ["Papers", "Calendar", "Bookmarks"]
    control = SegmentedControl("侧栏", names, do_nothing, ["newspaper", "calendar", "bookmark"])
    qtbot.addWidget(control)
    room = control.segments()[2].sizeHint().width() + 2 * 32 + 8
    control.resize(room, 32)
    control.show()

    def told() -> list[str]:
        return [segment.toolTip() for segment in control.segments()]

    assert told() == ["", "Calendar", "Bookmarks"]
    control.segments()[2].click()
    assert told() == ["Papers", "Calendar", ""]
    qtbot.waitUntil(lambda: control.segments()[2].width() >= control.segments()[2].sizeHint().width())
    control.set_current(1)
    assert told() == ["Papers", "", "Bookmarks"]
    control.resize(96 + 8, 32)
    assert told() == names
    control.resize(400, 32)
    assert told() == ["", "", ""]


def test_segments_are_tabs_to_assistive_technology(qtbot: QtBot, qapp: QApplication) -> None:
    application.tell_widgets(qapp)
    chosen: list[int] = []
    control = SegmentedControl("侧栏", ["报纸", "人物"], chosen.append)
    qtbot.addWidget(control)
    control.show()
    told = [QAccessible.queryAccessibleInterface(segment) for segment in control.segments()]
    assert QAccessible.queryAccessibleInterface(control).role() is QAccessible.Role.PageTabList
    assert [each.role() for each in told] == [QAccessible.Role.PageTab] * 2
    assert [each.text(QAccessible.Text.Name) for each in told] == ["报纸", "人物"]
    assert [bool(each.state().selected) for each in told] == [True, False]
    told[1].actionInterface().doAction("Press")
    assert [bool(each.state().selected) for each in told] == [False, True]
    assert chosen == [1]


@pytest.mark.parametrize(
    "button",
    [
        lambda: PushButton("打开"),
        lambda: PushButton("打开", primary=True),
        lambda: IconButton("copy", "复制"),
        lambda: LinkButton("清单"),
        lambda: LinkButton("清单", quiet=True),
        lambda: Chip("待核"),
    ],
)
def test_a_button_that_does_nothing_looks_so(qtbot: QtBot, button: Callable[[], QAbstractButton]) -> None:
    shown = button()
    qtbot.addWidget(shown)
    shown.adjustSize()
    enabled = shown.grab().toImage()
    shown.setEnabled(False)
    assert shown.grab().toImage() != enabled


def calls_in(function: ast.FunctionDef) -> set[str]:
    return {name_of_call(node) for node in ast.walk(function) if isinstance(node, ast.Call)}


def test_whatever_is_written_in_has_the_frame_of_the_theme() -> None:
    """A field without it is thin and shows the focus otherwise; what is only read has a ring instead."""
    made = [
        (path, function) for path, function in nodes(ast.FunctionDef) if "QLineEdit" in calls_in(function)
    ]
    made += [
        (path, function)
        for path, function in nodes(ast.FunctionDef)
        if "QPlainTextEdit" in calls_in(function)
    ]
    without = [
        f"{path.name}: {function.name}"
        for path, function in made
        if not {"frame", "FocusRing"} & calls_in(function)
    ]
    assert len(made) >= 5
    assert without == []
