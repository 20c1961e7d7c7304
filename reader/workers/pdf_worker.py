"""The program that reads PDF files for `pdf_process`, in a process of its own, as pdfium is C++ with untrusted input.

It imports nothing from `reader`. Its last argument is the file of a typeface. Standard input: for each file, its length
and its bytes. Standard output: for each file, messages with the document (number of pages, title), with each page (its
box, its characters and their boxes), and with the end; or with the reason why the file can't be read, instead of the
rest.

The process ends itself: it has a few seconds for a file, more for a large one, and waits a minute for the next file.
"""

import ctypes
import faulthandler
import json
import math
import os
import struct
import sys
import time
from array import array
from typing import IO, Any

MOST_PAGES = 300
MOST_CHARACTERS = 50_000
"""Maximum characters of a page; a broadsheet page in the smallest print has a third of that."""
# Processor time for a file, and additional time for each megabyte. The additional time is at most a tenth of a second
# for each page, so that a few slow pages don't get more.
SECONDS = 4.0
SECONDS_A_MEGABYTE = 2.0
STOPPED = 1
"""The exit status of the process after a timeout."""
MOST_MEMORY = 360 * 1024 * 1024

LENGTH = struct.Struct("<Q")
HEAD = struct.Struct("<cI")
PAGE = struct.Struct("<4fIII")
"""Left, bottom, right and top of the visible page; its rotation in quarter turns; whether its text is invisible, like
that of OCR over a scan; the number of characters. The characters follow, then their boxes, then their angles, then
whether each is invisible."""
DOCUMENT_SENT = b"D"
PAGE_SENT = b"P"
END_SENT = b"E"
REFUSED = b"R"
BROKEN = "broken"
LOCKED = "locked"
MANY_PAGES = "pages"
MANY_CHARACTERS = "characters"
SLOW = "slow"

_WAITS_SECONDS = 60.0
_GRACE_SECONDS = 0.5
_BUSY = 4
"""Seconds that a busy machine may need for a second of processor time; what takes longer hangs."""
_PASSWORD = 4
_NO_INK = 3
_LOOKED_AT = 40
_UNKNOWN = 0xFFFD
"""The code point of a character that its font does not map to Unicode; pdfium would give its number in the font."""


class _Refused(Exception):
    """The reason why a file can't be read, and the number of pages, or of the page, that it is about; else 0."""


def main() -> None:
    """Read files from standard input until it ends, and write their contents to standard output."""
    import pypdfium2_raw as pdfium

    with open(sys.argv[-1], "rb") as file:  # noqa: PTH123  # the path's module is not needed otherwise
        typeface = _typeface(pdfium, file.read())
    _limit_memory()
    pdfium.FPDF_InitLibrary()
    pdfium.FPDF_SetSystemFontInfo(typeface)
    files = sys.stdin.buffer
    out = sys.stdout.buffer
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        while True:
            faulthandler.dump_traceback_later(_WAITS_SECONDS, exit=True, file=nowhere)
            head = files.read(LENGTH.size)
            if len(head) < LENGTH.size:
                break
            data = files.read(LENGTH.unpack(head)[0])
            try:
                _send_document(pdfium, data, out, nowhere)
            except _Refused as reason:
                _send(out, REFUSED, json.dumps(reason.args).encode())
    faulthandler.cancel_dump_traceback_later()


def _send_document(pdfium: Any, data: bytes, out: IO[bytes], nowhere: IO[str]) -> None:
    """Send the contents of a file; the process ends where one of its steps hangs. Raises _Refused."""
    end = time.process_time() + SECONDS
    faulthandler.dump_traceback_later(_BUSY * SECONDS, exit=True, file=nowhere)
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _Refused(LOCKED if pdfium.FPDF_GetLastError() == _PASSWORD else BROKEN, 0)
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > MOST_PAGES:
            raise _Refused(MANY_PAGES, count)
        _send(out, DOCUMENT_SENT, json.dumps([count, _title(pdfium, document)]).encode())
        end += min(SECONDS_A_MEGABYTE * len(data) / 1_000_000, count / 10)
        for number in range(count):
            left = end - time.process_time()
            if left <= 0:
                raise _Refused(SLOW, number + 1)
            longest = _BUSY * min(SECONDS, left + _GRACE_SECONDS)
            faulthandler.dump_traceback_later(longest, exit=True, file=nowhere)
            _send(out, PAGE_SENT, _page(pdfium, document, number))
    finally:
        pdfium.FPDF_CloseDocument(document)
    _send(out, END_SENT, b"")


