"""Writing a file atomically."""

import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from reader.storage.folder import place_without_replacing
from reader.storage.foreign_files import sync_folder


def write_whole(target: Path, text: str | bytes | Iterable[str], *, replaces: bool) -> None:
    """Write a file completely or not at all: a text, the pieces of one, or bytes.

    What the making of the pieces raises ends the writing, too. Raises OSError if it can't be written,
    FileExistsError if the name is taken and `replaces` is false: then the former file is unchanged, and nothing is left
    beside it.
    """
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            for piece in [text] if isinstance(text, str | bytes) else text:
                file.write(piece.encode() if isinstance(piece, str) else piece)
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            part.replace(target)
        else:
            place_without_replacing(part, target)
        sync_folder(target.parent)
    except BaseException:  # also where a person has had enough of waiting
        part.unlink(missing_ok=True)
        raise
