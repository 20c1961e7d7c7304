"""Web archives (MHTML) as browsers save them, MIME messages with a page and its pictures; the picture in a web page."""

import binascii
import html
import re
from collections.abc import Iterator
from contextlib import suppress
from email.message import Message
from email.parser import BytesHeaderParser
from urllib.parse import urljoin

from reader.formats.reading import SavedFile, UnreadableFile
from reader.i18n import say

_HEAD = 20_000
_headers = BytesHeaderParser().parsebytes
_MOST_PARTS = 2_000
_MAPPED = re.compile(rb"<img\b[^<>]*\busemap\b[^<>]*>", re.IGNORECASE)
_SOURCE = re.compile(rb"\bsrc\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_WRITTEN = re.compile(rb"data:image/[a-z.+-]{1,20};base64,([A-Za-z0-9+/=]+)", re.IGNORECASE)
_MOST_PICTURES = 20
"""Maximum number of pictures with an image map on a web page that are examined."""


def page_in_archive(file: SavedFile) -> SavedFile:
    begin = file.data[:_HEAD].lower()
    if not (b"multipart/related" in begin and b"boundary=" in begin) or begin.lstrip().startswith(b"<"):
        return file
    head = _headers(file.data[:_HEAD])
    address = str(head.get("Snapshot-Content-Location") or "")
    page_file: SavedFile | None = None
    for about, text in _parts(file):
        if about.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        place = str(about.get("Content-Location") or "")
        if page_file is None or (address and place == address):
            page_file = SavedFile(file.name, _decoded(text, _coding(about)), address or place)
    if page_file is not None:
        return page_file
    raise UnreadableFile(say("网页档案里没有网页。请用浏览器重新保存后再放入。"))


def _part_at(file: SavedFile, address: str) -> bytes | None:
    """Return the bytes of the part saved from the URL `address`; None if there is none. Raises UnreadableFile."""
    for about, text in _parts(file):
        if str(about.get("Content-Location") or "") == address:
            return _decoded(text, _coding(about))
    return None


_EMPTY_LINE = re.compile(rb"\r\n\r\n|\n\n")


def _parts(file: SavedFile) -> Iterator[tuple[Message, bytes]]:
    """Yield the headers and the encoded content of each part of a web archive."""
    boundary = _headers(file.data[:_HEAD]).get_boundary()
    if not boundary:
        return
    for part in file.data.split(b"--" + boundary.encode("utf-8", "replace"), _MOST_PARTS)[1:]:
        empty_line = _EMPTY_LINE.search(part)
        if empty_line is not None:
            lines_end = empty_line.start()
            yield _headers(part[: min(lines_end, _HEAD)].lstrip(b"\r\n")), part[lines_end:]


def _coding(about: Message) -> str:
    return str(about.get("Content-Transfer-Encoding") or "").strip().lower()


def _decoded(data: bytes, coding: str) -> bytes:
    if coding == "quoted-printable":
        return binascii.a2b_qp(data)
    if coding == "base64":
        try:
            return binascii.a2b_base64(data)
        except binascii.Error:
            raise UnreadableFile(say("网页档案坏了。请用浏览器重新保存后再放入。")) from None
    return data


def picture_in(file: SavedFile) -> bytes | None:
    try:
        page = page_in_archive(file)
    except UnreadableFile:
        return None
    for tag in _MAPPED.findall(page.data)[:_MOST_PICTURES]:
        source = _SOURCE.search(tag)
        if source is None:
            continue
        with suppress(UnreadableFile):
            written = _WRITTEN.match(source[1])
            if written:
                return _decoded(written[1], "base64")
            if page is not file:
                address = urljoin(page.address, html.unescape(source[1].decode("utf-8", "replace")))
                part = _part_at(file, address)
                if part is not None:
                    return part
    return None
