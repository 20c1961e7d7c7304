"""Each outcome of a field that is not sure is a kind of doubt; what is inferred is never among what is contradicted."""

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import reader
from reader.library import doubt_sources
from reader.library.character_places import CharacterPlace
from reader.library.doubt_acts import acts_on
from reader.library.doubts import TOPICS, DoubtKind, Field, kind_of, overruled_fields
from reader.library.file_doubts import of_facts, of_files
from reader.library.library import Library
from reader.newspaper.article import Where
from reader.newspaper.correction import (
    Anchor,
    Claim,
    CorrectedRole,
    Correction,
    CorrectionKind,
    contradicting,
)
from reader.newspaper.facts import (
    Check,
    Fact,
    IssueFacts,
    Outcome,
    Rule,
    checked,
    fact_by,
    facts_to_json,
    unknown,
)
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import Masthead
from reader.storage.doubtful_files import DoubtfulFile
from reader.storage.issue_table import IssueTable

TODAY = dt.date(2026, 11, 28)
RULES = [rule for rule in Rule if rule is not Rule.UNRECORDED]


@cache
def texts_that_find_doubts() -> list[str]:
    paths = sorted(Path(reader.__file__).parent.rglob("*.py"))
    texts = [path.read_text(encoding="utf-8") for path in paths if path.name != "doubts.py"]
    return [text for text in texts if " Doubt(" in text]


@pytest.mark.parametrize("kind", DoubtKind)
def test_a_kind_has_a_topic_and_is_found(kind: DoubtKind) -> None:
    assert kind in TOPICS, (
        f"The place To check lists nothing of {kind}: say in TOPICS of doubts.py what it is about."
    )
    of_facts = {kind_of(field, outcome) for field in Field for outcome in Outcome}
    is_found = kind in of_facts or any(
        re.search(rf"DoubtKind\.{kind.name}\b", text) for text in texts_that_find_doubts()
    )
    assert is_found, f"Nothing looks for {kind}: it wants a DoubtSource, of the core in doubt_sources.py."


@pytest.mark.parametrize("field", Field)
@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_that_is_in_doubt_has_a_kind(field: Field, outcome: Outcome) -> None:
    kind = kind_of(field, outcome)
    is_ordinary_edition = (field, outcome) == (Field.EDITION, Outcome.UNKNOWN)
    is_in_doubt = outcome in (Outcome.CONTRADICTED, Outcome.UNKNOWN, Outcome.INFERRED)
    assert (kind is not None) == (is_in_doubt and not is_ordinary_edition)
    if kind is not None and outcome is Outcome.INFERRED:
        assert kind.is_apart
    if kind is not None and outcome is Outcome.CONTRADICTED:
        assert not kind.is_apart


def facts_of(value: object) -> st.SearchStrategy[Fact[object]]:
    def drawn(rule: Rule, is_refused: bool) -> Fact[object]:
        fact: Fact[object] = fact_by(rule, value)
        return checked(fact, [Check("别的", lambda _: False)]) if is_refused else fact

    return st.one_of(st.just(unknown()), st.builds(drawn, st.sampled_from(RULES), st.booleans()))


@given(facts_of("雁桥日报"), facts_of(dt.date(1987, 6, 1)), facts_of("晚刊"), facts_of(4170), facts_of("3"))
def test_an_issue_is_listed_for_exactly_its_outcomes(
    title: Fact[str], day: Fact[dt.date], edition: Fact[str], number: Fact[int], page: Fact[str]
) -> None:
    facts = IssueFacts(title, day, edition, number, {"3": page} if page.value else {})
    stored = json.dumps(facts_to_json(replace(facts, pages={})))
    issue = IssueRow(1, title.value or "", day.value, None, None, number.value, 3, "1", stored_facts=stored)
    masthead = Masthead(facts=facts)
    file = DoubtfulFile("1.txt", 1, masthead, None, "", page.value is None, False, (1,))
    outcomes = {
        Field.TITLE: title.outcome,
        Field.DAY: day.outcome,
        Field.EDITION: edition.outcome,
        Field.NUMBER: number.outcome,
        Field.PAGE: page.outcome,
    }
    expected = {kind_of(field, outcome) for field, outcome in outcomes.items()} - {None}
    assert {kind for kind, _ in of_facts(file, issue, TODAY)} == expected


