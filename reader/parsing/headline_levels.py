"""The parts of a headline: section, kicker, headline, decks; also if they share one heading line."""

from dataclasses import dataclass

from reader.language.variants import simplified
from reader.parsing import line_patterns
from reader.parsing.articles import Group
from reader.parsing.line_features import Line
from reader.parsing.weights import LineRole


@dataclass(frozen=True, slots=True)
class HeadlineLevels:
    section: str | None = None
    kicker: str | None = None
    headline: str | None = None
    decks: tuple[str, ...] = ()


def headline_levels_of(article: Group) -> HeadlineLevels:
    """Return the heading lines as kicker, headline and decks, with every word, in the order printed.

    A kicker and its headline on one line are separated by the kicker's ending (“…强调”); a label after the byline is a
    section if there is none above, else a deck.
    """
    labels = article.of(LineRole.LABEL)
    section = _text(article.of(LineRole.SECTION)) or _text(labels)
    decks = [line.text for line in article.of(LineRole.DECK)]
    if article.of(LineRole.SECTION):
        decks += [line.text for line in labels]
    kicker = _text(article.of(LineRole.KICKER))
    headline = _text(_once(article.of(LineRole.HEADLINE, LineRole.HEADLINE_MORE)))
    if headline is None:
        return HeadlineLevels(section, None, kicker, tuple(decks))
    if kicker is None:
        kicker, headline = split_kicker(headline)
    return HeadlineLevels(section, kicker, headline, tuple(decks))


def split_kicker(heading: str) -> tuple[str | None, str]:
    """Return the kicker and the headline of one heading line; None for the kicker if none is recognised."""
    plain = simplified(heading)
    for start, end in line_patterns.headline_halves(plain):
        if line_patterns.has_strong_kicker_tail(plain[:start]):
            return heading[:start], heading[end:]
    return None, heading


def _once(lines: list[Line]) -> list[Line]:
    """Return the first line alone if the others together print the same once more, else all."""
    texts = ["".join(line.text.split()) for line in lines]
    return lines[:1] if len(lines) > 1 and "".join(texts[1:]) == texts[0] else lines


def _text(lines: list[Line]) -> str | None:
    return " ".join(line.text for line in lines) or None
