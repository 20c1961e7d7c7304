"""Measured rates come from a server: what is no such value is refused before it is used."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.misread.rates import measured
from reader.features.misread.room import SIDE

(VALUE,) = SIDE.values
RATES = measured([]).to_json()


def stored(rates: str) -> str:
    return json.dumps([1, 2, rates])


def test_what_is_written_is_taken() -> None:
    VALUE.check(stored(RATES))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{}",
        "[1, 2]",
        json.dumps([1, "2", RATES]),
        json.dumps([1, 2, 3]),
        stored("{}"),
        stored(json.dumps(json.loads(RATES) | {"shape": "x"})),
        stored(json.dumps(json.loads(RATES) | {"characters": {"渡": [1]}})),
        stored(json.dumps(json.loads(RATES) | {"periods": [["渡口日报", 1, 2]]})),
    ],
)
def test_what_is_no_such_value_is_refused(value: str) -> None:
    with pytest.raises((msgspec.ValidationError, msgspec.DecodeError, ValueError)):
        VALUE.check(value)


@given(st.sampled_from(sorted(json.loads(RATES))))
def test_no_part_of_it_may_be_missing(name: str) -> None:
    rates = json.loads(RATES)
    del rates[name]
    with pytest.raises(msgspec.ValidationError):
        VALUE.check(stored(json.dumps(rates)))
