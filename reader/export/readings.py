"""Corrected characters in exported text, added in brackets after the printed ones: 渡囗〔口〕."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from reader.newspaper.article import Article, CharacterReading, Where
from reader.newspaper.holdings import StoredArticle


def with_corrections(text: str, corrected: Mapping[int, str], start: int = 0) -> str:
    """Return the text with each corrected character in brackets after the printed one.

    `corrected` has the characters by their offsets, counted from `start` at the beginning of the text.
    """
    if not corrected:
        return text
    parts = []
    for at, printed in enumerate(text, start):
        parts.append(printed)
        if at in corrected:
            parts.append(f"〔{corrected[at]}〕")
    return "".join(parts)


def with_readings(stored: StoredArticle) -> StoredArticle:
    """Return the article with its corrected characters added to all texts; the same object if it has none."""
    if not stored.article.readings:
        return stored
    return replace(stored, article=_with_corrections(stored.article))


def _with_corrections(article: Article) -> Article:
    def of(where: Where, index: int = 0) -> dict[int, str]:
        return _places(each for each in article.readings if (each.where, each.index) == (where, index))

    return replace(
        article,
        section=with_corrections(article.section, of(Where.SECTION)) if article.section else article.section,
        kicker=with_corrections(article.kicker, of(Where.KICKER)) if article.kicker else article.kicker,
        headline=with_corrections(article.headline, of(Where.HEADLINE))
        if article.headline
        else article.headline,
        decks=tuple(
            with_corrections(deck, of(Where.DECK, index)) for index, deck in enumerate(article.decks)
        ),
        credits=tuple(
            replace(credit, as_printed=with_corrections(credit.as_printed, of(Where.CREDIT, index)))
            for index, credit in enumerate(article.credits)
        ),
        blocks=tuple(
            replace(block, text=with_corrections(block.text, of(Where.BLOCK, index)))
            for index, block in enumerate(article.blocks)
        ),
        readings=(),
    )


def _places(readings: Iterable[CharacterReading]) -> dict[int, str]:
    return {each.at: each.read_as for each in readings}
