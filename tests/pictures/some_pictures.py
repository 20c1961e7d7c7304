"""Small pictures of every kind, made on the spot."""

import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = (1300, 700)


def picture(size: tuple[int, int] = SIZE) -> Image.Image:
    """White at its left, black at its right, with a frame."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] // 2, 0, *size), fill="black")
    draw.rectangle((0, 0, size[0] - 1, size[1] - 1), outline="black")
    return image


def write(path: Path, **options: object) -> Path:
    """In the form that the name's ending tells."""
    picture().convert(str(options.pop("mode", "RGB"))).save(path, **options)  # type: ignore[arg-type]
    return path


def png_header(width: int, height: int) -> bytes:
    """A PNG that says to be so large, with hardly anything in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )
