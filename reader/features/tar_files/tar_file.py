"""TAR files, also compressed with gzip, xz or bzip2. They are read sequentially, best in their own order.

The headers are not read with `tarfile`, which holds all of them in memory, reads headers of any size, and
seeks back if a header says so.
"""

import bz2
import gzip
import io
import lzma
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import IO, BinaryIO, cast

from msgspec import Struct

from reader import do_nothing
from reader.formats.decoding import decoded_names
from reader.formats.reading import (
    LARGEST_GROWN,
    MOST_BYTES,
    MOST_ENTRIES,
    MOST_GROWN,
    MOST_OF_PICTURE,
    MOST_RATIO,
    MOST_TOTAL,
    PIECE,
    ContainedFile,
    Container,
    Listing,
    Tell,
    UnreadableFile,
    bomb,
    broken,
    not_unpacked,
    own_paths,
    path_inside,
    picture_paths,
    too_large,
    too_large_picture,
    too_many,
    unread_files,
)
from reader.i18n import say
from reader.newspaper.picture_names import is_picture

# the format's unit in bytes, to which headers and data are padded
_BLOCK = 512
_MOST_HEADER = 64 << 10
"""Maximum number of bytes of a long name or of a pax header."""
_MOST_MEMORY = 100 << 20
"""Maximum number of bytes used for unpacking; a file made by `xz -9` needs 65 MB."""
# Maximum number of bytes unpacked from an archive that may be a bomb, to find the small files in it. They take some
# seconds.
_MOST_STREAMED = 512 << 20
_MOST_OF_BZIP2 = 64 << 20
_FILES = b"0\07"
_LONG_NAME = b"L"
_FIELDS = b"x"
_WITHOUT_DATA = b"123456"
"""Member types without data: links, devices, folders, pipes. The size in their headers must be ignored."""
_DAMAGE = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, MemoryError)


class _Member(Struct, frozen=True):
    """A file in the archive: its index among the headers, its name and its size in bytes."""

    place: int
    name: bytes
    size: int


class _Xz:
    """Unpacks xz with bounded memory."""

    _begun = staticmethod(partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, memlimit=_MOST_MEMORY))

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._stream = self._begun()

    def read(self, size: int) -> bytes:
        while True:
            data = b""
            if self._stream.eof:
                rest = (self._stream.unused_data or self._file.read(PIECE)).lstrip(b"\0")
                if not rest:
                    return b""
                self._stream = self._begun()
                data = rest
            elif self._stream.needs_input and not (data := self._file.read(PIECE)):
                raise EOFError
            unpacked = self._stream.decompress(data, size)
            if unpacked:
                return unpacked


class _TooMuch(ValueError):
    """An archive has more unpacked bytes than the limits permit."""


class _Stream:
    """The unpacked bytes of an archive, read forwards only. Raises `_TooMuch` if it may be a bomb."""

    def __init__(self, file: IO[bytes], tell: Tell) -> None:
        file.seek(0)
        # the compression is recognized by the first bytes, as names may be wrong
        begin = file.read(6)
        file.seek(0)
        self._file = file
        self._tell = tell
        self._unpacked = _unpacked(file, begin)
        self._is_packed = begin.startswith((_GZIP, _BZIP2, _XZ))
        if begin.startswith(_BZIP2):
            self._most_grown = _MOST_OF_BZIP2
        else:
            self._most_grown = _MOST_STREAMED
        self.read_so_far = 0

    def piece(self, size: int) -> bytes:
        """Return up to `size` bytes, b"" at the end."""
        data = self._unpacked(min(size, PIECE))
        self.read_so_far += len(data)
        if self._is_packed and self.read_so_far > (self._most_grown if self.has_grown() else MOST_TOTAL):
            raise _TooMuch
        return data

    def has_grown(self) -> bool:
        """Return whether the bytes read so far are more than `MOST_RATIO` times the packed ones."""
        return self._is_packed and self.read_so_far > MOST_RATIO * self._file.tell()

    def read(self, size: int) -> bytes:
        """Return `size` bytes. Raises EOFError if fewer are left."""
        pieces = []
        while size:
            piece = self.piece(size)
            if not piece:
                raise EOFError
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def skip(self, size: int) -> None:
        if not self._is_packed:
            self._file.seek(size, io.SEEK_CUR)
            return
        while size:
            piece = self.piece(size)
            if not piece:
                raise EOFError
            self._tell()
            size -= len(piece)


# How what is packed begins.
_GZIP = b"\x1f\x8b"
_BZIP2 = b"BZh"
_XZ = b"\xfd7zXZ\0"


