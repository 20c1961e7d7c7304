"""The image map of a digital paper's page: the page's picture, and the area of each article on it."""

import html
import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from urllib.parse import unquote

from msgspec import field
from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from reader.features.web_pages.archive import page_in_archive, picture_in
from reader.formats.markup import HEAD_BYTES, address_in, is_markup, page_of
from reader.formats.page_names import address_of
from reader.formats.reading import SavedFile, UnreadableFile, bytes_from
from reader.library.page_pictures import PAGES, MappedArticle, PageMap, PageMaps
from reader.newspaper.holdings import SourceRow

MOST_AREAS = 500
MOST_POINTS = 400
"""Maximum number of points of an area; real ones have four to a few dozen."""
_WRITTEN = re.compile(r"[\"']([^\"'\s()]{1,200}\.s?html?)\b", re.IGNORECASE)
"""The file name of a page in a script: `javascript:open('content_12.htm')`."""
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,4})?")
_MOST_LISTS = 1_000
"""Maximum number of saved web pages in a folder that are searched for the `<map>` of a page picture."""


class FoundMaps(PageMaps):
    _maps: dict[str, Sequence[PageMap]] = field(default_factory=dict)
    _saved_from: dict[str, dict[str, str]] = field(default_factory=dict)

    def map_of(self, source: SourceRow) -> PageMap | None:
        folder = posixpath.dirname(source.path)
        near_folders = (folder.replace("content", "layout"), folder.replace("content/", "", 1))
        places = (source.path, folder, *near_folders)
        addresses = self._addresses(folder)
        page_paths = {source.path, *(address for address, path in addresses.items() if path == source.path)}
        for place in dict.fromkeys(places):  # often an article's own page has the map, too
            for mapped in self._maps_at(place):
                if not any(article.target in page_paths for article in mapped.articles):
                    continue
                name = posixpath.basename(mapped.picture)
                is_inside = mapped.picture.lower().endswith(PAGES)
                if not is_inside and name not in self.listed(posixpath.dirname(mapped.picture)).files:
                    return None
                paths = (
                    replace(
                        mapped_article, target=addresses.get(mapped_article.target, mapped_article.target)
                    )
                    for mapped_article in mapped.articles
                )
                return replace(mapped, articles=tuple(paths))
        return None

    def picture_in(self, file: SavedFile) -> bytes | None:
        return picture_in(file)

    def _addresses(self, folder: str) -> dict[str, str]:
        """Return the paths of the saved web pages of a folder by the URLs they were saved from.

        The links in the pages still contain these URLs.
        """
        path_by_address = self._saved_from.get(folder)
        if path_by_address is not None:
            return path_by_address
        path_by_address = {}
        for name in self.listed(folder).lists[:_MOST_LISTS]:
            path = posixpath.join(folder, name)
            with suppress(OSError), os.fdopen(self.folder.open(path), "rb") as file:
                address = _bare_address(address_in(file.read(HEAD_BYTES)))
                if address:
                    path_by_address[address] = path
        return self._saved_from.setdefault(folder, path_by_address)

    def _maps_at(self, place: str) -> Sequence[PageMap]:
        """Return the maps in a saved web page, or in the lists of articles among the pages of a folder; cached."""
        cached_maps = self._maps.get(place)
        if cached_maps is not None:
            return cached_maps
        paths = [posixpath.join(place, name) for name in self.listed(place).lists[:_MOST_LISTS]]
        if paths:
            saved_from = {path: address for address, path in self._addresses(place).items()}
        else:
            saved_from = {}
        maps = []
        for path in [p for p in paths if address_of(saved_from.get(p, ""), p).is_list] or [place]:
            with suppress(UnreadableFile):
                data = bytes_from(partial(self.folder.open, path))
                mapped = page_map(SavedFile(path, data))
                if mapped is not None:
                    maps.append(mapped)
        return self._maps.setdefault(place, maps)


def page_map(file: SavedFile) -> PageMap | None:
    try:
        unpacked = page_in_archive(file)
        if b"<area" not in unpacked.data.lower() or not is_markup(unpacked.data):
            return None
        page = page_of(unpacked)
    except UnreadableFile:
        return None
    tree = page.tree
    site = "/".join(_bare_address(page.address).split("/")[:3])
    for map_element in tree.css("map"):
        name = (map_element.attributes.get("name") or map_element.attributes.get("id") or "").lower()
        picture = next(
            (
                image
                for image in tree.css("img[usemap]")
                if (image.attributes["usemap"] or "").lower() == f"#{name}"
            ),
            None,
        )
        if picture is not None:
            source = _inside(file.name, picture.attributes.get("src"))
        else:
            source = None
        articles = tuple(_articles(file.name, map_element, site))
        may_be_inside = source is None or unpacked is not file
        if picture is not None and may_be_inside and articles and picture_in(file) is not None:
            source = file.name
        if picture is not None and source is not None and articles:
            if any(
                "%" in (area.attributes.get("coords") or "") for area in map_element.css("area")[:MOST_AREAS]
            ):
                return PageMap(source, 100.0, 100.0, articles)
            return PageMap(source, _side(picture, "width"), _side(picture, "height"), articles)
    return None


def _side(picture: LexborNode, side: str) -> float:
    """Return the displayed width or height of a picture in pixels; 0 if it is not stated."""
    styled = re.search(rf"(?:^|[;\s]){side}\s*:\s*(\d{{1,5}})px", picture.attributes.get("style") or "")
    if styled:
        return float(styled[1])
    return max(_length(picture.attributes.get(side)), 0.0)


def _articles(name: str, map_element: LexborNode, site: str) -> Iterator[MappedArticle]:
    for area in map_element.css("area")[:MOST_AREAS]:
        target = _target(name, area, site)
        numbers = [
            float(number_text)
            for number_text in _NUMBER.findall(area.attributes.get("coords") or "")[: 2 * MOST_POINTS]
        ]
        corners = tuple(zip(numbers[::2], numbers[1::2], strict=False))
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        if target is not None and len(corners) > 2:
            yield MappedArticle(target, corners)


def _bare_address(address: str) -> str:
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
    address = _bare_address(href)
    return _inside(name, href) or (address if site and address.startswith(f"{site}/") else None)


def _inside(name: str, address: str | None) -> str | None:
    """Return the path in the library that a relative URL in the file `name` leads to; None if outside."""
    path = unquote(re.split("[?#]", (address or "").strip().replace("\\", "/"), maxsplit=1)[0])
    if not path or "://" in path or path.startswith(("/", "data:", "javascript:")):
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    if joined.startswith(".."):
        return None
    return joined


def _length(stated: str | None) -> float:
    match = _NUMBER.fullmatch((stated or "").removesuffix("px").strip())
    if match:
        return float(match[0])
    return 0.0
