"""Engines that are measured beside where they happen to be installed: tantivy (from the Python package index), Xapian
(Debian's python3-xapian).

Each gets the documents from the newest on, with the grams that ours has of them, and tells of a string which documents
hold all its grams, the newest first; the texts decide, as many as a page takes. The order is kept in each engine's own
way: by a column of numbers (tantivy), by the order of the documents themselves (Xapian).
"""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from reader.newspaper.holdings import Document
from reader.search.documents import Texts
from reader.search.terms import all_grams, grams
from tools.benchmarks.searching.rivals import PAGE

_AT_ONCE = 64


class Other(Protocol):
    def build(self, documents: Iterable[Document]) -> None:
        """Indexes the documents, the newest first, in its folder."""

    def holding(self, wanted: Sequence[str]) -> Iterator[Sequence[int]]:
        """Batches of the ids of the documents with all these grams, the newest first."""


class Tantivy:
    MODULE = "tantivy"

    def __init__(self, folder: Path, module: Any) -> None:
        self._tantivy = module
        builder = module.SchemaBuilder()
        builder.add_text_field("grams", tokenizer_name="whitespace", index_option="basic")
        builder.add_integer_field("id", stored=True, fast=True)
        self._schema = builder.build()
        self._index = module.Index(self._schema, str(folder))

    def build(self, documents: Iterable[Document]) -> None:
        writer = self._index.writer(256 << 20, 1)
        for document in documents:
            writer.add_document(
                self._tantivy.Document(id=document.id, grams=[" ".join(all_grams(document.text))])
            )
        writer.commit()
        writer.wait_merging_threads()

    def holding(self, wanted: Sequence[str]) -> Iterator[Sequence[int]]:
        self._index.reload()
        searcher = self._index.searcher()
        must = self._tantivy.Occur.Must
        query = self._tantivy.Query.boolean_query(
            [(must, self._tantivy.Query.term_query(self._schema, "grams", gram, "basic")) for gram in wanted]
        )
        at = 0
        while True:
            hits = searcher.search(
                query, _AT_ONCE, False, order_by_field="id", offset=at, order=self._tantivy.Order.Asc
            ).hits
            yield [searcher.doc(address)["id"][0] for _, address in hits]
            if len(hits) < _AT_ONCE:
                return
            at += _AT_ONCE


class Xapian:
    MODULE = "xapian"

    def __init__(self, folder: Path, module: Any) -> None:
        self._xapian = module
        self._folder = folder

    def build(self, documents: Iterable[Document]) -> None:
        database = self._xapian.WritableDatabase(str(self._folder), self._xapian.DB_CREATE_OR_OVERWRITE)
        for document in documents:
            added = self._xapian.Document()
            for gram in all_grams(document.text):
                added.add_boolean_term(gram)
            added.set_data(str(document.id))
            database.add_document(added)
        database.commit()
        database.close()

    def holding(self, wanted: Sequence[str]) -> Iterator[Sequence[int]]:
        enquire = self._xapian.Enquire(self._xapian.Database(str(self._folder)))
        enquire.set_query(self._xapian.Query(self._xapian.Query.OP_AND, list(wanted)))
        enquire.set_weighting_scheme(self._xapian.BoolWeight())
        enquire.set_docid_order(enquire.ASCENDING)
        at = 0
        while True:
            ids = [int(match.document.get_data()) for match in enquire.get_mset(at, _AT_ONCE)]
            yield ids
            if len(ids) < _AT_ONCE:
                return
            at += _AT_ONCE


OTHERS = {kind.__name__: kind for kind in (Tantivy, Xapian)}


def module_of(name: str) -> Any | None:
    """The module of an engine, if it is installed."""
    try:
        return importlib.import_module(OTHERS[name].MODULE)
    except ImportError:
        return None


def first_page(other: Other, needle: str, texts: Texts) -> list[int]:
    page: list[int] = []
    wanted = grams(needle)
    for ids in other.holding(wanted):
        held = (
            set(ids)
            if wanted == (needle,)
            else {id for id, text in texts.search_texts(ids) if needle in text}
        )
        page += [id for id in ids if id in held]
        if len(page) >= PAGE:
            break
    return page[:PAGE]