def _unpacked(file: IO[bytes], begin: bytes) -> Callable[[int], bytes]:
    """Return what reads up to so many unpacked bytes."""
    if begin.startswith(_GZIP):
        return gzip.GzipFile(fileobj=file).read
    if begin.startswith(_BZIP2):
        return bz2.BZ2File(file).read
    if begin.startswith(_XZ):
        return _Xz(file).read
    return file.read


class _Walk:
    """Iterates over the files of an archive; the data of a file can be read until `next` is called again."""

    def __init__(self, file: IO[bytes], tell: Tell) -> None:
        self._stream = _Stream(file, tell)
        self._left = 0
        self._padding = 0
        self.place = -1
        """The index of the current member, -1 before the first."""

    def next(self) -> _Member | None:
        """Return the next file, None at the end. Raises EOFError or ValueError if the archive is damaged."""
        name: bytes | None = None
        size: int | None = None
        while True:
            self._stream.skip(self._left + self._padding)
            self._left = 0
            self._padding = 0
            header = self._header()
            if header is None:
                return None
            self.place += 1
            # twice, as a long name has a header of its own before that of its file
            if self.place > 2 * MOST_ENTRIES:
                raise too_many()
            kind = header[156:157]
            stated = _number(header[124:136])
            if kind in (_LONG_NAME, _FIELDS):
                if stated > _MOST_HEADER:
                    raise ValueError
                self._begin(stated)
                data = self.data()
                if kind == _LONG_NAME:
                    name = data.rstrip(b"\0")
                else:
                    fields = _fields(data)
                    name = fields.get(b"path", name)
                    if b"size" in fields:
                        size = int(fields[b"size"])
                continue
            header_name = header[:100].partition(b"\0")[0]
            # only POSIX's format has the beginning of long names here
            if header[257:263] == b"ustar\0" and (folder := header[345:500].partition(b"\0")[0]):
                header_name = folder + b"/" + header_name
            length = stated if size is None else size
            self._begin(0 if kind in _WITHOUT_DATA else length)
            if kind in _FILES:
                return _Member(self.place, header_name if name is None else name, length)
            name = None
            size = None

    def pieces(self) -> Iterator[bytes]:
        """Yield the data of the current file in pieces. Raises EOFError if the archive is cut off."""
        while self._left:
            piece = self._stream.piece(self._left)
            if not piece:
                raise EOFError
            self._left -= len(piece)
            yield piece

    def data(self) -> bytes:
        return b"".join(self.pieces())

    def has_grown(self) -> bool:
        return self._stream.has_grown()

    def is_bomb(self) -> bool:
        return self.has_grown() and self._stream.read_so_far > MOST_GROWN

    def _begin(self, size: int) -> None:
        if size < 0:
            raise ValueError
        self._left = size
        self._padding = -size % _BLOCK

    def _header(self) -> bytes | None:
        try:
            header = self._stream.read(_BLOCK)
        except EOFError:
            if self._stream.read_so_far % _BLOCK == 0 and self.place >= 0:
                return None  # some programs don't write the two zero blocks at the end
            raise
        if not header.strip(b"\0"):
            return None
        # the checksum counts its own field as spaces
        if _number(header[148:156]) != sum(header[:148]) + sum(b"        ") + sum(header[156:]):
            raise ValueError
        return header


