"""The logical structure of a METS file, and the lines on the issue's pages → articles.

Producers have different names for the parts of an article; patterns for these names decide the parts of the
lines. Lines that no division refers to form additional articles and the masthead, so that no text is lost.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from operator import attrgetter
from statistics import median

from msgspec import Struct, field
from msgspec.structs import replace

from reader.features.manifests.mets_file import Division
from reader.formats.page_boxes import PageText
from reader.formats.scans.scanned_page import (
    BlockPosition,
    ScannedBlock,
    ScannedLine,
    are_vertical,
)
from reader.formats.scans.scanned_words import is_written_close, joined_words, whole_words
from reader.newspaper.article import LinePart
from reader.newspaper.line_place import Box

# Minimum indent of a paragraph's first line, and minimum gap right of its last one, in heights of a line.
_INDENT = 0.7
_SHORT = 2.0
_AROUND = 2
"""Number of lines before and after a line that its indent is compared with; a page may be skewed."""
_ENDS = tuple("。！？；：…”’」』）)!?.:")
_HYPHEN = re.compile(r"[^\W\d_][-¬⸗\u00ad]$")


def paragraphs(blocks: Sequence[Sequence[ScannedLine]], *, go_on: bool) -> list[list[ScannedLine]]:
    """Return the lines of each paragraph.

    `go_on`: a paragraph may continue from one block to the next, as from column to column.
    """
    grouped_lines: list[list[ScannedLine]] = []
    is_open = False
    for lines in blocks:
        begins = _beginnings(lines)
        for line, is_beginning in zip(lines, begins, strict=True):
            if is_beginning is False or (
                is_beginning is None and is_open and grouped_lines and _goes_on(grouped_lines[-1], line)
            ):
                grouped_lines[-1].append(line)
            else:
                grouped_lines.append([line])
        is_open = go_on
    return grouped_lines


def text_of(lines: Sequence[ScannedLine]) -> str:
    """Return the text of printed lines as one line, with hyphenated words joined."""
    return joined_words(whole_words([line.text for line in lines]))


def _beginnings(lines: Sequence[ScannedLine]) -> list[bool | None]:
    """Return for each line of a block whether it begins a paragraph; None for an undecided first line."""
    boxes = [line.box for line in lines if line.box is not None]
    if len(boxes) < len(lines) or len(lines) < 2:
        return [None, *[False] * (len(lines) - 1)][: len(lines)]
    if are_vertical(lines):
        boxes = [(top, -right, bottom, -left) for left, top, right, bottom in boxes]
    height = median(bottom - top for _, top, _, bottom in boxes)
    end = max(box[2] for box in boxes)
    begins: list[bool | None] = [True if _is_indented(boxes, 0, height) else None]
    for at, (before, _) in enumerate(pairwise(boxes), 1):
        is_after_short = before[2] < end - _SHORT * height and lines[at - 1].text.endswith(_ENDS)
        begins.append(is_after_short or _is_indented(boxes, at, height))
    return begins


def _is_indented(boxes: Sequence[Box], at: int, height: float) -> bool:
    near = boxes[max(at - _AROUND, 0) : at + _AROUND + 1]
    return boxes[at][0] - min(box[0] for box in near) > _INDENT * height


def _goes_on(before: Sequence[ScannedLine], line: ScannedLine) -> bool:
    """Return whether the first line of a block continues the paragraph `before` of the previous block."""
    end = before[-1].text.rstrip()
    begin = line.text.lstrip()
    if not end or not begin or end.endswith(_ENDS):
        return False
    is_close = is_written_close(end[-1]) and is_written_close(begin[0])
    return is_close or begin[0].islower() or bool(_HYPHEN.search(end))


_ARTICLE = re.compile(
    r"ARTICLE|^ADS?$|ADVERT|OBITUAR|^DEATH|^BIRTH|^MARRIAGE|NOTICE|^WEATHER|^LETTER|^EDITORIAL|^POEM|FEUILLETON"
    r"|^INTERVIEW|^CHAPTER$"
)
_ADVERT = re.compile(r"^ADS?$|ADVERT|^DEATH|^BIRTH|^MARRIAGE|NOTICE")
"""Articles without running text, whose paragraphs never continue from one block to the next."""
_MASTHEAD = re.compile(
    r"TITLE[_ -]?SECTION|MASTHEAD|TITLE[_ -]?PAGE|PUBLISHING|IMPRINT|^HEADER|RUNNING|PAGE[_ -]?NUMBER"
)
_KICKER = re.compile(r"OVERLINE|KICKER|PRE[_ -]?TITLE|SUPER[_ -]?TITLE")
_DECK = re.compile(r"SUB[_ -]?(?:TITLE|HEAD)|DECK|CROSS[_ -]?HEAD")
_HEADLINE = re.compile(r"TITLE|HEADLINE|HEADING|^HEAD$")
_IS_HEADING = re.compile(r"^(?:SECTION[_ -]?)?(?:HEADING|HEADLINE|TITLE|HEAD)$")
_BYLINE = re.compile(r"AUTHOR|BYLINE|CREDIT")
_CAPTION = re.compile(r"CAPTION|LEGEND")
_PICTURE = re.compile(r"ILLUSTRATION|IMAGE|PICTURE|PHOTO|CARTOON|^MAP$|GRAPHIC|DRAWING")
_NO_LABEL = re.compile(
    r"\W*(?:unknown|un ?titled.*|sans titre|ohne titel|no title|无题|無題|.*placeholder.*|\[.*\])?\W*",
    re.IGNORECASE,
)
_LEAST_PLACED = 0.3
"""Minimum share of an issue's lines that are in articles; with less, the logical structure is not used."""

