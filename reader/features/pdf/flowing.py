"""Documents of one column that flows from page to page, as printed by Word and browsers.

An article continues on the next page. Headings have levels by their sizes: the highest level that occurs more
than once directly above text is that of the headlines; larger headings are pages, sections and days.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from operator import attrgetter

from reader.features.pdf.articles import LARGER, PageStretch, Parts, articles_of, body_size, is_head
from reader.features.pdf.furniture import Furniture, page_on
from reader.features.pdf.layout import PageLayout, PdfBlock, PdfLine
from reader.formats.page_names import day_named, may_be_kicker, names_a_place, page_named, rank_of_headlines
from reader.newspaper.article import LinePart
from reader.newspaper.facts import Fact, Rule, fact_by

_MOST_BESIDE = 0.04
"""Maximum share of lines at the same height as another one: a table, a date at the margin."""
_LEAST_WIDTH = 0.5
"""Minimum width of the widest line, as a share of the page's width."""
_ALIKE = 1.06
"""Maximum factor between the sizes of lines of one block."""
_PARTED = 0.3
"""Minimum space between blocks in addition to the usual line spacing, in characters."""
_STEP = 0.04
"""Minimum difference between the sizes of two heading levels, as a multiple of the body size."""


def is_flowing(layouts: Sequence[PageLayout], furniture: Sequence[Furniture]) -> bool:
    """Return whether all pages have a single column of horizontal lines, and no running head names a page."""
    body = body_size(list(chain.from_iterable(layout.lines for layout in layouts)))
    furniture_lines = chain.from_iterable(page_furniture.lines for page_furniture in furniture)
    if any(page_on(line) and not _parts(line, body) for line in furniture_lines):
        return False
    lines = 0
    pair_count = 0
    widest = 0.0
    for layout in layouts:
        if layout.is_vertical:
            return False
        ordered = sorted(layout.lines, key=attrgetter("middle"))
        lines += len(ordered)
        pair_count += sum(_are_side_by_side(one, other) for one, other in pairwise(ordered))
        widest = max([widest, *((line.x1 - line.x0) / max(layout.width, 1.0) for line in ordered)])
    return pair_count <= _MOST_BESIDE * lines and widest >= _LEAST_WIDTH


def _are_side_by_side(one: PdfLine, other: PdfLine) -> bool:
    return abs(one.middle - other.middle) < min(one.size, other.size) / 2


def stretches(
    layouts: Sequence[PageLayout], furniture: Sequence[Furniture], page: Fact[str]
) -> Iterator[PageStretch]:
    """Yield the parts of a document between headings of pages, sections and days.

    `page` is the page label in the file's name. Only a heading changes it: the sheets of the PDF are not
    newspaper pages.
    """
    body = body_size([line for layout in layouts for line in layout.lines])
    outside = []
    for around in furniture:
        for line in around.lines:
            if not _parts(line, body):
                outside.append(line)
    outside_ids = set(map(id, outside))
    blocks: list[PdfBlock] = []
    for layout in layouts:
        blocks += _blocks_of([line for line in layout.lines if id(line) not in outside_ids])
    least = _size_of_headlines(blocks, body) - _STEP * body
    between: list[PdfBlock] = []
    for block in blocks:
        if is_head(block, body) and (names_a_place(_words(block)) or block.size > least + 2 * _STEP * body):
            yield PageStretch(outside, page, _with_kicker(articles_of(between, body, least / body)))
            page = _page_below(block, page)
            outside = block.lines
            between = []
        else:
            between.append(block)
    yield PageStretch(outside, page, _with_kicker(articles_of(between, body, least / body)))


def _page_below(block: PdfBlock, page: Fact[str]) -> Fact[str]:
    """Return the page below a heading, given that above it: a new day begins on no known page."""
    label = page_named(_words(block))
    if label is None and not day_named(_words(block)):
        return page
    return fact_by(Rule.PAGE_LINE, label)


def _blocks_of(lines: Sequence[PdfLine]) -> list[PdfBlock]:
    """Return the blocks of a sheet from top to bottom: adjacent lines of the same size with small spacing."""
    ordered = sorted(lines, key=attrgetter("middle", "x0"))
    gaps = sorted(below.y0 - above.y1 for above, below in pairwise(ordered))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    blocks = [PdfBlock(ordered[:1])] if ordered else []
    for above, line in pairwise(ordered):
        is_alike = max(above.size, line.size) < _ALIKE * min(above.size, line.size)
        if not is_alike or line.y0 - above.y1 > usual + _PARTED * line.size:
            blocks.append(PdfBlock())
        blocks[-1].lines.append(line)
    return blocks


def _parts(line: PdfLine, body: float) -> bool:
    """Return whether a line is a heading, by its size, that names a page or a day."""
    return line.size > LARGER * body and (page_named(line.text) or day_named(line.text)) is not None


def _with_kicker(articles: Iterator[Parts]) -> Iterator[Parts]:
    """Yield the articles; a single short line above the first headline becomes that headline's kicker."""
    first = next(articles, None)
    below = next(articles, None)
    match first, below:
        case [(LinePart.PARAGRAPH, [line])], [(LinePart.HEADLINE, _), *_] if may_be_kicker(line.text):
            yield [(LinePart.KICKER, [line]), *below]
        case _:
            yield from filter(None, (first, below))
    yield from articles


def _size_of_headlines(blocks: Sequence[PdfBlock], body: float) -> float:
    """Return the size of the headlines: of the level of `rank_of_headlines`, else just above `LARGER`."""
    sizes = (
        block.size
        for block, below in pairwise(blocks)
        if is_head(block, body) and not is_head(below, body) and not names_a_place(_words(block))
    )
    levels: list[float] = []
    ranks: list[int] = []
    for size in sorted(sizes, reverse=True):
        if not levels or levels[-1] - size >= _STEP * body:
            levels.append(size)
        ranks.append(len(levels) - 1)
    rank = rank_of_headlines(ranks)
    if rank is None:
        return (LARGER + _STEP) * body
    return levels[rank]


def _words(block: PdfBlock) -> str:
    return " ".join(line.text for line in block.lines)
