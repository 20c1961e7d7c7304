"""The program that cuts a picture into tiles for `picture_process`, in a process of its own, as decoders are C with
untrusted input.

It imports nothing from `reader`. Its last two arguments are the file to write (a ZIP with Deep Zoom tiles, by libvips;
or, if it is called “300.pixels”, the bytes of the pixels in grey, row by row, of a PDF at 300 dpi) and the page of a
PDF or TIFF, from 0. Standard input is the picture, a seekable file. Standard output is a line of JSON with the
properties of the picture, which are also in the ZIP, or with the reason why nothing was written.

The process ends itself after two minutes.
"""

import contextlib
import faulthandler
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from typing import IO, Any, NamedTuple

TILE = 512
"""Width and height of a tile in pixels."""
MOST_PIXELS = 500_000_000
"""Maximum pixels of a picture; a broadsheet page at 600 dpi has 140 million."""
MOST_SECONDS = 120.0
MOST_MEMORY = 512 * 1024 * 1024
"""Limit of the data segment; it includes 8 MB for each of half a dozen threads, which they never use."""

ABOUT = "about.json"
"""The name of the ZIP's entry with the properties of the picture."""
ASIDE = ".szi"
"""The suffix of the file's name until it is certain that the picture is not truncated."""
PIXELS = ".pixels"
"""The suffix of the file's name if pixels are to be written instead of tiles."""
MOST_GREY = 60_000_000
"""Maximum number of pixels of such a file, about those of a broadsheet page at 400 dpi; a larger picture is reduced."""
REFUSED = "refused"
NO_PICTURE = "no picture"
LARGE = "large"
BROKEN = "broken"
LOCKED = "locked"
NO_SUCH_PAGE = "no such page"
LARGE_SCANS = "large in several scans"
NO_HEIC = "no decoder of HEIC"
NO_DJVU = "no decoder of DjVu"

_QUALITY = 88
_PDF_DOTS = 300 / 72
_MOST_PDF_PIXELS = 40_000_000
_MOST_DECODED = 280 * 1024 * 1024
"""Maximum bytes for decoding a JPEG 2000, which can't be streamed."""
_MOST_COEFFICIENTS = 310 * 1024 * 1024
"""Maximum bytes for decoding a progressive JPEG, whose coefficients are kept in memory until its last scan."""
# Maximum decoded pixels of a WebP and of a GIF, which can't be streamed and take about 16 and 5 bytes for each.
_MOST_WEBP = 20_000_000
_MOST_GIF = 80_000_000
# Maximum pixels of an AVIF and of a HEIC, which take about 15 and 8 bytes each and can't be decoded at a smaller size.
_MOST_AVIF = 30_000_000
_MOST_HEIC = 50_000_000
_LONGEST_WEBP = 0x3FFF
"""Maximum width and height of a WebP, and the mask for these fields in its header."""
_STRIP = 128
_PASSWORD = 4
_TURNED = range(2, 9)
_JPEG = b"\xff\xd8\xff"
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between the attempts to rename a file that another program has open."""
_PROGRESSIVE = 0xC2
"""The JPEG marker of a progressive frame, which has the picture's size and its components."""


class _Refused(Exception):
    """The reason why a picture can't be shown, and a number for it: of megapixels, or of the page; else 0."""


def main() -> None:
    """Cut the picture on standard input into tiles, and write a line of JSON about the result."""
    os.environ["VIPS_CONCURRENCY"] = "1"  # Each thread has its own buffers.
    _limit_memory()
    target = sys.argv[-2]
    page = int(sys.argv[-1])
    with open(os.devnull, "w") as nowhere, os.fdopen(0, "rb", closefd=False) as file:  # noqa: PTH123  # a path is slow
        faulthandler.dump_traceback_later(MOST_SECONDS, exit=True, file=nowhere)
        try:
            properties = _cut(file, target, page)
            if not target.endswith(PIXELS):
                if not zipfile.is_zipfile(target):
                    raise _Refused(BROKEN, 0)
                with zipfile.ZipFile(target, "a") as tiles:
                    tiles.writestr(ABOUT, json.dumps(properties))
        except _Refused as reason:
            properties = {REFUSED: reason.args}
        except Exception:
            properties = {REFUSED: (BROKEN, 0)}
        faulthandler.cancel_dump_traceback_later()
    print(json.dumps(properties))


