"""Where one stopped reading, for going on there when the issue is opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reader.newspaper.printing import Printing

MOST = 500
"""So many places are kept: each takes some hundred bytes of the settings."""


@dataclass(frozen=True, slots=True)
class StoppedPlaces:
    """Articles, and how far down one stopped in them (0 to 1), the last first."""

    places: tuple[tuple[Printing, float], ...] = ()

    def stopped(self, printing: Printing, down: float) -> StoppedPlaces:
        """Return the places after one has stopped in an article."""
        others = tuple(place for place in self.places if not place[0].is_same(printing))
        return StoppedPlaces(((printing, down), *others)[:MOST])

    def last_among(
        self, articles: Mapping[int, str], article_of: Callable[[Printing], int | None]
    ) -> tuple[int, float] | None:
        """Return the article in which one stopped last, and how far down; None if one did in none of them.

        `articles` are the keys of the articles by their ids, `article_of` returns the article of a printing.
        """
        keys = set(articles.values())
        found = ((article_of(place), down) for place, down in self.places if place.key in keys)
        return next(((i, down) for i, down in found if i is not None and i in articles), None)
