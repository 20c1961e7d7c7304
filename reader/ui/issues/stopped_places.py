"""Where one stopped reading, for going on there when the issue is opened again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

MOST = 500
"""So many places are kept: a key is no longer than twenty characters."""


@dataclass(frozen=True, slots=True)
class StoppedPlaces:
    """Articles by their keys, and how far down one stopped in them (0 to 1), the last first."""

    places: tuple[tuple[str, float], ...] = ()

    def stopped(self, key: str, down: float) -> StoppedPlaces:
        """Return the places after one has stopped in an article."""
        others = tuple(place for place in self.places if place[0] != key)
        return StoppedPlaces(((key, down), *others)[:MOST])

    def last_among(self, keys: Collection[str]) -> tuple[str, float] | None:
        """Return where one stopped last in these articles."""
        return next((place for place in self.places if place[0] in keys), None)
