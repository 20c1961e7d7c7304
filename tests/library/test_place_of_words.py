"""Words are found where they are printed, counted through the article."""

import re

from hypothesis import given
from hypothesis import strategies as st

from reader.library.character_places import CharacterPlace
from reader.library.characters import place_of_words
from reader.newspaper.article import Article, ArticleKind, Where
from tests.invented_article import block

TEXTS = st.text("渡口", max_size=6)


@given(TEXTS, st.lists(TEXTS, max_size=4), st.text("渡口", max_size=2), st.integers(1, 6))
def test_words_are_counted_from_the_headline_to_the_end(
    headline: str, texts: list[str], words: str, number: int
) -> None:
    article = Article("k", ArticleKind.ARTICLE, headline=headline, blocks=tuple(map(block, texts)))
    fields = [(Where.HEADLINE, 0, headline), *((Where.BLOCK, at, text) for at, text in enumerate(texts))]
    places = [
        CharacterPlace(where, index, found.start())
        for where, index, text in fields
        for found in re.finditer(words, text)
        if words
    ]
    assert place_of_words(article, words, number) == dict(enumerate(places, 1)).get(number)
