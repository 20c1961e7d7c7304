"""Articles come in an order that a person agrees with, as far as `judgements/` says what that is."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from statistics import fmean

import pytest

from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import Order
from tests.search.library_of_texts import TextTable
from tests.search.relevance import Bm25, by_bm25, by_relevance, judgements, newest, oldest

FLOOR = 0.93

judged = cache(judgements)


def test_what_is_judged_is_what_the_query_finds() -> None:
    for each in judged():
        found = {document.id for document in each.found()}
        assert each.headlines == {id: each.shelf.titles[id] for id in each.grades}, each.text
        assert each.grades.keys() <= found, each.text
        assert max(each.grades.values()) > min(each.grades.get(id, 0) for id in found), each.text


def test_most_queries_are_judged_on_the_sample() -> None:
    assert len({each.text for each in judged()}) >= 60
    assert sum(each.shelf is judged()[0].shelf for each in judged()) >= 60


@cache
def other_orders() -> tuple[list[list[int]], ...]:
    """Plain BM25, newest first, oldest first, for every query."""
    shelves = {id(each.shelf): each.shelf for each in judged()}
    bm25 = {key: Bm25(shelf.documents) for key, shelf in shelves.items()}
    return (
        [by_bm25(each, bm25[id(each.shelf)]) for each in judged()],
        [newest(each) for each in judged()],
        [oldest(each) for each in judged()],
    )


@pytest.mark.parametrize("is_held_out", [False, True])
def test_relevance_is_nearer_to_the_judgements_than_other_orders(is_held_out: bool) -> None:
    def mean(orders: Sequence[Sequence[int]]) -> float:
        pairs = zip(judged(), orders, strict=True)
        return fmean(each.ndcg(order) for each, order in pairs if each.is_held_out is is_held_out)

    ours = mean([by_relevance(each) for each in judged()])
    assert ours >= FLOOR
    assert all(ours > mean(orders) + 0.05 for orders in other_orders())


def test_the_engine_gives_the_order_that_is_measured(tmp_path: Path) -> None:
    for number, shelf in enumerate({id(each.shelf): each.shelf for each in judged()}.values()):
        texts = TextTable(tmp_path / f"{number}.sqlite")
        texts.put(shelf.documents)
        engine = WhooshEngine(tmp_path / f"{number}", texts)
        engine.update(shelf.documents)
        for each in judged():
            if each.shelf is shelf:
                assert list(engine.search(each.query, Order.RELEVANCE).ids) == by_relevance(each)
