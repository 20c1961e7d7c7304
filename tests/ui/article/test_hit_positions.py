"""Matches of the search are found again on the page."""

import pytest

from reader.export.article_text import page_blocks, read_as_one
from reader.newspaper.article import Credit, Role
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.page_geometry import crossing, hits
from tests.invented_article import STORED, block, stored


def marked(article: StoredArticle, *needles: str) -> list[str]:
    blocks = page_blocks(article)
    return [
        f"{blocks[hit.text].kind.value}:{blocks[hit.text].text[hit.start : hit.end]}"
        for hit in hits(article.article, blocks, needles)
    ]


def test_the_hit_that_goes_over_a_seam_is_told_from_the_others() -> None:
    parts = (
        stored(blocks=(block("扳手在盆里，他不肯碰扳"),)),
        stored(blocks=(block("手，说扳手有扳手的脾气。"),)),
    )
    blocks = page_blocks(*parts)
    whole = read_as_one(*(part.article for part in parts))
    assert crossing(hits(whole, blocks, ["扳手"]), blocks, 1) == 1
    assert crossing(hits(whole, blocks, ["脾气"]), blocks, 1) is None
    assert crossing(hits(whole, blocks, ["扳手"]), blocks, 2) is None


@pytest.mark.parametrize(
    ("needle", "places"),
    [
        ("图书馆里", ["section:图书馆里"]),
        ("旧证入馆", ["kicker:旧证入馆"]),
        ("一夜之间", ["headline:一夜之间"]),
        ("七月起", ["deck:七月起"]),
        ("陆小满", ["byline:陆小满"]),
        ("贺一舟", ["caption:贺一舟"]),
        ("板车队", ["subhead:板车队"]),
        ("4,600张", ["paragraph:4,600张"]),
        ("04版", ["jump:04版"]),
        ("没有的词", []),
    ],
)
def test_a_match_is_marked_where_it_stands(needle: str, places: list[str]) -> None:
    assert marked(STORED, needle) == places


def test_hits_come_in_the_order_they_are_read() -> None:
    found = marked(STORED, "江城", "雁桥")
    assert found[:3] == ["kicker:雁桥", "deck:江城", "paragraph:雁桥"]


def test_a_match_over_the_seam_of_kicker_and_headline_is_marked_in_both() -> None:
    assert marked(STORED, "入馆三万册") == ["kicker:入馆", "headline:三万册"]


def test_a_credit_inside_a_paragraph_is_marked_once() -> None:
    credit = Credit(Role.REPORTER, ("苗小禾",), "记者 苗小禾")
    article = stored(credits=(credit,), blocks=(block("本报讯（记者苗小禾）渡口今起改点。"),))
    assert marked(article, "苗小禾") == ["paragraph:苗小禾"]


def test_blocks_that_are_empty_do_not_shift_the_places() -> None:
    assert marked(stored(blocks=(block("", line=1), block("江上有雾", line=2))), "有雾") == ["paragraph:有雾"]
