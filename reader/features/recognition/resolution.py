"""The resolution that the file of a picture states, without decoding it: of PNG, JPEG, TIFF, WebP, JPEG 2000, DjVu.

PNG, third edition, 11.3.4.3 (pHYs); JPEG File Interchange Format 1.02, APP0; Exif 2.32, which is a TIFF within JPEG and
WebP; TIFF 6.0; ISO/IEC 15444-1, I.5.3.7 (res).
"""

from os import SEEK_END
from typing import BinaryIO, Literal

_HEAD_BYTES = 65_536
_PER_INCH = 0.0254
_LEAST_DPI = 10
_MOST_DPI = 5_000
_UNKNOWN = (72, 96)
"""What programs write that do not know the resolution."""
# The tags of a TIFF for the horizontal resolution and its unit, and the types of a fraction and of a short number.
_RESOLUTION = 282
_UNIT = 296
_FRACTION = 5
_SHORT = 3
_MOST_ENTRIES = 200
_EXIF = b"Exif\0\0"
_WEBP_EXIF = b"EXIF"
_DJVU_INFO = b"INFO\0\0\0\x0a"
"""The head of a DjVu's chunk with the size and resolution of a page; all pages of a file have the same, mostly."""


def stated_dpi(file: BinaryIO) -> int | None:
    """Return the resolution that a picture states, in dots per inch; None if it states none. Raises OSError."""
    head = file.read(_HEAD_BYTES)
    dots = _dots(head, file)
    if _LEAST_DPI <= dots <= _MOST_DPI and round(dots) not in _UNKNOWN:
        return round(dots)
    return None


def _dots(head: bytes, file: BinaryIO) -> float:
    """Return the dots per inch that a picture states by its first bytes, or elsewhere; 0 for none."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _of_png(head)
    if head.startswith(b"\xff\xd8\xff"):
        return _of_jpeg(head, file)
    if head[:4] in (b"II*\0", b"MM\0*"):
        return _of_tiff(file, 0)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _of_webp(file)
    if head.startswith(b"AT&TFORM"):
        return _of_djvu(head)
    if head[4:8] == b"jP  ":
        return _of_jpeg_2000(head)
    return 0.0


def _of_png(head: bytes) -> float:
    at = head.find(b"pHYs")
    if at < 0 or head[at + 12 : at + 13] != b"\x01":
        return 0.0
    return int.from_bytes(head[at + 4 : at + 8], "big") * _PER_INCH


def _of_jpeg(head: bytes, file: BinaryIO) -> float:
    dots = 0.0
    if head[6:11] == b"JFIF\0":
        unit = {1: 1.0, 2: 2.54}.get(head[13] if len(head) > 13 else 0, 0.0)
        dots = unit * int.from_bytes(head[14:16], "big")
    at = head.find(_EXIF)
    if not dots and at >= 0:
        return _of_tiff(file, at + len(_EXIF))
    return dots


def _of_jpeg_2000(head: bytes) -> float:
    at = max(head.find(b"resc"), head.find(b"resd"))
    if at < 0:
        return 0.0
    over = int.from_bytes(head[at + 8 : at + 10], "big")
    under = int.from_bytes(head[at + 10 : at + 12], "big")
    power = int.from_bytes(head[at + 13 : at + 14], "big", signed=True)
    if not under:
        return 0.0
    return over / under * 10.0**power * _PER_INCH


def _of_djvu(head: bytes) -> float:
    at = head.find(_DJVU_INFO)
    if at < 0:
        return 0.0
    return int.from_bytes(head[at + 14 : at + 16], "little")


def _of_webp(file: BinaryIO) -> float:
    """Return the dots per inch that the Exif of a WebP states, which is behind the picture; 0 for none."""
    begin = file.seek(max(0, file.seek(0, SEEK_END) - _HEAD_BYTES))
    at = begin + file.read().rfind(_WEBP_EXIF) + 8
    if at < begin + 8:
        return 0.0
    file.seek(at)
    return _of_tiff(file, at + len(_EXIF) * (file.read(len(_EXIF)) == _EXIF))


def _of_tiff(file: BinaryIO, begin: int) -> float:
    """Return the dots per inch that the first directory of a TIFF states, which begins there in a file; 0 for none."""

    def read(at: int, length: int) -> bytes:
        file.seek(begin + at)
        return file.read(length)

    order: Literal["little", "big"] = "little" if read(0, 2) == b"II" else "big"

    def number(data: bytes) -> int:
        return int.from_bytes(data, order)

    first = number(read(4, 4))
    entries = read(first + 2, 12 * min(number(read(first, 2)), _MOST_ENTRIES))
    dots = 0.0
    unit = 2
    for at in range(0, len(entries) - 11, 12):
        tag = number(entries[at : at + 2])
        kind = number(entries[at + 2 : at + 4])
        if (tag, kind) == (_RESOLUTION, _FRACTION):
            fraction = read(number(entries[at + 8 : at + 12]), 8)
            dots = number(fraction[:4]) / (number(fraction[4:]) or 1)
        elif (tag, kind) == (_UNIT, _SHORT):
            unit = number(entries[at + 8 : at + 10])
    return dots * {2: 1.0, 3: 2.54}.get(unit, 0.0)
