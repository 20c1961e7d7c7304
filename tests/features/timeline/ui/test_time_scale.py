"""Years, or months where one or two years are all that is looked at."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.timeline.ui.time_scale import BarRange, time_scale
from reader.search.documents import month_number
from reader.search.query import Period, parse_query
from reader.search.query.editing import period_of

JUNE_1987 = 1987 * 12 + 5
YEAR_1987 = BarRange(1987 * 12, 1987 * 12 + 11)
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2050, 12, 31))
COUNTS = st.dictionaries(st.integers(1900 * 12, 2050 * 12) | st.just(0), st.integers(0, 99), max_size=12)


@st.composite
def periods(draw: st.DrawFn) -> Period | None:
    first, last = sorted((draw(DATES), draw(DATES)))
    return draw(
        st.sampled_from(
            [None, Period(first, last), Period(first, first), Period(first, None), Period(None, last)]
        )
    )


@pytest.mark.parametrize(
    ("months", "asked", "span", "wanted", "is_part"),
    [
        ((JUNE_1987, JUNE_1987 + 18), "", BarRange(JUNE_1987, JUNE_1987 + 18), None, False),
        ((JUNE_1987, JUNE_1987 + 19), "", BarRange(1987, 1989), None, False),
        ((JUNE_1987, JUNE_1987 + 240), "1987", YEAR_1987, YEAR_1987, True),
        ((JUNE_1987, JUNE_1987 + 240), "1987-06-12", YEAR_1987, BarRange(JUNE_1987, JUNE_1987), True),
        ((JUNE_1987, JUNE_1987 + 240), "1987..1989", BarRange(1987, 2007), BarRange(1987, 1989), False),
        ((JUNE_1987,), "1988-01", BarRange(JUNE_1987, JUNE_1987 + 7), BarRange(JUNE_1987 + 7, JUNE_1987 + 7), False),
        ((0,), "1987", None, None, False),
    ],
)  # fmt: skip
def test_which_bars_are_shown(
    months: tuple[int, ...], asked: str, span: BarRange | None, wanted: BarRange | None, is_part: bool
) -> None:
    period = period_of(parse_query(f"日期:{asked}")) if asked else None
    scale = time_scale(dict.fromkeys(months, 1), period)
    assert (scale.span, scale.chosen, scale.is_part) == (span, wanted, is_part)


@given(COUNTS, periods())
def test_every_article_that_has_a_date_is_in_a_bar_or_out_of_sight(
    by_month: dict[int, int], period: Period | None
) -> None:
    scale = time_scale(by_month, period)
    dated = {month: count for month, count in by_month.items() if month}
    if not scale.is_part:
        assert sum(scale.counts.values()) == sum(dated.values())
    if scale.span is not None:
        assert all(scale.span.first <= bar <= scale.span.last for bar in scale.counts)
        assert (
            scale.chosen is None
            or scale.span.first <= scale.chosen.first <= scale.chosen.last <= scale.span.last
        )


@given(COUNTS, periods(), st.integers(0, 200), st.integers(0, 200))
def test_the_dates_of_some_bars_lie_under_these_bars(
    by_month: dict[int, int], period: Period | None, one: int, other: int
) -> None:
    scale = time_scale(by_month, period)
    if scale.span is None:
        return
    bars = BarRange(*sorted(min(scale.span.first + each, scale.span.last) for each in (one, other)))
    told = scale.period(bars)
    ends = [month_number(day) // scale.months_a_bar for day in (told.first, told.last)]
    assert ends == [bars.first, bars.last]


@given(
    st.lists(st.integers(1950, 1990), max_size=4),
    st.dictionaries(st.integers(1940, 1999), st.integers(1, 9), min_size=1),
)
def test_articles_of_which_only_the_year_is_known_are_in_a_bar_where_bars_are_years(
    dated: list[int], years_alone: dict[int, int]
) -> None:
    scale = time_scale({year * 12 + 5: 1 for year in dated}, None, years_alone=years_alone)
    if scale.months_a_bar == 12:
        assert sum(scale.counts.values()) == len(set(dated)) + sum(years_alone.values())
        assert scale.span is not None
        assert all(scale.span.first <= year <= scale.span.last for year in scale.counts)
    else:
        assert sum(scale.counts.values()) == len(set(dated))


def test_the_last_year_that_can_be_named_ends_with_its_last_day() -> None:
    scale = time_scale({9999 * 12: 1, 9990 * 12: 1}, None)
    assert scale.period(BarRange(9999, 9999)) == Period(dt.date(9999, 1, 1), dt.date.max)