Piece = tuple[LinePart, tuple[ScannedLine, ...], str]
"""A paragraph or heading of an article: its part, its printed lines, and its text only if it has no lines."""


class PageLines(PageText):
    """The text of a page, whose lines are taken by ID, each at most once.

    `number` counts the pages from 0. `_next[n]` is n for a free line, else a line after it from which to go on
    searching (as in a union-find).
    """

    number: int = 0
    _blocks: list[ScannedBlock] = field(default_factory=list)
    _lines: list[tuple[int, ScannedLine]] = field(default_factory=list)
    _spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    _next: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._blocks = list(chain.from_iterable(page.blocks for page in self.pages))
        for block_index, block in enumerate(self._blocks):
            self._lines += [(block_index, block_line) for block_line in block.lines]
        for number, (at, line) in enumerate(self._lines):
            for name in (*self._blocks[at].names, *line.names):
                first, _ = self._spans.get(name, (number, number))
                self._spans[name] = first, number
        self.give_back()

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def take(self, begin: str, end: str) -> list[tuple[ScannedLine, ...]]:
        """Return the free lines from ID `begin` to ID `end`, by blocks, and mark them as taken."""
        if begin not in self._spans:
            return []
        first, last = self._spans[begin]
        last = max(last, self._spans.get(end, (0, last))[1])
        lines_by_block: dict[int, list[ScannedLine]] = {}
        number = self._free(first)
        while number <= last:
            at, line = self._lines[number]
            lines_by_block.setdefault(at, []).append(line)
            self._next[number] = number + 1
            number = self._free(number)
        return [tuple(lines) for lines in lines_by_block.values()]

    def take_rest(self, *places: BlockPosition) -> list[tuple[ScannedLine, ...]]:
        """Return the free lines of the blocks at these positions, by blocks, and mark them as taken."""
        lines_by_block: dict[int, list[ScannedLine]] = {}
        for number, (at, line) in enumerate(self._lines):
            if self._next[number] == number and self._blocks[at].place in places:
                lines_by_block.setdefault(at, []).append(line)
                self._next[number] = number + 1
        return [tuple(lines) for lines in lines_by_block.values()]

    def give_back(self) -> None:
        """Mark all lines as not taken."""
        self._next = list(range(len(self._lines) + 1))

    def _free(self, number: int) -> int:
        """Return the first line from `number` on that was not taken, and shorten the path to it."""
        end = number
        while self._next[end] != end:
            end = self._next[end]
        while self._next[number] != number:
            self._next[number], number = end, self._next[number]
        return end


