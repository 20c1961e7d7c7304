"""Running `djvutxt` on the bytes of a file, with bounded time, memory and output."""

import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from reader.formats.reading import UnreadableFile
from reader.i18n import say
from reader.pictures.picture_process import no_djvu

_MOST_SECONDS = 120
_MOST_MEMORY = 512 << 20
_MOST_OUTPUT = 64 << 20
"""Maximum bytes of what is printed; a page of 10,000 characters takes 0.5 million."""


def text_layer(data: bytes) -> bytes:
    """Return the text of a DjVu file's pages as `djvutxt` prints it. Raises UnreadableFile."""
    program = shutil.which("djvutxt")
    if program is None:
        raise UnreadableFile(no_djvu())
    with tempfile.TemporaryDirectory(prefix="reader-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "file.djvu"
        file.write_bytes(data)
        printed, status = _printed([program, "--detail=word", str(file)])
    if status:
        raise UnreadableFile(say("这个 DjVu 读不下去：文件可能坏了，或者太复杂。请另存为 PDF 后再放入。"))
    return printed


def _printed(command: list[str]) -> tuple[bytes, int]:
    """Return what a program prints, and how it ended: 0, or as one that was stopped."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        _limit_memory(child.pid)
        timer = threading.Timer(_MOST_SECONDS, child.kill)
        timer.start()
        try:
            assert child.stdout is not None
            printed = child.stdout.read(_MOST_OUTPUT + 1)
            if len(printed) > _MOST_OUTPUT:
                child.kill()
            status = child.wait()
        finally:
            timer.cancel()
            child.kill()
    return printed, status


def _limit_memory(process: int) -> None:
    """Limit the data of another process, where the system can; one that has ended needs no limit."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError):
            resource.prlimit(process, resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
