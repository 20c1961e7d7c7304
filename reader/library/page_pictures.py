"""The pictures of pages: finding the picture for an article, locating articles and text on it, and its tiles."""

from __future__ import annotations

import os
import posixpath
import tempfile
import threading
from collections.abc import Callable, Container, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from reader import never
from reader.formats.page_boxes import Box, LineBox, PageBoxes
from reader.formats.reading import MOST_BYTES, SavedFile, UnreadableFile
from reader.library.derived_data import Derived
from reader.library.printed_places import PrintedLines, Region, places_in, regions_of
from reader.newspaper.article import Article, LineSpan, Where, is_in_spans
from reader.newspaper.holdings import SourceRow, StoredArticle
from reader.newspaper.picture_names import is_picture, may_be_several
from reader.pictures import page_files
from reader.pictures.page_files import Folder
from reader.plugs import all_plugs, answering
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.folder import LibraryFolder
from reader.storage.platform_folders import places as platform_places
from reader.storage.regular_file import read_at_most

if TYPE_CHECKING:
    from reader.pictures.picture_process import Pyramid

PAGES = (".htm", ".html", ".shtml", ".mht", ".mhtml")


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


class MappedArticle(Struct, frozen=True):
    """An area of an image map: the file of its article, as a path in the library, and its corners."""

    target: str
    corners: tuple[tuple[float, float], ...]


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


class PageMaps(Struct):
    """The image maps of page pictures in saved web pages, until folders are forgotten: without the feature, none.

    `listed` returns what lies in a folder.
    """

    folder: LibraryFolder
    listed: Callable[[str], Folder]

    def map_of(self, source: SourceRow) -> PageMap | None:
        """Return the map of the page with the source; None if it or its picture was not saved."""
        return None

    def picture_in(self, file: SavedFile) -> bytes | None:
        """Return the picture with a map that a saved web page contains."""
        return None


