"""The format of one issue taken from a table: each row is an article, its cells are the article's fields.

`containers.table_file` divides a table into issues, and encodes each as a file of this format.
"""

import re
from collections.abc import Iterator

import msgspec

from reader.formats.markup import page_of
from reader.formats.page_names import page_named
from reader.formats.reading import NotAnIssue, SavedFile, UnreadableFile
from reader.formats.scans.scanned_page import source_of
from reader.formats.tables.cells import table_of
from reader.formats.tables.page_rows import PAGE_MARK, pages_in
from reader.formats.text_builder import TextBuilder
from reader.formats.web_lines import lines_of, parts_of
from reader.i18n import say
from reader.language.dates.calendar import day_written
from reader.newspaper.article import LinePart, SourceText

MARK = b'{"yuebao":"rows"'


class TableArticle(msgspec.Struct, frozen=True, array_like=True):
    """The cells of an article's row; "" for a field without a column."""

    text: str = ""
    title: str = ""
    page: str = ""
    author: str = ""
    section: str = ""
    kicker: str = ""
    deck: str = ""


class IssueRows(msgspec.Struct, frozen=True, tag="rows", tag_field="yuebao"):
    """The rows of one issue. `date` is YYYY-MM-DD; `paper` and `date` are "" if unknown.

    `encoding` is that of the table's file, `unused` are the names of the columns that hold no known field.
    """

    encoding: str
    paper: str
    date: str
    rows: list[TableArticle]
    unused: list[str]


_DECODER = msgspec.json.Decoder(IssueRows)
_ENCODER = msgspec.json.Encoder()


def encoded(rows: IssueRows) -> bytes:
    return _ENCODER.encode(rows)


def decoded(data: bytes) -> IssueRows | None:
    try:
        return _DECODER.decode(data)
    except (ValueError, RecursionError):
        return None


_MARKUP = re.compile(r"</?(?:a|b|i|em|font|strong|span|u)(?:\s[^<>]*)?>", re.IGNORECASE)
_BLOCKS = re.compile(
    r"</?(?:p|br|div|li|h[1-6]|table|td|tr|en-note|section|article|blockquote|pre)\b[^<>]*>", re.IGNORECASE
)
_DECLARED = re.compile(r"<[?!][^<>]*>")
_HEADING = re.compile(r"#{1,6}\s+")
_BREAK = re.compile(r"[\r\n]+|\u3000{2,}|\\n")
"""What separates paragraphs in a cell: line ends, the indent of the next paragraph, a literal `\\n`."""


class TableRows:
    """The format of an issue in a table, as `encoded` writes it."""

    name = "table"

    def certainty(self, file: SavedFile) -> float:
        return 0.9 if file.data.startswith((MARK, PAGE_MARK)) else 0.0

    def read(self, file: SavedFile) -> SourceText:
        if file.data.startswith(PAGE_MARK):
            table = table_of(file.data.removeprefix(PAGE_MARK), is_json=False)
            return source_of(file, table.encoding, pages_in(table))
        issue = decoded(file.data)
        if issue is None:
            raise UnreadableFile(say("这不是表格里的一期。"))
        builder = TextBuilder()
        date = day_written(issue.date)
        builder.add_masthead(issue.paper, date)
        for row in issue.rows:
            builder.add_article(_parts(row), page_named(row.page) or row.page or None)
        if not builder.articles:
            raise NotAnIssue(say("没有文字的表格"))
        unused = say("没有用到的列：{columns}", columns=say("、").join(issue.unused)) if issue.unused else ""
        return builder.source(
            file.name,
            issue.encoding,
            title=issue.paper or None,
            date=date,
            is_dated_by_address=False,
            left_out=filter(None, [unused]),
        )


def _parts(row: TableArticle) -> list[tuple[LinePart, str]]:
    head = [
        (LinePart.SECTION, row.section),
        (LinePart.KICKER, row.kicker),
        (LinePart.HEADLINE, row.title),
        (LinePart.DECK, row.deck),
        (LinePart.BYLINE, row.author),
    ]
    parts = [(part, " ".join(text.split())) for part, text in head if text.strip()]
    return [*parts, *parts_in(row.text)]


def parts_in(text: str) -> Iterator[tuple[LinePart, str]]:
    """Yield the lines of a text in a cell or a member of JSON, which may be marked as in HTML or Markdown."""
    if (has_blocks := _BLOCKS.search(text) is not None) or _MARKUP.search(text):
        # what is no tag of it may have been read already
        page = page_of(
            SavedFile("", _DECLARED.sub("", text if has_blocks else text.replace("\n", "<br>")).encode())
        )
        yield from parts_of(lines_of(page.tree.body, are_cells_apart=False))
        return
    for piece in _BREAK.split(text):
        heading = _HEADING.match(piece.strip())
        if words := piece.strip()[heading.end() if heading else 0 :]:
            yield LinePart.SUBHEAD if heading else LinePart.PARAGRAPH, words
