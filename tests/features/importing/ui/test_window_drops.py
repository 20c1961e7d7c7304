"""What is dragged onto the window: the window says what will come of it before it is dropped."""

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader import assets
from reader.features.dossiers.ui.dossiers_part import DossiersPart
from reader.features.importing.ui import DropEffect, DropOverlay, Dropping, ImportingPart, plan_of
from reader.features.recognition import recognition_process
from reader.ui.window.window import MainWindow
from tests.features.recognition import block_pages
from tests.ui import a_window
from tests.ui.a_window import issue_text

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
COPY, MOVED = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction


def mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag_over(window: MainWindow, data: QMimeData) -> tuple[str, str]:
    """Drags something over the window; returns what the window says, "" for nothing."""
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, NONE))
    overlay = window.findChild(DropOverlay)
    assert isinstance(overlay, DropOverlay)
    return overlay.words() if overlay.isVisible() else ("", "")


def drop(window: MainWindow, data: QMimeData) -> None:
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), COPY, data, LEFT, NONE))


def dropping(window: MainWindow) -> Dropping:
    return window.controller.features.parts.of(ImportingPart).dropping


def drag_is_over(window: MainWindow) -> bool:
    return not dropping(window).overlay.isVisible()


def an_issue(folder: Path, day: int = 1) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"1987050{day}.txt"
    path.write_text(issue_text(dt.date(1987, 5, day), 3979 + day), encoding="utf-8")
    return path


def test_files_are_copied_and_a_folder_may_be_meant_in_two_ways_and_is_asked_about(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, root: Path
) -> None:
    data = mime(an_issue(tmp_path / "新到"))
    title, detail = drag_over(window, data)
    assert title == "松手就把 1 个文件复制进“旧报”"
    assert "原来的文件不动" in detail
    drop(window, data)
    assert drag_is_over(window)
    qtbot.waitUntil(lambda: window.toast.isVisible() and "已导入 1 个文件" in window.toast.label.text())
    assert sorted(root.rglob("19870501*"))

    folder = an_issue(tmp_path / "又一批", day=2).parent
    title, _ = drag_over(window, mime(folder))
    assert title == "打开“又一批”，还是把里面的报纸复制进“旧报”？"
    drop(window, mime(folder))
    box = a_window.asked(window)
    assert window.controller.library.root == root
    names = [button.text() for button in box.findChildren(QPushButton)]
    assert names == ["打开这个文件夹", "复制进“旧报”", "取消"]
    a_window.answer(box, "复制进“旧报”")
    qtbot.waitUntil(lambda: sorted(root.rglob("19870502*")) != [])
    assert window.controller.library.root == root
    a_window.settle(qtbot, window)

    drag_over(window, mime(folder))
    drop(window, mime(folder))
    a_window.answer(a_window.asked(window), "打开这个文件夹")
    qtbot.waitUntil(lambda: window.controller.library.root == folder)


def test_pictures_are_copied_and_recognised(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        recognition_process,
        "child_command",
        lambda root, paths: [sys.executable, "-c", block_pages.CHILD, str(root), *paths],
    )
    pictures = [
        block_pages.save(tmp_path / "新到/1954-03-05.png"),
        block_pages.save(tmp_path / "新到/1954-03-06.png", block_pages.OTHER),
    ]
    title, detail = drag_over(window, mime(*pictures))
    assert title == "松手就把 2 张图片复制进“旧报”"
    assert "识别" in detail
    drop(window, mime(*pictures))
    qtbot.waitUntil(lambda: "2 张图片，正在识别" in window.toast.label.text())
    library = window.controller.library
    qtbot.waitUntil(lambda: "识别了 2 页。" in window.toast.label.text())
    qtbot.waitUntil(lambda: bool(library.searcher.search('"三只木桶"').ids))
    assert sorted(path.name for path in (root / "1954/03").iterdir()) == [path.name for path in pictures]
    assert all(picture.exists() for picture in pictures)


def test_over_the_sample_a_folder_can_only_be_opened(qtbot: QtBot, tmp_path: Path) -> None:
    window = a_window.open_on(qtbot, assets.sample_library())
    folder = an_issue(tmp_path / "新到").parent
    title, detail = drag_over(window, mime(folder))
    assert title == "松手就打开“新到”"
    assert "代替现在的" in detail
    drop(window, mime(folder))
    qtbot.waitUntil(lambda: window.controller.library.root == folder)


