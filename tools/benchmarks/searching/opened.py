"""The engine and the catalogue of a shelf, opened as the library opens them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.newspaper.holdings import ArticleValue, Between, Document, OneOf
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import Order
from reader.search.query import parse_query
from reader.storage.catalogue import Catalogue

__all__ = ["CatalogueTexts", "Order", "opened", "parse_query"]


class CatalogueTexts:
    """`engine.Texts` of a catalogue; counts what was asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.asked = 0

    def texts(self, ids: Sequence[int]) -> dict[int, Document]:
        self.asked += len(ids)
        rows = self._catalogue.texts(ids).values()
        return {
            row.id: Document(row.id, row.newspaper, row.date, row.page, row.text, row.values) for row in rows
        }

    def article_ids(self) -> Sequence[int]:
        return self._catalogue.article_ids()

    def known(self, ids: Sequence[int]) -> set[int]:
        return self._catalogue.known(ids)

    def with_value(self, value: ArticleValue, condition: OneOf | Between, ids: Sequence[int]) -> set[int]:
        return self._catalogue.with_value(value, condition, ids)

    def search_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        self.asked += len(ids)
        return self._catalogue.search_texts(ids)


def opened(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder / "ours", CatalogueTexts(Catalogue(folder / "catalogue.sqlite")))
