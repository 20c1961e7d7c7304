"""Reads an issue whose pages are ALTO, PAGE XML or hOCR files in the folder of its manifest.

If the manifest states which blocks form which article, these are the articles; otherwise the parser divides the pages.
"""

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from reader.formats.manifests.mets_articles import Contents, PageText, contents_of, text_of
from reader.formats.manifests.mets_file import Issue
from reader.formats.reading import NotAnIssue, SavedFile, UnreadableFile
from reader.formats.scans import scanned_page
from reader.formats.scans.scanned_page import PlacedLine, ScannedLine, ScannedPage, WrittenLine
from reader.formats.scans.scans import pages_of
from reader.formats.text_builder import TextBuilder
from reader.i18n import count, say
from reader.newspaper.article import Reading, SourceText, StatedHead

_MOST_BYTES = 400 * 1024 * 1024
"""Maximum size of all pages of an issue; a page has one to five MB."""


class LaidOut(Struct, frozen=True):
    """The text of an issue, its pages, and its printed lines, each with its page and its line of the text."""

    source: SourceText
    pages: tuple[ScannedPage, ...]
    placed: tuple[PlacedLine, ...]


def laid_out(file: SavedFile, issue: Issue, encoding: str) -> LaidOut:
    """Return the text of an issue, which the manifest `file` describes, with its printed lines and their words.

    Raises UnreadableFile, NotAnIssue as `Format.read`.
    """
    held = _Pages(file, issue)
    if not any(text.line_count for text in held.texts):
        raise held.why_none()
    contents = contents_of(issue.logical, held.by_file) if issue.logical else None
    writer = _Writer(held.texts)
    writer.add_head(issue)
    if contents:
        writer.add_stated(contents)
    else:
        writer.add_pages(held.texts)
    left_out = tuple(held.left_out(contents.pictures if contents else 0))
    source = (
        writer.builder.source(
            file.name,
            encoding,
            title=issue.title,
            date=issue.date,
            is_dated_by_address=False,
            left_out=left_out,
        )
        if contents
        else SourceText(
            file.name,
            encoding,
            tuple(writer.builder.lines),
            reading=Reading("", 0.0, left_out),
            head=StatedHead(issue.title, issue.date, writer.head_lines),
        )
    )
    if source.reading is not None:
        printed = ((each.line, each.printed) for each in writer.placed)
        source = replace(
            source,
            reading=replace(source.reading, quality=scanned_page.quality_of(writer.pages)),
            certainty=scanned_page.certainty_of(source.lines, printed),
        )
    if not contents:
        source = scanned_page.with_places(source, writer.lines)
    return LaidOut(source, tuple(writer.pages), tuple(writer.placed))


class _Pages:
    """The texts of those pages of an issue whose files are available; `by_file` has them by file ID."""

    def __init__(self, file: SavedFile, issue: Issue) -> None:
        self._file = file
        self._bytes = 0
        self._unreadable: UnreadableFile | None = None
        self._remote = issue.remote
        self._missing = 0
        self.texts: list[PageText] = []
        named = _named_places(issue)
        by_name: dict[str, PageText] = {}
        for page in issue.pages:
            is_there = not page.texts
            if page.scanned is not None:
                self.texts.append(PageText(len(self.texts), page.label, [page.scanned], page.mark))
                continue
            for name in sorted(page.texts, key=lambda name: name not in named):
                # requested even if not needed, so that all files of this page are known as no issues
                data = file.beside(name)
                is_read = any(each in by_name for each in page.texts)
                if data is not None and not is_read:
                    scanned = self._read(name, data, named.get(name, ()), page.picture)
                    if scanned:
                        by_name[name] = PageText(len(self.texts), page.label, scanned)
                        self.texts.append(by_name[name])
                    is_there |= scanned is not None
            self._missing += not is_there
        self.by_file = {ID: by_name[name] for ID, name in issue.files.items() if name in by_name}

    def _read(
        self, name: str, data: bytes, places: Collection[str], picture: str | None
    ) -> list[ScannedPage] | None:
        """Return the pages of a file, [] if they have no words; None if the file can't be read.

        `places` are the element IDs that the manifest refers to.
        """
        self._bytes += len(data)
        if self._bytes > _MOST_BYTES:
            raise UnreadableFile(say("各页合起来太大，不像一期报纸。请按期拆开后再放入。"))
        try:
            pages = pages_of(SavedFile(name, data), names=places)
        except UnreadableFile as error:
            self._unreadable = self._unreadable or error
            return None
        has_words = any(line.text for page in pages for block in page.blocks for line in block.lines)
        if not has_words:
            return []
        return [replace(page, picture=picture or page.picture or name) for page in pages]

    def why_none(self) -> UnreadableFile:
        """Return the exception for an issue without text."""
        if self._unreadable is not None:
            return self._unreadable
        return NotAnIssue(
            say("一期的目录，各页的文字不在旁边")
            if self._missing or self._remote
            else say("一期的目录，没有文字")
        )

    def left_out(self, pictures: int) -> Iterator[str]:
        """Yield in words what of the issue was not read; `pictures` is the number of its pictures."""
        if self._missing:
            yield count(self._missing, "{n} 页的文字（不在旁边，或读不出来）")
        if self._remote:
            yield count(self._remote, "{n} 个在网上的文件")
        if pictures:
            yield count(pictures, "{n} 幅图片")


