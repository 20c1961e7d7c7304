"""Folders as archives of which equal contents give equal bytes."""

import tarfile
import tempfile
from pathlib import Path
from typing import IO

import zstandard

_LEVEL = 22
_QUICK_LEVEL = 9
_WINDOW = 27
"""As a power of two: 128 MB, which `tar --zstd` unpacks without being asked."""
TIME = 315532800
"""1 January 1980: files have no other time."""


def write_tar(folder: Path, target: Path) -> None:
    """Write a folder as .tar.zst, with itself as the only thing at its top."""
    with target.open("wb") as file:
        _write(folder, file, _LEVEL)


def quick_size(folder: Path) -> int:
    """Return the bytes of an archive that is packed in a twentieth of the time, and an eighth larger for it."""
    with tempfile.TemporaryFile() as file:
        _write(folder, file, _QUICK_LEVEL)
        return file.tell()


def _write(folder: Path, file: IO[bytes], level: int) -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(
        level, window_log=_WINDOW, threads=-1, enable_ldm=True
    )
    with (
        zstandard.ZstdCompressor(compression_params=parameters).stream_writer(file, closefd=False) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.GNU_FORMAT) as archive,
    ):
        for path in (folder, *sorted(folder.rglob("*"))):
            archive.add(path, path.relative_to(folder.parent).as_posix(), recursive=False, filter=_settled)


def _settled(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = TIME
    is_program = entry.isdir() or entry.mode & 0o100
    entry.mode = 0o755 if is_program else 0o644
    return entry


def sizes(folder: Path) -> int:
    """Return how many bytes the files of a folder have."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
