"""The article in a pane: the opened one, the parts of its story, the portion on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reader.export import article_text
from reader.export.article_text import PageBlock, PageBlockKind
from reader.newspaper.article import Article
from reader.newspaper.holdings import StoredArticle
from reader.ui.article import portions
from reader.ui.article.hit_positions import corrected_on
from reader.ui.article.portions import Portion

if TYPE_CHECKING:
    from reader.library.stories import Tie


@dataclass(frozen=True)
class ShownArticle:
    """An article in a pane: `opened` is one of `parts`, the parts of a story in reading order.

    `portions` is empty unless the article is too long to be shown whole; then the page holds number `portion` of it.
    """

    opened: StoredArticle
    parts: tuple[StoredArticle, ...]
    ties: tuple[Tie, ...] = ()
    portions: tuple[Portion, ...] = ()
    portion: int = 0

    @classmethod
    def opening(
        cls, opened: StoredArticle, chain: Sequence[StoredArticle] = (), ties: Sequence[Tie] = ()
    ) -> ShownArticle:
        """Return the content for an opened article: its whole story, or the first portion of a very long article."""
        parts = tuple(chain) or (opened,)
        if any(portions.is_long(part.article) for part in parts):
            return cls(opened, (opened,), tuple(ties), portions.portions_of(opened.article))
        return cls(opened, parts, tuple(ties))

    def at_portion(self, number: int) -> ShownArticle:
        """Return the same article with another portion on the page."""
        return replace(self, portion=number)

    @cached_property
    def parts_on_page(self) -> tuple[StoredArticle, ...]:
        """The parts of the story, cut to the portion on the page."""
        if not self.portions:
            return self.parts
        (part,) = self.parts
        cut = portions.in_portion(part.article, self.portions[self.portion], is_first=self.portion == 0)
        return (replace(part, article=cut),)

    @cached_property
    def article_on_page(self) -> Article:
        """The parts on the page, joined into one article."""
        return article_text.read_as_one(*(part.article for part in self.parts_on_page))

    def page_blocks(self) -> tuple[PageBlock, ...]:
        """Return the blocks of the page, with offers to join articles that may belong to the story."""
        from reader.ui.article import story_links

        blocks = article_text.page_blocks(*self.parts_on_page)
        return tuple(story_links.with_offers(blocks, self.parts_on_page, self.ties))

    def page(self) -> tuple[tuple[PageBlock, ...], dict[tuple[int, int], str]]:
        """Return the blocks of the page, and the characters on it that a reader has corrected."""
        blocks = self.page_blocks()
        return blocks, corrected_on(self.article_on_page, blocks)

    def credited_names(self) -> list[str]:
        """Return the names in the credits of the story."""
        return [name for part in self.parts for credit in part.article.credits for name in credit.names]

    def first_block(self, blocks: Sequence[PageBlock]) -> int:
        """Return the number of the block at which the opened part begins: 0, or that of its seam."""
        number = [part.id for part in self.parts].index(self.opened.id)
        seams = [n for n, block in enumerate(blocks) if block.kind is PageBlockKind.SEAM]
        return seams[number - 1] if number else 0

    def portions_from(self, number: int, by: int = 1) -> list[int]:
        """Return the numbers of all portions, beginning with `number` (modulo their count), in steps of `by`."""
        count = len(self.portions)
        return [(number + by * step) % count for step in range(count)]
