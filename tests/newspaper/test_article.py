"""What an article is made of, and its key: told by the beginning of its text, and by how many in its file begin so."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article import (
    KEY_CHARACTERS,
    MOST_ALIKE,
    Article,
    ArticleKind,
    Block,
    BlockKind,
    key_of_lost,
    keys_alike,
    keys_of,
    opening_of,
    spans_of,
)


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


BODIES = st.lists(
    st.sampled_from("江湾渡口") | st.text(min_size=KEY_CHARACTERS - 1, max_size=KEY_CHARACTERS + 2)
)


@given(BODIES)
def test_articles_that_begin_alike_are_numbered_in_their_order(bodies: list[str]) -> None:
    keys = keys_of(bodies)
    assert len(set(keys)) == len(bodies)
    for at, (body, key) in enumerate(zip(bodies, keys, strict=True)):
        before = [each for each in bodies[:at] if each[:KEY_CHARACTERS] == body[:KEY_CHARACTERS]]
        (alone,) = keys_of([body])
        assert key == (f"{alone}-{len(before) + 1}" if before else alone)
        assert opening_of(key) == alone


@given(st.integers(1, MOST_ALIKE), st.integers(1, MOST_ALIKE))
def test_each_of_those_that_begin_alike_tells_of_all_others(one: int, other: int) -> None:
    keys = keys_of(["江湾渡口"] * MOST_ALIKE)
    assert keys[other - 1] in keys_alike(keys[one - 1])
    assert keys_alike(keys[one - 1])[0] == keys[one - 1]
    lost = key_of_lost(keys[one - 1])
    assert keys_alike(lost) == [lost]
    assert lost not in keys


def test_a_key_that_was_given_once_is_given_for_ever() -> None:
    """What a reader has made hangs on it."""
    body = "".join(chr(0x4E00 + at) for at in range(KEY_CHARACTERS))
    assert keys_of(["江湾渡口", body, body + "渡", body[:-1]]) == [
        "fpm55ow3wuf7o22t",
        "xmyooyaq5kdbesnu",
        "xmyooyaq5kdbesnu-2",
        "ieq5xpucawjujk35",
    ]
