"""The format of a pack: its layout, and its directory.

A pack consists of a header, the blocks of its members, a table of all blocks (length and digest of each), a directory
(JSON), and a trailer with the giver's public key and signature. The signature is over a digest of table and directory;
through the digests in the table it covers every byte of the blocks.

All later versions of the program can open a pack (`docs/pack-format.md`). A change that earlier versions must not
ignore gets a new format number at the end of the header; one that they may ignore is a new field of the directory.
"""

import datetime as dt
import struct
from typing import Annotated

import msgspec

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
