"""Given the issues held of a paper, what they tell of one whose day or number is not sure: law by law, case by case."""

import datetime as dt
import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.features.date_repair.issue_numbers import NumberSeries
from reader.features.date_repair.suggestions import (
    EvidenceKind,
    IssueInContext,
    Neighbour,
    Suggestion,
    suggestions,
)
from reader.language.dates.calendar import lunar_date, weekday_of
from reader.newspaper.correction import CorrectionKind
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin

DAILY = range(7)
NOT_ON_SUNDAYS = range(6)
FRIDAYS = (4,)
ASKED = 10**6


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def issue(
    date: dt.date | None,
    number: int | None,
    origin: DateOrigin | None = DateOrigin.PRINTED,
    *,
    id: int = ASKED,
    month_day: str | None = None,
) -> IssueRow:
    told = month_day or (f"{date:%m-%d}" if date else None)
    return IssueRow(id, "雁桥日报", date, told, origin if told else None, number, 10, f"{id}.txt")


def paper(
    first: str, days: int, weekdays: Iterable[int] = DAILY, number: int = 4000, without: Sequence[str] = ()
) -> list[IssueRow]:
    """The issues of so many days, numbered on; `without` are holidays."""
    found: list[IssueRow] = []
    for n in range(days):
        date = day(first) + dt.timedelta(days=n)
        if date.weekday() in weekdays and date.isoformat() not in without:
            found.append(issue(date, number + len(found), id=number + len(found)))
    return found


def held(rows: Iterable[IssueRow], *but: IssueRow) -> NumberSeries:
    return NumberSeries([row for row in rows if row not in but])


def asked(number: int | None, weekday: str | None = None) -> IssueInContext:
    return IssueInContext(issue(None, number), weekday)


def only(found: tuple[Suggestion, ...]) -> Suggestion:
    (suggestion,) = found
    return suggestion


# ---- days by numbers


def test_between_two_numbers_of_a_daily_the_day_is_certain() -> None:
    june = paper("1987-06-01", 30)
    told = only(suggestions(asked(4007), NumberSeries([june[0], june[20]])))
    assert (told.date, told.is_exact) == (day("1987-06-08"), True)
    assert [(each.number, each.date) for each in told.reasons[0].neighbours] == [
        (4000, day("1987-06-01")),
        (4020, day("1987-06-21")),
    ]


@pytest.mark.parametrize("weekdays", [DAILY, NOT_ON_SUNDAYS, FRIDAYS, (0, 3)])
def test_a_paper_is_counted_on_through_its_own_weekdays(weekdays: Sequence[int]) -> None:
    year = paper("1987-01-01", 365, weekdays)
    for row in year[3:-3:5]:
        told = only(suggestions(asked(row.number), held(year, row)))
        assert (told.date, told.is_exact) == (row.date, True)


def test_where_days_were_left_out_it_is_told_within_bounds() -> None:
    """Between 2 February and 22 February lie 20 days and 10 numbers."""
    feast = [f"1987-02-{number:02}" for number in range(5, 15)]
    rows = paper("1987-01-01", 90, without=feast)
    before = next(row for row in rows if row.date == day("1987-02-02"))
    after = next(row for row in rows if row.date == day("1987-02-22"))
    told = only(suggestions(asked((before.number or 0) + 5), NumberSeries([before, after])))
    assert (told.first, told.last) == (day("1987-02-07"), day("1987-02-17"))
    assert told.date == day("1987-02-12")
    assert not told.is_exact


def test_beyond_the_last_number_the_paper_is_counted_on_for_a_month() -> None:
    rows = paper("1987-06-01", 60, NOT_ON_SUNDAYS)
    last = rows[-1].number or 0
    told = only(suggestions(asked(last + 3), NumberSeries(rows)))
    assert (told.first, told.date, told.last) == (day("1987-08-02"), day("1987-08-03"), day("1987-08-10"))
    assert suggestions(asked(last + 40), NumberSeries(rows)) == ()


def test_another_file_of_a_numbered_issue_is_of_its_day() -> None:
    rows = paper("1987-06-01", 30)
    assert only(suggestions(asked(4009), NumberSeries(rows))).date == day("1987-06-10")


