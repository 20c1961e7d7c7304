"""The history of what was read: back and forward, as in a browser."""

from dataclasses import dataclass, replace

from reader.newspaper.printing import Printing


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

    def visit(self, place: ReadingPosition, *, stays: bool = False) -> "NavigationHistory":
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

    def leave(self, down: float) -> "NavigationHistory":
        """Return the history with how far down the shown place was read."""
        if self.current is None:
            return self
        left = replace(self.current, down=down)
        return NavigationHistory((*self.places[: self.at], left, *self.places[self.at + 1 :]), self.at)

    def marked(self, needles: tuple[str, ...]) -> "NavigationHistory":
        """Return the history with other words marked in the shown place."""
        if self.current is None:
            return self
        marked = replace(self.current, needles=needles)
        return NavigationHistory((*self.places[: self.at], marked, *self.places[self.at + 1 :]), self.at)

    def step(self, by: int) -> "NavigationHistory":
        """Return the history one place back (-1) or forward (1), the same at either end."""
        at = self.at + by
        return NavigationHistory(self.places, at) if 0 <= at < len(self.places) else self
