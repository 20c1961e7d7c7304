"""Qt's own dialogs speak the language of the window."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QMessageBox,
    QToolButton,
    QTreeView,
)
from pytestqt.qtbot import QtBot

from reader import app, i18n
from reader.ui.widgets import application


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    app._application()
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.setParent(None)


def words_of(dialog: QFileDialog) -> list[str]:
    header = dialog.findChild(QTreeView)
    assert isinstance(header, QTreeView)
    model = header.model()
    columns = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    labels = [label.text() for label in dialog.findChildren(QLabel)]
    buttons = [each.text() for each in dialog.findChildren(QAbstractButton)]
    tips = [each.toolTip() for each in dialog.findChildren(QToolButton)]
    return [str(each) for each in (*columns, *labels, *buttons, *tips) if each]


@pytest.mark.parametrize("mode", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
def test_the_file_dialog_is_chinese(
    chinese: None, qtbot: QtBot, tmp_path: Path, mode: QFileDialog.AcceptMode
) -> None:
    dialog = QFileDialog(None, "打开", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(mode)
    dialog.show()
    found = words_of(dialog)
    assert len(found) > 8
    assert [words for words in found if re.search("[A-Za-z]{2,}", words)] == []


def test_the_buttons_of_questions_are_chinese(chinese: None, qtbot: QtBot) -> None:
    every = QMessageBox.StandardButton
    box = QMessageBox(
        QMessageBox.Icon.Question, "", "", every.Ok | every.Cancel | every.Yes | every.No | every.Discard
    )
    qtbot.addWidget(box)
    assert [each.text() for each in box.buttons() if re.search("[A-Za-z]{2,}", each.text())] == []


def test_in_an_english_window_qt_keeps_its_english(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "language", lambda: "en")
    application.install_translations(qapp)
    assert not qapp.findChildren(QTranslator)
    assert i18n.language() == "zh"
