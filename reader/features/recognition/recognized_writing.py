"""Writing recognised texts into files for other programs: ALTO as it is stored, hOCR, or plain text."""

from collections.abc import Iterator
from html import escape
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from reader import formats
from reader.formats import xml_tree
from reader.formats.reading import SavedFile
from reader.formats.scans.alto import roots_of
from reader.library.recognized_pictures import RecognizedPictures
from reader.storage.atomic_write import write_whole
from reader.storage.folder import LibraryFolder

FORMS = {"alto": ".xml", "hocr": ".hocr", "text": ".txt"}
"""The formats in which a text can be written, with the suffixes of the files."""


def write_out(folder: LibraryFolder, target: Path, form: str, below: tuple[str, ...] = ("",)) -> list[Path]:
    """Write the recognised texts of the pictures at or below these paths of a library into the folder `target`.

    The files have the names and folders of the pictures. Return their paths. Raises OSError; FileExistsError for a file
    that exists already and is not replaced.
    """
    pictures = RecognizedPictures(folder)
    scan = folder.scan(pictures.is_wanted)
    pictures.settle(scan)
    written = []
    for file in scan.files:
        if not any(path in ("", ".", file.path) or file.path.startswith(f"{path}/") for path in below):
            continue
        if (data := pictures.text_of(file.path)) is None:
            continue
        name = target / PurePosixPath(file.path).with_suffix(FORMS[form])
        name.parent.mkdir(parents=True, exist_ok=True)
        write_whole(name, as_form(form, file.path, data), replaces=False)
        written.append(name)
    return written


def as_form(form: str, path: str, alto: bytes) -> bytes:
    """Return the ALTO text of a picture, converted to one of the `FORMS`."""
    if form == "alto":
        return alto
    if form == "hocr":
        return "".join(_hocr(SavedFile(path, alto))).encode()
    try:
        lines = formats.decode(alto, path).lines
    except formats.NotAnIssue:
        lines = ()
    return "".join(f"{line}\n" for line in lines).encode()


def _hocr(file: SavedFile) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title>'
    yield '<meta name="ocr-capabilities" content="ocr_page ocr_line ocrx_word"/></head><body>\n'
    image = escape(PurePosixPath(file.name).name.replace('"', ""), quote=True)
    pages = (page for root in roots_of(file)[2] for page in xml_tree.descendants(root, "Page"))
    for number, page in enumerate(pages):
        size = f"0 0 {page.get('WIDTH', '0')} {page.get('HEIGHT', '0')}"
        yield f"<div class='ocr_page' title='image &quot;{image}&quot;; bbox {size}; ppageno {number}'>\n"
        for line in xml_tree.descendants(page, "TextLine"):
            words = "".join(_hocr_words(line))
            yield f"<span class='ocr_line' title='bbox {_corners(line)}'>{words}</span>\n"
        yield "</div>\n"
    yield "</body></html>\n"


def _hocr_words(line: Element) -> Iterator[str]:
    for each in list(line)[:-1]:  # without the space at the end
        if each.tag == "SP":
            yield " "
        else:
            sure = round(100 * (xml_tree.number(each.get("WC")) or 0.0))
            title = f"bbox {_corners(each)}; x_wconf {sure}"
            yield f"<span class='ocrx_word' title='{title}'>{escape(each.get('CONTENT', ''))}</span>"


def _corners(element: Element) -> str:
    left, top, width, height = (
        round(xml_tree.number(element.get(name)) or 0) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    )
    return f"{left} {top} {left + width} {top + height}"
