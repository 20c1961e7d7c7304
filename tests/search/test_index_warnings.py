"""What can't be searched is told in a sentence."""

import datetime as dt

from reader.search.engine import DateRange
from reader.search.index_warnings import in_words, told_as_missing

DAY, LATER = dt.date(1987, 6, 12), dt.date(1990, 12, 31)


def test_nothing_missing_is_nothing_to_tell() -> None:
    assert told_as_missing(()) == ""


def test_days_ranges_and_what_has_no_date() -> None:
    ranges = (DateRange(None, None), DateRange(DAY, DAY), DateRange(DAY, LATER))
    assert in_words(ranges) == "日期不详，1987-06-12，1987-06-12 至 1990-12-31"
    assert told_as_missing(ranges).endswith(in_words(ranges))
