"""The pane one reads in: what it shows, what it asks for, what it never does by itself."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.export import article_text
from reader.export.article_text import PageBlockKind
from reader.export.forms import Style
from reader.library.printed_places import Excerpt
from reader.newspaper.article import ArticleKind, BlockKind
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.issue import DateOrigin
from reader.newspaper.passage import QuoteSpan
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.hit_controller import HitNavigator
from reader.ui.article.pane_calls import ReadingSettings
from reader.ui.article.style_panel import StylePanel
from reader.ui.article.typesetting import PageStyle
from reader.ui.widgets import menus
from reader.ui.widgets.application import tell_widgets
from reader.ui.widgets.controls import IconButton, Label, LinkButton
from reader.ui.widgets.theme import Face
from tests.invented_article import ARTICLE, ISSUE, SOURCE, STORED, block, bookmark, stored

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def pane(qtbot: QtBot) -> ArticlePane:
    pane = ArticlePane(ReadingSettings())
    pane.resize(806, 700)
    qtbot.addWidget(pane)
    pane.show()
    pane.activateWindow()
    return pane


def button(pane: ArticlePane, name: str) -> IconButton:
    (found,) = [each for each in pane.findChildren(IconButton) if each.accessibleName().startswith(name)]
    return found


def visible_words(pane: QWidget) -> str:
    shown: list[Label | LinkButton] = [*pane.findChildren(Label), *pane.findChildren(LinkButton)]
    return "\n".join(each.text() for each in shown if each.isVisible())


def navigator(pane: ArticlePane) -> HitNavigator:
    (found,) = pane.findChildren(HitNavigator, "hitNavigator")
    return found


def type_in(field: QLineEdit, text: str) -> None:
    """As an input method types: first half-typed letters, then the word."""
    QApplication.sendEvent(field, QInputMethodEvent("zhong", []))
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def type_in_find(pane: ArticlePane, text: str) -> QLineEdit:
    pane.hits.open_field()
    (field,) = navigator(pane).findChildren(QLineEdit)
    type_in(field, text)
    return field


def link(pane: ArticlePane, words: str) -> LinkButton:
    return next(each for each in pane.findChildren(LinkButton) if each.text() == words)


def in_menu(pane: ArticlePane, name: str, use: Callable[[QMenu], None]) -> None:
    """Opens the context menu of a button by its key, and does something with it."""
    button(pane, name).setFocus()
    menus.open_menu_of_focus()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    use(menu)
    menu.close()


def choose(words: str) -> Callable[[QMenu], None]:
    def trigger(menu: QMenu) -> None:
        menus = [menu, *menu.findChildren(QMenu)]
        next(a for each in menus for a in each.actions() if a.text().startswith(words)).trigger()

    return trigger


# ---- what is shown


def test_before_an_article_is_chosen_the_pane_says_so_and_offers_nothing(pane: ArticlePane) -> None:
    assert "选一篇文章" in visible_words(pane)
    assert pane.article() is None
    for name in ("上一篇", "下一篇", "加入收藏", "引用", "复制", "更多"):
        assert not button(pane, name).isEnabled()
    pane.copy_article()
    pane.hits.open_field()
    pane.page.step_hit(1)
    assert not pane.has_hits()


def test_an_article_is_shown_with_its_place_and_its_provenance(pane: ArticlePane) -> None:
    pane.show_article(STORED)
    pane.header.set_position("第 3 篇，共 9 篇")
    QApplication.processEvents()
    (page,) = pane.findChildren(ArticlePage, "articlePane")
    assert "三万册旧报刊，一夜之间有了新家" in page.toPlainText()
    assert pane.article() == STORED
    words = visible_words(pane)
    assert "第 3 篇，共 9 篇" in words
    assert "雁桥日报　1987-06-12　第4181期　02版" in words
    assert "1987/06/19870612-02.txt：118–164 行" in words


def test_an_inferred_date_is_never_shown_as_printed(pane: ArticlePane) -> None:
    pane.show_article(stored(issue=replace(ISSUE, date_origin=DateOrigin.INFERRED)))
    assert "1987-06-12　日期来历未记" in visible_words(pane)


def test_many_lines_and_many_files_are_told_in_short(pane: ArticlePane) -> None:
    spans = ((1, 1), (3, 5), (8, 9), (12, 20))
    scattered = replace(SOURCE, source_lines=spans)
    pane.show_article(replace(STORED, sources=(scattered, SOURCE)))
    assert "19870612-02.txt：1–20 行　共 2 份" in visible_words(pane)
    pane.show_article(replace(STORED, sources=(replace(SOURCE, source_lines=spans[:2]),)))
    assert "：1、3–5 行" in visible_words(pane)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ArticleKind.UNPLACED}, "没能归入哪一篇文章"),
        ({"kind": ArticleKind.CONTINUATION, "jump_from": "1"}, "前文在01版"),
        ({"kind": ArticleKind.CONTINUATION, "jump_from": None}, "转版文章的后一部分"),
    ],
)
def test_what_is_no_ordinary_article_is_said_in_words(
    pane: ArticlePane, changes: dict[str, Any], words: str
) -> None:
    pane.show_article(stored(**changes))
    assert words in visible_words(pane)
    pane.show_article(STORED)
    assert words not in visible_words(pane)


def test_an_article_whose_file_is_gone_is_read_from_the_copy_and_says_so(pane: ArticlePane) -> None:
    pane.show_article(stored(source=replace(SOURCE, is_missing=True)))
    assert "原文件已不在：1987/06/19870612-02.txt" in visible_words(pane)
    assert "板车队走了二十六天" in pane.page.toPlainText()
    assert not pane.strip.source_button.isEnabled()


def test_an_orphaned_bookmark_shows_the_text_as_it_was_kept(pane: ArticlePane) -> None:
    time = dt.datetime(2024, 5, 1, 9, tzinfo=dt.UTC)
    bookmark = Bookmark(
        uuid="u", key="k", newspaper="雁桥日报", date=ISSUE.date, month_day="06-12", number=4181, page="2",
        path="1987/06/19870612-02.txt", article=ARTICLE, note="", tags=(), created=time, modified=time, is_orphan=True,
    )  # fmt: skip
    pane.show_orphan(bookmark)
    assert "2024年5月1日 收藏时的正文" in visible_words(pane)
    assert "三万册旧报刊" in pane.page.toPlainText()
    assert button(pane, "取消收藏").isEnabled()


def test_clearing_puts_everything_away(pane: ArticlePane) -> None:
    pane.show_article(STORED, ("闻砚秋",))
    pane.clear()
    assert pane.page.toPlainText() == ""
    assert not pane.has_hits()
    assert "选一篇文章" in visible_words(pane)


# ---- what is asked for


def test_the_star_asks_for_a_bookmark(pane: ArticlePane) -> None:
    asked: list[str] = []
    pane.calls.bookmark = lambda: asked.append("bookmark")
    pane.show_article(STORED)
    QTest.mouseClick(button(pane, "加入收藏"), Qt.MouseButton.LeftButton)
    assert asked == ["bookmark"]


def test_it_is_said_that_the_article_was_copied(pane: ArticlePane) -> None:
    told: list[str] = []
    pane.calls.message = told.append
    pane.show_article(STORED)
    QTest.mouseClick(button(pane, "复制"), Qt.MouseButton.LeftButton)
    assert told == ["已复制全文"]
    assert QGuiApplication.clipboard().text() == article_text.as_text(STORED)


def test_the_original_text_can_be_asked_for(pane: ArticlePane) -> None:
    asked: list[object] = []
    pane.calls.read_lines = lambda article_id, _: asked.append(article_id)
    pane.calls.open_source = lambda: asked.append("file")
    pane.show_article(STORED)
    QTest.mouseClick(pane.strip.source_button, Qt.MouseButton.LeftButton)
    assert {*asked} == {STORED.id}
    pane.source.show_excerpt(Excerpt("a.txt", (), 0))
    QTest.mouseClick(link(pane, "用编辑器打开文件"), Qt.MouseButton.LeftButton)
    assert asked[-1] == "file"


def test_what_was_recognised_without_certainty_is_dotted_until_it_is_switched_off(pane: ArticlePane) -> None:
    asked: list[str] = []
    pane.calls.find_faint = lambda: asked.append(pane.parts()[0].article.key)
    pane.show_article(STORED)
    body = next(at for at, each in enumerate(pane.page.blocks) if each.kind is PageBlockKind.PARAGRAPH)
    pane.switch_source()
    assert len(asked) == 1
    pane.show_faint([QuoteSpan(body, 0, 4)])
    assert "没把握的有 1 处" in visible_words(pane)
    assert pane.page.rects_of([QuoteSpan(body, 0, 4)])
    dotted = pane.page.viewport().grab().toImage()
    pane.page.show_faint(())
    assert pane.page.viewport().grab().toImage() != dotted
    pane.page.show_faint([QuoteSpan(body, 0, 4)])
    pane.show_article(stored())
    assert len(asked) == 2  # of the next article, too
    assert pane.page.marks.faint == ()
    assert "没把握" not in visible_words(pane)
    pane.show_faint([QuoteSpan(body, 0, 4)])
    pane.switch_source()
    assert pane.page.marks.faint == ()
    assert "没把握" not in visible_words(pane)


def test_every_button_is_reached_and_pressed_by_keyboard(pane: ArticlePane) -> None:
    asked: list[str] = []
    pane.calls.bookmark = lambda: asked.append("bookmark")
    pane.show_article(STORED)
    button(pane, "上一篇").setFocus(Qt.FocusReason.TabFocusReason)
    reached = []
    for _ in range(11):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.append(focus.accessibleName() or focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert [name.split(" ")[0] for name in reached[:10]] == [
        *("上一篇", "下一篇", "整版", "加入收藏", "批注", "引用", "复制全文", "字号", "更多", "文章正文"),
    ]
    star = button(pane, "加入收藏")
    star.setFocus()
    QTest.keyClick(star, Qt.Key.Key_Space)
    assert asked == ["bookmark"]


def test_the_star_is_filled_when_told_and_never_by_the_click(pane: ArticlePane, qtbot: QtBot) -> None:
    pane.show_article(STORED)
    star = button(pane, "加入收藏")
    empty = star.grab().toImage()
    QTest.mouseClick(star, Qt.MouseButton.LeftButton)
    QTest.mouseMove(pane.page)
    assert star.accessibleName().startswith("加入收藏")
    pane.set_bookmarks([bookmark(article_id=STORED.id, passage=None)])
    assert star.accessibleName().startswith("取消收藏")
    assert star.grab().toImage() != empty
    pane.show_article(STORED)
    assert star.accessibleName().startswith("取消收藏")
    pane.set_bookmarks([bookmark(article_id=STORED.id)])  # only words of it are marked
    assert star.accessibleName().startswith("加入收藏")


@pytest.mark.parametrize(
    ("label", "style"),
    [
        ("GB/T 7714—2015", "gb2015"),
        ("GB/T 7714—2025", "gb2025"),
        ("BibTeX", "bibtex"),
        ("RIS", "ris"),
        ("CSL-JSON", "csl-json"),
    ],
)
def test_a_citation_is_asked_for_in_the_style_of_the_settings_or_in_the_one_chosen(
    pane: ArticlePane, label: str, style: str
) -> None:
    asked: list[str] = []
    pane.calls.cite = asked.append
    pane.show_article(STORED)
    QTest.mouseClick(button(pane, "引用"), Qt.MouseButton.LeftButton)
    in_menu(pane, "引用", choose(label))
    assert asked == ["", style]


def test_the_usual_style_of_citations_is_chosen_in_the_menu_that_copies_them(pane: ArticlePane) -> None:
    chosen = [Style.GB2015]
    pane.calls.usual_style, pane.calls.cite_in = lambda: chosen[-1], chosen.append
    (usual,) = (menu for action in pane.citation_menu().actions() if isinstance(menu := action.menu(), QMenu))
    assert [action.text() for action in usual.actions() if action.isChecked()] == [Style.GB2015.label]
    next(action for action in usual.actions() if action.text() == Style.RIS.label).trigger()
    assert chosen[-1] is Style.RIS


def test_copying_takes_the_whole_article_with_a_line_that_says_where_it_is_from(pane: ArticlePane) -> None:
    pane.show_article(STORED)
    pane.copy_article()
    copied = QGuiApplication.clipboard().text()
    assert copied == article_text.as_text(STORED)
    assert copied.startswith("雁桥日报　第02版　1987年6月12日　星期五\n")


def test_the_jump_line_leads_to_the_other_page(pane: ArticlePane) -> None:
    asked: list[str] = []
    pane.calls.open_jump = lambda: asked.append("jump")
    pane.show_article(STORED)
    pane.page.setFocus()
    QTest.keyClick(pane.page, Qt.Key.Key_Tab)
    QTest.keyClick(pane.page, Qt.Key.Key_Return)
    assert asked == ["jump"]
    cursor = pane.page.document().find("下转")
    place = pane.page.cursorRect(cursor).center()
    QTest.mouseClick(pane.page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == ["jump", "jump"]


# ---- size


def test_the_size_goes_through_its_steps_and_no_further(pane: ArticlePane) -> None:
    pane.show_article(STORED)
    sizes: list[int] = []
    settings = pane.settings
    settings.styleChanged.connect(lambda: sizes.append(pane.page.filler.style.size))
    for _ in range(12):
        settings.step_size(1)
    assert sizes == [18, 20, 22, 24, 26, 28]
    settings.set_style(replace(settings.style, size=PageStyle().size))
    for _ in range(9):
        settings.step_size(-1)
    assert sizes[6:] == [17, 16, 15, 14]
    settings.set_style(PageStyle(size=99, measure=5, leading=9.0))
    assert pane.page.filler.style == PageStyle(size=28, measure=32, leading=1.95)


def segment(words: str) -> Callable[[StylePanel], None]:
    def click(panel: StylePanel) -> None:
        every = (*panel.faces.segments(), *panel.leadings.segments())
        next(each for each in every if each.text() == words).click()

    return click


@pytest.mark.parametrize(
    ("change", "style"),
    [
        (lambda panel: panel.size_slider.setValue(6), PageStyle(size=22)),
        (lambda panel: panel.measure_slider.setValue(1), PageStyle(measure=34)),
        (segment("宽松"), PageStyle(leading=1.95)),
        (segment("黑体"), PageStyle(face=Face.HEI)),
    ],
)
def test_how_pages_are_set_is_chosen_in_the_panel(
    pane: ArticlePane, change: Callable[[StylePanel], None], style: PageStyle
) -> None:
    pane.show_article(STORED)
    pane.restore_scroll(0.5)
    fraction = pane.scroll_fraction()
    QTest.mouseClick(button(pane, "字号"), Qt.MouseButton.LeftButton)
    panel = QApplication.activePopupWidget()
    assert isinstance(panel, StylePanel)
    change(panel)
    panel.close()
    assert pane.page.filler.style == style
    assert pane.scroll_fraction() == pytest.approx(fraction)


# ---- hits


def test_an_article_from_a_search_opens_at_its_first_hit_and_is_stepped_through(
    pane: ArticlePane, qtbot: QtBot
) -> None:
    pane.show_article(STORED, ("闻砚秋",))
    assert navigator(pane).isVisible()
    assert "闻砚秋\n" in visible_words(pane)
    assert "1 / 11" in visible_words(pane)
    QTest.mouseClick(button(pane, "下一处"), Qt.MouseButton.LeftButton)
    pane.page.step_hit(1)
    assert "3 / 11" in visible_words(pane)
    QTest.mouseClick(button(pane, "上一处"), Qt.MouseButton.LeftButton)
    assert "2 / 11" in visible_words(pane)


def test_the_marks_are_put_away_with_their_navigator(pane: ArticlePane, qtbot: QtBot) -> None:
    pane.show_article(STORED, ("闻砚秋",))
    for _ in range(9):
        pane.page.step_hit(1)
    place = pane.page.verticalScrollBar().value()
    QTest.mouseClick(button(pane, "清除高亮"), Qt.MouseButton.LeftButton)
    assert not pane.has_hits()
    assert len(pane.page.marked) == 0
    assert pane.page.verticalScrollBar().value() == place


def test_no_match_no_navigator(pane: ArticlePane) -> None:
    pane.show_article(STORED, ("没有的词",))
    assert not navigator(pane).isVisible()


def test_find_marks_while_one_types_and_goes_on_with_enter(pane: ArticlePane, qtbot: QtBot) -> None:
    pane.show_article(STORED)
    field = type_in_find(pane, "闻砚秋")
    assert len(pane.page.marked) == 11
    assert "1 / 11" in visible_words(pane)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "2 / 11" in visible_words(pane)
    QTest.keyClick(field, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(field, Qt.Key.Key_F3, SHIFT)
    assert "11 / 11" in visible_words(pane)
    type_in(field, "没有的词")
    assert "没有" in visible_words(pane)
    assert len(pane.page.marked) == 0


@pytest.mark.parametrize("typed", ["４６００张", "4600 张", "4600张", "4600張", "4,600张"])
def test_find_takes_other_shapes_for_the_same(pane: ArticlePane, qtbot: QtBot, typed: str) -> None:
    pane.show_article(stored(blocks=(block("人名卡已有4600张。"),)))
    type_in_find(pane, typed)
    assert len(pane.page.marked) == 1


def test_find_takes_what_is_quoted_as_printed(pane: ArticlePane, qtbot: QtBot) -> None:
    pane.show_article(STORED)
    type_in_find(pane, "“4600張”")
    assert len(pane.page.marked) == 0


def test_find_begins_with_what_is_selected_and_at_what_is_seen(pane: ArticlePane, qtbot: QtBot) -> None:
    pane.show_article(STORED)
    pane.page.find("望江门")
    pane.hits.open_field()
    assert navigator(pane).field.text() == "望江门"
    assert len(pane.page.marked) == 2


def test_escape_leaves_find_and_brings_the_hits_of_the_search_back(pane: ArticlePane, qtbot: QtBot) -> None:
    pane.show_article(STORED, ("闻砚秋",))
    field = type_in_find(pane, "望江门")
    assert len(pane.page.marked) == 2
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert "闻砚秋" in visible_words(pane)
    assert len(pane.page.marked) == 11
    assert pane.page.hasFocus()
    pane.clear_hits()
    assert not pane.has_hits()


def test_hits_of_a_long_text_come_later_and_only_if_still_wanted(pane: ArticlePane, qtbot: QtBot) -> None:
    sentence = "江上有雾，渡船停了半日，两岸的人隔着水喊话。"
    long = stored(blocks=tuple(block(sentence * 10, line=n) for n in range(150)))
    pane.show_article(long, ("渡船",))
    qtbot.waitUntil(lambda: len(pane.page.marked) == 1500)
    pane.show_article(long, ("雾",))
    pane.show_article(STORED, ("望江门",))
    qtbot.wait(300)
    assert len(pane.page.marked) == 2


# ---- arrangement, names


@pytest.mark.parametrize(("width", "has_words"), [(806, True), (450, False)])
def test_actions_have_words_where_there_is_room(pane: ArticlePane, width: int, has_words: bool) -> None:
    pane.show_article(STORED)
    pane.resize(width, 600)
    assert (button(pane, "引用").sizeHint().width() > 40) is has_words
    assert ("1987/06/19870612-02.txt" in visible_words(pane)) is has_words


@pytest.mark.parametrize("width", [500, 578, 806])
def test_the_header_fits_also_with_the_search_field(pane: ArticlePane, width: int) -> None:
    pane.show_article(STORED)
    pane.header.set_position("第 3 篇，共 9 篇")
    pane.hits.open_field()
    pane.resize(width, 600)
    assert pane.width() == width
    assert button(pane, "更多").geometry().right() < width


@pytest.mark.parametrize(
    ("width", "position", "leaves_out"),
    [
        (1100, "第 1235 条，共 23,570 条", set()),
        (600, "1235 / 23,570", {"整版"}),
        (500, "1235 / 23,570", {"整版", "复制", "引用"}),
        (430, "1235 / 23,570", {"整版", "复制", "引用", "批注"}),
    ],
)
def test_beside_the_hits_the_least_worth_goes_first_and_no_number_is_cut(
    pane: ArticlePane, width: int, position: str, leaves_out: set[str]
) -> None:
    pane.resize(width, 600)
    pane.show_article(STORED, ("闻砚秋",))
    pane.header.set_position("第 1235 条，共 23,570 条", "1235 / 23,570")
    for _ in range(2):
        QApplication.processEvents()
    label, count = pane.header._position, navigator(pane).findChildren(Label)[0]
    assert label.shown() == position
    assert count.shown() == count.text() != ""
    names = {"整版", "批注", "引用", "复制", "更多"}
    assert {name for name in names if button(pane, name).isHidden()} == leaves_out


def test_every_control_has_a_name(pane: ArticlePane) -> None:
    pane.show_article(STORED, ("闻砚秋",))
    assert all(each.accessibleName() for each in pane.findChildren(IconButton))
    assert pane.page.accessibleName() == "文章正文"
    assert navigator(pane).accessibleName()


def test_the_scroll_position_is_kept_by_the_text(pane: ArticlePane) -> None:
    pane.show_article(STORED)
    pane.restore_scroll(0.5)
    fraction = pane.scroll_fraction()
    pane.settings.set_style(PageStyle(size=26))
    assert pane.scroll_fraction() == pytest.approx(fraction)


def test_the_window_goes_on_while_a_long_text_is_set(pane: ArticlePane, qtbot: QtBot) -> None:
    turns: list[bool] = []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(True))
    timer.start(0)
    pane.show_article(stored(blocks=tuple(block("江上有雾。" * 60, line=n) for n in range(300))))
    qtbot.waitUntil(lambda: pane.page.document().toPlainText() == pane.page.toPlainText())
    assert len(turns) > 3


def a_story() -> tuple[StoredArticle, StoredArticle]:
    first = stored(
        page="2", jump_to="4", blocks=(block("渡船停了半日。" * 400), block("▶▶下转04版", BlockKind.JUMP))
    )
    second = stored(
        key="partpartpartpart",
        kind=ArticleKind.CONTINUATION,
        headline="渡船又开",
        page="4",
        jump_from="2",
        jump_to=None,
        blocks=(block("◀◀上接02版", BlockKind.JUMP), block("渡船又开了。")),
        source=replace(SOURCE, path="1987/06/19870612-04.txt"),
    )
    return first, replace(second, id=first.id + 1)


def test_a_story_is_read_as_one_from_the_part_that_was_opened(pane: ArticlePane) -> None:
    chain = a_story()
    pane.show_article(chain[0], chain=chain)
    assert pane.page.scroll_fraction() == 0
    pane.show_article(chain[1], chain=chain)
    assert pane.page.scroll_fraction() > 0
    assert pane.article() == chain[1]
    assert pane.page.toPlainText().endswith("—— 接 04版　渡船又开 ——\n渡船又开了。")
    told = visible_words(pane)
    assert "02版、04版" in told
    assert "19870612-02.txt、19870612-04.txt" in told
    assert "收藏、批注和引用的是这后一部分" in told


def test_hits_are_marked_in_all_parts_and_at_the_seam(pane: ArticlePane) -> None:
    chain = a_story()
    pane.show_article(chain[1], ("渡船",), chain=chain)
    assert len(pane.page.marked) == 402
    assert pane.page.marked.current_hit == 400


NEXT = 99
"""The id of an article that is no part of the story on the page."""
LONG = stored(blocks=(block("渡船停了半日，两岸的人隔着水喊话。" * 400 + "到了天黑，桥上点起渡"),))


def has_scrolled_to_the_end(pane: ArticlePane) -> bool:
    bar = pane.page.verticalScrollBar()
    return 0 < bar.maximum() == bar.value()


@pytest.mark.parametrize("words", ["点起渡口的灯", "桥上点起渡", "渡口的灯"])
def test_where_words_go_on_in_the_next_article_their_beginning_at_the_end_is_shown(
    pane: ArticlePane, qtbot: QtBot, words: str
) -> None:
    pane.show_article(LONG, (words,), seam=NEXT)
    assert len(pane.page.marked) == 1
    assert pane.page.marked.current_hit == 0
    qtbot.waitUntil(lambda: has_scrolled_to_the_end(pane))


def test_where_nothing_of_the_words_is_at_the_end_the_end_is_shown(pane: ArticlePane, qtbot: QtBot) -> None:
    pane.show_article(LONG, ("没有这样的字",), seam=NEXT)
    assert len(pane.page.marked) == 0
    qtbot.waitUntil(lambda: has_scrolled_to_the_end(pane))


def test_of_words_that_stand_in_the_text_too_those_at_its_end_are_shown_first(pane: ArticlePane) -> None:
    pane.show_article(LONG, ("渡船停了",), seam=NEXT)
    assert len(pane.page.marked) == 401
    assert pane.page.marked.current_hit == 400


def test_assistive_technology_meets_the_article_as_a_document(pane: ArticlePane, qapp: QApplication) -> None:
    tell_widgets(qapp)
    pane.show_article(STORED)
    document = QAccessible.queryAccessibleInterface(pane.page).parent()
    assert document.role() is QAccessible.Role.Document
    assert document.text(QAccessible.Text.Name) == "文章正文"
