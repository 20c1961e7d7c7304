"""Parses a METS file: pages with their files, logical structure, newspaper, date and number of the issue."""

import datetime as dt
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from msgspec import Struct

from reader.formats import xml_tree
from reader.formats.reading import SavedFile
from reader.formats.scans.scanned_page import ScannedPage

_XLINK = re.compile(r"\{[^{}]*\}(href|label|from|to)")
_TEXTS = re.compile(r"\.(?:xml|hocr|x?html?)$|^(?!\.\./).+\.txt$", re.IGNORECASE)
"""Files that may have the words of a page; a plain text outside of the manifest's folder is an issue of its own."""
_PLAIN = re.compile(r"\.txt$", re.IGNORECASE)
_PICTURES = re.compile(r"\.(?:jpe?g|png|tiff?|jp2|jpx|j2k|gif|webp)$", re.IGNORECASE)
_LESSER_PICTURES = re.compile(r"thumb|preview|mini|small", re.IGNORECASE)
_TRUTH = re.compile(r"\bGT\b", re.IGNORECASE)
_FULL_TEXT = re.compile("alto|fulltext|text|ocr$", re.IGNORECASE)
_MOST_PAGES = 2_000
_MOST_READINGS = 8
"""Maximum number of text files of a page: an OCR workflow may have one for each of its steps."""
_ISO = re.compile(
    r"(?<!\d)(1[5-9]\d\d|20\d\d)(?P<sign>[-/.]?)(0[1-9]|1[0-2])(?P=sign)(0[1-9]|[12]\d|3[01])(?!\d)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](1[5-9]\d\d|20\d\d)(?!\d)")
_DAYS = ("dateIssued", "issued", "date")
_NUMBER_IN_TITLE = re.compile(r"(?:n[o°ºr]\.?|第|#)\s*(\d{1,6})\s*[期号號]?", re.IGNORECASE)
_NUMBER = re.compile(r"(?:n[o°ºr]\.?|第|#|^)\s*(\d{1,6})\s*期?\s*$", re.IGNORECASE)
_HOLDER = re.compile("newspaper|periodical|volume|year|month|day|issue|edition", re.IGNORECASE)
_OF_ISSUE = re.compile("issue|print|collection", re.IGNORECASE)
"""The types of divisions that contain an issue (`_HOLDER`), and the IDs of an issue's metadata records."""
_BEFORE_DAY = re.compile(r"(?:\s*\(.*|[,\s]+n[ro°º]?\.?\s*\d*\W*|[\s,._–-]+)$", re.IGNORECASE)
_PLACEHOLDER = re.compile("placeholder|unknown|untitled", re.IGNORECASE)
_LONGEST_TITLE = 120
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LONGEST = 500


class Area(Struct, frozen=True):
    """A range of elements in a file, from ID `begin` to ID `end`; the whole file if `begin` is empty."""

    file: str
    begin: str = ""
    end: str = ""


class Division(Struct, frozen=True):
    """A division of the logical structure, such as an article or headline; `kind` is its type in capitals."""

    kind: str
    label: str
    areas: tuple[Area, ...]
    parts: tuple["Division", ...]


class IssuePage(Struct, frozen=True):
    """A page: `texts` are the names of the files with its text, the best first; `picture` names its picture.

    `scanned` is its text if the manifest itself contains it.
    """

    label: str
    texts: tuple[str, ...]
    picture: str | None
    scanned: ScannedPage | None = None


class Issue(Struct, frozen=True):
    """What a manifest states about an issue.

    `files` are the names of files by ID; `remote` is the number of files that are not in the manifest's
    folder. `logical` is the logical structure (articles and their parts), None if there are only pages.
    """

    pages: tuple[IssuePage, ...]
    files: Mapping[str, str]
    remote: int
    logical: Division | None
    title: str | None
    date: dt.date | None
    number: str | None