def _number(field: bytes) -> int:
    """Return the number in a header field: octal digits, or binary as GNU tar writes large numbers."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    return int(field.strip(b" \0") or b"0", 8)


def _fields(data: bytes) -> dict[bytes, bytes]:
    """Return the fields of a pax header; each is a line like “27 path=…”. Raises ValueError if damaged."""
    fields = {}
    while data:
        digits, _, _ = data[:20].partition(b" ")
        length = int(digits)
        name, equals, value = data[len(digits) + 1 : length].removesuffix(b"\n").partition(b"=")
        if length <= len(digits) or not equals:
            raise ValueError
        fields[name] = value
        data = data[length:]
    return fields


class TarContainer:
    """A TAR file as a container. Listing it raises UnreadableFile if it is no TAR, or may be a bomb."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._listing: Listing | None = None
        self._members: dict[str, _Member] = {}
        self._pictures: dict[str, _Member] = {}
        self._walk: _Walk | None = None

    def listing(self, tell: Tell) -> Listing:
        if self._listing is None:
            self._listing = self._looked_through(tell)
        return self._listing

    def read(self, path: str) -> bytes | None:
        self.listing(do_nothing)
        member = self._members.get(path)
        if member is None:
            return None
        if member.size > MOST_BYTES:
            raise too_large()
        try:
            return self._walk_to(member).data()
        except _DAMAGE:
            self._walk = None
        raise damaged()

    def open_picture(self, path: str) -> BinaryIO | None:
        self.listing(do_nothing)
        member = self._pictures.get(path)
        if member is None:
            return None
        if member.size > MOST_OF_PICTURE:
            raise too_large_picture()
        copy = tempfile.SpooledTemporaryFile(MOST_BYTES)  # noqa: SIM115  # the caller closes it
        try:
            for piece in self._pieces_of(member):
                copy.write(piece)
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return cast(BinaryIO, copy)

    def _pieces_of(self, member: _Member) -> Iterator[bytes]:
        try:
            yield from self._walk_to(member).pieces()
        except _DAMAGE:
            self._walk = None
            raise damaged() from None

    def _walk_to(self, member: _Member) -> _Walk:
        """Return a walk that stands at a file, for an earlier one from the beginning. Raises `_DAMAGE`."""
        if self._walk is None or self._walk.place >= member.place:
            self._walk = _Walk(self._file, do_nothing)
        passed_member = self._walk.next()
        while passed_member is not None and passed_member.place != member.place:
            passed_member = self._walk.next()
        if passed_member is None:
            raise EOFError
        return self._walk

    def close(self) -> None:
        self._file.close()

    def _looked_through(self, tell: Tell) -> Listing:
        """Return the files and their CRCs after reading the whole archive once.

        If it is damaged or cut off, the files before the damage are listed, with a complaint.
        """
        pairs: list[tuple[_Member, int]] = []
        complaint = ""
        walk = _Walk(self._file, tell)
        try:
            while (member := walk.next()) is not None:
                pairs.append((member, _crc_of(member, walk, tell)))
                if len(pairs) > MOST_ENTRIES:
                    raise too_many()
        except _TooMuch:
            if not pairs:
                raise bomb() from None
            complaint = say(
                "压缩包展开后大得不合常理：只看到第 {count} 个文件。请解开后放入。", count=len(pairs)
            )
        except _DAMAGE:
            if not pairs:
                raise broken() from None
            complaint = say(
                "压缩包坏了，或没有下载完：只读到第 {count} 个文件。请重新下载。", count=len(pairs)
            )
        listing = self._listed(pairs, complaint, has_grown=walk.has_grown())
        if not (listing.entries or listing.pictures) and walk.is_bomb():
            raise bomb()
        return listing

    def _listed(self, pairs: Sequence[tuple[_Member, int]], complaint: str, *, has_grown: bool) -> Listing:
        """Return the files that may be issues and the pictures, of all files with their CRCs."""
        names = decoded_names([member.name.replace(b"\n", b"_") for member, _ in pairs])
        issue_paths = own_paths(names)
        paths = [
            issue_path or picture_path
            for issue_path, picture_path in zip(issue_paths, picture_paths(names, issue_paths), strict=True)
        ]
        entries = []
        pictures = []
        grown = 0
        for (member, crc), path, issue_path in zip(pairs, paths, issue_paths, strict=True):
            file = ContainedFile(path, member.size, crc, has_grown)
            if issue_path:
                self._members[path] = member
                entries.append(file)
            if not path or not is_picture(path):
                continue
            if has_grown and not issue_path and member.size > LARGEST_GROWN:
                grown += 1
            else:
                self._pictures[path] = member
                pictures.append(file)
        renamed = 0
        for path, name in zip(issue_paths, names, strict=True):
            if path and path != path_inside(name):
                renamed += 1
        told = "".join([not_unpacked(grown), complaint]) or None
        return Listing(tuple(entries), told, renamed, unread_files(names, paths), tuple(pictures))


def _crc_of(member: _Member, walk: _Walk, tell: Tell) -> int:
    """Return the CRC-32 of the file at which a walk stands; 0 of one that is no issue and no picture, or too large."""
    name = member.name.decode("utf-8", "replace")
    is_issue = member.size <= MOST_BYTES and bool(path_inside(name))
    is_page = member.size <= MOST_OF_PICTURE and is_picture(name)
    crc = 0
    if is_issue or is_page:
        for piece in walk.pieces():
            crc = zlib.crc32(piece, crc)
            tell()
    return crc


def damaged() -> UnreadableFile:
    return UnreadableFile(say("压缩包里的这个文件坏了，无法读取。请重新下载压缩包。"))


def open_tar(file: IO[bytes], name: str) -> Container:
    return TarContainer(file)
