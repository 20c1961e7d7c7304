"""What another machine does to the user's file while it is in use is seen, and never costs what was written here."""

import datetime as dt
import shutil
import threading
from pathlib import Path

import pytest

from reader.newspaper.correction import Anchor, Claim, CorrectionKind
from reader.newspaper.decision import SavedSearch
from reader.storage.mirror import OwnMachine
from reader.storage.user_data import UserData
from reader.storage.user_repair import Followed, Following, repair_and_merge
from tests.invented_article import stored

NOTHING = Followed()
NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


@pytest.fixture
def here(tmp_path: Path) -> UserData:
    data = UserData(tmp_path / "here" / ".reader", lambda: NOW, OwnMachine(tmp_path / "here-own"))
    data.folder.parent.mkdir()
    data.library_uuid()
    return data


@pytest.fixture
def there(here: UserData, tmp_path: Path) -> UserData:
    """The same library on another machine, whose folder was copied."""
    folder = tmp_path / "there" / ".reader"
    shutil.copytree(here.folder, folder)
    return UserData(folder, lambda: NOW + dt.timedelta(hours=1), OwnMachine(tmp_path / "there-own"))


def notes(data: UserData) -> set[str]:
    return {each.note for each in data.bookmarks()}


def put_over(one: UserData, other: UserData) -> None:
    """As a sync client does: whole, under another name first."""
    part = other.folder / "syncing.tmp"
    shutil.copyfile(one.path, part)
    part.replace(other.path)


def test_what_one_writes_oneself_is_no_news(here: UserData) -> None:
    following = Following(here)
    here.add_bookmark(stored(), "外公的船", [])
    assert [following.look() for _ in range(3)] == [NOTHING] * 3


def test_what_another_thread_writes_meanwhile_is_no_news(here: UserData) -> None:
    file = here.file
    file.take_foreign()
    writer = threading.Thread(
        target=lambda: [here.add_bookmark(stored(key=str(number)), "", []) for number in range(40)]
    )
    writer.start()
    seen = []
    while writer.is_alive():
        seen.append(file.take_foreign())
    writer.join()
    assert not any(seen)
    assert not file.take_foreign()


def test_whoever_reads_and_whoever_writes_do_not_wait_for_each_other_s_end(here: UserData) -> None:
    file = here.file
    with file.opened() as reading:
        reading.execute("SELECT count(*) FROM bookmark").fetchone()
        writer = threading.Thread(target=lambda: here.add_bookmark(stored(), "外公的船", []))
        writer.start()
        writer.join(0.2)  # it is at its end, which has to wait for this reading
        assert writer.is_alive()
    writer.join(120)
    assert not writer.is_alive()
    assert notes(here) == {"外公的船"}


def test_a_file_that_came_from_elsewhere_is_news_once_it_stands_still(
    here: UserData, there: UserData
) -> None:
    following = Following(here)
    there.add_bookmark(stored(), "那边写的", [])
    put_over(there, here)
    assert [following.look() for _ in range(3)] == [NOTHING, Followed(True), NOTHING]
    assert notes(here) == {"那边写的"}


def test_what_was_written_here_survives_a_file_that_is_put_over_it(here: UserData, there: UserData) -> None:
    following = Following(here)
    here.add_bookmark(stored(key="here"), "这边写的", [])
    for _ in range(2):
        following.look()
    there.add_bookmark(stored(key="there"), "那边写的", [])
    put_over(there, here)
    for _ in range(2):
        following.look()
    assert notes(here) == {"这边写的", "那边写的"}


def test_it_survives_also_while_the_program_does_not_run(here: UserData, there: UserData) -> None:
    here.add_bookmark(stored(key="here"), "这边写的", [])
    here.backups.make_of_changes()
    there.add_bookmark(stored(key="there"), "那边写的", [])
    put_over(there, here)
    again = UserData(here.folder, lambda: NOW, here.machine)
    repair_and_merge(again)
    assert notes(again) == {"这边写的", "那边写的"}


