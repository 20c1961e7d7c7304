"""Homes for the program's own files. jieba's dictionary lies in each of them already: to make it takes a child process
longer than all else it does in a test."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader import assets
from reader.language import dictionary, words
from reader.library.library import Library

_MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory."""
_ENOUGH = 4 << 30
"""Bytes that are free there."""
_MADE_IN = "READER_TESTS_DICTIONARY"
"""The variable that tells the workers of a run where the dictionary lies."""

WITHOUT_KEYRING = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
"""What keeps tests from the keyring of whoever runs them."""


def keep_files_in_memory() -> None:
    """Have the folders of tests in memory, where there is room for them: a disk makes a test wait for each write."""
    with contextlib.suppress(AttributeError, OSError):  # there is no such place
        runs_programs = not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
        if runs_programs and shutil.disk_usage(_MEMORY).free > _ENOUGH:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@contextmanager
def dictionary_made() -> Iterator[None]:
    """Makes it for this process and those it starts; who finds it made leaves it to its maker."""
    if _MADE_IN in os.environ:
        words.keep_in(os.environ[_MADE_IN])
        yield
        return
    with tempfile.TemporaryDirectory(
        prefix="dictionary-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")
    ) as folder:
        dictionary.load(Path(folder) / "words")
        os.environ[_MADE_IN] = folder
        words.keep_in(folder)
        try:
            yield
        finally:
            del os.environ[_MADE_IN]


def furnished(home: Path) -> Path:
    """The home, with the dictionary in its cache."""
    cache = home / "cache"
    if not cache.exists():
        cache.mkdir(mode=0o700, parents=True)
        try:
            os.link(
                Path(os.environ[_MADE_IN]) / "words", cache / "words"
            )  # which nobody changes: it is replaced
        except OSError:
            shutil.copyfile(Path(os.environ[_MADE_IN]) / "words", cache / "words")
    return home


def with_sample_read(home: Path) -> Path:
    """A home in which the sample has been read in."""
    with pytest.MonkeyPatch.context() as patched:
        use(patched, home)
        library = Library.open(assets.sample_library())
        library.sync()
        library.close()
    return home


def furnish_as(home: Path, other: Path) -> None:
    """Puts what another home has into a home."""
    shutil.copytree(other, home, ignore=shutil.ignore_patterns("words"), dirs_exist_ok=True)


def use(patch: pytest.MonkeyPatch, home: Path) -> Path:
    """Lets the program and its children keep their files there."""
    patch.setenv("READER_HOME", str(furnished(home)))
    for name, value in WITHOUT_KEYRING.items():
        patch.setenv(name, value)
    return home
