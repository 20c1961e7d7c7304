"""Whatever a disk says, a reader is told one sentence."""

import errno
import sqlite3
import sys
from pathlib import Path

import pytest

from reader.storage.connections import Connections
from reader.storage.disk_errors import DiskError, disk_error_of, explain, explain_derived
from reader.storage.regular_file import part_of, write_whole
from reader.storage.user_file import is_by_full_disk


@pytest.mark.parametrize(
    ("error", "fault", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/报/a"), DiskError.FULL, "磁盘满了"),
        (sqlite3.OperationalError("database or disk is full"), DiskError.FULL, "磁盘满了"),
        (PermissionError(errno.EACCES, "Permission denied", "/报/a"), DiskError.READ_ONLY, "没有权限"),
        (OSError(errno.EROFS, "Read-only file system"), DiskError.READ_ONLY, "没有权限"),
        (sqlite3.OperationalError("attempt to write a readonly database"), DiskError.READ_ONLY, "没有权限"),
        (sqlite3.OperationalError("unable to open database file"), DiskError.READ_ONLY, "没有权限"),
        (sqlite3.OperationalError("database is locked"), DiskError.BUSY, "另一个程序"),
        (sqlite3.OperationalError("disk I/O error"), DiskError.OTHER, "disk I/O error"),
        (OSError(errno.EIO, "Input/output error"), DiskError.OTHER, "Input/output error"),
        (OSError("timed out"), DiskError.OTHER, "timed out"),
    ],
)
def test_a_fault_is_told_apart_and_said(
    error: OSError | sqlite3.Error, fault: DiskError, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.i18n.language", lambda: "zh")
    assert disk_error_of(error) is fault
    assert words in explain(error)
    assert words in explain(error, Path("/缓存"))
    assert "None" not in explain(error)


@pytest.mark.parametrize(
    ("cause", "is_full"),
    [
        (sqlite3.OperationalError("database or disk is full"), True),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (sqlite3.OperationalError("database is locked"), False),
        (None, False),
    ],
)
def test_an_error_is_of_a_full_disk_by_what_it_was_raised_from(
    cause: Exception | None, is_full: bool, tmp_path: Path
) -> None:
    error = ValueError("收藏文件写不下去")
    error.__cause__ = cause
    assert is_by_full_disk(error, tmp_path / "user.sqlite") is is_full


def test_an_error_with_a_database_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.mkdir()
    with pytest.raises(sqlite3.OperationalError) as raised:
        Connections(path, lambda connection: None).rows("SELECT 1")
    assert str(path) in explain_derived(raised.value, tmp_path / "cache")
    assert str(tmp_path / "cache") in explain_derived(
        sqlite3.OperationalError("disk I/O error"), tmp_path / "cache"
    )


def test_an_error_within_the_use_of_another_database_names_its_own_file(tmp_path: Path) -> None:
    path = tmp_path / "texts.sqlite"
    path.mkdir()
    outer = Connections(tmp_path / "catalogue.sqlite", lambda connection: None)
    with pytest.raises(sqlite3.OperationalError) as raised, outer.transaction("DEFERRED"):
        Connections(path, lambda connection: None).rows("SELECT 1")
    assert str(path) in explain_derived(raised.value, tmp_path)


def test_what_is_not_there_is_told_without_the_systems_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.i18n.language", lambda: "zh")
    (tmp_path / "文件").touch()
    for path, told in (
        (tmp_path / "无.txt", f"找不到 {tmp_path / '无.txt'}"),
        (tmp_path / "无" / "表.csv", f"找不到文件夹 {tmp_path / '无'}"),
        (tmp_path / "文件" / "表.csv", f"找不到文件夹 {tmp_path / '文件'}"),
    ):
        with pytest.raises((FileNotFoundError, NotADirectoryError)) as raised:
            path.read_bytes()
        for words in (explain(raised.value), explain(raised.value, path)):
            assert words.startswith(told)
            assert "No such" not in words
            assert "磁盘后再试" not in words


def test_a_name_that_is_taken_is_told_and_nothing_of_the_part_that_was_written(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").touch()
    with pytest.raises(FileExistsError) as raised:
        write_whole(tmp_path / "名单.csv", "", replaces=False)
    assert explain(raised.value) == f"{tmp_path / '名单.csv'} 已经有了，没有盖掉它。请换个名字。"


def test_the_stop_of_the_systems_own_words_is_not_doubled() -> None:
    """A Chinese Windows ends its sentences."""
    said = explain(OSError(errno.EIO, "无效的句柄。"), Path("报.txt"))
    assert "无效的句柄。请" in said
    assert "。。" not in said


def test_a_name_of_a_device_is_told_as_one_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = OSError(errno.EBADF, "Invalid handle")
    assert "设备的名字" not in explain(fault, Path("con.txt"))
    monkeypatch.setattr(sys, "platform", "win32")
    assert "设备的名字" in explain(fault, Path("con.txt"))
    assert "设备的名字" not in explain(fault, Path("contents.txt"))
    is_there = FileExistsError(errno.EEXIST, "File exists", "aux.yuebao")
    assert "设备的名字" in explain(is_there), "a device is always there"
    of_library = OSError(errno.EIO, "Input/output error", "\\\\?\\C:\\报\\con.txt")
    assert "设备的名字" not in explain(of_library), "it is a file, and called so"


def test_the_file_that_an_error_names_is_told_if_it_is_elsewhere(tmp_path: Path) -> None:
    """A key that is held is not the evidence that was to be signed by it; what is unfinished lies beside its file."""
    target = tmp_path / "a.yuebao-evidence"
    key = tmp_path / "home" / "giver.key"
    assert str(key) in explain(PermissionError(errno.EACCES, "Permission denied", str(key)), target)
    unfinished = str(part_of(target))
    assert str(target) in explain(PermissionError(errno.EACCES, "Permission denied", unfinished), target)
    assert str(target) in explain(PermissionError(errno.EACCES, "Permission denied"), target)