def _limit_memory() -> None:
    """Limit the data segment of the process and disable core dumps; does nothing on Windows."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


def _cut(file: IO[bytes], target: str, page: int) -> dict[str, Any]:
    """Write the tiles of a picture of any format, and return its properties. Raises _Refused if it can't be shown."""
    file.seek(0)  # whoever gave the picture may have read of it
    head = file.read(65_536)
    file.seek(0)
    if head.startswith((_JPEG, b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"GIF8")) or (
        head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    ):
        if head.startswith(_JPEG):
            _check_scans(file)
        return _cut_streamed(target, page)
    if head.startswith((b"\0\0\0\x0cjP  \r\n\x87\n", _CODESTREAM)):
        return _cut_jpeg_2000(file, head, target)
    brands = _brands(head)
    if brands & _AVIF:
        _check_heif(head, _MOST_AVIF)
        return _cut_streamed(target, page)
    if brands & _HEIC:
        _check_heif(head, _MOST_HEIC)
        return _cut_heic(file, target)
    if head.startswith(b"AT&TFORM"):
        return _cut_djvu(file, target, page)
    if b"%PDF-" in head[:1024]:
        return _cut_pdf(file, target, page)
    raise _Refused(NO_PICTURE, 0)


# -- Formats decoded by libvips: JPEG, PNG, TIFF, WebP, GIF, AVIF


def _cut_streamed(target: str, page: int) -> dict[str, Any]:
    """Write the tiles of a picture decoded by libvips; of a damaged one, those of the part that can be decoded."""
    import pyvips

    # After an error libvips may keep the file open, so the next try needs another name, with the same ending.
    aside = f"{target}{PIXELS if target.endswith(PIXELS) else ASIDE}"
    try:
        image, halvings = _opened(_least_severity(), page, target)
        properties = _write(image, aside) | {"halvings": halvings}
    except pyvips.Error as error:
        image, halvings = _opened("none", page, target)
        properties = _write(image, target)
        is_damaged = not (_HARMLESS.search(str(error)) and _is_decoded(page, target))
        return properties | {"halvings": halvings, "is_damaged": is_damaged}
    _rename(aside, target)
    return properties


_HARMLESS = re.compile("extraneous bytes before marker|Adobe color transform|progression sequence")
"""What libjpeg warns of although the whole picture is decoded."""


def _is_decoded(page: int, target: str) -> bool:
    """Return whether a picture is decoded without an error; it is decoded for that."""
    import pyvips

    try:
        _opened("error", page, target)[0].avg()
    except pyvips.Error:
        return False
    return True


def _least_severity() -> str:
    """Return the severity at which the decoder says of the picture on standard input that a part of it is missing.

    Of a JPEG with less data than its header says, it only warns; of other pictures, warnings are of their profiles
    and tags. Of a TIFF, “truncated” does not notice missing rows.
    """
    os.lseek(0, 0, os.SEEK_SET)
    if os.read(0, len(_JPEG)) == _JPEG:
        return "warning"
    return "error"


def _rename(source: str, target: str) -> None:
    """Rename a file, again while another program has it open: Windows refuses that. Raises OSError."""
    for pause in _PAUSES:
        try:
            os.replace(source, target)  # noqa: PTH105
        except PermissionError:
            time.sleep(pause)
        else:
            return
    os.replace(source, target)  # noqa: PTH105


def _opened(fail_on: str, page: int, target: str) -> tuple[Any, int]:
    """Return the picture, and how often its size was halved; of a TIFF with several pages, the picture of that page.

    `fail_on` is the severity of damage at which libvips raises an error.
    """
    halvings = _halvings_of_webp()
    options: dict[str, Any] = {"scale": 0.5**halvings} if halvings else {}
    image = _streamed(fail_on, **options)
    if image.get_typeof("n-pages"):
        pages = image.get("n-pages")
    else:
        pages = 1
    loader = image.get("vips-loader")
    if page and pages > 1 and loader.startswith("tiff"):
        if page >= pages:
            raise _Refused(NO_SUCH_PAGE, page + 1)
        options = {"page": page}
        image = _streamed(fail_on, **options)
    _check_size(image.width, image.height, _MOST_GIF if loader.startswith("gif") else MOST_PIXELS)
    is_in_scans = image.get_typeof("jpeg-multiscan") and image.get("jpeg-multiscan")
    if image.get_typeof("orientation") and image.get("orientation") in _TURNED:
        # Rotation needs random access, for which libvips decodes a large picture into a temporary file.
        return _streamed(fail_on, access="random", **options).autorot(), halvings
    return (_decoded(image, f"{target}.rows") if is_in_scans else image), halvings


