"""The window as a whole: what is there when it opens, where the keys lead, what is found again."""

import datetime as dt
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader import app, assets
from reader.features.importing.ui import ImportingPart
from reader.storage import settings
from reader.storage.platform_folders import places
from reader.storage.settings import Settings
from reader.ui.article.article_page import ArticlePage
from reader.ui.layout.recent_list import OpenDialog
from reader.ui.widgets import theme
from reader.ui.widgets.controls import IconButton
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import ALT, CTRL, click, focused, headline, press, settle, texts, type_text, view

Window = MainWindow


def action(window: Window, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def named(window: QWidget, words: str) -> IconButton:
    """The button one sees with a name that begins so."""
    buttons = window.findChildren(IconButton)
    return next(one for one in buttons if one.isVisible() and one.accessibleName().startswith(words))


# -- opening


def test_given_issues_when_opened_for_the_first_time_then_the_newest_is_read_and_one_goes_about(
    window: Window,
) -> None:
    layout, tree, listed = window.controller.layout, view(window, "issueTree"), view(window, "issueList")
    assert window.windowTitle() == "旧报 — 阅报"
    assert headline(window) == "3日渡口的灯亮到后半夜"
    assert tree.currentIndex().data() == "7月3日 周五 第4003期"
    assert listed.currentIndex().data().startswith(headline(window))
    assert layout.strip.label.text() == "新增 3 个文件"
    assert focused() in layout.panes(), "no button has the focus"

    layout.pane.page.setFocus()
    reached = []
    for _ in range(4):
        press(Qt.Key.Key_F6)
        reached.append(focused())
    assert reached == [layout.search.line, layout.tree, layout.issues.view, layout.pane.page]

    click(named(window, "下一篇"))
    assert headline(window) == "3日一口井淘出三只木桶"
    click(named(window, "上一篇"))
    assert headline(window) == "3日渡口的灯亮到后半夜"

    press(Qt.Key.Key_1, CTRL)
    assert focused() is tree
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down, times=2)
    for key in (None, Qt.Key.Key_Left):  # to the issue: its list keeps the article that is read
        if key:
            press(key)
        assert headline(window) == "3日一口井淘出三只木桶"
        assert listed.currentIndex().data().startswith(headline(window))
        assert window.controller.reading.position() == ("第 2 篇，共 3 篇", "2 / 3")

    layout.pane.page.setFocus()
    press(Qt.Key.Key_J)
    assert headline(window) == "3日瓦匠的女儿考上了船校"
    press(Qt.Key.Key_K)
    assert headline(window) == "3日一口井淘出三只木桶"
    press(Qt.Key.Key_P)
    assert headline(window) == "12日渡口的灯亮到后半夜"
    press(Qt.Key.Key_K)
    assert headline(window) == "5日瓦匠的女儿考上了船校"
    press(Qt.Key.Key_N)
    assert headline(window) == "12日渡口的灯亮到后半夜"
    press(Qt.Key.Key_N, times=2)
    assert window.toast.label.text() == "已是最后一期。"

    before = headline(window)
    press(Qt.Key.Key_K, CTRL)
    type_text("jkpnbm")
    assert layout.search.line.text() == "jkpnbm", "letters are no commands in a field"
    assert headline(window) == before
    assert not window.findChildren(QDialog)
    assert window.controller.library.notebook.bookmarks() == []


def test_given_an_empty_folder_when_opened_then_it_says_so_and_offers_the_ways_in(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "空的").mkdir()
    window = a_window.open_on(qtbot, tmp_path / "空的")
    welcome = window.controller.layout.welcome
    assert welcome.isVisible()
    assert focused() is welcome.open_button
    assert "“空的”还是空的" in welcome._motto.text()
    assert not window.controller.layout.search.isVisible()


@pytest.mark.parametrize(
    ("name", "words"),
    [("19870612.mp3", "不是 .txt、.md、PDF、网页"), ("19870612.tif", "“扫描”里有 1 张图片，还没有文字")],
)
def test_given_only_other_files_when_opened_then_it_says_what_they_are(
    qtbot: QtBot, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "扫描").mkdir()
    (tmp_path / "扫描" / name).write_bytes(b"II*\x00")
    window = a_window.open_on(qtbot, tmp_path / "扫描")
    assert words in window.controller.layout.welcome._motto.text()


def test_given_junk_among_issues_when_opened_then_the_rest_is_read_and_the_junk_is_listed(
    qtbot: QtBot, root: Path
) -> None:
    (root / "照片.txt").write_bytes(bytes.fromhex("ffd8ffe000104a46") + bytes(range(256)) * 9)
    (root / "空.txt").write_bytes(b"")
    (root / "扫描.tif").write_bytes(
        b"II*\x00"
    )  # a picture, which is recognised or not, but no file of another kind
    (root / "船歌.mid").write_bytes(b"MThd")
    window = a_window.open_on(qtbot, root)
    strip = window.controller.layout.strip
    assert strip.label.text() == "新增 3 个文件，1 个文件没有读，2 个文件无法读取"
    click(strip.failures_button)
    dialog = window.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    assert "2 个文件无法读取" in dialog.windowTitle()
    press(Qt.Key.Key_Escape)
    assert headline(window) == "3日渡口的灯亮到后半夜"


