"""How a value is known, as TEI tells it: what this program wrote comes back, no surer; doubts of others are doubts."""

from xml.etree.ElementTree import Element

import pytest

from reader.features.tei.known_by import CERTAINTIES, known_by, token_of
from reader.newspaper.facts import RULES, Outcome, Rule


def an_element(evidence: str = "", cert: str = "") -> Element:
    return Element("date", {"evidence": evidence, "cert": cert})


def test_each_rule_has_a_word_of_its_own_without_blanks() -> None:
    tokens = [token_of(rule) for rule in RULES]
    assert len(set(tokens)) == len(RULES)
    assert not any(" " in token for token in tokens)
    assert token_of(Rule.DAY_IN_PATH) == "whole-date-in-the-path"
    assert token_of(Rule.METS) == "mets"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_comes_back_never_surer_than_it_was(rule: Rule) -> None:
    fact = known_by("1987-06-12", an_element(f"other {token_of(rule)}"))
    assert fact is not None
    assert fact.value == "1987-06-12"
    assert fact.outcome.sureness <= rule.outcome.sureness
    assert fact.witness is not None
    assert fact.witness.rule is (Rule.CORRECTED_ELSEWHERE if rule.outcome is Outcome.CORRECTED else rule)
    contradicted = known_by("1987-06-12", an_element(f"{token_of(rule)} contradicted"))
    assert contradicted is not None
    assert contradicted.outcome is Outcome.CONTRADICTED


@pytest.mark.parametrize("cert", ["medium", "low", "unknown"])
def test_what_others_are_not_sure_of_is_known_by_no_rule(cert: str) -> None:
    fact = known_by("甲", an_element("external", cert))
    assert fact is not None
    assert fact.outcome is Outcome.INFERRED
    assert fact.witness is not None
    assert fact.witness.rule is Rule.UNRECORDED


@pytest.mark.parametrize("element", [None, an_element(), an_element("external"), an_element(cert="high")])
def test_an_element_may_tell_nothing(element: Element | None) -> None:
    assert known_by("甲", element) is None


def test_what_is_printed_has_no_certainty_and_all_else_has_one() -> None:
    assert set(CERTAINTIES) == set(Outcome) - {Outcome.PRINTED, Outcome.UNKNOWN}
