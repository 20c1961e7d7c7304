"""What a clipping shows: the article, or words of it below its headline."""

from reader.export.article_text import PageBlockKind, markable_texts, page_blocks
from reader.export.citation import cite
from reader.export.forms import Style
from reader.features.printing.clippings import Clipping, clipping_of
from reader.library.quotes import passage_quoting
from reader.newspaper.passage import Passage
from tests.invented_article import ARTICLE, stored

STORY = (stored(),)


def clipped(words: str) -> Clipping:
    passage = passage_quoting(words, markable_texts(page_blocks(*STORY)))
    assert passage is not None
    return clipping_of(STORY, passage, Style.GB2015)


def test_a_whole_article_is_shown_without_its_jump_line() -> None:
    clipping = clipping_of(STORY, None, Style.RIS)
    kinds = [block.kind for block in clipping.blocks]
    assert PageBlockKind.HEADLINE in kinds
    assert not {PageBlockKind.JUMP, PageBlockKind.FOLIO} & set(kinds)
    assert clipping.citation == cite(stored(), Style.GB2015).strip()
    assert clipping.folio.parts[0] == "雁桥日报"


def test_words_stand_below_the_headline_and_are_not_indented_where_their_paragraph_is_cut() -> None:
    headline, words = clipped("旧报不是废纸").blocks
    assert headline.text == ARTICLE.headline
    assert (words.kind, words.text) == (PageBlockKind.NOTICE, "旧报不是废纸")


def test_the_beginning_of_a_paragraph_keeps_its_dateline() -> None:
    _, words = clipped("本报讯　昨日清晨").blocks
    assert (words.kind, words.dateline) == (PageBlockKind.PARAGRAPH, 3)


def test_words_over_several_blocks_are_these_blocks() -> None:
    clipping = clipped("一枚朱红小签。\n板车队走了二十六天\n柳叶洲老馆")
    assert [block.text for block in clipping.blocks[1:]] == [
        "一枚朱红小签。",
        "板车队走了二十六天",
        "柳叶洲老馆",
    ]


def test_a_headline_that_is_clipped_stands_once() -> None:
    assert [block.text for block in clipped(str(ARTICLE.headline)).blocks] == [ARTICLE.headline]


def test_words_that_are_no_longer_in_the_article_are_shown_as_they_were() -> None:
    clipping = clipping_of(STORY, Passage("谁也没有印过的话\n还有一句", "", ""), Style.GB2015)
    assert [block.text for block in clipping.blocks[1:]] == ["谁也没有印过的话", "还有一句"]


def test_as_text_it_has_its_source() -> None:
    assert clipped("旧报不是废纸").as_text().endswith(cite(stored(), Style.GB2015).strip())
