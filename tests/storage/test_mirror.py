"""What is written here stands in this machine's own copy before it is acknowledged, whatever happens to the file."""

import datetime as dt
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.newspaper.decision import Dossier, DossierNote
from reader.storage.mirror import OwnMachine
from reader.storage.platform_folders import places
from reader.storage.user_data import UserData
from reader.storage.user_repair import Following, repair_and_merge
from tests.invented_article import stored

NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=2)


@pytest.fixture
def here(tmp_path: Path) -> UserData:
    (tmp_path / "here").mkdir()
    data = opened(tmp_path / "here" / ".reader", OwnMachine(tmp_path / "here-own"))
    data.library_uuid()
    return data


@pytest.fixture
def there(here: UserData, tmp_path: Path) -> UserData:
    """The same library on another machine, whose clock is an hour ahead."""
    folder = shutil.copytree(here.folder, tmp_path / "there" / ".reader")
    return UserData(folder, lambda: NOW + dt.timedelta(hours=1), OwnMachine(tmp_path / "there-own"))


def opened(folder: Path, machine: OwnMachine | None = None, now: dt.datetime = NOW) -> UserData:
    data = UserData(folder, lambda: now, machine)
    repair_and_merge(data)
    return data


def again(data: UserData) -> UserData:
    """The program is gone, without an end, and opens the library once more."""
    return opened(data.folder, data.machine)


def notes(data: UserData) -> set[str]:
    return {each.note for each in data.bookmarks()}


def put_over(one: UserData, other: UserData) -> None:
    shutil.copyfile(one.path, other.path)


def test_a_file_that_comes_at_once_takes_nothing_away(here: UserData, there: UserData) -> None:
    following = Following(here)
    there.add_bookmark(stored(key="there"), "那边写的", [])
    here.add_bookmark(stored(key="here"), "这边写的", [])
    put_over(there, here)
    told = [following.look().message for _ in range(2)]
    assert notes(here) == {"这边写的", "那边写的"}
    assert "1 条，已经并回去了" in "".join(told)


def test_nor_does_one_that_comes_while_the_program_does_not_run(here: UserData, there: UserData) -> None:
    here.add_bookmark(stored(key="here"), "这边写的", [])
    put_over(there, here)
    reopened = again(here)
    assert notes(reopened) == {"这边写的"}
    assert "1 条，已经并回去了" in (reopened.complaint or "")
    assert again(here).complaint is None, "it is told once"


def test_nor_one_over_which_something_is_written_at_once(here: UserData, there: UserData) -> None:
    here.add_bookmark(stored(key="here"), "这边写的", [])
    put_over(there, here)
    here.add_bookmark(stored(key="later"), "后来写的", [])
    assert notes(here) == {"这边写的", "后来写的"}


def test_what_is_removed_here_stays_removed(here: UserData, there: UserData) -> None:
    made = here.add_bookmark(stored(), "外公的船", [])
    put_over(here, there)
    here.remove_bookmarks([made.uuid])[0]
    put_over(there, here)
    assert notes(again(here)) == set()


def test_what_is_removed_there_stays_removed(here: UserData, there: UserData) -> None:
    made = here.add_bookmark(stored(), "外公的船", [])
    put_over(here, there)
    there.remove_bookmarks([made.uuid])[0]
    put_over(there, here)
    assert notes(again(here)) == set()


def test_whoever_overwrites_what_comes_back_without_having_seen_it_does_not_lose_it(
    here: UserData, there: UserData
) -> None:
    made = here.add_bookmark(stored(), "原来的", [])
    dossier = here.decisions.add(Dossier("家史"))
    told = here.decisions.add(DossierNote(dossier.uuid, "i", "原来的话"))
    put_over(here, there)
    here.edit_bookmark(made.uuid, "没见到的", [])
    here.decisions.change(told.uuid, DossierNote(dossier.uuid, "i", "没见到的话"))
    put_over(there, here)
    here.edit_bookmark(made.uuid, "照原来的改的", [])
    assert "没见到的" in {each.bookmark.note for each in here.versions_of(made.uuid)}
    put_over(there, here)
    here.decisions.change(told.uuid, DossierNote(dossier.uuid, "i", "照原来的话改的"))
    texts = {
        (each.content.text, each.undone)
        for each in here.decisions.all(DossierNote, with_undone=True)
        if isinstance(each.content, DossierNote)
    }
    assert texts >= {("照原来的话改的", False), ("没见到的话", True)}


