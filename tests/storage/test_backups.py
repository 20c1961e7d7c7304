"""A backup is a file of its own. Automatic ones rotate; the reader's own stay, and no earlier program deletes them."""

import datetime as dt
import errno
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterable
from contextlib import closing
from fnmatch import fnmatch
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import held_files
from reader.storage.backups import (
    MOST_AUTOMATIC,
    Backup,
    BackupKind,
    NewestBackup,
    backups_of,
    is_sound_copy,
    newest_backup_of,
    outdated,
    records_of,
)
from reader.storage.platform_folders import places
from reader.storage.user_data import UserData, UserDataError
from reader.storage.user_file import UserFile
from reader.storage.user_repair import repair_and_merge
from tests.held_by_another import held
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
    return [backup.name for backup in data.backups.all()]


def change(data: UserData, clock: Clock, minutes: float, note: str) -> None:
    clock.time = NOON + dt.timedelta(minutes=minutes)
    data.add_bookmark(stored(key=note), note, [])


def test_every_backup_is_a_file_of_its_own(data: UserData, clock: Clock) -> None:
    for minutes in (0, 0.1, 0.1, 12):
        change(data, clock, minutes, f"{minutes} {len(names(data))}")
        assert data.backups.make() is not None
    assert names(data) == ["20270101-121200-4", "20270101-120006-3", "20270101-120006-2", "20270101-120000-1"]
    assert [len(notes_in(backup.path)) for backup in data.backups.all()] == [4, 3, 2, 1]


def test_a_name_tells_the_time_in_utc(tmp_path: Path) -> None:
    shanghai = dt.timezone(dt.timedelta(hours=8))
    data = UserData(tmp_path, lambda: dt.datetime(2027, 1, 2, 4, 33, tzinfo=shanghai))
    data.add_bookmark(STORED, "", [])
    data.backups.make()
    assert [(each.name, each.made) for each in data.backups.all()] == [
        ("20270101-203300-1", dt.datetime(2027, 1, 1, 20, 33, tzinfo=dt.UTC))
    ]


def test_those_of_earlier_versions_stand_where_they_were_made(data: UserData, clock: Clock) -> None:
    for minutes in (0, 10):
        change(data, clock, minutes, f"{minutes}")
        data.backups.make()
    folder = data.folder / "backups"
    for name in ("user-20270101-1205.sqlite", "user-20261231.sqlite", "user-20270101-1220.sqlite"):
        (folder / name).write_bytes(b"")
    assert names(data) == [
        "20270101-1220",
        "20270101-121000-2",
        "20270101-1205",
        "20270101-120000-1",
        "20261231",
    ]


def rotated(times: Iterable[dt.datetime], *, first: int = 1) -> list[Backup]:
    """What is left, the newest first, if backups are made at these times one after another."""
    kept: list[Backup] = []
    for number, time in enumerate(times, first):
        made = Backup(Path(f"{number}"), BackupKind.AUTOMATIC, f"{number}", time, number)
        gone = list(outdated([made, *kept]))
        kept = [each for each in (made, *kept) if each not in gone]
        assert kept[0] == made
        assert len(kept) <= MOST_AUTOMATIC
    return kept


def test_the_first_of_hours_days_weeks_and_months_stay() -> None:
    begin = dt.datetime(2027, 1, 1).astimezone()
    times = [
        begin + dt.timedelta(hours=number) for number in (*range(0, 24 * 85, 4), *range(24 * 85, 24 * 88))
    ]
    times += [times[-1] + dt.timedelta(minutes=30 * number) for number in range(1, 48 * 2)]
    kept = [each.made for each in rotated(times)]
    newest = times[-1]
    hour = newest.replace(minute=0)
    day = hour.replace(hour=0)
    assert {hour - dt.timedelta(hours=each) for each in range(20)} <= set(kept)
    assert {day - dt.timedelta(days=each) for each in range(12)} <= set(kept)
    assert {day - dt.timedelta(days=day.weekday() + 7 * each) for each in range(8)} <= set(kept)
    months = {each.replace(day=1) for each in (day - dt.timedelta(days=30 * each) for each in range(3))}
    assert months <= set(kept)


def moved(start: dt.datetime, steps: Iterable[dt.timedelta]) -> list[dt.datetime]:
    """The times of a clock that goes on by these steps."""
    return [start + gone for gone in accumulate(steps, initial=dt.timedelta())]


@settings(max_examples=10)
@given(
    st.lists(st.timedeltas(dt.timedelta(days=-400), dt.timedelta(days=400)), max_size=100),
    st.lists(st.timedeltas(dt.timedelta(seconds=-20), dt.timedelta(seconds=60)), min_size=70, max_size=150),
)
def test_bad_saves_within_minutes_never_push_out_the_state_before_them(
    before: list[dt.timedelta], burst: list[dt.timedelta]
) -> None:
    """Whatever the clock did before, and though it is set back now and then meanwhile."""
    clocks = moved(NOON, before)
    good = clocks[-1] + dt.timedelta(hours=1)
    kept = rotated([*clocks, good, *moved(good + dt.timedelta(minutes=10), burst)])
    assert len(clocks) + 1 in {each.number for each in kept}


