"""What is in the files that are exported."""

import io
import zipfile
from collections.abc import Iterable


def text_of(pieces: Iterable[str | bytes]) -> str:
    """The text of a file, of XLSX that of its sheet."""
    data = b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()
