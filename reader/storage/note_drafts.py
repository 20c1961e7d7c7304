"""Drafts of notes: files beside the user's data, which exist only while a note is being written.

A draft is no record: it leaves no tombstone, and is neither merged nor backed up. A cancelled note leaves nothing
behind, and what was being written when the power failed is found again.
"""

import errno
import json
import os
from contextlib import suppress
from pathlib import Path

from reader.newspaper.note_draft import NoteDraft, draft_from_json, draft_to_json
from reader.storage.atomic_write import write_whole
from reader.storage.folder import OWN_FOLDER
from reader.storage.regular_file import RefusedFile, open_file
from reader.storage.user_file import DRAFTS

_LARGEST = 1 << 24
"""Maximum bytes of a draft."""
_MOST = 100
"""Maximum number of drafts that are read: nobody has begun more notes."""


class NoteDrafts:
    """The drafts in a folder; each is a file with its UUID as a name."""

    def __init__(self, user_folder: Path) -> None:
        self._user_folder = user_folder
        self._folder = user_folder / DRAFTS

    def keep(self, draft: NoteDraft) -> None:
        """Write a draft in place of its earlier version. Raises OSError."""
        in_library = self._user_folder.name == OWN_FOLDER  # whose folder may be on a drive that is away
        self._user_folder.mkdir(mode=0o700, parents=not in_library, exist_ok=True)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if self._folder.is_symlink():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self._folder))
        text = json.dumps(draft_to_json(draft), ensure_ascii=False)
        write_whole(self._path(draft), text.encode("utf-8", "replace"), replaces=True)

    def drop(self, draft: NoteDraft) -> None:
        """Remove a draft, and the folder when it was the last one. Raises OSError."""
        self._path(draft).unlink(missing_ok=True)
        with suppress(OSError):  # there are others, or there never was one
            self._folder.rmdir()

    def all(self) -> list[NoteDraft]:
        """Return the drafts that can be read, the last written first; other files are left alone."""
        found = []
        with suppress(OSError):
            if self._folder.is_symlink():
                return []
            for path in list(self._folder.glob("*.json"))[:_MOST]:
                with suppress(OSError, RefusedFile, ValueError, RecursionError):
                    with open_file(path) as file:
                        data = file.read(_LARGEST + 1)
                    if len(data) > _LARGEST:
                        raise ValueError(path.name)
                    draft = draft_from_json(json.loads(data))
                    if draft.uuid != path.stem:
                        raise ValueError(path.name)
                    found.append((path.lstat().st_mtime, draft))
        return [draft for _, draft in sorted(found, key=lambda each: each[0], reverse=True)]

    def _path(self, draft: NoteDraft) -> Path:
        return self._folder / f"{draft.uuid}.json"
