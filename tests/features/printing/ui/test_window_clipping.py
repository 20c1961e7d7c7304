"""A clipping in the window: opened on words or an article, in two forms, copied, saved, dragged."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reader.features.printing.ui import clipping_dialog
from reader.features.printing.ui.clipping_dialog import ClippingDialog
from reader.features.printing.ui.printing_part import PrintingPart
from reader.ui.article.article_page import ArticlePage
from reader.ui.window.window import MainWindow
from tests.held_by_another import held
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, press, pull

WORDS = "老船工说"


def the_part(window: MainWindow) -> PrintingPart:
    return window.controller.features.parts.of(PrintingPart)


@pytest.fixture
def page(window: MainWindow) -> ArticlePage:
    page = window.controller.layout.pane.page
    page.setFocus()
    return page


def opened(window: MainWindow, qtbot: QtBot, words: str = "") -> ClippingDialog:
    page = window.controller.layout.pane.page
    if words:
        found = page.document().find(words)
        assert found.hasSelection(), words
        page.setTextCursor(found)
    press(Qt.Key.Key_I, CTRL | SHIFT)
    desk = the_part(window)
    qtbot.waitUntil(lambda: desk.dialog is not None and desk.dialog.is_idle())
    assert desk.dialog is not None
    return desk.dialog


def test_selected_words_are_copied_or_saved_as_a_picture_with_their_source_and_what_is_there_stays(
    window: MainWindow, qtbot: QtBot, page: ArticlePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window, qtbot, WORDS)
    press(Qt.Key.Key_Return)
    data = QGuiApplication.clipboard().mimeData()
    picture = data.imageData()
    assert isinstance(picture, QImage)
    assert picture.width() == 2 * 496
    assert QImage.fromData(data.data("image/png")).size() == picture.size()
    assert WORDS in data.text()
    assert "雁桥日报" in data.text()
    assert "已复制" in dialog.message.text()

    (tmp_path / "a.png").write_bytes(b"mine")
    dialog.save(tmp_path / "a.png", replaces=False)
    qtbot.waitUntil(lambda: "没有盖掉" in dialog.message.text())
    assert (tmp_path / "a.png").read_bytes() == b"mine"
    dialog.save(tmp_path / "a.pdf", replaces=False)
    qtbot.waitUntil((tmp_path / "a.pdf").exists)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")

    qtbot.waitUntil(lambda: the_part(window).dialog is None)
    dialog = opened(window, qtbot, WORDS)
    dialog.save(tmp_path / "a.svg", replaces=False)
    qtbot.waitUntil((tmp_path / "a.svg").exists)
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert WORDS in svg.partition("<desc>")[2].partition("</desc>")[0]
    assert "<path" in svg

    # as a card, three to four; the form is kept
    qtbot.waitUntil(lambda: the_part(window).dialog is None)
    dialog = opened(window, qtbot, WORDS)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "卡片"), ""))
    dialog.forms.segments()[1].click()
    dialog.colors.segments()[2].click()
    qtbot.waitUntil(dialog.is_idle)
    press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil((tmp_path / "卡片.png").exists)
    qtbot.waitUntil(lambda: the_part(window).dialog is None)
    saved = QImage(str(tmp_path / "卡片.png"))
    assert (saved.width(), saved.height()) == (1080, 1440)
    assert saved.pixelColor(2, 2).lightness() < 60
    assert "已存为 卡片.png" in window.toast.label.text()
    assert opened(window, qtbot, WORDS).forms.current() == 1


def test_dragged_away_it_is_a_file_a_picture_and_words(
    window: MainWindow, qtbot: QtBot, page: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = []
    monkeypatch.setattr(clipping_dialog, "drag", lambda _source, data, title: taken.append((data, title)))
    left = Qt.MouseButton.LeftButton
    monkeypatch.setattr(QGuiApplication, "mouseButtons", lambda: left)
    dialog = opened(window, qtbot)
    picture = dialog.preview.picture
    pull(picture, picture.rect().center(), picture.rect().topRight() / 4)
    qtbot.waitUntil(lambda: bool(taken))
    (data, title) = taken[0]
    assert data.hasImage()
    (url,) = data.urls()
    assert QImage(url.toLocalFile()).width() == 2 * 496
    assert title in Path(url.toLocalFile()).name
    the_part(window).finish()
    assert not Path(url.toLocalFile()).exists()


def test_more_than_a_picture_holds_says_what_becomes_of_it(qtbot: QtBot, tmp_path: Path) -> None:
    root = a_window.write_issues(tmp_path / "长", a_window.DAYS[:1], a_window.LONG * 20)
    window = a_window.open_on(qtbot, root)
    window.controller.layout.pane.page.setFocus()
    while a_window.LONG not in window.controller.layout.pane.page.toPlainText():
        press(Qt.Key.Key_J)
    dialog = opened(window, qtbot)
    dialog.forms.segments()[1].click()
    qtbot.waitUntil(dialog.is_idle)
    count = dialog.preview.count()
    assert f"做成 {count} 张" in dialog.message.text()
    dialog.save(tmp_path / "b.png", replaces=False)
    qtbot.waitUntil((tmp_path / f"b {count}.png").exists)
    assert len(list(tmp_path.glob("b*.png"))) == count


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.pdf"])
def test_over_a_file_that_another_program_holds_nothing_is_written_until_it_lets_go(
    window: MainWindow, qtbot: QtBot, page: ArticlePage, tmp_path: Path, name: str
) -> None:
    dialog = opened(window, qtbot, WORDS)
    target = tmp_path / name
    target.write_bytes(b"mine")
    with held(target):
        dialog.save(target, replaces=True)
        qtbot.waitUntil(lambda: "另一个程序正占用" in dialog.message.text())
    assert target.read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [name]
    dialog.save(target, replaces=True)
    qtbot.waitUntil(lambda: the_part(window).dialog is None)
    assert target.read_bytes() != b"mine"
