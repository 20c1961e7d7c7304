"""Collocates by trying every unit beside every place, and the two measures by their definitions."""

import math
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.concordance.collocates import CollocateCounter, log_dice, log_likelihood
from reader.language.words import words
from reader.search.answering.places import places
from reader.search.query import parse_query
from tests.search.answering.test_dispersion import assert_alike, naive_dispersion

QUERIES = ["渡", "渡口", "渡 或 口灯", "渡 /2 灯"]


def units_of(line: str, by_words: bool) -> list[tuple[int, str]]:
    if not by_words:
        return [(at, line[at : at + 2]) for at in range(len(line) - 1)]
    found, at = [], 0
    for word in words(line):
        found.append((at, word))
        at += len(word)
    return found


def test_traditional_text_is_cut_as_simplified_is() -> None:
    counter = CollocateCounter(parse_query("宣布"), 8, by_words=True)
    for _ in range(2):
        counter.add("\n\n\n行政長官昨日宣布開會", has_places=True)
    beside = {each.unit for each in counter.collocates().found}
    assert "行政長官" in beside
    assert not {"長", "官"} & beside


def test_a_name_that_the_dictionary_cuts_is_one_word() -> None:
    counter = CollocateCounter(parse_query("宣布"), 8, by_words=True, names=frozenset({"林顧月娥"}))
    for _ in range(2):
        counter.add("\n\n\n特首林顧月娥宣布開會", has_places=True)
    beside = {each.unit for each in counter.collocates().found}
    assert {"特首", "林顧月娥"} <= beside
    assert not {"林", "顧月", "娥"} & beside


def test_stop_words_and_the_pairs_with_them_can_be_left_out() -> None:
    for by_words, units in ((True, {"木船", "我們", "的"}), (False, {"木船", "們的"})):
        counter = CollocateCounter(parse_query("渡口"), 8, by_words=by_words)
        for _ in range(2):
            counter.add("\n\n\n我們的渡口木船", has_places=True)
            counter.add("\n\n\n灯修好，站台上人多", has_places=False)
        found = counter.collocates()
        assert {each.unit for each in found.found} >= units
        assert {each.unit for each in found.without_stop_words().found} & units == {"木船"}


@given(
    st.lists(st.text(st.sampled_from("渡口灯船，\n"), max_size=25), min_size=1, max_size=4),
    st.sampled_from(QUERIES),
    st.integers(1, 4),
    st.booleans(),
)
def test_units_are_counted_by_trying_every_one(
    bodies: list[str], typed: str, window: int, by_words: bool
) -> None:
    query = parse_query(typed)
    counter = CollocateCounter(query, window, by_words=by_words)
    beside, total, found = Counter[str](), Counter[str](), 0
    in_issues = defaultdict[int, Counter[str]](Counter)
    for number, body in enumerate(bodies):
        text = f"\n\n\n{body}"
        counter.add(text, has_places=True, issue=number // 2)
        spans = places(text, query)
        found += len(spans)
        start = 0
        for line in text.split("\n"):
            for at, unit in units_of(line, by_words):
                begin, end = start + at, start + at + len(unit)
                total[unit] += 1
                is_beside = any(
                    start <= a < start + len(line) and a - window <= begin and end <= b + window
                    for a, b in spans
                ) and all(end <= a or b <= begin for a, b in spans)
                beside[unit] += is_beside
                in_issues[number // 2][unit] += is_beside and "，" not in unit
            start += len(line) + 1
    answer = counter.collocates(least=1)
    in_windows = sum(n for unit, n in beside.items() if "，" not in unit)
    in_all = sum(n for unit, n in total.items() if "，" not in unit)
    expected = {
        unit: (n, total[unit])
        for unit, n in beside.items()
        if n and "，" not in unit and n / in_windows > total[unit] / in_all * (1 + 1e-12)
    }
    assert answer.places == found
    assert {each.unit: (each.beside, each.total) for each in answer.found} == expected
    issues = [counted for counted in in_issues.values() if counted.total()]
    for each in answer.found:
        in_each = [counted[each.unit] for counted in issues]
        assert_alike(each.spread, naive_dispersion(in_each, [counted.total() for counted in issues]))
        a, b = each.beside, each.total - each.beside
        assert each.log_likelihood == pytest.approx(
            as_dunning(a, b, in_windows - a, in_all - in_windows - b), abs=1e-6
        )
        assert each.log_dice == pytest.approx(14 + math.log2(2 * a / (found + each.total)))
    assert [each.log_likelihood for each in answer.found] == sorted(
        (each.log_likelihood for each in answer.found), reverse=True
    )


def as_dunning(a: int, b: int, c: int, d: int) -> float:
    """G² as 2·Σ O·ln(O/E)."""
    whole = a + b + c + d
    table = [(a, a + b, a + c), (b, a + b, b + d), (c, c + d, a + c), (d, c + d, b + d)]
    return 2 * sum(o * math.log(o * whole / (row * column)) for o, row, column in table if o)


def test_the_measures_are_those_of_the_papers() -> None:
    # the first row of the table of bigrams in Dunning (1993): “the swiss”
    assert log_likelihood(110, 2442, 111, 29114) == pytest.approx(270.72, abs=0.01)
    assert log_likelihood(10, 10, 10, 10) == pytest.approx(0)
    assert log_dice(5, 5, 5) == 14
    assert log_dice(5, 10, 10) == 13


def test_a_unit_that_is_rarer_beside_it_is_none() -> None:
    counter = CollocateCounter(parse_query("渡"), 2, by_words=False)
    counter.add("\n\n\n丙丁渡戊己，" + "丙丁，" * 20, has_places=True)
    counter.add("\n\n\n丙丁渡戊己", has_places=True)
    assert {each.unit: (each.beside, each.total) for each in counter.collocates().found} == {"戊己": (2, 2)}
