"""A journal or log that a sync client left beside the user's file is never put into it; a killed writer's own is."""

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from reader.storage.mirror import OwnMachine
from reader.storage.user_data import UserData
from reader.storage.user_file import strays_of
from reader.storage.user_repair import Following, conflict_copies, problems, repair_and_merge
from tests.invented_article import stored

MANY = 40


@pytest.fixture
def data(tmp_path: Path) -> UserData:
    return made(tmp_path / "here")


def made(folder: Path) -> UserData:
    folder.mkdir(parents=True, exist_ok=True)
    data = UserData(folder / ".reader", machine=OwnMachine(folder / "own"))
    data.library_uuid()
    return data


def notes(data: UserData) -> set[str]:
    return {each.note for each in data.bookmarks()}


def journal_of(data: UserData, folder: Path) -> Path:
    """The journal of a change to a copy of the file, as it is on the disk in the middle of it."""
    folder.mkdir()
    copy = Path(shutil.copy(data.path, folder / "user.sqlite"))
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE bookmark SET note = 'another'")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", [(f"x{n}", "y" * 3000) for n in range(200)])
    taken = Path(shutil.copy(f"{copy}-journal", folder / "taken-journal"))
    assert taken.stat().st_size > 512
    connection.close()
    return taken


def test_a_journal_of_another_machine_is_not_rolled_back(data: UserData, tmp_path: Path) -> None:
    data.add_bookmark(stored(key="a"), "两边都有", [])
    journal = journal_of(data, tmp_path / "there")
    data.add_bookmark(stored(key="b"), "这边后写的", [])
    data.edit_bookmark(data.bookmarks()[0].uuid, "这边改过的", [])
    before = notes(data)
    shutil.copy(journal, f"{data.path}-journal")
    assert notes(data) == before
    assert [path.name for path in data.folder.glob("user.sqlite-journal.set-aside-*")]
    data.add_bookmark(stored(key="c"), "照样能写", [])
    assert notes(data) == before | {"照样能写"}


def test_nor_one_of_the_same_number_of_changes(data: UserData, tmp_path: Path) -> None:
    """Both machines had the same file, and each has changed it once: only the other one's change is in the journal."""
    for key in range(MANY):
        data.add_bookmark(stored(key=str(key)), f"两边都有{key}", [])
    journal = journal_of(data, tmp_path / "there")
    data.edit_bookmark(data.bookmarks()[0].uuid, "这边改过的", [])
    before = notes(data)
    shutil.copy(journal, f"{data.path}-journal")
    assert notes(data) == before
    assert list(problems(data)) == []


def test_a_journal_that_comes_while_a_window_is_open_costs_nothing(data: UserData, tmp_path: Path) -> None:
    following = Following(data)
    data.add_bookmark(stored(key="a"), "先写的", [])
    journal = journal_of(data, tmp_path / "there")
    for number in range(3):
        data.add_bookmark(stored(key=f"b{number}"), f"后写的{number}", [])
        shutil.copy(journal, f"{data.path}-journal")
        following.look()
    assert notes(data) == {"先写的", "后写的0", "后写的1", "后写的2"}


