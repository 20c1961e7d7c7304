"""A decision about a character is told in a sentence that says what it decides; one of another kind in none."""

import datetime as dt

import pytest
from hypothesis import given

from reader.cli.characters import in_words
from reader.newspaper.article import Fault
from reader.newspaper.decision import (
    CharacterDecision,
    CharacterRule,
    CorrectedCharacter,
    Decision,
    DecisionContent,
    DismissedMisreading,
)
from tests.decisions import DECISIONS

NOW = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
PLACE = ("key", "a.txt", "渡口日报", None, "柳")


def told(content: DecisionContent) -> str:
    return in_words(Decision("uuid", content, NOW, NOW))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CorrectedCharacter(*PLACE, "州", "渡", 1, "洲"), "“州”认错了，应是“洲”"),
        (CorrectedCharacter(*PLACE, "州", "渡", 1, ""), "“州”是多出来的"),
        (
            CorrectedCharacter(*PLACE, "州", "渡", 1, "洲", fault=Fault.PRINTED),
            "“州”原报如此，疑当作“洲”",
        ),
        (DismissedMisreading(*PLACE, "州", "渡", 1, "州"), "“州”看过，没有认错"),
        (DismissedMisreading(*PLACE, "州", "渡", 1, "洲"), "“州”没有认错，不是“洲”"),
        (CharacterRule("柳镀", "柳渡"), "“柳镀”都认错了，应是“柳渡”，以后读进来的也是"),
    ],
)
def test_each_is_told_by_what_it_decides(content: DecisionContent, words: str) -> None:
    assert told(content) == words


@given(DECISIONS)
def test_only_decisions_about_characters_have_words(decision: Decision) -> None:
    is_about_characters = isinstance(decision.content, CharacterRule | CharacterDecision)
    assert bool(in_words(decision)) is is_about_characters
