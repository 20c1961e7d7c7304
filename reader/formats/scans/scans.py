"""The formats of OCR results: ALTO, PAGE XML and hOCR."""

from collections.abc import Callable, Collection
from functools import partial

from msgspec import Struct

from reader.formats.reading import SavedFile
from reader.formats.scans import alto, hocr, page_xml
from reader.formats.scans.scanned_page import ScannedPage, source_of
from reader.formats.xml_tree import root_of
from reader.newspaper.article import SourceText


class Scan(Struct, frozen=True):
    """A format of OCR results; `read_pages` takes the file, whether lines have words, and the IDs that are recorded."""

    name: str
    certainty: Callable[[SavedFile], float]
    read_pages: Callable[[SavedFile, bool, Collection[str]], tuple[list[ScannedPage], str]]

    def read(self, file: SavedFile) -> SourceText:
        pages, encoding = self.read_pages(file, True, ())
        return source_of(file, encoding, pages)


Alto = partial(
    Scan,
    "alto",
    lambda file: float(root_of(file.data) == "alto"),
    lambda file, with_words, names: alto.pages_of(file, with_words=with_words, names=names),
)
PageXml = partial(
    Scan,
    "page-xml",
    lambda file: float(root_of(file.data) == "PcGts"),
    lambda file, with_words, names: page_xml.pages_of(file, with_words=with_words, names=names),
)
Hocr = partial(
    Scan, "hocr", hocr.certainty, lambda file, with_words, _: hocr.pages_of(file, with_words=with_words)
)
SCANS = (Alto(), PageXml(), Hocr())


def pages_of(file: SavedFile, *, with_words: bool, names: Collection[str] = ()) -> list[ScannedPage]:
    """Return the pages of an OCR result, which is hOCR unless its root says otherwise. Raises UnreadableFile."""
    scan = next((each for each in SCANS if each.certainty(file) == 1), SCANS[-1])
    return scan.read_pages(file, with_words, names)[0]
