"""Streams of a PDF that end too early, as of a file that was copied or repaired badly.

pdfium shows the marks up to the damage, and says nothing. A stream begins behind its dictionary, “<< … >> stream”, and
ends at “endstream” (ISO 32000-1, 7.3.8); nearly all that hold text are packed by deflate (RFC 1951), behind two bytes
(RFC 1950).
"""

import re
import zlib
from collections.abc import Iterator

_BEGIN = re.compile(rb">>\s{0,9}stream\r?\n")
_END = b"endstream"
_LONGEST_DICTIONARY = 1_000
_HEAD = 2
_PIECE = 1 << 16
_MOST = 64 << 20
"""The maximum number of bytes, packed and unpacked, of a file's streams that are looked at."""
_FLUSHED = b"\x00\x00\xff\xff"
"""Ends what a program has packed without ever saying that it is the end."""
_PACKED = re.compile(rb"/Filter\s{0,9}(?:\[\s{0,9}/Fl(?:ateDecode)?\s{0,9}\]|/Fl(?:ateDecode)?\b)")
_IS_ENCRYPTED = re.compile(rb"/Encrypt\s{1,9}[0-9<]")
_HAS_NO_TEXT = re.compile(
    rb"/(?:Length[123]|N|First|Width|FunctionType|ShadingType|PatternType)\s{0,9}[0-9]"
    rb"|/Subtype\s{0,9}/(?!Form)|/Type\s{0,9}/(?!XObject)"
)
"""Typefaces, colours, pictures, shadings, objects of the file."""


def number_of_damaged(data: bytes) -> int:
    """Return how many streams of a PDF that may hold text can't be unpacked to their end; 0 for an encrypted file."""
    if _IS_ENCRYPTED.search(data):
        return 0
    number = 0
    left = _MOST
    for packed in _streams_of_text(data):
        unpacked = _Unpacking()
        unpacked.go_through(packed, left)
        left -= len(packed) + unpacked.size
        if left <= 0:
            break
        number += unpacked.is_damaged
    return number


def _streams_of_text(data: bytes) -> Iterator[memoryview]:
    """Yield the packed bytes of the streams that may hold text, without their head."""
    view = memoryview(data)
    end = 0
    for sign in _BEGIN.finditer(data):
        if sign.start() < end:
            continue
        begin = sign.end() + _HEAD
        end = data.find(_END, sign.end())
        if end < 0:
            return
        before = data[max(0, sign.start() - _LONGEST_DICTIONARY) : sign.start()] + b">>"
        dictionary = before[before.rfind(b"obj") + 1 :]
        holds_text = _PACKED.search(dictionary) and not _HAS_NO_TEXT.search(dictionary)
        if holds_text and begin < end:  # some are empty
            yield view[begin:end]


class _Unpacking:
    """What comes of unpacking a stream."""

    def __init__(self) -> None:
        self.size = 0
        """The number of bytes unpacked."""
        self.is_damaged = False

    def go_through(self, packed: memoryview, most: int) -> None:
        """Unpack a stream, piece by piece and keeping none, up to `most` bytes."""
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        rest: bytes | memoryview = packed
        try:
            while rest and not unpacking.eof and self.size <= most:
                self.size += len(unpacking.decompress(rest, _PIECE))
                rest = unpacking.unconsumed_tail
        except zlib.error:
            self.is_damaged = True
            return
        is_at_its_end = unpacking.eof or bytes(packed[-8:]).rstrip().endswith(_FLUSHED)
        self.is_damaged = not is_at_its_end and self.size <= most
