"""What is printed is a misreading where that is likelier than all else."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.language.equality import less_alike, lookalikes
from reader.search.noisy_channel import NoisyChannel
from tests.laws import examples

ARTICLES = ["那时渡口开船。", "渡口开船了。", "在渡口，何渡生开船。", "何渡生又来了。", "大会开了。"] * 30


def channel(texts: Sequence[str], rate: float = 0.05) -> NoisyChannel:
    """Return the channel of a library of texts, whose strings are counted by reading."""

    def frequencies(strings: Sequence[str]) -> list[int]:
        return [sum(string in text for text in texts) for string in strings]

    return NoisyChannel(frequencies, len(texts), rate)


@pytest.mark.parametrize(
    ("meant", "printed", "before", "after", "articles"),
    [
        ("渡口", "渡囗", "那时", "开船。", 90),
        ("何渡生", "何渡牛", "在渡口，", "开船。", 60),
        ("渡口开船", "渡口升船", "那时", "。", 60),
        ("渡口开船", "渡囗升船", "那时", "。", 60),
    ],
)
def test_a_rare_string_beside_a_frequent_one_is_a_misreading(
    meant: str, printed: str, before: str, after: str, articles: int
) -> None:
    texts = [*ARTICLES, before + printed + after]
    assert channel(texts).chance(meant, printed, before, after, 0, articles) > 0.5


def test_what_looks_less_alike_is_a_misreading_where_the_words_tell_more() -> None:
    assert "套" not in lookalikes("春")
    assert "套" in less_alike("春")
    texts = [*ARTICLES, *["大家春天开船。"] * 9, "大家套天开船。", "大家渡天开船。"]
    alike, less, least = (
        channel(texts).chance("春天", printed, "大家", "开船。", 0, 9) for printed in ("舂天", "套天", "渡天")
    )
    assert alike > less > least


def test_a_word_of_its_own_is_none() -> None:
    texts = [*ARTICLES, "太会开了。"]
    assert channel(texts).chance("太会", "大会", "", "开了。", 0, 1) < 0.1


@settings(max_examples=examples(60), deadline=None)
@given(
    st.text("渡口囗何生牛大太会开", min_size=2, max_size=5),
    st.text("渡口囗何生牛大太会开", min_size=2, max_size=5),
    st.text("渡口何，", max_size=4),
    st.text("开船。", max_size=4),
    st.integers(0, 100),
)
def test_a_chance_is_one_and_grows_with_the_rate_and_with_the_articles(
    meant: str, printed: str, before: str, after: str, articles: int
) -> None:
    length = min(len(meant), len(printed))
    meant, printed = meant[:length], printed[:length]
    if meant == printed:
        return
    texts = [*ARTICLES, before + printed + after]
    chance = channel(texts).chance(meant, printed, before, after, 0, articles)
    assert 0 <= chance <= 1
    assert channel(texts, 0.1).chance(meant, printed, before, after, 0, articles) >= chance - 1e-9
    assert channel(texts).chance(meant, printed, before, after, 0, articles + 10) >= chance - 1e-9