@pytest.mark.parametrize("days", [-4000, 4000])
def test_a_clock_that_jumps_takes_nothing_away(days: int) -> None:
    good = [NOON + dt.timedelta(minutes=number) for number in range(50)]
    away = [each + dt.timedelta(days=days) for each in good[:2]]
    back = [good[-1] + dt.timedelta(minutes=number) for number in (1, 2)]
    assert 50 in {each.number for each in rotated([*good, *away, *back])}


def test_a_backup_is_made_after_the_clock_was_set_back(data: UserData, clock: Clock) -> None:
    change(data, clock, 60 * 24 * 365, "明年")
    data.backups.make()
    change(data, clock, 0, "今年")
    assert data.backups.make() is not None
    assert [len(notes_in(backup.path)) for backup in data.backups.all()] == [2, 1]


def test_one_that_the_reader_has_made_stays_until_it_is_removed(data: UserData, clock: Clock) -> None:
    change(data, clock, 0, "好的")
    mine = data.backups.make(BackupKind.MADE)
    assert mine is not None
    assert (mine.kind, notes_in(mine.path)) == (BackupKind.MADE, ["好的"])
    assert not fnmatch(mine.path.name, "user-*"), "earlier programs delete some of those"
    for minutes in range(1, 70):
        change(data, clock, minutes, f"{minutes}")
        data.backups.make()
    again = data.backups.make(BackupKind.MADE)
    assert again is not None
    assert data.backups.make(BackupKind.MADE) not in (None, again), (
        "each time one is made, whether anything has changed or not"
    )
    assert [each.kind for each in data.backups.all()].count(BackupKind.AUTOMATIC) == MOST_AUTOMATIC
    data.backups.remove(mine)
    assert mine.path not in {each.path for each in data.backups.all()}
    assert again in data.backups.all()


def test_nothing_to_keep_makes_none(data: UserData) -> None:
    assert data.backups.make(BackupKind.MADE) is None


def test_a_damaged_backup_and_one_of_a_later_version_are_not_restored(data: UserData, clock: Clock) -> None:
    change(data, clock, 0, "甲")
    made = data.backups.make(BackupKind.MADE)
    assert made is not None
    with closing(sqlite3.connect(made.path)) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(UserDataError, match="更新版本的阅报做的"):
        data.backups.restore(made)
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    for restored in (data.backups.plan_restore, data.backups.restore):
        with pytest.raises(UserDataError, match="无法读取"):
            restored(made)
    made.path.unlink()
    with pytest.raises(UserDataError, match="已经不在"):
        data.backups.restore(made)
    assert [each.note for each in data.bookmarks()] == ["甲"]


def test_a_record_that_the_backup_cannot_tell_is_left_alone(data: UserData, clock: Clock) -> None:
    change(data, clock, 0, "甲")
    made = data.backups.make(BackupKind.MADE)
    assert made is not None
    with closing(sqlite3.connect(made.path, isolation_level=None)) as damaged:
        damaged.execute("UPDATE bookmark SET article = 'x'")
    assert data.backups.plan_restore(made).size == 0


def test_restoring_what_is_there_already_writes_nothing(data: UserData, clock: Clock) -> None:
    change(data, clock, 0, "甲")
    made = data.backups.make(BackupKind.MADE)
    assert made is not None
    before = data.path.read_bytes()
    assert data.backups.restore(made).size == 0
    assert data.last_step() is None
    assert (data.path.read_bytes(), data.backups.all()) == (before, [made])


