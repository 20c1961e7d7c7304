"""What every engine must do, asked of ours, of its oracle, and of that of a reading room."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.features.room.connections import RoomConnections
from reader.features.room.engine import RoomEngine
from reader.language.forms import search_form
from reader.newspaper.holdings import Document
from reader.search.answering.query_execution import SCORED
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import Order, SearchCancelled
from reader.search.engine import Engine
from reader.search.query import Query, matches, parse_query
from tests.features.room.clusters import empty_room
from tests.laws import examples
from tests.search.fts5_engine import Fts5Engine
from tests.search.library_of_texts import TextTable, a_document


def in_a_room(folder: Path, texts: TextTable) -> Engine:
    """The engine of an empty room, which has its texts itself."""
    address = empty_room()
    return RoomEngine(address, RoomConnections(address))


BESIDE_TEXTS: list[Callable[[Path, TextTable], Engine]] = [WhooshEngine, Fts5Engine]
"""Those that look at texts in another place."""
ENGINES = [*BESIDE_TEXTS, pytest.param(in_a_room, marks=pytest.mark.slow)]


@pytest.fixture
def texts(tmp_path: Path) -> TextTable:
    return TextTable(tmp_path / "texts.sqlite")


@pytest.fixture(params=ENGINES, ids=lambda engine: engine.__name__)
def engine(request: pytest.FixtureRequest, tmp_path: Path, texts: TextTable) -> Iterator[Engine]:
    engine: Engine = request.param(tmp_path / "index", texts)
    yield engine
    engine.close()


def put(engine: Engine, texts: TextTable, *documents: Document) -> None:
    texts.put(documents)
    engine.update(documents)


def found(engine: Engine, text: str, order: Order = Order.NEWEST) -> tuple[int, ...]:
    query = parse_query(text)
    ids = engine.search(query, order, limit=1000).ids
    assert sorted(engine.matches(query).tolist()) == sorted(ids)
    return ids


def test_an_empty_index_finds_nothing(engine: Engine) -> None:
    assert engine.ids().tolist() == []
    assert engine.search(parse_query("雁")).ids == ()
    assert engine.search(parse_query("-雁")).total == 0


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("春灌", [1, 2]),
        ("春 麦田", [2]),
        ("标题:春灌", [1]),
        ("记者:张三", [2]),
        ("栏目:民生", [1]),
        ("张三", [1, 2]),
        ("春灌 -麦田", [1]),
        ("麦田 或 球赛", [2, 3]),
        ("-春灌", [3, 4]),
        ("春灌 /2 开始", [1]),
        ("开始 NEAR/2 春灌", [1]),
        ("春灌 /1 开始", []),
        ("春灌 /9 张三", []),
        ("春灌 /1 麦田 或 赛 /0 球", [2, 3]),
        ("-(春灌 /1 麦田)", [1, 3, 4]),
        ("标题:春灌 /9 开始 日期:2024", [1]),
        ("报:晚报", [3]),
        ("版:A04", [3]),
        ("版:4", []),
        ("日期:2024", [1, 2]),
        ("日期:2024-01", [1]),
        ("日期:..2023", [3]),
        ("-日期:2024", [3, 4]),
        ("日期:2024 或 球赛", [1, 2, 3]),
        ("🌾", [2]),
        ("“——”", [3]),
        ('"a b"', [4]),
        ("ab", []),
        ("", []),
        ("|", []),
    ],
)
def test_a_query_finds_what_it_says(engine: Engine, texts: TextTable, query: str, ids: list[int]) -> None:
    put(
        engine,
        texts,
        a_document(1, "2024-01-27", "1", headline="春灌提前开始", section="民生", body=["干部张三说"]),
        a_document(2, "2024-02-01", "2", headline="返青🌾", credits="记者张三", body=["春灌到麦田"]),
        a_document(3, "1987-06-12", "A4", newspaper="雁桥晚报", headline="球赛", body=["-三比二"]),
        a_document(4, None, None, headline="散页", body=["a b"]),
    )
    for order in Order:
        assert sorted(found(engine, query, order)) == ids


def test_a_string_is_not_found_across_two_lines(engine: Engine, texts: TextTable) -> None:
    put(engine, texts, a_document(1, headline="甲乙", section="丙丁", body=["戊己", "庚辛"]))
    assert [found(engine, text) for text in ("甲乙", "乙丙", "己庚", "丁戊")] == [(1,), (), (), ()]


def test_newest_and_oldest_first_then_page_then_id_and_undated_last(engine: Engine, texts: TextTable) -> None:
    put(
        engine,
        texts,
        a_document(1, None, "1"),
        a_document(2, "2024-01-02", "A1"),
        a_document(3, "2024-01-02", "10"),
        a_document(4, "2024-01-02", "2"),
        a_document(6, "2024-01-02", None),
        a_document(5, "2024-01-02", "2"),
        a_document(7, "1987-06-12", "1"),
    )
    same_day = (4, 5, 3, 2, 6)
    assert found(engine, "雁", Order.NEWEST) == (*same_day, 7, 1)
    assert found(engine, "雁", Order.OLDEST) == (7, *same_day, 1)


def test_relevance_puts_first_what_is_about_it(engine: Engine, texts: TextTable) -> None:
    filler = "今天天气晴朗，街上行人如织。" * 20
    put(
        engine,
        texts,
        a_document(1, "2024-03-05", body=[filler + "水库" + filler]),
        a_document(2, "2024-03-01", headline="水库除险加固完工", body=[filler]),
        a_document(3, "2024-03-02", body=["水库" * 5 + filler]),
        a_document(4, "2024-03-06", body=["鱼塘" + filler]),
    )
    assert found(engine, "水库", Order.RELEVANCE) == (2, 3, 1)


def test_relevance_puts_first_where_the_words_are_near_each_other(engine: Engine, texts: TextTable) -> None:
    filler = "今天天气晴朗，街上行人如织。" * 20
    put(
        engine,
        texts,
        a_document(1, "2024-03-05", body=["水库" + filler + "赵大年"]),
        a_document(2, "2024-03-01", body=["水库管理员赵大年" + filler]),
    )
    assert found(engine, "水库 赵大年", Order.RELEVANCE) == (2, 1)


@pytest.mark.parametrize("order", Order)
def test_pages_follow_one_another(engine: Engine, texts: TextTable, order: Order) -> None:
    count = SCORED + 150
    days = [dt.date(2000, 1, 1) + dt.timedelta(days=i % 300) for i in range(count)]
    put(
        engine,
        texts,
        *(
            a_document(i, day.isoformat(), body=["雁桥" * (1 + i % 3), "雁,桥" if i % 7 else ""])
            for i, day in enumerate(days)
        ),
    )
    query = parse_query('"雁桥雁桥" 或 "雁，桥"')
    whole = engine.search(query, order, limit=count).ids
    assert len(set(whole)) == len(whole) > SCORED
    pages = [engine.search(query, order, limit=97, offset=at).ids for at in range(0, len(whole) + 97, 97)]
    assert sum(pages, ()) == whole


def test_what_is_added_again_is_replaced_and_what_is_removed_is_gone(
    engine: Engine, texts: TextTable
) -> None:
    put(
        engine,
        texts,
        a_document(1, body=["甲乙"]),
        a_document(2, body=["甲丙"]),
        a_document(3, body=["甲丁"]),
    )
    put(engine, texts, a_document(2, body=["戊己"]))
    assert found(engine, "甲") == (1, 3)
    assert found(engine, "戊己") == (2,)
    engine.update([], [1, 99])
    assert engine.ids().tolist() == [2, 3]
    answer = engine.search(parse_query("甲"), exact=True)
    assert (answer.ids, answer.total, answer.total_is_exact) == ((3,), 1, True)


def test_an_id_given_twice_at_once_is_what_was_given_last(engine: Engine, texts: TextTable) -> None:
    put(engine, texts, a_document(1, body=["甲乙"]), a_document(1, body=["丙丁"]))
    assert (found(engine, "甲乙"), found(engine, "丙丁"), engine.ids().tolist()) == ((), (1,), [1])


@pytest.mark.parametrize("engine", BESIDE_TEXTS, indirect=True)
def test_what_the_catalogue_no_longer_has_is_dropped_silently(engine: Engine, texts: TextTable) -> None:
    put(engine, texts, a_document(1, body=["甲乙丙"]), a_document(2, body=["甲乙丙"]))
    texts.drop([1])
    for query in ("甲乙丙", "甲", "-丁"):
        for order in Order:
            assert found(engine, query, order) == (2,)


def test_the_total_is_a_bound_until_it_is_exact(engine: Engine, texts: TextTable) -> None:
    """Every article holds the pairs of 甲乙丙, every other one the string."""
    put(
        engine,
        texts,
        *(
            a_document(i, f"20{i % 20:02}-01-01", body=["甲乙丙"] if i % 2 else ["甲乙", "乙丙"])
            for i in range(1, 301)
        ),
        a_document(301, None, body=["甲乙丙"]),
    )
    query = parse_query("甲乙丙")
    estimate = engine.search(query, limit=10)
    assert 151 <= estimate.total <= 301
    assert not estimate.total_is_exact
    exact = engine.search(query, limit=10, exact=True)
    assert (exact.total, exact.total_is_exact, exact.ids) == (151, True, estimate.ids)
    assert exact.by_year == {0: 1} | {2001 + i: 15 for i in range(0, 20, 2)}
    everything = engine.search(query, limit=1000)
    assert (everything.total, everything.total_is_exact) == (151, True)


def test_a_count_comes_nearer_the_truth_and_ends_there(engine: Engine, texts: TextTable) -> None:
    put(
        engine,
        texts,
        *(
            a_document(
                i,
                f"20{i % 20:02}-01-01",
                str(i % 4 or ""),
                newspaper="雁桥晚报" if i % 5 == 0 else "雁桥日报",
                body=["甲乙丙"] if i % 2 else ["甲乙", "乙丙"],
            )
            for i in range(1, 3001)
        ),
    )
    steps = list(engine.count(parse_query("甲乙丙")))
    assert (steps[0].total, steps[0].total_is_exact) == (3000, False)
    assert len(steps) > 2
    assert [step.total for step in steps] == sorted((step.total for step in steps), reverse=True)
    for step in steps:
        assert {sum(numbers.values()) for numbers in (step.by_year, step.by_page, step.by_newspaper)} == {
            step.total
        }
        assert step.ids == ()
    last = steps[-1]
    assert (last.total, last.total_is_exact) == (1500, True)
    assert last.by_year == {2001 + i: 150 for i in range(0, 20, 2)}
    assert last.by_page == {"1": 750, "3": 750}
    assert last.by_newspaper == {"雁桥日报": 1200, "雁桥晚报": 300}
    assert engine.search(parse_query("甲乙丙"), exact=True, limit=0) == last


def test_one_and_two_characters_are_counted_at_once(engine: Engine, texts: TextTable) -> None:
    put(engine, texts, *(a_document(i, body=["甲乙" if i % 2 else "甲丙"]) for i in range(1, 101)))
    for query, total in {"甲": 100, "甲乙": 50, "-甲乙": 50, "甲 -甲乙": 50, "日期:2024": 100}.items():
        assert next(iter(engine.count(parse_query(query)))).total == total
    assert [step.total for step in engine.count(parse_query(""))] == [0]


@pytest.mark.parametrize("order", Order)
def test_a_page_is_what_a_search_finds(engine: Engine, texts: TextTable, order: Order) -> None:
    put(engine, texts, *(a_document(i, f"20{i % 20:02}-01-01", body=["甲乙丙"]) for i in range(1, 200)))
    query = parse_query("甲乙丙")
    found = engine.search(query, order, limit=10, offset=20)
    assert engine.page(query, order, limit=10, offset=20) == found.ids


def test_a_count_that_is_overtaken_stops(engine: Engine, texts: TextTable) -> None:
    put(engine, texts, *(a_document(i, body=["甲乙丙"]) for i in range(3000)))
    is_superseded = threading.Event()
    steps = engine.count(parse_query("甲乙丙"), is_superseded.is_set)
    assert next(steps).total == 3000
    fetched = texts.fetched
    is_superseded.set()
    with pytest.raises(SearchCancelled):
        list(steps)
    assert texts.fetched == fetched


@pytest.mark.parametrize("engine", BESIDE_TEXTS, indirect=True)
def test_a_search_that_is_overtaken_stops(engine: Engine, texts: TextTable) -> None:
    put(engine, texts, *(a_document(i, body=["甲乙丙"]) for i in range(200)))
    asked = 0

    def superseded() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    with pytest.raises(SearchCancelled):
        engine.search(parse_query("甲乙丙"), exact=True, cancelled=superseded)
    assert asked == 4


# ---- the law: found if and only if it stands there

SCRIPTS = st.sampled_from(
    "雁桥的一是春灌，。、：“”\"'（）-–—·…aAéß1２Ⅳﬁ ㎏ｱﾞが한\u0301\u200b𠮷🌾\u3000 \0\x1f"
)
STRINGS = st.text(SCRIPTS, max_size=12) | st.text(max_size=6)
FORMS = STRINGS.map(search_form)
DOCUMENTS = st.lists(
    st.builds(
        lambda newspaper, date, page, headline, section, credits, body: a_document(
            0, date, page, newspaper=newspaper, headline=headline, section=section, credits=credits, body=body
        ),
        st.sampled_from(["雁桥日报", "雁桥晚报", ""]),
        st.sampled_from([None, "1987-06-12", "2024-01-27", "2024-02-29", "9999-12-31"]),
        st.sampled_from([None, "1", "2", "A4", "要闻"]),
        FORMS,
        FORMS,
        FORMS,
        st.lists(FORMS, max_size=3),
    ),
    max_size=12,
)


@st.composite
def documents_and_query(draw: st.DrawFn) -> tuple[list[Document], Query]:
    documents = [
        Document(i, d.newspaper, d.date, d.page, d.text) for i, d in enumerate(draw(DOCUMENTS), start=1)
    ]
    lines = [line for document in documents for line in document.text.split("\n") if line]

    def cut() -> str:
        line = draw(st.sampled_from(lines))
        begin = draw(st.integers(0, len(line) - 1))
        return line[begin : begin + draw(st.integers(1, 8))]

    def word() -> str:
        string = cut() if bool(lines) and draw(st.booleans()) else draw(STRINGS)
        prefix = draw(st.sampled_from(["", "", "", "-", "标题:", "记者:", "栏目:", "-标题:"]))
        return prefix + '"' + string.replace('"', '""') + '"'

    parts = [word() for _ in range(draw(st.integers(1, 3)))]
    if draw(st.booleans()):
        near = f'"{cut() if lines else "雁"}" /{draw(st.integers(0, 4))} "{cut() if lines else "桥"}"'
        parts.append(draw(st.sampled_from([near, f"-({near})", f"标题:({near})"])))
    parts.append(draw(st.sampled_from(["", "", "版:1", "报:晚", "日期:2024", "-日期:1987"])))
    return documents, parse_query(draw(st.sampled_from([" ", " 或 "])).join(parts))


@pytest.mark.parametrize("kind", ENGINES)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(150)
)
@given(case=documents_and_query(), batch=st.integers(1, 5))
def test_a_document_is_found_if_and_only_if_its_text_says_so(
    kind: Callable[[Path, TextTable], Engine],
    tmp_path_factory: pytest.TempPathFactory,
    case: tuple[list[Document], Query],
    batch: int,
) -> None:
    documents, query = case
    folder = tmp_path_factory.mktemp("law")
    texts = TextTable(folder / "texts.sqlite")
    texts.put(documents)
    with closing(kind(folder / "index", texts)) as engine:
        for at in range(0, len(documents), batch):
            engine.update(documents[at : at + batch])
        expected = [document.id for document in documents if matches(query, document)]
        for order in Order:
            answer = engine.search(query, order)
            assert sorted(answer.ids) == expected
            assert (answer.total, answer.total_is_exact) == (len(expected), True)
        exact = engine.search(query, exact=True, limit=0)
        assert (exact.total, sum(exact.by_year.values())) == (len(expected), len(expected))


@pytest.mark.parametrize("kind", BESIDE_TEXTS)
@settings(deadline=None, max_examples=examples(60))
@given(case=documents_and_query(), one=st.integers(1, 12), other=st.integers(1, 12))
def test_however_an_index_is_split_into_segments_it_answers_alike(
    kind: Callable[[Path, TextTable], Engine],
    tmp_path_factory: pytest.TempPathFactory,
    case: tuple[list[Document], Query],
    one: int,
    other: int,
) -> None:
    documents, query = case
    folder = tmp_path_factory.mktemp("split")
    texts = TextTable(folder / "texts.sqlite")
    texts.put(documents)
    answers = []
    for name, batch in (("one", one), ("other", other)):
        with closing(kind(folder / name, texts)) as engine:
            for at in range(0, len(documents), batch):
                engine.update(documents[at : at + batch])
            answers.append([engine.search(query, order).ids for order in Order])
    assert answers[0] == answers[1]


def test_a_string_that_no_article_has_does_not_change_the_order(engine: Engine, texts: TextTable) -> None:
    """Words of it stand in the headline of the older one."""
    put(
        engine,
        texts,
        a_document(1, "2024-01-01", headline="六月初一", body=["说起那个集"]),
        a_document(2, "2024-01-02", headline="腊月十五", body=["说起那个集"]),
    )
    assert found(engine, "集", Order.RELEVANCE) == (2, 1)
    assert found(engine, "一九八七年六月初一 或 集", Order.RELEVANCE) == (2, 1)
