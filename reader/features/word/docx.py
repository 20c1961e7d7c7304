"""Word documents (.docx). Headings by style delimit the articles; without headings, the parser finds them."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from reader.formats.books import (
    Cut,
    Paragraph,
    level_of_headlines,
    only,
    sources_of,
)
from reader.formats.page_names import day_in, is_paper
from reader.formats.reading import NotAnIssue, SavedFile, UnreadableFile
from reader.formats.several_heads import BREAK, articles_in_rows
from reader.formats.xml_tree import Package, children, descendants
from reader.i18n import count, say
from reader.newspaper.article import LinePart, Reading, SourceText

# python-docx, which writes dossiers, is not used for reading: its paragraphs lack tracked insertions, text
# boxes, content controls and footnotes, and it unpacks every part of a package at once, whatever its size
# (300 MB of a file with 0.3 MB). `Package` limits what is unpacked.

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_TAKEN_OUT = frozenset({"del", "moveFrom"})
_UNSEEN = frozenset({"Fallback", "rt", "instrText", "delText"}) | _TAKEN_OUT
"""Elements whose text is not read: deletions and moves, fallbacks of drawings, ruby text, field codes."""
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_PICTURES = frozenset({"blip", "imagedata"})
_TITLES = frozenset({"title", "标题", "標題"})
# in a damaged file, styles may be based on each other in a circle
_STYLE_STEPS = 10


_BY_NAME = {
    "subtitle": LinePart.DECK,
    "副标题": LinePart.DECK,
    "副標題": LinePart.DECK,
    "author": LinePart.BYLINE,
    "作者": LinePart.BYLINE,
    "署名": LinePart.BYLINE,
    "caption": LinePart.CAPTION,
    "题注": LinePart.CAPTION,
    "題注": LinePart.CAPTION,
}


class _Text(Struct):
    """The content of one paragraph: pieces of text, references to notes (kind, id), and its text boxes."""

    pieces: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class _Rows(Struct, frozen=True):
    """The rows of a table, and which paragraphs of the document they are: from `begin` on, before `end`."""

    cells: list[list[str]]
    begin: int
    end: int


_LONGEST_MERGED = 200
"""Maximum number of characters of a cell that are said again in each row that it goes on into: a day, a place."""
_MOST_COLUMNS = 64


_MOST_ROWS = 2
"""Number of rows of a table that sets texts beside each other: their headlines, and the texts."""
_LEAST_OF_COLUMN = 40


def _are_columns_of_text(rows: Sequence[Sequence[Element]]) -> bool:
    """Return whether a table sets texts beside each other: the cells of its last row have running text, all of them."""
    if not 0 < len(rows) <= _MOST_ROWS or len({len(row) for row in rows}) > 1 or len(rows[0]) < _MOST_ROWS:
        return False
    return all(len(_plain(cell)) >= _LEAST_OF_COLUMN for cell in rows[-1])


def _goes_on(cell: Element) -> bool:
    """Return whether a cell is the lower part of one that began in a row above."""
    properties = next(children(cell, "tcPr"), None)
    merge = next(children(properties, "vMerge"), None) if properties is not None else None
    return merge is not None and _value(merge, "val") in ("", "continue")


def _columns_of(cell: Element) -> int:
    """Return how many columns a cell takes."""
    properties = next(children(cell, "tcPr"), None)
    stated = _value_of_child(properties, "gridSpan") if properties is not None else ""
    if len(stated) > 3 or not stated.isdecimal():
        return 1
    return min(max(int(stated), 1), _MOST_COLUMNS)


class _Document:
    """The paragraphs of a document, and the amounts of what they don't contain.

    `pictures`, `numbers` (of automatically numbered paragraphs) and `comments` are counts; `deleted` (in tracked
    changes) and `margins` (headers and footers) are numbers of characters. Making it raises UnreadableFile if the file
    has no body or can't be unpacked.
    """

    def __init__(self, file: SavedFile) -> None:
        package = Package(file)
        body = _body(package)
        if body is None:
            raise UnreadableFile(say("Word 文件里没有正文，可能没有存完。请重新另存。"))
        self.paragraphs: list[Paragraph] = []
        self.pictures = 0
        self.numbers = 0
        self.deleted = 0
        self.comments = _number_of_comments(package)
        self.margins = _length_of_margins(package)
        self.tables: list[_Rows] = []
        self._styles = dict(_styles(package.tree("word/styles.xml")))
        self._notes = _notes(package)
        self._blocks(body)

    def _blocks(self, parent: Element) -> None:
        for element in parent:
            if element.tag == "p":
                text = _Text()
                self._text(element, text)
                kind, level = self._kind(element)
                self.numbers += next(descendants(element, "numPr"), None) is not None
                self._add(text, kind, level)
            elif element.tag == "tbl":
                self._table(element)
            elif element.tag not in _UNSEEN:
                self._blocks(element)

    def _table(self, table: Element) -> None:
        """Add a paragraph for each row: its cells, separated by ideographic spaces.

        A table that only sets columns of text beside each other is read column by column.
        """
        rows = [[*_cells(row)] for row in children(table, "tr")]
        if _are_columns_of_text(rows):
            for column in zip(*rows, strict=True):
                for cell in column:
                    self._blocks(cell)
            return
        before = len(self.paragraphs)
        merged: dict[int, str] = {}
        table_rows = [self._row(row, merged) for row in rows]
        self.tables.append(_Rows(table_rows, before, len(self.paragraphs)))

    def _row(self, row: Sequence[Element], merged: dict[int, str]) -> list[str]:
        """Add a paragraph for a row; return what is in its columns. `merged` has what is in the row above."""
        text = _Text()
        columns: list[str] = []
        for cell in row:
            part = _Text()
            self._text(cell, part)
            words = " ".join("".join(part.pieces).split())
            if _goes_on(cell):
                words = merged.get(len(columns), "")
            elif len(words) <= _LONGEST_MERGED:
                merged[len(columns)] = words
            else:
                merged.pop(len(columns), None)
            text.pieces.append(words + "\u3000")
            text.notes += part.notes
            text.boxes += part.boxes
            paragraphs = filter(None, (_plain(paragraph).strip() for paragraph in descendants(cell, "p")))
            is_alone = _goes_on(cell) or bool(part.boxes)
            columns += [words if is_alone else BREAK.join(paragraphs), *[""] * (_columns_of(cell) - 1)]
        self._add(text, LinePart.PARAGRAPH, 0)
        return columns

    def _add(self, text: _Text, kind: LinePart, level: int) -> None:
        lines = tuple(line.strip(" \u3000") for line in "".join(text.pieces).split("\n"))
        notes = tuple(filter(None, map(self._notes.get, text.notes)))
        if any(lines) or notes:
            self.paragraphs.append(Paragraph(tuple(filter(None, lines)), kind, level, notes))
        for box in text.boxes:
            self._blocks(box)

    def _text(self, element: Element, text: _Text) -> None:
        for child in element:
            tag = child.tag
            if tag == "t":
                text.pieces.append((child.text or "").replace("\n", " "))
            elif tag in _SIGNS:
                text.pieces.append(_SIGNS[tag])
            elif tag in _REFERENCES:
                text.notes.append((_REFERENCES[tag], _value(child, "id")))
            elif tag == "txbxContent":
                text.boxes.append(child)
            elif tag in _TAKEN_OUT:
                deleted = descendants(child, "delText", "t")
                self.deleted += sum(len(deleted_text.text or "") for deleted_text in deleted)
            elif tag not in _UNSEEN:
                self.pictures += tag in _PICTURES
                self._text(child, text)
                if tag == "p":
                    text.pieces.append(" ")

    def _kind(self, paragraph: Element) -> tuple[LinePart, int]:
        properties = next(children(paragraph, "pPr"), None)
        if properties is None:
            return LinePart.PARAGRAPH, 0
        level = _level(properties)
        if level is not None:
            return LinePart.HEADLINE, level
        style = _value_of_child(properties, "pStyle")
        return self._styles.get(style, (LinePart.PARAGRAPH, 0))


def _body(package: Package) -> Element | None:
    root = package.tree("word/document.xml")
    if root is None:
        return None
    return next(descendants(root, "body"), None)


def _notes(package: Package) -> dict[tuple[str, str], str]:
    """Return the texts of the notes by the name of their element (footnote, endnote) and their id."""
    texts: dict[tuple[str, str], str] = {}
    for kind in _REFERENCES.values():
        root = package.tree(f"word/{kind}s.xml")
        if root is None:
            continue
        for note in children(root, kind):
            paragraphs = filter(None, map(_plain, descendants(note, "p")))
            texts[kind, _value(note, "id")] = " ".join(paragraphs)
    return texts


def _number_of_comments(package: Package) -> int:
    root = package.tree("word/comments.xml")
    if root is None:
        return 0
    return len(list(children(root, "comment")))


def _length_of_margins(package: Package) -> int:
    """Return how many characters the headers and footers have, without white space."""
    length = 0
    for name in [*package.names("word/header"), *package.names("word/footer")]:
        root = package.tree(name) if name.endswith(".xml") else None
        if root is not None:
            length += len("".join(_plain(root).split()))
    return length


def _styles(root: Element | None) -> Iterator[tuple[str, tuple[LinePart, int]]]:
    """Yield the id of each style with the kind and heading level of its paragraphs, if known.

    They follow from the name or the outline level of the style, else from the style that it is based on.
    """
    if root is None:
        return
    style_by_id = {_value(style, "styleId"): style for style in descendants(root, "style")}
    for style_id in style_by_id:
        base_id = style_id
        for _ in range(_STYLE_STEPS):
            style = style_by_id.get(base_id)
            if style is None:
                break
            kind_and_level = _own_kind(style)
            if kind_and_level is not None:
                yield style_id, kind_and_level
                break
            base_id = _value_of_child(style, "basedOn")


def _own_kind(style: Element) -> tuple[LinePart, int] | None:
    """Return the kind and heading level of a style by its own name or outline level; None if these tell nothing."""
    name = _value_of_child(style, "name").strip().lower()
    match = _HEADING.fullmatch(name)
    if match:
        return LinePart.HEADLINE, int(match[1])
    if name in _TITLES:
        return LinePart.HEADLINE, 0
    if name in _BY_NAME:
        return _BY_NAME[name], 0
    for properties in children(style, "pPr"):
        level = _level(properties)
        if level is not None:
            return LinePart.HEADLINE, level
    return None


def _level(properties: Element) -> int | None:
    """Return the heading level, from 1 to 9, that properties of paragraphs state; None if they state none."""
    stated = _value_of_child(properties, "outlineLvl")
    if stated.isdigit() and int(stated) < 9:
        return int(stated) + 1
    return None


def _cells(row: Element) -> Iterator[Element]:
    """Yield the cells of a row, also those in content controls, but not those of tables in a cell."""
    for element in row:
        if element.tag == "tc":
            yield element
        elif element.tag in ("sdt", "sdtContent"):
            yield from _cells(element)


def _value(element: Element, name: str) -> str:
    """Return the value of an attribute in any namespace, "" without one."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _value_of_child(element: Element, name: str) -> str:
    """Return the value that the first child of this name has; "" if there is no such child."""
    child = next(children(element, name), None)
    if child is None:
        return ""
    return _value(child, "val")


