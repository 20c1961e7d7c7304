"""The selection of words in one article of a newspaper page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.export.article_text import PageBlock, markable_texts
from reader.export.readings import told
from reader.library.quotes import QuoteSpan
from reader.newspaper.passage import Passage
from reader.ui.article.highlights import passage_between

Spot = tuple[int, int]
"""The number of a block of an article, and of a character in it."""


@dataclass(frozen=True, slots=True)
class PageSelection:
    """The words between two spots of article number `article`, in the order of the text."""

    article: int
    begin: Spot
    end: Spot

    @classmethod
    def between(cls, article: int, one: Spot, other: Spot) -> PageSelection:
        return cls(article, min(one, other), max(one, other))

    def places(self, blocks: Sequence[PageBlock]) -> tuple[QuoteSpan, ...]:
        """Return what is selected of each block."""
        (first, start), (last, stop) = self.begin, self.end
        texts = markable_texts(blocks)
        spans = [
            QuoteSpan(n, start if n == first else 0, stop if n == last else len(texts[n]))
            for n in range(first, last + 1)
        ]
        return tuple(span for span in spans if span.start < span.end)

    def text(self, blocks: Sequence[PageBlock], corrected: Sequence[tuple[int, int, str]] = ()) -> str:
        """Return the selected words, a line for each block.

        Corrected characters (block, place, character), if any are given, are told behind the printed ones.
        """
        return "\n".join(
            told(
                blocks[span.text].text[span.start : span.end],
                {at: character for block, at, character in corrected if block == span.text},
                span.start,
            )
            for span in self.places(blocks)
        )

    def passage(self, blocks: Sequence[PageBlock]) -> Passage | None:
        """Return the selected passage; None where it is only white space."""
        return passage_between(blocks, self.begin, self.end)
