"""Writing a file, or a folder of files, atomically; and deleting the unfinished files of a killed program."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from reader.storage.folder import place_without_replacing
from reader.storage.regular_file import OpenFolder, new_part, sync_folder


def part_of(target: Path) -> Path:
    """Return a new path next to a file, at which it is written first; `forget_parts` recognizes such paths."""
    return target.with_name(new_part())


def forget_parts(*folders: Path) -> None:
    """Delete unfinished files older than an hour in the program's own folders: no process is still writing them."""
    for folder in folders:
        with suppress(OSError):
            if not folder.is_symlink():
                OpenFolder(folder, None).forget_parts()


def write_whole(
    target: Path, text: str | bytes | Iterable[str | bytes], *, replaces: bool, mode: int = 0o666
) -> None:
    """Write a file completely or not at all: a text, the pieces of one, or bytes.

    Raises OSError if it can't be written, FileExistsError if the name is taken and `replaces` is false, and what
    iterating over the pieces raises. Then the former file is unchanged, and no unfinished file is left.
    """
    with whole_file(target, replaces=replaces, mode=mode) as file:
        for piece in [text] if isinstance(text, str | bytes) else text:
            file.write(piece.encode() if isinstance(piece, str) else piece)


@contextmanager
def whole_file(target: Path, *, replaces: bool, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Yield a file to write to. It becomes `target` at the end of the block; on an exception it is deleted.

    It gets the permissions `mode`, as far as the user's mask allows. Raises like `write_whole`.
    """
    part = part_of(target)
    try:
        with open(part, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            part.replace(target)
        else:
            place_without_replacing(part, target)
        sync_folder(target.parent)
    except BaseException:  # also KeyboardInterrupt
        part.unlink(missing_ok=True)
        raise


def write_whole_folder(target: Path, files: Iterable[tuple[str, str]]) -> int:
    """Write a folder of texts, given with their paths in it, completely or not at all; return the number of files.

    If two texts have the same path, a number is added to the second one. Raises OSError; FileExistsError if `target`
    exists already.
    """
    if target.exists() or target.is_symlink():
        raise FileExistsError(str(target))
    part = part_of(target)
    taken: set[str] = set()
    try:
        part.mkdir()
        for path, text in files:
            # a path that is not taken, regardless of case, and take it
            stem, dot, ending = path.rpartition(".")
            free, number = path, 1
            while free.casefold() in taken:
                number += 1
                free = f"{stem} {number}{dot}{ending}"
            taken.add(free.casefold())
            (part / free).parent.mkdir(parents=True, exist_ok=True)
            (part / free).write_text(text, encoding="utf-8", newline="\n")
        part.rename(target)  # which replaces nothing but an empty folder
        sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return len(taken)
