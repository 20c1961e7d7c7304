"""Given an article cut in two anywhere, every string printed over the cut stands in what is kept of it for searches."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.stitching.cuts import NOT_STITCHED, cut_between, cuts
from reader.stitching.pairing import DayArticle
from tests.laws import examples

TEXT = (
    "渡口的船工把缆绳绕了三圈，逢集之日加开两班。早班天明即开，空手的人走右边免得相撞？"
    "小孩须有大人牵着，牲口另有平底船渡运。"
)


def article(
    *texts: str, lines: tuple[int, int] = (1, 1), headline: str | None = None, jump: str = ""
) -> Article:
    blocks = [Block(BlockKind.PARAGRAPH, text, (lines,)) for text in texts]
    if jump:
        blocks.append(Block(BlockKind.JUMP, jump, (lines,)))
    return Article(
        key="k",
        kind=ArticleKind.ARTICLE,
        page="1",
        headline=headline,
        blocks=tuple(blocks),
        source_lines=(lines,),
    )


def on_page(page: str, page_article: Article) -> Article:
    return structs.replace(page_article, page=page)


def in_section(section: str, labelled_article: Article) -> Article:
    return structs.replace(labelled_article, section=section)


@given(at=st.integers(1, len(TEXT) - 1), data=st.data(), has_headline=st.booleans())
@settings(max_examples=examples(200))
def test_every_string_over_a_cut_is_kept_where_lines_of_a_column_are_nowhere_apart(
    at: int, data: st.DataObject, has_headline: bool
) -> None:
    """What follows the cut may have been taken for a headline."""
    begin = data.draw(st.integers(max(0, at - 40), at - 1))
    end = data.draw(st.integers(at + 1, min(len(TEXT), at + 40)))
    first = article(TEXT[:at], lines=(1, 5))
    if has_headline:
        second = article(headline=TEXT[at:], lines=(6, 9))
    else:
        second = article(TEXT[at:], lines=(6, 9))
    cut = cut_between(first, second)
    assert cut is not None
    assert TEXT[begin:end] in cut.text
    assert cut.text[: cut.at] == TEXT[max(0, at - 40) : at]


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        (article("逢集之日加"), article("开两班。", headline="渡口"), "逢集之日加渡口开两班。"),
        (article("两班。"), article("早班天明即开。"), "两班。早班天明即开。"),
        (article("渡口"), article(headline="，加开两班"), "渡口，加开两班"),
        (article("The ferry"), article("was late."), "The ferry was late."),
        (article("用的是Win"), article("dows系统"), "用的是Windows系统"),
        (article("一共收了32"), article("0元"), "一共收了320元"),
        (article(headline="渡口添了"), article("两口钟。"), "渡口添了两口钟。"),
        (article("两班。"), on_page("2", article("天明即开。", headline="早班")), "两班。早班天明即开。"),
        (article("两班。"), in_section("渡口", article("天明即开。")), "两班。渡口天明即开。"),
        (
            article("逢集之日加"),
            in_section("（老砚）", article("早。", headline="开两班")),
            "逢集之日加开两班早。",
        ),
    ],
    ids=[
        "open",
        "no headline",
        "a comma first",
        "words",
        "a word within Chinese",
        "a number",
        "no text",
        "another page",
        "a label",
        "a label below the heading that a sentence runs on in",
    ],
)
def test_what_stands_across_a_cut(first: Article, second: Article, text: str) -> None:
    cut = cut_between(first, second)
    assert cut is not None
    assert cut.text == text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (article("两班。"), article("早班天明即开。", lines=(2, 2), headline="渡口")),
        (article("逢集之日加", jump="▶▶下转02版"), article("开两班。")),
        (article("逢集之日加"), article()),
        (article(), article("开两班。")),
    ],
    ids=["two sentences", "it goes on elsewhere", "nothing behind", "nothing before"],
)
def test_where_no_sentence_can_run_on_nothing_is_kept(first: Article, second: Article) -> None:
    assert cut_between(first, second) is None


def test_articles_from_outside_that_lack_the_numbers_of_their_lines_have_no_cut() -> None:
    first = article("两班。")
    second = article("早班天明即开。", headline="渡口")
    without = structs.replace(first, blocks=(Block(BlockKind.PARAGRAPH, "两班。", ()),), source_lines=())
    assert cut_between(without, second) is None
    assert cut_between(first, structs.replace(second, source_lines=())) is None
    blocks_only = structs.replace(without, source_lines=((1, 5),))
    assert cut_between(blocks_only, structs.replace(second, source_lines=((6, 6),))) is None


def part(number: int, text: str, file: str = "a.txt", order: int | None = None) -> DayArticle:
    return DayArticle(number, article(text), "1", file, number if order is None else order)


def test_only_neighbours_in_a_file_that_are_no_story_have_a_cut() -> None:
    parts = [part(0, "渡口的"), part(1, "船工"), part(2, "把缆"), part(3, "绳绕", "b.txt", 0)]
    (one, _), (two, _) = cuts(parts, (), ())
    assert [(cut.first_id, cut.second_id) for cut in (one, two)] == [(0, 1), (1, 2)]
    assert one.confidence == NOT_STITCHED
    assert not one.is_made
    assert [cut.first_id for cut, _ in cuts(parts, {0}, ())] == [1]
    assert [cut.first_id for cut, _ in cuts(parts, (), {2})] == [0]
    assert list(cuts([part(0, "渡口的"), part(2, "船工")], (), ())) == []
