"""Blocks of lines → articles, by type size: large lines are headlines with kickers and decks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from reader.features.pdf.layout import PdfBlock, PdfLine
from reader.newspaper.article import LinePart
from reader.newspaper.facts import Fact

HEADLINE = 1.3
"""Minimum size of a headline in a newspaper, as a multiple of the body size."""
LARGER = 1.1
"""Minimum size of any heading, as a multiple of the body size."""
# sizes of type are shares of that of the body, lengths are in characters, distances in sizes of the line's
# type
_SMALLER = 0.92
_LONGEST_HEAD = 120
_LONGEST_CAPTION = 100
# both in sizes of the line's type
_INDENT = 0.8
_SHORT = 1.5
_ENDS = tuple("。！？；：…”’」』）)!?.:")

Parts = list[tuple[LinePart, Sequence[PdfLine]]]
"""The parts of an article, each with the lines of one paragraph or heading."""


class PageStretch(Struct, frozen=True):
    """A page, or a part of a document between headings; `outside` are the lines above the articles."""

    outside: Sequence[PdfLine]
    page: Fact[str]
    articles: Iterable[Parts]


def articles_of(blocks: Iterable[PdfBlock], body: float, headline: float) -> Iterator[Parts]:
    """Yield the articles of blocks in reading order; the size of a headline is at least `headline * body`."""
    article: Parts = []
    heads: list[PdfBlock] = []
    texts: list[PdfBlock] = []
    for block in blocks:
        if is_head(block, body):
            article += _paragraphs(texts)
            texts = []
            heads.append(block)
            continue
        if heads:
            if _is_headline(heads, headline * body):
                if article:
                    yield article
                article = list(_storeys(heads))
            else:
                article += [(LinePart.SUBHEAD, head.lines) for head in heads]
            heads = []
        if block.size < _SMALLER * body and sum(len(line.text) for line in block.lines) < _LONGEST_CAPTION:
            article += _paragraphs(texts)
            texts = []
            article.append((LinePart.CAPTION, block.lines))
        else:
            texts.append(block)
    if heads and _is_headline(heads, headline * body) and article:
        yield article
        article = []
    article += _paragraphs(texts)
    article += list(_storeys(heads)) if heads else []
    if article:
        yield article


def body_size(lines: Sequence[PdfLine]) -> float:
    """Return the type size of most characters, rounded to a quarter."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(4 * line.size) / 4] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=1.0) or 1.0


def is_head(block: PdfBlock, body: float) -> bool:
    return block.size > LARGER * body and sum(len(line.text) for line in block.lines) <= _LONGEST_HEAD


def _is_headline(heads: Sequence[PdfBlock], least: float) -> bool:
    return max(block.size for block in heads) > least


def _storeys(heads: Sequence[PdfBlock]) -> Iterator[tuple[LinePart, Sequence[PdfLine]]]:
    """Yield the parts of a headline: the largest blocks, above them kickers, below them decks."""
    sizes = [block.size for block in heads]
    largest = sizes.index(max(sizes))
    for at, block in enumerate(heads):
        is_alike = block.size > 0.95 * heads[largest].size
        if is_alike:
            part = LinePart.HEADLINE
        elif at < largest:
            part = LinePart.KICKER
        else:
            part = LinePart.DECK
        yield part, block.lines


def _paragraphs(blocks: Sequence[PdfBlock]) -> Parts:
    """Return the paragraphs of an article's columns; a paragraph may continue in the next column."""
    paragraph_lines: list[list[PdfLine]] = []
    is_open = False
    for block in blocks:
        for at, line in enumerate(block.lines):
            is_indented = line.x0 - block.x0 > _INDENT * line.size
            if is_indented or not is_open or not paragraph_lines:
                paragraph_lines.append([])
            paragraph_lines[-1].append(line)
            is_short = line.x1 < block.x1 - _SHORT * line.size
            ends = line.text.rstrip().endswith(_ENDS)
            is_last = at == len(block.lines) - 1
            if is_last:
                is_open = not ends
            else:
                is_open = not (is_short and ends)
    return [(LinePart.PARAGRAPH, lines) for lines in paragraph_lines]


def joined(lines: Sequence[PdfLine]) -> str:
    """Return lines joined to one: with spaces between Latin words, divided words without their hyphens."""
    text = ""
    for line in lines:
        if text[-1:].isascii() and line.text[:1].isascii() and text:
            if text.endswith("-") and text[-2:-1].isalpha() and line.text[:1].islower():
                text = text[:-1]
            else:
                text += " "
        text += line.text
    return text
