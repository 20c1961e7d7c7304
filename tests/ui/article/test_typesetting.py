"""Spaces between characters are set, never written; a page is set piece by piece in places known before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.export.article_text import PageBlockKind, page_blocks
from reader.export.forms import Wording
from reader.newspaper.article import BlockKind, CharacterReading, Where, with_characters
from reader.ui.article.typesetting import (
    LONGEST_PIECE,
    SUPERFLUOUS,
    DocumentFiller,
    PageStyle,
    headline_lines,
    pieces_of,
    settings,
)
from reader.ui.widgets.text_painting import spaced_runs, units
from tests.invented_article import STORED, block, stored


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("她说：“好。”", {2: -0.5, 5: -0.5}),
        ("废纸，（它们）是", {2: -0.5}),
        ("“（它们）”", {0: -0.5, 4: -0.5}),
        ("晨5时40分", {0: 0.14, 1: 0.14, 2: 0.14, 4: 0.14}),
        ("队长裴大勇,71岁,穿泳裤", {5: 0.3, 7: 0.14, 9: 0.3}),
        ("水温6.8℃，不冷。", {1: 0.14}),
        ("at 5:40, he left", {}),
        ("他说:“好”,走", {2: 0.14, 5: -0.5, 6: 0.3}),
        ("“新娘子”;《报》.", {4: -0.5, 5: 0.14, 8: -0.5}),
        ("裤(蓝)的，（绿）", {0: 0.3, 3: 0.3, 5: -0.5}),
        ("“（「报」）”", {0: -0.5, 1: -0.5, 4: -0.5, 5: -0.5}),
        ("", {}),
    ],
)
def test_pairs_of_marks_are_tightened_and_seams_with_latin_get_air(
    text: str, spaced: dict[int, float]
) -> None:
    found = {}
    at = 0
    for run, spacing in spaced_runs(text):
        if spacing:
            found[at] = spacing
        at += len(run)
    assert found == spaced


def test_narrow_quotation_marks_are_not_tightened() -> None:
    assert list(spaced_runs("她说：“好。”", ())) == [("她说：“好。”", 0.0)]


def test_marks_in_the_middle_of_their_square_are_not_tightened() -> None:
    """As 、 and 。 stand in the faces of Taiwan."""
    assert dict(spaced_runs("”。（", "”（")) == {"”": -0.5, "。（": 0.0}


@given(st.text(st.sampled_from("雁桥，。“”（）,:()a1 𠮷\u200b")))
def test_spacing_loses_no_character(text: str) -> None:
    assert "".join(run for run, _ in spaced_runs(text)) == text


@given(st.text())
def test_units_are_those_of_qt(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("size", [14, 17, 28])
def test_every_kind_of_block_has_a_setting_and_lines_hold_their_face(qtbot: QtBot, size: int) -> None:
    of_kind = settings(PageStyle(size))
    assert set(of_kind) == set(PageBlockKind) - {PageBlockKind.FOLIO}
    assert all(setting.line_height > setting.font.pixelSize() for setting in of_kind.values())


def test_a_document_stands_where_its_pieces_said_it_would(qtbot: QtBot) -> None:
    blocks = page_blocks(
        stored(headline="𠮷祥桥", blocks=(block("甲，（乙）𠮷5丙"), block("丁", BlockKind.JUMP)))
    )
    document = QTextDocument()
    setter = DocumentFiller(document, blocks, PageStyle(), 646)
    while not setter.is_done:
        setter.set_next()
        assert document.characterCount() - 1 == setter.built
    assert setter.built == setter.total
    assert document.toPlainText() == "\n".join(piece.text for piece in setter.pieces)
    for piece in setter.pieces:
        assert document.findBlock(piece.position).text() == piece.text
    paragraph = next(n for n, part in enumerate(blocks) if part.kind is PageBlockKind.PARAGRAPH)
    text = document.toPlainText()
    at = setter.position_of(paragraph, blocks[paragraph].text.index("丙"))
    assert text.encode("utf-16-le")[2 * at : 2 * at + 2].decode("utf-16-le") == "丙"


READ = st.dictionaries(st.integers(0, 9), st.text("桥𠮷洲a", max_size=3), max_size=4)


@given(st.text("雁桥，𠮷a5。", min_size=1, max_size=10), READ)
def test_what_is_dropped_or_superfluous_is_set_and_every_place_leads_to_what_is_printed(
    qapp: QApplication, text: str, read: dict[int, str]
) -> None:
    blocks = page_blocks(stored(blocks=(block(text),)))
    number = next(n for n, part in enumerate(blocks) if part.kind is PageBlockKind.PARAGRAPH)
    text = blocks[number].text
    corrected = {(number, at): each for at, each in read.items() if at < len(text) and each != text[at]}
    document = QTextDocument()
    readings = {(n, at): CharacterReading(Where.BLOCK, 0, at, each) for (n, at), each in corrected.items()}
    setter = DocumentFiller(document, blocks, PageStyle(), 646, readings)
    while not setter.is_done:
        setter.set_next()
    assert document.characterCount() - 1 == setter.total
    cells = [corrected.get((number, at), each) or SUPERFLUOUS for at, each in enumerate(text)]
    assert document.toPlainText().endswith("".join(cells))
    assert setter.position_of(number, 0) == setter.total - units("".join(cells))
    for at, cell in enumerate(cells):
        begin = setter.position_of(number, at)
        for inside in range(units(cell)):
            assert setter.place_of(begin + inside) == (number, at)
        assert setter.text_between(begin, begin + units(cell), Wording.RECOGNISED) == text[at]
    begin = setter.position_of(number, 0)
    printed = with_characters(text, {at: each for (_, at), each in corrected.items()})
    assert setter.text_between(begin, setter.total) == printed
    assert setter.text_between(begin, setter.total, Wording.RECOGNISED) == text
    assert bool(setter.notes_between(begin, setter.total)) == bool(corrected)


def test_a_paragraph_too_long_for_one_turn_is_set_in_pieces_cut_behind_sentences() -> None:
    sentence = "江上有雾，渡船停了半日。"
    long = sentence * 1000
    pieces = [
        piece
        for piece in pieces_of(page_blocks(stored(blocks=(block(long),))), PageStyle(), 646)
        if piece.text in long
    ]
    assert "".join(piece.text for piece in pieces) == long
    assert all(len(piece.text) <= LONGEST_PIECE and piece.text.endswith("。") for piece in pieces)
    assert [piece.start for piece in pieces[1:]] == [
        sum(len(before.text) for before in pieces[:n]) for n in range(1, len(pieces))
    ]


def test_the_folio_is_painted_and_not_part_of_the_document() -> None:
    assert all(piece.block > 0 for piece in pieces_of(page_blocks(STORED), PageStyle(), 646))


@pytest.mark.parametrize(
    ("headline", "characters", "lines"),
    [
        ("江上有雾", 10, ["江上有雾"]),
        (
            "腊月十七访年货街 春联写错一个字多卖了三十副",
            16,
            ["腊月十七访年货街 ", "春联写错一个字多卖了三十副"],
        ),
        ("三万册旧报刊，一夜之间有了新家", 14, ["三万册旧报刊，", "一夜之间有了新家"]),
        ("柳叶洲瓜农进城从此不再绕道走", 13, ["柳叶洲瓜农进城", "从此不再绕道走"]),
        ("渡口去年运客61204人次", 9, ["渡口去年运", "客61204人次"]),
        ("雾，今晨江上大雾渡船停了半日", 12, ["雾，今晨江上大", "雾渡船停了半日"]),
        ("甲" * 60, 12, ["甲" * 60]),
    ],
)
def test_a_headline_breaks_between_phrases_or_in_the_middle(
    qtbot: QtBot, headline: str, characters: int, lines: list[str]
) -> None:
    font = settings(PageStyle())[PageBlockKind.HEADLINE].font
    assert headline_lines(headline, font, characters * font.pixelSize()) == lines
