"""The pages of an ALTO file as XML, and what a page states that is recognised here."""

import re
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from reader.formats import xml_tree
from reader.formats.reading import SavedFile

UNKNOWN_SCRIPT = "unknown script"
"""What is stated in the QUALITY_DETAIL of a page whose script the recogniser does not know."""
_ROOT = re.compile(rb"<alto(?: [^<>]{0,4000})?>")
_PAGE = re.compile(rb"<Page(?:[ /][^<>]*)?>")
_MOST_PAGES = 5_000
"""Maximum number of pages of a file whose pages are read one by one."""


def roots_of(file: SavedFile) -> tuple[Element, str, Iterator[Element]]:
    """Return the root of a file, its encoding, and the elements that hold its pages.

    A file too large for one tree is read page by page; its root is then returned without the pages. Raises
    UnreadableFile, for a page also during the iteration.
    """
    begin = _ROOT.search(file.data, 0, 4000)
    if begin is None or not xml_tree.has_too_much(file.data):
        root, encoding = xml_tree.tree_of(file)
        return root, encoding, xml_tree.children(root, "Layout")
    places = list(islice(_places(file.data), _MOST_PAGES + 1))
    if len(places) > _MOST_PAGES:
        raise xml_tree.too_much()
    begins, ends = [begin for begin, _ in places], [end for _, end in places]
    rest = b"".join(file.data[at:to] for at, to in zip([0, *ends], [*begins, len(file.data)], strict=True))
    root, encoding = xml_tree.tree_of(replace(file, data=rest))
    return root, encoding, (_root_of_page(file, begin[0], *place) for place in places)


def _places(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the begin and end of each page in the bytes of a file."""
    at = 0
    while found := _PAGE.search(data, at):
        at = found.end() if found[0].endswith(b"/>") else data.find(b"</Page>", found.end()) + len(b"</Page>")
        if at < found.end():  # it has no end
            break
        yield found.start(), at


def _root_of_page(file: SavedFile, root: bytes, begin: int, end: int) -> Element:
    return xml_tree.tree_of(replace(file, data=b"%b%b</alto>" % (root, file.data[begin:end])))[0]
