"""A room answers as the local engine does: count by count, page by page, whatever is asked."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest

from reader.features.room.connections import RoomConnections
from reader.features.room.engine import RoomEngine
from reader.newspaper.holdings import Document
from reader.search.answering import ladder
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import Order
from reader.search.engine import Engine
from reader.search.query import Among, Query, all_of, parse_query
from tests.features.room.clusters import shared
from tests.search.library_of_texts import TextTable, a_document
from tests.search.made_up_texts import MadeUp, made_up

pytestmark = pytest.mark.slow

ARTICLES = 600
BATCH = 250
PAGES = (None, "1", "2", "10", "A4", "第03版")


def documents_of(texts: MadeUp, seed: int) -> list[Document]:
    """Articles of two papers and eight years, some undated; every third begins with a headline of its own words."""
    dice = random.Random(seed)
    found = []
    for number, text in enumerate(texts.texts, 1):
        day = dt.date(1986, 1, 1) + dt.timedelta(days=dice.randrange(3000))
        half = len(text) // 2
        found.append(
            a_document(
                number,
                None if number % 40 == 0 else day.isoformat(),
                dice.choice(PAGES),
                newspaper="雁桥晚报" if number % 3 else "雁桥日报",
                headline=text[:12] if number % 3 == 0 else "",
                section="民生" if number % 5 == 0 else "",
                credits=f"记者{texts.names[number % len(texts.names)]}" if number % 2 else "",
                body=[text[:half], text[half:]],
            )
        )
    return found


def queries_of(texts: MadeUp, seed: int) -> Iterator[str]:
    dice = random.Random(seed)

    def cut(length: int) -> str:
        text = dice.choice(texts.texts)
        at = dice.randrange(len(text) - length)
        return '"' + text[at : at + length].replace('"', '""') + '"'

    for _ in range(2):
        a, b, name = cut(2), cut(1), dice.choice(texts.names)
        yield from (a, b, cut(3), cut(9), f"{a} {b}", f"{a} 或 {cut(3)}", f"{b} -{a}", f"-{b}", name)
        yield from (f"{a} /20 {b}", f"-({a} /5 {b})", f"标题:{a}", f"记者:{name}", f"标题:({a} 或 {b})")
        yield from (f"{name[0]}?{name[-1]}", f"{b} 日期:1988..1990", f"{a} 报:晚报", f"{b} 版:3", "栏目:民生")
        yield f"({a} 或 {name}) {b} 日期:..1991 -版:A4"
        opened = f"{name[0]}?{name[-1]}"
        yield from (
            f"记者:{opened}",
            f"{b} -{opened}",
            f"{a} 或 {opened}",
            f"{opened} /20 {b}",
            f"{opened} 版:3",
        )
        yield from ("1988年3月", "1988-03-05", "日期:1989", f"1988 或 {b}")


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine, MadeUp]]:
    folder = tmp_path_factory.mktemp("local")
    texts = made_up(5, ARTICLES, 60)
    documents = documents_of(texts, 5)
    table = TextTable(folder / "texts.sqlite")
    table.put(documents)
    address = shared().room("like_local")
    local, room = WhooshEngine(folder / "index", table), RoomEngine(address, RoomConnections(address))
    for engine in (local, room):
        for at in range(0, len(documents), BATCH):
            engine.update(documents[at : at + BATCH])
    yield local, room, texts
    local.close()
    room.close()


def assert_alike(local: Engine, room: Engine, query: Query) -> None:
    assert sorted(room.matches(query).tolist()) == sorted(local.matches(query).tolist())
    for order in (Order.NEWEST, Order.OLDEST):
        whole = local.search(query, order, limit=ARTICLES, exact=True)
        assert room.search(query, order, limit=ARTICLES, exact=True) == whole
        for at in range(0, min(len(whole.ids), 60) + 1, 20):
            assert room.page(query, order, limit=20, offset=at) == whole.ids[at : at + 20]
    assert list(room.count(query))[-1] == list(local.count(query))[-1]
    ranked = room.search(query, Order.RELEVANCE, limit=ARTICLES).ids
    assert sorted(ranked) == sorted(whole.ids)


def test_every_kind_of_query_has_the_same_answer(engines: tuple[Engine, Engine, MadeUp]) -> None:
    local, room, texts = engines
    found = 0
    for typed in queries_of(texts, 11):
        query = parse_query(typed)
        assert_alike(local, room, query)
        found += len(local.matches(query)) > 0
    assert found > 20


def test_one_string_is_ranked_as_locally(engines: tuple[Engine, Engine, MadeUp]) -> None:
    local, room, texts = engines
    for name in texts.names[:20]:
        query = parse_query(name)
        ranked = local.search(query, Order.RELEVANCE, limit=ARTICLES)
        assert room.search(query, Order.RELEVANCE, limit=ARTICLES).ids == ranked.ids


class _Statistics:
    """What a ladder asks of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def frequencies(self, needles: list[str]) -> list[int]:
        return self._engine.frequencies(needles)


def test_other_shapes_and_chosen_articles_too(engines: tuple[Engine, Engine, MadeUp]) -> None:
    local, room, texts = engines
    for name in texts.names[:3]:
        for typed in (name, f"{name} /30 的"):
            query = parse_query(typed)
            shapes = ladder.with_shapes(query, _Statistics(local))  # type: ignore[arg-type]
            assert_alike(local, room, shapes)
            chosen = Query(all_of([query.root, Among(range(1, ARTICLES, 2))]))  # type: ignore[list-item]
            assert_alike(local, room, chosen)


def test_a_string_is_in_at_most_as_many_articles_as_the_index_says(
    engines: tuple[Engine, Engine, MadeUp],
) -> None:
    _, room, texts = engines
    needles = [*texts.names[:10], "的", "没有这串字"]
    for needle, most in zip(needles, room.frequencies(needles), strict=True):
        assert room.search(parse_query(f'"{needle}"'), exact=True).total <= most
