"""A single file packed with gzip, like `2024.json.gz`, as a container of that file."""

import gzip
import zlib
from typing import IO

from reader.formats.containers.container import (
    MOST_GROWN,
    MOST_RATIO,
    ContainedFile,
    Listing,
    Tell,
    bomb,
    broken,
    is_issue_path,
)
from reader.formats.containers.names import harmless
from reader.formats.reading import MOST_BYTES, too_large


class GzipFile:
    """A packed file as a container. Raises UnreadableFile if it is damaged, too large, or may be an archive bomb."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        own = harmless(name.rpartition("/")[2].rstrip()[: -len(".gz")])
        self._files: dict[str, bytes] = {}
        try:
            if not own or not is_issue_path(own):
                return
            with gzip.GzipFile(fileobj=file) as unpacked:
                data = unpacked.read(MOST_BYTES + 1)
            packed = file.tell()
        except (OSError, EOFError, zlib.error):
            raise broken() from None
        finally:
            file.close()
        if len(data) > max(MOST_GROWN, MOST_RATIO * packed):
            raise bomb()
        if len(data) > MOST_BYTES:
            raise too_large()
        self._files[own] = data

    def listing(self, tell: Tell) -> Listing:
        tell()
        return Listing(
            tuple(ContainedFile(name, len(data), zlib.crc32(data)) for name, data in self._files.items())
        )

    def read(self, path: str) -> bytes | None:
        return self._files.get(path)

    def close(self) -> None:
        self._files = {}
