"""Counts are bounded by what is kept where the index would take long; the bounds are none too low."""

import pytest

from reader.features.room.common_grams import ALL, Year
from reader.features.room.question import bounding_grams
from reader.search.query import parse_query

COMMON = {"这": 30_000, "那": 20_000, "渡": 9_000, "口": 8_000, "渡口": 4_000}
MANY = [Year(1998, 50_000, True, COMMON), Year(1999, 50_000, True, COMMON | {"渡口": 3_000})]


def grams(typed: str, years: list[Year] = MANY) -> dict[int, tuple[str, ...]]:
    root = parse_query(typed).root
    assert root is not None
    return bounding_grams(root, years)


@pytest.mark.parametrize(
    ("typed", "bounding"),
    [
        ("这 那", ("那",)),
        ("这 -那", ("这",)),
        ("这 /9 那", ("那",)),
        ("(这 那) 或 口", ("那", "口")),
        ("这 或 (那 或 口)", (ALL,)),
        ("这 或 渡", ("这", "渡")),
        ("这 或 船", (ALL,)),
        ("这 或 报:晚报", (ALL,)),
        ("这 那 报:晚报", ("那",)),
        ("这 版:3", ("这",)),
    ],
)
def test_the_rarest_of_common_grams_bounds_a_year(typed: str, bounding: tuple[str, ...]) -> None:
    assert grams(typed) == {1998: bounding, 1999: bounding}


@pytest.mark.parametrize("typed", ["渡口", "渡 或 船", "渡口 这", "渡口的", "渡口 报:晚报", "-这", "报:晚报"])
def test_what_the_index_soon_counts_or_no_string_bounds_is_not_bounded(typed: str) -> None:
    assert grams(typed) == {}


def test_years_that_are_not_asked_for_are_not_bounded() -> None:
    assert grams("(这 或 渡) 日期:1998") == {1998: ("这", "渡")}


def test_a_year_in_which_a_string_is_rare_or_that_is_not_counted_is_left_to_the_index() -> None:
    rare = Year(1997, 50_000, True, {"这": 30_000})
    assert grams("这 那", [*MANY, rare]).keys() == {1998, 1999}
    assert grams("这 那", [*MANY, Year(1996, 50_000, False, {})]).keys() == {1998, 1999}
