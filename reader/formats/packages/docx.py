"""Word documents (.docx): headings by style are headlines; without any, the parser decides what the lines are."""

from collections.abc import Iterator, Sequence

from reader.formats.day_names import day_in
from reader.formats.file_format import SavedFile
from reader.formats.packages.book_days import only, sources_of
from reader.formats.packages.docx_paragraphs import Document, document_of
from reader.formats.packages.headed_text import Cut, Paragraph, level_of_headlines
from reader.formats.packages.package import Package
from reader.formats.reading import NotAnIssue
from reader.formats.web import paper_fields as fields
from reader.i18n import count, say
from reader.newspaper.source_text import SourceText
from reader.newspaper.told import Reading

_MARK = b"word/document.xml"


class Docx:
    """The format of Word documents."""

    name = "docx"

    def certainty(self, file: SavedFile) -> float:
        if not file.data.startswith(b"PK"):
            return 0.0
        return 0.95 if _MARK in file.data else 0.7 if file.ending == ".docx" else 0.0

    def read(self, file: SavedFile) -> SourceText:
        return only(self.issues(file))

    def issues(self, file: SavedFile) -> Sequence[SourceText]:
        """Return the text of every day in a document. Raises UnreadableFile."""
        document = document_of(Package(file))
        if not document.paragraphs:
            raise NotAnIssue(say("没有文字的 Word 文件"))
        left_out = tuple(_left_out(document))
        level = level_of_headlines(document.paragraphs)
        if level is None:
            lines = [line for each in document.paragraphs for line in (*each.lines, *each.notes)]
            return [SourceText(file.name, "utf-8", tuple(lines), None, Reading("", 0.0, left_out))]
        return _issues(file, document.paragraphs, level, left_out)


def _issues(
    file: SavedFile, paragraphs: Sequence[Paragraph], level: int, left_out: tuple[str, ...]
) -> Sequence[SourceText]:
    cut = Cut(level)
    cut.through(paragraphs)
    head = [line for lines in cut.head.values() for line in lines]
    words = [word for line in head for word in line.split()]
    return sources_of(
        file.name,
        cut.articles,
        cut.head,
        title=next(filter(fields.is_paper, words), None),
        date=next((day for line in head if (day := day_in(line))), None),
        left_out=left_out,
    )


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
