"""How values are known, as TEI tells it: `cert` says how sure a value is, `evidence` names the rule."""

import re
from xml.etree.ElementTree import Element

from reader.newspaper.facts import RULES, Fact, Outcome, Rule, T, fact_by, returned

CERTAINTIES = {
    Outcome.CORRECTED: "high",
    Outcome.STATED: "medium",
    Outcome.INFERRED: "low",
    Outcome.CONTRADICTED: "unknown",
}
"""The values of `cert`; what is printed has none."""
_UNSURE = frozenset({"medium", "low", "unknown"})


def token_of(rule: Rule) -> str:
    """Return the name of a rule as a word of `evidence`, which has no blanks: whole-date-in-the-path."""
    return re.sub("[^a-z]+", "-", rule.value.lower())


_RULES = {token_of(rule): rule for rule in RULES}


def known_by(value: T | None, element: Element | None) -> Fact[T] | None:
    """Return how a value is known by the attributes of its element; None if they do not tell.

    What this program has written comes back no surer than it was; what others are not sure of is known by no rule.
    """
    if element is None:
        return None
    words = element.get("evidence", "").split()
    rule = next((_RULES[word] for word in words if word in _RULES), None)
    outcome = Outcome.CONTRADICTED if Outcome.CONTRADICTED.value in words else None
    if rule is not None:
        record = [rule.value, (outcome or rule.outcome).value]
        return returned(value, "value", {"value": record})
    if element.get("cert") in _UNSURE:
        return fact_by(Rule.UNRECORDED, value)
    return None
