"""On a page of the newspaper words are selected by the mouse, while a click still chooses an article."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.newspaper.passage import MarkColor
from reader.ui.article.pane_calls import PaneCalls, ReadingSettings
from reader.ui.article.unit_selection import SelectionBar
from reader.ui.page.page_layout import PageSelection
from reader.ui.page.page_pane import MouseSelection
from reader.ui.page.page_view import PageView
from tests.ui.a_window import pull
from tests.ui.page.test_page_view import articles


@pytest.fixture
def calls() -> PaneCalls:
    return PaneCalls()


@pytest.fixture
def marked() -> list[tuple[MarkColor, bool]]:
    return []


@pytest.fixture
def view(qtbot: QtBot, calls: PaneCalls) -> PageView:
    view = PageView(ReadingSettings(), calls)
    view.resize(806, 3000)
    qtbot.addWidget(view)
    view.show()
    view.show_articles(articles(3))
    qtbot.waitUntil(view.is_set)
    return view


@pytest.fixture
def selecting(view: PageView, calls: PaneCalls, marked: list[tuple[MarkColor, bool]]) -> MouseSelection:
    return MouseSelection(view, calls, do_nothing, lambda *wanted: marked.append(wanted))


def bar_of(view: PageView) -> SelectionBar:
    bar = view.findChild(SelectionBar)
    assert bar is not None
    return bar


def where(view: PageView, number: int, words: str) -> tuple[QPoint, QPoint]:
    """Where words of an article begin and end in the view."""
    blocks = view.articles()[number].blocks
    block = next(n for n, each in enumerate(blocks) if n and words in each.text)
    start = blocks[block].text.index(words)
    first, last = (box_of(view, number, block, at) for at in (start, start + len(words) - 1))
    return QPoint(first.left() + 1, first.center().y()), QPoint(last.right() - 1, last.center().y())


def box_of(view: PageView, number: int, block: int, at: int) -> QRect:
    before = view.marks.selection
    view.select(PageSelection(number, (block, at), (block, at + 1)))
    rect = view.selected_rect()
    view.select(before)
    return rect


def drag_over(view: PageView, number: int, words: str) -> None:
    start, end = where(view, number, words)
    pull(view.viewport(), start, end - start)


def test_from_the_text_on_its_words_are_selected_and_a_bar_offers_what_to_do(
    view: PageView, selecting: MouseSelection, calls: PaneCalls
) -> None:
    chosen: list[object] = []
    view.chooser.chosen.connect(chosen.append)
    reached: list[int] = []
    calls.make_current = reached.append
    drag_over(view, 1, "板车进了雁桥")
    assert reached == [view.articles()[1].stored.id]
    assert view.marks.selected_text() == "板车进了雁桥"
    assert bar_of(view).isVisible()
    assert chosen == []


def test_a_selection_goes_over_paragraphs_and_ends_with_its_article(
    view: PageView, selecting: MouseSelection
) -> None:
    start, _ = where(view, 0, "到此搬完")
    pull(view.viewport(), start, where(view, 0, "搬家不怕重")[1] - start)
    first, second = view.marks.selected_text().split("\n")
    assert first == "到此搬完。"
    assert second.startswith("馆长闻砚秋")
    assert second.endswith("搬家不怕重")
    start, _ = where(view, 0, "到此搬完")
    pull(view.viewport(), start, where(view, 2, "到此搬完")[1] - start)
    selection = view.marks.selection
    assert selection is not None
    assert selection.article == 0


def test_the_passage_has_its_surroundings(view: PageView, selecting: MouseSelection) -> None:
    drag_over(view, 1, "不是家具")
    passage = view.marks.selected_passage()
    assert passage is not None
    assert (passage.exact, passage.before[-2:], passage.after[:2]) == ("不是家具", "车上", "，是")


def test_a_click_lets_go_of_the_words_and_the_next_one_chooses(
    view: PageView, selecting: MouseSelection
) -> None:
    chosen: list[int] = []
    view.chooser.chosen.connect(lambda index: chosen.append(index.row()))
    drag_over(view, 1, "不是家具")
    place, _ = where(view, 1, "馆长闻砚秋")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.marks.selection is None
    assert not bar_of(view).isVisible()
    assert chosen == []
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [1]


def test_a_headline_is_pulled_out_across_and_selected_along(
    view: PageView, selecting: MouseSelection
) -> None:
    dragged: list[object] = []

    def mime_data_of(ids: Sequence[int]) -> QMimeData:
        dragged.append(ids)
        return QMimeData()

    view.row_model.mime_data_of = mime_data_of
    start, end = where(view, 1, "第2条渡船")
    pull(view.viewport(), start, QPoint(3, 80))
    assert dragged == [[2]]
    assert view.marks.selection is None
    pull(view.viewport(), start, end - start)
    assert view.marks.selected_text() == "第2条渡船"


@pytest.mark.parametrize(
    ("told", "wanted"),
    [("标为绿色", (MarkColor.GREEN, False)), ("给所选写批注 (M)", (MarkColor.YELLOW, True))],
)
def test_the_bar_marks_what_is_selected(
    view: PageView,
    selecting: MouseSelection,
    marked: list[tuple[MarkColor, bool]],
    told: str,
    wanted: tuple[MarkColor, bool],
) -> None:
    drag_over(view, 1, "不是家具")
    button = next(each for each in bar_of(view).findChildren(QToolButton) if each.accessibleName() == told)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert marked == [wanted]
