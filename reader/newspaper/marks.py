"""The marks of facts, read again in texts that have left the program: what was marked is never read as printed."""

import re
from functools import cache

from msgspec.structs import replace

from reader.i18n import in_all_languages, later
from reader.newspaper.facts import RULES, Fact, Outcome, Rule, T, fact_by

_CONTRADICTED = later("互相不合")


_CITATION = "[N]"
"""Stands in each citation of a newspaper by GB/T 7714: what is in one is not printed there."""


def bears_mark(words: str) -> bool:
    """Return whether words have the mark of a value that is not printed, in brackets, or are a citation."""
    return _CITATION in words or (
        ("（" in words or "(" in words) and _in_brackets().search(words) is not None
    )


def known_by(remark: str) -> list[str] | None:
    """Return rule and outcome, as `facts.returned` takes them, of a remark that ends with the words of a rule.

    None for words that tell of none. What is only contradicted is so by a rule that is not told.
    """
    if remark.endswith(in_all_languages(_CONTRADICTED)):
        return [Rule.UNRECORDED.value, Outcome.CONTRADICTED.value]
    rules = _rules_by_words()
    fitting = [words for words in rules if remark.endswith(words)]
    if not fitting:
        return None
    rule = rules[max(fitting, key=len)]
    return [rule.value, rule.outcome.value]


def as_marked(fact: Fact[T]) -> Fact[T]:
    """Return a fact whose words are marked in the text as not printed by what this program knew of it then."""
    witness = fact.witness
    if witness is None or witness.rule.outcome is not Outcome.PRINTED or not bears_mark(witness.words):
        return fact
    known = fact_by(Rule.UNRECORDED, fact.value, witness.words, witness.line)
    is_contradicted = any(words in witness.words for words in in_all_languages(_CONTRADICTED))
    return replace(known, outcome=Outcome.CONTRADICTED) if is_contradicted else known


@cache
def _rules_by_words() -> dict[str, Rule]:
    """Return the rules by which a value is not printed, by their words in each language."""
    unprinted = [rule for rule in RULES if rule.outcome is not Outcome.PRINTED]
    rules = {}
    for rule in unprinted:
        for words in in_all_languages(rule.message):
            rules[words] = rule
    return rules


@cache
def _in_brackets() -> re.Pattern[str]:
    words = [*_rules_by_words(), *in_all_languages(_CONTRADICTED)]
    return re.compile(f"[（(](?:{'|'.join(map(re.escape, words))})[）)]")
