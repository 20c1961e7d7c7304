"""Texts recognised in pictures: a file each, with the picture's digest as its name, never replaced or deleted.

Recognition took hours, so this is no cache. A page that is recognised again gets a file with a higher number, which is
used from then on. Recognised pictures are files of a library: reading one returns its recognised text.
"""

import errno
import gzip
import hashlib
import os
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec
from msgspec import Struct

from reader import formats
from reader.formats.reading import may_hold_pictures
from reader.library.archived_pictures import ArchivedPictures
from reader.newspaper.picture_names import is_picture, may_have_text
from reader.storage.folder import FoundFile, LibraryFolder, Scan, as_stored, digest_of
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import (
    TooLarge,
    open_folder,
    open_inside,
    open_regular,
    read_at_most,
    write_whole,
)

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" SCHEMAVERSION="4.4">\n'
)
_PAGE = re.compile(rb"<Page .*</Page>", re.DOTALL)
FOLDER = "recognized"
MOST_BYTES = 32 << 20
"""Maximum size in bytes of a page's text, which is that of `formats.xml_tree`."""
_NAME = re.compile(r"([0-9a-f]{32})-(\d{1,15})-p(\d{1,5})of(\d{1,5})-(\d{1,6})\.xml\.gz")


class PictureDigest(Struct, frozen=True):
    """The identity of a picture's file, wherever it is: the digest of its bytes in hexadecimal, and their number."""

    digest: str
    size: int


class StoredPage(Struct, frozen=True):
    """The file with the text of page `number`, from 1, of the `of` pages of a picture.

    `recognized` is how many times the page had been recognised by then.
    """

    number: int
    of: int
    recognized: int
    folder: Path
    name: str
    size: int
    mtime_ns: int


class RecognizedTexts:
    """The recognised texts in the folders of the user's data: those in `own`, to which new ones are added, and in
    `others`.
    """

    def __init__(self, own: Path, *others: Path) -> None:
        self._own = own
        self._folders = own, *others

    @cached_property
    def all(self) -> Mapping[PictureDigest, Mapping[int, StoredPage]]:
        """The recognised pages of each picture, by number, as of the first use or the last `keep`."""
        pages_by_picture: dict[PictureDigest, dict[int, StoredPage]] = defaultdict(dict)
        for folder in self._folders:
            for picture, page in _pages_in(folder):
                before = pages_by_picture[picture].get(page.number)
                if before is None or before.recognized < page.recognized:
                    pages_by_picture[picture][page.number] = page
        return dict(pages_by_picture)

    @cached_property
    def sizes(self) -> frozenset[int]:
        return frozenset(picture.size for picture in self.all)

    def keep(self, picture: PictureDigest, number: int, of: int, text: bytes) -> None:
        """Store the text of a page, completely or not at all. Raises OSError."""
        before = self.all.get(picture, {}).get(number)
        recognized = before.recognized + 1 if before else 1
        self._own.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open_folder(self._own, FOLDER, makes=True) as folder:
            while True:
                name = f"{picture.digest}-{picture.size}-p{number:03}of{of:03}-{recognized}.xml.gz"
                with suppress(FileExistsError):  # another process was recognising it, too
                    folder.put(name, gzip.compress(text, 9, mtime=0))
                    break
                recognized += 1
            folder.sync()
        self.forget()

    def forget(self) -> None:
        """Clear the cached lists, so that the folders are read again at the next use."""
        for name in ("all", "sizes"):
            self.__dict__.pop(name, None)

    def read(self, page: StoredPage) -> bytes:
        """Return the ALTO of a page. Raises OSError, also for one that is too large or damaged."""
        data = read_at_most(open_inside(page.folder, f"{FOLDER}/{page.name}"), MOST_BYTES)
        unpacking = zlib.decompressobj(wbits=31)
        try:
            text = unpacking.decompress(data, MOST_BYTES)
        except zlib.error as error:
            raise OSError(errno.EIO, str(error), page.name) from None
        if not unpacking.eof:
            raise TooLarge(errno.EFBIG, os.strerror(errno.EFBIG), page.name)
        return text


