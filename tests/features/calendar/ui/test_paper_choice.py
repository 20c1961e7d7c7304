"""Which newspaper and day the calendar shows."""

import datetime as dt

import pytest

from reader.features.calendar.ui.month_table import Place, papers_with, place_to_show
from reader.newspaper.coverage import Coverage, HeldIssue

JUNE, JULY = dt.date(1987, 6, 12), dt.date(1987, 7, 3)
PAPERS = {
    "雁桥日报": Coverage([HeldIssue(1, JUNE, None), HeldIssue(2, JULY, None)]),
    "江城晚报": Coverage([HeldIssue(3, JUNE, None)]),
    "散页": Coverage([]),
}


@pytest.mark.parametrize(
    ("wanted", "shown", "expected"),
    [
        (None, None, Place("雁桥日报", JULY)),
        (Place("江城晚报", JUNE), None, Place("江城晚报", JUNE)),
        (Place("江城晚报"), None, Place("江城晚报", JUNE)),
        (Place("雁桥日报"), Place("雁桥日报", JUNE), Place("雁桥日报", JUNE)),
        (Place("别的报", JUNE), Place("江城晚报", JULY), Place("江城晚报", JULY)),
        (Place("散页"), None, Place("雁桥日报", JULY)),
    ],
)
def test_the_calendar_opens_at_what_is_read_else_where_it_stood(
    wanted: Place | None, shown: Place | None, expected: Place
) -> None:
    assert place_to_show(PAPERS, wanted, shown) == expected


def test_without_any_date_there_is_no_place() -> None:
    assert place_to_show({"散页": Coverage([])}, Place("散页"), None) is None


def test_the_newspapers_of_some_days() -> None:
    assert papers_with(PAPERS, JUNE, JUNE) == ["雁桥日报", "江城晚报"]
    assert papers_with(PAPERS, JUNE, JULY) == ["雁桥日报", "江城晚报"]
    assert papers_with(PAPERS, JULY, JULY) == ["雁桥日报"]
