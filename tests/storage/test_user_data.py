"""Bookmarks: on the disk before anybody is told, and never lost."""

import datetime as dt
import errno
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from reader import held_files
from reader.newspaper.correction import Anchor, Claim, CorrectionKind
from reader.newspaper.holdings import SourceRow
from reader.newspaper.json_format import article_to_json
from reader.newspaper.passage import MarkColor, Passage
from reader.storage import record_tables, user_file, user_schema
from reader.storage.printing_table import Moves
from reader.storage.user_data import UserData, UserDataError
from reader.storage.user_file import is_damage
from reader.storage.user_records import Alias, Records, Unreadable, bookmark_from_row
from reader.storage.user_repair import problems, repair_and_merge
from reader.storage.user_tables import Undone
from tests.held_by_another import held
from tests.invented_article import STORED, stored
from tests.moves import move, present_key
from tests.shelf import fill, small_disk
from tests.storage.earlier_user_files import make_earlier
from tests.trust import hostile_user_data


@pytest.fixture
def data(tmp_path: Path) -> UserData:
    return UserData(tmp_path / ".reader")


def test_a_bookmark_is_there_for_the_next_program(data: UserData) -> None:
    made = data.add_bookmark(STORED, "给外婆看", ["家谱", "待核"])
    again = UserData(data.folder).bookmarks()
    assert again == [made]
    assert again[0].article == STORED.article
    assert (again[0].note, again[0].tags) == ("给外婆看", ("家谱", "待核"))


def test_a_removed_bookmark_comes_back_whole(data: UserData) -> None:
    made = data.add_bookmark(STORED, "给外婆看", ["家谱"])
    data.remove_bookmarks([made.uuid])[0]
    assert data.bookmarks() == []
    back = data.restore_bookmarks([made.uuid])[0]
    assert (back.uuid, back.note, back.tags) == (made.uuid, "给外婆看", ("家谱",))


def test_bookmarking_again_what_was_removed_brings_its_note_back(data: UserData) -> None:
    made = data.add_bookmark(STORED, "给外婆看", ["家谱"])
    data.remove_bookmarks([made.uuid])[0]
    back = data.add_bookmark(STORED, "", ["待核"])
    assert (back.uuid, back.note, back.tags) == (made.uuid, "给外婆看", ("家谱", "待核"))


def test_notes_and_tags_can_be_changed(data: UserData) -> None:
    made = data.add_bookmark(STORED, "", [])
    data.edit_bookmark(made.uuid, "改过", ["一", "一", "二"])
    assert [(b.note, b.tags) for b in data.bookmarks()] == [("改过", ("一", "二"))]


def test_a_bookmark_of_another_window_that_is_gone_is_said(data: UserData) -> None:
    with pytest.raises(UserDataError, match="没有这条收藏"):
        data.remove_bookmarks(["no such"])[0]


def test_bookmarks_follow_a_key_and_the_old_one_stays_as_an_alias(data: UserData) -> None:
    made = data.add_bookmark(STORED, "", [])
    move(data, made.uuid, "second")
    move(data, made.uuid, "third")
    assert [b.key for b in data.bookmarks()] == ["third"]
    assert present_key(data, made) == "third"
    move(data, made.uuid, made.key)
    assert present_key(data, made) == made.key


def test_two_copies_merge_as_a_union_and_the_later_change_wins(tmp_path: Path) -> None:
    home = UserData(tmp_path / "home")
    shared = home.add_bookmark(STORED, "旧", [])
    shutil.copytree(home.folder, tmp_path / "laptop")
    laptop = UserData(tmp_path / "laptop")
    laptop.edit_bookmark(shared.uuid, "新", ["改"])
    only_there = laptop.add_bookmark(stored(key="another"), "", [])
    only_here = home.add_bookmark(stored(key="third"), "", [])
    home.merge(laptop.path)
    assert {b.uuid for b in home.bookmarks()} == {shared.uuid, only_there.uuid, only_here.uuid}
    assert next(b for b in home.bookmarks() if b.uuid == shared.uuid).note == "新"
    assert home.merge(laptop.path).size == 0


def test_a_change_after_the_clock_was_set_back_is_the_later_one_all_the_same(tmp_path: Path) -> None:
    home = UserData(tmp_path / "home")
    noted, removed = home.add_bookmark(STORED, "旧", []), home.add_bookmark(stored(key="another"), "", [])
    shutil.copytree(home.folder, tmp_path / "copy")
    set_back = UserData(tmp_path / "home", now=lambda: dt.datetime(1999, 1, 1, tzinfo=dt.UTC))
    set_back.edit_bookmark(noted.uuid, "新", [])
    set_back.remove_bookmarks([removed.uuid])[0]
    assert set_back.merge(tmp_path / "copy" / "user.sqlite").size == 0
    copy = UserData(tmp_path / "copy")
    copy.merge(set_back.path)
    for data in (set_back, copy):
        assert [bookmark.note for bookmark in data.bookmarks()] == ["新"]


