"""A list of named things is filled again while a name is written."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.ui.widgets.named_list import NamedActs, NamedPane, NamedRow
from tests.ui.a_window import focused, press, type_text


def test_a_name_is_written_to_its_end_while_numbers_arrive(qtbot: QtBot) -> None:
    renamed: list[tuple[str, str]] = []
    pane = NamedPane("已保存的搜索", "搜索的名字")
    pane.model.acts = NamedActs(do_nothing, lambda uuid, name: renamed.append((uuid, name)), do_nothing)
    qtbot.addWidget(pane)
    pane.show_rows([NamedRow("u", "渡船", "渡船")])
    pane.resize(300, 200)
    pane.show()
    qtbot.waitUntil(pane.isActiveWindow)
    pane.edit("u")
    assert isinstance(focused(), QLineEdit)
    type_text("江上")
    pane.show_rows([NamedRow("u", "渡船", "渡船", total=9)])
    assert isinstance(focused(), QLineEdit), "the numbers have ended the editing"
    type_text("的船")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: renamed == [("u", "江上的船")])
    assert focused() is pane.view
