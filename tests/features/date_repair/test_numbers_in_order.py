"""A number that can't be between those of the days around it is contradicted; a series may break off, or restart."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.date_repair.issue_numbers import Numbered
from reader.features.date_repair.numbers_in_order import out_of_order, stretches
from reader.library.doubt_sources import look
from reader.library.doubts import DoubtKind
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.facts import Outcome
from reader.storage.issue_table import IssueTable
from tests.ui.a_window import issue_text

FIRST = dt.date(1987, 6, 1)


def issues(*numbers: int | None, step: int = 1) -> list[Numbered]:
    """Return issues of days one after another; None is a day without one."""
    days = (FIRST + dt.timedelta(days=at * step) for at in range(len(numbers)))
    return [
        Numbered(at, day, number)
        for at, (day, number) in enumerate(zip(days, numbers, strict=True))
        if number is not None
    ]


def wrong(given_issues: Sequence[Numbered]) -> list[int]:
    """Return the numbers that are contradicted."""
    return [found.issue.number for found in out_of_order(given_issues)]


@pytest.mark.parametrize(
    ("numbers", "contradicted"),
    [
        ([4510, 4512, 4512], [4512]),
        ([4510, 4410, 4512], [4410]),
        ([4508, 4509, 4510, 4512, 4512, 4513], [4512]),
        ([4508, 4509, 4501, 4511, 4512], [4501]),
        ([4508, 4509, None, 4501, 4511, 4512], [4501]),
        ([4508, 4509, 9999, 4511, 4512], [9999]),
        ([4508, 4509, 4510, 4511, 4512], []),
        ([4508, 4509, None, None, 4510, 4511], []),
        ([4510, 4409], []),
        ([4510, 4511, 1, 2, 3], []),
        ([364, 365, 1, 2], []),
        ([4510, 4511, 1, 4512, 2, 4513, 3, 4514], []),
        ([10, 10, 10, 11, 11, 11], []),
    ],
    ids=str,
)
def test_only_a_number_alone_between_two_that_fit_is_contradicted(
    numbers: list[int | None], contradicted: list[int]
) -> None:
    assert wrong(issues(*numbers)) == contradicted


def test_days_far_apart_and_two_issues_of_a_day_contradict_nothing() -> None:
    assert wrong(issues(4510, 4400, 4530, step=10)) == []
    morning, evening = issues(4510, 4511)
    assert wrong([*issues(4509), morning, Numbered(9, morning.date, 12), evening]) == []


@given(st.lists(st.integers(1, 3), min_size=3, max_size=40), st.integers(1, 9000), st.booleans())
def test_a_paper_that_skips_days_and_restarts_once_is_never_contradicted(
    steps: list[int], first: int, restarts: bool
) -> None:
    day = FIRST
    number = first
    found = [Numbered(0, day, number)]
    for at, step in enumerate(steps, 1):
        day += dt.timedelta(days=step)
        number = 1 if restarts and at == len(steps) // 2 else number + 1
        found.append(Numbered(at, day, number))
    assert wrong(found) == []


@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.integers(0, 20), st.integers(1, 30)), max_size=60))
def test_only_issues_beside_irregular_ones_are_read_and_tell_the_same(
    rows: list[tuple[str, int, int]],
) -> None:
    steady = [(paper, 30 + day, 9999 if day == 15 else 100 + day) for paper in "甲乙" for day in range(30)]
    papers: dict[str, list[Numbered]] = {"甲": [], "乙": []}
    for at, (paper, day, number) in enumerate([*rows, *steady]):
        papers[paper].append(Numbered(at, FIRST + dt.timedelta(days=day), number))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE issue (id, newspaper, date, date_origin, number)")
        for paper, paper_issues in papers.items():
            values = [
                (issue.id, paper, issue.date.isoformat(), "printed", issue.number) for issue in paper_issues
            ]
            connection.executemany("INSERT INTO issue VALUES (?, ?, ?, ?, ?)", values)

        table = IssueTable(connection.execute, list)  # type: ignore[arg-type]
        near = table.issues_near_irregular(6)
    in_order = [
        sorted(paper_issues, key=lambda issue: (issue.date, issue.id)) for paper_issues in papers.values()
    ]
    expected = {out.issue.id: out for paper_issues in in_order for out in out_of_order(paper_issues)}
    assert {out.issue.id: out for stretch in stretches(near) for out in out_of_order(stretch)} == expected
    assert len(expected) >= 2
    assert len(near) <= len(rows) + 2 * 22


def told(library: Library) -> dict[int | None, Outcome]:
    return {
        issue.number: issue.facts.number.outcome for issue in library.contents.issues("雁桥日报", 1987, 6)
    }


def test_it_is_marked_and_to_look_into_until_a_person_confirms_it(tmp_path: Path) -> None:
    root = tmp_path / "库"
    root.mkdir()
    for at, number in enumerate((4510, 4511, 4613, 4513, 4514)):
        day = FIRST + dt.timedelta(days=at)
        (root / f"{day:%Y%m%d}.txt").write_text(issue_text(day, number), encoding="utf-8")
    wrong_file = "19870603.txt"
    with closing(Library.open(root)) as library:
        library.sync()
        assert told(library)[4613] is Outcome.CONTRADICTED
        assert list(told(library).values()).count(Outcome.PRINTED) == 4
        generation = library.generation()
        library.sync()
        assert library.generation() == generation, "nothing is stored anew"
        of_kind = [found for found in look(library).kinds if found.kind is DoubtKind.CONTRADICTING]
        assert [doubt.path for found in of_kind for doubt in found.doubts] == [wrong_file]
        library.corrections.correct_issue([wrong_file], [Claim(CorrectionKind.NUMBER, number=4613)])
        library.sync()
        assert told(library)[4613] is Outcome.CORRECTED
        assert not any(found.kind is DoubtKind.CONTRADICTING for found in look(library).kinds)
        library.corrections.correct_issue([wrong_file], [Claim(CorrectionKind.NUMBER, number=4512)])
        library.sync()
        assert set(told(library).values()) == {Outcome.PRINTED, Outcome.CORRECTED}
