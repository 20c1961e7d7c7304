"""Whole pages in the window: how one gets there, goes about in them and comes back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from reader import assets
from reader.newspaper.passage import MarkColor
from reader.ui.article.highlights import ColorSwatch
from reader.ui.issues.tree_entries import PageHeading, under_headings
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.page.page_layout import PageSelection
from reader.ui.page.page_pane import printed_page
from reader.ui.page.page_view import PageView
from reader.ui.widgets.controls import IconButton
from reader.ui.widgets.popup import Popup
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import (
    ALT,
    CTRL,
    click,
    click_row,
    focused,
    headline,
    press,
    tree_at_article,
    type_text,
    view,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two issues of three pages each, and one whose pages are not known."""
    folder = tmp_path / "旧报"
    for day in (12, 13):
        for page in (1, 2, 3):
            text = "\n\n".join(
                [
                    f"雁桥日报\n1987年6月{day}日 第{4169 + day}期\n第0{page}版",
                    *(
                        f"# {day}日{page}版第{n}条\n\n本报讯 渡船今天又开了，{day}日{page}版{n}。\n\n"
                        + "江上有雾，渡船停了半日，两岸的人隔着水喊话。" * 12
                        for n in (1, 2, 3)
                    ),
                ]
            )
            folder.mkdir(exist_ok=True)
            (folder / f"198706{day}-0{page}.txt").write_text(text, encoding="utf-8")
    (folder / "19870620.txt").write_text(
        "雁桥日报\n1987年6月20日\n\n"
        + "\n\n".join(f"# 散条{n}\n\n本报讯 码头上摆着{n}只木桶，天黑才有人来认领。" for n in range(4)),
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def window(qtbot: QtBot, root: Path) -> MainWindow:
    window = a_window.open_on(qtbot, root)
    open_article(window, "12日2版第2条")
    return window


def open_article(window: MainWindow, title: str) -> None:
    library = window.controller.library
    (found,) = library.searcher.search(f'标题:"{title}"').ids
    window.controller.reading.open_article(found)
    await_reading()


def page(window: MainWindow) -> PageView:
    return window.controller.layout.area.page.view


def titles(window: MainWindow) -> list[str]:
    """Of the page that is seen."""
    return [each.stored.article.title() for each in page(window).articles()]


def wait_for_page(window: MainWindow, qtbot: QtBot, first: str) -> None:
    def is_there() -> bool:
        return window.controller.layout.area.is_page_shown() and titles(window)[:1] == [first]

    qtbot.waitUntil(is_there)


def to_page(window: MainWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_V)
    wait_for_page(window, qtbot, "12日2版第1条")


def search_on_page(window: MainWindow, layout: WindowLayout, qtbot: QtBot) -> None:
    """The page of the first article that is found; each of its articles has a match."""
    press(Qt.Key.Key_K, CTRL)
    type_text("渡船今天又开了")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: layout.pane.has_hits())
    press(Qt.Key.Key_V)
    qtbot.waitUntil(lambda: layout.area.is_page_shown() and len(page(window).marks.hits) == 3)