class _Writer:
    """Writes the lines of the text, and records which printed lines they were made from."""

    def __init__(self, texts: Iterable[PageText]) -> None:
        self.builder = TextBuilder()
        self.head_lines = 0
        self.placed: list[PlacedLine] = []
        self.lines: list[WrittenLine | None] = []
        self.pages = [page for text in texts for page in text.pages]
        self._page_of = {
            id(line): number
            for number, page in enumerate(self.pages)
            for block in page.blocks
            for line in block.lines
        }

    def add_head(self, issue: Issue) -> None:
        """Add a line with the title, date and number that the manifest states."""
        self.builder.add_masthead(issue.title, issue.date, f"第{issue.number}期" if issue.number else None)
        self.head_lines = len(self.builder.lines)

    def add_stated(self, contents: Contents) -> None:
        """Add masthead and articles as the manifest states them."""
        for _, lines in contents.masthead:
            for line in lines:
                if line.text:
                    self.builder.add_masthead(line.text)
                    self._place([line])
        for article in contents.articles:
            texts = [(part, text_of(lines) or words, lines) for part, lines, words in article.pieces]
            texts = [each for each in texts if each[1].strip()]
            if texts:
                self.builder.add_article([(part, text) for part, text, _ in texts], article.page.label)
                numbers = [number for number, _ in self.builder.articles[-1].lines]
                for number, (_, _, lines) in zip(numbers, texts, strict=True):
                    self._place(lines, number)

    def add_pages(self, texts: list[PageText]) -> None:
        """Add the pages line by line, each below its label, for the parser to find the articles."""
        lines = self.builder.lines
        first = 0
        for text in texts:
            mark = f"第{text.label}版" if text.mark is None else text.mark
            if mark and (len(texts) > 1 or text.mark):
                lines += ["", mark, ""][not lines :]
            elif lines:
                lines.append("")
            for written in scanned_page.written(text.pages, first):
                lines.append(written.text)
                self.lines += [None] * (len(lines) - 1 - len(self.lines)) + [written]
                self.placed += [PlacedLine(len(lines), written.page, line) for line in written.printed]
            first += len(text.pages)

    def _place(self, printed: Iterable[ScannedLine], number: int = 0) -> None:
        self.placed += [
            PlacedLine(number or len(self.builder.lines), self._page_of[id(line)], line) for line in printed
        ]


def _named_places(issue: Issue) -> dict[str, set[str]]:
    """Return for each file name the element IDs in it that the logical structure refers to."""
    named: dict[str, set[str]] = {}
    waiting = [issue.logical] if issue.logical else []
    while waiting:
        division = waiting.pop()
        waiting += division.parts
        for area in division.areas:
            if area.begin and area.file in issue.files:
                named.setdefault(issue.files[area.file], set()).update(filter(None, (area.begin, area.end)))
    return named
