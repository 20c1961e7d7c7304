"""IIIF presentation manifests (2 and 3) of an issue, with the texts of its pages in them or in the same folder.

Nothing is downloaded. A file named by a URL is looked for in the folder under the last part of the URL's path.
"""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from reader.features.manifests import issue_in_files
from reader.features.manifests.mets_file import Issue, IssuePage, day_in, local_name, title_in
from reader.formats.page_boxes import LaidOut, PageBoxes, of_laid_out
from reader.formats.reading import ReadBeside, SavedFile, UnreadableFile
from reader.formats.scans.scanned_page import ScannedBlock, ScannedLine, ScannedPage
from reader.formats.scans.scanned_words import without_stray_spaces
from reader.formats.web_lines import parts_in
from reader.i18n import say
from reader.newspaper.article import SourceText
from reader.newspaper.facts import Rule
from reader.newspaper.line_place import Box

_IS_MANIFEST = re.compile(rb'"@?type"\s*:\s*"(?:sc:)?Manifest"')
_IS_IIIF = re.compile(rb"iiif\.io/api/presentation")
_TYPE = re.compile(rb'"@?type"\s*:\s*"([\w:]{1,40})"')
_BEGIN = 100
_HEAD = 200_000
_MOST_BYTES = 16 * 1024 * 1024
_MOST_PARTS = 400_000
_MOST_PAGES = 2_000
_TEXTS = re.compile(r"\.(?:xml|hocr|x?html?)$", re.IGNORECASE)
_NUMBER = r"(\d{1,7}(?:\.\d{1,9})?)"
_REGION = re.compile(f"#xywh=(?:pixel:)?{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}")
_LABEL = re.compile(r"\W*(?:(?:第|p(?:age|\.)?)\s*)?([A-Za-z]?\d{1,3})\s*[版页頁]?\W*", re.IGNORECASE)
_TITLES = frozenset({"title", "newspaper", "题名", "報名", "报名", "标题", "titel", "titre"})
_LONGEST_TITLE = 120


class Iiif:
    """The format of JSON files that are an IIIF manifest."""

    name = "iiif"

    def certainty(self, file: SavedFile) -> float:
        head = file.data[:_HEAD]
        is_manifest = _IS_MANIFEST.search(head) and _IS_IIIF.search(head) and not are_annotations(head)
        if is_manifest:
            return 1.0
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        return laid_out(file).source


def laid_out(file: SavedFile) -> LaidOut:
    """Return an issue with its printed lines. Raises UnreadableFile."""
    return issue_in_files.laid_out(file, issue_of(file), "utf-8", Rule.IIIF)


def boxes_of(file: SavedFile, source: SourceText) -> tuple[PageBoxes, ...]:
    return of_laid_out(laid_out(file), source)


def issue_of(file: SavedFile) -> Issue:
    """Return the issue that a manifest describes. Raises UnreadableFile."""
    return _issue_of(_object_in(file.data), file.beside)


def _object_in(data: bytes) -> dict[str, Any]:
    """Return the JSON object of a file. Raises UnreadableFile if it is too large or no valid object."""
    if len(data) > _MOST_BYTES or data.count(b"{") + data.count(b"[") > _MOST_PARTS:
        raise UnreadableFile(say("清单太大，不像一期报纸的，没有读。"))
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise UnreadableFile(say("JSON 坏了，可能没有存完。请重新保存。")) from None
    if not isinstance(value, dict):
        raise UnreadableFile(say("JSON 坏了，可能没有存完。请重新保存。"))
    return value


def _labels(canvases: Sequence[dict[str, Any]]) -> list[str]:
    """Return the page labels if each canvas has one of its own, else the numbers of the pages from 1."""
    matches = [_LABEL.fullmatch(_words(canvas.get("label"))) for canvas in canvases]
    labels = [match[1] for match in matches if match and match[1]]
    if len(set(labels)) == len(canvases):
        return labels
    return [str(number) for number in range(1, len(canvases) + 1)]


def _issue_of(manifest: dict[str, Any], beside: ReadBeside) -> Issue:
    canvases = list(_canvases(manifest))[:_MOST_PAGES]
    page_addresses = [list(_texts(canvas)) for canvas in canvases]
    ends = Counter(end_of(address) for addresses in page_addresses for address in dict.fromkeys(addresses))
    pages = []
    remote = 0
    for canvas, label, addresses in zip(canvases, _labels(canvases), page_addresses, strict=True):
        texts = []
        for address in addresses:
            name = _beside(address, ends)
            if name is not None:
                texts.append(name)
        picture = next(_pictures(canvas), None)
        scanned = _scanned(canvas, picture, beside)
        if any(scanned and beside(name) is not None for name in texts):
            scanned = None
        remote += bool(addresses or _lists(canvas)) and not texts and scanned is None
        pages.append(IssuePage(label, tuple(dict.fromkeys(texts)), picture, scanned))
    label = " ".join(_words(manifest.get("label")).split())[:_LONGEST_TITLE]
    return Issue(tuple(pages), {}, remote, None, _title(manifest, label), _date(manifest, label), None)


