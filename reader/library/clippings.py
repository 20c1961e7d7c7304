"""Clippings: the content of a picture of an article or a passage, with its source."""

from collections.abc import Iterator, Sequence

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
from reader.export.forms import Style
from reader.language.forms import on_one_line, without_controls
from reader.library.quotes import places_of
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.passage import Passage

_UNPRINTED = (PageBlockKind.FOLIO, PageBlockKind.SEAM, PageBlockKind.OFFER, PageBlockKind.JUMP)


class Clipping(Struct, frozen=True):
    """The content of a clipping: title, folio, text blocks, source line and citation."""

    title: str
    folio: PageBlock
    blocks: tuple[PageBlock, ...]
    source: str
    citation: str

    def as_text(self) -> str:
        """Return the text with the citation, as alternative text of the picture."""
        words = "\n".join(block.text for block in self.blocks)
        return without_controls(f"{words}\n{self.citation}")


def clipping_of(story: Sequence[StoredArticle], passage: Passage | None, style: Style) -> Clipping:
    """Return the clipping of a story, or of a passage of it below its headline.

    Citation styles other than GB/T 7714 are replaced by GB/T 7714-2015.
    """
    blocks = page_blocks(*story)
    passage = printed_passage(passage, *story) if passage else None
    gb = style.as_reference
    chosen = (
        tuple(block for block in blocks if block.kind not in _UNPRINTED)
        if passage is None
        else tuple(_quoted(passage, blocks))
    )
    return Clipping(
        on_one_line(story[0].article.title()),
        blocks[0],
        chosen,
        on_one_line(source_in_words(story[0])),
        without_controls(cite(story[0], gb)).strip(),
    )


def _quoted(passage: Passage, blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Yield the headline and the blocks of a passage; a block that begins inside a paragraph is not indented.

    If the passage is not found in the blocks, its stored words are used.
    """
    spans = places_of(passage, markable_texts(blocks))
    if not spans or blocks[spans[0].text].kind not in HEAD:
        yield from (block for block in blocks if block.kind is PageBlockKind.HEADLINE)
    for span in spans:
        block = blocks[span.text]
        text = block.text[span.start : span.end]
        if span.start:
            kind = PageBlockKind.NOTICE if block.kind is PageBlockKind.PARAGRAPH else block.kind
            yield replace(block, kind=kind, text=text, dateline=0, credit=0)
        else:
            ends = min(block.dateline, len(text)), min(block.credit, len(text))
            yield replace(block, text=text, dateline=ends[0], credit=ends[1])
    if not spans:
        for line in passage.exact.split("\n"):
            if line.strip():
                yield PageBlock(PageBlockKind.NOTICE, line)
