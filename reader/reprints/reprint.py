"""Two articles with the same text, as they are stored."""

from dataclasses import dataclass

RULES = 1
"""Version of the rules by which reprints and series are found; when it changes, all articles are looked at again."""

MOST_REPRINTS = 40
"""A text in more articles than this is printed in the paper permanently, and its printings are not listed."""

WHOLE_SHARE = 0.6
"""Minimum share of the longer text for both to be the same text, and not one a piece of the other."""


@dataclass(frozen=True, slots=True)
class Reprint:
    """Two articles with the same text.

    `share` is how much of the shorter text is in the other, `whole_share` how much of the longer, `likeness` how much
    is equal within the stretch that is in both; all 0 to 1. The first has the lesser id.
    """

    first_id: int
    second_id: int
    share: float
    whole_share: float
    likeness: float

    @property
    def is_whole(self) -> bool:
        """Return whether both are the same text as a whole, and neither is only a piece of the other."""
        return self.whole_share >= WHOLE_SHARE

    def other(self, article_id: int) -> int:
        return self.first_id + self.second_id - article_id
