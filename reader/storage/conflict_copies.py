"""Which files beside the user's file are copies of it that a sync client, or a person, has made."""

import re
from pathlib import Path

from reader.storage.foreign_database import SIDE_SUFFIXES

_COPY = re.compile(r".*\.sqlite|user.*\.sqlite[ ._(~-].*")
"""`user.sync-conflict-….sqlite` (Syncthing), `user (… conflicted copy …).sqlite` (Dropbox, Nextcloud, 坚果云),
`user-DESKTOP-….sqlite` (OneDrive), `user.sqlite.conflict1` (rclone), and any other remark in brackets."""
_UNFINISHED = re.compile(r"[.~].*|.*\.(tmp|temp|part|partial|filepart|crdownload|!sync|!ut|bts)")
"""What a client is still writing: hidden, or under a name that says so."""
_OURS = re.compile(rf".*({'|'.join(SIDE_SUFFIXES)})|.*\.set-aside-[0-9a-f-]+")


def copies_beside(own: Path) -> list[Path]:
    """Return the copies in the folder of a file, in order of their names. Raises OSError.

    Names are compared without case, as some disks do; there, a name in capitals may be the file itself.
    """
    copies = []
    for path in own.parent.iterdir():
        name = path.name.lower()
        is_copy = _COPY.fullmatch(name) and not _UNFINISHED.fullmatch(name) and not _OURS.fullmatch(name)
        if is_copy and path.name != own.name and not _is_same(path, own):
            copies.append(path)
    return sorted(copies)


def _is_same(path: Path, own: Path) -> bool:
    try:
        return path.samefile(own)
    except OSError:
        return False