class FoundArticle(Struct, frozen=True):
    page: PageLines
    pieces: tuple[Piece, ...]


class Contents(Struct):
    """The articles of an issue, the lines of its masthead with their pages, and the number of pictures."""

    masthead: list[tuple[PageLines, tuple[ScannedLine, ...]]] = field(default_factory=list)
    articles: list[FoundArticle] = field(default_factory=list)
    pictures: int = 0


def contents_of(logical: Division, by_file: Mapping[str, PageLines]) -> Contents | None:
    """Return the contents of an issue by its logical structure; `by_file` are the texts of pages by file ID.

    None if the structure covers too few lines of the pages.
    """
    walk = _Walk(by_file)
    walk.note_holders(logical)
    walk.through(logical)
    walk.end()
    pages = list({id(page): page for page in by_file.values()}.values())
    placed = 0
    for article in walk.found.articles:
        for _, lines, _ in article.pieces:
            placed += len(lines)
    if placed < _LEAST_PLACED * sum(page.line_count for page in pages) or not placed:
        for page in pages:
            page.give_back()
        return None
    for page in sorted(pages, key=attrgetter("number")):
        walk.found.masthead += [
            (page, lines) for lines in page.take_rest(BlockPosition.HEAD, BlockPosition.FOOT)
        ]
        rest = page.take_rest(BlockPosition.TEXT)
        if rest:
            pieces = [(LinePart.PARAGRAPH, tuple(lines), "") for lines in paragraphs(rest, go_on=False)]
            walk.found.articles.append(FoundArticle(page, tuple(pieces)))
    return walk.found


class _Draft(Struct):
    """An article that is being collected: its first page, and blocks of lines with their parts."""

    kind: str = ""
    page: PageLines | None = None
    has_text: bool = False
    blocks: list[tuple[LinePart, tuple[ScannedLine, ...]]] = field(default_factory=list)

    def add(self, part: LinePart, page: PageLines, blocks: Sequence[tuple[ScannedLine, ...]]) -> None:
        if blocks and self.page is None:
            self.page = page
        self.has_text |= bool(blocks) and part is LinePart.PARAGRAPH
        self.blocks += [(part, lines) for lines in blocks]


