"""Decisions on people: what they come to does not depend on the order in which copies meet, and undoing restores."""

import datetime as dt
import itertools
import random
import uuid

from hypothesis import given
from hypothesis import strategies as st

from reader.features.people.person import PersonOverlay, names_decided, overlay_of
from reader.newspaper.decision import (
    Decision,
    DecisionContent,
    MergedName,
    SplitPerson,
    StruckOutName,
    decision_from_json,
    decision_to_json,
)

NAMES = st.sampled_from(["陈明", "陳明", "陈鸣", "闻小树", "何苇"])
KEYS = st.lists(st.sampled_from(["k1", "k2", "k3", "k4"]), min_size=1, max_size=3).map(tuple)
CONTENTS = st.one_of(
    st.builds(StruckOutName, NAMES, st.lists(NAMES, max_size=1).map(tuple)),
    st.builds(MergedName, NAMES, NAMES),
    st.builds(SplitPerson, NAMES, st.sampled_from(["", "船工", "教师"]), KEYS),
)
TIMES = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(1990, 1, 3), timezones=st.just(dt.UTC))
DECISIONS = st.builds(Decision, st.uuids().map(str), CONTENTS, TIMES, TIMES, st.booleans())
SETS = st.lists(DECISIONS, max_size=12, unique_by=lambda each: each.uuid)
_SECONDS = itertools.count()


def made(*contents: DecisionContent) -> list[Decision]:
    """Decisions in this order."""
    times = [dt.datetime(2000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=next(_SECONDS)) for _ in contents]
    return [
        Decision(str(uuid.uuid4()), content, time, time)
        for content, time in zip(contents, times, strict=True)
    ]


@given(SETS, st.randoms())
def test_the_order_does_not_matter(decisions: list[Decision], chance: random.Random) -> None:
    shuffled = list(decisions)
    chance.shuffle(shuffled)
    assert overlay_of(shuffled) == overlay_of(decisions)


@given(SETS, SETS)
def test_two_copies_come_to_their_union_whichever_takes_in_the_other(
    ours: list[Decision], theirs: list[Decision]
) -> None:
    union = {each.uuid: each for each in [*ours, *theirs]}.values()
    back = {each.uuid: each for each in [*theirs, *ours]}.values()
    assert overlay_of(union) == overlay_of(back) == overlay_of([*union, *()])


@given(SETS, DECISIONS)
def test_what_is_undone_is_as_if_it_had_never_been_decided(decisions: list[Decision], more: Decision) -> None:
    undone = Decision(more.uuid, more.content, more.created, more.modified, undone=True)
    assert overlay_of([*decisions, undone]) == overlay_of(decisions)


def is_hidden(overlay: PersonOverlay, name: str) -> bool:
    """Whether a name is not listed: it was struck out or is listed under another name."""
    return name in overlay.into or name in overlay.struck


@given(SETS)
def test_every_name_leads_to_one_that_leads_nowhere_else(decisions: list[Decision]) -> None:
    overlay = overlay_of(decisions)
    for name in overlay.touched():
        own = overlay.name_of(name)
        assert overlay.name_of(own) == own
        assert name in overlay.spellings_of(own) or name in overlay.struck
        assert is_hidden(overlay, name) or name == own
    for name, keys in overlay.parted.items():
        assert overlay.name_of(name) == name
        assert set(overlay.labels_of(name)) == set(keys.values()) - {""}


@given(DECISIONS)
def test_a_decision_is_read_as_it_was_written(decision: Decision) -> None:
    import json

    assert decision_from_json(json.dumps(decision_to_json(decision))) == decision


def test_names_are_struck_out_and_merged() -> None:
    overlay = overlay_of(made(StruckOutName("渡口"), MergedName("陳明", "陈明"), MergedName("陈鸣", "陳明")))
    assert is_hidden(overlay, "渡口")
    assert overlay.spellings_of("陈明") == ("陈明", "陈鸣", "陳明")
    assert overlay.name_of("陈鸣") == "陈明"
    assert overlay.touched() == {"渡口", "陈明", "陳明", "陈鸣"}


def test_of_two_names_merged_either_way_the_later_holds() -> None:
    overlay = overlay_of(made(MergedName("陳明", "陈明"), MergedName("陈明", "陳明")))
    assert overlay.spellings_of("陳明") == ("陳明", "陈明")
    assert is_hidden(overlay, "陈明")


def test_articles_are_given_to_another_person_and_back() -> None:
    first, second, third = made(
        SplitPerson("陈明", "船工", ("k1", "k2")),
        SplitPerson("陈明", "教师", ("k2",)),
        SplitPerson("陈明", "", ("k1",)),
    )
    overlay = overlay_of([first, second])
    assert overlay.labels_of("陈明") == ["教师", "船工"]
    assert overlay.parted["陈明"] == {"k1": "船工", "k2": "教师"}
    assert overlay_of([first, second, third]).labels_of("陈明") == ["教师"]
    assert overlay_of([]) == PersonOverlay()


FORMS = (("陳明", "陈明"), ("聞小樹", "闻小树"))


@given(SETS, st.randoms())
def test_with_forms_the_order_does_not_matter_either(
    decisions: list[Decision], chance: random.Random
) -> None:
    shuffled = list(decisions)
    chance.shuffle(shuffled)
    overlay = overlay_of(shuffled, FORMS)
    assert overlay == overlay_of(decisions, FORMS)
    for group in FORMS:
        standing = [name for name in group if name not in overlay.struck]
        assert len({overlay.name_of(name) for name in standing}) <= 1
    for name in names_decided(decisions):
        assert overlay.name_of(overlay.name_of(name)) == overlay.name_of(name)


def test_forms_are_one_name_to_every_decision_but_a_struck_out_string() -> None:
    assert overlay_of([], FORMS).spellings_of("陳明") == ("陳明", "陈明")
    assert overlay_of(made(MergedName("陈明", "何苇")), FORMS).spellings_of("何苇") == (
        "何苇",
        "陈明",
        "陳明",
    )
    assert overlay_of(made(MergedName("何苇", "陈明")), FORMS).spellings_of("陈明") == (
        "陈明",
        "何苇",
        "陳明",
    )
    assert overlay_of(made(StruckOutName("陳明")), FORMS).name_of("陈明") == "陈明"
    into_nobody = overlay_of(made(MergedName("陳明", "何苇"), StruckOutName("何苇")), FORMS)
    assert into_nobody.name_of("陈明") == into_nobody.name_of("陳明") == "陳明"
    assert overlay_of(made(StruckOutName("陳明", ("陈明",))), FORMS).struck == {"陳明", "陈明"}
    assert overlay_of(made(SplitPerson("陈明", "船工", ("k1",))), FORMS).parted["陳明"] == {"k1": "船工"}
