"""What features tell of an article is what is stored of it; of one that is not decided yet, what its text tells."""

from pathlib import Path

from reader.library.article_values import ArticleValues, values_of
from reader.search.query import VALUE_FIELDS, Choice
from tests.invented_article import ARTICLE
from tests.storage.stocked import stocked


def test_of_an_article_alone_its_text_tells_every_field() -> None:
    assert [field for field, _ in values_of(ARTICLE)] == [*VALUE_FIELDS]
    for field, option in values_of(ARTICLE):
        assert option == field.of(ARTICLE)
        assert option is None or option in field.options


def test_of_articles_that_are_not_decided_yet_the_texts_tell(tmp_path: Path) -> None:
    catalogue = stocked(tmp_path / "catalogue.sqlite")
    ids = catalogue.article_ids()
    values = ArticleValues.read(catalogue, ids)
    assert ids
    for article_id in ids:
        stored = catalogue.article(article_id)
        assert stored is not None
        assert values.options(article_id, stored.article) == values_of(stored.article)
        chosen = [Choice(field, option) for field, option in values_of(stored.article) if option]
        assert [*values.choices(article_id, stored.article)] == chosen
