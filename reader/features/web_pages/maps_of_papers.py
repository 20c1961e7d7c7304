"""The image maps of a library's digital papers; what reads web pages is loaded for the first of their files."""

from msgspec import field

from reader.formats.reading import SavedFile
from reader.library.page_pictures import PageMap, PageMaps
from reader.newspaper.holdings import SourceRow


class MapsOfPapers(PageMaps):
    _of_pages: PageMaps | None = field(default=None)

    def map_of(self, source: SourceRow) -> PageMap | None:
        if source.reading is None or source.reading.format != "digital-paper":
            return None
        return self._maps_of_pages().map_of(source)

    def picture_in(self, file: SavedFile) -> bytes | None:
        return self._maps_of_pages().picture_in(file)

    def _maps_of_pages(self) -> PageMaps:
        from reader.features.web_pages.page_map import FoundMaps

        if self._of_pages is None:
            self._of_pages = FoundMaps(self.folder, self.listed)
        return self._of_pages
