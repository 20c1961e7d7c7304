"""Homes for the program's own files."""

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from reader import assets
from reader.library.library import Library

_MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory."""
_ENOUGH = 4 << 30
"""Bytes that are free there."""
WITHOUT_KEYRING = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
"""What keeps tests from the keyring of whoever runs them."""


def keep_files_in_memory() -> None:
    """Have the folders of tests in memory, where there is room for them: a disk makes a test wait for each write."""
    with contextlib.suppress(AttributeError, OSError):  # there is no such place
        runs_programs = not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
        if runs_programs and shutil.disk_usage(_MEMORY).free > _ENOUGH:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def with_sample_read(home: Path) -> Path:
    """A home in which the sample has been read in."""
    with pytest.MonkeyPatch.context() as patched:
        use(patched, home)
        library = Library.open(assets.sample_library())
        library.sync()
        library.close()
    return home


def use(patch: pytest.MonkeyPatch, home: Path) -> Path:
    """Lets the program and its children keep their files there."""
    patch.setenv("READER_HOME", str(home))
    for name, value in WITHOUT_KEYRING.items():
        patch.setenv(name, value)
    return home
