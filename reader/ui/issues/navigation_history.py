"""Where one has been: back and forward, as in a browser."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ReadingPosition:
    """An article being read (by key, which outlives a new parse), the query it was found by, how far down (0 to 1);
    `is_page`: among all that stands on its page.
    """

    key: str
    query: str = ""
    down: float = 0.0
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class NavigationHistory:
    """The places in order; `at` is the one that is shown, -1 when there is none."""

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

    def visit(self, place: ReadingPosition, *, stays: bool = False) -> "NavigationHistory":
        """Goes to a new place; what lay ahead is gone. The same article again, seen alike, is no new place, nor is one
        that is gone to while one `stays`: on the same page.
        """
        current = self.current
        if current is not None and (stays or (current.key, current.is_page) == (place.key, place.is_page)):
            return NavigationHistory((*self.places[: self.at], place, *self.places[self.at + 1 :]), self.at)
        kept = self.places[max(self.at - 98, 0) : self.at + 1]
        return NavigationHistory((*kept, place), len(kept))

    def leave(self, down: float) -> "NavigationHistory":
        """Remembers how far down the shown place was read."""
        if self.current is None:
            return self
        left = replace(self.current, down=down)
        return NavigationHistory((*self.places[: self.at], left, *self.places[self.at + 1 :]), self.at)

    def step(self, by: int) -> "NavigationHistory":
        """Back (-1) or forward (1); the same history at either end."""
        at = self.at + by
        return NavigationHistory(self.places, at) if 0 <= at < len(self.places) else self
