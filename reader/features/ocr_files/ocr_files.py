"""The formats of OCR results: ALTO, PAGE XML and hOCR."""

from collections.abc import Callable, Collection
from functools import partial

from msgspec import Struct

from reader.features.ocr_files import alto, hocr, page_xml
from reader.formats import page_boxes
from reader.formats.reading import SavedFile
from reader.formats.scans.page_source import source_of
from reader.formats.scans.scanned_page import ScannedPage
from reader.formats.xml_tree import root_of
from reader.newspaper.article import SourceText

Pages = tuple[list[ScannedPage], str]
"""The pages of a file, and its encoding."""


class Scan(Struct, frozen=True):
    """A format of OCR results; `read_pages` takes the file and the IDs that are recorded."""

    name: str
    certainty: Callable[[SavedFile], float]
    read_pages: Callable[[SavedFile, Collection[str]], Pages]

    def read(self, file: SavedFile) -> SourceText:
        pages, encoding = self.read_pages(file, ())
        return source_of(file, encoding, pages)


def _is_alto(file: SavedFile) -> float:
    return float(root_of(file.data) == "alto")


Alto = partial(Scan, "alto", _is_alto, alto.pages_of)


def _is_page_xml(file: SavedFile) -> float:
    return float(root_of(file.data) == "PcGts")


PageXml = partial(Scan, "page-xml", _is_page_xml, page_xml.pages_of)


def _hocr_pages(file: SavedFile, _names: Collection[str]) -> Pages:
    return hocr.pages_of(file)


Hocr = partial(Scan, "hocr", hocr.certainty, _hocr_pages)
_SCANS = (Alto(), PageXml(), Hocr())


def boxes_of(file: SavedFile, source: SourceText) -> tuple[page_boxes.PageBoxes, ...]:
    return page_boxes.of_scans(source, pages_of_ocr(file))


def is_of_ocr(data: bytes) -> bool:
    return any(scan.certainty(SavedFile("", data)) for scan in _SCANS)


def pages_of_ocr(file: SavedFile, names: Collection[str] = ()) -> list[ScannedPage]:
    # hOCR unless its root says otherwise
    scan = next((scan_format for scan_format in _SCANS if scan_format.certainty(file) == 1), _SCANS[-1])
    return scan.read_pages(file, names)[0]
