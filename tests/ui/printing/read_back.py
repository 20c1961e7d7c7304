"""PDF files read back by programs that are not ours."""

from io import BytesIO

import pypdf
import pypdfium2


def sheets(data: bytes) -> list[str]:
    """The text of each sheet, without white space, as pdfium (the reader in Chrome) gives it."""
    with pypdfium2.PdfDocument(data) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def sheets_by_pypdf(data: bytes) -> list[str]:
    """The same as pypdf gives it, which reads the content streams in their order."""
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(data)).pages]


def paper_sizes(data: bytes) -> list[tuple[int, int]]:
    """Width and height of each sheet, in millimetres."""
    with pypdfium2.PdfDocument(data) as document:
        return [
            (round(page.get_width() / 72 * 25.4), round(page.get_height() / 72 * 25.4)) for page in document
        ]


def grey(data: bytes) -> bytes:
    """The first sheet as pixels that are black or white."""
    with pypdfium2.PdfDocument(data) as document:
        return bytes((document[0].render(scale=1.5, grayscale=True).to_numpy() < 170).tobytes())


def about(data: bytes) -> dict[str, str]:
    """What the file says about itself, with the language of its text."""
    root = pypdf.PdfReader(BytesIO(data)).root_object
    with pypdfium2.PdfDocument(data) as document:
        return {**document.get_metadata_dict(), "Language": str(root["/Lang"])}
