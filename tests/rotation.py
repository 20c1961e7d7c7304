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
    known = [case if isinstance(case, ParameterSet) else pytest.param(case) for case in cases]
    days = days or len(known)
    turn = int(os.environ[_DAY]) % days
    return [
        case if number % days == turn else case._replace(marks=[*case.marks, others])
        for number, case in enumerate(known)
    ]
