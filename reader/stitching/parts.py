"""The parts of a story: how they read as one, and what may tell which articles of a day they are."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from reader.language.forms import HAN, search_form_with_offsets
from reader.language.patterns import pattern
from reader.newspaper.article import Article, Block, BlockKind
from reader.stitching.reasons import Reason


class BlockPart(Struct, frozen=True):
    """A block of one of the articles, and the offset of its text in the stitched block."""

    article: int
    block: int
    start: int = 0


class StitchedBlock(Struct, frozen=True):
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


class Stitched(Struct, frozen=True):
    """A story in reading order. `jump_lines` are listed separately; every block of every article is in
    one of the two.
    """

    articles: tuple[Article, ...]
    blocks: tuple[StitchedBlock, ...]
    jump_lines: tuple[BlockPart, ...]


class Seam(Struct, frozen=True):
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
NEVER_FIRST = "，。、；：！？”’）》,.;:!?)%％"
_DATELINE = pattern(
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
    """Return whether a jump line says that the article continues on another page, whether or not its label was read."""
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
    """Return the index of the first paragraph; 0 if there is none."""
    kinds = [block.kind for block in article.blocks]
    return kinds.index(BlockKind.PARAGRAPH) if BlockKind.PARAGRAPH in kinds else 0


def has_dateline(paragraph: str) -> bool:
    return _DATELINE.match(paragraph) is not None


def is_open(paragraph: str) -> bool:
    """Return whether a paragraph ends in the middle of a sentence."""
    return paragraph[-1] not in _FINAL


def quotation_runs_on(before: str, after: str) -> bool:
    """Return whether one paragraph leaves a quotation open, and the other closes it before opening another one."""
    closed, opened = after.find("”"), after.find("“")
    return before.rfind("“") > before.rfind("”") and closed >= 0 and (opened < 0 or closed < opened)


def runs_on(before: str, after: str) -> bool:
    """Return whether two half paragraphs are one: the first is unfinished, or the second can't begin a paragraph."""
    if has_dateline(after):
        return False
    return is_open(before) or after[0] in NEVER_FIRST or quotation_runs_on(before, after)


Pair = tuple[int, int]
"""The indices of two parts in the given sequence; the second continues the first."""


class DayArticle(Struct, frozen=True):
    """An article of the day, as stitching looks at it.

    `page` is its label if known ("2", "A4"); `file` is the file's path, `order` the position of the article in it.
    """

    id: int
    article: Article
    page: str | None
    file: str
    order: int


class Story(Struct, frozen=True):
    """The parts before and after a part in its story, each the nearest first."""

    before: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()


class Evidence:
    """What tells which parts of a day continue which: without the feature, nothing but the reader's word does."""

    def __init__(self, parts: Sequence[DayArticle]) -> None:
        """Look through all articles of a day, from all its files."""

    def of_pairs(
        self, stories: Mapping[int, Story] | None = None
    ) -> Iterator[tuple[Pair, frozenset[Reason]]]:
        """Yield each pair that may be of one story, with the reasons that apply to it.

        `stories` has the known parts before and after each part.
        """
        return iter(())

    def middles(self) -> frozenset[int]:
        """Return the parts that continue from another page and are continued on another."""
        return frozenset()
