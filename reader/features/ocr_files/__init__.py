"""OCR results of scanned pages (ALTO, PAGE XML, hOCR): pages of words with boxes."""

from reader.i18n import later
from reader.plugs import FileFormat, Plug

_FORMATS = (
    ("alto", later("ALTO（扫描页的识别结果）"), "Alto", ()),
    ("page-xml", later("PAGE XML（扫描页的识别结果）"), "PageXml", ()),
    ("hocr", later("hOCR（扫描页的识别结果）"), "Hocr", (".hocr",)),
)
_MODULE = "reader.features.ocr_files.ocr_files"

PLUG = Plug(
    "ocr_files",
    answers={"is_of_ocr": f"{_MODULE}:is_of_ocr", "pages_of_ocr": f"{_MODULE}:pages_of_ocr"},
    formats=tuple(
        FileFormat(
            name, label, f"{_MODULE}:{reader}", endings, boxes=f"{_MODULE}:boxes_of", states_certainty=True
        )
        for name, label, reader, endings in _FORMATS
    ),
)
