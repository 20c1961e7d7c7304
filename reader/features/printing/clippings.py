"""Clippings: the content of a picture of an article or a passage, with its source."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reader.export.article_text import (
    HEAD,
    PageBlock,
    PageBlockKind,
    markable_texts,
    page_blocks,
    source_in_words,
)
from reader.export.citation import cite
from reader.export.corrected_places import printed_passage
from reader.export.exported_files import About
from reader.export.forms import Style
from reader.language.forms import on_one_line, without_controls
from reader.library.quotes import places_of
from reader.newspaper.article import Article
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.passage import Passage, QuoteSpan

_NOWHERE = QuoteSpan(-1, 0, 0)
_UNPRINTED = (PageBlockKind.FOLIO, PageBlockKind.SEAM, PageBlockKind.OFFER, PageBlockKind.JUMP)


class Clipping(Struct, frozen=True):
    title: str
    folio: PageBlock
    blocks: tuple[PageBlock, ...]
    origins: tuple[QuoteSpan, ...]
    """Where the text of each block is in the `story`."""
    story: tuple[PageBlock, ...]
    source: str
    citation: str

    def about(self) -> About:
        return About(self.title, subject=self.source)

    def as_text(self) -> str:
        words = "\n".join(block.text for block in self.blocks)
        return without_controls(f"{words}\n{self.citation}")

    def places_here(self, places: Iterable[QuoteSpan]) -> tuple[QuoteSpan, ...]:
        """Return those pieces of spans of the story that are in the clipping, as spans of its blocks."""
        pairs = []
        for place in places:
            for number, origin in enumerate(self.origins):
                pairs.append((number, origin, place))
        spans = (
            QuoteSpan(number, max(place.start - origin.start, 0), min(place.end, origin.end) - origin.start)
            for number, origin, place in pairs
            if place.text == origin.text
        )
        return tuple(span for span in spans if span.start < span.end)


def clipping_of(
    story: Sequence[StoredArticle], passage: Passage | None, style: Style, as_marked: Article | None = None
) -> Clipping:
    """Return the clipping of a story, or of a passage of it below its headline.

    `as_marked` is the article as of marking the passage. Citation styles other than GB/T 7714 are replaced by GB/T
    7714-2015.
    """
    blocks = page_blocks(*story)
    if passage is not None and any(part.article.readings for part in story):
        passage = printed_passage(passage, *story)
        as_marked = as_marked.corrected() if as_marked else None
    gb = style.as_reference
    if passage is None:
        chosen = tuple(_whole(blocks, _is_printed))
    else:
        chosen = tuple(_quoted(passage, blocks, as_marked))
    origins = tuple(origin for _, origin in chosen)
    return Clipping(
        on_one_line(story[0].article.title()),
        blocks[0],
        tuple(block for block, _ in chosen),
        origins,
        blocks,
        on_one_line(source_in_words(story[0])),
        without_controls(cite(story[0], gb)).strip(),
    )


def numbered(name: str, number: int) -> str:
    """Return the file name of picture `number`, counted from 0; the first has no number in it."""
    if number == 0:
        return name
    return f"{name} {number + 1}"


def _is_printed(block: PageBlock) -> bool:
    return block.kind not in _UNPRINTED


def _whole(
    blocks: Sequence[PageBlock], is_wanted: Callable[[PageBlock], bool]
) -> Iterator[tuple[PageBlock, QuoteSpan]]:
    for number, block in enumerate(blocks):
        if is_wanted(block):
            yield block, QuoteSpan(number, 0, len(block.text))


def _quoted(
    passage: Passage, blocks: Sequence[PageBlock], as_marked: Article | None
) -> Iterator[tuple[PageBlock, QuoteSpan]]:
    """Yield the headline and the blocks of a passage; a block that begins inside a paragraph is not indented.

    If the passage is not found in the blocks, its stored words are used.
    """
    spans = places_of(passage, markable_texts(blocks), as_marked)
    if not spans or blocks[spans[0].text].kind not in HEAD:
        yield from _whole(blocks, lambda block: block.kind is PageBlockKind.HEADLINE)
    for span in spans:
        block = blocks[span.text]
        text = block.text[span.start : span.end]
        if span.start:
            if block.kind is PageBlockKind.PARAGRAPH:
                kind = PageBlockKind.NOTICE
            else:
                kind = block.kind
            yield replace(block, kind=kind, text=text, dateline=0, credit=0), span
        else:
            ends = min(block.dateline, len(text)), min(block.credit, len(text))
            yield replace(block, text=text, dateline=ends[0], credit=ends[1]), span
    if not spans:
        for line in passage.exact.split("\n"):
            if line.strip():
                yield PageBlock(PageBlockKind.NOTICE, line), _NOWHERE
