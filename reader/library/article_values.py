"""The values that features tell of articles: those in their tables, and those of articles that are not in them yet."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from reader.newspaper.article import Article
from reader.newspaper.holdings import Option, Value, ValueField, Values
from reader.search.query import VALUE_FIELDS, Choice
from reader.storage.catalogue_reading import CatalogueReading


def values_of(article: Article) -> Values:
    """Return the values of an article that may be in no library, as its text alone tells them."""
    return tuple((field, field.of(article)) for field in VALUE_FIELDS)


class _StoredField(Struct, frozen=True):
    """The values of a field as stored: of some articles, of whose ids none after `up_to` is decided yet."""

    field: ValueField
    up_to: int = 0
    values: Mapping[int, Value] = {}

    def option(self, article_id: int, article: Article) -> Option | None:
        if article_id > self.up_to:
            return self.field.of(article)
        return self.field.option(self.values.get(article_id))


class ArticleValues(Struct, frozen=True):
    """The values of some articles, read at once; an article is only looked into if nothing is stored of it."""

    _fields: tuple[_StoredField, ...]

    @classmethod
    def read(cls, catalogue: CatalogueReading, article_ids: Sequence[int]) -> "ArticleValues":
        return cls(tuple(_stored(field, catalogue, article_ids) for field in VALUE_FIELDS))

    def options(self, article_id: int, article: Article) -> Values:
        """Return the option of each field that is the value of one of these articles; None if it has none."""
        return tuple((stored.field, stored.option(article_id, article)) for stored in self._fields)

    def choices(self, article_id: int, article: Article) -> tuple[Choice, ...]:
        """Return the values that one of these articles has, as queries."""
        options = self.options(article_id, article)
        return tuple(Choice(field, option) for field, option in options if option)


def _stored(field: ValueField, catalogue: CatalogueReading, article_ids: Sequence[int]) -> _StoredField:
    if field.value.table is None:
        return _StoredField(field)
    table = catalogue.table(field.value.table)
    up_to = table.up_to()
    return _StoredField(
        field, up_to, table.values_of([article_id for article_id in article_ids if article_id <= up_to])
    )