def _pages_in(folder: Path) -> "list[tuple[PictureDigest, StoredPage]]":
    """Return the pages whose files lie in a folder of user data, by their names."""
    pages = []
    with suppress(OSError), os.scandir(folder / FOLDER) as entries:
        for entry in entries:
            match = _NAME.fullmatch(entry.name)
            if match and entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                picture = PictureDigest(match[1], int(match[2]))
                number = int(match[3])
                page_count = int(match[4])
                recognized = int(match[5])
                if 1 <= number <= page_count:
                    page = StoredPage(
                        number, page_count, recognized, folder, entry.name, status.st_size, status.st_mtime_ns
                    )
                    pages.append((picture, page))
    return pages


def joined(pages: Iterable[bytes | None]) -> bytes:
    """Join the ALTO files of pages into one; None stands for a page that was not recognised, and becomes an
    empty one.
    """
    matches = []
    for page in pages:
        if page is not None:
            matches.append(_PAGE.search(page))
        else:
            matches.append(None)
    pieces = []
    for match in matches:
        if match:
            pieces.append(match[0])
        else:
            pieces.append(b"<Page/>")
    return HEAD.encode() + b"<Layout>" + b"\n".join(pieces) + b"</Layout></alto>\n"


_PIECE = 1 << 20
_MOST_REMEMBERED = 64 << 20


class _Seen(msgspec.Struct, frozen=True, array_like=True):
    """The digest of a picture, with the size and time of the file for which it was computed."""

    size: int
    mtime_ns: int
    digest: str


def _as_text(path: str, pages: Mapping[int, StoredPage]) -> FoundFile:
    """Return a picture as a file of the library: with the size and time of its recognised text."""
    size = sum(page.size for page in pages.values())
    time = max(page.mtime_ns for page in pages.values())
    return FoundFile(path, size, as_stored(time))


def is_issue_or_picture(path: str) -> bool:
    return formats.is_issue_path(path) or is_picture(path)


