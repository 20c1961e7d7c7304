"""A disk that is full from a certain write to a database on, for as long as a block lasts."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "COMMIT")


class FullDisk:
    """Counts the writes of this process to databases whose path `is_meant`, and fails from one of them on."""

    def __init__(self, from_write: int, is_meant: Callable[[str], bool]) -> None:
        self.has_failed = False
        self._left = from_write
        self._is_meant = is_meant

    def check(self, path: str, statement: str) -> None:
        if statement.lstrip().upper().startswith(WRITES) and self._is_meant(path):
            self._left -= 1
            if self._left < 0:
                self.has_failed = True
                raise sqlite3.OperationalError("database or disk is full")


@contextmanager
def full_disk(from_write: int, is_meant: Callable[[str], bool] = lambda _: True) -> Iterator[FullDisk]:
    """Within the block the write of this number, from 0, and all later ones find no room."""
    disk, connect = FullDisk(from_write, is_meant), sqlite3.connect

    def opened(path: object, *arguments: Any, **named: Any) -> sqlite3.Connection:
        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
                disk.check(str(path), sql)
                return super().execute(sql, *parameters)

            def executemany(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
                disk.check(str(path), sql)
                return super().executemany(sql, *parameters)

        return connect(path, *arguments, **named, factory=Connection)  # type: ignore[call-overload, no-any-return]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", opened)
        yield disk
