"""Conversion of an article of the catalogue to a document of the search engine."""

from reader.search.engine import Document
from reader.storage.catalogue import TextRow


def document_of(row: TextRow) -> Document:
    return Document(row.id, row.newspaper, row.date, row.page, row.text, row.length)
