"""What an article is made of."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, spans_of


@given(st.sets(st.integers(1, 30)).map(sorted))
def test_spans_are_the_lines_and_as_few_as_can_be(lines: list[int]) -> None:
    spans = spans_of(lines)
    assert [line for first, last in spans for line in range(first, last + 1)] == lines
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(spans))


@given(
    st.lists(st.tuples(st.sampled_from(BlockKind), st.integers(0, 26).map("字".__mul__))),
    st.none() | st.text(max_size=3),
)
def test_the_title_is_the_headline_or_the_beginning_of_the_text(
    told: list[tuple[BlockKind, str]], headline: str | None
) -> None:
    blocks = tuple(Block(kind, text, ()) for kind, text in told)
    article = Article("k", ArticleKind.ARTICLE, headline=headline, blocks=blocks)
    own = [text for kind, text in told if text and kind is not BlockKind.JUMP]
    begins = (own or [text for _, text in told if text] or [""])[0]
    assert article.beginning() == begins
    assert article.title() == (headline or (begins if len(begins) < 25 else f"{begins[:24]}…"))
