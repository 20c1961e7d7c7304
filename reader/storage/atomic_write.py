"""A file that is written whole or not at all."""

import os
import uuid
from pathlib import Path

from reader.storage.folder import place_without_replacing
from reader.storage.foreign_files import sync_folder


def write_whole(target: Path, text: str, *, replaces: bool) -> None:
    """Raises OSError where it can't be written, FileExistsError where the name is taken and it never `replaces`: what
    was there before is there still, and nothing beside it.
    """
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            part.replace(target)
        else:
            place_without_replacing(part, target)
        sync_folder(target.parent)
    except OSError:
        part.unlink(missing_ok=True)
        raise
