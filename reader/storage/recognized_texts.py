"""The texts recognised in pictures, next to the user's data: one gzipped ALTO file per page, named by the picture's
digest.

Recognition took hours, so this is no cache: nothing is replaced or deleted. A page that is recognised again gets a file
with a higher number, which is used from then on.
"""

import errno
import gzip
import os
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from reader.storage.regular_file import TooLarge, open_folder, open_inside, read_at_most

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


class KeptPage(Struct, frozen=True):
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
    def all(self) -> Mapping[PictureDigest, Mapping[int, KeptPage]]:
        """The recognised pages of each picture, by number, as of the first use or the last `keep`."""
        found: dict[PictureDigest, dict[int, KeptPage]] = defaultdict(dict)
        for folder in self._folders:
            for picture, page in _pages_in(folder):
                before = found[picture].get(page.number)
                if before is None or before.recognized < page.recognized:
                    found[picture][page.number] = page
        return dict(found)

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

    def read(self, page: KeptPage) -> bytes:
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


def _pages_in(folder: Path) -> "list[tuple[PictureDigest, KeptPage]]":
    """Return the pages whose files lie in a folder of user data, by their names."""
    found = []
    with suppress(OSError), os.scandir(folder / FOLDER) as entries:
        for entry in entries:
            if (named := _NAME.fullmatch(entry.name)) and entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                picture = PictureDigest(named[1], int(named[2]))
                number, of, recognized = int(named[3]), int(named[4]), int(named[5])
                if 1 <= number <= of:
                    page = KeptPage(
                        number, of, recognized, folder, entry.name, status.st_size, status.st_mtime_ns
                    )
                    found.append((picture, page))
    return found


def joined(pages: Iterable[bytes | None]) -> bytes:
    """Join the ALTO files of pages into one; None stands for a page that was not recognised, and becomes an
    empty one.
    """
    found = [_PAGE.search(page) if page is not None else None for page in pages]
    pieces = [each[0] if each else b"<Page/>" for each in found]
    return HEAD.encode() + b"<Layout>" + b"\n".join(pieces) + b"</Layout></alto>\n"
