"""Articles and pages on sheets of paper: how many, how full, what stands where."""

import datetime as dt
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from reader.export.article_text import page_blocks
from reader.export.exported_files import About
from reader.features.printing.ui.on_paper import ArticleOnPaper, ArticlePrintout, PageOnPaper, PagePrintout
from reader.features.printing.ui.print_job import PaperWork, painting_picture, pdf
from reader.library.quotes import passage_quoting
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import MarkColor
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_layout import PageArticle
from reader.ui.sheets import Orientation, PaperChoice, PaperSize, Printout, Sheet
from reader.ui.widgets import theme
from reader.ui.widgets.theme import Face
from tests.invented_article import STORED, block, stored
from tests.ui.printing import read_back

WORDS = "江上有雾，渡船停了半日，两岸的人隔着水喊话。"
MILLIMETRES = {
    (PaperSize.A4, Orientation.PORTRAIT): (210, 297),
    (PaperSize.A4, Orientation.LANDSCAPE): (297, 210),
    (PaperSize.A3, Orientation.PORTRAIT): (297, 420),
    (PaperSize.A3, Orientation.LANDSCAPE): (420, 297),
}
A4, STYLE = PaperChoice(), PageStyle()
NOW = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)


def bookmark(
    note: str, words: str = "", color: MarkColor = MarkColor.YELLOW, of: StoredArticle = STORED
) -> Bookmark:
    texts = [block.text for block in of.article.blocks]
    passage = passage_quoting(words, texts, color) if words else None
    return Bookmark(
        uuid=words or note,
        key=of.article.key,
        article_id=of.id,
        newspaper="雁桥日报",
        date=None,
        month_day=None,
        number=None,
        page=None,
        path="",
        article=of.article,
        created=NOW,
        modified=NOW,
        note=note,
        tags=(),
        passage=passage,
        deleted=None,
        is_orphan=False,
        is_passage_lost=False,
    )


def article(
    each: StoredArticle,
    style: PageStyle = STYLE,
    bookmarks: Sequence[Bookmark] = (),
    choice: PaperChoice = A4,
) -> ArticlePrintout:
    return ArticlePrintout(
        ArticleOnPaper(page_blocks(each), "题", "雁桥日报, 1987", style, bookmarks), choice
    )


def page(
    articles: Sequence[StoredArticle], choice: PaperChoice = A4, bookmarks: Sequence[Bookmark] = ()
) -> PagePrintout:
    on_page = [PageArticle(each, page_blocks(each)) for each in articles]
    return PagePrintout(PageOnPaper(on_page, "版", "雁桥日报", PageStyle(), bookmarks), choice)


def made(printout: Printout) -> bytes:
    return pdf(printout, About("题"))


def typeset(printout: PagePrintout) -> list[Sheet]:
    while not printout.is_done:
        printout.set_next()
    return printout._fit.flow.sheets


def of_length(paragraphs: int, number: int = 0) -> StoredArticle:
    long = stored(blocks=tuple(block(WORDS * (1 + n % 5), line=n) for n in range(paragraphs)))
    named = replace(long.article, key=f"k{number}", headline=f"第{number}篇的标题", kicker=None, decks=())
    return replace(long, article=named)


def a_page(*lengths: int) -> list[StoredArticle]:
    return [of_length(length, number) for number, length in enumerate(lengths)]


def test_a_short_article_is_one_sheet(qapp: QApplication) -> None:
    data = made(article(stored(blocks=(block(WORDS),))))
    assert data.startswith(b"%PDF-")
    assert len(read_back.sheets(data)) == 1