class PagePictures(Struct):
    """The page pictures of a library. Every method may be called from any thread."""

    _folder: LibraryFolder
    _derived: Derived
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _last: _ReadFile | None = None
    _folders: dict[str, Folder] = {}
    _known_maps: PageMaps | None = None

    def find(self, article_id: int) -> PagePicture | None:
        location = self._find(article_id)
        if location:
            return location[2]
        return None

    def absence(self, article_id: int) -> Absence:
        """Return why `find` returns None for an article."""
        stored = self._derived.catalogue.article(article_id)
        if stored is None or stored.sources_present() == ():
            return Absence(is_file_gone=True)
        paths: set[str] = set()
        for source in stored.sources_present():
            paths.update(page_files.pictures_of_pages(source.path, self._list))
        return Absence(stored.article.page, tuple(map(posixpath.basename, sorted(paths))))

    def scan(self, article_id: int) -> PageScan | None:
        """Return the picture of an article's page with what stands where on it; None if `find` finds no picture."""
        location = self._find(article_id)
        if location is None:
            return None
        stored, source, picture = location
        page_map = self._maps.map_of(source)
        if page_map is not None:
            boxes = PageBoxes(page_map.picture, page_map.width, page_map.height, ())
            return PageScan(picture, source.path, boxes, (), tuple(self._mapped(page_map)))
        text_file = self._read(source)
        if text_file is None:
            page = None
        else:
            page = _page_of(text_file.pages, source.source_lines)
        if picture.page is None and page is not None:
            picture = replace(picture, page=page)
        elif picture.page is None:
            labels = self._derived.catalogue.files.pages_of_file(source.path)
            picture = replace(picture, page=_number_of(stored.article.page, labels))
        if text_file is None or page is None:
            return PageScan(picture, source.path)
        boxes = text_file.pages[page]
        outlined = self._outlined(source.path, boxes.lines)
        return PageScan(picture, source.path, boxes, text_file.lines, outlined, PrintedLines(boxes.lines))

    def hits(self, scan: PageScan, needles: Sequence[str], besides: Container[int] = ()) -> list[Box]:
        """Return the boxes of all occurrences of the needles on a page, except in the articles `besides` (ids)."""
        boxes: list[Box] = []
        if not needles:
            return boxes
        for outlined in scan.articles:
            if outlined.id in besides:
                continue
            stored = self._derived.catalogue.article(outlined.id)
            if stored is not None:
                boxes += _hits_in(scan, stored.article, needles)
        return boxes

    def pyramid(self, picture: PagePicture, is_unwanted: Callable[[], bool] = never) -> Pyramid:
        """Return the tiles of a picture; if they are not cached, making them takes seconds.

        Raises LibraryError, and PictureUnwanted soon after `is_unwanted()` becomes true.
        """
        from reader.pictures.picture_process import PictureCache, PictureError

        try:
            descriptor, original = self.opened(picture.path)
            try:
                return PictureCache(platform_places().cache / "pictures").pyramid(
                    descriptor, picture.page or 0, is_unwanted, original
                )
            finally:
                os.close(descriptor)
        except (PictureError, UnreadableFile) as error:
            raise LibraryError(str(error)) from error
        except OSError as error:
            raise LibraryError(explain(error, self._folder.file(picture.path))) from error

    def opened(self, path: str) -> tuple[int, str | None]:
        """Return a file descriptor of a picture, which may be embedded in a saved web page or lie in an archive; and of
        a copy out of an archive the name of its original.

        Raises OSError, UnreadableFile.
        """
        from reader.library.archived_pictures import ArchivedPictures

        archived = ArchivedPictures(self._folder)
        file = archived.picture(path)
        if file is not None:
            return archived.copied(path), f"{self._folder.root}\n{path}\n{file.size}\n{file.mtime_ns}"
        descriptor = self._folder.open(path)
        if not path.lower().endswith(PAGES):
            return descriptor, None

        with tempfile.TemporaryFile() as copy:
            copy.write(self._maps.picture_in(SavedFile(path, read_at_most(descriptor, MOST_BYTES))) or b"")
            copy.seek(0)
            return os.dup(copy.fileno()), None

    # -- which picture

    def _find(self, article_id: int) -> tuple[StoredArticle, SourceRow, PagePicture] | None:
        """Return an article with the first of its files that has a picture of its page, and this picture."""
        stored = self._derived.catalogue.article(article_id)
        if stored is None:
            return None
        for source in stored.sources_present():
            picture = self._picture_of(source, stored.article.page)
            if picture is not None:
                return stored, source, picture
        return None

    def _picture_of(self, source: SourceRow, label: str | None) -> PagePicture | None:
        """Return the picture of the page with this label, as a map, the names of files, or the text file tell it."""
        page_map = self._maps.map_of(source)
        if page_map is not None:
            return PagePicture(page_map.picture)
        if is_picture(source.path):  # a PDF, or a picture whose text was recognised
            return _of_file(source.path)
        if label:
            path = page_files.picture_of_page(source.path, label, self._list)
            if path is not None:
                return PagePicture(path)
        path = page_files.picture_of(source.path, self._list)
        if path is not None:
            return _of_file(path)
        return self._picture_named_in_text(source)

    def _picture_named_in_text(self, source: SourceRow) -> PagePicture | None:
        """Return the picture that the text file names for the page of the source; None if there is none."""
        text_file = self._read(source) if source.reading is not None else None
        if text_file is None:
            return None
        page = _page_of(text_file.pages, source.source_lines)
        if page is None:
            return None
        name = text_file.pages[page].picture
        if not name:
            return None
        path = page_files.picture_of(source.path, self._list, name)
        if path is None:
            return None
        pages_before = [earlier for earlier in text_file.pages[:page] if earlier.picture == name]
        return PagePicture(path, len(pages_before))

    def forget_folders(self) -> None:
        """Clear the cached listings of folders, as pictures may have been added."""
        with self._lock:
            self._folders = {}
            self._known_maps = None
            self._last = None

    @property
    def _maps(self) -> PageMaps:
        with self._lock:
            if self._known_maps is None:
                self._known_maps = answering(PageMaps, all_plugs())(self._folder, self._list)
            return self._known_maps

    def _mapped(self, page_map: PageMap) -> Iterator[OutlinedArticle]:
        for area in page_map.articles:
            for article_id, title, _ in self._derived.catalogue.files.articles_of_file(area.target):
                yield OutlinedArticle(article_id, title, corners=area.corners)

    def _list(self, path: str) -> Folder:
        with self._lock:
            folder = self._folders.get(path)
        if folder is None:
            folder = listed(self._folder, path)
            with self._lock:
                self._folders[path] = folder
        return folder

    # -- positions on the picture

    def _read(self, source: SourceRow) -> _ReadFile | None:
        """Return the text of a file with the boxes of its lines; None if it has no boxes or cannot be read.

        The last file read is cached.
        """
        from reader import formats
        from reader.formats import page_boxes
        from reader.library.files_beside import FilesBeside, containers_of

        file_format = formats.read_as(source.reading)
        if file_format is None or not file_format.boxes:
            return None
        try:
            status = self._folder.holding_file(source.path).stat()
        except OSError:
            return None
        last = self._last
        version = (source.path, status.st_size, status.st_mtime_ns)
        if last and (last.path, last.size, last.mtime_ns) == version:
            return last
        try:
            with containers_of(self._folder) as containers:
                data = containers.bytes_of(source.path)
                near_files = FilesBeside(source.path, containers.bytes_of)
                text = formats.decode(data, source.path, beside=near_files)
                pages = page_boxes.boxes_of(SavedFile(source.path, data, beside=near_files), text)
        except formats.UnreadableFile:
            return None
        self._last = _ReadFile(*version, text.lines, pages)
        return self._last

    def _outlined(self, path: str, boxes: Sequence[LineBox]) -> tuple[OutlinedArticle, ...]:
        outlines = []
        for article_id, title, spans in self._derived.catalogue.files.articles_of_file(path):
            article_boxes = [box for box in boxes if is_in_spans(box.line, spans)]
            if article_boxes:
                outlines.append(OutlinedArticle(article_id, title, regions_of(article_boxes)))
        return tuple(outlines)


