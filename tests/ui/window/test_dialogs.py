"""What is told in a window of its own."""

from PySide6.QtWidgets import QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from reader.library.sync_events import Failure
from reader.ui.widgets.controls import Label
from reader.ui.window import dialogs


def test_of_many_failures_the_first_are_listed_and_it_is_said_where_all_are(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    failures = [Failure(f"{number}.txt", "文件是空的") for number in range(dialogs.FAILURES_SHOWN + 1)]
    dialog = dialogs.show_failures(parent, failures, 200_000, "sync")
    assert "200,000" in dialog.windowTitle()
    [table] = dialog.findChildren(QTableWidget)
    assert table.rowCount() == dialogs.FAILURES_SHOWN
    assert "前 500 个；reader sync --json 列出全部。" in [
        label.text() for label in dialog.findChildren(Label)
    ]


def test_of_a_few_failures_all_are_listed(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = dialogs.show_failures(parent, [Failure("a.txt", "文件是空的")], 1, "sync")
    [table] = dialog.findChildren(QTableWidget)
    assert table.model().index(0, 0).data() == "a.txt"
    assert not any("列出全部" in label.text() for label in dialog.findChildren(Label))
