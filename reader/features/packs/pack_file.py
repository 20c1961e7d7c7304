"""An open pack: its members are read in place, block by block, each checked whenever it is read."""

import datetime as dt
import struct
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import zstandard

from reader import do_nothing
from reader.i18n import say
from reader.newspaper.article import digest_of
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.givers import is_signed
from reader.storage.regular_file import PositionedFile, open_regular

HEAD = b"YUEBAO\r\n\x1a\n\x00\x01"
"""The header; its last two bytes are the format number."""
TAIL = struct.Struct("<QQ32s64s8s")
"""Lengths of table and directory, public key, signature, mark."""
TAIL_MARK = b"YBPKEND\n"
BLOCK = struct.Struct("<I16s")
"""An entry of the table: a block's length in the pack, whose highest bit says that it is compressed, and its digest."""
COMPRESSED = 1 << 31
DIGEST = 16

CATALOGUE = "catalogue.sqlite"
NOTES = "notes.json"
INDEX = "index/"
"""The prefix of the names of the index's files."""

LARGEST_DIRECTORY = 1 << 22
LARGEST_TABLE = 1 << 27
LARGEST_BLOCK = 1 << 20

_Line = Annotated[str, msgspec.Meta(max_length=200)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=1 << 40)]


class About(msgspec.Struct, frozen=True):
    """A pack's description: the library's UUID and name, its giver, when it was made, and its contents."""

    library: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    name: _Line
    giver: _Line
    made: Annotated[dt.datetime, msgspec.Meta(tz=True)]
    issues: _Count
    articles: _Count
    notes: _Count


