"""Portions of an article that is far longer than any newspaper prints.

Qt would take minutes and gigabytes to lay out the whole. Together the portions are the whole body.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.export import article_text
from reader.export.article_text import HEAD, PageBlock, PageBlockKind
from reader.i18n import say
from reader.language.forms import search_form
from reader.newspaper.article import Article, Block, CharacterReading, Where, page_in_words
from reader.newspaper.holdings import StoredArticle
from reader.ui.widgets import theme, wording
from reader.ui.widgets.controls import IconButton, Label, Wide, row_layout

if TYPE_CHECKING:
    from reader.library.stories import Tie


_BEFORE = 0
_BEHIND = 1


def with_offers(
    blocks: Sequence[PageBlock], parts: Sequence[StoredArticle], ties: Sequence[Tie]
) -> tuple[PageBlock, ...]:
    """Return the blocks with offers to join an article before the story and one after it."""
    page_blocks = list(blocks)
    before = _offered(_BEFORE, parts, ties)
    if before:
        begin = next(
            (n for n, block in enumerate(page_blocks[1:], 1) if block.kind not in HEAD), len(page_blocks)
        )
        title = before.first.article.title()
        page = _page(before.first)
        text = say("前文可能在 {page}版：{title}", page=page, title=title)
        page_blocks.insert(
            begin, _offer(_BEFORE, 0, text if page else say("前文可能是：{title}", title=title))
        )
    behind = _offered(_BEHIND, parts, ties)
    if behind:
        title = behind.second.article.title()
        page = _page(behind.second)
        text = say("下文可能在 {page}版：{title}", page=page, title=title)
        text = text if page else say("下文可能是：{title}", title=title)
        page_blocks.append(_offer(_BEHIND, len(parts) - 1, text))
    return tuple(page_blocks)


def tie_of(block: PageBlock, parts: Sequence[StoredArticle], ties: Sequence[Tie]) -> Tie | None:
    """Return the tie of a seam or an offer on the page; None for another block."""
    if block.kind is PageBlockKind.OFFER:
        return _offered(block.index, parts, ties)
    if block.kind is not PageBlockKind.SEAM:
        return None
    second = parts[block.printed[0][0]].id
    return next((tie for tie in ties if tie.stitch.is_made and tie.second.id == second), None)


def why(tie: Tie) -> str:
    """Return the weightiest reason for a tie in words, such as 因为标题大半相同.

    For a tie that is only offered, the weightiest reason against it is added.
    """
    from reader.stitching.pairing import for_and_against

    speak_for, against = for_and_against(tie.stitch)
    if speak_for:
        because = say("因为{reasons}", reasons=speak_for[0])
    else:
        because = say("没有别的一篇更像")
    if tie.stitch.is_made or not against:
        doubt = ""
    else:
        doubt = say("但{reason}", reason=against[0])
    return wording.listed([because, doubt])


def _offered(side: int, parts: Sequence[StoredArticle], ties: Sequence[Tie]) -> Tie | None:
    offered = [tie for tie in ties if not tie.stitch.is_made]
    if side == _BEFORE:
        return next((tie for tie in offered if tie.second.id == parts[0].id), None)
    return next((tie for tie in offered if tie.first.id == parts[-1].id), None)


def _page(part: StoredArticle) -> str:
    if part.article.page:
        return page_in_words(part.article.page)
    return ""


def _offer(side: int, part: int, text: str) -> PageBlock:
    """Return the block of an offer; `side` is `_BEFORE` or `_BEHIND`, `part` the number of the part that it is
    next to.
    """
    return PageBlock(PageBlockKind.OFFER, f"—— {text} ——", side, printed=((part, 0),))


LONGEST_WHOLE = 100_000
"""The maximum number of characters of an article shown whole: twice the longest that was ever printed."""
_PORTION = 20_000
_MOST_BLOCKS = 500
"""The maximum number of characters and of blocks in a portion."""
_SENTENCE_NEAR = 400
"""A portion may end up to this many characters early, at the end of a sentence."""
_OVER_THE_END = 200
"""The number of characters after a portion within which a match beginning in it may end."""


class BlockSlice(Struct, frozen=True):
    """Characters [start, end) of a block of an article; the whole block where `is_whole`."""

    block: int
    start: int
    end: int
    is_whole: bool


Portion = tuple[BlockSlice, ...]


def is_long(article: Article) -> bool:
    return sum(len(block.text) for block in article.blocks) > LONGEST_WHOLE


def portions_of(article: Article) -> tuple[Portion, ...]:
    portions: list[Portion] = []
    open_portion: list[BlockSlice] = []
    left = _PORTION
    for number, block in enumerate(article.blocks):
        start = 0
        length = len(block.text)
        while True:
            end = min(length, start + left)
            if end < length:  # at the end of a sentence shortly before, if there is one
                end = block.text.rfind("。", max(start, end - _SENTENCE_NEAR), end) + 1 or end
            open_portion.append(BlockSlice(number, start, end, start == 0 and end == length))
            left -= end - start
            if end < length or left <= 0 or len(open_portion) == _MOST_BLOCKS:
                portions.append(tuple(open_portion))
                open_portion = []
                left = _PORTION
            start = end
            if start >= length:
                break
    if open_portion or not portions:
        portions.append(tuple(open_portion))
    return tuple(portions)


def in_portion(article: Article, portion: Portion, *, is_first: bool) -> Article:
    blocks: list[Block] = []
    for piece in portion:
        block = article.blocks[piece.block]
        if not piece.is_whole:
            block = replace(block, text=block.text[piece.start : piece.end])
        blocks.append(block)
    readings: list[CharacterReading] = []
    for reading in article.readings:
        if reading.where is not Where.BLOCK:
            continue
        for index, piece in enumerate(portion):
            if piece.block == reading.index and piece.start <= reading.at < piece.end:
                readings.append(replace(reading, index=index, at=reading.at - piece.start))
    credits = article.credits
    if is_first:
        readings += [reading for reading in article.readings if reading.where is not Where.BLOCK]
    else:
        credits = ()
    return replace(article, blocks=tuple(blocks), credits=credits, readings=tuple(readings))


def first_with(
    article: Article, portions: Sequence[Portion], needles: Sequence[str], order: Sequence[int]
) -> int | None:
    """Return the first number in `order` of a portion in which one of the needles begins, or None."""
    texts = article.blocks
    for number in order:
        if any(_begins_in(texts[piece.block].text, piece, needles) for piece in portions[number]):
            return number
    return None


def _begins_in(text: str, stretch: BlockSlice, needles: Sequence[str]) -> bool:
    from reader.search.needles import holds, occurrences

    inside = search_form(text[stretch.start : stretch.end])
    if any(holds(inside, needle) for needle in needles):
        return True
    if stretch.end == len(text):
        return False
    near = max(stretch.start, stretch.end - _OVER_THE_END)
    before = len(search_form(text[near : stretch.end]))
    over = search_form(text[near : stretch.end + _OVER_THE_END])
    return any(next(occurrences(over, needle), (before, 0))[0] < before for needle in needles)


class PortionBar(QWidget):
    def __init__(self, step: Callable[[int], object]) -> None:
        super().__init__()
        self.setObjectName("portionBar")
        theme.tint(self, "list")
        self.label = Label("", theme.sans(12), "ink2", wraps=True)
        self.previous_button = IconButton("up", say("前一段"), 24, act=partial(step, -1))
        self.next_button = IconButton("down", say("后一段"), 24, act=partial(step, 1))
        buttons = (self.previous_button, self.next_button)
        row_layout(Wide(self.label), *buttons, of=self, margins=(44, 6, 12, 7), spacing=4)
        self.hide()

    def show_portion(self, number: int, count: int) -> None:
        self.label.setText(
            say(
                "这篇太长，分成 {count} 段显示，这是第 {n} 段。搜索和复制的都是全文。",
                n=number + 1,
                count=count,
            )
        )
        self.previous_button.setEnabled(number > 0)
        self.next_button.setEnabled(number + 1 < count)
        self.setVisible(count > 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("rule"))


class ShownArticle(Struct, frozen=True, dict=True):
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
        if any(is_long(part.article) for part in parts):
            return cls(opened, (opened,), tuple(ties), portions_of(opened.article))
        return cls(opened, parts, tuple(ties))

    def at_portion(self, number: int) -> ShownArticle:
        """Return the same article with another portion on the page, at most the last one."""
        return replace(self, portion=max(0, min(number, len(self.portions) - 1)))

    @cached_property
    def parts_on_page(self) -> tuple[StoredArticle, ...]:
        if not self.portions:
            return self.parts
        (part,) = self.parts
        cut = in_portion(part.article, self.portions[self.portion], is_first=self.portion == 0)
        return (replace(part, article=cut),)

    @cached_property
    def article_on_page(self) -> Article:
        return article_text.read_as_one(*(part.article for part in self.parts_on_page))

    def page(self) -> tuple[tuple[PageBlock, ...], dict[tuple[int, int], CharacterReading]]:
        blocks = article_text.recognised_blocks(*self.parts_on_page)
        blocks = tuple(with_offers(blocks, self.parts_on_page, self.ties))
        if not self.article_on_page.readings:
            return blocks, {}
        from reader.export.corrected_places import corrections_on

        return blocks, corrections_on(self.article_on_page, blocks)

    def first_block(self, blocks: Sequence[PageBlock]) -> int:
        number = [part.id for part in self.parts].index(self.opened.id)
        seams = [n for n, block in enumerate(blocks) if block.kind is PageBlockKind.SEAM]
        if number:
            return seams[number - 1]
        return 0

    def portions_from(self, number: int, by: int = 1) -> list[int]:
        """Return the numbers of all portions, beginning with `number` (modulo their count), in steps of `by`."""
        count = len(self.portions)
        return [(number + by * step) % count for step in range(count)]
