"""Files from Debian, pinned by their SHA-256 and kept in a folder."""

import hashlib
import urllib.request
from contextlib import suppress
from pathlib import Path

MIRRORS = (
    "http://deb.debian.org/debian",
    "http://archive.debian.org/debian",
    "http://snapshot.debian.org/archive/debian/20250601T000000Z",
)
"""Where Debian's packages are; what left the first is in the others."""
_SECONDS = 60


class NotToBeHad(Exception):
    """No mirror has the file as it is pinned."""


def fetched(path: str, digest: str, folder: Path) -> Path:
    """Return a file of Debian's archive, by its path there and its SHA-256; from `folder` if it lies there already.

    Raises NotToBeHad.
    """
    target = folder / path.rpartition("/")[2]
    if target.is_file() and _digest(target.read_bytes()) == digest:
        return target
    for mirror in MIRRORS:
        with suppress(OSError), urllib.request.urlopen(f"{mirror}/{path}", timeout=_SECONDS) as answer:
            data = answer.read()
            if _digest(data) == digest:
                folder.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                return target
    raise NotToBeHad(f"{path} (SHA-256 {digest})")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
