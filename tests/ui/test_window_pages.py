"""Whole pages in the window: how one gets there, goes about in them and comes back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader import assets
from reader.newspaper.passage import MarkColor
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.notebook.highlight_controller import HighlightBar
from reader.ui.page.page_marks import PageSelection
from reader.ui.page.page_view import PageView
from reader.ui.widgets.controls import IconButton
from reader.ui.window.layout import WindowLayout
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
    return window.controller.layout.page_pane.view


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
    qtbot.waitUntil(lambda: layout.area.is_page_shown() and page(window).hit_count() == 3)


def test_v_shows_the_page_of_the_article_and_leads_back(
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


def test_the_button_in_the_header_shows_the_page_and_its_own_leads_back(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    button = next(
        each for each in layout.pane.findChildren(IconButton) if each.accessibleName().startswith("整版")
    )
    click(button)
    wait_for_page(window, qtbot, "12日2版第1条")
    click(layout.page_pane.article_button)
    assert not layout.area.is_page_shown()


def test_the_palette_shows_the_page(window: MainWindow, qtbot: QtBot) -> None:
    action = window.findChild(QAction, "whole_page")
    assert isinstance(action, QAction)
    action.trigger()
    wait_for_page(window, qtbot, "12日2版第1条")


@pytest.mark.parametrize("name", ["issueTree", "issueList"])
def test_a_click_on_a_page_heading_shows_the_page(window: MainWindow, qtbot: QtBot, name: str) -> None:
    rows = tree_at_article(window) if name == "issueTree" else view(window, name)
    model, above = rows.model(), rows.currentIndex().parent()
    beside = (model.index(row, 0, above) for row in range(model.rowCount(above)))
    click_row(rows, next(index for index in beside if index.data() == "03版"))
    wait_for_page(window, qtbot, "12日3版第1条")
    assert headline(window) == "12日3版第1条"


def test_a_click_on_a_page_heading_puts_the_drawer_of_a_narrow_window_away(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    window.resize(700, 600)
    QApplication.processEvents()
    press(Qt.Key.Key_1, CTRL)
    tree = tree_at_article(window)
    index = tree.currentIndex()
    while index.data() != "02版":
        index = index.siblingAtRow(index.row() - 1)
    click_row(tree, index)
    wait_for_page(window, qtbot, "12日2版第1条")
    assert not tree.isVisible()


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
    assert window.toast.words() == "已是最早一版。"


def test_where_no_page_is_known_the_whole_issue_is_one(window: MainWindow, qtbot: QtBot) -> None:
    open_article(window, "散条2")
    press(Qt.Key.Key_V)
    wait_for_page(window, qtbot, "散条0")
    assert titles(window) == [f"散条{n}" for n in range(4)]
    assert "全期" in page(window).accessibleName()


def test_what_was_searched_for_is_marked_in_all_articles_of_the_page(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    search_on_page(window, layout, qtbot)
    before = page(window).current_hit()
    press(Qt.Key.Key_F3)
    assert page(window).current_hit() == (before + 1) % 3
    page(window).setFocus()
    press(Qt.Key.Key_Escape)
    assert page(window).hit_count() == 0
    assert layout.are_results_shown()


def test_a_search_within_the_article_brings_it_out_from_its_page(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    press(Qt.Key.Key_F, CTRL)
    assert not layout.area.is_page_shown()
    assert layout.pane.has_hits()


def test_the_bookmark_is_of_the_article_one_is_at(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(window.controller.library.notebook.bookmarks()) == 1)
    (bookmark,) = window.controller.library.notebook.bookmarks()
    assert bookmark.article.headline == "12日2版第3条"


def select(window: MainWindow, number: int, words: str) -> None:
    """Selects words of an article of the page, as the mouse would."""
    blocks = page(window).articles()[number].blocks
    block = next(n for n, each in enumerate(blocks) if n and words in each.text)
    start = blocks[block].text.index(words)
    page(window).select(PageSelection(number, (block, start), (block, start + len(words))))


def test_words_are_marked_on_the_page_and_on_the_article_alike(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    select(window, 2, "江上有雾")
    press(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: bool(page(window).highlights()))
    (marked,) = page(window).highlights()
    assert (marked.article, marked.highlight.note) == (2, "")
    assert page(window).selection() is None
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return)
    assert [each.uuid for each in layout.pane.page.highlights()] == [marked.highlight.uuid]
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_V)
    qtbot.waitUntil(lambda: not page(window).highlights())


def test_a_note_is_written_on_words_of_the_page(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    select(window, 0, "渡船今天又开了")
    press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: bool(window.findChildren(BookmarkEditor)))
    editor = window.findChildren(BookmarkEditor)[0]
    editor.note.setPlainText("哪条渡船？")
    editor.save_button.click()
    qtbot.waitUntil(lambda: [each.highlight.note for each in page(window).highlights()] == ["哪条渡船？"])


def test_a_click_on_a_highlight_of_the_page_offers_what_to_do_with_it(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    select(window, 2, "江上有雾")
    press(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: bool(page(window).highlights()) and page(window).selection() is None)
    select(window, 2, "江上有雾")
    place = page(window).selected_rect().center()
    page(window).select(None)
    QTest.mouseClick(page(window).viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), HighlightBar))
    bar = QApplication.activePopupWidget()
    assert isinstance(bar, HighlightBar)
    assert layout.area.is_page_shown()
    assert headline(window) == "12日2版第3条"
    click(next(each for each in bar.swatches if each.accessibleName() == "标为紫色"))
    qtbot.waitUntil(
        lambda: [each.highlight.color for each in page(window).highlights()] == [MarkColor.PURPLE]
    )


def test_words_that_are_copied_from_the_page_say_where_they_are_from(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    select(window, 1, "江上有雾，渡船停了半日，两岸的人隔着水喊话。")
    press(Qt.Key.Key_C, CTRL)
    words, source = QApplication.clipboard().text().split("\n")
    assert words == "江上有雾，渡船停了半日，两岸的人隔着水喊话。"
    assert source == "——《雁桥日报》1987年6月12日第02版"


def test_ticks_beside_the_scroll_bar_tell_where_the_matches_stand(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    search_on_page(window, layout, qtbot)
    qtbot.waitUntil(page(window).is_set)
    heights = page(window).tick_heights()
    assert len(heights) == 3
    assert all(0 < height < 1 for height in heights)


def test_the_page_is_as_large_as_the_article_is_wanted(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    before = page(window).visualRect(page(window).model().index(0, 0)).height()
    press(Qt.Key.Key_Plus, CTRL, times=3)
    qtbot.waitUntil(page(window).is_set)
    assert layout.pane.style_of_page().size == 22
    assert page(window).visualRect(page(window).model().index(0, 0)).height() > before


def test_one_comes_back_to_the_page_one_has_left(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    window.close()
    again = a_window.open_on(qtbot, None)
    wait_for_page(again, qtbot, "12日2版第1条")
    assert headline(again) == "12日2版第2条"


def test_what_an_update_brings_is_on_the_page(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, root: Path
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    file = root / "19870612-02.txt"
    more = "\n\n# 12日2版第4条\n\n本报讯 末班渡船延到夜里十点，岸上添了一盏灯。\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(titles(window)) == 4)
    assert page(window).currentIndex().data() == "12日2版第2条"


@pytest.mark.parametrize("size", [(1440, 900), (900, 700), (700, 500)])
def test_at_any_width_the_header_fits_in(
    window: MainWindow, layout: WindowLayout, qtbot: QtBot, size: tuple[int, int]
) -> None:
    layout.pane.page.setFocus()
    to_page(window, qtbot)
    window.resize(*size)
    QApplication.processEvents()
    for button in layout.page_pane.findChildren(IconButton):
        if button.isVisible():
            corner = button.mapTo(window, button.rect().bottomRight())
            assert window.rect().contains(corner), button.accessibleName()


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
    for row, told in ((first, "01版（推定）"), (second, "02版")):
        window.controller.reading.open_article(row.id)
        await_reading()
        assert window.controller.layout.pane.strip._issue.text().endswith(told)
