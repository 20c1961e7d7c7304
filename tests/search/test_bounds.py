"""However long a query is and however many forms its strings have: what is made of it is bounded, and what is left out
is said."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from reader.search.answering.ladder import Rung, rungs, with_shapes
from reader.search.answering.misread_readings import Settled
from reader.search.answering.other_shapes import MOST_FORMS, in_shapes
from reader.search.noisy_channel import USUAL_RATE, NoisyChannel
from reader.search.query import IgnoredPart, Query, parse_query
from tests import rotation
from tests.growth import MOST, TIMES, calls


class Everything:
    """`ladder.Statistics` of a library of which every text holds every string: nothing can be ruled out by it."""

    def __init__(self) -> None:
        self.looked_up = 0
        """The number of characters of all strings that were looked up."""

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        self.looked_up += sum(map(len, needles))
        return [9_000] * len(needles)

    def count(self, query: Query, at_most: int) -> int:
        leaves = query.root.leaves() if query.root is not None else ()
        self.looked_up += sum(len(getattr(leaf, "needle", "")) for leaf in leaves)
        return at_most

    def settled(self, printed: str, read_as: str) -> Settled:
        return {}

    def certainty(self, article: int) -> str:
        return ""

    def channel(self) -> NoisyChannel:
        return NoisyChannel(self.frequencies, 9_000, USUAL_RATE)


def numbers(size: int) -> str:
    return "".join(f"{1900 + n}年{n % 12 + 1}月{n % 28 + 1}日有{n + 100}个" for n in range(size // 16))


def variants(size: int) -> str:
    return ("台发后面里历尽复干" * size)[:size]


QUERIES: Mapping[str, Callable[[int], str]] = {
    "numbers": numbers,
    "variants": variants,
    "numbers, quoted": lambda size: f'"{numbers(size)}"',
    "one character": lambda size: "的" * size,
    "many words": lambda size: " ".join(f"台发{n}年" for n in range(size // 14)),
    "many words, quoted": lambda size: " ".join(f'"台发{n}年"' for n in range(size // 18)),
    "many alternatives": lambda size: " OR ".join(f"台发{n}年" for n in range(size // 20)),
    "near": lambda size: f"{variants(size // 2)} /10 {numbers(size // 2)}",
    "alternatives near alternatives": lambda size: " /10 ".join(
        ["(" + " OR ".join(f"台{n}年" for n in range(size // 4)) + ")"] * 2
    ),
    "brackets": lambda size: "(台发 OR " * size + "后面" + ")" * size,
    "open characters": lambda size: "台?" * (size // 2),
}
SIZE = 40
_LONG = 80
"""The size of one string, of which the first forms are looked up the most."""


each_query = pytest.mark.parametrize("name", rotation.in_turn(QUERIES, days=2))


@each_query
def test_what_is_looked_up_grows_as_the_query(name: str) -> None:
    def looked_up(size: int) -> int:
        known = Everything()
        query = parse_query(QUERIES[name](size))
        with_shapes(query, known)
        for _ in rungs(query, known, with_shapes=True):
            pass
        return known.looked_up

    size = SIZE if "many" in name or "near" in name else _LONG
    assert looked_up(size * TIMES) <= MOST * looked_up(size)


@each_query
def test_the_work_grows_as_the_query(name: str) -> None:
    def work(size: int) -> int:
        return calls(lambda: with_shapes(parse_query(QUERIES[name](size)), Everything()))

    assert work(SIZE * TIMES) <= MOST * work(SIZE)


@pytest.mark.parametrize("text", [numbers(16 * 60), variants(2_000), "台发" * 3_000, "1987年" * 3_000])
def test_the_forms_of_a_string_are_bounded_and_that_there_are_others_is_known(text: str) -> None:
    found = in_shapes(text, Everything())
    assert len(found.forms) <= MOST_FORMS
    assert sum(map(len, found.forms)) <= 40_000
    assert not found.are_all


def test_a_few_forms_are_all() -> None:
    assert in_shapes("台湾", Everything()).are_all


@pytest.mark.parametrize(
    "typed", [variants(40), numbers(320), f"{variants(5)} /10 {variants(6)}", f"渡口 {variants(40)}"]
)
def test_forms_that_are_left_out_are_said(typed: str) -> None:
    said = with_shapes(parse_query(typed), Everything()).remarks
    assert [remark.why for remark in said if remark.why is IgnoredPart.FORMS]


def test_forms_that_are_left_out_on_a_rung_are_said_there() -> None:
    said = {
        each.rung: [remark.why for remark in each.query.remarks]
        for each in rungs(parse_query(variants(200)), Everything())
    }
    assert said[Rung.SHAPES] == said[Rung.SPLIT] == said[Rung.MISREAD] == [IgnoredPart.FORMS]
