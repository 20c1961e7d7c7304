"""Every state that a library can be in is told, with what one can do; nothing of the reader's is lost in any."""

from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from reader.library.library import Library
from reader.storage import settings
from reader.ui.frame import Tab
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.window import MainWindow
from tests.shelf import fill, mount, small_disk
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, focused, headline, press, source_words, type_text


def rescan(qtbot: QtBot, window: MainWindow) -> None:
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, window)


def shown(window: MainWindow) -> list[LinkButton]:
    """What can be done about what the strip says; its numbers, which update the library, are always there."""
    strip = window.controller.layout.strip
    return [
        button
        for button in strip.findChildren(LinkButton)
        if button.isVisible() and button is not strip.counts_button
    ]


def test_at_the_first_start_there_is_something_to_read(qtbot: QtBot) -> None:
    window = a_window.open_on(qtbot, None)
    assert window.controller.library.is_sample
    assert headline(window)
    assert not window.toast.isVisible()


def test_an_empty_folder_says_so_and_offers_the_ways_in(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "空的").mkdir()
    window = a_window.open_on(qtbot, tmp_path / "空的")
    qtbot.waitUntil(window.controller.layout.is_welcome_shown)
    assert "“空的”还是空的" in window.controller.layout.welcome._motto.text()
    assert window.controller.layout.welcome.open_button.hasFocus()


