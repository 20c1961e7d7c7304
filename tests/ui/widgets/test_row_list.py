"""A list of rows: the steps of keys, at its ends and over rows that can't be chosen."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.widgets.row_list import Index, RowList, RowModel


class _Words(RowModel[str]):
    """Words that can be chosen, and “—”, which can't."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self.row(index) if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled
        return flags if self.row(index) == "—" else flags | Qt.ItemFlag.ItemIsSelectable


@pytest.mark.parametrize(
    ("rows", "steps", "reached"),
    [
        ("", [1, -1], [None, None]),
        ("—", [1], [None]),
        ("甲", [1, 1, -1], ["甲", None, None]),
        ("甲", [-1], ["甲"]),
        ("甲乙丙", [1, 1, 1, 1, -1, -1, -1], ["甲", "乙", "丙", None, "乙", "甲", None]),
        ("—甲——乙—", [1, 1, 1, -1, -1], ["甲", "乙", None, "甲", None]),
    ],
)
def test_a_step_leads_to_the_next_row_that_can_be_chosen(
    qtbot: QtBot, rows: str, steps: list[int], reached: list[str | None]
) -> None:
    model = _Words()
    view = RowList(model)
    qtbot.addWidget(view)
    model.set_rows(list(rows))
    assert model.rowCount() == len(rows)
    chosen: list[str] = []
    view.chooser.chosen.connect(lambda index: chosen.append(index.data()))
    for by, word in zip(steps, reached, strict=True):
        before = len(chosen)
        assert view.step(by) is (word is not None)
        assert chosen[before:] == ([word] if word else [])
    assert view.currentIndex().data() == next((word for word in reversed(reached) if word), None)


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier])
def test_a_row_that_the_program_chooses_is_chosen_alone_whatever_keys_are_held(
    qtbot: QtBot, held: Qt.KeyboardModifier
) -> None:
    model = _Words()
    view = RowList(model)
    qtbot.addWidget(view)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    model.set_rows(["甲", "乙", "丙"])
    view.setCurrentIndex(model.index(0))
    QTest.keyPress(view, Qt.Key.Key_F9, held)
    try:
        view.setCurrentIndex(model.index(2))
        assert [index.data() for index in view.selectedIndexes()] == ["丙"]
    finally:
        QTest.keyRelease(view, Qt.Key.Key_F9)


@pytest.mark.parametrize(
    ("held", "chosen"),
    [
        (Qt.KeyboardModifier.ControlModifier, ["甲", "丙"]),
        (Qt.KeyboardModifier.ShiftModifier, ["甲", "乙", "丙"]),
    ],
)
def test_a_click_or_a_key_with_another_held_chooses_further_rows(
    qtbot: QtBot, held: Qt.KeyboardModifier, chosen: list[str]
) -> None:
    model = _Words()
    view = RowList(model)
    qtbot.addWidget(view)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    model.set_rows(["甲", "乙", "丙", "丁"])
    view.show()
    view.setCurrentIndex(model.index(0))
    row = view.visualRect(model.index(2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, row)
    assert sorted(index.data() for index in view.selectedIndexes()) == sorted(chosen)
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert sorted(index.data() for index in view.selectedIndexes()) == sorted(["甲", "乙"])


def test_rows_have_none_below_them(qapp: object) -> None:
    model = _Words()
    model.set_rows(["甲"])
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.rowCount(QModelIndex()) == 1
    assert model.rows() == ["甲"]


def test_where_the_program_moves_the_focus_after_a_key_there_is_a_ring_and_after_a_click_none(
    qtbot: QtBot,
) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    model = _Words()
    lists = [RowList(model), RowList(model)]
    for rows in lists:
        rows.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column.addWidget(rows)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    first, second = lists
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(first.hasFocus)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Down)
    second.setFocus(Qt.FocusReason.OtherFocusReason)
    assert second.chooser.is_by_keys
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    assert not first.chooser.is_by_keys
