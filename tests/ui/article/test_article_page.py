"""The page: what stands on it, where one is in it, what the keys and the mouse do to it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPaintEvent, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.export.article_text import page_blocks
from reader.language.forms import search_form
from reader.newspaper.article import BlockKind
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.passage import QuoteSpan
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.page_geometry import hits
from reader.ui.article.pane_calls import PaneCalls, ReadingSettings
from reader.ui.article.typesetting import PageStyle
from reader.ui.widgets import theme
from tests.invented_article import ARTICLE, STORED, block, stored

Show = Callable[[StoredArticle], ArticlePage]

SENTENCE = "江上有雾，渡船停了半日，两岸的人隔着水喊话。"
LONG = stored(blocks=tuple(block(f"第{n}段。" + SENTENCE * 8, line=n) for n in range(400)))


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    page = ArticlePage(ReadingSettings(), PaneCalls())
    page.resize(806, 700)
    qtbot.addWidget(page)
    page.show()

    def shown(article: StoredArticle) -> ArticlePage:
        page.show_blocks(page_blocks(article))
        return page

    return shown


def mark(page: ArticlePage, article: StoredArticle, needle: str) -> tuple[QuoteSpan, ...]:
    found = hits(article.article, page.blocks, (search_form(needle),))
    page.set_hits(found)
    return found


def top_text(page: ArticlePage) -> str:
    """How the first line of the view goes on."""
    cursor = page.cursorForPosition(QPoint(page.viewport().width() // 2, 2))
    cursor.movePosition(QTextCursor.MoveOperation.StartOfLine)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def image_of(page: ArticlePage) -> QImage:
    return page.viewport().grab().toImage()


def has_color(image: QImage, color: QColor) -> bool:
    return any(
        image.pixelColor(x, y) == color
        for y in range(0, image.height(), 2)
        for x in range(0, image.width(), 2)
    )


def test_the_text_is_the_articles_own_a_line_for_each_block(show: Show) -> None:
    text = show(STORED).toPlainText()
    assert text.split("\n")[1:3] == [
        "雁桥新馆昨起试开放　首批读者凭旧证入馆",
        "三万册旧报刊，一夜之间有了新家",
    ]
    assert text.endswith("▶▶下转04版")
    assert all(part.text in text for part in ARTICLE.blocks)
    assert "雁桥日报　第02版" not in text


def test_the_document_holds_the_same_text(show: Show) -> None:
    page = show(STORED)
    assert page.document().toPlainText() == page.toPlainText()


@pytest.mark.parametrize(("width", "column"), [(1200, 646), (806, 646), (560, 488)])
def test_the_column_is_38_characters_wide_at_most_and_stands_in_the_middle(
    show: Show, width: int, column: int
) -> None:
    page = show(STORED)
    page.resize(width, 700)
    frame = page.document().rootFrame().frameFormat()
    scroll_bar = page.verticalScrollBar().width()
    right = page.viewport().width() - frame.rightMargin()
    assert right - frame.leftMargin() == pytest.approx(min(646, width - scroll_bar - 72))
    assert frame.leftMargin() == pytest.approx((width - scroll_bar - (right - frame.leftMargin())) / 2)


def test_a_long_text_can_be_read_at_once_and_is_set_to_its_end_between_events(
    show: Show, qtbot: QtBot
) -> None:
    page = show(LONG)
    assert "第399段。" in page.toPlainText()
    assert "第399段。" not in page.document().toPlainText()
    qtbot.waitUntil(lambda: "第399段。" in page.document().toPlainText())
    assert page.document().toPlainText() == page.toPlainText()


def test_another_article_overtakes_one_that_is_still_being_set(show: Show, qtbot: QtBot) -> None:
    show(LONG)
    page = show(STORED)
    qtbot.wait(50)
    assert page.document().toPlainText() == page.toPlainText()
    assert "第1段。" not in page.toPlainText()


@pytest.mark.parametrize("change", ["size", "width", "theme"])
def test_the_place_one_reads_at_survives_a_change_of(show: Show, qtbot: QtBot, change: str) -> None:
    page = show(LONG)
    qtbot.waitUntil(lambda: "第399段。" in page.document().toPlainText())
    page.restore_scroll(0.5)
    before, fraction = top_text(page), page.scroll_fraction()
    {
        "size": lambda: page.settings.set_style(PageStyle(24)),
        "width": lambda: page.resize(500, 600),
        "theme": lambda: theme.use("dark"),
    }[change]()
    qtbot.waitUntil(lambda: "第399段。" in page.document().toPlainText())
    assert page.scroll_fraction() == pytest.approx(fraction, abs=0.002)
    assert before[:6] in top_text(page) or top_text(page)[:6] in before


def test_a_place_is_found_again_before_the_text_is_set_that_far(show: Show, qtbot: QtBot) -> None:
    page = show(LONG)
    page.restore_scroll(0.8)
    assert page.scroll_fraction() == pytest.approx(0.8, abs=0.001)
    qtbot.waitUntil(lambda: "第399段。" in page.document().toPlainText())
    assert page.scroll_fraction() == pytest.approx(0.8, abs=0.001)
    assert page.verticalScrollBar().value() > page.verticalScrollBar().maximum() / 2


def test_every_article_begins_at_its_top(show: Show, qtbot: QtBot) -> None:
    page = show(LONG)
    page.restore_scroll(0.1)
    page = show(STORED)
    assert page.verticalScrollBar().value() == 0
    assert page.scroll_fraction() == 0


def test_space_turns_the_page_and_shift_space_turns_it_back(show: Show, qtbot: QtBot) -> None:
    page = show(LONG)
    QTest.keyClick(page, Qt.Key.Key_Space)
    once = page.verticalScrollBar().value()
    assert page.viewport().height() - 80 < once < page.viewport().height()
    QTest.keyClick(page, Qt.Key.Key_Space)
    QTest.keyClick(page, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert page.verticalScrollBar().value() == once


def test_a_jump_line_is_a_link_for_the_mouse(show: Show, qtbot: QtBot) -> None:
    page = show(stored(blocks=(block("江上有雾。"), block("▶▶下转04版", BlockKind.JUMP))))
    cursor = page.document().find("下转04版")
    cursor.setPosition(cursor.selectionStart() + 1)
    asked: list[str] = []
    page.calls.open_jump = lambda: asked.append("jump")
    QTest.mouseClick(
        page.viewport(), Qt.MouseButton.LeftButton, pos=page.cursorRect(cursor).center() + QPoint(3, 0)
    )
    assert asked == ["jump"]


def test_a_jump_line_is_a_link_for_the_keyboard(show: Show, qtbot: QtBot) -> None:
    page = show(STORED)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Tab)
    asked: list[str] = []
    page.calls.open_jump = lambda: asked.append("jump")
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert asked == ["jump"]


def test_a_copied_selection_is_clean_text(show: Show, qtbot: QtBot) -> None:
    page = show(stored(headline="雾", blocks=(block("江上，（有）雾5时。"), block("𠮷日。"))))
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == page.toPlainText()
    assert not QGuiApplication.clipboard().mimeData().hasHtml()


def test_a_copied_paragraph_that_is_set_in_pieces_is_one(show: Show, qtbot: QtBot) -> None:
    page = show(
        stored(
            headline=None, kicker=None, section=None, decks=(), credits=(), blocks=(block(SENTENCE * 400),)
        )
    )
    qtbot.waitUntil(lambda: len(page.document().toPlainText()) > len(SENTENCE) * 400)
    page.selectAll()
    assert page.selected_text() == SENTENCE * 400


def test_the_wheel_with_ctrl_sets_another_size_and_scrolls_nothing(show: Show, qtbot: QtBot) -> None:
    page = show(LONG)
    sizes: list[int] = []
    page.settings.styleChanged.connect(lambda: sizes.append(page.filler.style.size))
    for delta in (120, -120):
        event = QWheelEvent(
            QPointF(200, 200),
            page.mapToGlobal(QPointF(200, 200)),
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QGuiApplication.sendEvent(page.viewport(), event)
    assert sizes == [18, 17]
    assert page.verticalScrollBar().value() == 0


# ---- hits


def test_a_hit_is_shown_below_the_upper_third_and_stepping_goes_around(show: Show, qtbot: QtBot) -> None:
    page = show(LONG)
    found = mark(page, LONG, "第300段")
    assert page.marked.current_hit == 0
    assert len(found) == 1
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 0)
    cursor = page.document().find("第300段")
    assert page.cursorRect(cursor).top() == pytest.approx(0.42 * page.viewport().height(), abs=40)
    assert mark(page, LONG, "段。江上")
    assert len(page.marked) == 400
    page.step_hit(-1)
    assert page.marked.current_hit == 399
    page.step_hit(1)
    assert page.marked.current_hit == 0


@pytest.mark.parametrize("name", ["paper", "white", "dark"])
def test_hits_have_a_ground_and_the_current_one_another_and_letters_to_read_on_it(
    show: Show, name: str
) -> None:
    theme.use(name)
    page = show(STORED)
    assert not has_color(image_of(page), theme.color("hit"))
    mark(page, STORED, "雁桥")
    image = image_of(page)
    assert has_color(image, theme.color("hit"))
    assert has_color(image, theme.color("hit_current"))
    (selection,) = page.extraSelections()
    assert selection.cursor.selectedText() == "雁桥"
    assert selection.format.foreground().color() == theme.color("hit_current_ink")


def test_hits_stand_right_behind_characters_beyond_the_first_plane(show: Show) -> None:
    article = stored(blocks=(block("𠮷祥𠮷桥，雁桥。"),))
    page = show(article)
    mark(page, article, "雁桥。")
    (selection,) = page.extraSelections()
    assert selection.cursor.selectedText() == "雁桥。"


def test_hits_stay_marked_at_another_size(show: Show) -> None:
    page = show(STORED)
    mark(page, STORED, "闻砚秋")
    page.step_hit(1)
    page.settings.set_style(PageStyle(22))
    assert (len(page.marked), page.marked.current_hit) == (11, 1)
    (selection,) = page.extraSelections()
    assert selection.cursor.selectedText() == "闻砚秋"


def test_ticks_tell_where_the_hits_are(show: Show) -> None:
    page = show(STORED)
    mark(page, STORED, "闻砚秋")
    heights = page.marked.hit_heights()
    assert len(heights) == 11
    assert heights == sorted(heights)
    assert 0 < heights[0] < heights[-1] < 1
    strip = page.grab().toImage().copy(page.viewport().geometry().right() + 1, 0, 10, page.height())
    assert has_color(strip, theme.color("accent"))
    assert has_color(strip, theme.color("hit_edge"))
    page.set_hits(())
    strip = page.grab().toImage().copy(page.viewport().geometry().right() + 1, 0, 10, page.height())
    assert not has_color(strip, theme.color("hit_edge"))


def test_marking_does_not_move_the_column(show: Show) -> None:
    page = show(STORED)
    before = page.document().rootFrame().frameFormat().leftMargin(), page.viewport().width()
    mark(page, STORED, "闻砚秋")
    assert (page.document().rootFrame().frameFormat().leftMargin(), page.viewport().width()) == before


def test_the_focus_is_seen_when_it_came_by_keyboard(show: Show, qtbot: QtBot) -> None:
    page = show(STORED)
    page.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not has_color(image_of(page), theme.color("focus"))
    page.clearFocus()
    page.setFocus(Qt.FocusReason.ShortcutFocusReason)
    qtbot.waitUntil(lambda: has_color(image_of(page).copy(0, 0, 40, 4), theme.color("focus")))


def test_given_a_headline_in_two_lines_then_one_bar_stands_below_it(show: Show) -> None:
    page = show(stored(headline="渡口头十天账单：多了三千人，少了一桶油", kicker=None, decks=(), credits=()))
    page.resize(560, 700)
    image = image_of(page)
    accent = theme.color("accent")
    left = next(x for x in range(image.width()) if any(image.pixelColor(x, y) == accent for y in range(400)))
    rows = [y for y in range(image.height()) if image.pixelColor(left + 2, y) == accent]
    assert rows == [rows[0], rows[0] + 1]


def test_given_the_ring_of_the_focus_when_the_page_is_scrolled_then_no_line_of_it_stays_behind(
    show: Show, qtbot: QtBot
) -> None:
    page = show(LONG)
    page.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(page.hasFocus)
    QTest.keyClick(page, Qt.Key.Key_Space)
    drawn: list[int] = []
    page.viewport().installEventFilter(Regions(page.viewport(), drawn))
    QTest.keyClick(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(drawn))
    assert max(drawn) == page.viewport().height()


class Regions(QObject):
    """Notes how high what is painted anew is."""

    def __init__(self, parent: QObject, heights: list[int]) -> None:
        super().__init__(parent)
        self._heights = heights

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self._heights.append(event.region().boundingRect().height())
        return False
