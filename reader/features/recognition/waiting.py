"""The pictures that wait to be recognised, with the resolution that their files state."""

import os
from contextlib import suppress

from reader.features.recognition import rapid, tesseract
from reader.features.recognition.picture_recognition import waiting
from reader.i18n import say
from reader.library.answers import COMMAND, WaitingPicture, WaitingPictures
from reader.storage.folder import FolderError, LibraryFolder

_HEAD_BYTES = 65_536
_PER_INCH = 0.0254
_MOST_DPI = 5_000


class FoundWaiting(WaitingPictures):
    def look(self) -> tuple[WaitingPicture, ...]:
        with suppress(FolderError):
            return tuple(WaitingPicture(path, _dpi(self._folder, path)) for path in waiting(self._folder))
        return ()

    def hint(self) -> str:
        if rapid.is_there() or tesseract.program():
            return ""
        return say("识别要先装部件（约 100 MB，只装一次）：{command}", command=COMMAND)


def _dpi(folder: LibraryFolder, path: str) -> int | None:
    """Return the resolution that a picture states in dots per inch; None if it can't be read or states none."""
    try:
        descriptor = folder.open(path)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return stated_dpi(file.read(_HEAD_BYTES))


def stated_dpi(head: bytes) -> int | None:
    """Return the resolution in the first bytes of a PNG or JPEG, in dots per inch; None if none is stated there.

    PNG, third edition, 11.3.4.3 (pHYs); JPEG File Interchange Format 1.02, APP0.
    """
    dots = 0.0
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        at = head.find(b"pHYs", 0, _HEAD_BYTES)
        if at >= 0 and len(head) >= at + 13 and head[at + 12] == 1:
            dots = int.from_bytes(head[at + 4 : at + 8], "big") * _PER_INCH
    elif head.startswith(b"\xff\xd8\xff\xe0") and head[6:11] == b"JFIF\0" and len(head) >= 18:
        unit = {1: 1.0, 2: 2.54}.get(head[13], 0.0)
        dots = unit * int.from_bytes(head[14:16], "big")
    return round(dots) if 1 <= dots <= _MOST_DPI else None
