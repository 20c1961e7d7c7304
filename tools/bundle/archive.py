"""Folders as archives of which equal contents give equal bytes."""

import tarfile
from pathlib import Path

import zstandard

_LEVEL = 22
_WINDOW = 27
"""As a power of two: 128 MB, which `tar --zstd` unpacks without being asked."""
TIME = 315532800
"""1 January 1980: files have no other time."""


def write_tar(folder: Path, target: Path) -> None:
    """Write a folder as .tar.zst, with itself as the only thing at its top."""
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL, window_log=_WINDOW, threads=-1, enable_ldm=True
    )
    with (
        target.open("wb") as file,
        zstandard.ZstdCompressor(compression_params=parameters).stream_writer(file) as packed,
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
