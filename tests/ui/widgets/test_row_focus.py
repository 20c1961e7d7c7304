"""The ring of the focus in plain lists and tables."""

import pytest
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from reader.ui.widgets import theme
from reader.ui.widgets.row_list import RowFocus


def a_list() -> QListWidget:
    rows = QListWidget()
    rows.addItems(["渡口", "板车", "灯笼"])
    return rows


def a_table() -> QTableWidget:
    rows = QTableWidget(3, 2)
    rows.setHorizontalHeaderLabels(["甲", "乙"])
    for row in range(3):
        for column in range(2):
            rows.setItem(row, column, QTableWidgetItem(f"{row}{column}"))
    rows.horizontalHeader().setStretchLastSection(True)
    return rows


@pytest.mark.parametrize("make", [a_list, a_table])
def test_it_goes_around_the_current_row_from_end_to_end(qtbot: QtBot, make: type[QAbstractItemView]) -> None:
    rows = make()
    RowFocus(rows)
    qtbot.addWidget(rows)
    rows.resize(300, 200)
    rows.show()
    rows.activateWindow()
    rows.setFocus()
    qtbot.waitUntil(rows.hasFocus)
    rows.setCurrentIndex(rows.model().index(1, 0))
    image = rows.viewport().grab().toImage()
    ringed = [
        {x for x in range(image.width()) if image.pixelColor(x, y) == theme.color("focus")}
        for y in (rows.visualRect(rows.model().index(row, 0)).bottom() for row in range(3))
    ]
    assert not ringed[0]
    assert len(ringed[1]) > image.width() - 8
    assert not ringed[2]
