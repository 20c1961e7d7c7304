"""The picture of a newspaper page in the saved web page itself: in an MHTML archive, or as a data URL."""

import binascii
import html
import re
from urllib.parse import urljoin

from reader.formats.reading import SavedFile, UnreadableFile
from reader.formats.web import archive

_MAPPED = re.compile(rb"<img\b[^<>]*\busemap\b[^<>]*>", re.IGNORECASE)
_SOURCE = re.compile(rb"\bsrc\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_WRITTEN = re.compile(rb"data:image/[a-z.+-]{1,20};base64,([A-Za-z0-9+/=]+)", re.IGNORECASE)
_MOST_PICTURES = 20
"""Maximum number of pictures with an image map on a web page that are examined."""


def page_of_archive(file: SavedFile) -> SavedFile:
    """Return the main page of a web archive (MHTML); any other file unchanged. Raises UnreadableFile."""
    return archive.page_in(file) if archive.is_archive(file.data) else file


def picture_in(file: SavedFile) -> bytes | None:
    try:
        page = page_of_archive(file)
    except UnreadableFile:
        return None
    for tag in _MAPPED.findall(page.data)[:_MOST_PICTURES]:
        if (source := _SOURCE.search(tag)) is None:
            continue
        if written := _WRITTEN.match(source[1]):
            return _decoded(written[1])
        if page is not file:
            address = urljoin(page.address, html.unescape(source[1].decode("utf-8", "replace")))
            if (part := archive.part_at(file, address)) is not None:
                return part
    return None


def _decoded(written: bytes) -> bytes | None:
    try:
        return binascii.a2b_base64(written)
    except binascii.Error:
        return None
