"""Whatever a disk says, a reader is told one sentence."""

import errno
import sqlite3
from pathlib import Path

import pytest

from reader.storage.faults import Fault, explain, fault_of


@pytest.mark.parametrize(
    ("error", "fault", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/报/a"), Fault.FULL, "磁盘满了"),
        (sqlite3.OperationalError("database or disk is full"), Fault.FULL, "磁盘满了"),
        (PermissionError(errno.EACCES, "Permission denied", "/报/a"), Fault.READ_ONLY, "没有权限"),
        (OSError(errno.EROFS, "Read-only file system"), Fault.READ_ONLY, "没有权限"),
        (sqlite3.OperationalError("attempt to write a readonly database"), Fault.READ_ONLY, "没有权限"),
        (sqlite3.OperationalError("unable to open database file"), Fault.READ_ONLY, "没有权限"),
        (sqlite3.OperationalError("database is locked"), Fault.BUSY, "另一个程序"),
        (sqlite3.OperationalError("disk I/O error"), Fault.OTHER, "disk I/O error"),
        (OSError(errno.EIO, "Input/output error"), Fault.OTHER, "Input/output error"),
        (OSError("timed out"), Fault.OTHER, "timed out"),
    ],
)
def test_a_fault_is_told_apart_and_said(
    error: OSError | sqlite3.Error, fault: Fault, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.messages.language", lambda: "zh")
    assert fault_of(error) is fault
    assert words in explain(error)
    assert words in explain(error, Path("/缓存"))
    assert "None" not in explain(error)
