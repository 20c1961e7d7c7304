"""A correction can be written down, sent to others and read again; what nobody wrote so is refused."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.encodings import NAMES
from reader.newspaper.article import Role
from reader.newspaper.correction import (
    About,
    Anchor,
    Claim,
    CorrectedCredit,
    CorrectedRole,
    Correction,
    CorrectionKind,
    correction_from_json,
    correction_to_json,
    corrections_to_text,
)
from reader.newspaper.issue import leads_inside
from reader.newspaper.logical_clock import LAST_TICK


def _titled(text: str) -> str:
    return f"报{text}"[:40]


TEXT = st.text(max_size=20)
ANCHORS = st.builds(Anchor, TEXT.filter(leads_inside), TEXT, TEXT, TEXT, st.integers(1, 99))
CLAIMS = st.one_of(
    st.builds(Claim, st.just(CorrectionKind.ROLE), role=st.sampled_from(CorrectedRole)),
    st.builds(
        Claim,
        st.just(CorrectionKind.CREDIT),
        credit=st.builds(CorrectedCredit, st.sampled_from(Role), st.lists(TEXT).map(tuple)),
    ),
    st.builds(Claim, st.just(CorrectionKind.DATE), date=st.dates()),
    st.builds(Claim, st.just(CorrectionKind.NUMBER), number=st.integers(1, 99_999_999)),
    st.builds(Claim, st.just(CorrectionKind.TITLE), title=st.text("雁桥日报 Daily", min_size=1).map(_titled)),
    st.builds(Claim, st.sampled_from([CorrectionKind.CONTINUES, CorrectionKind.APART]), first=ANCHORS),
    st.builds(Claim, st.just(CorrectionKind.ENCODING), encoding=st.sampled_from(NAMES)),
    st.builds(Claim, st.just(CorrectionKind.NOT_YEAR), year=st.integers(1, 9999)),
    st.sampled_from(CorrectionKind).filter(lambda kind: kind.content is None).map(Claim),
)
TIMES = st.datetimes(timezones=st.just(dt.UTC))
CORRECTIONS = st.builds(
    Correction,
    TEXT,
    ANCHORS,
    CLAIMS,
    TIMES,
    TIMES,
    st.booleans(),
    st.integers(0, LAST_TICK),
)


@given(st.lists(CORRECTIONS, max_size=3))
def test_a_file_of_corrections_has_each_on_a_line_as_people_read_it(corrections: list[Correction]) -> None:
    text = corrections_to_text(corrections)
    _, *lines, end = text.split("\n")
    assert [correction_from_json(json.loads(line)) for line in lines] == corrections
    assert end == ""
    assert all(each.claim.title in text for each in corrections if each.claim.title)


@given(CORRECTIONS)
def test_what_is_written_is_read_again(correction: Correction) -> None:
    assert correction_from_json(json.loads(json.dumps(correction_to_json(correction)))) == correction


@given(CORRECTIONS, st.data())
def test_what_lacks_something_is_refused(correction: Correction, data: st.DataObject) -> None:
    written = correction_to_json(correction)
    name = data.draw(st.sampled_from(sorted(written.keys() - {"tick"})))  # earlier versions wrote none
    del written[name]
    with pytest.raises(ValueError, match=f"{name}|None"):
        correction_from_json(written)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "rumour"),
        ("ordinal", "1"),
        ("ordinal", -1),
        ("ordinal", 2**63),
        ("undone", 0),
        ("created", "yesterday"),
        ("created", "2026-03-01T12:00:00"),
        ("quote", ["渡口"]),
        ("names", "张维"),
        ("names", [1]),
        ("credit", "poet"),
    ],
)
def test_what_means_nothing_is_refused(name: str, value: object) -> None:
    time = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    told = Claim(CorrectionKind.CREDIT, credit=CorrectedCredit(Role.AUTHOR, ("张维",)))
    written = correction_to_json(Correction("1", Anchor("a.txt", "渡口", "", "", 1), told, time, time))
    with pytest.raises(ValueError, match=f"{name}|{value}"):
        correction_from_json(written | {name: value})


@pytest.mark.parametrize(
    ("kind", "role", "credit"),
    [
        (CorrectionKind.ROLE, None, None),
        (CorrectionKind.STARTS, CorrectedRole.DECK, None),
        (CorrectionKind.CREDIT, None, None),
        (CorrectionKind.ROLE, CorrectedRole.DECK, CorrectedCredit(Role.AUTHOR, ())),
    ],
)
def test_a_claim_says_one_thing(
    kind: CorrectionKind, role: CorrectedRole | None, credit: CorrectedCredit | None
) -> None:
    with pytest.raises(ValueError, match=kind.value):
        Claim(kind, role, credit)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (CorrectionKind.DATE, None),
        (CorrectionKind.NUMBER, 0),
        (CorrectionKind.NUMBER, 10**8),
        (CorrectionKind.TITLE, " "),
        (CorrectionKind.TITLE, "雁桥\n日报"),
        (CorrectionKind.TITLE, "报" * 41),
    ],
)
def test_what_is_told_of_an_issue_has_bounds(kind: CorrectionKind, value: object) -> None:
    with pytest.raises(ValueError, match=kind.value):
        Claim(kind, **{kind.value: value})  # type: ignore[arg-type]


@given(CLAIMS)
def test_it_is_about_a_line_a_story_or_an_issue(claim: Claim) -> None:
    """About two articles if it names another line; about the line if its words speak of a place in the text."""
    kind = claim.kind
    assert (kind.about is About.STORY) == (claim.first is not None)
    assert kind.is_of_issue == ("这一期" in claim.words or claim.title is not None)
