"""Libraries that are written and read in once in a process: each further one is a copy of the files of the first."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec import Struct

from reader.library.library import Library
from reader.search.answering.index_versions import folder_of
from reader.storage.folder import LibraryFolder
from tests import homes


class _File(Struct, frozen=True):
    path: str
    content: bytes
    mtime_ns: int


class _Template(Struct, frozen=True):
    files: list[_File]
    """What stands in the folder of the library, the data of its user among them."""
    cache: list[_File]
    """What was derived: the catalogue and the index."""
    uuid: str
    seen: int
    """How many issue files the last sync found."""


_templates: dict[Callable[[Path], object], _Template] = {}


def lay(root: Path, write: Callable[[Path], object]) -> Path:
    """Have a library at `root`, which is new, as `write` makes one, which keeps all in the folder and the cache."""
    if write not in _templates:
        _templates[write] = _template_of(write, root.name)
    template = _templates[write]
    _put(template.files, root)
    folder = LibraryFolder.at(root)
    cache = folder.cache_folder(template.uuid)
    _put(template.cache, cache)
    _tell_apart(cache)
    folder.remember_uuid(template.uuid)
    folder.remember_files_seen(template.seen)
    return root


def _tell_apart(cache: Path) -> None:
    """Give the catalogue an identity of its own: what a process keeps of one is no other's."""
    with closing(sqlite3.connect(cache / "catalogue.sqlite")) as catalogue, catalogue:
        [(former,)] = catalogue.execute("SELECT value FROM meta WHERE key = 'identity'")
        catalogue.execute("UPDATE meta SET value = lower(hex(randomblob(8))) WHERE key = 'identity'")
        [(identity,)] = catalogue.execute("SELECT value FROM meta WHERE key = 'identity'")
    folder_of(cache, former).rename(folder_of(cache, identity))


def _template_of(write: Callable[[Path], object], name: str) -> _Template:
    temporary = TemporaryDirectory(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    with temporary as place, pytest.MonkeyPatch.context() as patch:
        homes.use(patch, Path(place, "home"))
        root = Path(place, name)
        write(root)
        with closing(Library.open(root)) as library:
            uuid = library.user_data.library_uuid()
        folder = LibraryFolder.at(root)
        return _Template(
            _files_in(root), _files_in(folder.cache_folder(uuid)), uuid, folder.files_last_seen()
        )


def _files_in(folder: Path) -> list[_File]:
    files = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            files.append(_File(str(path.relative_to(folder)), path.read_bytes(), path.stat().st_mtime_ns))
    return files


def _put(files: list[_File], folder: Path) -> None:
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        os.utime(path, ns=(file.mtime_ns, file.mtime_ns))