def test_what_is_dragged_away_again_or_holds_no_paper_leaves_nothing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = mime(an_issue(tmp_path / "新到"))
    assert drag_over(window, data) != ("", "")
    assert dropping(window).overlay.size() == window.size()
    with monkeypatch.context() as patch:  # while it moves the disk is not looked at
        patch.setattr(Path, "is_dir", lambda path: pytest.fail(f"{path} is looked at"))
        moved = QDragMoveEvent(QPoint(310, 310), COPY, data, LEFT, NONE)
        QApplication.sendEvent(window, moved)
    assert moved.isAccepted()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert drag_is_over(window)

    sound = tmp_path / "声音.mp3"
    sound.write_bytes(b"\xff\xd8")
    data = mime(sound)
    assert drag_over(window, data)[0] == "这里面没有报纸文件"
    assert not dropping(window).overlay.grab().isNull()
    moved = QDragMoveEvent(QPoint(310, 310), COPY, data, LEFT, NONE)
    QApplication.sendEvent(window, moved)
    assert not moved.isAccepted()
    drop(window, data)
    assert drag_is_over(window)
    assert not window.toast.isVisible()

    words = QMimeData()
    words.setText("渡口的灯")
    assert drag_over(window, words) == ("", "")


def drop_on(target: QWidget, data: QMimeData, actions: Qt.DropAction) -> list[QDropEvent]:
    """Drags something over a widget and lets it fall, as a source does that would rather have it moved."""
    events = [
        QDragEnterEvent(QPoint(9, 9), actions, data, LEFT, SHIFT),
        QDragMoveEvent(QPoint(9, 9), actions, data, LEFT, SHIFT),
        QDropEvent(QPointF(9, 9), actions, data, LEFT, SHIFT),
    ]
    for event in events:
        if MOVED in actions:
            event.setDropAction(MOVED)
        event.ignore()
        QApplication.sendEvent(target, event)
    return events


def targets(window: QWidget) -> list[QWidget]:
    found = [window, *window.findChildren(QWidget)]
    for widget in found:
        widget.ensurePolished()
    return [widget for widget in found if widget.acceptDrops()]


def test_wherever_a_file_falls_it_is_copied_and_its_source_is_never_told_that_it_was_moved(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    data = mime(an_issue(tmp_path / "新到"))
    data.setText((tmp_path / "新到").as_uri())  # as file managers add it
    imported: list[Sequence[Path]] = []
    dropping(window).import_files = imported.append
    asked = targets(window)
    assert {type(widget).__name__ for widget in asked} >= {"MainWindow", "_Line"}
    assert window.controller.features.parts.of(DossiersPart).pane.listing.view in asked
    for actions in (MOVED, MOVED | COPY, MOVED | Qt.DropAction.LinkAction):
        for target in asked:
            for event in drop_on(target, data, actions):
                assert event.dropAction() is not MOVED
                if event.type() is not QEvent.Type.DragEnter:
                    assert not event.isAccepted() or event.dropAction() is COPY
    fields = window.findChildren(QLineEdit)
    assert fields
    assert not any(field.text() for field in fields)

    data = mime(an_issue(tmp_path / "新到"))
    imported.clear()
    events = drop_on(window, data, MOVED | COPY)
    assert len(imported) == 1
    assert [event.dropAction() for event in events] == [COPY] * 3
    assert all(event.isAccepted() for event in events)

    QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), MOVED, data, LEFT, NONE))
    assert dropping(window).overlay.isVisible()
    assert "只肯移动" in dropping(window).overlay.words()[0]
    assert not drop_on(window, data, MOVED)[-1].isAccepted()
    assert len(imported) == 1
    assert drag_is_over(window)

    dialog = QDialog(window)
    inputs = QPlainTextEdit(), QTextEdit(), QLineEdit()
    lines = QVBoxLayout(dialog)
    for field in inputs:
        lines.addWidget(field)
    dialog.show()
    words = QMimeData()
    words.setText("渡口的灯")
    for field in inputs:
        target = field if isinstance(field, QLineEdit) else field.viewport()
        accepted = [event.isAccepted() for event in drop_on(target, data, MOVED | COPY)]
        assert not any(accepted)
        drop_on(target, words, COPY)
        assert (field.text() if isinstance(field, QLineEdit) else field.toPlainText()) == "渡口的灯"


def test_what_comes_of_a_drop() -> None:
    for names, folders, is_sample, is_empty, effect in (
        (["a"], ["a"], False, False, DropEffect.ASK),
        (["a"], ["a"], False, True, DropEffect.OPEN),
        (["a"], ["a"], True, False, DropEffect.OPEN),
        (["a", "b"], ["a", "b"], False, False, DropEffect.COPY),
        (["a.txt", "b.md"], [], False, False, DropEffect.COPY),
        (["a.txt"], [], True, False, DropEffect.COPY_INTO_NEW),
        (["a.pdf"], [], False, False, DropEffect.COPY),
        (["a.tif"], [], False, False, DropEffect.COPY),
        (["a.mp3"], [], False, False, DropEffect.NOTHING),
        ([], [], False, False, DropEffect.NOTHING),
    ):
        paths = [Path(name) for name in names]
        plan = plan_of(paths, [Path(name) for name in folders], is_sample=is_sample, is_empty=is_empty)
        assert plan.effect is effect, (names, folders)
