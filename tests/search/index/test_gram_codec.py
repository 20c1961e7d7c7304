"""Unmodified Whoosh searches our segments, and finds the candidates the engine finds."""

from pathlib import Path

import pytest
from whoosh.qparser.default import QueryParser
from whoosh.query import qcore
from whoosh.query.compound import And, Or
from whoosh.query.terms import Prefix, Term
from whoosh.query.wrappers import Not
from whoosh.searching import Searcher

from reader.search.index.article_searcher import GramIndex
from reader.search.index.gram_codec import schema
from reader.search.index.gram_writer import GramWriter
from tests.search.library_of_texts import a_document

TEXTS = {1: "春灌提前开始", 2: "春天灌溉", 3: "麦田春灌", 4: "abc。”", 5: "春灌"}


@pytest.fixture
def index(tmp_path: Path) -> GramIndex:
    """Two segments; document 5 is removed."""
    index = GramIndex(tmp_path)
    for ids in ((1, 2, 5), (3, 4)):
        with GramWriter(index) as writer:
            for id in ids:
                writer.add(a_document(id, "2024-01-27", "A4", headline="雁桥", body=[TEXTS[id]]))
    with GramWriter(index) as writer:
        writer.remove([5])
    return index


def ids(searcher: Searcher, query: qcore.Query) -> list[int]:
    return sorted(hit["id"] for hit in searcher.search(query, limit=None))


def test_stock_queries_find_grams(index: GramIndex) -> None:
    with index.searcher() as searcher:
        assert ids(searcher, Term("text", "春灌")) == [1, 3]
        assert ids(searcher, Term("text", "。”")) == [4]
        assert ids(searcher, Term("headline", "雁桥")) == [1, 2, 3, 4]
        assert ids(searcher, Term("headline", "春灌")) == []
        assert ids(searcher, And([Term("text", "春"), Term("text", "灌")])) == [1, 2, 3]
        assert ids(searcher, Or([Term("text", "麦田"), Term("text", "b")])) == [3, 4]
        assert ids(searcher, And([Term("text", "灌"), Not(Term("text", "田"))])) == [1, 2]
        assert ids(searcher, qcore.Every()) == [1, 2, 3, 4]
        assert ids(searcher, Prefix("text", "春")) == [1, 2, 3]


def test_whooshs_own_parser_asks_for_all_grams_of_a_word(index: GramIndex) -> None:
    with index.searcher() as searcher:
        assert ids(searcher, QueryParser("text", schema()).parse("春灌提前")) == [1]


def test_whoosh_walks_over_terms_and_stored_fields(index: GramIndex) -> None:
    reader = index.reader()
    assert (reader.doc_count(), reader.doc_count_all()) == (4, 5)
    terms = list(reader.all_terms())
    assert terms == sorted(terms)
    assert ("text", "春灌".encode()) in reader
    assert ("text", "灌春".encode()) not in reader
    assert reader.doc_frequency("text", "春灌") == 3  # those removed are counted until they are folded away
    assert reader.stored_fields(0) == {
        "id": 1,
        "day": 2024 << 9 | 1 << 5 | 27,
        "newspaper": "雁桥日报",
        "page": "A4",
    }
    info = reader.term_info("text", "春灌")
    assert (info.doc_frequency(), info.weight()) == (3, 3.0)
    assert list(reader.lexicon("headline")) == [t.encode() for t in ("桥", "雁", "雁桥")]
