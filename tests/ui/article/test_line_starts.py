"""Lines of an article begin at one edge, also with opening marks, which stand in the right half of their square; where
the marks come to stand changes nothing of the text, nor of the places in it."""

import random
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QTextDocument, QTextLine
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.export.article_text import page_blocks
from reader.newspaper.passage import QuoteSpan
from reader.ui.article import page_geometry
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.page_geometry import LineStarts, span_rects
from reader.ui.article.pane_calls import PaneCalls, ReadingSettings
from reader.ui.article.typesetting import DocumentFiller, PageStyle
from tests.invented_article import block, stored
from tests.ui import typeface

NARROW, WIDE = 320.0, 510.0
OPENING = "“《（「"


@pytest.fixture(autouse=True)
def faces(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """The faces of the program: that of the tests has no marks in half of their width."""
    typeface.take_off(monkeypatch)
    typeface.need_features()


def texts() -> Iterator[str]:
    for seed in range(25):
        choices = ["雁桥", "报", "，", "“旧报”", "《雁桥日报》", "（它们）", "。”", "𠮷"]
        parts = random.Random(seed).choices(choices, k=200)
        yield "".join(parts)


def laid_out(text: str, column: float) -> tuple[DocumentFiller, LineStarts]:
    filler = DocumentFiller(
        QTextDocument(), page_blocks(stored(headline="旧报", blocks=(block(text),))), PageStyle(), column
    )
    while not filler.is_done:
        filler.set_next()
    starts = LineStarts(filler.document)
    begin(starts, filler, column)
    return filler, starts


def begin(starts: LineStarts, filler: DocumentFiller, column: float) -> None:
    filler.document.setTextWidth(column)
    starts.begin_again()
    starts.set_all()


def lines(filler: DocumentFiller) -> Iterator[tuple[int, QTextLine]]:
    """The lines but the first of each block, each with the position in the document at which it begins."""
    filler.document.size()
    text = filler.document.begin()
    while text.isValid():
        for number in range(1, text.layout().lineCount()):
            line = text.layout().lineAt(number)
            yield text.position() + line.textStart(), line
        text = text.next()


def left_of_ink(line: QTextLine) -> float:
    """How far right of its edge the ink of a line begins, in em."""
    run = line.glyphRuns(line.textStart(), 1)[0]
    ink = run.rawFont().boundingRect(run.glyphIndexes()[0])
    return (run.positions()[0].x() + ink.left()) / run.rawFont().pixelSize()


def test_every_line_that_begins_with_an_opening_mark_begins_where_the_others_do() -> None:
    found = 0
    for text in texts():
        filler, _ = laid_out(text, NARROW)
        for position, line in lines(filler):
            before, mark = map(filler.document.characterAt, (position - 1, position))
            if mark in OPENING and before not in OPENING:
                found += 1
                assert abs(left_of_ink(line)) <= 0.1
    assert found > 60


def test_text_and_places_are_those_of_marks_that_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    closed_up = [laid_out(text, NARROW)[0] for text in texts()]
    monkeypatch.setattr("reader.ui.article.page_geometry.narrowed", lambda form: None)
    for text, filler in zip(texts(), closed_up, strict=True):
        alone, _ = laid_out(text, NARROW)
        assert filler.document.toPlainText() == alone.document.toPlainText()
        everything = range(filler.total)
        assert [*map(filler.place_of, everything)] == [*map(alone.place_of, everything)]
        assert filler.text_between(0, filler.total) == alone.text_between(0, filler.total)


def test_another_width_and_back_are_the_lines_of_a_page_set_anew() -> None:
    for text in texts():
        filler, starts = laid_out(text, NARROW)
        before = [position for position, _ in lines(filler)]
        begin(starts, filler, WIDE)
        assert [position for position, _ in lines(filler)] == [
            position for position, _ in lines(laid_out(text, WIDE)[0])
        ]
        begin(starts, filler, NARROW)
        assert [position for position, _ in lines(filler)] == before


def test_a_face_without_such_marks_leaves_the_lines_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    text = next(texts())
    monkeypatch.setattr(page_geometry, "_HALT", "none")
    filler, _ = laid_out(text, NARROW)
    begun = [filler.document.characterAt(position) for position, _ in lines(filler)]
    monkeypatch.undo()
    assert set(begun) & set(OPENING)
    assert filler.document.toPlainText().endswith(text)


def test_a_hit_on_a_mark_at_the_beginning_of_a_line_stays_in_its_column(qtbot: QtBot) -> None:
    page = ArticlePage(ReadingSettings(), PaneCalls())
    qtbot.addWidget(page)
    page.resize(460, 700)
    page.show()
    blocks = page_blocks(stored(blocks=(block(next(texts())),)))
    page.show_blocks(blocks)
    found = [
        position for position, _ in lines(page.filler) if page.document().characterAt(position) in OPENING
    ]
    assert found
    left = page.document().rootFrame().frameFormat().leftMargin()
    for position in found:
        number, at = page.filler.place_of(position)
        page.set_hits([QuoteSpan(number, at, at + 1)])
        (box,) = span_rects(page.document(), position, position + 1)
        assert box.left() >= left - 0.5
        assert box.width() <= 0.6 * page.filler.style.size
        cursor = page.textCursor()
        cursor.setPosition(position)
        cursor.setPosition(position + 1, cursor.MoveMode.KeepAnchor)
        page.setTextCursor(cursor)
        assert page.selected_text() == page.document().characterAt(position)


def test_what_is_in_view_stays_there_while_the_lines_of_a_long_text_begin_otherwise(qtbot: QtBot) -> None:
    page = ArticlePage(ReadingSettings(), PaneCalls())
    qtbot.addWidget(page)
    page.resize(700, 500)
    page.show()
    page.show_blocks(page_blocks(stored(headline="旧报", blocks=tuple(block(text) for text in texts()))))
    qtbot.waitUntil(lambda: page.filler.is_done)
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum() * 2 // 3)
    at = page.first_position_in_view()
    for width in (640, 560, 700):
        page.resize(width, 500)
        for _ in range(3):
            qtbot.wait(10)
            assert page.first_position_in_view() == at
        qtbot.waitUntil(lambda: not page._timer.isActive())
        assert page.first_position_in_view() == at