class RecognizedPictures:
    """The pictures of a library folder, also in archives, and their recognised texts.

    Digests are cached by size and time of the file; `remember` writes this cache to the disk.
    """

    def __init__(self, folder: LibraryFolder) -> None:
        self._folder = folder
        self.texts = RecognizedTexts(folder.user_folder, folder.other_user_folder)
        self.archived = ArchivedPictures(folder)
        self._is_changed = False

    @property
    def is_wanted(self) -> Callable[[str], bool]:
        """A function that returns whether a scan of the folder has to include the file with a path."""
        if self.texts.all:
            return is_issue_or_picture
        return formats.is_issue_path

    def settle(self, scan: Scan) -> None:
        """Remove the pictures without recognised text from a scan, and give the others the size and time of their
        texts.
        """
        if not self.texts.all:
            return
        files = []
        for file in scan.files:
            if is_picture(file.path):
                pages = self._pages(file.path, file.size, file.mtime_ns)
            else:
                pages = None
            if pages:
                files.append(_as_text(file.path, pages))
            elif formats.is_issue_file(PurePosixPath(file.path)):
                files.append(file)
            else:
                scan.passed_over.append(file.path)
        scan.files = files
        self.remember()

    def settle_archives(
        self, scan: Scan, containers: formats.Containers | None = None, listed: Iterable[str] = ()
    ) -> int:
        """Add the pictures in archives that have a recognised text to a scan, each after its archive, with the size and
        time of the text. Return how many pictures of the scan have none.

        `listed` are the archives that `containers` has listed just now.
        """
        if containers is not None:
            for path in listed:
                self.archived.note(path, containers.pictured(path))
        with self.archived:
            without_text = self._settle_archives(scan)
        self.remember()
        return without_text + sum(map(is_picture, scan.passed_over))

    def _settle_archives(self, scan: Scan) -> int:
        without_text = 0
        files = []
        settled = set()
        for file in scan.files:
            if file.path in settled:
                continue
            files.append(file)
            if not may_hold_pictures(file.path):
                continue
            for picture in self.archived.pictures_in(file.path):
                pages = self._pages(picture.path, picture.size, picture.mtime_ns)
                if pages:
                    files.append(_as_text(picture.path, pages))
                    settled.add(picture.path)
                elif not may_have_text(picture.path):
                    settled.add(picture.path)
                    without_text += 1
        scan.files = files
        return without_text

    def text_of(self, path: str) -> bytes | None:
        """Return the recognised text of a picture as ALTO, with an empty page for each page that is not recognised.

        None if the file is no picture, or if none of its pages is recognised. Raises OSError.
        """
        pages = self.pages_of(path)
        if not pages:
            return None
        page_count = max(page.of for page in pages.values())
        texts = []
        for number in range(1, page_count + 1):
            page = pages.get(number)
            texts.append(self.texts.read(page) if page is not None else None)
        return joined(texts)

    def pages_of(self, path: str) -> Mapping[int, StoredPage]:
        """Return the recognised pages of a picture by number; {} if the file is no picture."""
        if not is_picture(path) or not self.texts.all:
            return {}
        try:
            picture = self.found(path)
        except OSError:
            return {}
        return self._pages(path, picture.size, picture.mtime_ns)

    def found(self, path: str) -> FoundFile:
        """Return the picture at a path, in a folder or in an archive. Raises OSError if it is not there."""
        archived = self.archived.picture(path)
        if archived is not None:
            return archived
        status = self._folder.file(path).stat()
        return FoundFile(path, status.st_size, as_stored(status.st_mtime_ns))

    def _pages(self, path: str, size: int, mtime_ns: int) -> Mapping[int, StoredPage]:
        if size not in self.texts.sizes:
            return {}
        try:
            return self.texts.all.get(self.digest(path, size, mtime_ns), {})
        except (OSError, formats.UnreadableFile):
            return {}

    def digest(self, path: str, size: int, mtime_ns: int) -> PictureDigest:
        """Return the digest of a picture, whose file has this size and time. Raises OSError, UnreadableFile."""
        seen = self._seen.get(path)
        if seen is None or (seen.size, seen.mtime_ns) != (size, mtime_ns):
            hashed = hashlib.blake2b(digest_size=16)
            with self.stream_of(path) as file:
                while piece := file.read(_PIECE):
                    hashed.update(piece)
            seen = _Seen(size, mtime_ns, hashed.hexdigest())
            self._seen[path] = seen
            self._is_changed = True
        return PictureDigest(seen.digest, size)

    @contextmanager
    def stream_of(self, path: str) -> Iterator[BinaryIO]:
        """Yield the bytes of a picture. Raises OSError; of one in an archive UnreadableFile, also where it is read."""
        if self.archived.picture(path) is not None:
            with self.archived.opened(path) as file:
                yield file
        else:
            with os.fdopen(self._folder.open(path), "rb") as file:
                yield file

    def descriptor_of(self, path: str) -> int:
        """Return a descriptor of a picture's bytes, of one in an archive those of a copy.

        Raises OSError, UnreadableFile.
        """
        if self.archived.picture(path) is not None:
            return self.archived.copied(path)
        return self._folder.open(path)

    @cached_property
    def _seen(self) -> dict[str, _Seen]:
        try:
            data = read_at_most(open_regular(self._memory()), _MOST_REMEMBERED)
            return msgspec.json.decode(data, type=dict[str, _Seen])
        except (OSError, ValueError, RecursionError):
            return {}

    def remember(self) -> None:
        """Write the cached digests and listings to the disk if there are new ones; a failure is ignored."""
        self.archived.remember()
        if not self._is_changed:
            return
        self._is_changed = False
        with suppress(OSError):
            make_private(self._memory().parent)
            write_whole(self._memory(), msgspec.json.encode(self._seen), replaces=True)

    def _memory(self) -> Path:
        name = digest_of(os.fsencode(self._folder.root)).hex()
        return places().cache / "pictures" / f"{name}.digests"
