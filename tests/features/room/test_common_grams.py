"""The counts that are kept are those that one gets by looking at each text, whatever was loaded and removed."""

import random
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise

import pytest

from reader.features.room import common_grams, question
from reader.features.room.address import RoomAddress
from reader.features.room.common_grams import ALL, count_common, stored_counts, years_with
from reader.features.room.connections import LIBRARIAN, RoomConnections, connect
from reader.features.room.counts import YearCounts
from reader.features.room.engine import RoomEngine
from reader.newspaper.holdings import Document
from reader.search.documents import month_number
from reader.search.query import matches, parse_query
from tests.features.room.clusters import empty_room
from tests.search.library_of_texts import a_document

pytestmark = pytest.mark.slow

LETTERS = "的一是在渡口船𠮷﷐a1"
LEAST = 6


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[RoomConnections]:
    monkeypatch.setattr(common_grams, "COMMON", LEAST)
    with closing(RoomConnections(empty_room())) as connections:
        yield connections


@pytest.fixture
def engine(connections: RoomConnections) -> RoomEngine:
    return RoomEngine(connections.address, connections)


def a_text(dice: random.Random, number: int) -> Document:
    """Return a short article of few characters, dated, undated, on a page or on none."""
    date = dice.choice([None, f"198{dice.randrange(3)}-{dice.randrange(1, 13):02}-03"])
    said = ["".join(dice.choices(LETTERS, k=dice.randrange(9))) for _ in range(2)]
    return a_document(
        number,
        date,
        dice.choice([None, "1", "A4"]),
        newspaper=dice.choice(["雁桥日报", "雁桥晚报"]),
        headline=said[0],
        body=[said[1] + dice.choice(["", "", "\0", "\ud83c"])],
    )


def by_looking(documents: list[Document], gram: str) -> dict[int, YearCounts]:
    found: dict[int, YearCounts] = {}
    for each in documents:
        if gram in each.text:
            year = found.setdefault(each.date.year if each.date else 0, YearCounts())
            year.add(month_number(each.date), each.page or "", each.newspaper)
    return found


def count(address: RoomAddress) -> None:
    with connect(address, is_reader=False) as connection:
        connection.execute(f"SET ROLE {LIBRARIAN}")
        count_common(connection)


