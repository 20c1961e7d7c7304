"""Pictures of 64 pixels across that say to be as large as one may be, and large ones that are small on the disk."""

import io
import struct
from typing import Any

from PIL import Image

_SIDE = 64


_TILED: dict[str, Any] = {"tile_size": (_SIDE, _SIDE)}


def made(form: str, mode: str = "RGB", side: int = _SIDE, **options: Any) -> bytearray:
    target = io.BytesIO()
    Image.new(mode, (side, side)).save(target, form, **options)
    return bytearray(target.getvalue())


def webp(width: int, height: int, *, lossless: bool) -> bytes:
    data = made("WEBP", lossless=lossless)
    if lossless:
        struct.pack_into("<I", data, data.find(b"VP8L") + 9, (width - 1) | (height - 1) << 14)
    else:
        struct.pack_into("<HH", data, data.find(b"VP8 ") + 14, width, height)
    return bytes(data)


def webp_canvas(width: int, height: int) -> bytes:
    """A WebP whose canvas says to be so large, with the small picture on it."""
    data = bytes(made("WEBP", "RGBA", lossless=True))
    canvas = b"\x10\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"VP8X" + struct.pack("<I", 10) + canvas + data[data.find(b"VP8L") :]
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def jpeg_2000(width: int, height: int, mode: str, *, in_tiles: bool) -> bytes:
    data = made("JPEG2000", mode, **(_TILED if in_tiles else {}))
    at = data.find(b"\xff\x4f\xff\x51") + 8
    struct.pack_into(">II", data, at, width, height)
    if not in_tiles:
        struct.pack_into(">II", data, at + 16, width, height)
    struct.pack_into(">II", data, data.find(b"ihdr") + 4, height, width)
    return bytes(data)


def avif(width: int, height: int) -> bytes:
    data = made("AVIF", speed=10)
    struct.pack_into(">II", data, data.find(b"ispe") + 8, width, height)
    return bytes(data)


def gif(width: int, height: int) -> bytes:
    data = made("GIF", "P")
    struct.pack_into("<HH", data, 6, width, height)
    struct.pack_into("<HH", data, data.find(b"\x2c") + 5, width, height)
    return bytes(data)
