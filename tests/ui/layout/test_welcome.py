from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.ui.layout.welcome import DropTarget, Welcome


@pytest.fixture
def page(qtbot: QtBot) -> Welcome:
    page = Welcome()
    qtbot.addWidget(page)
    page.resize(900, 640)
    with qtbot.waitExposed(page):
        page.show()
    return page


def drop(page: Welcome, urls: Sequence[QUrl]) -> bool:
    """Drags something over the target and lets it fall; returns whether it was welcome."""
    target = page.findChild(DropTarget)
    assert isinstance(target, DropTarget)
    mime = QMimeData()
    mime.setUrls(urls)
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(9, 9), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        QApplication.sendEvent(target, QDragLeaveEvent())
        return False
    QApplication.sendEvent(
        target, QDropEvent(QPointF(9, 9), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    )
    return True


@pytest.fixture
def asked(page: Welcome) -> list[object]:
    """What the page has asked for."""
    found: list[object] = []
    page.calls.choose_library = lambda: found.append("open")
    page.calls.choose_files = lambda: found.append("import")
    page.calls.open_sample = lambda: found.append("sample")
    page.calls.open_given = lambda root: found.append(("open", root))
    page.calls.import_files = lambda paths: found.append(("import", paths))
    return found


def test_there_are_three_ways_to_begin(page: Welcome, asked: list[object]) -> None:
    for button in (page.open_button, page.import_button, page.sample_button):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert asked == ["open", "open", "import", "import", "sample", "sample"]


def test_a_folder_that_falls_is_opened(page: Welcome, asked: list[object], tmp_path: Path) -> None:
    assert drop(page, [QUrl.fromLocalFile(str(tmp_path))])
    assert asked == [("open", tmp_path)]


def test_a_room_file_a_pack_and_evidence_that_fall_are_opened(
    page: Welcome, asked: list[object], tmp_path: Path
) -> None:
    for name in ("县档案馆.yuebao-room", "旧报.yuebao", "渡口.yuebao-evidence"):
        drop(page, [QUrl.fromLocalFile(str(tmp_path / name))])
        assert asked.pop() == ("open", tmp_path / name)


def test_files_that_fall_are_imported(page: Welcome, asked: list[object], tmp_path: Path) -> None:
    paths = [tmp_path / "19870612-01.txt", tmp_path / "19870612-02.txt"]
    assert drop(page, [QUrl.fromLocalFile(str(path)) for path in paths])
    assert asked == [("import", paths)]


def test_what_falls_is_copied_whatever_its_source_proposes(page: Welcome, tmp_path: Path) -> None:
    target = page.findChild(DropTarget)
    assert isinstance(target, DropTarget)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    copy, move = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
    left, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    for actions, is_taken in ((copy | move, True), (move, False)):
        for event in (
            QDragEnterEvent(QPoint(9, 9), actions, mime, left, shift),
            QDragMoveEvent(QPoint(9, 9), actions, mime, left, shift),
            QDropEvent(QPointF(9, 9), actions, mime, left, shift),
        ):
            QApplication.sendEvent(target, event)
            assert event.isAccepted() == is_taken
            assert not is_taken or event.dropAction() is copy


def test_what_is_no_file_of_this_machine_is_not_welcome(page: Welcome) -> None:
    assert not drop(page, [QUrl("https://example.invalid/a.txt")])
