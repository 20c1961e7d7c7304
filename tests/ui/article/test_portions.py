"""A very long article is shown a portion at a time, and all of it can be come to."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from reader.export.article_text import page_blocks
from reader.newspaper.article import Article, BlockKind
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.pane_calls import ReadingSettings
from reader.ui.article.portions import LONGEST_WHOLE, first_with, in_portion, is_long, portions_of
from tests.growth import grows_with_its_size
from tests.invented_article import ARTICLE, STORED, block

SENTENCE = "何渡生说，这条河他走了四十年。"


def article_of(*texts: str) -> Article:
    return replace(ARTICLE, blocks=tuple(block(text, line=n) for n, text in enumerate(texts, 1)))


def long_article(marked: str = "", at: float = 0.0) -> Article:
    """One block, with these words at that share of it."""
    count = 2 * LONGEST_WHOLE // len(SENTENCE)
    before = round(at * count)
    return article_of(SENTENCE * before + marked + SENTENCE * (count - before))


@given(st.lists(st.integers(0, 45_000), max_size=6), st.booleans())
def test_the_portions_together_are_the_body(lengths: list[int], has_sentences: bool) -> None:
    texts = [(SENTENCE if has_sentences else "渡" * 15) * (length // 15) for length in lengths]
    article = article_of(*texts)
    shown = [
        in_portion(article, portion, is_first=number == 0)
        for number, portion in enumerate(portions_of(article))
    ]
    assert "".join(block.text for one in shown for block in one.blocks) == "".join(texts)
    assert all(sum(len(block.text) for block in one.blocks) <= 20_000 for one in shown)


def test_a_portion_ends_with_a_sentence() -> None:
    article = long_article()
    for number, portion in enumerate(portions_of(article)):
        assert in_portion(article, portion, is_first=number == 0).blocks[-1].text.endswith("。")


def test_words_are_found_in_the_portion_that_they_begin_in_even_over_its_end() -> None:
    article = article_of("渡" * 2 * LONGEST_WHOLE)
    (first, *_), *_ = portions = portions_of(article)
    text = article.blocks[0].text
    article = article_of(text[: first.end - 1] + "灯船" + text[first.end + 1 :])
    assert first_with(article, portions, ["灯船"], range(len(portions))) == 0
    assert first_with(article, portions, ["没有"], range(len(portions))) is None
    article = article_of(text[: first.end] + "灯船" + text[first.end + 2 :])
    assert first_with(article, portions, ["灯船"], range(len(portions))) == 1


@pytest.fixture
def pane(qtbot: QtBot) -> ArticlePane:
    pane = ArticlePane(ReadingSettings())
    pane.resize(806, 700)
    qtbot.addWidget(pane)
    pane.show()
    return pane


def test_an_article_of_usual_length_is_shown_whole(pane: ArticlePane) -> None:
    assert not is_long(ARTICLE)
    pane.show_article(STORED)
    assert pane.portion_bar.isHidden()


def test_a_very_long_one_says_what_is_shown_and_leads_on_to_all_of_it(pane: ArticlePane) -> None:
    article = long_article()
    pane.show_article(replace(STORED, article=article))
    count = len(portions_of(article))
    assert f"{count} 段" in pane.portion_bar.label.text()
    assert not pane.portion_bar.previous_button.isEnabled()
    read = []
    for number in range(count):
        assert f"第 {number + 1} 段" in pane.portion_bar.label.text()
        read += [each.text for each in pane.page.blocks if each.kind.value == BlockKind.PARAGRAPH]
        pane.portion_bar.next_button.click()
    assert "".join(read) == article.blocks[0].text
    assert not pane.portion_bar.next_button.isEnabled()
    shown = pane.article()
    assert shown is not None
    assert shown.article == article


def test_it_opens_at_the_first_portion_that_has_what_was_looked_for(pane: ArticlePane, qtbot: QtBot) -> None:
    pane.show_article(replace(STORED, article=long_article("末班灯船", at=0.6)), ["末班灯船"])
    qtbot.waitUntil(lambda: len(pane.page.marked) == 1)
    assert "末班灯船" in pane.page.toPlainText()
    assert pane.page.marked.current_hit == 0


def test_stepping_over_the_last_hit_of_a_portion_leads_to_the_next_that_has_one(
    pane: ArticlePane, qtbot: QtBot
) -> None:
    article = long_article("末班灯船", at=0.6)
    twice = replace(article, blocks=(block(article.blocks[0].text + "末班灯船靠岸。"),))
    pane.show_article(replace(STORED, article=twice), ["末班灯船"])
    qtbot.waitUntil(lambda: len(pane.page.marked) == 1)
    first = pane.portion_bar.label.text()
    pane.hits.step(1)
    qtbot.waitUntil(lambda: "靠岸" in pane.page.toPlainText() and len(pane.page.marked) == 1)
    pane.hits.step(1)
    qtbot.waitUntil(lambda: pane.portion_bar.label.text() == first and len(pane.page.marked) == 1)
    pane.hits.step(-1)
    qtbot.waitUntil(lambda: "靠岸" in pane.page.toPlainText() and len(pane.page.marked) == 1)


def test_where_one_was_is_kept_as_a_share_of_the_whole(pane: ArticlePane, qtbot: QtBot) -> None:
    pane.show_article(replace(STORED, article=long_article()))
    pane.restore_scroll(0.55)
    qtbot.waitUntil(lambda: abs(pane.scroll_fraction() - 0.55) < 0.02)


@pytest.mark.slow
@pytest.mark.parametrize("texts", [lambda size: ["渡口，" * size], lambda size: ["渡口。"] * (size // 8)])
def test_a_page_grows_with_its_text(texts: Callable[[int], list[str]]) -> None:
    def prepare(size: int) -> Callable[[], object]:
        stored = replace(STORED, article=article_of(*texts(size)))
        return lambda: (page_blocks(stored), portions_of(stored.article))

    assert grows_with_its_size(prepare, 40_000)