def test_a_conflict_copy_that_the_sync_client_holds_is_told_as_in_use_and_merged_the_next_time(
    data: UserData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_files, "_PAUSES", ())
    laptop = UserData(tmp_path / "laptop")
    laptop.add_bookmark(STORED, "外婆", [])
    data.add_bookmark(stored(key="other"), "", [])
    copy = data.folder / "user (conflicted copy 2026-11-20).sqlite"
    shutil.copyfile(laptop.path, copy)
    with held(copy):
        repair_and_merge(data)
    assert "另一个程序正占用" in (data.complaint or "")
    assert copy.name in (data.complaint or "")
    repair_and_merge(data)
    assert data.complaint is None
    assert "外婆" in [bookmark.note for bookmark in data.bookmarks()]


def test_a_conflict_copy_of_a_sync_client_is_merged_and_kept(data: UserData, tmp_path: Path) -> None:
    data.library_uuid()
    other = UserData(tmp_path / "other")
    there = other.add_bookmark(STORED, "", [])
    copy = data.folder / "user (conflicted copy 2026-11-20).sqlite"
    shutil.copy(other.path, copy)
    repair_and_merge(data)
    assert [b.uuid for b in data.bookmarks()] == [there.uuid]
    data.remove_bookmarks([there.uuid])[0]
    repair_and_merge(data)
    assert data.bookmarks() == []
    assert copy.exists()


def test_a_tombstone_travels_too(tmp_path: Path) -> None:
    home = UserData(tmp_path / "home")
    made = home.add_bookmark(STORED, "", [])
    shutil.copytree(home.folder, tmp_path / "laptop")
    laptop = UserData(tmp_path / "laptop")
    laptop.remove_bookmarks([made.uuid])[0]
    home.merge(laptop.path)
    assert home.bookmarks() == []


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100])
def test_a_damaged_file_is_kept_aside_and_the_backup_takes_its_place(data: UserData, damage: bytes) -> None:
    made = data.add_bookmark(STORED, "给外婆看", [])
    assert data.backups.make() is not None
    data.path.write_bytes(damage)
    after = UserData(data.folder)
    with pytest.raises(UserDataError, match="自动恢复"):
        after.bookmarks()
    repair_and_merge(after)
    assert [b.uuid for b in after.bookmarks()] == [made.uuid]
    assert "恢复" in (after.complaint or "")
    aside = next(data.folder.glob("user.damaged-*.sqlite"))
    assert aside.read_bytes() == damage


def test_tags_are_renamed_and_merged_as_one_step(data: UserData) -> None:
    first = data.add_bookmark(stored(key="a"), "", ["land reform", "渡口", "土改"])
    data.add_bookmark(stored(key="b"), "", ["渡口"])
    assert data.change_tags(["没有"], "土地改革") == []
    (changed,) = data.change_tags(["land reform", "土改"], "土地改革")
    assert (changed.uuid, changed.tags) == (first.uuid, ("土地改革", "渡口"))
    assert changed.tick > first.tick
    step = data.last_step()
    assert step is not None
    assert data.undo_step(step).reverted == 1
    assert {each.tags for each in data.bookmarks()} == {("land reform", "渡口", "土改"), ("渡口",)}


def test_a_change_is_backed_up_once(tmp_path: Path) -> None:
    today = [dt.datetime(2027, 1, 1, tzinfo=dt.UTC)]
    data = UserData(tmp_path / ".reader", now=lambda: today[0])
    made = data.add_bookmark(STORED, "", [])
    for day in range(3):
        today[0] += dt.timedelta(days=1)
        data.edit_bookmark(made.uuid, f"第{day}天", [])
        assert data.backups.make() is not None
        assert data.backups.make() is None
    newest, *_ = data.backups.all()
    with sqlite3.connect(newest.path) as copy:
        assert copy.execute("SELECT note FROM bookmark").fetchone() == ("第2天",)
    copy.close()
    today[0] += dt.timedelta(days=100)
    assert data.backups.make() is None


def test_a_place_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserDataError, match="收藏文件"):
        UserData(tmp_path / "file" / "folder").add_bookmark(STORED, "", [])


