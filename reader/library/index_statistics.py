"""The statistics of a library for a ladder (`ladder.Statistics`), from its index and a reader's decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.library.derived_data import Derived
from reader.search.engine import SearchCancelled

if TYPE_CHECKING:
    from reader.search.engine import Engine
    from reader.search.noisy_channel import NoisyChannel
    from reader.search.query import Query

ANY_OTHER = ""
"""Stands for any character that the printed one may be: a corrected one can only be the one it was corrected to."""


class SettledPlaces:
    """The places of the printed characters for which a reader has decided whether they are misread."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._known: tuple[int, Mapping[tuple[str, str], Mapping[int, set[int]]]] | None = None

    def __call__(self) -> Mapping[tuple[str, str], Mapping[int, set[int]]]:
        """Return the places by article, by the printed character and the rejected one (`ANY_OTHER` if corrected)."""
        generation = self._derived.catalogue.generation()
        if self._known is None or self._known[0] != generation:
            of_pair: dict[tuple[str, str], dict[int, set[int]]] = {}
            for each in self._derived.catalogue.readings.all():
                if each.place is not None:
                    read_as = ANY_OTHER if each.place.is_corrected else each.place.read_as
                    of_article = of_pair.setdefault((each.place.printed, read_as), {})
                    of_article.setdefault(each.article_id, set()).update(each.place.at)
            self._known = generation, of_pair
        return self._known[1]


@dataclass(frozen=True, slots=True)
class IndexStatistics:
    """`ladder.Statistics` of an engine."""

    engine: Engine
    cancelled: Callable[[], bool]
    settled_places: Callable[[], Mapping[tuple[str, str], Mapping[int, set[int]]]]
    misread_rate: Callable[[], float]

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        if self.cancelled():
            raise SearchCancelled
        return self.engine.frequencies(needles)

    def count(self, query: Query, at_most: int) -> int:
        return len(self.engine.page(query, limit=at_most, cancelled=self.cancelled))

    def settled(self, printed: str, read_as: str) -> Mapping[int, set[int]]:
        of_pair = self.settled_places()
        found = dict(of_pair.get((printed, read_as), {}))
        for article_id, places in of_pair.get((printed, ANY_OTHER), {}).items():
            found[article_id] = found.get(article_id, set()) | places
        return found

    def channel(self) -> NoisyChannel:
        from reader.search.noisy_channel import NoisyChannel

        return NoisyChannel(self.frequencies, len(self.engine), self.misread_rate())