def test_key_button_palette_and_headings_show_the_page_of_an_article_and_lead_back(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    assert titles(window) == ["12日2版第1条", "12日2版第2条", "12日2版第3条"]
    assert page(window).currentIndex().data() == "12日2版第2条"
    assert focused() is page(window)
    press(Qt.Key.Key_V)
    assert not layout.area.is_page_shown()
    assert focused() is layout.pane.page
    assert headline(window) == "12日2版第2条"
    buttons = layout.pane.findChildren(IconButton)
    click(next(each for each in buttons if each.accessibleName().startswith("整版")))
    wait_for_page(window, qtbot, "12日2版第1条")
    click(layout.area.page.article_button)
    assert not layout.area.is_page_shown()
    action = window.findChild(QAction, "whole_page")
    assert isinstance(action, QAction)
    action.trigger()
    wait_for_page(window, qtbot, "12日2版第1条")
    for name in ("issueTree", "issueList"):
        open_article(window, "12日2版第2条")
        rows = tree_at_article(window) if name == "issueTree" else view(window, name)
        click_row(rows, beside_current(rows, "03版"))
        wait_for_page(window, qtbot, "12日3版第1条")
        assert headline(window) == "12日3版第1条"
    open_article(window, "12日2版第2条")
    window.resize(700, 600)
    QApplication.processEvents()
    press(Qt.Key.Key_1, CTRL)
    tree = tree_at_article(window)
    click_row(tree, beside_current(tree, "02版"))
    wait_for_page(window, qtbot, "12日2版第1条")
    assert not tree.isVisible(), "the drawer of a narrow window is put away"


def beside_current(rows: QAbstractItemView, words: str) -> QModelIndex:
    model, above = rows.model(), rows.currentIndex().parent()
    indexes = (model.index(row, 0, above) for row in range(model.rowCount(above)))
    return next(index for index in indexes if index.data() == words)


def test_an_article_of_the_page_is_opened_by_itself_and_back_leads_to_the_page(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    press(Qt.Key.Key_Down)
    assert headline(window) == "12日2版第3条"
    assert layout.area.is_page_shown()
    press(Qt.Key.Key_Return)
    assert not layout.area.is_page_shown()
    assert headline(window) == "12日2版第3条"
    press(Qt.Key.Key_Left, ALT)
    wait_for_page(window, qtbot, "12日2版第1条")
    assert headline(window) == "12日2版第3条"
    press(Qt.Key.Key_Left, ALT)
    assert not layout.area.is_page_shown()
    assert headline(window) == "12日2版第2条"
    press(Qt.Key.Key_Right, ALT)
    wait_for_page(window, qtbot, "12日2版第1条")


def test_the_keys_go_from_page_to_page_and_over_the_end_of_the_issue(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    press(Qt.Key.Key_PageDown, CTRL)
    wait_for_page(window, qtbot, "12日3版第1条")
    press(Qt.Key.Key_PageDown, CTRL)
    wait_for_page(window, qtbot, "13日1版第1条")
    press(Qt.Key.Key_PageUp, CTRL)
    wait_for_page(window, qtbot, "12日3版第1条")
    press(Qt.Key.Key_J)
    assert headline(window) == "12日3版第2条"
    press(Qt.Key.Key_PageUp, CTRL, times=2)
    wait_for_page(window, qtbot, "12日1版第1条")
    press(Qt.Key.Key_PageUp, CTRL)
    assert window.toast.label.text() == "已是最早一版。"
    press(Qt.Key.Key_V)
    open_article(window, "散条2")
    press(Qt.Key.Key_V)
    wait_for_page(window, qtbot, "散条0")
    assert titles(window) == [f"散条{n}" for n in range(4)], "no page is known: the whole issue is one"
    assert "全期" in page(window).accessibleName()


def test_what_was_searched_for_is_marked_in_all_articles_of_the_page(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    search_on_page(window, layout, qtbot)
    qtbot.waitUntil(page(window).is_set)
    heights = page(window).marks.hit_heights()
    assert len(heights) == 3
    assert all(0 < height < 1 for height in heights)
    before = page(window).marks.current_hit
    press(Qt.Key.Key_F3)
    assert page(window).marks.current_hit == (before + 1) % 3
    page(window).setFocus()
    press(Qt.Key.Key_Escape)
    assert len(page(window).marks.hits) == 0
    assert layout.are_results_shown()
    press(Qt.Key.Key_F, CTRL)
    assert not layout.area.is_page_shown(), "a search within the article brings it out from its page"
    assert layout.pane.has_hits()


def select(window: MainWindow, number: int, words: str) -> None:
    """Selects words of an article of the page, as the mouse would."""
    blocks = page(window).articles()[number].blocks
    block = next(n for n, each in enumerate(blocks) if n and words in each.text)
    start = blocks[block].text.index(words)
    page(window).select(PageSelection(number, (block, start), (block, start + len(words))))


def test_words_are_marked_and_noted_on_the_page_and_on_the_article_alike(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    select(window, 2, "江上有雾")
    press(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: bool(page(window).marks.highlights))
    (marked,) = page(window).marks.highlights
    assert (marked.article, marked.highlight.note) == (2, "")
    assert page(window).marks.selection is None
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return)
    assert [each.uuid for each in layout.pane.page.marks.highlights] == [marked.highlight.uuid]
    press(Qt.Key.Key_V)
    wait_for_page(window, qtbot, "12日2版第1条")

    select(window, 2, "江上有雾")
    place = page(window).selected_rect().center()
    page(window).select(None)
    QTest.mouseClick(page(window).viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), Popup))
    bar = QApplication.activePopupWidget()
    assert isinstance(bar, Popup)
    assert layout.area.is_page_shown()
    assert headline(window) == "12日2版第3条"
    click(next(each for each in bar.findChildren(ColorSwatch) if each.accessibleName() == "标为紫色"))
    qtbot.waitUntil(
        lambda: [each.highlight.color for each in page(window).marks.highlights] == [MarkColor.PURPLE]
    )
    window.activateWindow()
    page(window).setFocus()
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: not page(window).marks.highlights)

    select(window, 0, "渡船今天又开了")
    press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: bool(window.findChildren(BookmarkEditor)))
    editor = window.findChildren(BookmarkEditor)[0]
    editor.note.setPlainText("哪条渡船？")
    editor.save_button.click()
    qtbot.waitUntil(lambda: [each.highlight.note for each in page(window).marks.highlights] == ["哪条渡船？"])