def test_what_was_removed_there_stays_removed(here: UserData, there: UserData) -> None:
    made = here.add_bookmark(stored(), "外公的船", [])
    following = Following(here)
    put_over(here, there)
    there.remove_bookmarks([made.uuid])[0]
    put_over(there, here)
    for _ in range(2):
        following.look()
    assert notes(here) == set()


def test_a_library_that_is_begun_anew_gets_nothing_of_the_former(here: UserData, tmp_path: Path) -> None:
    here.add_bookmark(stored(), "以前的", [])
    Following(here)
    shutil.rmtree(here.folder)
    anew = UserData(here.folder, lambda: NOW, here.machine)
    anew.library_uuid()
    repair_and_merge(anew)
    assert notes(anew) == set()


def test_a_conflict_copy_is_merged_while_the_program_runs_and_nothing_is_written_for_it_twice(
    here: UserData, there: UserData
) -> None:
    following = Following(here)
    there.add_bookmark(stored(), "那边写的", [])
    copy = here.folder / "user.sync-conflict-20261201-120000.sqlite"
    shutil.copyfile(there.path, copy)
    for _ in range(2):
        following.look()
    assert notes(here) == {"那边写的"}
    merged = here.path.read_bytes()
    copy.touch()  # a client that copies it again
    for _ in range(2):
        following.look()
    assert here.path.read_bytes() == merged, "else two machines change the file of each other for ever"


def test_two_texts_of_one_note_are_both_kept_on_every_machine(here: UserData, there: UserData) -> None:
    """Also on one that meets the text only as an earlier version on another."""
    made = here.add_bookmark(stored(), "原来的", [])
    put_over(here, there)
    here.edit_bookmark(made.uuid, "这边的", [])
    there.edit_bookmark(made.uuid, "那边的", [])
    here.merge(there.path)
    assert notes(here) == {"那边的"}
    assert [each.bookmark.note for each in here.versions_of(made.uuid)] == ["这边的"]
    there.merge(here.path)
    assert notes(there) == {"那边的"}
    assert [each.bookmark.note for each in there.versions_of(made.uuid)] == ["这边的"]


def test_two_queries_of_one_saved_search_are_both_kept(here: UserData, there: UserData) -> None:
    made = here.decisions.add(SavedSearch("渡口", "渡口"))
    put_over(here, there)
    here.decisions.change(made.uuid, SavedSearch("渡口", "渡口 板车"))
    there.decisions.change(made.uuid, SavedSearch("渡口", "渡口 马灯"))
    here.merge(there.path)
    everything = here.decisions.all(SavedSearch, with_undone=True)
    assert {
        (each.content.query, each.undone) for each in everything if isinstance(each.content, SavedSearch)
    } == {
        ("渡口 马灯", False),
        ("渡口 板车", True),
    }


def test_changes_of_one_moment_are_decided_alike_on_both(here: UserData, there: UserData) -> None:
    made = here.add_bookmark(stored(), "原来的", [])
    put_over(here, there)
    there = UserData(there.folder, lambda: NOW, there.machine)
    here.edit_bookmark(made.uuid, "甲", [])
    there.edit_bookmark(made.uuid, "乙", [])
    before = there.records()
    there.merge(here.path)
    here.merge_records(before)
    assert notes(here) == notes(there)


def test_of_corrections_an_update_is_told(here: UserData, there: UserData) -> None:
    following = Following(here)
    there.corrections.add(Anchor("a.txt", "甲", "", "", 1), Claim(CorrectionKind.STARTS))
    put_over(there, here)
    assert [following.look(), following.look()] == [NOTHING, Followed(True, True)]


def test_a_drive_that_is_away_is_waited_for(here: UserData, tmp_path: Path) -> None:
    here.add_bookmark(stored(), "外公的船", [])
    following = Following(here)
    away = here.folder.rename(tmp_path / "away")
    for _ in range(3):
        following.look()
    assert not here.folder.exists(), "nothing is begun anew in its place"
    away.rename(here.folder)
    for _ in range(3):
        following.look()
    assert notes(here) == {"外公的船"}
