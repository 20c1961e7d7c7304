"""Tests that say the same of many things, each of which takes long: a run tries one of these, another one each day.

The others are marked `rotated`, and left out unless tests are named or `rotated` is: `pytest -m "slow or rotated"`. The
day is told by the process that begins the run, so that its workers, which may begin a day later, agree.
"""

import datetime as dt
import os
from collections.abc import Iterable
from typing import TypeVar

import pytest
from _pytest.mark import ParameterSet

_T = TypeVar("_T")
_DAY = "READER_TESTS_DAY"


def begin() -> None:
    """Tell this process and those it starts which day it is."""
    os.environ.setdefault(_DAY, str(dt.date.today().toordinal()))


def without_rotated(expression: str) -> str:
    """Return the expression of marks for a run of all tests, without those whose day it is not."""
    if not expression:
        return "not slow and not rotated"
    return expression if "rotated" in expression else f"({expression}) and not rotated"


def in_turn(
    cases: Iterable[_T | ParameterSet], days: int = 0, others: pytest.MarkDecorator = pytest.mark.rotated
) -> list[ParameterSet]:
    """Return the cases for `parametrize`, so that in so many days (0: as many as there are) each has its turn."""
    known = _parameters(cases)
    days = days or len(known)
    return [_marked(case, *([] if _is_turn(number, days) else [others])) for number, case in enumerate(known)]


def in_both_turns(cases: Iterable[_T | ParameterSet], days: int) -> list[ParameterSet]:
    """Return the cases, of which a quick run tries one each day, and a slow run a part of the others.

    In so many days the slow runs have tried all others.
    """
    known = _parameters(cases)
    turns = []
    for number, case in enumerate(known):
        if _is_turn(number, len(known)):
            turns.append(case)
        elif _is_turn(number, days):
            turns.append(_marked(case, pytest.mark.slow))
        else:
            turns.append(_marked(case, pytest.mark.slow, pytest.mark.rotated))
    return turns


def _parameters(cases: Iterable[_T | ParameterSet]) -> list[ParameterSet]:
    return [case if isinstance(case, ParameterSet) else pytest.param(case) for case in cases]


def _is_turn(number: int, days: int) -> bool:
    return int(os.environ[_DAY]) % days == number % days


def _marked(case: ParameterSet, *marks: pytest.MarkDecorator) -> ParameterSet:
    return case._replace(marks=[*case.marks, *marks])