def _hits_in(scan: PageScan, article: Article, needles: Sequence[str]) -> list[Box]:
    """Return the boxes of all occurrences of the needles in an article of the page."""
    from reader.search.answering import snippets

    boxes: list[Box] = []
    for marks in snippets.marks(article, needles):
        block = marks.field.index if marks.field.where is Where.BLOCK else None
        printed = places_in(scan.lines, article, marks.field.text, block)
        for start, end in marks.spans:
            boxes += scan.printed.boxes_at(printed[start:end])
    return boxes


def _of_file(path: str) -> PagePicture:
    """Return the picture at a path; which page of several it is can be told once the text is read."""
    if may_be_several(path):
        return PagePicture(path, None)
    return PagePicture(path)


def listed(folder: LibraryFolder, path: str) -> Folder:
    """Return what lies in a folder of the library, or in an archive: folders, pictures, and web pages, which may name
    pictures; nothing if it can't be read.
    """
    folders = []
    files = []
    lists = []
    try:
        with os.scandir(folder.file(path)) as entries:
            for entry in entries:
                if is_picture(entry.name):
                    files.append(entry.name)
                elif entry.name.lower().endswith(PAGES):
                    lists.append(entry.name)
                elif not entry.name.startswith(".") and entry.is_dir():
                    folders.append(entry.name)
    except (FileNotFoundError, NotADirectoryError):
        from reader.library.archived_pictures import ArchivedPictures

        return ArchivedPictures(folder).folder(path)
    except OSError:
        return Folder((), ())
    return Folder(folders, files, sorted(lists))


def _lines_within(page: PageBoxes, spans: Sequence[LineSpan]) -> int:
    return sum(is_in_spans(line.line, spans) for line in page.lines)


def _page_of(pages: Sequence[PageBoxes], spans: Sequence[LineSpan]) -> int | None:
    """Return the index of the page with most of the lines in `spans`; None if no page has any of them."""
    counts = [_lines_within(page, spans) for page in pages]
    most = max(counts, default=0)
    if most:
        return counts.index(most)
    return None


def _number_of(label: str | None, labels: Sequence[str]) -> int:
    """Return the index of a page in its file: by the number in its label, else by the place of the label, else 0."""
    if label is None or len(labels) < 2:
        return 0
    if label.isascii() and label.isdecimal():
        return max(int(label[:4]) - 1, 0)
    if label in labels:
        return labels.index(label)
    return 0