def test_where_nothing_is_found_it_says_what_may_be_tried(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.features.results.enter_query("渡口 闻小叔 日期:1987-08")
    empty = window.controller.layout.results.empty
    qtbot.waitUntil(lambda: len(empty.links()) > 1)
    assert "没有找到" in empty.accessibleName()
    told = [way.accessibleName() for way in empty.links()]
    assert told[-1] == "怎样搜索"
    assert any(way.startswith(("放宽日期", "少用些词", "您要找的是不是")) for way in told)


def test_of_a_file_that_is_gone_the_text_is_still_read_and_the_source_says_why_not(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    before = headline(window)
    (root / "19870703.txt").rename(root.with_name("别处.txt"))
    rescan(qtbot, window)
    click(window.controller.layout.strip.yes_button)
    a_window.settle(qtbot, window)
    assert headline(window) == before
    qtbot.waitUntil(lambda: "已不在原处" in window.controller.layout.strip.label.text())
    assert [button.text() for button in shown(window)] == ["查看"]
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_U, CTRL)
    source = window.controller.layout.pane.source
    qtbot.waitUntil(source.absent.isVisible)
    assert "已不在资料库的文件夹里" in source_words(source)
    root.with_name("别处.txt").rename(root / "19870703.txt")
    click(source.absent.links()[0])
    a_window.settle(qtbot, window)
    assert window.controller.library.missing_files() == []


def test_in_a_narrow_window_the_lines_lie_below_the_page_and_of_a_file_that_has_changed_it_is_said(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    pane = window.controller.layout.pane
    window.resize(1000, 700)
    pane.page.setFocus()
    press(Qt.Key.Key_U, CTRL)
    qtbot.waitUntil(pane.source.isVisible)
    assert pane.source.width() == pane.width()
    window.resize(700, 500)
    qtbot.waitUntil(lambda: pane.page.height() >= pane.source.height())
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: pane.source.width() < pane.page.width())
    press(Qt.Key.Key_U, CTRL)
    qtbot.waitUntil(pane.source.isHidden)

    path = root / "19870703.txt"
    path.write_text("多出的一行\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    pane.page.setFocus()
    press(Qt.Key.Key_U, CTRL)
    qtbot.waitUntil(lambda: "文件在收录之后变过" in source_words(pane.source))


def test_an_update_that_was_asked_for_tells_what_can_not_be_read_and_not_that_nothing_has_changed(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    (root / "照片.txt").write_bytes(bytes.fromhex("ffd8ffe000104a46") + bytes(range(256)) * 9)
    rescan(qtbot, window)
    rescan(qtbot, window)
    assert window.controller.layout.strip.label.text() == "1 个文件无法读取"
    (root / "照片.txt").unlink()
    rescan(qtbot, window)
    rescan(qtbot, window)
    assert window.controller.layout.strip.label.text() == "没有变化"


def test_a_folder_that_is_away_is_said_and_tried_again(qtbot: QtBot, window: MainWindow, root: Path) -> None:
    before = headline(window)
    root.rename(root.with_name("拔掉的盘"))
    rescan(qtbot, window)
    assert "找不到文件夹" in window.controller.layout.strip.label.text()
    assert headline(window) == before
    root.with_name("拔掉的盘").rename(root)
    assert [button.text() for button in shown(window)] == ["再试一次"]
    click(window.controller.layout.strip.retry_button)
    a_window.settle(qtbot, window)
    assert "找不到文件夹" not in window.controller.layout.strip.label.text()


def test_a_folder_that_was_away_at_the_start_is_opened_when_it_is_back(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    window.close()
    root.rename(root.with_name("拔掉的盘"))
    again = a_window.open_on(qtbot, None)
    assert again.controller.library.is_sample
    question = again.controller.layout.area.questions
    assert "旧报" in question.label.text()
    click(question.answer_button)
    qtbot.waitUntil(again.opener.is_idle)
    assert question.isVisible(), "it is away still"
    root.with_name("拔掉的盘").rename(root)
    click(question.answer_button)
    qtbot.waitUntil(lambda: again.controller.library.root == root)
    again.close()
    assert settings.load().settings.library == str(root)


def test_a_bookmark_whose_article_is_no_more_keeps_its_text(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    window.controller.features.bookmark_marks.toggle(window.controller.layout.pane)
    qtbot.waitUntil(lambda: bool(window.controller.features.bookmarks.bookmarks))
    (root / "19870703.txt").write_text(
        "雁桥日报\n1987年7月3日 星期五\n\n# 别的\n\n别的正文。\n", encoding="utf-8"
    )
    rescan(qtbot, window)
    qtbot.waitUntil(
        lambda: [bookmark.is_orphan for bookmark in window.controller.features.bookmarks.bookmarks] == [True]
    )
    window.controller.show_tab(Tab.BOOKMARKS)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "渡船停了半日" in window.controller.layout.pane.page.toPlainText())


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A library on a disk that can't be written."""
    with small_disk(tmp_path / "光盘", "2m") as disk:
        a_window.write_issues(disk)
        if mount("-o", "remount,ro", disk):
            pytest.skip("no disk can be mounted here")
        yield disk


def test_a_library_that_can_not_be_written_says_where_notes_are_kept(qtbot: QtBot, locked: Path) -> None:
    window = a_window.open_on(qtbot, locked)
    assert window.toast.label.text() == "“光盘”不能写入：收藏与批注存在本机，不在这个文件夹里。"
    window.controller.features.bookmark_marks.toggle(window.controller.layout.pane)
    qtbot.waitUntil(lambda: bool(window.controller.features.bookmarks.bookmarks))
    window.close()
    again = a_window.open_on(qtbot, locked)
    qtbot.waitUntil(lambda: len(again.controller.features.bookmarks.bookmarks) == 1)


def test_while_another_window_writes_it_is_said_and_one_reads_on(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    other = Library.open(root)
    with filelock.FileLock(other.local.lock):
        rescan(qtbot, window)
        assert window.controller.layout.strip.label.text() == "另一个窗口或命令正在更新这个资料库。"
        press(Qt.Key.Key_J)
        assert headline(window) == "3日一口井淘出三只木桶"
    other.close()


def test_on_a_full_disk_the_note_stays_in_the_editor(qtbot: QtBot, tmp_path: Path) -> None:
    with small_disk(tmp_path / "小盘", "1m") as disk:
        a_window.write_issues(disk)
        window = a_window.open_on(qtbot, disk)
        window.controller.features.bookmark_marks.toggle(window.controller.layout.pane)
        qtbot.waitUntil(lambda: bool(window.controller.features.bookmarks.bookmarks))
        filler = fill(disk)
        press(Qt.Key.Key_M)
        written = "渡船的事要再查。" * 400
        qtbot.waitUntil(lambda: isinstance(focused(), QPlainTextEdit))
        type_text(written)
        press(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: "磁盘满了" in window.toast.label.text())
        qtbot.waitUntil(lambda: isinstance(focused(), QPlainTextEdit))
        editor = focused()
        assert isinstance(editor, QPlainTextEdit)
        assert editor.toPlainText() == written
        filler.unlink()
        press(Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(
            lambda: [each.note for each in window.controller.features.bookmarks.bookmarks] == [written]
        )
        window.close()


def test_settings_that_are_broken_are_set_aside_and_it_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "settings.json").write_text('{"body_size": "gross"')
    window = a_window.open_on(qtbot, None)
    assert "settings.broken.json" in window.toast.label.text()
    assert (tmp_path / "home" / "settings.broken.json").read_text() == '{"body_size": "gross"'
