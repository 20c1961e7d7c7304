"""What is copied out of a PDF file, or looked for in it, is what was printed, character by character."""

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from reader.export.article_text import page_blocks
from reader.export.exported_files import About
from reader.features.printing.ui.on_paper import ArticleOnPaper, ArticlePrintout, PageOnPaper, PagePrintout
from reader.features.printing.ui.print_job import pdf
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_layout import PageArticle
from reader.ui.sheets import Orientation, PaperChoice, PaperSize
from tests.invented_article import STORED, block, stored
from tests.ui import typeface
from tests.ui.printing import read_back

A4, STYLE = PaperChoice(), PageStyle()
READERS: tuple[Callable[[bytes], list[str]], ...] = (read_back.sheets, read_back.sheets_by_pypdf)

DOUBLES = "日⽇人⼈高⾼龙⻰龍⿓食⻝⾷齐⻬角⻆⾓长⻓見⾒车車⾞黑⿊鼻⿐一⼀"
"""Characters of which most typefaces draw several by one glyph."""
RARE = "𠀀𠮷𡘙𪚥㐂䶮龜鬱﨑豈"
"""From the extensions A and B, from the compatibility block, and of many strokes."""
MARKS = "“‘（《〈【—……！？；：、。，》〉】）’”·～％℃①１２ＡＢ3.14%,end"
HARD = f"{DOUBLES}，{RARE}。{MARKS}。"


@pytest.fixture(params=["one glyph for all", "installed"])
def face(request: pytest.FixtureRequest, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the typeface of the tests all Han characters are one glyph; beside it those of this machine."""
    if request.param == "installed":
        typeface.take_off(monkeypatch)


def article_pdf(*parts: StoredArticle, style: PageStyle = STYLE) -> bytes:
    content = ArticleOnPaper(page_blocks(*parts), parts[0].article.title(), "", style)
    return pdf(ArticlePrintout(content, PaperChoice()), About("题"))


def page_pdf(articles: Sequence[StoredArticle], choice: PaperChoice = A4) -> bytes:
    content = PageOnPaper([PageArticle(each, page_blocks(each)) for each in articles], "版", "", PageStyle())
    return pdf(PagePrintout(content, choice), About("版"))


def printed(*articles: StoredArticle) -> str:
    """All that stands in articles, without white space."""
    blocks = [block for each in articles for block in page_blocks(each)[1:]]
    return "".join("".join(block.text.split()) for block in blocks)


def below_folio(text: str) -> str:
    """The text of a first sheet without its folio."""
    folio = "".join("".join(page_blocks(STORED)[0].parts).split())
    assert text.startswith("雁桥日报")
    return text[len(folio) :]


def hard_article(count: int) -> StoredArticle:
    long = stored(blocks=tuple(block(f"第{n}段。{HARD * (1 + n % 4)}完。", line=n) for n in range(1, count)))
    return replace(long, article=replace(long.article, key=f"k{count}"))


@pytest.mark.usefixtures("face")
@pytest.mark.parametrize(
    ("article", "style", "sheets"),
    [
        (STORED, PageStyle(), 1),
        (hard_article(24), PageStyle(), 3),
        (hard_article(24), PageStyle(size=28, measure=32), 3),
    ],
)
def test_an_article_comes_out_as_it_was_printed_with_doubles_rare_characters_and_marks_over_sheets(
    article: StoredArticle, style: PageStyle, sheets: int
) -> None:
    data = article_pdf(article, style=style)
    for read in READERS:
        found = read(data)
        assert len(found) >= sheets
        assert below_folio("".join(found)) == printed(article), "no foot and no folio stands amid the text"


@pytest.mark.usefixtures("face")
def test_a_whole_page_comes_out_article_by_article() -> None:
    articles = [STORED, hard_article(6), hard_article(3), hard_article(4)]
    data = page_pdf(articles, PaperChoice(PaperSize.A3))
    (text,) = read_back.sheets_by_pypdf(data)
    assert below_folio(text) == printed(*articles)
    (text,) = read_back.sheets(data)
    assert all("".join(each.text.split()) in text for article in articles for each in article.article.blocks)


@pytest.mark.parametrize("orientation", [Orientation.PORTRAIT, Orientation.LANDSCAPE])
def test_so_does_a_page_over_several_sheets(qapp: QApplication, orientation: Orientation) -> None:
    articles = [hard_article(12), hard_article(16), STORED, hard_article(14), hard_article(20)]
    found = read_back.sheets_by_pypdf(page_pdf(articles, PaperChoice(orientation=orientation)))
    assert len(found) > 1
    assert sorted(below_folio("".join(found))) == sorted(printed(*articles)), (
        "nothing is lost, nothing is twice"
    )


def test_each_character_is_found_as_often_as_it_stands_there(qapp: QApplication) -> None:
    article = stored(blocks=(block(HARD * 3),))
    (text,) = read_back.sheets_by_pypdf(article_pdf(article))
    found = below_folio(text)
    for character in DOUBLES + RARE:
        assert found.count(character) == printed(article).count(character) >= 3


def test_controls_and_halves_of_characters_do_no_harm(qapp: QApplication) -> None:
    data = article_pdf(stored(blocks=(block("渡\x1b口\x00的\ud800灯\u202e亮。"),)))
    assert "的" in read_back.sheets(data)[0]
    assert STORED.article.title() in read_back.sheets(data)[0]


def test_words_from_right_to_left_are_copied_in_the_order_in_which_they_are_read(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    typeface.take_off(monkeypatch)
    words = "信中写着ياخشىمۇسىز这个词，是问好的意思，下面还有一句话。"
    alone = "ياخشىمۇسىز دوستلار"
    (sheet,) = read_back.sheets(article_pdf(stored(blocks=(block(words), block(alone, line=2)))))
    assert sheet.count("ياخشىمۇسىز") == 2
    assert "".join(alone.split()) in sheet
