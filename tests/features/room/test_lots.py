"""Which years of a room are asked for a page together, and how."""

import datetime as dt

import pytest

from reader.features.room.common_grams import Year
from reader.features.room.lots import Lot, in_lots
from reader.search.documents import Order, day_number
from reader.search.query import parse_query

YEARS, WANTED = range(1980, 2000), 51


def years(first: int, last: int, *, walks: bool) -> Lot:
    return Lot(first << 9, (last + 1) << 9, walks)


def nth_day(number: int) -> int:
    year, month, day = number >> 9, number >> 5 & 15, number & 31
    return (year * 12 + max(month - 1, 0)) * 31 + max(day - 1, 0)


def lots(typed: str, common: dict[str, int], order: Order = Order.NEWEST, undated: int = 0) -> list[Lot]:
    root = parse_query(typed).root
    assert root is not None
    room = [Year(0, undated, True, {}), *(Year(year, 50_000, True, common) for year in YEARS)]
    return in_lots(root, room, order, WANTED)


def test_three_questions_reach_all_years_for_a_string_with_a_rare_pair() -> None:
    found = lots('"渡口的船"', {"渡口": 9_000, "的船": 2_000})
    assert found == [
        years(1998, 1999, walks=False),
        years(1990, 1997, walks=False),
        years(1980, 1989, walks=False),
    ]


@pytest.mark.parametrize(("typed", "matching"), [('"的"', 45_000), ("-渡口", 49_750)])
@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
def test_a_string_that_is_everywhere_is_found_on_a_walk_of_some_days(
    typed: str, matching: int, order: Order
) -> None:
    """Another server sends rows of a walk by the thousand: no more than four times as many as are wanted at first."""
    found = lots(typed, {"的": matching}, order)
    assert all(each.walks for each in found)
    assert_all_days_in_order(found, order)
    days = [nth_day(each.beyond) - nth_day(each.first) for each in found]
    assert WANTED <= days[0] * matching / 372 <= 4 * WANTED + matching / 372


def test_a_walk_is_along_the_days_that_are_asked_for_alone() -> None:
    typed, common = '"的" 日期:1984-05-10..1985-02-05', {"的": 150}
    assert lots(typed, {"的": 45_000})[0].beyond == day_number(dt.date(1985, 2, 6))
    assert lots(typed, {"的": 45_000}, Order.OLDEST)[0].first == day_number(dt.date(1984, 5, 10))
    assert lots(typed, common) == [years(1984, 1985, walks=False)]


def assert_all_days_in_order(found: list[Lot], order: Order) -> None:
    ends = [(each.first, each.beyond) for each in found]
    if order is Order.NEWEST:
        ends.reverse()
    assert [first for first, _ in ends[1:]] == [beyond for _, beyond in ends[:-1]]
    assert (ends[0][0], ends[-1][1]) == (YEARS[0] << 9, (YEARS[-1] + 1) << 9)


def test_lots_of_a_common_pair_are_years_the_newest_first_and_grow() -> None:
    """The index decides, so no text is read."""
    found = lots('"渡口"', {"渡口": 150})
    assert found[0] == years(1998, 1999, walks=False)
    assert found[1].beyond == 1998 << 9
    assert [each.beyond - each.first for each in found] == sorted(each.beyond - each.first for each in found)


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
def test_a_year_whose_texts_decide_is_divided(order: Order) -> None:
    found = lots('"渡口的"', {"渡口": 9_000, "口的": 5_000}, order, undated=7)
    newest = found[0]
    assert newest.beyond - newest.first < 1 << 9
    widths = [nth_day(each.beyond) - nth_day(each.first) for each in found[:-2]]
    assert widths == sorted(widths)
    assert_all_days_in_order(found[:-1], order)
    assert found[-1] == years(0, 0, walks=False)


def test_a_period_leaves_years_out_and_undated_articles_come_last() -> None:
    assert lots('"渡口" 日期:1985..1986', {"渡口": 90}) == [years(1985, 1986, walks=False)]
    for order in Order.NEWEST, Order.OLDEST:
        assert lots('"渡口"', {}, order, undated=7)[-1] == years(0, 0, walks=False)