def test_misread_numbers_of_neighbours_mislead_nobody() -> None:
    rows = paper("1987-06-01", 30)
    rows[8] = replace(rows[8], number=8004)
    rows[10] = replace(rows[10], number=4001)
    assert only(suggestions(asked(4009), held(rows, rows[9]))).date == day("1987-06-10")


def test_inferred_days_of_neighbours_are_not_built_on() -> None:
    rows = [replace(row, date_origin=DateOrigin.INFERRED) for row in paper("1987-06-01", 30)]
    assert suggestions(asked(4009), NumberSeries(rows)) == ()


def test_where_a_paper_began_to_count_anew_the_issue_has_to_tell_which_time_it_is() -> None:
    twice = [*paper("1951-01-01", 300, number=1), *paper("1981-01-01", 300, number=1)]
    run = NumberSeries([replace(row, id=n) for n, row in enumerate(twice) if row.number != 150])
    assert suggestions(asked(150), run) == ()
    inferred = issue(day("1981-05-29"), 150, DateOrigin.INFERRED)
    assert only(suggestions(IssueInContext(inferred), run)).date == day("1981-05-30")


# ---- what the issue itself prints


def test_of_the_days_that_are_possible_the_one_with_the_printed_weekday_is_taken() -> None:
    run = NumberSeries([issue(day("1987-06-01"), 4000, id=1), issue(day("1987-06-08"), 4002, id=2)])
    told = only(suggestions(asked(4001, weekday="星期四"), run))
    assert (told.date, told.is_exact) == (day("1987-06-04"), True)
    assert [reason.witness for reason in told.reasons] == [EvidenceKind.NUMBER, EvidenceKind.CALENDAR]


def test_a_weekday_that_no_possible_day_has_is_passed_over() -> None:
    rows = paper("1987-06-01", 30)
    told = only(suggestions(asked(4009, weekday="星期一"), held(rows, rows[9])))
    assert (told.date, len(told.reasons)) == (day("1987-06-10"), 1)


def test_a_month_and_day_get_the_one_year_held_that_has_their_weekday() -> None:
    row = issue(None, None, month_day="06-03")
    told = only(suggestions(IssueInContext(row, weekday="星期三"), NumberSeries(paper("1985-01-01", 1000))))
    assert (told.date, told.is_exact) == (day("1987-06-03"), True)
    assert suggestions(IssueInContext(row), NumberSeries(paper("1985-01-01", 1000))) == ()


def test_the_lunar_date_tells_the_year_too() -> None:
    row, date = issue(None, None, month_day="06-03"), day("1987-06-03")
    found = suggestions(
        IssueInContext(row, lunar_date=lunar_date(date), weekday=weekday_of(date)),
        NumberSeries(paper("1970-01-01", 40, FRIDAYS) + paper("1995-01-01", 40, FRIDAYS, 5000)),
    )
    assert only(found).date == date


@pytest.mark.parametrize(
    ("inferred", "told"),
    [("1987-06-10", "1987-06-10"), ("1987-06-12", "1987-06-10"), ("1981-06-10", "1987-06-10")],
)
def test_an_inferred_day_is_confirmed_or_put_right(inferred: str, told: str) -> None:
    rows = paper("1987-06-01", 30)
    row = issue(day(inferred), 4009, DateOrigin.INFERRED)
    assert only(suggestions(IssueInContext(row), held(rows, rows[9]))).date == day(told)


def test_a_day_inferred_without_a_year_leans_on_the_bounds() -> None:
    run = NumberSeries([issue(day("1987-06-01"), 4000, id=1), issue(day("1987-06-20"), 4010, id=2)])
    row = issue(None, 4005, DateOrigin.INFERRED, month_day="06-07")
    assert only(suggestions(IssueInContext(row), run)).date == day("1987-06-07")


def test_bounds_that_only_repeat_what_was_inferred_are_not_told() -> None:
    run = NumberSeries([issue(day("1987-06-01"), 4000, id=1), issue(day("1987-06-20"), 4010, id=2)])
    row = issue(day("1987-06-08"), 4005, DateOrigin.INFERRED)
    assert suggestions(IssueInContext(row), run) == ()


