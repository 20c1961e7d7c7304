"""ZIP files: listed by their central directory; each file is unpacked only when it is read."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from operator import attrgetter
from typing import IO, Any, BinaryIO, cast

from reader.formats.decoding import decoded_names
from reader.formats.reading import (
    LARGEST_GROWN,
    MOST_BYTES,
    MOST_ENTRIES,
    MOST_GROWN,
    MOST_RATIO,
    PIECE,
    ContainedFile,
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
    too_many,
    unread_files,
)
from reader.i18n import count, say
from reader.newspaper.picture_names import is_picture

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The compression methods in common use. With the others, the size of unpacked pieces can't be limited."""
# bytes; `zipfile` holds the whole directory in memory
_MOST_DIRECTORY = 16 << 20
# bits of a file's general purpose flag
_ENCRYPTED = 0x1
_UTF_8 = 0x800
# the extra field in which Info-ZIP states the name in UTF-8
_UNICODE_PATH = 0x7075
# bytes of a local file header without name and extra fields
_HEADER = 30
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    OverflowError,
)


class _Bounded:
    """A file that limits the size of each read: `zipfile` reads the whole central directory at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size if 0 <= size <= _MOST_DIRECTORY else _MOST_DIRECTORY + 1)
        if len(data) > _MOST_DIRECTORY:
            raise too_many()
        return data


class ZipContainer:
    """A ZIP file as a container. Raises UnreadableFile if it is damaged, or may be an archive bomb."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._zip = opened(file)
        infos = self._zip.infolist()
        overlapping = _overlapping(infos)
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._pictures: dict[str, zipfile.ZipInfo] = {}
        self._grown_pictures = 0
        self._encrypted = self._unknown = self._overlapping = self._renamed = 0
        names = [
            # a link may lead anywhere
            "" if info.is_dir() or _is_link(info) else name
            for info, name in zip(infos, _names(infos), strict=True)
        ]
        issue_paths = own_paths(names)
        paths = [
            issue_path or picture_path
            for issue_path, picture_path in zip(issue_paths, picture_paths(names, issue_paths), strict=True)
        ]
        self._unread = unread_files(names, paths)
        for info, name, path, issue_path in zip(infos, names, paths, issue_paths, strict=True):
            if not path:
                continue
            if info.flag_bits & _ENCRYPTED:
                self._encrypted += 1
                continue
            if info.compress_type not in _METHODS:
                self._unknown += 1
                continue
            if info.header_offset in overlapping:
                self._overlapping += 1
                continue
            if not issue_path and _has_grown(info) and info.file_size > LARGEST_GROWN:
                self._grown_pictures += 1
            elif is_picture(path):
                self._pictures[path] = info
            if issue_path:
                self._infos[path] = info
                self._renamed += path != path_inside(name)
        if self._overlapping and not (self._infos or self._pictures):
            raise bomb()

    def listing(self, tell: Tell) -> Listing:
        complaints = (
            count(
                self._encrypted, "压缩包里有 {n} 个文件加了密码，无法读取。请用密码解开后，放入里面的文件。"
            )
            if self._encrypted
            else "",
            count(self._unknown, "压缩包里有 {n} 个文件用少见的方法压缩，无法读取。请解开后放入。")
            if self._unknown
            else "",
            not_unpacked(self._overlapping + self._grown_pictures),
        )
        return Listing(
            _contained(self._infos),
            "".join(complaints) or None,
            self._renamed,
            self._unread,
            _contained(self._pictures),
        )

    def read(self, path: str) -> bytes | None:
        info = self._infos.get(path)
        if info is None:
            return None
        return unpacked(self._zip, info)

    def open_picture(self, path: str) -> BinaryIO | None:
        info = self._pictures.get(path)
        if info is None:
            return None
        return io.BufferedReader(_Unpacked(self._zip, info), PIECE)

    def close(self) -> None:
        self._zip.close()
        self._file.close()


class _Unpacked(io.RawIOBase):
    """A file in an archive as a stream, which is unpacked as it is read. Raises UnreadableFile where it is damaged."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        super().__init__()
        try:
            self._file = archive.open(info)
        except _DAMAGE:
            raise _damaged() from None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(len(buffer))
        except _DAMAGE:
            raise _damaged() from None
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return self._file.seek(offset, whence)
        except _DAMAGE:
            raise _damaged() from None

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


def _contained(infos: Mapping[str, zipfile.ZipInfo]) -> tuple[ContainedFile, ...]:
    return tuple(
        ContainedFile(path, info.file_size, info.CRC, _has_grown(info)) for path, info in infos.items()
    )


def _damaged() -> UnreadableFile:
    return UnreadableFile(say("压缩包里的这个文件坏了，无法读取。请重新下载压缩包。"))


def opened(file: IO[bytes]) -> zipfile.ZipFile:
    """Return the opened archive. Raises UnreadableFile if it is damaged or has too many files."""
    try:
        archive = zipfile.ZipFile(cast("IO[bytes]", _Bounded(file)))
    except _DAMAGE:
        raise broken() from None
    if len(archive.filelist) > MOST_ENTRIES:
        raise too_many()
    return archive


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a file in an archive. Raises UnreadableFile if it is damaged or too large."""
    if info.file_size > MOST_BYTES:
        raise too_large()
    pieces = io.BytesIO()
    try:
        if info.compress_type not in _METHODS:
            raise NotImplementedError
        with archive.open(info) as file:
            while piece := file.read(PIECE):
                pieces.write(piece)
    except _DAMAGE:
        raise _damaged() from None
    return pieces.getvalue()


def is_bomb(infos: list[zipfile.ZipInfo]) -> bool:
    """Return whether an archive may be a bomb: its files overlap, or expand too much (`MOST_RATIO`)."""
    grown = sum(info.file_size for info in infos if _has_grown(info))
    return grown > MOST_GROWN or bool(_overlapping(infos))


def _has_grown(info: zipfile.ZipInfo) -> bool:
    return info.file_size > info.compress_size * MOST_RATIO


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """Return the header offsets of the files that share packed bytes with another file, as in some bombs."""
    offsets: set[int] = set()
    before = -1
    end = -1
    for info in sorted(infos, key=attrgetter("header_offset")):
        if info.header_offset < end:
            offsets |= {before, info.header_offset}
        reach = info.header_offset + _HEADER + info.compress_size
        if reach >= end:
            before = info.header_offset
            end = reach
    return offsets


def _is_link(info: zipfile.ZipInfo) -> bool:
    # the file type in the upper bits of Unix's mode
    return (info.external_attr >> 28) == 0o12


def _names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """Return the names of the files. Old programs write them in the system's encoding without stating it."""
    name_by_index = {}
    for at, info in enumerate(infos):
        name = _stated_name(info)
        if name is not None:
            name_by_index[at] = name
    others = [at for at in range(len(infos)) if at not in name_by_index]
    # `zipfile` has decoded the names without a stated encoding from cp437
    raw = [infos[at].orig_filename.encode("cp437").replace(b"\n", b"_") for at in others]
    name_by_index |= dict(zip(others, decoded_names(raw), strict=True))
    return [name_by_index[at] for at in range(len(infos))]


def _stated_name(info: zipfile.ZipInfo) -> str | None:
    """Return a file's name if its encoding is stated or it is ASCII, else None."""
    if info.flag_bits & _UTF_8 or info.orig_filename.isascii():
        return info.orig_filename
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5:
            # after kind and size: a version, and the CRC of the other name
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None
