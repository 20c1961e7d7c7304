"""Places that were read: back and forward, as in a browser; where one stopped in issues."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from reader.newspaper.printing import Printing


@dataclass(frozen=True, slots=True)
class Manner:
    """How an article is opened: by a person or `by_itself`, and whether it is selected in the tree, too."""

    by_itself: bool = False
    moves_tree: bool = True


CHOSEN = Manner()
IN_TREE = Manner(moves_tree=False)
BY_ITSELF = Manner(by_itself=True)


@dataclass(frozen=True, slots=True)
class ReadingPosition:
    """An article that was read.

    `needles` are marked on the page, `down` how far down it was read (0 to 1), `is_page` whether its page was shown.
    """

    printing: Printing
    needles: tuple[str, ...] = ()
    down: float = 0.0
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class NavigationHistory:
    """The places in order; `at` is the one that is shown, -1 while there is none."""

    places: tuple[ReadingPosition, ...] = ()
    at: int = -1

    @property
    def current(self) -> ReadingPosition | None:
        return self.places[self.at] if self.at >= 0 else None

    @property
    def can_go_back(self) -> bool:
        return self.at > 0

    @property
    def can_go_forward(self) -> bool:
        return self.at + 1 < len(self.places)

    def visit(self, place: ReadingPosition, *, stays: bool = False) -> NavigationHistory:
        """Return the history with a new place after the current one; places that lay ahead are dropped.

        The same article shown in the same way, or another while the page `stays`, replaces the current place.
        """
        current = self.current
        is_same = (
            current is not None
            and current.printing.is_same(place.printing)
            and current.is_page == place.is_page
        )
        if current is not None and (stays or is_same):
            return NavigationHistory((*self.places[: self.at], place, *self.places[self.at + 1 :]), self.at)
        before = self.places[max(self.at - 98, 0) : self.at + 1]
        return NavigationHistory((*before, place), len(before))

    def leave(self, down: float) -> NavigationHistory:
        """Return the history with how far down the shown place was read."""
        if self.current is None:
            return self
        left = replace(self.current, down=down)
        return NavigationHistory((*self.places[: self.at], left, *self.places[self.at + 1 :]), self.at)

    def marked(self, needles: tuple[str, ...]) -> NavigationHistory:
        """Return the history with other words marked in the shown place."""
        if self.current is None:
            return self
        marked = replace(self.current, needles=needles)
        return NavigationHistory((*self.places[: self.at], marked, *self.places[self.at + 1 :]), self.at)

    def step(self, by: int) -> NavigationHistory:
        """Return the history one place back (-1) or forward (1), the same at either end."""
        at = self.at + by
        return NavigationHistory(self.places, at) if 0 <= at < len(self.places) else self


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
