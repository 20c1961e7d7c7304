"""What the machine is asked: how much memory was taken, and to forget what it has read."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path


def peak_memory() -> int:
    """Bytes that this process has had in memory at most.

    Linux counts what a process was before it became this program, too, so /proc is asked there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def drop_from_cache(paths: Iterable[Path]) -> bool:
    """Lets the system forget what it has read of these files and folders; False where it can't be told to."""
    if sys.platform != "linux":
        return False
    for path in paths:
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.is_file():
                descriptor = os.open(file, os.O_RDONLY)
                os.fsync(descriptor)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)
    return True


def size_of(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
