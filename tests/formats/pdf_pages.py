"""PDF files written by hand, object by object: lines of an invented paper at places, in a font without glyphs."""

import math
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

WIDTH, HEIGHT = 600.0, 840.0


class At(Struct, frozen=True):
    """A line that begins at (x, y), in points from the upper left corner."""

    x: float
    y: float
    text: str
    size: float = 10.0
    is_vertical: bool = False
    angle: float = 0.0
    """In degrees, upwards to the right."""
    is_unseen: bool = False


def column(x: float, y: float, text: str, width: int, size: float = 10.0) -> list[At]:
    """A text in lines of so many characters; its paragraphs are indented by two."""
    lines: list[At] = []
    for paragraph in text.split("\n"):
        rest = "\u3000\u3000" + paragraph
        while rest:
            lines.append(At(x, y + len(lines) * 1.5 * size, rest[:width], size))
            rest = rest[width:]
    return lines


def columns(right: float, y: float, text: str, height: int, size: float = 10.0) -> list[At]:
    """A text in vertical columns of so many characters, from the right."""
    return [
        At(right - n * 1.6 * size, y, text[start : start + height], size, is_vertical=True)
        for n, start in enumerate(range(0, len(text), height))
    ]


def pdf(
    *pages: Iterable[At],
    title: str = "",
    page: str = "",
    is_unseen: bool = False,
    ink: bytes = b"",
    picture: tuple[bytes, int, int] | None = None,
    packed: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """A file of these pages; `page` is more of every page's dictionary.

    `is_unseen`: without ink, as OCR programs lay text over a picture; `picture` is that, as JPEG, with its size. `ink`
    are the operators before the lines, for their colour. `packed` packs what is printed on a page, for deflate.
    """
    drawn = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /P Do Q\n".encode() if picture else b""
    contents = [drawn + b"3 Tr\n" * is_unseen + ink + _content(lines) for lines in pages]
    kids = " ".join(f"{7 + 2 * n} 0 R" for n in range(len(contents)))
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /Invented /Encoding /UniGB-UCS2-{way}"
        " /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        font.format(way="H").encode(),
        font.format(way="V").encode(),
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Invented /DW 1000 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
        b" /FontDescriptor << /Type /FontDescriptor /FontName /Invented /Flags 4 /Ascent 880 /Descent -120"
        b" /FontBBox [0 -120 1000 880] /ItalicAngle 0 /CapHeight 800 /StemV 80 >> >>",
        stream(_to_unicode()),
    ]
    xobject = f" /XObject << /P {7 + 2 * len(contents)} 0 R >>" if picture else ""
    for n, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] {page}"
            f" /Resources << /Font << /H 3 0 R /V 4 0 R >>{xobject} >>"
            f" /Contents {8 + 2 * n} 0 R >>".encode()
        )
        objects.append(
            stream(content) if packed is None else stream(packed(content), "/Filter /FlateDecode ")
        )
    if picture:
        jpeg, width, height = picture
        about = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB"
        head = f"<< {about} /BitsPerComponent 8 /Filter /DCTDecode /Length {len(jpeg)} >>"
        objects.append(head.encode() + b"\nstream\n" + jpeg + b"\nendstream")
    return written(objects, title)


def stream(content: bytes, about: str = "") -> bytes:
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (about.encode(), len(content), content)


def written(objects: Sequence[bytes], title: str = "", trailer: str = "") -> bytes:
    """The file of these objects, from number 1."""
    objects = [*objects, f"<< /Title <FEFF{title.encode('utf-16-be').hex()}> >>".encode()]
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {trailer} >>\n"
        f"startxref\n{len(data)}\n%%EOF\n"
    )
    return data + end.encode()


def _turn(line: At) -> str:
    if not line.angle:
        return "1 0 0 1"
    across = math.cos(math.radians(line.angle))
    down = math.sin(math.radians(line.angle))
    return f"{across:.4f} {down:.4f} {-down:.4f} {across:.4f}"


def _content(lines: Iterable[At]) -> bytes:
    return "\n".join(
        f"{'q 3 Tr ' if line.is_unseen else ''}BT /{'V' if line.is_vertical else 'H'} {line.size} Tf"
        f" {_turn(line)} {line.x} {HEIGHT - line.y - (0 if line.is_vertical else line.size)} Tm"
        f" <{line.text.encode('utf-16-be').hex()}> Tj ET{' Q' if line.is_unseen else ''}"
        for line in lines
    ).encode()


def _to_unicode() -> bytes:
    ranges = "".join(
        "100 beginbfrange\n" * (n % 100 == 0)
        + f"<{n:02X}00> <{n:02X}FF> <{n:02X}00>\n"
        + "endbfrange\n" * (n % 100 == 99 or n == 0xFF)
        for n in range(0x100)
    ).replace("100 beginbfrange\n<C800>", "56 beginbfrange\n<C800>")
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{ranges}endcmap end end"
    ).encode()