def test_a_file_that_is_emptied_comes_back_without_a_backup(here: UserData) -> None:
    here.add_bookmark(stored(), "外公的船", [])
    library = here.library_uuid()
    again(here)
    here.path.write_bytes(b"")
    reopened = again(here)
    assert notes(reopened) == {"外公的船"}
    assert reopened.library_uuid() == library


def test_an_older_file_that_is_put_back_gets_what_came_since(here: UserData, tmp_path: Path) -> None:
    here.add_bookmark(stored(key="old"), "以前的", [])
    older = shutil.copyfile(here.path, tmp_path / "older.sqlite")
    here.add_bookmark(stored(key="new"), "后来的", [])
    shutil.copyfile(older, here.path)
    assert notes(again(here)) == {"以前的", "后来的"}


def test_where_nothing_is_lacking_the_file_is_not_touched(here: UserData, there: UserData) -> None:
    here.add_bookmark(stored(), "外公的船", [])
    put_over(here, there)
    there.add_bookmark(stored(key="there"), "那边写的", [])
    put_over(there, here)
    came = here.path.read_bytes()
    following = Following(here)
    assert [following.look().is_changed for _ in range(4)] == [True, False, False, False]
    assert again(here).path.read_bytes() == came


# -- the copy itself


def test_a_note_is_written_also_where_the_copy_can_not_be(here: UserData, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "here-own", ignore_errors=True)
    (tmp_path / "here-own").write_text("没有地方了", encoding="utf-8")
    here.add_bookmark(stored(), "外公的船", [])
    reopened = again(here)
    assert notes(reopened) == {"外公的船"}
    assert "本机另留的那一份没有写成" in (reopened.complaint or "")
    (tmp_path / "here-own").unlink()
    assert again(here).complaint is None
    here.path.write_bytes(b"")
    assert notes(again(here)) == {"外公的船"}, "it was made good"


@pytest.mark.parametrize("damage", [b"", b"nothing", bytes(4096)])
def test_a_damaged_copy_is_made_anew(here: UserData, there: UserData, damage: bytes) -> None:
    here.add_bookmark(stored(), "外公的船", [])
    (copy,) = here.machine.mirror(here.library_uuid()).glob("*.sqlite")
    copy.write_bytes(damage)
    here.add_bookmark(stored(key="later"), "后来写的", [])
    assert again(here).complaint is None
    put_over(there, here)
    assert notes(again(here)) == {"外公的船", "后来写的"}


def test_a_copy_that_is_deleted_is_made_anew(here: UserData, there: UserData, tmp_path: Path) -> None:
    here.add_bookmark(stored(), "外公的船", [])
    shutil.rmtree(tmp_path / "here-own")
    here.add_bookmark(stored(key="later"), "后来写的", [])
    again(here)
    put_over(there, here)
    assert notes(again(here)) == {"外公的船", "后来写的"}


def test_it_does_not_grow_while_one_note_is_changed(here: UserData) -> None:
    made = here.add_bookmark(stored(), "外公的船", [])
    for number in range(40):
        here.edit_bookmark(made.uuid, f"外公的船 {number}" * 20, [])
    (copy,) = here.machine.mirror(here.library_uuid()).glob("*.sqlite")
    assert copy.stat().st_size <= here.path.stat().st_size


@pytest.mark.skipif(sys.platform == "win32", reason="a person's folders are nobody else's there")
def test_nobody_else_can_read_it(here: UserData) -> None:
    here.add_bookmark(stored(), "外公的船", [])
    copy = here.machine.mirror(here.library_uuid()) / "user.sqlite"
    modes = [each.stat().st_mode & 0o077 for each in (copy, copy.parent, copy.parent.parent)]
    assert modes == [0, 0, 0]


# -- folders that move