def _halvings_of_webp() -> int:
    """Return how often the size of a WebP has to be halved while decoding, by its header; 0 for any other picture."""
    os.lseek(0, 0, os.SEEK_SET)
    head = os.read(0, 30)
    kind = head[12:16] if head.startswith(b"RIFF") else b""
    width = 0
    height = 0
    if kind == b"VP8X":
        width, height = (1 + int.from_bytes(head[at : at + 3], "little") for at in (24, 27))
    elif kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        width = 1 + (bits & _LONGEST_WEBP)
        height = 1 + (bits >> 14 & _LONGEST_WEBP)
    elif kind == b"VP8 ":
        width, height = (int.from_bytes(head[at : at + 2], "little") & _LONGEST_WEBP for at in (26, 28))
    _check_size(width, height)
    halvings = 0
    while width * height >> 2 * halvings > _MOST_WEBP:
        halvings += 1
    return halvings


def _decoded(image: Any, rows: str) -> Any:
    """Decode an image into the file `rows` and return it from there.

    The memory for decoding is then free while the tiles are cut.
    """
    import pyvips

    image.rawsave(rows)
    raw = pyvips.Image.rawload(rows, image.width, image.height, image.bands, access="sequential")
    return raw.copy(interpretation=image.interpretation)


def _check_scans(file: IO[bytes]) -> None:
    """Raise _Refused for a progressive JPEG for which libjpeg would need too much memory: two bytes for each sample."""
    file.seek(2)
    while (head := file.read(4))[:1] == b"\xff" and len(head) == 4:
        segment = file.read(max(int.from_bytes(head[2:], "big") - 2, 0))
        if head[1] == _PROGRESSIVE and len(segment) > 6:
            height = int.from_bytes(segment[1:3], "big")
            width = int.from_bytes(segment[3:5], "big")
            shares = [(sampling >> 4, sampling & 15) for sampling in segment[7::3]]
            most_across = max(across for across, _ in shares)
            most_down = max(down for _, down in shares)
            most = most_across * most_down
            samples = width * height * sum(across * down for across, down in shares) // max(most, 1)
            if 2 * samples > _MOST_COEFFICIENTS:
                raise _Refused(LARGE_SCANS, round(width * height / 1e6))
            break
    file.seek(0)


def _streamed(fail_on: str, access: str = "sequential", **options: Any) -> Any:
    """Return the picture on standard input as an image of libvips, from its beginning."""
    import pyvips

    # What libvips remembers of an operation holds its file open, which Windows then refuses to delete.
    pyvips.cache_set_max(0)
    os.lseek(0, 0, os.SEEK_SET)
    source = pyvips.Source.new_from_descriptor(0)
    return pyvips.Image.new_from_source(source, "", access=access, fail_on=fail_on, **options)


def _check_size(width: int, height: int, most: int = MOST_PIXELS) -> None:
    """Raise _Refused if a picture has too many pixels."""
    if width * height > most:
        raise _Refused(LARGE, round(width * height / 1e6))


def _write(image: Any, target: str) -> dict[str, Any]:
    """Write the tiles of an image of libvips, in grey or sRGB, or its pixels if `target` ends in `PIXELS`.

    Return the width and height of the image, and of the pixels if these were written.
    """
    if image.hasalpha():
        image = image.flatten(
            background=[65_535.0 if image.format == "ushort" else 255.0] * (image.bands - 1)
        )
    if image.format in ("float", "double"):
        image = _scaled_to_bytes(image)
    if target.endswith(PIXELS):
        # write the pixels of an image in grey, reduced to at most `MOST_GREY`; return its size, and that of
        # the pixels
        width = image.width
        height = image.height
        scale = min(1.0, (MOST_GREY / (width * height)) ** 0.5)
        image = image.colourspace("b-w")[0].cast("uchar")
        if scale < 1:
            image = image.resize(scale)
        image.rawsave(target)
        is_tiff = image.get_typeof("vips-loader") and image.get("vips-loader").startswith("tiff")
        if is_tiff and image.get_typeof("n-pages"):
            pages = image.get("n-pages")
        else:
            pages = 1
        return {
            "width": width,
            "height": height,
            "columns": image.width,
            "rows": image.height,
            "pages": pages,
        }
    image = image.colourspace("b-w" if image.bands < 3 else "srgb")
    image.cast("uchar").dzsave(
        target,
        suffix=f".jpg[Q={_QUALITY},keep=none]",
        tile_size=TILE,
        overlap=0,
        depth="onetile",
        compression=0,
    )
    return {"width": image.width, "height": image.height}


