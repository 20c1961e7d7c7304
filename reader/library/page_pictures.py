"""The pictures of pages: finding the picture for an article, locating articles and text on it, and its tiles."""

from __future__ import annotations

import os
import posixpath
import tempfile
import threading
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from reader.formats.page_boxes import Box, LineBox, PageBoxes
from reader.formats.reading import MOST_BYTES
from reader.library.derived_data import Derived
from reader.library.printed_places import PrintedLines, Region, places_in, regions_of
from reader.newspaper.article import LineSpan, Where
from reader.newspaper.holdings import SourceRow, StoredArticle
from reader.pictures import page_files
from reader.pictures.page_files import Folder
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.folder import LibraryFolder
from reader.storage.platform_folders import places as platform_places
from reader.storage.regular_file import read_at_most

if TYPE_CHECKING:
    from reader.formats.web.page_map import PageMap
    from reader.pictures.pyramid import Pyramid

_PAGES = (".htm", ".html", ".shtml", ".mht", ".mhtml")
_MOST_LISTS = 1_000
"""Maximum number of saved web pages in a folder that are searched for the `<map>` of a page picture."""


class PagePicture(Struct, frozen=True):
    """A page picture in the library: its path, and the index of the page in a file of several pages.

    `page` is None if it is unknown until the text file has been read (`PagePictures.scan`).
    """

    path: str
    page: int | None = 0


class Absence(Struct, frozen=True):
    """Why an article has no page picture: its file is missing (`is_file_gone`), or no picture has a matching name.

    `page` is the label of the article's page; None if unknown. `others` are the names of pictures of other pages.
    """

    page: str | None = None
    others: tuple[str, ...] = ()
    is_file_gone: bool = False


class OutlinedArticle(Struct, frozen=True):
    """An article on a page picture: the regions in which it is printed, or the corners of its outline in a `<map>`."""

    id: int
    title: str
    regions: tuple[Region, ...] = ()
    corners: tuple[tuple[float, float], ...] = ()


class PageScan(Struct, frozen=True):
    """The picture of an article's page, and the positions of text and articles on it.

    `source` is the path of the text file, `lines` are its lines. If no positions are known, `page` is None, and
    `lines`, `articles` and `printed` are empty.
    """

    picture: PagePicture
    source: str
    page: PageBoxes | None = None
    lines: tuple[str, ...] = ()
    articles: tuple[OutlinedArticle, ...] = ()
    printed: PrintedLines = field(default_factory=PrintedLines)


class _ReadFile(Struct, frozen=True):
    """The content of a text file with the boxes of its lines."""

    path: str
    size: int
    mtime_ns: int
    lines: tuple[str, ...]
    pages: tuple[PageBoxes, ...]


