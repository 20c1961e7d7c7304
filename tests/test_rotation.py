"""What a run of all tests leaves out today, one of another day tries."""

import pytest

from tests import rotation

CASES = [*"甲乙丙丁戊己庚辛壬癸子"]


@pytest.fixture(params=range(739_000, 739_003))
def first_day(request: pytest.FixtureRequest) -> int:
    day: int = request.param
    return day


def marks_of(case: object) -> frozenset[str]:
    """Return the names of the marks of a case."""
    return frozenset(mark.name for mark in getattr(case, "marks", ()))


@pytest.mark.parametrize("days", [0, 1, 2, 7, 30])
def test_in_so_many_days_each_case_has_its_turn_once(
    monkeypatch: pytest.MonkeyPatch, days: int, first_day: int
) -> None:
    tried = []
    for day in range(first_day, first_day + (days or len(CASES))):
        monkeypatch.setenv("READER_TESTS_DAY", str(day))
        tried += [
            str(case.values[0]) for case in rotation.in_turn(CASES, days) if "rotated" not in marks_of(case)
        ]
    assert sorted(tried) == sorted(CASES)


@pytest.mark.parametrize("days", [1, 2, 7])
def test_in_so_many_days_each_case_is_tried_by_a_quick_run_or_a_slow_one(
    monkeypatch: pytest.MonkeyPatch, days: int, first_day: int
) -> None:
    tried = set()
    for day in range(first_day, first_day + days):
        monkeypatch.setenv("READER_TESTS_DAY", str(day))
        cases = rotation.in_both_turns(CASES, days)
        tried |= {case.values[0] for case in cases if "rotated" not in marks_of(case)}
        assert [marks_of(case) for case in cases].count(frozenset()) == 1
        assert all("slow" in marks_of(case) for case in cases if "rotated" in marks_of(case))
    assert tried == {*CASES}


def test_a_mark_that_a_case_has_stays() -> None:
    (case,) = rotation.in_turn([pytest.param("甲", marks=pytest.mark.child)], days=1)
    assert marks_of(case) == {"child"}


@pytest.mark.parametrize(
    ("given", "expression"),
    [
        ("", "not slow and not rotated"),
        ("slow", "(slow) and not rotated"),
        ("slow or not slow", "(slow or not slow) and not rotated"),
        ("slow or rotated", "slow or rotated"),
    ],
)
def test_whoever_asks_for_them_gets_those_of_other_days(given: str, expression: str) -> None:
    assert rotation.without_rotated(given) == expression
