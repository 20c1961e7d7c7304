"""The page in a web archive (MHTML), as browsers save one: a mail whose parts are the page and its pictures."""

import binascii
from email.message import Message
from email.parser import BytesHeaderParser

from reader.formats.file_format import SavedFile
from reader.formats.reading import UnreadableFile
from reader.i18n import say

_HEAD = 20_000
_MOST_PARTS = 2_000


def is_archive(data: bytes) -> bool:
    """Return whether bytes begin with the headers of an archive."""
    head = data[:_HEAD].lower()
    return b"multipart/related" in head and b"boundary=" in head and not head.lstrip().startswith(b"<")


def page_in(file: SavedFile) -> SavedFile:
    """Return the page that an archive was saved of, with its address. Raises UnreadableFile if there is none."""
    head = _headers(file.data[:_HEAD])
    address = str(head.get("Snapshot-Content-Location") or "")
    boundary = head.get_boundary()
    if boundary:
        found: SavedFile | None = None
        parts = file.data.split(b"--" + boundary.encode("utf-8", "replace"), _MOST_PARTS)
        for part in parts[1:]:
            lines_end = min((at for end in (b"\r\n\r\n", b"\n\n") if (at := part.find(end)) >= 0), default=-1)
            about = _headers(part[: min(lines_end, _HEAD)].lstrip(b"\r\n")) if lines_end >= 0 else Message()
            if about.get_content_type() not in ("text/html", "application/xhtml+xml"):
                continue
            place = str(about.get("Content-Location") or "")
            if found is None or (address and place == address):
                coding = str(about.get("Content-Transfer-Encoding") or "").strip().lower()
                found = SavedFile(file.name, _decoded(part[lines_end:], coding), address or place)
        if found is not None:
            return found
    raise UnreadableFile(say("网页档案里没有网页。请用浏览器重新保存后再放入。"))


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
