"""An article of the catalogue, as an engine of search sees it."""

from reader.search.engine import Document
from reader.storage.catalogue import TextRow


def document_of(row: TextRow) -> Document:
    return Document(row.id, row.newspaper, row.date, row.page, row.text)
