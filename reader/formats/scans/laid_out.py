"""The pages of a file as one text, each below its label, and where each of its printed lines is."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from reader.formats.scans import scanned_page
from reader.formats.scans.scanned_page import PlacedLine, ScannedPage, WrittenLine
from reader.formats.text_builder import TextBuilder
from reader.newspaper.article import Reading, SourceText, StatedHead


class LaidOut(Struct, frozen=True):
    """The text of an issue, its pages, and its printed lines, each with its page and its line of the text."""

    source: SourceText
    pages: tuple[ScannedPage, ...]
    placed: tuple[PlacedLine, ...]


class PageText(Struct):
    """The text of a page; `mark` is the line above it, None for that of its label."""

    label: str
    pages: Sequence[ScannedPage]
    mark: str | None = None


class PageWriter:
    """Writes the lines of the text, and records which printed lines they were made from."""

    def __init__(self, texts: Sequence[PageText]) -> None:
        self.builder = TextBuilder()
        self.placed: list[PlacedLine] = []
        self.pages = tuple(page for text in texts for page in text.pages)
        self._texts = texts

    def laid_out_by_pages(
        self, name: str, encoding: str, stated: StatedHead, left_out: tuple[str, ...] = ()
    ) -> LaidOut:
        """Return the pages line by line, below what was written before, for the parser to find the articles."""
        written = self._write_pages()
        found = self.laid_out(
            SourceText(
                name,
                encoding,
                tuple(self.builder.lines),
                reading=Reading("", 0.0, left_out),
                head=stated,
            )
        )
        return replace(found, source=scanned_page.with_places(found.source, written))

    def laid_out(self, source: SourceText) -> LaidOut:
        """Return what was written as `source`, with what the pages state of its quality."""
        if source.reading is not None:
            printed = ((each.line, each.printed) for each in self.placed)
            source = replace(
                source,
                reading=replace(source.reading, quality=scanned_page.quality_of(self.pages)),
                certainty=scanned_page.certainty_of(source.lines, printed),
            )
        return LaidOut(source, self.pages, tuple(self.placed))

    def _write_pages(self) -> list[WrittenLine | None]:
        lines, found = self.builder.lines, list[WrittenLine | None]()
        first = 0
        for text in self._texts:
            mark = f"第{text.label}版" if text.mark is None else text.mark
            if mark and (len(self._texts) > 1 or text.mark):
                lines += ["", mark, ""][not lines :]
            elif lines:
                lines.append("")
            for written in scanned_page.written(text.pages, first):
                lines.append(written.text)
                found += [None] * (len(lines) - 1 - len(found)) + [written]
                self.placed += [PlacedLine(len(lines), written.page, line) for line in written.printed]
            first += len(text.pages)
        return found
