"""A single file packed with gzip, as a container of it."""

import gzip
import zlib
from typing import IO

from reader.formats.reading import (
    MOST_BYTES,
    MOST_GROWN,
    MOST_RATIO,
    HeldFiles,
    bomb,
    broken,
    harmless,
    is_issue_path,
    too_large,
)


def packed(file: IO[bytes], name: str) -> HeldFiles:
    """Return a single file packed with gzip as a container of it.

    Raises UnreadableFile if it is damaged, too large, or may be a bomb.
    """
    inner_name = harmless(name.rpartition("/")[2].rstrip()[: -len(".gz")])
    try:
        if not inner_name or not is_issue_path(inner_name):
            return HeldFiles({})
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
    return HeldFiles({inner_name: data})