def _scaled_to_bytes(image: Any) -> Any:
    """Return a picture of floating-point numbers, of which most programs write white as 1, with white as 255."""
    brightest = _streamed("none").max()
    if 0 < brightest <= 1:
        return (image * 255).copy(interpretation=image.interpretation)
    return image


# -- HEIF: AVIF, decoded by libvips, and HEIC, of which its wheels have no decoder


_AVIF = frozenset({b"avif", b"avis"})
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""Brands of the files of cameras; that of any HEIF (`mif1`) is also in an AVIF, which is told first."""
_SIZE_OF_IMAGE = b"ispe"
"""The box with the size of a picture in the file, such as of one of the pieces of which a large one is made."""


def _brands(head: bytes) -> frozenset[bytes]:
    """Return the brands of a file of ISO media by its first box; none for any other file."""
    length = int.from_bytes(head[:4], "big")
    if head[4:8] != b"ftyp":
        return frozenset()
    fields = head[8 : min(length, 512)]
    return frozenset(fields[at : at + 4] for at in range(0, len(fields), 4))


def _check_heif(head: bytes, most: int) -> None:
    """Raise _Refused if any picture of a HEIF file states more than `most` pixels."""
    at = head.find(_SIZE_OF_IMAGE)
    while at >= 0:
        width = int.from_bytes(head[at + 8 : at + 12], "big")
        height = int.from_bytes(head[at + 12 : at + 16], "big")
        _check_size(width, height, most)
        at = head.find(_SIZE_OF_IMAGE, at + 4)


def _cut_heic(file: IO[bytes], target: str) -> dict[str, Any]:
    """Write the tiles of a HEIC. Raises _Refused where its decoder is not installed."""
    try:
        import pi_heif
    except ImportError:
        raise _Refused(NO_HEIC, 0) from None
    import pyvips

    pi_heif.options.DECODE_THREADS = 1
    heif = pi_heif.open_heif(file, convert_hdr_to_8bit=True)
    width, height = heif.size
    _check_size(width, height, _MOST_HEIC)
    bands = len(heif.mode)
    image = pyvips.Image.new_from_memory(heif.data, heif.stride // bands, height, bands, "uchar")
    image = image.crop(0, 0, width, height)
    if bands < 3:
        return _write(image.copy(interpretation="b-w"), target)
    return _write(image.copy(interpretation="srgb"), target)


# -- JPEG 2000


# The markers of a codestream: its start, that with the size behind it, how it is coded, the head of a part of a tile,
# and its end.
_START = b"\xff\x4f"
_CODESTREAM = b"\xff\x4f\xff\x51"
_CODING = b"\xff\x52"
_PART_OF_TILE = b"\xff\x90"
_END = b"\xff\xd9"
_LENGTH_OF_PART = 12
"""The length of the head of a part of a tile in bytes."""


def _cut_jpeg_2000(file: IO[bytes], head: bytes, target: str) -> dict[str, Any]:
    """Write the tiles of a JPEG 2000, halving its size while decoding as often as the memory limit requires.

    A JPEG 2000 in tiles needs less memory, as it is decoded tile by tile.
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(file, formats=("JPEG2000",)) as image:
        width, height = image.size
        _check_size(width, height)
        channels = len(image.getbands())
        is_grey = channels < 3
        at = head.find(_CODESTREAM)
        tiles = _tiles_of(head, at)
        if tiles is None:
            decoded = min(width * height, MOST_PIXELS) * 4 * channels
        else:
            decoded = min(width * height, tiles.pixels) * 4 * channels
        pixels = width * height * (1 if image.mode == "L" else 4)
        halvings = 0
        while (decoded + pixels) >> (2 * halvings) > _MOST_DECODED:
            halvings += 1
        if halvings:
            image.reduce = halvings  # type: ignore[method-assign, assignment, unused-ignore]
        image.load()
        size = image.size
        rows = f"{target}.rows"
        try:
            _write_rows(image, rows, are_inks=_are_inks(image, head))
            image.close()
            properties = _cut_rows(rows, *size, 1 if is_grey else 3, target) | {"halvings": halvings}
        finally:
            with contextlib.suppress(
                OSError
            ):  # held by another program; whoever has started this one deletes it
                os.remove(rows)  # noqa: PTH107
    if tiles is not None and _tiles_with_data(file, at) < tiles.number:
        properties["is_damaged"] = True
    return properties


