"""Where characters of a laid out document are, and back again: what is drawn where is what is pointed at there."""

from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from reader.newspaper.passage import QuoteSpan
from reader.ui.article.page_geometry import (
    BEGINNING,
    PageHits,
    ScrollPosition,
    TextPlace,
    character_at,
    line_rect,
    position_near,
    span_rects,
    type_size,
)
from reader.ui.article.typesetting import DocumentFiller

TEXT = "\n".join("渡口的马灯亮到后半夜，守船的老人说雪还要下。" * n for n in (1, 3, 0, 2, 9, 40))


@pytest.fixture
def page(qtbot: QtBot) -> QTextBrowser:
    page = QTextBrowser()
    qtbot.addWidget(page)
    page.setPlainText(TEXT)
    page.resize(300, 200)
    cursor = QTextCursor(page.document())
    cursor.setPosition(30)
    cursor.setPosition(50, QTextCursor.MoveMode.KeepAnchor)
    large = QTextCharFormat()
    font = page.font()
    font.setPixelSize(31)
    large.setFont(font)
    cursor.mergeCharFormat(large)
    cursor.setPosition(len(TEXT) - 1)
    cursor.setPosition(len(TEXT), QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeCharFormat(large)
    page.show()
    return page


def filler_of(document: QTextDocument, built: int = len(TEXT), *, is_done: bool = True) -> DocumentFiller:
    """Return what stands for the filler of a document: its text blocks are those of the page."""
    return cast(
        DocumentFiller,
        SimpleNamespace(
            document=document,
            built=built,
            total=len(TEXT),
            is_done=is_done,
            position_of=lambda block, at: document.findBlockByNumber(block).position() + at,
        ),
    )


def test_every_character_is_found_where_it_is_drawn(page: QTextBrowser) -> None:
    document = page.document()
    for at, sign in enumerate(TEXT[:300]):
        rects = span_rects(document, at, at + 1)
        assert len(rects) == (sign != "\n")
        for rect in rects:
            line = line_rect(document, at)
            assert (rect.top(), rect.height()) == pytest.approx((line.top(), line.height()), abs=1)
            assert line.left() <= rect.left() < rect.right() <= line.right() + 1
            assert character_at(document, rect.center()) == at
            assert position_near(document, rect.center()) in (at, at + 1)
    empty = TEXT.index("\n\n") + 1
    assert line_rect(document, empty).top() > line_rect(document, empty - 2).top()
    assert character_at(document, QPointF(5, line_rect(document, empty).center().y())) == empty


@pytest.mark.parametrize(
    ("start", "end"), [(0, 1), (3, 40), (20, 130), (0, 400), (22, 24), (95, 96), (60, 60)]
)
def test_a_span_is_drawn_as_its_characters_a_piece_for_each_line(
    page: QTextBrowser, start: int, end: int
) -> None:
    document = page.document()
    lines: dict[float, tuple[float, float]] = {}
    for at in range(start, end):
        for rect in span_rects(document, at, at + 1):
            left, right = lines.get(rect.top(), (rect.left(), rect.right()))
            lines[rect.top()] = min(left, rect.left()), max(right, rect.right())
    drawn = {rect.top(): (rect.left(), rect.right()) for rect in span_rects(document, start, end)}
    assert drawn.keys() == lines.keys()
    for top, ends in drawn.items():
        assert ends == pytest.approx(lines[top])


def test_the_size_of_type_is_that_of_the_character_behind(page: QTextBrowser) -> None:
    sizes = [type_size(page.document(), at, 17.5) for at in range(len(TEXT) + 1)]
    assert [at for at, size in enumerate(sizes) if size == 31] == [*range(30, 50), len(TEXT) - 1, len(TEXT)]
    assert set(sizes) <= {31.0, 17.5, float(page.font().pixelSize())}


def test_hits_are_counted_from_where_one_reads(page: QTextBrowser) -> None:
    hits = [QuoteSpan(block, at, at + 2) for block, at in ((0, 0), (0, 7), (1, 3), (1, 40), (4, 0), (5, 800))]
    found = PageHits(filler_of(page.document()))
    found.set_hits(hits)
    starts = [found.start_of(number) for number in range(len(found))]
    assert starts == [page.document().findBlockByNumber(hit.text).position() + hit.start for hit in hits]
    for position in (0, 1, *starts, *(start + 1 for start in starts)):
        later = [number for number, start in enumerate(starts) if start >= position]
        assert found.first_from(position) == (later[0] if later else 0)
    size = page.document().size().height()
    assert found.hit_heights() == [line_rect(page.document(), start).top() / size for start in starts]
    found.set_filler(filler_of(page.document(), is_done=False))
    assert found.hit_heights() == [start / len(TEXT) for start in starts]
    assert found.ink_of_current() == []
    found.current_hit = 1
    (ink,) = found.ink_of_current()
    assert (ink.cursor.selectionStart(), ink.cursor.selectionEnd()) == (starts[1], starts[1] + 2)
    found.set_filler(filler_of(page.document(), starts[1] + 2))
    assert len(found.ink_of_current()) == 1
    found.set_filler(filler_of(page.document(), starts[1] + 1))
    assert found.ink_of_current() == []
    found.set_hits(hits[:1])
    assert (found.current_hit, len(found)) == (-1, 1)


def test_a_place_is_where_one_comes_back_to(page: QTextBrowser) -> None:
    bar, document = page.verticalScrollBar(), page.document()
    scroll = ScrollPosition(page, filler_of(document), 50, 10)
    view = page.viewport().height()
    for position, ratio, share in (
        (0, 0.0, 0.0),
        (200, 0.0, 0.0),
        (400, 0.5, 0.0),
        (700, 0.0, 0.4),
        (20, 0.0, 0.0),
    ):
        goal = TextPlace(position, ratio, share)
        scroll.go(goal)
        line = line_rect(document, position)
        top = line.top() + ratio * line.height() - share * view if position else 0
        assert bar.value() == round(max(0, min(top, bar.maximum())))
        assert scroll.place(0) == goal
        assert (scroll.at_top(0) == goal) == (share == 0)
    for top in (0, 9, 10, 11, 57, 300, 333):
        bar.setValue(top)
        place = scroll.at_top(0)
        assert scroll.place(0) == place
        assert (place == BEGINNING) == (top < 10)
        if place != BEGINNING:
            line = line_rect(document, place.position)
            assert line.top() - 1 <= top <= line.bottom() + 1
            assert place.ratio == pytest.approx(max(0, min(1, (top - line.top()) / line.height())))
            bar.setValue(0)  # from elsewhere; the first line is the top
            scroll.go(place)
            assert abs(bar.value() - (top if place.position else 0)) <= 1


def test_a_place_is_gone_to_as_soon_as_it_is_set(page: QTextBrowser) -> None:
    bar, document = page.verticalScrollBar(), page.document()
    scroll = ScrollPosition(page, filler_of(document, 450, is_done=False), 50, 10)
    goal = TextPlace(400)
    scroll.go(goal)
    assert bar.value() == 0
    assert scroll.place(0) == scroll.at_top(0) == goal
    scroll.filler = filler_of(document, 451, is_done=False)
    scroll.scroll_if_ready()
    assert bar.value() > 0
    bar.setValue(0)
    scroll.scroll_if_ready()
    assert bar.value() == 0
    scroll.filler = filler_of(document, 0, is_done=False)
    scroll.go(goal)
    scroll.cancel_goal()
    scroll.filler = filler_of(document)
    scroll.scroll_if_ready()
    assert bar.value() == 0
