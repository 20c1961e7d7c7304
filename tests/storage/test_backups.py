"""Of every five minutes with a change a backup is made: the newest twelve stay, and the last of each of thirty days."""

import datetime as dt
import os
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reader.storage.backups import backups_of, sound_backups_of
from reader.storage.user_data import UserData, UserDataError
from reader.storage.user_file import UserFile, is_sound_copy
from tests.invented_article import STORED, stored

NOON = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)


class Clock:
    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> dt.datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def data(tmp_path: Path, clock: Clock) -> UserData:
    return UserData(tmp_path / ".reader", clock)


def notes_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as copy:
        return [note for (note,) in copy.execute("SELECT note FROM bookmark ORDER BY note")]


def names(data: UserData) -> list[str]:
    return [backup.name for backup in data.backups()]


def change(data: UserData, clock: Clock, minutes: float, note: str) -> None:
    clock.time = NOON + dt.timedelta(minutes=minutes)
    data.add_bookmark(stored(key=note), note, [])


def test_changes_of_the_same_five_minutes_are_in_one_backup(data: UserData, clock: Clock) -> None:
    for minutes in (0, 4.9, 5, 12):
        change(data, clock, minutes, f"{minutes}")
        assert data.back_up() is not None
    assert names(data) == ["20270101-1210", "20270101-1205", "20270101-1200"]
    newest, middle, oldest = (notes_in(backup.path) for backup in data.backups())
    assert (oldest, middle, newest) == (["0", "4.9"], ["0", "4.9", "5"], ["0", "12", "4.9", "5"])


def test_a_name_tells_the_time_in_utc(tmp_path: Path) -> None:
    shanghai = dt.timezone(dt.timedelta(hours=8))
    data = UserData(tmp_path, lambda: dt.datetime(2027, 1, 2, 4, 33, tzinfo=shanghai))
    data.add_bookmark(STORED, "", [])
    data.back_up()
    assert [(each.name, each.made) for each in data.backups()] == [
        ("20270101-2030", dt.datetime(2027, 1, 1, 20, 30, tzinfo=dt.UTC))
    ]


def test_the_newest_twelve_of_a_day_are_kept(data: UserData, clock: Clock) -> None:
    for minutes in range(0, 70, 5):
        change(data, clock, minutes, f"{minutes}")
        data.back_up()
    kept = names(data)
    assert (len(kept), kept[0], kept[-1]) == (12, "20270101-1305", "20270101-1210")


def test_of_each_day_before_the_last_is_kept_and_of_thirty_days_only(tmp_path: Path, data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    folder = data.folder / "backups"
    folder.mkdir()
    days = [NOON - dt.timedelta(days=day) for day in range(1, 33)]
    for day in days:
        for hour in ("0900", "1800"):
            old = folder / f"user-{day:%Y%m%d}-{hour}.sqlite"
            old.write_bytes(b"")
            os.utime(old, (0, 0))
    data.back_up()
    newest = ["20270101-1200"] + [f"{day:%Y%m%d}-{hour}" for day in days for hour in ("1800", "0900")]
    last_of_days = [f"{day:%Y%m%d}-1800" for day in days[:29]]
    assert names(data) == sorted({*newest[:12], *last_of_days}, reverse=True)


def test_nothing_new_gives_no_backup_and_neither_does_nothing_at_all(data: UserData) -> None:
    assert data.back_up() is None
    assert not (data.folder / "backups").exists()
    data.add_bookmark(STORED, "", [])
    assert data.back_up_changes() is not None
    assert data.back_up() is None
    assert data.back_up_changes() is None


def test_a_file_that_cannot_be_read_replaces_no_backup(data: UserData, clock: Clock) -> None:
    change(data, clock, 0, "甲")
    kept = data.back_up()
    assert kept is not None
    whole = data.path.read_bytes()
    data.path.write_bytes(whole[:4096] + b"\x00" * (len(whole) - 4096))
    os.utime(data.path, (2**32, 2**32))
    clock.time += dt.timedelta(minutes=1)
    assert data.back_up() is None
    assert notes_in(kept) == ["甲"]
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_what_lies_among_the_backups_and_is_none_is_passed_over(data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    data.back_up()
    folder = data.folder / "backups"
    for name in ("user-20271399.sqlite", "user-20270101-9999.sqlite", "user-copy.sqlite", "other.sqlite"):
        (folder / name).write_bytes(b"")
    (folder / "user-20260101.sqlite").mkdir()
    (folder / "user-20260209.sqlite").write_bytes(b"")
    assert names(data) == ["20270101-1200", "20260209"]


def test_only_those_that_can_be_read_are_sound(data: UserData, clock: Clock, tmp_path: Path) -> None:
    for minutes in (0, 5):
        change(data, clock, minutes, f"{minutes}")
        data.back_up()
    newest, oldest = data.backups()
    newest.path.write_bytes(b"rubbish" * 1000)
    file = UserFile(data.folder, clock)
    assert backups_of(file) == [newest, oldest]
    assert list(sound_backups_of(file)) == [oldest]
    newest.path.unlink()
    assert not is_sound_copy(newest.path)


@pytest.mark.skipif(sys.platform == "win32", reason="other permissions")
def test_nobody_else_may_read_them(data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    made = data.back_up()
    assert made is not None
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700


def test_where_none_can_be_made_it_is_said(data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    (data.folder / "backups").write_text("在路上", encoding="utf-8")
    with pytest.raises(UserDataError, match="没能备份书签"):
        data.back_up()
