"""Tests that say the same of many things, each of which takes long: of these a run tries one, another one each day.

The others are marked `rotated`, and run by `pytest -m "slow or rotated"`. The day is told by the process that begins
the run, so that its workers, which may begin a day later, agree.
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


def one_a_day(
    cases: Iterable[_T], *marks: pytest.MarkDecorator, others: pytest.MarkDecorator = pytest.mark.rotated
) -> list[ParameterSet]:
    """Return the cases for `parametrize`: that of the day with `marks`, the others marked `others`."""
    known = list(cases)
    turn = int(os.environ[_DAY]) % len(known)
    return [
        pytest.param(case, marks=marks if number == turn else [others]) for number, case in enumerate(known)
    ]
