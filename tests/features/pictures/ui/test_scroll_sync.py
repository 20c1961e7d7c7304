"""A place of the text leads to its place on the picture and back, whatever unit the file of the boxes counts in."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF

from reader.export.article_text import page_blocks
from reader.features.pictures.ui.scroll_sync import TextPlaces
from reader.formats.page_boxes import Box, LineBox, PageBoxes, WordBox
from reader.library.page_pictures import PagePicture, PageScan
from reader.library.printed_places import PrintedLines
from reader.newspaper.holdings import SourceRow
from reader.newspaper.passage import QuoteSpan
from tests.invented_article import block, stored

PATH = "1987/06/12.xml"
LINES = ("渡口的灯", "江上有雾，渡船停了半日。", "两岸的人隔着水喊话。", "别家的文章。")
TEXTS = LINES[1:3]
SIZE = (2000, 3000)


def word_boxes(text: str, top: float) -> tuple[WordBox, ...]:
    """A box for each character of a line, ten wide."""
    return tuple(
        WordBox(character, at, at + 1, Box(10 * at, top, 10 * at + 10, top + 20))
        for at, character in enumerate(text)
    )


BOXES = tuple(
    LineBox(number, Box(0, 100 * number, 200, 100 * number + 20), word_boxes(text, 100 * number))
    for number, text in enumerate(LINES, 1)
)
ARTICLE = stored(
    headline=LINES[0],
    kicker=None,
    decks=(),
    section=None,
    credits=(),
    source_lines=((1, 3),),
    blocks=tuple(block(text, line=number) for number, text in enumerate(TEXTS, 2)),
    source=SourceRow(PATH, "UTF-8", ((1, 3),), is_missing=False),
)
BLOCKS = page_blocks(ARTICLE)
TEXT_AT = {text: number for number, text in enumerate(page_block.text for page_block in BLOCKS)}
"""The numbers of the blocks by their texts."""


def places(width: float = 1000, height: float = 1500, *, source: str = PATH) -> TextPlaces:
    """The places on a picture of twice the size of its page."""
    page = PageBoxes(None, width, height, BOXES)
    scan = PageScan(PagePicture("12.png"), source, page, LINES, (), PrintedLines(BOXES))
    return TextPlaces(scan, SIZE, BLOCKS, [ARTICLE])


def test_boxes_are_told_in_pixels_of_the_picture() -> None:
    assert places().rect_of(Box(10, 20, 30, 40)) == QRectF(20, 40, 40, 40)
    corners = places().polygon_of([(1, 2), (3, 4)])
    assert [corners.at(0), corners.at(1)] == [QPointF(2, 4), QPointF(6, 8)]


@pytest.mark.parametrize(
    ("width", "height", "across", "down"), [(1000, 0, 2, 2), (0, 1000, 3, 3), (0, 0, 1, 1), (500, 1000, 4, 3)]
)
def test_a_page_that_tells_one_side_is_as_large_by_the_other_and_one_of_no_size_is_the_picture(
    width: float, height: float, across: int, down: int
) -> None:
    assert places(width, height).rect_of(Box(1, 1, 2, 2)) == QRectF(across, down, across, down)


def test_a_match_is_marked_where_its_characters_are_printed() -> None:
    number = TEXT_AT[TEXTS[0]]
    at = TEXTS[0].index("渡船")
    (rect,) = places().rects_of(QuoteSpan(number, at, at + 2))
    assert (rect.left(), rect.right()) == (20 * at, 20 * (at + 2))
    assert rect.top() == 400


def test_the_headline_is_found_by_its_words() -> None:
    rect = places().rect_near(TEXT_AT[LINES[0]], 0)
    assert rect is not None
    assert rect.top() == 200


@pytest.mark.parametrize(("x", "y", "number"), [(10, 430, 0), (100, 610, 1), (100, 2900, 1)])
def test_a_point_leads_to_the_line_nearest_to_it_never_to_that_of_another_article(
    x: float, y: float, number: int
) -> None:
    text = TEXTS[number]
    assert places().span_near(QPointF(x, y)) == QuoteSpan(TEXT_AT[text], 0, len(text))


def test_there_and_back_is_the_same_place() -> None:
    for number in (0, 1):
        rect = places().rect_near(TEXT_AT[TEXTS[number]], 3)
        assert rect is not None
        span = places().span_near(rect.center())
        assert span is not None
        assert span.text == TEXT_AT[TEXTS[number]]


def test_words_that_the_program_adds_lead_to_the_text_below_them() -> None:
    folio = 0
    assert places().rect_near(folio, 0) is None
    rect = places().rect_from(folio, 0)
    assert rect == places().rect_from(1, 0)
    assert rect is not None


def test_text_printed_on_another_page_has_no_place_here() -> None:
    elsewhere = places(source="1987/06/13.xml")
    for number in range(len(BLOCKS)):
        assert elsewhere.rect_from(number, 0) is None
    assert elsewhere.span_near(QPointF(10, 430)) is None


def test_a_file_of_the_same_article_that_is_merely_alike_gives_no_places() -> None:
    other = SourceRow("1987/06/13.xml", "UTF-8", ((1, 3),), is_missing=False)
    part = replace(ARTICLE, sources=(other,))
    page = PageBoxes(None, 1000, 1500, BOXES)
    scan = PageScan(PagePicture("12.png"), PATH, page, LINES, (), PrintedLines(BOXES))
    alone = TextPlaces(scan, SIZE, BLOCKS, [part])
    assert alone.rect_near(TEXT_AT[TEXTS[0]], 0) is None
