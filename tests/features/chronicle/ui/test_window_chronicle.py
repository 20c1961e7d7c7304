"""Chronicles in the window: drafted from the library, edited by keys, each act undone."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from reader.features.chronicle.chronicles import Chronicles
from reader.features.chronicle.ui import ChronicleDialog, DraftDialog
from reader.newspaper.decision import ChronicleLine
from reader.ui.widgets.dialog import Question
from reader.ui.window.window import MainWindow
from tests.features.chronicle.test_drafting import line
from tests.ui.a_window import CTRL


def settle(window: MainWindow, dialog: ChronicleDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.controller.features.undo.is_idle)
    qtbot.waitUntil(dialog.lines.tasks.is_idle)


def opened(window: MainWindow, qtbot: QtBot) -> ChronicleDialog:
    window._actions["chronicle"].trigger()
    (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, ChronicleDialog))
    settle(window, dialog, qtbot)
    return dialog


def test_lines_are_dropped_joined_parted_and_moved_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    lines = [
        line(f"昨日，渡口第{number}次开航。", newspaper)
        for number, newspaper in enumerate(("甲报", "乙报", "丙报"))
    ]
    chronicles = Chronicles(window.controller.library)
    row = chronicles.add("渡口", "", lines)
    dialog = opened(window, qtbot)
    assert dialog.focusWidget() is dialog.lines.view

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[str]:
        QTest.keyClick(dialog.lines.view, key, modifier)
        settle(window, dialog, qtbot)
        return told([each.line for each in chronicles.lines(row.uuid)])

    def told(lines: list[ChronicleLine]) -> list[str]:
        names = ["".join(source.newspaper[0] for source in each.sources) for each in lines]
        return [name if each.is_kept else f"-{name}" for name, each in zip(names, lines, strict=True)]

    assert press(Qt.Key.Key_Space) == ["-甲", "乙", "丙"]
    assert press(Qt.Key.Key_Z, CTRL) == ["甲", "乙", "丙"]
    press(Qt.Key.Key_J)
    assert press(Qt.Key.Key_Plus) == ["甲乙", "丙"]
    press(Qt.Key.Key_K)
    assert press(Qt.Key.Key_Backspace) == ["甲", "乙", "丙"]
    assert press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier) == ["乙", "甲", "丙"]
    assert "报上的原话" not in dialog.lines.words(dialog.lines.rows()[0])
    dialog.close()


def test_a_line_is_told_otherwise_and_dated_by_keys_and_the_papers_words_stay(
    window: MainWindow, qtbot: QtBot
) -> None:
    chronicles, printed = Chronicles(window.controller.library), "昨日，渡口开航。"
    row = chronicles.add("渡口", "", [line(printed)])
    dialog = opened(window, qtbot)

    def answer(key: Qt.Key, text: str) -> ChronicleLine:
        QTest.keyClick(dialog.lines.view, key)
        (question,) = (each for each in dialog.findChildren(Question) if each.isVisible())
        (field,) = question.findChildren(QLineEdit)
        field.setText(text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        settle(window, dialog, qtbot)
        return chronicles.lines(row.uuid)[0].line

    reworded = answer(Qt.Key.Key_E, "渡口通航。")
    assert (reworded.words, reworded.sources[0].words) == ("渡口通航。", printed)
    assert answer(Qt.Key.Key_D, "6月9日").first == dt.date(1987, 6, 9)
    window.controller.features.undo.undo()
    settle(window, dialog, qtbot)
    assert chronicles.lines(row.uuid)[0].line == reworded
    dialog.close()


def test_a_draft_of_the_open_library_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    dialog.draft_button.click()
    (asking,) = dialog.findChildren(DraftDialog)
    asking.first.setText("哪天呢")
    asking._take()
    assert "哪天呢" in asking.trouble.text()
    asking.first.setText("1900")
    asking._take()
    qtbot.waitUntil(lambda: Chronicles(window.controller.library).all() != [])
    settle(window, dialog, qtbot)
    assert dialog.choice.text() == "1900-01-01–"
    dialog.close()
