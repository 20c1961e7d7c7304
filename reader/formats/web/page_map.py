"""The image map of a digital paper's page: the page's picture, and the area of each article on it."""

import html
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct
from selectolax.lexbor import LexborNode

from reader.formats.reading import SavedFile, UnreadableFile
from reader.formats.web.inner_picture import page_of_archive, picture_in
from reader.formats.web.markup import is_markup, page_of

MOST_AREAS = 500
MOST_POINTS = 400
"""Maximum number of points of an area; real ones have four to a few dozen."""
_WRITTEN = re.compile(r"[\"']([^\"'\s()]{1,200}\.s?html?)\b", re.IGNORECASE)
"""The file name of a page in a script: `javascript:open('content_12.htm')`."""
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,4})?")

Point = tuple[float, float]


class MappedArticle(Struct, frozen=True):
    """An area of an image map: its link as a path in the library or a `bare_address`, and its corners."""

    target: str
    corners: tuple[Point, ...]


class PageMap(Struct, frozen=True):
    """An image map with the areas of articles.

    `picture` is a path in the library, possibly of a missing file; for an embedded picture it is the path of
    the web page. `width` and `height` are the picture's size in the unit of the corners. If one is 0, it
    follows from the proportions of the picture; if both are, the unit is the picture's pixel.
    """

    picture: str
    width: float
    height: float
    articles: tuple[MappedArticle, ...]


def page_map(file: SavedFile) -> PageMap | None:
    try:
        unpacked = page_of_archive(file)
        if b"<area" not in unpacked.data.lower() or not is_markup(unpacked.data):
            return None
        page = page_of(unpacked)
    except UnreadableFile:
        return None
    tree, site = page.tree, "/".join(bare_address(page.address).split("/")[:3])
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
        articles = tuple(_articles(file.name, found, site))
        may_be_inside = source is None or unpacked is not file
        if picture is not None and may_be_inside and articles and picture_in(file) is not None:
            source = file.name
        if picture is not None and source is not None and articles:
            if _are_shares(found):
                return PageMap(source, 100.0, 100.0, articles)
            return PageMap(source, _side(picture, "width"), _side(picture, "height"), articles)
    return None


def _are_shares(found: LexborNode) -> bool:
    """Return whether the corners of an image map are given in percent."""
    coords = [area.attributes.get("coords") or "" for area in found.css("area")[:MOST_AREAS]]
    return any("%" in each for each in coords)


def _side(picture: LexborNode, side: str) -> float:
    """Return the displayed width or height of a picture in pixels; 0 if it is not stated."""
    styled = re.search(rf"(?:^|[;\s]){side}\s*:\s*(\d{{1,5}})px", picture.attributes.get("style") or "")
    return float(styled[1]) if styled else max(_length(picture.attributes.get(side)), 0.0)


def _articles(name: str, found: LexborNode, site: str) -> Iterator[MappedArticle]:
    for area in found.css("area")[:MOST_AREAS]:
        target = _target(name, area, site)
        numbers = [
            float(each) for each in _NUMBER.findall(area.attributes.get("coords") or "")[: 2 * MOST_POINTS]
        ]
        corners = tuple(zip(numbers[::2], numbers[1::2], strict=False))
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        if target is not None and len(corners) > 2:
            yield MappedArticle(target, corners)


def bare_address(address: str) -> str:
    """Return a URL without its scheme and fragment (`//host/path`), for comparison; "" for a relative one."""
    _, sign, rest = unquote(html.unescape(address)).partition("://")
    return f"//{rest.partition('#')[0]}" if sign else ""


def _target(name: str, area: LexborNode, site: str) -> str | None:
    """Return the link of an area: a path in the library, or a URL on the site that the page was saved from.

    Some sites have it in other attributes, for their scripts. None if there is no such link.
    """
    attributes = area.attributes
    href = attributes.get("href") or ""
    if not href or href.startswith(("#", "javascript:")):
        written = _WRITTEN.search(f"{href} {attributes.get('onclick') or ''}")
        href = attributes.get("daoxiang") or (written[1] if written else "")
    address = bare_address(href)
    return _inside(name, href) or (address if site and address.startswith(f"{site}/") else None)


def _inside(name: str, address: str | None) -> str | None:
    """Return the path in the library that a relative URL in the file `name` leads to; None if outside."""
    path = unquote(re.split("[?#]", (address or "").strip().replace("\\", "/"), maxsplit=1)[0])
    if not path or "://" in path or path.startswith(("/", "data:", "javascript:")):
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    return None if joined.startswith("..") else joined


def _length(stated: str | None) -> float:
    found = _NUMBER.fullmatch((stated or "").removesuffix("px").strip())
    return float(found[0]) if found else 0.0
