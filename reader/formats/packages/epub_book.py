"""What an EPUB tells of itself: metadata, the order of its pages, and its table of contents (EPUB 2 and 3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from xml.etree.ElementTree import Element

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.formats.file_format import SavedFile
from reader.formats.packages.package import Package, place_of
from reader.formats.reading import UnreadableFile
from reader.formats.web.markup import page_of
from reader.formats.xml_tree import children, descendants
from reader.i18n import say

MOST_PAGES = 10_000
_EMPTY = re.compile(
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)[\s/>])"
    rb"([a-zA-Z][\w:.-]{0,40})((?:\s[^<>]{0,4000})?)/>"
)
"""In XHTML an element may be closed where it begins; in HTML the rest of the page would be in it."""
_OF_PAGES = ("application/xhtml+xml", "text/html", "application/xml", "text/xml")
_NCX = "application/x-dtbncx+xml"


@dataclass(frozen=True, slots=True)
class Point:
    """A line of the table of contents: the page and place it names, and the labels of the lines above it, outermost
    first. `is_leaf`: no line is below it.
    """

    label: str
    page: str
    place: str
    above: tuple[str, ...]
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class Book:
    """`pages` are the names of parts, in reading order; `metadata` the values by name (“title”, “date”, …)."""

    pages: tuple[str, ...]
    points: tuple[Point, ...]
    metadata: tuple[tuple[str, str], ...]

    def told(self, name: str) -> str:
        """Return the first value of that name, "" if there is none."""
        return next((value for each, value in self.metadata if each == name), "")


def book_of(package: Package) -> Book:
    """Return what a package tells. Raises UnreadableFile."""
    container = package.tree("META-INF/container.xml")
    roots = descendants(container, "rootfile") if container is not None else ()
    place = next((root.get("full-path", "") for root in roots), "")
    opf = package.tree(place)
    if opf is None:
        raise UnreadableFile(say("EPUB 里没有目录文件（OPF），可能没有存完。请重新下载或导出。"))
    items = {
        item.get("id", ""): (place_of(item.get("href", ""), place)[0], item)
        for item in descendants(opf, "item")
    }
    spine = next(descendants(opf, "spine"), None)
    listed = [items[idref] for ref in spine or () if (idref := ref.get("idref", "")) in items]
    pages = [name for name, item in listed if item.get("media-type", _OF_PAGES[0]) in _OF_PAGES]
    _check_readable(package, pages)
    contents = next(
        (name for name, item in items.values() if "nav" in item.get("properties", "").split()), ""
    )
    points = list(_points_of_nav(package, contents)) if contents else []
    if not points:
        of_spine = items.get(spine.get("toc", "") if spine is not None else "")
        of_type = next((each for each in items.values() if each[1].get("media-type") == _NCX), None)
        ncx = of_spine or of_type
        points = list(_points_of_ncx(package, ncx[0])) if ncx else []
    pages = [name for name in dict.fromkeys(pages) if name != contents]
    return Book(tuple(pages[:MOST_PAGES]), tuple(points), tuple(_metadata(opf)))


def tree_at(package: Package, name: str) -> LexborHTMLParser:
    """Return the tree of a page, empty if there is none. Raises UnreadableFile."""
    data = package.part(name) or b""
    if b"\0" not in data:
        data = _EMPTY.sub(rb"<\1\2></\1>", data)
    return page_of(SavedFile(name, data)).tree


def _metadata(opf: Element) -> Iterator[tuple[str, str]]:
    about = next(descendants(opf, "metadata"), None)
    for each in about.iter() if about is not None else ():
        if each.tag == "meta":
            name = each.get("name") or each.get("property") or ""
            yield name, each.get("content") or (each.text or "").strip()
        else:
            yield each.tag, (each.text or "").strip()


def _check_readable(package: Package, pages: list[str]) -> None:
    """Raise UnreadableFile if pages are encrypted; typefaces often are, which does not matter."""
    encryption = package.tree("META-INF/encryption.xml")
    if encryption is not None:
        locked = {place_of(each.get("URI", ""), "")[0] for each in descendants(encryption, "CipherReference")}
        if locked & set(pages):
            raise UnreadableFile(say("EPUB 有版权保护（DRM），文字是加密的，读不了。"))


def _points_of_ncx(package: Package, name: str) -> Iterator[Point]:
    root = package.tree(name)
    top = next(descendants(root, "navMap"), None) if root is not None else None
    stack: list[tuple[Iterator[Element], tuple[str, ...]]] = []
    if top is not None:
        stack.append((children(top, "navPoint"), ()))
    while stack:
        level, above = stack[-1]
        point = next(level, None)
        if point is None:
            stack.pop()
            continue
        text = next((each.text or "" for each in descendants(point, "text")), "")
        content = next(children(point, "content"), None)
        page, place = place_of(content.get("src", "") if content is not None else "", name)
        label = " ".join(text.split())
        below = list(children(point, "navPoint"))
        yield Point(label, page, place, above, not below)
        stack.append((iter(below), (*above, label)))


def _points_of_nav(package: Package, name: str) -> Iterator[Point]:
    navs = tree_at(package, name).css("nav")
    contents = next((nav for nav in navs if "toc" in (nav.attributes.get("epub:type") or "").split()), None)
    contents = contents or next(iter(navs), None)
    for item in islice(contents.css("li") if contents is not None else (), MOST_PAGES):
        link = _label(item)
        if link is not None:
            page, place = place_of(link.attributes.get("href") or "", name)
            above = tuple(_text(label) for each in _above(item) if (label := _label(each)) is not None)
            is_leaf = item.css_first("ol, ul", None) is None
            yield Point(_text(link), page, place, above, is_leaf)


def _above(item: LexborNode) -> list[LexborNode]:
    """Return the items that an item of a list lies in, outermost first."""
    found: list[LexborNode] = []
    node = item.parent
    while node is not None and node.tag != "nav" and len(found) < 10:
        if node.tag == "li":
            found.append(node)
        node = node.parent
    return found[::-1]


def _label(item: LexborNode) -> LexborNode | None:
    child = item.first_child
    while child is not None:
        if child.tag in ("a", "span"):
            return child
        child = child.next
    return None


def _text(node: LexborNode) -> str:
    return " ".join(node.text().split())
