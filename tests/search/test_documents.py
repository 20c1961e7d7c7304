"""What can't be searched is told in a sentence."""

import datetime as dt

from reader.search.documents import DateRange, in_words, missing_dates_warning

DAY, LATER = dt.date(1987, 6, 12), dt.date(1990, 12, 31)


def test_nothing_missing_is_nothing_to_tell() -> None:
    assert missing_dates_warning(()) == ""


def test_days_ranges_and_what_has_no_date() -> None:
    ranges = (DateRange(None, None), DateRange(DAY, DAY), DateRange(DAY, LATER))
    assert in_words(ranges) == "日期不详，1987-06-12，1987-06-12 至 1990-12-31"
    assert missing_dates_warning(ranges).endswith(in_words(ranges))


def test_years_on_a_server_that_is_away_are_told_apart_from_damage() -> None:
    def away(first: int, last: int) -> DateRange:
        return DateRange(dt.date(first, 1, 1), dt.date(last, 12, 31), is_away=True)

    years = (away(1950, 1979), away(1981, 1981), DateRange(None, None, is_away=True))
    assert missing_dates_warning(years).startswith(
        "1950–1979 年、1981 年、日期不详的报纸所在的服务器没有应答"
    )
    both = missing_dates_warning((DateRange(dt.date(1990, 1, 1), dt.date(1990, 1, 1)), *years)).splitlines()
    assert (len(both), both[0][-10:]) == (2, "1990-01-01")
