"""Given a library, when its index is opened in a shell, then any query of Whoosh's is answered by it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh.collectors import TimeLimitCollector
from whoosh.qparser import QueryParser
from whoosh.query import And, Every, Not, NumericRange, Or, Prefix, Term
from whoosh.searching import Searcher

from reader.language.forms import search_form
from reader.library.library import Library, open_index
from reader.newspaper.holdings import Document
from reader.search.answering.whoosh_engine import PageCollector
from reader.search.documents import Order, day_number
from reader.search.index.article_searcher import GramIndex
from reader.search.index.gram_writer import GramWriter
from reader.search.query import Exact, Period, matches, parse_query
from tests import homes
from tests.corpus import write_library
from tests.search.library_of_texts import TextTable, a_document


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("whoosh")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, folder / "home")
        write_library(folder / "报", 30)
        library = Library.open(folder / "报")
        library.sync()
        yield library


@pytest.fixture
def searcher(library: Library) -> Iterator[Searcher]:
    with open_index(library.root).searcher() as searcher:
        yield searcher


def ids(searcher: Searcher, query: object, **options: object) -> list[int]:
    return [hit["id"] for hit in searcher.search(query, limit=None, **options)]  # type: ignore[arg-type]


def expected(library: Library, text: str) -> list[int]:
    """By the texts alone."""
    query = parse_query(text)
    return sorted(id for id, document in documents(library).items() if matches(query, document))


def documents(library: Library) -> dict[int, Document]:
    return library.local.engine._texts.texts(all_ids(library))


def all_ids(library: Library) -> list[int]:
    return [int(id) for id in library.searcher._derived.engine.ids()]


@pytest.mark.parametrize(
    "text",
    [
        "渡口",
        "说",
        "雁桥 说",
        "雁桥 -说",
        "说 或 雁桥",
        "的 -雁桥",
        "标题:雁桥",
        "不会有的字句",
        "日报 说 的",
    ],
)
def test_stock_collectors_give_exactly_what_the_texts_hold(
    library: Library, searcher: Searcher, text: str
) -> None:
    query = parse_query(text).root
    assert query is not None
    assert sorted(ids(searcher, query)) == expected(library, text)
    plain = query.apply(lambda each: each)
    assert sorted(ids(searcher, plain)) == expected(library, text)


def test_whooshs_own_queries_answer(library: Library, searcher: Searcher) -> None:
    said = Exact("说", "说")
    assert sorted(ids(searcher, And([said, Not(Exact("雁桥", "雁桥"))]))) == expected(library, "说 -雁桥")
    assert sorted(ids(searcher, Or([said, Exact("雁桥", "雁桥")]))) == expected(library, "说 或 雁桥")
    assert len(ids(searcher, Every())) == len(all_ids(library))
    pages = [label.decode() for label in searcher.reader().lexicon("page")]
    with_page = {id for page in pages for id in ids(searcher, Term("page", page))}
    assert with_page == {id for id in all_ids(library) if documents(library)[id].page}
    assert ids(searcher, Prefix("words", "雁"))


def test_days_are_numbers_of_whoosh(library: Library, searcher: Searcher) -> None:
    issues = library.contents.newest_issue()
    assert issues is not None
    assert issues.date is not None
    day = day_number(issues.date)
    stock = ids(searcher, NumericRange("day", day, day))
    assert sorted(stock) == sorted(ids(searcher, Period(issues.date, issues.date)))
    assert stock


def test_whoosh_sorts_and_groups_by_columns(searcher: Searcher) -> None:
    hits = searcher.search(Every(), limit=None, sortedby="day", groupedby="newspaper")
    days = [hit["day"] for hit in hits]
    assert days == sorted(days)
    groups = hits.groups("newspaper")
    assert sum(map(len, groups.values())) == len(days)
    assert Counter({name: len(found) for name, found in groups.items()}) == Counter(
        hit["newspaper"] for hit in hits
    )


def test_whooshs_parser_asks_for_words_of_jieba(library: Library, searcher: Searcher) -> None:
    index = open_index(library.root)
    query = QueryParser("words", index.schema).parse("雁桥日报")
    found = ids(searcher, query)
    assert set(found) <= set(all_ids(library))


def test_a_search_with_whooshs_collectors_is_scored_and_limited_in_time(searcher: Searcher) -> None:
    collector = TimeLimitCollector(searcher.collector(limit=5), timelimit=60)
    searcher.search_with_collector(Exact("说", "说"), collector)
    results = collector.results()
    assert len(list(results)) == 5
    assert results.top_n[0][0] > 0


@pytest.mark.parametrize("order", Order)
def test_our_collector_gives_whooshs_results(library: Library, searcher: Searcher, order: Order) -> None:
    collector = PageCollector(order, 3, 10)
    searcher.search_with_collector(Exact("说", "说"), collector)
    results = [hit["id"] for hit in collector.results()]
    assert (
        results == list(collector.ids) == list(library.searcher.search("说", order, limit=10, offset=3).ids)
    )


def test_words_of_a_text_can_be_listed(library: Library, searcher: Searcher) -> None:
    words = {word.decode() for word in searcher.reader().lexicon("words")}
    document = next(iter(library.local.engine._texts.texts(all_ids(library)[:1]).values()))
    assert any(word in document.text for word in words)
    assert all(search_form(word) == word for word in words)


def test_whooshs_writer_adds_and_deletes(tmp_path: Path) -> None:
    texts = TextTable(tmp_path / "texts.sqlite")
    documents = [a_document(n, f"2024-01-{n:02}", "1", body=[f"渡口第{n}船"]) for n in range(1, 6)]
    texts.put(documents)
    index = GramIndex(tmp_path / "index", texts)
    with GramWriter(index) as writer:
        for each in documents:
            writer.add_document(
                id=each.id, newspaper=each.newspaper, day=each.date, page=each.page, text=each.text
            )
    with index.searcher() as searcher:
        assert sorted(ids(searcher, Exact("渡口", "渡口"))) == [1, 2, 3, 4, 5]
    writer = GramWriter(index)
    assert writer.delete_by_term("id", 2) == 1  # type: ignore[arg-type]  # Whoosh takes what the field takes
    assert writer.delete_by_query(Exact("第4船", "第4船")) == 1
    writer.update_document(id=5, newspaper="雁桥日报", day=None, page=None, text=documents[4].text)
    writer.commit()
    with index.searcher() as searcher:
        assert sorted(ids(searcher, Exact("渡口", "渡口"))) == [1, 3, 5]
        assert searcher.doc_count() == 3
    cancelled = GramWriter(index)
    cancelled.delete_by_term("id", 1)  # type: ignore[arg-type]
    cancelled.cancel()
    with index.searcher() as searcher:
        assert sorted(ids(searcher, Exact("渡口", "渡口"))) == [1, 3, 5]
