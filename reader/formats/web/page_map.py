"""The page of a digital paper that lists its articles: the picture of the page, and where on it each article stands."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from reader.formats.file_format import SavedFile
from reader.formats.reading import UnreadableFile
from reader.formats.web.markup import is_markup, page_of

MOST_AREAS = 500
MOST_POINTS = 400
"""Of an area; real ones have four to a few dozen."""
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,4})?")

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MappedArticle:
    """An area of a map: the page that it leads to, as a path of the library, and its corners."""

    target: str
    corners: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class PageMap:
    """`picture` is a path of the library, which may lead to nothing.

    `width` and `height` are the picture's in the unit of the corners; 0: its pixels.
    """

    picture: str
    width: float
    height: float
    articles: tuple[MappedArticle, ...]


def page_map(file: SavedFile) -> PageMap | None:
    """Return the map that a saved page has of its picture; None if it has none."""
    if b"<area" not in file.data.lower() or not is_markup(file.data):
        return None
    try:
        tree = page_of(file).tree
    except UnreadableFile:
        return None
    for found in tree.css("map"):
        name = (found.attributes.get("name") or found.attributes.get("id") or "").lower()
        picture = next(
            (
                each
                for each in tree.css("img[usemap]")
                if (each.attributes["usemap"] or "").lower() == f"#{name}"
            ),
            None,
        )
        source = _inside(file.name, picture.attributes.get("src")) if picture is not None else None
        articles = tuple(_articles(file.name, found))
        if picture is not None and source is not None and articles:
            width, height = (_length(picture.attributes.get(side)) for side in ("width", "height"))
            known = width > 0 < height
            return PageMap(source, width if known else 0.0, height if known else 0.0, articles)
    return None


def _articles(name: str, found: LexborNode) -> Iterator[MappedArticle]:
    for area in found.css("area")[:MOST_AREAS]:
        target = _inside(name, area.attributes.get("href"))
        numbers = [
            float(each) for each in _NUMBER.findall(area.attributes.get("coords") or "")[: 2 * MOST_POINTS]
        ]
        corners = tuple(zip(numbers[::2], numbers[1::2], strict=False))
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        if target is not None and len(corners) > 2:
            yield MappedArticle(target, corners)


def _inside(name: str, address: str | None) -> str | None:
    """Return what a relative address leads to from a file, as a path of the library; None if it leads out."""
    path = unquote(re.split("[?#]", (address or "").strip().replace("\\", "/"), maxsplit=1)[0])
    if not path or "://" in path or path.startswith(("/", "data:", "javascript:")):
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    return None if joined.startswith("..") else joined


def _length(told: str | None) -> float:
    found = _NUMBER.fullmatch((told or "").removesuffix("px").strip())
    return float(found[0]) if found else 0.0
