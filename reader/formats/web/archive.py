"""Reads web archives (MHTML) as browsers save them: MIME messages with a page and its pictures."""

import binascii
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser

from reader.formats.reading import SavedFile, UnreadableFile
from reader.i18n import say

_HEAD = 20_000
_MOST_PARTS = 2_000


def is_archive(data: bytes) -> bool:
    head = data[:_HEAD].lower()
    return b"multipart/related" in head and b"boundary=" in head and not head.lstrip().startswith(b"<")


def page_in(file: SavedFile) -> SavedFile:
    """Return the main page of a web archive, with its URL. Raises UnreadableFile if it has none."""
    head = _headers(file.data[:_HEAD])
    address = str(head.get("Snapshot-Content-Location") or "")
    found: SavedFile | None = None
    for about, text in _parts(file):
        if about.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        place = str(about.get("Content-Location") or "")
        if found is None or (address and place == address):
            found = SavedFile(file.name, _decoded(text, _coding(about)), address or place)
    if found is not None:
        return found
    raise UnreadableFile(say("网页档案里没有网页。请用浏览器重新保存后再放入。"))


def part_at(file: SavedFile, address: str) -> bytes | None:
    """Return the bytes of the part saved from the URL `address`; None if it is missing or damaged."""
    for about, text in _parts(file):
        if str(about.get("Content-Location") or "") == address:
            try:
                return _decoded(text, _coding(about))
            except UnreadableFile:
                return None
    return None


def _parts(file: SavedFile) -> Iterator[tuple[Message, bytes]]:
    """Yield the headers and the encoded content of each part of a web archive."""
    boundary = _headers(file.data[:_HEAD]).get_boundary()
    if not boundary:
        return
    for part in file.data.split(b"--" + boundary.encode("utf-8", "replace"), _MOST_PARTS)[1:]:
        lines_end = min((at for end in (b"\r\n\r\n", b"\n\n") if (at := part.find(end)) >= 0), default=-1)
        if lines_end >= 0:
            yield _headers(part[: min(lines_end, _HEAD)].lstrip(b"\r\n")), part[lines_end:]


def _coding(about: Message) -> str:
    return str(about.get("Content-Transfer-Encoding") or "").strip().lower()


def _headers(data: bytes) -> Message:
    return BytesHeaderParser().parsebytes(data)


def _decoded(data: bytes, coding: str) -> bytes:
    if coding == "quoted-printable":
        return binascii.a2b_qp(data)
    if coding == "base64":
        try:
            return binascii.a2b_base64(data)
        except binascii.Error:
            raise UnreadableFile(say("网页档案坏了。请用浏览器重新保存后再放入。")) from None
    return data