def test_a_file_of_a_later_version_is_left_alone(data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    with sqlite3.connect(data.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = data.path.read_bytes()
    with pytest.raises(UserDataError, match="升级"):
        data.bookmarks()
    assert data.path.read_bytes() == before


def test_the_library_keeps_its_uuid_wherever_it_is_copied(data: UserData, tmp_path: Path) -> None:
    first = data.library_uuid()
    shutil.copytree(data.folder, tmp_path / "elsewhere")
    assert UserData(tmp_path / "elsewhere").library_uuid() == first == data.library_uuid()


def test_an_article_bookmarked_on_two_machines_has_one_bookmark_with_all_the_words(tmp_path: Path) -> None:
    home, laptop = UserData(tmp_path / "home"), UserData(tmp_path / "laptop")
    first = home.add_bookmark(STORED, "给外婆看", ["家谱"])
    laptop.add_bookmark(STORED, "抄一份", ["待核"])
    home.merge(laptop.path)
    laptop.merge(home.path)
    for data in (home, laptop):
        (kept,) = data.bookmarks()
        assert (kept.uuid, kept.note, kept.tags) == (first.uuid, "给外婆看\n抄一份", ("家谱", "待核"))
    assert home.merge(laptop.path).size == 0


def test_following_an_article_is_no_change_that_outdoes_a_note_of_another_machine(tmp_path: Path) -> None:
    home = UserData(tmp_path / "home")
    made = home.add_bookmark(STORED, "旧", [])
    shutil.copytree(home.folder, tmp_path / "laptop")
    laptop = UserData(tmp_path / "laptop")
    laptop.edit_bookmark(made.uuid, "新", [])
    move(home, made.uuid, "new key")
    home.merge(laptop.path)
    assert [b.note for b in home.bookmarks()] == ["新"]


def test_of_a_file_damaged_in_the_middle_all_that_can_be_read_is_saved(data: UserData) -> None:
    made = [data.add_bookmark(stored(key=f"key-{i}"), f"第{i}条", []) for i in range(40)]
    content = bytearray(data.path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xa5" * 4096
    data.path.write_bytes(content)
    repair_and_merge(data)
    saved = {bookmark.uuid for bookmark in data.bookmarks()}
    assert len(saved & {bookmark.uuid for bookmark in made}) > 30
    assert "损坏" in (data.complaint or "")
    repair_and_merge(data)
    assert data.complaint is None
    assert {bookmark.uuid for bookmark in data.bookmarks()} == saved


def test_a_file_that_is_gone_comes_back_from_its_backup(data: UserData) -> None:
    made = data.add_bookmark(STORED, "给外婆看", [])
    uuid = data.library_uuid()
    data.backups.make()
    data.path.unlink()
    repair_and_merge(data)
    assert data.bookmarks() == [made]
    assert data.library_uuid() == uuid
    assert "备份" in (data.complaint or "")


def test_what_was_removed_since_the_backup_stays_removed(data: UserData) -> None:
    made = data.add_bookmark(STORED, "", [])
    data.backups.make()
    data.remove_bookmarks([made.uuid])[0]
    repair_and_merge(data)
    assert data.bookmarks() == []


def test_the_days_backup_has_what_came_later_that_day(data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    data.backups.make()
    later = data.add_bookmark(stored(key="later"), "", [])
    data.backups.make()
    data.path.write_bytes(b"")
    repair_and_merge(data)
    assert later in data.bookmarks()


def test_a_copy_that_is_no_database_is_said_once_and_hinders_nothing(data: UserData) -> None:
    made = data.add_bookmark(STORED, "", [])
    (data.folder / "user (2).sqlite").write_bytes(b"half a download")
    repair_and_merge(data)
    assert "user (2).sqlite" in (data.complaint or "")
    assert data.bookmarks() == [made]
    repair_and_merge(data)
    assert data.complaint is None


LAMP = Passage("灯是给晚归的人留的", "老船工说，", "。\n夜里十点", MarkColor.GREEN)


def test_passages_of_an_article_stand_beside_its_bookmark(data: UserData) -> None:
    whole = data.add_bookmark(STORED, "", [])
    marked = data.add_bookmark(STORED, "记住", ["灯"], LAMP)
    assert {b.uuid: b.passage for b in data.bookmarks()} == {whole.uuid: None, marked.uuid: LAMP}
    data.remove_bookmarks([whole.uuid])[0]
    assert data.bookmarks() == [marked]


def test_a_passage_marked_again_is_the_same_in_another_colour(data: UserData) -> None:
    made = data.add_bookmark(STORED, "记住", [], LAMP)
    data.remove_bookmarks([made.uuid])[0]
    purple = structs.replace(LAMP, color=MarkColor.PURPLE)
    again = data.add_bookmark(STORED, "", [], purple)
    assert (again.uuid, again.note, again.passage) == (made.uuid, "记住", purple)
    assert data.color_passage(made.uuid, LAMP).passage == LAMP


def test_a_passage_marked_on_two_machines_is_one_and_others_stay(tmp_path: Path) -> None:
    here, there = UserData(tmp_path / "a"), UserData(tmp_path / "b")
    here.add_bookmark(STORED, "这里", [], LAMP)
    there.add_bookmark(STORED, "那里", [], LAMP)
    there.add_bookmark(STORED, "", [])
    here.merge(there.path)
    assert sorted((b.note, b.passage is None) for b in here.bookmarks()) == [
        ("", True),
        ("这里\n那里", False),
    ]


def test_a_file_of_an_earlier_version_is_read_as_it_is_and_takes_passages(data: UserData) -> None:
    made = data.add_bookmark(STORED, "给外婆看", [])
    make_earlier(data.path, 2)
    assert data.bookmarks() == [made]
    other = UserData(data.folder.with_name("other"))
    assert other.merge(data.path).size == 1
    marked = data.add_bookmark(STORED, "", [], LAMP)
    assert {b.uuid for b in data.bookmarks()} == {made.uuid, marked.uuid}


def test_given_a_library_whose_folder_is_away_then_no_empty_one_is_made_in_its_place(tmp_path: Path) -> None:
    away = tmp_path / "旧报"
    with pytest.raises(UserDataError):
        UserData(away / ".reader").bookmarks()
    assert not away.exists()


def test_a_write_that_something_in_the_file_undoes_is_no_write(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "user.sqlite", isolation_level=None)) as connection:
        user_schema.create(connection)
        connection.execute(
            "CREATE TRIGGER t AFTER INSERT ON bookmark BEGIN DELETE FROM bookmark WHERE uuid = new.uuid; END"
        )
        made = UserData(tmp_path / "other").add_bookmark(STORED, "", [])
        with pytest.raises(UserDataError, match="没有写进去"):
            record_tables.put(connection, [made])


def test_what_is_acknowledged_is_on_the_disk_with_the_folder_it_stands_in(data: UserData) -> None:
    data.library_uuid()
    with data._open() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (3,)  # EXTRA
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)


@pytest.mark.parametrize(("system", "told"), [("darwin", 1), ("linux", 0), ("win32", 0)])
def test_macos_is_told_to_write_what_is_acknowledged_through_its_own_memory(system: str, told: int) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        user_file._write_through(connection, system)
        assert connection.execute("PRAGMA fullfsync").fetchone() == (told,)


def test_words_that_do_not_hold_are_kept_and_brought_back(tmp_path: Path) -> None:
    home = UserData(tmp_path / "home")
    made = home.add_bookmark(STORED, "先写的", ["家史"])
    shutil.copytree(home.folder, tmp_path / "laptop")
    laptop = UserData(tmp_path / "laptop")
    home.edit_bookmark(made.uuid, "家里写的", ["家史"])
    laptop.edit_bookmark(made.uuid, "路上写的", [])
    home.merge(laptop.path)
    assert [b.note for b in home.bookmarks()] == ["路上写的"]
    (version,) = home.versions_of(made.uuid)
    assert (version.bookmark.note, version.bookmark.tags) == ("家里写的", ("家史",))
    home.restore_version(version)
    assert [(b.note, b.tags) for b in home.bookmarks()] == [("家里写的", ("家史",))]
    assert [v.bookmark.note for v in home.versions_of(made.uuid)] == ["路上写的"]


def test_a_clock_of_the_future_wins_once_and_loses_nothing(tmp_path: Path) -> None:
    home = UserData(tmp_path / "home")
    made = home.add_bookmark(STORED, "现在写的", [])
    shutil.copytree(home.folder, tmp_path / "wrong")
    wrong = UserData(tmp_path / "wrong", now=lambda: dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    wrong.edit_bookmark(made.uuid, "钟坏了", [])
    home.merge(wrong.path)
    assert [version.bookmark.note for version in home.versions_of(made.uuid)] == ["现在写的"]
    home.edit_bookmark(made.uuid, "后来写的", [])
    later = UserData(tmp_path / "home", now=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=3))
    later.edit_bookmark(made.uuid, "三天后写的", [])
    later.merge(wrong.path)
    assert [bookmark.note for bookmark in later.bookmarks()] == ["三天后写的"]


def test_a_restored_backup_is_one_step_there_and_back(data: UserData) -> None:
    kept = data.add_bookmark(STORED, "旧的", [])
    gone = data.add_bookmark(stored(key="another"), "要删的", [])
    data.backups.make()
    (backup,) = data.backups.all()
    data.edit_bookmark(kept.uuid, "新的", [])
    data.remove_bookmarks([gone.uuid])[0]
    data.add_bookmark(stored(key="third"), "后加的", [])
    before = {(b.uuid, b.note) for b in data.bookmarks()}
    plan = data.backups.plan_restore(backup)
    assert [b.note for b in plan.added] == ["要删的"]
    assert [(c.before and c.before.note, c.after.note) for c in plan.replaced] == [("新的", "旧的")]
    assert [b.note for b in plan.removed] == ["后加的"]
    data.backups.restore(backup)
    assert {b.note for b in data.bookmarks()} == {"旧的", "要删的"}
    step = data.last_step()
    assert step is not None
    assert (step.kind, step.origin) == ("restore", backup.name)
    undone = data.undo_step(step)
    assert (undone.reverted, undone.changed_since) == (3, 0)
    assert {(b.uuid, b.note) for b in data.bookmarks()} == before
    assert data.last_step() is None


def test_undoing_an_import_leaves_what_was_changed_since(tmp_path: Path) -> None:
    here, there = UserData(tmp_path / "a"), UserData(tmp_path / "b")
    there.add_bookmark(STORED, "一", [])
    second = there.add_bookmark(stored(key="another"), "二", [])
    here.merge_records(there.records(), "带来.json")
    here.edit_bookmark(second.uuid, "二改", [])
    step = here.last_step()
    assert step is not None
    assert here.undo_step(step) == Undone(reverted=1, changed_since=1)
    assert [bookmark.note for bookmark in here.bookmarks()] == ["二改"]


class Clock:
    def __init__(self) -> None:
        self.time = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.time += dt.timedelta(seconds=1)
        return self.time


@pytest.fixture
def timed(tmp_path: Path) -> UserData:
    """User data in which every change is a second later than the one before."""
    return UserData(tmp_path / ".reader", Clock())


def test_bookmarks_are_the_newest_first_removed_ones_by_when_and_those_of_an_article_the_oldest_first(
    timed: UserData,
) -> None:
    made = [timed.add_bookmark(stored(key=key), "", []) for key in ("a", "b", "c")]
    passages = [timed.add_bookmark(stored(key="a"), "", [], Passage(words, "", "")) for words in ("灯", "船")]
    assert timed.bookmarks() == [*reversed(passages), *reversed(made)]
    assert timed.bookmarks_with_key("a") == [made[0], *passages]
    for each in (made[1], made[2], made[0]):
        timed.remove_bookmarks([each.uuid])[0]
    assert [each.key for each in timed.removed_bookmarks()] == ["a", "c", "b"]
    assert timed.bookmarks_with_key("a") == passages


@pytest.mark.parametrize(("sources", "path"), [(STORED.sources, "1987/06/19870612-02.txt"), ((), "")])
def test_a_bookmark_keeps_all_that_tells_where_it_is_from(
    data: UserData, sources: tuple[SourceRow, ...], path: str
) -> None:
    made = data.add_bookmark(structs.replace(STORED, sources=sources), "", ["甲", "乙", "甲"])
    assert (made.newspaper, made.date, made.month_day) == ("雁桥日报", dt.date(1987, 6, 12), "06-12")
    assert (made.number, made.page, made.path, made.tags) == (4181, "2", path, ("甲", "乙"))
    assert data.bookmarks() == [made]


def test_all_of_several_bookmarks_are_changed_or_none(data: UserData) -> None:
    made = [data.add_bookmark(stored(key=key), "", []) for key in ("a", "b")]
    uuids = [each.uuid for each in made]
    with pytest.raises(UserDataError, match="没有这条收藏"):
        data.remove_bookmarks([*uuids, "no such"])
    assert len(data.bookmarks()) == 2
    data.remove_bookmarks(uuids)
    with pytest.raises(UserDataError, match="没有这条收藏"):
        data.restore_bookmarks([*uuids, "no such"])
    assert data.bookmarks() == []
    data.restore_bookmarks(uuids)
    assert {each.uuid for each in data.bookmarks()} == set(uuids)


def test_an_edit_of_what_was_removed_brings_it_back(data: UserData) -> None:
    made = data.add_bookmark(STORED, "", [])
    data.remove_bookmarks([made.uuid])[0]
    data.edit_bookmark(made.uuid, "改过", [])
    assert [each.note for each in data.bookmarks()] == ["改过"]


def test_keys_are_followed_wherever_they_lead_and_never_in_circles(data: UserData) -> None:
    data.printings.follow(Moves(names={"a": "b", "x": "y"}))
    data.printings.follow(Moves(names={"b": "c"}))
    assert [present_key(data, key) for key in ("a", "b", "c", "x", "other")] == ["c", "c", "c", "y", "other"]
    data.printings.follow(Moves(names={"c": "a"}))
    assert [present_key(data, key) for key in ("a", "b", "c")] == ["a", "a", "a"]


def test_two_articles_that_change_places_leave_no_name_behind(data: UserData) -> None:
    data.printings.follow(Moves(names={"a": "b", "b": "a"}))
    assert [present_key(data, key) for key in ("a", "b")] == ["a", "b"]


def test_a_version_that_is_brought_back_changes_places_with_what_is_there(
    timed: UserData, tmp_path: Path
) -> None:
    made = timed.add_bookmark(STORED, "一", ["甲"])
    shutil.copytree(timed.folder, tmp_path / "copy")
    copy = UserData(tmp_path / "copy", Clock())
    copy.edit_bookmark(made.uuid, "二", ["乙"])
    timed.edit_bookmark(made.uuid, "三", [])
    timed.merge(copy.path)
    timed.remove_bookmarks([made.uuid])[0]
    versions = timed.versions_of(made.uuid)
    assert [version.bookmark.note for version in versions] == ["二"]
    brought = timed.restore_version(versions[0])
    assert (brought.note, brought.tags, brought.deleted) == ("二", ("乙",), None)
    assert timed.bookmarks() == [brought]
    with timed._open() as connection:
        kept = connection.execute("SELECT count(*) FROM version").fetchone()
    assert kept == (1,), "the one that was brought back is none any more"
    assert [version.bookmark.note for version in timed.versions_of(made.uuid)] == ["三"]


def test_what_belongs_to_a_damaged_file_goes_aside_with_it(data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    data.path.write_bytes(b"no database at all" * 100)
    log = data.folder / "user.sqlite-wal"
    log.write_bytes(b"what SQLite would believe")
    repair_and_merge(data)
    (aside,) = data.folder.glob("user.damaged-*.sqlite")
    assert (data.folder / f"{aside.name}-wal").read_bytes() == b"what SQLite would believe"
    assert not log.exists()


@pytest.mark.parametrize(
    ("error", "is_about_the_file"),
    [
        (sqlite3.DatabaseError("database disk image is malformed"), True),
        (sqlite3.DatabaseError("file is not a database"), True),
        (sqlite3.OperationalError("no such table: bookmark"), True),
        (sqlite3.OperationalError("unsupported file format"), True),
        (sqlite3.OperationalError("interrupted"), True),
        (sqlite3.OperationalError("database is locked"), False),
        (sqlite3.OperationalError("database or disk is full"), False),
        (sqlite3.OperationalError("attempt to write a readonly database"), False),
        (OSError("malformed"), False),
    ],
)
def test_a_file_is_damaged_only_when_the_error_is_about_the_file(
    error: Exception, is_about_the_file: bool
) -> None:
    assert is_damage(error) == is_about_the_file


def test_on_a_full_disk_no_file_is_begun(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        folder = disk / "notes"
        folder.mkdir()
        fill(disk)
        with pytest.raises(UserDataError, match="满"):
            UserData(folder).library_uuid()
        assert list(folder.iterdir()) == []


def test_a_folder_without_anything_is_left_without_anything(data: UserData) -> None:
    repair_and_merge(data)
    assert data.complaint is None
    assert not data.folder.exists()
    made = data.add_bookmark(STORED, "", [])
    data.backups.make()
    repair_and_merge(data)
    assert data.complaint is None
    assert data.bookmarks() == [made]


@pytest.mark.parametrize("year", [1, 1970, 2999, 9999])
def test_a_record_of_a_clock_that_was_wrong_is_changed_by_all_others_at_their_own_times(
    tmp_path: Path, year: int
) -> None:
    wrong = UserData(tmp_path / "wrong", now=lambda: dt.datetime(year, 12, 31, 23, 59, 59, tzinfo=dt.UTC))
    made = wrong.add_bookmark(STORED, "钟坏了", [])
    data = UserData(tmp_path / "right", Clock())
    data.merge(wrong.path)
    changed = data.edit_bookmark(made.uuid, "钟修好了", [])
    wrong.merge(data.path)
    data.merge(wrong.path)
    assert wrong.bookmarks() == data.bookmarks() == [changed]
    assert (changed.created.year, changed.modified.year) == (year, 2027)


def test_aliases_of_another_copy_are_taken_over(tmp_path: Path) -> None:
    here, there = UserData(tmp_path / "a"), UserData(tmp_path / "b")
    made = there.add_bookmark(stored(key="old"), "", [])
    move(there, made.uuid, "new")
    here.merge(there.path)
    assert present_key(here, made) == "new"


def test_a_version_that_was_brought_back_is_backed_up(timed: UserData, tmp_path: Path) -> None:
    made = timed.add_bookmark(STORED, "一", [])
    other = UserData(tmp_path / "other", timed.now)
    other.merge(timed.path)
    other.edit_bookmark(made.uuid, "二", [])
    timed.merge(other.path)
    timed.backups.make()
    (version,) = timed.versions_of(made.uuid)
    timed.restore_version(version)
    assert timed.backups.make_of_changes() is not None


def test_a_new_file_is_written_to_the_disk_and_nothing_lies_beside_it(data: UserData) -> None:
    data.library_uuid()
    assert [path.name for path in data.folder.iterdir()] == ["user.sqlite"]
    if os.name == "posix":
        assert data.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("made_so_far", [0, 3])
def test_steps_are_undone_one_by_one_the_last_first(
    timed: UserData, tmp_path: Path, made_so_far: int
) -> None:
    for number in range(made_so_far):
        there = UserData(tmp_path / f"{number}", Clock())
        there.add_bookmark(stored(key=f"{number}"), "", [])
        there.corrections.add(Anchor("a.txt", f"{number}", "", "", 1), Claim(CorrectionKind.STARTS))
        timed.merge_records(there.records(), f"{number}.json")
    for number in reversed(range(made_so_far)):
        step = timed.last_step()
        assert step is not None
        assert (step.kind, step.origin) == ("import", f"{number}.json")
        assert timed.undo_step(step) == Undone(reverted=2, changed_since=0)
        assert {each.key for each in timed.bookmarks()} == {f"{left}" for left in range(number)}
        assert {each.anchor.quote for each in timed.corrections.all()} == {
            f"{left}" for left in range(number)
        }
    assert timed.last_step() is None


def test_an_import_that_brings_nothing_is_no_step(timed: UserData) -> None:
    timed.add_bookmark(STORED, "", [])
    timed.merge_records(timed.records(), "同一份.json")
    assert timed.last_step() is None


def test_undoing_gives_back_the_former_words_under_the_key_that_the_article_has_now(
    timed: UserData, tmp_path: Path
) -> None:
    made = timed.add_bookmark(STORED, "旧", [])
    shutil.copytree(timed.folder, tmp_path / "copy")
    copy = UserData(tmp_path / "copy", timed.now)
    copy.edit_bookmark(made.uuid, "新", [])
    timed.merge_records(copy.records(), "带来.json")
    move(timed, made.uuid, "moved")
    step = timed.last_step()
    assert step is not None
    assert timed.undo_step(step) == Undone(1, 0)
    assert [(each.key, each.note) for each in timed.bookmarks()] == [("moved", "旧")]


def undo_import(data: UserData, _: str) -> None:
    step = data.last_step()
    assert step is not None
    data.undo_step(step)


ANCHOR, STARTS = Anchor("a.txt", "甲", "", "", 1), Claim(CorrectionKind.STARTS)


@pytest.mark.parametrize(
    "write",
    [
        lambda data, _: data.add_bookmark(stored(key="other"), "", []),
        lambda data, uuid: data.edit_bookmark(uuid, "改过", []),
        lambda data, uuid: data.color_passage(uuid, LAMP),
        lambda data, uuid: data.remove_bookmarks([uuid])[0],
        lambda data, uuid: data.restore_bookmarks([uuid])[0],
        lambda data, uuid: move(data, uuid, "moved"),
        lambda data, _: data.merge_records(Records()),
        lambda data, _: data.corrections.add(ANCHOR, STARTS),
        lambda data, _: data.corrections.undo(data.corrections.all()[0].uuid),
        lambda data, _: data.corrections.follow({"a.txt": "b.txt"}),
        lambda data, _: data.corrections.move_to_files({data.corrections.all()[0].uuid: "b.txt"}),
        undo_import,
    ],
)
def test_whatever_is_written_is_backed_up_and_what_is_read_is_not(
    timed: UserData, tmp_path: Path, write: Callable[[UserData, str], object]
) -> None:
    made = timed.add_bookmark(STORED, "", [])
    timed.corrections.add(ANCHOR, STARTS)
    other = UserData(tmp_path / "other", timed.now)
    other.add_bookmark(stored(key="third"), "", [])
    timed.merge_records(other.records(), "带来.json")
    again = UserData(timed.folder, timed.now)
    (
        again.bookmarks(),
        again.records(),
        again.last_step(),
        again.printings.renamed(["k"]),
        again.corrections.all(),
    )
    assert again.backups.make_of_changes() is None
    write(again, made.uuid)
    assert again.backups.make_of_changes() is not None
    assert again.backups.make_of_changes() is None


@pytest.mark.skipif(os.name == "nt", reason="rights of another kind there")
@pytest.mark.parametrize(("of_folder", "narrowed"), [(0o755, True), (0o775, False)])
def test_notes_and_backups_are_private_unless_the_folder_is_shared_on_purpose(
    data: UserData, of_folder: int, narrowed: bool
) -> None:
    data.add_bookmark(STORED, "", [])
    made = data.backups.make()
    assert made is not None
    paths = [data.path, made.path.parent, made.path]
    for path in paths:
        path.chmod(0o755)
    data.folder.chmod(of_folder)
    repair_and_merge(data)
    assert [path.stat().st_mode & 0o077 == 0 for path in (data.folder, *paths)] == [narrowed] * 4


def refused(*_: object) -> Path:
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(
    "damage",
    [
        b"no database at all" * 100,
        pytest.param(
            None,
            marks=pytest.mark.skipif(
                sys.platform == "win32", reason="to make a link takes a right of its own there"
            ),
        ),
    ],
)
def test_where_a_file_cannot_be_set_aside_it_is_told_and_nothing_is_put_in_its_place(
    data: UserData, monkeypatch: pytest.MonkeyPatch, damage: bytes | None
) -> None:
    data.folder.mkdir()
    if damage is None:
        data.path.symlink_to("elsewhere")
    else:
        data.path.write_bytes(damage)
    monkeypatch.setattr(Path, "rename", refused)
    monkeypatch.setattr(Path, "replace", refused)
    repair_and_merge(data)
    assert "不能读写" in (data.complaint or "")
    assert data.path.is_symlink() or data.path.read_bytes() == damage
    with pytest.raises(UserDataError):
        data.bookmarks()


def test_a_file_whose_journal_is_held_is_not_set_aside_without_it(
    data: UserData, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It belongs to that file, and would damage the next one."""
    monkeypatch.setattr(held_files, "_PAUSES", ())
    data.folder.mkdir()
    data.path.write_bytes(b"rubbish" * 1000)
    journal = data.path.with_name("user.sqlite-journal")
    journal.write_bytes(b"more rubbish" * 100)
    with held(journal), pytest.raises(UserDataError, match="另一个程序正占用"):
        data.file.set_aside("damaged")
    assert sorted(data.folder.iterdir()) == [data.path, journal]
    aside = data.file.set_aside("damaged")
    assert sorted(data.folder.iterdir()) == [aside, aside.with_name(f"{aside.name}-journal")]


def test_a_file_of_a_later_version_is_left_as_it_is(data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    with closing(sqlite3.connect(data.path)) as connection:
        connection.execute(f"PRAGMA user_version = {user_schema.SCHEMA_VERSION + 1}")
    before = data.path.read_bytes()
    repair_and_merge(data)
    assert "更新版本" in (data.complaint or "")
    assert data.path.read_bytes() == before
    assert list(data.folder.glob("user.damaged-*")) == []


def test_earlier_versions_are_the_last_kept_first(timed: UserData, tmp_path: Path) -> None:
    made = timed.add_bookmark(STORED, "一", [])
    for note in ("二", "三", "四"):
        other = UserData(tmp_path / note, timed.now)
        other.merge(timed.path)
        timed.edit_bookmark(made.uuid, f"此地的{note}", [])
        other.edit_bookmark(made.uuid, note, [])
        timed.merge(other.path)
    kept = [version.bookmark.note for version in timed.versions_of(made.uuid)]
    assert kept == ["此地的四", "此地的三", "此地的二"]


def test_a_sound_file_has_no_problems_and_neither_has_none(data: UserData) -> None:
    assert list(problems(data)) == []
    data.add_bookmark(STORED, "", [])
    assert list(problems(data)) == []
    data.path.write_bytes(b"no database at all" * 100)
    assert "损坏" in "".join(list(problems(data)))


@pytest.mark.parametrize(
    ("row", "time"),
    [
        ({}, dt.datetime(2000, 1, 1, tzinfo=dt.UTC)),
        ({"created": "2024-05-01T00:00:00+00:00"}, dt.datetime(2024, 5, 1, tzinfo=dt.UTC)),
        (
            {"created": "2024-05-01T00:00:00+00:00", "modified": "2024-06-01T00:00:00+00:00"},
            dt.datetime(2024, 6, 1, tzinfo=dt.UTC),
        ),
    ],
)
def test_a_row_that_was_copied_by_hand_gets_what_it_lacks_and_always_the_same(
    row: dict[str, str], time: dt.datetime
) -> None:
    written = bookmark_table_row() | row
    read = bookmark_from_row(written)
    assert (read.note, read.key, read.newspaper, read.tags) == ("抄来的", STORED.article.key, "", ())
    assert read.modified == time
    assert bookmark_from_row(written) == read
    assert bookmark_from_row(written | {"note": "另一条"}).uuid != read.uuid


def bookmark_table_row() -> dict[str, str]:
    article = json.dumps(article_to_json(STORED.article), ensure_ascii=False)
    return {"article": article, "note": "抄来的"}


def test_a_correction_that_something_in_the_file_undoes_is_none(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "user.sqlite", isolation_level=None)) as connection:
        user_schema.create(connection)
        connection.execute(
            "CREATE TRIGGER t AFTER INSERT ON correction BEGIN DELETE FROM correction WHERE uuid = new.uuid; END"
        )
        made = UserData(tmp_path / "other").corrections.add(ANCHOR, STARTS)
        with pytest.raises(UserDataError, match="没有写进去"):
            record_tables.put(connection, [made])


def test_what_another_copy_could_not_read_is_taken_over_as_it_is(tmp_path: Path) -> None:
    here, there = UserData(tmp_path / "a"), UserData(tmp_path / "b")
    apart = Unreadable("bookmark", "带来.json", '{"uuid": 3}', "uuid")
    there.add_bookmark(STORED, "", [])
    there.merge_records(Records(unreadable=(apart,)))
    here.merge(there.path)
    assert here.records().unreadable == (apart,)


def test_keys_that_another_copy_moved_in_a_circle_lead_somewhere(data: UserData) -> None:
    now = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    data.merge_records(Records(aliases=(Alias("a", "b", now), Alias("b", "a", now), Alias("c", "c", now))))
    assert [present_key(data, key) for key in ("a", "b", "c")] == ["b", "a", "c"]


def test_what_is_kept_open_is_read_by_one_connection_and_never_as_it_was(
    data: UserData, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = data.add_bookmark(STORED, "甲", [])
    opened = []
    connect = sqlite3.connect

    def counted(path: Path, **options: Any) -> sqlite3.Connection:
        opened.append(path)
        connection: sqlite3.Connection = connect(path, **options)
        return connection

    monkeypatch.setattr(sqlite3, "connect", counted)

    def notes() -> list[str | None]:
        return [each.note for each in data.bookmarks()]

    with data.keeping_open():
        assert notes() == notes() == ["甲"]
        assert len(opened) == 1
        UserData(data.folder).edit_bookmark(made.uuid, "乙", [])
        assert notes() == ["乙"]
        # by another program, within a tick of the clock
        status = data.path.stat()
        with closing(connect(data.path)) as connection, connection:
            connection.execute("UPDATE bookmark SET note = '丙'")
        os.utime(data.path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert notes() == ["丙"]
        data.edit_bookmark(made.uuid, "丁", [])
        assert notes() == ["丁"]
        thesis = data.folder.with_name("thesis.docx")
        thesis.write_text("论文")
        hostile_user_data.super_journal(data.path.with_name("user.sqlite-journal"), str(thesis))
        with suppress(UserDataError):
            notes()
        assert thesis.exists()
        assert notes() == ["丁"]
        data.let_go()
        opened.clear()
        assert notes() == notes() == ["丁"]
        assert len(opened) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="what is open can't be replaced there")
def test_what_is_kept_open_and_replaced_by_another_program_is_read_as_it_is_now(data: UserData) -> None:
    made = data.add_bookmark(STORED, "甲", [])
    of_before = data.path.read_bytes()
    with data.keeping_open():
        data.edit_bookmark(made.uuid, "乙", [])
        assert [each.note for each in data.bookmarks()] == ["乙"]
        data.path.with_name("other").write_bytes(of_before)
        data.path.with_name("other").replace(data.path)
        assert [each.note for each in data.bookmarks()] == ["甲"]
