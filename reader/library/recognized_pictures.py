"""Recognised pictures as files of a library: reading one returns its recognised text."""

import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePosixPath

import msgspec

from reader import formats
from reader.pictures.page_files import is_picture
from reader.storage.atomic_write import write_whole
from reader.storage.folder import FoundFile, LibraryFolder, Scan, as_stored, digest_of
from reader.storage.platform_folders import make_private, places
from reader.storage.recognized_texts import KeptPage, PictureDigest, RecognizedTexts, joined
from reader.storage.regular_file import open_regular, read_at_most

_PIECE = 1 << 20
_MOST_REMEMBERED = 64 << 20


class _Seen(msgspec.Struct, frozen=True, array_like=True):
    """The digest of a picture, with the size and time of the file for which it was computed."""

    size: int
    mtime_ns: int
    digest: str


class RecognizedPictures:
    """The pictures of a library folder, and their recognised texts.

    Digests are cached by size and time of the file; `remember` writes this cache to the disk.
    """

    def __init__(self, folder: LibraryFolder) -> None:
        self._folder = folder
        self.texts = RecognizedTexts(folder.user_folder, folder.other_user_folder)
        self._is_changed = False

    @property
    def is_wanted(self) -> Callable[[str], bool]:
        """A function that returns whether a scan of the folder has to include the file with a path."""
        is_wanted = formats.is_issue_path
        return (lambda path: is_wanted(path) or is_picture(path)) if self.texts.all else is_wanted

    def settle(self, scan: Scan) -> None:
        """Remove the pictures without recognised text from a scan, and give the others the size and time of their
        texts.
        """
        if not self.texts.all:
            return
        files = []
        for file in scan.files:
            pages = self._pages(file.path, file.size, file.mtime_ns) if is_picture(file.path) else None
            if pages:
                size, time = (
                    sum(each.size for each in pages.values()),
                    max(e.mtime_ns for e in pages.values()),
                )
                files.append(FoundFile(file.path, size, as_stored(time)))
            elif formats.is_issue_file(PurePosixPath(file.path)):
                files.append(file)
            else:
                scan.passed_over.append(file.path)
        scan.files = files
        self.remember()

    def text_of(self, path: str) -> bytes | None:
        """Return the recognised text of a picture as ALTO, with an empty page for each page that is not recognised.

        None if the file is no picture, or if none of its pages is recognised. Raises OSError.
        """
        pages = self.pages_of(path)
        if not pages:
            return None
        of = max(each.of for each in pages.values())
        return joined(
            self.texts.read(pages[number]) if number in pages else None for number in range(1, of + 1)
        )

    def pages_of(self, path: str) -> Mapping[int, KeptPage]:
        """Return the recognised pages of a picture by number; {} if the file is no picture, or is
        inside a container.
        """
        if not is_picture(path) or not self.texts.all:
            return {}
        try:
            status = self._folder.file(path).stat()
        except OSError:
            return {}
        return self._pages(path, status.st_size, as_stored(status.st_mtime_ns))

    def _pages(self, path: str, size: int, mtime_ns: int) -> Mapping[int, KeptPage]:
        if size not in self.texts.sizes:
            return {}
        try:
            return self.texts.all.get(self.digest(path, size, mtime_ns), {})
        except OSError:
            return {}

    def digest(self, path: str, size: int, mtime_ns: int) -> PictureDigest:
        """Return the digest of a picture, whose file has this size and time. Raises OSError."""
        seen = self._seen.get(path)
        if seen is None or (seen.size, seen.mtime_ns) != (size, mtime_ns):
            hashed = hashlib.blake2b(digest_size=16)
            with os.fdopen(self._folder.open(path), "rb") as file:
                while piece := file.read(_PIECE):
                    hashed.update(piece)
            seen = self._seen[path] = _Seen(size, mtime_ns, hashed.hexdigest())
            self._is_changed = True
        return PictureDigest(seen.digest, size)

    @cached_property
    def _seen(self) -> dict[str, _Seen]:
        try:
            data = read_at_most(open_regular(self._memory()), _MOST_REMEMBERED)
            return msgspec.json.decode(data, type=dict[str, _Seen])
        except (OSError, ValueError, RecursionError):
            return {}

    def remember(self) -> None:
        """Write the cached digests to the disk if there are new ones; a failure is ignored."""
        if not self._is_changed:
            return
        self._is_changed = False
        with suppress(OSError):
            make_private(self._memory().parent)
            write_whole(self._memory(), msgspec.json.encode(self._seen), replaces=True)

    def _memory(self) -> Path:
        name = digest_of(os.fsencode(self._folder.root)).hex()
        return places().cache / "pictures" / f"{name}.digests"
