"""Word documents (.docx): headings by style are headlines; without any, the parser decides what the lines are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reader.formats.file_format import SavedFile
from reader.formats.packages.docx_paragraphs import Document, Kind, Paragraph, document_of
from reader.formats.packages.package import Package
from reader.formats.page_names import page_named
from reader.formats.reading import NotAnIssue
from reader.formats.told_text import TextBuilder
from reader.formats.web import paper_fields as fields
from reader.i18n import count, say
from reader.newspaper.source_text import SourceText
from reader.newspaper.told import Part, Reading

_MARK = b"word/document.xml"
_LONGEST_HEAD = 200
"""Characters of what may stand above the first headline; more is an article without one."""
_PARTS = {
    Kind.TEXT: Part.PARAGRAPH,
    Kind.DECK: Part.DECK,
    Kind.BYLINE: Part.BYLINE,
    Kind.CAPTION: Part.CAPTION,
}


@dataclass(slots=True)
class _Article:
    page: str | None
    parts: list[tuple[Part, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def has_text(self) -> bool:
        return any(part is not Part.SECTION and part is not Part.HEADLINE for part, _ in self.parts)


class Docx:
    """The format of Word documents."""

    name = "docx"

    def certainty(self, file: SavedFile) -> float:
        if not file.data.startswith(b"PK"):
            return 0.0
        return 0.95 if _MARK in file.data else 0.7 if file.ending == ".docx" else 0.0

    def read(self, file: SavedFile) -> SourceText:
        document = document_of(Package(file))
        if not document.paragraphs:
            raise NotAnIssue(say("没有文字的 Word 文件"))
        left_out = tuple(_left_out(document))
        level = _level_of_headlines(document.paragraphs)
        if level is None:
            lines = [line for each in document.paragraphs for line in (*each.lines, *each.notes)]
            return SourceText(file.name, "utf-8", tuple(lines), None, Reading("", 0.0, left_out))
        return _written(file, document.paragraphs, level, left_out)


def _level_of_headlines(paragraphs: Sequence[Paragraph]) -> int | None:
    """Return the level of the headlines: the highest of which several have text below, else one; None without headings.

    A heading with a smaller one directly below, or that names a page, is a section's or a page's.
    """
    own: dict[int, int] = {}
    for heading, below in zip(paragraphs, [*paragraphs[1:], None], strict=True):
        if heading.kind is not Kind.HEADING or page_named(" ".join(heading.lines)):
            continue
        is_section = below is not None and below.kind is Kind.HEADING and below.level > heading.level
        own[heading.level] = own.get(heading.level, 0) + (not is_section)
    several = [level for level, number in own.items() if number > 1]
    return min(several or [level for level, number in own.items() if number], default=None)


def _written(
    file: SavedFile, paragraphs: Sequence[Paragraph], level: int, left_out: tuple[str, ...]
) -> SourceText:
    cut = _Cut(level)
    for each in paragraphs:
        cut.add(each)
    builder = TextBuilder()
    for line in cut.head:
        builder.add_masthead(line)
    for article in cut.articles:
        builder.add_article(
            [*article.parts, *((Part.PARAGRAPH, note) for note in article.notes)], article.page
        )
    words = [word for line in cut.head for word in line.split()]
    return builder.source(
        file.name,
        "utf-8",
        title=next(filter(fields.is_paper, words), None),
        date=next((day for line in cut.head if (day := fields.day_of(line))), None),
        is_dated_by_address=False,
        left_out=left_out,
    )


@dataclass(slots=True)
class _Cut:
    """The articles that a document is cut into, at headings of `level`, and the lines of its masthead."""

    level: int
    head: list[str] = field(default_factory=list)
    articles: list[_Article] = field(default_factory=list)
    page: str | None = None
    section: str = ""
    is_open: bool = False

    def add(self, each: Paragraph) -> None:
        if each.kind is Kind.HEADING and each.level <= self.level:
            text = " ".join(each.lines)
            if (label := page_named(text)) or each.level < self.level:
                self._part_off(text, label, each.level)
            else:
                self._begin(each)
        else:
            self._go_on(each)
        if self.is_open:
            self.articles[-1].notes += each.notes
        else:
            self.head += each.notes

    def _part_off(self, text: str, page: str | None, level: int) -> None:
        """Begin a page, a section, or below the document's title."""
        self.is_open = False
        if page:
            self.page, self.section = page, ""
        else:
            self.section = text if level else ""
        if page or not level:
            self.head.append(text)

    def _begin(self, heading: Paragraph) -> None:
        """Begin an article; a second headline directly below the first is the same one's."""
        if not self.is_open or self.articles[-1].has_text():
            section = [(Part.SECTION, self.section)] if self.section else []
            self.articles.append(_Article(self.page, section))
            self.is_open = True
        self.articles[-1].parts += [(Part.HEADLINE, line) for line in heading.lines]

    def _go_on(self, each: Paragraph) -> None:
        """Add what is no headline to the article; to the masthead what is little enough to stand above the first."""
        length = sum(map(len, (*self.head, *each.lines)))
        if not self.is_open and not self.articles and length <= _LONGEST_HEAD:
            self.head += each.lines
            return
        if not self.is_open:
            self.articles.append(_Article(self.page))
            self.is_open = True
        part = _PARTS.get(each.kind, Part.SUBHEAD)
        self.articles[-1].parts += [(part, line) for line in each.lines]


def _left_out(document: Document) -> Iterator[str]:
    if document.pictures:
        yield count(document.pictures, "{n} 幅图片")
    if document.margins:
        yield count(document.margins, "页眉页脚 {n} 字")
    if document.comments:
        yield count(document.comments, "{n} 条批注")
    if document.deleted:
        yield count(document.deleted, "修订中删去的 {n} 字")
    if document.numbers:
        yield count(document.numbers, "自动编号 {n} 处")
