"""Decisions: kept beside bookmarks and corrections, and merged, exported, restored and undone as those."""

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.decision import (
    Decision,
    StruckOutName,
    kind_of,
)
from reader.storage import archive, foreign_records
from reader.storage.user_data import UserData, UserDataError
from reader.storage.user_records import Records
from reader.storage.user_schema import SCHEMA_VERSION
from tests.decisions import DECISIONS
from tests.storage.earlier_user_files import make_earlier

FERRY, LAMP = StruckOutName("渡口"), StruckOutName("路灯")


@pytest.fixture
def data(tmp_path: Path) -> UserData:
    return UserData(tmp_path / "home")


@pytest.fixture
def other(tmp_path: Path) -> UserData:
    return UserData(tmp_path / "laptop")


def test_a_decision_is_there_for_the_next_program(data: UserData) -> None:
    made = data.decisions.add_all([FERRY, LAMP])
    again = UserData(data.folder).decisions
    assert again.all() == again.all(StruckOutName) == sorted(made, key=lambda each: each.uuid)
    assert set(again.contents(StruckOutName)) == {FERRY, LAMP}
    assert kind_of(FERRY) == kind_of(StruckOutName) == "struck-out name"


def test_what_is_undone_is_kept_as_a_tombstone_and_comes_back(data: UserData) -> None:
    made = data.decisions.add(FERRY)
    (undone,) = data.decisions.undo(made.uuid)
    assert data.decisions.all() == []
    assert data.decisions.all(with_undone=True) == [undone]
    (again,) = data.decisions.redo(made.uuid)
    assert data.decisions.all() == [again]
    assert made.modified < undone.modified < again.modified


def test_a_decision_is_changed_and_holds_again(data: UserData) -> None:
    made = data.decisions.add(FERRY)
    data.decisions.undo(made.uuid)
    changed = data.decisions.change(made.uuid, LAMP)
    assert data.decisions.all() == [changed]
    assert (changed.uuid, changed.content) == (made.uuid, LAMP)


def test_all_are_undone_or_none(data: UserData) -> None:
    made = data.decisions.add(FERRY)
    with pytest.raises(UserDataError, match="没有这条记录"):
        data.decisions.undo(made.uuid, "no such")
    assert data.decisions.all() == [made]


def test_what_is_decided_after_the_clock_was_set_back_is_the_later_all_the_same(
    data: UserData, other: UserData
) -> None:
    made = data.decisions.add(FERRY)
    shutil.copytree(data.folder, other.folder)
    set_back = UserData(data.folder, now=lambda: dt.datetime(1999, 1, 1, tzinfo=dt.UTC))
    set_back.decisions.undo(made.uuid)
    assert set_back.merge(other.path).size == 0
    assert set_back.decisions.all() == []


def test_two_copies_merge_as_a_union_and_the_later_change_wins(data: UserData, other: UserData) -> None:
    undone_there = data.decisions.add(FERRY)
    shutil.copytree(data.folder, other.folder)
    other.decisions.undo(undone_there.uuid)
    only_there, only_here = other.decisions.add(LAMP), data.decisions.add(LAMP)
    assert data.merge(other.path).size == 2
    assert {each.uuid for each in data.decisions.all()} == {only_there.uuid, only_here.uuid}
    assert data.merge(other.path).size == 0
    assert set(foreign_records.read_records(data.path).records.decisions) == set(data.records().decisions)


def test_an_import_is_undone_as_one_step(data: UserData, other: UserData) -> None:
    changed_there = data.decisions.add(FERRY)
    shutil.copytree(data.folder, other.folder)
    other.decisions.change(changed_there.uuid, StruckOutName("渡船"))
    other.decisions.add(LAMP)
    data.merge_records(other.records(), "laptop.json")
    assert set(data.decisions.contents(StruckOutName)) == {StruckOutName("渡船"), LAMP}
    step = data.last_step()
    assert step is not None
    assert data.undo_step(step).reverted == 2
    assert data.decisions.contents(StruckOutName) == [FERRY]


def test_what_was_changed_since_an_import_is_left_alone(data: UserData, other: UserData) -> None:
    brought = other.decisions.add(LAMP)
    data.merge_records(other.records(), "laptop.json")
    changed = data.decisions.change(brought.uuid, FERRY)
    step = data.last_step()
    assert step is not None
    assert data.undo_step(step).changed_since == 1
    assert data.decisions.all() == [changed]


def test_a_backup_brings_back_what_was_and_undoes_what_came_since(data: UserData) -> None:
    kept = data.decisions.add(FERRY)
    data.backups.make()
    data.decisions.undo(kept.uuid)
    since = data.decisions.add(LAMP)
    data.backups.restore(data.backups.all()[0])
    assert data.decisions.contents(StruckOutName) == [FERRY]
    assert since.uuid in {each.uuid for each in data.decisions.all(with_undone=True)}


@given(st.lists(DECISIONS, max_size=4, unique_by=lambda each: each.uuid))
def test_an_export_brings_them_all(decisions: list[Decision]) -> None:
    text = archive.archive_to_text(Records(decisions=tuple(decisions)))
    assert archive.archive_from_bytes(text.encode(), "a.json") == Records(decisions=tuple(decisions))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("struck-out name", "of a later version"),
        ("渡口", ""),
        ('"undone": false', '"undone": "no"'),
        ('"uuid": "', '"uuid": "x'),
        ("+00:00", ""),
        ('"undone"', '"extra": 1, "undone"'),
    ],
)
def test_a_record_that_is_none_is_kept_apart_as_it_is(data: UserData, was: str, now: str) -> None:
    data.decisions.add(FERRY)
    text = archive.archive_to_text(data.records()).replace(was, now)
    read = archive.archive_from_bytes(text.encode(), "a.json")
    assert read.decisions == ()
    assert [each.kind for each in read.unreadable] == ["decision"]


def test_an_implausible_time_does_not_hold_for_ever(data: UserData, other: UserData) -> None:
    late = UserData(other.folder, now=lambda: dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    made = late.decisions.add(FERRY)
    data.merge(other.path)
    data.decisions.change(made.uuid, LAMP)
    data.merge(other.path)
    assert data.decisions.contents(StruckOutName) == [LAMP]


@pytest.mark.parametrize("version", [1, 4])
def test_a_file_of_an_earlier_version_gets_the_table_with_the_first_write(
    data: UserData, version: int
) -> None:
    data.library_uuid()
    make_earlier(data.path, version)
    before = data.path.read_bytes()
    assert data.decisions.all() == []
    assert data.path.read_bytes() == before
    made = data.decisions.add(FERRY)
    assert data.decisions.all() == [made]
    with closing(sqlite3.connect(data.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