class PagePictures:
    """The page pictures of a library. Every method may be called from any thread."""

    def __init__(self, folder: LibraryFolder, derived: Derived) -> None:
        self._folder = folder
        self._derived = derived
        self._lock = threading.Lock()
        self._last: _ReadFile | None = None
        self._folders: dict[str, Folder] = {}
        self._maps: dict[str, Sequence[PageMap]] = {}
        self._saved_from: dict[str, dict[str, str]] = {}

    def find(self, article_id: int) -> PagePicture | None:
        found = self._find(article_id)
        return found[2] if found else None

    def absence(self, article_id: int) -> Absence:
        """Return why `find` returns None for an article."""
        stored = self._derived.catalogue.article(article_id)
        sources = [source for source in stored.sources if not source.is_missing] if stored else []
        if stored is None or not sources:
            return Absence(is_file_gone=True)
        found = {path for each in sources for path in page_files.pictures_of_pages(each.path, self._list)}
        return Absence(stored.article.page, tuple(map(posixpath.basename, sorted(found))))

    def scan(self, article_id: int) -> PageScan | None:
        found = self._find(article_id)
        if found is None:
            return None
        stored, source, picture = found
        if (mapped := self._map_of(source)) is not None:
            boxes = PageBoxes(mapped.picture, mapped.width, mapped.height, ())
            return PageScan(
                picture, source.path, boxes, (), tuple(self._mapped(mapped, posixpath.dirname(source.path)))
            )
        read = self._read(source)
        page = _page_of(read.pages, source.source_lines) if read else None
        if picture.page is None:
            labels = self._derived.catalogue.files.pages_of_file(source.path)
            picture = replace(picture, page=_number_of(stored.article.page, labels) if page is None else page)
        if read is None or page is None:
            return PageScan(picture, source.path)
        boxes = read.pages[page]
        outlined = self._outlined(source.path, boxes.lines)
        return PageScan(picture, source.path, boxes, read.lines, outlined, PrintedLines(boxes.lines))

    def hits(self, scan: PageScan, needles: Sequence[str], besides: Container[int] = ()) -> list[Box]:
        """Return the boxes of all occurrences of the needles on a page, except in the articles `besides` (ids)."""
        from reader.search.answering import snippets

        found: list[Box] = []
        for outlined in scan.articles if needles else ():
            stored = self._derived.catalogue.article(outlined.id) if outlined.id not in besides else None
            if stored is None:
                continue
            for marks in snippets.marks(stored.article, needles):
                field = marks.field
                block = field.index if field.where is Where.BLOCK else None
                printed = places_in(scan.lines, stored.article, field.text, block)
                for start, end in marks.spans:
                    found += scan.printed.boxes_at(printed[start:end])
        return found

    def pyramid(self, picture: PagePicture, is_unwanted: Callable[[], bool] = lambda: False) -> Pyramid:
        """Return the tiles of a picture; if they are not cached, making them takes seconds.

        Raises LibraryError, and PictureUnwanted soon after `is_unwanted()` becomes true.
        """
        from reader.pictures.picture_process import PictureCache, PictureError

        try:
            descriptor = self._picture(picture.path)
            try:
                return PictureCache(platform_places().cache / "pictures").pyramid(
                    descriptor, picture.page or 0, is_unwanted
                )
            finally:
                os.close(descriptor)
        except PictureError as error:
            raise LibraryError(str(error)) from error
        except OSError as error:
            raise LibraryError(explain(error, self._folder.file(picture.path))) from error

    def _picture(self, path: str) -> int:
        """Return a file descriptor of a picture, which may be embedded in a saved web page. Raises OSError."""
        descriptor = self._folder.open(path)
        if not path.lower().endswith(_PAGES):
            return descriptor
        from reader.formats.reading import SavedFile
        from reader.formats.web.inner_picture import picture_in

        with tempfile.TemporaryFile() as copy:
            copy.write(picture_in(SavedFile(path, read_at_most(descriptor, MOST_BYTES))) or b"")
            copy.seek(0)
            return os.dup(copy.fileno())

    # -- which picture

    def _find(self, article_id: int) -> tuple[StoredArticle, SourceRow, PagePicture] | None:
        stored = self._derived.catalogue.article(article_id)
        for source in stored.sources if stored else ():
            if stored and not source.is_missing and (picture := self._picture_of(source, stored)) is not None:
                return stored, source, picture
        return None

    def _picture_of(self, source: SourceRow, stored: StoredArticle) -> PagePicture | None:
        if (mapped := self._map_of(source)) is not None:
            return PagePicture(mapped.picture)
        if page_files.is_picture(source.path):  # a PDF, or a picture whose text was recognised
            return PagePicture(
                source.path, None if source.path.lower().endswith(page_files.OF_SEVERAL) else 0
            )
        label = stored.article.page
        if label and (path := page_files.picture_of_page(source.path, label, self._list)) is not None:
            return PagePicture(path)
        path = page_files.picture_of(source.path, self._list)
        if path is not None:
            return PagePicture(path, None if path.lower().endswith(page_files.OF_SEVERAL) else 0)
        if source.reading is None or (read := self._read(source)) is None:
            return None
        page = _page_of(read.pages, source.source_lines)
        picture = read.pages[page].picture if page is not None else None
        path = page_files.picture_of(source.path, self._list, picture) if picture else None
        if path is None or page is None:
            return None
        return PagePicture(path, sum(each.picture == picture for each in read.pages[:page]))

    def forget_folders(self) -> None:
        """Clear the cached listings of folders, as pictures may have been added."""
        with self._lock:
            self._folders, self._maps, self._saved_from, self._last = {}, {}, {}, None

    def _list(self, path: str) -> Folder:
        with self._lock:
            known = self._folders.get(path)
        if known is None:
            known = listed(self._folder, path)
            with self._lock:
                self._folders[path] = known
        return known

    # -- the maps of digital papers

    def _map_of(self, source: SourceRow) -> PageMap | None:
        """Return the `<map>` of a digital paper's page with the source; None if it or its picture was not saved."""
        if source.reading is None or source.reading.format != "digital-paper":
            return None
        folder = posixpath.dirname(source.path)
        beside = (folder.replace("content", "layout"), folder.replace("content/", "", 1))
        places = (source.path, folder, *beside)
        own = {source.path, *(each for each, path in self._addresses(folder).items() if path == source.path)}
        for place in dict.fromkeys(places):  # often an article's own page has the map, too
            for mapped in self._maps_at(place):
                if any(article.target in own for article in mapped.articles):
                    if mapped.picture.lower().endswith(_PAGES):
                        return mapped
                    name = posixpath.basename(mapped.picture)
                    return mapped if name in self._list(posixpath.dirname(mapped.picture)).files else None
        return None

    def _addresses(self, folder: str) -> dict[str, str]:
        """Return the paths of the saved web pages of a folder by the URLs they were saved from.

        The links in the pages still contain these URLs.
        """
        with self._lock:
            known = self._saved_from.get(folder)
        if known is None:
            from reader.formats.web.markup import HEAD_BYTES, address_in
            from reader.formats.web.page_map import bare_address

            known = {}
            for name in self._list(folder).lists[:_MOST_LISTS]:
                path = posixpath.join(folder, name)
                with suppress(OSError), os.fdopen(self._folder.open(path), "rb") as file:
                    if address := bare_address(address_in(file.read(HEAD_BYTES))):
                        known[address] = path
            with self._lock:
                self._saved_from[folder] = known
        return known

    def _maps_at(self, place: str) -> Sequence[PageMap]:
        """Return the maps in a saved web page, or in the lists of articles among the pages of a folder; cached."""
        with self._lock:
            known = self._maps.get(place)
        if known is not None:
            return known
        from reader import formats
        from reader.formats.paper_address import address_of
        from reader.formats.reading import SavedFile, bytes_from
        from reader.formats.web.page_map import page_map

        paths = [posixpath.join(place, name) for name in self._list(place).lists[:_MOST_LISTS]]
        saved_from = {path: address for address, path in self._addresses(place).items()} if paths else {}
        found = []
        for path in [p for p in paths if address_of(saved_from.get(p, ""), p).is_list] or [place]:
            with suppress(formats.UnreadableFile):
                data = bytes_from(partial(self._folder.open, path))
                if (mapped := page_map(SavedFile(path, data))) is not None:
                    found.append(mapped)
        with self._lock:
            self._maps[place] = found
        return found

    def _mapped(self, mapped: PageMap, folder: str) -> Iterator[OutlinedArticle]:
        addresses = self._addresses(folder)
        for area in mapped.articles:
            path = addresses.get(area.target, area.target)
            for article_id, title, _ in self._derived.catalogue.files.articles_of_file(path):
                yield OutlinedArticle(article_id, title, corners=area.corners)

    # -- positions on the picture

    def _read(self, source: SourceRow) -> _ReadFile | None:
        """Return the text of a file with the boxes of its lines; None if it has no boxes or cannot be read.

        The last file read is cached.
        """
        from reader import formats
        from reader.formats import page_boxes
        from reader.formats.reading import SavedFile
        from reader.library.files_beside import FilesBeside, containers_of

        if source.reading is None or not page_boxes.can_have_boxes(source.reading.format):
            return None
        try:
            status = self._folder.file(source.path).stat()
        except OSError:
            return None
        last = self._last
        if last and (last.path, last.size, last.mtime_ns) == (
            source.path,
            status.st_size,
            status.st_mtime_ns,
        ):
            return last
        try:
            with containers_of(self._folder) as containers:
                data = containers.bytes_of(source.path)
                beside = FilesBeside(source.path, containers.bytes_of)
                text = formats.decode(data, source.path, beside=beside)
                pages = page_boxes.boxes_of(SavedFile(source.path, data, beside=beside), text)
        except formats.UnreadableFile:
            return None
        self._last = _ReadFile(source.path, status.st_size, status.st_mtime_ns, text.lines, pages)
        return self._last

    def _outlined(self, path: str, boxes: Sequence[LineBox]) -> tuple[OutlinedArticle, ...]:
        found = []
        for article_id, title, spans in self._derived.catalogue.files.articles_of_file(path):
            own = [each for each in boxes if any(a <= each.line <= b for a, b in spans)]
            if own:
                found.append(OutlinedArticle(article_id, title, regions_of(own)))
        return tuple(found)


def listed(folder: LibraryFolder, path: str) -> Folder:
    folders, files, lists = [], [], []
    try:
        with os.scandir(folder.root / path) as entries:
            for entry in entries:
                if page_files.is_picture(entry.name):
                    files.append(entry.name)
                elif entry.name.lower().endswith(_PAGES):
                    lists.append(entry.name)
                elif not entry.name.startswith(".") and entry.is_dir():
                    folders.append(entry.name)
    except OSError:
        return Folder((), ())
    return Folder(folders, files, sorted(lists))


def _page_of(pages: Sequence[PageBoxes], spans: Sequence[LineSpan]) -> int | None:
    """Return the index of the page with most of the lines in `spans`; None if no page has any of them."""
    counts = [sum(any(a <= line.line <= b for a, b in spans) for line in page.lines) for page in pages]
    most = max(counts, default=0)
    return counts.index(most) if most else None


def _number_of(label: str | None, labels: Sequence[str]) -> int:
    """Return the index of a page in its file: by the number in its label, else by the place of the label, else 0."""
    if label is None or len(labels) < 2:
        return 0
    if label.isascii() and label.isdecimal():
        return max(int(label[:4]) - 1, 0)
    return labels.index(label) if label in labels else 0
