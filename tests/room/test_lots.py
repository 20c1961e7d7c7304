"""Which years of a room are asked for a page together, and how."""

from reader.room.common_grams import Year
from reader.room.lots import Lot, in_lots
from reader.search.engine import Order
from reader.search.query import parse_query

YEARS = range(1980, 2000)


def lots(typed: str, common: dict[str, int], order: Order = Order.NEWEST, undated: int = 0) -> list[Lot]:
    root = parse_query(typed).root
    assert root is not None
    years = [Year(0, undated, True, {}), *(Year(year, 50_000, True, common) for year in YEARS)]
    return in_lots(root, years, order, 51)


def test_a_string_with_a_rare_pair_is_asked_of_all_years_at_once() -> None:
    assert lots('"渡口的船"', {"渡口": 9_000, "的船": 2_000}) == [Lot(1980, 1999, walks=False)]


def test_a_string_that_is_everywhere_is_found_on_a_walk() -> None:
    assert lots('"的"', {"的": 45_000}) == [Lot(1980, 1999, walks=True)]
    assert lots("-渡口", {}) == [Lot(1980, 1999, walks=True)]


def test_lots_of_common_pairs_begin_with_the_newest_year_and_grow() -> None:
    found = lots('"渡口的"', {"渡口": 9_000, "口的": 5_000})
    assert found[0] == Lot(1999, 1999, walks=False)
    assert found[1].last == 1998
    widths = [each.last - each.first for each in found]
    assert widths[:-1] == sorted(widths[:-1])
    assert [found[0].last, found[-1].first] == [1999, 1980]


def test_a_period_leaves_years_out_and_undated_articles_come_last() -> None:
    assert lots('"渡口" 日期:1985..1986', {}) == [Lot(1985, 1986, walks=False)]
    for order in Order.NEWEST, Order.OLDEST:
        assert lots('"渡口"', {}, order, undated=7)[-1] == Lot(0, 0, walks=False)
