"""Corrections: kept beside the bookmarks, merged as they are, and in files that were made before there were any."""

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.newspaper.correction import Anchor, Claim, CorrectedRole, CorrectionKind
from reader.storage.user_data import UserData, UserDataError
from reader.storage.user_repair import repair_and_merge
from reader.storage.user_schema import MIGRATIONS, SCHEMA_VERSION
from reader.storage.user_tables import UserTables
from tests.invented_article import STORED, stored
from tests.moves import move, present_key
from tests.storage.earlier_user_files import make_earlier

LINE = Anchor("1987/06/19870612.txt", "旧钟楼今起维修", "", "钟停三个月。", 1)
HEADLINE = Claim(CorrectionKind.ROLE, CorrectedRole.HEADLINE)
STARTS = Claim(CorrectionKind.STARTS)


@pytest.fixture
def data(tmp_path: Path) -> UserData:
    return UserData(tmp_path / ".reader")


def first_version(data: UserData) -> None:
    """Makes the file what it was before corrections and passages were kept."""
    data.library_uuid()
    make_earlier(data.path, 1)


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_correction_is_there_for_the_next_program(data: UserData) -> None:
    made = data.corrections.add(LINE, HEADLINE)
    assert UserData(data.folder).corrections.all() == [made]
    assert (made.anchor, made.claim) == (LINE, HEADLINE)


def test_one_thing_is_told_of_several_lines_at_once_and_undone_at_once(data: UserData) -> None:
    other = Anchor("1987/06/19870613.txt", "码头添了船工", "", "", 1)
    made = data.corrections.add_all([(LINE, STARTS), (other, STARTS)])
    assert {each.anchor for each in data.corrections.all()} == {LINE, other}
    with pytest.raises(UserDataError, match="没有这条更正"):
        data.corrections.undo_all([made[0].uuid, "no such"])
    assert len(data.corrections.all()) == 2
    assert [each.undone for each in data.corrections.undo_all([each.uuid for each in made])] == [True, True]
    assert data.corrections.all() == []


def test_what_is_undone_is_kept_as_a_tombstone(data: UserData) -> None:
    made = data.corrections.add(LINE, HEADLINE)
    assert data.corrections.undo(made.uuid).undone
    assert data.corrections.all() == []
    assert [c.undone for c in data.corrections.all(with_undone=True)] == [True]
    with pytest.raises(UserDataError, match="没有这条更正"):
        data.corrections.undo(made.uuid)


def test_two_copies_merge_as_a_union_and_the_later_change_wins(tmp_path: Path) -> None:
    home = UserData(tmp_path / "home")
    undone_there = home.corrections.add(LINE, HEADLINE)
    shutil.copytree(home.folder, tmp_path / "laptop")
    laptop = UserData(tmp_path / "laptop")
    laptop.corrections.undo(undone_there.uuid)
    only_there = laptop.corrections.add(LINE, STARTS)
    only_here = home.corrections.add(LINE, STARTS)
    assert home.merge(laptop.path).size == 2
    assert {c.uuid for c in home.corrections.all()} == {only_there.uuid, only_here.uuid}
    assert home.merge(laptop.path).size == 0


def test_what_is_told_after_the_clock_was_set_back_is_the_later_all_the_same(
    data: UserData, tmp_path: Path
) -> None:
    undone, first = data.corrections.add_all([(LINE, STARTS), (LINE, HEADLINE)])
    shutil.copytree(data.folder, tmp_path / "copy")
    set_back = UserData(data.folder, now=lambda: dt.datetime(1999, 1, 1, tzinfo=dt.UTC))
    second = set_back.corrections.add(LINE, STARTS)
    set_back.corrections.undo(undone.uuid)
    assert set_back.merge(tmp_path / "copy" / "user.sqlite").size == 0
    assert set_back.corrections.all() == [first, second]


