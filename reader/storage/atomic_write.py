"""Writing a file atomically."""

import os
import uuid
from pathlib import Path

from reader.storage.folder import place_without_replacing
from reader.storage.foreign_files import sync_folder


def write_whole(target: Path, text: str, *, replaces: bool) -> None:
    """Write a file completely or not at all.

    Raises OSError if it can't be written, FileExistsError if the name is taken and `replaces` is false: then the former
    file is unchanged, and nothing is left beside it.
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
