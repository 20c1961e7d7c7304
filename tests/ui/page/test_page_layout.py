"""A page of the newspaper as it is laid out: nothing is lost, nothing stands on something else."""

from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QRectF

from reader.export.article_text import PageBlockKind, page_blocks
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_layout import ArticleOnPage, PageArticle, PageLayout
from reader.ui.page.page_plan import LONGEST_LEG
from tests.invented_article import STORED, block, stored

WIDTHS = (250.0, 420.0, 742.0, 1240.0)


def article(headline: str, *texts: str) -> StoredArticle:
    blocks = tuple(block(text) for text in texts)
    return stored(section=None, kicker=None, decks=(), credits=(), headline=headline, blocks=blocks)


def a_page() -> list[StoredArticle]:
    """A lead with all storeys, briefs, one that is longer than the window."""
    return [
        STORED,
        article("渡口夏令时", "首班提前至五时二十分，末班延至二十一时。" * 3),
        article("瓜农进城", "临时便桥昨日通车，限载两吨，“瓜季”结束后拆除。" * 4),
        article("江上三十年", *("老船工坐在船头，说起1957年的大水，一口气说到天黑。" * 12 for _ in range(9))),
        article("夜校开班", "首期设会计、制图、缝纫三科，报名者已逾三百。"),
    ]


def layout(articles: Sequence[StoredArticle], width: float, size: int = 17) -> PageLayout:
    made = PageLayout(
        [PageArticle(each, page_blocks(each)) for each in articles], width, PageStyle(size=size)
    )
    while not made.is_done:
        made.set_next()
    return made


def placed(made: PageLayout) -> list[ArticleOnPage]:
    return [each for band in made.bands_between(0, made.height) for each in band.articles]


def lines_of(each: ArticleOnPage) -> list[QRectF]:
    return [line.box.translated(each.box.topLeft()) for leg in each.article.legs for line in leg.lines]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_character_is_set_once_in_the_order_of_reading(qapp: object, width: float) -> None:
    page = a_page()
    for each, printed in zip(placed(layout(page, width)), page, strict=True):
        read = "".join(
            line.layout.text()[line.line().textStart() :][: line.line().textLength()]
            for leg in each.article.legs
            for line in leg.lines
        )
        texts = [b.text for b in page_blocks(printed) if b.kind is not PageBlockKind.FOLIO]
        assert read == "".join(texts)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("size", [14, 17, 28])
def test_no_two_lines_stand_on_each_other_and_none_beside_the_page(
    qapp: object, width: float, size: int
) -> None:
    made = layout(a_page(), width, size)
    boxes = [box for each in placed(made) for box in lines_of(each)]
    assert all(box.left() >= -1 and box.right() <= width + 1 for box in boxes)
    slim = [box.adjusted(1, 1, -1, -1) for box in boxes]
    assert not any(one.intersects(other) for one, other in combinations(slim, 2))


def test_headlines_are_graded(qapp: object) -> None:
    texts = ["江上起了大雾，摆渡的老人守着一盏灯，等最后一班人过河。" * n for n in (12, 40, 1)]
    page = [STORED, *(article("渡口", text) for text in texts)]
    minor, lead, brief = (headline_height(each) for each in placed(layout(page, 742.0))[1:])
    assert lead > minor > brief


def headline_height(each: ArticleOnPage) -> float:
    lines = (line for leg in each.article.legs for line in leg.lines)
    return next(line.box.height() for line in lines if line.kind is PageBlockKind.HEADLINE)


def test_a_long_text_begins_again_at_its_first_column(qapp: object) -> None:
    made = layout(a_page(), 742.0)
    long = placed(made)[3].article
    assert len(long.legs) > 2
    pitch = long.legs[1].lines[0].box.height()
    for leg in long.legs[1:]:
        assert leg.bottom - leg.top <= (LONGEST_LEG + 2) * pitch
    for above, below in pairwise(long.legs):
        assert above.bottom <= below.top


def test_what_is_not_yet_set_is_estimated_nearly_as_high_as_it_will_be(qapp: object) -> None:
    articles = [PageArticle(each, page_blocks(each)) for each in a_page()]
    before = PageLayout(articles, 742.0, PageStyle()).height
    assert before == pytest.approx(layout(a_page(), 742.0).height, rel=0.25)


def test_a_page_without_articles_is_done_at_once(qapp: object) -> None:
    assert layout([], 742.0).is_done
