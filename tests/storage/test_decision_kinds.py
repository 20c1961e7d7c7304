"""Every kind of note among the decisions: stored, undone, merged, exported, moved with its article, never lost."""

import datetime as dt
import functools
import operator
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reader.library.acts import Acts
from reader.library.sync import Decided
from reader.newspaper import decision
from reader.newspaper.decision import (
    DECISION_KINDS,
    ChosenSource,
    Decision,
    DecisionContent,
    DossierNote,
    kind_of,
    moved_to,
    printing_of,
)
from reader.newspaper.printing import Printing
from reader.storage import archive, damaged_records, user_repair, user_tables
from reader.storage.user_data import UserData
from reader.storage.user_merge import plan_merge
from reader.storage.user_records import Records
from tests.decisions import CHRONICLE_SOURCE
from tests.invented_article import ARTICLE

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
EXAMPLES: dict[str, Any] = {
    "name": "渡口",
    "forms": ("渡囗",),
    "into": "渡头",
    "label": "撑船的",
    "keys": ("3ul4mxdeiyoryyxj",),
    "query": "首班船",
    "search": "6b2f0e14-8d6e-4f57-9c57-8f4d1b8a2d11",
    "seen": b"1",
    "dossier": "6b2f0e14-8d6e-4f57-9c57-8f4d1b8a2d11",
    "place": "k",
    "text": "船是谁的？",
    "key": ARTICLE.key,
    "path": "1987/06/19870612.txt",
    "newspaper": "雁桥日报",
    "date": dt.date(1987, 6, 12),
    "month_day": "06-12",
    "number": 4112,
    "page": "1",
    "article": ARTICLE,
    "before": "渡",
    "printed": "囗",
    "after": "从",
    "at": 3,
    "read_as": "口",
    "title": "渡口加开一班船",
    "format": "pdf",
    "trait": "渡口茶话",
    "chronicle": "6b2f0e14-8d6e-4f57-9c57-8f4d1b8a2d11",
    "first": dt.date(1987, 6, 12),
    "last": dt.date(1987, 6, 13),
    "basis": "stated",
    "sources": (CHRONICLE_SOURCE,),
    "words": "渡口加船。",
    "sentence": "1987年6月12日，渡口加船。",
    "is_written": True,
    "joined": "6b2f0e14-8d6e-4f57-9c57-8f4d1b8a2d12",
}
"""A value for each field of any kind."""
WRITTEN = ("text", "label", "query", "words")
"""The fields that hold a person's own words, whatever the kind."""
KINDS = pytest.mark.parametrize("kind", DECISION_KINDS, ids=kind_of)


def example(kind: type[DecisionContent]) -> DecisionContent:
    fields = [field.name for field in msgspec.structs.fields(kind)]
    return kind(**{name: EXAMPLES[name] for name in fields if name in EXAMPLES})


@pytest.fixture
def data(tmp_path: Path) -> UserData:
    return UserData(tmp_path / "home")


@pytest.fixture
def laptop(tmp_path: Path) -> UserData:
    return UserData(tmp_path / "laptop")


@KINDS
def test_it_is_stored_undone_and_redone(data: UserData, kind: type[DecisionContent]) -> None:
    made = data.decisions.add(example(kind))
    again = UserData(data.folder).decisions
    assert again.all(kind) == again.all() == [made]
    assert again.contents(kind) == [example(kind)]
    data.decisions.undo(made.uuid)
    assert again.all() == []
    data.decisions.redo(made.uuid)
    assert again.contents(kind) == [example(kind)]


@KINDS
def test_it_is_exported_imported_and_that_is_undone(
    data: UserData, laptop: UserData, kind: type[DecisionContent]
) -> None:
    made = data.decisions.add(example(kind))
    text = archive.archive_to_text(Records(decisions=(made,)))
    records = archive.archive_from_bytes(text.encode(), "a.json")
    assert records == Records(decisions=(made,))
    laptop.merge_records(records, "a.json")
    assert laptop.decisions.all() == [made]
    step = laptop.last_step()
    assert step is not None
    laptop.undo_step(step)
    assert laptop.decisions.all() == []