@pytest.mark.parametrize("style", [PageStyle(), PageStyle(28, 32, 1.95, Face.HEI)])
def test_a_long_article_has_as_many_sheets_as_it_needs(qapp: QApplication, style: PageStyle) -> None:
    long = stored(blocks=tuple(block("江上有雾，渡船停了半日。" * 20, line=n) for n in range(40)))
    count = len(read_back.sheets(made(article(long, style))))
    characters_a_page = (650 // style.size) * (840 // (style.size * style.leading))
    assert 0.8 < count / (40 * 240 / characters_a_page) < 1.6


def test_paper_is_white_whatever_the_window_wears(qapp: QApplication) -> None:
    theme.use("dark")
    made(article(STORED))
    assert theme.current().name == "dark"


@pytest.mark.parametrize(("size", "orientation"), MILLIMETRES)
def test_paper_is_as_it_was_chosen(qapp: QApplication, size: PaperSize, orientation: Orientation) -> None:
    data = made(page(a_page(3, 2, 1), PaperChoice(size, orientation)))
    assert read_back.paper_sizes(data) == [MILLIMETRES[size, orientation]]


def test_foot_and_folio_stand_on_every_sheet_as_pictures_but_once_as_text(qapp: QApplication) -> None:
    found = read_back.sheets(made(article(of_length(40))))
    assert len(found) > 2
    assert [("雁桥日报" in text) for text in found] == [True, *[False] * (len(found) - 2), True]


@pytest.mark.parametrize("steps", [1, 2, 4, 9])
def test_painting_that_is_left_in_the_middle_leaves_nothing_behind(qapp: QApplication, steps: int) -> None:
    printout = page(a_page(5, 3))
    typeset(printout)
    work = PaperWork(painting_picture, printout, 0, 0.5)
    for _ in range(steps):
        work.set_next()
    work.cancel()
    work = PaperWork(painting_picture, printout, 0, 0.5)
    while not work.is_done:
        work.set_next()


# -- a whole page


@pytest.mark.parametrize("size", list(PaperSize))
def test_the_page_of_a_newspaper_is_one_sheet_well_filled(qapp: QApplication, size: PaperSize) -> None:
    lengths = (7, 5, 4, 4, 3, 2) if size is PaperSize.A4 else (14, 9, 9, 7, 6, 6)
    data = made(page(a_page(*lengths), PaperChoice(size)))
    assert len(read_back.sheets(data)) == 1
    blank = page(a_page(*lengths), PaperChoice(size))
    typeset(blank)
    assert blank._fit.end > 0.75


@pytest.mark.parametrize("choice", [PaperChoice(), PaperChoice(orientation=Orientation.LANDSCAPE)])
def test_what_does_not_fit_goes_on_in_order_and_no_sheet_stays_half_empty(
    qapp: QApplication, choice: PaperChoice
) -> None:
    printout = page(a_page(14, 12, 11, 9, 9, 8, 7, 6, 5, 5, 4, 4), choice)
    sheets = typeset(printout)
    assert len(sheets) > 1
    order = [(number, placed.article) for number, sheet in enumerate(sheets) for placed in sheet.lines]
    firsts = {each: min(number for number, of in order if of == each) for _, each in order}
    assert [firsts[each] for each in sorted(firsts)] == sorted(firsts.values())
    height = (printout.paper.height() - 20 - 58) / printout._fit.scale
    lowest = [max(placed.box.bottom() for placed in sheet.lines) / height for sheet in sheets]
    assert all(each > 0.75 for each in lowest)


@pytest.mark.parametrize("lengths", [(9, 8, 7, 5, 3), (20, 1, 1, 18), (40,)])
def test_no_line_is_cut_and_none_lies_on_another(qapp: QApplication, lengths: tuple[int, ...]) -> None:
    printout = page(a_page(*lengths))
    sheets = typeset(printout)
    height = (printout.paper.height() - 20 - 58) / printout._fit.scale
    for sheet in sheets:
        boxes = [placed.box.adjusted(1, 1, -1, -1) for placed in sheet.lines]
        assert all(box.bottom() <= height + 12 for box in boxes)
        for at, box in enumerate(boxes):
            assert not any(box.intersects(other) for other in boxes[at + 1 :])


def test_a_short_line_in_a_narrow_column_keeps_its_characters_together(qapp: QApplication) -> None:
    words = "潘素玲遗失" + "A" * 18 + "号证件，声明作废。"
    sheets = typeset(page([stored(blocks=tuple(block(words, line=n) for n in range(6)))]))
    for placed in sheets[0].lines:
        line = placed.line.line()
        stretch = line.width() - line.naturalTextWidth()
        assert stretch <= 0.18 * 13 * max(line.textLength() - 1, 1) or placed.line.kind != "paragraph"


# -- notes


def test_a_note_stands_beside_its_passage_and_the_article_is_whole(qapp: QApplication) -> None:
    marks = [
        bookmark("馆长的原话。", "旧报不是废纸"),
        bookmark("", "缺期43号", MarkColor.CYAN),
        bookmark("去看门牌。"),
    ]
    with_notes = "".join(read_back.sheets(made(article(STORED, bookmarks=marks))))
    assert "1馆长的原话。" in with_notes
    assert "※去看门牌。" in with_notes
    without = made(article(STORED, bookmarks=marks, choice=PaperChoice(has_notes=False)))
    assert without[:8] == b"%PDF-1.7"
    assert "馆长的原话" not in "".join(read_back.sheets(without))
    assert read_back.sheets(without) == read_back.sheets(made(article(STORED)))


def test_notes_longer_than_the_text_go_on_in_the_margin_of_more_sheets(qapp: QApplication) -> None:
    short = stored(blocks=tuple(block(f"第{n}处渡口停船。", line=n) for n in range(9)))
    remark = "县志里有同一年的记载，水位差两寸。" * 30
    marks = [bookmark(f"第{n}条。{remark}", f"第{n}", of=short) for n in range(9)]
    found = read_back.sheets(made(article(short, bookmarks=marks)))
    assert len(found) > 1
    text = "".join(found)
    assert [text.index(f"第{n}条。") for n in range(9)] == sorted(text.index(f"第{n}条。") for n in range(9))
    assert text.count("水位差两寸。") == 270


def test_the_notes_on_a_whole_page_stand_below_the_last_article(qapp: QApplication) -> None:
    articles = a_page(3, 2)
    marks = [bookmark("页中的批注", "渡船停了半日", of=articles[1]), bookmark("整篇的批注", of=articles[0])]
    (text,) = read_back.sheets_by_pypdf(made(page(articles, bookmarks=marks)))
    assert text.index("第1篇的标题") < text.index("※第0篇的标题整篇的批注") < text.index("1页中的批注")
    (plain,) = read_back.sheets_by_pypdf(made(page(articles, PaperChoice(has_notes=False), marks)))
    assert "批注" not in plain


def test_colours_of_highlights_differ_in_black_and_white(qapp: QApplication) -> None:
    """Each has an underline of its own; so the grey pictures of a line marked in each differ."""
    pictures = {
        read_back.grey(made(article(STORED, bookmarks=[bookmark("", "旧报不是废纸", color)])))
        for color in MarkColor
    }
    assert len(pictures) == len(MarkColor)
