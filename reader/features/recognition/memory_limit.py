"""Limits of the memory of a process that recognises pages, and how much of it is resident.

A process limits its own data: by an rlimit, on Windows by a job object. What is resident is watched by its parent, as
an rlimit doesn't count all that is mapped, and macOS keeps none.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MOST_RESIDENT = 780 * 1024 * 1024
"""The maximum of a child's resident memory in bytes; with its parent it is less than 900 MB."""
_MOST_DATA = 840 * 1024 * 1024
"""The maximum of a process's own data in bytes, with the gaps between what it has; of these, up to 200 MB stay."""
# M_MMAP_THRESHOLD of `malloc.h`, and values of it in bytes. What is as large goes back to the system when it is freed,
# which takes time; what is smaller leaves gaps.
_MMAP_THRESHOLD = -3
_LARGE = 32 << 20
_MEDIUM = 1 << 20


def limit_own_memory() -> None:
    """Limit the data of this process to `_MOST_DATA`; what needs more raises MemoryError, or ends the process."""
    if sys.platform == "win32":
        _limit_by_job()
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY:
        most = _MOST_DATA
    else:
        most = min(_MOST_DATA, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _tell_allocator(name: str, *values: int) -> None:
    """Call a function of glibc's allocator; does nothing where there is another one."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            getattr(ctypes.CDLL(None), name)(*values)


@contextmanager
def without_gaps() -> Iterator[None]:
    """Leave no gaps in memory, for work with few large objects."""
    _tell_allocator("mallopt", _MMAP_THRESHOLD, _MEDIUM)
    try:
        yield
    finally:
        _tell_allocator("mallopt", _MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Return the memory that was freed to the system, where the C library keeps it."""
    _tell_allocator("malloc_trim", 0)


def resident(process: int) -> int:
    """Return the resident memory of a process in bytes; 0 if it can't be told, as on Windows or of an ended one."""
    if sys.platform == "win32":
        return 0
    try:
        if sys.platform == "linux":
            with Path(f"/proc/{process}/status").open("rb") as file:
                return next((1024 * int(line.split()[1]) for line in file if line.startswith(b"VmRSS:")), 0)
        printed = subprocess.run(
            ["/bin/ps", "-o", "rss=", "-p", str(process)], capture_output=True, timeout=5, check=False
        )
        return 1024 * int(printed.stdout or b"0")
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0


if sys.platform == "win32":
    import ctypes

    class _Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of `winnt.h`; what is 0 is no limit."""

        _fields_ = (
            ("times", ctypes.c_int64 * 2),
            ("flags", ctypes.c_uint32),
            ("working_set", ctypes.c_size_t * 2),
            ("processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("classes", ctypes.c_uint32 * 2),
            ("read_and_written", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peaks", ctypes.c_size_t * 2),
        )

    # JobObjectExtendedLimitInformation; JOB_OBJECT_LIMIT_PROCESS_MEMORY and …_DIE_ON_UNHANDLED_EXCEPTION
    _EXTENDED = 9
    _MEMORY = 0x100
    _DIE = 0x400

    def _limit_by_job() -> None:
        kernel = ctypes.windll.kernel32
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.CreateJobObjectW.argtypes = ctypes.c_void_p, ctypes.c_void_p
        kernel.SetInformationJobObject.argtypes = (
            ctypes.c_void_p,
            ctypes.c_int,
            ctypes.c_void_p,
            ctypes.c_uint32,
        )
        kernel.AssignProcessToJobObject.argtypes = ctypes.c_void_p, ctypes.c_void_p
        job = kernel.CreateJobObjectW(None, None)  # as long as the process is in it, it exists
        limits = _Limits(flags=_MEMORY | _DIE, process_memory=_MOST_DATA)
        kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
