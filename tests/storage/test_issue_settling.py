"""What an issue is told to be is what its files tell of it together; how it is found again follows from that."""

import datetime as dt
import json

import pytest
from msgspec.structs import replace

from reader.newspaper.facts import IssueFacts, Outcome, Rule, fact_by
from reader.newspaper.issue import DateOrigin, DateWitness, Masthead, TitleOrigin
from reader.storage.issue_settling import columns_of, facts_of, has_certain_date, identity_of

PAPER = "渡口日报"
DAY = dt.date(1987, 6, 12)


def printed(date: dt.date | None = DAY, number: int | None = None) -> Masthead:
    facts = IssueFacts(
        fact_by(Rule.MASTHEAD, PAPER), fact_by(Rule.MASTHEAD, date), number=fact_by(Rule.MASTHEAD, number)
    )
    return Masthead(
        PAPER,
        PAPER,
        date,
        date_origin=DateOrigin.PRINTED if date else None,
        number=number,
        title_origin=TitleOrigin.PRINTED,
        facts=facts,
    )


FROM_NAME = Masthead(
    date=DAY, date_origin=DateOrigin.FILE_NAME, facts=IssueFacts(day=fact_by(Rule.DAY_IN_PATH, DAY))
)
INFERRED = replace(FROM_NAME, date_origin=DateOrigin.INFERRED)
NOTHING = Masthead()


@pytest.mark.parametrize(
    ("mastheads", "number", "origin", "witness"),
    [
        ([printed(number=4181)], 4181, "printed", TitleOrigin.PRINTED),
        ([FROM_NAME, printed(number=4181)], 4181, "printed", TitleOrigin.PRINTED),
        ([FROM_NAME, NOTHING], None, "file name", TitleOrigin.FOLDER),
        ([NOTHING], None, "inferred", TitleOrigin.FOLDER),
    ],
    ids=["printed", "as sure as the surest", "by its name", "placed by its neighbours"],
)
def test_an_issue_has_the_surest_of_what_its_files_have(
    mastheads: list[Masthead], number: int | None, origin: str, witness: TitleOrigin
) -> None:
    label, *values, facts = columns_of("旧报/1987.txt", mastheads, PAPER, DAY)
    assert label == "1987.txt"
    assert values == [number, origin, witness]
    assert facts


def test_without_a_paper_or_a_day_nothing_is_told_of_these() -> None:
    _, _, origin, witness, _ = columns_of("散.txt", [NOTHING], "", None)
    assert (origin, witness) == (None, None)
    facts = facts_of([NOTHING], "", None)
    assert (facts.title.outcome, facts.day.outcome) == (Outcome.UNKNOWN, Outcome.UNKNOWN)


def test_a_day_that_no_file_has_is_that_of_other_issues() -> None:
    facts = facts_of([NOTHING, NOTHING], PAPER, DAY)
    assert facts.day.witness is not None
    assert (facts.day.value, facts.day.witness.rule) == (DAY, Rule.OTHER_ISSUES)
    printed_facts = facts_of([NOTHING, printed()], PAPER, DAY)
    assert printed_facts.day.outcome is Outcome.PRINTED


def test_the_name_of_the_paper_is_printed_only_if_the_file_has_this_one() -> None:
    assert facts_of([printed()], PAPER, DAY).title.outcome is Outcome.PRINTED
    assert facts_of([printed()], "柳川晚报", DAY).title.outcome is not Outcome.PRINTED
    other = facts_of([NOTHING], PAPER, DAY)
    assert other.title.value == PAPER
    assert other.title.outcome is not Outcome.PRINTED


@pytest.mark.parametrize(
    ("masthead", "is_certain"),
    [
        (printed(), True),
        (FROM_NAME, True),
        (replace(INFERRED, date_witness=DateWitness.DATELINE), True),
        (replace(INFERRED, date_origin=DateOrigin.STATED), True),
        (INFERRED, False),
        (replace(INFERRED, date_origin=None), True),
        (NOTHING, False),
    ],
)
def test_only_a_day_that_is_not_estimated_or_of_datelines_makes_files_one_issue(
    masthead: Masthead, is_certain: bool
) -> None:
    assert has_certain_date(masthead) is is_certain
    one, other = (identity_of(masthead, digest, PAPER, "1987-06-12", None) for digest in (b"a", b"b"))
    assert (one == other) is is_certain


def test_an_edition_is_an_issue_of_its_own_and_the_identity_is_never_that_of_another_day_or_paper() -> None:
    identities = {
        identity_of(masthead, b"a", paper, day, month_day)
        for masthead in (printed(), replace(printed(), edition="号外"), INFERRED)
        for paper in (PAPER, "柳川晚报")
        for day in ("1987-06-12", None)
        for month_day in ("06-12", None)
    }
    assert len(identities) == 4 + 4 + 8
    assert all(isinstance(json.loads(identity), list) for identity in identities)


def test_a_year_is_told_while_no_day_is_known() -> None:
    of_folder = Masthead(year=1962, facts=IssueFacts(year=fact_by(Rule.YEAR_IN_PATH, 1962)))
    assert facts_of([of_folder, NOTHING], PAPER, None).year.value == 1962
    assert facts_of([of_folder], PAPER, DAY).year.value is None