def _plain(element: Element) -> str:
    return "".join(descendant.text or "" for descendant in descendants(element, "t"))


_MARK = b"word/document.xml"


def paragraphs_of_word(file: SavedFile) -> Sequence[Paragraph]:
    return _Document(file).paragraphs


class Docx:
    name = "docx"

    def certainty(self, file: SavedFile) -> float:
        if not file.data.startswith(b"PK"):
            return 0.0
        if _MARK in file.data:
            return 0.95
        if file.ending == ".docx":
            return 0.7
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        document = _Document(file)
        if not document.paragraphs:
            raise NotAnIssue(say("没有文字的 Word 文件"))
        left_out = tuple(_left_out(document))
        of_rows = _articles_in_table(file, document, left_out)
        if of_rows is not None:
            return of_rows
        level = level_of_headlines(document.paragraphs)
        if level is None:
            lines = list(
                chain.from_iterable((*paragraph.lines, *paragraph.notes) for paragraph in document.paragraphs)
            )
            return SourceText(file.name, "utf-8", tuple(lines), None, Reading("", 0.0, left_out))
        return only(_issues(file, document.paragraphs, level, left_out))


def _articles_in_table(file: SavedFile, document: _Document, left_out: Sequence[str]) -> SourceText | None:
    """Return the articles in the only table of a document whose columns are named; None for any other document."""
    if len(document.tables) != 1:
        return None
    (table,) = document.tables
    around = [*document.paragraphs[: table.begin], *document.paragraphs[table.end :]]
    lines = list(chain.from_iterable((*paragraph.lines, *paragraph.notes) for paragraph in around))
    for paragraph in document.paragraphs[table.begin : table.end]:
        lines += paragraph.notes
    return articles_in_rows(file.name, "utf-8", table.cells, lines, left_out)


def _issues(
    file: SavedFile, paragraphs: Sequence[Paragraph], level: int, left_out: tuple[str, ...]
) -> Sequence[SourceText]:
    cut = Cut(level)
    cut.through(paragraphs)
    head = list(chain.from_iterable(cut.head.values()))
    words = list(chain.from_iterable(line.split() for line in head))
    title = next(filter(is_paper, words), None)
    date = next(filter(None, map(day_in, head)), None)
    return sources_of(file.name, cut.articles, cut.head, title=title, date=date, left_out=left_out)


def _left_out(document: _Document) -> Iterator[str]:
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
