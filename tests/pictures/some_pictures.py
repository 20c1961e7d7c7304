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


def _png_lies(path: Path, width: int, height: int) -> bytes:
    write(path)
    data = path.read_bytes()
    head = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
    return data[:12] + head + struct.pack(">I", zlib.crc32(head)) + data[33:]


def _jpeg_lies(path: Path, width: int, height: int) -> bytes:
    write(path)
    data = path.read_bytes()
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def _jpeg_2000_lies(path: Path, width: int, height: int) -> bytes:
    write(path, tile_size=(256, 256))
    data = bytearray(path.read_bytes())
    at = data.index(b"\xff\x4f\xff\x51")
    data[at + 8 : at + 16] = struct.pack(">II", width, height)
    at = data.find(b"ihdr")
    if at >= 0:
        data[at + 4 : at + 12] = struct.pack(">II", height, width)
    return bytes(data)


def _tiff_lies(path: Path, width: int, height: int) -> bytes:
    write(path)
    data = bytearray(path.read_bytes())
    (at,) = struct.unpack("<I", data[4:8])
    (entries,) = struct.unpack("<H", data[at : at + 2])
    size_by_tag = {256: width, 257: height, 278: height}
    for entry in range(at + 2, at + 2 + 12 * entries, 12):
        (tag,) = struct.unpack("<H", data[entry : entry + 2])
        if tag in size_by_tag:
            data[entry + 2 : entry + 12] = struct.pack("<HII", 4, 1, size_by_tag[tag])
    return bytes(data)


_LIARS = {
    ".png": _png_lies,
    ".jpg": _jpeg_lies,
    ".jp2": _jpeg_2000_lies,
    ".j2k": _jpeg_2000_lies,
    ".tif": _tiff_lies,
}


def write_lying(path: Path, width: int, height: int) -> Path:
    """In the form that the name's ending tells, with another size in its header."""
    path.write_bytes(_LIARS[path.suffix](path, width, height))
    return path


def pdf_of_picture(stream: bytes, packing: str) -> bytes:
    """A PDF with a grey picture of 90 by 70 pixels on its only page."""
    head = (
        "/Type/XObject/Subtype/Image/Width 90/Height 70/BitsPerComponent 8/ColorSpace/DeviceGray"
        f"/Filter/{packing}/Length {len(stream)}"
    )
    drawing = b"450 0 0 350 0 0 cm /I Do"
    page = "/Type/Page/Parent 2 0 R/MediaBox[0 0 450 350]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<<{page}>>".encode(),
        f"<<{head}>>stream\n".encode() + stream + b"\nendstream",
        f"<</Length {len(drawing)}>>stream\n".encode() + drawing + b"\nendstream",
    ]
    body = b"".join(
        f"{number} 0 obj\n".encode() + content + b"\nendobj\n" for number, content in enumerate(objects, 1)
    )
    return b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"