def test_the_page_is_bookmarked_copied_from_and_set_as_the_article_is(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    select(window, 1, "江上有雾，渡船停了半日，两岸的人隔着水喊话。")
    press(Qt.Key.Key_C, CTRL)
    words, source = QApplication.clipboard().text().split("\n")
    assert words == "江上有雾，渡船停了半日，两岸的人隔着水喊话。"
    assert source == "——《雁桥日报》1987年6月12日第02版"
    page(window).select(None)
    before = page(window).visualRect(page(window).model().index(0, 0)).height()
    press(Qt.Key.Key_Plus, CTRL, times=3)
    qtbot.waitUntil(page(window).is_set)
    assert layout.pane.page.filler.style.size == 22
    assert page(window).visualRect(page(window).model().index(0, 0)).height() > before
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(window.controller.library.notebook.bookmarks()) == 1)
    (bookmark,) = window.controller.library.notebook.bookmarks()
    assert bookmark.article.headline == "12日2版第3条"
    for size in ((1440, 900), (900, 700), (700, 500)):
        window.resize(*size)
        QApplication.processEvents()
        for button in layout.area.page.findChildren(IconButton):
            if button.isVisible():
                corner = button.mapTo(window, button.rect().bottomRight())
                assert window.rect().contains(corner), button.accessibleName()


def test_one_comes_back_to_the_page_one_has_left_and_what_an_update_brings_is_on_it(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, root: Path
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    window.close()
    again = a_window.open_on(qtbot, None)
    wait_for_page(again, qtbot, "12日2版第1条")
    assert headline(again) == "12日2版第2条"
    file = root / "19870612-02.txt"
    more = "\n\n# 12日2版第4条\n\n本报讯 末班渡船延到夜里十点，岸上添了一盏灯。\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(titles(again)) == 4)
    assert page(again).currentIndex().data() == "12日2版第2条"


def test_the_sample_can_be_read_in_whole_pages(qtbot: QtBot) -> None:
    window = a_window.open_on(qtbot, assets.sample_library())
    press(Qt.Key.Key_V)
    qtbot.waitUntil(window.controller.layout.area.is_page_shown)
    qtbot.waitUntil(page(window).is_set)
    assert len(titles(window)) > 1


def test_the_line_under_an_article_tells_the_page_that_the_list_estimates(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "晚报"
    folder.mkdir()
    (folder / "19870621.txt").write_text(
        "雁桥日报\n1987年6月21日 星期日 第4190期 今日四版\n\n# 头条\n\n本报讯 码头上摆着木桶，天黑才有人来认领。\n\n"
        "第二版\n\n# 后面一条\n\n本报讯 江上有雾，渡船停了半日，两岸的人隔着水喊话。\n",
        encoding="utf-8",
    )
    window = a_window.open_on(qtbot, folder)
    library = window.controller.library
    (issue,) = library.contents.issues("雁桥日报", 1987, 6)
    (first, second) = library.contents.articles(issue.id)
    assert (first.shown_page, first.page, second.page) == ("1", None, "2")
    for row, told in ((first, "01版（据版序推定）"), (second, "02版")):
        window.controller.reading.open_article(row.id)
        await_reading()
        assert window.controller.layout.pane.strip._issue.text().endswith(told)


def test_the_files_of_a_day_that_make_a_row_are_its_pages(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "报"
    folder.mkdir()
    for at, text in enumerate(
        ("码头上摆着木桶，天黑才有人来认领。", "江上有雾，渡船停了半日。", "灯也要添。"), 1
    ):
        lines = f"雁桥日报\n1987年6月21日 星期日\n\n# 第{at}件事\n\n本报讯 {text}两岸的人隔着水喊话。\n"
        (folder / f"scan_{at:02}.txt").write_text(lines, encoding="utf-8")
    window = a_window.open_on(qtbot, folder)
    library = window.controller.library
    (issue,) = library.contents.issues("雁桥日报", 1987, 6)
    rows = library.contents.articles(issue.id)
    assert [row.shown_page for row in rows] == ["1", "2", "3"]
    headings = [row.words() for row in under_headings(rows) if isinstance(row, PageHeading)]
    assert headings == [f"0{at}版（据同日各文件的次序）" for at in (1, 2, 3)]
    window.controller.reading.open_article(rows[1].id)
    await_reading()
    assert window.controller.layout.pane.strip._issue.text().endswith("02版（据同日各文件的次序）")
    page = printed_page(library, issue, "2")
    assert (page.name(), page.is_whole_issue, len(page.articles)) == ("02版（据同日各文件的次序）", False, 1)


def test_a_question_below_the_page_does_not_move_it(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    before, current = page(window).viewport().height(), page(window).currentIndex()
    qtbot.waitUntil(lambda: page(window).visualRect(current).isValid())
    placed = page(window).visualRect(current)
    window.services.ask("找不到文件夹。", "再试一次", lambda: None)
    qtbot.wait(50)
    assert layout.area.questions.isVisible()
    assert page(window).viewport().height() < before
    assert (page(window).currentIndex(), page(window).visualRect(current)) == (current, placed)