def test_half_a_journal_and_rubbish_cost_nothing(data: UserData, tmp_path: Path) -> None:
    data.add_bookmark(stored(key="a"), "先写的", [])
    journal = journal_of(data, tmp_path / "there").read_bytes()
    data.add_bookmark(stored(key="b"), "后写的", [])
    for part in (b"", journal[:20], journal[:600], journal[: len(journal) // 2], bytes(2000), b"\xff" * 5000):
        Path(f"{data.path}-journal").write_bytes(part)
        assert notes(data) == {"先写的", "后写的"}
        data.edit_bookmark(data.bookmarks()[0].uuid, data.bookmarks()[0].note, ["家史"])


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_a_log_that_was_left_behind_is_set_aside(data: UserData, tmp_path: Path, suffix: str) -> None:
    data.add_bookmark(stored(key="a"), "写下的", [])
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(shutil.copy(data.path, other), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("DELETE FROM bookmark")
    shutil.copy(f"{other}{suffix}", f"{data.path}{suffix}")
    connection.close()
    assert notes(data) == {"写下的"}
    data.add_bookmark(stored(key="b"), "又写的", [])
    repair_and_merge(data)
    assert notes(data) == {"写下的", "又写的"}


KILLED = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE bookmark SET note = 'half'")
connection.executemany("INSERT INTO meta VALUES (?, ?)", [(f"x{n}", "y" * 3000) for n in range(300)])
os._exit(9)
"""


def test_the_journal_of_a_writer_that_was_killed_here_is_rolled_back(data: UserData) -> None:
    for key in range(MANY):
        data.add_bookmark(stored(key=str(key)), f"写下的{key}", [])
    before, size = notes(data), data.path.stat().st_size
    subprocess.run([sys.executable, "-c", KILLED, data.path], check=False)
    assert Path(f"{data.path}-journal").stat().st_size > 512
    assert data.path.stat().st_size != size, "it was killed in the middle of writing"
    assert notes(data) == before
    assert not list(data.folder.glob("*.set-aside-*"))
    assert list(problems(data)) == []


def test_whoever_is_writing_is_never_taken_for_a_stray(data: UserData) -> None:
    data.add_bookmark(stored(key="a"), "", [])
    ended = threading.Event()

    def write() -> None:
        for number in range(25):
            data.add_bookmark(stored(key=f"k{number}"), str(number), [])
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not ended.is_set():
        assert strays_of(data.path) == []
        time.sleep(0)
    writer.join()
    assert len(notes(data)) == 26


@pytest.mark.parametrize(
    "name",
    [
        "user.sync-conflict-20261201-101112-ABCDEFG.sqlite",
        "user (何苇's conflicted copy 2026-12-01).sqlite",
        "user (conflicted copy 2026-12-01 101112).sqlite",
        "user-DESKTOP-4F2A.sqlite",
        "user(冲突_何苇_2026-12-01 10-11-12).sqlite",
        "user(何苇的冲突副本2026-12-01).sqlite",
        "user (SFConflict hewei 2026-12-01-10-11-12).sqlite",
        "user 2.sqlite",
        "user.sqlite.conflict1",
        "user.sqlite (1)",
        "USER (1).SQLITE",
        "user_conflict-20261201-101112.sqlite",
    ],
)
def test_what_clients_call_conflict_copies_is_merged(data: UserData, tmp_path: Path, name: str) -> None:
    data.add_bookmark(stored(key="a"), "这边的", [])
    there = UserData(shutil.copytree(data.folder, tmp_path / "there"))
    there.add_bookmark(stored(key="b"), "那边的", [])
    shutil.copy(there.path, data.folder / name)
    repair_and_merge(data)
    assert notes(data) == {"这边的", "那边的"}


@pytest.mark.parametrize(
    "name",
    [
        ".syncthing.user.sqlite.tmp",
        "~syncthing~user.sqlite.tmp",
        ".user.sqlite.~3f2a",
        "user.sqlite.part",
        "user.sqlite.!sync",
        "user.sqlite-journal",
        "user.sync-conflict-20261201-101112-ABCDEFG.sqlite-journal",
        "user.sqlite-wal.set-aside-20261201-101112-3f2a",
    ],
)
def test_what_a_client_is_still_writing_is_left(data: UserData, name: str) -> None:
    (data.folder / name).write_bytes(data.path.read_bytes()[:3000])
    assert conflict_copies(data.path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="capitals make no other name there")
def test_another_name_of_the_same_file_is_no_copy(data: UserData) -> None:
    """As a disk has it that tells no capitals apart."""
    (data.folder / "USER.SQLITE").hardlink_to(data.path)
    assert conflict_copies(data.path) == []


def test_a_file_that_grows_for_minutes_is_merged_once_it_is_whole(data: UserData, tmp_path: Path) -> None:
    data.add_bookmark(stored(key="a"), "这边的", [])
    following = Following(data)
    there = made(tmp_path / "there")
    shutil.copy(data.path, there.path)
    for number in range(MANY):
        there.add_bookmark(stored(key=f"b{number}"), f"那边的{number}", [])
    whole = there.path.read_bytes()
    for share in (0.2, 0.5, 0.9, 1.0):  # in place, and standing still between, longer than anybody waits
        data.path.write_bytes(whole[: int(len(whole) * share)])
        for _ in range(3):
            following.look()
    assert notes(data) == {"这边的", *(f"那边的{number}" for number in range(MANY))}


def test_a_folder_that_two_windows_have_open_is_followed_by_both(data: UserData, tmp_path: Path) -> None:
    second = UserData(data.folder, machine=OwnMachine(tmp_path / "here" / "own"))
    both = Following(data), Following(second)
    there = made(tmp_path / "there")
    shutil.copy(data.path, there.path)
    there.add_bookmark(stored(key="a"), "那边的", [])
    data.add_bookmark(stored(key="b"), "这边的", [])
    assert not [both[0].look() for _ in range(2)][-1].is_changed
    shutil.copy(there.path, data.folder / "part")
    (data.folder / "part").replace(data.path)
    for _ in range(2):
        for following in both:
            following.look()
    second.add_bookmark(stored(key="c"), "另一扇窗", [])
    for _ in range(2):
        for following in both:
            following.look()
    assert notes(data) == notes(second) == {"那边的", "这边的", "另一扇窗"}
