"""What this program marked as not printed is never read as printed when it comes back, in whichever language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.i18n import in_all_languages
from reader.newspaper.facts import RULES, Claim, Fact, Outcome, Rule, fact_by
from reader.newspaper.marks import as_marked, bears_mark, known_by

UNPRINTED = [rule for rule in RULES if rule.outcome is not Outcome.PRINTED]
MARKS = [words for rule in UNPRINTED for words in in_all_languages(rule.message)]
BRACKETS = ("（{}）", "({})", "（{})", "1987年6月12日（{}）", "12 June 1987 ({}), p. 3")


@pytest.mark.parametrize("words", [*MARKS, "互相不合", "contradicted"])
def test_each_mark_is_one_in_brackets_and_words_of_a_text_without(words: str) -> None:
    for brackets in BRACKETS:
        assert bears_mark(brackets.format(words))
    assert not bears_mark(words)
    assert not bears_mark(f"（有人{words}）")
    assert not bears_mark(f"（{words}的）")


@pytest.mark.parametrize("words", ["", "1987年6月12日", "（记者　顾知远）", "(1987)", "（印在报上）", "[M]"])
def test_what_bears_no_mark_is_not_taken_for_one(words: str) -> None:
    assert not bears_mark(words)


def test_a_citation_tells_nothing_that_is_printed_there() -> None:
    assert bears_mark("顾知远. 三万册旧报刊[N]. 雁桥日报, 1987-06-12(2).")


@pytest.mark.parametrize("rule", UNPRINTED)
def test_a_remark_tells_the_rule_and_its_outcome_of_which_it_has_the_words(rule: Rule) -> None:
    for words in in_all_languages(rule.message):
        told = known_by(f"日期 {words}")
        assert told is not None
        name, outcome = told
        assert outcome == rule.outcome.value
        assert words in in_all_languages(Rule(name).message)


def test_a_contradicted_value_comes_back_as_contradicted_by_a_rule_that_is_not_told() -> None:
    assert known_by("日期互相不合") == [Rule.UNRECORDED.value, Outcome.CONTRADICTED.value]


@pytest.mark.parametrize("remark", ["", "日期", "据文件名的", "印在报上"])
def test_a_remark_of_no_rule_tells_none(remark: str) -> None:
    assert known_by(remark) is None


@given(
    st.sampled_from(RULES),
    st.sampled_from(["1987年6月12日", "1987年6月12日（据文件名）", "1987年6月12日（互相不合）"]),
)
def test_a_fact_that_comes_back_is_never_surer_than_it_was_marked(rule: Rule, words: str) -> None:
    fact = fact_by(rule, "1987-06-12", words, 3)
    marked = as_marked(fact)
    if rule.outcome is not Outcome.PRINTED or not bears_mark(words):
        assert marked == fact
        return
    assert marked.value == fact.value
    assert marked.witness == Claim("1987-06-12", Rule.UNRECORDED, words, 3)
    assert marked.outcome is (Outcome.CONTRADICTED if "不合" in words else Outcome.INFERRED)


def test_a_fact_without_a_witness_stays() -> None:
    assert as_marked(Fact(None, Outcome.UNKNOWN)) == Fact(None, Outcome.UNKNOWN)