# ---- the folder and the stories


def test_a_file_between_two_of_one_day_is_of_that_day() -> None:
    before, after = (day("1987-06-03"), None, day("1987-06-02")), (None, day("1987-06-03"))
    told = only(suggestions(IssueInContext(issue(None, None), before=before, after=after), NumberSeries([])))
    assert (told.date, told.is_exact) == (day("1987-06-03"), True)
    assert [reason.witness for reason in told.reasons] == [EvidenceKind.FOLDER]


def test_files_in_a_row_have_the_days_between() -> None:
    before, after = (None, day("1987-06-02")), (None, day("1987-06-06"))
    told = only(suggestions(IssueInContext(issue(None, None), before=before, after=after), NumberSeries([])))
    assert (told.first, told.date, told.last) == (day("1987-06-02"), day("1987-06-04"), day("1987-06-06"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), ("1987-06-06",)),
        (("1987-06-06",), ("1987-06-02",)),
        (("1987-06-02", "1987-06-05"), ("1987-06-06",)),
        (("1951-06-02",), ("1987-06-06",)),
        ((None, None), (None,)),
    ],
)
def test_a_folder_that_follows_no_order_tells_nothing(
    before: tuple[str | None, ...], after: tuple[str | None, ...]
) -> None:
    days = [tuple(day(each) if each else None for each in side) for side in (before, after)]
    assert (
        suggestions(IssueInContext(issue(None, None), before=days[0], after=days[1]), NumberSeries([])) == ()
    )


def test_a_shared_story_outweighs_all_else() -> None:
    story = Neighbour(day("1987-06-05"), words="渡口加开一班船")
    rows = paper("1987-06-01", 30)
    stories = (story, replace(story, words="粮站昼夜不打烊"))
    found = suggestions(replace(asked(4009), stories=stories), held(rows, rows[9]))
    assert only(found).date == day("1987-06-05")
    assert [each.neighbours for each in only(found).reasons if each.witness is EvidenceKind.JUMP] == [
        (story,)
    ]


# ---- numbers by days, and contradictions


def test_an_issue_without_a_number_gets_the_one_between() -> None:
    rows = paper("1987-06-01", 60, NOT_ON_SUNDAYS)
    told = only(suggestions(IssueInContext(replace(rows[20], number=None)), held(rows, rows[20])))
    assert (told.kind, told.number) == (CorrectionKind.NUMBER, 4020)
    assert [each.number for each in told.reasons[0].neighbours] == [4019, 4021]


def test_the_newest_issue_is_counted_on_from_the_one_before() -> None:
    rows = paper("1987-06-01", 60, NOT_ON_SUNDAYS)
    assert (
        only(suggestions(IssueInContext(replace(rows[-1], number=None)), held(rows, rows[-1]))).number
        == rows[-1].number
    )


def test_a_number_that_is_not_sure_to_the_last_digit_is_not_suggested() -> None:
    run = NumberSeries([issue(day("1987-06-01"), 4000, id=1), issue(day("1987-06-20"), 4010, id=2)])
    assert suggestions(IssueInContext(issue(day("1987-06-09"), None)), run) == ()


def test_where_the_printed_weekday_goes_with_the_date_the_number_is_misread() -> None:
    rows = paper("1987-06-01", 60)
    wrong = replace(rows[20], number=4002)
    told = only(
        suggestions(IssueInContext(wrong, weekday=weekday_of(day("1987-06-21"))), held([*rows], rows[20]))
    )
    assert (told.kind, told.number, told.is_contradiction) == (CorrectionKind.NUMBER, 4020, True)


def test_where_it_goes_with_the_number_the_date_is_misread() -> None:
    rows = paper("1987-06-01", 60)
    wrong = replace(rows[2], date=day("1987-06-08"))
    told = only(suggestions(IssueInContext(wrong, weekday="星期三"), held(rows, rows[2])))
    assert (told.kind, told.date, told.is_contradiction) == (CorrectionKind.DATE, day("1987-06-03"), True)
    assert told.reasons[-1].witness is EvidenceKind.CALENDAR