class OlderProgram:
    """A program that does not know a kind of decision yet: it sets the records of that kind apart."""

    def __init__(self, unknown: type[DecisionContent]) -> None:
        contents: Any = functools.reduce(operator.or_, [k for k in DECISION_KINDS if k is not unknown])
        fields: list[tuple[str, Any] | tuple[str, Any, Any]] = [
            ("uuid", str), ("content", contents), ("created", dt.datetime), ("modified", dt.datetime),
            ("undone", bool), ("tick", int | None, None),
        ]  # fmt: skip
        self.decoder = msgspec.json.Decoder(msgspec.defstruct("Older", fields))

    def opens(self, data: UserData) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(decision, "_DECODER", self.decoder)
            for module in (user_tables, damaged_records):
                patch.setattr(module, "RULES_DIGEST", "of an older program")
            user_repair.repair_and_merge(data)
            assert data.decisions.all() == []


@KINDS
def test_what_an_older_program_has_set_apart_comes_back_however_often(
    data: UserData, kind: type[DecisionContent]
) -> None:
    stored = data.decisions.add(example(kind))
    for _ in range(2):
        OlderProgram(kind).opens(data)
        user_repair.repair_and_merge(data)
        assert data.decisions.all() == [stored]
        assert data.records().unreadable == ()
        assert data.complaint is not None
        assert "1 条" in data.complaint


@KINDS
def test_what_an_older_program_has_set_apart_is_merged_and_imported_as_it_was(
    data: UserData, laptop: UserData, tmp_path: Path, kind: type[DecisionContent]
) -> None:
    stored = data.decisions.add(example(kind))
    OlderProgram(kind).opens(data)
    exported = archive.archive_to_text(data.records())
    laptop.merge(data.path)
    desk = UserData(tmp_path / "desk")
    desk.merge_records(archive.archive_from_bytes(exported.encode(), "a.json"))
    for copy in (laptop, desk):
        assert copy.decisions.all() == [stored]
        assert copy.records().unreadable == ()


@KINDS
def test_its_own_words_outlive_those_that_another_copy_writes_over_them(kind: type[DecisionContent]) -> None:
    content = example(kind)
    fields = {field.name for field in msgspec.structs.fields(kind)}
    written = [EXAMPLES[name] for name in WRITTEN if name in fields]
    assert all(words in content.own_words for words in written)
    for name in fields & set(WRITTEN):
        changed = msgspec.structs.replace(content, **{name: "另一句"})
        ours = Decision("6b2f0e14-8d6e-4f57-9c57-8f4d1b8a2d12", content, NOW, NOW)
        theirs = Decision(ours.uuid, changed, NOW, NOW + dt.timedelta(1))
        plan = plan_merge(Records(decisions=(ours,)), Records(decisions=(theirs,)))
        found = {each.after.content.own_words: each.after.undone for each in plan.decisions}
        assert found == {changed.own_words: False, content.own_words: True}


@KINDS
def test_it_follows_its_article(kind: type[DecisionContent]) -> None:
    content, moved = (
        example(kind),
        Printing("bqmx2hjwrzq5k7dn", "雁桥晚报", dt.date(1987, 6, 13), "2", "", "b.txt"),
    )
    is_of_one = {"key", "path", "newspaper", "date", "page"} <= {f.name for f in msgspec.structs.fields(kind)}
    assert (printing_of(content) is not None) is is_of_one
    assert printing_of(moved_to(content, moved)) == (moved if is_of_one else None)


@KINDS
def test_another_copy_s_is_applied_to_the_text_if_it_is_about_it(
    data: UserData, kind: type[DecisionContent]
) -> None:
    def mark() -> object:
        with closing(sqlite3.connect(data.path)) as connection:
            return connection.execute(user_repair._ON_TEXT).fetchone()

    data.decisions.add(DossierNote(EXAMPLES["dossier"], "k", ""))
    before = mark()
    data.decisions.add(example(kind))
    is_about_text = {"printed", "read_as"} <= {field.name for field in msgspec.structs.fields(kind)}
    assert (mark() != before) is is_about_text is (kind.applied_as == "characters")


@KINDS
def test_what_it_is_applied_as_is_applied_when_it_is_undone(
    data: UserData, kind: type[DecisionContent]
) -> None:
    applied: list[Decided] = []

    def apply(decided: Decided) -> bool:
        applied.append(decided)
        return True

    acts = Acts(data, apply)
    _, undo = acts.carried_out(lambda: data.decisions.add(example(kind)))
    assert undo is not None
    undo()
    assert applied == ([kind.applied_as] if kind.applied_as else [])
    assert data.decisions.all() == []


def test_what_is_applied_as_sources_is_the_choice_of_a_source() -> None:
    assert [kind for kind in DECISION_KINDS if kind.applied_as == "sources"] == [ChosenSource]
