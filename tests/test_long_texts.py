"""A text of n characters costs n: with twice as much of it, each regular expression and each rule takes about twice as
long, whatever it consists of."""

import re
import sys
import time
from collections.abc import Mapping

import pytest

from tests import rotation, text_rules
from tests.long_texts import UNITS, long_text
from tests.text_rules import Rule

TIMES = 2.2
"""What twice as much may take at most, as a multiple; with the square it would be four."""
MOST_SECONDS = 2.0
"""Processor time after which a rule is not measured again: one that is linear has been measured often by then."""
SURELY, ROUNDS = 3.0, 3
"""What takes more than so many times as long, measured so often, is not measured again either. The half of a text is
measured so often from the beginning: where something else has slowed it down, what is square would look linear."""
# Characters of the shorter text, and the seconds of processor time below which nobody looks at each pair of twice as
# many: a regular expression takes a nanosecond for a pair, Python fifty.
EXPRESSION, FUNCTION = (4_000, 0.01), (2_000, 0.01)


_MEASURES = pytest.mark.skipif(
    sys.platform == "win32", reason="processor time is told in steps of a hundredth of a second there"
)


def processor_time(rule: Rule, text: str) -> float:
    began = time.process_time()
    rule(text)
    return time.process_time() - began


def is_linear(rule: Rule, unit: str, size: int, long_enough: float) -> bool:
    """Whether a rule takes about twice as long for twice the text, or for twice of that: some begin at a length."""
    return any(doubles(rule, unit, each, long_enough) for each in (size, 2 * size))


def doubles(rule: Rule, unit: str, size: int, long_enough: float) -> bool:
    """Whether a rule takes so much longer for twice the text; measured again as long as it takes too long."""
    text = long_text(unit, 2 * size)
    larger = processor_time(rule, text)
    if larger < long_enough:
        return True
    half = long_text(unit, size)
    smaller = min(processor_time(rule, half) for _ in range(ROUNDS))
    end = time.process_time() + MOST_SECONDS
    rounds = 0
    while larger > TIMES * smaller:
        is_square = rounds >= ROUNDS and larger > SURELY * smaller
        if is_square or time.process_time() > end:
            return False
        larger = min(larger, processor_time(rule, text))
        smaller = min(smaller, processor_time(rule, half))
        rounds += 1
    return True


def first_not_linear(rules: Mapping[str, Rule], size: int, long_enough: float) -> dict[str, str]:
    """Return of each rule that is not linear the first text with which it is not."""
    found: dict[str, str] = {}
    for name, rule in rules.items():
        for unit in UNITS:
            if not is_linear(rule, unit, size, long_enough):
                found[name] = unit
                break
    return found


PARTS = 6
"""The rules are tried in so many tests, each of which takes less than a minute where nothing else runs."""
each_part = pytest.mark.parametrize("part", rotation.in_turn(range(PARTS), days=3))


def part_of(rules: Mapping[str, Rule], part: int) -> dict[str, Rule]:
    return {name: rules[name] for name in sorted(rules)[part::PARTS]}


@pytest.mark.slow
@_MEASURES
@each_part
def test_each_regular_expression(part: int) -> None:
    assert first_not_linear(part_of(text_rules.patterns(), part), *EXPRESSION) == {}


@pytest.mark.slow
@_MEASURES
@each_part
def test_each_function_of_a_text(part: int) -> None:
    assert first_not_linear(part_of(text_rules.functions(), part), *FUNCTION) == {}


@pytest.mark.parametrize("regex", ["[^。]+。", r"\s*,", ".*讯.*"])
def test_an_expression_that_begins_anew_at_each_character_is_noticed(regex: str) -> None:
    rule = text_rules.used(re.compile(regex), frozenset({"findall"}))
    unit = " " if regex.startswith("\\s") else "渡"
    assert not is_linear(rule, unit, *EXPRESSION)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_expressions_and_functions_are_found_wherever_they_stand() -> None:
    patterns, functions = {*text_rules.patterns()}, {*text_rules.functions()}
    assert {"reader.features.kinds.kind:_TUNE", "reader.features.downloads.labels:_FORMS[colon]"} <= patterns
    assert {"reader.features.kinds.kind:kind_of", "reader.language.forms:search_form"} <= functions
