"""A clipping as pictures: their sizes, their colours, what is on them."""

from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from reader.export.exported_files import About
from reader.export.forms import Style
from reader.features.printing.clippings import Clipping, clipping_of
from reader.features.printing.ui import print_job
from reader.features.printing.ui.clipping_dialog import ClippingForm, ClippingPrintout
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import MarkColor, Passage
from reader.ui.widgets import theme
from tests.invented_article import ARTICLE, block, bookmark, stored
from tests.ui.printing import read_back

BRIEF = clipping_of((stored(),), Passage("旧报不是废纸", "", ""), Style.GB2015)
WHOLE = clipping_of((stored(),), None, Style.GB2015)


def pictures(
    clipping: Clipping,
    form: ClippingForm,
    colors: str = "paper",
    scale: float = 1,
    bookmarks: Sequence[Bookmark] = (),
) -> list[QImage]:
    printout = ClippingPrintout(clipping, form, colors, bookmarks=bookmarks)
    return [QImage.fromData(data) for data in print_job.pictures(printout, scale)]


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_card_is_three_to_four_and_as_fine_as_one_likes(qtbot: QtBot, scale: int) -> None:
    (card,) = pictures(BRIEF, ClippingForm.CARD, scale=scale)
    assert (card.width(), card.height()) == (540 * scale, 720 * scale)


def test_a_cutting_is_as_high_as_its_text(qtbot: QtBot) -> None:
    (brief,) = pictures(BRIEF, ClippingForm.PAPER)
    longer = clipping_of((stored(blocks=ARTICLE.blocks[:2]),), None, Style.GB2015)
    (picture,) = pictures(longer, ClippingForm.PAPER)
    assert brief.width() == picture.width() == 496
    assert brief.height() < 400 < picture.height()


def test_it_is_in_the_colours_of_its_theme_whatever_the_window_shows(qtbot: QtBot) -> None:
    theme.use("paper")
    for name, known in theme.themes().items():
        (picture,) = pictures(BRIEF, ClippingForm.CARD, name)
        assert picture.pixelColor(3, 3) == known.colors["paper"]
    assert theme.current().name == "paper"


def test_what_is_too_long_becomes_several_with_all_its_words_once(qtbot: QtBot) -> None:
    clipping = clipping_of((stored(blocks=ARTICLE.blocks * 4),), None, Style.GB2015)
    for form in ClippingForm:
        printout = ClippingPrintout(clipping, form, "white")
        sheets = read_back.sheets_by_pypdf(print_job.pdf(printout, About()))
        assert len(sheets) == printout.count > 1
        text = "".join(sheets)
        assert text.count("为了不乱") == 4
        assert all(f"{number}/{len(sheets)}" in sheet for number, sheet in enumerate(sheets, 1))


def test_the_words_the_paper_the_day_and_the_citation_are_on_it(qtbot: QtBot) -> None:
    printout = ClippingPrintout(BRIEF, ClippingForm.PAPER, "white")
    (sheet,) = read_back.sheets(print_job.pdf(printout, About()))
    for words in ("雁桥日报", "1987年6月12日", ARTICLE.headline, "旧报不是废纸", BRIEF.citation):
        assert "".join(str(words).split()) in sheet


def has(picture: QImage, color: QColor) -> bool:
    return any(
        picture.pixelColor(x, y) == color
        for y in range(0, picture.height(), 3)
        for x in range(0, picture.width(), 3)
    )


def test_highlights_are_drawn_only_if_wished(qtbot: QtBot) -> None:
    marked = bookmark(passage=Passage("末一辆板车", "", "", MarkColor.GREEN))
    green = theme.themes()["white"].colors["mark_green"]
    plain, with_mark = (
        pictures(WHOLE, ClippingForm.PAPER, "white", bookmarks=marks)[0] for marks in ((), (marked,))
    )
    assert not has(plain, green)
    assert has(with_mark, green)


def test_a_headline_alone_is_a_clipping(qtbot: QtBot) -> None:
    article = stored(blocks=(block("短"),), kicker=None, decks=(), credits=(), section=None)
    assert len(pictures(clipping_of((article,), None, Style.GB2015), ClippingForm.CARD)) == 1


@pytest.mark.parametrize("form", list(ClippingForm))
def test_as_svg_it_looks_as_the_picture_does_without_any_typeface(qtbot: QtBot, form: ClippingForm) -> None:
    clipping = WHOLE if form is ClippingForm.PAPER else BRIEF
    marked = [bookmark(passage=Passage("旧报不是废纸", "", "", MarkColor.GREEN))]
    drawn = print_job.svgs(ClippingPrintout(clipping, form, "dark", bookmarks=marked), "甲<乙", "丙&丁\x1b")
    painted = pictures(clipping, form, "dark", 2, marked)
    assert len(drawn) == len(painted)
    for data, picture in zip(drawn, painted, strict=True):
        assert b"<text" not in data
        told = ElementTree.fromstring(data)
        assert [child.text for child in list(told)[:2]] == ["甲<乙", "丙&丁"]
        rendered = QImage(picture.size(), QImage.Format.Format_RGB32)
        painter = QPainter(rendered)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(data)).render(painter)
        painter.end()
        places = [(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)]
        apart = [
            abs(picture.pixelColor(x, y).lightness() - rendered.pixelColor(x, y).lightness()) > 60
            for x, y in places
        ]
        inked = [
            abs(picture.pixelColor(x, y).lightness() - picture.pixelColor(0, 0).lightness()) > 60
            for x, y in places
        ]
        assert sum(apart) < sum(inked) / 10
