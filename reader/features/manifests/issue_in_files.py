"""Reads an issue whose pages are ALTO, PAGE XML, hOCR or text files in the folder of its manifest.

If the manifest states which blocks form which article, these are the articles; otherwise the parser divides the pages.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, groupby
from pathlib import PurePosixPath

from msgspec.structs import replace

from reader.features.manifests.mets_articles import Contents, PageLines, contents_of, text_of
from reader.features.manifests.mets_file import Issue
from reader.formats.decoding import PlainText
from reader.formats.page_boxes import LaidOut, PageWriter
from reader.formats.reading import NotAnIssue, SavedFile, UnreadableFile, is_text
from reader.formats.scans.scanned_page import (
    NumberedLine,
    ScannedBlock,
    ScannedLine,
    ScannedPage,
    lines_of,
    pages_of_ocr,
)
from reader.i18n import count, say
from reader.newspaper.article import StatedHead
from reader.newspaper.facts import Rule
from reader.plugs import all_plugs, answering

_MOST_BYTES = 400 * 1024 * 1024
"""Maximum size of all pages of an issue; a page has one to five MB."""


def laid_out(file: SavedFile, issue: Issue, encoding: str, rule: Rule) -> LaidOut:
    """Return the text of an issue, which the manifest `file` describes, with its printed lines and their words.

    `rule` is how the manifest makes known what it states.

    Raises UnreadableFile, NotAnIssue as `Format.read`.
    """
    held = _Pages(file, issue)
    if not any(text.line_count for text in held.texts):
        raise held.why_none()
    if issue.logical:
        contents = contents_of(issue.logical, held.by_file)
    else:
        contents = None
    left_out = tuple(held.left_out(contents.pictures if contents else 0))
    writer = _Writer(held.texts)
    writer.builder.add_masthead(issue.title, issue.date, f"第{issue.number}期" if issue.number else None)
    if not contents:
        stated = StatedHead(issue.title, issue.date, len(writer.builder.lines), rule=rule)
        return writer.laid_out_by_pages(file.name, encoding, stated, left_out)
    writer.add_stated(contents)
    return writer.laid_out(
        writer.builder.source(
            file.name,
            encoding,
            title=issue.title,
            date=issue.date,
            rule=rule,
            left_out=left_out,
        )
    )


class _Pages:
    """The texts of those pages of an issue whose files are available; `by_file` has them by file ID."""

    def __init__(self, file: SavedFile, issue: Issue) -> None:
        self._file = file
        self._bytes = 0
        self._unreadable: UnreadableFile | None = None
        self._remote = issue.remote
        self._missing = 0
        self.texts: list[PageLines] = []
        places_by_file = _named_places(issue)
        by_name: dict[str, PageLines] = {}
        for page in issue.pages:
            is_there = not page.texts
            if page.scanned is not None:
                self.texts.append(PageLines(page.label, [page.scanned], number=len(self.texts)))
                continue
            referred = [name for name in page.texts if name in places_by_file]
            for name in dict.fromkeys((*referred, *page.texts)):
                # requested even if not needed, so that all files of this page are known as no issues
                data = file.beside(name)
                is_read = any(text in by_name for text in page.texts)
                if data is not None and not is_read:
                    scanned = self._read(name, data, places_by_file.get(name, ()), page.picture)
                    if scanned:
                        by_name[name] = PageLines(page.label, scanned, number=len(self.texts))
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
        if not data.strip():  # of a page on which nothing is printed
            return []
        try:
            pages = _pages_of(SavedFile(name, data), places)
        except UnreadableFile as error:
            self._unreadable = self._unreadable or error
            return None
        blocks = chain.from_iterable(page.blocks for page in pages)
        lines = lines_of(blocks)
        if not any(line.text for line in lines):
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
            yield count(self._missing, "{n} 页的文字（不在旁边，或无法读取）")
        if self._remote:
            yield count(self._remote, "{n} 个在网上的文件")
        if pictures:
            yield count(pictures, "{n} 幅图片")


def _pages_of(file: SavedFile, places: Collection[str]) -> list[ScannedPage]:
    """Return the pages of a file with boxes, or the one page of a plain text. Raises UnreadableFile."""
    if is_text(PurePosixPath(file.name)):
        return [_page_of_text(file)]
    return answering(pages_of_ocr, all_plugs())(file, places)


def _page_of_text(file: SavedFile) -> ScannedPage:
    """Return the page of a plain text, which has no boxes; blank lines part its blocks. Raises UnreadableFile."""
    blocks = []
    for is_blank, lines in groupby(PlainText().read(file).lines, key=_is_blank):
        if not is_blank:
            printed_lines = tuple(ScannedLine(line.rstrip()) for line in lines)
            blocks.append(ScannedBlock(printed_lines, are_ordered=True))
    return ScannedPage(blocks, is_ordered=True)


def _is_blank(line: str) -> bool:
    return not line.strip()


class _Writer(PageWriter):
    """Writes an issue whose manifest states its articles, or else its pages."""

    def add_stated(self, contents: Contents) -> None:
        """Add masthead and articles as the manifest states them."""
        for _, lines in contents.masthead:
            for line in lines:
                if line.text:
                    self.builder.add_masthead(line.text)
                    self._place([line])
        for article in contents.articles:
            texts = [(part, text_of(lines) or words, lines) for part, lines, words in article.pieces]
            texts = [piece for piece in texts if piece[1].strip()]
            if texts:
                self.builder.add_article([(part, text) for part, text, _ in texts], article.page.label)
                numbers = [number for number, _ in self.builder.articles[-1].lines]
                for number, (_, _, lines) in zip(numbers, texts, strict=True):
                    self._place(lines, number)

    def _place(self, printed: Iterable[ScannedLine], number: int = 0) -> None:
        self.numbered += [
            NumberedLine(number or len(self.builder.lines), self._page_of[id(line)], line) for line in printed
        ]

    @cached_property
    def _page_of(self) -> Mapping[int, int]:
        """The numbers of the pages of printed lines, by their `id()`s."""
        page_by_line: dict[int, int] = {}
        for number, page in enumerate(self.pages):
            for block in page.blocks:
                page_by_line |= {id(line): number for line in block.lines}
        return page_by_line


def _named_places(issue: Issue) -> dict[str, set[str]]:
    """Return for each file name the element IDs in it that the logical structure refers to."""
    ids_by_file: dict[str, set[str]] = {}
    waiting = [issue.logical] if issue.logical else []
    while waiting:
        division = waiting.pop()
        waiting += division.parts
        for area in division.areas:
            if area.begin and area.file in issue.files:
                ids_by_file.setdefault(issue.files[area.file], set()).update(
                    filter(None, (area.begin, area.end))
                )
    return ids_by_file
