"""The lines of a web page, or marked text, as displayed: a paragraph, a table row or cell, a piece between `<br>`s."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from selectolax.lexbor import LexborNode

from reader.formats.markup import page_of
from reader.formats.reading import SavedFile
from reader.newspaper.article import LinePart

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "founder-content",
        "founder-title",
        "founder-author",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "cms-content",
    ]
)
_UNSEEN = frozenset(
    [
        "button",
        "form",
        "head",
        "iframe",
        "input",
        "label",
        "map",
        "meta",
        "link",
        "nav",
        "object",
        "option",
        "script",
        "select",
        "style",
        "template",
        "textarea",
        "title",
        "svg",
        "video",
        "audio",
        "canvas",
    ]
)
_CELLS = frozenset({"td", "th"})
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHOWN_BY_SCRIPT = "js_content"
"""The id of the text of a WeChat public account's article, which is hidden until scripts have run."""
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0\u200b\ufeff]+")
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef]) ?[\r\n][ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
_LONGEST_NAMES = 80
"""Maximum number of characters of an element's `class` and of its `id` that are used."""
_LONGEST_SUBHEAD = 30
_LONGEST_CAPTION = 120
_SENTENCE_END = "。！？；：…，"
_OF_CAPTION = re.compile(
    r"caption|picdesc|pic_?text|picinfo|imgtext|photo|tushuo|\b(?:det)?pic\b", re.IGNORECASE
)


class WebLine(Struct):
    """A line of text, or of pictures only.

    `unlinked` is its text outside of links. `linked` and `bold` are the numbers of characters in links and in
    bold type, `pictures` is the number of pictures. `tag` is the element that the line begins in; `marks` are
    the tags, classes and ids of that element and the three around it.
    """

    text: str
    unlinked: str = ""
    linked: int = 0
    bold: int = 0
    pictures: int = 0
    tag: str = ""
    marks: str = ""
    is_centred: bool = False


class _Table(Struct):
    """A table that is being read: the column of the next cell, and what is in cells that go on into rows below.

    `begun` is the number of pieces of the line before the cell that is open.
    """

    column: int = 0
    rows_below: dict[int, int] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    begun: int = 0

    def merged(self) -> Iterator[str]:
        """Yield what stands in the next columns by cells of rows above, and go on behind these."""
        while self.rows_below.get(self.column, 0) > 0:
            self.rows_below[self.column] -= 1
            yield self.words[self.column]
            self.column += 1

    def end_cell(self, node: LexborNode, words: str) -> None:
        rows = number_of(node, "rowspan")
        if rows > 1 and 0 < len(words) <= LONGEST_MERGED:
            self.rows_below[self.column] = rows - 1
            self.words[self.column] = words
        self.column += number_of(node, "colspan")


LONGEST_MERGED = 200
"""Maximum number of characters of a cell that are said again in each row that it goes on into: a day, a place."""
_MOST_MERGED = 1_000
_MOST_MERGED_CHARACTERS = 200_000
"""Maximum number of characters that are said again in a whole page: what goes on into many rows grows with both."""


def number_of(node: LexborNode, attribute: str) -> int:
    """Return how many rows (`rowspan`) or columns (`colspan`) a cell takes."""
    stated = (node.attributes.get(attribute) or "").strip()
    if len(stated) > 4 or not stated.isdecimal():
        return 1
    return min(max(int(stated), 1), _MOST_MERGED)


class _Writer(Struct):
    """Collects lines while the elements are traversed.

    `pieces` is the text of the current line. `around` are the open elements that begin lines, `at` the last
    four of these at the line's first word. `links_begun` and `bold_begun` count open elements.
    """

    are_cells_apart: bool
    lines: list[WebLine] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)
    around: list[LexborNode] = field(default_factory=list)
    at: tuple[LexborNode, ...] = ()
    linked: int = 0
    bold: int = 0
    pictures: int = 0
    links_begun: int = 0
    bold_begun: int = 0
    tables: list[_Table] = field(default_factory=lambda: [_Table()])
    merged: int = 0
    """Number of characters that were said again in rows below."""

    def write(self, text: str) -> None:
        text = _SPACE.sub(" ", _BETWEEN_HAN.sub("", text))
        if not text or (text == " " and (not self.pieces or self.pieces[-1].endswith(" "))):
            return
        if not self.pieces or not self.at:
            self.at = tuple(self.around[-4:])
        self.pieces.append(text)
        self.unlinked.append("" if self.links_begun else text)
        length = len("".join(text.split()))
        self.linked += length if self.links_begun else 0
        self.bold += length if self.bold_begun else 0

    def begin(self, node: LexborNode, tag: str) -> None:
        if tag in _BLOCKS or (tag in _CELLS and self.are_cells_apart):
            self.end_line()
        if tag in _BLOCKS or tag in _CELLS:
            self.around.append(node)
        if tag == "table":
            self.tables.append(_Table())
        if not self.are_cells_apart:
            self._begin_in_table(tag)
        self.links_begun += tag == "a"
        self.bold_begun += tag in _BOLD

    def _begin_in_table(self, tag: str) -> None:
        table = self.tables[-1]
        if tag == "tr":
            table.column = 0
        elif tag in _CELLS:
            self._write_merged(table)
            table.begun = len(self.pieces)

    def _write_merged(self, table: _Table) -> None:
        """Write what cells of rows above say of this one, too."""
        for words in table.merged():
            self.merged += len(words)
            if self.merged <= _MOST_MERGED_CHARACTERS:
                self.write(words)
                self.pieces.append("\u3000")

    def _end_in_table(self, node: LexborNode, tag: str) -> None:
        table = self.tables[-1]
        if tag in _CELLS:
            table.end_cell(node, "".join(self.pieces[table.begun :]).strip(" \u3000"))
        elif tag == "tr" and self.pieces:
            self._write_merged(table)

    def end(self, node: LexborNode, tag: str) -> None:
        if not self.are_cells_apart:
            self._end_in_table(node, tag)
        if tag == "table":
            self.tables.pop()
        if tag in _BLOCKS or (tag in _CELLS and self.are_cells_apart):
            self.end_line()
        elif tag in _CELLS and self.pieces:
            self.pieces.append("\u3000")
        if tag in _BLOCKS or tag in _CELLS:
            self.around.pop()
        self.links_begun -= tag == "a"
        self.bold_begun -= tag in _BOLD

    def end_line(self) -> None:
        text = "".join(self.pieces).strip(" \u3000")
        at = self.at or tuple(self.around[-4:])
        if text or self.pictures:
            self.lines.append(
                WebLine(
                    text,
                    "".join(self.unlinked).strip(" \u3000"),
                    self.linked,
                    self.bold,
                    self.pictures,
                    (at[-1].tag or "") if at else "",
                    " ".join(map(_marks, at)),
                    any(map(_is_centred, at[-2:])),
                )
            )
        self.pieces = []
        self.unlinked = []
        self.at = ()
        self.linked = self.bold = self.pictures = 0


