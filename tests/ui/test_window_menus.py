"""The right button: what can be done with selected words, an issue, an article in a list, a result, a bookmark."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader.ui.layout.window_layout import WindowLayout
from reader.ui.page.page_layout import PageSelection
from reader.ui.page.page_view import PageView
from reader.ui.widgets.controls import IconButton
from reader.ui.window import row_menus
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, actions_of, headline, press, tree_at_article, type_text, view


@pytest.fixture(autouse=True)
def no_menu_stays() -> Iterator[None]:
    yield
    while (menu := QApplication.activePopupWidget()) is not None:
        menu.close()


@pytest.fixture(autouse=True)
def shown_files(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    found: list[Path] = []
    monkeypatch.setattr(row_menus, "show_in_folder", found.append)
    return found


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def menu_of_row(rows: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> QMenu:
    place = rows.visualRect(index).center()
    told = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, rows.viewport().mapToGlobal(place))
    QApplication.sendEvent(rows.viewport(), told)
    return open_menu()


def words_of(menu: QMenu) -> list[str]:
    return [action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()]


MOST_CORRECTIONS = 8


def test_what_can_be_corrected_of_a_text_are_eight_things_with_its_role_ticked(
    window: MainWindow, layout: WindowLayout
) -> None:
    menu = select(layout, "渡船停了")
    correct = next(each.menu() for each in menu.actions() if each.text() == "更正")
    assert isinstance(correct, QMenu)
    assert len(words_of(correct)) <= MOST_CORRECTIONS
    assert [each.text() for each in actions_of(correct) if each.isChecked()] == ["这是正文"]
    assert {"这是眉题", "署名是记者…", "这里开始另一天的报…"} <= {each.text() for each in actions_of(correct)}
    menu.close()


ENTRIES = ["复制全文", "复制引文", "收藏", "加进专题", "更正", "打开", "印、剪成图片", "更多"]
ON_WORDS = ["复制", "复制并附引文", "标记所选文字", *ENTRIES[3:]]


def choose(menu: QMenu, words: str) -> None:
    (action,) = [each for each in actions_of(menu) if each.text().split("\t")[0] == words]
    action.trigger()
    menu.close()
    await_reading()


# -- selected words


def select(layout: WindowLayout, words: str) -> QMenu:
    """Selects words of the article, and presses the right button on them."""
    page = layout.pane.page
    page.setFocus()
    page.setTextCursor(page.document().find(words))
    cursor = QTextCursor(page.textCursor())
    cursor.setPosition(cursor.selectionStart() + 1)
    place = page.cursorRect(cursor).center()
    told = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.viewport().mapToGlobal(place))
    QApplication.sendEvent(page.viewport(), told)
    return open_menu()


def test_selected_words_are_copied_marked_written_on_and_searched_for(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    choose(select(layout, "渡船停了"), "复制并附出处")
    assert QApplication.clipboard().text() == "渡船停了\n——《雁桥日报》1987年7月3日"
    choose(select(layout, "渡船停了"), "复制并附引文")
    first, cited = QApplication.clipboard().text().split("\n")
    assert first == "“渡船停了”"
    assert cited.endswith("3日渡口的灯亮到后半夜[N]. 雁桥日报, 1987-07-03.")

    menu = select(layout, "渡船停了")
    menu.close()
    page = layout.pane.page
    page.clear_selection()
    place = QPoint(300, 300)
    told = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.viewport().mapToGlobal(place))
    QApplication.sendEvent(page.viewport(), told)
    menu = open_menu()
    assert words_of(menu) == ENTRIES
    menu.close()

    choose(select(layout, "渡船停了半日"), "标记所选文字")
    qtbot.waitUntil(lambda: len(window.controller.features.bookmarks.bookmarks) == 1)
    (kept,) = window.controller.features.bookmarks.bookmarks
    assert kept.passage is not None
    assert kept.passage.exact == "渡船停了半日"
    choose(select(layout, "两岸的人"), "给所选写批注…")
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    type_text("他们喊什么")
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(window.controller.features.bookmarks.bookmarks) == 2)

    # as one string, whatever signs are in them
    choose(select(layout, "江上有雾，渡船"), "搜索“江上有雾，渡船”")
    assert layout.search.line.text() == "“江上有雾，渡船”"
    qtbot.waitUntil(lambda: layout.has_results() and layout.results.row_count() == 9)
    choose(select(layout, "渡船停了半日"), "搜索“渡船停了半日”")
    assert layout.search.line.text() == "渡船停了半日"

    # and from the bar over them
    page.setTextCursor(page.document().find("隔着水喊话"))
    page.show_selection_bar()
    (search,) = [each for each in page.findChildren(IconButton) if each.accessibleName() == "搜索所选"]
    search.click()
    qtbot.waitUntil(lambda: layout.search.line.text() == "隔着水喊话")


# -- rows


def test_an_issue_is_opened_named_and_found_in_its_folder(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, root: Path, shown_files: list[Path]
) -> None:
    tree = tree_at_article(window)
    issue = tree.currentIndex().parent()
    menu = menu_of_row(tree, issue)
    assert words_of(menu)[:6] == [
        *("打开这一期", "列出这一期的文章", "整期标为读过", "整期标为未读", "复制", "显示文件"),
    ]
    choose(menu, "显示文件")
    assert shown_files == [root / "19870703.txt"]
    menu = menu_of_row(tree, issue)
    copies = next(inner for inner in menu.actions() if inner.text() == "复制").menu()
    assert isinstance(copies, QMenu)
    assert words_of(copies) == ["复制报纸名、日期与期号", "复制整期的引文"]
    choose(copies, "复制报纸名、日期与期号")
    menu.close()
    assert "1987年7月3日" in QApplication.clipboard().text()
    press(Qt.Key.Key_J)
    assert headline(window).startswith("3日一口井")
    choose(menu_of_row(tree, issue), "打开这一期")
    assert headline(window).startswith("3日一口井")  # it is one of the issue
    choose(menu_of_row(tree, issue), "列出这一期的文章")
    assert layout.search.line.text() == "日期:1987-07-03"
    assert layout.are_results_shown()


def test_an_article_of_a_list_is_opened_kept_copied_cited_and_found_in_its_folder(
    window: MainWindow, qtbot: QtBot, root: Path, shown_files: list[Path]
) -> None:
    press(Qt.Key.Key_J)
    bookmarks = window.controller.features.bookmarks
    for rows in (view(window, "issueList"), tree_at_article(window)):
        index = rows.currentIndex()
        menu = menu_of_row(rows, index)
        assert words_of(menu) == ENTRIES
        assert all(each.isEnabled() for each in menu.actions())
        choose(menu, "收藏")
        qtbot.waitUntil(lambda: len(bookmarks.bookmarks) == 1)
        choose(menu_of_row(rows, index), "取消收藏")
        qtbot.waitUntil(lambda: bookmarks.bookmarks == [])
        QApplication.clipboard().clear()
        choose(menu_of_row(rows, index), "复制全文")
        assert "3日一口井淘出三只木桶" in QApplication.clipboard().text()
        choose(menu_of_row(rows, index), "复制引文")
        assert QApplication.clipboard().text().startswith("闻小树. 3日一口井")
        choose(menu_of_row(rows, index), "显示文件")
        assert shown_files.pop() == root / "19870703.txt"
        choose(menu_of_row(rows, index), "在旁边打开")
        assert window.controller.features.second.is_open()
        window.controller.features.second.close()
        assert not window.controller.features.second.is_open()


def test_a_bookmark_is_opened_beside_copied_and_cited_and_from_a_result_one_gets_to_its_issue(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(layout.bookmarks.listing.rows()) == 1)
    press(a_window.BOOKMARKS, CTRL)
    rows = layout.bookmarks.listing.view
    index = rows.model().index(0, 0)
    place = rows.visualRect(index).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.RightButton, pos=place)
    told = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, rows.viewport().mapToGlobal(place))
    QApplication.sendEvent(rows.viewport(), told)
    menu = open_menu()
    assert words_of(menu)[:6] == ["打开", "在旁边打开", "复制这一条", "复制引文", "复制链接", "显示文件"]
    choose(menu, "复制引文")
    assert "3日渡口的灯亮到后半夜[N]." in QApplication.clipboard().text()
    menu.close()

    press(Qt.Key.Key_K, CTRL)
    type_text("5日第1段")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: layout.has_results() and layout.results.row_count() > 0)
    results = layout.results.view
    menu = menu_of_row(results, results.model().index(0, 0))
    assert words_of(menu) == ENTRIES
    choose(menu, "看这一期的全部文章")
    assert not layout.are_results_shown()
    assert headline(window).startswith("5日")
    assert layout.issues.article_id() is not None


@pytest.mark.skipif(sys.platform == "win32", reason="there the system opens it")
def test_keys_that_every_keyboard_has_open_the_menu_of_what_has_the_focus(
    window: MainWindow, layout: WindowLayout
) -> None:
    """In the article itself it can be written on, besides."""
    tree_at_article(window)
    offered = []
    for widget in (view(window, "issueTree"), view(window, "issueList"), layout.pane.page):
        widget.setFocus()
        press(Qt.Key.Key_F10, SHIFT)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert words_of(menu) == ENTRIES
        offered.append({action.text().split("\t")[0] for action in actions_of(menu)})
        menu.close()
    assert "批注" not in offered[1]
    assert "批注" in offered[2]


def test_f10_opens_the_main_menu_in_which_the_arrows_go(window: MainWindow) -> None:
    press(Qt.Key.Key_F10)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.objectName() == "mainMenu"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction() is not None
    menu.close()


# -- on a whole page


def test_on_a_whole_page_articles_and_words_have_the_menus_that_they_have_elsewhere(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_J)
    listed = view(window, "issueList")
    menu = menu_of_row(listed, listed.currentIndex())
    offered = [action.text() for action in actions_of(menu)]
    menu.close()
    page = whole_page(layout, qtbot)
    menu = menu_of_row(page, page.model().index(1, 0))
    assert [action.text() for action in actions_of(menu)] == offered
    choose(menu, "复制引文")
    assert "3日一口井淘出三只木桶[N]." in QApplication.clipboard().text()

    number = next(n for n, block in enumerate(page.articles()[1].blocks) if "老船工" in block.text)
    at = page.articles()[1].blocks[number].text.index("老船工")
    page.select(PageSelection(1, (number, at), (number, at + 3)))
    menu = menu_of_row(page, page.model().index(1, 0))
    assert words_of(menu) == ON_WORDS
    told = {action.text().split("\t")[0] for action in actions_of(menu)}
    assert {"搜索“老船工”", "给所选写批注…", "复制并附出处", "查词典", "所选的字认错了…"} <= told
    choose(menu, "复制并附引文")
    first, cited = QApplication.clipboard().text().split("\n")
    assert (first, "3日一口井淘出三只木桶[N]." in cited) == ("“老船工”", True)
    choose(menu_of_row(page, page.model().index(1, 0)), "标记所选文字")
    qtbot.waitUntil(lambda: len(window.controller.features.bookmarks.bookmarks) == 1)


def whole_page(layout: WindowLayout, qtbot: QtBot) -> PageView:
    press(Qt.Key.Key_V)
    page = layout.area.page.view
    qtbot.waitUntil(lambda: layout.area.is_page_shown() and page.is_set())
    return page