# -- going back


def test_when_one_goes_back_then_article_and_place_are_as_they_were_left(
    window: Window, qtbot: QtBot
) -> None:
    page = window.controller.layout.pane.page
    bar = page.verticalScrollBar()
    press(Qt.Key.Key_Space)
    left_at = bar.value()
    assert left_at > 0
    press(Qt.Key.Key_P)
    assert bar.value() == 0
    press(Qt.Key.Key_Left, ALT)
    assert headline(window) == "3日渡口的灯亮到后半夜"
    qtbot.waitUntil(lambda: abs(bar.value() - left_at) < 40)
    press(Qt.Key.Key_Right, ALT)
    assert headline(window) == "12日渡口的灯亮到后半夜"
    assert not action(window, "forward").isEnabled()


# -- another library


def test_when_a_folder_is_dropped_then_it_is_opened_and_offered_again_later(
    window: Window, qtbot: QtBot, root: Path, tmp_path: Path
) -> None:
    other = a_window.write_issues(tmp_path / "另一份", a_window.DAYS[:1])
    drop(window, other)
    a_window.answer(a_window.asked(window), "打开这个文件夹")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settle(qtbot, window)
    assert window.windowTitle() == "另一份 — 阅报"
    assert headline(window) == "5日渡口的灯亮到后半夜"
    qtbot.waitUntil(lambda: focused() in window.controller.layout.panes())
    click(window.controller.layout.top.menu_button)
    menu = window.findChild(QMenu, "mainMenu")
    assert isinstance(menu, QMenu)
    opens = menu.actions()[0]
    assert opens.text() == "打开…"
    opens.trigger()
    menu.close()
    dialog = window.findChild(OpenDialog)
    assert isinstance(dialog, OpenDialog)
    (earlier,) = dialog.listing.rows()
    assert earlier.name == "旧报"
    qtbot.waitUntil(dialog.listing.view.hasFocus)
    press(Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.windowTitle() == "旧报 — 阅报"
    assert headline(window) == "3日渡口的灯亮到后半夜"


def test_given_new_files_they_are_read_when_they_are_dropped_or_the_window_comes_to_the_front(
    qtbot: QtBot, window: Window, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = window.controller.sync
    a_window.write_issues(root, [dt.date(1987, 7, 10)])
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    assert not sync.process.is_running(), "not within the same minute"
    monkeypatch.setattr(sync, "_now", lambda: time.monotonic() + 61)
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    settle(qtbot, window)
    assert window.controller.library.contents.counts().issues == 4
    a_window.write_issues(tmp_path / "新到的", [dt.date(1987, 8, 1)])
    drop(window, tmp_path / "新到的" / "19870801.txt", root / "19870605.txt")
    settle(qtbot, window)
    assert window.toast.label.text() == "已导入 1 个文件，1 个文件资料库里已有，已读入"
    assert (root / "1987" / "08" / "19870801.txt").exists()
    assert texts(view(window, "issueTree")) == ["1987"]
    assert window.controller.library.contents.counts().issues == 5


def test_given_the_sample_when_files_are_imported_then_a_library_of_ones_own_is_offered(
    qtbot: QtBot, root: Path
) -> None:
    window = a_window.open_on(qtbot, None)
    assert window.controller.library.is_sample
    window.controller.features.parts.of(ImportingPart).import_files([root])
    box = a_window.asked(window)
    assert "样本不能添加文件" in box.windowTitle()
    a_window.answer(box, "新建并导入")
    qtbot.waitUntil(lambda: not window.controller.library.is_sample)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: window.controller.library.contents.counts().issues == 3)
    assert window.controller.library.root == places().documents / "阅报资料库"
    assert not window.controller.layout.is_welcome_shown()
    qtbot.waitUntil(lambda: headline(window) == "3日渡口的灯亮到后半夜")


def drop(window: Window, *paths: Path) -> None:
    """Lets go of files over the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(700, 500), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(
        window, QDropEvent(QPointF(700, 500), Qt.DropAction.CopyAction, mime, buttons, keys)
    )


# -- narrow and dark


SIZES = ((1440, 900), (1200, 800), (900, 700), (700, 500))


def test_given_any_width_then_everything_fits_in(window: Window, qtbot: QtBot) -> None:
    layout = window.controller.layout
    for shown in ("list", "papers", "bookmarks", "results", "hits"):
        if shown == "results":
            press(Qt.Key.Key_K, CTRL)
            type_text("老船工")
            qtbot.waitUntil(lambda: layout.results.row_count() > 0)
        elif shown == "hits":
            press(Qt.Key.Key_Return)
            qtbot.waitUntil(layout.pane.has_hits)
        for size in SIZES:
            window.resize(*size)
            if shown in ("papers", "bookmarks"):
                press(Qt.Key.Key_1 if shown == "papers" else a_window.BOOKMARKS, CTRL)
            QApplication.processEvents()
            for widget in (*window.findChildren(IconButton), layout.pane.page, layout.strip):
                if widget.isVisible():
                    corner = widget.mapTo(window, widget.rect().bottomRight())
                    assert window.rect().contains(corner), (shown, size, widget.accessibleName())
        window.resize(*SIZES[0])


def test_given_a_narrow_window_when_the_sidebar_is_asked_for_then_it_takes_the_lists_place(
    window: Window,
) -> None:
    window.resize(900, 700)
    assert view(window, "issueList").isVisible()
    assert not view(window, "issueTree").isVisible()
    click(named(window, "报纸"))
    assert view(window, "issueTree").isVisible()
    assert not view(window, "issueList").isVisible()
    press(Qt.Key.Key_L, CTRL)
    assert view(window, "issueList").isVisible()


def test_the_page_wears_a_changed_theme_at_once_and_is_read_alone_on_the_whole_screen(
    qtbot: QtBot, window: Window
) -> None:
    layout = window.controller.layout
    page = layout.pane.page
    for name in ("dark", "white", "paper"):
        theme.use(name)
        image = page.viewport().grab().toImage()
        assert image.pixelColor(4, image.height() // 2) == theme.color("paper")
        assert theme.current().name == name
    press(Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    assert page.isVisible()
    assert not any(part.isVisible() for part in (layout.top, layout.tree, layout.issues, layout.strip))
    press(Qt.Key.Key_J)
    assert headline(window) == "3日一口井淘出三只木桶"
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    window.resize(1440, 900)  # the offscreen platform forgets the size from before
    assert all(part.isVisible() for part in (layout.top, layout.tree, layout.issues, layout.strip))
    press(Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    press(Qt.Key.Key_K, CTRL)
    assert layout.search.isVisible(), "a search brings the window back"
    assert focused() is layout.search.line


# -- coming back


def test_given_a_sync_that_is_yet_to_begin_when_the_window_is_closed_then_it_does_not(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(a_window, "BEGUN_MS", 300)  # longer than a window takes to be made
    window = app.open_window(a_window.write_issues(tmp_path / "旧报"))
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    sync = window.controller.sync
    qtbot.waitUntil(sync.process.is_running)
    window.close()
    assert not sync.process.is_running()
    with qtbot.assertNotEmitted(sync.finished, wait=400):
        pass


def test_given_a_window_that_was_closed_when_one_comes_back_then_it_is_as_it_was_and_without_its_folder_the_sample(
    window: Window, qtbot: QtBot, root: Path
) -> None:
    window.setGeometry(30, 40, 740, 620)
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_Plus, CTRL)
    theme.use("dark")
    page = window.controller.layout.pane.page
    page.setFocus()
    press(Qt.Key.Key_Space)
    fraction = page.scroll_fraction()
    window.close()
    theme.use("paper")

    again = a_window.open_on(qtbot, None, size=None)
    assert again.controller.library.root == root
    assert again.geometry() == window.geometry()
    assert headline(again) == "12日渡口的灯亮到后半夜"
    assert again.controller.layout.pane.page.filler.style.size == 18
    assert theme.current().name == "dark"
    qtbot.waitUntil(
        lambda: again.controller.layout.pane.page.scroll_fraction() == pytest.approx(fraction, abs=0.02)
    )

    again.close()
    root.rename(root.with_name("搬走了"))
    last = a_window.open_on(qtbot, None)
    assert last.controller.library.is_sample
    assert "旧报" in last.controller.layout.area.questions.label.text()


def test_a_story_in_two_files_is_one_reading_from_both_its_rows(qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("19870612-01.txt", "19870612-04.txt"):
        text = (assets.sample_library() / "1987" / "06" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    window = a_window.open_on(qtbot, tmp_path)
    reading, library = window.controller.reading, window.controller.library
    page = window.findChild(ArticlePage)
    assert page is not None
    newest = library.contents.newest_issue()
    assert newest is not None
    second, first = (
        row.id for row in reversed(library.contents.articles(newest.id)) if row.title.startswith("三万册")
    )
    reading.open_article(first)
    await_reading()
    text = page.toPlainText()
    assert text.count("—— 接 04版") == 1
    reading.open_jump()
    await_reading()
    assert reading.article is not None
    assert reading.article.id == second
    assert page.toPlainText() == text


def test_a_small_window_begins_on_the_page_too(qtbot: QtBot, root: Path) -> None:
    """Its list is folded away, and nothing is read in yet: no button has the focus in their stead."""
    before = QWidget()
    before.resize(700, 500)
    settings.save(Settings(geometry=bytes(before.saveGeometry().toBase64().data()).decode()))
    window = a_window.open_on(qtbot, root, size=None)
    assert window.width() == 700
    assert focused() is window.controller.layout.pane.page
