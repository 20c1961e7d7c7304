"""How a story over several pages reads as one: its blocks in order, and the paragraphs that cross its seams."""

from bisect import bisect_left
from dataclasses import dataclass

from reader.language.forms import search_form_with_offsets
from reader.newspaper.article import Article, Block, BlockKind
from reader.stitching.seam import ending, opening, runs_on


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