@xml_tree.uncollected()
def issue_of(file: SavedFile) -> tuple[Issue, str]:
    """Return the issue that a METS file describes, and the file's encoding. Raises UnreadableFile."""
    root, encoding = xml_tree.tree_of(file)
    files = _Files(root)
    physical = next(_maps(root, "physical"), None)
    pages = _pages(physical, files) or _pages_of_files(files)
    logical = next(_maps(root, "logical"), None)
    links = _links(root, physical) if physical is not None else {}
    if logical is not None:
        division = _division(logical, links)
    else:
        division = None
    records = {child.get("ID", ""): child for child in xml_tree.children(root, "dmdSec")}
    stated = list(_records(logical if logical is not None else physical, records))
    titles = filter(None, map(_title, stated))
    numbers = filter(None, map(_number, stated))
    label = " ".join((root.get("LABEL") or "").split())[:_LONGEST_TITLE]
    header = next(xml_tree.children(root, "metsHdr"), None)
    if header is not None:
        creation_day = day_in(header.get("CREATEDATE") or "")
    else:
        creation_day = None
    dates = (date for date in map(_date, stated) if date not in (None, creation_day))
    issue = Issue(
        tuple(pages[:_MOST_PAGES]),
        files.names,
        files.remote,
        division,
        next(titles, None) or title_in(label),
        next(dates, None) or day_in(label),
        next(numbers, None),
    )
    return issue, encoding