def test_a_library_that_is_moved_takes_its_copy_along(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    data = opened(folder / ".reader")
    data.library_uuid()
    again(UserData(folder / ".reader", lambda: NOW))
    older = shutil.copyfile(data.path, tmp_path / "older.sqlite")
    data.add_bookmark(stored(), "外公的船", [])
    shutil.copyfile(older, data.path)
    moved = opened(folder.rename(tmp_path / "moved") / ".reader")
    assert notes(moved) == {"外公的船"}


def test_a_copy_of_a_library_gets_nothing_of_the_one_that_is_still_there(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    data = opened(folder / ".reader")
    data.library_uuid()
    again(UserData(folder / ".reader", lambda: NOW))
    shutil.copytree(folder, tmp_path / "given")
    data.add_bookmark(stored(), "外公的船", [])
    assert notes(opened(tmp_path / "given" / ".reader")) == set()


def test_nor_gets_one_while_the_drive_of_the_other_is_away(tmp_path: Path) -> None:
    folder = tmp_path / "drive" / "papers"
    folder.mkdir(parents=True)
    data = opened(folder / ".reader")
    data.library_uuid()
    again(UserData(folder / ".reader", lambda: NOW))
    shutil.copytree(folder, tmp_path / "given")
    data.add_bookmark(stored(), "外公的船", [])
    (tmp_path / "drive").rename(tmp_path / "away")
    assert notes(opened(tmp_path / "given" / ".reader")) == set()


def test_another_library_at_the_same_place_gets_nothing_and_it_is_said_where_that_is(here: UserData) -> None:
    here.add_bookmark(stored(), "外公的船", [])
    again(here)
    shutil.rmtree(here.folder)
    anew = opened(here.folder, here.machine)
    anew.library_uuid()
    told = again(anew)
    assert notes(told) == set()
    assert "是另一个资料库的" in (told.complaint or "")
    assert again(anew).complaint is None
    (kept,) = [
        each for each in here.machine.mirror("").parent.glob("mirror-*/*") if str(each) in str(told.complaint)
    ]
    shutil.copyfile(kept, here.folder / "以前的.sqlite")
    assert notes(again(anew)) == {"外公的船"}, "as it was told to do"


# -- killed

_WRITER = """
import datetime as dt, sys
from pathlib import Path
from reader.storage.user_repair import repair_and_merge
from reader.storage.user_data import UserData
from tests.invented_article import stored
data = UserData(Path(sys.argv[1]))
repair_and_merge(data)
for number in range(10_000):
    word = f"{sys.argv[2]}-{number}"
    data.add_bookmark(stored(key=word), word, [])
    print(word, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_what_a_process_had_acknowledged_when_it_was_killed_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    data = opened(folder / ".reader")
    data.library_uuid()
    before = data.path.read_bytes()
    acknowledged: set[str] = set()
    for turn in range(3):
        words = [sys.executable, "-c", _WRITER, str(data.folder), str(turn)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8") as writer:
            assert writer.stdout is not None
            acknowledged |= {writer.stdout.readline().strip() for _ in range(3 + turn * 4)}
            writer.send_signal(signal.SIGKILL)
            acknowledged |= {line.strip() for line in writer.stdout if line.endswith("\n")}
        data.path.write_bytes(before)
    assert acknowledged <= notes(opened(data.folder))
    assert places().data in next((places().data / "copies").glob("*/mirror-*")).parents


def test_what_was_written_after_a_backup_outlives_a_file_that_is_emptied_and_read_back(
    here: UserData, there: UserData
) -> None:
    """The backup has two bookmarks of one article, of which reading it makes one: later than what was written."""
    here.add_bookmark(stored(key="a"), "这边写的", [])
    there.add_bookmark(stored(key="a"), "那边写的", [])
    here.merge(there.path)
    (joined,) = here.removed_bookmarks()
    here.restore_bookmarks([joined.uuid])[0]
    here.backups.make()
    both = here.bookmarks()
    for each in both:
        here.edit_bookmark(each.uuid, f"{each.note}，{each.uuid}", each.tags)
    here.path.write_bytes(b"")
    reopened = opened(here.folder, OwnMachine(here.folder.parent.parent / "here-own"), LATER)
    kept = [each.bookmark.note for b in reopened.records().bookmarks for each in reopened.versions_of(b.uuid)]
    found = "\n".join([*notes(reopened), *kept])
    assert [each.note for each in both if each.uuid not in found] == []


ELSEWHERE = "/旧报/.reader" if sys.platform == "win32" else "C:\\旧报\\.reader"
"""A folder as a system of another kind writes it: what stands on a shared drive may have been written by one."""


def test_a_library_is_moved_only_from_a_place_that_can_be_looked_at(tmp_path: Path) -> None:
    before = OwnMachine.of(tmp_path / "disk" / "旧报" / ".reader")
    now = OwnMachine.of(tmp_path / "new" / ".reader")
    before.note_library(tmp_path / "disk" / "旧报" / ".reader", "a")
    before.mirror("a").mkdir(parents=True)
    assert now.former_mirror("a") is None
    (tmp_path / "disk").mkdir()
    assert now.former_mirror("a") == before.mirror("a")
    (tmp_path / "disk" / "旧报").mkdir()
    assert now.former_mirror("a") is None


def test_where_another_system_had_a_library_it_is_not_known_to_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "absolute", lambda path: path)
    before = OwnMachine(places().data / "copies" / "other")
    before.note_library(Path(ELSEWHERE), "a")
    before.mirror("a").mkdir(parents=True)
    assert OwnMachine.of(tmp_path / ".reader").former_mirror("a") is None