def test_corrections_follow_their_file(data: UserData) -> None:
    made = data.corrections.add(LINE, HEADLINE)
    data.corrections.follow({LINE.path: "旧报/六月.txt", "another.txt": "third.txt"})
    (moved,) = data.corrections.all()
    assert (moved.anchor.path, moved.modified) == ("旧报/六月.txt", made.modified)
    data.corrections.move_to_files({made.uuid: LINE.path})
    assert data.corrections.all() == [made]


def test_corrections_of_a_later_program_are_kept_apart_until_it_comes(data: UserData) -> None:
    kept = data.corrections.add(LINE, HEADLINE)
    strange = data.corrections.add(LINE, STARTS)
    with closing(sqlite3.connect(data.path)) as connection:
        connection.execute(
            "UPDATE correction SET claim = ? WHERE uuid = ?", ('{"kind": "rumour"}', strange.uuid)
        )
        connection.commit()
    assert data.corrections.all() == [kept]
    repair_and_merge(data)
    assert data.corrections.all() == [kept]
    (apart,) = data.records().unreadable
    assert apart.kind == "correction"
    assert "rumour" in apart.content


def test_what_could_not_be_read_is_not_tried_at_every_opening(
    data: UserData, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.corrections.add(LINE, HEADLINE)
    with closing(sqlite3.connect(data.path)) as connection:
        connection.execute("UPDATE correction SET claim = replace(claim, 'headline', 'rumour')")
        connection.commit()
    repair_and_merge(data)
    tries = []

    def read_again(tables: UserTables, now: dt.datetime) -> int:
        tries.append(now)
        return 0

    monkeypatch.setattr(UserTables, "read_again", read_again)
    repair_and_merge(data)
    assert not tries
    monkeypatch.setattr("reader.storage.user_tables.RULES_DIGEST", "of a program that reads more")
    repair_and_merge(data)
    assert len(tries) == 1


# -- files of the first version


def test_migrations_are_named() -> None:
    assert [*MIGRATIONS] == [
        "corrections",
        "passages",
        "unreadable records, earlier versions, undoable steps",
        "decisions",
        "files of printings",
        "ticks",
    ]
    assert SCHEMA_VERSION == 7


def test_a_file_without_corrections_is_read_as_it_is(data: UserData) -> None:
    first_version(data)
    before = data.path.read_bytes()
    assert data.corrections.all() == []
    assert data.bookmarks() == []
    assert data.path.read_bytes() == before


def test_a_file_without_corrections_gets_them_with_the_first_write(data: UserData) -> None:
    bookmark = data.add_bookmark(STORED, "给外婆看", [])
    first_version(data)
    made = data.corrections.add(LINE, HEADLINE)
    assert version_of(data.path) == SCHEMA_VERSION
    assert data.bookmarks() == [bookmark]
    assert data.corrections.all() == [made]


def test_a_write_that_fails_leaves_the_old_version(data: UserData) -> None:
    first_version(data)
    with pytest.raises(UserDataError):
        data.corrections.undo("no such")
    assert version_of(data.path) == 1


def test_copies_of_either_version_merge_into_either(data: UserData, tmp_path: Path) -> None:
    old = UserData(tmp_path / "old")
    bookmark = old.add_bookmark(STORED, "", [])
    first_version(old)
    made = data.corrections.add(LINE, HEADLINE)
    data.merge(old.path)
    old.merge(data.path)
    assert [b.uuid for b in data.bookmarks()] == [bookmark.uuid]
    assert old.corrections.all() == [made]


# -- keys


def test_bookmarks_follow_a_key_that_has_become_another(data: UserData) -> None:
    moved = data.add_bookmark(STORED, "", [])
    other = data.add_bookmark(stored(key="another"), "", [])
    move(data, moved.uuid, "first")
    assert {b.uuid: b.key for b in data.bookmarks()} == {moved.uuid: "first", other.uuid: "another"}
    assert present_key(data, moved) == "first"