class _Tiles(NamedTuple):
    """What the header of a JPEG 2000 says of its tiles: the pixels of one, and how many there are."""

    pixels: int
    number: int


def _tiles_of(head: bytes, at: int) -> _Tiles | None:
    """Return the tiles by the SIZ segment of a codestream that begins at `at`; None if that is not in `head`."""
    if at < 0 or len(head) < at + 40:
        return None
    numbers = [int.from_bytes(head[n : n + 4], "big") for n in range(at + 8, at + 40, 4)]
    right, bottom, _, _, width, height, left, top = numbers
    columns = -(-(right - left) // max(width, 1))
    rows = -(-(bottom - top) // max(height, 1))
    return _Tiles(width * height, columns * rows)


def _tiles_with_data(file: IO[bytes], at: int) -> int:
    """Return of how many tiles a JPEG 2000 has data. The decoder shows the others black, and says nothing of it."""
    numbers: set[int] = set()
    at += len(_START)
    while True:
        file.seek(at)
        segment = file.read(_LENGTH_OF_PART)
        marker = segment[:2]
        if len(segment) < 4 or marker == _END:
            return len(numbers)
        if marker != _PART_OF_TILE:
            at += 2 + int.from_bytes(segment[2:4], "big")
            continue
        numbers.add(int.from_bytes(segment[4:6], "big"))
        length = int.from_bytes(segment[6:10], "big")
        if length < _LENGTH_OF_PART:  # the last one, up to the end
            return len(numbers)
        at += length


def _are_inks(image: Any, head: bytes) -> bool:
    """Return whether the four components of a decoded JPEG 2000 are inks, and not colours with their opacity.

    Its header says so, or names other colours. A codestream without one says it of colours that are stored as
    differences; of others that whose fourth component leaves little of the picture: as an opacity it would hide the
    page, as black ink it prints what stands on it.
    """
    if image.mode != "RGBA":
        return bool(image.mode == "CMYK")
    at = head.find(_CODESTREAM)
    named = head.find(b"colr", 0, max(at, 0)) + len(b"colr")
    if named >= len(b"colr"):
        is_profile = head[named] != 1
        return is_profile and head[named + 3 + _SPACE_OF_PROFILE :].startswith(b"CMYK")
    coding = head.find(_CODING, at + len(_START) + int.from_bytes(head[at + 4 : at + 6], "big"))
    if at < 0 or coding < 0 or any(head[coding + _TRANSFORM : coding + _TRANSFORM + 1]):
        return False
    fourth: list[int] = image.histogram()[-256:]
    return sum(fourth[128:]) < sum(fourth[:128])


_TRANSFORM = 8
"""Where the segment of a codestream's coding says whether the first three components are differences."""
_SPACE_OF_PROFILE = 16
"""Where an ICC profile names its colours."""


def _write_rows(image: Any, path: str, *, are_inks: bool) -> None:
    """Write the pixels of a decoded image to a file in strips, because a copy in memory would be too large.

    What is transparent lets white through, as in pictures of other formats.
    """
    from PIL import Image

    with open(path, "wb") as rows:  # noqa: PTH123
        for top in range(0, image.height, _STRIP):
            strip = image.crop((0, top, image.width, min(top + _STRIP, image.height)))
            if strip.mode.startswith("I"):
                strip = strip.convert("I").point(lambda value: value * (1 / 256))
            elif are_inks:
                strip = Image.frombytes("CMYK", strip.size, strip.tobytes())
            elif strip.mode in ("LA", "RGBA"):
                paper = Image.new("RGBA", strip.size, "white")
                paper.alpha_composite(strip.convert("RGBA"))
                strip = paper
            rows.write(strip.convert("L" if len(image.getbands()) < 3 else "RGB").tobytes())


def _cut_rows(path: str, width: int, height: int, bands: int, target: str) -> dict[str, Any]:
    """Write the tiles of a picture whose raw pixels are in a file."""
    import pyvips

    pyvips.cache_set_max(0)
    image = pyvips.Image.rawload(path, width, height, bands, access="sequential")
    return _write(image.copy(interpretation="b-w" if bands == 1 else "srgb"), target)


# -- DjVu, drawn by the programs of DjVuLibre where they are installed


_MOST_DRAWN = 60_000_000
"""Maximum pixels of a page of a DjVu, which its program draws as a whole; a larger one is drawn smaller."""
_SIZE_OF_PAGE = re.compile(rb"(\d+)\s+width=(\d+) height=(\d+)")
_HEAD_OF_PIXELS = re.compile(rb"P([56])\s+(\d+)\s+(\d+)\s+255\s")


def _cut_djvu(file: IO[bytes], target: str, page: int) -> dict[str, Any]:
    """Write the tiles of a DjVu's page; the only page is used for any number. Raises _Refused without DjVuLibre."""
    import pyvips

    teller = shutil.which("djvused")
    drawer = shutil.which("ddjvu")
    if not (teller and drawer):
        raise _Refused(NO_DJVU, 0)
    copy = f"{target}.djvu"
    rows = f"{target}.rows"
    try:
        with open(copy, "wb") as whole:  # noqa: PTH123
            shutil.copyfileobj(file, whole)
        count = int(_told([teller, copy, "-e", "n"]))
        number = min(page, count - 1)
        if number < page and count > 1:
            raise _Refused(NO_SUCH_PAGE, page + 1)
        told = _SIZE_OF_PAGE.match(_told([teller, copy, "-e", f"n; select {number + 1}; size"]))
        if told is None:
            raise _Refused(BROKEN, 0)
        width = int(told[2])
        height = int(told[3])
        _check_size(width, height)
        scale = min(1.0, (_MOST_DRAWN / (width * height)) ** 0.5)
        size = f"-size={max(1, int(width * scale))}x{max(1, int(height * scale))}"
        form = "-format=pgm" if target.endswith(PIXELS) else "-format=ppm"
        _told([drawer, form, f"-page={number + 1}", size, copy, rows])
        with open(rows, "rb") as drawn:  # noqa: PTH123
            head = _HEAD_OF_PIXELS.match(drawn.read(64))
        if head is None:
            raise _Refused(BROKEN, 0)
        bands = 3 if head[1] == b"6" else 1
        pyvips.cache_set_max(0)
        image = pyvips.Image.rawload(
            rows, int(head[2]), int(head[3]), bands, offset=head.end(), access="sequential"
        )
        properties = _write(image.copy(interpretation="srgb" if bands == 3 else "b-w"), target)
        return properties | ({"pages": count} if "pages" in properties else {})
    finally:
        for path in (copy, rows):
            with contextlib.suppress(OSError):
                os.remove(path)  # noqa: PTH107


def _told(command: list[str]) -> bytes:
    """Return what a program prints, which has the limits of this process. Raises _Refused if it fails."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=MOST_SECONDS, check=False
    )
    if done.returncode:
        raise _Refused(BROKEN, 0)
    return done.stdout


# -- PDF


def _cut_pdf(file: IO[bytes], target: str, number: int) -> dict[str, Any]:
    """Write the tiles of a PDF's page, which is rendered at 300 dpi or at fewer if it is large.

    The only page of a PDF is used for any `number`.
    """
    import pypdfium2
    import pyvips

    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise _Refused(LOCKED if error.err_code == _PASSWORD else BROKEN, 0) from error
    count = len(document)
    if number >= count > 1 or not count:
        raise _Refused(NO_SUCH_PAGE, number + 1)
    page = document[min(number, count - 1)]
    width, height = page.get_size()
    name = os.path.split(target)[1]
    if name.endswith(PIXELS):
        dots = int(name.removesuffix(PIXELS)) / 72
    else:
        dots = _PDF_DOTS
    scale = min(dots, (_MOST_PDF_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    image = pyvips.Image.new_from_memory(bitmap.buffer, bitmap.stride // 4, bitmap.height, 4, "uchar")
    properties = _write(image[:3].copy(interpretation="srgb"), target)
    if image[:3].min() == image[:3].max() and _has_undecoded_picture(page):
        properties["is_damaged"] = True
    return properties | ({"pages": count} if "pages" in properties else {})


_PACKED = {"FlateDecode", "LZWDecode", "RunLengthDecode"}
"""Packings of a PDF's pictures of which the bytes are pixels once they are unpacked."""
_LEAST_UNPACKED = 1 / 8
"""The minimum number of bytes of a pixel."""


def _has_undecoded_picture(page: Any) -> bool:
    """Return whether a page of one colour has a picture of which the decoder could make nothing."""
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    for picture in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
        width, height = picture.get_px_size()
        try:
            picture.get_bitmap()
        except pypdfium2.PdfiumError:
            return True
        is_packed = not set(picture.get_filters()) - _PACKED
        if is_packed and len(picture.get_data(decode_simple=True)) < width * height * _LEAST_UNPACKED:
            return True
    return False
