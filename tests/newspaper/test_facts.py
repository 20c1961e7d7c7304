"""A fact is as sure as its witness: of several claims the surest holds, and what speaks against it is told."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json

from reader.newspaper.facts import (
    RULES,
    Check,
    Claim,
    Fact,
    IssueFacts,
    Objection,
    Outcome,
    Rule,
    checked,
    decided,
    fact_from_json,
    facts_from_json,
    facts_to_json,
    merged,
    unknown,
)
from tests.facts import FACTS, WORDS, facts_of

DAY = dt.date(1987, 6, 18)
CLAIMS = st.builds(Claim[str], st.sampled_from(["1", "2", "3"]), st.sampled_from(RULES), WORDS)


def by(rule: Rule) -> Fact[str]:
    return decided([Claim("2", rule)])


def no(value: object) -> bool:
    return False


@given(st.lists(CLAIMS, min_size=1))
def test_the_surest_claim_holds(claims: list[Claim[str]]) -> None:
    witness = decided(claims).witness
    assert witness is not None
    assert witness.rule.rank == min(claim.rule.rank for claim in claims)


@given(st.lists(CLAIMS, min_size=1), CLAIMS)
def test_more_evidence_of_the_same_kind_makes_nothing_surer(
    claims: list[Claim[str]], more: Claim[str]
) -> None:
    fact = decided(claims)
    other = decided([*claims, more])
    is_better = fact.witness is not None and more.rule.rank < fact.witness.rule.rank
    assert is_better or other.outcome.sureness <= fact.outcome.sureness


@given(st.lists(CLAIMS))
def test_a_fact_is_stored_as_it_is(claims: list[Claim[str]]) -> None:
    fact = decided(claims)
    assert fact_from_json(json.decode(json.encode(fact.as_json())), str) == fact


@given(FACTS)
def test_the_facts_of_an_issue_are_stored_as_they_are(facts: IssueFacts) -> None:
    assert facts_from_json(json.decode(json.encode(facts_to_json(facts)))) == facts


@given(st.lists(facts_of(st.just("2"))))
def test_files_of_an_issue_are_as_sure_as_the_surest_and_contradicted_by_what_contradicts_one(
    facts: list[Fact[str]],
) -> None:
    known = [fact for fact in facts if fact.value]
    expected = max((fact.outcome.sureness for fact in known), default=0)
    if any(fact.outcome is Outcome.CONTRADICTED for fact in known):
        expected = min(expected, Outcome.CONTRADICTED.sureness)
    fact = merged(facts)
    is_decided = fact.outcome is Outcome.CORRECTED
    assert is_decided or fact.outcome.sureness == expected


def test_a_day_to_come_is_contradicted_by_today() -> None:
    facts = IssueFacts(day=decided([Claim(DAY, Rule.MASTHEAD)]))
    assert facts.as_of(DAY).day.is_sure
    assert facts.as_of(DAY - dt.timedelta(1)).day.outcome is Outcome.CONTRADICTED


@pytest.mark.parametrize("rule", RULES)
def test_what_is_not_sure_has_a_mark_and_is_cited_in_brackets(rule: Rule) -> None:
    fact = by(rule)
    assert fact.is_sure == (rule.outcome in (Outcome.PRINTED, Outcome.CORRECTED))
    assert (fact.mark == "") == fact.is_sure
    assert fact.cited("02") == ("02" if fact.is_sure else "[02]")
    assert rule.words in fact.reason


def test_another_day_in_the_name_contradicts_the_printed_one() -> None:
    day = decided(
        [Claim(DAY, Rule.MASTHEAD, "1987年6月18日", 2), Claim(dt.date(1987, 6, 19), Rule.DAY_IN_PATH)]
    )
    assert (day.value, day.outcome) == (DAY, Outcome.CONTRADICTED)
    assert day.reason == "印在报上：第 2 行“1987年6月18日”；与“1987-06-19（据文件名）”不合"


def test_a_guess_contradicts_nothing() -> None:
    assert decided([Claim("江湾日报", Rule.MASTHEAD), Claim("江湾晚报", Rule.SAME_FOLDER)]).is_sure


def test_a_check_refuses_a_value() -> None:
    day = decided([Claim(DAY, Rule.MASTHEAD)], [Check[dt.date]("星期五", no)])
    assert (day.outcome, day.against, day.mark) == (Outcome.CONTRADICTED, (Objection("星期五"),), "互相不合")
    assert checked(by(Rule.MASTHEAD), [Check("", str.isdigit)]).is_sure


def test_what_a_reader_decided_stays_whatever_speaks_against_it() -> None:
    fact = decided([Claim("2", Rule.CONFIRMED), Claim("3", Rule.PAGE_LINE)], [Check[str]("不合", no)])
    assert fact.outcome is Outcome.CORRECTED
    assert len(fact.against) == 2


def test_without_evidence_nothing_is_told() -> None:
    fact: Fact[str] = decided([], [Check[str]("不合", no)])
    assert fact == unknown()
    assert (fact.value, fact.mark, fact.reason) == (None, "不详", "没有根据")


@pytest.mark.parametrize(
    "stored", [None, 3, [], {}, {"value": None, "outcome": "printed"}, {"value": "x", "outcome": "?"}]
)
def test_what_is_no_fact_is_unknown(stored: object) -> None:
    assert fact_from_json(stored, str) == unknown()


def test_a_rule_of_a_later_version_makes_nothing_sure() -> None:
    stored = {"value": "2", "outcome": "printed", "rule": "seen in a dream"}
    assert fact_from_json(stored, str).outcome is Outcome.INFERRED