@given(
    facts_of("雁桥日报"),
    facts_of(4170),
    st.sampled_from(["雁桥日报", "江城晚报"]),
    st.sampled_from([4170, 4171]),
)
def test_a_file_against_a_decision_is_told_if_it_says_so_itself(
    title: Fact[str], number: Fact[int], decided_title: str, decided_number: int
) -> None:
    decided_facts = IssueFacts(
        title=fact_by(Rule.READER, decided_title), number=fact_by(Rule.READER, decided_number)
    )
    own_facts = IssueFacts(title=title, number=number)
    told = {field for field, *_ in overruled_fields(decided_facts, own_facts)}
    said_itself = (Outcome.PRINTED, Outcome.STATED, Outcome.CONTRADICTED)
    assert (Field.TITLE in told) == (title.outcome in said_itself and title.value != decided_title)
    assert (Field.NUMBER in told) == (number.outcome in said_itself and number.value != decided_number)
    assert not [*overruled_fields(own_facts, own_facts)]


def test_of_a_file_that_a_sync_reads_again_just_now_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "无日期.txt").write_text(
        "河街开市\n\n昨日河街开市，到货船十二艘，人很多。\n", encoding="utf-8"
    )
    library = Library.open(tmp_path)
    library.sync()
    assert [*of_files(library.derived.catalogue, with_apart=False)]
    monkeypatch.setattr(IssueTable, "issues_where", lambda *_: [])
    assert [*of_files(library.derived.catalogue, with_apart=False)] == []
    library.close()


def _correction(
    uuid: str, claim: Claim, tick: int, *, quote: str = "渡口的灯", undone: bool = False
) -> Correction:
    now = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
    return Correction(uuid, Anchor("1.txt", quote, "", "", 1), claim, now, now, undone, tick)


HEADLINE = Claim(CorrectionKind.ROLE, CorrectedRole.HEADLINE)
DECK = Claim(CorrectionKind.ROLE, CorrectedRole.DECK)


def test_of_corrections_of_one_line_the_latest_holds_and_the_others_are_told() -> None:
    one, other = _correction("1", HEADLINE, 2), _correction("2", DECK, 1)
    assert [*contradicting([one, other])] == [(one, [other])]
    (doubt,) = doubt_sources.of_corrections([other, one])
    assert (doubt.kind, doubt.words, doubt.correction) == (DoubtKind.OTHER_CORRECTION, "这是副题", "2")
    assert "这是标题" in doubt.why


@pytest.mark.parametrize(
    "other",
    [
        _correction("2", HEADLINE, 1),
        _correction("2", DECK, 1, quote="别的一行"),
        _correction("2", DECK, 1, undone=True),
        _correction("2", Claim(CorrectionKind.STARTS), 1),
    ],
    ids=["the same", "of another line", "undone", "about something else"],
)
def test_what_does_not_contradict_is_not_told(other: Correction) -> None:
    assert [*contradicting([_correction("1", HEADLINE, 2), other])] == []


def test_a_correction_is_lost_only_once_it_was_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "无日期.txt"
    path.write_text("河街开市\n\n昨日河街开市，到货船十二艘，人很多。\n", encoding="utf-8")
    library = Library.open(tmp_path)
    library.sync()
    library.corrections.correct_line("无日期.txt", 3, Claim(CorrectionKind.ROLE, CorrectedRole.PARAGRAPH))
    (row,) = library.contents.articles(library.local.catalogue.tree.issues_where("1")[0].id)
    library.characters.correct(row.id, CharacterPlace(Where.HEADLINE, 0, 0), "岸")
    assert lost(library) == []
    path.write_text("渡口收灯\n\n渡口的灯昨夜早早收了。\n", encoding="utf-8")
    library.sync()
    assert lost(library) == [
        ("这是正文", "暂时找不到那一行，文件变回来就生效"),
        ("“河”应是“岸”", "找不到这个字了"),
    ]
    for doubt in [*doubt_sources.of_lost_corrections(library)]:
        (act,) = acts_on(library, doubt)
        act.work()
    assert lost(library) == []
    library.close()


def lost(library: Library) -> list[tuple[str, str]]:
    return [(doubt.words, doubt.why) for doubt in doubt_sources.of_lost_corrections(library)]
