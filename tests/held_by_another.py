"""A file that another program has open: on Windows it is held, elsewhere what Windows would say of it is said."""

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
        """A file whose place no other file can take."""
        replace = Path.replace

        def refused(source: Path, target: Path) -> Path:
            if Path(target) != path:
                return replace(source, target)
            error = PermissionError(13, "The process cannot access the file", str(source), None, str(target))
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error

        with mock.patch.object(Path, "replace", refused):
            yield
