"""What the core asks about misread characters, and the answers where no feature looks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.library.derived_data import Derived

if TYPE_CHECKING:
    from reader.library.character_places import CharacterPlace
    from reader.library.characters import Characters
    from reader.library.same_texts import SameTexts
    from reader.search.query import Query
    from reader.storage.catalogue_reading import CatalogueReading

_VISIBLY = 0.05
"""The least difference between the interval's middle and the number found, as a share of that number."""


class Estimate(Struct, frozen=True):
    """The number of articles that would be found if nothing were misread is between `low` and `high`.

    `how` is an explanation to show.
    """

    low: int
    high: int
    how: str

    def is_telling(self, total: int, below: int = 0) -> bool:
        """Return whether it says more than that `total` articles were found, and `below` further ones on lower rungs.

        It does if it is visibly above the number found, narrow (less than a third of its upper end), and does not
        contradict what the rungs have found.
        """
        return (
            self.low > total
            and self.low + self.high - 2 * total >= 2 * _VISIBLY * total
            and 3 * (self.high - self.low) < self.high
            and total + below <= self.high
        )


class LikelyCharacter(Struct, frozen=True):
    """A character that is likely to be misread, what it may be, and what speaks for that, in words."""

    place: CharacterPlace
    read_as: str
    because: str


class Misread:
    """Answers as if nothing were known of misread characters. A feature that knows answers for all (`Plug.answers`)."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived

    def rate(self) -> float:
        """Return the share of the library's characters that are misread; the usual share if that is not known."""
        from reader.search import noisy_channel

        return noisy_channel.USUAL_RATE

    def forms(self, string: str) -> Mapping[str, frozenset[int]]:
        """Return the forms in which issues certainly misread a string, with the articles of these issues.

        The string is in search form; the articles are ids. Raises IndexDamaged.
        """
        return {}

    def likely(
        self, article_ids: Sequence[int], same_texts: SameTexts, query: Query | None = None
    ) -> Mapping[int, Sequence[LikelyCharacter]]:
        """Return the characters of each of these articles that are likely to be misread. Raises LibraryError.

        With a query for misread forms, these are the characters because of which the articles match it.
        """
        return {}

    def estimate(self, asked: Query, answered: Query, total: int) -> Estimate | None:
        """Return how many articles there are of which `total` were found; None if it can't be estimated.

        See `Searcher.estimate`. Raises IndexDamaged.
        """
        return None

    @staticmethod
    def measured(catalogue: CatalogueReading) -> tuple[str, str] | None:
        """Measure how often characters are misread in a catalogue that can't be synced.

        Return the key and the value to be stored in its `meta`; None if it has changed little since the last time.
        """
        return None

    def look(self, pause: Callable[[], object]) -> None:
        """Look for what may wait until a sync has reported; `pause` is called often, and may raise to stop the work.

        Raises LibraryBusy if another process writes, IndexDamaged and CatalogueDamaged.
        """

    def follow_rules(self, characters: Characters) -> None:
        """Correct the characters to which the reader's rules apply in the present articles.

        Raises LibraryError if the index is damaged, or while another process syncs.
        """