class _Files:
    """The files in the `fileSec`: `names` are their paths and `groups` their uses, both by ID."""

    def __init__(self, root: Element) -> None:
        self.names: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.order: dict[str, int] = {}
        self.remote = 0
        waiting = [(child, "") for child in xml_tree.children(root, "fileSec")]
        while waiting:
            element, use = waiting.pop()
            if element.tag == "file":
                self._add(element, f"{use} {element.get('USE', '')}")
            else:
                use = f"{use} {element.get('USE', '')} {element.get('ID', '')}"
                waiting += [(inner_element, use) for inner_element in reversed(element)]

    def _add(self, element: Element, use: str) -> None:
        name = element.get("ID", "")
        places = [local_name(_xlink(child, "href")) for child in xml_tree.children(element, "FLocat")]
        local = next(filter(None, places), None)
        if local is None:
            self.remote += bool(places)
        elif name not in self.names:
            self.names[name] = local
            self.groups[name] = use
            self.order[name] = len(self.order)

    def texts(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the files that may have a page's text, the most likely first."""
        fit = [file_id for file_id in ids if _TEXTS.search(self.names.get(file_id, ""))]
        fit.sort(key=self.order.__getitem__, reverse=True)
        fit.sort(key=self._rank)
        return tuple(dict.fromkeys(self.names[file_id] for file_id in fit))[:_MOST_READINGS]

    def picture(self, ids: Iterable[str]) -> str | None:
        fit = [file_id for file_id in ids if _PICTURES.search(self.names.get(file_id, ""))]
        best = [file_id for file_id in fit if not _LESSER_PICTURES.search(self.groups[file_id])]
        for file_id in (*best, *fit):
            return self.names[file_id]
        return None

    def _rank(self, name: str) -> int:
        """Return the rank of a text file, 0 for the best; plain text, which has no places, is worse than any other."""
        use = self.groups[name]
        if _PLAIN.search(self.names[name]):
            return 3
        if _TRUTH.search(use):
            return 0
        if _FULL_TEXT.search(use):
            return 1
        return 2


def _maps(root: Element, kind: str) -> Iterator[Element]:
    """Yield the outermost divisions of all maps (`structMap`) of a kind; one without type is physical."""
    for child in xml_tree.children(root, "structMap"):
        stated = f"{child.get('TYPE', '')} {child.get('LABEL', '')}".lower()
        is_physical = "logical" not in stated and "single" not in stated
        if ("logical" in stated) if kind == "logical" else is_physical:
            yield from xml_tree.children(child, "div")


def _pages(physical: Element | None, file_index: _Files) -> list[IssuePage]:
    """Return the pages in order: the outermost divisions that refer to files."""
    if physical is None:
        return []
    pages: list[tuple[Element, list[str]]] = []
    waiting = [physical]
    while waiting:
        element = waiting.pop()
        files = [area.file for area in _areas(element)]
        if file_index.texts(files) or file_index.picture(files):
            pages.append((element, files))
        else:
            waiting += list(xml_tree.children(element, "div"))[::-1]
    if all(xml_tree.number(element.get("ORDER")) is not None for element, _ in pages):
        pages.sort(key=_place)
    labels = _labels([element for element, _ in pages])
    return [
        IssuePage(label, file_index.texts(files), file_index.picture(files))
        for label, (_, files) in zip(labels, pages, strict=True)
    ]


def _place(page: tuple[Element, list[str]]) -> float:
    element, _ = page
    return xml_tree.number(element.get("ORDER")) or 0.0


def _labels(pages: list[Element]) -> list[str]:
    """Return the printed page labels if they are unique and ascending, else the page numbers from 1."""
    printed = [(page.get("ORDERLABEL") or "").strip(" []") for page in pages]
    numbers = [int(label) for label in printed if label.isascii() and label.isdigit()]
    is_stated = all(0 < len(label) <= 5 and any(map(str.isdigit, label)) for label in printed)
    is_of_issue = numbers == sorted(numbers) and not (numbers and numbers[0] > len(pages))
    if is_stated and is_of_issue and len(set(printed)) == len(printed):
        return printed
    return [str(number) for number in range(1, len(pages) + 1)]


def _pages_of_files(file_index: _Files) -> list[IssuePage]:
    """Return a page for each text file of the best kind, sorted by name, for a METS file without pages."""
    ranks = {
        name: file_index._rank(name) for name in file_index.names if _TEXTS.search(file_index.names[name])
    }
    best = min(ranks.values(), default=0)
    names = dict.fromkeys(file_index.names[name] for name, rank in ranks.items() if rank == best)
    return [IssuePage(str(number), (name,), None) for number, name in enumerate(sorted(names), 1)]


def _areas(division: Element) -> list[Area]:
    areas = []
    for pointer in xml_tree.children(division, "fptr"):
        if pointer.get("FILEID"):
            areas.append(Area(pointer.get("FILEID", "")))
        for area in xml_tree.descendants(pointer, "area"):
            areas.append(Area(area.get("FILEID", ""), area.get("BEGIN", ""), area.get("END", "")))
    return areas


def _division(element: Element, links: Mapping[str, Iterable[Division]]) -> Division:
    """Return a division with its parts; the ranges linked to it (`links`, by ID) become its last parts."""
    parts = [_division(child, links) for child in xml_tree.children(element, "div")]
    parts += links.get(element.get("ID", ""), ())
    return Division(
        (element.get("TYPE") or element.get("LABEL") or "").upper(),
        (element.get("LABEL") or "").strip(),
        tuple(_areas(element)),
        tuple(parts),
    )


def _links(root: Element, physical: Element) -> dict[str, list[Division]]:
    """Return the ranges on pages (`structLink`) that logical divisions are linked to, by the IDs of these divisions.

    The label of a range is its kind (“Headline”). Links to whole pages are ignored, as they say nothing about articles.
    """
    places: dict[str, Division] = {}
    for descendant in xml_tree.descendants(physical, "div"):
        areas = tuple(area for area in _areas(descendant) if area.begin)
        if areas:
            if descendant.get("TYPE", "").lower() == "pagearea":
                kind = descendant.get("LABEL")
            else:
                kind = descendant.get("TYPE")
            places[descendant.get("ID", "")] = Division((kind or "").upper(), "", areas, ())
    divisions_by_id: dict[str, list[Division]] = {}
    for begin, end in dict.fromkeys(_linked(root)):
        if end in places:
            divisions_by_id.setdefault(begin, []).append(places[end])
    return divisions_by_id


def _linked(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the pairs of IDs of linked divisions, of direct links (`smLink`) and of groups (`smLinkGrp`)."""
    for section in xml_tree.children(root, "structLink"):
        for link in xml_tree.descendants(section, "smLink"):
            yield _xlink(link, "from").removeprefix("#"), _xlink(link, "to").removeprefix("#")
        for group in xml_tree.children(section, "smLinkGrp"):
            names = {
                _xlink(child, "label"): _xlink(child, "href").removeprefix("#")
                for child in xml_tree.children(group, "smLocatorLink")
            }
            for arc in xml_tree.children(group, "smArcLink"):
                yield names.get(_xlink(arc, "from"), ""), names.get(_xlink(arc, "to"), "")


def _xlink(element: Element, name: str) -> str:
    for key, value in element.attrib.items():
        match = _XLINK.fullmatch(key)
        if match and match[1] == name:
            return value
    return element.get(name, "")


def _records(top: Element | None, records: Mapping[str, Element]) -> Iterator[Element]:
    """Yield the metadata records of the issue, the most specific first: issue, year, newspaper."""
    own_records: list[Element] = []
    element = top
    while element is not None:
        own_records += [records[name] for name in (element.get("DMDID") or "").split() if name in records]
        inner = [
            child for child in xml_tree.children(element, "div") if _HOLDER.search(child.get("TYPE", ""))
        ]
        element = inner[0] if len(inner) == 1 else None
    of_issue = [record for name, record in records.items() if _OF_ISSUE.search(name)]
    yield from reversed(own_records)
    yield from of_issue
    if not own_records and not of_issue:
        yield from list(records.values())[:1]


def _title(record: Element) -> str | None:
    """Return the title in a record of MODS, or of Dublin Core, which may be the issue's: its day and number."""
    titles = [list(xml_tree.descendants(stated, "nonSort", "title")) for stated in _own(record, "titleInfo")]
    dublin = [[stated] for stated in _own(record, "title") if not titles]
    for stated in (*titles, *dublin):
        words = [(part.text or "").strip() for part in stated if part.text]
        title = " ".join(" ".join(words).split()).rstrip(" .")
        if stated in dublin and day_in(title) is not None:
            title = title_in(title) or ""
        if title and len(title) <= _LONGEST_TITLE and not _PLACEHOLDER.search(title):
            return title
    return None


def title_in(label: str) -> str | None:
    """Return the text before number and date of a label (“Le Gaulois no. 879 08.02.1882”), else None."""
    match = _ISO.search(label) or _DAY_FIRST.search(label)
    if match:
        title = _BEFORE_DAY.sub("", label[: match.start()])
    else:
        title = ""
    if not title or _PLACEHOLDER.search(title):
        return None
    return title


def _date(record: Element) -> dt.date | None:
    """Return the day on which the issue was published: `dateIssued` of MODS, `issued` or `date` of Dublin Core."""
    texts = []
    for name in _DAYS:
        for node in _own(record, name):
            texts.append(node.text or "")
    return next(filter(None, map(day_in, texts)), None)


def day_in(text: str) -> dt.date | None:
    match = _ISO.search(text[:60])
    numbers = match.group(1, 3, 4) if match else None
    if numbers is None and (match := _DAY_FIRST.search(text[:60])):
        numbers = match.groups()[::-1]
    try:
        if numbers:
            return dt.date(*map(int, numbers))
        return None
    except ValueError:
        return None


def _number(record: Element) -> str | None:
    stated = list(_own(record, "partNumber"))
    for detail in _own(record, "detail"):
        if detail.get("type", "").lower() in ("issue", "number"):
            stated += xml_tree.descendants(detail, "number")
    numbers = [_NUMBER.search((node.text or "").strip()[-40:]) for node in stated]
    numbers += [_NUMBER_IN_TITLE.search((node.text or "")[:_LONGEST_TITLE]) for node in _own(record, "title")]
    return next((number[1] for number in numbers if number), None)


def _own(record: Element, *names: str) -> Iterator[Element]:
    """Yield the elements with such names in a record, except those of a related item (`relatedItem`)."""
    waiting = [record]
    while waiting:
        element = waiting.pop()
        if element.tag in names:
            yield element
        elif element.tag != "relatedItem":
            waiting += list(element)[::-1]


def local_name(href: str) -> str | None:
    """Return a reference as a path relative to the folder of the manifest, with `/`; None if it is no relative path.

    URLs and absolute paths give None; `file://./ALTO/1.xml`, as docWorks writes it, is relative.
    """
    text = unquote(href.strip()[:_LONGEST]).replace("\\", "/").partition("#")[0]
    if text.lower().startswith("file:"):
        text = text[5:].removeprefix("//")
    if not text or _SCHEME.match(text) or text.startswith("/") or not text.isprintable():
        return None
    name = posixpath.normpath(text)
    if name == ".":
        return None
    return name
