"""A single file packed with gzip, like `2024.json.gz`, as a container of that file."""

import gzip
import zlib
from typing import IO

from reader.formats.containers.container import MOST_GROWN, MOST_RATIO, HeldFiles, bomb, broken, is_issue_path
from reader.formats.containers.names import harmless
from reader.formats.reading import MOST_BYTES, too_large


def opened(file: IO[bytes], name: str) -> HeldFiles:
    """Return a packed file as a container. Raises UnreadableFile if it is damaged, too large, or may be a bomb."""
    own = harmless(name.rpartition("/")[2].rstrip()[: -len(".gz")])
    try:
        if not own or not is_issue_path(own):
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
    return HeldFiles({own: data})