def _typeface(pdfium: Any, data: bytes) -> Any:
    """Return what has pdfium take this typeface for East Asian ones that a file does not embed; it has to be kept.

    It would look for one of the system's. Where there is none, it loses what is printed vertically; and the boxes of
    characters would differ from system to system.
    """
    east_asian = (
        pdfium.FXFONT_SHIFTJIS_CHARSET,
        pdfium.FXFONT_HANGEUL_CHARSET,
        pdfium.FXFONT_GB2312_CHARSET,
        pdfium.FXFONT_CHINESEBIG5_CHARSET,
    )

    def handle(_self: object, _weight: int, _italic: int, charset: int, *_: object) -> int | None:
        if charset in east_asian:
            return 1
        return None

    def copied(_self: object, _handle: int, table: int, target: Any, size: int) -> int:
        if table:  # of a file with several typefaces
            return 0
        if size >= len(data):
            ctypes.memmove(target, data, len(data))
        return len(data)

    types = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    callbacks = {"MapFont": types["MapFont"](handle), "GetFontData": types["GetFontData"](copied)}
    return pdfium.FPDF_SYSFONTINFO(version=1, **callbacks)


def _limit_memory() -> None:
    """Limit the memory of the process and disable core dumps; does nothing on Windows."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _send(out: IO[bytes], kind: bytes, payload: bytes) -> None:
    out.write(HEAD.pack(kind, len(payload)))
    out.write(payload)
    out.flush()


def _title(pdfium: Any, document: Any) -> str:
    size = min(pdfium.FPDF_GetMetaText(document, b"Title", None, 0), 2_000)
    text = ctypes.create_string_buffer(size + 2)
    pdfium.FPDF_GetMetaText(document, b"Title", text, size)
    return text.raw[:size].decode("utf-16-le", "replace").partition("\0")[0]


def _page(pdfium: Any, document: Any, number: int) -> bytes:
    """Return the payload of a page with its characters; a page that can't be loaded is empty.

    Raises _Refused if it has too many characters.
    """
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return PAGE.pack(0, 0, 0, 0, 0, 0, 0)
    seen = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, seen)
    text = pdfium.FPDFText_LoadPage(page)
    try:
        if text:
            count = max(pdfium.FPDFText_CountChars(text), 0)
        else:
            count = 0
        if count > MOST_CHARACTERS:
            raise _Refused(MANY_CHARACTERS, number + 1)
        codes, boxes, angles = _characters(pdfium, text, count)
        turns = pdfium.FPDFPage_GetRotation(page)
        unseen = _unseen(pdfium, text, count)
        return (
            PAGE.pack(
                seen.left,
                seen.bottom,
                seen.right,
                seen.top,
                turns % 4,
                2 * sum(unseen) > count,
                len(codes),
            )
            + codes.tobytes()
            + boxes.tobytes()
            + angles.tobytes()
            + unseen
        )
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _unseen(pdfium: Any, text: Any, count: int) -> bytes:
    """Return of each character whether it is invisible, 0 or 1; all are like most of a sample, if these are alike."""
    sample = [_is_unseen(pdfium, text, at) for at in _sample(count)]
    if not any(sample):
        return bytes(count)
    unseen = bytearray(count)
    for at in range(count):
        unseen[at] = _is_unseen(pdfium, text, at)
    return bytes(unseen)


def _is_unseen(pdfium: Any, text: Any, at: int) -> bool:
    text_object = pdfium.FPDFText_GetTextObject(text, at)
    if not text_object:
        return False
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(text_object) == _NO_INK)


def _sample(count: int) -> range:
    """Return the indices of some of so many characters, from all over a page."""
    return range(0, count, max(1, count // _LOOKED_AT))


def _characters(pdfium: Any, text: Any, count: int) -> "tuple[array[int], array[float], array[float]]":
    """Return the code points of a page's characters, four coordinates for each, and its angle in degrees.

    The first coordinate is NaN without a box; the angle is negative if it is not known.
    """
    unicode = pdfium.FPDFText_GetUnicode
    loose_box = pdfium.FPDFText_GetLooseCharBox
    # Addresses instead of pointers, because creating a pointer for each character takes longer than the call itself.
    unicode.argtypes = (ctypes.c_void_p, ctypes.c_int)
    loose_box.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    angle = pdfium.FPDFText_GetCharAngle
    angle.argtypes = (ctypes.c_void_p, ctypes.c_int)
    place = ctypes.cast(text, ctypes.c_void_p).value
    floats = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(floats)
    codes = array("I", [unicode(place, i) for i in range(count)])
    if any(pdfium.FPDFText_HasUnicodeMapError(text, i) for i in _sample(count)):
        for i in range(count):
            if pdfium.FPDFText_HasUnicodeMapError(text, i):
                codes[i] = _UNKNOWN
    for i in range(count):
        if not loose_box(place, i, start + 16 * i):
            floats[4 * i] = math.nan
    # pdfium's FS_RECTF has the order left, top, right, bottom.
    boxes = array("f", bytes(floats))
    angles = array("f", [angle(place, i) for i in range(count)])
    for i in range(count):
        angles[i] = math.degrees(angles[i]) if angles[i] > 0 else 0.0
    return codes, boxes, angles
