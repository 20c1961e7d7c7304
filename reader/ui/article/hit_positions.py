"""The places of hits on the page, computed from the marks of the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reader.export.article_text import HEAD, PageBlock, PageBlockKind
from reader.language.scripts import Script, in_script
from reader.library.character_places import CharacterPlace
from reader.newspaper.article import Article, ArticleKind, Where
from reader.search.terms import ShownField

_HEAD_OF = {
    Where.SECTION: PageBlockKind.SECTION,
    Where.KICKER: PageBlockKind.KICKER,
    Where.HEADLINE: PageBlockKind.HEADLINE,
    Where.DECK: PageBlockKind.DECK,
}


HIT_AT = 0.42
"""The position in the view of a hit that is scrolled to, as a share of the view's height."""


@dataclass(frozen=True, slots=True)
class HitSpan:
    """A hit on the page: characters [start, end) of page block `block`."""

    block: int
    start: int
    end: int


def hits(article: Article, blocks: Sequence[PageBlock], needles: Sequence[str]) -> tuple[HitSpan, ...]:
    """Return every match of `needles` (search forms) on the page, in reading order.

    `article` is a story joined by `read_as_one`. A credit inside a paragraph is marked there, once.
    """
    from reader.search.answering import snippets

    found = []
    places = _places(blocks)
    for field_marks in snippets.marks(article, needles):
        place = _place(field_marks.field, places, blocks)
        if place:
            number, offset = place
            found += [HitSpan(number, offset + start, offset + end) for start, end in field_marks.spans]
    for number, block in enumerate(blocks):
        if block.kind is PageBlockKind.SEAM:  # it shows the headline of another part
            words = Article("", ArticleKind.CONTINUATION, headline=block.text)
            found += [
                HitSpan(number, *span) for each in snippets.marks(words, needles) for span in each.spans
            ]
    return tuple(sorted(found, key=lambda hit: (hit.block, hit.start)))


def hits_as_shown(
    article: Article, blocks: Sequence[PageBlock], needles: Sequence[str], script: Script
) -> tuple[HitSpan, ...]:
    """Return the hits in the printed text together with those in the text converted to a script."""
    printed = hits(article, blocks, needles)
    if script is Script.PRINTED:
        return printed
    shown_blocks = [replace(block, text=in_script(block.text, script)) for block in blocks]
    shown = hits(article_in_script(article, script), shown_blocks, needles)
    return tuple(sorted({*printed, *shown}, key=lambda hit: (hit.block, hit.start, hit.end)))


def article_in_script(article: Article, script: Script) -> Article:
    """Return an article with its texts converted to a script; every character keeps its place."""

    def shown(text: str | None) -> str | None:
        return in_script(text, script) if text else text

    return replace(
        article,
        section=shown(article.section),
        kicker=shown(article.kicker),
        headline=shown(article.headline),
        decks=tuple(in_script(deck, script) for deck in article.decks),
        credits=tuple(
            replace(credit, as_printed=in_script(credit.as_printed, script)) for credit in article.credits
        ),
        blocks=tuple(replace(block, text=in_script(block.text, script)) for block in article.blocks),
    )


def corrected_on(article: Article, blocks: Sequence[PageBlock]) -> dict[tuple[int, int], str]:
    """Return the corrected characters on a page, by block and index in it.

    `article` as for `hits`.
    """
    places = _places(blocks)
    found = {}
    for reading in article.readings:
        is_credit = reading.where is Where.CREDIT
        text = article.credits[reading.index].as_printed if is_credit else ""
        place = _place(ShownField(reading.where, reading.index, text), places, blocks)
        if place and place[1] + reading.at < len(blocks[place[0]].text):
            found[place[0], place[1] + reading.at] = reading.read_as
    return found


def place_in_article(
    parts: Sequence[Article], block: PageBlock, at: int
) -> tuple[int, CharacterPlace] | None:
    """Return the part of the story from which a character of a page block was printed, and its place there.

    Return None if it was printed in none of the parts.
    """
    if block.kind in _NOT_PRINTED:
        return None
    if block.kind is PageBlockKind.BYLINE:
        for index, credit in enumerate(parts[0].credits):
            begin = block.text.find(credit.as_printed) if credit.as_printed else -1
            if 0 <= begin <= at < begin + len(credit.as_printed):
                return 0, CharacterPlace(Where.CREDIT, index, at - begin)
        return None
    if block.kind in HEAD:
        where = next(where for where, kind in _HEAD_OF.items() if kind is block.kind)
        return 0, CharacterPlace(where, block.index, at)
    part, start = [each for each in block.printed if each[1] <= at][-1]
    text = block.text_in(part)
    blocks = parts[part].blocks
    is_here = block.index < len(blocks) and blocks[block.index].text == text
    for index in [block.index] * is_here + [*range(len(blocks))]:
        if (begin := blocks[index].text.find(text)) >= 0:
            return part, CharacterPlace(Where.BLOCK, index, begin + at - start)
    return None


def step(current: int, by: int, count: int) -> int:
    """Return the number of the next hit (1) or the previous one (-1), cyclically; `current` is -1 for none."""
    return ((current if current >= 0 or by > 0 else 0) + by) % count


def crossing(hits: Sequence[HitSpan], blocks: Sequence[PageBlock], part: int) -> int | None:
    """Return the number of the first hit that crosses the beginning of a part of the story, or None."""
    begins = {
        (number, start)
        for number, block in enumerate(blocks)
        for printed_in, start in block.printed[1:]
        if printed_in == part
    }
    crosses = [any(hit.block == n and hit.start < at < hit.end for n, at in begins) for hit in hits]
    return crosses.index(True) if True in crosses else None


def number_in(hits: Sequence[HitSpan], blocks: Sequence[PageBlock], text: str, at: int) -> int:
    """Return the number of the hit at or after a character of a text; 0 if the text has none or is not on the page."""
    for number, block in enumerate(blocks):
        begin = block.text.find(text) if block.kind not in _NOT_PRINTED else -1
        if begin >= 0:
            there = (n for n, hit in enumerate(hits) if hit.block == number and hit.end > begin + at)
            return next(there, 0)
    return 0


def _places(blocks: Sequence[PageBlock]) -> dict[tuple[PageBlockKind | None, int], int]:
    """Return the page block of each part of the head, by kind and index, and of each block of the body, by index."""
    places: dict[tuple[PageBlockKind | None, int], int] = {}
    for number, block in enumerate(blocks):
        if block.kind not in _NOT_PRINTED:
            places.setdefault((block.kind if block.kind in HEAD else None, block.index), number)
    return places


_NOT_PRINTED = frozenset({PageBlockKind.FOLIO, PageBlockKind.SEAM, PageBlockKind.OFFER})


def _place(
    field: ShownField,
    places: Mapping[tuple[PageBlockKind | None, int], int],
    blocks: Sequence[PageBlock],
) -> tuple[int, int] | None:
    """Return the page block of a shown field and the index at which the field begins there; None if not on the page."""
    if field.where is Where.CREDIT:
        byline = places.get((PageBlockKind.BYLINE, 0))
        at = blocks[byline].text.find(field.text) if byline is not None else -1
        return (byline, at) if byline is not None and at >= 0 else None
    kind = None if field.where is Where.BLOCK else _HEAD_OF[field.where]
    number = places.get((kind, field.index))
    return None if number is None else (number, 0)
