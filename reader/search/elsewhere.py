"""Finds the words that only other sources of an article contain, so that a search for them finds the article, too."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from reader.language.forms import search_form
from reader.newspaper.article import Article, ElsewhereText, Where
from reader.search.terms import CREDITS_LINE, HEADLINE_LINE, SECTION_LINE, lines, search_text

_OF_LINE = {HEADLINE_LINE: Where.HEADLINE, SECTION_LINE: Where.SECTION, CREDITS_LINE: Where.CREDIT}


def with_elsewhere(
    articles: Sequence[Article], others: Sequence[tuple[Article, Sequence[int]]]
) -> list[Article]:
    """Return the articles, with the texts that only their other sources contain in `Article.elsewhere`.

    `others` are these sources, each with the indices of the articles that it is a source of, the most similar first.
    A text that none of these articles contains is added to the one that shares most of its character pairs.
    """
    forms = [search_text(article).split("\n") for article in articles]
    found: list[dict[tuple[Where, str], str]] = [{} for _ in articles]
    for other, homes in others:
        for number, where, text, form in _runs(other):
            in_homes = [forms[home] if number is None else forms[home][number : number + 1] for home in homes]
            if not any(form in line for home in in_homes for line in home):
                # the one of `homes` whose lines (`in_homes`) share most character pairs with a text
                wanted = _pairs(form)
                shared = [len(wanted & {pair for line in home for pair in _pairs(line)}) for home in in_homes]
                found[homes[shared.index(max(shared))]].setdefault((where, form), text)
    return [
        replace(article, elsewhere=tuple(_without_pieces(texts))) if texts else article
        for article, texts in zip(articles, found, strict=True)
    ]


def _runs(article: Article) -> Iterator[tuple[int | None, Where, str, str]]:
    """Yield each run of an article: the index of its line (None for a block's), its kind, read form and search form."""
    for number, line in enumerate(lines(article)):
        where = _OF_LINE.get(number, Where.BLOCK)
        for run in line:
            if form := search_form(run.text):
                yield (number if number in _OF_LINE else None), where, run.text, form


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _without_pieces(texts: dict[tuple[Where, str], str]) -> Iterator[ElsewhereText]:
    """Yield the texts that are not part of another one of the same kind.

    They are sorted, so that the order of the sources does not change the result.
    """
    for where, form in sorted(texts):
        if not any(where is there and form != longer and form in longer for there, longer in texts):
            yield ElsewhereText(where, texts[where, form])
