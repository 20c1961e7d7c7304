"""What is dragged onto the window: the window says what will come of it before it is dropped."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from reader import assets
from reader.ui.window.dropping import DropEffect, DropOverlay, plan_of
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import issue_text

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


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


def an_issue(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "19870501.txt"
    path.write_text(issue_text(dt.date(1987, 5, 1), 3980), encoding="utf-8")
    return path


def test_of_files_it_is_said_that_they_will_be_copied_and_they_are(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, root: Path
) -> None:
    data = mime(an_issue(tmp_path / "新到"))
    title, detail = drag_over(window, data)
    assert title == "松手就把 1 个文件复制进“旧报”"
    assert "原来的文件不动" in detail
    drop(window, data)
    assert drag_is_over(window)
    qtbot.waitUntil(lambda: window.toast.isVisible() and "已导入 1 个文件" in window.toast.words())
    assert sorted(root.rglob("19870501*"))


def drag_is_over(window: MainWindow) -> bool:
    return not window.dropping.overlay.isVisible()


def test_what_is_dragged_away_again_leaves_nothing(window: MainWindow, tmp_path: Path) -> None:
    assert drag_over(window, mime(an_issue(tmp_path / "新到"))) != ("", "")
    assert window.dropping.overlay.size() == window.size()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert drag_is_over(window)


def test_a_folder_may_be_meant_in_two_ways_and_is_asked_about(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, root: Path
) -> None:
    data = mime(an_issue(tmp_path / "新到").parent)
    title, _ = drag_over(window, data)
    assert title == "打开“新到”，还是把里面的报纸复制进“旧报”？"
    drop(window, data)
    box = window.findChild(QMessageBox, "askDrop")
    assert isinstance(box, QMessageBox)
    assert window.controller.library.root == root
    names = [button.text() for button in box.buttons()]
    assert names == ["打开这个文件夹", "复制进“旧报”", "取消"]
    next(button for button in box.buttons() if button.text().startswith("复制")).click()
    qtbot.waitUntil(lambda: "已导入 1 个文件" in window.toast.words())
    assert window.controller.library.root == root
    assert sorted(root.rglob("19870501*"))


def test_a_folder_is_opened_when_that_is_chosen(window: MainWindow, tmp_path: Path) -> None:
    folder = an_issue(tmp_path / "新到").parent
    drag_over(window, mime(folder))
    drop(window, mime(folder))
    box = window.findChild(QMessageBox, "askDrop")
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if button.text() == "打开这个文件夹").click()
    assert window.controller.library.root == folder


def test_over_the_sample_a_folder_can_only_be_opened(qtbot: QtBot, tmp_path: Path) -> None:
    window = a_window.open_on(qtbot, assets.sample_library())
    folder = an_issue(tmp_path / "新到").parent
    title, detail = drag_over(window, mime(folder))
    assert title == "松手就打开“新到”"
    assert "代替现在的" in detail
    drop(window, mime(folder))
    assert window.controller.library.root == folder


def test_what_holds_no_paper_is_refused(window: MainWindow, tmp_path: Path) -> None:
    picture = tmp_path / "照片.jpg"
    picture.write_bytes(b"\xff\xd8")
    data = mime(picture)
    assert drag_over(window, data)[0] == "这里面没有报纸文件"
    assert not window.dropping.overlay.grab().isNull()
    moved = QDragMoveEvent(QPoint(310, 310), COPY, data, LEFT, NONE)
    QApplication.sendEvent(window, moved)
    assert not moved.isAccepted()
    drop(window, data)
    assert drag_is_over(window)
    assert not window.toast.isVisible()


def test_while_it_moves_the_disk_is_not_looked_at(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = mime(an_issue(tmp_path / "新到"))
    drag_over(window, data)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_dir", lambda path: pytest.fail(f"{path} is looked at"))
        moved = QDragMoveEvent(QPoint(310, 310), COPY, data, LEFT, NONE)
        QApplication.sendEvent(window, moved)
    assert moved.isAccepted()


def test_dragged_words_are_none_of_it(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("渡口的灯")
    assert drag_over(window, data) == ("", "")


@pytest.mark.parametrize(
    ("names", "folders", "is_sample", "is_empty", "effect"),
    [
        (["a"], ["a"], False, False, DropEffect.ASK),
        (["a"], ["a"], False, True, DropEffect.OPEN),
        (["a"], ["a"], True, False, DropEffect.OPEN),
        (["a", "b"], ["a", "b"], False, False, DropEffect.COPY),
        (["a.txt", "b.md"], [], False, False, DropEffect.COPY),
        (["a.txt"], [], True, False, DropEffect.COPY_INTO_NEW),
        (["a.pdf"], [], False, False, DropEffect.COPY),
        (["a.tif"], [], False, False, DropEffect.NOTHING),
        ([], [], False, False, DropEffect.NOTHING),
    ],
)
def test_what_comes_of_a_drop(
    names: list[str], folders: list[str], is_sample: bool, is_empty: bool, effect: DropEffect
) -> None:
    paths = [Path(name) for name in names]
    plan = plan_of(paths, [Path(name) for name in folders], is_sample=is_sample, is_empty=is_empty)
    assert plan.effect is effect
