"""A file that another program has open: on Windows it is held, elsewhere what Windows would say of it is said."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

NOBODY_ELSE = 0
OTHERS_READ = 1
OTHERS_WRITE = 2

if sys.platform == "win32":
    import _winapi

    @contextmanager
    def held(path: Path, shared: int = NOBODY_ELSE) -> Iterator[None]:
        """A file that another program has open, and lets nobody else open, as virus scanners and sync clients do.

        It may let others read it.
        """
        handle = _winapi.CreateFile(str(path), _winapi.GENERIC_READ, shared, 0, _winapi.OPEN_EXISTING, 0, 0)
        try:
            yield
        finally:
            _winapi.CloseHandle(handle)

else:

    @contextmanager
    def held(path: Path) -> Iterator[None]:
        """A file that can't be opened, renamed or deleted, and whose place no other file can take."""
        open_file = os.open
        replace = Path.replace
        rename = Path.rename
        unlink = Path.unlink

        in_use = {str(path)}

        def check(*paths: Path | str | int) -> None:
            if not in_use.isdisjoint(map(str, paths)):
                error = PermissionError(13, "The process cannot access the file", str(path))
                error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
                raise error

        def opened(name: Path | str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
            check(name)
            return open_file(name, flags, mode, dir_fd=dir_fd)

        def replaced(source: Path, target: Path | str) -> Path:
            check(source, target)
            return replace(source, target)

        def renamed(source: Path, target: Path | str) -> Path:
            check(source, target)
            return rename(source, target)

        def unlinked(deleted: Path, missing_ok: bool = False) -> None:
            check(deleted)
            unlink(deleted, missing_ok)

        with (
            mock.patch.object(os, "open", opened),
            mock.patch.object(Path, "replace", replaced),
            mock.patch.object(Path, "rename", renamed),
            mock.patch.object(Path, "unlink", unlinked),
        ):
            try:
                yield
            finally:
                in_use.clear()  # whoever waits for it has what opens files already