def test_kept_counts_are_those_of_the_texts(engine: RoomEngine, connections: RoomConnections) -> None:
    dice = random.Random(7)
    there: dict[int, Document] = {}
    kept_at_all = 0
    for turn in range(8):
        put = {number: a_text(dice, number) for number in dice.sample(range(1, 200), 40)}
        gone = dice.sample(sorted(there), len(there) // 4)
        engine.update(put.values(), gone)
        there = {number: each for number, each in there.items() if number not in gone} | put
        is_counted = turn % 2 == 0
        if is_counted:
            count(connections.address)
        documents = list(there.values())
        grams = {
            text[at : at + n]
            for text in (d.text for d in documents)
            for at in range(len(text))
            for n in (1, 2)
        }
        for gram in (ALL, *sorted(each for each in grams if not set(each) & set("\n\0\ud83c\ufdd0"))):
            looked = by_looking(documents, gram)
            kept = stored_counts(connections, gram, lambda: False)
            kept_at_all += len(kept)
            assert kept.keys() <= looked.keys()
            assert all(looked[year] == counts for year, counts in kept.items())
            if is_counted:
                common = {year for year, counts in looked.items() if counts.by_month.total() >= LEAST}
                assert common <= kept.keys() if gram else common == kept.keys()
            if gram:
                found = next(engine.count(parse_query(f'"{gram}"')))
                assert found.total_is_exact
                assert found.total == sum(each.by_month.total() for each in looked.values())
    assert kept_at_all > 100


def test_a_year_that_is_changed_is_counted_no_more(engine: RoomEngine, connections: RoomConnections) -> None:
    engine.update(a_document(number, f"198{number % 2}-01-01", body=["渡口"]) for number in range(1, 40))
    count(connections.address)
    engine.update([a_document(50, "1980-02-01", body=["渡口"])])
    years = years_with(connections, ["渡口"], lambda: False)
    assert [(each.year, each.is_counted, each.common) for each in years if each.articles] == [
        (1980, False, {}),
        (1981, True, {"渡口": 20}),
    ]


@pytest.mark.parametrize(
    "kind",
    [
        *(
            "{a} 或 {b}",
            "{a} 或 {b}{c}",
            "{a} 或 {b} 或 {c}{a}",
            "{a} 或 {b}{c}{a}",
            "{a} 或 {b}?{c}",
            "{a}{b}{c} 或 {b}{c}{a}",
        ),
        *(
            "({a} 或 {b}) {c}",
            "({a}{c} 或 {b}) {c} {a}",
            "{c} -({a} 或 {b})",
            "({a} 或 标题:{b}) ({c} 或 标题:{a})",
        ),
        *(
            "{a} 日期:1980..1981",
            "{a} 或 {b} 日期:1981",
            "({a} 或 {b}) 日期:1980-05..1982-03",
            "日期:1980 -{a}",
        ),
        *("{a} 报:晚报 日期:1981..", "{a} 或 版:A4", "{a} 日期:1980 日期:1980-02..1984"),
    ],
)
def test_counts_of_combinations_are_those_of_the_texts(
    many: tuple[RoomEngine, list[Document]], kind: str
) -> None:
    """Whatever is kept of their parts, which one year has and another has not."""
    engine, documents = many
    dice = random.Random(kind)
    for _ in range(6):
        a, b, c = dice.sample("的一是在渡口船", 3)
        query = parse_query(kind.format(a=a, b=b, c=c))
        looked = YearCounts()
        for each in documents:
            if matches(query, each):
                looked.add(month_number(each.date), each.page or "", each.newspaper)
        found = list(engine.count(query))[-1]
        assert found.total_is_exact
        assert (found.by_month, found.by_page, found.by_newspaper) == (
            looked.by_month,
            looked.by_page,
            looked.by_newspaper,
        ), query


@pytest.fixture(scope="module")
def many() -> Iterator[tuple[RoomEngine, list[Document]]]:
    """A room in which the grams of one year are not counted."""
    dice = random.Random(9)
    documents = [a_text(dice, number) for number in range(1, 200)]
    with pytest.MonkeyPatch.context() as patch, closing(RoomConnections(empty_room())) as connections:
        patch.setattr(common_grams, "COMMON", LEAST)
        engine = RoomEngine(connections.address, connections)
        engine.update(documents[1:])
        count(connections.address)
        engine.update(documents[:1])
        yield engine, documents


def test_bounds_by_what_is_kept_come_down_to_the_exact_counts(
    engine: RoomEngine, connections: RoomConnections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(question, "COMMON", LEAST)
    monkeypatch.setattr(question, "SOON_COUNTED", 0)
    dice = random.Random(8)
    documents = [a_text(dice, number) for number in range(1, 300)]
    engine.update(documents)
    count(connections.address)
    engine.update([a_text(dice, 300)])  # one year is not counted any more
    bounded = 0
    for _ in range(60):
        a, b, c = dice.sample("的一是在渡口船", 3)
        typed = dice.choice([f"{a} {b}", f"{a}{b} 或 {c}", f"{a} -{b}", f"{a}{b}{c} 或 {a}"])
        steps = list(engine.count(parse_query(typed)))
        bounded += not steps[0].total_is_exact and steps[0].total > steps[-1].total
        assert steps[-1].total_is_exact
        assert steps[-1].total == len(engine.matches(parse_query(typed)))
        for before, after in pairwise(steps):
            assert all(before.by_month[month] >= number for month, number in after.by_month.items())
    assert bounded > 20