class _Walk(Struct):
    """Traverses the divisions and collects articles.

    `loose` has the lines between articles, `section` the headings above the next article. `holders` are the
    `id()`s of the divisions that contain articles.
    """

    by_file: Mapping[str, PageLines]
    found: Contents = field(default_factory=Contents)
    loose: _Draft = field(default_factory=_Draft)
    section: list[tuple[PageLines, tuple[ScannedLine, ...]]] = field(default_factory=list)
    holders: set[int] = field(default_factory=set)

    def through(self, division: Division) -> None:
        """Collect the articles in a division, and the lines between them."""
        if _MASTHEAD.search(division.kind):
            self.found.masthead += self._blocks(division)
        elif self._is_article(division):
            self.end_loose()
            self._article(division)
        elif id(division) not in self.holders:
            self._collect(division, self.loose)
        else:
            self.end_loose()
            self._collect(replace(division, parts=()), self.loose)
            for part in division.parts:
                if id(part) not in self.holders and _IS_HEADING.search(part.kind):
                    self.section += self._blocks(part)
                else:
                    self.through(part)
            self.end_loose()

    def note_holders(self, division: Division) -> bool:
        """Record which divisions contain articles. Return whether this is an article, or contains one."""
        if sum(map(self.note_holders, division.parts)):  # not any(): all parts must be visited
            self.holders.add(id(division))
            return True
        return self._is_article(division)

    def _is_article(self, division: Division) -> bool:
        """Return whether a division is an article: by its type, or as it has a body without articles."""
        has_body = any(part.kind == "BODY" for part in division.parts) and id(division) not in self.holders
        return has_body or bool(_ARTICLE.search(division.kind))

    def end(self) -> None:
        """End the last article; a heading that none follows is text of its page."""
        self.end_loose()
        for page, lines in self.section:
            self.found.articles.append(FoundArticle(page, ((LinePart.PARAGRAPH, lines, ""),)))
        self.section = []

    def end_loose(self) -> None:
        self._end(self.loose, "")
        self.loose = _Draft()

    def _article(self, division: Division) -> None:
        draft = _Draft(division.kind)
        inner: list[Division] = []
        self._collect(division, draft, inner)
        self._end(draft, division.label)
        for sub_division in inner:
            self._article(sub_division)

    def _end(self, draft: _Draft, label: str) -> None:
        """Add a draft to the articles if it has lines; `label` is the label of its division."""
        if draft.page is None:
            return
        pieces: list[Piece] = [(LinePart.SECTION, lines, "") for _, lines in self.section]
        self.section = []
        if not _ADVERT.search(draft.kind) and _is_headline(label, draft.blocks):
            pieces.append((LinePart.HEADLINE, (), label))
        texts: list[tuple[ScannedLine, ...]] = []
        for part, lines in draft.blocks:
            if part is LinePart.PARAGRAPH:
                texts.append(lines)
                continue
            pieces += _running(texts, draft.kind)
            texts = []
            pieces.append((part, lines, ""))
        pieces += _running(texts, draft.kind)
        self.found.articles.append(FoundArticle(draft.page, tuple(pieces)))

    def _collect(self, division: Division, draft: _Draft, inner: list[Division] | None = None) -> None:
        """Add the lines of a division and its parts; articles in it are appended to `inner`, if given."""
        waiting = [(division, LinePart.PARAGRAPH)]
        while waiting:
            sub_division, around = waiting.pop()
            if inner is not None and sub_division is not division and "ARTICLE" in sub_division.kind:
                inner.append(sub_division)
                continue
            part = _part(sub_division.kind, around, draft)
            self.found.pictures += bool(_PICTURE.search(sub_division.kind) and sub_division.areas)
            for page, lines in self._lines(sub_division):
                draft.add(part, page, lines)
            waiting += [(below, part) for below in reversed(sub_division.parts)]

    def _blocks(self, division: Division) -> list[tuple[PageLines, tuple[ScannedLine, ...]]]:
        block_lines = []
        waiting = [division]
        while waiting:
            sub_division = waiting.pop()
            for page, blocks in self._lines(sub_division):
                for lines in blocks:
                    block_lines.append((page, lines))
            waiting += sub_division.parts[::-1]
        return block_lines

    def _lines(self, division: Division) -> Iterator[tuple[PageLines, list[tuple[ScannedLine, ...]]]]:
        for area in division.areas:
            page = self.by_file.get(area.file)
            if page is not None and area.begin:
                yield page, page.take(area.begin, area.end)


def _running(blocks: Sequence[tuple[ScannedLine, ...]], kind: str) -> Iterator[Piece]:
    for lines in paragraphs(blocks, go_on=not _ADVERT.search(kind)):
        yield LinePart.PARAGRAPH, tuple(lines), ""


def _is_headline(label: str, blocks: Sequence[tuple[LinePart, tuple[ScannedLine, ...]]]) -> bool:
    """Return whether an article's label is its headline: there is no printed one, and the label is neither a
    placeholder nor the beginning of the text.
    """
    if _NO_LABEL.fullmatch(label) or not blocks or any(part is LinePart.HEADLINE for part, _ in blocks):
        return False
    begin = "".join(line.text for line in blocks[0][1][:3])
    return not _bare(begin).startswith(_bare(label))


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _part(kind: str, around: LinePart, draft: _Draft) -> LinePart:
    """Return the part of the lines in a division of type `kind`; a headline below text is a subhead."""
    if _KICKER.search(kind):
        return LinePart.KICKER
    if _DECK.search(kind):
        if draft.has_text:
            return LinePart.SUBHEAD
        return LinePart.DECK
    if _BYLINE.search(kind):
        return LinePart.BYLINE
    if _CAPTION.search(kind):
        return LinePart.CAPTION
    if _HEADLINE.search(kind) and not _ARTICLE.search(kind):
        if draft.has_text:
            return LinePart.SUBHEAD
        return LinePart.HEADLINE
    return around
