"""An article shown in other characters: what is seen changes, and nothing else; every place stays where it is."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from reader.language.scripts import Script
from reader.newspaper.article import Block, BlockKind, CharacterReading, Where
from reader.newspaper.passage import Passage, QuoteSpan
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.pane_calls import ReadingSettings
from reader.ui.widgets.controls import LinkButton
from tests.invented_article import bookmark, stored
from tests.ui.a_window import row_names

TEXT = "渡口的头发店里，㑮先生說他发现了一只钟。后面的面条摊子还开着，灯下人很多。"
PRINTED = stored(
    headline="头发店后面的钟",
    blocks=(Block(BlockKind.PARAGRAPH, TEXT, ((5, 6),)), Block(BlockKind.PARAGRAPH, "灯灭了。", ((7, 7),))),
)


@pytest.fixture
def pane(qtbot: QtBot) -> ArticlePane:
    pane = ArticlePane(ReadingSettings())
    qtbot.addWidget(pane)
    pane.resize(900, 700)
    pane.show()
    pane.show_article(PRINTED)
    pane.settings.copies_source = False
    return pane


def show_in(pane: ArticlePane, script: Script) -> str:
    pane.settings.set_style(replace(pane.settings.style, script=script))
    return pane.page.document().toPlainText()


def select(pane: ArticlePane, shown: str) -> None:
    found = pane.page.document().find(shown)
    assert not found.isNull()
    pane.page.setTextCursor(found)


def test_only_what_is_seen_changes(pane: ArticlePane) -> None:
    shown = show_in(pane, Script.TRADITIONAL)
    assert "渡口的頭髮店裡" in shown
    assert "頭髮店後面的鐘" in shown
    assert TEXT in pane.page.toPlainText()
    pane.copy_article()
    assert TEXT in QApplication.clipboard().text()
    assert TEXT in show_in(pane, Script.PRINTED)


def test_what_is_selected_is_copied_and_marked_as_printed(pane: ArticlePane) -> None:
    show_in(pane, Script.TRADITIONAL)
    select(pane, "後面的麵條攤子")
    assert pane.page.selected_text() == "后面的面条摊子"
    pane.page.copy()
    assert QApplication.clipboard().text() == "后面的面条摊子"
    passage = pane.page.selected_passage()
    assert passage is not None
    assert (passage.exact, passage.before[-3:]) == ("后面的面条摊子", "只钟。")


@pytest.mark.parametrize("script", [Script.TRADITIONAL, Script.SIMPLIFIED])
def test_places_stay_behind_a_character_that_qt_counts_as_two(pane: ArticlePane, script: Script) -> None:
    """OpenCC makes 㑮, of one UTF-16 unit, a character of two."""
    shown = show_in(pane, script)
    page = pane.page
    assert ("𫝈" in shown) is (script is Script.SIMPLIFIED)
    block = next(n for n, each in enumerate(page.blocks) if each.text == TEXT)
    for at in range(len(TEXT) + 1):
        position = page.position_of((block, at))
        assert page.filler.place_of(position) == (block, at)
    for at, character in enumerate(TEXT[:-1]):
        cursor = QTextCursor(page.document())
        cursor.setPosition(page.position_of((block, at)))
        cursor.setPosition(page.position_of((block, at + 1)), QTextCursor.MoveMode.KeepAnchor)
        page.setTextCursor(cursor)
        assert page.selected_text() == character


def test_hits_and_marks_keep_their_places(pane: ArticlePane) -> None:
    pane.show_article(PRINTED, ["面条"])
    on_page = Passage("灯下人很多", "", "")
    kept = bookmark(article_id=PRINTED.id, article=PRINTED.article, passage=on_page)
    pane.set_bookmarks([kept])
    show_in(pane, Script.TRADITIONAL)
    page = pane.page
    (selection,) = page.extraSelections()
    assert selection.cursor.selectedText() == "麵條"
    (highlight,) = page.marks.highlights
    (place,) = highlight.places
    cursor = QTextCursor(page.document())
    cursor.setPosition(page.position_of((place.text, place.start)))
    cursor.setPosition(page.position_of((place.text, place.end)), QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "燈下人很多"


def test_a_selection_stays_when_the_characters_change(pane: ArticlePane) -> None:
    select(pane, "灯灭")
    show_in(pane, Script.SIMPLIFIED)
    assert pane.page.selected_text() == "灯灭"
    show_in(pane, Script.TRADITIONAL)
    assert pane.page.textCursor().selectedText() == "燈滅"


def test_a_double_click_selects_the_printed_word(pane: ArticlePane, qtbot: QtBot) -> None:
    show_in(pane, Script.TRADITIONAL)
    found = pane.page.document().find("麵條")
    found.setPosition(found.selectionStart())
    told: list[tuple[str, int]] = []
    pane.calls.open_person_at = lambda text, at, _: told.append((text, at))
    place = pane.page.cursorRect(found).center() + QPoint(4, 0)
    QTest.mouseDClick(pane.page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    ((text, at),) = told
    assert (text, text[at : at + 2]) == (TEXT, "面条")
    qtbot.waitUntil(lambda: pane.page.selected_text() == "面条")


def test_what_is_typed_is_found_as_it_is_shown_and_as_it_was_printed(pane: ArticlePane) -> None:
    show_in(pane, Script.TRADITIONAL)
    block = next(n for n, each in enumerate(pane.page.blocks) if each.text == TEXT)
    at = TEXT.index("面条")
    for typed in ("麵條", "面条"):
        pane.hits.open_field()
        field = pane.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setText(typed)
        assert len(pane.page.marked) == 1
        assert pane.page.marked.hits[0] == QuoteSpan(block, at, at + 2)


def test_a_corrected_character_is_shown_in_the_script_and_told_as_recognised(pane: ArticlePane) -> None:
    reading = CharacterReading(Where.BLOCK, 1, 1, "亮")
    pane.show_article(replace(PRINTED, article=replace(PRINTED.article, readings=(reading,))))
    assert "燈亮了" in show_in(pane, Script.TRADITIONAL)
    told = pane.page.document().find("亮").charFormat().toolTip()
    assert told == "识别作“灭”，您改为“亮”"


def test_a_line_tells_that_this_is_not_as_printed(pane: ArticlePane) -> None:
    about = pane.strip.about_button
    assert about.text() == "关于这一篇 ▼"
    show_in(pane, Script.SIMPLIFIED)
    assert about.text() == "关于这一篇：显示成简体 ▼"  # 說 is traditional
    show_in(pane, Script.TRADITIONAL)
    about.click()
    assert row_names(pane.about)[0].startswith("显示成繁体，这里显示成繁体，不是报上印的样子")
    pane.about.findChildren(LinkButton)[0].click()
    assert about.text() == "关于这一篇 ▼"
    assert not pane.about.isVisible()
    assert TEXT in pane.page.document().toPlainText()


def test_where_nothing_is_shown_otherwise_nothing_is_said(pane: ArticlePane) -> None:
    plain = Block(BlockKind.PARAGRAPH, "水上人家。", ((5, 6),))
    pane.show_article(
        stored(headline="渡口", kicker=None, section=None, decks=(), credits=(), blocks=(plain,))
    )
    show_in(pane, Script.TRADITIONAL)
    assert pane.strip.about_button.text() == "关于这一篇 ▼"
