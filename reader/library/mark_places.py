"""Where a highlight is, in the fields of the articles as `reader parse` and `reader show` write them."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from reader.export.article_text import HEAD, PageBlock
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.passage import QuoteSpan


class MarkPlace(Struct, frozen=True):
    """The characters [start, end) of a text of an article.

    `field` is the kind of the text (a `PageBlockKind`); `block` is its index in the `blocks` of the article, None for a
    text of the head.
    """

    key: str
    field: str
    block: int | None
    start: int
    end: int


def mark_places(
    spans: Sequence[QuoteSpan], blocks: Sequence[PageBlock], story: Sequence[StoredArticle]
) -> list[MarkPlace]:
    return [place for span in spans for place in _places(span, blocks, story)]


def _places(
    span: QuoteSpan, blocks: Sequence[PageBlock], story: Sequence[StoredArticle]
) -> Iterator[MarkPlace]:
    block = blocks[span.text]
    if block.kind in HEAD:
        yield MarkPlace(story[0].article.key, block.kind.value, None, span.start, span.end)
        return
    for part, begin in block.printed:
        piece, article = block.text_in(part), story[part].article
        start, end = max(span.start - begin, 0), min(span.end - begin, len(piece))
        if start < end:
            above = sum(
                (part in [number for number, _ in each.printed] and each.text_in(part) == piece)
                for each in blocks[: span.text]
            )
            same = [number for number, each in enumerate(article.blocks) if each.text == piece]
            yield MarkPlace(article.key, block.kind.value, same[above], start, end)
