"""Where the text of a part begins and ends, whether a sentence goes on in the next, and how the parts read as one."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from reader.language.forms import HAN, search_form_with_offsets
from reader.language.variants import simplified
from reader.newspaper.article import Article, Block, BlockKind


@dataclass(frozen=True, slots=True)
class BlockPart:
    """A block of one of the articles, and the offset of its text in the stitched block."""

    article: int
    block: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class StitchedBlock:
    """A block of the stitched story.

    It has several pieces if a sentence crosses a seam: each piece but the first begins at a seam.
    """

    kind: BlockKind
    text: str
    pieces: tuple[BlockPart, ...]

    @property
    def seams(self) -> tuple[int, ...]:
        """Return the offsets in the text at which another part begins."""
        return tuple(piece.start for piece in self.pieces[1:])


@dataclass(frozen=True, slots=True)
class Stitched:
    """A story in reading order. `jump_lines` are listed apart; every block of every article is in one of the two."""

    articles: tuple[Article, ...]
    blocks: tuple[StitchedBlock, ...]
    jump_lines: tuple[BlockPart, ...]


@dataclass(frozen=True, slots=True)
class Seam:
    """A paragraph that crosses a seam, and the offset in it at which the second part begins."""

    text: str
    at: int

    def in_search_form(self) -> "Seam":
        form = search_form_with_offsets(self.text)
        return Seam(form.text, bisect_left(form.starts, self.at))


def stitched(first: Article, *others: Article) -> Stitched:
    """Return the parts of a story read as one, in the order given."""
    articles = (first, *others)
    blocks: list[StitchedBlock] = []
    jumps: list[BlockPart] = []
    end: int | None = None
    for number, article in enumerate(articles):
        begins, ends = opening(article), ending(article)
        is_joined = (
            end is not None and begins is not None and runs_on(blocks[end].text, article.blocks[begins].text)
        )
        for place, block in enumerate(article.blocks):
            if block.kind is BlockKind.JUMP:
                jumps.append(BlockPart(number, place))
                continue
            if is_joined and place == begins and end is not None:
                blocks[end] = _joined(blocks[end], block, BlockPart(number, place))
            else:
                blocks.append(StitchedBlock(block.kind, block.text, (BlockPart(number, place),)))
            if place == ends:
                end = end if is_joined and place == begins else len(blocks) - 1
    return Stitched(articles, tuple(blocks), tuple(jumps))


def seams(first: Article, *others: Article) -> tuple[Seam | None, ...]:
    """Return the paragraph that crosses each seam of a story; None where no sentence does."""
    story = stitched(first, *others)
    found: list[Seam | None] = [None] * len(others)
    for block in story.blocks:
        for piece in block.pieces[1:]:
            found[piece.article - 1] = Seam(block.text, piece.start)
    return tuple(found)


def _joined(block: StitchedBlock, more: Block, piece: BlockPart) -> StitchedBlock:
    pieces = (*block.pieces, BlockPart(piece.article, piece.block, len(block.text)))
    return StitchedBlock(block.kind, block.text + more.text, pieces)


_FINAL = "。！？…!?.”’\"'）)》】"
_NEVER_FIRST = "，。、；：！？”’）》,.;:!?)%％"
_SELDOM_FIRST = frozenset(
    "的文是看查原学了人生们个到和来发要开方法地师者信都动月实得没子么里业并体面名分去起问力件些知院定意着友表样系制次已部点心种息己"
    "保位间论员处民机做权用平提度证将求话场及园合化交扰解告加什声手期立打办门书水义代视把议利见诉未持程示又份光育律何决规章式群络组"
    "容过地吗呢吧之于与上下中内外"
)
"""Characters that begin a paragraph less than half as often as they stand in one, in public papers and essays."""
_OFTEN_FIRST = frozenset("在我这而当但从那第她如其因现今此据该随根另再虽目由除按二三尽每昨前截")
"""Those that begin one more than twice as often."""
_DATELINE = re.compile(
    f"(?:据|综合)?[{HAN}]{{1,8}}?(?:[{HAN}]{{0,6}}[0-9]{{1,2}}日)?[讯电](?=[ \u3000（(]|$)|[【·■□◎]"
)


def opening(article: Article) -> int | None:
    """Return the index of the paragraph that the text begins with; None if it begins with a subhead."""
    for place, block in enumerate(article.blocks):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            return place
        if block.kind is BlockKind.SUBHEAD:
            return None
    return None


def ending(article: Article) -> int | None:
    """Return the index of the paragraph that the text ends with."""
    for place, block in reversed(list(enumerate(article.blocks))):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            return place
        if block.kind is BlockKind.SUBHEAD:
            return None
    return None


def is_continued(article: Article) -> bool:
    """Return whether a jump line says that the article goes on elsewhere, be its page read or not."""
    return article.jump_to is not None or any(
        _is_jump(block) for block in article.blocks[_first_text(article) :]
    )


def is_continuation(article: Article) -> bool:
    """Return whether a jump line says that the article began elsewhere, be its page read or not."""
    return article.jump_from is not None or any(
        _is_jump(block) for block in article.blocks[: _first_text(article)]
    )


def _is_jump(block: Block) -> bool:
    return block.kind is BlockKind.JUMP


def _first_text(article: Article) -> int:
    """Return the index of the first paragraph; 0 if there is none, as a jump line alone leads away."""
    kinds = [block.kind for block in article.blocks]
    return kinds.index(BlockKind.PARAGRAPH) if BlockKind.PARAGRAPH in kinds else 0


def has_dateline(paragraph: str) -> bool:
    return _DATELINE.match(paragraph) is not None


def is_open(paragraph: str) -> bool:
    """Return whether a paragraph ends in the middle of a sentence."""
    return paragraph[-1] not in _FINAL


def seldom_begins(paragraph: str) -> bool:
    """Return whether a paragraph begins as paragraphs seldom do: in the middle of a sentence or of a quotation."""
    first, closed, opened = simplified(paragraph[0]), paragraph.find("”"), paragraph.find("“")
    return first in _NEVER_FIRST or first in _SELDOM_FIRST or (closed >= 0 and not 0 <= opened < closed)


def often_begins(paragraph: str) -> bool:
    """Return whether a paragraph begins as many do."""
    return simplified(paragraph[0]) in _OFTEN_FIRST


def quotation_runs_on(before: str, after: str) -> bool:
    """Return whether a quotation is left open by one paragraph and closed in the other before any opens there."""
    closed, opened = after.find("”"), after.find("“")
    return before.rfind("“") > before.rfind("”") and closed >= 0 and (opened < 0 or closed < opened)


def runs_on(before: str, after: str) -> bool:
    """Return whether two half paragraphs are one: the first is unfinished, or the second can't begin a paragraph."""
    if has_dateline(after):
        return False
    return is_open(before) or after[0] in _NEVER_FIRST or quotation_runs_on(before, after)