def lines_of(root: LexborNode | None, *, are_cells_apart: bool = True) -> list[WebLine]:
    """Return the visible lines of an element. `are_cells_apart`: each table cell is a line, else each row."""
    writer = _Writer(are_cells_apart)
    # no recursion: elements may be nested as deep as Python's limit for it
    waiting = [(root, False)] if root is not None else []
    while waiting:
        node, is_over = waiting.pop()
        tag = node.tag or ""
        if is_over:
            writer.end(node, tag)
        elif tag == "-text":
            writer.write(node.text_content or "")
        elif tag == "br":
            writer.end_line()
        elif tag == "img":
            writer.pictures += 1
        elif tag not in _UNSEEN and not _is_hidden(node):
            writer.begin(node, tag)
            waiting.append((node, True))
            child = node.last_child
            while child is not None:
                waiting.append((child, False))
                child = child.prev
    writer.end_line()
    return writer.lines


def parts_of(lines: Iterable[WebLine]) -> Iterator[tuple[LinePart, str]]:
    """Yield the part and the text of each line of an article: short bold lines are subheads.

    Short lines at a picture are captions.
    """
    is_below_picture = False
    for line in lines:
        if not line.text:
            is_below_picture = True
            continue
        is_short = len(line.text) <= _LONGEST_CAPTION
        of_picture = line.pictures or (is_below_picture and line.is_centred)
        if is_short and (of_picture or line.tag == "figcaption" or _OF_CAPTION.search(line.marks)):
            yield LinePart.CAPTION, line.text
        elif is_subhead(line):
            yield LinePart.SUBHEAD, line.text
        else:
            yield LinePart.PARAGRAPH, line.text
        is_below_picture = False


def is_subhead(line: WebLine) -> bool:
    is_bold = line.bold >= len("".join(line.text.split()))
    return is_bold and len(line.text) <= _LONGEST_SUBHEAD and line.text[-1] not in _SENTENCE_END


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if attributes.get("id") == _SHOWN_BY_SCRIPT:
        return False
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None


def _is_centred(node: LexborNode) -> bool:
    attributes = node.attributes
    is_old = node.tag == "center" or (attributes.get("align") or "").lower() == "center"
    return is_old or _CENTRED.search(attributes.get("style") or "") is not None


def _marks(node: LexborNode) -> str:
    attributes = node.attributes
    names = (attributes.get(kind) or "" for kind in ("class", "id"))
    return " ".join([node.tag or "", *(name[:_LONGEST_NAMES] for name in names)])


_MARKUP = re.compile(r"</?(?:a|b|i|em|font|strong|span|u)(?:\s[^<>]*)?>", re.IGNORECASE)
_BLOCK_TAGS = re.compile(
    r"</?(?:p|br|div|li|h[1-6]|table|td|tr|en-note|section|article|blockquote|pre)\b[^<>]*>", re.IGNORECASE
)
_DECLARED = re.compile(r"<[?!][^<>]*>")
_OF_PAGE = re.compile(r"<(?:html|svg)\b", re.IGNORECASE)
_TITLE = re.compile(r"(</?)title\b", re.IGNORECASE)
"""A title in other markup than a page of the web heads the text; that of a page, or of a drawing, is not seen."""
_HEADING = re.compile(r"#{1,6}\s+")
_BREAK = re.compile(r"[\r\n]+|\u3000{2,}|\\n")
"""What separates paragraphs in a cell: line ends, the indent of the next paragraph, a literal `\\n`."""


def parts_in(text: str) -> Iterator[tuple[LinePart, str]]:
    """Yield the lines of a text in a cell or a member of JSON, which may be marked as in HTML or Markdown."""
    has_blocks = _BLOCK_TAGS.search(text) is not None
    if has_blocks or _MARKUP.search(text):
        # what is no tag of it may have been read already
        marked = _DECLARED.sub("", text if has_blocks else text.replace("\n", "<br>"))
        if _OF_PAGE.search(marked) is None:
            marked = _TITLE.sub(r"\1h1", marked)
        page = page_of(SavedFile("", marked.encode()))
        yield from parts_of(lines_of(page.tree.body, are_cells_apart=False))
        return
    for piece in _BREAK.split(text):
        heading = _HEADING.match(piece.strip())
        words = piece.strip()[heading.end() if heading else 0 :]
        if words:
            yield LinePart.SUBHEAD if heading else LinePart.PARAGRAPH, words