def test_where_nothing_decides_either_is_suggested_but_never_against_what_a_reader_told() -> None:
    rows = paper("1987-06-01", 60)
    wrong = replace(rows[2], date=day("1987-06-08"))
    found = suggestions(IssueInContext(wrong), held(rows, rows[2]))
    assert [(each.date, each.number) for each in found] == [(day("1987-06-03"), None), (None, 4007)]
    told = replace(wrong, date_origin=DateOrigin.CORRECTED)
    assert only(suggestions(IssueInContext(told), held(rows, rows[2]))).number == 4007


def test_a_contradiction_is_told_where_nobody_knows_how_to_mend_it() -> None:
    rows = [
        row for row in paper("1987-06-01", 300, NOT_ON_SUNDAYS, without=["1987-08-12"]) if row.id % 5 == 0
    ]
    wrong = replace(rows[15], number=9999)
    told = suggestions(
        IssueInContext(wrong, weekday=weekday_of(wrong.date or day("1987-06-01"))), held(rows, rows[15])
    )
    assert all(each.is_contradiction for each in told)
    assert told


def test_a_paper_in_order_gets_no_suggestions() -> None:
    feast = [f"1987-02-{number:02}" for number in range(5, 15)]
    rows = [*paper("1986-06-01", 200, number=1), *paper("1987-01-01", 200, NOT_ON_SUNDAYS, 9000, feast)]
    run = NumberSeries(rows)
    assert [row for row in rows if suggestions(IssueInContext(row), run)] == []
    assert [
        row for row in rows if run.is_inconsistent(row) and row.id not in (1, 2, 199, 200, 9000, 9001)
    ] == []


# ---- laws

PAPERS = st.builds(
    paper,
    st.just("1987-01-01"),
    st.just(400),
    st.sets(st.sampled_from(range(7)), min_size=1),
    st.integers(1, 30_000),
    st.lists(st.dates(dt.date(1987, 1, 1), dt.date(1988, 2, 4)).map(dt.date.isoformat), max_size=30),
)


@given(PAPERS, st.data())
def test_the_true_day_is_always_among_the_possible_ones(rows: list[IssueRow], data: st.DataObject) -> None:
    """Of an issue between others that are held, in whatever gap they leave, whatever holidays there are."""
    at = data.draw(st.integers(1, len(rows) - 2))
    first, last = data.draw(st.integers(0, at - 1)), data.draw(st.integers(at + 1, len(rows) - 1))
    run = held([*rows[: first + 1], *rows[last:]])
    told = only(suggestions(asked(rows[at].number), run))
    days = [each for each in (told.first, rows[at].date, told.last) if each]
    assert days == sorted(days)
    assert len(days) == 3


def test_a_few_issues_do_not_tell_on_which_weekdays_a_paper_comes_out() -> None:
    """A daily, of which a Friday, a Wednesday and a Saturday are held; on New Year's Day it rests."""
    rows = paper("1987-01-01", 400, without=["1988-01-01"])
    told = only(suggestions(asked(rows[364].number), NumberSeries([rows[1], rows[363], rows[365]])))
    assert (told.first, told.last) == (day("1987-12-31"), day("1988-01-01"))


@given(PAPERS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[IssueRow], chance: random.Random) -> None:
    shuffled = chance.sample(rows, len(rows))
    number = (rows[0].number or 0) + len(rows) // 2
    assert suggestions(asked(number), NumberSeries(rows)) == suggestions(
        asked(number), NumberSeries(shuffled)
    )


@given(
    st.lists(
        st.builds(
            issue,
            st.dates(),
            st.integers(1, 99_999_999),
            st.sampled_from(DateOrigin),
            id=st.integers(1, 50),
        )
    ),
    st.dates() | st.none(),
    st.integers(1, 99_999_999) | st.none(),
    st.sampled_from(DateOrigin),
)
def test_whatever_is_held_nothing_fails(
    rows: list[IssueRow], date: dt.date | None, number: int | None, origin: DateOrigin
) -> None:
    run = NumberSeries(rows)
    for told in suggestions(IssueInContext(issue(date, number, origin), weekday="星期三"), run):
        assert told.reasons
