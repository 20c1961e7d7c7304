"""The page of a newspaper to look at: gone through by keys, chosen from, spoken."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider
from pytestqt.qtbot import QtBot

from reader.export.article_text import page_blocks
from reader.newspaper.passage import QuoteSpan
from reader.ui.article.pane_calls import PaneCalls, ReadingSettings
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_layout import PageArticle, PageHit
from reader.ui.page.page_view import PageView
from reader.ui.widgets import theme
from tests.invented_article import block, stored


def articles(count: int = 12, length: int = 30) -> list[PageArticle]:
    found = []
    for number in range(1, count + 1):
        printed = stored(section=None, kicker=None, decks=(), headline=f"第{number}条渡船")
        printed = replace(printed, id=number)
        found.append(PageArticle(printed, page_blocks(printed)))
    return found


@pytest.fixture
def settings() -> ReadingSettings:
    return ReadingSettings()


@pytest.fixture
def calls() -> PaneCalls:
    return PaneCalls()


@pytest.fixture
def view(qtbot: QtBot, settings: ReadingSettings, calls: PaneCalls) -> PageView:
    view = PageView(settings, calls)
    view.resize(806, 700)
    qtbot.addWidget(view)
    view.show()
    view.show_articles(articles())
    qtbot.waitUntil(view.is_set)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    return view


def press(view: PageView, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(view, key)


def current_id(view: PageView) -> int:
    return view.articles()[view.currentIndex().row()].stored.id


def is_seen(view: PageView, number: int) -> bool:
    place = view.visualRect(view.model().index(number, 0))
    return view.viewport().rect().intersects(place)


def test_the_arrows_go_from_article_to_article_in_their_order(view: PageView, calls: PaneCalls) -> None:
    reached: list[int] = []
    calls.make_current = reached.append
    view.make_current(1)
    press(view, Qt.Key.Key_Down)
    assert reached == [2]
    press(view, Qt.Key.Key_End)
    assert current_id(view) == 12
    assert is_seen(view, 11)
    press(view, Qt.Key.Key_Down)
    assert current_id(view) == 12
    press(view, Qt.Key.Key_Home)
    assert current_id(view) == 1
    assert is_seen(view, 0)


def test_space_scrolls_and_the_current_article_stays(view: PageView) -> None:
    view.make_current(1)
    press(view, Qt.Key.Key_Space)
    bar = view.verticalScrollBar()
    assert 0 < bar.value() < view.viewport().height()
    assert current_id(view) == 1
    QTest.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() == 0


def test_the_focus_that_comes_by_keys_brings_the_current_article_into_view(view: PageView) -> None:
    view.clearFocus()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    current = view.currentIndex()
    assert not view.visualRect(current).intersects(view.viewport().rect())
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not view.visualRect(current).intersects(view.viewport().rect())
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.visualRect(current).intersects(view.viewport().rect())


@pytest.mark.parametrize("by_mouse", [True, False])
def test_a_click_and_enter_choose_an_article(view: PageView, qtbot: QtBot, by_mouse: bool) -> None:
    view.make_current(1)
    with qtbot.waitSignal(view.chooser.chosen) as chosen:
        if by_mouse:
            place = view.visualRect(view.model().index(1, 0)).topLeft() + QPoint(20, 20)
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        else:
            press(view, Qt.Key.Key_Down)
            press(view, Qt.Key.Key_Return)
    assert chosen.args[0].row() == 1


def test_beside_the_articles_nothing_is_chosen(view: PageView) -> None:
    assert not view.indexAt(QPoint(5, 5)).isValid()


def test_who_listens_hears_every_article_in_full(view: PageView) -> None:
    page = QAccessible.queryAccessibleInterface(view)
    assert page.text(QAccessible.Text.Name) == "整版"
    cells = [page.child(n) for n in range(page.childCount())]
    told = [cell.text(QAccessible.Text.Name) for cell in cells if cell is not None]
    spoken = [words for words in told if words.startswith("第2条渡船")]
    assert spoken
    assert "板车队走了二十六天" in spoken[0]


def test_hits_are_gone_through_around_the_end(view: PageView) -> None:
    hits = [PageHit(number, QuoteSpan(1, 0, 2)) for number in (2, 9)]
    view.set_hits(hits, 0)
    view.step_hit(1)
    assert view.marks.current_hit == 1
    assert is_seen(view, 9)
    view.step_hit(1)
    assert view.marks.current_hit == 0
    assert is_seen(view, 2)
    image = view.viewport().grab().toImage()
    colors = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    }
    assert theme.color("hit_current").name() in colors


def test_what_is_read_stays_in_sight_when_the_page_is_set_anew(
    view: PageView, settings: ReadingSettings, qtbot: QtBot
) -> None:
    view.make_current(9)
    for style, size in (
        (PageStyle(size=22), (806, 700)),
        (PageStyle(size=22), (520, 600)),
        (PageStyle(size=17), (1300, 700)),
    ):
        seen = [number for number in range(12) if is_seen(view, number)]
        settings.set_style(style)
        view.resize(*size)
        qtbot.waitUntil(view.is_set)
        assert any(is_seen(view, number) for number in seen)


@pytest.mark.parametrize("width", [520, 1300])
def test_within_a_long_article_one_stays_where_one_was(view: PageView, qtbot: QtBot, width: int) -> None:
    long = stored(
        headline="江上三十年", blocks=tuple(block("老船工说起那一年的大水。" * 20) for _ in range(60))
    )
    view.show_articles([PageArticle(long, page_blocks(long)), *articles(3)])
    qtbot.waitUntil(view.is_set)
    bar = view.verticalScrollBar()
    bar.setValue(view.visualRect(view.model().index(0, 0)).height() // 2)
    view.resize(width, 700)
    qtbot.waitUntil(view.is_set)
    box = view.visualRect(view.model().index(0, 0))
    assert -box.top() / box.height() == pytest.approx(0.5, abs=0.05)


def test_what_is_in_sight_is_not_moved_when_it_is_made_current_again(view: PageView) -> None:
    view.make_current(1)
    press(view, Qt.Key.Key_Space)
    bar = view.verticalScrollBar()
    before = bar.value()
    seen = view.indexAt(QPoint(60, 200)).row()
    view.make_current(view.articles()[seen].stored.id)
    assert bar.value() == before


def test_an_article_far_down_is_shown_as_soon_as_it_is_set(qtbot: QtBot) -> None:
    view = PageView(ReadingSettings(), PaneCalls())
    view.resize(806, 700)
    qtbot.addWidget(view)
    view.show()
    view.show_articles(articles(150))
    assert not view.is_set()
    view.make_current(150)
    qtbot.waitUntil(view.is_set)
    assert is_seen(view, 149)


def test_who_scrolls_before_the_article_that_was_gone_to_is_set_stays_there(qtbot: QtBot) -> None:
    view = PageView(ReadingSettings(), PaneCalls())
    view.resize(806, 700)
    qtbot.addWidget(view)
    view.show()
    view.show_articles(articles(150))
    assert not view.is_set()
    view.make_current(150)
    bar = view.verticalScrollBar()
    bar.triggerAction(QAbstractSlider.SliderAction.SliderSingleStepAdd)
    scrolled = bar.value()
    assert scrolled > 0
    qtbot.waitUntil(view.is_set)
    assert bar.value() == scrolled


@pytest.mark.parametrize("name", ["paper", "white", "dark"])
def test_the_page_wears_the_theme(view: PageView, name: str) -> None:
    theme.use(name)
    image = view.viewport().grab().toImage()
    assert image.pixelColor(4, image.height() // 2) == theme.color("paper")