class Member(msgspec.Struct, frozen=True):
    """A file in a pack: its size in bytes, the size of its blocks (the last may be shorter), the number of its first
    block.
    """

    name: Annotated[str, msgspec.Meta(pattern=r"\A(index/)?[a-z0-9_.-]{1,80}\Z")]
    size: _Count
    block: Annotated[int, msgspec.Meta(ge=512, le=LARGEST_BLOCK)]
    first: _Count

    @property
    def blocks(self) -> int:
        return -(-self.size // self.block)


class Directory(msgspec.Struct, frozen=True):
    """The directory, which is signed together with the table of blocks; `index` is the version stamp of the index."""

    about: About
    members: Annotated[tuple[Member, ...], msgspec.Meta(max_length=10_000)]
    index: _Line = "3.3"


def digest_of_contents(table: bytes, directory: bytes) -> bytes:
    import hashlib

    return hashlib.blake2b(HEAD + struct.pack("<Q", len(table)) + table + directory).digest()


_HELD = 24 << 20
"""Maximum bytes of the blocks in the cache."""

_DIRECTORY = msgspec.json.Decoder(Directory)


class PackUnreadable(LibraryError):
    """The file is no pack, or was changed or damaged; the message, for the user, says so."""


class PackFile:
    """An open pack. May be read from any thread.

    Opening and reading raise PackUnreadable if a byte differs from what the giver signed, or the file can't be read. A
    file that disappeared (a USB stick was pulled out) can be read again when it is back, if it is the same pack.
    """

    trouble = ""
    """Why the last read of the file failed, in words; "" if it succeeded."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._place = path.absolute()
        self.digest = b""
        try:
            # only a regular file: opening a pipe or device from elsewhere could block for ever
            self._file = PositionedFile(path, open_regular(path))
        except OSError as error:
            raise self._is_away(error) from error
        try:
            size = self._file.size
            # without the format number at the end, which tells a newer pack from another kind of file
            if size < len(HEAD) or self._bytes(len(HEAD), 0)[: len(HEAD) - 2] != HEAD[:-2]:
                raise PackUnreadable(say("{path} 不是阅报的资料包。", path=self.path))
            if self._bytes(len(HEAD), 0) != HEAD:
                raise self.is_newer()
            if size < len(HEAD) + TAIL.size:
                raise self.damage()
            table, directory, self.key, signature = self._tail_of(self._bytes, size)
            digest = digest_of_contents(table, directory)
            # nothing of table and directory is parsed before
            if not is_signed(self.key, signature, digest):
                raise self.damage()
            self._read_directory(table, directory, size - TAIL.size - len(directory) - len(table))
            self._held: OrderedDict[int, bytes] = OrderedDict()
            self._held_bytes = 0
            self._holding = threading.Lock()
            self.digest = digest
        except BaseException:
            self._file.close()
            raise

    def _tail_of(self, read: Callable[[int, int], bytes], size: int) -> tuple[bytes, bytes, bytes, bytes]:
        """Return table, directory, public key and signature of a file of that size. Raises PackUnreadable."""
        table_length, directory_length, key, signature, mark = TAIL.unpack(read(TAIL.size, size - TAIL.size))
        if (
            mark != TAIL_MARK
            or table_length > LARGEST_TABLE
            or table_length % BLOCK.size
            or directory_length > LARGEST_DIRECTORY
            or len(HEAD) + table_length + directory_length + TAIL.size > size
        ):
            raise self.damage()
        end = size - TAIL.size - directory_length
        return read(table_length, end - table_length), read(directory_length, end), key, signature

    def _read_directory(self, table: bytes, directory: bytes, end: int) -> None:
        """Read table and directory: being signed does not make them consistent. Raises PackUnreadable."""
        rows = np.frombuffer(table, np.dtype([("length", "<u4"), ("digest", f"V{DIGEST}")]))
        lengths = (rows["length"] & (COMPRESSED - 1)).astype(np.int64)
        self._digests = rows["digest"]
        self._is_compressed = rows["length"] >= COMPRESSED
        self._begins = np.concatenate(([len(HEAD)], len(HEAD) + lengths.cumsum()))
        try:
            stated = _DIRECTORY.decode(directory)
        except (ValueError, RecursionError) as error:
            raise self.damage() from error
        self.about: About = stated.about
        self.index = stated.index
        self._members = {member.name: member for member in stated.members}
        blocks = 0
        for member in stated.members:
            if member.first != blocks:
                raise self.damage()
            blocks += member.blocks
        is_sound = (
            blocks == len(lengths)
            and self._begins[-1] == end
            and len(self._members) == len(stated.members)
            and not (lengths > LARGEST_BLOCK).any()
        )
        if not is_sound:
            raise self.damage()

    def close(self) -> None:
        self._file.close()

    def names(self) -> list[str]:
        return list(self._members)

    def member(self, name: str) -> "PackMember":
        """Return a member to read pieces of. Raises PackUnreadable if there is none."""
        if name not in self._members:
            raise self.damage()
        return PackMember(self, self._members[name])

    def check(self, tell: Callable[[int, int], object] = do_nothing) -> list[str]:
        """Read every byte.

        Return a message for each problem. `tell` is called with the number of blocks read, and of all.
        """
        total = len(self._digests)
        for member in self._members.values():
            for number in range(member.blocks):
                tell(member.first + number, total)
                try:
                    self._read_block(member, number)
                except PackUnreadable as error:
                    return [str(error)]
        return []

    def block(self, member: Member, number: int) -> bytes:
        """Return a block of a member, uncompressed. Raises PackUnreadable."""
        place = member.first + number
        with self._holding:
            cached = self._held.get(place)
            if cached is not None:
                self._held.move_to_end(place)
                return cached
        data = self._read_block(member, number)
        with self._holding:
            if place not in self._held:
                self._held[place] = data
                self._held_bytes += len(data)
            while self._held_bytes > _HELD:
                self._held_bytes -= len(self._held.popitem(last=False)[1])
        return data

    def _read_block(self, member: Member, number: int) -> bytes:
        place = member.first + number
        begin = int(self._begins[place])
        end = int(self._begins[place + 1])
        data = self._bytes(end - begin, begin)
        # before decompressing: the decompressor only ever sees bytes that the giver signed
        if digest_of(data, DIGEST) != self._digests[place].tobytes():
            raise self.damage()
        size = min(member.block, member.size - number * member.block)
        if self._is_compressed[place]:
            try:
                # or a small block could fill the memory when decompressed
                if zstandard.get_frame_parameters(data).content_size != size:
                    raise self.damage()
                data = zstandard.ZstdDecompressor().decompress(data)
            except zstandard.ZstdError as error:
                raise self.damage() from error
        if len(data) != size:
            raise self.damage()
        return data

    def try_again(self) -> bool:
        """Return whether the file can be read, looking for it again if the last read failed."""
        if self.trouble and self._is_there_again():
            self.trouble = ""
        return not self.trouble

    def _bytes(self, length: int, at: int) -> bytes:
        try:
            return self._read(self._file, length, at)
        except (OSError, PackUnreadable) as error:
            # `digest` is set once the pack is open: a stick that was pulled out meanwhile is looked for
            # again
            if self.digest and self._is_there_again():
                with suppress(OSError, PackUnreadable):
                    return self._read(self._file, length, at)
            if isinstance(error, PackUnreadable):
                failure = error
            else:
                failure = self._is_away(error)
            if self.digest:
                self.trouble = str(failure)
            if failure is error:
                raise
            raise failure from error

    def _read(self, file: PositionedFile, length: int, at: int) -> bytes:
        data = file.read(length, at)
        if len(data) != length:
            raise (
                PackUnreadable(say("资料包 {path} 打开以后变短了：是不是还在复制？", path=self.path))
                if self.digest
                else self.damage()
            )
        return data

    def _is_there_again(self) -> bool:
        """Open the file again; return whether it is the same pack.

        The old descriptor is closed once no thread uses it.
        """
        try:
            file = PositionedFile(self._place, open_regular(self._place))
            if file.size != self._file.size:
                return False
            table, directory, *_ = self._tail_of(partial(self._read, file), file.size)
        except (OSError, PackUnreadable):
            return False
        # another pack under the same name must not be read as this one
        if digest_of_contents(table, directory) != self.digest:
            return False
        self._file = file
        return True

    def _is_away(self, error: OSError) -> PackUnreadable:
        if not self.digest:
            return PackUnreadable(explain(error, self.path))
        return PackUnreadable(say("读不到资料包 {path}：是不是 U 盘拔掉了，或网络断了？", path=self.path))

    def is_newer(self) -> PackUnreadable:
        """Return the error for a pack that was made by a later version of the program."""
        return PackUnreadable(say("资料包 {path} 是由更新版本的阅报做的，请先升级阅报。", path=self.path))

    def damage(self) -> PackUnreadable:
        """Return the error for a pack that was changed or damaged since it was made."""
        return PackUnreadable(
            say(
                "资料包 {path} 不完整，或做成以后有人改动过。请向给您的人再要一份。",
                path=self.path,
            )
        )


class PackMember:
    """A member of a pack, as `Pieces`."""

    def __init__(self, pack: PackFile, member: Member) -> None:
        self.name = member.name
        self.size = member.size
        self._pack = pack
        self._member = member

    def read(self, length: int, at: int) -> bytes:
        """Return up to `length` bytes from offset `at`; fewer at the end of the member. Raises PackUnreadable."""
        block = self._member.block
        begin = max(at, 0)
        end = min(at + length, self.size)
        if begin >= end:
            return b""
        first = begin // block
        last = (end - 1) // block
        parts = [self._pack.block(self._member, number) for number in range(first, last + 1)]
        data = parts[0] if len(parts) == 1 else b"".join(parts)
        return data[begin - first * block : end - first * block]

    def close(self) -> None:
        """Do nothing: the pack stays open."""