@pytest.mark.parametrize("fails_at", range(3))
def test_a_full_disk_leaves_no_half_backup_and_takes_none_away(
    data: UserData, clock: Clock, fails_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(data, clock, 0, "甲")
    data.backups.make()
    change(data, clock, 1, "乙")
    kept = sorted(path.name for path in (data.folder / "backups").iterdir())
    calls = iter(range(100))

    def failing(name: str) -> None:
        really = getattr(os, name)

        def call(*arguments: object, **named: object) -> object:
            if next(calls) == fails_at:
                raise OSError(errno.ENOSPC, "No space left on device")
            return really(*arguments, **named)

        monkeypatch.setattr(os, name, call)

    for name in ("open", "fsync", "link"):
        failing(name)
    with pytest.raises(UserDataError, match="磁盘满了"):
        data.backups.make(BackupKind.MADE)
    monkeypatch.undo()
    assert sorted(path.name for path in (data.folder / "backups").iterdir()) == kept
    assert data.backups.make(BackupKind.MADE) is not None


def test_nothing_new_gives_no_backup_and_neither_does_nothing_at_all(data: UserData) -> None:
    assert data.backups.make() is None
    assert not (data.folder / "backups").exists()
    data.add_bookmark(STORED, "", [])
    assert data.backups.make_of_changes() is not None
    assert data.backups.make() is None
    assert data.backups.make_of_changes() is None


def test_a_file_that_cannot_be_read_replaces_no_backup(data: UserData, clock: Clock) -> None:
    change(data, clock, 0, "甲")
    made = data.backups.make()
    assert made is not None
    kept = made.path
    whole = data.path.read_bytes()
    data.path.write_bytes(whole[:4096] + b"\x00" * (len(whole) - 4096))
    os.utime(data.path, (2**32, 2**32))
    clock.time += dt.timedelta(minutes=1)
    assert data.backups.make() is None
    assert notes_in(kept) == ["甲"]
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_what_lies_among_the_backups_and_is_none_is_passed_over(data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    data.backups.make()
    folder = data.folder / "backups"
    for name in (
        "user-20271399.sqlite",
        "user-20270101-9999.sqlite",
        "user-copy.sqlite",
        "other.sqlite",
        "auto-20271399-000000-1.sqlite",
        "made-20270101-000000.sqlite",
    ):
        (folder / name).write_bytes(b"")
    (folder / "user-20260101.sqlite").mkdir()
    (folder / "user-20260209.sqlite").write_bytes(b"")
    assert names(data) == ["20270101-120000-1", "20260209"]


def test_only_those_that_can_be_read_are_sound(data: UserData, clock: Clock, tmp_path: Path) -> None:
    for minutes in (0, 5):
        change(data, clock, minutes, f"{minutes}")
        data.backups.make()
    newest, oldest = data.backups.all()
    newest.path.write_bytes(b"rubbish" * 1000)
    file = UserFile(data.folder, clock)
    assert backups_of(file) == [newest, oldest]
    assert newest_backup_of(file) == NewestBackup(oldest, ())
    newest.path.unlink()
    assert not is_sound_copy(newest.path)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_files, "_PAUSES", (0.0,))
    monkeypatch.setattr(held_files, "_stayed_held", {})


@pytest.mark.usefixtures("quick")
def test_a_backup_is_made_though_an_outdated_one_is_held_and_goes_the_next_time(
    data: UserData, clock: Clock
) -> None:
    """A sync client may hold it for long."""
    for minutes in range(MOST_AUTOMATIC):
        change(data, clock, minutes, f"{minutes}")
        data.backups.make()
    change(data, clock, 60, "held meanwhile")
    made = Backup(Path(), BackupKind.AUTOMATIC, "", NOON + dt.timedelta(hours=1), MOST_AUTOMATIC + 1)
    (old,) = outdated([made, *data.backups.all()])
    with held(old.path):
        assert data.backups.make() is not None
    assert old.path.exists()
    assert "held meanwhile" in notes_in(data.backups.all()[0].path)
    change(data, clock, 61, "later")
    data.backups.make()
    assert not old.path.exists()


@pytest.mark.usefixtures("quick")
def test_a_held_backup_is_told_as_in_use_and_neither_as_damaged_nor_as_gone(
    data: UserData, clock: Clock
) -> None:
    for minutes in (0, 5):
        change(data, clock, minutes, f"{minutes}")
        data.backups.make()
    newest, oldest = data.backups.all()
    file = UserFile(data.folder, clock)
    with held(newest.path):
        assert newest_backup_of(file) == NewestBackup(oldest, (newest,))
        with pytest.raises(UserDataError, match="另一个程序正占用"):
            records_of(newest)
    assert newest_backup_of(file) == NewestBackup(newest, ())


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("has_older", [True, False])
def test_where_the_newest_backup_is_held_it_is_said_that_another_was_restored_or_none(
    data: UserData, clock: Clock, tmp_path: Path, has_older: bool
) -> None:
    for minutes in (0, 5) if has_older else (5,):
        change(data, clock, minutes, f"{minutes}")
        data.backups.make()
    newest, *older = data.backups.all()
    data.path.unlink()
    shutil.rmtree(places().data / "copies", ignore_errors=True)
    again = UserData(data.folder, clock)
    with held(newest.path):
        repair_and_merge(again)
    complaint = again.complaint or ""
    assert newest.path.name in complaint
    assert "正被另一个程序占用" in complaint
    assert ("已恢复备份" in complaint) == has_older
    assert "没有备份" not in complaint
    assert len(older) == has_older


@pytest.mark.skipif(sys.platform == "win32", reason="other permissions")
def test_nobody_else_may_read_them(data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    made = data.backups.make()
    assert made is not None
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700


def test_where_none_can_be_made_it_is_said(data: UserData) -> None:
    data.add_bookmark(STORED, "", [])
    (data.folder / "backups").write_text("在路上", encoding="utf-8")
    with pytest.raises(UserDataError, match="没能备份收藏"):
        data.backups.make()
