"""The pictures in the ZIP and TAR archives of a library, which are pages like those in its folders.

An archive is listed once, until it changes. A picture is copied out of it to be decoded, and else read as a stream.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self

import msgspec
from msgspec import Struct

from reader.formats import Containers, UnreadableFile
from reader.formats.reading import MOST_OF_PICTURE, Listing, cuts, may_hold_pictures, too_large_picture
from reader.newspaper.picture_names import is_picture
from reader.pictures.page_files import Folder
from reader.storage.folder import FoundFile, LibraryFolder, as_stored, digest_of
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import open_regular, read_at_most, write_whole

_PIECE = 1 << 20
_MOST_REMEMBERED = 64 << 20


class Archived(Struct, frozen=True, array_like=True):
    """What lies in an archive: its pictures, each with size and CRC, and its issue files; paths are those in it.

    `size` and `mtime_ns` are those of the archive's own file when it was listed.
    """

    size: int
    mtime_ns: int
    pictures: tuple[tuple[str, int, int], ...] = ()
    texts: tuple[str, ...] = ()
    """Those of an archive with pictures, as a picture may belong to one of them."""


class ArchivedPictures:
    """The pictures in the archives of a library folder. Paths go on behind the archive's: “2024.zip/A1.jpg”."""

    def __init__(self, folder: LibraryFolder) -> None:
        self._folder = folder
        self._by_archive: dict[str, Archived] | None = None
        self._by_path: dict[str, tuple[Archived, dict[str, FoundFile]]] = {}
        self._is_changed = False
        self._containers: Containers | None = None

    def __enter__(self) -> Self:
        """Keep the archives open that are read within the block."""
        self._containers = Containers(self._folder.open)
        return self

    def __exit__(self, *_: object) -> None:
        if self._containers is not None:
            self._containers.close()
            self._containers = None

    def note(self, archive: str, listing: Listing | None) -> None:
        """Note what lies in an archive that was listed just now; nothing if it was not."""
        with suppress(OSError):
            status = self._folder.file(archive).stat()
            if listing is not None:
                self._keep(archive, _archived(listing, status.st_size, as_stored(status.st_mtime_ns)))

    def within(self, archive: str) -> Archived:
        """Return what lies in the archive at a path; nothing if it is missing or can't be read."""
        try:
            status = self._folder.file(archive).stat()
        except OSError:
            return Archived(0, 0)
        before = self._remembered.get(archive)
        state = (status.st_size, as_stored(status.st_mtime_ns))
        if before is not None and (before.size, before.mtime_ns) == state:
            return before
        try:
            with Containers(self._folder.open) as containers:
                listing = containers.listing(archive)
        except UnreadableFile:
            listing = Listing(())
        archived = _archived(listing, *state)
        self._keep(archive, archived)
        return archived

    def _keep(self, archive: str, archived: Archived) -> None:
        self._remembered[archive] = archived
        self._is_changed = True

    def pictures_in(self, archive: str) -> list[FoundFile]:
        """Return the pictures in an archive, with their CRC-32 for a time."""
        return [
            FoundFile(f"{archive}/{path}", size, crc) for path, size, crc in self.within(archive).pictures
        ]

    def texts_in(self, archive: str) -> list[str]:
        """Return the paths of the issue files in an archive that has pictures."""
        return [f"{archive}/{path}" for path in self.within(archive).texts if not is_picture(path)]

    def picture(self, path: str) -> FoundFile | None:
        """Return the picture at a path, None if no archive has one there."""
        archive, _ = self._parted(path)
        if not archive:
            return None
        archived = self.within(archive)
        of, by_path = self._by_path.get(archive, (None, {}))
        if of is not archived:
            by_path = {picture.path: picture for picture in self.pictures_in(archive)}
            self._by_path[archive] = (archived, by_path)
        return by_path.get(path)

    def folder(self, path: str) -> Folder:
        """Return what lies in an archive, or in a folder of one; nothing elsewhere."""
        archive, below = self._parted(f"{path}/")
        if not archive:
            return Folder((), ())
        archived = self.within(archive)
        folders = set()
        names = []
        for name, _, _ in archived.pictures:
            if not name.startswith(below):
                continue
            first, slash, _ = name[len(below) :].partition("/")
            if slash:
                folders.add(first)
            else:
                names.append(first)
        return Folder(sorted(folders), names)

    @contextmanager
    def opened(self, path: str) -> Iterator[BinaryIO]:
        """Yield the picture at a path as a stream. Raises UnreadableFile, also where it is read, and OSError."""
        if self._containers is not None:
            with self._containers.opened_picture(path) as stream:
                yield stream
            return
        with Containers(self._folder.open) as containers, containers.opened_picture(path) as stream:
            yield stream

    def copied(self, path: str) -> int:
        """Return the descriptor of a copy of the picture at a path. Raises UnreadableFile, OSError."""
        left = MOST_OF_PICTURE
        with self.opened(path) as stream, tempfile.TemporaryFile() as copy:
            while piece := stream.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise too_large_picture()
                copy.write(piece)
            copy.seek(0)
            return os.dup(copy.fileno())

    def remember(self) -> None:
        """Write what was listed to the disk; a failure is ignored."""
        if not self._is_changed:
            return
        self._is_changed = False
        with suppress(OSError):
            make_private(self._memory().parent)
            write_whole(self._memory(), msgspec.json.encode(self._remembered), replaces=True)

    def _parted(self, path: str) -> tuple[str, str]:
        """Return the path of the archive on the disk that a path leads into, and the path in it; "" for none."""
        for outer, inner in cuts(path, may_hold_pictures):
            if self._folder.file(outer).is_file():
                return outer, inner
        return "", ""

    @property
    def _remembered(self) -> dict[str, Archived]:
        if self._by_archive is None:
            try:
                data = read_at_most(open_regular(self._memory()), _MOST_REMEMBERED)
                self._by_archive = msgspec.json.decode(data, type=dict[str, Archived])
            except (OSError, ValueError, RecursionError):
                self._by_archive = {}
        return self._by_archive

    def _memory(self) -> Path:
        name = digest_of(os.fsencode(self._folder.root)).hex()
        return places().cache / "pictures" / f"{name}.archives"


def _archived(listing: Listing, size: int, mtime_ns: int) -> Archived:
    if not listing.pictures:
        return Archived(size, mtime_ns)
    pictures = tuple((picture.path, picture.size, picture.crc) for picture in listing.pictures)
    texts = tuple(entry.path for entry in listing.entries)
    return Archived(size, mtime_ns, pictures, texts)
