"""A checked sentence as JSON says where it stands, what became of it, and how each witness is known."""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from reader.features.claims.as_json import counts_to_json, to_json
from reader.features.claims.sentences import sentences_of
from reader.features.claims.weighing import Difference, Kind, Outcome
from reader.features.claims.witnesses import Checked, Held, Source, Witness
from reader.newspaper.facts import Fact, IssueFacts, Rule, fact_by, unknown
from reader.newspaper.printing import Printing

DAY = dt.date(1987, 6, 12)
FACTS = IssueFacts(title=fact_by(Rule.MASTHEAD, "雁桥日报"), day=fact_by(Rule.DAY_IN_PATH, DAY))
PAGE: Fact[str] = fact_by(Rule.PAGE_LINE, "2")
SOURCE = Source(7, Printing("k7qfz2m4yd3xw6ta", "雁桥日报", DAY, "2"), "渡口通航", FACTS, PAGE)
(SENTENCE,) = sentences_of("1987年6月12日，渡口通航。")
KIND = next(iter(Kind))


def test_a_witness_is_told_with_its_source_its_words_and_what_differs() -> None:
    differences = (Difference(KIND, "十二", "十三"), Difference(KIND, "十二", ""))
    reprint = replace(SOURCE, printing=Printing("k7qfz2m4yd3xw6ta"), facts=IssueFacts(), page=unknown())
    witness = Witness(Outcome.NOT_FOUND, 0.123456, SOURCE, "渡口通航", ((0, 2),), differences, (reprint,))
    row = to_json(Checked(SENTENCE, Outcome.NOT_FOUND, (witness,)), has_footnote=True)
    assert (row["text"], row["start"], row["footnote"], row["held"]) == (SENTENCE.text, 0, True, None)
    witnesses: Any = row["witnesses"]
    (told,) = witnesses
    assert (told["score"], told["marks"], told["words"]) == (0.123, [[0, 2]], "渡口通航")
    assert (told["printing"], told["date"], told["page"]) == (
        "k7qfz2m4yd3xw6ta@1987-06-12@雁桥日报",
        "1987-06-12",
        "2",
    )
    assert {name: fact["outcome"] for name, fact in told["facts"].items()} == {
        "title": "printed",
        "day": "inferred",
        "page": "printed",
    }
    assert [difference["printed"] for difference in told["differences"]] == ["十三", None]
    (elsewhere,) = told["reprints"]
    assert (elsewhere["date"], elsewhere["facts"]["day"]["outcome"]) == (None, "unknown")


@pytest.mark.parametrize("has_footnote", [True, False])
def test_of_a_sentence_without_a_witness_it_is_told_how_many_of_its_days_are_held(has_footnote: bool) -> None:
    held = Held(DAY, dt.date(1987, 6, 30), 3)
    row = to_json(Checked(SENTENCE, Outcome.NOT_FOUND, (), held, asks_year=True), has_footnote=has_footnote)
    assert row["held"] == {"first": "1987-06-12", "last": "1987-06-30", "days": 3, "all_days": 19}
    assert row["witnesses"] == []
    assert (row["asks_year"], row["footnote"], row["year"]) == (True, has_footnote, SENTENCE.year)


def test_all_outcomes_are_counted_also_those_that_no_sentence_has() -> None:
    first, *_ = Outcome
    counts = counts_to_json([Checked(SENTENCE, first), Checked(SENTENCE, first)])
    assert counts == {outcome.value: 2 if outcome is first else 0 for outcome in Outcome}
