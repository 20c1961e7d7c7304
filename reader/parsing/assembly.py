"""Lines with their roles → articles: headlines, blocks, credits, jumps and keys."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from reader.i18n import say
from reader.newspaper.article import Article, Block, BlockKind, Credit, Role
from reader.newspaper.article_key import keys_of
from reader.newspaper.correction import CorrectedCredit
from reader.newspaper.issue import ParseWarning
from reader.newspaper.source_text import DAMAGE, SourceText, spans_of
from reader.parsing import credits, pages
from reader.parsing.articles import Group, kind_of
from reader.parsing.blocks import blocks_of
from reader.parsing.headline_levels import HeadlineLevels, headline_levels_of
from reader.parsing.key_body import body_of
from reader.parsing.reader_decisions import decided_credits
from reader.parsing.weights import LineRole

_DAMAGED_LINES_NAMED = 20
_SIGNED = frozenset({BlockKind.PARAGRAPH, BlockKind.NOTICE, BlockKind.CAPTION})


def damage(source: SourceText) -> Iterator[ParseWarning]:
    """Yield warnings of lines with bytes that could not be read, and of how many more there are."""
    counts = [(number, count) for number, line in enumerate(source.lines, 1) if (count := line.count(DAMAGE))]
    for number, count in counts[:_DAMAGED_LINES_NAMED]:
        yield ParseWarning(number, say("有 {count} 处字节坏了，读不出来，写作 �。", count=count))
    if more := counts[_DAMAGED_LINES_NAMED:]:
        yield ParseWarning(more[0][0], say("从这一行起，还有 {count} 行有读不出来的字节。", count=len(more)))


def articles_of(
    groups: Sequence[Group],
    others: Iterable[tuple[str, Article]] = (),
    levels_of: Callable[[Group], HeadlineLevels] = headline_levels_of,
) -> tuple[Article, ...]:
    """Return the articles of the groups, and after them `others`, given with the bodies for their keys."""
    more = list(others)
    storeys = [levels_of(one) for one in groups]
    blocks = [blocks_of(one) for one in groups]
    bodies = [_identifying_body(one, b, s) for one, b, s in zip(groups, blocks, storeys, strict=True)]
    keys = keys_of([*bodies, *(body for body, _ in more)])
    jumps = map(_jumps, blocks)
    articles = tuple(
        Article(
            key=key,
            kind=kind_of(one),
            page=one.page,
            section=s.section,
            kicker=s.kicker,
            headline=s.headline,
            decks=s.decks,
            credits=_credits(one, b),
            jump_from=came_from,
            jump_to=goes_to,
            blocks=b,
            source_lines=spans_of([number for line, _ in one.members for number in line.numbers]),
        )
        for key, one, s, b, (came_from, goes_to) in zip(keys, groups, storeys, blocks, jumps, strict=False)
    )
    overlong = [replace(each, key=key) for key, (_, each) in zip(keys[len(articles) :], more, strict=True)]
    return (*articles, *overlong)


def _identifying_body(article: Group, blocks: tuple[Block, ...], storeys: HeadlineLevels) -> str:
    """Return the body that the article's key is computed from: of joined ones the first's, so that its key stays."""
    first = article.first_part
    return (
        body_of(blocks, storeys) if first is article else body_of(blocks_of(first), headline_levels_of(first))
    )


def _credits(article: Group, blocks: Sequence[Block]) -> tuple[Credit, ...]:
    """Return the credits in the order printed.

    A paragraph's are read after it was rejoined, so that no name is cut at a line's end.
    """
    found: list[tuple[int, Credit]] = []
    for line in article.of(LineRole.BYLINE, LineRole.SIGNATURE):
        found += [(line.number, credit) for credit in line.credits()]
    decisions = _credit_decisions(article)
    texts = [block for block in blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.NOTICE)]
    for block in blocks:
        read: tuple[Credit, ...] = ()
        if block.kind is BlockKind.CAPTION:
            read = credits.photographer_credits(block.text)
        elif block.kind is BlockKind.PARAGRAPH:
            read = credits.paragraph_credits(block.text, is_last=block is texts[-1])
        decided_lines = [n for n in decisions if _holds(block, n)] if block.kind in _SIGNED else []
        if decided_lines:
            read = tuple(
                c for n in decided_lines for c in decided_credits(decisions.pop(n)[1], block.text, read)
            )
        found += [(block.source_lines[0][0], credit) for credit in read]
    for number, (text, about) in decisions.items():
        found += [(number, credit) for credit in decided_credits(about, text, ())]
    found.sort(key=lambda numbered: numbered[0])
    return once(dict.fromkeys(credit for _, credit in found), texts)


def once(credits: Iterable[Credit], texts: Sequence[Block]) -> tuple[Credit, ...]:
    """Return the credits without those that only repeat a name in the text."""
    kept: list[Credit] = []
    named: set[tuple[Role, str]] = set()
    for credit in credits:
        signed = {(credit.role, name) for name in credit.names}
        if not signed <= named or not any(credit.as_printed in block.text for block in texts):
            kept.append(credit)
        named |= signed
    return tuple(kept)


def _credit_decisions(article: Group) -> dict[int, tuple[str, tuple[CorrectedCredit, ...]]]:
    """Return the reader's decisions on credits by line, with the line, for lines that are not credits as a whole."""
    return {
        line.number: (line.text, line.decisions.credits)
        for line, role in article.members
        if line.decisions.credits is not None
        and not (role in (LineRole.BYLINE, LineRole.SIGNATURE) and line.credits())
    }


def _holds(block: Block, number: int) -> bool:
    return any(first <= number <= last for first, last in block.source_lines)


def _jumps(blocks: Sequence[Block]) -> tuple[str | None, str | None]:
    """Return the pages that an article is continued from and on. “紧接” may mean either, by its place."""
    paragraphs = [i for i, block in enumerate(blocks) if block.kind is BlockKind.PARAGRAPH]
    before = paragraphs[0] if paragraphs else len(blocks)
    came_from = goes_to = None
    for i, block in enumerate(blocks):
        if block.kind is BlockKind.JUMP:
            origin = pages.jump_from(block.text) if i < before else None
            target = pages.jump_to(block.text) if origin is None else None
            came_from = came_from or (origin.page if origin else None)
            goes_to = goes_to or (target.page if target else None)
    return came_from, goes_to