def _canvases(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for sequence in _objects(manifest.get("sequences")):
        yield from _objects(sequence.get("canvases"))
    yield from (canvas for canvas in _objects(manifest.get("items")) if _kind(canvas) == "Canvas")


def _texts(canvas: dict[str, Any]) -> Iterator[str]:
    """Yield the URLs of the files with the text of a page."""
    for key in ("seeAlso", "rendering"):
        for link in _objects(canvas.get(key)):
            address = _address(link)
            stated = f"{link.get('format', '')} {link.get('profile', '')}".lower()
            if address and (_TEXTS.search(_path_of(address)) or "alto" in stated or "hocr" in stated):
                yield address


def _beside(address: str, ends: Counter[str]) -> str | None:
    """Return the name of a file in the manifest's folder for a URL; None if there can be none.

    `ends` counts the last parts of all URLs: that of an absolute URL is used only if it is unique.
    """
    name = local_name(address)
    if name is not None:
        return name
    end = end_of(address)
    if end and ends[end] == 1:
        return local_name(end)
    return None


def end_of(address: str) -> str:
    """Return the last part of the path of a URL."""
    return _path_of(address).rpartition("/")[2]


def _path_of(address: str) -> str:
    try:
        return unquote(urlsplit(address[:1_000]).path)
    except ValueError:
        return ""


def _pictures(canvas: dict[str, Any]) -> Iterator[str]:
    for image in _objects(canvas.get("images")):
        yield from filter(None, (_address(resource) for resource in _objects(image.get("resource"))))
    for annotation in _annotations(canvas, "items"):
        for body in _objects(annotation.get("body")):
            if _kind(body) == "Image" and (address := _address(body)):
                yield address


def _scanned(canvas: dict[str, Any], picture: str | None, beside: ReadBeside) -> ScannedPage | None:
    lines: list[ScannedLine] = []
    stated = [*_annotations(canvas, "annotations"), *_annotations(canvas, "otherContent")]
    for annotation in [*stated, *_annotations_beside(canvas, beside)]:
        bodies = [*_objects(annotation.get("body")), *_objects(annotation.get("resource"))]
        words = [str(body.get("value") or body.get("chars") or "") for body in bodies if _is_text(body)]
        box = _region(annotation.get("target") or annotation.get("on"))
        line_texts = []
        for text in words:
            for _, line_text in parts_in(text):
                line_texts.append(line_text)
        lines += [ScannedLine(without_stray_spaces(line_text), box) for line_text in line_texts]
    if not any(line.text for line in lines):
        return None
    return ScannedPage(
        [ScannedBlock(tuple(lines))], _number(canvas.get("width")), _number(canvas.get("height")), picture
    )


def _annotations(canvas: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    for page in _objects(canvas.get(key)):
        yield from _objects(page.get("items"))
        yield from _objects(page.get("resources"))


def _annotations_beside(canvas: dict[str, Any], beside: ReadBeside) -> Iterator[dict[str, Any]]:
    """Yield the annotations of a page that are in separate files."""
    for address in _lists(canvas):
        name = local_name(address) or local_name(end_of(address))
        data = beside(name) if name else None
        if data is not None and are_annotations(data):
            with suppress(UnreadableFile):
                yield from _annotations({"in": _object_in(data)}, "in")


def _lists(canvas: dict[str, Any]) -> list[str]:
    """Return the URLs of the annotation lists that are not included in the manifest."""
    addresses = []
    for page in (*_objects(canvas.get("annotations")), *_objects(canvas.get("otherContent"))):
        if not page.get("items") and not page.get("resources"):
            addresses.append(_address(page))
    return list(filter(None, addresses))


def are_annotations(data: bytes) -> bool:
    """Return whether a file is an annotation list, which a manifest may refer to."""
    if data[:_BEGIN].lstrip().startswith(b"{"):
        first = _TYPE.search(data[:_HEAD])
    else:
        first = None
    return first is not None and first[1].endswith((b"AnnotationPage", b"AnnotationList"))


def _is_text(body: dict[str, Any]) -> bool:
    is_text = _kind(body) in ("TextualBody", "ContentAsText", "Text")
    return is_text and body.get("purpose") not in ("tagging", "commenting")


def _region(target: object) -> Box | None:
    if isinstance(target, dict):
        selector = next(_objects(target.get("selector")), {})
        target = f"#{selector.get('value', '')}" if selector else _address(target)
    if isinstance(target, str):
        match = _REGION.search(target[-200:])
    else:
        match = None
    if match is None:
        return None
    left, top, width, height = map(float, match.groups())
    return left, top, left + width, top + height


def _title(manifest: dict[str, Any], label: str) -> str | None:
    for field in _objects(manifest.get("metadata")):
        if _words(field.get("label")).strip(" :：").lower() in _TITLES and (
            title := _words(field.get("value"))
        ):
            return title_in(title) or title[:_LONGEST_TITLE]
    return title_in(label) or label or None


def _date(manifest: dict[str, Any], label: str) -> dt.date | None:
    stated = manifest.get("navDate")
    return (day_in(stated[:10]) if isinstance(stated, str) else None) or day_in(label)


def _words(value: object) -> str:
    """Return the text of a label, which may be a string, a string with a language, or several languages."""
    for _ in range(4):
        if isinstance(value, dict):
            value = value.get("@value") or next(iter(value.values()), "")
        elif isinstance(value, list):
            value = value[0] if value else ""
    if isinstance(value, str):
        return " ".join(value.split())
    return ""


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects in a value, which may be a single object or a list."""
    parts = value if isinstance(value, list) else [value]
    for part in parts:
        if isinstance(part, dict):
            yield part


def _kind(value: dict[str, Any]) -> str:
    kind = value.get("type") or value.get("@type") or ""
    kinds: Iterable[object] = kind if isinstance(kind, list) else [kind]
    return next((kind_name.rpartition(":")[2] for kind_name in kinds if isinstance(kind_name, str)), "")


def _address(value: dict[str, Any]) -> str:
    address = value.get("id") or value.get("@id") or ""
    if isinstance(address, str):
        return address
    return ""


def _number(value: object) -> float:
    if isinstance(value, int | float) and 0 < value < 1e7:
        return float(value)
    return 0.0
